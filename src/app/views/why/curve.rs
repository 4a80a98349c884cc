//! The curve of what a warning is about, with its thresholds, and beside it the curve without one of the causes.

use egui::{PointerButton, Ui};

use super::{Why, causes};
use crate::app::commands::{Command, Commands};
use crate::app::state::RunView;
use crate::app::views::View;
use crate::app::views::explore::plots;
use crate::app::widgets::curve_chart::{CurveChart, Named, curve_chart};
use crate::picture::Ink;
use crate::picture::plot::Axis;
use crate::picture::plot::{self, Family};
use crate::sim::cause::Cause;
use crate::sim::quantities::Quantity;
use crate::text::quantity_number;

/// The quantity over the run; with a cause also what it would have been without, and the difference shaded.
pub fn curve_ui(ui: &mut Ui, why: &Why<'_>, without: Option<Cause>, commands: &mut Commands) {
    without_ui(ui, why, without, true, commands);
}

/// The same below a title of its own.
pub fn untitled_curve_ui(ui: &mut Ui, why: &Why<'_>, without: Option<Cause>, commands: &mut Commands) {
    without_ui(ui, why, without, false, commands);
}

fn without_ui(ui: &mut Ui, why: &Why<'_>, without: Option<Cause>, has_title: bool, commands: &mut Commands) {
    let Some(quantity) = why.open.id.quantity() else { return };
    let (view, text) = (why.view, why.view.text);
    let points = without.and_then(|cause| Some((cause, why.run.curve_without(quantity, cause)?)));
    let name = points.map(|(cause, _)| text.with("why-curve-without", &[("cause", text.cause_in_line(cause))]));
    let ink = causes::ink(without);
    let other = points.zip(name.as_deref()).map(|((_, points), name)| Named { name, points, ink });
    beside_ui(ui, view, (why.run, quantity), other, has_title, commands);
}

/// A quantity over a run, and beside it another curve of it.
pub fn beside_ui(
    ui: &mut Ui,
    view: &View<'_>,
    (run, quantity): (&RunView, Quantity),
    other: Option<Named<'_>>,
    has_title: bool,
    commands: &mut Commands,
) {
    let text = view.text;
    let named = plot::bands(&run.run, quantity).into_iter();
    let bands = named.map(|band| (band, band.name(quantity, text))).collect();
    let title = text.quantity_name(quantity);
    let mut sentence = text.curve_sentence(quantity, &run.run, view.shown_min().min(run.run.end_min));
    if let Some(other) = &other {
        sentence = format!("{sentence} {}", view.text.with("why-curve-dashed", &[("name", other.name.to_owned())]));
    }
    let chart = CurveChart {
        key: "why",
        title: &title,
        has_title,
        unit: &text.unit(quantity.row().unit),
        sentence: &sentence,
        curve: Named {
            name: &view.say("why-curve-ran"),
            points: run.points(quantity, Axis::Time),
            ink: Ink::Curve(Family::of(quantity)),
        },
        other,
        bands,
        playhead_min: view.playback.playhead_min,
        written: &|value| quantity_number(quantity, value),
    };
    let charted = curve_chart(ui, &chart);
    if let Some(time_min) = charted.pointed_min
        && (charted.response.clicked() || charted.response.dragged_by(PointerButton::Primary))
    {
        commands.push(Command::Seek(time_min));
    }
    plots::point_at(view, charted.pointed_min.filter(|_| !charted.response.dragged()), commands);
}
