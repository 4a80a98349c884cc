//! Reading a preset: its outline walked by the settings table, so that file and program cannot disagree, and all mistakes told at once.

use super::aim::stated_aim;
use super::form::Form;
use super::outline::{Node, Outline};
use super::problem::{Position, Problem, ProblemKind};
use super::reader::{Field, Reader};
use super::slip::SlipKind;
use super::teaching::{self, Question, Stop};
use super::value::nearest;
use super::{Cover, Group, Preset, Source, VERSION, VirtualPatients};
use crate::sim::aim::Aim;
use crate::sim::old_names;
use crate::sim::settings::{self, Setting, SettingId, Settings, Unit};
use crate::sim::warnings::WarningId;
use crate::sim::{Change, Protocol};

/// A preset is a page of text; a larger file is something else.
pub(crate) const MAX_BYTES: usize = 1 << 20;

/// More changes than these no operator makes, and more stops and questions no lecture has; each change is a piece of the run.
pub(super) const MOST_ENTRIES: usize = 200;

/// A longer text is no story: it would be laid out whole in the window.
pub(super) const MOST_SIGNS: usize = 100_000;

/// The fields of the file as a whole, in their order.
pub(super) const TOP: [&str; 18] = [
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

/// Reads a preset from its text.
///
/// # Errors
/// The first [`Problem`], with its line, column and field.
pub fn read(text: &str) -> Result<Preset, Problem> {
    read_whole(text)
        .map_err(|problems| problems.into_iter().next().unwrap_or_else(|| of_file(ProblemKind::MissingVersion)))
}

/// Reads a preset from its text.
///
/// # Errors
/// Every [`Problem`] that can be told at once, in the order of the file.
pub fn read_whole(text: &str) -> Result<Preset, Vec<Problem>> {
    if text.len() > MAX_BYTES {
        return Err(vec![of_file(ProblemKind::TooLarge { max_bytes: MAX_BYTES })]);
    }
    // The mark with which some editors open a file is kept, and not read.
    let words = without_mark(text);
    let outline = Outline::of(words);
    let is_section = outline.root.bracket.as_ref().is_some_and(|bracket| words[bracket.open..].starts_with('('));
    let never_ends = outline.slips.iter().any(|slip| slip.kind == SlipKind::UnclosedComment);
    if !is_section && never_ends {
        return Err(Reader::new(&outline).into_problems());
    }
    if !is_section {
        let at_start = Some(Position { line: 1, column: 1 });
        let kind = ProblemKind::OtherForm(Form::of(words));
        return Err(vec![Problem { kind, field: String::new(), position: at_start }]);
    }
    let mut reader = Reader::new(&outline);
    let mut draft = Draft::default();
    let fields = reader.fields(&outline.root, "").unwrap_or_default();
    if fields.iter().any(|field| field.key == "studies") {
        return Err(vec![of_file(ProblemKind::TableOfStudies)]);
    }
    if fields.iter().any(|field| field.key == "steps" || field.key == "lesson") {
        return Err(vec![of_file(ProblemKind::IsLesson)]);
    }
    if let Err(newer) = check_version(&mut reader, &fields, VERSION) {
        return Err(vec![newer]);
    }
    for field in &fields {
        read_top(&mut reader, field, &mut draft);
    }
    for required in ["title", "patient"] {
        if !fields.iter().any(|field| field.key == required) && !reader.is_attempted(required) {
            reader.note(outline.root.span.start, required, ProblemKind::MissingField);
        }
    }
    let Draft { settings, changes, title, cover, story, look_for, about, aim, virtual_patients, .. } = draft;
    let (questions, notes, stops) = (draft.questions, draft.notes, draft.stops);
    let protocol = Protocol { settings, changes, ..Protocol::default() };
    if !reader.has_problems()
        && let Err(error) = protocol.check()
    {
        let patient = fields.iter().find(|field| field.key == "patient").map_or(0, |field| field.item.span().start);
        reader.note(patient, "patient", ProblemKind::Refused(error));
    }
    if reader.has_problems() {
        return Err(reader.into_problems());
    }
    let (lesson, source) = (opening_comment(words), Source::new(text));
    Ok(Preset {
        lesson,
        title,
        cover,
        story,
        look_for,
        about,
        aim,
        questions,
        notes,
        stops,
        source,
        protocol,
        virtual_patients,
    })
}

const fn of_file(kind: ProblemKind) -> Problem {
    Problem { kind, field: String::new(), position: None }
}

/// The text without the byte-order mark with which some editors open a file.
pub fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// Notes a version that is missing or none. What a newer one holds is not for this program to judge: the error.
pub(crate) fn check_version(reader: &mut Reader<'_>, fields: &[Field<'_>], newest: u32) -> Result<(), Problem> {
    const FIELD: &str = "version";
    let Some(field) = fields.iter().find(|field| field.key == FIELD) else {
        if !reader.is_attempted(FIELD) {
            reader.note(reader.outline.root.span.start, FIELD, ProblemKind::MissingVersion);
        }
        return Ok(());
    };
    match reader.whole_number(field, 0..=u64::from(u32::MAX)).map(|found| found as u32) {
        Some(0) => reader.note_value(field, ProblemKind::UnknownVersion { found: 0 }),
        None => {}
        Some(found) if found <= newest => {}
        Some(found) => {
            let kind = ProblemKind::NewerVersion { found, newest };
            return Err(Problem {
                kind,
                field: FIELD.to_owned(),
                position: Some(reader.position(field.item.span().start)),
            });
        }
    }
    Ok(())
}

