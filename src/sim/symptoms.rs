//! What a patient may feel or show, as a table: the quantity that it follows, from where it is usual, and who says so.
//!
//! People differ widely: a row says when a symptom is usual, not that this patient has it. Neither pulse nor pressure is computed.

use strum::{EnumIter, IntoEnumIterator, IntoStaticStr};

use super::moment::Moment;
use super::quantities::Quantity;
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
    pub source: Source,
}

impl Symptom {
    /// The row of the table.
    pub const fn row(self) -> Row {
        use Source::{Bolan2001, CtcaeV5, RuleOfThumb, Sheth1997};
        let (quantity, below, source) = match self {
            // Usual practice: donors tingled when their calcium had fallen by a third.
            Self::Tingling => (Quantity::IonizedCalcium, 1.0, Bolan2001),
            // Usual practice: a grade of CTCAE begins there.
            Self::Cramps | Self::Nausea => (Quantity::IonizedCalcium, 0.9, CtcaeV5),
            Self::Dizziness => (Quantity::BloodVolumeChange, -15.0, RuleOfThumb),
            Self::Pallor => (Quantity::Hemoglobin, 9.0, Sheth1997),
        };
        Row { quantity, below, source }
    }

    /// The name in keys and message ids.
    pub const fn key(self) -> &'static str {
        self.into_str()
    }

    /// Whether it is usual at a moment.
    pub fn is_usual(self, moment: &Moment<'_>) -> bool {
        let Row { quantity, below, .. } = self.row();
        quantity.at(moment).is_some_and(|value| value < below)
    }
}

/// What is usual at a moment, in the order of the table.
pub fn usual(moment: &Moment<'_>) -> impl Iterator<Item = Symptom> {
    Symptom::iter().filter(|symptom| symptom.is_usual(moment))
}

/// Age from which children say what they feel, years: they use scales of faces from about four on. Younger ones are watched.
const SPEAKS_FROM_YEARS: f64 = 4.0;

/// Whether a patient is old enough to say what is felt.
pub fn speaks(patient: &Patient) -> bool {
    patient.age_years >= SPEAKS_FROM_YEARS
}
