//! Promise: a case is written in the window, each field one step that can be undone, and what is saved is what was written.

use buffycoat::app::state::Purpose;
use buffycoat::app::{App, PickerAnswer};
use buffycoat::preset::{StopAt, read, write};
use buffycoat::sim::aim::Aim;
use egui::accesskit::Role;
use egui::{Event, Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use super::{bundled, slide, window, window_of};

fn workshop(name: &str, page: &str) -> Harness<'static, App> {
    let mut window = window_of(bundled(name), [1280.0, 800.0], Vec::new());
    window.key_press(Key::F9);
    window.run();
    open(&mut window, page);
    window
}

fn open(window: &mut Harness<'_, App>, page: &str) {
    window.get_by_label(page).click();
    window.run();
}

/// Types at the end of the field with this number on the page.
fn type_into(window: &mut Harness<'_, App>, role: Role, place: usize, words: &str) {
    window.get_all_by_role(role).nth(place).expect("a field").click();
    window.run();
    window.key_press(Key::End);
    window.run();
    for letter in words.chars() {
        window.input_mut().events.push(Event::Text(letter.to_string()));
        window.run();
    }
}

#[test]
fn a_title_is_written_while_the_case_runs_and_undone_in_one_step() {
    let mut window = workshop("healthy_donor", "Title and card");
    let before = window.state().preset().clone();
    type_into(&mut window, Role::TextInput, 0, " kept 5");
    let title = format!("{} kept 5", before.title);
    assert_eq!(window.state().preset().title, title);
    assert_eq!(window.state().preset().protocol, before.protocol);
    window.get_by_label(&title);
    // Typed letters are no commands, and the words leave the field before they are undone as one.
    window.get_by_role_and_label(Role::Button, "Close the workshop").click();
    window.run();
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.run();
    assert_eq!(window.state().preset(), &before);
    window.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    window.run();
    assert_eq!(window.state().preset().title, title);
}

#[test]
fn questions_and_stops_are_added_and_taken_away() {
    let mut window = workshop("small_anemic_woman", "Questions");
    window.get_by_label("Add a question").click();
    window.run();
    window.get_by_label("Add a question").click();
    window.run();
    assert_eq!(window.state().preset().questions.len(), 2);
    // What is typed next goes there, and does nothing else.
    window.event(egui::Event::Text("Which?".to_owned()));
    window.run();
    assert_eq!(window.state().preset().questions[1].ask, "Which?");
    window.get_all_by_label("Remove").next().expect("a button").click();
    window.run();
    assert_eq!(window.state().preset().questions[0].ask, "Which?");
    open(&mut window, "Stops");
    slide(&mut window, "Time", 40.0);
    window.get_by_label("Add a stop at the playhead").click();
    window.run();
    assert_eq!(window.state().preset().stops[0].at, StopAt::Time(40.0));
    window.get_by_role_and_label(Role::ComboBox, "When stop 1 is").click();
    window.run();
    window.get_by_label_contains("Anemia").click();
    window.run();
    let at = window.state().preset().stops[0].at;
    let anemia =
        window.state().run().warnings.iter().find(|warning| !warning.present_before && warning.id.key() == "anemia");
    assert_eq!(window.state().playhead_min(), anemia.expect("it comes").from_min);
    assert!(matches!(at, StopAt::Warning(id) if id.key() == "anemia"), "{at:?}");
    let preset = window.state().preset();
    assert_eq!(read(&write(preset)).as_ref(), Ok(preset));
}

#[test]
fn an_aim_begins_at_what_the_run_gives() {
    let mut window = workshop("leukemoid_reaction_sepsis", "Aim");
    window.get_by_role_and_label(Role::ComboBox, "What is to be reached").click();
    window.run();
    window.get_by_label("a count in the blood below").click();
    window.run();
    let Some(Aim::CountBelow { below_e9_per_l, .. }) = window.state().preset().aim else { panic!("an aim") };
    let run = window.state().run();
    let end = window.state().preset().aim.expect("an aim").value_at(run, &run.at(run.machine_end_min));
    assert!((below_e9_per_l / end - 1.0).abs() < 0.06, "{below_e9_per_l} {end}");
    let preset = window.state().preset();
    assert_eq!(read(&write(preset)).as_ref(), Ok(preset));
}

#[test]
fn a_new_case_is_written_from_nothing_and_asks_before_work_is_lost() {
    let mut window = window("healthy_donor");
    slide(&mut window, "Inlet flow", 40.0);
    window.key_press_modifiers(Modifiers::COMMAND, Key::N);
    window.run();
    assert_eq!(window.state().preset().title, bundled("healthy_donor").title, "it asks first");
    window.get_by_label("Don't save").click();
    window.run();
    assert_eq!(window.state().preset().title, "New case");
    window.get_by_role_and_label(Role::Slider, "Weight");
    let preset = window.state().preset();
    assert_eq!(read(&write(preset)).as_ref(), Ok(preset));
}

