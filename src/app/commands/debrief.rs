//! Commands of the debrief: showing and leaving it, and taking what would have cost less.

use super::Handler;
use crate::app::state::{DebriefView, State, StepName};
use crate::sim::{SettingId, Value};

impl Handler<'_> {
    /// Shows the debrief, or the screen again. The run pauses where it is.
    pub(super) fn toggle_debrief(&mut self, was_open: bool) {
        self.state.case_view.debrief = (!was_open).then(DebriefView::default);
        self.state.playback.playing = false;
    }

    /// Pins this run and takes these settings, both in living scenes: in the middle of the shorter collection, where both collect.
    pub(super) fn least_cost_beside(&mut self, values: &[(SettingId, Value)]) {
        let settings = |state: &State| state.case.preset().protocol.settings.clone();
        let before = settings(self.state);
        self.pin();
        let pinned = self.state.pins.iter().max_by_key(|pin| pin.number).map(|pin| pin.letter);
        self.try_least_cost(values);
        // Both are one case: the one that stays is called by what the other has otherwise.
        let name = self.text.changed_settings(&settings(self.state), &before);
        if let Some((pin, name)) = pinned.and_then(|letter| self.state.pins.with_letter(letter)).zip(name) {
            pin.name = name;
        }
        self.state.show_twin(None);
        let own_min = self.state.run().pumps_stop_min();
        let twins_min = self.state.twin().map_or(own_min, |twin| twin.curves.run.pumps_stop_min());
        self.state.seek(own_min.min(twins_min) / 2.0);
    }

    /// Takes these settings from the start, in one step.
    pub(super) fn try_least_cost(&mut self, values: &[(SettingId, Value)]) {
        self.change(StepName::LeastCost, |protocol| {
            for (setting, value) in values {
                setting.set(&mut protocol.settings, value);
            }
        });
        if let Some(debrief) = &mut self.state.case_view.debrief {
            debrief.candidate = 0;
        }
    }
}
