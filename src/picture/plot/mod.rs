//! What a plot of a run shows, as data: curve, ranges of warnings, times at which they begin, and axes. No toolkit and no layout.

mod class;
mod shapes;

pub use class::{class_plot, compose_class};
pub use shapes::{compose, layout_size};

use crate::sim::quantities::Quantity;
use crate::sim::warnings::{Direction, WarningId, headlines, rules};
use crate::sim::{Run, Severity};
use crate::text::{Text, at_step, clock, threshold_number};

/// What a curve is about; sets its color.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Family {
    WhiteCells,
    RedCells,
    Platelets,
    Calcium,
}

impl Family {
    pub const fn of(quantity: Quantity) -> Self {
        match quantity {
            Quantity::Hemoglobin
            | Quantity::Hematocrit
            | Quantity::RedCells
            | Quantity::BloodVolume
            | Quantity::BloodVolumeChange
            | Quantity::ExtracorporealShare
            | Quantity::ProductHematocrit => Self::RedCells,
            Quantity::Platelets | Quantity::PlateletEfficiency => Self::Platelets,
            Quantity::IonizedCalcium | Quantity::Citrate | Quantity::CitrateRate => Self::Calcium,
            _ => Self::WhiteCells,
        }
    }
}

/// A range of a quantity in which a warning is active, up to the next worse level or unbounded.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    pub id: WarningId,
    pub severity: Severity,
    pub threshold: f64,
    pub from: f64,
    pub to: f64,
}

impl Band {
    /// What two patients who are judged by different thresholds have in common of a level: where it is on for both.
    pub fn shared_with(&self, other: &Self) -> Option<Self> {
        let (from, to) = (self.from.max(other.from), self.to.min(other.to));
        let is_same = (self.id, self.severity) == (other.id, other.severity);
        let threshold = if self.id.spec().direction == Direction::Below { to } else { from };
        (is_same && from < to).then_some(Self { threshold, from, to, ..*self })
    }

    /// What it is called beside the curve of its quantity.
    pub fn name(&self, quantity: Quantity, text: &Text) -> String {
        text.level_beside(self.id, self.severity, Some(self.threshold)).unwrap_or_else(|| {
            let message = if self.id.spec().direction == Direction::Below { "band-below" } else { "band-above" };
            text.with(message, &[("threshold", threshold_number(quantity, self.threshold))])
        })
    }
}

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

/// The value range of a plot that covers these values. Counts start at zero, so that half looks like half; quantities that vary
/// little are shown enlarged.
pub fn range_about(quantity: Quantity, least: f64, most: f64) -> (f64, f64) {
    let to_whole = |step: f64, from: f64, to: f64| ((from / step).floor() * step, (to / step).ceil() * step);
    match quantity {
        Quantity::Hemoglobin => to_whole(1.0, (least - 2.5).max(0.0), most + 1.5),
        Quantity::Hematocrit => to_whole(5.0, (least - 5.0).max(0.0), most + 3.0),
        Quantity::RedCells => to_whole(0.5, (least - 0.7).max(0.0), most + 0.3),
        Quantity::IonizedCalcium => to_whole(0.05, (least - 0.15).max(0.0), most + 0.05),
        Quantity::BloodVolume => (0.8 * least, 1.08 * most),
        quantity if quantity.row().is_signed => ((1.25 * least).min(-3.0), (1.25 * most).max(3.0)),
        _ => (0.0, (most * 1.15).max(1e-3)),
    }
}

/// A time at which a warning begins that the procedure causes.
#[derive(Clone, Debug, PartialEq)]
pub struct Onset {
    pub at_min: f64,
    pub value: f64,
    pub severity: Severity,
}

/// The plot of one quantity over a whole run.
#[derive(Clone, Debug, PartialEq)]
pub struct Plot {
    /// The quantity's name, and its unit's sign.
    pub name: String,
    pub unit: String,
    pub family: Family,
    /// The end of the time axis, min.
    pub end_min: f64,
    /// The value range.
    pub from: f64,
    pub to: f64,
    /// The bands that the plot reaches, each with its name.
    pub bands: Vec<(Band, String)>,
    pub onsets: Vec<Onset>,
    /// Time, min, and value; moments at which the quantity has no meaning are left out.
    pub curve: Vec<(f64, f64)>,
    /// Where the machine begins to draw and where it stops, min.
    pub machine_end_min: f64,
    /// What the curve does, in a sentence.
    pub sentence: String,
}

