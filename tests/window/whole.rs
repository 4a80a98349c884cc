//! Every case opens at every size, in every theme, with all it can open.

use super::{WHY, bundled, edges_of, place_of, slide, window, window_of};
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

/// Sizes of windows on old and new screens, and the narrowest that has both side panels.
const SIZES: [[f32; 2]; 4] = [[1024.0, 768.0], [1240.0, 700.0], [1280.0, 800.0], [1920.0, 1080.0]];

#[test]
fn a_long_title_leaves_room_for_the_mark_of_a_change() {
    for size in SIZES {
        let mut preset = bundled("healthy_donor");
        preset.title =
            "A very long title of a case that a teacher has written down in full, with all that is in it".to_owned();
        let mut window = window_of(preset.clone(), size, Vec::new());
        slide(&mut window, "Inlet flow", 61.0);
        window.run();
        let (mark, theme) = (window.get_by_label("edited").rect(), window.get_by_label("Dark").rect());
        let title = window.get_by_label(&preset.title).rect();
        assert!(title.right() < mark.left() && mark.right() + 8.0 < theme.left(), "{size:?}: {title} {mark} {theme}");
        assert!(title.width() > 0.3 * size[0], "{size:?}: {title}");
    }
}

/// What the window was told to be called in the last frame.
fn named(window: &egui_kittest::Harness<'_, buffycoat::app::App>) -> Option<String> {
    let mut commands = window.output().viewport_output.values().flat_map(|viewport| &viewport.commands);
    commands
        .find_map(|command| if let egui::ViewportCommand::Title(name) = command { Some(name.clone()) } else { None })
}

#[test]
fn the_window_is_called_by_the_case_and_by_whether_it_was_changed() {
    let mut window = window("healthy_donor");
    let name = "Healthy donor, mononuclear cells – Buffycoat";
    window.step();
    assert_eq!(named(&window), None, "it is called so once");
    slide(&mut window, "Inlet flow", 61.0);
    window.step();
    assert_eq!(named(&window), Some(format!("*{name}")));
    window.step();
    assert_eq!(named(&window), None);
    // Pressed by hand: the harness lets several frames pass for one key, and only the last can be looked at.
    window.input_mut().events.push(egui::Event::Key {
        key: Key::Z,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers: Modifiers::COMMAND,
    });
    let called = |_| {
        window.step();
        named(&window)
    };
    assert_eq!((0..10).find_map(called).as_deref(), Some(name));
}

#[test]
fn warnings_and_numbers_begin_and_end_alike() {
    let window = window("small_anemic_woman");
    let right = egui::Rect::everything_right_of(970.0);
    let (warnings, now) = (place_of(&window, "Warnings", right), place_of(&window, "Now, at 0:00", right));
    assert!((warnings.left() - now.left()).abs() < 0.5, "{warnings} and {now}");
    // Cards have an edge of their own, a little outside the words.
    let card = window.get_by_role_and_label(Role::Button, WHY).rect();
    let start = place_of(&window, "at start", right);
    assert!((card.right() + 1.0 - start.right()).abs() < 4.0, "{card} and {start}");
}

#[test]
fn what_has_the_keyboard_in_a_menu_has_a_ring() {
    let mut window = window("healthy_donor");
    let has_ring = |window: &egui_kittest::Harness<'_, buffycoat::app::App>, rect: egui::Rect| {
        edges_of(window, 2.0)
            .iter()
            .any(|edge| edge.expand(3.0).contains_rect(rect) && rect.expand(3.0).contains_rect(*edge))
    };
    let explore = window.get_by_role_and_label(Role::Button, "Explore");
    explore.focus();
    let rect = explore.rect();
    assert!(!has_ring(&window, rect));
    window.run();
    assert!(has_ring(&window, rect), "a menu's title");
    window.key_press(Key::Enter);
    window.run();
    let entry = window.get_by_role_and_label(Role::MenuItemCheckBox, "Ledger");
    entry.focus();
    let rect = entry.rect();
    window.run();
    assert!(has_ring(&window, rect), "an entry");
    window.key_press(Key::Escape);
    window.run();

    window.get_by_label("Which plots").click();
    window.run();
    let choice = window.get_by_role_and_label(Role::Button, "Blood volume");
    choice.focus();
    let rect = choice.rect();
    window.run();
    assert!(has_ring(&window, rect), "a choice of a list");
}

#[test]
fn the_ledgers_heads_stand_apart() {
    for size in SIZES {
        let mut window = window_of(bundled("cml_very_high_count"), size, Vec::new());
        window.key_press(Key::Num5);
        slide(&mut window, "Time", 100.0);
        window.run();
        let texts = super::painted_in(&window.output().shapes);
        let card = texts.iter().find(|text| text.words == "cleared").expect("a head").rect;
        let mut heads: Vec<_> =
            texts.iter().filter(|text| (text.rect.center().y - card.center().y).abs() < 2.0).collect();
        heads.retain(|text| text.rect.left() > 270.0 && text.rect.right() < card.right() + 200.0);
        heads.sort_by(|a, b| a.rect.left().total_cmp(&b.rect.left()));
        for pair in heads.windows(2) {
            let gap = pair[1].rect.left() - pair[0].rect.right();
            assert!(gap > 4.0, "{size:?}: {gap} between {} and {}", pair[0].words, pair[1].words);
        }
    }
}

#[test]
fn after_the_end_no_citrate_runs_and_no_blood_is_outside() {
    let mut window = window("healthy_donor");
    window.key_press(Key::End);
    window.run();
    window.get_by_label("Citrate rate 0.00\u{a0}mg/kg/min");
    window.get_by_label("Volume of the set 0.0\u{a0}%");
    let words = super::words_of(&window.output().shapes);
    assert!(!words.iter().any(|words| words.starts_with("buffy coat")), "it names a layer of an empty channel");
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
    for said in ["Keyboard shortcuts", "Magnifier", "M", "Next event", "N", "Lecture mode", "L or F5"] {
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
