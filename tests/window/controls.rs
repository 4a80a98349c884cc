//! A control changes the run, play and scrubbing move in it, and undo goes back.

use super::{bundled, described, end_value, slide, type_over, window, window_of};
use buffycoat::app::App;
use buffycoat::model::machine::InterfaceControl;
use buffycoat::preset;
use buffycoat::sim::quantities::Quantity;
use buffycoat::sim::simulate;
use egui::Key;
use egui::Modifiers;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

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
        |window: &Harness<'_, App>| Quantity::IonizedCalcium.at(&window.state().run().at(60.0)).expect("known");

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
    assert!(window.query_by_label_contains("Moderate anemia, now, since 0:06").is_some(), "it names the card");
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

const FLOW_TYPED: &str = "Inlet flow, value";

fn flow(window: &Harness<'_, App>) -> f64 {
    window.state().preset().protocol.settings.procedure.inlet_flow_ml_min
}

/// Whether a bubble says so, of its own accord.
fn says(window: &Harness<'_, App>, words: &str) -> bool {
    let found = window.query_by_label_contains(words);
    found.is_some_and(|node| node.accesskit_node().live() == egui::accesskit::Live::Polite)
}

#[test]
fn a_value_is_typed_with_its_unit_or_another_that_fits() {
    let mut window = window("healthy_donor");
    for (typed, value) in [("70.5 mL/min", 70.5), ("70mL/min", 70.0), ("4.5 L/h", 75.0), ("70,5", 70.5)] {
        type_over(&mut window, FLOW_TYPED, typed);
        assert_eq!(flow(&window), value, "{typed}");
        assert!(!says(&window, "It stays") && !says(&window, "Cut to"), "{typed}");
    }
    for (typed, minutes) in [("240 min", 240.0), ("4h", 240.0), ("2:30:00", 150.0), ("1.5 h", 90.0), ("2h30", 150.0)] {
        type_over(&mut window, "Duration, value", typed);
        assert_eq!(window.state().preset().protocol.settings.procedure.duration_min, minutes, "{typed}");
    }
}

#[test]
fn what_is_not_taken_as_it_was_typed_is_said_beside_the_field() {
    let mut window = window("healthy_donor");
    for (name, typed, words) in [
        (FLOW_TYPED, "fast", "“fast” is not a number. It stays 55\u{a0}mL/min."),
        (FLOW_TYPED, "70\t44", "“70 44” is more than one number. It stays"),
        (FLOW_TYPED, "70 kg", "“70 kg”: this is in mL/min. It stays"),
        ("Duration, value", "2:75", "“2:75” is not a time. Write 2:30, 2.5 h or 150 min. It stays 3:31."),
    ] {
        let before = window.state().preset().clone();
        type_over(&mut window, name, typed);
        assert!(says(&window, words), "{typed}");
        assert_eq!(window.state().preset(), &before, "{typed}");
    }
    type_over(&mut window, "Duration, value", "1.5");
    assert!(says(&window, "1.5 min is raised to 0:10, the least allowed."));
    type_over(&mut window, FLOW_TYPED, "9999");
    assert_eq!(flow(&window), 150.0);
    assert!(says(&window, "Cut to 150\u{a0}mL/min, the most allowed."));
    window.run_steps(20);
    assert!(says(&window, "Cut to 150"), "it stays until the next edit");
    slide(&mut window, "Inlet flow", 60.0);
    window.run();
    assert!(!says(&window, "Cut to 150"));
}

#[test]
fn two_cells_pasted_from_a_table_are_not_run_together() {
    let mut window = window("healthy_donor");
    let before = flow(&window);
    for cells in ["70\t44", "70\r\n44"] {
        window.get_by_role_and_label(Role::SpinButton, FLOW_TYPED).focus();
        window.run_steps(2);
        window.event(egui::Event::Paste(cells.to_owned()));
        window.run_steps(2);
        window.key_press(Key::Enter);
        window.run_steps(3);
        assert_eq!(flow(&window), before);
        assert!(says(&window, "“70 44” is more than one number."));
    }
}

#[test]
fn a_field_is_left_as_it_was_by_escape_and_by_passing_through() {
    let mut window = window("healthy_donor");
    let before = window.state().preset().clone();
    for name in ["Inlet flow, value", "Hematocrit, value", "Duration, value"] {
        window.get_by_role_and_label(Role::SpinButton, name).focus();
        window.run_steps(2);
        window.key_press(Key::Tab);
        window.run_steps(3);
    }
    window.get_by_role_and_label(Role::SpinButton, FLOW_TYPED).focus();
    window.run_steps(2);
    window.get_by_label(FLOW_TYPED).type_text("80");
    window.run_steps(2);
    window.key_press(Key::Escape);
    window.run_steps(3);
    assert_eq!(window.state().preset(), &before);

    // Left by Tab, what was typed is taken, and what is said of it stays.
    window.get_by_role_and_label(Role::SpinButton, FLOW_TYPED).focus();
    window.run_steps(2);
    window.get_by_label(FLOW_TYPED).type_text("900");
    window.run_steps(2);
    window.key_press(Key::Tab);
    window.run_steps(3);
    assert_eq!(flow(&window), 150.0);
    assert!(says(&window, "Cut to 150"));
}

