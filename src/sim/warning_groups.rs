//! The warnings of a run by kind: all levels of one kind together, as they start, worsen and pass.

use super::Warning;
use super::warnings::{Severity, WarningId, headlines};

/// All levels of one kind of warning, ordered by onset; never empty.
pub struct WarningGroup<'a> {
    pub levels: Vec<&'a Warning>,
}

impl WarningGroup<'_> {
    /// Whether all of its levels were present before the procedure.
    pub fn was_all_before(&self) -> bool {
        self.levels.iter().all(|warning| warning.present_before)
    }

    /// The worst level of the whole run, whose causes are explained.
    pub fn worst(&self) -> &Warning {
        worst(self.levels.iter().copied()).unwrap_or(self.levels[0])
    }

    /// The worst level active at a time, min.
    pub fn at(&self, time_min: f64) -> Option<&Warning> {
        worst(self.levels.iter().copied().filter(|warning| warning.is_on_at(time_min)))
    }

    /// The first later level that is worse than the one active at a time, min.
    pub fn next(&self, time_min: f64) -> Option<&Warning> {
        let on = self.at(time_min);
        let to_come = self.levels.iter().copied().filter(|warning| warning.from_min > time_min);
        let worse = to_come.filter(|warning| on.is_none_or(|on| warning.is_worse_than(on)));
        worse.min_by(|a, b| a.from_min.total_cmp(&b.from_min).then(b.severity.cmp(&a.severity)))
    }

    /// The worst level reached by a time, min, active or over.
    fn worst_reached(&self, time_min: f64) -> Option<&Warning> {
        worst(self.levels.iter().copied().filter(|warning| warning.from_min <= time_min))
    }

    /// The worst level still to come after a time, min, if it is worse than any reached.
    fn ahead(&self, time_min: f64) -> Option<&Warning> {
        let reached = self.worst_reached(time_min);
        let to_come = self.levels.iter().copied().filter(|warning| warning.from_min > time_min);
        worst(to_come.filter(|warning| reached.is_none_or(|reached| warning.is_worse_than(reached))))
    }

    /// Its levels, each once, the mildest first. Of a level that comes more than once, the last.
    pub fn distinct(&self) -> Vec<&Warning> {
        let mut distinct: Vec<&Warning> = Vec::new();
        for level in self.levels.iter().rev() {
            if !distinct.iter().any(|other| other.is_same_level(level)) {
                distinct.push(level);
            }
        }
        distinct.sort_by(|a, b| match (a.is_worse_than(b), b.is_worse_than(a)) {
            (true, _) => std::cmp::Ordering::Greater,
            (_, true) => std::cmp::Ordering::Less,
            _ => a.from_min.total_cmp(&b.from_min),
        });
        distinct
    }

    /// The level that represents the group at a time, min: the active one, else the next to come, else the worst.
    pub fn named(&self, time_min: f64) -> &Warning {
        self.at(time_min).or_else(|| self.next(time_min)).unwrap_or_else(|| self.worst())
    }
}

/// The warnings of a run as a list shows them at a time: the worst first, then the earliest. Of a kind there stand the active level, the
/// worst one if that is over, and the worst one still ahead.
#[derive(Debug, Default, PartialEq)]
pub struct Listing<'a> {
    /// Came since the start.
    pub came: Vec<&'a Warning>,
    pub ahead: Vec<&'a Warning>,
    /// Present before the start, and no worse since.
    pub before: Vec<&'a Warning>,
}

impl<'a> Listing<'a> {
    /// At a time, min.
    pub fn at(groups: &'a [WarningGroup<'a>], time_min: f64) -> Self {
        let mut listing = Self::default();
        for group in groups {
            let on = group.at(time_min);
            // What was worse and is over stays in the list: it is counted, and not forgotten.
            let worst = group.worst_reached(time_min).filter(|worst| on.is_none_or(|on| worst.is_worse_than(on)));
            for reached in on.into_iter().chain(worst) {
                let list = if reached.present_before { &mut listing.before } else { &mut listing.came };
                list.push(reached);
            }
            listing.ahead.extend(group.ahead(time_min));
        }
        for list in [&mut listing.came, &mut listing.ahead, &mut listing.before] {
            list.sort_by(|a, b| b.severity.cmp(&a.severity).then(a.from_min.total_cmp(&b.from_min)));
        }
        listing
    }
}

/// How many are of each severity, the worst first.
pub fn counts(severities: impl IntoIterator<Item = Severity>) -> Vec<(Severity, usize)> {
    let mut counts: Vec<(Severity, usize)> = Vec::new();
    for severity in severities {
        match counts.iter_mut().find(|(counted, _)| *counted == severity) {
            Some((_, count)) => *count += 1,
            None => counts.push((severity, 1)),
        }
    }
    counts.sort_by_key(|(severity, _)| std::cmp::Reverse(*severity));
    counts
}

/// Warnings by kind, ordered by first onset.
pub fn groups(warnings: &[Warning]) -> Vec<WarningGroup<'_>> {
    let mut groups: Vec<WarningGroup<'_>> = Vec::new();
    for warning in headlines(warnings) {
        match groups.iter_mut().find(|group| group.levels[0].id == warning.id) {
            Some(group) => group.levels.push(warning),
            None => groups.push(WarningGroup { levels: vec![warning] }),
        }
    }
    groups
}

/// For each kind of warning, the level that represents it at a time, min.
pub fn named(warnings: &[Warning], time_min: f64) -> Vec<Warning> {
    groups(warnings).iter().map(|group| *group.named(time_min)).collect()
}

/// The worst level of one kind of warning; `None` if it does not occur.
pub fn worst_of(warnings: &[Warning], id: WarningId) -> Option<&Warning> {
    worst(headlines(warnings).filter(|warning| warning.id == id))
}

/// The worst level of each kind that the procedure caused, ordered by onset.
pub fn brought(warnings: &[Warning]) -> impl Iterator<Item = &Warning> {
    let groups = groups(warnings).into_iter().filter(|group| !group.was_all_before());
    groups.filter_map(|group| worst(group.levels.into_iter()))
}

/// The worst of several levels of one kind; of equals the last.
fn worst<'a>(levels: impl Iterator<Item = &'a Warning>) -> Option<&'a Warning> {
    levels.reduce(|worst, level| if worst.is_worse_than(level) { worst } else { level })
}
