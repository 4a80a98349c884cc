//! Lessons in the window: taken to their end by keyboard alone, nothing seen before it is foretold, nothing lost that was answered.

use std::path::Path;

use buffycoat::app::state::{LessonSource, Purpose};
use buffycoat::app::{App, PickerAnswer};
use buffycoat::lesson::{
    Answered, BUNDLED, Code, Lesson, Outcome, SeenAmong, StepKind, Truth, Verdict, reach, read_answers, read_folder,
    read_handed_in,
};
use buffycoat::preset::BUNDLED as BUNDLED_CASES;
use buffycoat::sim::quantities::Quantity;
use buffycoat::text::{Text, quantity_number};
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::{bundled, keep_pixels, slide, window_of, words_of};

const SIZE: [f32; 2] = [1280.0, 800.0];

fn lesson(place: usize) -> &'static Lesson {
    BUNDLED[place].lesson().expect("read by a test of its own")
}

fn place_of(name: &str) -> usize {
    BUNDLED.iter().position(|bundled| bundled.name == name).expect("a bundled lesson")
}

/// A window in which a lesson has just been opened, its answers kept in this folder.
fn begun(place: usize, folder: Option<&Path>, picks: Vec<PickerAnswer>) -> Harness<'static, App> {
    let mut window = window_of(bundled("healthy_donor"), SIZE, picks);
    if let Some(folder) = folder {
        window.state_mut().keep_in(folder);
    }
    let ctx = window.ctx.clone();
    window.state_mut().work_at_once();
    window.state_mut().begin_lesson(&ctx, LessonSource::Bundled(place));
    window.run();
    keep_pixels(&mut window, SIZE);
    window
}

fn at(window: &Harness<'_, App>) -> usize {
    window.state().state().lesson.as_ref().expect("a lesson is taken").at
}

fn is_locked(window: &Harness<'_, App>) -> bool {
    let play = window.state().state().lesson.as_ref().expect("a lesson is taken");
    play.is_locked(play.at)
}

fn say(id: &str) -> String {
    Text::english().get(id)
}

/// Presses Tab until this control has the keyboard.
fn tab_to(window: &mut Harness<'_, App>, role: Role, label: &str) {
    for _ in 0..80 {
        let is_there = |window: &Harness<'_, App>| {
            window.query_all_by_role(role).any(|node| {
                let node = node.accesskit_node();
                node.is_focused() && node.label().as_deref() == Some(label)
            })
        };
        // What belongs together is one stop: within it arrows go on.
        let is_in_group = |window: &Harness<'_, App>| {
            role == Role::RadioButton && window.query_all_by_role(role).any(|node| node.accesskit_node().is_focused())
        };
        for _ in 0..6 {
            if is_there(window) {
                return;
            }
            if !is_in_group(window) {
                break;
            }
            window.key_press(Key::ArrowRight);
            window.run_steps(3);
        }
        window.key_press(Key::Tab);
        window.run_steps(2);
    }
    panic!("{label} cannot be reached by Tab");
}

fn press(window: &mut Harness<'_, App>, role: Role, label: &str) {
    tab_to(window, role, label);
    window.key_press(Key::Enter);
    window.run_steps(3);
}

/// Runs until what is played has come to its end.
fn watch(window: &mut Harness<'_, App>) {
    for _ in 0..2000 {
        if !window.state().state().playback.playing {
            break;
        }
        window.step();
    }
    window.run();
}

/// Places of the answers that are right, or of wrong ones.
fn places(lesson: &Lesson, step: usize, right: bool) -> Vec<usize> {
    let key = buffycoat::lesson::Key::of(lesson).expect("a lesson that runs");
    let count = match &lesson.steps[step].kind {
        StepKind::Choose { options, .. } | StepKind::Vote { options, .. } => options.len(),
        StepKind::Observe { among: SeenAmong::Warnings(ids), .. } => ids.len(),
        StepKind::Observe { among: SeenAmong::Quantities(quantities), .. } => quantities.len(),
        StepKind::Order { chain, .. } => {
            let chain: Vec<_> = (0..chain.len()).collect();
            return if right { chain } else { chain.into_iter().rev().collect() };
        }
        _ => 0,
    };
    match &key.truths[step] {
        Some(Truth::Places(truth)) if right => truth.clone(),
        Some(Truth::Places(truth)) => (0..count).filter(|place| !truth.contains(place)).take(1).collect(),
        _ => Vec::new(),
    }
}

