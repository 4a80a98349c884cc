//! Ranges of one setting's value in which a warning comes, found by a sweep, with borders exact to the setting's step.

use rayon::prelude::*;

use crate::sim::settings::Number;
use crate::sim::solver::Tolerance;
use crate::sim::trajectory::Trajectory;
use crate::sim::warnings::{self, WarningId};
use crate::sim::{Protocol, SettingId, Severity, Value};

/// Returns true when the result is no longer wanted.
pub type Canceled<'a> = &'a (dyn Fn() -> bool + Sync);

/// A range of a setting's values in which the procedure causes a kind of warning, at this severity or worse.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    pub id: WarningId,
    pub severity: Severity,
    /// The threshold of this severity, if the warning has one.
    pub threshold: Option<f64>,
    /// The first value tried at which the warning comes; `to` is the last.
    pub from: f64,
    pub to: f64,
    /// The surrounding range in which the warning exists at all, caused or present before.
    pub there_from: f64,
    pub there_to: f64,
    /// The value one step outside, if there is no such warning there, not even from before; otherwise or at the end of the reach `None`.
    pub clear_below: Option<f64>,
    pub clear_above: Option<f64>,
}

/// Intervals of the initial sweep, before borders are searched.
const INTERVALS: usize = 24;

/// The ranges of a setting's value, within `reach`, in which the procedure causes each warning, information excluded. A range narrower
/// than a twentieth of the reach may be missed.
///
/// Takes about fifty runs, on all cores; the bits do not depend on their number. `None` if canceled or if the setting is not a number.
pub fn ranges(
    protocol: &Protocol,
    setting: SettingId,
    reach: (f64, f64),
    canceled: Canceled<'_>,
) -> Option<Vec<Range>> {
    let number = setting.row().number()?;
    let sweep = Sweep { protocol, setting, values: values(number, reach), canceled };
    Some(found(&sweep.values, &sweep.tried()?))
}

/// The result of a run with one value.
#[derive(Clone, Debug, PartialEq)]
enum Tried {
    /// One entry for each kind of warning, by name.
    Ran(Vec<WarningKind>),
    /// The settings are inconsistent.
    Refused,
}

/// A kind of warning in one run.
#[derive(Clone, Debug, PartialEq)]
struct WarningKind {
    id: WarningId,
    worst: Severity,
    /// The severities that the procedure caused, with their thresholds.
    brought: Vec<(Severity, Option<f64>)>,
}

/// The multiples of the setting's step within the reach, and both ends of the reach.
fn values(number: &Number, (from, to): (f64, f64)) -> Vec<f64> {
    let first = libm::ceil(from / number.step - 1e-9) as i64;
    let last = libm::floor(to / number.step + 1e-9) as i64;
    // Rounded to remove the error of steps such as 0.1.
    let multiples = (first..=last).map(|n| libm::round(n as f64 * number.step * 1e6) / 1e6);
    let mut values: Vec<f64> = [from].into_iter().chain(multiples).chain([to]).collect();
    values.retain(|value| (from..=to).contains(value));
    values.dedup();
    values
}

struct Sweep<'a> {
    protocol: &'a Protocol,
    setting: SettingId,
    values: Vec<f64>,
    canceled: Canceled<'a>,
}

