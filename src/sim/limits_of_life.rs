//! The limits below which few bodies live, which the model does not know: it goes on there.

use super::extremes::{Extremes, Reached, sampled};
use super::quantities::Quantity;
use super::trajectory::Trajectory;

/// Hemoglobin below which the risk of death becomes extremely high, g/dL: of those who came to 4.1 to 5.0 after an operation and declined
/// blood, a third died within thirty days (Carson, Transfusion 2002;42:812).
const HEMOGLOBIN_G_DL: f64 = 5.0;

/// Ionized calcium below which its warning is life-threatening, mmol/L: the heart is in danger, a rule of thumb.
const IONIZED_CALCIUM_MMOL_L: f64 = 0.7;

/// The quantities that fall below a limit of life in a run, each with its lowest value and when it is reached.
pub fn passed(trajectory: &Trajectory) -> Vec<(Quantity, Reached)> {
    let moments = sampled(trajectory);
    let limits = [(Quantity::Hemoglobin, HEMOGLOBIN_G_DL), (Quantity::IonizedCalcium, IONIZED_CALCIUM_MMOL_L)];
    let lowest = limits.into_iter().filter_map(|(quantity, limit)| {
        let lowest = Extremes::among(quantity, &moments)?.lowest;
        (lowest.value < limit).then_some((quantity, lowest))
    });
    lowest.collect()
}
