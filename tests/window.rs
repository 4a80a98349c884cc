//! Promise: the window does what its labels say. Driven as a screen reader would: no display, no GPU.
#![allow(clippy::expect_used, clippy::panic, reason = "a test may stop where it stands")]

use std::path::PathBuf;

use buffycoat::app::App;
use buffycoat::app::files::{Answer, ScriptedPicker};
use buffycoat::app::headless::HeadlessWindow;
use buffycoat::app::session::Purpose;
use buffycoat::cli::{Sitting, Theme};
use buffycoat::picture::scene::SceneClock;
use buffycoat::preset::{self, BUNDLED, Preset, read};
use buffycoat::sim::explain::{avoid, explain};
use buffycoat::sim::quantities::Quantity;
use buffycoat::sim::warnings::WarningId;
use buffycoat::sim::{Change, Protocol, Run, SettingId, Value, Warning, simulate};
use buffycoat::text::Text;
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

fn bundled(name: &str) -> Preset {
    let found = BUNDLED.iter().find(|bundled| bundled.name == name).expect("a bundled preset");
    read(found.text).expect("a sound preset")
}

fn window_of(preset: Preset, size: [f32; 2], answers: Vec<Answer>) -> Harness<'static, App> {
    let mut window = Harness::builder().with_size(size).with_theme(egui::Theme::Light).build_eframe(move |creation| {
        App::new(&creation.egui_ctx, preset, None, Box::new(ScriptedPicker::new(answers))).expect("a case that runs")
    });
    window.run();
    window
}

fn window(name: &str) -> Harness<'static, App> {
    window_of(bundled(name), [1280.0, 800.0], Vec::new())
}

/// The setting's slider.
fn slide(window: &mut Harness<'_, App>, name: &str, value: f64) {
    window.get_by_role_and_label(Role::Slider, name).set_value_accesskit(value);
    window.step();
}

/// What the curve's figure says of itself.
fn described(window: &Harness<'_, App>, name: &str) -> String {
    let figure = window.get_by_role_and_label(Role::Figure, name);
    figure.accesskit_node().data().description().expect("a sentence").to_owned()
}

fn end_value(run: &Run, quantity: Quantity) -> f64 {
    quantity.at(&run.at(run.machine_end_min)).expect("always known")
}

#[test]
fn a_slider_changes_curve_warnings_and_numbers_in_its_own_frame() {
    let mut window = window("small_anemic_woman");
    let before = described(&window, "Hemoglobin");
    // One step: the frame in which the value is set.
    slide(&mut window, "Hematocrit", 40.0);
    assert_ne!(described(&window, "Hemoglobin"), before);
    let mut changed = bundled("small_anemic_woman");
    preset::assign(&mut changed.protocol.settings, "patient.hematocrit_percent=40").expect("in range");
    let expected = simulate(&changed.protocol).expect("runs");
    assert_eq!(window.state().run().after, expected.after, "the window shows the run of the new settings, to the bit");
    assert_eq!(window.state().run().warnings, expected.warnings);
    window.run();
    window.get_by_label("edited");
}

#[test]
fn each_main_slider_moves_what_it_is_for() {
    let mut window = window("healthy_donor");
    let platelets = |window: &Harness<'_, App>| end_value(window.state().run(), Quantity::Platelets);
    let calcium =
        |window: &Harness<'_, App>| Quantity::IonisedCalcium.at(&window.state().run().at(60.0)).expect("known");

    let (platelets_before, calcium_before) = (platelets(&window), calcium(&window));
    slide(&mut window, "Inlet flow", 75.0);
    assert!(calcium(&window) < calcium_before);
    slide(&mut window, "Inlet flow", 55.0);
    slide(&mut window, "Duration", 300.0);
    assert!(platelets(&window) < platelets_before);
}

#[test]
fn a_setting_in_a_section_is_reached_by_opening_it() {
    let mut window = window("granulocyte_donor_starch");
    let collected = |window: &Harness<'_, App>| window.state().run().outcome.product.white_cells_e9.sum();
    let with_starch = collected(&window);
    window.get_by_label("Separator").click();
    window.run();
    window.get_by_label("Hydroxyethyl starch").click();
    window.run();
    assert!(collected(&window) < 0.5 * with_starch);
}

#[test]
fn play_moves_the_clock_and_pause_stops_it() {
    let mut window = window("healthy_donor");
    assert_eq!(window.state().playhead_min(), 0.0);
    window.key_press(Key::Space);
    window.run_steps(4);
    let playing = window.state().playhead_min();
    assert!(playing > 0.0);
    window.get_by_role_and_label(Role::Button, "Pause").click();
    // Paused, nothing asks for another frame: this would not settle otherwise.
    window.run();
    let paused = window.state().playhead_min();
    window.run_steps(3);
    assert_eq!(window.state().playhead_min(), paused);
}

#[test]
fn the_time_track_scrubs_both_ways_and_numbers_follow() {
    let mut window = window("healthy_donor");
    slide(&mut window, "Time", 120.0);
    assert_eq!(window.state().playhead_min(), 120.0);
    assert!(described(&window, "Platelets").starts_with("Platelets at 2:00"));
    slide(&mut window, "Time", 30.0);
    assert!(described(&window, "Platelets").starts_with("Platelets at 0:30"));
    window.run();
    assert!(window.query_all_by_label_contains("Now, at 0:30").next().is_some());
}

#[test]
fn the_next_event_is_the_next_warning() {
    let mut window = window("small_anemic_woman");
    window.get_by_role_and_label(Role::Button, "Next event").click();
    window.run();
    let run = window.state().run();
    let first = run.warnings.iter().map(|warning| warning.from_min).filter(|from| *from > 0.0).fold(f64::MAX, f64::min);
    assert_eq!(window.state().playhead_min(), first);
    assert!(window.query_by_label_contains("Anemia, moderate, from 0:06").is_some(), "the worst level names the card");
}

#[test]
fn undo_restores_the_run_to_the_bit_and_keeps_the_playhead() {
    let mut window = window("healthy_donor");
    let before = window.state().run().after;
    slide(&mut window, "Time", 60.0);
    slide(&mut window, "Inlet flow", 80.0);
    window.run();
    assert_ne!(window.state().run().after, before);
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.run();
    assert_eq!(window.state().run().after, before);
    assert_eq!(window.state().playhead_min(), 60.0);
    window.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    window.run();
    assert_ne!(window.state().run().after, before);
}

#[test]
fn settings_that_cannot_be_run_say_so_and_leave_the_last_run_in_view() {
    let mut preset = bundled("cml_very_high_count");
    preset.protocol.settings.patient.white_cells_e9_per_l.0 = [400.0, 400.0, 200.0, 100.0, 200.0, 0.0];
    preset.protocol.settings.patient.hematocrit_percent = 20.0;
    let mut window = window_of(preset, [1280.0, 800.0], Vec::new());
    let before = window.state().run().after;
    slide(&mut window, "Hematocrit", 60.0);
    window.run();
    assert!(window.query_by_label_contains("leave no room for plasma").is_some());
    assert_eq!(window.state().run().after, before);
    slide(&mut window, "Hematocrit", 20.0);
    window.run();
    assert!(window.query_by_label_contains("leave no room for plasma").is_none());
}

