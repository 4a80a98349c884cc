//! Reading a table of studies: within bounds, with what is wrong told all at once.

use std::collections::BTreeSet;
use std::io::{self, Read};
use std::sync::Arc;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::{PROCESSED, Published, Row, Study, Table, path_of};
use crate::preset::{Position, without_mark};
use crate::sim::settings::SettingId;

/// A table of a thousand studies is smaller; a larger file is something else.
pub const MAX_BYTES: usize = 4 << 20;

/// The newest form. The first has no bands, ratios, scales and scores, and is read as it was.
pub const VERSION: u32 = 2;

/// More bands than that are run at too many corners.
const MAX_BANDS: usize = 3;

/// Why a table cannot be used.
#[derive(Clone, Debug, thiserror::Error)]
pub enum TableProblem {
    #[error(transparent)]
    Io(Arc<io::Error>),
    #[error("not UTF-8 text")]
    NotText,
    #[error("larger than {MAX_BYTES} bytes")]
    TooLarge,
    #[error("a preset and no table of studies")]
    Preset,
    /// A published value whose numbers have no names.
    #[error("{name} without the names of its numbers")]
    Unnamed { name: &'static str, example: &'static str, position: Position },
    /// Not RON, or not of this form. `message` is the parser's own, in English.
    #[error("{message}")]
    Syntax { message: String, position: Position },
    #[error("version {found}")]
    Version { found: u32 },
    #[error("not sound")]
    Unsound(Vec<Flaw>),
}

/// Something that a sound table cannot say.
#[derive(Clone, Debug, PartialEq)]
pub struct Flaw {
    /// The id of the study or the name of the shared assumption, and of the row where it is about one.
    pub place: Vec<String>,
    pub kind: FlawKind,
}

#[derive(Clone, Debug, PartialEq)]
pub enum FlawKind {
    RepeatedStudy,
    RepeatedRow,
    RepeatedAssumption,
    DurationAndProcessed,
    SetTwice { path: String },
    UnknownAssumption { nearest: Option<String> },
    NotPositive { field: &'static str },
    NegativeSd { sd: f64 },
    NegativeWithin { within: f64 },
    Reversed { low: f64, high: f64 },
    MedianOutside { median: f64, low: f64, high: f64 },
    NotFinite,
    NoScale,
    NegativeTime { at_min: f64 },
    RatioWithoutAgainst,
    TooManyBands { most: usize },
    NothingProcessed,
}

/// Reads a table from its text.
///
/// # Errors
/// The [`TableProblem`].
pub fn read(text: &str) -> Result<Table, TableProblem> {
    let table = parse(text)?;
    let flaws = flaws(&table);
    if flaws.is_empty() { Ok(table) } else { Err(TableProblem::Unsound(flaws)) }
}

/// Reads a table from a file or standard input, and no more of it than a table can have.
///
/// # Errors
/// As [`read`], or when it cannot be read.
pub fn read_from(source: impl Read) -> Result<Table, TableProblem> {
    let mut bytes = Vec::new();
    // One byte too many tells a file that is too large, without reading the rest.
    let read_whole = source.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes);
    read_whole.map_err(|error| TableProblem::Io(Arc::new(error)))?;
    if bytes.len() > MAX_BYTES {
        return Err(TableProblem::TooLarge);
    }
    let text = String::from_utf8(bytes).map_err(|_| TableProblem::NotText)?;
    read(without_mark(&text))
}

/// What holds every table and every preset.
#[derive(Deserialize)]
struct Header {
    #[serde(default)]
    version: Option<u32>,
    #[serde(default)]
    patient: Option<IgnoredAny>,
    #[serde(default)]
    studies: Option<IgnoredAny>,
}

/// The table as it is written, sound or not.
pub(super) fn parse(text: &str) -> Result<Table, TableProblem> {
    let options = ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
    // What the header says counts more than a field that a newer form may have.
    if let Ok(header) = options.from_str::<Header>(text) {
        if header.patient.is_some() && header.studies.is_none() {
            return Err(TableProblem::Preset);
        }
        if let Some(found) = header.version.filter(|version| !(1..=VERSION).contains(version)) {
            return Err(TableProblem::Version { found });
        }
    }
    options.from_str(text).map_err(|error| syntax(text, &error))
}

fn syntax(text: &str, error: &ron::error::SpannedError) -> TableProblem {
    const NAMED: [(&str, &str); 3] = [
        ("Spread", "Spread(mean: -5, sd: 2)"),
        ("Range", "Range(low: -7, high: -5)"),
        ("Median", "Median(median: -33, low: -69, high: 0)"),
    ];
    let (start, end) = (error.span.start, error.span.end);
    for place in [start, end] {
        let before = text.lines().nth(place.line.saturating_sub(1)).unwrap_or_default();
        let before: String = before.chars().take(place.col.saturating_sub(1)).collect();
        // The parser stops at the number or behind it, right after the bracket.
        let before = before.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | ' ' | ','));
        for (name, example) in NAMED {
            if before.ends_with(&format!("{name}(")) {
                let position = Position { line: place.line, column: before.chars().count() + 1 };
                return TableProblem::Unnamed { name, example, position };
            }
        }
    }
    TableProblem::Syntax { message: error.code.to_string(), position: Position { line: start.line, column: start.col } }
}

