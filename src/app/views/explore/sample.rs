//! A short sample of a plot line, for legends.

use egui::{Color32, Pos2, Shape, Stroke, Ui};
use egui_plot::LineStyle;

pub fn line_ui(ui: &Ui, ends: [Pos2; 2], ink: Color32, style: LineStyle, width: f32) {
    let stroke = Stroke::new(width, ink);
    match style {
        LineStyle::Solid => {
            ui.painter().line_segment(ends, stroke);
        }
        LineStyle::Dashed { length } => {
            let length = length.min(0.5 * ends[0].distance(ends[1]));
            ui.painter().extend(Shape::dashed_line(&ends, stroke, length, length * 0.6));
        }
        LineStyle::Dotted { spacing } => {
            ui.painter().extend(Shape::dotted_line(&ends, ink, spacing, width));
        }
    }
}
