//! A warning says why it came and what would have avoided it, in one place with room for all of it.

use super::{WHY, bundled, change_to_try, settled_window, slide, wait_for_work, window, window_of, words_of};
use buffycoat::app::App;
use buffycoat::app::platform::Theme;
use buffycoat::app::platform::headless::{HeadlessWindow, RenderRequest};
use buffycoat::preset::{BUNDLED, read};
use buffycoat::sim::advice::{Remedy, Standing, advice};
use buffycoat::sim::explain::explain;
use buffycoat::sim::quantities::Quantity;
use buffycoat::sim::warning_groups::{groups, worst_of};
use buffycoat::sim::warnings::WarningId;
use buffycoat::sim::{Run, Warning, simulate};
use buffycoat::text::{Text, capitalized, clock, quantity_number};
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

const WHY_CALCIUM: &str = "Why? Calcium below 0.90";
const CLOSE: &str = "Close this explanation";

fn opened(name: &str, size: [f32; 2], why: &str) -> Harness<'static, App> {
    let mut window = settled_window(bundled(name), size);
    press(&mut window, why);
    window
}

fn press(window: &mut Harness<'_, App>, button: &str) {
    window.get_by_role_and_label(Role::Button, button).click_accesskit();
    window.run();
}

fn worst(run: &Run, id: WarningId) -> Option<Warning> {
    worst_of(&run.warnings, id).copied()
}

/// The changes with a button, for the worst low calcium.
fn advised_for_calcium(run: &Run) -> Vec<Remedy> {
    let worst = worst(run, WarningId::LowCalcium).expect("low calcium");
    let advice = advice(run, &|| false).expect("not canceled");
    let avoidance = advice.avoidances.iter().find(|avoidance| avoidance.warning == worst).expect("it can be avoided");
    avoidance.of(Standing::Advised).cloned().collect()
}

fn description(window: &Harness<'_, App>, label: &str) -> String {
    let node = window.get_by_label(label);
    node.accesskit_node().data().description().expect("it is described").to_owned()
}

#[test]
fn a_warning_says_why_it_came_as_its_run_explains_it() {
    let mut window = window("small_anemic_woman");
    let is_open = |window: &Harness<'_, App>| {
        window.get_by_role_and_label(Role::Button, WHY).accesskit_node().data().is_expanded() == Some(true)
    };
    assert!(!is_open(&window) && window.query_by_label("What lowered it").is_none());
    window.get_by_role_and_label(Role::Button, WHY).click();
    window.run();
    assert!(is_open(&window));
    window.get_by_label("Why moderate anemia?");
    window.get_by_label("What lowered it");

    let text = Text::english();
    let explanations = explain(window.state().run());
    let worst = worst(window.state().run(), WarningId::Anemia).expect("anemia");
    let explanation = explanations.iter().find(|explanation| explanation.warning == worst).expect("explained");
    assert!(explanation.causes.len() >= 3);
    window.get_by_label(&text.why_sentence(explanation).expect("a sentence"));
    for share in &explanation.causes {
        let cause = capitalized(&text.cause(share.cause));
        let without = quantity_number(Quantity::Hemoglobin, share.value_without);
        let label = if share.share_percent > 0.0 {
            format!("{cause} {:.0} %", share.share_percent)
        } else {
            format!("{cause} (without it {without})")
        };
        let time = clock(explanation.worst_min);
        assert_eq!(description(&window, &label), format!("without it {without} at {time}"));
    }

    // One is explained at a time; the same button closes it.
    press(&mut window, WHY_CALCIUM);
    assert!(!is_open(&window));
    window.get_by_label("Why calcium below 0.90?");
    press(&mut window, WHY_CALCIUM);
    assert!(window.query_by_label(CLOSE).is_none());
}

/// Words that stand in the explanation and are cut by its edges, or by those of a column.
fn cut_words(window: &Harness<'_, App>, top: f32) -> Vec<String> {
    let painted = super::painted_in(&window.output().shapes);
    let within = painted.iter().filter(|words| words.rect.top() >= top && words.rect.left() > 268.0);
    // Of the curve, the frame cuts what it must.
    let whole = |words: &&super::Painted| !words.clip.expand(1.0).contains_rect(words.rect);
    within.filter(whole).map(|words| words.words.clone()).collect()
}

