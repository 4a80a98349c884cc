//! A plot that neither drags nor zooms by itself: what the pointer does there is for the view to say.

use egui::{Sense, Ui, vec2};
use egui_plot::{HoverPosition, Plot};

use super::axis_marks;
use crate::app::theme::tokens;
use crate::picture::plot::Scale;

/// Fills the available room; the y axis has about four round values.
pub fn still_plot<'a>(ui: &Ui, key: &str) -> Plot<'a> {
    Plot::new(key)
        .height(ui.available_height())
        .allow_drag(false)
        .allow_zoom(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .allow_axis_zoom_drag(false)
        .allow_double_click_reset(false)
        .sense(Sense::click_and_drag())
        .show_background(false)
        .show_crosshair(false)
        .set_margin_fraction(vec2(0.0, 0.0))
        .grid_color(tokens(ui).hairline)
        .grid_fade(0.0)
        .y_grid_spacer(|input| axis_marks::on(Scale::Linear, input.bounds))
        .label_formatter(|_: &HoverPosition<'_>| None)
}
