//! How far published studies lie from each other: what no model of their means can undercut.

use std::collections::BTreeMap;

use super::{Row, RowKind, Study, Table};

/// Fewer studies of one quantity say nothing about their scatter.
const MIN_STUDIES: usize = 3;

/// Studies that print the same quantity on an alike set-up.
#[derive(Clone, Debug)]
pub struct Group {
    pub quantity: String,
    pub setup: String,
    /// Each study's value in our own unit, by its reference: two arms of one paper are one study.
    pub studies: Vec<(String, f64)>,
}

/// How far a study of this quantity lies from the mean of the others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Noise {
    /// Median distance, percent of the study's value.
    pub percent: f64,
    /// Too few studies print this quantity, so the scatter of all quantities stands for it.
    pub is_pooled: bool,
}

/// The scatter between the studies of one or more tables.
#[derive(Clone, Debug, Default)]
pub struct Scatter {
    pub groups: Vec<Group>,
}

impl Group {
    /// The distance of every study from the mean of the others, percent of its value; empty for fewer than three studies.
    pub fn distances_percent(&self) -> Vec<f64> {
        if self.studies.len() < MIN_STUDIES {
            return Vec::new();
        }
        let sum: f64 = self.studies.iter().map(|(_, value)| value).sum();
        let others = (self.studies.len() - 1) as f64;
        self.studies.iter().map(|(_, value)| 100.0 * ((sum - value) / others - value).abs() / value.abs()).collect()
    }

    pub fn percent(&self) -> Option<f64> {
        median(self.distances_percent())
    }
}

impl Scatter {
    /// The studies of these tables; one that stands in several of them counts once.
    pub fn of<'a>(tables: impl IntoIterator<Item = &'a Table>) -> Self {
        let mut seen = Vec::new();
        // By quantity and set-up, and in each group by reference: the values of its rows.
        let mut groups: BTreeMap<(String, String), BTreeMap<String, Vec<f64>>> = BTreeMap::new();
        for study in tables.into_iter().flat_map(|table| &table.studies) {
            if seen.contains(&&study.id) {
                continue;
            }
            seen.push(&study.id);
            for row in &study.rows {
                if let Some(value) = value(row) {
                    let group = groups.entry((quantity(row), setup(study))).or_default();
                    group.entry(study.reference.clone()).or_default().push(value);
                }
            }
        }
        let mean = |values: Vec<f64>| values.iter().sum::<f64>() / values.len() as f64;
        let groups = groups.into_iter().map(|((quantity, setup), studies)| Group {
            quantity,
            setup,
            studies: studies.into_iter().map(|(reference, values)| (reference, mean(values))).collect(),
        });
        Self { groups: groups.collect() }
    }

    /// The groups with enough studies.
    pub fn compared(&self) -> impl Iterator<Item = (&Group, f64)> {
        self.groups.iter().filter_map(|group| Some((group, group.percent()?)))
    }

    /// The median distance over all groups with enough studies.
    pub fn pooled_percent(&self) -> Option<f64> {
        median(self.groups.iter().flat_map(Group::distances_percent).collect())
    }

    /// The scatter that a row is judged against; `None` for directions and slopes, and where no group has enough studies.
    pub fn noise(&self, study: &Study, row: &Row) -> Option<Noise> {
        value(row)?;
        let (quantity, setup) = (quantity(row), setup(study));
        let own = self.groups.iter().find(|group| group.quantity == quantity && group.setup == setup);
        match own.and_then(Group::percent) {
            Some(percent) => Some(Noise { percent, is_pooled: false }),
            None => self.pooled_percent().map(|percent| Noise { percent, is_pooled: true }),
        }
    }
}

/// What a study prints, in our own unit; `None` for what is no number of one run, and for zero, from which nothing can be a percentage.
fn value(row: &Row) -> Option<f64> {
    let is_number = row.kind() == RowKind::Number;
    row.published.center().map(|center| center / row.scale).filter(|value| is_number && *value != 0.0)
}

fn quantity(row: &Row) -> String {
    let name = crate::sim::old_names::current(&row.quantity).into_owned();
    match row.at_min {
        Some(at_min) => format!("{name} @ {at_min} min"),
        None => name,
    }
}

fn setup(study: &Study) -> String {
    if !study.setup.is_empty() {
        return study.setup.clone();
    }
    let mut uses = study.uses.clone();
    uses.sort();
    format!("{} on {}", uses.join(", "), study.preset)
}

/// The middle one, or the mean of the middle two; `None` of nothing.
pub fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    let upper = *values.get(middle)?;
    Some(if values.len() % 2 == 1 { upper } else { 0.5 * (values[middle - 1] + upper) })
}
