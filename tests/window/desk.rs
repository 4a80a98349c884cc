//! A lecture in two windows: desk and stage say the same, the stage comes back where it was, and nothing of the desk reaches the hall.

use super::{bundled, keep_pixels, slide, window_of, words_of};
use buffycoat::app::state::{Answer, cue};
use buffycoat::app::{App, ScriptedAudience};
use buffycoat::study::rng::next_seed;
use egui::Key;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

const DESK: [f32; 2] = [1280.0, 800.0];
const STAGE: [f32; 2] = [1280.0, 720.0];
/// What tells numbers: pictures, headings, values and the rows of causes.
const TOLD: [Role; 3] = [Role::Figure, Role::Heading, Role::Label];

/// A desk, and what it says to the stage.
fn desk(case: &str) -> (Harness<'static, App>, ScriptedAudience) {
    let audience = ScriptedAudience::default();
    let mut desk = window_of(bundled(case), DESK, Vec::new());
    desk.state_mut().set_audience(Box::new(audience.clone()));
    desk.key_press(Key::F12);
    desk.step();
    keep_pixels(&mut desk, DESK);
    (desk, audience)
}

/// A stage that has been told nothing yet.
fn stage() -> Harness<'static, App> {
    let mut stage = window_of(bundled("healthy_donor"), STAGE, Vec::new());
    let ctx = stage.ctx.clone();
    stage.state_mut().follow_desk(&ctx);
    stage.step();
    keep_pixels(&mut stage, STAGE);
    stage
}

/// Hands all lines over, as the pipe does.
fn hand_over(audience: &ScriptedAudience, stage: &mut Harness<'_, App>) {
    let lines: Vec<_> = audience.told.borrow_mut().drain(..).collect();
    let ctx = stage.ctx.clone();
    for line in lines {
        assert_eq!(stage.state_mut().follow(&ctx, &line), None, "{line}");
    }
    stage.run();
}

fn painted(window: &Harness<'_, App>) -> Vec<String> {
    words_of(&window.output().shapes)
}

/// All names, values and descriptions of what lies on the stage, as a screen reader is told them.
fn told(window: &Harness<'_, App>, wanted: &[Role]) -> Vec<String> {
    let nodes = wanted.iter().flat_map(|role| window.query_all_by_role(*role));
    nodes
        .map(|node| {
            let node = node.accesskit_node();
            let data = node.data();
            format!("{:?}|{:?}|{:?}", node.label(), data.value(), data.description())
        })
        .collect()
}

#[test]
fn desk_and_stage_agree_on_every_number_at_a_hundred_moments() {
    let (mut desk, audience) = desk("small_anemic_woman");
    let mut stage = stage();
    let mut seed = 7;
    for i in 0..100 {
        seed = next_seed(seed);
        let end_min = desk.state().run().end_min;
        let at_min = end_min * (seed % 10_000) as f64 / 10_000.0;
        desk.state_mut().seek(at_min);
        if i % 10 == 3 {
            desk.key_press(Key::Y);
        }
        if i % 25 == 7 {
            desk.key_press([Key::Num1, Key::Num2, Key::Num3, Key::Num4][i / 25]);
        }
        desk.run();
        hand_over(&audience, &mut stage);
        assert_eq!(stage.state().playhead_min(), desk.state().playhead_min());
        let on_stage = told(&stage, &TOLD);
        let on_desk = told(&desk, &TOLD);
        assert!(on_stage.len() >= 4, "{on_stage:?}");
        for words in on_stage {
            assert!(on_desk.contains(&words), "at {at_min}: {words} is not among {on_desk:?}");
        }
    }
}

