//! A lecture fills the screen, and reduced motion stills the scene.

use super::{bundled, keep_pixels, lecture, slide, window, window_of};
use buffycoat::app::App;
use buffycoat::picture::scene::SceneClock;
use buffycoat::preset::{Answer, StopShow};
use buffycoat::text::Text;
use egui::Key;
use egui::Modifiers;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

/// What the banner says: who it is, or what has happened.
fn banner(window: &Harness<'_, App>) -> String {
    let said = |node: egui_kittest::Node<'_>| {
        let node = node.accesskit_node();
        Some(node.data().description().map_or_else(|| node.label().unwrap_or_default(), str::to_owned))
    };
    let heading = window.query_all_by_role(Role::Heading).next().and_then(said);
    let mut warning = window
        .query_all_by_role(Role::Button)
        .filter(|node| node.accesskit_node().label().is_some_and(|words| words.starts_with("Why?")));
    warning.find_map(said).or(heading).unwrap_or_default()
}

#[test]
fn a_lecture_puts_the_side_panels_away_and_escape_brings_them_back() {
    let mut window = window("small_anemic_woman");
    slide(&mut window, "Time", 60.0);
    slide(&mut window, "Inlet flow", 50.0);
    let run = window.state().run().after;
    window.key_press(Key::F5);
    window.step();
    keep_pixels(&mut window, [1280.0, 800.0]);
    for gone in ["Inlet flow", "Warnings", "Procedure", "File"] {
        assert!(window.query_by_label(gone).is_none(), "{gone} is still there");
    }
    window.get_by_label("Teaching model. Not for patient care.");
    window.get_by_role_and_label(Role::Figure, "Separator and patient");
    assert_eq!(window.state().playhead_min(), 60.0);

    window.key_press(Key::Escape);
    window.step();
    keep_pixels(&mut window, [1280.0, 800.0]);
    assert_eq!(window.ctx.zoom_factor(), 1.0);
    window.get_by_role_and_label(Role::Slider, "Inlet flow");
    window.get_by_label("Procedure");
    assert_eq!(window.state().playhead_min(), 60.0);
    assert_eq!(window.state().run().after, run);
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.run();
    assert_ne!(window.state().run().after, run, "what was done before the lecture can be undone after it");
}

#[test]
fn a_lecture_is_entered_by_a_button_and_both_keys_of_presenters_leave_it() {
    for key in [Key::Escape, Key::F5, Key::L] {
        let mut window = window("healthy_donor");
        window.get_by_role_and_label(Role::Button, "Lecture").click();
        window.step();
        keep_pixels(&mut window, [1280.0, 800.0]);
        assert!(window.query_by_label("Procedure").is_none());
        window.key_press(key);
        window.step();
        keep_pixels(&mut window, [1280.0, 800.0]);
        window.get_by_role_and_label(Role::Button, "Lecture");
    }
}

#[test]
fn the_banner_names_what_happens_when_it_does_and_its_curve_comes_forward() {
    let mut window = lecture("small_anemic_woman", [1920.0, 1080.0]);
    window.state_mut().seek(0.0);
    window.run();
    assert!(banner(&window).starts_with("Small woman, anemia appears. Woman, 61"), "{}", banner(&window));
    let run = window.state().run();
    let mut come: Vec<_> = buffycoat::sim::warnings::headlines(&run.warnings)
        .filter(|warning| !warning.present_before && warning.id.quantity().is_some())
        .copied()
        .collect();
    come.sort_by(|a, b| a.from_min.total_cmp(&b.from_min));
    assert!(come.len() > 3);
    let text = Text::english();
    for warning in come {
        window.state_mut().seek(warning.from_min + 1e-6);
        window.run();
        let quantity = warning.id.quantity().expect("a curve");
        let title = text.warning_title(&warning);
        assert!(banner(&window).contains(&title), "{title}: {}", banner(&window));
        assert!(window.query_by_role_and_label(Role::Figure, &text.quantity_name(quantity)).is_some(), "{title}");
        window.get_by_label(&text.quantity_at(quantity, &window.state().run().at(window.state().playhead_min())));
    }
    // Another curve on demand, until something else happens.
    window.state_mut().seek(30.0);
    window.key_press(Key::Num3);
    window.run();
    assert!(window.query_by_role_and_label(Role::Figure, "Platelets").is_some());
}

#[test]
fn the_banner_tells_when_the_aim_is_reached_and_at_the_end_that_it_was_missed() {
    let mut window = lecture("small_anemic_woman", [1280.0, 800.0]);
    window.state_mut().seek(67.0);
    window.run();
    assert!(banner(&window).starts_with("Aim reached at 1:06. The aim of the case: "), "{}", banner(&window));

    let mut short = bundled("small_anemic_woman");
    short.protocol.settings.procedure.duration_min = 30.0;
    let mut window = window_of(short, [1280.0, 800.0], Vec::new());
    window.key_press(Key::F5);
    window.run();
    for (seek_min, is_missed) in [(29.0, false), (f64::INFINITY, true)] {
        window.state_mut().seek(seek_min);
        window.run();
        assert_eq!(banner(&window).starts_with("Aim not reached"), is_missed, "{}", banner(&window));
    }
}

