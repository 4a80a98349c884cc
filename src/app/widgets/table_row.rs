//! A row of a table: its height, what it says, and words in its cells, cut with an ellipsis where a cell ends.

use egui::{Align, Color32, FontId, Painter, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::elided;

/// A row over the width there is. `label` says all of it in one sentence.
pub fn row_ui(ui: &mut Ui, height: f32, label: &str) -> (Rect, Response) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, label));
    (rect, response)
}

/// Words that were written.
pub struct Written {
    pub rect: Rect,
    pub is_cut: bool,
}

/// Writes words on one line in the middle of a cell's height.
pub fn write(painter: &Painter, cell: Rect, align: Align, words: &str, font: FontId, ink: Color32) -> Written {
    let galley = elided::layout(painter, words, font, ink, cell.width().max(0.0));
    let size = galley.size();
    let left = cell.left() + align.to_factor() * (cell.width() - size.x);
    let rect = Rect::from_min_size(pos2(left, cell.center().y - size.y / 2.0), size);
    let is_cut = galley.elided;
    painter.galley(rect.min, galley, ink);
    Written { rect, is_cut }
}
