//! Running the rows of a table, and the verdict on each.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::{Noise, PROCESSED, Processed, Published, Row, Scatter, Study, Table, path_of};
use crate::model::circuit::InletFlows;
use crate::model::constants::Constants;
use crate::preset::{self, BUNDLED, Bundled, Expected, FileProblem, Preset, Problem, ProblemKind};
use crate::sim::protocol::SimulationError;
use crate::sim::results::{UnknownResult, result};
use crate::sim::settings::SettingId;
use crate::sim::{Protocol, Run, simulate};

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
    /// Outside in the center, but somewhere between the ends of the study's bands the published value is met.
    Reached,
    Outside,
    NotRun(NotRun),
}

/// Why a row could not run.
#[derive(Clone, Debug, thiserror::Error)]
pub enum NotRun {
    /// The preset is not bundled, and the file cannot be opened; the bundled name most like it.
    #[error("the preset {} cannot be opened", path.display())]
    Preset { path: PathBuf, problem: Arc<FileProblem>, nearest: Option<&'static str> },
    #[error("no assumption is named {name}")]
    UnknownAssumption { name: String, nearest: Option<String> },
    /// An assignment is wrong.
    #[error("an assignment is wrong")]
    Problem(Problem),
    #[error("processed is assigned, and the study processes no stated volume")]
    NothingProcessed,
    /// The volume processed needs a duration that no run may have.
    #[error("the volume processed takes {needed_min} min")]
    Duration { needed_min: f64, min: f64, max: f64 },
    #[error(transparent)]
    Refused(SimulationError),
    /// The row is read after the end of the run.
    #[error("the run ends at {end_min} min")]
    TooLate { at_min: f64, end_min: f64 },
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
    /// The lowest and highest of ours over the study's bands; `None` without bands.
    pub reach: Option<(f64, f64)>,
    pub distance: Distance,
    pub verdict: Verdict,
}

/// A row with its result.
#[derive(Clone, Debug)]
pub struct Answer<'a> {
    pub study: &'a Study,
    pub row: &'a Row,
    pub ours: Option<f64>,
    pub reach: Option<(f64, f64)>,
    pub distance: Distance,
    pub verdict: Verdict,
    /// How far apart studies of this quantity lie, where enough of them print it.
    pub noise: Option<Noise>,
}

impl Answer<'_> {
    /// The distance from the published value, percent of it: with the sign of ours minus theirs. `None` for a direction, and for a
    /// published value of zero.
    pub fn percent_off(&self) -> Option<f64> {
        let center = self.row.published.center().filter(|center| *center != 0.0)?;
        self.ours.map(|ours| 100.0 * (ours - center) / center.abs())
    }

    /// Whether we lie no farther from this study than another study does.
    pub fn is_as_near_as_another_study(&self) -> Option<bool> {
        Some(self.percent_off()?.abs() <= self.noise?.percent)
    }

    /// A direction that is not as published, or a slope that goes the other way.
    pub fn goes_wrong_way(&self) -> bool {
        let Some(ours) = self.ours else { return false };
        let neutral = self.row.neutral();
        match (self.row.kind(), self.row.published.center()) {
            (super::RowKind::Direction, _) => matches!(self.verdict, Verdict::Outside),
            (super::RowKind::Slope, Some(center)) => (ours - neutral) * (center - neutral) < 0.0,
            _ => false,
        }
    }
}

/// A case with the volume to process, from which its duration follows.
#[derive(Clone)]
struct StudyCase {
    preset: Preset,
    processed: Option<Processed>,
}

impl StudyCase {
    fn of(study: &Study, table: &Table, folder: &Path) -> Result<Self, NotRun> {
        let preset = open(&study.preset, folder)?;
        let mut case = Self { preset, processed: study.processed };
        for name in &study.uses {
            let assumption = table.assumption(name).ok_or_else(|| NotRun::UnknownAssumption {
                name: name.clone(),
                nearest: table.nearest_assumption(name),
            })?;
            case.assign_all(&assumption.set)?;
        }
        case.assign_all(study.given.iter().chain(&study.assumed))?;
        Ok(case)
    }