impl Sweep<'_> {
    /// The result for each value: some are run, then as many as needed between two that differ to find the border.
    fn tried(&self) -> Option<Vec<Tried>> {
        let last = self.values.len().checked_sub(1)?;
        let intervals = INTERVALS.min(last.max(1));
        let mut coarse: Vec<usize> = (0..=intervals).map(|i| i * last / intervals).collect();
        coarse.dedup();
        let tried: Vec<_> = coarse.par_iter().map(|&index| self.run(index)).collect::<Option<_>>()?;
        let ends: Vec<_> = coarse.iter().zip(&tried).collect();
        let between: Vec<_> = ends.par_windows(2).map(|pair| self.between(pair[0], pair[1])).collect::<Option<_>>()?;
        let mut all = Vec::with_capacity(self.values.len());
        for (first, rest) in tried.iter().zip(between) {
            all.push(first.clone());
            all.extend(rest);
        }
        all.extend(tried.last().cloned());
        Some(all)
    }

    /// The results for the values between two that were run. If both are equal, so is everything between them.
    fn between(&self, below: (&usize, &Tried), above: (&usize, &Tried)) -> Option<Vec<Tried>> {
        let inside = (above.0 - below.0).saturating_sub(1);
        if inside == 0 || below.1 == above.1 {
            return Some(vec![below.1.clone(); inside]);
        }
        let middle = (below.0 + above.0) / 2;
        let tried = self.run(middle)?;
        let mut all = self.between(below, (&middle, &tried))?;
        let rest = self.between((&middle, &tried), above)?;
        all.push(tried);
        all.extend(rest);
        Some(all)
    }

    fn run(&self, index: usize) -> Option<Tried> {
        if (self.canceled)() {
            return None;
        }
        let mut protocol = self.protocol.clone();
        self.setting.set(&mut protocol.settings, &Value::Number(self.values[index]));
        if protocol.check().is_err() {
            return Some(Tried::Refused);
        }
        let mut kinds: Vec<WarningKind> = Vec::new();
        for warning in warnings::find(&Trajectory::solve(&protocol, Tolerance::default())) {
            if warning.severity == Severity::Information {
                continue;
            }
            let place = kinds.iter().position(|kind| kind.id == warning.id).unwrap_or_else(|| {
                kinds.push(WarningKind { id: warning.id, worst: warning.severity, brought: Vec::new() });
                kinds.len() - 1
            });
            let kind = &mut kinds[place];
            kind.worst = kind.worst.max(warning.severity);
            let level = (warning.severity, warning.threshold);
            if !warning.present_before && !kind.brought.contains(&level) {
                kind.brought.push(level);
            }
        }
        for kind in &mut kinds {
            kind.brought.sort_by_key(|(severity, _)| *severity);
        }
        kinds.sort_by_key(|kind| kind.id.key());
        Some(Tried::Ran(kinds))
    }
}

impl Tried {
    fn kinds(&self) -> &[WarningKind] {
        match self {
            Self::Ran(kinds) => kinds,
            Self::Refused => &[],
        }
    }

    /// Whether the procedure causes this kind of warning, at this severity or worse.
    fn brings(&self, id: WarningId, severity: Severity) -> bool {
        let brought = self.kinds().iter().filter(|kind| kind.id == id).flat_map(|kind| &kind.brought);
        brought.into_iter().any(|(found, _)| *found >= severity)
    }

    /// Whether this warning exists, caused or present before.
    fn has(&self, id: WarningId, severity: Severity) -> bool {
        self.kinds().iter().any(|kind| kind.id == id && kind.worst >= severity)
    }

    /// Whether the run succeeded without this warning, caused or present before.
    fn is_clear_of(&self, id: WarningId, severity: Severity) -> bool {
        *self != Self::Refused && !self.has(id, severity)
    }
}

/// Merges neighboring values that cause the same warning into ranges, ordered by severity, the worst last.
fn found(values: &[f64], tried: &[Tried]) -> Vec<Range> {
    let mut levels: Vec<(WarningId, Severity, Option<f64>)> = Vec::new();
    for kind in tried.iter().flat_map(Tried::kinds) {
        for (severity, threshold) in &kind.brought {
            if !levels.iter().any(|(id, known, _)| (*id, *known) == (kind.id, *severity)) {
                levels.push((kind.id, *severity, *threshold));
            }
        }
    }
    levels.sort_by_key(|(id, severity, _)| (*severity, id.key()));
    let mut ranges = Vec::new();
    for (id, severity, threshold) in levels {
        let mut first = 0;
        for segment in tried.chunk_by(|a, b| a.brings(id, severity) == b.brings(id, severity)) {
            let next = first + segment.len();
            if segment[0].brings(id, severity) {
                let clear = |index: Option<usize>| {
                    let index = index.filter(|index| tried.get(*index).is_some_and(|t| t.is_clear_of(id, severity)))?;
                    values.get(index).copied()
                };
                let has = |tried: &&Tried| tried.has(id, severity);
                let there_first = first - tried[..first].iter().rev().take_while(has).count();
                let there_last = next - 1 + tried[next..].iter().take_while(has).count();
                ranges.push(Range {
                    id,
                    severity,
                    threshold,
                    from: values[first],
                    to: values[next - 1],
                    there_from: values[there_first],
                    there_to: values[there_last],
                    clear_below: clear(first.checked_sub(1)),
                    clear_above: clear(Some(next)),
                });
            }
            first = next;
        }
    }
    ranges
}
