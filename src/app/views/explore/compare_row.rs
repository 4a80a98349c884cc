//! A row of the table of runs: its name, and for each run a value, how it differs from the current one, and how much, as a bar.

use std::sync::Arc;

use egui::text::{LayoutJob, TextFormat};
use egui::{Color32, Galley, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::compare::{Column, NAMES, cell};
use crate::app::theme::{size, small, strong, tokens};

/// The least height of a row, in points.
const ROW: f32 = 22.0;
/// Height of a bar, and of all that it takes below the words.
const BAR: f32 = 4.0;
const BELOW: f32 = BAR + 8.0;

/// One value of a row.
pub struct Cell {
    pub value: String,
    /// From the current case, signed and in parentheses; empty where there is none.
    pub difference: String,
    /// The difference as a share of the larger of both values, from −1 to 1, where a bar shows it.
    pub share: Option<f64>,
}

impl Cell {
    /// A value without a difference.
    pub fn of(value: String) -> Self {
        Self { value, difference: String::new(), share: None }
    }
}

/// Values that differ from the current case are bold. What is too long for one line takes another, a difference as a whole.
pub fn row_ui(ui: &mut Ui, name: &str, ink: Color32, columns: &[Column<'_>], cells: &[Cell]) {
    let width = cell(ui.available_rect_before_wrap(), 0, columns.len()).width();
    let name_words = wrapped(ui, &[(name, false, ink)], NAMES - 6.0);
    let words: Vec<_> = cells.iter().enumerate().map(|(i, cell)| cell_words(ui, i, cell, &cells[0], width)).collect();
    let tallest = words.iter().chain([&name_words]).map(|words| words.size().y).fold(0.0, f32::max);
    let has_bars = cells.iter().any(|cell| cell.share.is_some());
    let height = (tallest + if has_bars { BELOW } else { 2.0 }).max(ROW);
    let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    ui.painter().galley(row.min, name_words, ink);
    for (i, ((column, shown), words)) in columns.iter().zip(cells).zip(words).enumerate() {
        let room = cell(row, i, columns.len());
        ui.painter().galley(room.min, words, ink);
        if let (Some(share), Some(pin)) = (shown.share, column.pin) {
            let place = Rect::from_min_max(pos2(room.left(), room.top() + tallest + 1.0), room.right_bottom());
            bar_ui(ui, place.with_max_y(place.top() + BAR), share, tokens(ui).pin_ink(pin.letter));
        }
        let response = ui.interact(room, ui.scope_id().with((name, i)), Sense::hover());
        let description = format!("{name}, {}: {} {}", column.name, shown.value, shown.difference);
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, description.trim_end()));
    }
}

/// The value and its difference from that of the current case.
fn cell_words(ui: &Ui, index: usize, cell: &Cell, now: &Cell, width: f32) -> Arc<Galley> {
    let tokens = tokens(ui);
    let stands_out = index == 0 || cell.value != now.value;
    let ink = if stands_out { tokens.text } else { tokens.quiet };
    wrapped(ui, &[(&cell.value, stands_out, ink), (&cell.difference, false, tokens.quiet)], width)
}

/// Words one after the other, on as many lines as they need: each is its text, whether it is bold, and its color.
fn wrapped(ui: &Ui, parts: &[(&str, bool, Color32)], width: f32) -> Arc<Galley> {
    let mut job = LayoutJob::default();
    job.wrap.max_width = width;
    for (i, (words, is_bold, ink)) in parts.iter().filter(|(words, ..)| !words.is_empty()).enumerate() {
        let font = if *is_bold { strong(size::SMALL) } else { small() };
        job.append(if i > 0 { " " } else { "" }, 0.0, TextFormat::simple(font.clone(), *ink));
        job.append(words, 0.0, TextFormat::simple(font, *ink));
    }
    ui.painter().layout_job(job)
}

/// From the middle to the right for more, to the left for less; half the width is all of the larger value.
fn bar_ui(ui: &Ui, place: Rect, share: f64, ink: Color32) {
    let tokens = tokens(ui);
    let middle = place.center();
    ui.painter().hline(place.x_range(), middle.y, Stroke::new(1.0, tokens.hairline));
    ui.painter().vline(middle.x, place.expand2(vec2(0.0, 1.0)).y_range(), Stroke::new(1.0, tokens.quiet));
    let end = middle.x + (share.clamp(-1.0, 1.0) as f32) * place.width() / 2.0;
    let bar = Rect::from_x_y_ranges(middle.x.min(end)..=middle.x.max(end), place.y_range());
    ui.painter().rect_filled(bar, 0.0, ink);
}