/// Gives the answer of the step by the keyboard alone, up to the lock.
fn answer(window: &mut Harness<'_, App>, lesson: &Lesson, right: bool) {
    answer_by(window, lesson, right, 4);
}

/// The same; a drawn curve goes so many presses up or down at each of its points.
fn answer_by(window: &mut Harness<'_, App>, lesson: &Lesson, right: bool, presses: usize) {
    let step = at(window);
    let text = Text::english();
    match &lesson.steps[step].kind {
        StepKind::Draw { quantity, .. } => {
            tab_to(window, Role::Canvas, &text.quantity_name(*quantity));
            let way = if right { Key::ArrowDown } else { Key::ArrowUp };
            for _ in 0..3 {
                window.key_press(Key::Enter);
                window.run_steps(2);
                for _ in 0..presses {
                    window.key_press(way);
                    window.run_steps(2);
                }
            }
        }
        StepKind::Choose { .. } | StepKind::Observe { .. } | StepKind::Vote { .. } => {
            for place in places(lesson, step, right) {
                window.key_press(Key::from_name(&(place + 1).to_string()).expect("a digit"));
                window.run_steps(2);
            }
        }
        StepKind::Order { chain, distractors, .. } => {
            for place in places(lesson, step, right) {
                let link = chain.iter().chain(distractors).nth(place).expect("a link").clone();
                press(window, Role::Button, &link);
            }
        }
        StepKind::Number { .. } => {
            let field = window.query_all_by_role(Role::TextInput).next().expect("a field for the number");
            field.focus();
            window.run_steps(2);
            window.query_all_by_role(Role::TextInput).next().expect("a field").type_text("12");
            window.run_steps(2);
        }
        StepKind::Causes { pick, .. } => {
            let play = window.state().state().lesson.as_ref().expect("taken");
            let causes = play.causes().expect("found in the run");
            assert!(causes.len() >= *pick);
            for place in 1..=*pick {
                window.key_press(Key::from_name(&place.to_string()).expect("a digit"));
                window.run_steps(2);
            }
        }
        StepKind::Contrast { .. } | StepKind::Say { .. } => {
            let name = say("lesson-own-words");
            tab_to(window, Role::MultilineTextInput, &name);
            window.get_by_role_and_label(Role::MultilineTextInput, &name).type_text("More of less is more.");
            window.run_steps(2);
        }
        StepKind::Try(asked) if right => {
            let protocol = &lesson.case_of(&lesson.steps[step]).protocol;
            let best = reach(protocol, asked, &|| false).expect("not called off").best;
            for (setting, value) in best.settings {
                slide(window, &text.setting(setting), value);
            }
        }
        StepKind::Try(_) | StepKind::Read { .. } | StepKind::Watch { .. } => {}
    }
    let play = window.state().state().lesson.as_ref().expect("taken");
    if play.asks_sure() {
        let sure = say(if right { "lesson-certain" } else { "lesson-guess" });
        press(window, Role::RadioButton, &sure);
    }
}

/// The button that locks the answer, by its name.
fn lock_name(lesson: &Lesson, step: usize, voted: bool) -> String {
    say(match &lesson.steps[step].kind {
        StepKind::Draw { .. } => "lesson-lock-line",
        StepKind::Try(_) => "lesson-hand-in",
        StepKind::Say { .. } | StepKind::Contrast { .. } => "lesson-lock-words",
        StepKind::Vote { .. } if !voted => "lesson-vote",
        _ => "lesson-lock",
    })
}

/// Goes through a whole lesson; each step is answered rightly where this says so.
fn take(window: &mut Harness<'_, App>, lesson: &Lesson, is_right: impl Fn(usize) -> bool) {
    take_by(window, lesson, is_right, 4);
}

