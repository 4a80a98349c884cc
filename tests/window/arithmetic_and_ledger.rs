//! The arithmetic and the ledger show the model's own numbers, and a warning's card shows the present.

use super::{bundled, slide, window, window_of};
use buffycoat::app::App;
use buffycoat::preset::{BUNDLED, read};
use buffycoat::sim::derivation::{Against, Cells, Formula};
use buffycoat::sim::ledger::{Account, Balance, Place};
use buffycoat::sim::quantities::Quantity;
use buffycoat::sim::warnings::WarningId;
use buffycoat::text::Text;
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

const TALL: [f32; 2] = [1280.0, 1800.0];

fn description(window: &Harness<'_, App>, label: &str) -> String {
    let node = window.get_by_label(label);
    node.accesskit_node().data().description().expect("it is described").to_owned()
}

fn press(window: &mut Harness<'_, App>, key: Key) {
    window.key_press(key);
    window.run();
}

#[test]
fn the_arithmetic_shows_the_models_numbers_at_the_playhead() {
    let text = Text::english();
    let mut window = window_of(bundled("cml_very_high_count"), TALL, Vec::new());
    press(&mut window, Key::Num6);
    for time_min in [0.0, 33.0, 100.0] {
        slide(&mut window, "Time", time_min);
        window.run();
        let run = window.state().run();
        let moment = run.at(time_min);
        for quantity in
            [Quantity::Hemoglobin, Quantity::Platelets, Quantity::IonizedCalcium, Quantity::BloodVolumeChange]
        {
            let told = text.quantity_value(quantity, quantity.at(&moment).expect("known"));
            window.get_by_label(&format!("{} = {told}", text.quantity_name(quantity)));
        }
        let hemoglobin = text.quantity_at(Quantity::Hemoglobin, &moment);
        let red_cells_ml = format!("{:.0}", moment.state.patient.red_cells_ml);
        let worked = description(&window, &format!("Hemoglobin = {hemoglobin}"));
        assert!(worked.starts_with("red cells in the blood ÷ blood volume × 34"), "{worked}");
        assert!(worked.contains(&red_cells_ml), "{worked}");
        let ce1 = run.outcome.white_cell_efficiency.ce1_percent.expect("white cells were collected");
        window.get_by_label(&format!("Collection efficiency (CE1) of white cells = {ce1:.1}\u{a0}%"));
        let arithmetic = Formula::Efficiency(Cells::White, Against::MeanCount).at(run, &moment).expect("as well");
        let worked = text.working(&arithmetic);
        assert_eq!(
            description(&window, &format!("Collection efficiency (CE1) of white cells = {ce1:.1}\u{a0}%")),
            format!("{}: {}", worked.formula, worked.numbers)
        );
    }
    // The pumps are off: no citrate is given, and the line stays where it was.
    slide(&mut window, "Time", 1e4);
    window.run();
    window.get_by_label("Citrate rate = –");
}

#[test]
fn the_ledger_adds_up_on_screen_at_every_playhead() {
    let text = Text::english();
    let mut window = window_of(bundled("all_child_red_cell_prime"), TALL, Vec::new());
    press(&mut window, Key::Num5);
    for time_min in [0.0, 20.0, 90.0, 1e4] {
        slide(&mut window, "Time", time_min);
        window.run();
        let run = window.state().run();
        let moment = run.at(window.state().playhead_min());
        for account in Account::all().chain([Account::AllWhiteCells]) {
            let balance = Balance::of(account, run, &moment);
            let line = text.ledger_line(&balance);
            let row = window.get_by_role_and_label(Role::Button, &line);
            assert!(row.rect().width() > 300.0);
            // What came and what is there are the same number as it is written.
            let (came, is) = line.split_once(". ").expect("two sums");
            let sum_of = |words: &str| words.rsplit(" = ").next().expect("a sum").trim_end().to_owned();
            assert_eq!(sum_of(came), sum_of(is.split(". Off by").next().expect("a sum")), "{line}");
        }
    }
}

