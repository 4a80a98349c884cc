//! The current case beside the pinned runs: how their settings and results differ.

use egui::{Rect, RichText, ScrollArea, Ui, UiBuilder, pos2};

use super::compare_head::{HEAD, SMALL_HEAD, head_ui, pin_button_ui, small_head_ui};
use super::compare_row::{Cell, row_ui};
use super::empty_ui;
use crate::app::commands::Commands;
use crate::app::state::{Case, Pin, RunCurves};
use crate::app::theme::{severity, size, small, strong, tokens};
use crate::app::views::View;
use crate::picture::plot::pinned::letter;
use crate::sim::aim::AimOutcome;
use crate::sim::settings::Unit;
use crate::sim::warning_groups::brought;
use crate::sim::warnings::headlines;
use crate::sim::{Protocol, SettingId, Warning};
use crate::study::harm::Load;
use crate::text::{aim_number, clock, fixed, value_in_force};

/// Width of the row names; those that are longer take another line.
pub const NAMES: f32 = 166.0;

/// Between two columns.
const GAP: f32 = 4.0;

/// Results of a run: the message of each, its key, its unit and its decimals.
static OUTCOMES: [(&str, &str, Unit, usize); 11] = [
    ("compare-white-cells", "after.white_cells", Unit::E9PerL, 1),
    ("compare-removed", "removed_percent.white_cells", Unit::Percent, 0),
    ("compare-hemoglobin", "after.hemoglobin", Unit::GramPerDl, 1),
    ("compare-platelets", "after.platelets", Unit::E9PerL, 0),
    ("compare-calcium", "lowest.ionized_calcium_mmol_l", Unit::MmolPerL, 2),
    ("compare-efficiency", "efficiency.white_cells.ce1_percent", Unit::Percent, 0),
    ("compare-product", "product.volume_ml", Unit::Ml, 0),
    ("compare-product-white", "product.white_cells_e9", Unit::E9, 1),
    ("compare-product-red", "product.hematocrit_percent", Unit::Percent, 1),
    ("compare-processed", "processed_blood_volumes", Unit::One, 2),
    ("compare-anticoagulant", "anticoagulant_ml", Unit::Ml, 0),
];

/// One run of the table.
pub struct Column<'a> {
    pub name: String,
    pub pin: Option<&'a Pin>,
    pub case: &'a Case,
    curves: &'a RunCurves,
}

impl Column<'_> {
    fn result(&self, name: &str) -> Option<f64> {
        self.curves.results().iter().find(|(found, _)| found == name).and_then(|(_, value)| *value)
    }

    fn protocol(&self) -> &Protocol {
        &self.curves.run.protocol
    }
}

pub fn compare_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    if view.pins.is_empty() {
        pin_button_ui(ui, view, commands);
        return empty_ui(ui, &view.say("compare-empty"));
    }
    let columns = columns(view);
    let room = ui.available_rect_before_wrap();
    if let [_, Column { pin: Some(pin), .. }] = columns.as_slice()
        && view.twin().is_some_and(|twin| twin.letter == pin.letter)
    {
        return two_ui(ui, view, &columns, room);
    }
    head_ui(ui, view, &columns, room.with_max_y(room.top() + HEAD), commands);
    let below = room.with_min_y(room.top() + HEAD + 2.0);
    ui.scope_builder(UiBuilder::new().max_rect(below), |ui| {
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            outcomes_ui(ui, view, &columns);
            warnings_ui(ui, view, &columns, false);
            settings_ui(ui, view, &columns);
        });
    });
}

/// Two runs that stand side by side above: their heads have the buttons, so the rows have this room. What decides comes first, and
/// where there is room stands beside the rest.
fn two_ui(ui: &mut Ui, view: &View<'_>, columns: &[Column<'_>], room: Rect) {
    /// The least width of a half, and the gap between both.
    const LEAST: f32 = 400.0;
    const BETWEEN: f32 = 26.0;
    let decides = |ui: &mut Ui| {
        warnings_ui(ui, view, columns, true);
        loads_ui(ui, view, columns);
    };
    let rest = |ui: &mut Ui| {
        outcomes_ui(ui, view, columns);
        settings_ui(ui, view, columns);
    };
    let rows_ui = |ui: &mut Ui, room: Rect, rows: &dyn Fn(&mut Ui)| {
        small_head_ui(ui, columns, room.with_max_y(room.top() + SMALL_HEAD));
        let below = room.with_min_y(room.top() + SMALL_HEAD);
        ui.scope_builder(UiBuilder::new().max_rect(below).id_salt(below.left().to_bits()), |ui| {
            ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                rows(ui);
            });
        });
    };
    let half = (room.width() - BETWEEN) / 2.0;
    if half < LEAST {
        return rows_ui(ui, room, &|ui: &mut Ui| {
            decides(ui);
            rest(ui);
        });
    }
    rows_ui(ui, room.with_max_x(room.left() + half), &decides);
    rows_ui(ui, room.with_min_x(room.right() - half), &rest);
    let line = egui::Stroke::new(1.0, tokens(ui).hairline);
    ui.painter().vline(room.center().x, room.y_range(), line);
}

