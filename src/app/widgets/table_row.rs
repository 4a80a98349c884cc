//! A table row: its height, its accessible label, and text in its cells, truncated with an ellipsis.

use egui::{Align, Color32, FontId, Painter, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::elided;

/// A row in the available width. `label` describes all of it in one sentence.
pub fn row_ui(ui: &mut Ui, height: f32, label: &str) -> (Rect, Response) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, label));
    (rect, response)
}

/// Text after painting.
pub struct Written {
    pub rect: Rect,
    pub is_cut: bool,
}

/// Writes text on one line, vertically centered in a cell.
pub fn write(painter: &Painter, cell: Rect, align: Align, words: &str, font: FontId, ink: Color32) -> Written {
    let galley = elided::layout(painter, words, font, ink, cell.width().max(0.0));
    let size = galley.size();
    let left = cell.left() + align.to_factor() * (cell.width() - size.x);
    let rect = Rect::from_min_size(pos2(left, cell.center().y - size.y / 2.0), size);
    let is_cut = galley.elided;
    painter.galley(rect.min, galley, ink);
    Written { rect, is_cut }
}
