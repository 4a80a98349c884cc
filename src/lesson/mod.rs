//! Lessons: files that ask before they show, what a student answers, and how that is marked by the run.

mod answers;
mod answers_read;
mod bundled;
mod calibration;
mod claim;
mod class;
mod code;
mod curve;
pub mod fields;
mod gain;
mod handed_in;
mod manuscript;
mod mark;
mod offers;
mod proof;
mod reach;
mod read;
mod read_names;
mod read_step;
mod step;
mod store;
mod student;
mod truth;
mod write;

pub use answers::{ANSWERS_VERSION, Answer, Answers, MOST_SEATS, Misfit, Sure};
pub use answers_read::{MOST_ANSWERS_BYTES, is_answers, read_answers};
pub use bundled::{BUNDLED, BundledLesson, votes_about};
pub use calibration::{AtSureness, calibration};
pub use claim::{Claim, ResultAt, WarningAsked};
pub use class::{Class, Handed, HandedIn, Key, LeftOut, Question, lesson_of};
pub use code::{Code, CodeProblem, MOST_MARKED, Outcome};
pub use curve::{Direction, Stretch, curve_at, shape};
pub use gain::{Estimate, Gain};
pub use handed_in::{Folder, has_codes, is_answers_file, read_file, read_folder, read_handed_in};
pub use manuscript::Manuscript;
pub use mark::{
    CurveMark, Detail, EXTREME_SHARE_OF_TIME, EXTREME_SHARE_OF_WAY, INSIDE_SHARE, Mark, Tick, TryMark, Verdict, mark,
    measured,
};
pub use offers::{aim_claim, claims_of, results_of, rounded, warnings_in_order};
pub use proof::{Proof, prove, prove_in_pieces};
pub use reach::{Asked, Condition, Found, MOST_MOVES, Reach, conditions, is_met, reach, reach_in_pieces, values};
pub use read::{is_lesson, read};
pub use step::{
    Answered, Best, BestOf, Choice, Given, Hidden, Measure, PARTS, Pair, Seen, SeenAmong, Step, StepKind, Tolerance,
    TryStep, When,
};
pub use store::{is_lesson_file, load, text_of as lesson_text};
pub use student::{StepResult, Student};
pub use truth::{CurveMoment, CurveTruth, Grounds, NoTruth, PATIENTS, Truth, truth};
pub use write::{
    OptionWritten, assignments, case_field, listed, write, written_case, written_claim, written_right, written_step,
};

use crate::preset::{Preset, Source};

/// The version of the form that this program writes. Older ones are read, newer ones refused.
pub const VERSION: u32 = 1;

/// A lesson: its words, the cases it is about, and its steps.
#[derive(Clone, Debug, PartialEq)]
pub struct Lesson {
    pub title: String,
    /// The title of the lesson whose words this one says in another language: answers to either are answers to both.
    pub translation_of: Option<String>,
    /// How long it takes a student, minutes.
    pub minutes: u32,
    /// What a student can do after it.
    pub goals: Vec<String>,
    /// For the teacher alone.
    pub notes: String,
    /// The cases in the order in which steps come to them; the first is that of the opening.
    pub cases: Vec<Preset>,
    /// What is not to be seen until a step shows it.
    pub hide: Vec<Hidden>,
    pub steps: Vec<Step>,
    /// The text that it was read from.
    pub source: Source,
}

impl Lesson {
    /// The case that a step is about.
    pub fn case_of(&self, step: &Step) -> &Preset {
        &self.cases[step.case]
    }

    /// The place of the step with this name.
    pub fn place_of(&self, id: &str) -> Option<usize> {
        self.steps.iter().position(|step| step.id == id)
    }

    /// What answers call the lesson: its title, or that of the lesson it translates.
    pub fn called(&self) -> &str {
        self.translation_of.as_deref().unwrap_or(&self.title)
    }

    /// Which of several lessons an answer belongs to, and whether the lesson has changed since: a sum over what it asks. Words may be
    /// mended or translated and comments added without another sum.
    pub fn digest(&self) -> u32 {
        let mut sum = flate2::Crc::new();
        sum.update(self.called().as_bytes());
        for step in &self.steps {
            sum.update(format!("\n{}", step.asked()).as_bytes());
        }
        sum.sum()
    }

    /// Whether the run of a step's case lies open at it: something before has let the student see it, and no prediction about it is
    /// still to be locked. `is_locked` tells of each step whether it has been answered for good.
    pub fn is_run_open(&self, place: usize, is_locked: impl Fn(usize) -> bool) -> bool {
        let case = self.steps[place].case;
        let own = || self.steps.iter().enumerate().filter(|(_, step)| step.case == case);
        // What is asked again afterwards is not answered before.
        let is_before = |step: &Step| step.pair.as_ref().is_some_and(|pair| !pair.is_after);
        let is_choice = |step: &Step| matches!(step.kind, StepKind::Choose { .. } | StepKind::Vote { .. });
        let opens = |step: &Step| step.kind.opens_run().filter(|_| !(is_choice(step) && is_before(step)));
        let is_opened = own().any(|(other, step)| match opens(step) {
            Some(When::Reached) => other <= place,
            Some(When::Locked) => other <= place && is_locked(other),
            None => false,
        });
        let is_predicted = own().any(|(other, step)| step.kind.is_prediction() && !is_locked(other));
        is_opened && !is_predicted
    }

    /// What is hidden at a step: all that the lesson hides and no step until then has shown.
    pub fn hidden_at(&self, place: usize) -> Vec<Hidden> {
        let shown = |hidden: &Hidden| self.steps[..=place].iter().any(|step| step.show.contains(hidden));
        self.hide.iter().copied().filter(|hidden| !shown(hidden)).collect()
    }

    /// The place of the step that asks the same as this one before or after the lesson.
    pub fn twin_of(&self, place: usize) -> Option<usize> {
        let own = self.steps[place].pair.as_ref()?;
        let is_twin = |pair: &Pair| pair.name == own.name && pair.is_after != own.is_after;
        self.steps.iter().position(|step| step.pair.as_ref().is_some_and(is_twin))
    }
}
