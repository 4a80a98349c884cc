//! Reading a preset: RON walked by the settings table, so that file and program cannot disagree.

use std::cell::RefCell;
use std::fmt;

use serde::Deserialize;
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error as _, IgnoredAny, MapAccess, SeqAccess, VariantAccess, Visitor,
};

use super::aim::StatedAim;
use super::comments::comments;
use super::problem::{Expected, Position, Problem, ProblemKind};
use super::teaching::{self, Question, Stop};
use super::value::{in_range, nearest};
use super::{Cover, Group, Preset, VERSION, VirtualPatients};
use crate::sim::aim::Aim;
use crate::sim::old_names;
use crate::sim::settings::{self, Setting, SettingId, Settings, Unit, Value, ValueKind};
use crate::sim::warnings::WarningId;
use crate::sim::{Change, Protocol};

/// A preset is a page of text; a larger file is something else.
pub(super) const MAX_BYTES: usize = 1 << 20;

/// Reads a preset from its text.
///
/// # Errors
/// The first [`Problem`], with its line, column and field.
pub fn read(text: &str) -> Result<Preset, Problem> {
    let whole = |kind| Problem { kind, field: String::new(), position: None };
    if text.len() > MAX_BYTES {
        return Err(whole(ProblemKind::TooLarge { max_bytes: MAX_BYTES }));
    }
    check_version(text)?;

    let notes = Notes::default();
    let mut draft = Draft::default();
    let options = ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
    let mut deserializer = ron::Deserializer::from_str_with_options(text, &options).map_err(syntax)?;
    let outcome = File { draft: &mut draft, notes: &notes }
        .deserialize(&mut deserializer)
        .map_err(|error| deserializer.span_error(error))
        .and_then(|()| deserializer.end().map_err(|error| deserializer.span_error(error)));
    if let Err(error) = outcome {
        return Err(match notes.0.into_inner() {
            Some(note) => Problem { position: Some(position(text, &error)), ..note },
            None => syntax(error),
        });
    }

    let Draft {
        settings,
        changes,
        title,
        cover,
        story,
        look_for,
        about,
        aim,
        questions,
        notes: for_teacher,
        stops,
        virtual_patients,
        ..
    } = draft;
    let protocol = Protocol { settings, changes, ..Protocol::default() };
    protocol.check().map_err(|error| Problem {
        kind: ProblemKind::Refused(error),
        field: "patient".to_owned(),
        position: Some(place_of(text, "patient")),
    })?;
    let (lesson, comments) = (opening_comment(text), comments(text));
    Ok(Preset {
        lesson,
        title,
        cover,
        story,
        look_for,
        about,
        aim,
        questions,
        notes: for_teacher,
        stops,
        comments,
        protocol,
        virtual_patients,
    })
}

/// The version alone, read leniently: what else the file holds is for that version's reader to judge.
fn check_version(text: &str) -> Result<(), Problem> {
    #[derive(Deserialize)]
    struct Header {
        version: Option<ron::Value>,
        studies: Option<IgnoredAny>,
    }
    let options = ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
    let header: Header = options.from_str(text).map_err(syntax)?;
    let problem = |kind| Problem { kind, field: "version".to_owned(), position: Some(place_of(text, "version")) };
    if header.studies.is_some() {
        return Err(Problem { kind: ProblemKind::TableOfStudies, field: String::new(), position: None });
    }
    let Some(version) = header.version else { return Err(problem(ProblemKind::MissingVersion)) };
    match version.into_rust::<u32>() {
        Ok(VERSION) => Ok(()),
        Ok(0) => Err(problem(ProblemKind::UnknownVersion { found: 0 })),
        Ok(found) => Err(problem(ProblemKind::NewerVersion { found, newest: VERSION })),
        Err(_) => Err(problem(ProblemKind::WrongKind { expected: Expected::WholeNumber })),
    }
}

