//! A lesson that is taken: which step, what has been answered, and what of the run may be seen.

use std::path::PathBuf;
use std::sync::Arc;

use super::lesson_work::{Locked, Work};
use super::pins::Pins;
use crate::lesson::{
    Answer, Answered, Answers, Code, CurveTruth, Given, Grounds, Key, Lesson, Outcome, SeenAmong, Step, StepKind, Sure,
    Truth, Verdict, is_met, mark, truth,
};
use crate::preset::Preset;
use crate::sim::cause::Cause;
use crate::sim::quantities::Quantity;
use crate::sim::{Run, SettingId};

/// Where a lesson comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LessonSource {
    /// By its place among those that come with the program.
    Bundled(usize),
    File(PathBuf),
    /// The one that is being written, to be tried.
    Draft,
}

/// A lesson under way.
pub struct LessonPlay {
    pub lesson: Arc<Lesson>,
    pub source: LessonSource,
    /// Which step, from 0.
    pub at: usize,
    pub work: Vec<Work>,
    /// The run's curve is being played through the drawn one.
    pub revealing: bool,
    /// All steps are done, and what came of them is shown.
    pub at_end: bool,
    /// See [`Lesson::digest`].
    pub digest: u32,
    /// The case whose run marks, by its place in the lesson, and what was worked out from it.
    grounds: Option<(usize, Grounds)>,
    /// What the student wants to be called, and the seat; for handing in.
    pub name: String,
    pub seat: Option<u16>,
    /// When it was begun, and when the last answer was locked: seconds since 1970 in UTC.
    pub started_unix_s: u64,
    pub ended_unix_s: u64,
    /// It was taken up again where it had been left.
    pub is_resumed: bool,
    /// Runs that were pinned before, and the speed of play.
    pub before: (Pins, f64),
}

impl LessonPlay {
    pub fn new(lesson: Arc<Lesson>, source: LessonSource, before: (Pins, f64)) -> Self {
        let work = vec![Work::default(); lesson.steps.len()];
        let digest = lesson.digest();
        Self {
            lesson,
            source,
            at: 0,
            work,
            revealing: false,
            at_end: false,
            digest,
            grounds: None,
            name: String::new(),
            seat: None,
            started_unix_s: 0,
            ended_unix_s: 0,
            is_resumed: false,
            before,
        }
    }

    /// Goes to a step as if all before it had been left open.
    pub fn skip_to(&mut self, place: usize) {
        self.at = place.min(self.work.len() - 1);
        for (step, work) in self.lesson.steps.iter().zip(&mut self.work).take(self.at) {
            if step.kind.answered() != Answered::Not {
                work.locked = Some(Locked { given: None, sure: None, hints: 0, seconds: 0, truth: None, mark: None });
            }
        }
    }

    /// Lets time pass at the step that is open.
    pub fn pass(&mut self, seconds: f64) {
        self.work[self.at].open_s += seconds;
    }

    pub fn step(&self) -> &Step {
        &self.lesson.steps[self.at]
    }

    pub fn own_work(&self) -> &Work {
        &self.work[self.at]
    }

    pub fn is_locked(&self, place: usize) -> bool {
        self.work[place].locked.is_some()
    }

    /// Whether the student may go on: what asks has been answered.
    pub fn can_go_on(&self) -> bool {
        self.step().kind.answered() == Answered::Not || self.is_locked(self.at)
    }

    /// The furthest step that may be gone to.
    pub fn furthest(&self) -> usize {
        let is_open =
            |place: &usize| self.lesson.steps[*place].kind.answered() != Answered::Not && !self.is_locked(*place);
        (0..self.work.len()).find(is_open).unwrap_or(self.work.len() - 1)
    }

    /// Whether all of the run may be seen at this step.
    pub fn is_run_open(&self) -> bool {
        self.lesson.is_run_open(self.at, |place| self.is_locked(place))
    }

    /// Whether the run's course of this quantity may be seen at this step.
    pub fn is_curve_open(&self, quantity: Quantity) -> bool {
        let is_own = matches!(self.step().kind, StepKind::Draw { quantity: own, .. } if own == quantity);
        self.is_run_open() || (is_own && self.is_locked(self.at))
    }

