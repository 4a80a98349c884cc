//! Reading answers that were handed in or kept, within bounds.

use strum::{IntoEnumIterator, VariantNames};

use super::answers::{ANSWERS_VERSION, Answer, Answers, MOST_SEATS, Sure};
use super::step::Given;
use crate::preset::{Field, Outline, Problem, ProblemKind, Reader, assign, check_version, without_mark};
use crate::sim::Settings;
use crate::sim::cause::Cause;

/// Answers are a few kilobytes; a larger file is something else.
pub const MOST_ANSWERS_BYTES: usize = 1 << 18;

/// The most signs of a name, and of an answer in own words.
const MOST_NAME: usize = 80;
const MOST_WORDS: usize = 4000;

/// The most places that can be chosen from, and seconds that a step can take: a year.
const MOST_PLACES: u64 = 200;
const MOST_SECONDS: u64 = 31_536_000;

/// No quantity or result is larger.
const LARGEST: f64 = 1e12;

/// The fields of the file and of an answer, in their order.
const TOP: [&str; 9] =
    ["version", "answers_to", "digest", "name", "seat", "started_unix_s", "ended_unix_s", "at", "answers"];
const OF_ANSWER: [&str; 11] =
    ["to", "curve", "places", "number", "causes", "settings", "words", "first_vote", "sure", "hints", "seconds"];

/// Whether a text is of answers: sound or not.
pub fn is_answers(text: &str) -> bool {
    if text.len() > MOST_ANSWERS_BYTES {
        return false;
    }
    let outline = Outline::of(without_mark(text));
    let mut names = outline.root.bracket.iter().flat_map(|bracket| &bracket.items).map(|item| outline.name(item));
    names.any(|name| name == "answers_to")
}

/// Reads answers. Whether they are to the lesson at hand is asked apart: [`Answers::fit`].
///
/// # Errors
/// Every [`Problem`] that can be told at once, in the order of the file.
pub fn read_answers(text: &str) -> Result<Answers, Vec<Problem>> {
    let of_file = |kind| vec![Problem { kind, field: String::new(), position: None }];
    if text.len() > MOST_ANSWERS_BYTES {
        return Err(of_file(ProblemKind::TooLarge { max_bytes: MOST_ANSWERS_BYTES }));
    }
    let outline = Outline::of(without_mark(text));
    let mut reader = Reader::of_other_file(&outline);
    let fields = reader.fields(&outline.root, "").unwrap_or_default();
    if let Err(newer) = check_version(&mut reader, &fields, ANSWERS_VERSION) {
        return Err(vec![newer]);
    }
    let mut answers = Answers::default();
    for field in &fields {
        let mut number = |most: u64| reader.whole_number(field, 0..=most).unwrap_or_default();
        match field.key.as_str() {
            "version" => {}
            "started_unix_s" => answers.started_unix_s = number(u64::from(u32::MAX)),
            "ended_unix_s" => answers.ended_unix_s = number(u64::from(u32::MAX)),
            "at" => answers.at = reader.whole_number(field, 1..=MOST_PLACES).unwrap_or(1) as usize - 1,
            "seat" => answers.seat = reader.whole_number(field, 1..=u64::from(MOST_SEATS)).map(|seat| seat as u16),
            "answers_to" => answers.lesson = reader.text(field).unwrap_or_default(),
            "name" => answers.name = short_text(&mut reader, field, MOST_NAME).unwrap_or_default(),
            "digest" => answers.digest = digest(&mut reader, field).unwrap_or_default(),
            "answers" => answers.answers = list(&mut reader, field),
            _ => reader.unknown(field, TOP.into_iter()),
        }
    }
    for required in ["answers_to", "digest", "answers"] {
        if !fields.iter().any(|field| field.key == required) && !reader.is_attempted(required) {
            reader.note(outline.root.span.start, required, ProblemKind::MissingField);
        }
    }
    if reader.has_problems() { Err(reader.into_problems()) } else { Ok(answers) }
}

fn short_text(reader: &mut Reader<'_>, field: &Field<'_>, most: usize) -> Option<String> {
    let found = reader.text(field)?;
    if found.chars().count() > most {
        reader.note_value(field, ProblemKind::TooLongText { most });
        return None;
    }
    Some(found)
}

fn digest(reader: &mut Reader<'_>, field: &Field<'_>) -> Option<u32> {
    let found = reader.text(field)?;
    let digest = u32::from_str_radix(&found, 16).ok().filter(|_| found.len() == 8);
    if digest.is_none() {
        reader.note_value(field, ProblemKind::NotADigest);
    }
    digest
}

