//! A change applies from now on, as an operator would make it, and is a marker on the time bar.

use super::{bundled, change_to_try, drag, focus_part, part, slide, window, window_of};
use buffycoat::app::App;
use buffycoat::sim::Change;
use buffycoat::sim::SettingId;
use buffycoat::sim::Value;
use buffycoat::sim::simulate;
use egui::Key;
use egui::Modifiers;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

/// A window in which changes apply from now, with the playhead an hour into the case.
fn from_now(name: &str) -> Harness<'static, App> {
    let mut window = window(name);
    slide(&mut window, "Time", 60.0);
    window.get_by_label("from now").click();
    window.run();
    window
}

fn changes(window: &Harness<'_, App>) -> Vec<Change> {
    window.state().preset().protocol.changes.clone()
}

fn flow_change(at_min: f64, flow: f64) -> Change {
    Change { at_min, values: vec![(SettingId::InletFlow, Value::Number(flow))] }
}

/// The marker of a change, by the start of its name.
fn marker<'a>(window: &'a Harness<'_, App>, starts: &'a str) -> egui_kittest::Node<'a> {
    let markers = window.query_all_by_role(Role::Button);
    let named =
        |node: &egui_kittest::Node<'_>| node.accesskit_node().label().is_some_and(|name| name.starts_with(starts));
    markers.into_iter().find(named).unwrap_or_else(|| panic!("no {starts}"))
}

fn undo(window: &mut Harness<'_, App>) {
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.run();
}

#[test]
fn a_control_moved_from_now_gives_the_run_of_the_preset_with_that_change() {
    let mut window = from_now("healthy_donor");
    let before = window.state().run().after;
    slide(&mut window, "Inlet flow", 70.0);
    assert_eq!(window.state().playhead_min(), 60.0);
    assert_eq!(changes(&window), [flow_change(60.0, 70.0)]);

    let mut preset = bundled("healthy_donor");
    preset.protocol.changes = vec![flow_change(60.0, 70.0)];
    assert_eq!(window.state().preset(), &preset);
    let expected = simulate(&preset.protocol).expect("runs");
    assert_eq!(window.state().run().after, expected.after);
    assert_eq!(window.state().run().warnings, expected.warnings);
    assert_ne!(window.state().run().after, before);

    undo(&mut window);
    assert_eq!(window.state().run().after, before);
    assert_eq!(window.state().preset(), &bundled("healthy_donor"));
    assert_eq!(window.state().playhead_min(), 60.0);
}

#[test]
fn controls_from_now_show_what_holds_at_the_playhead() {
    let mut window = from_now("healthy_donor");
    let shown = |window: &Harness<'_, App>| {
        window.get_by_role_and_label(Role::Slider, "Inlet flow").accesskit_node().numeric_value()
    };
    slide(&mut window, "Inlet flow", 70.0);
    window.run();
    assert_eq!(shown(&window), Some(70.0));
    slide(&mut window, "Time", 59.0);
    window.run();
    assert_eq!(shown(&window), Some(55.0));
    slide(&mut window, "Time", 100.0);
    window.run();
    assert_eq!(shown(&window), Some(70.0));
    // At the same time it is the same change; put back to what holds there, it is none.
    slide(&mut window, "Inlet flow", 80.0);
    slide(&mut window, "Inlet flow", 85.0);
    window.run();
    assert_eq!(changes(&window), [flow_change(60.0, 70.0), flow_change(100.0, 85.0)]);
    slide(&mut window, "Inlet flow", 70.0);
    window.run();
    assert_eq!(changes(&window), [flow_change(60.0, 70.0)]);
    window.get_by_label("from start").click();
    window.run();
    assert_eq!(shown(&window), Some(55.0));
}

#[test]
fn what_is_only_from_the_start_cannot_be_changed_from_now() {
    let mut window = from_now("healthy_donor");
    let disabled = |window: &Harness<'_, App>, name: &str| {
        window.get_by_role_and_label(Role::Slider, name).accesskit_node().is_disabled()
    };
    assert!(disabled(&window, "Hematocrit") && disabled(&window, "Duration") && !disabled(&window, "Inlet flow"));
    slide(&mut window, "Hematocrit", 30.0);
    window.run();
    assert_eq!(window.state().preset(), &bundled("healthy_donor"));
    window.get_by_role_and_label(Role::Slider, "Hematocrit").hover();
    window.run_steps(40);
    window.get_by_label_contains("Can be changed only from the start: ");

    // When the pumps are off nothing can be changed.
    slide(&mut window, "Time", 1000.0);
    window.run();
    assert!(disabled(&window, "Inlet flow"));
    window.get_by_label_contains("The pumps are off");
    window.get_by_label("from start").click();
    window.run();
    assert!(!disabled(&window, "Hematocrit") && !disabled(&window, "Inlet flow"));
}

