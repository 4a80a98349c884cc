//! A case as an SBML model: its differential equations with its own numbers, for the simulators of systems biology.
//!
//! The formulas are those of the page of the model, written once here as trees; what follows from the course of a run is only when its
//! phases begin. Every symbol has a unit, and bounds are minima and maxima, so that a solver meets no jump but at an event.

mod body;
mod circuit;
mod expression;
mod model;
mod parts;
mod reported;
mod schedule;
mod separator;
mod units;
mod xml;

use model::{Heading, Model};

use crate::preset::{Preset, embedded};
use crate::sim::Run;
use crate::text::Text;

/// The run's case as an SBML document of level 3, version 2, with the case inside. There is no case that it has no words for.
pub fn write(run: &Run, preset: &Preset, text: &Text) -> String {
    let mut model = Model::default();
    body::put_before(&mut model, run, text);
    body::put_response(&mut model, run, text);
    circuit::put(&mut model, run, text);
    separator::put(&mut model, run, text);
    schedule::put(&mut model, run, text);
    reported::put(&mut model, run, text);
    let disclaimer = text.get("disclaimer");
    let notes = [
        disclaimer.clone(),
        preset.title.clone(),
        text.get("sbml-equations"),
        text.with("sbml-course", &[("end", xml::number(run.end_min))]),
    ];
    model.write(&Heading {
        id: "leukapheresis",
        title: &preset.title,
        notes: &notes,
        annotation: &embedded(&preset.for_students(), &disclaimer),
    })
}