#[test]
fn the_keyboard_stays_on_a_field_that_took_its_value_by_enter() {
    let mut window = window("healthy_donor");
    window.get_by_role_and_label(Role::SpinButton, FLOW_TYPED).focus();
    window.run_steps(2);
    for typed in ["61", "72"] {
        window.event(egui::Event::Text(typed.to_owned()));
        window.run_steps(2);
        window.key_press(Key::Enter);
        window.run_steps(3);
        assert_eq!(flow(&window), typed.parse::<f64>().expect("a number"));
        let field = window.get_by_role_and_label(Role::SpinButton, FLOW_TYPED);
        assert!(field.is_focused(), "what is typed next replaces {typed}");
    }
    window.key_press(Key::ArrowUp);
    window.run_steps(3);
    assert!(flow(&window) > 72.0 && flow(&window) < 75.0, "a step");
}

#[test]
fn a_field_passed_through_leaves_an_estimated_value_to_the_model() {
    let mut preset = bundled("healthy_donor");
    preset.protocol.settings.patient.blood_volume_ml = None;
    let mut window = window_of(preset, [1280.0, 800.0], Vec::new());
    let before = window.state().preset().clone();
    window.get_by_role_and_label(Role::DisclosureTriangle, "Patient").click();
    window.run();
    window.get_by_role_and_label(Role::SpinButton, "Blood volume, value").focus();
    window.run_steps(2);
    window.key_press(Key::Enter);
    window.run_steps(3);
    assert_eq!(window.state().preset(), &before);
}

#[test]
fn a_field_is_dragged_and_stepped_and_goes_on_where_it_began() {
    let mut window = window("healthy_donor");
    let before = flow(&window);
    let at = window.get_by_role_and_label(Role::SpinButton, FLOW_TYPED).rect().center();
    super::drag(&mut window, at, egui::vec2(40.0, 0.0));
    assert_eq!(flow(&window), before + 10.0, "the button that puts it back does not end the drag");
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.run();
    assert_eq!(flow(&window), before);
    window.get_by_role_and_label(Role::SpinButton, FLOW_TYPED).focus();
    window.run_steps(2);
    window.key_press(Key::ArrowUp);
    window.run_steps(2);
    window.key_press_modifiers(Modifiers::SHIFT, Key::ArrowDown);
    window.run_steps(2);
    assert_eq!(flow(&window), before + 1.0 - 10.0);
    window.get_by_role_and_label(Role::SpinButton, FLOW_TYPED).set_value_accesskit(66.0);
    window.step();
    assert_eq!(flow(&window), 66.0);
}

#[test]
fn handle_and_number_are_those_of_the_curves_in_the_frame_of_the_drag() {
    let mut window = window("healthy_donor");
    let track = window.get_by_role_and_label(Role::Slider, "Inlet flow").rect();
    window.drag_at(track.center());
    window.step();
    for way in [10.0, 25.0, 40.0] {
        window.hover_at(track.center() + egui::vec2(way, 0.0));
        window.step();
        for role in [Role::Slider, Role::SpinButton] {
            let name = if role == Role::Slider { "Inlet flow" } else { FLOW_TYPED };
            let shown = window.get_by_role_and_label(role, name).accesskit_node().numeric_value();
            assert_eq!(shown, Some(flow(&window)), "{name} after {way}");
        }
    }
    window.drop_at(track.center());
    window.step();
    let time = window.get_by_role_and_label(Role::Slider, "Time").rect();
    window.drag_at(time.center());
    window.step();
    window.hover_at(time.center() + egui::vec2(30.0, 0.0));
    window.step();
    let shown = window.get_by_role_and_label(Role::Slider, "Time").accesskit_node().numeric_value();
    assert_eq!(shown, Some(window.state().playhead_min()));
    let clock = format!("{} / ", buffycoat::text::clock(window.state().playhead_min()));
    window.get_by_label_contains(&clock);
}

#[test]
fn a_slider_that_reaches_less_than_its_field_says_so() {
    let window = window("healthy_donor");
    let description = |name: &str| {
        let slider = window.get_by_role_and_label(Role::Slider, name);
        slider.accesskit_node().data().description().unwrap_or_default().to_owned()
    };
    assert!(description("Inlet flow").contains("The slider goes from 5 to 120; type a value from 5 to 150."));
    assert!(description("Duration").contains("The slider goes from 0:30 to 6:00; type a value from 0:10 to 10:00."));
}

#[test]
fn what_has_no_effect_has_no_control() {
    let mut preset = bundled("healthy_donor");
    for (control, shown, hidden) in [
        (InterfaceControl::Followed, "Interface position", "Product hematocrit"),
        (InterfaceControl::ByColor, "Product hematocrit", "Interface position"),
    ] {
        preset.protocol.settings.machine.interface_control = control;
        let mut window = window_of(preset.clone(), [1280.0, 800.0], Vec::new());
        window.get_by_label("Separator").click();
        window.run();
        assert!(window.query_all_by_label(shown).next().is_some(), "{control:?}: {shown}");
        assert!(window.query_all_by_label(hidden).next().is_none(), "{control:?}: {hidden}");
    }
}
