//! Advice: what would have avoided a warning, in steps that an operator sets, each with its price in cells.
//!
//! The search is bounded: it makes at most [`MOST_RUNS`] runs of at most [`MOST_STEPS`] solver steps together, since the core has no clock.

use strum::IntoEnumIterator as _;

use super::derivation::Cells;
use super::operator_steps::{describes_the_patient, may_give_red_cells, sides};
use super::outcome::target_cells;
use super::pieces::{pause, unless};
use super::protocol::Protocol;
use super::quantities::Quantity;
use super::run::Run;
use super::settings::{SettingId, Value};
use super::solver::Tolerance;
use super::trajectory::Trajectory;
use super::warnings::{self, Severity, Warning, headlines};
use crate::model::machine::Prime;
use crate::model::procedure::ReplacementFluid;

/// The most runs that a search makes.
pub const MOST_RUNS: usize = 1200;
/// The most solver steps of all runs of a search together. A usual run takes 60 to 100; a file at the ends of all ranges, 30,000.
pub const MOST_STEPS: usize = 80_000;
/// Work of a run besides its solver steps, in such steps.
const STEPS_PER_RUN: usize = 20;

/// A change that keeps less than this share of the cells is not worth its price, percent.
pub const WORTHWHILE_PERCENT: f64 = 200.0 / 3.0;

/// A change that keeps less than this share of the cells ends the treatment and is not told at all, percent.
const TREATMENT_PERCENT: f64 = 100.0 / 3.0;

/// How a change that avoids a warning is to be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// An operator could do it.
    Advised,
    /// It keeps less than two thirds of the cells.
    Costly,
    /// It describes another patient: nobody can choose it.
    OtherPatient,
}

/// A change of one setting or two that avoids a warning and raises no other.
#[derive(Clone, Debug, PartialEq)]
pub struct Remedy {
    /// The settings with their new values.
    pub changes: Vec<(SettingId, Value)>,
    /// Target cells in the bag as percent of those of the present run; `None` if it collects none.
    pub kept_percent: Option<f64>,
    pub standing: Standing,
}

/// What would have avoided a warning, the advised changes first.
#[derive(Clone, Debug, PartialEq)]
pub struct Avoidance {
    pub warning: Warning,
    pub remedies: Vec<Remedy>,
}

/// What would have avoided each warning that the procedure brought.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Advice {
    pub avoidances: Vec<Avoidance>,
    /// Settings that were not tried, or not to the end, because the search had used up its runs.
    pub not_tried: Vec<SettingId>,
    /// Whether pairs of settings were left out for the same reason.
    pub pairs_not_tried: bool,
    /// The number of runs made.
    pub runs: usize,
}

impl Remedy {
    /// Whether it gives red cells of a donor.
    fn gives_red_cells(&self) -> bool {
        self.changes.iter().any(|(setting, value)| match (setting, value) {
            (SettingId::Prime, Value::Choice(option)) => *option == Prime::RedCells as usize,
            (SettingId::ReplacementFluid, Value::Choice(option)) => *option == ReplacementFluid::RedCells as usize,
            _ => false,
        })
    }

    fn kept(&self) -> f64 {
        self.kept_percent.unwrap_or(100.0)
    }
}

impl Avoidance {
    /// The changes of one standing, the cheapest first.
    pub fn of(&self, standing: Standing) -> impl Iterator<Item = &Remedy> {
        self.remedies.iter().filter(move |remedy| remedy.standing == standing)
    }

    /// Cheapest first within each standing; red cells of a donor come last among what is advised.
    fn sort(&mut self) {
        self.remedies.sort_by(|a, b| {
            let rank = |remedy: &Remedy| (remedy.standing, remedy.gives_red_cells());
            rank(a).cmp(&rank(b)).then(libm::round(b.kept()).total_cmp(&libm::round(a.kept())))
        });
    }

    fn best_kept(&self) -> f64 {
        let chosen = self.remedies.iter().filter(|remedy| remedy.standing != Standing::OtherPatient);
        chosen.map(Remedy::kept).fold(0.0, f64::max)
    }
}

