//! A protocol: the settings a procedure starts with and the changes an operator makes on the way.

use crate::model::patient::{Pregnancy, Sex};

use super::settings::{SettingId, Settings, Value};

/// The hematocrit and the white cells together must leave this much of the blood to plasma, as a fraction.
pub const MAX_CELLS_IN_BLOOD: f64 = 0.85;

/// Settings changed at one moment, as by an operator at the machine.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Change {
    pub at_min: f64,
    /// New values; every setting here may change mid-run.
    pub values: Vec<(SettingId, Value)>,
}

/// All that decides a run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Protocol {
    pub settings: Settings,
    /// In any order; applied by time.
    pub changes: Vec<Change>,
}

/// Why a protocol cannot be run although each setting is within its own range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Refusal {
    /// Red and white cells together fill more of the blood than there is room for.
    TooManyCells {
        hematocrit_percent: f64,
        leukocrit_percent: f64,
    },
    /// The patient has no white cell at all.
    NoWhiteCells,
    PregnantMan,
}

impl Protocol {
    pub fn new(settings: Settings) -> Self {
        Self { settings, changes: Vec::new() }
    }

    /// Whether the settings make sense together.
    ///
    /// # Errors
    /// The first [`Refusal`] that applies.
    pub fn check(&self) -> Result<(), Refusal> {
        let patient = &self.settings.patient;
        let leukocrit = patient.leukocrit();
        if patient.hematocrit_percent / 100.0 + leukocrit > MAX_CELLS_IN_BLOOD {
            return Err(Refusal::TooManyCells {
                hematocrit_percent: patient.hematocrit_percent,
                leukocrit_percent: 100.0 * leukocrit,
            });
        }
        if patient.white_cells_e9_per_l.sum() <= 0.0 {
            return Err(Refusal::NoWhiteCells);
        }
        if patient.sex == Sex::Male && patient.pregnancy != Pregnancy::NotPregnant {
            return Err(Refusal::PregnantMan);
        }
        Ok(())
    }

    /// The changes in order of time; those at the same time in the order written.
    pub fn changes_by_time(&self) -> Vec<&Change> {
        let mut changes: Vec<_> = self.changes.iter().collect();
        changes.sort_by(|a, b| a.at_min.total_cmp(&b.at_min));
        changes
    }
}