#[test]
fn save_and_open_go_through_the_picker() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("mine");
    let other = folder.path().join("other.ron");
    preset::save(&other, &bundled("gcsf_donor")).expect("saved");
    let answers = vec![Answer::Picked(Purpose::Save, path.clone()), Answer::Picked(Purpose::Open, other)];
    let mut window = window_of(bundled("healthy_donor"), [1280.0, 800.0], answers);

    slide(&mut window, "Inlet flow", 61.0);
    window.key_press_modifiers(Modifiers::COMMAND, Key::S);
    window.run();
    let saved = preset::load(&path.with_extension("ron")).expect("saved with the ending of a preset");
    assert_eq!(&saved, window.state().preset());
    assert!(window.query_by_label("edited").is_none());

    window.key_press_modifiers(Modifiers::COMMAND, Key::O);
    window.run();
    assert_eq!(window.state().preset(), &bundled("gcsf_donor"));
}

#[test]
fn unsaved_changes_are_asked_about_before_they_are_lost() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("kept.ron");
    let mut window =
        window_of(bundled("healthy_donor"), [1280.0, 800.0], vec![Answer::Picked(Purpose::Save, path.clone())]);
    let open_another = |window: &mut Harness<'_, App>| {
        window.get_by_label("File").click();
        window.run();
        window.get_by_label_contains("Cases").click();
        window.run();
        window.get_by_label("CLL, small light cells").click();
        window.run();
    };
    slide(&mut window, "Inlet flow", 61.0);
    window.run();

    open_another(&mut window);
    window.get_by_label("Save your changes?");
    window.get_by_label("Cancel").click();
    window.run();
    assert_eq!(window.state().preset().title, "Healthy donor, mononuclear cells");

    open_another(&mut window);
    window.get_by_role_and_label(Role::Button, "Save").click();
    window.run();
    assert_eq!(window.state().preset().title, "CLL, small light cells");
    let kept = preset::load(&path).expect("saved before leaving");
    assert_eq!(kept.protocol.settings.procedure.inlet_flow_ml_min, 61.0);
}

#[test]
fn a_broken_file_is_explained_and_changes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("broken.ron");
    std::fs::write(&path, "(version: 1, title: \"x\", patient: (sex: Mole))").expect("written");
    let mut window = window_of(bundled("healthy_donor"), [1280.0, 800.0], vec![Answer::Picked(Purpose::Open, path)]);
    let before = window.state().preset().clone();
    window.key_press_modifiers(Modifiers::COMMAND, Key::O);
    window.run();
    assert!(window.query_by_label_contains("patient.sex: this should be one of Female, Male").is_some());
    window.key_press(Key::Escape);
    window.run();
    assert!(window.query_by_label_contains("patient.sex").is_none());
    assert_eq!(window.state().preset(), &before);
}

#[test]
fn where_there_is_no_file_dialog_the_path_is_typed() {
    let folder = tempfile::tempdir().expect("a folder");
    let path: PathBuf = folder.path().join("typed.ron");
    let mut window = window_of(bundled("healthy_donor"), [1280.0, 800.0], vec![Answer::NoDialog(Purpose::Save)]);
    window.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::S);
    window.run_steps(4);
    let field = window.get_by_role_and_label(Role::TextInput, "Path of the file");
    field.set_text_value_accesskit(path.to_str().expect("text"));
    window.run_steps(2);
    window.get_by_role_and_label(Role::Button, "Save").click();
    window.run_steps(4);
    assert_eq!(preset::load(&path).expect("saved"), bundled("healthy_donor"));
}

#[test]
fn the_disclaimer_stands_in_every_window() {
    for size in [[1280.0, 800.0], [1024.0, 768.0], [1920.0, 1080.0]] {
        let window = window_of(bundled("healthy_donor"), size, Vec::new());
        window.get_by_label("Teaching model. Not for patient care.");
    }
}

#[test]
fn a_narrow_window_keeps_warnings_behind_a_tab() {
    let mut window = window_of(bundled("small_anemic_woman"), [1024.0, 768.0], Vec::new());
    assert!(window.query_by_label("Procedure").is_none());
    window.get_by_label_contains("Warnings (").click();
    window.run();
    window.get_by_label("Procedure");
    assert!(window.query_all_by_label_contains("Anemia, moderate").next().is_some());
    window.get_by_label("Teaching model. Not for patient care.");
}

#[test]
fn every_case_opens_in_every_theme_with_every_section_and_dialog() {
    // The harness stops at any input without a name and at any glyph that the fonts lack.
    for bundled in BUNDLED {
        let mut window = window_of(read(bundled.text).expect("sound"), [1280.0, 800.0], Vec::new());
        for section in
            ["Patient", "Separator", "Anticoagulant", "Set, prime and fluids", "Body", "Expert: cells and refill"]
        {
            let headers: Vec<_> =
                window.query_all_by_label(section).filter(|node| node.rect().left() < 250.0).collect();
            headers.first().expect("a section").click();
            window.run();
        }
        window.key_press(Key::F2);
        window.run();
        window.get_by_role_and_label(Role::Button, "Close").click();
        window.run();
        window.key_press_modifiers(Modifiers::COMMAND, Key::T);
        window.run();
        window.get_by_role_and_label(Role::Button, "Light");
        slide(&mut window, "Time", 100.0);
        window.run();
    }
}

#[test]
fn the_parts_of_the_scene_have_names_and_say_what_they_are_for() {
    let window = window("healthy_donor");
    for part in ["Draw line", "Inlet pump", "Separation channel", "Collect line", "Collection bag", "Return line"] {
        let node = window.get_by_role_and_label(Role::GraphicsSymbol, part);
        assert!(node.accesskit_node().data().description().is_some_and(|hint| hint.len() > 20), "{part}");
    }
}

#[test]
fn a_preset_with_a_timed_change_runs_as_the_same_protocol_does() {
    let mut preset = bundled("healthy_donor");
    preset.protocol.changes = vec![buffycoat::sim::Change {
        at_min: 90.0,
        values: vec![(buffycoat::sim::SettingId::CollectFlow, buffycoat::sim::Value::Number(3.0))],
    }];
    let protocol: Protocol = preset.protocol.clone();
    let window = window_of(preset, [1280.0, 800.0], Vec::new());
    assert_eq!(window.state().run().after, simulate(&protocol).expect("runs").after);
}

