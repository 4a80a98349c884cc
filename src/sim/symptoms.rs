//! What a patient may feel or show, as a table: the quantity that it follows, from where it is usual, and who says so.
//!
//! People differ widely: a row says when a symptom is usual, not that this patient has it. Neither pulse nor pressure is computed.

use strum::{EnumIter, IntoEnumIterator, IntoStaticStr};

use super::moment::Moment;
use super::quantities::Quantity;
use super::trajectory::Trajectory;
use super::warnings::Source;
use crate::model::patient::Patient;

/// A symptom or sign. In snake case, its name in keys and message ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, IntoStaticStr)]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum Symptom {
    /// Of lips and fingers.
    Tingling,
    Cramps,
    /// With vomiting.
    Nausea,
    Dizziness,
    Pallor,
}

/// A row of the table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    pub quantity: Quantity,
    /// Usual below this, in the quantity's unit.
    pub below: f64,
    /// Once there, it lasts until the value has come back past the threshold by this much: the hysteresis of the warnings.
    pub hysteresis: f64,
    pub source: Source,
}

impl Symptom {
    /// The row of the table.
    pub const fn row(self) -> Row {
        use Source::{Bolan2001, CtcaeV5, RuleOfThumb, Sheth1997};
        let (quantity, below, hysteresis, source) = match self {
            // Usual practice: donors tingled when their calcium had fallen by a third.
            Self::Tingling => (Quantity::IonizedCalcium, 1.0, 0.01, Bolan2001),
            // Usual practice: a grade of CTCAE begins there.
            Self::Cramps | Self::Nausea => (Quantity::IonizedCalcium, 0.9, 0.01, CtcaeV5),
            Self::Dizziness => (Quantity::BloodVolumeChange, -15.0, 0.5, RuleOfThumb),
            Self::Pallor => (Quantity::Hemoglobin, 9.0, 0.1, Sheth1997),
        };
        Row { quantity, below, hysteresis, source }
    }

    /// The name in keys and message ids.
    pub const fn key(self) -> &'static str {
        self.into_str()
    }

    /// Whether it is usual at a moment of a run. Between the threshold and the end of the hysteresis the run before decides: so the answer
    /// does not flicker, and does not depend on how the moment was reached.
    pub fn is_usual(self, run: &Trajectory, moment: &Moment<'_>) -> bool {
        self.decides(moment).unwrap_or_else(|| {
            let times_min = run.sample_times_min();
            let earlier = times_min.into_iter().rev().filter(|time_min| *time_min < moment.time_min);
            earlier.map(|time_min| self.decides(&run.at(time_min))).find_map(|found| found).unwrap_or(false)
        })
    }

    /// What a moment says by itself; `None` between the threshold and the end of the hysteresis.
    fn decides(self, moment: &Moment<'_>) -> Option<bool> {
        let Row { quantity, below, hysteresis, .. } = self.row();
        match quantity.at(moment) {
            Some(value) if value < below => Some(true),
            Some(value) if value <= below + hysteresis => None,
            _ => Some(false),
        }
    }
}

/// What is usual at a moment of a run, in the order of the table.
pub fn usual<'a>(run: &'a Trajectory, moment: &'a Moment<'_>) -> impl Iterator<Item = Symptom> + 'a {
    Symptom::iter().filter(|symptom| symptom.is_usual(run, moment))
}

/// Age from which children say what they feel, years: they use scales of faces from about four on. Younger ones are watched.
const SPEAKS_FROM_YEARS: f64 = 4.0;

/// Whether a patient is old enough to say what is felt.
pub fn speaks(patient: &Patient) -> bool {
    patient.age_years >= SPEAKS_FROM_YEARS
}
