//! The plots of a whole run, with what is beside it, and the parts of them that other plots take.

use super::{AimLines, Axis, Band, Family, Mark, Onset, Plot, Scale, Spot, classes, pinned, range_about, spread};
use crate::picture::Ink;
use crate::sim::aim::{Aim, AimOutcome, AimedCells};
use crate::sim::quantities::Quantity;
use crate::sim::trajectory::Trajectory;
use crate::sim::warnings::{Direction, headlines, rules};
use crate::sim::{Run, Severity};
use crate::study::patients::Summary;
use crate::text::{Text, in_line};

/// Points on a curve: about one for every one or two pixels of a plot.
const POINTS: usize = 361;

/// What one plot shows of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    Quantity(Quantity),
    /// White cells by class, as lines on a scale.
    Classes(Scale),
    /// White cells by class, one upon the other.
    Stack,
}

impl Content {
    /// The quantity that its values are counted in.
    pub const fn quantity(self) -> Quantity {
        match self {
            Self::Quantity(quantity) => quantity,
            Self::Classes(_) | Self::Stack => Quantity::WhiteCells,
        }
    }
}

/// A run that is pinned beside another.
pub struct Beside {
    /// Its place among the letters.
    pub letter: usize,
    pub name: String,
    pub run: Run,
    /// Whether the difference to the other is shaded.
    pub is_shaded: bool,
}

/// A run with all that its plots show.
pub struct Shown<'a> {
    /// What the run is called among those beside it.
    pub name: &'a str,
    pub run: &'a Run,
    pub aim: Option<Aim>,
    pub axis: Axis,
    pub beside: &'a [Beside],
    /// Patients like this one, as bands behind the curves; at equal processed volumes there are none.
    pub patients: Option<&'a Summary>,
}

impl<'a> Shown<'a> {
    /// A run with nothing beside it, over time.
    pub const fn alone(run: &'a Run, aim: Option<Aim>) -> Self {
        Self { name: "", run, aim, axis: Axis::Time, beside: &[], patients: None }
    }

    pub fn plot(&self, content: Content, text: &Text) -> Plot {
        let quantity = content.quantity();
        let runs = || self.beside.iter().map(|beside| &beside.run).chain([self.run]);
        let end = runs().map(|run| self.axis.place(run, run.end_min)).fold(0.0, f64::max);
        let frame = Plot {
            unit: text.unit(quantity.row().unit),
            axis: self.axis,
            ..Plot::new(Family::of(quantity), end, (0.0, 1.0))
        };
        let mut plot = match content {
            Content::Quantity(_) => self.one(quantity, frame, text),
            Content::Classes(scale) => self.classes(Some(scale), frame, text),
            Content::Stack => self.classes(None, frame, text),
        };
        plot.reach(bands(self.run, quantity), quantity, text);
        plot
    }

    /// Whether a run beside it is judged by other thresholds than those that a plot shows.
    pub(super) fn judges_otherwise(&self, content: Content) -> bool {
        let own = bands(self.run, content.quantity());
        self.beside.iter().any(|beside| bands(&beside.run, content.quantity()) != own)
    }

