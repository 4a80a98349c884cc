//! What a run costs the patient: how far counts and calcium fall, the time it takes, the fluid that stays, and the warnings it brings.

use super::aim::AimOutcome;
use super::extremes::{Extremes, Reached, sampled};
use super::moment::Moment;
use super::quantities::Quantity;
use super::run::Run;
use super::warnings::{Severity, Subject, Warning};

/// What the patient pays with, in the order of every report.
pub const PAID_WITH: [Quantity; 3] = [Quantity::IonizedCalcium, Quantity::Hemoglobin, Quantity::Platelets];

/// How one quantity fared, in its unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fall {
    pub quantity: Quantity,
    pub before: f64,
    /// The lowest value of the whole run, observation included.
    pub lowest: Reached,
    /// When the needle comes out.
    pub after: f64,
    /// How long its worst warning that the run brought lasted in all, min, with that warning; `None` where it brought none.
    pub worst: Option<(Warning, f64)>,
}

impl Fall {
    /// How much of it is gone at the lowest, percent.
    pub fn percent(&self) -> f64 {
        100.0 * (1.0 - self.lowest.value / self.before)
    }
}

/// The price of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Cost {
    /// In the order of [`PAID_WITH`].
    pub falls: Vec<Fall>,
    /// From the first draw until the needle comes out, min.
    pub minutes: f64,
    /// Volume in the bag, mL.
    pub bag_ml: f64,
    /// What entered the patient's body less what left it, cells included, mL: the change of the blood volume and what moved into the
    /// tissues.
    pub fluid_balance_ml: f64,
    /// Red cells that the patient is short of when all is over, percent of those before; negative where some were gained.
    pub red_cells_lost_percent: f64,
    /// The worst level of each kind of warning that the run brought, the worst first.
    pub warnings: Vec<Warning>,
    /// How long blood was drawn after the aim was reached, min.
    pub past_aim_min: Option<f64>,
}

/// The worst level of each kind of warning that a procedure brought, the worst first and of equals the earlier: not what was there
/// before the first draw, nor what is only worth knowing, nor what speaks of the protocol as written.
pub fn brought(warnings: &[Warning]) -> Vec<Warning> {
    let mut worst: Vec<Warning> = Vec::new();
    for warning in warnings.iter().filter(|warning| is_brought(warning)) {
        match worst.iter_mut().find(|known| known.id == warning.id) {
            Some(known) if warning.is_worse_than(known) => *known = *warning,
            Some(_) => {}
            None => worst.push(*warning),
        }
    }
    worst.sort_by(|a, b| b.severity.cmp(&a.severity).then(a.from_min.total_cmp(&b.from_min)));
    worst
}

/// Whether a procedure brought a warning about the patient or what is done to the patient.
pub fn is_brought(warning: &Warning) -> bool {
    !warning.present_before
        && warning.severity > Severity::Information
        && warning.id.spec().subject != Subject::Protocol
}

impl Cost {
    pub fn of(run: &Run, aim: &AimOutcome) -> Self {
        let warnings = brought(&run.warnings);
        let moments = sampled(run);
        let (first, last) = (run.at(0.0), run.at(run.machine_end_min));
        let cell_volume_fl = &run.body.patient.cell_volume_fl;
        let (before, after) = (&run.before, &run.after);
        let blood_gained_ml = after.patient.volume_ml(cell_volume_fl) - before.patient.volume_ml(cell_volume_fl);
        Self {
            falls: PAID_WITH
                .into_iter()
                .filter_map(|quantity| fall(run, quantity, &warnings, &moments, [&first, &last]))
                .collect(),
            minutes: run.machine_end_min,
            bag_ml: run.outcome.product.volume_ml,
            fluid_balance_ml: blood_gained_ml + after.tissue_fluid_ml - before.tissue_fluid_ml,
            red_cells_lost_percent: 100.0 * (1.0 - after.patient.red_cells_ml / before.patient.red_cells_ml),
            warnings,
            past_aim_min: aim.past_min,
        }
    }

    /// Whether more than half of the fall of hemoglobin, at its lowest, is dilution that passes, not red cells that are gone.
    pub fn is_mostly_dilution(&self) -> bool {
        let hemoglobin = self.fall(Quantity::Hemoglobin).map_or(0.0, Fall::percent);
        self.red_cells_lost_percent < 0.5 * hemoglobin
    }

    pub fn fall(&self, quantity: Quantity) -> Option<&Fall> {
        self.falls.iter().find(|fall| fall.quantity == quantity)
    }
}

fn fall(
    run: &Run,
    quantity: Quantity,
    brought: &[Warning],
    moments: &[Moment<'_>],
    [first, last]: [&Moment<'_>; 2],
) -> Option<Fall> {
    let worst = brought.iter().find(|warning| warning.id.quantity() == Some(quantity)).map(|worst| {
        let alike = run.warnings.iter().filter(|found| found.id == worst.id && found.threshold == worst.threshold);
        let lasted = alike.map(|found| found.to_min.unwrap_or(run.end_min) - found.from_min).sum();
        (*worst, lasted)
    });
    Some(Fall {
        quantity,
        before: quantity.at(first)?,
        lowest: Extremes::among(quantity, moments)?.lowest,
        after: quantity.at(last)?,
        worst,
    })
}