/// Looks for changes that avoid each warning the procedure brought.
///
/// Takes many runs, so use a background job. `canceled` is called before each run; when it returns true, the result is `None`.
pub fn advice(run: &Run, canceled: &dyn Fn() -> bool) -> Option<Advice> {
    unless(canceled, advice_in_pieces(run))
}

/// The same, with a pause before each run.
pub async fn advice_in_pieces(run: &Run) -> Advice {
    let brought = headlines(&run.warnings)
        .filter(|warning| !warning.present_before && warning.severity > Severity::Information)
        .map(|warning| Avoidance { warning: *warning, remedies: Vec::new() });
    let mut advice = Advice { avoidances: brought.collect(), ..Advice::default() };
    if advice.avoidances.is_empty() {
        return advice;
    }
    let mut search = Search::new(run);
    if search.singles(&mut advice).await.is_ok() {
        // What it has found until it used up its runs is told.
        let _ = search.pairs(&mut advice).await;
    }
    for avoidance in &mut advice.avoidances {
        avoidance
            .remedies
            .retain(|remedy| remedy.standing == Standing::OtherPatient || remedy.kept() >= TREATMENT_PERCENT);
        avoidance.sort();
    }
    advice.runs = search.runs;
    advice
}

/// A search has made as many runs as it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct UsedUp;

/// What came of a run with changed settings.
#[derive(Clone)]
struct Trial {
    /// `None` if the protocol cannot run.
    warnings: Option<Vec<Warning>>,
    kept_percent: Option<f64>,
}

struct Search<'a> {
    run: &'a Run,
    target: Cells,
    may_give_red_cells: bool,
    runs: usize,
    steps: usize,
}

/// The values on one side of the present one, from the nearest outward, and what came of those that were run.
struct Side {
    setting: SettingId,
    values: Vec<Value>,
    tried: Vec<Option<Trial>>,
}

impl Side {
    fn new(setting: SettingId, values: Vec<Value>) -> Self {
        let tried = vec![None; values.len()];
        Self { setting, values, tried }
    }
}

/// Values of a side that are tried before the border is searched between them.
const POINTS_EACH_SIDE: usize = 6;

/// Indices to try first, closer together near the present value; the last is the end of the side.
fn spread(count: usize) -> impl Iterator<Item = usize> {
    let mut last = None;
    (1..=POINTS_EACH_SIDE).filter_map(move |i| {
        let index = (count * i * i).div_ceil(POINTS_EACH_SIDE * POINTS_EACH_SIDE).checked_sub(1)?;
        (last.replace(index) != Some(index)).then_some(index)
    })
}

impl<'a> Search<'a> {
    fn new(run: &'a Run) -> Self {
        let settings = &run.protocol.settings;
        let hemoglobin = |time_min| Quantity::Hemoglobin.at(&run.at(time_min));
        let lowest = run.sample_times_min().into_iter().filter_map(hemoglobin).fold(f64::INFINITY, f64::min);
        Self {
            run,
            target: target_cells(settings),
            may_give_red_cells: may_give_red_cells(settings, lowest),
            runs: 0,
            steps: 0,
        }
    }

    /// Runs the protocol with changed settings.
    async fn trial(&mut self, changes: &[(SettingId, Value)]) -> Result<Trial, UsedUp> {
        pause().await;
        if self.runs >= MOST_RUNS || self.steps >= MOST_STEPS {
            return Err(UsedUp);
        }
        let mut protocol: Protocol = self.run.protocol.clone();
        for (setting, value) in changes {
            setting.set(&mut protocol.settings, value);
        }
        if protocol.check().is_err() {
            return Ok(Trial { warnings: None, kept_percent: None });
        }
        let trajectory = Trajectory::solve(&protocol, Tolerance::default());
        self.runs += 1;
        self.steps += trajectory.solver_steps() + STEPS_PER_RUN;
        let in_bag_e9 = |trajectory: &Trajectory| self.target.of(&trajectory.after.bag);
        let present_e9 = in_bag_e9(self.run);
        let kept_percent = (present_e9 > 0.0).then(|| 100.0 * in_bag_e9(&trajectory) / present_e9);
        Ok(Trial { warnings: Some(warnings::find(&trajectory)), kept_percent })
    }

