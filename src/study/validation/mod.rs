//! Validation: a table of published studies, each run on a described case, with our value beside the published one.
//!
//! This file holds the form of a table. `read` reads and checks one, `run` runs its rows, `scatter` compares the studies with each other.

mod read;
mod run;
mod scatter;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::preset;
use crate::sim::results::is_percent;

pub use read::{Flaw, FlawKind, MAX_BYTES, TableProblem, VERSION, read, read_from};
pub use run::{Answer, Distance, Finding, NotRun, Verdict, answers, find, find_for, validate, values_with};
pub use scatter::{Group, Noise, Scatter, median};

/// The table bundled with the program.
pub const TABLE: &str = include_str!("../../../assets/validation.ron");

/// Studies, and the assumptions that several of them share.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    pub version: u32,
    /// Constants of the model that were fitted with these rows in view.
    #[serde(default)]
    pub free_constants: Option<usize>,
    /// How the rows come out with the constants fitted to all of them, as the fitting tool found it.
    #[serde(default)]
    pub fitted: Option<Score>,
    /// The same, each study with constants fitted without it.
    #[serde(default)]
    pub cross_validated: Option<Score>,
    /// What released versions made of rows they had never seen.
    #[serde(default)]
    pub blind: Vec<BlindScore>,
    #[serde(default)]
    pub assumptions: Vec<Assumption>,
    pub studies: Vec<Study>,
}

/// How many numbers came out inside, and the median distance.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Score {
    pub inside: usize,
    pub of: usize,
    pub median_percent: f64,
}

/// How a version did on rows that nobody had seen while it was made.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BlindScore {
    /// A released version, or the words for one that was not released.
    pub version: String,
    #[serde(default)]
    pub date: String,
    pub rows: usize,
    pub inside: usize,
    pub median_percent: f64,
    #[serde(default)]
    pub directions: Option<DirectionScore>,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct DirectionScore {
    pub right: usize,
    pub of: usize,
}

/// Settings that no study of a device and mode reports, assumed equal for all of them.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assumption {
    pub name: String,
    /// What readers call it; its name where it has none.
    #[serde(default)]
    pub title: String,
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
    /// Inputs that the study does not print, with the range in which they must lie.
    #[serde(default)]
    pub bands: Vec<Band>,
    /// Studies of the same set-up are compared with each other; where it is left out, those with the same assumptions and preset.
    #[serde(default)]
    pub setup: String,
    #[serde(default)]
    pub note: String,
    pub rows: Vec<Row>,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq)]
pub enum Processed {
    /// The patient's own blood, in multiples of the blood volume.
    BloodVolumes(f64),
    /// The patient's own blood, L.
    #[serde(alias = "Litres")]
    Liters(f64),
}

/// The name by which an assignment changes the volume processed, in the unit the study gives it in: `processed=12`.
pub const PROCESSED: &str = "processed";

/// An input that is known to lie in a range. The rows are run at both ends as well as in the center, which is the study's own value;
/// what lies between is taken to be monotone.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// A setting's path, or [`PROCESSED`].
    pub set: String,
    pub low: f64,
    pub high: f64,
}

/// One published number.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    pub id: String,
    /// A result by its dotted name; with `at_min`, a column of the CSV, alone or after `change.` or `change_percent.`, or what the
    /// separator takes of a kind of cell at that moment, such as `separator.lymphocyte_percent`.
    pub quantity: String,
    #[serde(default)]
    pub at_min: Option<f64>,
    /// Further assignments. If given, the row is the difference of the run with them minus the study's run.
    #[serde(default)]
    pub against: Vec<String>,
    /// With `against`: the run with the assignments divided by the study's run, in place of the difference.
    #[serde(default)]
    pub ratio: bool,
    /// Factor from our unit to the published one, such as 1/weight for a value per kg.
    #[serde(default = "one")]
    pub scale: f64,
    pub published: Published,
    pub unit: String,
    /// How the number is given in the source.
    pub basis: String,
    /// The mechanism that the row tests.
    #[serde(default)]
    pub mechanism: String,
    /// The value must stay inside: chosen by what the row tests, before its result was known.
    #[serde(default)]
    pub pinned: bool,
    #[serde(default)]
    pub note: String,
}

const fn one() -> f64 {
    1.0
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
    /// A direction: the difference is above zero, below zero (`Falls`) or at most `within` from zero (`Unchanged`). For a ratio, one
    /// stands in place of zero. A difference of less than a hundredth of the first run's value is no rise and no fall.
    Rises,
    Falls,
    Unchanged {
        within: f64,
    },
}

/// What a row is about: the three kinds are counted apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// A number of one run.
    Number,
    /// How much a number changes from run to run.
    Slope,
    /// Only which way it changes.
    Direction,
}