    fn assign_all<'a>(&mut self, assignments: impl IntoIterator<Item = &'a String>) -> Result<(), NotRun> {
        assignments.into_iter().try_for_each(|assignment| self.assign(assignment))
    }

    fn assign(&mut self, assignment: &str) -> Result<(), NotRun> {
        if path_of(assignment) != PROCESSED {
            return preset::assign_in_run(&mut self.preset.protocol, assignment).map(|_| ()).map_err(NotRun::Problem);
        }
        let value = assignment.split_once('=').and_then(|(_, value)| value.trim().parse().ok());
        let wrong = |kind| NotRun::Problem(Problem { kind, field: PROCESSED.to_owned(), position: None });
        let value = value.ok_or_else(|| wrong(ProblemKind::WrongKind { expected: Expected::Number }))?;
        self.processed = Some(self.processed.ok_or(NotRun::NothingProcessed)?.with(value));
        Ok(())
    }

    /// The case with the duration in which its volume is processed.
    fn timed(mut self) -> Result<Preset, NotRun> {
        if let Some(processed) = self.processed {
            last_until(processed, &mut self.preset.protocol)?;
        }
        Ok(self.preset)
    }

    fn run(&self) -> Result<Reading, NotRun> {
        let preset = self.clone().timed()?;
        Ok(Reading { run: simulate(&preset.protocol).map_err(NotRun::Refused)? })
    }
}

fn open(name: &str, folder: &Path) -> Result<Preset, NotRun> {
    if let Some(bundled) = Bundled::by_name(name) {
        return preset::read(bundled.text).map_err(NotRun::Problem);
    }
    let path = folder.join(name);
    preset::load(&path).map_err(|problem| {
        let nearest = preset::nearest(name, BUNDLED.iter().map(|bundled| bundled.name));
        NotRun::Preset { path, problem: Arc::new(problem), nearest }
    })
}

/// Sets the duration at which this volume has been processed.
fn last_until(processed: Processed, protocol: &mut Protocol) -> Result<(), NotRun> {
    let settings = &mut protocol.settings;
    let blood_volume_ml = settings.patient.total_blood_volume_ml();
    let volume_ml = match processed {
        Processed::BloodVolumes(volumes) => volumes * blood_volume_ml,
        Processed::Liters(liters) => liters * 1000.0,
    };
    let flows = InletFlows::new(&settings.machine, &settings.procedure, blood_volume_ml);
    let needed_min = volume_ml / flows.blood_ml_min;
    if let Some(number) = SettingId::Duration.row().number()
        && !number.contains(needed_min)
    {
        return Err(NotRun::Duration { needed_min, min: number.min, max: number.max });
    }
    settings.procedure.duration_min = needed_min;
    Ok(())
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
        StudyCase::of(self, table, folder)?.timed()
    }

    /// The case at every corner of the study's bands; none without bands.
    fn corners(&self, center: &StudyCase) -> Result<Vec<StudyCase>, NotRun> {
        if self.bands.is_empty() {
            return Ok(Vec::new());
        }
        let mut corners = vec![center.clone()];
        for band in &self.bands {
            let mut next = Vec::with_capacity(2 * corners.len());
            for corner in &corners {
                for value in [band.low, band.high] {
                    let mut corner = corner.clone();
                    corner.assign(&format!("{}={value}", band.set))?;
                    next.push(corner);
                }
            }
            corners = next;
        }
        Ok(corners)
    }
}

/// A run that rows are read from.
struct Reading {
    run: Run,
}

impl Reading {
    fn value(&self, row: &Row) -> Result<f64, NotRun> {
        if let Some(at_min) = row.at_min.filter(|at_min| *at_min > self.run.end_min) {
            return Err(NotRun::TooLate { at_min, end_min: self.run.end_min });
        }
        let value = result(&self.run, &row.quantity, row.at_min);
        value.map_err(|UnknownResult| NotRun::UnknownQuantity)?.ok_or(NotRun::NoValue)
    }
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

/// A study's runs: in the center and at the corners of its bands.
struct Runs {
    center: (StudyCase, Reading),
    corners: Vec<(StudyCase, Reading)>,
}

impl Runs {
    fn of(study: &Study, table: &Table, folder: &Path) -> Result<Self, NotRun> {
        let run = |case: StudyCase| {
            let reading = case.run()?;
            Ok((case, reading))
        };
        let center = StudyCase::of(study, table, folder)?;
        let corners = study.corners(&center)?.into_iter().map(run).collect::<Result<_, NotRun>>()?;
        Ok(Self { center: run(center)?, corners })
    }