fn list<'a>(reader: &mut Reader<'a>, field: &Field<'a>) -> Vec<Answer> {
    let mut answers: Vec<Answer> = Vec::new();
    let found = reader.list(field, |reader, node, path| {
        let fields = reader.fields(node, path)?;
        let answer = answer(reader, &fields);
        if answer.to.is_empty() {
            reader.note(node.span.start, &format!("{path}.to"), ProblemKind::MissingField);
        }
        Some((node.span.start, path.to_owned(), answer))
    });
    for (at, path, answer) in found {
        if answers.iter().any(|other| other.to == answer.to) {
            reader.note(at, &path, ProblemKind::RepeatedId);
        }
        answers.push(answer);
    }
    answers
}

fn answer<'a>(reader: &mut Reader<'a>, fields: &[Field<'a>]) -> Answer {
    let mut answer = Answer { to: String::new(), given: None, first_vote: None, sure: None, hints: 0, seconds: 0 };
    for field in fields {
        let given = match field.key.as_str() {
            "to" => {
                answer.to = short_text(reader, field, MOST_NAME).unwrap_or_default();
                continue;
            }
            "sure" => {
                answer.sure = reader.option(field, Sure::VARIANTS).and_then(|place| Sure::iter().nth(place));
                continue;
            }
            "hints" => {
                answer.hints = reader.whole_number(field, 0..=9).unwrap_or_default() as usize;
                continue;
            }
            "seconds" => {
                answer.seconds = reader.whole_number(field, 0..=MOST_SECONDS).unwrap_or_default() as u32;
                continue;
            }
            "first_vote" => {
                answer.first_vote = Some(Given::Places(places(reader, field)));
                continue;
            }
            "curve" => Some(Given::Curve(curve(reader, field))),
            "places" => Some(Given::Places(places(reader, field))),
            "number" => reader.checked(field, bounded).map(Given::Number),
            "causes" => {
                let keys = Cause::KEYS;
                let found =
                    reader.list(field, |reader, node, path| Cause::iter().nth(reader.option_of(node, path, keys)?));
                Some(Given::Causes(found))
            }
            "settings" => Some(settings(reader, field)),
            "words" => short_text(reader, field, MOST_WORDS).map(Given::Words),
            _ => {
                reader.unknown(field, OF_ANSWER.into_iter());
                continue;
            }
        };
        if answer.given.is_some() {
            reader.note(field.item.span().start, &field.path, ProblemKind::RepeatedField);
        }
        answer.given = given;
    }
    answer
}

fn bounded(value: f64) -> Result<f64, ProblemKind> {
    if value.is_finite() && value.abs() <= LARGEST { Ok(value) } else { Err(ProblemKind::NotFinite) }
}

/// Points in the order of time.
fn curve<'a>(reader: &mut Reader<'a>, field: &Field<'a>) -> Vec<(f64, f64)> {
    let mut last = f64::NEG_INFINITY;
    reader.list(field, |reader, node, path| {
        let items = node.bracket.as_ref().map_or(&[][..], |bracket| &bracket.items);
        let [min, value] = items else {
            reader.note(node.span.start, path, ProblemKind::WrongCount { count: 2 });
            return None;
        };
        let (min, value) = (reader.number_of(&min.value, path)?, reader.number_of(&value.value, path)?);
        for number in [min, value] {
            if let Err(kind) = bounded(number) {
                reader.note(node.span.start, path, kind);
                return None;
            }
        }
        if min <= last {
            reader.note(node.span.start, path, ProblemKind::NotInOrder);
            return None;
        }
        last = min;
        Some((min, value))
    })
}

/// Places, written from 1, each once.
fn places<'a>(reader: &mut Reader<'a>, field: &Field<'a>) -> Vec<usize> {
    let mut seen = Vec::new();
    reader.list(field, |reader, node, path| {
        let number = reader.number_of(node, path)?;
        if number.fract() != 0.0 || !(1.0..=MOST_PLACES as f64).contains(&number) || seen.contains(&(number as usize)) {
            reader.note(node.span.start, path, ProblemKind::NotAPlace);
            return None;
        }
        seen.push(number as usize);
        Some(number as usize - 1)
    })
}

fn settings<'a>(reader: &mut Reader<'a>, field: &Field<'a>) -> Given {
    let found = reader.list(field, |reader, node, path| {
        let assignment = reader.text_of(node, path)?;
        let mut settings = Settings::default();
        match assign(&mut settings, &assignment) {
            Ok(setting) => Some((setting, setting.get(&settings))),
            Err(problem) => {
                reader.note(node.span.start, path, problem.kind);
                None
            }
        }
    });
    Given::Settings(found)
}
