//! Whether the lesson that is written is borne out by its runs: proved once writing rests.

use std::sync::Arc;

use super::latest::{Answer, Latest};
use super::task::{Execution, Runner};
use crate::app::redraw::{self, Reason};
use crate::app::state::LessonDraft;
use crate::lesson::{Proof, prove_in_pieces};
use crate::preset::Problem;

/// How long nothing is written before it is proved, s.
const REST_S: f64 = 0.8;

type Outcome = Result<Proof, Vec<Problem>>;

/// Keyed by the number of the change.
#[derive(Default)]
pub struct Proofs(pub(super) Latest<u64, Outcome>);

impl Proofs {
    pub fn of(&self, draft: &LessonDraft) -> Answer<&Outcome> {
        self.0.answer(&draft.version())
    }

    /// Takes the answer; the proof of an older text is called off.
    pub fn deliver(&mut self, draft: Option<&LessonDraft>) {
        let wanted = draft.map(LessonDraft::version);
        self.0.deliver(|version| Some(*version) == wanted);
    }

    pub fn start(&mut self, runner: &Runner<'_>, draft: &LessonDraft) {
        let Ok(lesson) = draft.read() else { return };
        if matches!(self.of(draft), Answer::Found(_)) {
            return;
        }
        let rested_s = runner.ctx.input(|input| input.time) - draft.changed_s;
        if runner.execution == Execution::Thread && rested_s < REST_S {
            return redraw::request(runner.ctx, Reason::Rests);
        }
        let lesson = Arc::clone(lesson);
        self.0.start_in_pieces(runner, "proof of a lesson", draft.version(), move |reporter| async move {
            reporter.answer(prove_in_pieces(&lesson).await);
        });
    }
}