    async fn tried<'s>(&mut self, side: &'s mut Side, index: usize) -> Result<&'s Trial, UsedUp> {
        let trial = match side.tried[index].take() {
            Some(trial) => trial,
            None => self.trial(&[(side.setting, side.values[index])]).await?,
        };
        Ok(side.tried[index].insert(trial))
    }

    /// Tries every setting alone.
    async fn singles(&mut self, advice: &mut Advice) -> Result<(), UsedUp> {
        let mut settings: Vec<_> = SettingId::iter().filter(|setting| setting.row().is_remedy).collect();
        // What describes the patient last: it only teaches.
        settings.sort_by_key(|setting| describes_the_patient(*setting));
        for (index, setting) in settings.iter().enumerate() {
            if let Err(used_up) = self.single(*setting, advice).await {
                advice.not_tried = settings[index..].to_vec();
                advice.pairs_not_tried = true;
                return Err(used_up);
            }
        }
        Ok(())
    }

    /// Adds the nearest value of one setting that avoids each warning.
    async fn single(&mut self, setting: SettingId, advice: &mut Advice) -> Result<(), UsedUp> {
        let sides = sides(setting, &self.run.protocol, self.may_give_red_cells);
        let mut sides: Vec<_> = sides.into_iter().map(|values| Side::new(setting, values)).collect();
        for side in &mut sides {
            for index in spread(side.values.len()) {
                self.tried(side, index).await?;
            }
        }
        for avoidance in &mut advice.avoidances {
            let mut best: Option<Remedy> = None;
            for side in &mut sides {
                let Some(found) = self.nearest(side, &avoidance.warning).await? else { continue };
                if best.as_ref().is_none_or(|best| found.kept() > best.kept()) {
                    best = Some(found);
                }
            }
            avoidance.remedies.extend(best);
        }
        Ok(())
    }

    /// The nearest value of a side that avoids a warning, between the last value that does not and the first that does.
    async fn nearest(&mut self, side: &mut Side, warning: &Warning) -> Result<Option<Remedy>, UsedUp> {
        let run = self.run;
        let (mut first, mut good) = (0, None);
        for index in spread(side.values.len()) {
            if is_better(run, warning, self.tried(side, index).await?) {
                good = Some(index);
                break;
            }
            first = index + 1;
        }
        let Some(mut good) = good else { return Ok(None) };
        while first < good {
            let middle = usize::midpoint(first, good);
            if is_better(run, warning, self.tried(side, middle).await?) {
                good = middle;
            } else {
                first = middle + 1;
            }
        }
        let change = (side.setting, side.values[good]);
        Ok(Some(remedy(vec![change], self.tried(side, good).await?)))
    }

    /// Tries two settings together where one alone avoids a warning only at a high price, or not at all.
    async fn pairs(&mut self, advice: &mut Advice) -> Result<(), UsedUp> {
        for avoidance in &mut advice.avoidances {
            if avoidance.of(Standing::Advised).next().is_some() {
                continue;
            }
            let alone = avoidance.best_kept();
            for lead in [SettingId::InletFlow, SettingId::Duration] {
                for partner in PARTNERS.into_iter().filter(|partner| *partner != lead) {
                    let found = match self.pair(lead, partner, &avoidance.warning).await {
                        Err(used_up) => {
                            advice.pairs_not_tried = true;
                            return Err(used_up);
                        }
                        Ok(found) => found,
                    };
                    avoidance.remedies.extend(found.filter(|pair| pair.kept() > alone + PAIR_GAIN_PERCENT));
                }
            }
        }
        Ok(())
    }

    /// The cheapest change of two settings: the first goes only as far down as it must, for a few values of the second.
    async fn pair(&mut self, lead: SettingId, partner: SettingId, warning: &Warning) -> Result<Option<Remedy>, UsedUp> {
        let protocol = &self.run.protocol;
        let Some(down) = sides(lead, protocol, self.may_give_red_cells).into_iter().next() else { return Ok(None) };
        let mut partners = sides(partner, protocol, self.may_give_red_cells);
        if partner == SettingId::Duration {
            // Slower for longer, not slower and shorter: the last side is that above the present value.
            partners.drain(..partners.len().saturating_sub(1));
        }
        let mut best: Option<Remedy> = None;
        for values in partners {
            for value in few(&values) {
                let found = self.down_to(lead, &down, (partner, value), warning).await?;
                if found.as_ref().is_some_and(|found| best.as_ref().is_none_or(|best| found.kept() > best.kept())) {
                    best = found;
                }
            }
        }
        Ok(best)
    }

    /// The first value of a side that avoids a warning together with another change; the last value is tried first.
    async fn down_to(
        &mut self,
        lead: SettingId,
        values: &[Value],
        with: (SettingId, Value),
        warning: &Warning,
    ) -> Result<Option<Remedy>, UsedUp> {
        let Some(mut good) = values.len().checked_sub(1) else { return Ok(None) };
        let mut kept = self.trial(&[(lead, values[good]), with]).await?;
        if !is_better(self.run, warning, &kept) {
            return Ok(None);
        }
        let mut first = 0;
        while first < good {
            let middle = usize::midpoint(first, good);
            let trial = self.trial(&[(lead, values[middle]), with]).await?;
            if is_better(self.run, warning, &trial) {
                (good, kept) = (middle, trial);
            } else {
                first = middle + 1;
            }
        }
        Ok(Some(remedy(vec![(lead, values[good]), with], &kept)))
    }
}

