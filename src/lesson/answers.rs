//! What a student answered in a lesson: kept to go on later, and handed in as a small file.

use std::fmt::Write as _;

use strum::{EnumIter, IntoStaticStr, VariantNames};

use super::Lesson;
use super::step::{Given, StepKind};
use crate::preset::{quoted, written};

/// The version of the form that this program writes. Older ones are read, newer ones refused.
pub const ANSWERS_VERSION: u32 = 1;

/// The highest seat: three digits, for codes are short.
pub const MOST_SEATS: u16 = 999;

/// How sure a student is of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, IntoStaticStr, VariantNames)]
#[strum(const_into_str)]
pub enum Sure {
    Guess,
    Fairly,
    Certain,
}

impl Sure {
    pub const fn key(self) -> &'static str {
        self.into_str()
    }
}

/// What was locked at one step.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The step's name.
    pub to: String,
    /// `None` where the student did not know.
    pub given: Option<Given>,
    /// Of a vote: what was voted before the talk.
    pub first_vote: Option<Given>,
    pub sure: Option<Sure>,
    /// How many hints were opened.
    pub hints: usize,
    /// From when the step was opened until it was locked.
    pub seconds: u32,
}

/// All that a student answered in a lesson.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answers {
    /// The lesson's title.
    pub lesson: String,
    /// See [`Lesson::digest`].
    pub digest: u32,
    /// What the student wants to be called; may be empty.
    pub name: String,
    /// From 1.
    pub seat: Option<u16>,
    /// When the lesson was begun, and when the last answer was locked: seconds since 1970 in UTC.
    pub started_unix_s: u64,
    pub ended_unix_s: u64,
    /// The step at which the student is, from 0.
    pub at: usize,
    /// In the order in which they were locked.
    pub answers: Vec<Answer>,
}

/// Why answers are none to a lesson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// They are answers to a lesson of this title.
    OtherLesson { title: String },
    /// The lesson asks other questions now.
    Changed,
    /// The step of this name asks for something else, or there is none.
    OtherStep { step: String },
}

impl Answers {
    /// None yet, to this lesson.
    pub fn new(lesson: &Lesson) -> Self {
        Self { lesson: lesson.called().to_owned(), digest: lesson.digest(), ..Self::default() }
    }

    pub fn of(&self, step: &str) -> Option<&Answer> {
        self.answers.iter().find(|answer| answer.to == step)
    }

    /// Adds an answer, in place of one to the same step. Points are kept as exactly as they can be drawn.
    pub fn put(&mut self, mut answer: Answer) {
        for given in [&mut answer.given, &mut answer.first_vote].into_iter().flatten() {
            if let Given::Curve(points) = given {
                *points = points.iter().map(|(min, value)| (decimals(*min), significant(*value))).collect();
                points.dedup_by(|next, before| next.0 <= before.0);
            }
        }
        self.answers.retain(|other| other.to != answer.to);
        self.answers.push(answer);
    }

    /// Whether these are answers to this lesson as it is.
    ///
    /// # Errors
    /// The [`Misfit`].
    pub fn fit(&self, lesson: &Lesson) -> Result<(), Misfit> {
        if self.lesson != lesson.called() {
            return Err(Misfit::OtherLesson { title: self.lesson.clone() });
        }
        if self.digest != lesson.digest() {
            return Err(Misfit::Changed);
        }
        for answer in &self.answers {
            let step = lesson.place_of(&answer.to).map(|place| &lesson.steps[place]);
            let fits = |given: &Option<Given>| {
                given.as_ref().is_none_or(|given| step.is_some_and(|step| can_be_given(&step.kind, given)))
            };
            if step.is_none() || !fits(&answer.given) || !fits(&answer.first_vote) {
                return Err(Misfit::OtherStep { step: answer.to.clone() });
            }
        }
        Ok(())
    }

    /// As a file: a line for each answer, so that two can be laid side by side.
    pub fn write(&self) -> String {
        let mut text = String::from("(\n");
        let mut field = |name: &str, value: &str| {
            let _ = writeln!(text, "    {name}: {value},");
        };
        field("version", &ANSWERS_VERSION.to_string());
        field("answers_to", &quoted(&self.lesson));
        field("digest", &format!("\"{:08X}\"", self.digest));
        if !self.name.is_empty() {
            field("name", &quoted(&self.name));
        }
        if let Some(seat) = self.seat {
            field("seat", &seat.to_string());
        }
        field("started_unix_s", &self.started_unix_s.to_string());
        field("ended_unix_s", &self.ended_unix_s.to_string());
        field("at", &(self.at + 1).to_string());
        text.push_str("    answers: [\n");
        for answer in &self.answers {
            let _ = writeln!(text, "        ({}),", answer.written());
        }
        text.push_str("    ],\n)\n");
        text
    }
}

impl Answer {
    fn written(&self) -> String {
        let mut fields = vec![format!("to: {}", quoted(&self.to))];
        fields.extend(self.given.as_ref().map(written_given));
        if let Some(Given::Places(first)) = &self.first_vote {
            fields.push(format!("first_vote: {}", listed(first.iter().map(|place| (place + 1).to_string()))));
        }
        fields.extend(self.sure.map(|sure| format!("sure: {}", sure.key())));
        if self.hints > 0 {
            fields.push(format!("hints: {}", self.hints));
        }
        if self.seconds > 0 {
            fields.push(format!("seconds: {}", self.seconds));
        }
        fields.join(", ")
    }
}

fn written_given(given: &Given) -> String {
    match given {
        Given::Curve(points) => {
            format!("curve: {}", listed(points.iter().map(|(min, value)| format!("({min}, {value})"))))
        }
        Given::Places(places) => format!("places: {}", listed(places.iter().map(|place| (place + 1).to_string()))),
        Given::Number(number) => format!("number: {number}"),
        Given::Causes(causes) => format!("causes: {}", listed(causes.iter().map(|cause| cause.key().to_owned()))),
        Given::Settings(settings) => {
            let assignment = settings.iter().map(|(setting, value)| {
                let row = setting.row();
                format!("\"{}={}\"", row.path, written(row, value))
            });
            format!("settings: {}", listed(assignment))
        }
        Given::Words(words) => format!("words: {}", quoted(words)),
    }
}

fn listed(entries: impl Iterator<Item = String>) -> String {
    format!("[{}]", entries.collect::<Vec<_>>().join(", "))
}

/// Whether a step takes an answer of this kind.
fn can_be_given(kind: &StepKind, given: &Given) -> bool {
    let below = |places: &[usize], count: usize| places.iter().all(|place| *place < count);
    match (kind, given) {
        (StepKind::Choose { options, .. } | StepKind::Vote { options, .. }, Given::Places(places)) => {
            below(places, options.len())
        }
        (StepKind::Observe { among, .. }, Given::Places(places)) => below(places, among.count()),
        (StepKind::Order { chain, distractors, .. }, Given::Places(places)) => {
            below(places, chain.len() + distractors.len())
        }
        (StepKind::Try(step), Given::Settings(settings)) => {
            settings.iter().all(|(setting, _)| step.moves.contains(setting))
        }
        (StepKind::Draw { .. }, Given::Curve(_))
        | (StepKind::Number { .. }, Given::Number(_))
        | (StepKind::Causes { .. }, Given::Causes(_))
        | (StepKind::Say { .. } | StepKind::Contrast { .. }, Given::Words(_)) => true,
        _ => false,
    }
}

/// To a hundredth.
fn decimals(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

/// To four significant digits: less than a line on paper is wide.
fn significant(value: f64) -> f64 {
    format!("{value:.3e}").parse().unwrap_or(value)
}
