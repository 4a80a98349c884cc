//! A protocol: the initial settings of a procedure and the changes an operator makes during it.

use crate::model::constants::Constants;
use crate::model::patient::{Pregnancy, Sex};

use super::settings::{SettingId, Settings, Value};

/// Upper limit of hematocrit plus leukocrit, as a fraction; the rest is left to plasma.
pub const MAX_CELLS_IN_BLOOD: f64 = 0.85;

/// Changes closer together than this count as simultaneous, min.
pub(crate) const SAME_TIME_MIN: f64 = 1e-6;

/// Settings changed at one time, as by an operator at the machine.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Change {
    pub at_min: f64,
    /// New values. Only settings that may change mid-run.
    pub values: Vec<(SettingId, Value)>,
}

impl Change {
    pub fn is_at(&self, time_min: f64) -> bool {
        (self.at_min - time_min).abs() <= SAME_TIME_MIN
    }
}

/// Everything that determines a run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Protocol {
    pub settings: Settings,
    /// In any order; applied by time.
    pub changes: Vec<Change>,
    /// The model's fitted constants: the usual ones, except in a fit.
    pub constants: Constants,
}

/// Why a protocol cannot run although each setting is within its own range.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum SimulationError {
    /// Red and white cells together leave too little plasma.
    #[error("a hematocrit of {hematocrit_percent} % and {leukocrit_percent} % of white cells leave too little plasma")]
    TooManyCells { hematocrit_percent: f64, leukocrit_percent: f64 },
    #[error("the patient has no white cells")]
    NoWhiteCells,
    #[error("a man cannot be pregnant")]
    PregnantMan,
}

impl Protocol {
    /// Whether it differs from another in nothing but the patient: machine, procedure and timed changes are the same.
    pub fn has_machine_of(&self, other: &Self) -> bool {
        let mut machine = SettingId::all().filter(|setting| !setting.is_of_patient());
        self.changes == other.changes
            && machine.all(|setting| setting.get(&self.settings) == setting.get(&other.settings))
    }

    /// The same patient with the machine, the procedure and the timed changes of another.
    pub fn with_machine_of(&self, other: &Self) -> Self {
        let mut protocol = Self { changes: other.changes.clone(), ..self.clone() };
        for setting in SettingId::all().filter(|setting| !setting.is_of_patient()) {
            setting.set(&mut protocol.settings, &setting.get(&other.settings));
        }
        protocol
    }

    pub fn new(settings: Settings) -> Self {
        Self { settings, ..Self::default() }
    }

    /// Checks that the settings are consistent with each other.
    ///
    /// # Errors
    /// The first [`SimulationError`] that applies.
    pub fn check(&self) -> Result<(), SimulationError> {
        let patient = &self.settings.patient;
        let leukocrit = patient.leukocrit();
        if patient.hematocrit_percent / 100.0 + leukocrit > MAX_CELLS_IN_BLOOD {
            return Err(SimulationError::TooManyCells {
                hematocrit_percent: patient.hematocrit_percent,
                leukocrit_percent: 100.0 * leukocrit,
            });
        }
        if patient.white_cells_e9_per_l.sum() <= 0.0 {
            return Err(SimulationError::NoWhiteCells);
        }
        if patient.sex == Sex::Male && patient.pregnancy != Pregnancy::NotPregnant {
            return Err(SimulationError::PregnantMan);
        }
        Ok(())
    }

    /// Whether two protocols are equal apart from the initial values of these settings.
    pub fn is_alike_but_for(&self, other: &Self, settings: &[SettingId]) -> bool {
        let mut alike = self.settings.clone();
        for setting in settings {
            setting.set(&mut alike, &setting.get(&other.settings));
        }
        alike == other.settings && self.changes == other.changes
    }

    /// The changes by time; simultaneous ones in the order written.
    pub fn changes_by_time(&self) -> Vec<&Change> {
        let mut changes: Vec<_> = self.changes.iter().collect();
        changes.sort_by(|a, b| a.at_min.total_cmp(&b.at_min));
        changes
    }

    /// The settings in force at a time while the pumps draw.
    pub fn settings_at(&self, time_min: f64) -> Settings {
        let mut settings = self.settings.clone();
        for change in self.changes_by_time() {
            if change.at_min <= time_min + SAME_TIME_MIN {
                for (setting, value) in &change.values {
                    setting.set(&mut settings, value);
                }
            }
        }
        settings
    }

