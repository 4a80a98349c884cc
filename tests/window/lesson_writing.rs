//! Promise: a lesson is written in the window from what is on the screen, tried, saved as it would be by hand, and proved.

use std::fs;
use std::path::{Path, PathBuf};

use buffycoat::app::state::{LessonDraft, Purpose};
use buffycoat::app::{App, PickerAnswer};
use buffycoat::lesson::{Lesson, StepKind, prove, read, write};
use buffycoat::preset::{Keeper, Unsaved, UnsavedLesson};
use buffycoat::sim::quantities::Quantity;
use egui::accesskit::Role;
use egui::{Event, Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::{bundled, slide, window_of};

const SIZE: [f32; 2] = [1280.0, 800.0];

fn menu(window: &mut Harness<'_, App>, entry: &str) {
    window.get_by_role_and_label(Role::Button, "Learn").click();
    window.run();
    window.get_by_label(entry).click();
    window.run();
}

/// A window in which a lesson is written from a case.
fn writing(name: &str, picks: Vec<PickerAnswer>) -> Harness<'static, App> {
    let mut window = window_of(bundled(name), SIZE, picks);
    window.state_mut().work_at_once();
    menu(&mut window, "Write a lesson from this case");
    window
}

fn draft<'a>(window: &'a Harness<'_, App>) -> &'a LessonDraft {
    window.state().state().draft.as_ref().expect("a lesson is written")
}

fn lesson(window: &Harness<'_, App>) -> Lesson {
    let text = draft(window).text().text();
    read(text).unwrap_or_else(|problems| panic!("{problems:?}\n{text}"))
}

fn press(window: &mut Harness<'_, App>, label: &str) {
    window.get_by_role_and_label(Role::Button, label).click();
    window.run();
}

fn add(window: &mut Harness<'_, App>, kind: &str) {
    press(window, "Add a step");
    press(window, kind);
}

/// Types over what a field holds.
fn type_over(window: &mut Harness<'_, App>, field: &str, words: &str) {
    let fields = window.get_all_by_label(field);
    fields.into_iter().find(|node| node.accesskit_node().is_text_input()).expect("a field").focus();
    window.run();
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.run();
    window.input_mut().events.push(Event::Text(words.to_owned()));
    window.run();
}

fn file(folder: &Path) -> PathBuf {
    folder.join("mine.ron")
}

#[test]
fn a_lesson_of_five_steps_is_written_tried_saved_and_proved() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = file(folder.path());
    let mut window = writing("small_anemic_woman", vec![PickerAnswer::Picked(Purpose::SaveLesson, path.clone())]);
    slide(&mut window, "Time", 40.0);
    add(&mut window, "draw");
    type_over(&mut window, "Question", "What will her white cells do?");
    add(&mut window, "say what was seen");
    add(&mut window, "choose");
    type_over(&mut window, "Said once it is answered", "So the run says.");
    slide(&mut window, "Inlet flow", 55.0);
    add(&mut window, "contrast");
    let written = lesson(&window);
    let kinds: Vec<_> = written.steps.iter().map(|step| step.kind.key()).collect();
    assert_eq!(kinds, ["Read", "Draw", "Observe", "Choose", "Contrast"]);
    assert_eq!(written.steps[1].kind.words(), "What will her white cells do?");
    assert!(matches!(written.steps[1].kind, StepKind::Draw { quantity: Quantity::WhiteCells, .. }));
    let StepKind::Contrast { with, .. } = &written.steps[4].kind else { panic!("{written:?}") };
    assert_eq!(with, &["procedure.inlet_flow_ml_min=55"]);
    // What the runs say stands in the heading.
    assert!(prove(&written).is_ok(), "{:?}", prove(&written));
    window.get_by_label_contains("Borne out by the runs: ");
    // It is tried at a step, and the case is as it was when that is left.
    press(&mut window, "2  draw: What will her white cells do?");
    press(&mut window, "Try it from here");
    let play = window.state().state().lesson.as_ref().expect("it is taken");
    assert_eq!(play.at, 1);
    window.get_all_by_label("Back to writing").next().expect("a button").click();
    window.run();
    assert!(window.state().state().lesson.is_none());
    assert_eq!(window.state().preset().protocol.settings.procedure.inlet_flow_ml_min, 55.0);
    assert_eq!(draft(&window).at, Some(1));
    window.key_press_modifiers(Modifiers::COMMAND, Key::S);
    window.run();
    let text = fs::read_to_string(&path).expect("it is saved");
    assert_eq!(text, write(&lesson(&window)), "as neat as by hand");
    assert!(!draft(&window).is_edited());
}

#[test]
fn steps_are_moved_taken_away_and_brought_back() {
    let mut window = writing("small_anemic_woman", Vec::new());
    add(&mut window, "estimate");
    add(&mut window, "vote");
    press(&mut window, "Earlier");
    let kinds = |window: &Harness<'_, App>| draft(window).text().kinds();
    assert_eq!(kinds(&window), ["Read", "Vote", "Number"]);
    press(&mut window, "Remove");
    assert_eq!(kinds(&window), ["Read", "Number"]);
    // What was changed last is undone first: the lesson, and then the case.
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.run();
    assert_eq!(kinds(&window), ["Read", "Vote", "Number"]);
    slide(&mut window, "Inlet flow", 55.0);
    window.run();
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.run();
    assert_eq!(kinds(&window), ["Read", "Vote", "Number"]);
    assert_ne!(window.state().preset().protocol.settings.procedure.inlet_flow_ml_min, 55.0);
    press(&mut window, "Undo");
    assert_eq!(kinds(&window), ["Read", "Number", "Vote"]);
}

