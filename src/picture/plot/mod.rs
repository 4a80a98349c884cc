//! What a plot shows, as data that the window and files draw alike: curves, ranges of warnings, their onsets, the aim, axes and words.

mod axis;
mod broken;
mod class;
pub mod classes;
pub mod legend;
pub mod marks;
mod of_run;
pub mod pinned;
mod shapes;
pub mod spread;
pub mod ticks;
mod words;

pub use axis::Axis;
pub use class::class_plot;
pub use legend::Legend;
pub use marks::{Dashes, Mark, Pen, Spot, Threshold, height_at};
pub use of_run::{Beside, Content, Shown, bands, curve, on_scale, onsets};
pub use shapes::{Head, compose, layout_size};
pub use ticks::Scale;

use super::Ink;
use crate::sim::aim::Aim;
use crate::sim::quantities::Quantity;
use crate::sim::warnings::{Direction, WarningId};
use crate::sim::{Run, Severity};
use crate::text::{Text, clock, threshold_number};

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
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Onset {
    pub at_min: f64,
    /// Where that is along the plot, and the value there.
    pub at: Spot,
    pub severity: Severity,
}

/// What the aim of a case is in a plot, as far as it shows there, each with what is written beside it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AimLines {
    /// Where it is first reached along the plot.
    pub reached: Option<(f64, String)>,
    /// The value that the quantity is to fall to.
    pub level: Option<(f64, String)>,
}

impl AimLines {
    /// `reached_min` is when the aim is reached, and `place` where a minute is along the plot.
    pub fn of(
        (aim, reached_min): (Aim, Option<f64>),
        run: &Run,
        quantity: Quantity,
        place: impl Fn(f64) -> f64,
        text: &Text,
    ) -> Self {
        let words = |at_min| text.with("plot-aim-at", &[("time", clock(at_min))]);
        Self {
            reached: reached_min.map(|at_min| (place(at_min), words(at_min))),
            level: of_run::aim_level(aim, run, quantity).map(|level| (level, text.get("plot-aim"))),
        }
    }
}

/// A plot. Values are on its scale, except those of bands, onsets and the aim, which are values.
#[derive(Clone, Debug, PartialEq)]
pub struct Plot {
    /// What it shows, such as a quantity, and the sign of its unit.
    pub name: String,
    pub unit: String,
    pub family: Family,
    /// What runs along it, and the end of that.
    pub axis: Axis,
    pub end: f64,
    /// The value range.
    pub from: f64,
    pub to: f64,
    pub scale: Scale,
    /// The bands that the plot reaches, each with its name.
    pub bands: Vec<(Band, String)>,
    pub onsets: Vec<Onset>,
    pub aim: AimLines,
    /// What is behind the curve: other runs, virtual patients.
    pub behind: Vec<Mark>,
    /// The curve of the run; moments at which its quantity has no meaning are left out.
    pub curve: Vec<Spot>,
    /// How many times as thick as usual it is.
    pub thickness: f32,
    /// The letters of pinned runs, and the ends of their curves.
    pub letters: Vec<(usize, Spot)>,
    /// What is before the curve: where one is, and what is pointed at.
    pub before: Vec<Mark>,
    /// What it shows, in a sentence.
    pub sentence: String,
}

impl Plot {
    /// Empty axes from 0 to `end`.
    pub fn new(family: Family, end: f64, (from, to): (f64, f64)) -> Self {
        Self {
            name: String::new(),
            unit: String::new(),
            family,
            axis: Axis::Time,
            end,
            from,
            to,
            scale: Scale::Linear,
            bands: Vec::new(),
            onsets: Vec::new(),
            aim: AimLines::default(),
            behind: Vec::new(),
            curve: Vec::new(),
            thickness: 1.0,
            letters: Vec::new(),
            before: Vec::new(),
            sentence: String::new(),
        }
    }

    /// The same axes with the first value alone, for a curve to be drawn by hand. What is to be reached may be known, not when it is.
    pub fn empty(mut self) -> Self {
        self.curve.truncate(1);
        self.onsets.clear();
        self.aim.reached = None;
        self
    }

    /// What is seen of a band; nothing where the plot does not reach it.
    pub fn seen(&self, band: &Band) -> Option<Threshold> {
        let place = |value: f64| if value.is_finite() { self.scale.place(value) } else { value };
        let (from, to) = (place(band.from), place(band.to));
        Threshold { severity: band.severity, at: place(band.threshold), from, to }.within(self.from, self.to)
    }

    /// Everything in the frame, from back to front.
    pub fn marks(&self) -> Vec<Mark> {
        /// The width of lines that tell of a moment or a level, in points.
        const LINE: f32 = 1.5;
        let mut marks: Vec<_> = self.bands.iter().filter_map(|(band, _)| self.seen(band)).map(Mark::Range).collect();
        marks.extend(self.onsets.iter().map(|onset| {
            let (place, value) = (onset.at.0, self.scale.place(onset.at.1));
            let pen = Pen::new(Ink::Warned(onset.severity), LINE).dashed(Dashes::Dotted(5.0));
            Mark::Line { points: vec![(place, self.from), (place, value)], pen }
        }));
        let aimed = Pen::new(Ink::Accent, LINE).dashed(Dashes::Dashed(10.0));
        let upright = self.aim.reached.as_ref().map(|(place, _)| vec![(*place, self.from), (*place, self.to)]);
        let level =
            self.aim.level.as_ref().map(|(level, _)| self.scale.place(*level)).filter(|level| self.is_inside(*level));
        let across = level.map(|level| vec![(0.0, level), (self.end, level)]);
        marks.extend(upright.into_iter().chain(across).map(|points| Mark::Line { points, pen: aimed }));
        marks.extend_from_slice(&self.behind);
        let ink = Ink::Curve(self.family);
        match self.curve.as_slice() {
            [] => {}
            [only] => marks.push(Mark::dot(*only, 3.5, ink)),
            points => marks.extend(Mark::curve(points.to_vec(), ink, self.thickness)),
        }
        marks.extend_from_slice(&self.before);
        marks
    }

    /// Whether a value on the scale is within the frame.
    pub fn is_inside(&self, value: f64) -> bool {
        value > self.from && value < self.to
    }
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
