//! Watching eight patients for warnings: which levels come, were there before, and last to the end, in one look after another.

use super::look::{Row, Rows};
use super::read::{InWhom, Read, Watched, Who};
use crate::sim::together::WIDTH;
use crate::sim::warnings::{Level, Rule, Subject, WarningId};

/// Watches all levels of all rules in one look after another: an episode begins past the threshold and ends when the value is back by the
/// hysteresis, or when there is none.
pub struct Watch<'a> {
    read: &'a Read,
    /// What passes a threshold somewhere: most of what is watched never does.
    watched: Vec<&'a Watched>,
    /// In whom each level is on.
    on: Vec<Who>,
    /// Who was looked at before.
    seen: Who,
    pub occurrences: Vec<InWhom>,
}

impl<'a> Watch<'a> {
    /// Over all of these looks, in any order.
    pub fn over(read: &'a Read, rows: &[&Rows]) -> Self {
        let passes = |watched: &&Watched| {
            let largest = rows.iter().map(|rows| rows.largest(watched.column, watched.sign));
            largest.fold(f64::NEG_INFINITY, f64::max) > watched.mildest
        };
        let watched = read.watched.iter().filter(passes).collect();
        let levels = read.levels();
        Self { read, watched, on: vec![0; levels], seen: 0, occurrences: vec![InWhom::default(); levels] }
    }

    /// The next look, at these.
    pub fn see(&mut self, who: Who, row: Row<'_>) {
        let first = who & !self.seen;
        self.seen |= who;
        for watched in &self.watched {
            let values = &row[watched.column.0][watched.column.1];
            // Mostly nobody is past the mildest level, nor was before.
            let is_quiet = self.on[watched.levels.clone()].iter().all(|on| *on == 0);
            if is_quiet && who_is(values.0, |value| watched.sign * value > watched.mildest) == 0 {
                continue;
            }
            let rule = &self.read.rules[watched.rule];
            for (place, level) in watched.levels.clone().zip(&rule.levels) {
                let excess = values.0.map(|value| watched.sign * (value - level.threshold));
                let before = self.on[place];
                let goes_on = who_is(excess, |excess| excess >= -rule.spec.hysteresis);
                let now = (before & goes_on) | (!before & who_is(excess, |excess| excess > 0.0));
                self.on[place] = (before & !who) | (now & who);
                let begins = now & !before & who;
                let known_before = if rule.spec.subject == Subject::Body { begins & first } else { 0 };
                self.occurrences[place].before |= known_before;
                self.occurrences[place].came |= begins & !known_before;
            }
        }
    }

    /// Notes what is on when these have the needle taken out.
    pub fn end(&mut self, who: Who) {
        for (occurrence, on) in self.occurrences.iter_mut().zip(&self.on) {
            occurrence.at_end = (occurrence.at_end & !who) | (on & who);
        }
    }

    /// Notes what lasts in these from a moment of the run to its end.
    pub fn note_lasting(&mut self, id: WarningId, who: Who) {
        for (place, (rule, ..)) in levels(self.read).enumerate() {
            if rule.id == id {
                self.occurrences[place].came |= who;
                self.occurrences[place].at_end |= who;
            }
        }
    }
}

/// Every level of every rule.
fn levels(read: &Read) -> impl Iterator<Item = (&Rule, &Level)> {
    read.rules.iter().flat_map(|rule| rule.levels.iter().map(move |level| (rule, level)))
}

/// Those of whom something holds.
fn who_is(values: [f64; WIDTH], holds: impl Fn(f64) -> bool) -> Who {
    values.iter().rev().fold(0, |who, value| who << 1 | Who::from(holds(*value)))
}