#[test]
fn letters_that_miss_their_field_do_nothing_while_a_case_is_written() {
    let mut window = workshop("healthy_donor", "Title and card");
    let before = (window.state().state().workspace.lecture, window.state().runs_pinned());
    for key in [Key::L, Key::B, Key::K, Key::H] {
        window.key_press(key);
        window.run();
    }
    let workspace = &window.state().state().workspace;
    assert_eq!((workspace.lecture, window.state().runs_pinned()), before);
    assert!(!workspace.patients_shown && window.state().state().case_view.workshop.is_some());
}

#[test]
fn a_new_case_begins_as_the_open_one_is_and_is_saved_under_a_name_of_its_own() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("other.ron");
    let answers = vec![PickerAnswer::Picked(Purpose::Save, path.clone())];
    let mut window = window_of(bundled("cml_pregnancy"), [1280.0, 800.0], answers);
    slide(&mut window, "Inlet flow", 44.0);
    window.get_by_label("File").click();
    window.run();
    window.get_by_label("New case from this one").click();
    window.run();
    // What was changed is of the open case: it is asked for first, and the new one has it all the same.
    window.get_by_label("Don't save").click();
    window.run();
    let preset = window.state().preset();
    assert_eq!(preset.title, "CML in pregnancy, another version");
    assert_eq!(preset.protocol.settings.procedure.inlet_flow_ml_min, 44.0);
    window.get_by_role_and_label(Role::TextInput, "Title");
    window.key_press_modifiers(Modifiers::COMMAND, Key::S);
    window.run();
    let saved = std::fs::read_to_string(&path).expect("saved");
    // What its author wrote beside it comes along.
    let comments = |text: &str| text.lines().filter(|line| line.trim_start().starts_with("//")).count();
    assert_eq!(comments(&saved), comments(bundled("cml_pregnancy").source.text()), "{saved}");
    assert!(saved.contains("another version") && saved.contains("inlet_flow_ml_min: 44"), "{saved}");
}

#[test]
fn a_new_case_takes_what_is_typical_of_its_diagnosis_and_scales_its_white_cells() {
    let mut window = window("healthy_donor");
    window.key_press_modifiers(Modifiers::COMMAND, Key::N);
    window.run();
    let diagnose = |window: &mut Harness<'_, App>, diagnosis: &str| {
        // What is chosen without a mouse leaves the list open.
        if window.query_by_role_and_label(Role::Button, diagnosis).is_none() {
            let list = window.get_all_by_role_and_label(Role::ComboBox, "Diagnosis");
            list.max_by(|a, b| a.rect().left().total_cmp(&b.rect().left())).expect("on the page").click();
            window.run();
        }
        window.get_by_role_and_label(Role::Button, diagnosis).click_accesskit();
        window.run();
    };
    let patient = |window: &Harness<'_, App>| window.state().preset().protocol.settings.patient.clone();
    let before = patient(&window);
    // Of nothing in particular nothing is typical, and of the blast crisis there is no case: both are said.
    diagnose(&mut window, "Other");
    window.get_by_label_contains("nothing is typical");
    assert_eq!(patient(&window).white_cells_e9_per_l, before.white_cells_e9_per_l);
    diagnose(&mut window, "CML, blast crisis");
    window.get_by_label_contains("No bundled case has this diagnosis");
    let nearest = bundled("aml_non_responder").protocol.settings.patient;
    assert_eq!(patient(&window).white_cells_e9_per_l, nearest.white_cells_e9_per_l);
    diagnose(&mut window, "CML");
    let typical = bundled("cml_very_high_count").protocol.settings;
    assert_eq!(patient(&window).white_cells_e9_per_l, typical.patient.white_cells_e9_per_l);
    assert_eq!(window.state().preset().protocol.settings.machine, typical.machine);
    assert_eq!(patient(&window).weight_kg, before.weight_kg);

    window.get_by_role_and_label(Role::SpinButton, "White cells, all").focus();
    window.run_steps(2);
    window.event(Event::Text("200".to_owned()));
    window.run_steps(2);
    window.key_press(Key::Enter);
    window.run_steps(3);
    let (counts, typical) = (patient(&window).white_cells_e9_per_l, typical.patient.white_cells_e9_per_l);
    assert!((counts.sum() - 200.0).abs() < 1e-9);
    let total = typical.sum();
    let shares = counts.0.iter().zip(typical.0).map(|(own, typical)| own / counts.sum() - typical / total);
    assert!(shares.into_iter().all(|off| off.abs() < 1e-12));

    // Counts that somebody wrote stay, until what is typical is asked for.
    diagnose(&mut window, "AML");
    assert_eq!(patient(&window).white_cells_e9_per_l, counts);
    window.get_by_label_contains("Take blood and program of").click_accesskit();
    window.run();
    assert!(patient(&window).white_cells_e9_per_l != counts);
}
