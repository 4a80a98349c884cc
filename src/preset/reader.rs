//! Single values out of a file's outline, and every mistake on the way, with its place. Cases and lessons are read by it.

use std::collections::HashSet;

use serde::de::DeserializeOwned;

use super::outline::{Item, Node, Outline};
use super::problem::{Expected, Position, Problem, ProblemKind};
use super::read::{MOST_ENTRIES, MOST_SIGNS};
use super::slip::SlipKind;
use super::value::{in_range, nearest};
use crate::sim::old_names;
use crate::sim::settings::{Setting, SettingId, Unit, Value, ValueKind};

/// A file with so many problems is none; more are not looked for.
const MOST_PROBLEMS: usize = 100;

/// Reads values and collects problems.
pub(crate) struct Reader<'a> {
    pub(crate) outline: &'a Outline<'a>,
    /// Where each line begins.
    lines: Vec<usize>,
    problems: Vec<(usize, Problem)>,
    /// Fields that are there, though they could not be read: they are not missing.
    attempted: Vec<String>,
    /// Where a name of a case belongs can be told in a case alone.
    is_case: bool,
}

/// A field with its name of today and its path.
pub(crate) struct Field<'a> {
    pub(crate) key: String,
    pub(crate) path: String,
    pub(crate) item: &'a Item,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(outline: &'a Outline<'a>) -> Self {
        let lines = std::iter::once(0).chain(outline.text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let mut reader = Self { outline, lines, problems: Vec::new(), attempted: Vec::new(), is_case: true };
        for slip in outline.slips.iter().take(MOST_PROBLEMS) {
            reader.note(slip.at, "", ProblemKind::Slip(slip.kind.clone()));
        }
        reader
    }

    /// Reads a file that is no case, though it may hold one.
    pub(crate) fn of_other_file(outline: &'a Outline<'a>) -> Self {
        Self { is_case: false, ..Self::new(outline) }
    }

    /// The problems in the order of the file.
    pub(crate) fn into_problems(mut self) -> Vec<Problem> {
        self.problems.sort_by_key(|(at, _)| *at);
        // Where the text breaks off, what is missing behind it is no news.
        let breaks_off = self.outline.slips.iter().any(|slip| slip.kind.is_unclosed());
        let is_told = |kind: &ProblemKind| {
            !(breaks_off && matches!(kind, ProblemKind::MissingField | ProblemKind::MissingVersion))
        };
        self.problems.into_iter().map(|(_, problem)| problem).filter(|problem| is_told(&problem.kind)).collect()
    }

    fn is_full(&self) -> bool {
        self.problems.len() >= MOST_PROBLEMS
    }

    pub(crate) fn has_problems(&self) -> bool {
        !self.problems.is_empty()
    }

    pub(crate) fn note(&mut self, at: usize, field: &str, kind: ProblemKind) {
        if self.is_full() {
            return;
        }
        let position = Some(self.position(at));
        self.problems.push((at, Problem { kind, field: field.to_owned(), position }));
    }

    /// Notes what is wrong with a file within the file.
    pub(crate) fn note_at(&mut self, position: Position, field: &str, kind: ProblemKind) {
        let at = self.lines.get(position.line - 1).copied().unwrap_or_default() + position.column;
        if !self.is_full() {
            self.problems.push((at, Problem { kind, field: field.to_owned(), position: Some(position) }));
        }
    }

    pub(crate) fn attempt(&mut self, path: &str) {
        self.attempted.push(path.to_owned());
    }

    pub(crate) fn is_attempted(&self, path: &str) -> bool {
        self.attempted
            .iter()
            .any(|other| path == other || path.strip_prefix(&**other).is_some_and(|rest| rest.starts_with('.')))
    }

    /// The place of a byte.
    pub(crate) fn position(&self, at: usize) -> Position {
        let line = self.lines.partition_point(|start| *start <= at).saturating_sub(1);
        let before = self.outline.text.get(self.lines[line]..at).unwrap_or_default();
        Position { line: line + 1, column: before.chars().count() + 1 }
    }

    /// The fields of a section, each once; `None` where the value is no section.
    pub(crate) fn fields(&mut self, node: &'a Node, path: &str) -> Option<Vec<Field<'a>>> {
        let outline = self.outline;
        let bracket = node.bracket.as_ref().filter(|bracket| outline.text[bracket.open..].starts_with('('));
        let Some(bracket) = bracket else {
            self.note(node.span.start, path, ProblemKind::WrongKind { expected: Expected::Section });
            return None;
        };
        let mut fields: Vec<Field<'a>> = Vec::new();
        let mut seen = HashSet::new();
        for (index, item) in bracket.items.iter().enumerate() {
            let key = old_names::current(outline.name(item)).into_owned();
            let separator = if path.is_empty() || key.is_empty() { "" } else { "." };
            let field = format!("{path}{separator}{key}");
            if key.is_empty() {
                if !item.is_broken {
                    let before = index.checked_sub(1).map(|before| &bracket.items[before]);
                    let kind = self.nameless(before, item);
                    self.note(item.span().start, path, kind);
                }
            } else if item.is_broken {
                self.name_slip(item, &field);
                self.attempt(&field);
            } else if !seen.insert(key.clone()) {
                self.note(item.span().start, &field, ProblemKind::RepeatedField);
            } else {
                fields.push(Field { key, path: field, item });
            }
        }
        Some(fields)
    }

    /// A slip in the value of this field is told with its name.
    fn name_slip(&mut self, item: &Item, field: &str) {
        let place = item.span().start..=item.value.span.end;
        for (at, problem) in &mut self.problems {
            if place.contains(at) && problem.field.is_empty() {
                field.clone_into(&mut problem.field);
            }
        }
    }

    /// What a value without a name is: the decimals behind a comma, or nothing that can be told.
    fn nameless(&self, before: Option<&Item>, item: &Item) -> ProblemKind {
        let is_digits = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
        let decimals = self.outline.word(&item.value.span);
        if let Some(Item { value, comma: Some(comma), .. }) = before
            && comma + 1 == item.value.span.start
            && is_digits(decimals)
            && is_digits(self.outline.word(&value.span).trim_start_matches('-'))
        {
            return ProblemKind::DecimalComma {
                whole: self.outline.word(&value.span).to_owned(),
                decimals: decimals.to_owned(),
            };
        }
        ProblemKind::Slip(SlipKind::NoName { found: shortened(decimals) })
    }

    /// Notes a field that there is not, with the name that was meant, or the section it belongs to.
    pub(crate) fn unknown(&mut self, field: &Field<'_>, names: impl Iterator<Item = &'static str>) {
        if self.is_full() {
            return;
        }
        let nearest = nearest(&field.key, names);
        let place = if self.is_case { belongs(&field.key) } else { None };
        let kind = if let Some(place) = place.filter(|place| *place != field.path) {
            self.attempt(&place);
            let section = place.rsplit_once('.').map_or("", |(section, _)| section).to_owned();
            ProblemKind::WrongSection { section }
        } else {
            if let Some(nearest) = nearest {
                let section = field.path.rsplit_once('.').map_or(String::new(), |(section, _)| format!("{section}."));
                self.attempt(&format!("{section}{nearest}"));
            }
            ProblemKind::UnknownField { nearest }
        };
        self.note(field.item.span().start, &field.path, kind);
    }

    /// A value as RON reads it, or a note of what was expected.
    fn parsed<T: DeserializeOwned>(&mut self, field: &Field<'_>, expected: Expected) -> Option<T> {
        self.parsed_node(&field.item.value, &field.path, expected)
    }

    fn parsed_node<T: DeserializeOwned>(&mut self, node: &Node, path: &str, expected: Expected) -> Option<T> {
        let word = self.outline.word(&node.span);
        if let Ok(value) = parse(word) {
            return Some(value);
        }
        let unquoted =
            parse::<String>(word).ok().filter(|inner| expected != Expected::Text && parse::<T>(inner).is_ok());
        let kind = unquoted.map_or(ProblemKind::WrongKind { expected }, |inner| ProblemKind::Quoted { inner });
        self.note(node.span.start, path, kind);
        None
    }

    pub(crate) fn note_value(&mut self, field: &Field<'_>, kind: ProblemKind) {
        self.note(field.item.value.span.start, &field.path, kind);
    }

    pub(crate) fn text(&mut self, field: &Field<'_>) -> Option<String> {
        self.text_of(&field.item.value, &field.path)
    }

    /// The text of an entry of a list.
    pub(crate) fn text_of(&mut self, node: &Node, path: &str) -> Option<String> {
        let found: String = self.parsed_node(node, path, Expected::Text)?;
        if found.chars().count() > MOST_SIGNS {
            self.note(node.span.start, path, ProblemKind::TooLongText { most: MOST_SIGNS });
            return None;
        }
        Some(found)
    }

    /// The number of an entry of a list.
    pub(crate) fn number_of(&mut self, node: &Node, path: &str) -> Option<f64> {
        self.parsed_node(node, path, Expected::Number)
    }

    pub(crate) fn switch(&mut self, field: &Field<'_>) -> Option<bool> {
        self.parsed(field, Expected::Switch)
    }

    pub(crate) fn number(&mut self, field: &Field<'_>) -> Option<f64> {
        self.parsed(field, Expected::Number)
    }

    /// A number that this check lets pass.
    pub(crate) fn checked(
        &mut self,
        field: &Field<'_>,
        check: impl Fn(f64) -> Result<f64, ProblemKind>,
    ) -> Option<f64> {
        let value = self.number(field)?;
        check(value).map_err(|kind| self.note_value(field, kind)).ok()
    }

    /// A whole number within these bounds.
    pub(crate) fn whole_number(&mut self, field: &Field<'_>, allowed: std::ops::RangeInclusive<u64>) -> Option<u64> {
        let value = self.parsed::<f64>(field, Expected::WholeNumber)?;
        let (min, max) = (*allowed.start() as f64, *allowed.end() as f64);
        let kind = if value.fract() != 0.0 {
            ProblemKind::WrongKind { expected: Expected::WholeNumber }
        } else if (min..=max).contains(&value) {
            return Some(value as u64);
        } else {
            ProblemKind::OutOfRange { value, min, max, unit: Unit::One }
        };
        self.note_value(field, kind);
        None
    }

    /// One of a few named options, as its index.
    pub(crate) fn option(&mut self, field: &Field<'_>, options: &'static [&'static str]) -> Option<usize> {
        self.option_of(&field.item.value, &field.path, options)
    }

    /// One of a few named options as an entry of a list, as its index.
    pub(crate) fn option_of(&mut self, node: &Node, path: &str, options: &'static [&'static str]) -> Option<usize> {
        let word = self.outline.word(&node.span);
        let place = |word: &str| options.iter().position(|option| *option == old_names::current(word));
        if let Some(found) = place(word) {
            return Some(found);
        }
        let inner = parse::<String>(word).ok();
        let kind = match inner.filter(|inner| place(inner).is_some()) {
            Some(inner) => ProblemKind::Quoted { inner },
            None => ProblemKind::no_such_option(word, options),
        };
        self.note(node.span.start, path, kind);
        None
    }

    /// The word before a value's bracket, `Draw` in `Draw(…)`, as the index of one of these.
    pub(crate) fn tag(&mut self, node: &Node, path: &str, options: &'static [&'static str]) -> Option<usize> {
        let end = node.bracket.as_ref().map_or(node.span.end, |bracket| bracket.open);
        let word = self.outline.word(&(node.span.start..end)).trim();
        let found = options.iter().position(|option| *option == word);
        if found.is_none() {
            self.note(node.span.start, path, ProblemKind::no_such_option(word, options));
        }
        found
    }

    /// The entries of a list that could be read, each from its node and path.
    pub(crate) fn list<T>(
        &mut self,
        field: &Field<'a>,
        mut read: impl FnMut(&mut Self, &'a Node, &str) -> Option<T>,
    ) -> Vec<T> {
        let list = field.item.value.bracket.as_ref();
        let Some(list) = list.filter(|list| self.outline.text[list.open..].starts_with('[')) else {
            self.note_value(field, ProblemKind::WrongKind { expected: Expected::List });
            return Vec::new();
        };
        if list.items.len() > MOST_ENTRIES {
            self.note_value(field, ProblemKind::TooManyEntries { most: MOST_ENTRIES });
            return Vec::new();
        }
        let entries = list.items.iter().enumerate();
        entries.filter_map(|(index, item)| read(self, &item.value, &format!("{}[{index}]", field.path))).collect()
    }

    /// The value of one setting.
    pub(crate) fn setting(&mut self, field: &Field<'_>, setting: &'static Setting) -> Option<Value> {
        let in_range = |value| in_range(setting, value);
        match &setting.kind {
            ValueKind::Number(number) if number.can_be_estimated() => {
                match self.parsed::<Option<f64>>(field, Expected::Number)? {
                    None => Some(Value::Estimated),
                    Some(value) => match in_range(value) {
                        Ok(value) => Some(Value::Number(value)),
                        Err(kind) => {
                            self.note_value(field, kind);
                            None
                        }
                    },
                }
            }
            ValueKind::Number(_) => self.checked(field, in_range).map(Value::Number),
            ValueKind::Switch { .. } => self.parsed(field, Expected::Switch).map(Value::Switch),
            ValueKind::Choice { options, .. } => self.option(field, options).map(Value::Choice),
        }
    }
}

