//! Commands about twins: which run has the second scene, and changes that are made in both.

use super::{Command, Handler};
use crate::app::state::{EditScope, Exchanged, Machines, Pin, RunCurves, StepName, Tab};
use crate::preset::{BUNDLED, Preset};
use crate::sim::{SettingId, Value};

impl Handler<'_> {
    /// Gives the second scene a run: where none is pinned, the one in view as it is now.
    pub(super) fn begin_twins(&mut self) {
        if self.state.pins.is_empty() {
            self.pin();
            self.state.workspace.twins.stand_in = self.state.pins.iter().next().map(|pin| pin.number);
            // Where there is room for one scene, it is that in which the second patient is chosen.
            self.state.workspace.twins.in_front = true;
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
        let is_second = self.state.awaits_second();
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
        } else if is_second && !self.state.workspace.twins.own_machines {
            self.set_machines(Machines::OfRun);
        }
    }

    /// The run that stands beside itself is meant to: one patient twice, of whom one will be changed.
    pub(super) fn keep_same_patient(&mut self) {
        self.state.workspace.twins.stand_in = None;
        self.state.workspace.twins.in_front = false;
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
                    twin.curves = curves.into();
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

    /// Sets the machines and procedures of both runs, as one step.
    pub(super) fn set_machines(&mut self, machines: Machines) {
        let Some(twin) = self.state.twin() else { return };
        let (letter, number, theirs_before) = (twin.letter, twin.number, twin.case.preset().clone());
        let own_before = self.state.case.preset().clone();
        let theirs = twin.own.clone().unwrap_or_else(|| theirs_before.clone());
        let own = self.state.case_view.own_machine.clone().unwrap_or_else(|| own_before.clone());
        let [from_own, from_theirs] = match machines {
            Machines::Own => [&own, &theirs],
            Machines::OfRun => [&own, &own],
            Machines::OfTwin => [&theirs, &theirs],
        };
        let with_machine =
            |of: &Preset, from: &Preset| Preset { protocol: of.protocol.with_machine_of(&from.protocol), ..of.clone() };
        let next = with_machine(&own_before, from_own);
        let theirs_next = with_machine(&theirs_before, from_theirs);
        let Ok(curves) = RunCurves::of(&theirs_next.protocol) else { return };
        if RunCurves::of(&next.protocol).is_err() {
            return;
        }
        let exchanged = (theirs_next != theirs_before).then_some(Exchanged { letter, number, preset: theirs_before });
        if let Some(twin) = self.state.pins.with_letter(letter) {
            twin.own = Some(theirs);
            if exchanged.is_some() {
                twin.case.take(theirs_next);
                twin.curves = curves.into();
            }
        }
        self.state.case_view.own_machine = Some(own);
        let name = if machines == Machines::Own { StepName::OwnMachine } else { StepName::SameMachine };
        self.state.case.change_with(name, next, exchanged);
        self.state.rerun();
    }

    /// Whether a change of this setting is one of both runs.
    pub(super) fn is_for_both(&self, setting: SettingId) -> bool {
        let of_patient = setting.is_of_patient();
        self.state.workspace.twins.both && self.state.twin().is_some() && !of_patient
    }

    /// A step of the case was undone or redone that was one of its twin too: the twin takes it likewise.
    pub(super) fn exchange_twin(&mut self, exchanged: Exchanged) -> Option<Exchanged> {
        let Exchanged { letter, number, preset } = exchanged;
        let pin = self.state.pins.with_letter(letter).filter(|pin| pin.number == number)?;
        let curves = RunCurves::of(&preset.protocol).ok()?;
        let before = pin.case.take(preset);
        pin.curves = curves.into();
        Some(Exchanged { letter, number, preset: before })
    }
}
