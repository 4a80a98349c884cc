//! The causes of a warning as bars: what moved the value, with the value there would be without it, and what held it back.

use egui::{
    Align, Color32, CornerRadius, Label, Rect, Response, RichText, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2,
};

use super::Why;
use crate::app::theme::{Tokens, size, tokens};
use crate::app::widgets::table_row::{row_ui, write};
use crate::picture::Ink;
use crate::picture::plot::Family;
use crate::sim::cause::Cause;
use crate::sim::explain::{CauseShare, Explanation};
use crate::text::{capitalized, clock, fixed, quantity_number};

/// Maximum number of causes with their own bar; the rest share one.
const MOST_CAUSES: usize = 5;

/// Heights of a heading, of a cause that held the value back, and of a bar with the name above it: as much as there is room for.
const HEADING: f32 = 22.0;
const HELD: f32 = 20.0;
const LEAST_ROW: f32 = 22.0;
const MOST_ROW: f32 = 42.0;
/// Widths of the value without the cause and of the share, at the right of a line.
const WITHOUT: f32 = 46.0;
const SHARE: f32 = 46.0;

/// A cause, or the sum of all causes too small for a line of their own.
struct CauseRow {
    /// `None` for several together.
    cause: Option<Cause>,
    name: String,
    percent: f64,
    /// The value without this cause; unknown for several together.
    without: Option<String>,
}

/// Bars of all causes. Answers the one that is pointed at or has the keyboard, or else the largest.
pub fn causes_ui(ui: &mut Ui, why: &Why<'_>) -> Option<Cause> {
    let explained = why.explained?;
    let (text, room) = (why.view.text, ui.available_height());
    ui.spacing_mut().item_spacing.y = 2.0;
    let (pushed, held): (Vec<_>, Vec<_>) = explained.causes.iter().partition(|share| share.share_percent > 0.0);
    let least = least_shown(&explained.causes);
    let (pushed, held) = (rows(why, explained, &pushed, least), rows(why, explained, &held, least));
    let scale = why.scale;

    let held_height = if held.is_empty() { 0.0 } else { (HEADING + HELD * held.len() as f32) * scale };
    let gaps = ui.spacing().item_spacing.y * (pushed.len() + held.len() + 2) as f32;
    let free = (room - HEADING * scale - held_height - gaps) / pushed.len().max(1) as f32;
    let height = free.clamp(LEAST_ROW * scale, MOST_ROW * scale);

    let moved = moved(why, explained);
    let heading = why.view.say(if explained.moved < 0.0 { "why-lowered" } else { "why-raised" });
    let caption = text.with("why-without-head", &[("time", clock(explained.worst_min))]);
    heading_ui(ui, why, &heading, &caption, Some(&moved));
    let mut chosen = None;
    for row in &pushed {
        let is_largest = row.cause.is_some() && row.cause == pushed.first().and_then(|first| first.cause);
        chosen = cause_ui(ui, why, row, height, explained, is_largest).or(chosen);
    }
    if !held.is_empty() {
        heading_ui(ui, why, &why.view.say("why-held"), "", None);
    }
    for row in &held {
        chosen = held_ui(ui, why, row, explained).or(chosen);
    }
    if !explained.not_tried.is_empty() {
        let names: Vec<_> = explained.not_tried.iter().map(|cause| text.cause(*cause)).collect();
        let words = text.with("explain-not-tried", &[("causes", names.join(", "))]);
        ui.add(Label::new(RichText::new(words).font(why.small()).color(tokens(ui).quiet)).wrap());
    }
    let chosen = chosen.or_else(|| pushed.first().and_then(|row| row.cause));
    ui.data_mut(|data| data.insert_temp(chosen_id(), chosen));
    chosen
}

/// Under which the cause is kept whose bar was chosen in the last frame.
fn chosen_id() -> egui::Id {
    egui::Id::unique("chosen cause")
}

fn is_chosen(ui: &Ui, cause: Option<Cause>) -> bool {
    cause.is_some() && ui.data(|data| data.get_temp::<Option<Cause>>(chosen_id())).flatten() == cause
}

