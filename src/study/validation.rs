//! Validation: a table of published studies, each run on a described case, with our value beside the published one.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use serde::Deserialize;

use crate::preset::{self, Bundled, FileProblem, Preset, Problem};
use crate::sim::results::{UnknownResult, result};
use crate::sim::{Protocol, Run, simulate};

/// The table bundled with the program.
pub const TABLE: &str = include_str!("../../assets/validation.ron");

/// Studies, and the assumptions that several of them share.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    pub version: u32,
    #[serde(default)]
    pub assumptions: Vec<Assumption>,
    pub studies: Vec<Study>,
}

/// Settings that no study of a device and mode reports, assumed equal for all of them.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assumption {
    pub name: String,
    pub why: String,
    /// Assignments as `--set` takes them.
    pub set: Vec<String>,
}

/// One study and the case it is run on.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Study {
    pub id: String,
    pub study: String,
    pub reference: String,
    /// A bundled preset by name, or a file relative to the table's folder.
    pub preset: String,
    /// Names of shared assumptions, applied in this order before the study's own assignments.
    #[serde(default)]
    pub uses: Vec<String>,
    /// Assignments the study states.
    #[serde(default)]
    pub given: Vec<String>,
    /// Assignments assumed for this study alone: each is a free constant.
    #[serde(default)]
    pub assumed: Vec<String>,
    /// Volume processed, given instead of a duration.
    #[serde(default)]
    pub processed: Option<Processed>,
    #[serde(default)]
    pub note: String,
    pub rows: Vec<Row>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
pub enum Processed {
    /// The patient's own blood, in multiples of the blood volume.
    BloodVolumes(f64),
    /// The patient's own blood, L.
    #[serde(alias = "Litres")]
    Liters(f64),
}

/// One published number.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    pub id: String,
    /// A result by its dotted name; with `at_min`, a column of the CSV, alone or after `change.` or `change_percent.`.
    pub quantity: String,
    #[serde(default)]
    pub at_min: Option<f64>,
    /// Further assignments. If given, the row is the difference of the run with them minus the study's run.
    #[serde(default)]
    pub against: Vec<String>,
    pub published: Published,
    pub unit: String,
    /// How the number is given in the source.
    pub basis: String,
    /// The value must stay inside.
    #[serde(default)]
    pub pinned: bool,
    #[serde(default)]
    pub note: String,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq)]
pub enum Published {
    /// Mean (or median) and standard deviation.
    Spread {
        mean: f64,
        sd: f64,
    },
    /// A stated range.
    Range {
        low: f64,
        high: f64,
    },
    /// A median with its range.
    Median {
        median: f64,
        low: f64,
        high: f64,
    },
    /// A mean or median alone: inside within 15 %, or within 3 points of a percentage if that is more.
    Lone(f64),
    /// A direction: the difference is above zero, below zero (`Falls`) or at most `within` from zero (`Unchanged`).
    Rises,
    Falls,
    Unchanged {
        within: f64,
    },
}

/// How far our value lies from the published one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Distance {
    StandardDeviations(f64),
    /// From the middle of the range, in half ranges: up to 1 is inside.
    HalfRanges(f64),
    Percent(f64),
    /// A direction, or a published value that gives no scale: a range without width, or a mean of zero without SD.
    None,
}

#[derive(Clone, Debug)]
pub enum Verdict {
    Inside,
    Outside,
    NotRun(NotRun),
}

/// Why a row could not run.
#[derive(Clone, Debug, thiserror::Error)]
pub enum NotRun {
    /// The preset is not bundled, and the file cannot be opened.
    #[error("the preset {} cannot be opened", .0.display())]
    Preset(PathBuf, Arc<FileProblem>),
    #[error("no assumption is named {0}")]
    UnknownAssumption(String),
    /// An assignment is wrong.
    #[error("an assignment is wrong")]
    Problem(Problem),
    #[error(transparent)]
    Refused(crate::sim::protocol::SimulationError),
    #[error("the quantity is unknown")]
    UnknownQuantity,
    /// The quantity is undefined in this case.
    #[error("the quantity has no meaning in this case")]
    NoValue,
}