/// A window in lecture mode. As on a real screen, the window keeps its pixels when the zoom changes.
fn lecture(name: &str, pixels: [f32; 2]) -> Harness<'static, App> {
    let mut window = window_of(bundled(name), pixels, Vec::new());
    window.key_press(Key::L);
    window.step();
    keep_pixels(&mut window, pixels);
    window
}

fn keep_pixels(window: &mut Harness<'_, App>, pixels: [f32; 2]) {
    for _ in 0..3 {
        window.set_size(egui::Vec2::from(pixels) / window.ctx.zoom_factor());
        window.step();
    }
    window.run();
}

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
    window.get_by_label("Speed of play").click();
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
    assert_eq!(window.state().session().clock, SceneClock::default());
    assert_eq!(window.ctx.global_style().animation_time, 0.0);
    window.key_press(Key::Space);
    window.run();

    assert!(press_in_view_menu(&mut window, "Reduced motion"));
    window.key_press(Key::Space);
    window.run_steps(4);
    assert_ne!(window.state().session().clock, SceneClock::default());
}

/// A case in which every part of the scene is there, an hour into it.
fn scene() -> Harness<'static, App> {
    let mut preset = bundled("cml_very_high_count");
    preset.protocol.settings.procedure.calcium_infusion_mmol_h = 2.0;
    let mut window = window_of(preset, [1280.0, 800.0], Vec::new());
    slide(&mut window, "Time", 60.0);
    window.run();
    window
}

/// The parts of the scene by the name that is read out, with the key of their words.
const PARTS: [(&str, &str); 18] = [
    ("Patient", "patient"),
    ("Needle and vein", "needle"),
    ("Draw line", "draw-line"),
    ("Prime and rinse", "saline"),
    ("Anticoagulant", "anticoagulant"),
    ("Inlet pump", "inlet-pump"),
    ("Centrifuge", "centrifuge"),
    ("Separation channel", "channel"),
    ("Plasma", "plasma"),
    ("Buffy coat", "buffy-coat"),
    ("Red-cell bed", "red-cells"),
    ("Collect port", "port"),
    ("Collect line", "collect-line"),
    ("Collection bag", "bag"),
    ("Return line", "return-line"),
    ("Return pump", "return-pump"),
    ("Replacement fluid", "replacement"),
    ("Calcium", "calcium"),
];

fn part<'a>(window: &'a Harness<'_, App>, name: &'a str) -> egui_kittest::Node<'a> {
    window.get_by_role_and_label(Role::GraphicsSymbol, name)
}

/// Gives the part the keyboard.
fn focus_part(window: &mut Harness<'_, App>, name: &str) {
    part(window, name).focus();
    window.run();
    assert!(part(window, name).is_focused(), "{name}");
}

/// All words painted in the last frame.
fn painted(window: &Harness<'_, App>) -> Vec<String> {
    words_of(&window.output().shapes)
}

fn words_of(shapes: &[egui::epaint::ClippedShape]) -> Vec<String> {
    fn collect(shape: &egui::Shape, to: &mut Vec<String>) {
        match shape {
            egui::Shape::Vec(shapes) => shapes.iter().for_each(|shape| collect(shape, to)),
            egui::Shape::Text(text) => to.push(text.galley.text().to_owned()),
            _ => {}
        }
    }
    let mut words = Vec::new();
    for shape in shapes {
        collect(&shape.shape, &mut words);
    }
    words
}

#[test]
fn every_part_of_the_scene_says_its_name_its_numbers_and_its_purpose() {
    let window = scene();
    for (name, _) in PARTS {
        let node = part(&window, name);
        let value = node.value().unwrap_or_default();
        assert!(value.chars().any(|letter| letter.is_ascii_digit()), "{name}: {value:?}");
        assert!(node.accesskit_node().data().description().is_some_and(|hint| hint.len() > 20), "{name}");
    }
    let all = window.query_all_by_role(Role::GraphicsSymbol).count();
    assert_eq!(all, PARTS.len(), "a part has no place in this list");
}

#[test]
fn the_numbers_of_a_part_follow_the_playhead_and_the_settings() {
    let mut window = scene();
    let value = |window: &Harness<'_, App>, name: &str| part(window, name).value().expect("numbers");
    assert!(value(&window, "Inlet pump").contains("60\u{a0}mL/min"), "{}", value(&window, "Inlet pump"));
    let bag = value(&window, "Collection bag");
    slide(&mut window, "Time", 120.0);
    assert_ne!(value(&window, "Collection bag"), bag);
    slide(&mut window, "Inlet flow", 40.0);
    assert!(value(&window, "Inlet pump").contains("40\u{a0}mL/min"));
}

#[test]
fn every_part_of_the_scene_is_reached_by_tab() {
    let mut window = scene();
    let mut reached = std::collections::BTreeSet::new();
    for _ in 0..160 {
        window.key_press(Key::Tab);
        window.step();
        let focused = window.query_all_by_role(Role::GraphicsSymbol).find(egui_kittest::Node::is_focused);
        reached.extend(focused.and_then(|node| node.accesskit_node().label()));
    }
    for (name, _) in PARTS {
        assert!(reached.contains(name), "{name} is not reached; {reached:?} are");
    }
}

#[test]
fn a_parts_card_has_three_sentences_and_a_question_and_escape_closes_it() {
    let text = buffycoat::text::Text::english();
    let mut window = scene();
    for (i, (name, key)) in PARTS.into_iter().enumerate() {
        let message = format!("part-{key}");
        let attribute = |name| text.attribute(&message, name).expect("words").into_owned();
        let (card, question) = (attribute("card"), attribute("question"));
        let sentences = card.split_inclusive(['.', '?', '!']).filter(|said| said.trim().len() > 3).count();
        assert_eq!(sentences, 3, "{name}: {card}");
        assert!(question.ends_with('?'), "{name}: {question}");

        if i % 2 == 0 {
            focus_part(&mut window, name);
            window.key_press(Key::Enter);
        } else {
            part(&window, name).click_accesskit();
        }
        window.run();
        window.get_by_label(&card);
        window.get_by_label(&question);
        window.key_press(Key::Escape);
        window.run();
        assert!(window.query_by_label(&card).is_none(), "{name}");
    }
}

#[test]
fn a_pressed_part_opens_its_card_and_the_button_closes_it() {
    let text = buffycoat::text::Text::english();
    let mut window = scene();
    for (name, key) in [("Patient", "part-patient"), ("Collection bag", "part-bag"), ("Collect port", "part-port")] {
        let card = text.attribute(key, "card").expect("words");
        part(&window, name).click();
        window.run();
        window.get_by_label(&card);
        window.get_by_role_and_label(Role::Button, "Close").click();
        window.run();
        assert!(window.query_by_label(&card).is_none(), "{name}");
    }
}

