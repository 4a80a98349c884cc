//! The warnings of a run by kind: all levels of one kind together, as they come, worsen and pass.

use super::Warning;
use super::warnings::{WarningId, headlines};

/// All levels of one kind of warning, by onset; never empty.
pub struct WarningGroup<'a> {
    pub levels: Vec<&'a Warning>,
}

impl WarningGroup<'_> {
    /// Whether nothing of it came with the procedure.
    pub fn was_all_before(&self) -> bool {
        self.levels.iter().all(|warning| warning.present_before)
    }

    /// The worst level of the whole run: its causes are explained.
    pub fn worst(&self) -> &Warning {
        self.levels.iter().max_by_key(|warning| warning.severity).unwrap_or(&self.levels[0])
    }

    /// The worst level that is on at a time, min.
    pub fn at(&self, time_min: f64) -> Option<&Warning> {
        self.levels.iter().copied().filter(|warning| warning.is_on_at(time_min)).max_by_key(|warning| warning.severity)
    }

    /// The first level still to come that is worse than what is on at a time, min.
    pub fn next(&self, time_min: f64) -> Option<&Warning> {
        let on = self.at(time_min).map(|warning| warning.severity);
        let to_come = self.levels.iter().copied().filter(|warning| warning.from_min > time_min);
        let worse = to_come.filter(|warning| on.is_none_or(|on| warning.severity > on));
        worse.min_by(|a, b| a.from_min.total_cmp(&b.from_min).then(b.severity.cmp(&a.severity)))
    }

    /// The level that names the group at a time, min: the one that is on, before it comes the first that will, after it the worst.
    pub fn named(&self, time_min: f64) -> &Warning {
        self.at(time_min).or_else(|| self.next(time_min)).unwrap_or_else(|| self.worst())
    }

    /// The moment that is shown when it is asked for: when it gets worse, else when what is named began.
    pub fn moment_to_show(&self, time_min: f64) -> Option<&Warning> {
        let named = self.next(time_min).unwrap_or_else(|| self.named(time_min));
        (!named.present_before).then_some(named)
    }
}

/// Warnings by kind, in the order of their first onset.
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

/// Each kind of warning by the level that names it at a time, min.
pub fn named(warnings: &[Warning], time_min: f64) -> Vec<Warning> {
    groups(warnings).iter().map(|group| *group.named(time_min)).collect()
}

/// The worst level of one kind of warning, if it comes.
pub fn worst_of(warnings: &[Warning], id: WarningId) -> Option<&Warning> {
    headlines(warnings).filter(|warning| warning.id == id).max_by_key(|warning| warning.severity)
}

/// The worst level of each kind that came with the procedure, by onset.
pub fn brought(warnings: &[Warning]) -> impl Iterator<Item = &Warning> {
    let groups = groups(warnings).into_iter().filter(|group| !group.was_all_before());
    groups.filter_map(|group| group.levels.into_iter().max_by_key(|warning| warning.severity))
}