/// Where a field of the file's own is first written; the first letter of the file where it is not.
fn place_of(text: &str, field: &str) -> Position {
    for (index, line) in text.lines().enumerate() {
        let words = line.split("//").next().unwrap_or_default();
        if let Some(byte) = words.find(field)
            && words[byte + field.len()..].trim_start().starts_with(':')
        {
            return Position { line: index + 1, column: words[..byte].chars().count() + 1 };
        }
    }
    Position { line: 1, column: 1 }
}

/// The lines of comment before the first bracket.
fn opening_comment(text: &str) -> String {
    let lines: Vec<_> =
        text.lines().map(str::trim).take_while(|line| line.starts_with("//")).map(|line| line[2..].trim()).collect();
    lines.join("\n")
}

fn syntax(error: ron::error::SpannedError) -> Problem {
    let position = Position { line: error.span.end.line, column: error.span.end.col };
    Problem {
        kind: ProblemKind::Syntax { message: error.code.to_string() },
        field: String::new(),
        position: Some(position),
    }
}

/// Where the offending value or name begins: the parser stops behind it.
fn position(text: &str, error: &ron::error::SpannedError) -> Position {
    let end = error.span.end;
    let line = text.lines().nth(end.line.saturating_sub(1)).unwrap_or_default();
    let before: Vec<char> = line.chars().take(end.col.saturating_sub(1)).collect();
    let is_part = |c: &char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '+');
    let length = before.iter().rev().skip_while(|c| c.is_whitespace()).take_while(|c| is_part(c)).count();
    let blanks = before.iter().rev().take_while(|c| c.is_whitespace()).count();
    let column = if length == 0 { end.col } else { end.col - length - blanks };
    Position { line: end.line, column: column.max(1) }
}

/// The first problem met, noted where the parser's own errors cannot say it.
#[derive(Default)]
pub(super) struct Notes(RefCell<Option<Problem>>);

impl Notes {
    /// Notes a problem unless an inner one was noted already, and gives the parser something to stop with.
    pub(super) fn stop<E: serde::de::Error>(&self, field: &str, kind: ProblemKind) -> E {
        self.0.borrow_mut().get_or_insert(Problem { kind, field: field.to_owned(), position: None });
        E::custom("see notes")
    }
}

/// What has been read so far.
#[derive(Default)]
struct Draft {
    settings: Settings,
    given: Vec<SettingId>,
    changes: Vec<Change>,
    title: String,
    cover: Cover,
    story: String,
    look_for: String,
    about: Option<WarningId>,
    aim: Option<Aim>,
    questions: Vec<Question>,
    notes: String,
    stops: Vec<Stop>,
    virtual_patients: VirtualPatients,
}

/// The file as a whole.
struct File<'a> {
    draft: &'a mut Draft,
    notes: &'a Notes,
}

const TOP: [&str; 18] = [
    "version",
    "title",
    "short_title",
    "group",
    "in_short",
    "teaches",
    "story",
    "look_for",
    "about",
    "aim",
    "questions",
    "notes",
    "stops",
    "opens_at_min",
    "patient",
    "machine",
    "procedure",
    "virtual_patients",
];

impl<'de> DeserializeSeed<'de> for File<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_struct("", &[], self)
    }
}

