//! The gallery shows every case, is reached and left at any time, and loses nothing.

use super::{bundled, opened, painted_in, slide, window_of};
use buffycoat::app::App;
use buffycoat::app::PickerAnswer;
use buffycoat::preset::{self, BUNDLED};
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

const USUAL: [f32; 2] = [1280.0, 800.0];

/// A window that opens as without a file.
fn at_home(size: [f32; 2]) -> Harness<'static, App> {
    opened(bundled("healthy_donor"), size, Vec::new(), |app| {
        app.work_at_once();
        app.begin_at_home();
    })
}

/// A window with a case, in which all work is done at once.
fn with_case(answers: Vec<PickerAnswer>) -> Harness<'static, App> {
    opened(bundled("healthy_donor"), USUAL, answers, App::work_at_once)
}

fn is_home(window: &Harness<'_, App>) -> bool {
    window.query_by_label("What is leukapheresis?").is_some()
}

fn case<'a>(window: &'a Harness<'_, App>, title: &'a str) -> egui_kittest::Node<'a> {
    window.get_by_role_and_label(Role::Button, title)
}

#[test]
fn it_says_what_leukapheresis_is_and_shows_every_case_in_its_group() {
    let window = at_home(USUAL);
    assert!(is_home(&window));
    for heading in ["Why it is done", "What goes wrong", "Donors and collections", "Children"] {
        window.get_by_label(heading);
    }
    window.get_by_role_and_label(Role::Button, "Watch a first run, 1 minute");
    for bundled in BUNDLED {
        let preset = bundled.preset().expect("sound");
        let card = case(&window, preset.short_title());
        let said = card.accesskit_node().data().description().expect("a sentence").to_owned();
        assert!(said.starts_with(&preset.cover.in_short) && said.ends_with(&preset.cover.teaches), "{said}");
    }
    assert!(window.query_by_label("Your files").is_none() && window.query_by_label_contains("Back to").is_none());
}

#[test]
fn all_of_it_is_seen_in_the_usual_window_and_no_title_is_cut() {
    let window = at_home(USUAL);
    for bundled in BUNDLED {
        let title = bundled.preset().expect("sound").short_title();
        assert!(case(&window, title).rect().bottom() <= USUAL[1], "{title}");
    }
    for size in [USUAL, [960.0, 540.0], [1024.0, 768.0], [1920.0, 1080.0], [3840.0, 2160.0]] {
        let window = at_home(size);
        let painted = painted_in(&window.output().shapes);
        for bundled in BUNDLED.iter().take(2) {
            let preset = bundled.preset().expect("sound");
            let title = painted.iter().find(|painted| painted.words == preset.short_title());
            let title = title.unwrap_or_else(|| panic!("{} is not there at {size:?}", preset.short_title()));
            assert!(title.rect.right() <= size[0]);
        }
    }
}

#[test]
fn a_case_is_opened_by_the_keyboard_alone_at_its_telling_moment_in_motion() {
    let mut window = at_home(USUAL);
    window.key_press(Key::ArrowDown);
    window.run();
    assert!(case(&window, "Watch a first run, 1 minute").is_focused());
    window.key_press(Key::ArrowDown);
    window.run();
    let title = BUNDLED[0].preset().expect("sound").short_title();
    assert!(case(&window, title).is_focused(), "the first case");
    window.key_press(Key::Enter);
    window.run_steps(3);
    let app = window.state();
    assert!(!is_home(&window) && app.preset().title == BUNDLED[0].title());
    let telling_min = app.preset().cover.opens_at_min.expect("given");
    assert!(app.playhead_min() >= telling_min && app.state().playback.playing);
    window.get_by_label(&app.preset().cover.in_short);
    window.get_by_role_and_label(Role::Button, "Close the story").click();
    window.run_steps(2);
    assert!(window.query_by_label(&window.state().preset().cover.in_short).is_none());
}

#[test]
fn with_reduced_motion_a_case_rests_at_its_telling_moment() {
    let mut window = at_home(USUAL);
    window.key_press_modifiers(Modifiers::COMMAND, Key::K);
    window.run_steps(3);
    window.get_by_role_and_label(Role::TextInput, "Find anything…").type_text("reduced motion");
    window.run_steps(3);
    window.key_press(Key::Enter);
    window.run_steps(3);
    assert!(is_home(&window), "it is still there");
    case(&window, "Small woman, anemia").click();
    window.run();
    let app = window.state();
    assert_eq!(Some(app.playhead_min()), app.preset().cover.opens_at_min);
    assert!(!app.state().playback.playing);
}

#[test]
fn home_and_back_keeps_the_case_its_playhead_and_undo() {
    let mut window = with_case(Vec::new());
    slide(&mut window, "Inlet flow", 61.0);
    window.state_mut().seek(40.0);
    window.run();
    window.key_press(Key::H);
    window.run();
    assert!(is_home(&window));
    window.get_by_role_and_label(Role::Button, "Back to Healthy donor").click();
    window.run();
    let app = window.state();
    assert!(!is_home(&window) && app.playhead_min() == 40.0);
    assert_eq!(app.preset().protocol.settings.procedure.inlet_flow_ml_min, 61.0);
    // By the button in the bar, and back by Escape.
    window.get_by_role_and_label(Role::Button, "Home: all cases").click();
    window.run();
    assert!(is_home(&window));
    window.key_press(Key::Escape);
    window.run();
    assert!(!is_home(&window));
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.run();
    assert_eq!(window.state().preset(), &bundled("healthy_donor"));
}