/// The lines of comment before the first bracket.
fn opening_comment(text: &str) -> String {
    let lines: Vec<_> =
        text.lines().map(str::trim).take_while(|line| line.starts_with("//")).map(|line| line[2..].trim()).collect();
    lines.join("\n")
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

fn read_top<'a>(reader: &mut Reader<'a>, field: &Field<'a>, draft: &mut Draft) {
    let cover = &mut draft.cover;
    let words = match field.key.as_str() {
        "title" => &mut draft.title,
        "short_title" => &mut cover.short_title,
        "in_short" => &mut cover.in_short,
        "teaches" => &mut cover.teaches,
        "story" => &mut draft.story,
        "look_for" => &mut draft.look_for,
        "notes" => &mut draft.notes,
        "version" => return,
        "group" => {
            cover.group = reader.option(field, Group::NAMES).and_then(|place| Group::ALL.get(place).copied());
            return;
        }
        "opens_at_min" => {
            cover.opens_at_min = reader.checked(field, at_min_value);
            return;
        }
        "patient" | "machine" | "procedure" => return read_section(reader, &field.item.value, &field.key, draft),
        "about" => {
            let place = reader.option(field, WarningId::KEYS);
            draft.about = place.and_then(|place| WarningId::ALL.get(place).copied());
            return;
        }
        "aim" => {
            draft.aim = stated_aim(reader, field);
            return;
        }
        "questions" => {
            draft.questions = teaching::questions(reader, field);
            return;
        }
        "stops" => {
            draft.stops = teaching::stops(reader, field);
            return;
        }
        "virtual_patients" => {
            draft.virtual_patients = drawn_patients(reader, &field.item.value);
            return;
        }
        _ => return reader.unknown(field, TOP.into_iter()),
    };
    if let Some(found) = reader.text(field) {
        *words = found;
    }
}

/// One bracket of settings: `patient`, or one within it.
fn read_section<'a>(reader: &mut Reader<'a>, node: &'a Node, section: &str, draft: &mut Draft) {
    let Some(fields) = reader.fields(node, section) else { return };
    for field in &fields {
        if let Some(setting) = settings::by_path(&field.path) {
            draft.given.push(setting);
            if let Some(value) = reader.setting(field, setting.row()) {
                setting.set(&mut draft.settings, &value);
            }
        } else if field.path == "procedure.changes" {
            draft.changes = reader.list(field, read_change);
        } else if old_names::is_retired(&field.path) {
        } else if SettingId::all().any(|setting| is_within(setting.row().path, &field.path)) {
            read_section(reader, &field.item.value, &field.path, draft);
        } else {
            let siblings = SettingId::all()
                .filter_map(|setting| setting.row().path.strip_prefix(section)?.strip_prefix('.')?.split('.').next());
            reader.unknown(field, siblings);
        }
    }
    for setting in SettingId::all().filter(|setting| setting.row().required && !draft.given.contains(setting)) {
        let path = setting.row().path;
        if is_within(path, section) && !reader.is_attempted(path) {
            reader.note(node.span.start, path, ProblemKind::MissingField);
            reader.attempt(path);
        }
    }
}

fn is_within(path: &str, section: &str) -> bool {
    path.strip_prefix(section).is_some_and(|rest| rest.starts_with('.'))
}

/// Which virtual patients are drawn.
fn drawn_patients<'a>(reader: &mut Reader<'a>, node: &'a Node) -> VirtualPatients {
    let mut drawn = VirtualPatients::default();
    for field in reader.fields(node, "virtual_patients").unwrap_or_default() {
        match field.key.as_str() {
            "seed" => drawn.seed = reader.whole_number(&field, VirtualPatients::SEEDS).unwrap_or(drawn.seed),
            "count" => {
                drawn.count =
                    reader.whole_number(&field, VirtualPatients::COUNTS).map_or(drawn.count, |count| count as usize);
            }
            _ => reader.unknown(&field, ["seed", "count"].into_iter()),
        }
    }
    drawn
}

fn read_change<'a>(reader: &mut Reader<'a>, node: &'a Node, path: &str) -> Option<Change> {
    let mut at_min = None;
    let mut values = Vec::new();
    let fields = reader.fields(node, path)?;
    for field in &fields {
        if field.key == "at_min" {
            at_min = reader.checked(field, at_min_value);
        } else if let Some(setting) = settings::mid_run_by_leaf(&field.key) {
            values.extend(reader.setting(field, setting.row()).map(|value| (setting, value)));
        } else {
            let kind = if SettingId::all().any(|setting| setting.row().leaf() == field.key) {
                ProblemKind::FixedDuringRun
            } else {
                let names = SettingId::all().map(SettingId::row).filter(|row| row.mid_run).map(Setting::leaf);
                ProblemKind::UnknownField { nearest: nearest(&field.key, names.chain(["at_min"])) }
            };
            reader.note(field.item.span().start, &field.path, kind);
        }
    }
    let time = format!("{path}.at_min");
    if !fields.iter().any(|field| field.key == "at_min") && !reader.is_attempted(&time) {
        reader.note(node.span.start, &time, ProblemKind::MissingField);
    }
    at_min.map(|at_min| Change { at_min, values })
}

/// A time within the longest procedure there can be.
pub(crate) fn at_min_value(value: f64) -> Result<f64, ProblemKind> {
    let max = SettingId::Duration.row().number().map_or(0.0, |number| number.max);
    if !value.is_finite() {
        Err(ProblemKind::NotFinite)
    } else if !(0.0..=max).contains(&value) {
        Err(ProblemKind::OutOfRange { value, min: 0.0, max, unit: Unit::Min })
    } else {
        Ok(value)
    }
}