    /// The row's value in the center, and at the corners of the bands.
    fn ours(&self, row: &Row) -> Result<Ours, NotRun> {
        let corners = self.corners.iter().map(|corner| value(row, corner)).collect::<Result<_, _>>()?;
        Ok(Ours { center: value(row, &self.center)?, corners })
    }
}

/// A study's values in the center of its bands, with other constants of the model than the usual ones; the core of a fit.
///
/// # Errors
/// [`NotRun`] for the first row that cannot run.
pub fn values_with(study: &Study, table: &Table, folder: &Path, constants: &Constants) -> Result<Vec<f64>, NotRun> {
    let mut case = StudyCase::of(study, table, folder)?;
    case.preset.protocol.constants = *constants;
    let reading = case.run()?;
    let center = (case, reading);
    study.rows.iter().map(|row| Ok(value(row, &center)?.value)).collect()
}

/// Runs the rows of one study.
pub fn find_for(study: &Study, table: &Table, folder: &Path) -> Vec<Finding> {
    let runs = Runs::of(study, table, folder);
    let ours = |row| match &runs {
        Ok(runs) => runs.ours(row),
        Err(why) => Err(why.clone()),
    };
    study.rows.iter().map(|row| finding(row, ours(row))).collect()
}

/// The rows of a table with their results; `findings` are in the order of [`find`].
pub fn answers<'a>(table: &'a Table, findings: &[Finding]) -> Vec<Answer<'a>> {
    let scatter = Scatter::of([table].into_iter().chain(Table::bundled()));
    let rows = table.studies.iter().flat_map(|study| study.rows.iter().map(move |row| (study, row)));
    let answer = |((study, row), finding): ((&'a Study, &'a Row), &Finding)| {
        let Finding { ours, reach, distance, verdict } = finding.clone();
        Answer { study, row, ours, reach, distance, verdict, noise: scatter.noise(study, row) }
    };
    rows.zip(findings).map(answer).collect()
}

/// Our value of a row.
#[derive(Clone, Copy)]
struct OurValue {
    value: f64,
    /// The second run does not differ from the first by more than [`NO_CHANGE`].
    is_no_change: bool,
}

/// Our values of a row.
struct Ours {
    center: OurValue,
    corners: Vec<OurValue>,
}

/// A smaller change, as a share of the first run's own value, is neither a rise nor a fall.
const NO_CHANGE: f64 = 0.01;

/// The row's value in this run; or the difference or ratio of two runs.
fn value(row: &Row, (case, reading): &(StudyCase, Reading)) -> Result<OurValue, NotRun> {
    let first = reading.value(row)?;
    if row.against.is_empty() {
        return Ok(OurValue { value: row.scale * first, is_no_change: false });
    }
    let mut changed = case.clone();
    changed.assign_all(&row.against)?;
    let second = changed.run()?.value(row)?;
    if row.ratio && first == 0.0 {
        return Err(NotRun::NoValue);
    }
    let compared = if row.ratio { second / first } else { second - first };
    let is_no_change = (second - first).abs() <= NO_CHANGE * first.abs();
    Ok(OurValue { value: row.scale * compared, is_no_change })
}

fn finding(row: &Row, ours: Result<Ours, NotRun>) -> Finding {
    match ours {
        Err(why) => Finding { ours: None, reach: None, distance: Distance::None, verdict: Verdict::NotRun(why) },
        Ok(ours) => {
            let center = ours.center.value;
            Finding {
                ours: Some(center),
                reach: ours.reach(),
                distance: distance(&row.published, center),
                verdict: ours.verdict(row),
            }
        }
    }
}

impl Ours {
    /// The lowest and the highest over the bands; `None` without bands.
    fn reach(&self) -> Option<(f64, f64)> {
        let center = self.center.value;
        let widen = |(low, high): (f64, f64), corner: &OurValue| (corner.value.min(low), corner.value.max(high));
        (!self.corners.is_empty()).then(|| self.corners.iter().fold((center, center), widen))
    }

    fn verdict(&self, row: &Row) -> Verdict {
        let (low, high) = row.band();
        // What lies between the corners is taken to be monotone, so a band of published values between them is met somewhere.
        let is_between = self.reach().is_some_and(|(lowest, highest)| lowest < low && highest > high);
        if is_inside(row, self.center) {
            Verdict::Inside
        } else if is_between || self.corners.iter().any(|corner| is_inside(row, *corner)) {
            Verdict::Reached
        } else {
            Verdict::Outside
        }
    }
}

fn is_inside(row: &Row, ours: OurValue) -> bool {
    let (low, high) = row.band();
    let is_still = ours.is_no_change && matches!(row.published, Published::Rises | Published::Falls);
    (low..=high).contains(&ours.value) && !is_still
}

fn distance(published: &Published, ours: f64) -> Distance {
    match *published {
        Published::Spread { mean, sd } if sd > 0.0 => Distance::StandardDeviations((ours - mean) / sd),
        Published::Range { low, high } | Published::Median { low, high, .. } if high > low => {
            Distance::HalfRanges((ours - 0.5 * (low + high)) / (0.5 * (high - low)))
        }
        Published::Lone(mean) | Published::Spread { mean, .. } if mean != 0.0 => {
            Distance::Percent(100.0 * (ours - mean) / mean.abs())
        }
        _ => Distance::None,
    }
}