    /// Sets a setting from a time on, until its next change. A value that is in force then anyway adds no change.
    pub fn change_from(&mut self, at_min: f64, setting: SettingId, value: Value) {
        let mut without = self.clone();
        for change in without.changes.iter_mut().filter(|change| change.is_at(at_min)) {
            change.values.retain(|(changed, _)| *changed != setting);
        }
        if setting.get(&without.settings_at(at_min)) == value {
            without.drop_empty_changes();
            *self = without;
            return;
        }
        let values_there = self.changes.iter_mut().rev().filter(|change| change.is_at(at_min));
        if let Some((_, old)) =
            values_there.flat_map(|change| change.values.iter_mut().rev()).find(|(changed, _)| *changed == setting)
        {
            *old = value;
        } else if let Some(change) = self.changes.iter_mut().rfind(|change| change.is_at(at_min)) {
            change.values.push((setting, value));
        } else {
            self.changes.push(Change { at_min, values: vec![(setting, value)] });
        }
    }

    /// Removes settings from changes, each given by its index in the list. Empty changes are dropped.
    pub fn remove_changes(&mut self, removed: &[(usize, SettingId)]) {
        for (index, setting) in removed {
            if let Some(change) = self.changes.get_mut(*index) {
                change.values.retain(|(changed, _)| changed != setting);
            }
        }
        self.drop_empty_changes();
    }

    fn drop_empty_changes(&mut self) {
        self.changes.retain(|change| !change.values.is_empty());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::simulate;

    const FLOW: SettingId = SettingId::InletFlow;

    fn changed(changes: &[(f64, SettingId, f64)]) -> Protocol {
        let mut protocol = Protocol::default();
        for (at_min, setting, value) in changes {
            protocol.change_from(*at_min, *setting, Value::Number(*value));
        }
        protocol
    }

    #[test]
    fn settings_changed_at_one_time_are_one_change_and_the_last_value_holds() {
        let protocol = changed(&[(60.0, FLOW, 40.0), (60.0, SettingId::CollectFlow, 2.5), (60.0 + 1e-7, FLOW, 45.0)]);
        let values = vec![(FLOW, Value::Number(45.0)), (SettingId::CollectFlow, Value::Number(2.5))];
        assert_eq!(protocol.changes, [Change { at_min: 60.0, values }]);
        assert_eq!(FLOW.get(&protocol.settings_at(59.9)), FLOW.get(&Settings::default()));
        assert_eq!(FLOW.get(&protocol.settings_at(60.0)), Value::Number(45.0));
    }

    #[test]
    fn a_value_put_back_to_what_holds_is_no_change() {
        let mut protocol = changed(&[(30.0, FLOW, 40.0), (60.0, FLOW, 50.0)]);
        protocol.change_from(60.0, FLOW, Value::Number(40.0));
        assert_eq!(protocol.changes, changed(&[(30.0, FLOW, 40.0)]).changes);
        protocol.change_from(30.0, FLOW, FLOW.get(&Settings::default()));
        assert_eq!(protocol, Protocol::default());
    }

    #[test]
    fn what_is_removed_leaves_the_rest() {
        let mut protocol = changed(&[(30.0, FLOW, 40.0), (30.0, SettingId::CollectFlow, 2.5), (60.0, FLOW, 50.0)]);
        protocol.remove_changes(&[(0, FLOW), (1, FLOW), (7, FLOW)]);
        assert_eq!(protocol.changes, changed(&[(30.0, SettingId::CollectFlow, 2.5)]).changes);
    }

    #[test]
    fn the_settings_in_force_are_those_of_the_run() {
        let mut protocol = changed(&[(60.0, FLOW, 50.0), (30.0, FLOW, 40.0), (45.0, SettingId::CollectFlow, 2.5)]);
        protocol.settings.patient.white_cells_e9_per_l.0[0] = 4.0;
        let run = simulate(&protocol).expect("runs");
        for time_min in [0.0, 29.9, 30.0, 44.0, 45.0, 60.0, 61.0] {
            assert_eq!(run.at(time_min).settings, &protocol.settings_at(time_min), "at {time_min}");
        }
    }
}
