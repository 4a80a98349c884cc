//! A control changes the run, play and scrubbing move in it, and undo goes back.

use super::{bundled, described, end_value, slide, window, window_of};
use buffycoat::app::App;
use buffycoat::preset;
use buffycoat::sim::quantities::Quantity;
use buffycoat::sim::simulate;
use egui::Key;
use egui::Modifiers;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

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