#[test]
fn a_drag_from_now_is_one_step_at_the_time_it_began_even_while_playing() {
    let mut window = from_now("healthy_donor");
    let before = window.state().preset().clone();
    let track = window.get_by_role_and_label(Role::Slider, "Inlet flow").rect();
    window.hover_at(track.center());
    window.step();
    window.key_press(Key::Space);
    window.step();
    window.drag_at(track.center());
    window.step();
    let began = window.state().playhead_min();
    for way in [10.0, 20.0, 30.0] {
        window.hover_at(track.center() + egui::vec2(way, 0.0));
        window.step();
    }
    window.drop_at(track.center() + egui::vec2(30.0, 0.0));
    window.step();
    assert!(window.state().playhead_min() > began, "play went on");
    window.key_press(Key::Space);
    window.run();
    let [change] = &changes(&window)[..] else { panic!("{:?}", changes(&window)) };
    assert!((change.at_min - began).abs() < 1e-9, "{} is not {began}", change.at_min);
    let playhead = window.state().playhead_min();
    undo(&mut window);
    assert_eq!(window.state().preset(), &before);
    assert_eq!(window.state().playhead_min(), playhead);
}

#[test]
fn a_part_of_the_scene_follows_the_switch() {
    let mut window = from_now("cml_very_high_count");
    let start = window.state().preset().protocol.settings.procedure.inlet_flow_ml_min;
    let at = part(&window, "Inlet pump").rect().center();
    drag(&mut window, at, egui::vec2(0.0, -20.0));
    let [change] = &changes(&window)[..] else { panic!("{:?}", changes(&window)) };
    let [(SettingId::InletFlow, Value::Number(flow))] = change.values[..] else { panic!("{change:?}") };
    assert!(change.at_min == 60.0 && flow > start + 5.0);
    assert_eq!(window.state().preset().protocol.settings.procedure.inlet_flow_ml_min, start);
    undo(&mut window);
    let before = window.state().preset().clone();
    focus_part(&mut window, "Collection bag");
    window.key_press(Key::ArrowUp);
    window.run();
    assert_eq!(window.state().preset(), &before, "the bag is chosen before the start");
}

#[test]
fn a_marker_is_moved_by_keys_and_by_hand_and_undo_names_it() {
    let mut window = from_now("healthy_donor");
    slide(&mut window, "Inlet flow", 70.0);
    window.run();
    assert_eq!(
        marker(&window, "Change at 1:00").accesskit_node().label().as_deref(),
        Some("Change at 1:00: Inlet flow 70\u{a0}mL/min")
    );
    marker(&window, "Change at 1:00").focus();
    window.run();
    window.key_press(Key::ArrowLeft);
    window.run();
    window.key_press_modifiers(Modifiers::SHIFT, Key::ArrowRight);
    window.run();
    assert_eq!(changes(&window), [flow_change(69.0, 70.0)]);
    assert!(marker(&window, "Change at 1:09").is_focused(), "it keeps the keyboard");
    let expected = simulate(&window.state().preset().protocol).expect("runs");
    assert_eq!(window.state().run().after, expected.after);
    assert_eq!(window.state().playhead_min(), 60.0);
    window.get_by_label("Edit").click();
    window.run();
    window.get_by_label_contains("Undo: Move change").click();
    window.run();
    assert_eq!(changes(&window), [flow_change(59.0, 70.0)]);
    undo(&mut window);

    let at = marker(&window, "Change at 1:00").rect().center();
    drag(&mut window, at, egui::vec2(60.0, 0.0));
    let moved = changes(&window)[0].at_min;
    assert!(moved > 65.0 && moved.fract() == 0.0, "{moved}");
    let now = marker(&window, "Change at").rect().center();
    assert!((now.x - at.x - 60.0).abs() < 3.0, "it is under the hand");
    undo(&mut window);
    assert_eq!(changes(&window), [flow_change(60.0, 70.0)], "the drag was one step");
}