/// A heading, and a quieter one at its right, over the values.
pub fn heading_ui(ui: &mut Ui, why: &Why<'_>, words: &str, caption: &str, told: Option<&str>) {
    let (rect, response) = row_ui(ui, HEADING * why.scale, words);
    let painter = ui.painter();
    let caption = write(painter, rect, Align::Max, caption, why.small(), tokens(ui).quiet);
    let words_at = rect.with_max_x(caption.rect.left() - 6.0);
    write(painter, words_at, Align::Min, words, why.strong(size::SMALL), tokens(ui).text);
    if let Some(told) = told {
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(told));
        response.on_hover_text(told);
    }
}

/// The value at the start and at the time the causes are evaluated.
fn moved(why: &Why<'_>, explained: &Explanation) -> String {
    let Some(quantity) = explained.warning.id.quantity() else { return String::new() };
    let (text, run) = (why.view.text, &why.run.run);
    let first = quantity.at(&run.at(0.0)).map_or_else(String::new, |value| quantity_number(quantity, value));
    let worst = text.quantity_at(quantity, &run.at(explained.worst_min));
    text.with("why-moved", &[("first", first), ("value", worst), ("time", clock(explained.worst_min))])
}

/// The smallest share that gets its own bar, percent.
fn least_shown(causes: &[CauseShare]) -> f64 {
    let mut weights: Vec<_> = causes.iter().map(|share| share.share_percent.abs()).collect();
    weights.sort_by(|a, b| b.total_cmp(a));
    weights.get(MOST_CAUSES - 1).copied().unwrap_or(0.0)
}

/// The causes of at least `least` percent, and the sum of the others.
fn rows(why: &Why<'_>, explained: &Explanation, causes: &[&CauseShare], least: f64) -> Vec<CauseRow> {
    let (shown, others): (Vec<_>, Vec<_>) = causes.iter().partition(|share| share.share_percent.abs() >= least);
    let quantity = explained.warning.id.quantity();
    let row = |share: &&CauseShare| CauseRow {
        cause: Some(share.cause),
        name: capitalized(&why.view.text.cause(share.cause)),
        percent: share.share_percent,
        without: quantity.map(|quantity| quantity_number(quantity, share.value_without)),
    };
    let mut rows: Vec<_> = shown.into_iter().map(row).collect();
    if !others.is_empty() {
        let percent = others.iter().map(|share| share.share_percent).sum();
        rows.push(CauseRow {
            cause: None,
            name: capitalized(&why.view.say("why-other-causes")),
            percent,
            without: None,
        });
    }
    rows
}

/// The color of a cause: that of what it is about, wherever it is drawn.
pub fn color(tokens: &Tokens, cause: Option<Cause>) -> Color32 {
    tokens.ink(ink(cause))
}

pub const fn ink(cause: Option<Cause>) -> Ink {
    match cause {
        Some(Cause::AnticoagulantFluid | Cause::Citrate | Cause::SlowLiver | Cause::CalciumInfusion) => {
            Ink::Curve(Family::Calcium)
        }
        Some(Cause::CollectedRedCells | Cause::BloodSamples | Cause::Bleeding) => Ink::Curve(Family::RedCells),
        Some(Cause::CollectedWhiteCells | Cause::Refill) => Ink::Curve(Family::WhiteCells),
        Some(Cause::CollectedPlatelets | Cause::SpleenPlatelets) => Ink::Curve(Family::Platelets),
        _ => Ink::QuietText,
    }
}

/// A row that can be pointed at and reached with the keyboard.
fn choose_ui(ui: &Ui, why: &Why<'_>, row: &CauseRow, rect: Rect, words: &str, explained: &Explanation) -> Response {
    let id = ui.scope_id().with((row.cause, row.percent < 0.0));
    let sense = if row.cause.is_some() { Sense::click() } else { Sense::hover() };
    let response = ui.interact(rect, id, sense);
    let role = if row.cause.is_some() { egui::Role::Button } else { egui::Role::Label };
    response.widget_info(|| WidgetInfo::labeled(role, true, words));
    if let Some(value) = &row.without {
        let arguments = [("value", value.clone()), ("time", clock(explained.worst_min))];
        let description = why.view.text.with("why-without", &arguments);
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(description));
    }
    if response.clicked() {
        response.request_focus();
    }
    response
}

