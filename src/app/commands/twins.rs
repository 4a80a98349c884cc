//! Commands about twins: which run has the second scene, and changes that are made in both.

use super::{Command, Handler};
use crate::app::state::{EditScope, Exchanged, Pin, RunCurves, StepName, Tab};
use crate::preset::BUNDLED;
use crate::sim::{Protocol, SettingId, Value};

impl Handler<'_> {
    /// Gives the second scene a run: where none is pinned, the one in view as it is now.
    pub(super) fn begin_twins(&mut self) {
        if self.state.pins.is_empty() {
            self.pin();
            self.state.workspace.twins.stand_in = self.state.pins.iter().next().map(|pin| pin.number);
        }
        if self.state.pins.is_empty() {
            self.state.workspace.twins.shown = false;
        } else {
            self.state.show_twin(Some(self.state.workspace.twins.letter));
        }
    }

    /// Runs a bundled case, pins it, and shows it beside the open one.
    pub(super) fn compare_with(&mut self, index: usize) {
        let Some(preset) = BUNDLED.get(index).and_then(crate::preset::Bundled::preset) else { return };
        // What stands there for lack of another gives way, unless the case has been changed since.
        let (own, stand_in) = (self.state.case.preset(), self.state.workspace.twins.stand_in.take());
        let is_stand_in = |pin: &&Pin| Some(pin.number) == stand_in && pin.case.preset() == own;
        let letter = self.state.pins.iter().find(is_stand_in).map(|pin| pin.letter);
        if let Some(letter) = letter {
            self.state.pins.remove(letter);
        }
        if !self.state.show_beside(preset) {
            // There it says why not, and what can be done about it.
            self.handle(Command::ShowTab(Tab::Compare));
        }
    }

    /// Changes a setting in the case and, where it may be, in its twin, as one step.
    pub(super) fn set_in_both(&mut self, setting: SettingId, value: Value) {
        let state = &mut *self.state;
        let (scope, at_min) = (state.case_view.edit_scope, state.edit_at_min());
        state.workspace.twins.refused = None;
        let name = match scope {
            EditScope::FromStart => StepName::Set(setting),
            EditScope::FromNow => StepName::SetFrom(setting, at_min),
        };
        let letter = state.workspace.twins.letter;
        let mut exchanged = None;
        if let Some(twin) = state.pins.with_letter(letter) {
            let mut preset = twin.case.preset().clone();
            let protocol = &mut preset.protocol;
            let is_under_way = at_min < twin.curves.run.end_min && twin.curves.run.at(at_min).phase.is_under_way();
            match scope {
                EditScope::FromStart => setting.set(&mut protocol.settings, &value),
                EditScope::FromNow if is_under_way => protocol.change_from(at_min, setting, value),
                EditScope::FromNow => state.workspace.twins.refused = Some(setting),
            }
            let before = twin.case.preset().clone();
            match RunCurves::of(&preset.protocol) {
                Ok(curves) if before != preset => {
                    exchanged = Some(Exchanged { letter, number: twin.number, preset: before });
                    twin.case.take(preset);
                    twin.curves = curves;
                }
                Ok(_) => (),
                Err(_) => state.workspace.twins.refused = Some(setting),
            }
        }
        let mut preset = state.case.preset().clone();
        match scope {
            EditScope::FromStart => setting.set(&mut preset.protocol.settings, &value),
            EditScope::FromNow => preset.protocol.change_from(at_min, setting, value),
        }
        state.case.change_with(name, preset, exchanged);
        state.rerun();
    }

    /// Gives the twin the machine and the procedure of the case, as one step: who is hurt more by the same?
    pub(super) fn set_twin_alike(&mut self) {
        let case = self.state.case.preset().protocol.clone();
        let own = self.state.twin().map(|twin| twin.case.preset().clone());
        if self.set_twins_machine(&case, StepName::SameMachine)
            && let Some(twin) = self.state.pins.with_letter(self.state.workspace.twins.letter)
        {
            twin.own = own;
        }
    }

    /// Gives the twin its own machine and procedure again, as one step.
    pub(super) fn set_twin_apart(&mut self) {
        if let Some(own) = self.state.twin().and_then(|twin| twin.own.clone()) {
            self.set_twins_machine(&own.protocol, StepName::OwnMachine);
        }
    }

    /// Sets the twin's machine and procedure as in this protocol; answers whether that changed it.
    fn set_twins_machine(&mut self, from: &Protocol, name: StepName) -> bool {
        let letter = self.state.workspace.twins.letter;
        let Some(twin) = self.state.pins.with_letter(letter) else { return false };
        let before = twin.case.preset().clone();
        let mut preset = before.clone();
        for setting in SettingId::all().filter(|setting| !setting.row().path.starts_with("patient.")) {
            setting.set(&mut preset.protocol.settings, &setting.get(&from.settings));
        }
        preset.protocol.changes.clone_from(&from.changes);
        let Ok(curves) = RunCurves::of(&preset.protocol) else { return false };
        if preset == before {
            return false;
        }
        let exchanged = Exchanged { letter, number: twin.number, preset: before };
        twin.case.take(preset);
        twin.curves = curves;
        let case = self.state.case.preset().clone();
        self.state.case.change_with(name, case, Some(exchanged));
        true
    }

    /// Whether a change of this setting is one of both runs.
    pub(super) fn is_for_both(&self, setting: SettingId) -> bool {
        let of_patient = setting.row().path.starts_with("patient.");
        self.state.workspace.twins.both && self.state.twin().is_some() && !of_patient
    }

    /// A step of the case was undone or redone that was one of its twin too: the twin takes it likewise.
    pub(super) fn exchange_twin(&mut self, exchanged: Exchanged) -> Option<Exchanged> {
        let Exchanged { letter, number, preset } = exchanged;
        let pin = self.state.pins.with_letter(letter).filter(|pin| pin.number == number)?;
        let curves = RunCurves::of(&preset.protocol).ok()?;
        let before = pin.case.take(preset);
        pin.curves = curves;
        Some(Exchanged { letter, number, preset: before })
    }
}
