//! The ledger: where every cell and every milliliter is at the playhead, as a flow and as a table that adds up.

use egui::{Align, Color32, Label, Rect, RichText, Role, ScrollArea, Sense, Stroke, Ui, WidgetInfo, vec2};

use strum::IntoEnumIterator as _;

use super::flow::{Node, flow_ui};
use super::plots::combo;
use crate::app::commands::{Command, Commands};
use crate::app::theme::{Tokens, size, small, strong, tokens};
use crate::app::views::View;
use crate::app::widgets::focus;
use crate::app::widgets::table_row::write;
use crate::model::cells::WhiteCell;
use crate::sim::ledger::{Account, Balance, Inflow, Place};
use crate::text::{clock, fixed, in_line, ledger_difference, ledger_number};

/// The accounts in table order; the white cell classes follow their sum.
fn accounts() -> impl Iterator<Item = Account> {
    let classes = WhiteCell::ALL.map(Account::WhiteCells);
    let others = [Account::Platelets, Account::Fluid, Account::Protein, Account::Citrate];
    [Account::RedCells, Account::AllWhiteCells].into_iter().chain(classes).chain(others)
}

/// Minimum height of the flow diagram, in points.
const FLOW: f32 = 158.0;
/// Share of the available height that the flow diagram takes, unless `FLOW` is more.
const FLOW_SHARE: f32 = 0.46;
const ROW: f32 = 21.0;
/// Width of the row names, and the margin at the end of a row.
const NAMES: f32 = 150.0;
const MARGIN: f32 = 4.0;
/// Width of the last column, which holds a power of ten.
const LAST: f32 = 66.0;

/// The selector for the account shown in the flow diagram.
/// Width of the choice of an account, in points.
pub const OPTIONS: f32 = 150.0;

pub fn options_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let followed = view.workspace.account;
    let name = |account| view.text.account(account);
    let choices = accounts().map(|account| (account, name(account)));
    let chosen = combo(ui, "account", OPTIONS, (&view.say("ledger-choice"), name(followed)), followed, choices);
    commands.extend(chosen.map(Command::Follow));
}

pub fn ledger_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let height = FLOW.max(FLOW_SHARE * ui.available_height());
    ScrollArea::both().auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        followed_ui(ui, view, height);
        ui.add_space(6.0);
        table_ui(ui, view, commands);
        ui.add_space(4.0);
        ui.add(Label::new(RichText::new(view.say("ledger-note")).font(small()).color(tokens(ui).quiet)).wrap());
    });
}

/// The flow diagram of the chosen account.
fn followed_ui(ui: &mut Ui, view: &View<'_>, height: f32) {
    let run = view.run();
    let account = view.workspace.account;
    let balance = Balance::of(account, run, &view.now());
    // Anything present at the end has its place from the start, so that nothing jumps.
    let end = Balance::of(account, run, &run.at(run.end_min));
    let (sources, places) = (sources(view, tokens(ui), &balance, &end), places(view, tokens(ui), &balance, &end));
    let name = in_line(&view.text.account(account));
    let time = clock(view.playback.playhead_min);
    let sum: f64 = sources.iter().map(|node| node.value).sum();
    let response = flow_ui(ui, &view.text.account_amount(account, sum), height, &sources, &places);
    let name = view.text.with("ledger-flow", &[("account", name), ("time", time)]);
    response.widget_info(|| WidgetInfo::labeled(Role::Figure, true, name.as_str()));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(view.text.ledger_line(&balance)));
}

/// What the reserve has given to the blood and what it has taken; one of the two is zero.
fn moved(balance: &Balance) -> (f64, f64) {
    let from_reserve = balance.from_reserve();
    (from_reserve.max(0.0), (-from_reserve).max(0.0))
}

/// Everything that has been in the blood or the set: the sum at both ends of the flow.
fn flowing(balance: &Balance) -> f64 {
    balance.blood_before + balance.all_given() + moved(balance).0
}

