//! What a teacher adds to a case: questions for the class, notes to oneself, and the stops of a lecture.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::problem::{Expected, ProblemKind};
use super::read::{Name, Notes, OneOf, at_min_value};
use super::value::nearest;
use super::write::quoted;
use crate::sim::Run;
use crate::sim::aim::{Aim, AimOutcome};
use crate::sim::warnings::WarningId;

/// A question for the class.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    pub ask: String,
    /// For the solution and for the teacher; empty where none is given.
    pub answer: String,
}

/// When a lecture stops.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum StopAt {
    /// Min from the first draw.
    Time(f64),
    /// The first beginning of a warning that was not there before.
    Warning(WarningId),
    /// The moment at which the aim is reached.
    Aim,
}

impl StopAt {
    /// When it is in a run, min; `None` where what it waits for does not come.
    pub fn time_min(self, run: &Run, aim: Option<&Aim>) -> Option<f64> {
        match self {
            Self::Time(at_min) => Some(at_min),
            Self::Warning(id) => {
                let brought = run.warnings.iter().filter(|warning| warning.id == id && !warning.present_before);
                brought.map(|warning| warning.from_min).min_by(f64::total_cmp)
            }
            Self::Aim => AimOutcome::of(aim?, run).reached_min,
        }
    }
}

/// A stop of a lecture: what is said there.
#[derive(Clone, Debug, PartialEq)]
pub struct Stop {
    pub at: StopAt,
    /// A sentence for the hall.
    pub say: String,
    /// For the lecturer alone.
    pub notes: String,
}

/// The name of the moment at which the aim is reached, beside the keys of warnings.
const AIM: &str = "aim";

/// The events at which a lecture can stop, as files name them.
const EVENTS: [&str; WarningId::KEYS.len() + 1] = {
    let mut events = [AIM; WarningId::KEYS.len() + 1];
    let mut i = 0;
    while i < WarningId::KEYS.len() {
        events[i] = WarningId::KEYS[i];
        i += 1;
    }
    events
};

/// The fields of a question and of a stop.
const OF_QUESTION: [(&str, Kind); 2] = [("ask", Kind::Text), ("answer", Kind::Text)];
const OF_STOP: [(&str, Kind); 4] =
    [("at_min", Kind::Minutes), ("at", Kind::Event), ("say", Kind::Text), ("notes", Kind::Text)];

/// What a field of a record takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    Minutes,
    Event,
}

/// What was given for a field.
#[derive(Clone, Debug)]
enum Given {
    Text(String),
    Minutes(f64),
    Event(StopAt),
}

/// A bracket with some of the allowed fields.
type Record = Vec<(String, Given)>;

/// Reads the list of questions.
pub(super) fn questions(notes: &Notes) -> impl for<'de> DeserializeSeed<'de, Value = Vec<Question>> {
    Records { list: "questions", fields: &OF_QUESTION, notes, take: question }
}

/// Reads the list of stops.
pub(super) fn stops(notes: &Notes) -> impl for<'de> DeserializeSeed<'de, Value = Vec<Stop>> {
    Records { list: "stops", fields: &OF_STOP, notes, take: stop }
}

fn text(record: &Record, field: &str) -> String {
    let given = record.iter().find_map(|(given, value)| match value {
        Given::Text(words) if given == field => Some(words.clone()),
        _ => None,
    });
    given.unwrap_or_default()
}

fn question(record: &Record) -> Result<Question, ProblemKind> {
    let (ask, answer) = (text(record, "ask"), text(record, "answer"));
    if ask.is_empty() { Err(ProblemKind::EmptyQuestion) } else { Ok(Question { ask, answer }) }
}

fn stop(record: &Record) -> Result<Stop, ProblemKind> {
    let times: Vec<_> = record
        .iter()
        .filter_map(|(_, value)| match value {
            Given::Minutes(at_min) => Some(StopAt::Time(*at_min)),
            Given::Event(event) => Some(*event),
            Given::Text(_) => None,
        })
        .collect();
    let [at] = times[..] else { return Err(ProblemKind::UnclearStop) };
    Ok(Stop { at, say: text(record, "say"), notes: text(record, "notes") })
}

