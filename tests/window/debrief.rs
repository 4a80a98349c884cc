//! The debrief in the window: opened by key, menu, palette and chip, left by Escape, and what its cards lead to.

use super::*;
use buffycoat::app::state::Measure;
use buffycoat::sim::Phase;
use buffycoat::sim::debrief::Debrief;
use buffycoat::sim::least_cost::least_cost;
use buffycoat::text::aim_number;

/// The window with its debrief open and all work done.
fn debriefed(name: &str, size: [f32; 2]) -> Harness<'static, App> {
    let mut window = settled_window(bundled(name), size);
    window.key_press(Key::D);
    window.run();
    assert!(is_open(&window));
    window
}

fn is_open(window: &Harness<'_, App>) -> bool {
    window.state().state().case_view.debrief.is_some()
}

#[test]
fn a_key_shows_it_and_escape_leads_back_to_the_run_as_it_was() {
    let mut window = debriefed("small_anemic_woman", [1280.0, 800.0]);
    let at_min = window.state().playhead_min();
    assert!(window.query_by_label("What it cost").is_some());
    window.key_press(Key::Space);
    window.run();
    assert_eq!(window.state().playhead_min(), at_min, "nothing plays behind it");
    window.key_press(Key::Escape);
    window.run();
    assert!(!is_open(&window));
    for key in [Key::D, Key::D] {
        window.key_press(key);
        window.run();
    }
    assert!(!is_open(&window), "the same key leaves it");
    window.key_press(Key::D);
    window.run();
    window.get_by_label("Back to the run").click();
    window.run();
    assert!(!is_open(&window) && window.state().playhead_min() == at_min);
}

#[test]
fn with_an_aim_a_button_and_a_flag_lead_there_at_any_time_and_without_one_a_button_at_the_end() {
    let name = "Debrief: what it cost";
    let mut window = settled_window(bundled("gcsf_donor"), [1280.0, 800.0]);
    for way in [name, "Aim not reached. Press to see what it cost."] {
        window.get_by_label(way).click();
        window.run();
        assert!(is_open(&window), "{way}");
        window.key_press(Key::Escape);
        window.run();
    }
    let mut window = settled_window(bundled("healthy_donor"), [1280.0, 800.0]);
    assert!(window.query_by_label(name).is_none());
    window.key_press(Key::End);
    window.run();
    window.get_by_label(name).click();
    window.run();
    assert!(is_open(&window));
}

#[test]
fn how_the_aim_stands_is_told_before_the_end() {
    for (case, told) in [
        ("gcsf_donor", "Aim 4.5\u{a0}×10⁶/kg 4.01 at end, missed"),
        ("small_anemic_woman", "Aim 0.9\u{a0}×10⁹ 2.26 at end, met 1:06"),
        ("cml_very_high_count", "Aim −30\u{a0}% 23.2 at end, missed"),
        ("cml_pregnancy", "Aim <150\u{a0}×10⁹/L 178 at end, missed"),
    ] {
        let window = settled_window(bundled(case), [1280.0, 800.0]);
        assert!(window.state().playhead_min() < window.state().run().machine_end_min);
        window.get_by_label(told);
    }
}

#[test]
fn it_says_the_numbers_of_the_run_to_the_digit() {
    let text = Text::english();
    for name in ["small_anemic_woman", "myeloma_low_platelets", "healthy_donor", "cml_pregnancy"] {
        let window = debriefed(name, [1280.0, 800.0]);
        let (run, preset) = (window.state().run(), window.state().preset());
        let debrief = Debrief::of(run, preset.aim.as_ref());
        let is_said = |words: &str| window.query_all_by_label_contains(words).next().is_some();
        assert!(is_said(&text.aim_heading(&debrief)), "{name}");
        assert!(is_said(&text.aim_end(&debrief, &preset.protocol.settings.patient)), "{name}");
        for fall in &debrief.cost.falls {
            assert!(is_said(&text.fall_note(fall)), "{name}: {:?}", fall.quantity);
        }
        let found = least_cost(run, preset.aim.as_ref(), &|| false).expect("not canceled");
        let ends = [&found.present, &found.best].map(|candidate| aim_number(&found.aim, candidate.aim.end));
        assert!(is_said(&format!("{} {}", ends[0], ends[1])), "{name}: {ends:?}");
        for moment in &debrief.moments {
            let title = text.key_moment(moment, run, &debrief, &[])[0].clone();
            assert!(is_said(&title), "{name}: {title}");
        }
    }
}

