//! Cases are opened, saved, typed and never lost.

use super::{bundled, dropped, opened, slide, stop, window_of};
use buffycoat::app::App;
use buffycoat::app::PickerAnswer;
use buffycoat::app::state::Purpose;
use buffycoat::preset::{self, Keeper, Unsaved};
use buffycoat::report::csv::Decimal;
use buffycoat::sim::{SettingId, Value};
use egui::Key;
use egui::Modifiers;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use std::path::{Path, PathBuf};

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
        window.get_by_label("CLL, 419 white cells").click();
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

#[test]
fn names_that_go_on_from_a_typed_path_are_offered_and_tab_completes_them() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["first donor.ron", "First other.ron", "notes.txt"] {
        std::fs::write(folder.path().join(name), preset::write(&bundled("gcsf_donor"))).expect("written");
    }
    let answers = vec![PickerAnswer::NoDialog(Purpose::Open)];
    let mut window = opened(bundled("healthy_donor"), [1280.0, 800.0], answers, App::work_at_once);
    window.key_press_modifiers(Modifiers::COMMAND, Key::O);
    window.run_steps(4);
    let typed = |window: &Harness<'_, App>| {
        window.get_by_role_and_label(Role::TextInput, "Path of the file").value().expect("text")
    };
    let begun = folder.path().join("fi");
    let field = window.get_by_role_and_label(Role::TextInput, "Path of the file");
    field.set_text_value_accesskit(begun.to_str().expect("text"));
    window.run_steps(4);
    assert!(window.query_by_role_and_label(Role::Button, "notes.txt").is_none(), "it is no case");
    window.key_press(Key::Tab);
    window.run_steps(3);
    assert_eq!(typed(&window), folder.path().join("first ").to_str().expect("text"));

    // There are two: Tab goes on to them.
    window.key_press(Key::Tab);
    window.run_steps(2);
    assert!(window.get_by_role_and_label(Role::Button, "first donor.ron").is_focused());
    window.key_press(Key::Enter);
    window.run_steps(3);
    assert_eq!(typed(&window), folder.path().join("first donor.ron").to_str().expect("text"));
    window.key_press(Key::Enter);
    window.run_steps(4);
    assert_eq!(window.state().preset(), &bundled("gcsf_donor"));
}

/// A window with this case of its own file.
fn window_of_file(path: &Path) -> Harness<'static, App> {
    let mut window =
        window_of(bundled("gcsf_donor"), [1280.0, 800.0], vec![PickerAnswer::Picked(Purpose::Open, path.to_owned())]);
    window.key_press_modifiers(Modifiers::COMMAND, Key::O);
    stop(&mut window);
    window
}

fn save(window: &mut Harness<'_, App>) {
    window.key_press_modifiers(Modifiers::COMMAND, Key::S);
    window.run_steps(3);
}

fn press(window: &mut Harness<'_, App>, button: &str) {
    window.get_by_role_and_label(Role::Button, button).click();
    window.run_steps(3);
}

fn inlet_flow(path: &Path) -> f64 {
    preset::load(path).expect("a case").protocol.settings.procedure.inlet_flow_ml_min
}

/// Changes the file as another program would.
fn write_meanwhile(path: &Path, inlet_flow: &str) {
    let text = std::fs::read_to_string(path).expect("text");
    let (before, after) = text.split_once("inlet_flow_ml_min: ").expect("an inlet flow");
    let rest = &after[after.find([',', ')']).expect("an end")..];
    std::fs::write(path, format!("{before}inlet_flow_ml_min: {inlet_flow}{rest}")).expect("written");
}

fn donor_in(folder: &Path) -> PathBuf {
    let path = folder.join("donor.ron");
    preset::save(&path, &bundled("healthy_donor")).expect("saved");
    path
}

#[test]
fn what_another_program_wrote_is_not_saved_over_unasked() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = donor_in(folder.path());
    let mut window = window_of_file(&path);
    window.state_mut().keep_in(folder.path());
    slide(&mut window, "Inlet flow", 61.0);
    write_meanwhile(&path, "70");

    save(&mut window);
    window.get_by_label("The file has changed on disk");
    for words in ["Inlet flow", "61\u{a0}mL/min", "70\u{a0}mL/min"] {
        assert!(window.query_all_by_label(words).next().is_some(), "{words}");
    }
    press(&mut window, "Cancel");
    assert_eq!((inlet_flow(&path), window.state().state().case.is_edited()), (70.0, true));

    save(&mut window);
    press(&mut window, "Keep mine");
    assert_eq!((inlet_flow(&path), window.state().state().case.is_edited()), (61.0, false));
    let versions = preset::versions(folder.path(), &path);
    let theirs = versions.iter().any(|version| version.preset.protocol.settings.procedure.inlet_flow_ml_min == 70.0);
    assert!(theirs, "theirs is kept among the older versions");

    slide(&mut window, "Inlet flow", 62.0);
    write_meanwhile(&path, "71");
    save(&mut window);
    press(&mut window, "Take theirs");
    assert_eq!(window.state().preset().protocol.settings.procedure.inlet_flow_ml_min, 71.0);
    assert_eq!((inlet_flow(&path), window.state().state().case.is_edited()), (71.0, false));
}

