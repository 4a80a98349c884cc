//! A small text button for use inside a card, optionally with a mark or a fill that shows whether what it opens is open.

use egui::{Rect, Response, Role, Sense, Shape, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use crate::app::theme::{small, tokens};

/// Padding around the text.
const PADDING: egui::Vec2 = vec2(9.0, 2.5);
/// Width of the open mark, including the gap to the text.
const MARK: f32 = 13.0;
const CORNER: f32 = 6.0;

/// A small button. `name` says what it does, for when the text alone does not.
pub fn chip(ui: &mut Ui, words: &str, name: &str) -> Response {
    show(ui, words, name, Look::Plain)
}

/// A small button that opens and closes the content below it.
pub fn opener(ui: &mut Ui, words: &str, name: &str, open: bool) -> Response {
    show(ui, words, name, Look::Opener { open })
}

/// A small button that opens and closes something elsewhere: filled while that is open.
pub fn filled(ui: &mut Ui, words: &str, name: &str, open: bool) -> Response {
    show(ui, words, name, Look::Filled { open })
}

#[derive(Clone, Copy, PartialEq)]
enum Look {
    Plain,
    /// With a mark that points to what it opens.
    Opener {
        open: bool,
    },
    Filled {
        open: bool,
    },
}

fn show(ui: &mut Ui, words: &str, name: &str, look: Look) -> Response {
    let tokens = tokens(ui);
    let (has_mark, open) = match look {
        Look::Plain => (false, None),
        Look::Opener { open } => (true, Some(open)),
        Look::Filled { open } => (false, Some(open)),
    };
    let is_filled = look == Look::Filled { open: true };
    let ink = match (is_filled, ui.is_enabled()) {
        (true, _) => tokens.on_accent,
        (false, true) => tokens.text,
        (false, false) => tokens.quiet,
    };
    let galley = ui.painter().layout_no_wrap(words.to_owned(), small(), ink);
    let mark = if has_mark { MARK } else { 0.0 };
    let (rect, response) = ui.allocate_exact_size(galley.size() + 2.0 * PADDING + vec2(mark, 0.0), Sense::click());

    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), name));
    if let Some(open) = open {
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_expanded(open));
    }

    let is_lit = response.hovered() || open == Some(true);
    let fill = match (is_filled, is_lit) {
        (true, _) => tokens.accent,
        (false, true) => tokens.button_hovered,
        (false, false) => tokens.card,
    };
    let edge = match (response.has_focus(), response.hovered()) {
        (true, _) => Stroke::new(2.0, if is_filled { tokens.text } else { tokens.accent }),
        (false, true) => Stroke::new(1.0, tokens.quiet),
        (false, false) => Stroke::new(1.0, tokens.hairline),
    };
    let painter = ui.painter();
    painter.rect(rect, CORNER, fill, edge, StrokeKind::Inside);
    painter.galley(pos2(rect.left() + PADDING.x, rect.center().y - galley.size().y / 2.0), galley, ink);
    if let Some(open) = open.filter(|_| has_mark) {
        // Points down while closed, up while open.
        let mark = Rect::from_center_size(pos2(rect.right() - PADDING.x - 3.0, rect.center().y), vec2(7.0, 4.0));
        let (ends, tip) = if open { (mark.bottom(), mark.center_top()) } else { (mark.top(), mark.center_bottom()) };
        let points = vec![pos2(mark.left(), ends), tip, pos2(mark.right(), ends)];
        painter.add(Shape::line(points, Stroke::new(1.5, ink)));
    }
    response
}