impl<'de> Visitor<'de> for File<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a preset")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<(), M::Error> {
        let Self { draft, notes } = self;
        let mut seen: Vec<String> = Vec::new();
        while let Some(key) = map.next_key_seed(Name)? {
            if seen.contains(&key) {
                return Err(notes.stop(&key, ProblemKind::RepeatedField));
            }
            let not_text = |_| notes.stop(&key, ProblemKind::WrongKind { expected: Expected::Text });
            match key.as_str() {
                "version" => {
                    map.next_value::<u32>()?;
                }
                "title" => draft.title = map.next_value().map_err(not_text)?,
                "short_title" => draft.cover.short_title = map.next_value().map_err(not_text)?,
                "in_short" => draft.cover.in_short = map.next_value().map_err(not_text)?,
                "teaches" => draft.cover.teaches = map.next_value().map_err(not_text)?,
                "group" => {
                    let place = map.next_value_seed(OneOf(Group::NAMES)).map_err(|_| {
                        let expected = Expected::OneOf(Group::NAMES);
                        notes.stop(&key, ProblemKind::WrongKind { expected })
                    })?;
                    draft.cover.group = Group::ALL.get(place).copied();
                }
                "about" => {
                    let place = map.next_value_seed(OneOf(WarningId::KEYS)).map_err(|_| {
                        let expected = Expected::OneOf(WarningId::KEYS);
                        notes.stop(&key, ProblemKind::WrongKind { expected })
                    })?;
                    draft.about = WarningId::ALL.get(place).copied();
                }
                "opens_at_min" => {
                    let value = map
                        .next_value()
                        .map_err(|_| notes.stop(&key, ProblemKind::WrongKind { expected: Expected::Number }))?;
                    draft.cover.opens_at_min = Some(at_min_value(value).map_err(|kind| notes.stop(&key, kind))?);
                }
                "story" => draft.story = map.next_value().map_err(not_text)?,
                "look_for" => draft.look_for = map.next_value().map_err(not_text)?,
                "patient" | "machine" | "procedure" => map
                    .next_value_seed(Section { path: &key, draft, notes })
                    .map_err(|_| notes.stop(&key, ProblemKind::WrongKind { expected: Expected::Section }))?,
                "aim" => {
                    let stated = map
                        .next_value_seed(StatedAim { notes })
                        .map_err(|_| notes.stop(&key, ProblemKind::WrongKind { expected: Expected::Section }))?;
                    draft.aim = Some(stated);
                }
                "questions" => {
                    draft.questions = map
                        .next_value_seed(teaching::questions(notes))
                        .map_err(|_| notes.stop(&key, ProblemKind::WrongKind { expected: Expected::List }))?;
                }
                "stops" => {
                    draft.stops = map
                        .next_value_seed(teaching::stops(notes))
                        .map_err(|_| notes.stop(&key, ProblemKind::WrongKind { expected: Expected::List }))?;
                }
                "notes" => draft.notes = map.next_value().map_err(not_text)?,
                "virtual_patients" => {
                    draft.virtual_patients = map
                        .next_value_seed(Drawn { notes })
                        .map_err(|_| notes.stop(&key, ProblemKind::WrongKind { expected: Expected::Section }))?;
                }
                _ => {
                    let nearest = nearest(&key, TOP.into_iter());
                    return Err(notes.stop(&key, ProblemKind::UnknownField { nearest }));
                }
            }
            seen.push(key);
        }
        for required in ["title", "patient"] {
            if !seen.iter().any(|key| key == required) {
                return Err(notes.stop(required, ProblemKind::MissingField));
            }
        }
        Ok(())
    }
}

/// One bracket of settings: `patient`, or one within it.
struct Section<'a> {
    path: &'a str,
    draft: &'a mut Draft,
    notes: &'a Notes,
}

impl<'de> DeserializeSeed<'de> for Section<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_struct("", &[], self)
    }
}

impl<'de> Visitor<'de> for Section<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the settings of {}", self.path)
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<(), M::Error> {
        let Self { path: section, draft, notes } = self;
        let mut seen: Vec<String> = Vec::new();
        while let Some(key) = map.next_key_seed(Name)? {
            let key = old_names::current(&key).into_owned();
            let path = format!("{section}.{key}");
            if seen.contains(&key) {
                return Err(notes.stop(&path, ProblemKind::RepeatedField));
            }
            if let Some(setting) = settings::by_path(&path) {
                let value = map.next_value_seed(Single { setting: setting.row(), path: &path, notes })?;
                setting.set(&mut draft.settings, &value);
                draft.given.push(setting);
            } else if path == "procedure.changes" {
                draft.changes = map
                    .next_value_seed(Changes { notes })
                    .map_err(|_| notes.stop(&path, ProblemKind::WrongKind { expected: Expected::List }))?;
            } else if old_names::is_retired(&path) {
                map.next_value::<IgnoredAny>()?;
            } else if SettingId::all().any(|setting| is_within(setting.row().path, &path)) {
                map.next_value_seed(Section { path: &path, draft: &mut *draft, notes })
                    .map_err(|_| notes.stop(&path, ProblemKind::WrongKind { expected: Expected::Section }))?;
            } else {
                let siblings = SettingId::all().filter_map(|setting| {
                    setting.row().path.strip_prefix(section)?.strip_prefix('.')?.split('.').next()
                });
                return Err(notes.stop(&path, ProblemKind::UnknownField { nearest: nearest(&key, siblings) }));
            }
            seen.push(key);
        }
        let missing = SettingId::all().find(|setting| {
            let row = setting.row();
            row.required && is_within(row.path, section) && !draft.given.contains(setting)
        });
        match missing {
            Some(setting) => Err(notes.stop(setting.row().path, ProblemKind::MissingField)),
            None => Ok(()),
        }
    }
}