#[test]
fn a_file_that_is_no_case_any_more_is_not_saved_over_unasked_either() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = donor_in(folder.path());
    let mut window = window_of_file(&path);
    slide(&mut window, "Inlet flow", 61.0);
    std::fs::write(&path, "half a ca").expect("written");
    save(&mut window);
    assert!(window.query_by_label("Take theirs").is_none());
    press(&mut window, "Keep mine");
    assert_eq!(inlet_flow(&path), 61.0);
    // A file that is gone is made again.
    std::fs::remove_file(&path).expect("removed");
    slide(&mut window, "Inlet flow", 62.0);
    save(&mut window);
    assert_eq!(inlet_flow(&path), 62.0);
}

#[test]
fn saving_in_the_window_changes_one_value_of_a_file_and_nothing_else() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = donor_in(folder.path());
    let before = std::fs::read_to_string(&path).expect("text");
    let mut window = window_of_file(&path);
    for inlet_flow in [61.0, 62.0] {
        slide(&mut window, "Inlet flow", inlet_flow);
        save(&mut window);
        let changed = before.replace("inlet_flow_ml_min: 55", &format!("inlet_flow_ml_min: {inlet_flow}"));
        assert_eq!(std::fs::read_to_string(&path).expect("text"), changed);
    }
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.run_steps(3);
    save(&mut window);
    assert_eq!(std::fs::read_to_string(&path).expect("text"), before);
}

#[test]
fn an_older_version_can_be_taken_and_given_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = donor_in(folder.path());
    let mut window = window_of_file(&path);
    window.state_mut().keep_in(folder.path());
    let open = |window: &mut Harness<'_, App>| {
        window.get_by_label("File").click();
        window.run();
        window.get_by_label("Older versions…").click();
        window.run();
    };
    open(&mut window);
    window.get_by_label_contains("None is kept yet.");
    press(&mut window, "Close");
    for inlet_flow in [61.0, 62.0] {
        slide(&mut window, "Inlet flow", inlet_flow);
        save(&mut window);
    }
    open(&mut window);
    assert!(
        window.query_by_label_contains("Inlet flow 55").is_some(),
        "the oldest is there, with what it has otherwise"
    );
    let newest = window.query_all_by_label_contains("Take: Written").next().expect("the newest");
    newest.click();
    window.run_steps(3);
    let now = |window: &Harness<'_, App>| window.state().preset().protocol.settings.procedure.inlet_flow_ml_min;
    assert_eq!((now(&window), inlet_flow(&path)), (61.0, 62.0));
    assert!(window.state().state().case.is_edited());
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.run_steps(3);
    assert_eq!(now(&window), 62.0);
}

#[test]
fn work_that_was_left_behind_is_offered_and_taken_up() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = donor_in(folder.path());
    let saved = preset::load(&path).expect("a case");
    let mut preset = saved.clone();
    SettingId::InletFlow.set(&mut preset.protocol.settings, &Value::Number(61.0));
    let keeper = Keeper::new(folder.path()).expect("a place");
    keeper.keep(&Unsaved { path: Some(path.clone()), saved, preset, lesson: None }).expect("kept");
    let is_offered = |window: &Harness<'_, App>| window.query_by_label("Unsaved work").is_some();

    let mut window = window_of(bundled("gcsf_donor"), [1280.0, 800.0], Vec::new());
    window.state_mut().keep_in(folder.path());
    window.run();
    assert!(!is_offered(&window), "its own window is still open");
    drop(keeper);
    window.state_mut().keep_in(folder.path());
    window.run();
    assert!(is_offered(&window));
    press(&mut window, "Ask me next time");
    window.state_mut().keep_in(folder.path());
    window.run();
    let name = "Restore: Healthy donor, mononuclear cells, just now";
    window.get_by_role_and_label(Role::Button, name).click();
    window.run_steps(3);
    let case = &window.state().state().case;
    assert_eq!(case.preset().protocol.settings.procedure.inlet_flow_ml_min, 61.0);
    assert_eq!((case.path(), case.is_edited()), (Some(&*path), true));
    save(&mut window);
    assert_eq!(inlet_flow(&path), 61.0);

    window.state_mut().keep_in(folder.path());
    window.run();
    press(&mut window, "Throw away");
    assert!(preset::left_behind(folder.path()).is_empty());
}