/// A list of records, each made into what it stands for.
struct Records<'a, T> {
    list: &'static str,
    fields: &'static [(&'static str, Kind)],
    notes: &'a Notes,
    take: fn(&Record) -> Result<T, ProblemKind>,
}

impl<'de, T> DeserializeSeed<'de> for Records<'_, T> {
    type Value = Vec<T>;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Vec<T>, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, T> Visitor<'de> for Records<'_, T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a list of {}", self.list)
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut list: S) -> Result<Vec<T>, S::Error> {
        let mut taken = Vec::new();
        loop {
            let path = format!("{}[{}]", self.list, taken.len());
            match list.next_element_seed(OneRecord { path: &path, fields: self.fields, notes: self.notes }) {
                Ok(Some(record)) => {
                    taken.push((self.take)(&record).map_err(|kind| self.notes.stop(&path, kind))?);
                }
                Ok(None) => return Ok(taken),
                Err(_) => return Err(self.notes.stop(&path, ProblemKind::WrongKind { expected: Expected::Section })),
            }
        }
    }
}

struct OneRecord<'a> {
    path: &'a str,
    fields: &'static [(&'static str, Kind)],
    notes: &'a Notes,
}

impl<'de> DeserializeSeed<'de> for OneRecord<'_> {
    type Value = Record;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Record, D::Error> {
        deserializer.deserialize_struct("", &[], self)
    }
}

impl<'de> Visitor<'de> for OneRecord<'_> {
    type Value = Record;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a bracket with fields")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Record, M::Error> {
        let mut record = Record::new();
        while let Some(key) = map.next_key_seed(Name)? {
            let field = format!("{}.{key}", self.path);
            let stop = |kind| self.notes.stop(&field, kind);
            let not = |expected| stop(ProblemKind::WrongKind { expected });
            if record.iter().any(|(given, _)| *given == key) {
                return Err(stop(ProblemKind::RepeatedField));
            }
            let Some((_, kind)) = self.fields.iter().find(|(name, _)| *name == key) else {
                let nearest = nearest(&key, self.fields.iter().map(|(name, _)| *name));
                return Err(stop(ProblemKind::UnknownField { nearest }));
            };
            let value = match kind {
                Kind::Text => Given::Text(map.next_value().map_err(|_| not(Expected::Text))?),
                Kind::Minutes => {
                    let value = map.next_value().map_err(|_| not(Expected::Number))?;
                    Given::Minutes(at_min_value(value).map_err(stop)?)
                }
                Kind::Event => {
                    let place = map.next_value_seed(OneOf(&EVENTS)).map_err(|_| not(Expected::OneOf(&EVENTS)))?;
                    // The last stands for the aim.
                    Given::Event(WarningId::ALL.get(place).map_or(StopAt::Aim, |id| StopAt::Warning(*id)))
                }
            };
            record.push((key, value));
        }
        Ok(record)
    }
}

/// The questions as a file states them.
pub(super) fn written_questions(questions: &[Question]) -> String {
    list(questions.iter().map(|question| {
        let fields = [("ask", quoted(&question.ask)), ("answer", quoted(&question.answer))];
        bracket(fields.into_iter().filter(|(name, _)| *name == "ask" || !question.answer.is_empty()))
    }))
}

/// The stops as a file states them.
pub(super) fn written_stops(stops: &[Stop]) -> String {
    list(stops.iter().map(|stop| {
        let at = match stop.at {
            StopAt::Time(at_min) => ("at_min", at_min.to_string()),
            StopAt::Warning(id) => ("at", id.key().to_owned()),
            StopAt::Aim => ("at", AIM.to_owned()),
        };
        let words = [("say", &stop.say), ("notes", &stop.notes)];
        let words = words.into_iter().filter(|(_, words)| !words.is_empty()).map(|(name, words)| (name, quoted(words)));
        bracket([at].into_iter().chain(words))
    }))
}

fn bracket<'a>(fields: impl Iterator<Item = (&'a str, String)>) -> String {
    let fields: Vec<_> = fields.map(|(name, value)| format!("{name}: {value}")).collect();
    format!("({})", fields.join(", "))
}

/// One record in a line.
fn list(records: impl Iterator<Item = String>) -> String {
    let lines: String = records.map(|record| format!("        {record},\n")).collect();
    format!("[\n{lines}    ]")
}
