//! One setting on the stage, to be changed before the hall: its control, and what the change does, before and after.

use egui::{Align2, Rect, Role, Sense, Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::is_wide;
use crate::app::commands::Commands;
use crate::app::theme::{size, small, strong, tokens};
use crate::app::views::{View, setting};
use crate::app::widgets::elided;
use crate::sim::Run;
use crate::sim::quantities::Quantity;
use crate::sim::warnings::Direction;
use crate::text::quantity_number;

/// Fills `room` with a card: the control, and before and after at its right, or below it where the room is not wide.
pub fn control_ui(ui: &mut Ui, view: &View<'_>, room: Rect, commands: &mut Commands) {
    let Some(control) = view.workspace.stage.control else { return };
    let tokens = tokens(ui);
    let edge = Stroke::new(2.0, tokens.accent);
    ui.painter().rect(room, f32::from(size::CARD_CORNER), tokens.card, edge, StrokeKind::Inside);
    let inside = room.shrink2(vec2(14.0, 8.0));
    let (control_room, rows) = if is_wide(inside) {
        let (left, right) = inside.split_left_right_at_fraction(0.5);
        (left, right.with_min_x(right.left() + 22.0))
    } else {
        let (upper, lower) = inside.split_top_bottom_at_fraction(0.48);
        (upper, lower.with_min_y(lower.top() + 4.0))
    };
    ui.scope_builder(UiBuilder::new().max_rect(control_room).id_salt("stage control"), |ui| {
        setting::setting_ui(ui, view, control, true, commands);
    });
    let quantity = view.lecture_quantity();
    let shown = [quantity, Quantity::BagWhiteCells];
    let height = rows.height() / shown.len() as f32;
    for (place, quantity) in shown.into_iter().enumerate() {
        let row =
            Rect::from_min_size(pos2(rows.left(), rows.top() + height * place as f32), vec2(rows.width(), height));
        change_ui(ui, view, quantity, row);
    }
}

/// The worst value of a quantity in the run before, and in the run now.
fn change_ui(ui: &Ui, view: &View<'_>, quantity: Quantity, row: Rect) {
    let tokens = tokens(ui);
    let painter = ui.painter();
    let now = worst(view, quantity, view.run());
    let before = view.before_control.as_ref().and_then(|before| worst(view, quantity, &before.run));
    let name = view.text.with(worst_message(view, quantity), &[("quantity", view.text.quantity_name(quantity))]);
    let unit = view.text.unit(quantity.row().unit);
    let name = if unit.is_empty() { name } else { format!("{name}, {unit}") };
    let written = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| quantity_number(quantity, value));
    let (before, now) = (written(before), written(now));
    let last = painter.text(row.right_center(), Align2::RIGHT_CENTER, &now, strong(26.0), tokens.text);
    let mut left = last.left();
    if before != now {
        let arrow = painter.text(
            pos2(left - 8.0, row.center().y),
            Align2::RIGHT_CENTER,
            "→",
            strong(size::TITLE),
            tokens.quiet,
        );
        let at = pos2(arrow.left() - 8.0, row.center().y);
        left = painter.text(at, Align2::RIGHT_CENTER, &before, strong(size::TITLE), tokens.quiet).left();
    }
    let words = elided::wrapped(painter, &name, small(), tokens.quiet, left - row.left() - 8.0, 2);
    painter.galley(pos2(row.left(), row.center().y - words.size().y / 2.0), words, tokens.quiet);
    let response = ui.interact(row, ui.scope_id().with(("change", quantity.row().key)), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{name}: {before} → {now}")));
}

/// Whether too little of it is what is warned of; what is in the bag counts at the end.
fn falls(view: &View<'_>, quantity: Quantity) -> Option<bool> {
    if quantity == Quantity::BagWhiteCells {
        return None;
    }
    let rules = crate::picture::plot::bands(view.run(), quantity);
    rules.first().map(|band| band.id.spec().direction == Direction::Below)
}

fn worst_message(view: &View<'_>, quantity: Quantity) -> &'static str {
    match falls(view, quantity) {
        Some(true) => "stage-lowest",
        Some(false) => "stage-highest",
        None => "stage-at-end",
    }
}

fn worst(view: &View<'_>, quantity: Quantity, run: &Run) -> Option<f64> {
    const MOMENTS: usize = 240;
    let times = (0..=MOMENTS).map(|i| run.end_min * i as f64 / MOMENTS as f64);
    let mut values = times.filter_map(|time_min| quantity.at(&run.at(time_min)));
    match falls(view, quantity) {
        Some(true) => values.reduce(f64::min),
        Some(false) => values.reduce(f64::max),
        None => values.next_back(),
    }
}
