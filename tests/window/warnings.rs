//! A warning says why it came and what would have avoided it.

use super::{WHY, bundled, change_to_try, settled_window, slide, wait_for_work, window, window_of, words_of};
use buffycoat::app::App;
use buffycoat::app::platform::Theme;
use buffycoat::app::platform::headless::{HeadlessWindow, RenderRequest};
use buffycoat::preset::BUNDLED;
use buffycoat::preset::read;
use buffycoat::sim::Run;
use buffycoat::sim::Warning;
use buffycoat::sim::advice::{Remedy, Standing, advice};
use buffycoat::sim::explain::explain;
use buffycoat::sim::simulate;
use buffycoat::sim::warning_groups::worst_of;
use buffycoat::sim::warnings::WarningId;
use buffycoat::text::{Text, quantity_number};
use egui::Key;
use egui::Modifiers;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

fn opened(name: &str, size: [f32; 2], why: &str) -> Harness<'static, App> {
    let mut window = settled_window(bundled(name), size);
    window.get_by_role_and_label(Role::Button, why).click_accesskit();
    window.run();
    window
}

fn worst(run: &Run, id: WarningId) -> Option<Warning> {
    worst_of(&run.warnings, id).copied()
}

fn worst_anemia(run: &Run) -> Option<Warning> {
    worst(run, WarningId::Anemia)
}

/// The changes with a button, for the worst low calcium.
fn advised_for_calcium(run: &Run) -> Vec<Remedy> {
    let worst = worst(run, WarningId::LowCalcium).expect("low calcium");
    let advice = advice(run, &|| false).expect("not canceled");
    let avoidance = advice.avoidances.iter().find(|avoidance| avoidance.warning == worst).expect("it can be avoided");
    avoidance.of(Standing::Advised).cloned().collect()
}

const WHY_CALCIUM: &str = "Why? Calcium below 1.12";

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
    window.get_by_label("What lowered it");
    window.get_by_label_contains("Too little hemoglobin to carry oxygen well.");

    let text = Text::english();
    let explanations = explain(window.state().run());
    let worst = worst_anemia(window.state().run()).expect("anemia");
    let explanation = explanations.iter().find(|explanation| explanation.warning == worst).expect("explained");
    assert!(explanation.causes.len() >= 3);
    for share in &explanation.causes {
        let cause = text.get(&format!("cause-{}", share.cause.key()));
        let percent = share.share_percent.abs();
        if share.share_percent > 0.0 {
            window.get_by_label(&format!("{cause} {percent:.0} %"));
        } else {
            let without = quantity_number(explanation.warning.id.quantity().expect("hemoglobin"), share.value_without);
            window.get_by_label(&format!("{cause} (without it {without})"));
        }
    }

    // Only one card is open at a time; the same button closes it.
    window.get_by_role_and_label(Role::Button, "Why? Calcium below 1.12").click_accesskit();
    window.run();
    assert!(!is_open(&window));
    window.get_by_label_contains("Citrate binds calcium.");
    window.get_by_role_and_label(Role::Button, "Why? Calcium below 1.12").click_accesskit();
    window.run();
    assert!(window.query_by_label_contains("Citrate binds calcium.").is_none());
}

#[test]
fn a_card_is_opened_and_its_changes_are_reached_by_keyboard() {
    let mut window = settled_window(bundled("small_anemic_woman"), [1280.0, 800.0]);
    window.get_by_role_and_label(Role::Button, WHY_CALCIUM).focus();
    window.run();
    window.key_press(Key::Enter);
    window.run();
    let before = window.state().run().after;
    let advised = advised_for_calcium(window.state().run());
    // Past "Show me" to the first change.
    for _ in 0..2 {
        window.key_press(Key::Tab);
        window.run();
    }
    let first = format!("Try it: {}", Text::english().remedy(&advised[0]));
    assert!(window.get_by_role_and_label(Role::Button, &first).is_focused());
    window.key_press(Key::Enter);
    window.run();
    assert_ne!(window.state().run().after, before);
}

#[test]
fn a_change_that_is_tried_takes_the_warning_away_and_undo_brings_it_back() {
    let mut window = opened("small_anemic_woman", [1280.0, 800.0], WHY_CALCIUM);
    let before = window.state().run().after;
    let worst_calcium = worst(window.state().run(), WarningId::LowCalcium).expect("low calcium");
    let advised = advised_for_calcium(window.state().run());
    assert!(advised.len() >= 2);
    for remedy in advised.iter().take(4) {
        let [(setting, value)] = remedy.changes[..] else { continue };
        let try_it = change_to_try(&window, setting).expect("it is offered");
        window.get_by_role_and_label(Role::Button, &try_it).click_accesskit();
        window.run();
        let mut protocol = bundled("small_anemic_woman").protocol;
        setting.set(&mut protocol.settings, &value);
        let expected = simulate(&protocol).expect("runs");
        assert_eq!(
            window.state().run().after,
            expected.after,
            "{setting:?}: the same run without a window, to the bit"
        );
        let remains = worst(window.state().run(), WarningId::LowCalcium);
        assert!(remains.is_none_or(|warning| worst_calcium.is_worse_than(&warning)), "{setting:?}: {remains:?}");

        window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
        window.run();
        assert_eq!(window.state().run().after, before, "one step back");
        assert!(window.query_by_label("edited").is_none());
    }
}