#[test]
fn a_stage_that_is_opened_again_comes_back_to_the_same_moment() {
    let (mut desk, audience) = desk("cml_very_high_count");
    let mut first = stage();
    slide(&mut desk, "Time", 0.0);
    desk.run();
    for _ in 0..2 {
        desk.key_press(Key::PageDown);
        desk.run();
    }
    hand_over(&audience, &mut first);
    let before = painted(&first);
    audience.answers.borrow_mut().push(Answer::Ended);
    desk.run();
    desk.step();
    desk.get_by_role_and_label(Role::Button, "Open it").click();
    desk.run();
    let mut second = stage();
    hand_over(&audience, &mut second);
    assert_eq!(painted(&second), before);
}

#[test]
fn presenter_keys_that_the_stage_hears_are_done_by_the_desk() {
    let (mut desk, audience) = desk("cml_very_high_count");
    desk.state_mut().seek(0.0);
    desk.run();
    audience.answers.borrow_mut().push(Answer::Pressed("command-next-stop".to_owned()));
    desk.step();
    desk.run();
    assert_eq!(desk.state().playhead_min(), 2.0);
    // What no key of the stage stands for is not done.
    for message in ["command-quit", "command-open", "nonsense"] {
        audience.answers.borrow_mut().push(Answer::Pressed(message.to_owned()));
    }
    desk.step();
    desk.run();
    assert!(desk.state().state().dialogs.open.is_none());
}

#[test]
fn a_stage_that_is_held_still_hears_nothing_until_it_is_let_go() {
    let (mut desk, audience) = desk("cml_very_high_count");
    let mut stage = stage();
    hand_over(&audience, &mut stage);
    let held_min = stage.state().playhead_min();
    desk.key_press(Key::F);
    desk.run();
    hand_over(&audience, &mut stage);
    desk.key_press(Key::PageDown);
    desk.run();
    hand_over(&audience, &mut stage);
    assert_eq!(stage.state().playhead_min(), held_min);
    desk.key_press(Key::F);
    desk.run();
    hand_over(&audience, &mut stage);
    assert_eq!(stage.state().playhead_min(), desk.state().playhead_min());
}

#[test]
fn notes_and_answers_stay_on_the_desk() {
    let (mut desk, audience) = desk("cml_very_high_count");
    slide(&mut desk, "Time", 3.0);
    desk.run();
    let notes = desk.state().preset().stops[0].notes.clone();
    assert!(painted(&desk).iter().any(|words| words.contains(&notes)), "{notes}");
    let mut stage = stage();
    hand_over(&audience, &mut stage);
    let answers: Vec<_> = desk.state().preset().questions.iter().map(|question| question.answer.clone()).collect();
    for hidden in answers.iter().chain([&notes]) {
        assert!(!painted(&stage).iter().any(|words| words.contains(hidden.as_str())), "{hidden}");
    }
}

#[test]
fn a_broken_line_is_told_on_the_desk_and_leaves_the_stage_as_it_was() {
    let (mut desk, audience) = desk("healthy_donor");
    let mut stage = stage();
    hand_over(&audience, &mut stage);
    let before = painted(&stage);
    let ctx = stage.ctx.clone();
    let long = "x".repeat(cue::LONGEST_LINE + 1);
    for line in ["", "{", "{\"Cue\":{}}", "{\"Case\":\"(version: 1\"}", "\u{0}\u{1}", long.as_str(), "[[[[[[["] {
        let wrong = stage.state_mut().follow(&ctx, line);
        assert!(matches!(wrong, Some(Answer::Wrong(_))), "{}", &line[..line.len().min(40)]);
        audience.answers.borrow_mut().extend(wrong);
    }
    stage.run();
    assert_eq!(painted(&stage), before);
    desk.step();
    desk.run();
    assert!(desk.query_by_label_contains("did not understand the desk").is_some());
}

