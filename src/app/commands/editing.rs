//! Commands that change the case: each is one step that can be undone.

use super::Handler;
use crate::app::state::{Asked, Case, EditScope, StepName, Tried, WorkshopPage};
use crate::model::cells::WhiteCell;
use crate::model::patient::Diagnosis;
use crate::preset::{Preset, VirtualPatients, is_untouched, taken_from, typical_of};
use crate::sim::settings::Settings;
use crate::sim::{Protocol, SettingId, Value};

impl Handler<'_> {
    /// Changes a setting, from the start or from the playhead on. What cannot be changed stays as it is.
    pub(super) fn set(&mut self, setting: SettingId, value: Value) {
        if self.state.obstacle(setting).is_some() {
            return;
        }
        if self.is_for_both(setting) {
            return self.set_in_both(setting, value);
        }
        match self.state.case_view.edit_scope {
            EditScope::FromStart => self.set_from_start(setting, value),
            EditScope::FromNow => {
                let at_min = self.state.edit_at_min();
                self.change(StepName::SetFrom(setting, at_min), |protocol| {
                    protocol.change_from(at_min, setting, value);
                });
            }
        }
    }

    /// Takes blood, body and program that are typical of the diagnosis; the person stays.
    pub(super) fn take_typical(&mut self) {
        let settings = &self.state.case.preset().protocol.settings;
        let Some(taken) = typical(settings, settings.patient.diagnosis) else { return };
        self.change(StepName::TakeTypical, |protocol| put(protocol, &taken));
    }

    /// Writes the count of all white cells anew, 10⁹/L. Each class keeps its share.
    pub(super) fn scale_white_cells(&mut self, total: f64) {
        let counts = self.state.case.preset().protocol.settings.patient.white_cells_e9_per_l;
        if !(counts.sum() > 0.0 && total > 0.0) {
            return;
        }
        let times = total / counts.sum();
        let scaled = WhiteCell::ALL.into_iter().filter_map(|class| {
            let setting = SettingId::WhiteCells(class);
            let number = setting.row().number()?;
            Some((setting, Value::Number((times * counts[class]).clamp(number.min, number.max))))
        });
        let scaled: Vec<_> = scaled.collect();
        self.change(StepName::ScaleWhiteCells, |protocol| put(protocol, &scaled));
    }

    fn set_from_start(&mut self, setting: SettingId, value: Value) {
        let brought = self.brought_by(setting, &value);
        self.change(StepName::Set(setting), |protocol| {
            setting.set(&mut protocol.settings, &value);
            put(protocol, &brought);
        });
    }

    /// What a diagnosis brings in the form of a new case while nobody has written counts: those that are typical of it.
    fn brought_by(&self, setting: SettingId, value: &Value) -> Vec<(SettingId, Value)> {
        let settings = &self.state.case.preset().protocol.settings;
        let is_asked = setting == SettingId::Diagnosis && self.state.case_view.workshop == Some(WorkshopPage::Patient);
        if !is_asked || !is_untouched(&settings.patient) {
            return Vec::new();
        }
        let mut diagnosed = settings.clone();
        setting.set(&mut diagnosed, value);
        typical(settings, diagnosed.patient.diagnosis).unwrap_or_default()
    }

    /// Changes two settings from the start, in one step.
    pub(super) fn set_together(&mut self, values: [(SettingId, Value); 2]) {
        self.change(StepName::SetTogether(values.map(|(setting, _)| setting)), |protocol| {
            for (setting, value) in values {
                setting.set(&mut protocol.settings, &value);
            }
        });
    }

    /// Makes one change or two that would avoid a warning, and remembers what they were to avoid.
    pub(super) fn try_change(&mut self, changes: Vec<(SettingId, Value)>, asked: Asked) {
        let state = &*self.state;
        let before = state.tried_together().cloned();
        let mut tried = before.unwrap_or_else(|| Tried::on(state.run(), state.is_aim_reached()));
        match *changes {
            // The changes were found for the whole run, so they apply from the start.
            [(setting, value)] => self.set_from_start(setting, value),
            [first, second] => self.set_together([first, second]),
            _ => return,
        }
        tried.add(changes, asked);
        let protocol = self.state.case.preset().protocol.clone();
        self.state.case_view.tried.push((protocol, tried));
    }

    pub(super) fn move_change(&mut self, index: usize, to_min: f64) {
        let to_min = to_min.clamp(0.0, self.state.run().end_min);
        self.change(StepName::MoveChange, |protocol| {
            if let Some(change) = protocol.changes.get_mut(index) {
                change.at_min = to_min;
            }
        });
    }

    pub(super) fn remove_changes(&mut self, removed: &[(usize, SettingId)]) {
        self.change(StepName::RemoveChange, |protocol| protocol.remove_changes(removed));
    }

    pub(super) fn take_patients(&mut self, drawn: VirtualPatients) {
        let preset = Preset { virtual_patients: drawn, ..self.state.case.preset().clone() };
        self.state.case.change(StepName::TakePatients, preset);
    }

    /// Takes the case with something written anew: its words, its aim, what is asked and said about it. The run stays as it is.
    pub(super) fn write(&mut self, name: &'static str, preset: Preset) {
        // Only what is written: a slider that was moved meanwhile keeps its place.
        let protocol = self.state.case.preset().protocol.clone();
        self.state.case.change(StepName::Write(name), Preset { protocol, ..preset });
    }

    /// Opens the workshop at a page in the place of whatever stands there, or closes it.
    pub(super) fn show_workshop(&mut self, page: Option<WorkshopPage>) {
        self.state.case.end_writing();
        let case_view = &mut self.state.case_view;
        case_view.workshop = page;
        if page.is_some() {
            case_view.open_warning = None;
            self.state.workspace.enlarged = false;
        }
    }

    /// Takes one step that can be undone, and reruns the case.
    pub(super) fn change(&mut self, name: StepName, edit: impl FnOnce(&mut Protocol)) {
        let mut preset = self.state.case.preset().clone();
        edit(&mut preset.protocol);
        self.state.case.change(name, preset);
        self.state.rerun();
    }

    /// Takes a step back or forth. What was exchanged with a pin is exchanged again.
    pub(super) fn undo_redo(&mut self, undoes: bool) {
        if self.undo_in_draft(undoes) {
            return;
        }
        let case = &self.state.case;
        let (step, go): (_, fn(&mut Case)) =
            if undoes { (case.undoable(), Case::undo) } else { (case.redoable(), Case::redo) };
        let before = self.state.case.clone();
        let exchanged = before.exchanges(undoes);
        go(&mut self.state.case);
        if let Some(exchanged) = exchanged {
            let twin = self.exchange_twin(exchanged);
            self.state.case.note_exchanged(undoes, twin);
        }
        match step {
            Some(StepName::SwapIn(letter, number)) if self.state.pins.has(letter, number) => {
                self.pin_instead(letter, before);
            }
            _ => self.state.rerun(),
        }
    }
}

/// What is typical of a diagnosis and otherwise in these settings.
fn typical(settings: &Settings, diagnosis: Diagnosis) -> Option<Vec<(SettingId, Value)>> {
    let typical = typical_of(diagnosis, settings.patient.weight_kg)?.preset()?;
    Some(taken_from(&typical.protocol.settings, settings))
}

fn put(protocol: &mut Protocol, values: &[(SettingId, Value)]) {
    for (setting, value) in values {
        setting.set(&mut protocol.settings, value);
    }
}