/// A cause that moved the value: its name, its share, the value without it, and a bar as long as its share.
fn cause_ui(
    ui: &mut Ui,
    why: &Why<'_>,
    row: &CauseRow,
    height: f32,
    explained: &Explanation,
    is_largest: bool,
) -> Option<Cause> {
    let tokens = tokens(ui);
    let text = why.view.text;
    let percent = fixed(row.percent, 0);
    let words = text.with("explain-cause", &[("cause", row.name.clone()), ("percent", percent.clone())]);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let response = choose_ui(ui, why, row, rect, &words, explained);
    let is_pointed = response.hovered() || response.has_focus();
    let painter = ui.painter();
    let known = ui.data(|data| data.get_temp::<Option<Cause>>(chosen_id())).flatten();
    if is_chosen(ui, row.cause) || (known.is_none() && is_largest) {
        let fill = Tokens::faint(color(tokens, row.cause), 0.10);
        let edge = Stroke::new(1.0, Tokens::faint(color(tokens, row.cause), 0.6));
        painter.rect(rect, 6.0, fill, edge, StrokeKind::Inside);
    }
    let is_roomy = height >= 34.0 * why.scale;
    let (bar_height, margin) = if is_roomy { (8.0, 3.0) } else { (4.0, 1.0) };
    let inside = rect.shrink2(vec2(7.0, margin));
    let line = inside.with_max_y(inside.bottom() - bar_height - 1.0);
    if let Some(value) = &row.without {
        write(painter, line, Align::Max, value, why.strong(size::SMALL), tokens.text);
    }
    let shares = line.with_max_x(line.right() - WITHOUT * why.scale);
    let share = text.with("why-percent", &[("percent", percent)]);
    write(painter, shares, Align::Max, &share, why.small(), tokens.quiet);
    let names = shares.with_max_x(shares.right() - SHARE * why.scale);
    let is_cut = write(painter, names, Align::Min, &row.name, why.small(), tokens.text).is_cut;

    let rail = inside.with_min_y(inside.bottom() - bar_height).with_max_x(shares.right());
    let corner = CornerRadius::same((bar_height / 2.0) as u8);
    painter.rect_filled(rail, corner, tokens.rail);
    let filled = (row.percent as f32 / 100.0).min(1.0) * rail.width();
    painter.rect_filled(rail.with_max_x(rail.left() + filled.max(bar_height)), corner, color(tokens, row.cause));
    if is_cut {
        response.on_hover_text(&row.name);
    }
    row.cause.filter(|_| is_pointed)
}

/// A cause that held the value back: how far is told by the value without it, as its share can exceed the whole.
fn held_ui(ui: &mut Ui, why: &Why<'_>, row: &CauseRow, explained: &Explanation) -> Option<Cause> {
    let tokens = tokens(ui);
    let words = row.without.as_ref().map_or_else(
        || row.name.clone(),
        |value| why.view.text.with("explain-held-cause", &[("cause", row.name.clone()), ("value", value.clone())]),
    );
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), HELD * why.scale), Sense::hover());
    let response = choose_ui(ui, why, row, rect, &words, explained);
    let is_pointed = response.hovered() || response.has_focus();
    let painter = ui.painter();
    if is_chosen(ui, row.cause) {
        painter.rect_filled(rect, 6.0, tokens.button_hovered);
    }
    let line = rect.shrink2(vec2(7.0, 0.0));
    if let Some(value) = &row.without {
        write(painter, line, Align::Max, value, why.strong(size::SMALL), tokens.text);
    }
    let names = line.with_max_x(line.right() - WITHOUT * why.scale);
    write(painter, names, Align::Min, &row.name, why.small(), tokens.quiet);
    row.cause.filter(|_| is_pointed)
}