/// The result of running a row.
#[derive(Clone, Debug)]
pub struct Finding {
    pub ours: Option<f64>,
    pub distance: Distance,
    pub verdict: Verdict,
}

/// A row with its result.
#[derive(Clone, Debug)]
pub struct Answer<'a> {
    pub study: &'a Study,
    pub row: &'a Row,
    pub ours: Option<f64>,
    pub distance: Distance,
    pub verdict: Verdict,
}

/// Smallest half-width of the band around a lone percentage, points.
const MIN_BAND_POINTS: f64 = 3.0;
/// Half-width of the band around a lone mean, as a share of it.
const LONE_BAND: f64 = 0.15;

impl Published {
    pub const fn is_direction(&self) -> bool {
        matches!(self, Self::Rises | Self::Falls | Self::Unchanged { .. })
    }

    /// The lowest and highest values that count as inside.
    pub fn band(&self, unit: &str) -> (f64, f64) {
        match *self {
            Self::Spread { mean, sd } => (mean - sd, mean + sd),
            Self::Range { low, high } | Self::Median { low, high, .. } => (low, high),
            Self::Lone(mean) => {
                let min = if unit.starts_with('%') { MIN_BAND_POINTS } else { 0.0 };
                let half = (LONE_BAND * mean.abs()).max(min);
                (mean - half, mean + half)
            }
            Self::Rises => (0.0, f64::INFINITY),
            Self::Falls => (f64::NEG_INFINITY, 0.0),
            Self::Unchanged { within } => (-within, within),
        }
    }

    fn distance(&self, ours: f64) -> Distance {
        match *self {
            Self::Spread { mean, sd } if sd > 0.0 => Distance::StandardDeviations((ours - mean) / sd),
            Self::Range { low, high } | Self::Median { low, high, .. } if high > low => {
                Distance::HalfRanges((ours - 0.5 * (low + high)) / (0.5 * (high - low)))
            }
            Self::Lone(mean) | Self::Spread { mean, .. } if mean != 0.0 => {
                Distance::Percent(100.0 * (ours - mean) / mean.abs())
            }
            _ => Distance::None,
        }
    }
}

impl Table {
    /// The shared assumption of this name.
    pub fn assumption(&self, name: &str) -> Option<&Assumption> {
        self.assumptions.iter().find(|assumption| assumption.name == name)
    }
}

impl Study {
    /// The protocol of this study's case; `folder` is the table's folder.
    ///
    /// # Errors
    /// [`NotRun`], which says why the case cannot be made.
    pub fn protocol(&self, table: &Table, folder: &Path) -> Result<Protocol, NotRun> {
        self.case(table, folder).map(|preset| preset.protocol)
    }

    /// This study's case: its preset with the study's changes; `folder` is the table's folder.
    ///
    /// # Errors
    /// [`NotRun`], which says why the case cannot be made.
    pub fn case(&self, table: &Table, folder: &Path) -> Result<Preset, NotRun> {
        let mut preset = if let Some(bundled) = Bundled::by_name(&self.preset) {
            preset::read(bundled.text).map_err(NotRun::Problem)?
        } else {
            let path = folder.join(&self.preset);
            preset::load(&path).map_err(|problem| NotRun::Preset(path, Arc::new(problem)))?
        };
        let mut shared = Vec::new();
        for name in &self.uses {
            let assumption = table.assumption(name).ok_or_else(|| NotRun::UnknownAssumption(name.clone()))?;
            shared.extend(&assumption.set);
        }
        for assignment in shared.into_iter().chain(&self.given).chain(&self.assumed) {
            preset::assign(&mut preset.protocol.settings, assignment).map_err(NotRun::Problem)?;
        }
        if let Some(processed) = self.processed {
            last_until(processed, &mut preset.protocol);
        }
        Ok(preset)
    }
}

