//! Promise: runs that were pinned stand beside the case as it is now with the numbers of their own JSON, and can be swapped in.

use buffycoat::app::App;
use buffycoat::app::state::Tab;
use buffycoat::model::cells::WhiteCell;
use buffycoat::sim::quantities::Quantity;
use buffycoat::sim::results::results;
use buffycoat::sim::{SettingId, Value, simulate};
use buffycoat::text::{Text, fixed};
use egui::Key;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::{Painted, bundled, painted_in, slide, stop, window, window_of};

const CASE: &str = "small_anemic_woman";

/// A window with the case as it was opened pinned as A, and the inlet flow changed since.
fn with_pin(flow: f64) -> Harness<'static, App> {
    let mut window = window(CASE);
    window.key_press(Key::K);
    window.run();
    slide(&mut window, "Inlet flow", flow);
    window.run();
    window.key_press(Key::Num2);
    window.run();
    window
}

fn inlet_flow(window: &Harness<'_, App>) -> f64 {
    match SettingId::InletFlow.get(&window.state().preset().protocol.settings) {
        Value::Number(flow) => flow,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_table_gives_the_numbers_of_both_runs_json() {
    let window = with_pin(70.0);
    let pinned = bundled(CASE).protocol;
    let mut changed = pinned.clone();
    SettingId::InletFlow.set(&mut changed.settings, &Value::Number(70.0));
    let of = |protocol, name: &str| {
        let found = results(&simulate(protocol).expect("a sensible case")).into_iter().find(|(found, _)| found == name);
        found.and_then(|(_, value)| value).expect("a number")
    };
    for (row, name, decimals) in [
        ("White cells after, ×10⁹/L", "after.white_cells", 1),
        ("White cells removed, %", "removed_percent.white_cells", 0),
        ("Hemoglobin after, g/dL", "after.hemoglobin", 1),
        ("Platelets after, ×10⁹/L", "after.platelets", 0),
        ("Lowest calcium, mmol/L", "lowest.ionized_calcium_mmol_l", 2),
        ("CE1 of white cells, %", "efficiency.white_cells.ce1_percent", 0),
        ("Product volume, mL", "product.volume_ml", 0),
        ("White cells in bag, ×10⁹", "product.white_cells_e9", 1),
        ("Product hematocrit, %", "product.hematocrit_percent", 1),
        ("Blood volumes processed", "processed_blood_volumes", 2),
        ("Anticoagulant given, mL", "anticoagulant_ml", 0),
    ] {
        window.get_by_label(&format!("{row}, Now: {}", fixed(of(&changed, name), decimals)));
        // Its difference may follow, but no further digit.
        let start = format!("{row}, A: {}", fixed(of(&pinned, name), decimals));
        let found = window.get_by_label_contains(&start).value().expect("a cell");
        assert!(found == start || found.starts_with(&format!("{start} (")), "{found} for {start}");
    }
    window.get_by_label("Inlet flow, Now: 70\u{a0}mL/min");
}

#[test]
fn a_pin_is_swapped_in_as_one_step_and_back_by_undo() {
    let mut window = with_pin(70.0);
    let before = inlet_flow(&super::window(CASE));
    window.get_by_role_and_label(Role::Button, "Swap in run A").click();
    window.run();
    assert_eq!(inlet_flow(&window), before);
    window.get_by_label("Inlet flow, A: 70\u{a0}mL/min");
    window.key_press_modifiers(egui::Modifiers::COMMAND, Key::Z);
    window.run();
    assert_eq!(inlet_flow(&window), 70.0);
    window.get_by_label_contains("Inlet flow, Now: 70");
}

#[test]
fn four_runs_at_most_are_pinned_each_under_its_own_letter() {
    let mut window = window(CASE);
    for flow in [40.0, 45.0, 50.0, 55.0, 60.0] {
        slide(&mut window, "Inlet flow", flow);
        window.run();
        window.key_press(Key::K);
        window.run();
    }
    // The fifth is not: it says so beside the button, and nothing must be answered.
    assert!(window.state().state().dialogs.open.is_none());
    assert_eq!(window.state().state().workspace.tab, Tab::Compare);
    let why_not = window.get_by_label("Four runs are pinned. Unpin one to pin this run.");
    let button = window.get_by_role_and_label(Role::Button, "Pin this run");
    assert!(button.accesskit_node().is_disabled() && why_not.rect().top() < button.rect().bottom() + 8.0);
    for letter in ["A", "B", "C", "D"] {
        window.get_by_role_and_label(Role::Button, &format!("Swap in run {letter}"));
    }
    window.get_by_role_and_label(Role::Button, "Unpin run B").click();
    window.run();
    assert!(window.query_by_label("Swap in run B").is_none());
    window.get_by_label("Inlet flow, C: 50\u{a0}mL/min");
}

#[test]
fn nothing_is_cut_in_the_table_of_five_runs_and_warnings_stand_in_their_order() {
    let mut window = window("aml_leukostasis_low_platelets");
    for flow in [40.0, 45.0, 50.0, 55.0] {
        slide(&mut window, "Inlet flow", flow);
        window.run();
        window.key_press(Key::K);
        window.run();
    }
    window.key_press(Key::Num2);
    window.run();
    let table = egui::Rect::from_min_max(egui::pos2(270.0, 520.0), egui::pos2(1000.0, 800.0));
    let painted = painted_in(&window.output().shapes);
    for Painted { words, rect, clip } in painted.iter().filter(|painted| table.contains(painted.rect.center())) {
        assert!(clip.left() < rect.left() + 1.0 && rect.right() - 1.0 < clip.right(), "{words} is cut");
        assert!(!words.contains('…'), "{words} is cut");
    }

    let mut window = window_of(bundled("all_infant_hyperleukocytosis"), [1280.0, 1400.0], Vec::new());
    window.key_press(Key::K);
    window.key_press(Key::Num2);
    window.key_press(Key::E);
    window.run();
    let painted = painted_in(&window.output().shapes);
    let head = painted.iter().find(|painted| painted.words == "New warnings").expect("a heading").rect;
    let in_column = |painted: &&Painted| painted.rect.top() > head.bottom() && painted.rect.left() < 600.0;
    let mut onsets: Vec<_> = painted.iter().filter(in_column).collect();
    onsets.sort_by(|a, b| a.rect.top().total_cmp(&b.rect.top()));
    let is_time = |words: &String| words.as_bytes().get(1) == Some(&b':');
    let time = |painted: &Painted| Some(painted.words.clone()).filter(is_time);
    let onsets: Vec<_> = onsets.into_iter().filter_map(time).collect();
    assert!(onsets.len() > 2 && onsets.is_sorted(), "{onsets:?}");
}

#[test]
fn a_pin_of_another_case_asks_before_unsaved_changes_are_left() {
    let mut window = window(CASE);
    window.key_press(Key::K);
    window.run();
    window.get_by_role_and_label(Role::Button, "File").click();
    window.run();
    window.get_by_role_and_label(Role::Button, "Cases").click();
    window.run();
    window.get_by_role_and_label(Role::Button, bundled("healthy_donor").short_title()).click();
    stop(&mut window);
    slide(&mut window, "Inlet flow", 70.0);
    window.run();
    window.key_press(Key::Num2);
    window.run();
    window.get_by_role_and_label(Role::Button, "Swap in run A").click();
    window.run();
    window.get_by_role_and_label(Role::Button, "Don't save").click();
    window.run();
    assert_eq!(window.state().preset().title, bundled(CASE).title);
    assert!(window.query_by_label_contains("Swap in run A").is_some(), "the case that was left is kept");
}

#[test]
fn a_pin_is_of_the_same_case_after_a_save_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("mine.ron");
    let answers = vec![buffycoat::app::PickerAnswer::Picked(buffycoat::app::state::Purpose::Save, path)];
    let mut window = super::window_of(bundled(CASE), [1280.0, 800.0], answers);
    window.key_press(Key::K);
    window.run();
    slide(&mut window, "Inlet flow", 70.0);
    window.run();
    window.key_press_modifiers(egui::Modifiers::COMMAND, Key::S);
    window.run();
    assert!(window.query_by_label("edited").is_none());
    window.key_press(Key::Num2);
    window.run();
    window.get_by_role_and_label(Role::Button, "Swap in run A").click();
    window.run();
    window.get_by_label("edited");
    window.key_press_modifiers(egui::Modifiers::COMMAND, Key::Z);
    window.run();
    assert_eq!(inlet_flow(&window), 70.0);
    assert!(window.query_by_label("edited").is_none(), "it lies on disk as it is now");
}

#[test]
fn undo_of_an_exchange_leaves_a_newer_pin_alone() {
    let mut window = with_pin(70.0);
    window.get_by_role_and_label(Role::Button, "Swap in run A").click();
    window.run();
    window.get_by_role_and_label(Role::Button, "Unpin run A").click();
    window.run();
    slide(&mut window, "Inlet flow", 20.0);
    window.run();
    window.key_press(Key::K);
    window.run();
    for _ in 0..2 {
        window.key_press_modifiers(egui::Modifiers::COMMAND, Key::Z);
        window.run();
    }
    assert_eq!(inlet_flow(&window), 70.0);
    window.get_by_label("Inlet flow, A: 20\u{a0}mL/min");
}

#[test]
fn the_difference_to_one_pinned_run_at_a_time_is_shaded_on_demand() {
    let mut window = with_pin(70.0);
    slide(&mut window, "Inlet flow", 30.0);
    window.run();
    window.key_press(Key::K);
    window.run();
    let shaded = |window: &Harness<'_, App>| window.state().state().pins.shaded().map(|pin| pin.letter);
    assert_eq!(shaded(&window), None, "not before it is asked for");
    for (letter, expected) in [("A", Some(0)), ("B", Some(1)), ("B", None), ("A", Some(0))] {
        let name = format!("Shade the difference to run {letter}");
        window.get_by_role_and_label(Role::Button, &name).click();
        window.run();
        assert_eq!(shaded(&window), expected);
    }
    window.get_by_role_and_label(Role::Button, "Unpin run A").click();
    window.run();
    assert_eq!(shaded(&window), None, "there is nothing left to differ from");
}

#[test]
fn each_pinned_run_is_named_at_the_end_of_its_curve_in_every_plot_and_shades_when_pressed() {
    let mut window = with_pin(70.0);
    window.key_press(Key::Num1);
    window.run();
    let badges: Vec<_> = window.query_all_by_label_contains("Run A: ").map(|node| node.rect()).collect();
    assert_eq!(badges.len(), 3, "one in each plot");
    let plot = window.get_by_role_and_label(Role::Figure, "Hemoglobin").rect();
    let badge = badges.iter().find(|badge| plot.expand(30.0).contains_rect(**badge)).expect("beside its plot");
    assert!(badge.left() >= plot.right() - 12.0, "it covers no curve: {badge} beside {plot}");
    window.query_all_by_label_contains("Run A: ").next().expect("a badge").click();
    window.run();
    assert!(window.state().state().pins.shaded().is_some());
}

#[test]
fn pinned_runs_follow_the_kind_of_cell_that_stands_out() {
    let mut window = with_pin(70.0);
    window.key_press(Key::Num1);
    window.run();
    let said = |window: &Harness<'_, App>| {
        let badges: Vec<_> = window.query_all_by_label_contains("Run A: ").collect();
        badges.iter().filter_map(|badge| badge.accesskit_node().label()).collect::<Vec<_>>().join(" ")
    };
    let all = said(&window);
    window.get_by_role_and_label(Role::Button, "neutrophil").click();
    window.run();
    let simulated = window.state().state().pins.iter().next().expect("pinned").curves.run.clone();
    let class = Quantity::Class(WhiteCell::Neutrophil);
    let value = Text::english().quantity_at(class, &simulated.at(simulated.end_min));
    assert!(said(&window).contains(&value), "{} without {value}; before: {all}", said(&window));
}