fn sources(view: &View<'_>, tokens: &Tokens, balance: &Balance, end: &Balance) -> Vec<Node> {
    let ink = ink(tokens, balance.account);
    let mut ends = vec![(view.say("ledger-before"), balance.blood_before, balance.blood_before, ink, 0.55)];
    if let Some(reserve) = balance.account.reserve() {
        ends.push((view.text.from_reserve(reserve, true), moved(balance).0, moved(end).0, ink, 0.3));
    }
    ends.extend(Inflow::iter().map(|inflow| {
        let ink = match inflow {
            Inflow::Anticoagulant => tokens.citrate,
            Inflow::Prime | Inflow::Replacement | Inflow::Rinse => tokens.wall,
        };
        (view.text.inflow(inflow), balance.given(inflow), end.given(inflow), ink, 0.4)
    }));
    nodes(view, balance, ends)
}

fn places(view: &View<'_>, tokens: &Tokens, balance: &Balance, end: &Balance) -> Vec<Node> {
    let ink = ink(tokens, balance.account);
    let ends = Place::iter().filter_map(|place| {
        if place == Place::Reserve {
            let reserve = balance.account.reserve()?;
            return Some((view.text.from_reserve(reserve, false), moved(balance).1, moved(end).1, ink, 0.3));
        }
        let strength = if place == Place::Patient { 0.4 } else { 0.7 };
        Some((view.text.place(place), balance.at(place), end.at(place), ink, strength))
    });
    nodes(view, balance, ends.collect())
}

/// The nodes that hold anything now or at the end of the run.
fn nodes(view: &View<'_>, balance: &Balance, ends: Vec<(String, f64, f64, Color32, f32)>) -> Vec<Node> {
    /// A smaller share of the whole is the solver's rounding error.
    const NOTHING: f64 = 1e-9;
    let whole = flowing(balance);
    let is_something = |value: f64| value > NOTHING * whole.max(balance.size());
    let node = |(name, value, _, ink, strength): (String, f64, f64, Color32, f32)| {
        let value = if is_something(value) { value } else { 0.0 };
        let percent = fixed(if whole > 0.0 { 100.0 * value / whole } else { 0.0 }, 1);
        let amount = view.text.account_amount(balance.account, value);
        let arguments = [("name", name.clone()), ("amount", amount.clone()), ("percent", percent.clone())];
        let accessible_name = view.text.with("ledger-node", &arguments);
        let amount = view.text.with("ledger-share", &[("amount", amount), ("percent", percent)]);
        Node { name, amount, accessible_name, value, ink, strength }
    };
    ends.into_iter().filter(|(_, now, end, ..)| is_something(*now) || is_something(*end)).map(node).collect()
}

fn ink(tokens: &Tokens, account: Account) -> Color32 {
    match account {
        Account::RedCells => tokens.red_cells,
        Account::AllWhiteCells | Account::WhiteCells(_) => tokens.white_cells,
        Account::Platelets => tokens.platelets,
        Account::Fluid | Account::Protein => tokens.plasma,
        Account::Citrate => tokens.citrate,
    }
}