fn take_by(window: &mut Harness<'_, App>, lesson: &Lesson, is_right: impl Fn(usize) -> bool, presses: usize) {
    for step in 0..lesson.steps.len() {
        assert_eq!(at(window), step);
        watch(window);
        if lesson.steps[step].kind.answered() != Answered::Not {
            answer_by(window, lesson, is_right(step), presses);
            let gives_up = matches!(lesson.steps[step].kind, StepKind::Try(_)) && !is_right(step);
            let lock = if gives_up { say("lesson-show-me") } else { lock_name(lesson, step, false) };
            press(window, Role::Button, &lock);
            if matches!(lesson.steps[step].kind, StepKind::Vote { .. }) {
                answer(window, lesson, is_right(step));
                press(window, Role::Button, &lock_name(lesson, step, true));
            }
            assert!(is_locked(window), "step {} of {}", step + 1, lesson.title);
            watch(window);
        }
        let next = say(if step + 1 == lesson.steps.len() { "lesson-finish" } else { "lesson-next" });
        press(window, Role::Button, &next);
    }
}

#[test]
fn every_lesson_can_be_finished_by_keyboard_alone() {
    for place in 0..BUNDLED.len() {
        let lesson = lesson(place);
        let mut window = begun(place, None, Vec::new());
        take(&mut window, lesson, |_| true);
        let play = window.state().state().lesson.as_ref().expect("taken");
        assert!(play.at_end, "{}", lesson.title);
        let code = play.code().expect("few enough steps");
        assert!(Code::read(&code).is_ok_and(|read| read.fit(lesson).is_ok()), "{code}");
        window.get_by_label(&code);
    }
}

/// All that the window tells: what is painted, and what a screen reader is told.
fn all_told(window: &Harness<'_, App>) -> Vec<String> {
    let mut told = words_of(&window.output().shapes);
    for role in
        [Role::Figure, Role::Canvas, Role::Label, Role::Button, Role::Heading, Role::GraphicsSymbol, Role::Slider]
    {
        for node in window.query_all_by_role(role) {
            let node = node.accesskit_node();
            let data = node.data();
            told.extend(
                [node.label(), data.value().map(str::to_owned), data.description().map(str::to_owned)]
                    .into_iter()
                    .flatten(),
            );
        }
    }
    told
}

#[test]
fn nothing_of_what_is_foretold_can_be_seen_before() {
    for place in 0..BUNDLED.len() {
        let lesson = lesson(place);
        let draws = lesson.steps.iter().position(|step| matches!(step.kind, StepKind::Draw { .. }));
        let draws = draws.expect("every lesson has a curve to draw");
        let StepKind::Draw { quantity, .. } = lesson.steps[draws].kind else { unreachable!() };
        let mut window = begun(place, None, Vec::new());
        while at(&window) < draws {
            if lesson.steps[at(&window)].kind.answered() != Answered::Not {
                window.get_by_label(&say("lesson-do-not-know")).click_accesskit();
                window.run();
            }
            window.key_press(Key::PageDown);
            window.run();
        }
        let run = window.state().run();
        let start = quantity_number(quantity, quantity.at(&run.at(0.0)).expect("known"));
        let values = (1..=20).map(|share| quantity.at(&run.at(run.end_min * f64::from(share) / 20.0)));
        let hidden: Vec<String> =
            values.flatten().map(|value| quantity_number(quantity, value)).filter(|value| *value != start).collect();
        let is_hidden = |window: &Harness<'_, App>, after: &str| {
            let mut told = all_told(window);
            // The student's own points are no secret: Space presses the first shape.
            told.retain(|words| !words.contains("Point "));
            let name = Text::english().quantity_name(quantity);
            for value in &hidden {
                let says = |words: &&String| {
                    // Ticks of the axis and settings are numbers too: what tells stands by the quantity's name, or at a moment.
                    words.contains(&name) && words.split([' ', ',', ';']).any(|word| word == value)
                };
                let found = told.iter().find(says);
                assert!(found.is_none(), "{}, {after}: {found:?}", lesson.title);
            }
            assert_eq!(window.state().playhead_min(), 0.0, "{}, {after}", lesson.title);
            assert!(
                window.query_all_by_role(Role::Canvas).count() == 1,
                "{}, {after}: the paper is there",
                lesson.title
            );
        };
        is_hidden(&window, "at first");
        // Keys that elsewhere would show the run, its numbers, its warnings, another page, or hand it out.
        let plain = [
            Key::End,
            Key::N,
            Key::Space,
            Key::D,
            Key::Y,
            Key::T,
            Key::Num2,
            Key::Num3,
            Key::Num4,
            Key::Num5,
            Key::Num6,
            Key::L,
            Key::F2,
            Key::F3,
            Key::F5,
            Key::F9,
            Key::F12,
            Key::H,
            Key::K,
            Key::B,
            Key::E,
            Key::M,
            Key::PageDown,
        ];
        for key in plain {
            window.key_press(key);
            window.run_steps(3);
            is_hidden(&window, key.name());
        }
        for key in [Key::K, Key::Z, Key::S, Key::O, Key::V, Key::N] {
            window.key_press_modifiers(Modifiers::COMMAND, key);
            window.run_steps(3);
            is_hidden(&window, key.name());
            assert!(window.state().state().dialogs.open.is_none(), "{}", key.name());
        }
    }
}

