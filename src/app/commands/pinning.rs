//! Commands about pinned runs.

use super::{Command, Handler};
use crate::app::state::{Case, PendingNavigation, Playback, RunCurves, StepName, Tab};
use crate::preset::Preset;

impl Handler<'_> {
    /// Keeps the run now in view, to be compared.
    pub(super) fn pin(&mut self) {
        if self.state.pins.is_full() {
            // There it says why not, and what can be done about it.
            self.handle(Command::ShowTab(Tab::Compare));
        } else if self.state.run_view.simulation_error.is_none()
            && let Ok(curves) = RunCurves::of(&self.state.case.preset().protocol)
        {
            let name = self.pin_name(&self.state.case);
            self.state.pins.add(name, self.state.case.clone(), curves);
        }
    }

    /// What a run is called when it is pinned: the settings that were changed since the case was opened, or its title.
    fn pin_name(&self, case: &Case) -> String {
        let settings = |preset: &Preset| preset.protocol.settings.clone();
        let changed = self.text.changed_settings(&settings(case.saved()), &settings(case.preset()));
        changed.unwrap_or_else(|| case.preset().short_title().to_owned())
    }

    /// Exchanges the case with a pin: in one step that can be undone, or when it is another case, by leaving this one.
    pub(super) fn swap_in(&mut self, letter: usize) {
        let state = &mut *self.state;
        // The run in view would not be that of the case: there is nothing to exchange.
        if state.run_view.simulation_error.is_some() {
            return;
        }
        let Some(pin) = state.pins.with_letter(letter) else { return };
        if !pin.case.has_origin_of(&state.case) {
            return self.leave(PendingNavigation::SwapIn(letter));
        }
        let before = state.case.clone();
        let name = StepName::SwapIn(letter, pin.number);
        state.case.change(name, pin.case.preset().clone());
        state.case.end_gesture();
        self.pin_instead(letter, before);
    }

    /// Exchanges the case with that of a pin, as if it had been opened.
    pub(super) fn swap_case(&mut self, letter: usize) {
        let Some(pin) = self.state.pins.with_letter(letter) else { return };
        let before = std::mem::replace(&mut self.state.case, pin.case.clone());
        let has_twin = self.state.twin().is_some();
        let Playback { playhead_min, playing, .. } = self.state.playback;
        let own_machine = self.state.case_view.own_machine.take();
        self.state.look_at_new_case();
        self.state.case_view.own_machine = own_machine;
        self.background.forget_case();
        self.pin_instead(letter, before);
        if has_twin {
            // The two scenes change places, and go on from the time that they showed.
            self.state.seek(playhead_min);
            self.state.playback.playing = playing;
        }
    }

    /// Runs the case as it is now, and lets a pin hold the one before.
    pub(super) fn pin_instead(&mut self, letter: usize, before: Case) {
        let name = self.pin_name(&before);
        // Whose warning is explained has changed places too, and so have the machines that both had.
        self.state.case_view.open_warning.take_if(|open| open.whose.is_some());
        let theirs = self.state.pins.with_letter(letter).and_then(|pin| pin.own.take());
        let own = std::mem::replace(&mut self.state.case_view.own_machine, theirs);
        let state = &mut *self.state;
        let left = state.run_view.follow(&state.case.preset().protocol);
        // Where both are the same run there is none that was left.
        let left = left.or_else(|| RunCurves::of(&before.preset().protocol).ok());
        if let (Some(pin), Some(curves)) = (state.pins.with_letter(letter), left) {
            (pin.name, pin.case, pin.curves, pin.own) = (name, before, curves.into(), own);
        }
        state.playback.follow(&state.run_view.run);
    }
}
