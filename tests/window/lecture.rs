//! A lecture fills the screen, and reduced motion stills the scene.

use super::{bundled, keep_pixels, lecture, slide, window, window_of};
use buffycoat::app::App;
use buffycoat::picture::scene::SceneClock;
use buffycoat::sim::quantities::Quantity;
use egui::Key;
use egui::Modifiers;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

#[test]
fn a_lecture_puts_the_side_panels_away_and_escape_brings_them_back() {
    let mut window = window("small_anemic_woman");
    slide(&mut window, "Time", 60.0);
    slide(&mut window, "Inlet flow", 50.0);
    let run = window.state().run().after;
    window.key_press(Key::L);
    window.step();
    keep_pixels(&mut window, [1280.0, 800.0]);
    for gone in ["Inlet flow", "Warnings", "Procedure", "File"] {
        assert!(window.query_by_label(gone).is_none(), "{gone} is still there");
    }
    window.get_by_label("Small woman, anemia appears");
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
fn a_lecture_is_entered_and_left_by_buttons_too() {
    let mut window = window("healthy_donor");
    window.get_by_role_and_label(Role::Button, "Lecture").click();
    window.step();
    keep_pixels(&mut window, [1280.0, 800.0]);
    // Escape closes an open list before it ends the lecture.
    window.get_by_label("Playback speed").click();
    window.run();
    window.get_by_label("600×");
    window.key_press(Key::Escape);
    window.run();
    assert!(window.query_by_label("600×").is_none());
    window.get_by_role_and_label(Role::Button, "Leave lecture (Esc)").click();
    window.step();
    keep_pixels(&mut window, [1280.0, 800.0]);
    window.get_by_role_and_label(Role::Button, "Lecture");
}

#[test]
fn a_lecture_shows_one_curve_and_calls_out_its_value_at_the_playhead() {
    let mut window = lecture("small_anemic_woman", [1920.0, 1080.0]);
    let shown = |window: &Harness<'_, App>, name: &str| window.query_by_role_and_label(Role::Figure, name).is_some();
    assert!(shown(&window, "White cells") && !shown(&window, "Hemoglobin") && !shown(&window, "Platelets"));
    window.key_press(Key::Num2);
    window.run();
    assert!(shown(&window, "Hemoglobin") && !shown(&window, "White cells"));
    window.get_by_role_and_label(Role::Button, "Platelets").click();
    window.run();
    assert!(shown(&window, "Platelets") && !shown(&window, "Hemoglobin"));

    window.key_press(Key::Num2);
    slide(&mut window, "Time", 60.0);
    window.run();
    let run = window.state().run();
    let hemoglobin = Quantity::Hemoglobin.at(&run.at(60.0)).expect("known");
    let on = run.warnings.iter().filter(|warning| warning.id.key() == "anemia" && warning.is_on_at(60.0));
    let worst = on.max_by_key(|warning| warning.severity).expect("anemia is on");
    let since = buffycoat::text::clock(worst.from_min);
    window.get_by_label(&format!("Hemoglobin {hemoglobin:.1}\u{a0}g/dL, moderate anemia since {since}"));
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
fn a_lecture_is_written_large() {
    for (pixels, least) in [([1920.0, 1080.0], 24.0), ([1280.0, 800.0], 15.9), ([1024.0, 768.0], 13.0)] {
        let mut window = lecture("small_anemic_woman", pixels);
        slide(&mut window, "Time", 60.0);
        window.run();
        let mut sizes = Vec::new();
        for shape in &window.output().shapes {
            word_sizes(&shape.shape, window.ctx.pixels_per_point(), &mut sizes);
        }
        assert!(sizes.len() > 20);
        let smallest = sizes.iter().copied().fold(f32::INFINITY, f32::min);
        let largest = sizes.iter().copied().fold(0.0, f32::max);
        assert!(smallest >= least, "{pixels:?}: {smallest} px");
        assert!(largest >= 2.5 * least, "{pixels:?}: the call-out is {largest} px");
    }
}

#[test]
fn a_lecture_follows_the_window_and_keeps_its_zoom_from_the_keyboard() {
    let mut window = lecture("healthy_donor", [1920.0, 1080.0]);
    let zoom = window.ctx.zoom_factor();
    window.key_press_modifiers(Modifiers::COMMAND, Key::Plus);
    window.run();
    assert_eq!(window.ctx.zoom_factor(), zoom);
    keep_pixels(&mut window, [1024.0, 768.0]);
    assert_eq!(window.ctx.zoom_factor(), 1.0);
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
    let mut window = lecture("cml_very_high_count", [1280.0, 800.0]);
    window.state_mut().seek(0.0);
    window.run();
    let stops: Vec<_> = window.state().preset().stops.iter().map(|stop| stop.say.clone()).collect();
    for say in &stops {
        window.key_press(Key::PageDown);
        window.run();
        assert!(window.query_by_label(say).is_some(), "{say}");
    }
    window.key_press(Key::PageDown);
    window.run();
    assert_eq!(window.state().playhead_min(), window.state().run().end_min);
    for say in stops.iter().rev() {
        window.key_press(Key::PageUp);
        window.run();
        assert!(window.query_by_label(say).is_some(), "{say}");
    }
    assert_eq!(window.state().playhead_min(), 5.0);
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
fn a_warning_is_explained_in_the_hall_by_a_key_and_by_a_press() {
    let mut window = window_of(bundled("small_anemic_woman"), [1280.0, 800.0], Vec::new());
    slide(&mut window, "Time", 60.0);
    window.key_press(Key::L);
    window.run();
    window.key_press(Key::Num2);
    window.run();
    window.get_by_role_and_label(Role::Button, "Why? Moderate anemia").click();
    window.run();
    let is_explained =
        |window: &Harness<'_, App>| window.query_by_role_and_label(Role::Heading, "Why moderate anemia?").is_some();
    assert!(is_explained(&window));
    window.key_press(Key::Escape);
    window.run();
    assert!(!is_explained(&window) && window.state().state().workspace.lecture, "the lecture goes on");
    window.key_press(Key::Y);
    window.run();
    assert!(is_explained(&window));
}