/// One field alone, from its value as a file states it.
///
/// # Errors
/// The first [`Problem`], without a place.
pub(crate) fn alone<T>(
    name: &str,
    value: &str,
    read: impl for<'a> FnOnce(&mut Reader<'a>, &Field<'a>) -> Option<T>,
) -> Result<T, Problem> {
    let text = format!("({name}: {value})");
    let outline = Outline::of(&text);
    let mut reader = Reader::new(&outline);
    let fields = reader.fields(&outline.root, "").unwrap_or_default();
    let found = fields.first().and_then(|field| read(&mut reader, field));
    let wrong = || Problem { kind: ProblemKind::MissingField, field: name.to_owned(), position: None };
    match (reader.into_problems().into_iter().next(), found) {
        (Some(problem), _) => Err(Problem { position: None, ..problem }),
        (None, found) => found.ok_or_else(wrong),
    }
}

fn parse<T: DeserializeOwned>(word: &str) -> Result<T, ron::error::SpannedError> {
    ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME).from_str(word)
}

impl ProblemKind {
    pub(crate) fn no_such_option(found: &str, options: &'static [&'static str]) -> Self {
        // Names are meant as they sound, whatever their capitals.
        let alike = options.iter().find(|option| option.eq_ignore_ascii_case(found)).copied();
        Self::NoSuchOption { options, nearest: alike.or_else(|| nearest(found, options.iter().copied())) }
    }
}

/// Where in a file a name belongs that stands in the wrong place.
fn belongs(key: &str) -> Option<String> {
    let is_whole = super::read::TOP.contains(&key);
    let setting = SettingId::all().map(SettingId::row).find(|row| row.leaf() == key);
    let of_setting = || setting.map(|row| row.path.to_owned());
    let changes = (key == "changes").then(|| "procedure.changes".to_owned());
    if is_whole { Some(key.to_owned()) } else { changes.or_else(of_setting) }
}

/// As much of what was found as a sentence can hold.
fn shortened(found: &str) -> String {
    const MOST: usize = 24;
    let line = found.lines().next().unwrap_or_default();
    if line.chars().count() <= MOST { line.to_owned() } else { line.chars().take(MOST).chain(['…']).collect() }
}
