//! Promise: two runs stand side by side at one time, can change places, and can be changed by one slider.

use buffycoat::app::App;
use buffycoat::preset::Preset;
use buffycoat::sim::quantities::Quantity;
use buffycoat::sim::{Protocol, SettingId, Value, simulate};
use egui::accesskit::Role;
use egui::{Key, Modifiers, Rect};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::{bundled, end_value, opened, slide, window, window_of};

const CASE: &str = "cml_very_high_count";
const INFANT: &str = "all_infant_hyperleukocytosis";
const RUN: &str = "Separator and patient: this run";
const BOTH: &str = "Change A too";

/// The man with the infant beside him.
fn two_patients(size: [f32; 2]) -> Harness<'static, App> {
    opened(bundled(CASE), size, Vec::new(), |app| app.show_beside(&bundled(INFANT)))
}

fn twins_name(preset: &Preset) -> String {
    format!("Separator and patient: run A, {}", preset.short_title())
}

fn scene(window: &Harness<'_, App>, name: &str) -> Option<(Rect, String)> {
    let node = window.query_by_role_and_label(Role::Figure, name)?;
    Some((node.rect(), node.accesskit_node().data().description().expect("a sentence").to_owned()))
}

fn twins_protocol(window: &Harness<'_, App>) -> Protocol {
    window.state().state().twin().expect("a twin").case.preset().protocol.clone()
}

fn with_flow(protocol: &Protocol, flow: f64) -> Protocol {
    let mut changed = protocol.clone();
    SettingId::InletFlow.set(&mut changed.settings, &Value::Number(flow));
    changed
}

fn press(window: &mut Harness<'_, App>, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    window.run();
}

#[test]
fn both_scenes_have_one_size_and_one_time_and_go_again() {
    for size in [[1280.0, 800.0], [1024.0, 768.0], [1920.0, 1080.0]] {
        let mut window = two_patients(size);
        slide(&mut window, "Time", 40.0);
        window.run();
        let (run, told) = scene(&window, RUN).expect("the run");
        let (twin, told_of_twin) = scene(&window, &twins_name(&bundled(INFANT))).expect("the twin");
        assert!((run.size() - twin.size()).length() < 1.0 && !run.intersects(twin), "{size:?}: {run} {twin}");
        assert!(run.width() > 460.0 && run.height() > 230.0, "{size:?}: {run}");
        assert!(told.contains("0:40") && told_of_twin.contains("0:40"), "{told} {told_of_twin}");
        press(&mut window, Modifiers::NONE, Key::T);
        assert!(scene(&window, "Separator and patient").is_some() && window.state().state().twin().is_none());
        press(&mut window, Modifiers::NONE, Key::T);
        assert!(scene(&window, RUN).is_some(), "{size:?}");
    }
}

#[test]
fn where_there_is_room_for_one_scene_either_is_shown() {
    let mut window = two_patients([960.0, 540.0]);
    assert!(scene(&window, RUN).is_some() && scene(&window, &twins_name(&bundled(INFANT))).is_none());
    window.get_by_role_and_label(Role::Button, "Show the twin").click();
    window.run();
    assert!(scene(&window, RUN).is_none() && scene(&window, &twins_name(&bundled(INFANT))).is_some());
}

#[test]
fn a_twin_that_is_over_stays_at_its_own_end() {
    let mut window = two_patients([1280.0, 800.0]);
    let own_end_min = window.state().run().end_min;
    let twins_end_min = window.state().state().twin().expect("a twin").curves.run.end_min;
    window.state_mut().seek(f64::INFINITY);
    window.run();
    let state = window.state().state();
    let shown_min = state.twin_moment(state.twin().expect("a twin")).time_min;
    assert!((shown_min - own_end_min.min(twins_end_min)).abs() < 1e-9, "{shown_min}");
}

#[test]
fn without_a_pin_the_run_as_it_is_now_becomes_the_twin() {
    let mut window = window(CASE);
    press(&mut window, Modifiers::NONE, Key::T);
    slide(&mut window, "Inlet flow", 40.0);
    window.run();
    assert_eq!(twins_protocol(&window), bundled(CASE).protocol);
    window.get_by_label_contains("Inlet flow 40\u{a0}mL/min");
    window.get_by_label_contains("Inlet flow 60\u{a0}mL/min");
    // They change places in one step.
    window.get_by_role_and_label(Role::Button, "Swap in run A").click();
    window.run();
    assert_eq!(window.state().preset().protocol, bundled(CASE).protocol);
    assert_eq!(twins_protocol(&window), with_flow(&bundled(CASE).protocol, 40.0));
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(twins_protocol(&window), bundled(CASE).protocol);
}

#[test]
fn another_case_is_run_beside_from_the_menu() {
    let mut window = window_of(bundled(CASE), [1280.0, 1000.0], Vec::new());
    for name in ["Explore", "Compare with another case", bundled(INFANT).short_title()] {
        window.get_by_role_and_label(Role::Button, name).click();
        window.run();
    }
    assert_eq!(twins_protocol(&window), bundled(INFANT).protocol);
    assert_eq!(window.state().runs_pinned(), 1);
}

