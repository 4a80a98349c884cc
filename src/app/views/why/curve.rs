//! The curve of what a warning is about.

use egui::Ui;

use super::Why;
use crate::app::commands::Commands;
use crate::app::views::explore::{plot, plots};
use crate::sim::cause::Cause;

/// The quantity over the run, with its thresholds.
pub fn curve_ui(ui: &mut Ui, why: &Why<'_>, _without: Option<Cause>, commands: &mut Commands) {
    let Some(quantity) = why.open.id.quantity() else { return };
    let pointed = plot::plot_ui(ui, why.view, quantity, commands);
    plots::point_at(why.view, pointed, commands);
}
