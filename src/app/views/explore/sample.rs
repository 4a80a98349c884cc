//! A short sample of a plot line, for legends.

use egui::{Color32, Pos2, Shape, Stroke, Ui};

use crate::picture::plot::Dashes;

pub fn line_ui(ui: &Ui, ends: [Pos2; 2], ink: Color32, style: Dashes, width: f32) {
    let stroke = Stroke::new(width, ink);
    match style {
        Dashes::Solid => {
            ui.painter().line_segment(ends, stroke);
        }
        Dashes::Dashed(length) => {
            let length = length.min(0.5 * ends[0].distance(ends[1]));
            ui.painter().extend(Shape::dashed_line(&ends, stroke, length, length * 0.6));
        }
        Dashes::Dotted(spacing) => {
            ui.painter().extend(Shape::dotted_line(&ends, ink, spacing, width));
        }
    }
}