#[test]
fn unsaved_changes_are_asked_about_before_another_case_is_opened_from_it() {
    let mut window = with_case(Vec::new());
    slide(&mut window, "Inlet flow", 61.0);
    window.key_press(Key::H);
    window.run();
    case(&window, "Small woman, anemia").click();
    window.run();
    window.get_by_label("Save your changes?");
    window.get_by_label("Cancel").click();
    window.run();
    assert!(is_home(&window) && window.state().preset().title == bundled("healthy_donor").title);
    window.get_by_role_and_label(Role::Button, "Watch a first run, 1 minute").click();
    window.run();
    window.get_by_label("Don't save").click();
    window.run_steps(3);
    window.get_by_label("Blood is drawn");
}

#[test]
fn a_case_is_found_by_what_is_said_of_it_and_enter_opens_it() {
    let mut window = at_home(USUAL);
    window.get_by_role_and_label(Role::TextInput, "Find a case").focus();
    window.run();
    window.get_by_role_and_label(Role::TextInput, "Find a case").type_text("cirrhosis");
    window.run();
    case(&window, "Liver failure, citrate");
    assert!(window.query_by_label("Healthy donor").is_none() && window.query_by_label("Children").is_none());
    window.key_press(Key::Enter);
    window.run_steps(3);
    assert_eq!(window.state().preset().title, bundled("liver_failure_citrate").title);
}

#[test]
fn what_is_not_found_is_said_and_escape_shows_all_again() {
    let mut window = at_home(USUAL);
    window.get_by_role_and_label(Role::TextInput, "Find a case").focus();
    window.run();
    window.get_by_role_and_label(Role::TextInput, "Find a case").type_text("unicorn");
    window.run();
    window.get_by_label("No case has “unicorn” in it.");
    window.key_press(Key::Escape);
    window.run();
    window.key_press(Key::Escape);
    window.run();
    assert!(is_home(&window), "there is no case to go back to");
}

#[test]
fn the_teachers_own_files_stand_there_with_their_words() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("tuesday.ron");
    let mut own = bundled("gcsf_donor");
    own.cover.short_title = "My donor".to_owned();
    own.cover.in_short = "She gives on a Tuesday.".to_owned();
    preset::save(&path, &own).expect("saved");
    let answers = vec![PickerAnswer::Picked(buffycoat::app::state::Purpose::Open, path.clone())];
    let mut window = with_case(answers);
    window.key_press_modifiers(Modifiers::COMMAND, Key::O);
    window.run_steps(4);
    window.key_press(Key::H);
    window.run();
    window.get_by_label("Your files");
    let card = case(&window, "My donor");
    assert!(card.accesskit_node().data().description().expect("words").starts_with("She gives on a Tuesday."));
    // One that was broken meanwhile is said to be.
    std::fs::write(&path, "(").expect("written");
    window.key_press(Key::H);
    window.run_steps(2);
    window.key_press(Key::H);
    window.run();
    let said = case(&window, "tuesday.ron").accesskit_node().data().description().expect("words").to_owned();
    assert_eq!(said, "Cannot be read. Open it to see why.");
}

#[test]
fn a_lesson_of_the_teachers_own_stands_there_as_one_and_opens_as_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("wednesday.ron");
    std::fs::write(&path, buffycoat::lesson::BUNDLED[0].text).expect("written");
    let title = buffycoat::lesson::BUNDLED[0].lesson().expect("sound").title.clone();
    let mut window = with_case(Vec::new());
    let ctx = window.ctx.clone();
    window.state_mut().open_dropped(&ctx, path);
    window.run_steps(4);
    window.key_press(Key::Escape);
    window.run_steps(4);
    assert!(window.state().state().lesson.is_none() && is_home(&window));
    window.get_by_label("Your files");
    let lesson = case(&window, &title);
    let said = lesson.accesskit_node().data().description().expect("words").to_owned();
    assert_eq!(said, "A lesson: wednesday.ron");
    lesson.click();
    window.run_steps(4);
    assert!(window.state().state().lesson.is_some(), "it is taken");
}

#[test]
fn a_picture_moves_only_while_it_is_pointed_at() {
    let mut window = at_home(USUAL);
    let place = case(&window, "Small woman, anemia").rect().center();
    window.hover_at(place);
    window.run_steps(3);
    let moving = window.state().state().gallery.moving.clone().expect("it moves");
    assert!(moving.at_min > bundled("small_anemic_woman").cover.opens_at_min.expect("given"));
    window.hover_at(egui::pos2(640.0, 20.0));
    window.run();
    assert_eq!(window.state().state().gallery.moving, None, "and the window rests");
}

#[test]
fn documents_are_read_from_it_and_lead_back_to_it() {
    let mut window = at_home(USUAL);
    window.key_press(Key::F4);
    window.run();
    assert!(!is_home(&window));
    window.key_press(Key::Escape);
    window.run();
    assert!(is_home(&window));
}

#[test]
fn a_window_opened_with_a_case_has_no_gallery_before_it() {
    let window = window_of(bundled("healthy_donor"), USUAL, Vec::new());
    assert!(!is_home(&window));
}
