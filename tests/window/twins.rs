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
        assert!(run.width() > 460.0 && run.height() > 215.0, "{size:?}: {run}");
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
    assert_eq!(twins_protocol(&window), bundled(INFANT).protocol.with_machine_of(&bundled(CASE).protocol));
    assert_eq!(window.state().runs_pinned(), 1);
}

#[test]
fn who_stands_beside_is_chosen_from_people_of_all_sizes() {
    for size in [[960.0, 540.0], [1024.0, 768.0], [1280.0, 800.0], [1920.0, 1080.0]] {
        for (on_own, machine_of) in [(false, CASE), (true, INFANT)] {
            let mut window = window_of(bundled(CASE), size, Vec::new());
            press(&mut window, Modifiers::NONE, Key::T);
            assert!(said(&window, "Whom does a procedure hurt more, and why?"), "{size:?}");
            if on_own {
                choose(&mut window, "each on their own");
            }
            window.get_by_role_and_label(Role::Button, "Infant, 750 white cells, 5.6\u{a0}kg, 0.45 L of blood").click();
            window.run();
            let expected = bundled(INFANT).protocol.with_machine_of(&bundled(machine_of).protocol);
            assert_eq!(twins_protocol(&window), expected, "{size:?}");
            assert!(said(&window, if on_own { "each on its own machine" } else { "Hurt more by the same machine" }));
            assert_eq!(window.state().runs_pinned(), 1);
        }
    }
}

const OF_RUN: &str = "Both on the machine of this run";
const OF_TWIN: &str = "Both on the machine of run A";
const OWN: &str = "Each on its own machine";

fn choose(window: &mut Harness<'_, App>, name: &str) {
    window.get_by_role_and_label(Role::RadioButton, name).click();
    window.run();
}

fn said(window: &Harness<'_, App>, words: &str) -> bool {
    window.query_all_by_label_contains(words).next().is_some()
}

fn is_chosen(window: &Harness<'_, App>, name: &str) -> bool {
    let node = window.get_by_role_and_label(Role::RadioButton, name);
    node.accesskit_node().data().toggled() == Some(egui::accesskit::Toggled::True)
}

#[test]
fn one_machine_is_set_for_both_by_one_press() {
    let (man, infant) = (bundled(CASE).protocol, bundled(INFANT).protocol);
    let mut window = two_patients([1280.0, 800.0]);
    assert!(is_chosen(&window, OWN));
    choose(&mut window, OF_RUN);
    let alike = twins_protocol(&window);
    for setting in SettingId::all() {
        let from = if setting.is_of_patient() { &infant } else { &man };
        assert_eq!(setting.get(&alike.settings), setting.get(&from.settings), "{}", setting.row().path);
    }
    assert!(window.state().preset().protocol == man && is_chosen(&window, OF_RUN));
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert!(twins_protocol(&window) == infant && is_chosen(&window, OWN));
    // The infant's machine for both, and each its own again.
    choose(&mut window, OF_TWIN);
    assert!(window.state().preset().protocol == man.with_machine_of(&infant) && twins_protocol(&window) == infant);
    choose(&mut window, OF_RUN);
    assert!(window.state().preset().protocol == man && twins_protocol(&window) == alike);
    choose(&mut window, OWN);
    assert!(window.state().preset().protocol == man && twins_protocol(&window) == infant);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(twins_protocol(&window), alike);
}

#[test]
fn after_they_have_changed_places_each_still_has_its_own_machine_and_play_goes_on() {
    let (man, infant) = (bundled(CASE).protocol, bundled(INFANT).protocol);
    let mut window = two_patients([1280.0, 800.0]);
    choose(&mut window, OF_RUN);
    window.state_mut().set_playing(true);
    window.step();
    window.get_by_role_and_label(Role::Button, "Swap in run A").click();
    window.run_steps(3);
    assert!(window.state().state().playback.playing, "it goes on");
    window.state_mut().set_playing(false);
    window.run();
    assert_eq!(window.state().preset().protocol, infant.with_machine_of(&man));
    assert!(is_chosen(&window, OF_TWIN), "the machine is that of the man, who is run A now");
    choose(&mut window, OWN);
    assert!(window.state().preset().protocol == infant && twins_protocol(&window) == man);
}

#[test]
fn who_is_hurt_more_by_one_machine_and_why_is_said_in_numbers_of_both_runs() {
    let mut window = two_patients([1280.0, 800.0]);
    choose(&mut window, OF_RUN);
    assert!(said(&window, "Hurt more by the same machine: Infant, 750 white cells (A): life-threatening"));
    assert!(said(&window, "in the set 42.5\u{a0}%, not 3.1\u{a0}%"));
    assert!(said(&window, "Infant, 750 white cells (A): blood 0.45\u{a0}L, in the set 42.5\u{a0}%"));
    // Whichever stands first.
    window.get_by_role_and_label(Role::Button, "Swap in run A").click();
    window.run();
    assert!(said(&window, "Hurt more by the same machine: Infant, 750 white cells (this run): life-threatening"));
    // The same case with the same settings is no worse.
    let mut alike = self::window(CASE);
    press(&mut alike, Modifiers::NONE, Key::T);
    alike.get_by_role_and_label(Role::Button, "The same patient, one setting changed").click();
    alike.run();
    assert!(said(&alike, "The same patient twice"));
}

#[test]
fn the_twins_worst_is_explained_too_and_says_whose_it_is() {
    let mut window = two_patients([1280.0, 800.0]);
    choose(&mut window, OF_RUN);
    window.get_by_label_contains("Infant, 750 white cells (A), worst").click();
    window.run();
    let open = window.state().state().case_view.open_warning.clone().expect("it is explained");
    assert_eq!(open.whose, Some(0));
    window.get_by_role_and_label(Role::Label, "A  Infant, 750 white cells");
    // The same of the run in view.
    window.get_by_label_contains("CML, 385 white cells (this run), worst").click();
    window.run();
    assert!(window.state().state().case_view.open_warning.as_ref().is_some_and(|open| open.whose.is_none()));
}

#[test]
fn plots_beside_a_twin_show_what_harms_either() {
    let window = two_patients([1280.0, 800.0]);
    for name in ["White cells", "Hemoglobin", "Platelets", "Ionized calcium"] {
        window.get_by_role_and_label(Role::Figure, name);
    }
    let alone = self::window(CASE);
    assert!(alone.query_by_role_and_label(Role::Figure, "Ionized calcium").is_none());
}

#[test]
fn what_few_bodies_bear_is_said_of_a_twin_and_beside_the_warnings() {
    let mut window = two_patients([1280.0, 800.0]);
    choose(&mut window, OF_RUN);
    let mut alone = bundled(INFANT);
    alone.protocol = twins_protocol(&window);
    assert!(said(&window_of(alone, [1280.0, 800.0], Vec::new()), "The model goes on where a body may not"));
    assert!(!said(&window_of(bundled(INFANT), [1280.0, 800.0], Vec::new()), "where a body may not"));
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