/// Sizes in pixels of all words in a shape.
fn word_sizes(shape: &egui::Shape, pixels_per_point: f32, sizes: &mut Vec<f32>) {
    match shape {
        egui::Shape::Vec(shapes) => {
            for shape in shapes {
                word_sizes(shape, pixels_per_point, sizes);
            }
        }
        egui::Shape::Text(text) => {
            let sections = text.galley.job.sections.iter().filter(|section| !section.byte_range.is_empty());
            sizes.extend(sections.map(|section| section.format.font_id.size * pixels_per_point));
        }
        _ => {}
    }
}

#[test]
fn the_stage_is_written_for_the_last_row() {
    for (pixels, least) in [([1920.0, 1080.0], 34.0), ([3840.0, 2160.0], 68.0), ([1024.0, 768.0], 18.0)] {
        for explained in [false, true] {
            let mut window = lecture("small_anemic_woman", pixels);
            window.state_mut().seek(60.0);
            if explained {
                window.key_press(Key::Y);
            }
            window.run();
            let mut sizes = Vec::new();
            for shape in &window.output().shapes {
                word_sizes(&shape.shape, window.ctx.pixels_per_point(), &mut sizes);
            }
            assert!(sizes.len() > 15);
            let smallest = sizes.iter().copied().fold(f32::INFINITY, f32::min);
            let largest = sizes.iter().copied().fold(0.0, f32::max);
            assert!(smallest >= least, "{pixels:?}: {smallest} px");
            assert!(largest >= 2.5 * least, "{pixels:?}: the value is {largest} px");
        }
    }
}

#[test]
fn a_lecture_follows_the_window_and_keeps_its_zoom_from_the_keyboard() {
    let mut window = lecture("healthy_donor", [1920.0, 1080.0]);
    let zoom = window.ctx.zoom_factor();
    window.key_press_modifiers(Modifiers::COMMAND, Key::Plus);
    window.run();
    assert_eq!(window.ctx.zoom_factor(), zoom);
    keep_pixels(&mut window, [960.0, 540.0]);
    assert!((window.ctx.zoom_factor() - zoom / 2.0).abs() < 1e-3);
    window.get_by_label("Teaching model. Not for patient care.");
    keep_pixels(&mut window, [1920.0, 1080.0]);
    assert!((window.ctx.zoom_factor() - zoom).abs() < 1e-3);
}

/// Presses an entry of the View menu and answers with whether it said it was on.
fn press_in_view_menu(window: &mut Harness<'_, App>, entry: &str) -> bool {
    window.get_by_label("View").click();
    window.run();
    let node = window.get_by_role_and_label(Role::MenuItemCheckBox, entry);
    let was_on = node.accesskit_node().data().toggled() == Some(egui::accesskit::Toggled::True);
    node.click();
    window.run();
    was_on
}

#[test]
fn reduced_motion_stills_the_scene_and_not_the_playhead() {
    let mut window = window("healthy_donor");
    slide(&mut window, "Time", 60.0);
    assert!(!press_in_view_menu(&mut window, "Reduced motion"));
    window.key_press(Key::Space);
    window.run_steps(4);
    assert!(window.state().playhead_min() > 60.0);
    assert_eq!(window.state().state().case_view.clock, SceneClock::default());
    assert_eq!(window.ctx.global_style().animation_time, 0.0);
    window.key_press(Key::Space);
    window.run();

    assert!(press_in_view_menu(&mut window, "Reduced motion"));
    window.key_press(Key::Space);
    window.run_steps(4);
    assert_ne!(window.state().state().case_view.clock, SceneClock::default());
}

