//! The call-out of a lecture: one quantity at the playhead, as large as a headline, and whether a warning is on.

use egui::{Align2, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::{Commands, View, plots};
use crate::app::command::{Command, LECTURE};
use crate::app::theme::{self, severity, size, small, strong, tokens};
use crate::app::widgets::{icon, segmented};
use crate::sim::Warning;
use crate::sim::quantities::Quantity;
use crate::sim::warnings::headlines;
use crate::text::quantity_number;

/// The curves to choose from, each with its key.
pub fn choice_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let choices: Vec<_> = LECTURE
        .iter()
        .filter_map(|entry| match (entry.command)() {
            Command::ShowCurve(index) => Some((index, view.say(entry.message))),
            _ => None,
        })
        .collect();
    if let Some(index) = segmented::choices(ui, view.session.lecture_curve, &choices) {
        commands.push(Command::ShowCurve(index));
    }
}

/// Name, value with its unit, where it began, and the worst warning on it that is on.
pub fn callout_ui(ui: &mut Ui, view: &View<'_>) {
    let Some(curve) = view.lecture_curve() else { return };
    let quantity = curve.quantity;
    let (rect, response) = ui.allocate_exact_size(ui.available_size(), Sense::hover());
    let warning = warning_on(view, quantity);
    let standing = warning.map(|warning| view.text.warning_standing(warning));
    let name = view.text.quantity_name(quantity);
    response.widget_info(|| {
        let value = view.text.quantity_at(quantity, &view.now());
        let sentence = [Some(format!("{name} {value}")), standing.clone()];
        WidgetInfo::labeled(Role::Label, true, sentence.into_iter().flatten().collect::<Vec<_>>().join(", "))
    });

    let tokens = tokens(ui);
    let painter = ui.painter();
    let number = quantity.at(&view.now()).map_or_else(|| "–".to_owned(), |value| quantity_number(quantity, value));
    painter.circle_filled(rect.left_top() + vec2(8.0, 11.0), 7.0, plots::color(tokens, quantity));
    painter.text(rect.left_top() + vec2(24.0, 0.0), Align2::LEFT_TOP, &name, strong(size::TITLE), tokens.text);
    let value =
        painter.text(rect.left_top() + vec2(0.0, 22.0), Align2::LEFT_TOP, number, strong(size::CALLOUT), tokens.text);
    let unit = view.text.unit(quantity.row().unit);
    let base = pos2(value.right() + 8.0, value.bottom() - 11.0);
    painter.text(base, Align2::LEFT_BOTTOM, unit, strong(size::TITLE), tokens.text);

    let start = view.text.quantity_at(quantity, &view.derived.run.at(0.0));
    let words = view.text.with("callout-start", &[("value", start)]).into_owned();
    let line = painter.text(pos2(rect.left(), value.bottom()), Align2::LEFT_TOP, words, small(), tokens.quiet);
    if let (Some(warning), Some(standing)) = (warning, standing) {
        standing_ui(ui, warning, standing, rect.with_min_y(line.bottom() + 8.0));
    }
}

/// The warning in a box of its own colours, with its sign.
fn standing_ui(ui: &Ui, warning: &Warning, words: String, room: egui::Rect) {
    let (ink, fill) = severity(tokens(ui), warning.severity);
    let painter = ui.painter();
    let width = room.width() - 40.0;
    let galley = painter.layout(words, strong(size::STRONG + 1.0), ink, width);
    let height = galley.size().y + 12.0;
    let place = egui::Rect::from_min_size(room.min, vec2(room.width(), height)).expand2(vec2(8.0, 0.0));
    painter.rect(place, 8.0, fill, egui::Stroke::new(1.5, theme::Tokens::faint(ink, 0.6)), egui::StrokeKind::Inside);
    icon::severity_sign(painter, pos2(place.left() + 20.0, place.center().y), warning.severity, ink, fill);
    painter.galley(pos2(place.left() + 38.0, place.top() + 6.0), galley, ink);
}

/// The worst warning about a quantity that is on at the playhead.
fn warning_on<'a>(view: &View<'a>, quantity: Quantity) -> Option<&'a Warning> {
    headlines(&view.derived.run.warnings)
        .filter(|warning| warning.id.quantity() == Some(quantity) && warning.is_on_at(view.session.playhead_min))
        .max_by_key(|warning| warning.severity)
}