/// The button of every warning that is listed.
fn names_of_questions(window: &Harness<'_, App>) -> Vec<String> {
    let asked = window.query_all_by_label_contains("Why? ");
    let buttons = asked.filter(|node| node.accesskit_node().role() == Role::Button);
    buttons.filter_map(|node| node.accesskit_node().label()).collect()
}

#[test]
fn every_explanation_of_every_case_is_seen_whole() {
    for bundled in BUNDLED {
        let mut window = settled_window(read(bundled.text).expect("sound"), [1280.0, 800.0]);
        let names = names_of_questions(&window);
        for name in names {
            press(&mut window, &name);
            let close = window.get_by_label(CLOSE).rect();
            let cut = cut_words(&window, close.bottom());
            let cut: Vec<_> = cut.into_iter().filter(|words| words.len() > 1).collect();
            assert!(cut.is_empty(), "{}: {name}: {cut:?}", bundled.name);
            // Above the time bar, and over the columns in the middle and at the right.
            let play = window.get_by_role_and_label(Role::Slider, "Time").rect();
            assert!(close.top() > 400.0 && close.bottom() < play.top() && close.right() > 1230.0, "{close}");
            assert!(window.query_by_label("Procedure").is_none(), "the numbers give way");
            press(&mut window, &name);
        }
        assert!(window.query_by_label("Procedure").is_some());
    }
}

#[test]
fn every_explanation_opens_at_every_size() {
    // The harness stops at any input without a name and at any glyph that the fonts lack.
    for bundled in BUNDLED {
        for size in [[1024.0, 768.0], [1920.0, 1080.0]] {
            let mut window = window_of(read(bundled.text).expect("sound"), size, Vec::new());
            if size[0] < 1200.0 {
                window.get_by_label_contains("Warnings (").click();
                window.run();
            }
            let names = names_of_questions(&window);
            for name in names {
                press(&mut window, &name);
                let close = window.get_by_label(CLOSE).rect();
                assert!(close.left() > 280.0 && close.right() < size[0] && close.bottom() < size[1], "{name}: {close}");
            }
        }
    }
}

#[test]
fn a_narrow_window_reaches_all_of_it() {
    let mut window = settled_window(bundled("small_anemic_woman"), [1024.0, 768.0]);
    window.get_by_label_contains("Warnings (").click();
    window.run();
    press(&mut window, WHY_CALCIUM);
    window.get_by_label("What lowered it");
    window.get_by_role_and_label(Role::Figure, "Ionized calcium");
    press(&mut window, "How to avoid it");
    window.get_by_label("What would have avoided it");
    let advised = advised_for_calcium(window.state().run());
    let first = format!("Try it: {}", Text::english().remedy(&advised[0]));
    press(&mut window, &first);
    window.get_by_label_contains("now: ");
}

#[test]
fn escape_and_its_cross_close_it() {
    let mut window = opened("small_anemic_woman", [1280.0, 800.0], WHY);
    window.key_press(Key::Escape);
    window.run();
    assert!(window.query_by_label(CLOSE).is_none());
    press(&mut window, WHY);
    press(&mut window, CLOSE);
    assert!(window.query_by_label("What lowered it").is_none());
    // What is shown in its place closes it too.
    press(&mut window, WHY);
    window.key_press(Key::Num3);
    window.run();
    assert!(window.query_by_label(CLOSE).is_none());
}

#[test]
fn each_level_is_explained_by_its_own_numbers() {
    let mut window = opened("small_anemic_woman", [1280.0, 800.0], WHY_CALCIUM);
    let run = simulate(&bundled("small_anemic_woman").protocol).expect("runs");
    let (text, explanations) = (Text::english(), explain(&run));
    let groups = groups(&run.warnings);
    let group = groups.iter().find(|group| group.levels[0].id == WarningId::LowCalcium).expect("low calcium");
    let levels = group.distinct();
    assert!(levels.len() >= 3);
    for level in levels {
        let name = format!("Explain {}", text.warning_in_line(level));
        let choice = window.get_by_role_and_label(Role::RadioButton, &name);
        choice.click_accesskit();
        window.run();
        window.get_by_label(&text.warning_question(level));
        let explained = explanations.iter().find(|explained| explained.warning == *level).expect("explained");
        let first = &explained.causes[0];
        window.get_by_label(&format!("{} {:.0} %", capitalized(&text.cause(first.cause)), first.share_percent));
        window.get_by_label(&text.why_sentence(explained).expect("a sentence"));
    }
}

