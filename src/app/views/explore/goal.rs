//! The aim of the open case in a plot.

use crate::app::views::View;
use crate::picture::plot::AimLines;
use crate::sim::quantities::Quantity;

/// When it is reached, and in the plot of what it counts how far it is.
pub fn lines(view: &View<'_>, quantity: Quantity) -> AimLines {
    let Some(aim) = view.case.preset().aim else { return AimLines::default() };
    let reached_min = view.run_view.aim_outcome(aim).reached_min;
    let place = |at_min| view.run_view.place(view.workspace.plots.axis, at_min);
    AimLines::of((aim, reached_min), view.run(), quantity, place, view.text)
}