#[test]
fn arrow_keys_on_a_part_change_its_setting_as_one_step() {
    let mut window = scene();
    let inlet = |window: &Harness<'_, App>| window.state().preset().protocol.settings.procedure.inlet_flow_ml_min;
    let position = |window: &Harness<'_, App>| window.state().preset().protocol.settings.machine.interface_position;
    let capacity = |window: &Harness<'_, App>| window.state().preset().protocol.settings.machine.bag_capacity_ml;
    type Read<'a> = &'a dyn Fn(&Harness<'static, App>) -> f64;
    let before = window.state().run().after;
    for (name, read, upward) in [
        ("Inlet pump", &inlet as Read<'_>, 1.0),
        // Up is toward the plasma, where the position falls.
        ("Collect port", &position, -0.1),
        ("Collection bag", &capacity, 50.0),
    ] {
        let start = read(&window);
        focus_part(&mut window, name);
        window.key_press(Key::ArrowUp);
        window.run();
        assert!((read(&window) - start - upward).abs() < 1e-9, "{name}: {start} became {}", read(&window));
        assert!(part(&window, name).is_focused(), "{name} keeps the keyboard");
        window.key_press(Key::ArrowDown);
        window.key_press(Key::ArrowDown);
        window.run();
        assert!((read(&window) - start + upward).abs() < 1e-9, "{name}: {start} became {}", read(&window));
        // Each press was one step.
        for expected in [start, start + upward, start] {
            window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
            window.run();
            assert!((read(&window) - expected).abs() < 1e-9, "{name}: {} is not {expected}", read(&window));
        }
        window.key_press_modifiers(Modifiers::SHIFT, Key::ArrowUp);
        window.run();
        assert!((read(&window) - start).abs() > 5.0 * f64::abs(upward), "{name}: {}", read(&window));
        window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
        window.run();
        assert_eq!(window.state().run().after, before, "{name}");
    }
}

/// Drags from the middle of a part, in several moves, as a hand does.
fn drag(window: &mut Harness<'_, App>, from: egui::Pos2, way: egui::Vec2) {
    window.hover_at(from);
    window.step();
    window.drag_at(from);
    window.step();
    for share in [0.2, 0.6, 1.0] {
        window.hover_at(from + share * way);
        window.step();
    }
    window.drop_at(from + way);
    window.run();
}

#[test]
fn the_port_dragged_up_goes_toward_the_plasma_and_stays_under_the_hand() {
    let mut window = scene();
    let position = |window: &Harness<'_, App>| window.state().preset().protocol.settings.machine.interface_position;
    let (start, before) = (position(&window), window.state().run().after);
    let at = part(&window, "Collect port").rect().center();
    drag(&mut window, at, egui::vec2(0.0, -40.0));
    assert!(position(&window) < start - 0.2, "{start} became {}", position(&window));
    let moved = part(&window, "Collect port").rect().center().y - at.y;
    // A step of the setting is some points.
    assert!((moved + 40.0).abs() < 6.0, "the hand went up by 40, the port by {}", -moved);
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.run();
    assert_eq!(position(&window), start, "the drag was one step");
    assert_eq!(window.state().run().after, before);

    drag(&mut window, at, egui::vec2(0.0, 25.0));
    assert!(position(&window) > start, "down is toward the red cells");
}

#[test]
fn a_pump_dragged_up_runs_faster() {
    let mut window = scene();
    let inlet = |window: &Harness<'_, App>| window.state().preset().protocol.settings.procedure.inlet_flow_ml_min;
    let start = inlet(&window);
    let at = part(&window, "Inlet pump").rect().center();
    drag(&mut window, at, egui::vec2(0.0, -20.0));
    assert!(inlet(&window) > start + 5.0, "{start} became {}", inlet(&window));
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.run();
    assert_eq!(inlet(&window), start);
}

const GLASS: &str = "Glass of the magnifier";

fn glass<'a>(window: &'a Harness<'_, App>) -> egui_kittest::Node<'a> {
    window.get_by_role_and_label(Role::GraphicsObject, GLASS)
}

#[test]
fn the_magnifier_comes_and_goes_by_key_and_by_button() {
    let mut window = scene();
    let is_there = |window: &Harness<'_, App>| window.query_by_label(GLASS).is_some();
    assert!(!is_there(&window));
    window.key_press(Key::M);
    window.run();
    assert!(is_there(&window));
    window.key_press(Key::M);
    window.run();
    assert!(!is_there(&window));
    window.get_by_role_and_label(Role::Button, "Magnifier").click();
    window.run();
    assert!(is_there(&window));
    window.key_press(Key::Escape);
    window.run();
    assert!(!is_there(&window));
}

#[test]
fn the_magnifier_says_the_counts_of_what_is_under_it() {
    let mut window = scene();
    window.key_press(Key::M);
    window.run();
    // Carried to a part, it counts that part's cells.
    for name in ["Red-cell bed", "Plasma", "Patient", "Collection bag"] {
        let from = glass(&window).rect().center();
        let to = part(&window, name).rect().center();
        drag(&mut window, from, to - from);
        let said = glass(&window).value().expect("the counts");
        assert!(said.starts_with(&format!("{name}, in a microliter: ")), "{said}");
        assert!(said.chars().any(|letter| letter.is_ascii_digit()), "{said}");
    }
    let run = window.state().run();
    let neutrophils = Quantity::Class(buffycoat::model::cells::WhiteCell::Neutrophil);
    let per_ul = neutrophils.at(&run.at(60.0)).expect("known") * 1e3;
    let from = glass(&window).rect().center();
    let to = part(&window, "Patient").rect().center();
    drag(&mut window, from, to - from);
    let said = glass(&window).value().expect("the counts");
    let expected = format!("neutrophil {}", buffycoat::picture::scene::facts::cells_per_microlitre(per_ul));
    assert!(said.contains(&expected), "{said} does not say {expected}");
    let words = painted(&window);
    for line in said.split_once(": ").expect("a place and its counts").1.split(", ") {
        let (name, count) = line.rsplit_once(' ').expect("a name and a count");
        assert!(words.iter().any(|painted| painted == name), "{name} is said and not shown");
        assert!(words.iter().any(|painted| painted == count), "{count} is said and not shown");
    }
}

#[test]
fn the_magnifier_is_moved_by_arrow_keys_and_by_hand_and_stays_in_the_picture() {
    let mut window = scene();
    window.key_press(Key::M);
    window.run();
    let at = |window: &Harness<'_, App>| glass(window).rect().center();
    glass(&window).focus();
    window.run();
    for (key, way) in [
        (Key::ArrowRight, egui::vec2(1.0, 0.0)),
        (Key::ArrowUp, egui::vec2(0.0, -1.0)),
        (Key::ArrowLeft, egui::vec2(-1.0, 0.0)),
        (Key::ArrowDown, egui::vec2(0.0, 1.0)),
    ] {
        let before = at(&window);
        window.key_press(key);
        window.run();
        let moved = at(&window) - before;
        assert!(moved.dot(way) > 2.0 && (moved - moved.dot(way) * way).length() < 0.1, "{key:?}: {moved:?}");
        assert!(glass(&window).is_focused(), "{key:?}");
    }
    let before = at(&window);
    drag(&mut window, before, egui::vec2(-60.0, 30.0));
    assert!((at(&window) - before - egui::vec2(-60.0, 30.0)).length() < 1.0, "it is under the hand");
    let picture = window.get_by_role_and_label(Role::Figure, "Separator and patient").rect();
    let before = at(&window);
    drag(&mut window, before, egui::vec2(2000.0, -2000.0));
    assert!(picture.contains(at(&window)), "{:?} is outside {picture:?}", at(&window));
}

/// Whether the white-cell curve's title and the row of numbers name the neutrophils.
fn neutrophils_stand_out(window: &Harness<'_, App>) -> bool {
    let title = painted(window).iter().filter(|words| *words == "Neutrophils").count();
    let row = window.query_all_by_label_contains("Neutrophils ").next().is_some();
    let white = painted(window).iter().any(|words| words == "White cells");
    // Once as a title, once in the row; neither speaks of all white cells then.
    let all = title >= 2 && row && !white;
    let none = title == 0 && !row && white;
    assert!(all || none, "title {title}, row {row}, white {white}");
    all
}

#[test]
fn a_line_of_the_legend_makes_its_cells_stand_out_everywhere() {
    let mut window = scene();
    assert!(!neutrophils_stand_out(&window));
    // Pointing at it.
    window.get_by_role_and_label(Role::Button, "neutrophil").hover();
    window.run();
    assert!(neutrophils_stand_out(&window));
    window.remove_cursor();
    window.run();
    assert!(!neutrophils_stand_out(&window));

    // Pressing it keeps it.
    let pressed = |window: &Harness<'_, App>| {
        let line = window.get_by_role_and_label(Role::Button, "neutrophil");
        line.accesskit_node().data().toggled() == Some(egui::accesskit::Toggled::True)
    };
    for kept in [true, false] {
        window.get_by_role_and_label(Role::Button, "neutrophil").click();
        window.run();
        window.remove_cursor();
        window.run();
        // The keyboard stays where the press was: pointing elsewhere takes it away.
        window.get_by_label("Speed of play").focus();
        window.run();
        assert_eq!(neutrophils_stand_out(&window), kept);
        assert_eq!(pressed(&window), kept);
    }
}

#[test]
fn the_legend_is_used_by_keyboard_too() {
    let mut window = scene();
    window.get_by_role_and_label(Role::Button, "neutrophil").focus();
    window.run();
    assert!(neutrophils_stand_out(&window));
    let line = window.get_by_role_and_label(Role::Button, "neutrophil");
    assert!(line.value().is_some_and(|value| value.contains("×10⁹/L")));
    window.key_press(Key::Enter);
    window.run();
    window.get_by_label("Speed of play").focus();
    window.run();
    assert!(neutrophils_stand_out(&window));
}

#[test]
fn an_idle_scene_asks_for_no_frame_with_everything_open() {
    let mut window = scene();
    window.key_press(Key::M);
    window.run();
    part(&window, "Buffy coat").click_accesskit();
    window.run();
    window.get_by_role_and_label(Role::Button, "neutrophil").click();
    window.run();
    window.get_by_label(GLASS);
    assert!(window.state().session().card.is_some());
    window.remove_cursor();
    window.run();
    // Nothing is due, not even later.
    window.step();
    for viewport in window.output().viewport_output.values() {
        assert!(viewport.repaint_delay > std::time::Duration::from_mins(1), "{:?}", viewport.repaint_delay);
    }
}

#[test]
fn at_any_speed_of_play_the_scene_moves_at_its_one_pace() {
    let clock = |speed: &str| {
        let mut window = scene();
        window.get_by_label("Speed of play").click();
        window.run();
        window.get_by_label(speed).click();
        window.run();
        window.key_press(Key::Escape);
        window.run();
        window.get_by_role_and_label(Role::Button, "Play").click();
        window.step();
        window.run_steps(3);
        (window.state().playhead_min(), window.state().session().clock)
    };
    let ((slow_min, slow), (fast_min, fast)) = (clock("1×"), clock("600×"));
    assert!(fast_min - 60.0 > 100.0 * (slow_min - 60.0), "{slow_min} and {fast_min}");
    assert!((fast.inlet_ml / slow.inlet_ml - 1.0).abs() < 0.01, "{slow:?} and {fast:?}");
    assert!((fast.rotor_turns / slow.rotor_turns - 1.0).abs() < 0.05, "{slow:?} and {fast:?}");
}

const WHY: &str = "Why? Anemia, moderate";

/// Waits until the smallest changes are found: they are looked for on a thread of their own.
fn wait_for_changes(window: &mut Harness<'_, App>) {
    for _ in 0..2000 {
        window.step();
        if window.query_by_label_contains("looking for the smallest changes").is_none() {
            window.run();
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    panic!("the smallest changes are never found");
}

fn opened(name: &str, size: [f32; 2], why: &str) -> Harness<'static, App> {
    let mut window = window_of(bundled(name), size, Vec::new());
    window.get_by_role_and_label(Role::Button, why).click_accesskit();
    window.run();
    wait_for_changes(&mut window);
    window
}

/// What the button says that tries a change of this setting.
fn change_to_try(window: &Harness<'_, App>, setting: SettingId) -> Option<String> {
    let start = format!("Try it: {} ", Text::english().setting(setting));
    let buttons = window.query_all_by_role(Role::Button).filter_map(|node| node.accesskit_node().label());
    buttons.into_iter().find(|said| said.starts_with(&start))
}

fn worst_anemia(run: &Run) -> Option<Warning> {
    let anemia = run.warnings.iter().filter(|warning| warning.id == WarningId::Anemia);
    anemia.max_by_key(|warning| warning.severity).copied()
}

#[test]
fn a_warning_says_why_it_came_as_its_run_explains_it() {
    let mut window = window("small_anemic_woman");
    let is_open = |window: &Harness<'_, App>| {
        window.get_by_role_and_label(Role::Button, WHY).accesskit_node().data().is_expanded() == Some(true)
    };
    assert!(!is_open(&window) && window.query_by_label("What lowered it").is_none());
    window.get_by_role_and_label(Role::Button, WHY).click();
    window.run();
    assert!(is_open(&window));
    window.get_by_label("What lowered it");
    window.get_by_label_contains("Too little hemoglobin to carry oxygen well.");

    let text = Text::english();
    let explanations = explain(window.state().run());
    let worst = worst_anemia(window.state().run()).expect("anemia");
    let explanation = explanations.iter().find(|explanation| explanation.warning == worst).expect("explained");
    assert!(explanation.causes.len() >= 3);
    for share in &explanation.causes {
        let cause = text.get(&format!("cause-{}", share.cause.key())).into_owned();
        let percent = share.share_percent.abs();
        if share.share_percent > 0.0 {
            window.get_by_label(&format!("{cause} {percent:.0} %"));
        } else {
            window.get_by_label(&format!("{cause} held it back by {percent:.0} %"));
        }
    }

    // Only one card is open at a time; the same button closes it.
    window.get_by_role_and_label(Role::Button, "Why? Calcium below 0.80").click_accesskit();
    window.run();
    assert!(!is_open(&window));
    window.get_by_label_contains("Citrate binds calcium.");
    window.get_by_role_and_label(Role::Button, "Why? Calcium below 0.80").click_accesskit();
    window.run();
    assert!(window.query_by_label_contains("Citrate binds calcium.").is_none());
}

#[test]
fn a_card_is_opened_and_its_changes_are_reached_by_keyboard() {
    let mut window = window("small_anemic_woman");
    window.get_by_role_and_label(Role::Button, WHY).focus();
    window.run();
    window.key_press(Key::Enter);
    window.run();
    wait_for_changes(&mut window);
    let before = window.state().run().after;
    // Past "Show me" to the first change.
    for _ in 0..2 {
        window.key_press(Key::Tab);
        window.run();
    }
    assert!(window.get_by_role_and_label(Role::Button, "Try it: Hematocrit 36\u{a0}%").is_focused());
    window.key_press(Key::Enter);
    window.run();
    assert_ne!(window.state().run().after, before);
}

#[test]
fn a_change_that_is_tried_takes_the_warning_away_and_undo_brings_it_back() {
    let mut window = opened("small_anemic_woman", [1280.0, 800.0], WHY);
    let before = window.state().run().after;
    let worst = worst_anemia(window.state().run()).expect("anemia");
    let avoidances = avoid(window.state().run(), &|| false).expect("not cancelled");
    let avoidance = avoidances.iter().find(|avoidance| avoidance.warning == worst).expect("it can be avoided");
    let changes = avoidance.smallest_first(&window.state().preset().protocol.settings);
    assert!(changes.len() >= 2);
    for (setting, value) in changes {
        let try_it = change_to_try(&window, setting).expect("it is offered");
        window.get_by_role_and_label(Role::Button, &try_it).click_accesskit();
        window.run();
        let mut protocol = bundled("small_anemic_woman").protocol;
        setting.set(&mut protocol.settings, &value);
        let expected = simulate(&protocol).expect("runs");
        assert_eq!(
            window.state().run().after,
            expected.after,
            "{setting:?}: the same run without a window, to the bit"
        );
        let remains = worst_anemia(window.state().run());
        assert!(remains.is_none_or(|warning| warning.severity < worst.severity), "{setting:?}: {remains:?}");
        assert!(window.query_by_label(WHY).is_none());

        window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
        window.run();
        assert_eq!(window.state().run().after, before, "one step back");
        assert!(window.query_by_label("edited").is_none());
        wait_for_changes(&mut window);
    }
}

#[test]
fn a_warning_that_was_looked_into_and_is_gone_is_said_to_be_gone() {
    let mut window = opened("small_anemic_woman", [1280.0, 800.0], "Why? Calcium below 0.80");
    slide(&mut window, "Duration", 30.0);
    slide(&mut window, "Inlet flow", 5.0);
    window.run();
    window.get_by_label_contains("“Calcium below 0.80” no longer comes");
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.run();
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.run();
    assert!(window.query_by_label_contains("no longer comes").is_none());
    window.get_by_label_contains("Citrate binds calcium.");
}

#[test]
fn show_me_moves_the_playhead_to_the_onset() {
    let mut window = window("small_anemic_woman");
    let onset = worst_anemia(window.state().run()).expect("anemia").from_min;
    window.get_by_role_and_label(Role::Button, "Show me when: Anemia, moderate").click();
    window.run();
    assert_eq!(window.state().playhead_min(), onset);
    // What was there before has no moment at which it came, and nothing in the procedure avoids it.
    assert!(window.query_by_label("Show me when: Platelets below 150").is_none());
    window.get_by_role_and_label(Role::Button, "Why? Platelets below 150").click_accesskit();
    window.run();
    window.get_by_label("It was there before the procedure.");
}

#[test]
fn an_open_warning_asks_for_no_frame_once_its_answer_is_there() {
    let mut window = opened("small_anemic_woman", [1280.0, 800.0], WHY);
    window.get_by_label("Would have been avoided by");
    window.step();
    for viewport in window.output().viewport_output.values() {
        assert!(viewport.repaint_delay > std::time::Duration::from_mins(1), "{:?}", viewport.repaint_delay);
    }
}

#[test]
fn a_change_while_the_smallest_changes_are_looked_for_drops_their_answer() {
    let mut window = window("small_anemic_woman");
    window.get_by_role_and_label(Role::Button, WHY).click_accesskit();
    window.step();
    slide(&mut window, "Hematocrit", 33.0);
    assert!(window.query_by_label_contains("looking for the smallest changes").is_some());
    wait_for_changes(&mut window);
    let run = window.state().run();
    let worst = worst_anemia(run).expect("still");
    let avoidances = avoid(run, &|| false).expect("not cancelled");
    let avoidance = avoidances.iter().find(|avoidance| avoidance.warning == worst).expect("it can be avoided");
    let shown = window.query_all_by_label_contains("Try it: ").count();
    assert_eq!(shown, avoidance.smallest_first(&run.protocol.settings).len().min(4));
    for (setting, value) in avoidance.smallest_first(&run.protocol.settings).into_iter().take(4) {
        let said = change_to_try(&window, setting).expect("it is offered");
        if let Value::Number(number) = value {
            assert!(said.contains(&format!(" {number}\u{a0}")), "{said} is not {number}");
        }
    }
}

#[test]
fn while_a_slider_is_dragged_the_causes_follow_and_the_smallest_changes_wait() {
    let mut window = opened("small_anemic_woman", [1280.0, 800.0], WHY);
    let causes = |window: &Harness<'_, App>| {
        let cause = window.get_by_label_contains("water of the anticoagulant ");
        cause.accesskit_node().value().expect("a share")
    };
    let before = causes(&window);
    let at = window.get_by_role_and_label(Role::Slider, "Inlet flow").rect().center();
    window.drag_at(at);
    window.step();
    window.hover_at(at + egui::vec2(40.0, 0.0));
    for _ in 0..40 {
        window.step();
        std::thread::sleep(std::time::Duration::from_millis(5));
        window.get_by_label_contains("looking for the smallest changes");
    }
    assert_ne!(causes(&window), before);
    window.drop_at(at + egui::vec2(40.0, 0.0));
    wait_for_changes(&mut window);
    window.get_by_label("Would have been avoided by");
}