fn is_within(path: &str, section: &str) -> bool {
    path.strip_prefix(section).is_some_and(|rest| rest.starts_with('.'))
}

/// The value of one setting.
struct Single<'a> {
    setting: &'static Setting,
    path: &'a str,
    notes: &'a Notes,
}

impl<'de> DeserializeSeed<'de> for Single<'_> {
    type Value = Value;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        let wrong = |expected| self.notes.stop(self.path, ProblemKind::WrongKind { expected });
        match &self.setting.kind {
            ValueKind::Number(number) if number.can_be_estimated() => {
                match Option::<f64>::deserialize(deserializer).map_err(|_| wrong(Expected::Number))? {
                    None => Ok(Value::Estimated),
                    Some(value) => self.checked(value),
                }
            }
            ValueKind::Number(_) => self.checked(f64::deserialize(deserializer).map_err(|_| wrong(Expected::Number))?),
            ValueKind::Switch { .. } => {
                bool::deserialize(deserializer).map(Value::Switch).map_err(|_| wrong(Expected::Switch))
            }
            ValueKind::Choice { options, .. } => deserializer
                .deserialize_enum("", options, OneOf(options))
                .map(Value::Choice)
                .map_err(|_| wrong(Expected::OneOf(options))),
        }
    }
}

impl Single<'_> {
    fn checked<E: serde::de::Error>(&self, value: f64) -> Result<Value, E> {
        in_range(self.setting, value).map(Value::Number).map_err(|kind| self.notes.stop(self.path, kind))
    }
}

/// The name of a field or a variant.
pub(super) struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = String;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Name {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<String, E> {
        Ok(name.to_owned())
    }
}

/// One of a few named options, as its index.
pub(super) struct OneOf(pub(super) &'static [&'static str]);

impl<'de> DeserializeSeed<'de> for OneOf {
    type Value = usize;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_enum("", self.0, self)
    }
}

impl<'de> Visitor<'de> for OneOf {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("one of the options")
    }

    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<usize, A::Error> {
        let (name, variant) = data.variant_seed(Name)?;
        variant.unit_variant()?;
        self.0
            .iter()
            .position(|option| *option == old_names::current(&name))
            .ok_or_else(|| A::Error::custom("no such option"))
    }
}

/// Which virtual patients are drawn.
struct Drawn<'a> {
    notes: &'a Notes,
}

impl<'de> DeserializeSeed<'de> for Drawn<'_> {
    type Value = VirtualPatients;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<VirtualPatients, D::Error> {
        deserializer.deserialize_struct("", &[], self)
    }
}