/// A lesson that asks for a curve of platelets, on a small woman from whom more may be collected after an hour.
fn asking(changes: &str) -> String {
    let case = BUNDLED_CASES.iter().find(|case| case.name == "small_anemic_woman").expect("bundled").text;
    let case = case.replace("duration_min: 180", &format!("duration_min: 180, {changes}"));
    let step = "Draw(quantity: platelets_e9_per_l, question: \"Draw them.\", then: \"So they went.\")";
    format!(
        "(version: 1, lesson: \"A\", preset: {case}, hide: [Warnings], steps: [{step}, Say(question: \"Why?\", compare_with: \"So.\")])"
    )
}

#[test]
fn no_picture_depends_on_what_is_foretold() {
    let folder = tempfile::tempdir().expect("a folder");
    let seen = ["changes: []", "changes: [(at_min: 60, collect_flow_ml_min: 4.0)]"].map(|changes| {
        let file = folder.path().join("lesson.ron");
        std::fs::write(&file, asking(changes)).expect("written");
        let mut window = window_of(bundled("healthy_donor"), SIZE, Vec::new());
        let ctx = window.ctx.clone();
        window.state_mut().work_at_once();
        window.state_mut().begin_lesson(&ctx, LessonSource::File(file));
        window.run();
        keep_pixels(&mut window, SIZE);
        let end = window.state().run().at(180.0);
        let platelets = Quantity::Platelets.at(&end).expect("known");
        (platelets, format!("{:?}", window.output().shapes), all_told(&window))
    });
    let [one, other] = seen;
    assert!((one.0 - other.0).abs() > 3.0, "the runs differ: {} and {}", one.0, other.0);
    let apart = one.1.bytes().zip(other.1.bytes()).position(|(one, other)| one != other);
    if let Some(at) = apart {
        let around = |painted: &str| painted[at.saturating_sub(400)..(at + 400).min(painted.len())].to_owned();
        panic!("what is painted tells the runs apart: {} | {}", around(&one.1), around(&other.1));
    }
    assert_eq!(one.2, other.2);
}

/// Goes to a step and knows nothing on the way.
fn go_to(window: &mut Harness<'_, App>, lesson: &Lesson, step: usize) {
    while at(window) < step {
        let kind = &lesson.steps[at(window)].kind;
        if kind.answered() != Answered::Not && !is_locked(window) {
            let message = if matches!(kind, StepKind::Try(_)) { "lesson-show-me" } else { "lesson-do-not-know" };
            window.get_by_label(&say(message)).click_accesskit();
            window.run_steps(3);
        }
        // The curve of a prediction is played before one may go on.
        while window.state().state().playback.playing {
            window.step();
        }
        window.run_steps(3);
        window.key_press(Key::PageDown);
        window.run_steps(3);
    }
}

#[test]
fn a_vote_can_be_kept_without_talking() {
    let place = place_of("who_pays");
    let lesson = lesson(place);
    let vote = lesson.steps.iter().position(|step| matches!(step.kind, StepKind::Vote { .. })).expect("a vote");
    let mut window = begun(place, None, Vec::new());
    go_to(&mut window, lesson, vote);
    answer(&mut window, lesson, false);
    press(&mut window, Role::Button, &say("lesson-vote"));
    assert!(!is_locked(&window), "one may talk and vote again");
    window.get_by_label(&say("lesson-vote-keep")).click_accesskit();
    window.run();
    press(&mut window, Role::RadioButton, &say("lesson-guess"));
    press(&mut window, Role::Button, &lock_name(lesson, vote, true));
    assert!(is_locked(&window));
    let answers = window.state().state().lesson.as_ref().expect("taken").answers();
    let own = answers.of(&lesson.steps[vote].id).expect("answered");
    assert_eq!(own.given, own.first_vote, "the vote is the same");
}