#[test]
fn a_moment_leads_to_its_moment() {
    let mut window = debriefed("small_anemic_woman", [1280.0, 800.0]);
    let moment = Debrief::of(window.state().run(), window.state().preset().aim.as_ref()).moments[0];
    window.get_by_label_contains("Calcium below 0.90: show me").click();
    window.run();
    assert!(!is_open(&window));
    assert!((window.state().playhead_min() - moment.at_min).abs() < 1e-6);
}

#[test]
fn what_costs_less_is_tried_in_one_step_that_can_be_undone() {
    let mut window = debriefed("small_anemic_woman", [1280.0, 800.0]);
    let before = window.state().preset().clone();
    let found = least_cost(window.state().run(), before.aim.as_ref(), &|| false).expect("not canceled");
    window.get_by_label("Try it").click();
    window.run();
    assert!(is_open(&window), "the debrief is now that of the new run");
    for (setting, value) in &found.best.changes {
        assert_eq!(setting.get(&window.state().preset().protocol.settings), *value);
    }
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.run();
    assert_eq!(window.state().preset(), &before);
}

#[test]
fn side_by_side_pins_this_run_and_compares() {
    let mut window = debriefed("small_anemic_woman", [1280.0, 800.0]);
    let before = window.state().preset().clone();
    window.get_by_label("Side by side").click();
    window.run();
    assert!(!is_open(&window) && window.state().runs_pinned() == 1);
    let twin = window.state().state().twin().expect("two living scenes");
    assert_eq!(twin.case.preset(), &before);
    assert_ne!(window.state().preset(), &before);
    let at_min = window.state().playhead_min();
    for run in [window.state().run(), &twin.curves.run] {
        assert_eq!(run.at(at_min).phase, Phase::Collect, "both are under way");
    }
    // What was searched for stands first.
    window.get_by_role_and_label(Role::Button, "Compare").click();
    window.run();
    let reached = |window: &Harness<'_, App>, of: &str| {
        let told = format!("Aim: lymphocytes in the bag, ×10⁹, {of}: ");
        window.query_all_by_label_contains(&told).next().is_some()
    };
    assert!(reached(&window, "Now") && reached(&window, "A"));
}

#[test]
fn a_hundred_are_sorted_by_what_is_chosen_and_told_to_a_screen_reader() {
    let mut window = debriefed("small_anemic_woman", [1280.0, 800.0]);
    let told = |window: &Harness<'_, App>, words: &str| window.query_all_by_label_contains(words).next().is_some();
    assert!(told(&window, "lowest ionized calcium, mmol/L; "));
    window.get_all_by_label("The aim").next().expect("a choice").click();
    window.run();
    assert_eq!(window.state().state().case_view.debrief.expect("open").measure, Measure::Aim);
    assert!(told(&window, "lymphocytes in the bag, ×10⁹; "));
}

#[test]
fn everything_has_a_name_and_nothing_repaints_at_rest_in_every_size_and_case() {
    for (name, size) in [
        ("autoimmune_stem_cells", [1280.0, 800.0]),
        ("all_infant_hyperleukocytosis", [1024.0, 768.0]),
        ("cml_very_high_count", [960.0, 540.0]),
        ("donor_faint_pause", [1920.0, 1080.0]),
    ] {
        let mut window = debriefed(name, size);
        window.run();
        assert!(window.query_by_label("Moments that mattered").is_some(), "{name}");
    }
}