#[test]
fn what_costs_too_much_or_describes_another_patient_stands_apart_without_a_button() {
    let window = opened("small_anemic_woman", [1280.0, 800.0], WHY);
    window.get_by_label_contains("No change of one setting or two would have avoided it");
    window.get_by_label("Had the patient come with …");
    window.get_by_label("Hematocrit 37\u{a0}%");
    assert_eq!(window.query_all_by_label_contains("Try it").count(), 0);
    let mut window = opened("small_anemic_woman", [1280.0, 1600.0], "Why? Lymphocytes below 0.5");
    let more = Text::english().with("why-more", &[("count", "2".to_owned())]);
    window.get_by_label(&more).click_accesskit();
    window.run();
    window.get_by_label("At the price of a third of the cells or more");
    window.get_by_label_contains("Interface position 0.8");
    assert!(window.query_by_label_contains("Try it: Interface position").is_none());
}

#[test]
fn a_warning_that_was_looked_into_and_is_gone_is_said_to_be_gone() {
    let mut window = opened("small_anemic_woman", [1280.0, 800.0], "Why? Calcium below 1.12");
    slide(&mut window, "Duration", 30.0);
    slide(&mut window, "Inlet flow", 5.0);
    window.run();
    window.get_by_label_contains("“Calcium below 1.12” no longer occurs");
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.run();
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.run();
    assert!(window.query_by_label_contains("no longer occurs").is_none());
    window.get_by_label_contains("Citrate binds calcium.");
}

#[test]
fn show_me_moves_the_playhead_to_the_onset() {
    let mut window = window("small_anemic_woman");
    let onset = worst_anemia(window.state().run()).expect("anemia").from_min;
    window.get_by_role_and_label(Role::Button, "Show me when: Moderate anemia").click();
    window.run();
    assert_eq!(window.state().playhead_min(), onset);
    // What was there before has no moment at which it came, and nothing in the procedure avoids it.
    assert!(window.query_by_label("Show me when: Platelets below 150").is_none());
    window.get_by_role_and_label(Role::Button, "Why? Platelets below 150").click_accesskit();
    window.run();
    window.get_by_label("It was present before the procedure.");
}

#[test]
fn an_open_warning_asks_for_no_frame_once_its_answer_is_there() {
    let mut window = opened("small_anemic_woman", [1280.0, 800.0], WHY);
    window.get_by_label_contains("ould have avoided ");
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
    assert_eq!(shown, advised.len().min(4));
    for remedy in advised.iter().take(4) {
        let said = format!("Try it: {}", Text::english().remedy(remedy));
        window.get_by_role_and_label(Role::Button, &said);
    }
}

#[test]
fn while_a_slider_is_dragged_the_causes_follow_and_the_smallest_changes_wait() {
    let mut window = opened("small_anemic_woman", [1280.0, 800.0], WHY);
    let causes = |window: &Harness<'_, App>| {
        let cause = window.get_by_label_contains("anticoagulant fluid ");
        cause.accesskit_node().value().expect("a share")
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
    window.get_by_label_contains("ould have avoided ");
}

#[test]
fn a_picture_of_an_open_warning_does_not_wait_for_another_frame_to_answer() {
    let request = RenderRequest { width: 1280, height: 800, theme: Theme::Light, at_min: 60.0 };
    let mut window = HeadlessWindow::open(&bundled("small_anemic_woman"), &request).expect("a case that runs");
    window.app.work_at_once();
    window.app.open_warning(WarningId::Anemia);
    // The first frame finds the answer and the second one places it; what is scrolled to then is shown.
    let mut words = Vec::new();
    for _ in 0..4 {
        let mut output = window.frame();
        output.textures_delta.clear();
        words = words_of(&output.shapes);
    }
    assert!(words.iter().any(|words| words.contains("ould have avoided ")), "{words:?}");
}

#[test]
fn every_warning_of_every_case_opens_in_both_widths() {
    // The harness stops at any input without a name and at any glyph that the fonts lack.
    for bundled in BUNDLED {
        for size in [[1280.0, 800.0], [1024.0, 768.0]] {
            let mut window = window_of(read(bundled.text).expect("sound"), size, Vec::new());
            if size[0] < 1200.0 {
                window.get_by_label_contains("Warnings (").click();
                window.run();
            }
            let names: Vec<_> =
                window.query_all_by_label_contains("Why? ").filter_map(|node| node.accesskit_node().label()).collect();
            for name in names {
                window.get_by_role_and_label(Role::Button, &name).click_accesskit();
                window.run();
                let panel = window.get_by_role_and_label(Role::Button, &name).rect();
                assert!(panel.width() > 20.0, "{}: {name}", bundled.name);
            }
        }
    }
}
