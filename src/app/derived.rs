//! What follows from the case: its run, and the curves drawn from it.

use std::cell::OnceCell;

use egui_plot::PlotPoint;

use crate::sim::explain::{Avoidance, Explanation, explain};
use crate::sim::protocol::Refusal;
use crate::sim::quantities::Quantity;
use crate::sim::warnings::{Side, rules};
use crate::sim::{Protocol, Run, Severity, simulate};

/// The curves of the main screen, in their order.
pub const CURVES: [Quantity; 3] = [Quantity::WhiteCells, Quantity::Hemoglobin, Quantity::Platelets];

/// Points on a curve: one for each pixel or two of a plot.
const POINTS: usize = 361;

/// A range of a curve in which a warning is on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    pub severity: Severity,
    pub threshold: f64,
    pub from: f64,
    pub to: f64,
    pub side: Side,
}

/// One quantity over the whole run.
pub struct Curve {
    pub quantity: Quantity,
    pub points: Vec<PlotPoint>,
    pub bands: Vec<Band>,
    /// What the plot shows of the quantity.
    pub from: f64,
    pub to: f64,
}

/// What is known of the changes that would have avoided the run's warnings.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Avoidances {
    /// Nobody asked yet, or they are still looked for.
    #[default]
    Unknown,
    Found(Vec<Avoidance>),
    /// They could not be looked for.
    Failed,
}

pub struct Derived {
    pub run: Run,
    pub curves: Vec<Curve>,
    pub avoidances: Avoidances,
    explanations: OnceCell<Vec<Explanation>>,
    /// Grows with every run: what was found for another one is stale.
    revision: u64,
    /// Why the settings as they are now cannot be run; the run is the last that could.
    pub refusal: Option<Refusal>,
}

impl Derived {
    /// # Errors
    /// The [`Refusal`] when the protocol cannot be run.
    pub fn of(protocol: &Protocol) -> Result<Self, Refusal> {
        let run = simulate(protocol)?;
        let curves = CURVES.into_iter().map(|quantity| curve(&run, quantity)).collect();
        Ok(Self {
            run,
            curves,
            avoidances: Avoidances::default(),
            explanations: OnceCell::new(),
            revision: 0,
            refusal: None,
        })
    }

    /// Which run this is, counted from the window's first.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Why each warning came. Found when first asked for: a slider moved with nothing open pays nothing.
    pub fn explanations(&self) -> &[Explanation] {
        self.explanations.get_or_init(|| explain(&self.run))
    }

    /// Takes the place of what was derived before.
    pub fn replace(&mut self, next: Self) {
        let revision = self.revision + 1;
        *self = Self { revision, ..next };
    }

    /// Follows a changed protocol. One that cannot be run leaves the last run in view, and says so.
    pub fn follow(&mut self, protocol: &Protocol) {
        if self.refusal.is_none() && *protocol == self.run.protocol {
            return;
        }
        match Self::of(protocol) {
            Ok(derived) => self.replace(derived),
            Err(refusal) => self.refusal = Some(refusal),
        }
    }
}

fn curve(run: &Run, quantity: Quantity) -> Curve {
    let step_min = run.end_min / (POINTS - 1) as f64;
    let points: Vec<_> = (0..POINTS)
        .map(|i| i as f64 * step_min)
        .filter_map(|time_min| Some(PlotPoint::new(time_min, quantity.at(&run.at(time_min))?)))
        .collect();
    let least = points.iter().map(|point| point.y).fold(f64::INFINITY, f64::min);
    let most = points.iter().map(|point| point.y).fold(0.0, f64::max);
    let (from, to) = shown_range(quantity, least, most);
    Curve { bands: bands(run, quantity, from, to), quantity, points, from, to }
}

/// Counts start at zero, so that half looks like half; hemoglobin, which moves by little, is shown closer.
fn shown_range(quantity: Quantity, least: f64, most: f64) -> (f64, f64) {
    match quantity {
        Quantity::Hemoglobin => ((least - 2.5).max(0.0).floor(), (most + 1.5).ceil()),
        _ => (0.0, (most * 1.15).max(1e-3)),
    }
}

/// Each level reaches to the next worse one.
fn bands(run: &Run, quantity: Quantity, from: f64, to: f64) -> Vec<Band> {
    let mut bands = Vec::new();
    for rule in rules(&run.protocol.settings).into_iter().filter(|rule| rule.watched() == Some(quantity)) {
        for (i, level) in rule.levels.iter().enumerate() {
            let worse = rule.levels.get(i + 1).map(|level| level.threshold);
            let (low, high) = match rule.side {
                Side::Below => (worse.unwrap_or(f64::NEG_INFINITY), level.threshold),
                Side::Above => (level.threshold, worse.unwrap_or(f64::INFINITY)),
            };
            let (low, high) = (low.max(from), high.min(to));
            if low < high {
                bands.push(Band {
                    severity: level.severity,
                    threshold: level.threshold,
                    from: low,
                    to: high,
                    side: rule.side,
                });
            }
        }
    }
    bands
}