/// Sets the duration at which this volume has been processed.
fn last_until(processed: Processed, protocol: &mut Protocol) {
    let settings = &mut protocol.settings;
    let blood_volume_ml = settings.patient.total_blood_volume_ml();
    let volume_ml = match processed {
        Processed::BloodVolumes(volumes) => volumes * blood_volume_ml,
        Processed::Liters(liters) => liters * 1000.0,
    };
    let flows = crate::model::circuit::InletFlows::new(&settings.machine, &settings.procedure, blood_volume_ml);
    settings.procedure.duration_min = volume_ml / flows.blood_ml_min;
}

/// Reads a table of studies.
///
/// # Errors
/// What is wrong and where, in RON's own words.
pub fn read(text: &str) -> Result<Table, ron::error::SpannedError> {
    ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME).from_str(text)
}

/// Runs every row and returns it with the published value, in the order of the table; presets that are not bundled are read from
/// `folder`.
pub fn validate<'a>(table: &'a Table, folder: &Path) -> Vec<Answer<'a>> {
    answers(table, &find(table, folder))
}

/// Runs every row, the studies in parallel on all cores; returns the results in the order of the table.
pub fn find(table: &Table, folder: &Path) -> Vec<Finding> {
    let of_studies: Vec<Vec<Finding>> = table.studies.par_iter().map(|study| find_for(study, table, folder)).collect();
    of_studies.into_iter().flatten().collect()
}

fn find_for(study: &Study, table: &Table, folder: &Path) -> Vec<Finding> {
    let base = study.protocol(table, folder).and_then(|protocol| {
        let run = simulate(&protocol).map_err(NotRun::Refused)?;
        Ok((protocol, run))
    });
    let ours = |row| match &base {
        Ok((protocol, run)) => ours(row, protocol, run),
        Err(why) => Err(why.clone()),
    };
    study.rows.iter().map(|row| finding(row, ours(row))).collect()
}

/// The rows of a table with their results; `findings` are in the order of [`find`].
pub fn answers<'a>(table: &'a Table, findings: &[Finding]) -> Vec<Answer<'a>> {
    let rows = table.studies.iter().flat_map(|study| study.rows.iter().map(move |row| (study, row)));
    let answer = |((study, row), finding): ((&'a Study, &'a Row), &Finding)| {
        let Finding { ours, distance, verdict } = finding.clone();
        Answer { study, row, ours, distance, verdict }
    };
    rows.zip(findings).map(answer).collect()
}

/// The row's value in our run, or the difference of two runs.
fn ours(row: &Row, protocol: &Protocol, run: &Run) -> Result<f64, NotRun> {
    let read = |run: &Run| match result(run, &row.quantity, row.at_min) {
        Ok(Some(value)) => Ok(value),
        Ok(None) => Err(NotRun::NoValue),
        Err(UnknownResult) => Err(NotRun::UnknownQuantity),
    };
    let first = read(run)?;
    if row.against.is_empty() {
        return Ok(first);
    }
    let mut changed = protocol.clone();
    for assignment in &row.against {
        preset::assign(&mut changed.settings, assignment).map_err(NotRun::Problem)?;
    }
    Ok(read(&simulate(&changed).map_err(NotRun::Refused)?)? - first)
}

fn finding(row: &Row, ours: Result<f64, NotRun>) -> Finding {
    match ours {
        Err(why) => Finding { ours: None, distance: Distance::None, verdict: Verdict::NotRun(why) },
        Ok(ours) => {
            let (low, high) = row.published.band(&row.unit);
            // No change is neither a rise nor a fall.
            let inside = (low..=high).contains(&ours)
                && !(ours == 0.0 && matches!(row.published, Published::Rises | Published::Falls));
            Finding {
                ours: Some(ours),
                distance: row.published.distance(ours),
                verdict: if inside { Verdict::Inside } else { Verdict::Outside },
            }
        }
    }
}
