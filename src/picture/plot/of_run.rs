//! The plot of one quantity over a whole run, and the parts of it that plots of several runs take.

use super::{AimLines, Band, Family, Onset, Plot, Spot, range_about};
use crate::sim::aim::{Aim, AimOutcome, AimedCells};
use crate::sim::quantities::Quantity;
use crate::sim::trajectory::Trajectory;
use crate::sim::warnings::{Direction, headlines, rules};
use crate::sim::{Run, Severity};
use crate::text::Text;

/// Points on a curve: about one for every one or two pixels of a plot.
const POINTS: usize = 361;

/// All bands of a quantity in a run's case.
pub fn bands(run: &Run, quantity: Quantity) -> Vec<Band> {
    let mut bands = Vec::new();
    for rule in rules(&run.protocol.settings).filter(|rule| rule.watched() == Some(quantity)) {
        for (i, level) in rule.levels.iter().enumerate() {
            let worse = rule.levels.get(i + 1).map(|level| level.threshold);
            let (from, to) = match rule.spec.direction {
                Direction::Below => (worse.unwrap_or(f64::NEG_INFINITY), level.threshold),
                Direction::Above => (level.threshold, worse.unwrap_or(f64::INFINITY)),
            };
            let (severity, threshold) = (level.severity, level.threshold);
            if severity != Severity::Information {
                bands.push(Band { id: rule.id, severity, threshold, from, to });
            }
        }
    }
    bands
}

/// When warnings on a quantity begin that the procedure causes; `place` is where a minute is along the plot.
pub fn onsets(run: &Run, quantity: Quantity, place: impl Fn(f64) -> f64) -> Vec<Onset> {
    let brought = headlines(&run.warnings).filter(|warning| {
        warning.id.quantity() == Some(quantity) && !warning.present_before && warning.severity > Severity::Information
    });
    let onset = |warning: &crate::sim::Warning| {
        let (at_min, severity) = (warning.from_min, warning.severity);
        Some(Onset { at_min, at: (place(at_min), quantity.at(&run.at(at_min))?), severity })
    };
    brought.filter_map(onset).collect()
}

/// The value that a quantity is to fall to, where the aim counts it in the blood.
pub(super) fn aim_level(aim: Aim, run: &Run, quantity: Quantity) -> Option<f64> {
    match aim {
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

/// A quantity over a whole procedure, by minutes; moments at which it has no meaning are left out.
pub fn curve(trajectory: &Trajectory, quantity: Quantity) -> Vec<Spot> {
    let step_min = trajectory.end_min / (POINTS - 1) as f64;
    let times_min = (0..POINTS).map(|i| i as f64 * step_min);
    times_min.filter_map(|time_min| Some((time_min, quantity.at(&trajectory.at(time_min))?))).collect()
}

impl Plot {
    /// The plot of a quantity over a whole run, with the aim of its case.
    pub fn of(run: &Run, quantity: Quantity, aim: Option<Aim>, text: &Text) -> Self {
        let curve = curve(run, quantity);
        let least = curve.iter().map(|(_, value)| *value).fold(f64::INFINITY, f64::min);
        let most = curve.iter().map(|(_, value)| *value).fold(f64::NEG_INFINITY, f64::max);
        let range = if curve.is_empty() { (0.0, 1.0) } else { range_about(quantity, least, most) };
        let aim = aim.map(|aim| {
            let reached_min = AimOutcome::of(&aim, run).reached_min;
            AimLines::of((aim, reached_min), run, quantity, |at_min| at_min, text)
        });
        let mut plot = Self {
            name: text.quantity_name(quantity),
            unit: text.unit(quantity.row().unit),
            onsets: onsets(run, quantity, |at_min| at_min),
            aim: aim.unwrap_or_default(),
            curve,
            sentence: text.curve_sentence(quantity, run, run.machine_end_min),
            ..Self::new(Family::of(quantity), run.end_min, range)
        };
        plot.reach(bands(run, quantity), quantity, text);
        plot
    }

    /// Takes those of the bands that it reaches, each with its name.
    pub fn reach(&mut self, bands: Vec<Band>, quantity: Quantity, text: &Text) {
        let named = bands.into_iter().filter(|band| self.seen(band).is_some());
        self.bands = named.map(|band| (band, band.name(quantity, text))).collect();
    }
}
