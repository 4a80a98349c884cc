//! The parts of the scene are named, reached, opened, dragged and looked at closely.

use super::{bundled, drag, focus_part, painted_in, part, place_of, settled_window, slide, window_of, words_of};
use buffycoat::app::App;
use buffycoat::sim::quantities::Quantity;
use egui::Key;
use egui::Modifiers;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

/// A case in which every part of the scene is there, an hour into it.
fn scene() -> Harness<'static, App> {
    let mut preset = bundled("cml_very_high_count");
    preset.protocol.settings.procedure.calcium_infusion_mmol_h = 2.0;
    let mut window = settled_window(preset, [1280.0, 800.0]);
    slide(&mut window, "Time", 60.0);
    window.run();
    window
}

/// The parts of the scene by the name that is read out, with the key of their words.
const PARTS: [(&str, &str); 20] = [
    ("Patient", "patient"),
    ("Blood volume", "column"),
    ("Pallor", "pallor"),
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

/// All words painted in the last frame.
fn painted(window: &Harness<'_, App>) -> Vec<String> {
    words_of(&window.output().shapes)
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
fn words_in_the_scene_stand_clear_of_each_other_and_of_the_magnifiers_button() {
    for size in [[1024.0, 768.0], [1240.0, 700.0], [1280.0, 800.0], [1920.0, 1080.0]] {
        for case in ["cml_very_high_count", "all_infant_hyperleukocytosis", "car_t_lymphoma_low_lymphocytes"] {
            let mut window = window_of(bundled(case), size, Vec::new());
            slide(&mut window, "Time", 60.0);
            window.run();
            let picture = window.get_by_role_and_label(Role::Figure, "Separator and patient").rect();
            let button = window.get_by_role_and_label(Role::Button, "Magnifier").rect();
            let title = place_of(&window, "outside", picture);
            assert!(
                !button.expand(4.0).intersects(title) && picture.contains_rect(button),
                "{size:?}: {button} {title}"
            );
            let words = painted_in(&window.output().shapes);
            let words: Vec<_> = words.into_iter().filter(|painted| picture.contains_rect(painted.rect)).collect();
            for (i, one) in words.iter().enumerate() {
                for other in &words[..i] {
                    let gap =
                        one.rect.expand2(egui::vec2(4.0, 0.0)).intersect(other.rect.shrink2(egui::vec2(0.0, 4.0)));
                    assert!(
                        !gap.is_positive(),
                        "{case}, {size:?}: {} at {} touches {} at {}",
                        one.words,
                        one.rect,
                        other.words,
                        other.rect
                    );
                }
            }
            // The chamber in which anticoagulant drips is below its bag, in its middle.
            let bag = part(&window, "Anticoagulant").rect();
            let hung = bag.with_max_y(bag.bottom() + 0.5 * bag.height()).y_range();
            let flow = words
                .iter()
                .find(|painted| painted.words.ends_with("mL/min") && hung.contains(painted.rect.center().y));
            let flow = flow.expect("its flow").rect;
            assert!(flow.left() - bag.center().x > 0.2 * bag.width(), "{case}, {size:?}: {flow} {bag}");
        }
    }
}

#[test]
fn a_card_and_a_hint_stand_beside_the_part_they_explain() {
    let text = buffycoat::text::Text::english();
    let mut window = scene();
    for (name, key) in PARTS {
        let message = format!("part-{key}");
        let words = |attribute| text.attribute(&message, attribute).expect("words");
        let area = part(&window, name).rect();
        part(&window, name).click_accesskit();
        window.run();
        for said in [words("card"), words("question")] {
            let rect = window.get_by_label(&said).rect();
            assert!(!rect.intersects(area), "{name}: the card {rect} covers {area}");
        }
        window.key_press(Key::Escape);
        window.run();

        window.hover_at(part(&window, name).rect().center());
        window.run_steps(8);
        // A part before it may be pointed at instead.
        let hint = window.query_all_by_label(&words("hint")).last().map(|node| node.rect());
        assert!(hint.is_none_or(|rect| !rect.intersects(area)), "{name}: the hint {hint:?} covers {area}");
        window.remove_cursor();
        window.run();
    }
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
fn every_part_of_the_scene_is_reached_by_one_tab_and_arrows() {
    let mut window = scene();
    let mut reached = std::collections::BTreeSet::new();
    let focused = |window: &Harness<'_, App>| {
        let focused = window.query_all_by_role(Role::GraphicsSymbol).find(egui_kittest::Node::is_focused);
        focused.and_then(|node| node.accesskit_node().label())
    };
    while focused(&window).is_none() {
        window.key_press(Key::Tab);
        window.step();
    }
    for _ in 0..PARTS.len() {
        reached.extend(focused(&window));
        window.key_press(Key::ArrowRight);
        window.run();
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
        let attribute = |name| text.attribute(&message, name).expect("words");
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

const GLASS: &str = "Magnifying glass";

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
        assert!(said.starts_with(&format!("{name}: ")), "{said}");
        assert!(said.chars().any(|letter| letter.is_ascii_digit()), "{said}");
    }
    let run = window.state().run();
    let neutrophils = Quantity::Class(buffycoat::model::cells::WhiteCell::Neutrophil);
    let per_l = neutrophils.at(&run.at(60.0)).expect("known");
    let from = glass(&window).rect().center();
    let to = part(&window, "Patient").rect().center();
    drag(&mut window, from, to - from);
    let said = glass(&window).value().expect("the counts");
    let expected = format!("neutrophil {per_l:.0}\u{a0}×10⁹/L");
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
        window.get_by_label("Playback speed").focus();
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
    window.get_by_label("Playback speed").focus();
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
    assert!(window.state().state().case_view.card.is_some());
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
        window.get_by_label("Playback speed").click();
        window.run();
        window.get_by_label(speed).click();
        window.run();
        window.key_press(Key::Escape);
        window.run();
        window.get_by_role_and_label(Role::Button, "Play").click();
        window.step();
        window.run_steps(3);
        (window.state().playhead_min(), window.state().state().case_view.clock)
    };
    let ((slow_min, slow), (fast_min, fast)) = (clock("1×"), clock("600×"));
    assert!(fast_min - 60.0 > 100.0 * (slow_min - 60.0), "{slow_min} and {fast_min}");
    assert!((fast.inlet_ml / slow.inlet_ml - 1.0).abs() < 0.01, "{slow:?} and {fast:?}");
    assert!((fast.rotor_turns / slow.rotor_turns - 1.0).abs() < 0.05, "{slow:?} and {fast:?}");
}