/// Whether a run is without this warning, and without any that the present run does not have as badly.
fn is_better(present: &Run, without: &Warning, trial: &Trial) -> bool {
    let Some(warnings) = &trial.warnings else { return false };
    let is_gone = !warnings.iter().any(|found| found.id == without.id && !without.is_worse_than(found));
    let is_old = |found: &Warning| {
        let mut same = present.warnings.iter().filter(|old| old.id == found.id);
        found.severity == Severity::Information || same.any(|old| !found.is_worse_than(old))
    };
    is_gone && warnings.iter().all(is_old)
}

/// Settings that may spare cells when they are changed together with a slower or shorter run.
const PARTNERS: [SettingId; 6] = [
    SettingId::SetVolume,
    SettingId::Prime,
    SettingId::CalciumInfusion,
    SettingId::ReplacementFlow,
    SettingId::CollectFlow,
    SettingId::Duration,
];

/// A pair must keep this much more than the best single change, percent of the present cells.
const PAIR_GAIN_PERCENT: f64 = 1.0;

/// The middle value of a side and the last one.
fn few(values: &[Value]) -> impl Iterator<Item = Value> {
    let middle = (values.len() > 1).then(|| values[values.len() / 2 - 1]);
    middle.into_iter().chain(values.last().copied())
}

fn remedy(changes: Vec<(SettingId, Value)>, trial: &Trial) -> Remedy {
    let standing = if changes.iter().any(|(setting, _)| describes_the_patient(*setting)) {
        Standing::OtherPatient
    } else if trial.kept_percent.is_some_and(|kept| kept < WORTHWHILE_PERCENT) {
        Standing::Costly
    } else {
        Standing::Advised
    };
    Remedy { changes, kept_percent: trial.kept_percent, standing }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_values_tried_first_are_close_together_near_the_present_one_and_reach_the_end() {
        assert_eq!(spread(36).collect::<Vec<_>>(), [0, 3, 8, 15, 24, 35]);
        assert_eq!(spread(3).collect::<Vec<_>>(), [0, 1, 2]);
        assert_eq!(spread(0).count(), 0);
    }
}