#[test]
fn work_that_was_left_behind_is_offered_whatever_else_is_said_first() {
    let folder = tempfile::tempdir().expect("a folder");
    let (saved, mut preset) = (bundled("healthy_donor"), bundled("healthy_donor"));
    SettingId::InletFlow.set(&mut preset.protocol.settings, &Value::Number(61.0));
    let keeper = Keeper::new(folder.path()).expect("a place");
    keeper.keep(&Unsaved { path: None, saved, preset, lesson: None }).expect("kept");
    drop(keeper);
    let is_offered = |window: &Harness<'_, App>| window.query_by_label("Unsaved work").is_some();

    let mut window = window_of(bundled("gcsf_donor"), [1280.0, 800.0], Vec::new());
    window.state_mut().keep_in(folder.path());
    window.state_mut().tell_of_damaged_settings(&folder.path().join("settings.damaged-1.ron"));
    window.run();
    assert!(!is_offered(&window) && window.query_by_label("Your settings could not be read").is_some());
    press(&mut window, "Close");
    assert!(is_offered(&window), "the message has not taken its place");
    // Nor does a file that is dropped on it and cannot be read.
    let broken = folder.path().join("broken.ron");
    std::fs::write(&broken, "half a ca").expect("written");
    window.input_mut().dropped_files.push(dropped(&broken));
    window.run_steps(3);
    assert!(!is_offered(&window) && window.query_by_label_contains("this is no preset").is_some());
    press(&mut window, "Close");
    assert!(is_offered(&window));
    press(&mut window, "Ask me next time");
    window.run_steps(3);
    assert!(!is_offered(&window) && window.query_by_label("Close").is_none());
}

#[test]
fn a_table_that_is_dropped_on_the_window_opens_as_its_case_and_is_not_saved_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let preset = bundled("cml_pregnancy");
    let run = buffycoat::sim::simulate(&preset.protocol).expect("runs");
    for decimal in [Decimal::Point, Decimal::Comma] {
        let mut window = window_of(bundled("gcsf_donor"), [1280.0, 800.0], Vec::new());
        let path = folder.path().join("table.csv");
        let mut bytes = Vec::new();
        buffycoat::report::csv::write(&run, &preset, "", decimal, &mut bytes).expect("memory");
        std::fs::write(&path, bytes).expect("written");
        window.input_mut().dropped_files.push(dropped(&path));
        stop(&mut window);
        assert_eq!(window.state().preset().title, preset.title, "{decimal:?}");
        assert_eq!(window.state().state().case.path(), None, "{decimal:?}");
    }
}

/// Types a path where there is no file dialog.
fn type_path(window: &mut Harness<'_, App>, path: &str) {
    window.get_by_role_and_label(Role::TextInput, "Path of the file").set_text_value_accesskit(path);
    window.run_steps(2);
    press(window, "Save");
}

#[test]
fn a_typed_path_never_replaces_a_file_unasked_and_what_is_wrong_with_it_is_said_where_it_is_typed() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = donor_in(folder.path());
    let answers = vec![PickerAnswer::NoDialog(Purpose::Save); 2];
    let mut window = window_of(bundled("gcsf_donor"), [1280.0, 800.0], answers);
    window.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::S);
    window.run_steps(4);
    for (typed, said) in [
        (folder.path().join("nowhere").join("x.ron"), "there is no folder"),
        (folder.path().to_owned(), "this is a folder"),
    ] {
        type_path(&mut window, typed.to_str().expect("text"));
        assert!(window.query_by_label_contains(said).is_some(), "{said}");
    }
    // Without its ending, it is the same file.
    type_path(&mut window, path.with_extension("").to_str().expect("text"));
    window.get_by_label("Replace this file?");
    assert_eq!(preset::load(&path).expect("a case"), bundled("healthy_donor"));
    press(&mut window, "Choose another name");
    window.run_steps(3);
    type_path(&mut window, path.to_str().expect("text"));
    press(&mut window, "Replace");
    assert_eq!(preset::load(&path).expect("a case"), bundled("gcsf_donor"));
}
