//! Watching eight patients for warnings: which levels come, were there before, and last to the end, in one look after another.

use super::read::{InWhom, Read, Who};
use crate::sim::together::{Eight, WIDTH};
use crate::sim::warnings::{Direction, Level, Rule, Subject, WarningId};

/// Watches all levels of all rules in one look after another: an episode begins past the threshold and ends when the value is back by the
/// hysteresis, or when there is none.
pub struct Watch<'a> {
    read: &'a Read,
    /// In whom each level is on.
    on: Vec<Who>,
    /// Who was looked at before.
    seen: Who,
    pub occurrences: Vec<InWhom>,
}

impl<'a> Watch<'a> {
    pub fn new(read: &'a Read) -> Self {
        let levels = read.levels();
        Self { read, on: vec![0; levels], seen: 0, occurrences: vec![InWhom::default(); levels] }
    }

    /// The next look, at these.
    pub fn see(&mut self, who: Who, row: &[Eight]) {
        let first = who & !self.seen;
        self.seen |= who;
        let mut place = 0;
        for (rule, column) in self.read.rules.iter().zip(&self.read.watched) {
            let own = place..place + rule.levels.len();
            place = own.end;
            let Some(column) = column else { continue };
            let excess = |threshold: f64| Excess::of(&row[*column], threshold, rule.spec.direction);
            // Mostly nobody is past the mildest level, nor was before.
            let is_quiet = self.on[own.clone()].iter().all(|on| *on == 0);
            if is_quiet && rule.levels.iter().all(|level| !excess(level.threshold).is_past_somewhere()) {
                continue;
            }
            for (place, level) in own.zip(&rule.levels) {
                let excess = excess(level.threshold);
                let before = self.on[place];
                let now = (before & excess.at_least(-rule.spec.hysteresis)) | (!before & excess.above(0.0));
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

/// Every level of every rule, with the column that it watches.
fn levels(read: &Read) -> impl Iterator<Item = (&Rule, &Level, Option<usize>)> {
    let rules = read.rules.iter().zip(&read.watched);
    rules.flat_map(|(rule, column)| rule.levels.iter().map(move |level| (rule, level, *column)))
}

/// How far the values of eight are past a threshold.
struct Excess([f64; WIDTH]);

impl Excess {
    fn of(values: &Eight, threshold: f64, direction: Direction) -> Self {
        Self(match direction {
            Direction::Below => values.0.map(|value| threshold - value),
            Direction::Above => values.0.map(|value| value - threshold),
        })
    }

    fn is_past_somewhere(&self) -> bool {
        self.0.iter().fold(0.0, |most, excess| if *excess > most { *excess } else { most }) > 0.0
    }

    fn above(&self, least: f64) -> Who {
        self.0.iter().rev().fold(0, |who, excess| who << 1 | Who::from(*excess > least))
    }

    fn at_least(&self, least: f64) -> Who {
        self.0.iter().rev().fold(0, |who, excess| who << 1 | Who::from(*excess >= least))
    }
}