    /// The quantity whose curve stands beside the question, if one does.
    pub fn quantity(&self) -> Option<Quantity> {
        let own = |place: usize| match &self.lesson.steps[place].kind {
            StepKind::Choose { quantity, .. } | StepKind::Vote { quantity, .. } if self.is_told(place) => *quantity,
            StepKind::Draw { quantity, .. } | StepKind::Contrast { quantity, .. } => Some(*quantity),
            StepKind::Causes { of, .. } => Some(*of),
            StepKind::Read { quantity, .. } | StepKind::Watch { quantity, .. } => *quantity,
            StepKind::Observe { among: SeenAmong::Quantities(quantities), .. } => quantities.first().copied(),
            StepKind::Number { of, .. } => of.quantity(),
            _ => None,
        };
        if matches!(self.step().kind, StepKind::Draw { .. }) || !self.is_run_open() {
            return own(self.at);
        }
        // What was drawn last stays in view until a step is about something else.
        own(self.at).or_else(|| {
            let before = (0..self.at).rev();
            before.filter(|place| self.lesson.steps[*place].case == self.step().case).find_map(own)
        })
    }

    /// The part of the scene that the step points at, by its key.
    pub fn part(&self) -> Option<&'static str> {
        match self.step().kind {
            StepKind::Read { part, .. } | StepKind::Watch { part, .. } => part,
            _ => None,
        }
    }

    /// The line that was drawn of a quantity in the step's case, the last one.
    pub fn drawn(&self, quantity: Quantity) -> Option<&[(f64, f64)]> {
        let case = self.step().case;
        let steps = self.lesson.steps[..=self.at].iter().zip(&self.work).rev();
        steps.filter(|(step, _)| step.case == case).find_map(|(step, work)| {
            let StepKind::Draw { quantity: own, .. } = step.kind else { return None };
            match &work.locked.as_ref()?.given {
                Some(Given::Curve(points)) if own == quantity => Some(points.as_slice()),
                _ => None,
            }
        })
    }

    /// What the student has in hand, as an answer; `None` while it is none.
    pub fn given(&self, run: &Run) -> Option<Given> {
        let work = self.own_work();
        match &self.step().kind {
            StepKind::Draw { .. } => {
                let drawing = work.drawing.as_ref().filter(|drawing| drawing.is_drawn())?;
                Some(Given::Curve(drawing.whole()))
            }
            StepKind::Choose { .. } | StepKind::Vote { .. } | StepKind::Observe { .. } => {
                (!work.places.is_empty()).then(|| Given::Places(work.places.clone()))
            }
            StepKind::Order { chain, .. } => {
                (work.places.len() == chain.len()).then(|| Given::Places(work.places.clone()))
            }
            StepKind::Number { .. } => work.number.map(Given::Number),
            StepKind::Causes { pick, .. } => (work.causes.len() == *pick).then(|| Given::Causes(work.causes.clone())),
            StepKind::Contrast { .. } | StepKind::Say { .. } => {
                let words = work.words.trim();
                (!words.is_empty()).then(|| Given::Words(words.to_owned()))
            }
            StepKind::Try(asked) => {
                let settings = &run.protocol.settings;
                let set = |setting: &SettingId| (*setting, setting.get(settings));
                Some(Given::Settings(asked.moves.iter().map(set).collect()))
            }
            StepKind::Read { .. } | StepKind::Watch { .. } => None,
        }
    }

    /// Whether the answer in hand can be locked: it is complete, and where that is asked, the student has said how sure.
    pub fn can_lock(&self, run: &Run) -> bool {
        let is_met = match &self.step().kind {
            StepKind::Try(asked) => is_met(asked, run),
            _ => true,
        };
        let is_sure = !self.asks_sure() || self.own_work().sure.is_some();
        is_met && is_sure && !self.is_locked(self.at) && self.given(run).is_some()
    }

    /// Whether the student is asked how sure.
    pub fn asks_sure(&self) -> bool {
        let kind = &self.step().kind;
        let is_first_vote = matches!(kind, StepKind::Vote { .. }) && self.own_work().first_vote.is_none();
        let is_asked = self.step().asks_sure && kind.answered() == Answered::Marked;
        is_asked && !is_first_vote && !matches!(kind, StepKind::Try(_))
    }

    /// The message of the button that locks the answer.
    pub fn lock_message(&self) -> &'static str {
        match &self.step().kind {
            StepKind::Vote { .. } if self.own_work().first_vote.is_none() => "lesson-vote",
            StepKind::Draw { .. } => "lesson-lock-line",
            StepKind::Try(_) => "lesson-hand-in",
            StepKind::Say { .. } | StepKind::Contrast { .. } => "lesson-lock-words",
            _ => "lesson-lock",
        }
    }

    /// The message of the button that goes on without an answer.
    pub fn give_up_message(&self) -> &'static str {
        if matches!(self.step().kind, StepKind::Try(_)) { "lesson-show-me" } else { "lesson-do-not-know" }
    }

    /// The case of the step as the lesson gives it; in a contrast also the other one.
    pub fn case(&self) -> &Preset {
        self.lesson.case_of(self.step())
    }

    /// Whether the map of the step's challenge is looked at: only once it has been handed in.
    pub fn shows_map(&self) -> bool {
        self.own_work().map_shown && self.is_locked(self.at) && matches!(self.step().kind, StepKind::Try(_))
    }

    /// What a student may set at this step.
    pub fn moves(&self) -> &[SettingId] {
        match &self.step().kind {
            StepKind::Try(asked) if !self.is_locked(self.at) => &asked.moves,
            _ => &[],
        }
    }

    /// Works out what the step's run says: kept until a step is about another case.
    pub fn prepare(&mut self) {
        let case = self.step().case;
        if self.grounds.as_ref().is_none_or(|(of, _)| *of != case) {
            self.grounds = Grounds::of(self.case()).ok().map(|grounds| (case, grounds));
        }
    }

    fn grounds(&self) -> Option<&Grounds> {
        let (of, grounds) = self.grounds.as_ref()?;
        (*of == self.step().case).then_some(grounds)
    }

    /// Locks an answer for good, or that there is none, and marks it.
    pub fn lock(&mut self, given: Option<Given>) {
        self.prepare();
        let truth = self.grounds().and_then(|grounds| truth(self.step(), grounds).ok());
        let mark = truth.as_ref().zip(given.as_ref()).map(|(truth, given)| mark(self.step(), truth, given));
        let work = &mut self.work[self.at];
        let sure = work.sure.filter(|_| given.is_some());
        let seconds = work.open_s.clamp(0.0, f64::from(u32::MAX)) as u32;
        work.locked = Some(Locked { given, sure, hints: work.hints, seconds, truth, mark });
    }

    /// Whether what is right is told now. What is asked again after the lesson is not, until it has been.
    pub fn is_told(&self, place: usize) -> bool {
        let is_before = self.lesson.steps[place].pair.as_ref().is_some_and(|pair| !pair.is_after);
        let twin = self.lesson.twin_of(place);
        self.is_locked(place) && (!is_before || twin.is_none_or(|twin| self.is_locked(twin)))
    }

    /// All that has been answered, to be kept or handed in.
    pub fn answers(&self) -> Answers {
        let mut answers = Answers {
            name: self.name.trim().to_owned(),
            seat: self.seat,
            started_unix_s: self.started_unix_s,
            ended_unix_s: self.ended_unix_s,
            at: self.at,
            ..Answers::new(&self.lesson)
        };
        for (step, work) in self.lesson.steps.iter().zip(&self.work) {
            let Some(locked) = &work.locked else { continue };
            answers.put(Answer {
                to: step.id.clone(),
                given: locked.given.clone(),
                first_vote: work.first_vote.clone().map(Given::Places),
                sure: locked.sure,
                hints: locked.hints,
                seconds: locked.seconds,
            });
        }
        answers
    }

    /// Goes on where these answers end.
    pub fn resume(&mut self, answers: &Answers) {
        let Ok(key) = Key::of(&self.lesson) else { return };
        for (place, step) in self.lesson.steps.iter().enumerate() {
            let Some(answer) = answers.of(&step.id) else { continue };
            let truth = key.truths[place].clone();
            let mark = truth.as_ref().zip(answer.given.as_ref()).map(|(truth, given)| mark(step, truth, given));
            let work = &mut self.work[place];
            match &answer.given {
                Some(Given::Places(places)) => work.places.clone_from(places),
                Some(Given::Causes(causes)) => work.causes.clone_from(causes),
                Some(Given::Number(number)) => work.number = Some(*number),
                Some(Given::Words(words)) => work.words.clone_from(words),
                _ => {}
            }
            if let Some(Given::Places(first)) = &answer.first_vote {
                work.first_vote = Some(first.clone());
            }
            (work.sure, work.hints) = (answer.sure, answer.hints);
            let Answer { given, sure, hints, seconds, .. } = answer.clone();
            work.locked = Some(Locked { given, sure, hints, seconds, truth, mark });
        }
        self.name.clone_from(&answers.name);
        self.seat = answers.seat;
        (self.started_unix_s, self.ended_unix_s) = (answers.started_unix_s, answers.ended_unix_s);
        self.at = answers.at.min(self.furthest());
        self.is_resumed = true;
    }

    /// What came of it in a few signs; `None` where there are more steps than a code holds.
    pub fn code(&self) -> Option<String> {
        let (before, after, _) = self.before_and_after();
        let marked =
            self.lesson.steps.iter().zip(&self.work).filter(|(step, _)| step.kind.answered() == Answered::Marked);
        let outcomes = marked.map(|(_, work)| {
            let locked = work.locked.as_ref()?;
            let verdict = locked.mark.as_ref().map_or(Verdict::Wrong, |mark| mark.verdict);
            Some(Outcome { verdict, is_certain: locked.sure == Some(Sure::Certain) })
        });
        let code = Code {
            lesson: Code::lesson_of(&self.lesson),
            seat: self.seat.unwrap_or(0),
            before: u8::try_from(before).unwrap_or(u8::MAX),
            after: u8::try_from(after).unwrap_or(u8::MAX),
            outcomes: outcomes.collect(),
        };
        code.write()
    }

    /// The causes that can be picked at this step: all that take part in the run.
    pub fn causes(&self) -> Option<Vec<Cause>> {
        Some(self.grounds()?.without().runs.iter().map(|(cause, _)| *cause).collect())
    }

    /// What a drawn curve of a quantity in the step's case was held against.
    pub fn curve_truth(&self, quantity: Quantity) -> Option<&CurveTruth> {
        let case = self.step().case;
        let steps = self.lesson.steps[..=self.at].iter().zip(&self.work).rev();
        steps.filter(|(step, _)| step.case == case).find_map(|(step, work)| match &work.locked.as_ref()?.truth {
            Some(Truth::Curve(truth)) if matches!(step.kind, StepKind::Draw { quantity: own, .. } if own == quantity) => {
                Some(truth)
            }
            _ => None,
        })
    }

    /// Every answer that was marked, with the place of its step; one that was left open counts as wrong.
    pub fn marked(&self) -> impl Iterator<Item = (usize, Verdict)> {
        let steps = self.lesson.steps.iter().zip(&self.work).enumerate();
        steps.filter(|(_, (step, _))| step.kind.answered() == Answered::Marked).filter_map(|(place, (_, work))| {
            let locked = work.locked.as_ref()?;
            Some((place, locked.mark.as_ref().map_or(Verdict::Wrong, |mark| mark.verdict)))
        })
    }

    /// How many questions were right before the lesson, how many after it, and how many were asked twice.
    pub fn before_and_after(&self) -> (usize, usize, usize) {
        let right = |is_after: bool| {
            let own = self.marked().filter(|(place, verdict)| {
                let pair = self.lesson.steps[*place].pair.as_ref();
                *verdict == Verdict::Right && pair.is_some_and(|pair| pair.is_after == is_after)
            });
            own.count()
        };
        let pairs = self.lesson.steps.iter().filter(|step| step.pair.as_ref().is_some_and(|pair| pair.is_after));
        (right(false), right(true), pairs.count())
    }

    /// How often the student was certain, and how often right then; `None` where never.
    pub fn certain(&self) -> Option<(usize, usize)> {
        let sure: Vec<_> = self
            .marked()
            .filter(|(place, _)| {
                self.work[*place].locked.as_ref().is_some_and(|locked| locked.sure == Some(Sure::Certain))
            })
            .collect();
        let right = sure.iter().filter(|(_, verdict)| *verdict == Verdict::Right).count();
        (!sure.is_empty()).then_some((sure.len(), right))
    }
}