/// Everything that a sound table cannot say, in the table's order.
fn flaws(table: &Table) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    let mut names = BTreeSet::new();
    for assumption in &table.assumptions {
        let mut note = |kind| flaws.push(Flaw { place: vec![assumption.name.clone()], kind });
        if !names.insert(&assumption.name) {
            note(FlawKind::RepeatedAssumption);
        }
        for path in twice(&assumption.set) {
            note(FlawKind::SetTwice { path });
        }
    }
    let (mut ids, mut row_ids) = (BTreeSet::new(), BTreeSet::new());
    for study in &table.studies {
        if !ids.insert(&study.id) {
            flaws.push(Flaw { place: vec![study.id.clone()], kind: FlawKind::RepeatedStudy });
        }
        flaws.extend(flaws_of_study(study, table));
        for row in &study.rows {
            let place = || vec![study.id.clone(), row.id.clone()];
            if !row_ids.insert(&row.id) {
                flaws.push(Flaw { place: place(), kind: FlawKind::RepeatedRow });
            }
            flaws.extend(flaws_of_row(study, row).into_iter().map(|kind| Flaw { place: place(), kind }));
        }
    }
    flaws
}

fn flaws_of_study(study: &Study, table: &Table) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    let mut note = |more: Option<&str>, kind| {
        let place = [study.id.as_str()].into_iter().chain(more).map(str::to_owned).collect();
        flaws.push(Flaw { place, kind });
    };
    for name in &study.uses {
        if table.assumption(name).is_none() {
            note(Some(name), FlawKind::UnknownAssumption { nearest: table.nearest_assumption(name) });
        }
    }
    let own: Vec<_> = study.given.iter().chain(&study.assumed).cloned().collect();
    for path in twice(&own) {
        note(None, FlawKind::SetTwice { path });
    }
    let duration = SettingId::Duration.row().path;
    let sets = |path: &str| own.iter().any(|assignment| path_of(assignment) == path);
    if let Some(processed) = study.processed {
        let is_banded = study.bands.iter().any(|band| band.set == duration);
        if sets(duration) || is_banded {
            note(None, FlawKind::DurationAndProcessed);
        }
        if processed.value() <= 0.0 || !processed.value().is_finite() {
            note(None, FlawKind::NotPositive { field: PROCESSED });
        }
    }
    if study.bands.len() > MAX_BANDS {
        note(None, FlawKind::TooManyBands { most: MAX_BANDS });
    }
    for band in &study.bands {
        if !(band.low < band.high && band.low.is_finite() && band.high.is_finite()) {
            note(Some(&band.set), FlawKind::Reversed { low: band.low, high: band.high });
        }
        if band.set == PROCESSED && study.processed.is_none() {
            note(Some(&band.set), FlawKind::NothingProcessed);
        }
    }
    flaws
}

fn flaws_of_row(study: &Study, row: &Row) -> Vec<FlawKind> {
    let mut flaws: Vec<_> = twice(&row.against).into_iter().map(|path| FlawKind::SetTwice { path }).collect();
    let numbers = match row.published {
        Published::Spread { mean, sd } => vec![mean, sd],
        Published::Range { low, high } => vec![low, high],
        Published::Median { median, low, high } => vec![median, low, high],
        Published::Lone(mean) => vec![mean],
        Published::Unchanged { within } => vec![within],
        Published::Rises | Published::Falls => vec![],
    };
    if numbers.iter().any(|number| !number.is_finite()) {
        flaws.push(FlawKind::NotFinite);
    }
    match row.published {
        Published::Spread { sd, .. } if sd < 0.0 => flaws.push(FlawKind::NegativeSd { sd }),
        Published::Range { low, high } | Published::Median { low, high, .. } if low > high => {
            flaws.push(FlawKind::Reversed { low, high });
        }
        Published::Median { median, low, high } if !(low..=high).contains(&median) => {
            flaws.push(FlawKind::MedianOutside { median, low, high });
        }
        Published::Unchanged { within } if within < 0.0 => flaws.push(FlawKind::NegativeWithin { within }),
        _ => {}
    }
    if row.scale == 0.0 || !row.scale.is_finite() {
        flaws.push(FlawKind::NoScale);
    }
    if let Some(at_min) = row.at_min.filter(|at_min| at_min.is_nan() || *at_min < 0.0) {
        flaws.push(FlawKind::NegativeTime { at_min });
    }
    if row.ratio && row.against.is_empty() {
        flaws.push(FlawKind::RatioWithoutAgainst);
    }
    let changes = |path: &str| row.against.iter().any(|assignment| path_of(assignment) == path);
    if changes(PROCESSED) && study.processed.is_none() {
        flaws.push(FlawKind::NothingProcessed);
    }
    if changes(SettingId::Duration.row().path) && study.processed.is_some() {
        flaws.push(FlawKind::DurationAndProcessed);
    }
    flaws
}

/// The settings that are assigned more than once.
fn twice(assignments: &[String]) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    assignments.iter().map(|assignment| path_of(assignment)).filter(|path| !seen.insert(path.clone())).collect()
}