/// How many points a curve has: more would not be seen.
const POINTS: usize = 400;

impl Plot {
    pub fn of(run: &Run, quantity: Quantity, text: &Text) -> Self {
        let times = (0..POINTS).map(|i| run.end_min * i as f64 / (POINTS - 1) as f64);
        let curve: Vec<_> = times.filter_map(|time_min| Some((time_min, quantity.at(&run.at(time_min))?))).collect();
        let least = curve.iter().map(|(_, value)| *value).fold(f64::INFINITY, f64::min);
        let most = curve.iter().map(|(_, value)| *value).fold(f64::NEG_INFINITY, f64::max);
        let (from, to) = if curve.is_empty() { (0.0, 1.0) } else { range_about(quantity, least, most) };
        let seen = bands(run, quantity).into_iter().filter(|band| band.from < to && band.to > from);
        let onsets = headlines(&run.warnings).filter(|warning| {
            warning.id.quantity() == Some(quantity)
                && !warning.present_before
                && warning.severity > Severity::Information
        });
        let onsets = onsets.filter_map(|warning| {
            let (at_min, severity) = (warning.from_min, warning.severity);
            Some(Onset { at_min, value: quantity.at(&run.at(at_min))?, severity })
        });
        Self {
            name: text.quantity_name(quantity),
            unit: text.unit(quantity.row().unit),
            family: Family::of(quantity),
            end_min: run.end_min,
            from,
            to,
            bands: seen.map(|band| (band, band.name(quantity, text))).collect(),
            onsets: onsets.collect(),
            curve,
            machine_end_min: run.machine_end_min,
            sentence: text.curve_sentence(quantity, run, run.machine_end_min),
        }
    }

    /// The same axes with the first value alone, for a curve to be drawn by hand.
    pub fn empty(mut self) -> Self {
        self.curve.truncate(1);
        self.onsets.clear();
        self
    }

    /// Places along the time axis with their labels.
    pub fn times(&self) -> Vec<(f64, String)> {
        let step = match self.end_min {
            end if end > 280.0 => 60.0,
            end if end > 100.0 => 30.0,
            end if end > 45.0 => 15.0,
            _ => 5.0,
        };
        steps(0.0, self.end_min, step).into_iter().map(|at_min| (at_min, clock(at_min))).collect()
    }

    /// About four round values with their labels.
    pub fn values(&self) -> Vec<(f64, String)> {
        let rough = (self.to - self.from) / 4.0;
        if rough <= 0.0 || !rough.is_finite() {
            return Vec::new();
        }
        let power = libm::exp10(libm::floor(libm::log10(rough)));
        let step = [1.0, 2.0, 2.5, 5.0, 10.0].map(|digits| digits * power).into_iter().find(|step| *step >= rough);
        let step = step.unwrap_or(10.0 * power);
        steps(self.from, self.to, step).into_iter().map(|value| (value, at_step(value, step))).collect()
    }
}

/// The multiples of a step within a range.
fn steps(from: f64, to: f64, step: f64) -> Vec<f64> {
    let (first, last) = ((from / step - 1e-9).ceil() as i64, (to / step + 1e-9).floor() as i64);
    (first..=last).map(|i| i as f64 * step).collect()
}

/// The quantity of this name: its key, or its key without the unit, such as `hemoglobin`.
pub fn quantity_named(name: &str) -> Option<Quantity> {
    let of = |fits: &dyn Fn(&str) -> bool| Quantity::all().find(|quantity| fits(quantity.row().key));
    of(&|key| key == name).or_else(|| of(&|key| key.strip_prefix(name).is_some_and(|rest| rest.starts_with('_'))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_patients_share_the_part_of_a_level_that_is_on_for_both() {
        let band = |severity, from, to| Band { id: WarningId::Anemia, severity, threshold: to, from, to };
        let (hers, his) = (band(Severity::Mild, 11.0, 12.0), band(Severity::Mild, 11.0, 13.0));
        assert_eq!(hers.shared_with(&his), Some(hers));
        assert_eq!(his.shared_with(&hers), Some(hers));
        let moderate = band(Severity::Moderate, 8.0, 11.0);
        assert_eq!(moderate.shared_with(&moderate), Some(moderate));
        assert_eq!(hers.shared_with(&moderate), None);
        // In pregnancy the same level may begin where the other has ended.
        assert_eq!(hers.shared_with(&band(Severity::Mild, 10.0, 11.0)), None);
    }
}