#[test]
fn the_flow_follows_the_account_that_is_chosen() {
    let mut window = window_of(bundled("small_anemic_woman"), TALL, Vec::new());
    press(&mut window, Key::Num5);
    slide(&mut window, "Time", 60.0);
    window.run();
    window.get_by_label("Origin and place of all white cells at 1:00");
    let text = Text::english();
    let balance = |window: &Harness<'_, App>, account| {
        let run = window.state().run();
        Balance::of(account, run, &run.at(60.0))
    };
    let line = text.ledger_line(&balance(&window, Account::Platelets));
    window.get_by_role_and_label(Role::Button, &line).focus();
    window.run();
    press(&mut window, Key::Enter);
    window.get_by_label("Origin and place of platelets at 1:00");
    let platelets = balance(&window, Account::Platelets);
    assert!(platelets.from_reserve() > 0.0, "the spleen lends");
    let all = platelets.blood_before + platelets.from_reserve() + platelets.all_given();
    let percent = 100.0 * platelets.at(Place::Bag) / all;
    let amount = text.account_amount(Account::Platelets, platelets.at(Place::Bag));
    window.get_by_label(&format!("the bag {amount}, {percent:.1} %"));
    window.get_by_label_contains("from spleen ");
}

#[test]
fn every_case_opens_both_books_in_every_size() {
    // The harness stops at any input without a name and at any glyph that the fonts lack.
    for case in BUNDLED {
        for size in [[1280.0, 800.0], [1024.0, 768.0]] {
            let mut window = window_of(read(case.text).expect("sound"), size, Vec::new());
            for key in [Key::Num5, Key::Num6, Key::E] {
                press(&mut window, key);
                slide(&mut window, "Time", 70.0);
                window.run();
            }
        }
    }
}

#[test]
fn a_card_is_named_by_the_level_at_the_playhead() {
    let mut window = window("small_anemic_woman");
    let at = |window: &mut Harness<'_, App>, time_min: f64| {
        slide(window, "Time", time_min);
        window.run();
    };
    window
        .get_by_label_contains("Calcium below 0.90, from 1:08, before that below 1.12 from 0:13; below 1.00 from 0:33");
    window.get_by_label_contains("Mild anemia, now; moderate from 0:06");
    at(&mut window, 20.0);
    window.get_by_label_contains("Calcium below 1.12, now; below 1.00 from 0:33");
    window.get_by_label_contains("Moderate anemia, now, since 0:06");
    at(&mut window, 70.0);
    window.get_by_label_contains("Calcium below 0.90, now, since 1:08 until 3:06");
    at(&mut window, 195.0);
    window.get_by_label_contains("Calcium below 1.00, now, since 0:33 until 3:19");
    // What is over is named by its worst.
    let run = window.state().run();
    let calcium: Vec<_> = run.warnings.iter().filter(|warning| warning.id == WarningId::LowCalcium).collect();
    if let Some(end) = calcium.iter().map(|warning| warning.to_min).collect::<Option<Vec<_>>>() {
        at(&mut window, end.into_iter().fold(0.0, f64::max) + 0.1);
        window.get_by_label_contains("Calcium below 0.80, over, 3:01–3:05");
    }
}

#[test]
fn a_key_says_from_when_changes_apply() {
    let mut window = window("healthy_donor");
    let is_from_now = |window: &Harness<'_, App>| window.query_by_label_contains("Changes apply from ").is_some();
    assert!(!is_from_now(&window));
    press(&mut window, Key::W);
    assert!(is_from_now(&window));
    press(&mut window, Key::W);
    assert!(!is_from_now(&window));
    window.get_by_label("Edit").click();
    window.run();
    window.get_by_role_and_label(Role::MenuItemCheckBox, "Changes apply from now on").click();
    window.run();
    assert!(is_from_now(&window));
    window.key_press_modifiers(Modifiers::NONE, Key::F1);
    window.run();
    assert!(window.query_all_by_label("W").next().is_some());
}
