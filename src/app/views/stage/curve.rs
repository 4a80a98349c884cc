//! The curve that belongs to what has happened: its name, its value now in the largest type, and its course.

use egui::{Align2, Rect, Role, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use crate::app::commands::Commands;
use crate::app::theme::{severity, size, small, strong, tokens};
use crate::app::views::View;
use crate::app::views::explore::{plot, plots};
use crate::app::views::why;
use crate::app::widgets::curve_chart::Named;
use crate::picture::Ink;
use crate::picture::plot::Axis;
use crate::text::quantity_number;

/// Height of the name and the value.
const HEAD: f32 = 44.0;
const VALUE: f32 = 40.0;

/// Fills `room`. While it is asked why, the course without the largest cause stands beside the true one.
pub fn curve_ui(ui: &mut Ui, view: &View<'_>, room: Rect, commands: &mut Commands) {
    let quantity = view.lecture_quantity();
    let tokens = tokens(ui);
    let (head, below) = room.split_top_bottom_at_y(room.top() + HEAD);
    let name = view.text.quantity_name(quantity);
    let value = quantity.at(&view.now()).map_or_else(|| "–".to_owned(), |value| quantity_number(quantity, value));
    let unit = view.text.unit(quantity.row().unit);

    let response = ui.interact(head, ui.scope_id().with("value"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, view.text.quantity_at(quantity, &view.now())));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(name.clone()));
    let painter = ui.painter();
    let warning = view.warning_on(quantity);
    let ink = warning.map_or(tokens.text, |warning| severity(tokens, warning.severity).0);
    let number = painter.text(head.right_center(), Align2::RIGHT_CENTER, value, strong(VALUE), ink);
    painter.circle_filled(head.left_center() + vec2(8.0, 0.0), 7.0, plot::color(tokens, quantity));
    let words = painter.layout(name, strong(size::TITLE), tokens.text, number.left() - head.left() - 30.0);
    let two_rows = words.rows.len() > 1;
    let at = pos2(head.left() + 22.0, head.center().y - words.size().y / 2.0);
    let end = at.x + words.size().x;
    painter.galley(at, words, tokens.text);
    let unit_room = painter.layout_no_wrap(unit, small(), tokens.quiet);
    let has_unit = !two_rows && end + unit_room.size().x + 14.0 < number.left();
    let unit_at = if has_unit { pos2(end + 7.0, head.center().y - unit_room.size().y / 2.0 + 1.0) } else { below.min };
    if has_unit {
        painter.galley(unit_at, unit_room, tokens.quiet);
    }

    let inside = UiBuilder::new().max_rect(below).id_salt("stage curve");
    ui.scope_builder(inside, |ui| {
        if view.case_view.open_warning.is_some() && why::hall_curve_ui(ui, view, commands) {
            return;
        }
        if let Some(before) = view.before_control.as_ref().filter(|before| before.run.protocol != view.run().protocol) {
            let name = view.say("stage-before");
            let points = before.points(quantity, Axis::Time);
            let other = Some(Named { name: &name, points, ink: Ink::QuietText });
            return why::beside_ui(ui, view, (&view.run_view, quantity), other, false, commands);
        }
        let shown = plot::curve_ui(ui, view, quantity, commands);
        plots::point_at(view, shown.pointed_min, commands);
    });
}