/// Smallest half-width of the band around a lone percentage, points.
const MIN_BAND_POINTS: f64 = 3.0;
/// Half-width of the band around a lone mean, as a share of it.
const LONE_BAND: f64 = 0.15;

impl Processed {
    pub const fn value(self) -> f64 {
        match self {
            Self::BloodVolumes(value) | Self::Liters(value) => value,
        }
    }

    /// Another volume in the same unit.
    #[must_use]
    pub const fn with(self, value: f64) -> Self {
        match self {
            Self::BloodVolumes(_) => Self::BloodVolumes(value),
            Self::Liters(_) => Self::Liters(value),
        }
    }
}

impl Published {
    pub const fn is_direction(&self) -> bool {
        matches!(self, Self::Rises | Self::Falls | Self::Unchanged { .. })
    }

    /// The published value, or the middle of a range; `None` for a direction.
    pub const fn center(&self) -> Option<f64> {
        match *self {
            Self::Spread { mean, .. } | Self::Lone(mean) => Some(mean),
            Self::Range { low, high } => Some(0.5 * (low + high)),
            Self::Median { median, .. } => Some(median),
            Self::Rises | Self::Falls | Self::Unchanged { .. } => None,
        }
    }
}

impl Row {
    pub const fn kind(&self) -> RowKind {
        if self.published.is_direction() {
            RowKind::Direction
        } else if self.against.is_empty() {
            RowKind::Number
        } else {
            RowKind::Slope
        }
    }

    /// What no change is: zero for a difference, one for a ratio.
    pub const fn neutral(&self) -> f64 {
        if self.ratio { 1.0 } else { 0.0 }
    }

    /// The lowest and highest values that count as inside.
    pub fn band(&self) -> (f64, f64) {
        match self.published {
            Published::Spread { mean, sd } => (mean - sd, mean + sd),
            Published::Range { low, high } | Published::Median { low, high, .. } => (low, high),
            Published::Lone(mean) => {
                let half = (LONE_BAND * mean.abs()).max(self.min_half_width());
                (mean - half, mean + half)
            }
            Published::Rises => (self.neutral(), f64::INFINITY),
            Published::Falls => (f64::NEG_INFINITY, self.neutral()),
            Published::Unchanged { within } => (self.neutral() - within, self.neutral() + within),
        }
    }

    /// The least half-width around a lone mean: it follows from what is measured and not from how the unit is spelled.
    fn min_half_width(&self) -> f64 {
        let is_percent = !self.ratio && is_percent(&self.quantity);
        if is_percent { MIN_BAND_POINTS * self.scale.abs() } else { 0.0 }
    }
}

/// The program's own table.
static BUNDLED: LazyLock<Option<Table>> = LazyLock::new(|| read::parse(TABLE).ok());

impl Table {
    /// The program's own table, as it was read.
    pub fn bundled() -> Option<&'static Self> {
        BUNDLED.as_ref()
    }

    /// The shared assumption of this name: the table's own, or else one of the program's own table.
    pub fn assumption(&self, name: &str) -> Option<&Assumption> {
        self.known_assumptions().find(|assumption| assumption.name == name)
    }

    /// The table's own assumptions, then those of the program's own table.
    fn known_assumptions(&self) -> impl Iterator<Item = &Assumption> {
        self.assumptions.iter().chain(Self::bundled().into_iter().flat_map(|table| &table.assumptions))
    }

    /// The name of a shared assumption most like this one.
    pub fn nearest_assumption(&self, name: &str) -> Option<String> {
        preset::nearest(name, self.known_assumptions().map(|assumption| assumption.name.as_str())).map(str::to_owned)
    }

    /// Values that were assumed for one study alone: its assumed settings, and its inputs that are known only to lie in a band.
    pub fn values_of_single_studies(&self) -> usize {
        self.studies.iter().map(|study| study.assumed.len() + study.bands.len()).sum()
    }

    /// Values that the studies of a device and mode share.
    pub fn shared_values(&self) -> usize {
        let used: BTreeSet<_> = self.studies.iter().flat_map(|study| &study.uses).collect();
        used.into_iter().filter_map(|name| self.assumption(name)).map(|assumption| assumption.set.len()).sum()
    }
}

impl Assumption {
    /// What readers call it.
    pub fn title(&self) -> &str {
        if self.title.is_empty() { &self.name } else { &self.title }
    }
}

/// The setting's path of an assignment, with the spelling of today.
fn path_of(assignment: &str) -> String {
    let path = assignment.split_once('=').map_or(assignment, |(path, _)| path);
    let path = crate::sim::old_names::current(path.trim()).into_owned();
    // The same setting at another time is another assignment.
    assignment.split_once('@').map_or(path.clone(), |(_, at)| format!("{path} @ {}", at.trim()))
}
