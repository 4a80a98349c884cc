//! The current case beside the pinned runs: how their settings and results differ.

use egui::{
    Align, Align2, Label, Rect, RichText, Role, ScrollArea, Sense, TextBuffer, TextEdit, Ui, UiBuilder, WidgetInfo,
    pos2, vec2,
};

use super::plot::dashes;
use super::{empty_ui, sample};
use crate::app::commands::{Command, Commands};
use crate::app::state::{Case, Pin, RunCurves, letter};
use crate::app::theme::{size, small, strong, tokens};
use crate::app::views::View;
use crate::app::widgets::table_row::write;
use crate::app::widgets::{chip, elided};
use crate::sim::settings::Unit;
use crate::sim::warning_groups::brought;
use crate::sim::{Protocol, SettingId};
use crate::text::{clock, fixed, value_in_force};

/// Width of the row names.
const NAMES: f32 = 160.0;
const ROW: f32 = 21.0;
const HEAD: f32 = 84.0;

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
struct Column<'a> {
    name: String,
    pin: Option<&'a Pin>,
    case: &'a Case,
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
    head_ui(ui, view, &columns, room.with_max_y(room.top() + HEAD), commands);
    let below = room.with_min_y(room.top() + HEAD + 2.0);
    ui.scope_builder(UiBuilder::new().max_rect(below), |ui| {
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            settings_ui(ui, view, &columns);
            outcomes_ui(ui, view, &columns);
            warnings_ui(ui, view, &columns);
        });
    });
}

fn columns<'a>(view: &'a View<'_>) -> Vec<Column<'a>> {
    let now = Column { name: view.say("compare-now"), pin: None, case: &view.case, curves: &view.run_view };
    let pinned =
        |pin: &'a Pin| Column { name: letter(pin.letter), pin: Some(pin), case: &pin.case, curves: &pin.curves };
    std::iter::once(now).chain(view.pins.iter().map(pinned)).collect()
}

/// The rectangle of a column in a row.
fn cell(row: Rect, index: usize, count: usize) -> Rect {
    let width = (row.width() - NAMES) / count as f32;
    let left = row.left() + NAMES + index as f32 * width;
    Rect::from_min_max(pos2(left, row.top()), pos2(left + width - 8.0, row.bottom()))
}

fn pin_button_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let words = view.say("command-pin");
    if ui.add_enabled_ui(!view.pins.is_full(), |ui| chip::chip(ui, &words, &words)).inner.clicked() {
        commands.push(Command::Pin);
    }
}

/// What each column is, and the buttons that act on it.
fn head_ui(ui: &mut Ui, view: &View<'_>, columns: &[Column<'_>], row: Rect, commands: &mut Commands) {
    let names = UiBuilder::new().max_rect(row.with_max_x(row.left() + NAMES - 12.0));
    ui.scope_builder(names, |ui| {
        pin_button_ui(ui, view, commands);
        if view.pins.is_full() {
            let why_not = RichText::new(view.say("pins-full")).font(small()).color(tokens(ui).quiet);
            ui.add(Label::new(why_not).wrap());
        }
    });
    for (i, column) in columns.iter().enumerate() {
        let room = UiBuilder::new().max_rect(cell(row, i, columns.len()));
        ui.scope_builder(room, |ui| match column.pin {
            None => {
                ui.label(RichText::new(&column.name).font(strong(size::SMALL)));
                let title = RichText::new(&column.case.preset().title).font(small()).color(tokens(ui).quiet);
                ui.add(Label::new(title).truncate());
            }
            Some(pin) => pin_ui(ui, view, pin, commands),
        });
    }
    ui.painter().hline(row.x_range(), row.bottom(), egui::Stroke::new(1.0, tokens(ui).hairline));
}

/// The letter, the line sample, the editable name, and two buttons stacked so that five columns fit.
fn pin_ui(ui: &mut Ui, view: &View<'_>, pin: &Pin, commands: &mut Commands) {
    let tokens = tokens(ui);
    let letter = letter(pin.letter);
    let named = |id| view.text.with(id, &[("letter", letter.clone())]);
    ui.shrink_clip_rect(ui.max_rect());
    ui.spacing_mut().item_spacing = vec2(4.0, 3.0);
    ui.horizontal(|ui| {
        let (rect, _) = ui.allocate_exact_size(vec2(44.0, 20.0), Sense::hover());
        ui.painter().text(rect.left_center(), Align2::LEFT_CENTER, &letter, strong(size::SMALL), tokens.text);
        let ends = [pos2(rect.left() + 14.0, rect.center().y), rect.right_center()];
        sample::line_ui(ui, ends, tokens.text, dashes(pin.letter), 1.5);
        if chip::chip(ui, "×", &named("compare-unpin-name")).clicked() {
            commands.push(Command::Unpin(pin.letter));
        }
    });
    let mut name = pin.name.clone();
    let id = ui.scope_id().with(("name", pin.letter));
    let room = if ui.memory(|memory| memory.has_focus(id)) { f32::INFINITY } else { ui.available_width() };
    // A long name is truncated unless it is being edited.
    let mut layouter =
        |ui: &Ui, typed: &dyn TextBuffer, _| elided::layout(ui.painter(), typed.as_str(), small(), tokens.text, room);
    let entry =
        TextEdit::singleline(&mut name).id(id).frame(egui::Frame::NONE).margin(0.0).desired_width(f32::INFINITY);
    let entry = ui.add(entry.layouter(&mut layouter)).accessible_name(named("compare-pin-name"));
    if entry.on_hover_text(&pin.name).changed() {
        commands.push(Command::NamePin(pin.letter, name));
    }
    if chip::chip(ui, &view.say("compare-swap"), &named("compare-swap-name")).clicked() {
        commands.push(Command::SwapIn(pin.letter));
    }
}