/// How much blood each has, and what the procedure puts on it.
fn loads_ui(ui: &mut Ui, view: &View<'_>, columns: &[Column<'_>]) {
    heading_ui(ui, &view.say("compare-loads"));
    number_row_ui(ui, view, columns, ("compare-blood", Unit::Liter, 2), |column| {
        Some(column.curves.loads().blood_ml / 1000.0)
    });
    for (message, load, unit, decimals) in [
        ("compare-set", Load::Set, Unit::Percent, 1),
        ("compare-processed", Load::Processed, Unit::One, 2),
        ("compare-citrate", Load::Citrate, Unit::MgPerKgPerMin, 1),
    ] {
        let value = |column: &Column<'_>| Some(column.curves.loads().value(load));
        number_row_ui(ui, view, columns, (message, unit, decimals), value);
    }
}

fn columns<'a>(view: &'a View<'_>) -> Vec<Column<'a>> {
    let now = Column { name: view.say("compare-now"), pin: None, case: &view.case, curves: &view.run_view };
    let pinned =
        |pin: &'a Pin| Column { name: letter(pin.letter), pin: Some(pin), case: &pin.case, curves: &pin.curves };
    std::iter::once(now).chain(view.pins.iter().map(pinned)).collect()
}

/// The rectangle of a column in a row.
pub fn cell(row: Rect, index: usize, count: usize) -> Rect {
    let width = (row.width() - NAMES) / count as f32;
    let left = row.left() + NAMES + index as f32 * width;
    Rect::from_min_max(pos2(left, row.top()), pos2(left + width - GAP, row.bottom()))
}

fn heading_ui(ui: &mut Ui, words: &str) {
    ui.add_space(6.0);
    ui.label(RichText::new(words).font(strong(size::SMALL)).color(tokens(ui).quiet));
    ui.add_space(2.0);
}

/// The settings in which the runs differ.
fn settings_ui(ui: &mut Ui, view: &View<'_>, columns: &[Column<'_>]) {
    heading_ui(ui, &view.say("compare-settings"));
    let in_force = |column: &Column<'_>, setting: SettingId| {
        let value = value_in_force(&column.protocol().settings, setting);
        Cell::of(view.text.value_with_unit(setting, value))
    };
    let mut same = true;
    for setting in SettingId::all() {
        let values: Vec<_> = columns.iter().map(|column| in_force(column, setting)).collect();
        if values.iter().any(|cell| cell.value != values[0].value) {
            same = false;
            row_ui(ui, &view.text.setting(setting), tokens(ui).text, columns, &values);
        }
    }
    if columns.iter().any(|column| column.protocol().changes != columns[0].protocol().changes) {
        same = false;
        let changes = columns.iter().map(|column| {
            let times: Vec<_> = column.protocol().changes.iter().map(|change| clock(change.at_min)).collect();
            Cell::of(if times.is_empty() { "–".to_owned() } else { times.join(", ") })
        });
        row_ui(ui, &view.say("compare-changes"), tokens(ui).text, columns, &changes.collect::<Vec<_>>());
    }
    if same {
        ui.label(RichText::new(view.say("compare-same")).font(small()).color(tokens(ui).quiet));
    }
}

fn outcomes_ui(ui: &mut Ui, view: &View<'_>, columns: &[Column<'_>]) {
    heading_ui(ui, &view.say("compare-outcomes"));
    if columns.len() > 1 {
        // What the bars are, at the right of the heading.
        let at = pos2(ui.max_rect().right() - 10.0, ui.cursor().top() - 2.0);
        ui.painter().text(at, egui::Align2::RIGHT_BOTTOM, view.say("compare-bars"), small(), tokens(ui).quiet);
    }
    aim_row_ui(ui, view, columns);
    for (message, result, unit, decimals) in OUTCOMES {
        number_row_ui(ui, view, columns, (message, unit, decimals), |column| column.result(result));
    }
}