#[test]
fn a_challenge_shows_its_map_once_it_is_handed_in() {
    let place = place_of("who_pays");
    let lesson = lesson(place);
    let challenge = lesson.steps.iter().position(|step| matches!(step.kind, StepKind::Try(_))).expect("a challenge");
    let mut window = begun(place, None, Vec::new());
    go_to(&mut window, lesson, challenge);
    assert!(window.query_by_label(&say("landscape-show")).is_none(), "not before");
    window.key_press(Key::PageDown);
    window.run_steps(3);
    // What is to be pressed is called as it is called on the screen.
    let [button, other] = ["lesson-hand-in", "lesson-show-me"].map(say);
    window.get_by_label_contains(&format!("“{button}” or “{other}”"));
    answer(&mut window, lesson, true);
    press(&mut window, Role::Button, &say("lesson-hand-in"));
    window.run_steps(40);
    window.get_by_label(&say("landscape-show")).click_accesskit();
    window.run_steps(40);
    window.get_by_label_contains("of all pairs of these settings");
    window.get_by_label(&say("landscape-hide"));
}

#[test]
fn the_dots_of_a_lesson_are_one_tab_stop() {
    let mut window = begun(place_of("who_pays"), None, Vec::new());
    let go_to = |window: &Harness<'_, App>| {
        let focused = window.query_all_by_role(Role::Button).find(egui_kittest::Node::is_focused);
        focused.and_then(|node| node.accesskit_node().label()).filter(|name| name.starts_with("Go to step"))
    };
    window.get_by_label(&say("lesson-do-not-know")).click_accesskit();
    window.run();
    window.key_press(Key::PageDown);
    window.run();
    let mut stops = std::collections::BTreeSet::new();
    for _ in 0..60 {
        window.key_press(Key::Tab);
        window.run_steps(2);
        stops.extend(go_to(&window));
    }
    assert_eq!(stops.len(), 1, "{stops:?}");
    while go_to(&window).is_none() {
        window.key_press(Key::Tab);
        window.run_steps(2);
    }
    window.key_press(Key::ArrowLeft);
    window.run();
    window.key_press(Key::Enter);
    window.run();
    assert_eq!(at(&window), 0);
}

#[test]
fn what_is_locked_stays_whatever_is_pressed() {
    let place = place_of("who_pays");
    let mut window = begun(place, None, Vec::new());
    let lesson = lesson(place);
    answer(&mut window, lesson, false);
    press(&mut window, Role::Button, &lock_name(lesson, 0, false));
    let before = window_work(&window);
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    for key in [Key::Num1, Key::Num2, Key::Num3] {
        window.key_press(key);
        window.run_steps(2);
    }
    assert_eq!(window_work(&window), before);
}

/// What has been answered at the step.
fn window_work(window: &Harness<'_, App>) -> String {
    window.state().state().lesson.as_ref().expect("taken").answers().write()
}

#[test]
fn a_lesson_is_taken_up_where_it_was_left_and_nothing_answered_is_lost() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = place_of("who_pays");
    let lesson = lesson(place);
    let written = {
        let mut window = begun(place, Some(folder.path()), Vec::new());
        for step in 0..2 {
            answer(&mut window, lesson, step == 0);
            press(&mut window, Role::Button, &lock_name(lesson, step, false));
            press(&mut window, Role::Button, &say("lesson-next"));
        }
        window_work(&window)
        // The window is gone without a word, as in a power cut.
    };
    let mut window = begun(place, Some(folder.path()), Vec::new());
    let again = window_work(&window);
    let answers = |text: &str| read_answers(text).expect("as it was written").answers;
    assert_eq!(answers(&again), answers(&written));
    assert_eq!(at(&window), 1, "the step that was locked last");
    window.get_by_label(&say("lesson-resumed"));
    window.get_by_label(&say("lesson-again")).click_accesskit();
    window.run();
    assert!(at(&window) == 0 && !is_locked(&window), "begun anew");
}