#[test]
fn one_slider_changes_both_runs_as_two_would_and_undo_takes_both_back() {
    let (man, infant) = (bundled(CASE).protocol, bundled(INFANT).protocol);
    let mut window = two_patients([1280.0, 800.0]);
    slide(&mut window, "Inlet flow", 50.0);
    assert_eq!(twins_protocol(&window), infant, "only the run, unless both are to change");
    press(&mut window, Modifiers::COMMAND, Key::Z);
    window.get_by_role_and_label(Role::CheckBox, BOTH).click();
    window.run();
    slide(&mut window, "Inlet flow", 40.0);
    window.run();
    let (apart, infant_apart) = (with_flow(&man, 40.0), with_flow(&infant, 40.0));
    let (alone, infant_alone) = (simulate(&apart).expect("it runs"), simulate(&infant_apart).expect("it runs"));
    let twin = &window.state().state().twin().expect("a twin").curves.run;
    for quantity in [Quantity::WhiteCells, Quantity::Hemoglobin, Quantity::IonizedCalcium] {
        assert_eq!(end_value(window.state().run(), quantity).to_bits(), end_value(&alone, quantity).to_bits());
        assert_eq!(end_value(twin, quantity).to_bits(), end_value(&infant_alone, quantity).to_bits());
    }
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert!(window.state().preset().protocol == man && twins_protocol(&window) == infant);
    press(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    assert!(window.state().preset().protocol == apart && twins_protocol(&window) == infant_apart);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert!(window.state().preset().protocol == man && twins_protocol(&window) == infant);
}

#[test]
fn the_run_that_stands_beside_itself_gives_way_to_a_chosen_case() {
    let mut window = window_of(bundled(CASE), [1280.0, 1000.0], Vec::new());
    press(&mut window, Modifiers::NONE, Key::T);
    assert_eq!(twins_protocol(&window), bundled(CASE).protocol);
    for name in ["Explore", "Compare with another case", bundled(INFANT).short_title()] {
        window.get_by_role_and_label(Role::Button, name).click();
        window.run();
    }
    assert_eq!(twins_protocol(&window), bundled(INFANT).protocol);
    assert_eq!(window.state().runs_pinned(), 1);
}

#[test]
fn the_same_machine_is_set_for_both_by_one_press() {
    let (man, infant) = (bundled(CASE).protocol, bundled(INFANT).protocol);
    let mut window = two_patients([1280.0, 800.0]);
    window.get_by_role_and_label(Role::Button, "Machine of this run").click();
    window.run();
    let alike = twins_protocol(&window);
    for setting in SettingId::all() {
        let of_patient = setting.row().path.starts_with("patient.");
        let from = if of_patient { &infant } else { &man };
        assert_eq!(setting.get(&alike.settings), setting.get(&from.settings), "{}", setting.row().path);
    }
    assert_eq!(window.state().preset().protocol, man);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(twins_protocol(&window), infant);
    // The way back is seen in the same place, and is a step too.
    window.get_by_role_and_label(Role::Button, "Machine of this run").click();
    window.run();
    assert!(window.query_by_label("Machine of this run").is_none());
    window.get_by_role_and_label(Role::Button, "Own machine again").click();
    window.run();
    assert_eq!(twins_protocol(&window), infant);
    assert!(window.query_by_label("Own machine again").is_none());
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(twins_protocol(&window), alike);
}

#[test]
fn what_few_bodies_bear_is_said_of_a_twin_and_beside_the_warnings() {
    let mut window = two_patients([1280.0, 800.0]);
    let is_said = |window: &Harness<'_, App>, words: &str| window.query_all_by_label_contains(words).next().is_some();
    assert!(!is_said(&window, "life-threatening: "));
    window.get_by_role_and_label(Role::Button, "Machine of this run").click();
    window.run();
    assert!(is_said(&window, "life-threatening: hemoglobin "));
    let mut alone = bundled(INFANT);
    alone.protocol = twins_protocol(&window);
    assert!(is_said(&window_of(alone, [1280.0, 800.0], Vec::new()), "The model goes on where a body may not"));
    assert!(!is_said(&window_of(bundled(INFANT), [1280.0, 800.0], Vec::new()), "where a body may not"));
}

#[test]
fn a_patient_stays_who_he_is_and_what_cannot_change_in_the_twin_is_told() {
    let (man, infant) = (bundled(CASE).protocol, bundled(INFANT).protocol);
    let mut window = two_patients([1280.0, 800.0]);
    window.get_by_role_and_label(Role::CheckBox, BOTH).click();
    window.run();
    slide(&mut window, "Hematocrit", 30.0);
    window.run();
    assert_ne!(window.state().preset().protocol, man);
    assert_eq!(twins_protocol(&window), infant, "a setting of the patient is one of this run alone");
    // The infant's procedure is over by then, the man's is not.
    slide(&mut window, "Time", 150.0);
    window.get_by_role_and_label(Role::RadioButton, "from now").click();
    window.run();
    slide(&mut window, "Inlet flow", 40.0);
    window.run();
    assert_eq!(window.state().preset().protocol.changes.len(), 1);
    assert_eq!(twins_protocol(&window), infant);
    assert!(window.query_by_label_contains("stays as it was in run A").is_some(), "a sentence says so");
}