#[test]
fn a_change_is_removed_by_key_and_by_menu() {
    let mut window = from_now("healthy_donor");
    let before = window.state().run().after;
    slide(&mut window, "Inlet flow", 70.0);
    window.run();
    marker(&window, "Change at 1:00").focus();
    window.run();
    window.key_press(Key::Delete);
    window.run();
    assert!(changes(&window).is_empty());
    assert_eq!(window.state().run().after, before);
    window.get_by_label("Edit").click();
    window.run();
    window.get_by_label_contains("Undo: Remove change").click();
    window.run();
    assert_eq!(changes(&window), [flow_change(60.0, 70.0)]);

    // A second setting at the same time: the menu lists both.
    window.get_by_label("Separator").click();
    window.run();
    slide(&mut window, "Collect flow", 2.0);
    window.run();
    marker(&window, "Change at 1:00").focus();
    window.run();
    window.key_press(Key::Enter);
    window.run();
    window.key_press(Key::Tab);
    window.run();
    assert!(window.get_by_role_and_label(Role::Button, "Remove Inlet flow").is_focused());
    window.get_by_role_and_label(Role::Button, "Remove Collect flow").click();
    window.run();
    assert_eq!(changes(&window), [flow_change(60.0, 70.0)]);
    undo(&mut window);
    marker(&window, "Change at 1:00").click();
    window.run();
    window.get_by_role_and_label(Role::Button, "Remove all changes at this time").click();
    window.run();
    assert!(changes(&window).is_empty());
    undo(&mut window);
    assert_eq!(changes(&window)[0].values.len(), 2);
}

#[test]
fn markers_are_reached_by_tab_in_the_order_of_time() {
    let mut preset = bundled("healthy_donor");
    preset.protocol.changes = vec![flow_change(90.0, 60.0), flow_change(30.0, 50.0)];
    let mut window = window_of(preset, [1280.0, 800.0], Vec::new());
    let mut reached = Vec::new();
    for _ in 0..80 {
        window.key_press(Key::Tab);
        window.step();
        let focused = window.query_all_by_role(Role::Button).find(egui_kittest::Node::is_focused);
        let name = focused.and_then(|node| node.accesskit_node().label());
        reached.extend(name.filter(|name| name.starts_with("Change at")));
    }
    assert_eq!(reached.len(), 2, "{reached:?}");
    assert!(reached[0].starts_with("Change at 0:30") && reached[1].starts_with("Change at 1:30"), "{reached:?}");
}

#[test]
fn a_change_moved_past_the_end_says_so_and_changes_nothing() {
    let mut preset = bundled("healthy_donor");
    preset.protocol.changes = vec![flow_change(205.0, 70.0)];
    let mut window = window_of(preset, [1280.0, 800.0], Vec::new());
    let warned = |window: &Harness<'_, App>| {
        window.state().run().warnings.iter().any(|warning| warning.id.key() == "change_after_end")
    };
    assert!(!warned(&window));
    marker(&window, "Change at 3:25").focus();
    window.run();
    window.key_press_modifiers(Modifiers::SHIFT, Key::ArrowRight);
    window.run();
    assert!(warned(&window));
    assert_eq!(window.state().run().after, simulate(&bundled("healthy_donor").protocol).expect("runs").after);
    assert!(marker(&window, "Change at 3:35").is_focused());
}

#[test]
fn what_would_have_avoided_a_warning_is_tried_from_the_start_even_when_changes_apply_from_now() {
    let mut window = from_now("small_anemic_woman");
    window.state_mut().work_at_once();
    // At the playhead of an hour it is below 1, and another level is ahead.
    window.get_by_role_and_label(Role::Button, "Why? Calcium below 0.90").click_accesskit();
    window.run();
    let setting = SettingId::CalciumInfusion;
    let try_it = change_to_try(&window, setting).expect("calcium avoids it");
    let start = setting.get(&window.state().preset().protocol.settings);
    window.get_by_role_and_label(Role::Button, &try_it).click_accesskit();
    window.run();
    assert_ne!(setting.get(&window.state().preset().protocol.settings), start);
    assert!(changes(&window).is_empty());
}

#[test]
fn the_switch_leaves_everything_in_its_place() {
    let mut window = window("healthy_donor");
    let place = |window: &Harness<'_, App>| window.get_by_label("Separator").rect();
    let before = place(&window);
    window.get_by_label("from now").click();
    window.run();
    assert_eq!(place(&window), before);
    slide(&mut window, "Time", 1000.0);
    window.run();
    assert_eq!(place(&window), before, "nor does the reason why nothing can be changed");
}

#[test]
fn a_control_says_which_later_change_rules_in_its_place() {
    let mut window = from_now("healthy_donor");
    slide(&mut window, "Inlet flow", 70.0);
    slide(&mut window, "Time", 30.0);
    window.run();
    let told = |window: &Harness<'_, App>| {
        let slider = window.get_by_role_and_label(Role::Slider, "Inlet flow");
        slider.accesskit_node().data().description().unwrap_or_default().to_owned()
    };
    assert!(told(&window).starts_with("until 1:00, then 70\u{a0}mL/min"), "{}", told(&window));
    window.get_by_label("from start").click();
    window.run();
    assert!(!told(&window).contains("1:00"), "the start rules until the change: {}", told(&window));
    slide(&mut window, "Time", 90.0);
    window.run();
    assert!(told(&window).starts_with("since 1:00: 70\u{a0}mL/min"), "{}", told(&window));
}
