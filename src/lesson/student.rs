//! One student of a class: how each step came out, by a file of answers or by a short code.

use super::Lesson;
use super::answers::{Answers, Sure};
use super::class::Key;
use super::code::{Code, Outcome};
use super::mark::{Detail, Mark, Verdict, mark};
use super::step::{Answered, Given};

/// How a student came out at one step.
#[derive(Clone, Debug, PartialEq)]
pub struct StepResult {
    pub verdict: Verdict,
    /// From a code it is known of [`Sure::Certain`] alone.
    pub sure: Option<Sure>,
    /// What was given; `None` where the student did not know, and from a code.
    pub given: Option<Given>,
    /// The student did not know; a code does not tell.
    pub is_open: bool,
    pub first_vote: Option<Given>,
    pub detail: Detail,
    pub hints: usize,
    pub seconds: u32,
}

impl StepResult {
    pub const fn is_certain_and_wrong(&self) -> bool {
        matches!(self.verdict, Verdict::Wrong) && matches!(self.sure, Some(Sure::Certain))
    }
}

/// One student.
#[derive(Clone, Debug, PartialEq)]
pub struct Student {
    /// The file, or the code.
    pub label: String,
    /// As the student wants to be called; may be empty.
    pub name: String,
    pub seat: Option<u16>,
    pub ended_unix_s: u64,
    /// For each step of the lesson; `None` where nothing was locked.
    pub results: Vec<Option<StepResult>>,
    /// How many of the questions that are asked twice were right before the lesson, and after it.
    pub before: usize,
    pub after: usize,
    /// All of these were answered both times.
    pub is_whole: bool,
}

impl Student {
    pub(super) fn of_answers(label: &str, answers: &Answers, lesson: &Lesson, key: &Key) -> Self {
        let result = |place: usize| {
            let (step, truth) = (&lesson.steps[place], key.truths[place].as_ref());
            let answer = answers.of(&step.id)?;
            let mark = match (truth, &answer.given) {
                (Some(truth), Some(given)) => mark(step, truth, given),
                // Not known is not right.
                (Some(_), None) => Mark { verdict: Verdict::Wrong, detail: Detail::Nothing },
                (None, _) => Mark { verdict: Verdict::Unmarked, detail: Detail::Nothing },
            };
            Some(StepResult {
                verdict: mark.verdict,
                sure: answer.sure,
                given: answer.given.clone(),
                is_open: answer.given.is_none(),
                first_vote: answer.first_vote.clone(),
                detail: mark.detail,
                hints: answer.hints,
                seconds: answer.seconds,
            })
        };
        let results: Vec<_> = (0..lesson.steps.len()).map(result).collect();
        let (before, after, is_whole) = scores(lesson, &results);
        let (name, seat, ended_unix_s) = (answers.name.trim().to_owned(), answers.seat, answers.ended_unix_s);
        Self { label: label.to_owned(), name, seat, ended_unix_s, results, before, after, is_whole }
    }

    pub(super) fn of_code(label: &str, code: &Code, lesson: &Lesson) -> Self {
        let mut outcomes = code.outcomes.iter();
        let results = lesson.steps.iter().map(|step| {
            let is_marked = step.kind.answered() == Answered::Marked;
            let outcome = is_marked.then(|| outcomes.next()).flatten().copied().flatten()?;
            Some(StepResult {
                verdict: outcome.verdict,
                sure: outcome.is_certain.then_some(Sure::Certain),
                given: None,
                is_open: false,
                first_vote: None,
                detail: Detail::Nothing,
                hints: 0,
                seconds: 0,
            })
        });
        let results: Vec<_> = results.collect();
        let (before, after, is_whole) = scores(lesson, &results);
        let seat = Some(code.seat).filter(|seat| *seat > 0);
        let label = label.to_owned();
        Self { label, name: String::new(), seat, ended_unix_s: 0, results, before, after, is_whole }
    }

    /// Whether both are of one student: by the seat, or else by the name; two names at one seat are two students.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        let is_same_name = self.name.to_lowercase() == other.name.to_lowercase();
        let is_named = !self.name.is_empty() && !other.name.is_empty();
        match (self.seat, other.seat) {
            (Some(own), Some(other)) => own == other && (is_same_name || !is_named),
            _ => is_named && is_same_name,
        }
    }

    /// The same as a short code; `None` where the lesson has more marked steps than it can hold.
    pub fn code(&self, lesson: &Lesson) -> Option<Code> {
        Code::of(lesson, self.seat, |place| {
            let result = self.results[place].as_ref()?;
            Some(Outcome { verdict: result.verdict, is_certain: result.sure == Some(Sure::Certain) })
        })
    }

    /// Of the marked steps that were answered: how many were right, and how many there were.
    pub fn right_of_answered(&self) -> (usize, usize) {
        let marked = self.results.iter().flatten().filter(|result| result.verdict != Verdict::Unmarked);
        marked.fold((0, 0), |(right, all), result| (right + usize::from(result.verdict == Verdict::Right), all + 1))
    }
}

/// What was right before and after, and whether all was answered both times.
fn scores(lesson: &Lesson, results: &[Option<StepResult>]) -> (usize, usize, bool) {
    let pairs = || lesson.steps.iter().zip(results).filter_map(|(step, result)| Some((step.pair.as_ref()?, result)));
    let right = |is_after: bool| {
        let own = pairs().filter(|(pair, _)| pair.is_after == is_after);
        own.filter(|(_, result)| result.as_ref().is_some_and(|result| result.verdict == Verdict::Right)).count()
    };
    (right(false), right(true), pairs().all(|(_, result)| result.is_some()))
}
