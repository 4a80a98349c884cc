//! The aim in a plot: when it is reached, and in the plot of what it counts how far it is.

use egui_plot::{Line, LineStyle, PlotUi};

use super::chart::Chart;
use crate::app::theme::tokens_in;
use crate::app::views::View;
use crate::sim::aim::{Aim, AimedCells};
use crate::sim::quantities::Quantity;

/// When the aim that the case states is first reached, min.
pub fn reached_min(view: &View<'_>) -> Option<f64> {
    view.run_view.aim_outcome(view.case.preset().aim?).reached_min
}

/// The value that a quantity is to fall to, where the aim counts it in the blood.
pub fn level(view: &View<'_>, quantity: Quantity) -> Option<f64> {
    let run = view.run();
    match view.case.preset().aim? {
        Aim::CountBelow { cells, below_e9_per_l } if counted(cells) == Some(quantity) => Some(below_e9_per_l),
        Aim::CountFall { cells, fall_percent } if counted(cells) == Some(quantity) => {
            Some((1.0 - fall_percent / 100.0) * quantity.at(&run.at(0.0))?)
        }
        _ => None,
    }
}

/// The curve of what an aim counts.
fn counted(cells: AimedCells) -> Option<Quantity> {
    match (cells, cells.class()) {
        (AimedCells::WhiteCells, _) => Some(Quantity::WhiteCells),
        (AimedCells::Platelets, _) => Some(Quantity::Platelets),
        (_, class) => class.map(Quantity::Class),
    }
}

/// Dashed lines at the time the aim is reached and at the count that is to be reached.
pub fn goal_ui(plot: &mut PlotUi<'_>, view: &View<'_>, chart: &Chart<'_>) {
    let tokens = tokens_in(plot.ctx());
    let axis = view.workspace.plots.axis;
    let upright = reached_min(view).map(|at_min| {
        let x = view.run_view.place(axis, at_min);
        [[x, chart.from], [x, chart.to]]
    });
    let across = level(view, chart.quantity).map(|level| {
        let level = chart.scale.place(level);
        [[0.0, level], [view.run_view.end(axis), level]]
    });
    for line in upright.into_iter().chain(across) {
        let line = Line::new("aim", line.to_vec()).color(tokens.accent).width(1.5 * tokens.line);
        plot.line(line.style(LineStyle::dashed_loose()).allow_hover(false));
    }
}
