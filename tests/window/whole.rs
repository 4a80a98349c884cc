//! Every case opens at every size, in every theme, with all it can open.

use super::{bundled, slide, window, window_of};
use buffycoat::preset::BUNDLED;
use buffycoat::preset::read;
use buffycoat::sim::Protocol;
use buffycoat::sim::simulate;
use egui::Key;
use egui::Modifiers;
use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

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
    assert!(window.query_all_by_label_contains("Mild anemia, now; moderate from 0:06").next().is_some());
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

#[test]
fn the_keys_of_all_commands_are_on_one_sheet() {
    let mut window = window("healthy_donor");
    window.key_press(Key::F1);
    window.run();
    for said in ["Keyboard shortcuts", "Magnifier", "M", "Next event", "N", "Lecture mode", "L"] {
        assert!(window.query_all_by_label(said).next().is_some(), "{said}");
    }
    window.key_press(Key::Escape);
    window.run();
    assert!(window.query_by_label("Keyboard shortcuts").is_none());
}

#[test]
fn no_size_of_the_window_stops_it() {
    for size in [[1280.0, 800.0], [640.0, 480.0], [400.0, 300.0], [200.0, 120.0]] {
        let mut window = window_of(bundled("cml_very_high_count"), size, Vec::new());
        slide(&mut window, "Time", 60.0);
        for key in [Key::K, Key::E, Key::Num4, Key::E, Key::Num1, Key::L] {
            window.key_press(key);
            window.run_steps(3);
        }
    }
}