#[test]
fn a_picture_of_an_open_warning_does_not_wait_for_another_frame_to_answer() {
    let sitting = Sitting { width: 1280, height: 800, theme: Theme::Light, at_min: 60.0 };
    let mut window = HeadlessWindow::open(&bundled("small_anemic_woman"), &sitting).expect("a case that runs");
    window.app.open_warning(WarningId::Anemia);
    // The first frame finds the answer and the second one places it; what is scrolled to then is shown.
    let mut words = Vec::new();
    for _ in 0..4 {
        let mut output = window.frame();
        output.textures_delta.clear();
        words = words_of(&output.shapes);
    }
    assert!(words.iter().any(|words| words == "Would have been avoided by"), "{words:?}");
}

#[test]
fn every_warning_of_every_case_opens_in_both_widths() {
    // The harness stops at any input without a name and at any glyph that the fonts lack.
    for bundled in BUNDLED {
        for size in [[1280.0, 800.0], [1024.0, 768.0]] {
            let mut window = window_of(read(bundled.text).expect("sound"), size, Vec::new());
            if size[0] < 1200.0 {
                window.get_by_label_contains("Warnings (").click();
                window.run();
            }
            let names: Vec<_> =
                window.query_all_by_label_contains("Why? ").filter_map(|node| node.accesskit_node().label()).collect();
            for name in names {
                window.get_by_role_and_label(Role::Button, &name).click_accesskit();
                window.run();
                let panel = window.get_by_role_and_label(Role::Button, &name).rect();
                assert!(panel.width() > 20.0, "{}: {name}", bundled.name);
            }
        }
    }
}

