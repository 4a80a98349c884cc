//! The best that a challenge of a lesson can reach, searched while the student tries.

use super::latest::{Answer, Latest};
use super::task::Runner;
use crate::app::state::LessonPlay;
use crate::lesson::{Reach, StepKind, reach_in_pieces};

/// Which lesson, by its digest, and which of its steps.
type Asked = (u32, usize);

#[derive(Default)]
pub struct Bests(pub(super) Latest<Asked, Reach>);

impl Bests {
    pub fn of(&self, play: &LessonPlay) -> Answer<&Reach> {
        self.0.answer(&asked(play))
    }

    /// Takes the answer; the search for another step is called off.
    pub fn deliver(&mut self, play: Option<&LessonPlay>) {
        let wanted = play.map(asked);
        self.0.deliver(|of| Some(*of) == wanted);
    }

    pub fn start(&mut self, runner: &Runner<'_>, play: &LessonPlay) {
        let StepKind::Try(step) = &play.step().kind else { return };
        if matches!(self.of(play), Answer::Found(_)) {
            return;
        }
        let (protocol, step) = (play.case().protocol.clone(), step.clone());
        self.0.start_in_pieces(runner, "best of a challenge", asked(play), move |reporter| async move {
            if let Some(found) = reach_in_pieces(&protocol, &step).await {
                reporter.answer(found);
            }
        });
    }
}

fn asked(play: &LessonPlay) -> Asked {
    (play.digest, play.at)
}