#[test]
fn hands_are_counted_on_the_desk_and_shown_to_the_hall_when_it_is_time() {
    let (mut desk, audience) = desk("cml_very_high_count");
    let mut stage = stage();
    let field = desk.get_by_label("A question for the hall");
    field.focus();
    desk.run();
    desk.get_by_label("A question for the hall").type_text("Which falls first?");
    desk.run();
    desk.get_by_label("Answer A").focus();
    desk.run();
    desk.get_by_label("Answer A").type_text("calcium");
    desk.run();
    for _ in 0..3 {
        desk.get_by_label("One hand more for A").click();
        desk.run();
    }
    desk.get_by_label("One hand more for B").click();
    desk.run();
    desk.get_by_role_and_label(Role::Button, "Ask").click();
    desk.run();
    hand_over(&audience, &mut stage);
    stage.get_by_label("Which falls first?");
    assert!(stage.query_by_label("A calcium").is_some(), "no share yet: {:?}", painted(&stage));
    desk.get_by_role_and_label(Role::Button, "Show hands").click();
    desk.run();
    hand_over(&audience, &mut stage);
    stage.get_by_label("A calcium: 75 %");
    desk.get_by_role_and_label(Role::Button, "Again").click();
    desk.run();
    desk.get_by_label("One hand more for B").click();
    desk.run();
    desk.get_by_role_and_label(Role::Button, "Show hands").click();
    desk.run();
    hand_over(&audience, &mut stage);
    stage.get_by_label("A calcium: 0 %, before 75 %");
}

#[test]
fn two_patients_are_seen_on_the_stage_as_on_the_desk() {
    let (mut desk, audience) = desk("cml_very_high_count");
    let mut stage = stage();
    desk.state_mut().show_beside(&bundled("all_infant_hyperleukocytosis"));
    desk.key_press(Key::T);
    desk.run();
    hand_over(&audience, &mut stage);
    let twin = "A  Infant, 750 white cells";
    let heads = |window: &Harness<'_, App>| {
        told(window, &[Role::Heading]).into_iter().filter(|words| words.contains(twin)).collect::<Vec<_>>()
    };
    assert_eq!((heads(&stage).len(), heads(&stage)), (1, heads(&desk)));
    desk.key_press(Key::T);
    desk.run();
    hand_over(&audience, &mut stage);
    assert!(heads(&stage).is_empty());
}

#[test]
fn pen_and_pointer_of_the_desk_are_seen_on_the_stage() {
    let (mut desk, audience) = desk("healthy_donor");
    let mut stage = stage();
    desk.key_press(Key::D);
    desk.run();
    // Within the stage that is shown in small.
    let (from, to) = (egui::pos2(200.0, 200.0), egui::pos2(300.0, 250.0));
    desk.drag_at(from);
    desk.run();
    desk.hover_at(to);
    desk.run();
    desk.drop_at(to);
    desk.run();
    hand_over(&audience, &mut stage);
    let strokes = &stage.state().state().workspace.stage.strokes;
    assert_eq!(strokes.len(), 1, "{strokes:?}");
    let (first, last) = (strokes[0][0], *strokes[0].last().expect("drawn"));
    let right = (last[0] - first[0]) / (last[1] - first[1]);
    // Twice as far to the right as down, on a stage of 16 by 9.
    assert!((right - 2.0 * 9.0 / 16.0).abs() < 0.05, "{first:?} to {last:?}");
    desk.key_press(Key::W);
    desk.run();
    hand_over(&audience, &mut stage);
    assert!(stage.state().state().workspace.stage.strokes.is_empty());
}

#[test]
fn the_screens_are_swapped_by_a_key_and_by_a_button_and_only_from_the_desk() {
    let (mut desk, audience) = desk("healthy_donor");
    audience.answers.borrow_mut().push(Answer::On([1280, 0]));
    desk.step();
    assert_eq!(desk.state().state().workspace.stage.audience_at, Some([1280, 0]));
    desk.get_by_label_contains("Swap").click();
    desk.run();
    assert!(desk.state().state().workspace.stage.swaps_screens);
    for (window, swaps) in
        [(&mut self::desk("healthy_donor").0, true), (&mut super::lecture("healthy_donor", STAGE), false)]
    {
        window.key_press(Key::X);
        window.run();
        assert_eq!(window.state().state().workspace.stage.swaps_screens, swaps);
    }
}
