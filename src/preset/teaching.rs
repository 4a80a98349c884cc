//! What a teacher adds to a case: questions for the class, notes to oneself, and the stops of a lecture.

use strum::{IntoEnumIterator as _, VariantNames as _};

use super::Preset;
use super::problem::{Problem, ProblemKind};
use super::read::at_min_value;
use super::reader::{Field, Reader, alone};
use super::source::Source;
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
    /// What can be chosen from when hands are raised for it, parted by semicolons, an asterisk before what is right; empty where it is an
    /// open question.
    pub choose: String,
}

/// One answer of those that can be chosen from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub say: String,
    /// Marked as right.
    pub is_right: bool,
}

impl Question {
    /// What can be chosen from.
    pub fn choices(&self) -> Vec<Answer> {
        let parts = self.choose.split(';').map(|part| {
            let part = part.trim();
            let right = part.strip_prefix(RIGHT);
            Answer { say: right.unwrap_or(part).trim().to_owned(), is_right: right.is_some() }
        });
        parts.filter(|choice| !choice.say.is_empty()).collect()
    }

    /// These choices as a question writes them.
    pub fn written(choices: impl IntoIterator<Item = Answer>) -> String {
        let mark = |choice: Answer| if choice.is_right { format!("{RIGHT}{}", choice.say) } else { choice.say };
        choices.into_iter().map(mark).collect::<Vec<_>>().join("; ")
    }
}

/// Stands before a choice that is right.
const RIGHT: char = '*';

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

/// What a stop brings on the stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::EnumIter, strum::VariantNames, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum StopShow {
    /// A curve, in the order of those that a lecture can show.
    WhiteCells,
    Hemoglobin,
    Platelets,
    Calcium,
    /// Why the last warning came.
    Why,
    /// A hundred such patients.
    Hundred,
    Map,
    /// A question to the hall: the case's next one.
    Question,
}

impl StopShow {
    /// The name in files.
    pub const fn key(self) -> &'static str {
        self.into_str()
    }
}

/// A stop of a lecture: what is shown and said there.
#[derive(Clone, Debug, PartialEq)]
pub struct Stop {
    pub at: StopAt,
    /// What is brought on; by itself the curve of what has happened.
    pub show: Option<StopShow>,
    /// A sentence for the hall.
    pub say: String,
    /// For the lecturer alone.
    pub notes: String,
}

impl Preset {
    /// Whether there is something in it that only a teacher is to read.
    pub fn has_teachers_part(&self) -> bool {
        let answers = self.questions.iter().any(|question| !question.answer.is_empty());
        answers || !self.notes.is_empty() || self.stops.iter().any(|stop| !stop.notes.is_empty())
    }

    /// The case as students may have it: without answers, notes, and what the author wrote beside them in the file.
    #[must_use]
    pub fn for_students(&self) -> Self {
        if !self.has_teachers_part() {
            return self.clone();
        }
        let mut preset = Self { source: Source::default(), notes: String::new(), ..self.clone() };
        preset.questions.iter_mut().for_each(|question| question.answer.clear());
        preset.stops.iter_mut().for_each(|stop| stop.notes.clear());
        preset
    }
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
const OF_QUESTION: [&str; 3] = ["ask", "answer", "choose"];
const OF_STOP: [&str; 5] = ["at_min", "at", "show", "say", "notes"];

/// Reads the list of questions; notes what is wrong with them.
pub(super) fn questions<'a>(reader: &mut Reader<'a>, field: &Field<'a>) -> Vec<Question> {
    reader.list(field, |reader, node, path| {
        let mut question = Question::default();
        let fields = reader.fields(node, path)?;
        for field in &fields {
            let words = match field.key.as_str() {
                "ask" => &mut question.ask,
                "answer" => &mut question.answer,
                "choose" => &mut question.choose,
                _ => {
                    reader.unknown(field, OF_QUESTION.into_iter());
                    continue;
                }
            };
            *words = reader.text(field).unwrap_or_default();
        }
        // Words that could not be read have been told of.
        let has_words =
            fields.iter().any(|field| field.key == "ask" && reader.outline.word(&field.item.value.span) != "\"\"");
        if !has_words {
            reader.note(node.span.start, path, ProblemKind::EmptyQuestion);
        }
        Some(question)
    })
}

/// Reads the list of stops; notes what is wrong with them.
pub(super) fn stops<'a>(reader: &mut Reader<'a>, field: &Field<'a>) -> Vec<Stop> {
    reader.list(field, |reader, node, path| {
        let (mut moments, mut show, mut say, mut notes) = (Vec::new(), None, String::new(), String::new());
        let fields = reader.fields(node, path)?;
        for field in &fields {
            match field.key.as_str() {
                "at_min" => moments.extend(reader.checked(field, at_min_value).map(StopAt::Time)),
                "at" => {
                    // The last of the events is the aim.
                    let event = |place: usize| WarningId::ALL.get(place).map_or(StopAt::Aim, |id| StopAt::Warning(*id));
                    moments.extend(reader.option(field, &EVENTS).map(event));
                }
                "show" => {
                    let chosen = reader.option(field, StopShow::VARIANTS);
                    show = chosen.and_then(|place| StopShow::iter().nth(place));
                }
                "say" => say = reader.text(field).unwrap_or_default(),
                "notes" => notes = reader.text(field).unwrap_or_default(),
                _ => reader.unknown(field, OF_STOP.into_iter()),
            }
        }
        // A moment that could not be read has been told of.
        if fields.iter().filter(|field| matches!(field.key.as_str(), "at_min" | "at")).count() != 1 {
            reader.note(node.span.start, path, ProblemKind::UnclearStop);
        }
        let [at] = moments[..] else { return None };
        Some(Stop { at, show, say, notes })
    })
}

/// Questions alone, as [`written_questions`] writes them.
///
/// # Errors
/// The [`Problem`] with its field.
pub(super) fn read_questions(text: &str) -> Result<Vec<Question>, Problem> {
    alone("questions", text, |reader, field| Some(questions(reader, field)))
}

/// Stops alone, as [`written_stops`] writes them.
///
/// # Errors
/// The [`Problem`] with its field.
pub(super) fn read_stops(text: &str) -> Result<Vec<Stop>, Problem> {
    alone("stops", text, |reader, field| Some(stops(reader, field)))
}

/// The questions as a file states them.
pub(super) fn written_questions(questions: &[Question]) -> String {
    list(questions.iter().map(|question| {
        let fields = [("ask", &question.ask), ("answer", &question.answer), ("choose", &question.choose)];
        let stated = fields.into_iter().filter(|(name, words)| *name == "ask" || !words.is_empty());
        bracket(stated.map(|(name, words)| (name, quoted(words))))
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
        let show = stop.show.map(|show| ("show", show.key().to_owned()));
        bracket([at].into_iter().chain(show).chain(words))
    }))
}

fn bracket<'a>(fields: impl Iterator<Item = (&'a str, String)>) -> String {
    let fields: Vec<_> = fields.map(|(name, value)| format!("{name}: {value}")).collect();
    format!("({})", fields.join(", "))
}

/// One record in a line.
fn list(records: impl Iterator<Item = String>) -> String {
    let lines: Vec<_> = records.map(|record| format!("        {record},")).collect();
    format!("[\n{}\n    ]", lines.join("\n"))
}
