//! What is told of many virtual patients: bands, in how many each warning comes, and how far the outcome scatters.

use super::percentiles::Percentiles;
use crate::sim::asked::AskedLevel;
use crate::sim::quantities::Quantity;
use crate::sim::warnings::{Severity, WarningId};

/// The course of one quantity in such patients.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    pub quantity: Quantity,
    /// At each moment; `None` where the quantity is undefined in all of them.
    pub points: Vec<Option<Percentiles>>,
}

/// One number of the outcome in such patients.
#[derive(Clone, Debug, PartialEq)]
pub struct OutcomeSpread {
    /// Its name among the results of a run.
    pub key: &'static str,
    /// The case's own value.
    pub case: Option<f64>,
    pub mean: f64,
    pub sd: f64,
    pub percentiles: Percentiles,
}

/// Whether a warning of one level occurs in a patient.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Occurrence {
    /// It was present before the first draw.
    pub before: bool,
    /// It started during the trajectory.
    pub came: bool,
    /// It was active when the needle came out.
    pub at_end: bool,
}

impl Occurrence {
    /// It was present at some time, from the start or later.
    pub const fn at_any_time(self) -> bool {
        self.before || self.came
    }
}

/// What is worth saying of a level: in how many patients it occurs, or in how many it is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Course {
    Occurs,
    /// Fewer have it when the needle comes out than before the first draw.
    Ends,
}

/// The number of such patients in whom a warning of one level occurs.
///
/// A count near a threshold is truly above it in some patients and below it in others, so a level may be present from the start in
/// some, start during the run in others, and both in one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    pub id: WarningId,
    pub severity: Severity,
    pub threshold: Option<f64>,
    /// Patients in whom it was present before the first draw.
    pub before: usize,
    /// Patients in whom it started during the trajectory.
    pub came: usize,
    /// Patients in whom it was present at some time, from the start or later.
    pub at_any_time: usize,
    /// Patients in whom it was active when the needle came out.
    pub at_end: usize,
    pub case: Occurrence,
}

impl From<&Share> for AskedLevel {
    fn from(share: &Share) -> Self {
        Self { id: share.id, severity: share.severity, threshold: share.threshold }
    }
}

impl Share {
    pub const fn course(&self) -> Course {
        if self.at_end < self.before { Course::Ends } else { Course::Occurs }
    }

    /// The number of patients, of `count`, of whom the sentence is true: those who have it at some time, or those who are free of it
    /// when the needle comes out.
    pub const fn told(&self, count: usize) -> usize {
        match self.course() {
            Course::Occurs => self.at_any_time,
            Course::Ends => count.saturating_sub(self.at_end),
        }
    }

    /// Whether the same sentence is true of the case.
    pub const fn is_true_of_case(&self) -> bool {
        match self.course() {
            Course::Occurs => self.case.at_any_time(),
            Course::Ends => !self.case.at_end,
        }
    }
}

/// Summary of many virtual patients.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    pub seed: u64,
    /// Number of patients run.
    pub count: usize,
    pub times_min: Vec<f64>,
    /// Of the quantities asked for, in their order.
    pub bands: Vec<Band>,
    /// One for each level watched in the case, in the order of its rules; none where fates were not asked for.
    pub shares: Vec<Share>,
    pub outcomes: Vec<OutcomeSpread>,
}

impl Summary {
    pub fn band(&self, quantity: Quantity) -> Option<&Band> {
        self.bands.iter().find(|band| band.quantity == quantity)
    }

    /// Between which values a quantity of nine in ten lies at a time, min.
    pub fn nine_of_ten(&self, quantity: Quantity, time_min: f64) -> Option<(f64, f64)> {
        let points = &self.band(quantity)?.points;
        let later = self.times_min.partition_point(|known_min| *known_min <= time_min).clamp(1, points.len() - 1);
        let (from, to) = (points[later - 1]?, points[later]?);
        let (from_min, to_min) = (self.times_min[later - 1], self.times_min[later]);
        let share = ((time_min - from_min) / (to_min - from_min)).clamp(0.0, 1.0);
        let at = |k: usize| from[k] + share * (to[k] - from[k]);
        Some((at(0), at(4)))
    }

    /// The shares worth reporting, the worst and most frequent first: levels that start in some patients or pass in some. A level that
    /// occurs in no more patients than a worse one of its kind is left out.
    pub fn telling_shares(&self) -> Vec<Share> {
        // The levels of a kind follow each other, the worse ones later.
        let is_outdone = |place: usize, share: &Share| {
            let worse = self.shares[place + 1..].iter().filter(|other| other.id == share.id);
            worse.filter(|other| other.course() == Course::Occurs).any(|other| other.at_any_time >= share.at_any_time)
        };
        let is_telling = |(place, share): &(usize, &Share)| {
            share.severity != Severity::Information
                && match share.course() {
                    Course::Ends => true,
                    Course::Occurs => share.at_any_time > share.before && !is_outdone(*place, share),
                }
        };
        let mut telling: Vec<_> = self.shares.iter().enumerate().filter(is_telling).map(|(_, share)| *share).collect();
        telling.sort_by(|a, b| b.severity.cmp(&a.severity).then(b.at_any_time.cmp(&a.at_any_time)));
        telling
    }

    /// Whether warnings were looked for: some are watched in every case.
    pub fn tells_fates(&self) -> bool {
        !self.shares.is_empty()
    }

    pub fn outcome(&self, key: &str) -> Option<&OutcomeSpread> {
        self.outcomes.iter().find(|outcome| outcome.key == key)
    }
}