#[test]
fn it_is_opened_and_its_changes_are_reached_by_keyboard() {
    let mut window = settled_window(bundled("small_anemic_woman"), [1280.0, 800.0]);
    window.get_by_role_and_label(Role::Button, WHY_CALCIUM).focus();
    window.run();
    window.key_press(Key::Enter);
    window.run();
    assert!(window.get_by_label(CLOSE).is_focused(), "the keyboard goes along");
    let before = window.state().run().after;
    let advised = advised_for_calcium(window.state().run());
    let first = format!("Try it: {}", Text::english().remedy(&advised[0]));
    let reached = (0..20).any(|_| {
        window.key_press(Key::Tab);
        window.run();
        window.get_by_role_and_label(Role::Button, &first).is_focused()
    });
    assert!(reached, "{first} is reached");
    window.key_press(Key::Enter);
    window.run();
    assert_ne!(window.state().run().after, before);
}

#[test]
fn a_change_that_is_tried_tells_before_and_after_and_undo_brings_it_back() {
    let mut window = opened("small_anemic_woman", [1280.0, 800.0], WHY_CALCIUM);
    let before = window.state().run().after;
    let worst_calcium = worst(window.state().run(), WarningId::LowCalcium).expect("low calcium");
    let advised = advised_for_calcium(window.state().run());
    assert!(advised.len() >= 2);
    let text = Text::english();
    for remedy in advised.iter().take(3) {
        let [(setting, value)] = remedy.changes[..] else { continue };
        let detail = text.warning_detail(&worst_calcium, window.state().run());
        let try_it = change_to_try(&window, setting).expect("it is offered");
        press(&mut window, &try_it);
        let mut protocol = bundled("small_anemic_woman").protocol;
        setting.set(&mut protocol.settings, &value);
        let expected = simulate(&protocol).expect("runs");
        let after = window.state().run().after;
        assert_eq!(after, expected.after, "{setting:?}: the same run without a window, to the bit");
        let remains = worst(window.state().run(), WarningId::LowCalcium);
        assert!(remains.is_none_or(|warning| worst_calcium.is_worse_than(&warning)), "{setting:?}: {remains:?}");
        window.get_by_label(&format!("Tried: {}", text.remedy(remedy)));
        window.get_by_label(&format!("before: Calcium below 0.90, {detail}"));
        let now = remains.map_or_else(
            || "does not occur".to_owned(),
            |now| format!("{}, {}", text.warning_title(&now), text.warning_detail(&now, window.state().run())),
        );
        window.get_by_label(&format!("now: {now}"));
        window.get_by_label_contains("together keeps ");

        press(&mut window, &format!("Undo: {}", text.remedy(remedy)));
        assert_eq!(window.state().run().after, before, "one step back");
        assert!(window.query_by_label_contains("Tried: ").is_none() && window.query_by_label("edited").is_none());
        window.get_by_label("Why calcium below 0.90?");
    }
}

#[test]
fn what_costs_too_much_or_describes_another_patient_stands_apart_without_a_button() {
    let mut window = opened("small_anemic_woman", [1280.0, 800.0], WHY);
    window.get_by_label_contains("No change of one setting or two would have avoided it");
    window.get_by_label("Had she come with hematocrit 37\u{a0}%: no such warning.");
    assert_eq!(window.query_all_by_label_contains("Try it").count(), 0);
    press(&mut window, "Why? Lymphocytes below 0.5");
    let apart = window.get_by_label_contains("Not advised: ").accesskit_node().value().expect("words");
    assert!(apart.contains("interface position 0.8 (keeps "), "{apart}");
    assert!(window.query_by_label_contains("Try it: Interface position").is_none());
}

#[test]
fn a_warning_that_was_looked_into_and_is_gone_is_said_to_be_gone() {
    let mut window = opened("small_anemic_woman", [1280.0, 800.0], WHY_CALCIUM);
    slide(&mut window, "Duration", 30.0);
    slide(&mut window, "Inlet flow", 5.0);
    window.run();
    window.get_by_label_contains("“Calcium below 0.90” no longer occurs");
    for _ in 0..2 {
        window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
        window.run();
    }
    assert!(window.query_by_label_contains("no longer occurs").is_none());
    window.get_by_label("Why calcium below 0.90?");
}

#[test]
fn what_was_there_before_says_so_and_nothing_avoids_it() {
    let window = opened("small_anemic_woman", [1280.0, 800.0], "Why? Platelets below 150");
    window.get_by_label_contains("It was present before the procedure.");
    assert!(window.query_by_label("What would have avoided it").is_none());
}

