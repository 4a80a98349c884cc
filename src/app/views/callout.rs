//! The lecture's call-out: one quantity at the playhead in headline size, and the warning on it, if any.

use egui::{Align2, Galley, Pos2, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::View;
use super::explore::plot;
use crate::app::commands::{Command, Commands};
use crate::app::state::{LECTURE_CURVES, OpenWarning};
use crate::app::theme::{body, severity, size, small, strong, tokens};
use crate::app::widgets::{focus, icon, segmented};
use crate::sim::Warning;
use crate::sim::quantities::Quantity;
use crate::text::quantity_number;

/// The curve selector.
pub fn choice_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let names = LECTURE_CURVES.map(|quantity| view.text.quantity_name(quantity));
    let choices: Vec<_> = names.into_iter().enumerate().collect();
    let chosen = segmented::wrapped_choices(ui, view.workspace.lecture_curve, &choices);
    commands.extend(chosen.map(Command::ShowCurve));
}

/// Name, value with unit, starting value, and the worst active warning on it.
pub fn callout_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let quantity = view.lecture_quantity();
    let (rect, response) = ui.allocate_exact_size(ui.available_size(), Sense::hover());
    let warning = view.warning_on(quantity);
    let standing = warning.map(|warning| view.text.warning_standing(warning));
    let name = view.text.quantity_name(quantity);
    response.widget_info(|| {
        let value = format!("{name} {}", view.text.quantity_at(quantity, &view.now()));
        let sentence = standing.as_ref().map_or_else(|| value.clone(), |words| format!("{value}, {}", words.join(" ")));
        WidgetInfo::labeled(Role::Label, true, sentence)
    });

    let tokens = tokens(ui);
    let painter = ui.painter();
    let ink = plot::color(tokens, quantity);
    painter.circle_filled(rect.left_top() + vec2(7.0, 12.0), 7.0, ink);
    let title = rect.left_top() + vec2(24.0, 0.0);
    painter.text(title, Align2::LEFT_TOP, name, strong(size::TITLE), tokens.text);
    let start = view.text.quantity_at(quantity, &view.run().at(0.0));
    let start = view.text.with("callout-start", &[("value", start)]);

    let below = value_ui(ui, view, quantity, pos2(rect.left(), rect.top() + 24.0));
    let line = ui.painter().text(pos2(rect.left(), below), Align2::LEFT_TOP, start, small(), tokens.quiet);
    if let (Some(warning), Some(words)) = (warning, standing) {
        standing_ui(ui, view, warning, &words, rect.with_min_y(line.bottom() + 8.0), commands);
    }
}

/// The value in large type, with its unit on the same baseline. Returns the y coordinate of its bottom edge.
fn value_ui(ui: &Ui, view: &View<'_>, quantity: Quantity, at: Pos2) -> f32 {
    let ink = tokens(ui).text;
    let painter = ui.painter();
    let number = quantity.at(&view.now()).map_or_else(|| "–".to_owned(), |value| quantity_number(quantity, value));
    let value = painter.layout_no_wrap(number, strong(size::CALLOUT), ink);
    let unit = painter.layout_no_wrap(view.text.unit(quantity.row().unit), strong(size::TITLE), ink);
    let below = at + vec2(value.size().x + 8.0, ascent(&value) - ascent(&unit));
    let bottom = at.y + value.size().y;
    painter.galley(at, value, ink);
    painter.galley(below, unit, ink);
    bottom
}

/// Distance from the top of the first row to its baseline.
fn ascent(galley: &Galley) -> f32 {
    galley.rows.first().and_then(|row| row.glyphs.first()).map_or(0.0, |glyph| glyph.pos.y)
}

/// The warning in a box of its severity's colors, with its sign; pressed, it is explained.
fn standing_ui(
    ui: &Ui,
    view: &View<'_>,
    warning: &Warning,
    [state, since]: &[String; 2],
    room: Rect,
    commands: &mut Commands,
) {
    let (ink, fill) = severity(tokens(ui), warning.severity);
    let painter = ui.painter();
    let width = room.width() - 42.0;
    let state = painter.layout(state.clone(), strong(size::STRONG + 1.0), ink, width);
    let since = painter.layout(since.clone(), body(), ink, width);
    let height = state.size().y + since.size().y + 16.0;
    let place = Rect::from_min_size(room.min, vec2(room.width(), height)).expand2(vec2(6.0, 0.0));
    let title = view.text.warning_title(warning);
    let response = ui.interact(place, ui.scope_id().with("why"), Sense::click());
    let name = view.text.with("why-name", &[("title", title.clone())]);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    let edge = Stroke::new(if response.hovered() { 2.5 } else { 1.5 }, ink);
    painter.rect(place, 8.0, fill, edge, StrokeKind::Inside);
    focus::ring(ui, &response, place.expand(2.0), 9.0);
    icon::severity_sign(painter, pos2(place.left() + 22.0, place.center().y), warning.severity, ink, fill);
    let at = place.left_top() + vec2(42.0, 8.0);
    let next = at + vec2(0.0, state.size().y);
    painter.galley(at, state, ink);
    painter.galley(next, since, ink);
    if response.clicked() {
        let opened = OpenWarning::after(view.case_view.open_warning.as_ref(), warning, title);
        commands.push(Command::Explain(Some(opened)));
    }
}