/// A window in which changes apply from now, with the playhead an hour into the case.
fn from_now(name: &str) -> Harness<'static, App> {
    let mut window = window(name);
    slide(&mut window, "Time", 60.0);
    window.get_by_label("from now").click();
    window.run();
    window
}

fn changes(window: &Harness<'_, App>) -> Vec<Change> {
    window.state().preset().protocol.changes.clone()
}

fn flow_change(at_min: f64, flow: f64) -> Change {
    Change { at_min, values: vec![(SettingId::InletFlow, Value::Number(flow))] }
}

/// The marker of a change, by the start of its name.
fn marker<'a>(window: &'a Harness<'_, App>, starts: &'a str) -> egui_kittest::Node<'a> {
    let markers = window.query_all_by_role(Role::Button);
    let named =
        |node: &egui_kittest::Node<'_>| node.accesskit_node().label().is_some_and(|name| name.starts_with(starts));
    markers.into_iter().find(named).unwrap_or_else(|| panic!("no {starts}"))
}

fn undo(window: &mut Harness<'_, App>) {
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.run();
}

#[test]
fn a_control_moved_from_now_gives_the_run_of_the_preset_with_that_change() {
    let mut window = from_now("healthy_donor");
    let before = window.state().run().after;
    slide(&mut window, "Inlet flow", 70.0);
    assert_eq!(window.state().playhead_min(), 60.0);
    assert_eq!(changes(&window), [flow_change(60.0, 70.0)]);

    let mut preset = bundled("healthy_donor");
    preset.protocol.changes = vec![flow_change(60.0, 70.0)];
    assert_eq!(window.state().preset(), &preset);
    let expected = simulate(&preset.protocol).expect("runs");
    assert_eq!(window.state().run().after, expected.after);
    assert_eq!(window.state().run().warnings, expected.warnings);
    assert_ne!(window.state().run().after, before);

    undo(&mut window);
    assert_eq!(window.state().run().after, before);
    assert_eq!(window.state().preset(), &bundled("healthy_donor"));
    assert_eq!(window.state().playhead_min(), 60.0);
}