#[test]
fn body_arithmetic_and_sources_are_read_on_demand() {
    let text = Text::english();
    let mut window = opened("small_anemic_woman", [1280.0, 800.0], WHY);
    let unread = |window: &Harness<'_, App>| window.query_by_label_contains("Worked out at").is_none();
    assert!(unread(&window) && window.query_by_label_contains("The heart beats faster").is_none());
    press(&mut window, "In the body");
    window.get_by_label_contains("Too little hemoglobin to carry oxygen well.");
    window.get_by_label_contains("The heart beats faster and pumps more");
    press(&mut window, "Sources");
    window.get_by_label_contains("moderate: 11.0");
    assert!(window.query_all_by_label_contains("WHO 2024").next().is_some());

    // The tab of the same name gave its place.
    press(&mut window, "Arithmetic");
    let worst = worst(window.state().run(), WarningId::Anemia).expect("anemia");
    let run = window.state().run();
    let lowest = Quantity::Hemoglobin.at(&run.at(worst.worst_min(run))).expect("known");
    assert_eq!(Some(lowest), worst.value, "the arithmetic is that of the worst moment");
    window.get_by_label(&format!("Hemoglobin = {}", text.quantity_value(Quantity::Hemoglobin, lowest)));

    // Another warning opens on the same page.
    press(&mut window, WHY_CALCIUM);
    window.get_by_label_contains("Ionized calcium = 0.87");
}

#[test]
fn an_open_warning_asks_for_no_frame_once_its_answer_is_there() {
    let mut window = opened("small_anemic_woman", [1280.0, 800.0], WHY);
    window.get_by_label_contains("No change of one setting or two would have avoided ");
    window.step();
    for viewport in window.output().viewport_output.values() {
        assert!(viewport.repaint_delay > std::time::Duration::from_mins(1), "{:?}", viewport.repaint_delay);
    }
}

#[test]
fn a_change_while_the_smallest_changes_are_looked_for_drops_their_answer() {
    let mut window = window("small_anemic_woman");
    window.get_by_role_and_label(Role::Button, WHY_CALCIUM).click_accesskit();
    window.step();
    slide(&mut window, "Hematocrit", 33.0);
    assert!(window.query_by_label_contains("looking for the smallest changes").is_some());
    wait_for_work(&mut window);
    let advised = advised_for_calcium(window.state().run());
    let shown = window.query_all_by_label_contains("Try it: ").count();
    assert!(shown >= 1 && shown <= advised.len().min(3));
    for remedy in advised.iter().take(shown) {
        let said = format!("Try it: {}", Text::english().remedy(remedy));
        window.get_by_role_and_label(Role::Button, &said);
    }
}

#[test]
fn while_a_slider_is_dragged_the_causes_follow_and_the_smallest_changes_wait() {
    let mut window = opened("small_anemic_woman", [1280.0, 800.0], WHY);
    let causes = |window: &Harness<'_, App>| {
        let cause = window.get_by_label_contains("Anticoagulant fluid ");
        cause.accesskit_node().label().expect("a share")
    };
    let before = causes(&window);
    let at = window.get_by_role_and_label(Role::Slider, "Inlet flow").rect().center();
    window.drag_at(at);
    window.step();
    window.hover_at(at + egui::vec2(40.0, 0.0));
    for _ in 0..4 {
        window.step();
        window.get_by_label_contains("looking for the smallest changes");
    }
    assert_ne!(causes(&window), before);
    window.drop_at(at + egui::vec2(40.0, 0.0));
    window.run();
    window.get_by_label_contains("No change of one setting or two would have avoided ");
}

#[test]
fn a_picture_of_an_open_warning_does_not_wait_for_another_frame_to_answer() {
    let request = RenderRequest { width: 1280, height: 800, theme: Theme::Light, at_min: 60.0 };
    let mut window = HeadlessWindow::open(&bundled("small_anemic_woman"), &request).expect("a case that runs");
    window.app.work_at_once();
    window.app.open_warning(WarningId::Anemia);
    // The first frame finds the answer and the second one shows it.
    let mut words = Vec::new();
    for _ in 0..2 {
        let mut output = window.frame();
        output.textures_delta.clear();
        words = words_of(&output.shapes);
    }
    assert!(words.iter().any(|words| words.contains("ould have avoided ")), "{words:?}");
}