#[test]
fn home_leads_on_with_a_lesson_that_was_left_in_the_middle() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = place_of("who_pays");
    let lesson = lesson(place);
    let told = |window: &Harness<'_, App>| {
        let name = Text::english().with("palette-lesson", &[("title", lesson.title.clone())]);
        let row = window.get_by_role_and_label(Role::Button, &name);
        row.accesskit_node().data().description().expect("a sentence").to_owned()
    };
    let count = [("at", "2".to_owned()), ("count", lesson.steps.len().to_string())];
    let go_on = Text::english().with("home-lesson-begun", &count);
    let mut window = begun(place, Some(folder.path()), Vec::new());
    answer(&mut window, lesson, true);
    press(&mut window, Role::Button, &lock_name(lesson, 0, false));
    press(&mut window, Role::Button, &say("lesson-next"));
    press(&mut window, Role::Button, &say("lesson-leave"));
    assert!(told(&window).starts_with(&go_on), "{}", told(&window));
    drop(window);
    // The next window begins there.
    let mut window = window_of(bundled("healthy_donor"), SIZE, Vec::new());
    window.state_mut().begin_at_home();
    window.state_mut().keep_in(folder.path());
    window.run_steps(3);
    assert!(told(&window).starts_with(&go_on), "{}", told(&window));
    let ctx = window.ctx.clone();
    window.state_mut().begin_lesson(&ctx, LessonSource::Bundled(place));
    window.run_steps(3);
    assert_eq!(at(&window), 1);
    window.get_by_label(&say("lesson-again")).click_accesskit();
    window.run_steps(3);
    press(&mut window, Role::Button, &say("lesson-leave"));
    assert!(!told(&window).starts_with("Go on"), "{}", told(&window));
}

#[test]
fn a_question_that_is_asked_again_is_not_told_before() {
    let place = place_of("who_pays");
    let lesson = lesson(place);
    assert!(lesson.steps[0].pair.is_some(), "it begins with a question before");
    let mut window = begun(place, None, Vec::new());
    answer(&mut window, lesson, true);
    press(&mut window, Role::Button, &lock_name(lesson, 0, false));
    let StepKind::Choose { why, .. } = &lesson.steps[0].kind else { panic!("a choice") };
    let told = all_told(&window);
    assert!(!told.iter().any(|words| words.contains(why.as_str())), "the reason comes at the end");
    assert!(!told.iter().any(|words| words.contains("so it is")));
    window.get_by_label(&say("lesson-told-later"));
}

#[test]
fn answers_are_handed_in_as_a_file_that_is_marked_as_in_the_window() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("seat_7.ron");
    let place = place_of("who_pays");
    let lesson = lesson(place);
    let mut window = begun(place, None, vec![PickerAnswer::Picked(Purpose::Answers, file.clone())]);
    take(&mut window, lesson, |step| step % 3 != 0);
    let seat = say("lesson-seat");
    window.get_by_label(&seat).focus();
    window.run_steps(2);
    window.get_by_label(&seat).type_text("7");
    window.run_steps(3);
    window.get_by_label(&say("lesson-save-answers")).click_accesskit();
    window.run();
    let play = window.state().state().lesson.as_ref().expect("taken");
    let in_window: Vec<(usize, Verdict)> = play.marked().collect();
    let key = buffycoat::lesson::Key::of(lesson).expect("a lesson that runs");
    let class = buffycoat::lesson::Class::of(lesson, &key, read_folder(folder.path()).expect("a folder").handed_in);
    let [student] = &class.students[..] else { panic!("{:?}", class.left_out) };
    assert_eq!(student.seat, Some(7));
    for (step, verdict) in in_window {
        assert_eq!(student.results[step].as_ref().map(|result| result.verdict), Some(verdict), "step {}", step + 1);
    }
    // The code says the same.
    let code = play.code().expect("short enough");
    let class = buffycoat::lesson::Class::of(lesson, &key, read_handed_in("code", &code));
    let [by_code] = &class.students[..] else { panic!("{:?}", class.left_out) };
    assert_eq!((by_code.before, by_code.after, by_code.seat), (student.before, student.after, student.seat));
}

