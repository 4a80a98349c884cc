//! The map of a challenge, filled row by row while it is looked at.

use super::latest::{Answer, Latest};
use super::task::{Runner, Step};
use crate::lesson::{Landscape, Lesson, StepKind};

/// Which lesson, by its digest, and which of its steps.
type Asked = (u32, usize);

#[derive(Default)]
pub struct Landscapes(pub(super) Latest<Asked, Landscape>);

impl Landscapes {
    /// As much of the map of a step's challenge as is known.
    pub fn of(&self, lesson: &Lesson, place: usize) -> Option<&Landscape> {
        match self.0.answer(&(lesson.digest(), place)) {
            Answer::Found(found) => Some(found),
            Answer::Pending | Answer::Failed => None,
        }
    }

    /// Takes what has come in; where no map is looked at, work is called off.
    pub fn deliver(&mut self, is_wanted: bool) {
        self.0.deliver(|_| is_wanted);
    }

    pub fn start(&mut self, runner: &Runner<'_>, lesson: &Lesson, place: usize) {
        let step = &lesson.steps[place];
        let StepKind::Try(asked) = &step.kind else { return };
        let (protocol, asked) = (lesson.case_of(step).protocol.clone(), asked.clone());
        let Some(mut map) = Landscape::new(&protocol, &asked) else { return };
        self.0.start_in_steps(runner, "map of a challenge", (lesson.digest(), place), move |reporter| {
            if reporter.is_canceled() {
                return Step::Over;
            }
            let is_more = map.fill_row(&protocol, &asked);
            reporter.answer(map.clone());
            if is_more { Step::More } else { Step::Over }
        });
    }
}