/// A number of each run, with its difference to the current one.
fn number_row_ui(
    ui: &mut Ui,
    view: &View<'_>,
    columns: &[Column<'_>],
    (message, unit, decimals): (&str, Unit, usize),
    of: impl Fn(&Column<'_>) -> Option<f64>,
) {
    let now = of(&columns[0]);
    // The difference of the rounded numbers, so that it matches what is shown.
    let power = libm::exp10(decimals as f64);
    let rounded = |value: f64| libm::round(value * power) / power;
    let values = columns.iter().map(|column| {
        let value = of(column);
        let number = value.map_or_else(|| "–".to_owned(), |value| fixed(value, decimals));
        let both = value.zip(now).map(|(value, now)| (rounded(value), rounded(now)));
        let difference = both.map(|(value, now)| signed(value - now, decimals)).unwrap_or_default();
        let share = both.map_or(0.0, |(value, now)| (value - now) / value.abs().max(now.abs()).max(f64::MIN_POSITIVE));
        Cell { value: number, difference, share: column.pin.is_some().then_some(share) }
    });
    let values: Vec<_> = values.collect();
    let (name, unit) = (view.say(message), view.text.unit(unit));
    let name = if unit.is_empty() { name } else { format!("{name}, {unit}") };
    row_ui(ui, &name, tokens(ui).text, columns, &values);
}

/// What each run ends with of the first aim that one of them states, and what this makes of its own. One that aims at something else
/// has no value here.
fn aim_row_ui(ui: &mut Ui, view: &View<'_>, columns: &[Column<'_>]) {
    let aim_of = |column: &Column<'_>| column.case.preset().aim;
    let Some(first) = columns.iter().find_map(aim_of) else { return };
    let outcome = |column: &Column<'_>| {
        let own = aim_of(column).filter(|own| own.measures_same_as(&first));
        // A run of this case that was pinned before an aim was stated is measured too.
        let aim = own.or_else(|| aim_of(column).is_none().then_some(first))?;
        Some((AimOutcome::of(&aim, &column.curves.run), own.is_some()))
    };
    let now = outcome(&columns[0]).map(|(outcome, _)| outcome.end);
    let values = columns.iter().map(|column| {
        let Some((outcome, is_own)) = outcome(column) else { return Cell::of("–".to_owned()) };
        let number = aim_number(&outcome.aim, outcome.end);
        let value = match (is_own, outcome.is_reached()) {
            (false, _) => number,
            (true, true) => view.text.with("compare-aim-reached", &[("number", number)]),
            (true, false) => view.text.with("compare-aim-missed", &[("number", number)]),
        };
        let share = now.map(|now| (outcome.end - now) / outcome.end.abs().max(now.abs()).max(f64::MIN_POSITIVE));
        Cell { value, difference: String::new(), share: share.filter(|_| column.pin.is_some()) }
    });
    let values: Vec<_> = values.collect();
    let arguments = [("measure", view.text.aim_measure(&first)), ("unit", view.text.unit(first.unit()))];
    row_ui(ui, &view.text.with("compare-aim", &arguments), tokens(ui).text, columns, &values);
}

/// A signed difference; empty if it would round to zero.
fn signed(by: f64, decimals: usize) -> String {
    let size = fixed(by.abs(), decimals);
    let is_none = size.chars().all(|c| matches!(c, '0' | '.'));
    if is_none { String::new() } else { format!("({}{size})", if by < 0.0 { "−" } else { "+" }) }
}

/// The warnings that the procedures cause, by their onset in any of them: a row for each level that is the worst of its kind in a run,
/// with the time at which each run comes to it.
fn warnings_ui(ui: &mut Ui, view: &View<'_>, columns: &[Column<'_>], worst_first: bool) {
    heading_ui(ui, &view.say("compare-warnings"));
    let mut levels: Vec<&Warning> = Vec::new();
    for warning in columns.iter().flat_map(|column| brought(&column.curves.run.warnings)) {
        if !levels.iter().any(|level| is_same_level(level, warning)) {
            levels.push(warning);
        }
    }
    let found = |column: &Column<'_>, level: &Warning| {
        headlines(&column.curves.run.warnings).find(|warning| is_same_level(level, warning)).copied()
    };
    let first_min = |level: &Warning| {
        let onsets = columns.iter().filter_map(|column| Some(found(column, level)?.from_min));
        onsets.fold(f64::INFINITY, f64::min)
    };
    levels.sort_by(|a, b| first_min(a).total_cmp(&first_min(b)).then(b.severity.cmp(&a.severity)));
    if worst_first {
        // Stable: those of one severity keep the order of their onsets.
        levels.sort_by_key(|level| std::cmp::Reverse(level.severity));
    }
    if levels.is_empty() {
        ui.label(RichText::new(view.say("compare-none")).font(small()).color(tokens(ui).quiet));
    }
    for level in levels {
        let times = columns.iter().map(|column| {
            Cell::of(match found(column, level) {
                Some(warning) if warning.present_before => view.say("compare-before"),
                Some(warning) => clock(warning.from_min),
                None => "–".to_owned(),
            })
        });
        let ink = severity(tokens(ui), level.severity).0;
        row_ui(ui, &view.text.warning_title(level), ink, columns, &times.collect::<Vec<_>>());
    }
}

fn is_same_level(one: &Warning, other: &Warning) -> bool {
    (one.id, one.severity, one.threshold) == (other.id, other.severity, other.threshold)
}