#[test]
fn controls_from_now_show_what_holds_at_the_playhead() {
    let mut window = from_now("healthy_donor");
    let shown = |window: &Harness<'_, App>| {
        window.get_by_role_and_label(Role::Slider, "Inlet flow").accesskit_node().numeric_value()
    };
    slide(&mut window, "Inlet flow", 70.0);
    window.run();
    assert_eq!(shown(&window), Some(70.0));
    slide(&mut window, "Time", 59.0);
    window.run();
    assert_eq!(shown(&window), Some(55.0));
    slide(&mut window, "Time", 100.0);
    window.run();
    assert_eq!(shown(&window), Some(70.0));
    // At the same time it is the same change; put back to what holds there, it is none.
    slide(&mut window, "Inlet flow", 80.0);
    slide(&mut window, "Inlet flow", 85.0);
    window.run();
    assert_eq!(changes(&window), [flow_change(60.0, 70.0), flow_change(100.0, 85.0)]);
    slide(&mut window, "Inlet flow", 70.0);
    window.run();
    assert_eq!(changes(&window), [flow_change(60.0, 70.0)]);
    window.get_by_label("from start").click();
    window.run();
    assert_eq!(shown(&window), Some(55.0));
}

#[test]
fn what_is_only_from_the_start_cannot_be_changed_from_now() {
    let mut window = from_now("healthy_donor");
    let disabled = |window: &Harness<'_, App>, name: &str| {
        window.get_by_role_and_label(Role::Slider, name).accesskit_node().is_disabled()
    };
    assert!(disabled(&window, "Hematocrit") && disabled(&window, "Duration") && !disabled(&window, "Inlet flow"));
    slide(&mut window, "Hematocrit", 30.0);
    window.run();
    assert_eq!(window.state().preset(), &bundled("healthy_donor"));
    window.get_by_role_and_label(Role::Slider, "Hematocrit").hover();
    window.run_steps(40);
    window.get_by_label_contains("Only from the start: ");

    // When the pumps are off nothing can be changed.
    slide(&mut window, "Time", 1000.0);
    window.run();
    assert!(disabled(&window, "Inlet flow"));
    window.get_by_label_contains("The pumps are off");
    window.get_by_label("from start").click();
    window.run();
    assert!(!disabled(&window, "Hematocrit") && !disabled(&window, "Inlet flow"));
}

#[test]
fn a_drag_from_now_is_one_step_at_the_time_it_began_even_while_playing() {
    let mut window = from_now("healthy_donor");
    let before = window.state().preset().clone();
    let track = window.get_by_role_and_label(Role::Slider, "Inlet flow").rect();
    window.hover_at(track.center());
    window.step();
    window.key_press(Key::Space);
    window.step();
    window.drag_at(track.center());
    window.step();
    let began = window.state().playhead_min();
    for way in [10.0, 20.0, 30.0] {
        window.hover_at(track.center() + egui::vec2(way, 0.0));
        window.step();
    }
    window.drop_at(track.center() + egui::vec2(30.0, 0.0));
    window.step();
    assert!(window.state().playhead_min() > began, "play went on");
    window.key_press(Key::Space);
    window.run();
    let [change] = &changes(&window)[..] else { panic!("{:?}", changes(&window)) };
    assert!((change.at_min - began).abs() < 1e-9, "{} is not {began}", change.at_min);
    let playhead = window.state().playhead_min();
    undo(&mut window);
    assert_eq!(window.state().preset(), &before);
    assert_eq!(window.state().playhead_min(), playhead);
}