#[test]
fn a_presenter_walks_through_the_stops_of_the_case_to_the_end_and_back() {
    for [on, back] in [[Key::PageDown, Key::PageUp], [Key::ArrowRight, Key::ArrowLeft]] {
        let mut window = lecture("cml_very_high_count", [1280.0, 800.0]);
        window.state_mut().seek(0.0);
        window.run();
        let stops: Vec<_> = window.state().preset().stops.iter().map(|stop| stop.say.clone()).collect();
        for say in &stops {
            window.key_press(on);
            window.run();
            if say.is_empty() {
                // A question, and its answer.
                window.key_press(on);
                window.run();
            }
            assert!(banner(&window).contains(say.as_str()), "{say}: {}", banner(&window));
        }
        window.key_press(on);
        window.run();
        assert_eq!(window.state().playhead_min(), window.state().run().end_min);
        for say in stops.iter().rev() {
            window.key_press(back);
            window.run();
            assert!(banner(&window).contains(say.as_str()), "{say}: {}", banner(&window));
        }
        assert_eq!(window.state().playhead_min(), 2.0);
    }
    // Without a script the events of the run are its stops.
    let mut window = lecture("small_anemic_woman", [1280.0, 800.0]);
    window.state_mut().seek(0.0);
    window.run();
    window.key_press(Key::PageDown);
    window.run();
    let first = window.state().run().warnings.iter().filter(|warning| !warning.present_before);
    let first = first.map(|warning| warning.from_min).min_by(f64::total_cmp);
    assert_eq!(Some(window.state().playhead_min()), first);
}

#[test]
fn a_lecture_that_plays_halts_at_each_stop_of_its_script() {
    let mut window = lecture("cml_very_high_count", [1280.0, 720.0]);
    assert!(!window.state().state().playback.playing, "a lecture begins at rest");
    window.state_mut().seek(148.0);
    window.key_press(Key::Space);
    window.run_steps(60);
    assert_eq!((window.state().playhead_min(), window.state().state().playback.playing), (150.0, false));
    window.get_by_label("Hands up. Man, 38 · 78\u{a0}kg, 1.78\u{a0}m 2:30 of 3:47");
}

#[test]
fn a_stop_brings_on_what_the_script_says() {
    let mut window = lecture("cml_very_high_count", [1280.0, 720.0]);
    window.state_mut().seek(0.0);
    window.run();
    let stops = window.state().preset().stops.clone();
    let questions = window.state().preset().questions.clone();
    let mut asked = questions.iter();
    for stop in &stops {
        window.key_press(Key::PageDown);
        window.run();
        let has = |role, name: &str| window.query_by_role_and_label(role, name).is_some();
        match stop.show {
            Some(StopShow::WhiteCells) => assert!(has(Role::Figure, "White cells")),
            Some(StopShow::Platelets) => assert!(has(Role::Figure, "Platelets")),
            Some(StopShow::Why) => {
                assert!(has(Role::Heading, "Why calcium below 1.00?"), "{:?}", window.state().playhead_min());
            }
            Some(StopShow::Question) => {
                let question = asked.next().expect("one for each such stop");
                assert!(has(Role::Heading, &question.ask));
                let named = |answer: &Answer, letter| format!("{letter} {}", answer.say);
                for (answer, letter) in question.choices().iter().zip('A'..) {
                    window.get_by_label(&named(answer, letter));
                }
                assert!(!window.query_all_by_role(Role::Label).any(|node| {
                    node.accesskit_node().value().is_some_and(|words| words.contains(&question.answer))
                }));
                // The next press answers it.
                window.key_press(Key::PageDown);
                window.run();
                window.get_by_label(&question.answer);
                for (answer, letter) in question.choices().iter().zip('A'..) {
                    let right = format!("{}: right", named(answer, letter));
                    assert_eq!(window.query_by_label(&right).is_some(), answer.is_right);
                }
            }
            _ => {}
        }
    }
    assert!(asked.next().is_none());
}

#[test]
fn black_shows_nothing_at_all_and_the_same_keys_bring_the_stage_back() {
    for key in [Key::B, Key::Period] {
        let mut window = lecture("healthy_donor", [1280.0, 800.0]);
        let at_min = window.state().playhead_min();
        window.key_press(key);
        window.run();
        assert!(window.query_by_label("Teaching model. Not for patient care.").is_none());
        assert_eq!(window.state().playhead_min(), at_min, "a key that steps in the window only blacks out here");
        assert!(!window.state().state().workspace.patients_shown);
        window.key_press(key);
        window.run();
        window.get_by_label("Teaching model. Not for patient care.");
    }
}

#[test]
fn a_warning_is_explained_in_the_hall_by_a_key_and_by_a_press() {
    let mut window = window_of(bundled("small_anemic_woman"), [1280.0, 800.0], Vec::new());
    slide(&mut window, "Time", 60.0);
    window.key_press(Key::L);
    window.run();
    window.get_by_label_contains("Why?").click();
    window.run();
    let is_explained = |window: &Harness<'_, App>| {
        let explained = window.query_by_label_contains("Citrate: ").is_some();
        explained
            && window
                .query_all_by_role(Role::Heading)
                .any(|node| node.accesskit_node().label().is_some_and(|words| words.starts_with("Why calcium below")))
    };
    assert!(is_explained(&window));
    window.key_press(Key::Escape);
    window.run();
    assert!(!is_explained(&window) && window.state().state().workspace.lecture, "the lecture goes on");
    window.key_press(Key::Y);
    window.run();
    assert!(is_explained(&window));
}
