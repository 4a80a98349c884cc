//! Cases are opened, saved, typed and never lost.

use super::{bundled, slide, stop, window_of};
use buffycoat::app::App;
use buffycoat::app::PickerAnswer;
use buffycoat::app::state::Purpose;
use buffycoat::preset;
use egui::Key;
use egui::Modifiers;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use std::path::PathBuf;

#[test]
fn save_and_open_go_through_the_picker() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("mine");
    let other = folder.path().join("other.ron");
    preset::save(&other, &bundled("gcsf_donor")).expect("saved");
    let answers = vec![PickerAnswer::Picked(Purpose::Save, path.clone()), PickerAnswer::Picked(Purpose::Open, other)];
    let mut window = window_of(bundled("healthy_donor"), [1280.0, 800.0], answers);

    slide(&mut window, "Inlet flow", 61.0);
    window.key_press_modifiers(Modifiers::COMMAND, Key::S);
    window.run();
    let saved = preset::load(&path.with_extension("ron")).expect("saved with the ending of a preset");
    assert_eq!(&saved, window.state().preset());
    assert!(window.query_by_label("edited").is_none());

    window.key_press_modifiers(Modifiers::COMMAND, Key::O);
    stop(&mut window);
    assert_eq!(window.state().preset(), &bundled("gcsf_donor"));
}

#[test]
fn unsaved_changes_are_asked_about_before_they_are_lost() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("kept.ron");
    let mut window =
        window_of(bundled("healthy_donor"), [1280.0, 800.0], vec![PickerAnswer::Picked(Purpose::Save, path.clone())]);
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
    stop(&mut window);
    assert_eq!(window.state().preset().title, "CLL, small light cells");
    let kept = preset::load(&path).expect("saved before leaving");
    assert_eq!(kept.protocol.settings.procedure.inlet_flow_ml_min, 61.0);
}

#[test]
fn a_broken_file_is_explained_and_changes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("broken.ron");
    std::fs::write(&path, "(version: 1, title: \"x\", patient: (sex: Mole))").expect("written");
    let mut window =
        window_of(bundled("healthy_donor"), [1280.0, 800.0], vec![PickerAnswer::Picked(Purpose::Open, path)]);
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
    let mut window = window_of(bundled("healthy_donor"), [1280.0, 800.0], vec![PickerAnswer::NoDialog(Purpose::Save)]);
    window.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::S);
    window.run_steps(4);
    let field = window.get_by_role_and_label(Role::TextInput, "Path of the file");
    field.set_text_value_accesskit(path.to_str().expect("text"));
    window.run_steps(2);
    window.get_by_role_and_label(Role::Button, "Save").click();
    window.run_steps(4);
    assert_eq!(preset::load(&path).expect("saved"), bundled("healthy_donor"));
}