impl<'de> Visitor<'de> for Drawn<'_> {
    type Value = VirtualPatients;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("virtual patients")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<VirtualPatients, M::Error> {
        let mut drawn = VirtualPatients::default();
        let mut seen: Vec<String> = Vec::new();
        while let Some(key) = map.next_key_seed(Name)? {
            let field = format!("virtual_patients.{key}");
            let stop = |kind| self.notes.stop(&field, kind);
            if seen.contains(&key) {
                return Err(stop(ProblemKind::RepeatedField));
            }
            let allowed = match key.as_str() {
                "seed" => VirtualPatients::SEEDS,
                "count" => VirtualPatients::COUNTS,
                _ => {
                    let nearest = nearest(&key, ["seed", "count"].into_iter());
                    return Err(stop(ProblemKind::UnknownField { nearest }));
                }
            };
            // As any number at first: the parser would take 1.5 for 1 and stumble over the rest.
            let not_whole = || stop(ProblemKind::WrongKind { expected: Expected::WholeNumber });
            let value = map.next_value::<f64>().map_err(|_| not_whole())?;
            if value.fract() != 0.0 {
                return Err(not_whole());
            }
            let (min, max) = (*allowed.start() as f64, *allowed.end() as f64);
            if !(min..=max).contains(&value) {
                return Err(stop(ProblemKind::OutOfRange { value, min, max, unit: Unit::One }));
            }
            if key == "seed" {
                drawn.seed = value as u64;
            } else {
                drawn.count = value as usize;
            }
            seen.push(key);
        }
        Ok(drawn)
    }
}

/// The list of timed changes.
struct Changes<'a> {
    notes: &'a Notes,
}

impl<'de> DeserializeSeed<'de> for Changes<'_> {
    type Value = Vec<Change>;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Vec<Change>, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Changes<'_> {
    type Value = Vec<Change>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of changes")
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut list: S) -> Result<Vec<Change>, S::Error> {
        let mut changes = Vec::new();
        loop {
            let path = format!("procedure.changes[{}]", changes.len());
            match list.next_element_seed(OneChange { path: &path, notes: self.notes }) {
                Ok(Some(change)) => changes.push(change),
                Ok(None) => return Ok(changes),
                Err(_) => {
                    return Err(self.notes.stop(&path, ProblemKind::WrongKind { expected: Expected::Section }));
                }
            }
        }
    }
}

struct OneChange<'a> {
    path: &'a str,
    notes: &'a Notes,
}

impl<'de> DeserializeSeed<'de> for OneChange<'_> {
    type Value = Change;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Change, D::Error> {
        deserializer.deserialize_struct("", &[], self)
    }
}

impl<'de> Visitor<'de> for OneChange<'_> {
    type Value = Change;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a change")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Change, M::Error> {
        let Self { path, notes } = self;
        let mut at_min = None;
        let mut values: Vec<(SettingId, Value)> = Vec::new();
        while let Some(key) = map.next_key_seed(Name)? {
            let field = format!("{path}.{key}");
            if key == "at_min" {
                if at_min.is_some() {
                    return Err(notes.stop(&field, ProblemKind::RepeatedField));
                }
                at_min = Some(
                    at_min_value(
                        map.next_value()
                            .map_err(|_| notes.stop(&field, ProblemKind::WrongKind { expected: Expected::Number }))?,
                    )
                    .map_err(|kind| notes.stop(&field, kind))?,
                );
                continue;
            }
            let Some(setting) = settings::mid_run_by_leaf(&key) else {
                let kind = if SettingId::all().any(|setting| setting.row().leaf() == key) {
                    ProblemKind::FixedDuringRun
                } else {
                    let names = SettingId::all().map(SettingId::row).filter(|row| row.mid_run).map(Setting::leaf);
                    ProblemKind::UnknownField { nearest: nearest(&key, names) }
                };
                return Err(notes.stop(&field, kind));
            };
            if values.iter().any(|(id, _)| *id == setting) {
                return Err(notes.stop(&field, ProblemKind::RepeatedField));
            }
            let value = map.next_value_seed(Single { setting: setting.row(), path: &field, notes })?;
            values.push((setting, value));
        }
        match at_min {
            Some(at_min) => Ok(Change { at_min, values }),
            None => Err(notes.stop(&format!("{path}.at_min"), ProblemKind::MissingField)),
        }
    }
}

/// A time within the longest procedure there can be.
pub(super) fn at_min_value(value: f64) -> Result<f64, ProblemKind> {
    let max = SettingId::Duration.row().number().map_or(0.0, |number| number.max);
    if !value.is_finite() {
        Err(ProblemKind::NotFinite)
    } else if !(0.0..=max).contains(&value) {
        Err(ProblemKind::OutOfRange { value, min: 0.0, max, unit: Unit::Min })
    } else {
        Ok(value)
    }
}