    fn one(&self, quantity: Quantity, frame: Plot, text: &Text) -> Plot {
        let own = self.along(self.run, quantity);
        let spread = self.spread(Content::Quantity(quantity));
        let stretches = spread.map(|summary| spread::stretches(summary, quantity)).unwrap_or_default();
        let beside = self.curves_beside(quantity, Scale::Linear);
        let values = beside.iter().flat_map(|(_, points)| points).chain(&own).map(|(_, value)| *value);
        let values = values.chain(stretches.iter().flatten().flat_map(|(_, point)| [point[0], point[4]]));
        let (least, most) =
            values.fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), value| (least.min(value), most.max(value)));
        let (from, to) = if least.is_finite() { range_about(quantity, least, most) } else { (0.0, 1.0) };
        let place = |at_min| self.axis.place(self.run, at_min);
        let aim = self.aim.map(|aim| {
            let reached_min = AimOutcome::of(&aim, self.run).reached_min;
            AimLines::of((aim, reached_min), self.run, quantity, place, text)
        });
        let mut behind = spread::marks(&stretches, Ink::Curve(frame.family), 1.0);
        behind.extend(pinned_marks(&own, &beside));
        Plot {
            name: text.quantity_name(quantity),
            from,
            to,
            onsets: onsets(self.run, quantity, place),
            aim: aim.unwrap_or_default(),
            behind,
            letters: letters(&beside),
            sentence: self.sentence(quantity, text),
            curve: own,
            ..frame
        }
    }

    /// White cells by class: as lines on a scale, or one upon the other.
    fn classes(&self, scale: Option<Scale>, frame: Plot, text: &Text) -> Plot {
        let all = Quantity::WhiteCells;
        let present = classes::present(self.run);
        let quantities = || std::iter::once(all).chain(present.iter().copied().map(Quantity::Class));
        let curves: Vec<_> = quantities().map(|quantity| (quantity, self.along(self.run, quantity))).collect();
        let points = |quantity| curves.iter().find(|(of, _)| *of == quantity).map_or(&[][..], |(_, points)| points);
        let is_stacked = scale.is_none();
        let scale = scale.unwrap_or_default();
        let beside = self.curves_beside(all, scale);
        let drawn: Vec<_> = present.iter().map(|class| (*class, 1.0)).collect();
        let pinned = pinned_marks(&on_scale(points(all), scale), &beside);
        let behind = if is_stacked {
            classes::stack(&drawn, points).into_iter().chain(pinned).collect()
        } else {
            pinned.into_iter().chain(classes::lines(scale, &drawn, points)).collect()
        };
        let own = curves.iter().flat_map(|(_, points)| points).map(|(_, value)| *value);
        let theirs = beside.iter().flat_map(|(_, points)| points).map(|(_, place)| scale.value(*place));
        let (from, to) = classes::range(scale, own.chain(theirs));
        let moment = self.run.at(self.run.machine_end_min);
        let amount = |quantity| format!("{} {}", text.quantity_name(quantity), text.quantity_at(quantity, &moment));
        let sentence = quantities().map(amount).collect::<Vec<_>>().join(", ");
        let shape = match scale {
            _ if is_stacked => Some("plots-stacked"),
            Scale::Logarithmic => Some("plots-logarithmic"),
            Scale::Linear => None,
        };
        let name = [Some("plots-classes"), shape].into_iter().flatten().map(|id| text.get(id));
        let name = name.reduce(|name, shape| format!("{name}, {}", in_line(&shape))).unwrap_or_default();
        Plot { name, scale, from, to, behind, letters: letters(&beside), sentence, ..frame }
    }

    /// The patients whose bands are in a plot.
    pub(super) fn spread(&self, content: Content) -> Option<&'a Summary> {
        self.patients.filter(|_| self.axis == Axis::Time && matches!(content, Content::Quantity(_)))
    }

    /// A quantity of a run along the axis, as far as that goes on: while no blood is processed nothing lies beside each other.
    fn along(&self, run: &Run, quantity: Quantity) -> Vec<Spot> {
        let mut farthest = f64::NEG_INFINITY;
        let placed = curve(run, quantity).into_iter().map(|(time_min, value)| (self.axis.place(run, time_min), value));
        let goes_on = |(place, _): &Spot| {
            let goes_on = *place > farthest;
            farthest = farthest.max(*place);
            goes_on
        };
        placed.filter(goes_on).collect()
    }

    /// The curves of the runs beside it, on a scale.
    fn curves_beside(&self, quantity: Quantity, scale: Scale) -> Vec<(&Beside, Vec<Spot>)> {
        self.beside.iter().map(|of| (of, on_scale(&self.along(&of.run, quantity), scale))).collect()
    }

    /// What a plot of a quantity shows, in sentences.
    fn sentence(&self, quantity: Quantity, text: &Text) -> String {
        let end_min = self.run.machine_end_min;
        let mut sentences = vec![text.curve_sentence(quantity, self.run, end_min)];
        let spread = self.spread(Content::Quantity(quantity));
        sentences.extend(spread.and_then(|summary| summary.nine_of_ten(quantity, end_min)).map(|(low, high)| {
            let [low, high] = [low, high].map(|value| text.quantity_value(quantity, value));
            text.with("patients-between", &[("low", low), ("high", high)])
        }));
        sentences.extend(self.beside.iter().map(|of| {
            let value = text.quantity_at(quantity, &of.run.at(of.run.end_min));
            let arguments = [("letter", pinned::letter(of.letter)), ("name", of.name.clone()), ("value", value)];
            text.with("pin-badge", &arguments)
        }));
        sentences.join(" ")
    }
}

/// The lines of pinned runs, and the difference to the one that is shaded.
fn pinned_marks(own: &[Spot], beside: &[(&Beside, Vec<Spot>)]) -> Vec<Mark> {
    let shaded = beside.iter().filter(|(of, _)| of.is_shaded);
    let shades = shaded.map(|(of, points)| pinned::difference(own, of.letter, points));
    shades.chain(beside.iter().map(|(of, points)| pinned::curve(of.letter, points.clone()))).collect()
}

/// Where the letters of pinned runs stand: at the ends of their curves.
fn letters(beside: &[(&Beside, Vec<Spot>)]) -> Vec<(usize, Spot)> {
    beside.iter().filter_map(|(of, points)| Some((of.letter, *points.last()?))).collect()
}

/// A curve on a scale.
pub fn on_scale(points: &[Spot], scale: Scale) -> Vec<Spot> {
    points.iter().map(|(place, value)| (*place, scale.place(*value))).collect()
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
    /// The plot of a quantity over a whole run, with the aim of its case and nothing beside it.
    pub fn of(run: &Run, quantity: Quantity, aim: Option<Aim>, text: &Text) -> Self {
        Shown::alone(run, aim).plot(Content::Quantity(quantity), text)
    }

    /// Takes those of the bands that it reaches, each with its name.
    pub fn reach(&mut self, bands: Vec<Band>, quantity: Quantity, text: &Text) {
        let named = bands.into_iter().filter(|band| self.seen(band).is_some());
        self.bands = named.map(|band| (band, band.name(quantity, text))).collect();
    }
}
