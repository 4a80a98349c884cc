//! Commands of the guided run, and of the hints that follow it.

use super::navigation::FIRST_RUN;
use super::{AfterGuide, Command, Handler};
use crate::app::state::{Guide, Hint};
use crate::preset::{Bundled, read};

impl Handler<'_> {
    /// Opens the case of the first run, and tells it step by step. With reduced motion the viewer turns the steps.
    pub(super) fn begin_first_run(&mut self) {
        let Some(preset) = Bundled::by_name(FIRST_RUN).and_then(|bundled| read(bundled.text).ok()) else { return };
        self.show(preset, None);
        let playing = !self.state.workspace.reduced_motion;
        self.state.guide = Guide::new(self.state.run(), playing);
        self.state.follow_guide();
    }

    pub(super) fn turn_guide(&mut self, forward: bool) {
        if let Some(guide) = &mut self.state.guide {
            guide.turn(forward);
        }
        self.state.follow_guide();
    }

    pub(super) fn toggle_guide(&mut self) {
        if let Some(guide) = &mut self.state.guide {
            guide.toggle();
        }
        self.state.follow_guide();
    }

    pub(super) fn leave_guide(&mut self, after: AfterGuide) {
        self.state.guide = None;
        self.state.playback.playing = false;
        self.state.case_view.card = None;
        match after {
            AfterGuide::Case => self.state.begin_case(),
            AfterGuide::Home => self.toggle_home(),
        }
    }

    /// A hint that was acted on is gone, whatever way it was done.
    pub(super) fn note_hints(&mut self, command: &Command) {
        let hint = match command {
            Command::Set(..) => Hint::Drag,
            Command::Explain(Some(_)) => Hint::Why,
            Command::TogglePlay => Hint::Play,
            _ => return,
        };
        self.state.workspace.hints.acted_on(hint);
    }
}
