//! How the debrief is looked at while it stands in place of the screen.

use strum::EnumIter;

use crate::sim::quantities::Quantity;

/// What a hundred such patients are sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, EnumIter)]
pub enum Measure {
    #[default]
    Calcium,
    Hemoglobin,
    Platelets,
    Aim,
}

impl Measure {
    /// The quantity whose lowest value counts; `None` for the aim.
    pub const fn quantity(self) -> Option<Quantity> {
        match self {
            Self::Calcium => Some(Quantity::IonizedCalcium),
            Self::Hemoglobin => Some(Quantity::Hemoglobin),
            Self::Platelets => Some(Quantity::Platelets),
            Self::Aim => None,
        }
    }
}

/// What of the debrief is chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DebriefView {
    pub measure: Measure,
    /// Which of the runs of least cost is shown beside this one: the best, or an alternative counted from 1.
    pub candidate: usize,
}