#[test]
fn a_part_of_the_scene_follows_the_switch() {
    let mut window = from_now("cml_very_high_count");
    let start = window.state().preset().protocol.settings.procedure.inlet_flow_ml_min;
    let at = part(&window, "Inlet pump").rect().center();
    drag(&mut window, at, egui::vec2(0.0, -20.0));
    let [change] = &changes(&window)[..] else { panic!("{:?}", changes(&window)) };
    let [(SettingId::InletFlow, Value::Number(flow))] = change.values[..] else { panic!("{change:?}") };
    assert!(change.at_min == 60.0 && flow > start + 5.0);
    assert_eq!(window.state().preset().protocol.settings.procedure.inlet_flow_ml_min, start);
    undo(&mut window);
    let before = window.state().preset().clone();
    focus_part(&mut window, "Collection bag");
    window.key_press(Key::ArrowUp);
    window.run();
    assert_eq!(window.state().preset(), &before, "the bag is chosen before the start");
}

#[test]
fn a_marker_is_moved_by_keys_and_by_hand_and_undo_names_it() {
    let mut window = from_now("healthy_donor");
    slide(&mut window, "Inlet flow", 70.0);
    window.run();
    assert_eq!(
        marker(&window, "Change at 1:00").accesskit_node().label().as_deref(),
        Some("Change at 1:00: Inlet flow 70\u{a0}mL/min")
    );
    marker(&window, "Change at 1:00").focus();
    window.run();
    window.key_press(Key::ArrowLeft);
    window.run();
    window.key_press_modifiers(Modifiers::SHIFT, Key::ArrowRight);
    window.run();
    assert_eq!(changes(&window), [flow_change(69.0, 70.0)]);
    assert!(marker(&window, "Change at 1:09").is_focused(), "it keeps the keyboard");
    let expected = simulate(&window.state().preset().protocol).expect("runs");
    assert_eq!(window.state().run().after, expected.after);
    assert_eq!(window.state().playhead_min(), 60.0);
    window.get_by_label("Edit").click();
    window.run();
    window.get_by_label_contains("Undo: Move change").click();
    window.run();
    assert_eq!(changes(&window), [flow_change(59.0, 70.0)]);
    undo(&mut window);

    let at = marker(&window, "Change at 1:00").rect().center();
    drag(&mut window, at, egui::vec2(60.0, 0.0));
    let moved = changes(&window)[0].at_min;
    assert!(moved > 65.0 && moved.fract() == 0.0, "{moved}");
    let now = marker(&window, "Change at").rect().center();
    assert!((now.x - at.x - 60.0).abs() < 3.0, "it is under the hand");
    undo(&mut window);
    assert_eq!(changes(&window), [flow_change(60.0, 70.0)], "the drag was one step");
}

#[test]
fn a_change_is_removed_by_key_and_by_menu() {
    let mut window = from_now("healthy_donor");
    let before = window.state().run().after;
    slide(&mut window, "Inlet flow", 70.0);
    window.run();
    marker(&window, "Change at 1:00").focus();
    window.run();
    window.key_press(Key::Delete);
    window.run();
    assert!(changes(&window).is_empty());
    assert_eq!(window.state().run().after, before);
    window.get_by_label("Edit").click();
    window.run();
    window.get_by_label_contains("Undo: Remove change").click();
    window.run();
    assert_eq!(changes(&window), [flow_change(60.0, 70.0)]);

    // A second setting at the same time: the menu lists both.
    window.get_by_label("Separator").click();
    window.run();
    slide(&mut window, "Collect flow", 2.0);
    window.run();
    marker(&window, "Change at 1:00").focus();
    window.run();
    window.key_press(Key::Enter);
    window.run();
    window.key_press(Key::Tab);
    window.run();
    assert!(window.get_by_role_and_label(Role::Button, "Remove Inlet flow").is_focused());
    window.get_by_role_and_label(Role::Button, "Remove Collect flow").click();
    window.run();
    assert_eq!(changes(&window), [flow_change(60.0, 70.0)]);
    undo(&mut window);
    marker(&window, "Change at 1:00").click();
    window.run();
    window.get_by_role_and_label(Role::Button, "Remove all at this time").click();
    window.run();
    assert!(changes(&window).is_empty());
    undo(&mut window);
    assert_eq!(changes(&window)[0].values.len(), 2);
}

#[test]
fn markers_are_reached_by_tab_in_the_order_of_time() {
    let mut preset = bundled("healthy_donor");
    preset.protocol.changes = vec![flow_change(90.0, 60.0), flow_change(30.0, 50.0)];
    let mut window = window_of(preset, [1280.0, 800.0], Vec::new());
    let mut reached = Vec::new();
    for _ in 0..80 {
        window.key_press(Key::Tab);
        window.step();
        let focused = window.query_all_by_role(Role::Button).find(egui_kittest::Node::is_focused);
        let name = focused.and_then(|node| node.accesskit_node().label());
        reached.extend(name.filter(|name| name.starts_with("Change at")));
    }
    assert_eq!(reached.len(), 2, "{reached:?}");
    assert!(reached[0].starts_with("Change at 0:30") && reached[1].starts_with("Change at 1:30"), "{reached:?}");
}

#[test]
fn a_change_moved_past_the_end_says_so_and_changes_nothing() {
    let mut preset = bundled("healthy_donor");
    preset.protocol.changes = vec![flow_change(205.0, 70.0)];
    let mut window = window_of(preset, [1280.0, 800.0], Vec::new());
    let warned = |window: &Harness<'_, App>| {
        window.state().run().warnings.iter().any(|warning| warning.id.key() == "change_after_end")
    };
    assert!(!warned(&window));
    marker(&window, "Change at 3:25").focus();
    window.run();
    window.key_press_modifiers(Modifiers::SHIFT, Key::ArrowRight);
    window.run();
    assert!(warned(&window));
    assert_eq!(window.state().run().after, simulate(&bundled("healthy_donor").protocol).expect("runs").after);
    assert!(marker(&window, "Change at 3:35").is_focused());
}

#[test]
fn what_would_have_avoided_a_warning_is_tried_from_the_start_even_when_changes_apply_from_now() {
    let mut window = from_now("small_anemic_woman");
    window.get_by_role_and_label(Role::Button, WHY).click_accesskit();
    window.run();
    wait_for_changes(&mut window);
    let setting = SettingId::Hematocrit;
    let try_it = change_to_try(&window, setting).expect("a change of the hematocrit avoids it");
    let start = setting.get(&window.state().preset().protocol.settings);
    window.get_by_role_and_label(Role::Button, &try_it).click_accesskit();
    window.run();
    assert_ne!(setting.get(&window.state().preset().protocol.settings), start);
    assert!(changes(&window).is_empty());
}