#[test]
fn codes_that_are_pasted_are_a_class_and_join_one() {
    let place = place_of("who_pays");
    let lesson = lesson(place);
    let right = Outcome { verdict: Verdict::Right, is_certain: false };
    let code =
        |seat| Code::of(lesson, Some(seat), |_| Some(right)).and_then(|code| code.write()).expect("short enough");
    let codes = [1, 2].map(code);
    let mut window = window_of(bundled("healthy_donor"), SIZE, Vec::new());
    let students =
        |window: &Harness<'_, App>| window.state().state().class.as_ref().map(|view| view.class.students.len());
    for (pasted, count) in [(codes[0].clone(), 1), (format!("{}\n{}", codes[0], codes[1]), 2)] {
        window.event(egui::Event::Paste(pasted));
        window.run();
        assert_eq!(students(&window), Some(count));
    }
}

/// Thirty students play lesson 3 through the window, some badly, and hand in: `BUFFYCOAT_WRITE_CLASS=FOLDER` says where.
#[test]
#[ignore = "takes minutes; writes the answers of a class to be looked at"]
fn a_class_of_thirty_hands_in() {
    const STUDENTS: u64 = 30;
    let Some(folder) = std::env::var_os("BUFFYCOAT_WRITE_CLASS") else { return };
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder).expect("a folder");
    let place = place_of("who_pays");
    let lesson = lesson(place);
    let mut seed = 11;
    let mut chance = move || {
        seed = buffycoat::study::rng::next_seed(seed);
        (seed % 1000) as f64 / 1000.0
    };
    for student in 1..=STUDENTS {
        let file = folder.join(format!("seat_{student}.ron"));
        let skill = 0.35 + 0.5 * chance();
        let is_right: Vec<bool> = lesson
            .steps
            .iter()
            .map(|step| {
                // What is asked again is known better.
                let learned = if step.pair.as_ref().is_some_and(|pair| pair.is_after) { 0.3 } else { 0.0 };
                chance() < skill + learned
            })
            .collect();
        let mut window = begun(place, None, vec![PickerAnswer::Picked(Purpose::Answers, file)]);
        let presses = 1 + (8.0 * chance()) as usize;
        take_by(&mut window, lesson, |step| is_right[step], presses);
        let seat = say("lesson-seat");
        window.get_by_label(&seat).focus();
        window.run_steps(2);
        window.get_by_label(&seat).type_text(&student.to_string());
        window.run_steps(3);
        window.get_by_label(&say("lesson-save-answers")).click_accesskit();
        window.run();
    }
}

#[test]
fn a_folder_of_answers_is_opened_as_a_class() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = place_of("who_pays");
    let lesson = lesson(place);
    let file = folder.path().join("seat_7.ron");
    let mut window = begun(place, None, vec![PickerAnswer::Picked(Purpose::Answers, file)]);
    take(&mut window, lesson, |step| step != 4);
    window.get_by_label(&say("lesson-save-answers")).click_accesskit();
    window.run();
    std::fs::write(folder.path().join("broken.ron"), "(version: 1, answers_to: ").expect("written");
    let mut window = window_of(bundled("healthy_donor"), SIZE, Vec::new());
    window.state_mut().work_at_once();
    let ctx = window.ctx.clone();
    window.state_mut().open_dropped(&ctx, folder.path().to_owned());
    window.run();
    window.get_by_label_contains("drawn curves over the run");
    let told = all_told(&window);
    assert!(told.iter().any(|words| words.contains("broken.ron")), "what is damaged is named: {told:?}");
    let missed = Text::english().question_named(lesson, 4);
    window.get_by_role_and_label(Role::Button, &missed).click_accesskit();
    window.run();
    assert!(window.query_all_by_label_contains(": 1").next().is_some(), "how often each answer was given");
    let challenge = lesson.steps.iter().position(|step| matches!(step.kind, StepKind::Try(_))).expect("a challenge");
    window.get_by_role_and_label(Role::Button, &Text::english().question_named(lesson, challenge)).click_accesskit();
    window.run_steps(40);
    window.get_by_label_contains("with the settings of 1 students");
    window.key_press(Key::Escape);
    window.run();
    assert!(window.state().state().class.is_none());
    window.state_mut().open_dropped(&ctx, folder.path().join("seat_7.ron"));
    window.run();
    assert_eq!(window.state().state().class.as_ref().map(|view| view.class.students.len()), Some(1), "a file alone");
}