#[test]
fn every_kind_of_step_is_begun_from_the_screen_and_its_form_works() {
    let mut window = writing("small_anemic_woman", Vec::new());
    slide(&mut window, "Time", 60.0);
    for kind in
        ["read", "watch", "draw", "choose", "order", "say what was seen", "estimate", "causes", "try", "say it", "vote"]
    {
        add(&mut window, kind);
        let words = ["Question", "Words", "Task"].into_iter();
        let is_there =
            |label: &&str| window.query_all_by_label(label).any(|node| node.accesskit_node().is_text_input());
        let field = words.filter(is_there).last().expect("a field");
        type_over(&mut window, field, kind);
        let written = lesson(&window);
        assert_eq!(written.steps.last().map(|step| step.kind.words()), Some(kind));
    }
    let written = lesson(&window);
    let StepKind::Read { at_min, .. } = written.steps[1].kind else { panic!("{written:?}") };
    assert_eq!(at_min, Some(60.0));
    assert_eq!(read(&write(&written)).map(|read| read.digest()), Ok(written.digest()));
}

#[test]
fn a_file_is_gone_on_with_and_what_stays_is_not_touched() {
    const TEXT: &str = "// Mine.\n(\n    version: 1, lesson: \"A\", // short\n    preset: \"gcsf_donor\",\n    steps: [\n        \
                        // First of all\n        Say(question: \"a\", compare_with: \"b\"), // kept\n        Choose(\n            \
                        question: \"c\",\n            options: [(say: \"d\", holds: AtLeast(\"product.volume_ml\", 1)), \"e\"],\n            \
                        right: 1,\n        ),\n    ],\n)\n";
    let folder = tempfile::tempdir().expect("a folder");
    let path = file(folder.path());
    fs::write(&path, TEXT).expect("written");
    let mut window =
        window_of(bundled("healthy_donor"), SIZE, vec![PickerAnswer::Picked(Purpose::OpenLesson, path.clone())]);
    window.state_mut().work_at_once();
    menu(&mut window, "Write on in the lesson of a file…");
    window.run();
    assert_eq!(draft(&window).text().text(), TEXT);
    assert_eq!(window.state().preset().title, bundled("gcsf_donor").title, "its case comes with it");
    press(&mut window, "Save lesson");
    assert_eq!(fs::read_to_string(&path).expect("a file"), TEXT);
    press(&mut window, "2  choose: c");
    type_over(&mut window, "Question", "f");
    window.key_press_modifiers(Modifiers::COMMAND, Key::S);
    window.run();
    assert_eq!(fs::read_to_string(&path).expect("a file"), TEXT.replace("\"c\"", "\"f\""));
    // Another program writes it meanwhile: that is told, and can be taken.
    let theirs = TEXT.replace("\"a\"", "\"theirs\"");
    fs::write(&path, &theirs).expect("written");
    type_over(&mut window, "Question", "g");
    window.key_press_modifiers(Modifiers::COMMAND, Key::S);
    window.run();
    window.get_by_label("The file has changed on disk");
    press(&mut window, "Take theirs");
    assert_eq!(draft(&window).text().text(), theirs);
    press(&mut window, "Undo");
    assert_eq!(draft(&window).text().text(), TEXT.replace("\"c\"", "\"g\""));
}

#[test]
fn what_is_not_borne_out_is_told_with_its_step_and_unsaved_work_is_asked_about() {
    let mut window = writing("small_anemic_woman", Vec::new());
    add(&mut window, "choose");
    window.get_by_label_contains("Borne out by the runs: ");
    // The other option is ticked too.
    window.get_by_label("Option 2 is right").click();
    window.run();
    let told = window.get_by_label_contains("Step 2, option 2: ");
    told.click();
    window.run();
    assert_eq!(draft(&window).at, Some(1));
    menu(&mut window, "Close the lesson that is written");
    window.get_by_label_contains("has changes that are not saved");
    press(&mut window, "Don't save");
    assert!(window.state().state().draft.is_none());
}

#[test]
fn a_lesson_that_was_left_behind_unsaved_is_taken_up() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = writing("gcsf_donor", Vec::new());
    add(&mut window, "say it");
    let text = draft(&window).text().text().to_owned();
    let lesson = UnsavedLesson { path: None, saved: draft(&window).saved().to_owned(), text: text.clone() };
    let case = bundled("gcsf_donor");
    let work = Unsaved { path: None, saved: case.clone(), preset: case, lesson: Some(lesson) };
    let keeper = Keeper::new(folder.path()).expect("a place");
    keeper.keep(&work).expect("kept");
    drop(keeper);

    let mut window = window_of(bundled("healthy_donor"), SIZE, Vec::new());
    window.state_mut().keep_in(folder.path());
    window.run();
    window.get_by_label_contains("With the lesson that was being written");
    let restore = format!("Restore: {}, just now", bundled("gcsf_donor").title);
    window.get_by_role_and_label(Role::Button, &restore).click();
    window.run_steps(3);
    assert_eq!(draft(&window).text().text(), text);
    assert!(draft(&window).is_edited() && !window.state().state().case.is_edited());
}