fn heading_ui(ui: &mut Ui, words: &str) {
    ui.add_space(5.0);
    ui.label(RichText::new(words).font(strong(size::SMALL)).color(tokens(ui).quiet));
}

/// A row of values. Those that differ from the current case are bold, with the difference if given. Truncated text has a tooltip.
fn row_ui(ui: &mut Ui, name: &str, columns: &[Column<'_>], values: &[(String, String)]) {
    let tokens = tokens(ui);
    let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let names = row.with_max_x(row.left() + NAMES - 6.0);
    let describe = |room: Rect, id, is_cut: bool, description: &str| {
        let response = ui.interact(room, ui.scope_id().with((name, id)), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, description));
        if is_cut {
            response.on_hover_text(description);
        }
    };
    if write(ui.painter(), names, Align::Min, name, small(), tokens.text).is_cut {
        describe(names, columns.len(), true, name);
    }
    for (i, (column, (value, difference))) in columns.iter().zip(values).enumerate() {
        let room = cell(row, i, columns.len());
        let differs = *value != values[0].0;
        let stands_out = i == 0 || differs;
        let (font, ink) = if stands_out { (strong(size::SMALL), tokens.text) } else { (small(), tokens.quiet) };
        let value_at = write(ui.painter(), room, Align::Min, value, font, ink);
        let beside = room.with_min_x(value_at.rect.right() + 6.0);
        let difference_at = write(ui.painter(), beside, Align::Min, difference, small(), tokens.quiet);
        let description = format!("{name}, {}: {value} {difference}", column.name);
        describe(room, i, value_at.is_cut || difference_at.is_cut, description.trim_end());
    }
}

/// The settings in which the runs differ.
fn settings_ui(ui: &mut Ui, view: &View<'_>, columns: &[Column<'_>]) {
    heading_ui(ui, &view.say("compare-settings"));
    let in_force = |column: &Column<'_>, setting: SettingId| {
        let value = value_in_force(&column.protocol().settings, setting);
        (view.text.value_with_unit(setting, value), String::new())
    };
    let mut same = true;
    for setting in SettingId::all() {
        let values: Vec<_> = columns.iter().map(|column| in_force(column, setting)).collect();
        if values.iter().any(|value| *value != values[0]) {
            same = false;
            row_ui(ui, &view.text.setting(setting), columns, &values);
        }
    }
    if columns.iter().any(|column| column.protocol().changes != columns[0].protocol().changes) {
        same = false;
        let changes = columns.iter().map(|column| {
            let times: Vec<_> = column.protocol().changes.iter().map(|change| clock(change.at_min)).collect();
            (if times.is_empty() { "–".to_owned() } else { times.join(", ") }, String::new())
        });
        row_ui(ui, &view.say("compare-changes"), columns, &changes.collect::<Vec<_>>());
    }
    if same {
        ui.label(RichText::new(view.say("compare-same")).font(small()).color(tokens(ui).quiet));
    }
}

fn outcomes_ui(ui: &mut Ui, view: &View<'_>, columns: &[Column<'_>]) {
    heading_ui(ui, &view.say("compare-outcomes"));
    for (message, result, unit, decimals) in OUTCOMES {
        let now = columns[0].result(result);
        // The difference of the rounded numbers, so that it matches what is shown.
        let power = libm::exp10(decimals as f64);
        let rounded = |value: f64| libm::round(value * power) / power;
        let values = columns.iter().map(|column| {
            let value = column.result(result);
            let number = value.map_or_else(|| "–".to_owned(), |value| fixed(value, decimals));
            let difference = value.zip(now).map(|(value, now)| signed(rounded(value) - rounded(now), decimals));
            (number, difference.unwrap_or_default())
        });
        let values: Vec<_> = values.collect();
        let (name, unit) = (view.say(message), view.text.unit(unit));
        row_ui(ui, &if unit.is_empty() { name } else { format!("{name}, {unit}") }, columns, &values);
    }
}

/// A signed difference; empty if it would round to zero.
fn signed(by: f64, decimals: usize) -> String {
    let size = fixed(by.abs(), decimals);
    let is_none = size.chars().all(|c| matches!(c, '0' | '.'));
    if is_none { String::new() } else { format!("({}{size})", if by < 0.0 { "−" } else { "+" }) }
}

/// The warnings that each procedure causes, with their onsets.
fn warnings_ui(ui: &mut Ui, view: &View<'_>, columns: &[Column<'_>]) {
    heading_ui(ui, &view.say("compare-warnings"));
    let top = ui.cursor().min;
    let row = Rect::from_min_size(top, vec2(ui.available_width(), ui.available_height().max(ROW)));
    let mut bottom = top.y;
    for (i, column) in columns.iter().enumerate() {
        let room = cell(row, i, columns.len());
        let shown = ui.scope_builder(UiBuilder::new().max_rect(room), |ui| {
            let mut brought: Vec<_> = brought(&column.curves.run.warnings).collect();
            brought.sort_by(|a, b| a.from_min.total_cmp(&b.from_min));
            if brought.is_empty() {
                ui.label(RichText::new(view.say("compare-none")).font(small()).color(tokens(ui).quiet));
            }
            for warning in brought {
                let words = format!("{} {}", clock(warning.from_min), view.text.warning_title(warning));
                let ink = crate::app::theme::severity(tokens(ui), warning.severity).0;
                ui.add(Label::new(RichText::new(words).font(small()).color(ink)).wrap());
            }
        });
        bottom = bottom.max(shown.response.rect.bottom());
    }
    ui.advance_cursor_after_rect(row.with_max_y(bottom));
}