/// The message of a table column, and how it reads its value from a balance.
type Column = (&'static str, fn(&Balance) -> String);

/// The columns that are sums of others.
const SUMS: [&str; 2] = ["ledger-head-brought", "ledger-head-sum"];

fn at(balance: &Balance, place: Place) -> String {
    ledger_number(balance.at(place))
}

static COLUMNS: [Column; 11] = [
    ("ledger-head-before", |balance| ledger_number(balance.start())),
    ("ledger-head-given", |balance| ledger_number(balance.all_given())),
    ("ledger-head-brought", |balance| ledger_number(balance.start() + balance.all_given())),
    ("ledger-head-patient", |balance| at(balance, Place::Patient)),
    ("ledger-head-reserve", |balance| at(balance, Place::Reserve)),
    ("ledger-head-set", |balance| at(balance, Place::Set)),
    ("ledger-head-bag", |balance| at(balance, Place::Bag)),
    ("ledger-head-lost", |balance| at(balance, Place::Lost)),
    ("ledger-head-cleared", |balance| at(balance, Place::Cleared)),
    ("ledger-head-sum", |balance| ledger_number(balance.everywhere())),
    ("ledger-head-difference", ledger_difference),
];

/// The table's width and the right end of each column. Every column fits its heading and a number, and spare width is shared
/// equally. In too narrow a room the table is wider than the room and scrolls.
fn columns(ui: &Ui, view: &View<'_>) -> (f32, Vec<f32>) {
    /// As wide as a number gets.
    const NUMBER: &str = "88.88";
    /// Minimum gap between two columns.
    const GAP: f32 = 5.0;
    let width = |words: String| ui.painter().layout_no_wrap(words, strong(size::SMALL), Color32::BLACK).size().x;
    let number = width(NUMBER.to_owned());
    let needed = COLUMNS.iter().map(|(message, _)| GAP + width(view.say(message)).max(number));
    let needed: Vec<f32> =
        needed.enumerate().map(|(i, room)| if i + 1 == COLUMNS.len() { LAST } else { room }).collect();
    let least = NAMES + needed.iter().sum::<f32>() + MARGIN;
    let table = ui.available_width().max(least);
    let share = (table - least) / needed.len() as f32;
    let ends = needed.iter().scan(NAMES, |end, room| {
        *end += room + share;
        Some(*end)
    });
    (table, ends.collect())
}

fn table_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let tokens = tokens(ui);
    let (width, ends) = columns(ui, view);
    let (head, _) = ui.allocate_exact_size(vec2(width, ROW), Sense::hover());
    for ((message, _), end) in COLUMNS.iter().zip(&ends) {
        write(ui.painter(), cell(head, *end), Align::Max, &view.say(message), small(), tokens.quiet);
    }
    ui.painter().hline(head.x_range(), head.bottom(), Stroke::new(1.0, tokens.hairline));
    let moment = view.now();
    for account in accounts() {
        row_ui(ui, view, (width, &ends), &Balance::of(account, view.run(), &moment), commands);
    }
}

/// The row from its left edge to the end of a column.
fn cell(row: Rect, end: f32) -> Rect {
    row.with_max_x(row.left() + end)
}

/// One account; clicking it shows its flow.
fn row_ui(ui: &mut Ui, view: &View<'_>, (width, ends): (f32, &[f32]), balance: &Balance, commands: &mut Commands) {
    let tokens = tokens(ui);
    let account = balance.account;
    let is_followed = view.workspace.account == account;
    let (row, response) = ui.allocate_exact_size(vec2(width, ROW), Sense::click());
    let line = view.text.ledger_line(balance);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_followed, &line));
    if response.clicked() {
        commands.push(Command::Follow(account));
    }
    let painter = ui.painter();
    if is_followed || response.hovered() {
        painter.rect_filled(row, 5.0, tokens.button_hovered);
    }
    focus::ring(ui, &response, row, 5.0);
    let is_class = matches!(account, Account::WhiteCells(_));
    let indent = if is_class { 12.0 } else { MARGIN };
    let names = cell(row, NAMES).with_min_x(row.left() + indent);
    let name = write(painter, names, Align::Min, &view.text.account(account), small(), tokens.text);
    if !is_class {
        let units = names.with_min_x(name.rect.right() + 5.0);
        write(painter, units, Align::Min, &view.text.unit(account.unit()), small(), tokens.quiet);
    }
    for ((message, value), end) in COLUMNS.iter().zip(ends) {
        let words = value(balance);
        let font = if SUMS.contains(message) { strong(size::SMALL) } else { small() };
        let ink = if words == "0" { tokens.quiet } else { tokens.text };
        write(painter, cell(row, *end), Align::Max, &words, font, ink);
    }
}
