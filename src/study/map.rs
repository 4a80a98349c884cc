//! A map of two settings: the warnings and the removal in the run of each pair of values, filled from coarse to fine.

use std::collections::HashSet;
use std::sync::Arc;

use rayon::prelude::*;
use strum::IntoEnumIterator as _;

use super::contours::{GridPoint, contours};
use super::sweep::Vary;
use super::warning_ranges::Canceled;
use crate::sim::aim::Aim;
use crate::sim::asked::AskedLevel;
use crate::sim::outcome::removed_percent;
use crate::sim::together::{Instructions, TOLERANCE, WIDTH, recycle, solve_together};
use crate::sim::trajectory::Trajectory;
use crate::sim::warnings::{self, WarningId};
use crate::sim::{Protocol, SettingId, Severity, Value, Warning};

/// One run of a map.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// The first warning that the procedure causes, information excluded.
    pub first: Option<Warning>,
    /// The worst warning that it causes, the first of those equally severe.
    pub worst: Option<Warning>,
    /// All levels that it causes, by onset, information excluded.
    pub caused: Arc<[Warning]>,
    /// White cells in the bag as a share of those in the blood before, percent.
    pub removed_percent: f64,
    /// How far past the aim it ends, percent of the aim; `None` where none is stated.
    pub past_aim_percent: Option<f64>,
}

impl Cell {
    /// The worst level of one kind that the procedure causes.
    pub fn worst_of(&self, id: WarningId) -> Option<Warning> {
        let own = self.caused.iter().filter(|warning| warning.id == id);
        own.reduce(|worst, level| if level.is_worse_than(worst) { level } else { worst }).copied()
    }
}

/// The status of a cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Found {
    #[default]
    NotYet,
    Ran(Cell),
    /// The settings are inconsistent.
    Refused,
}

/// Two settings varied against each other, and the cell of each pair of values.
#[derive(Clone, Debug, PartialEq)]
pub struct Map {
    pub x: Vary,
    pub y: Vary,
    /// Row by row from the lowest `y`, in each row from the lowest `x`.
    cells: Vec<Found>,
}

/// Cells that were run, each with its index.
pub type Part = Vec<(usize, Found)>;

/// The indices of cells that are solved together.
pub type Group = Vec<usize>;

/// Spacing of the cells in the first pass. Each pass halves it.
const COARSEST: usize = 8;
/// From the coarsest to single cells.
pub const PASSES: u32 = COARSEST.ilog2() + 1;
/// Number of cells run before they are delivered.
pub const TOGETHER: usize = 256;

/// The centers of `count` cells that fill a reach.
pub fn cell_middles(setting: SettingId, (from, to): (f64, f64), count: usize) -> Vary {
    let width = (to - from) / count as f64;
    Vary { setting, values: (0..count).map(|i| from + width * (i as f64 + 0.5)).collect() }
}

impl Map {
    /// An empty map.
    pub fn new(x: Vary, y: Vary) -> Self {
        let cells = vec![Found::NotYet; x.values.len() * y.values.len()];
        Self { x, y, cells }
    }

    pub fn columns(&self) -> usize {
        self.x.values.len()
    }

    pub fn rows(&self) -> usize {
        self.y.values.len()
    }

    /// The cell itself, known or not.
    pub fn cell(&self, column: usize, row: usize) -> Found {
        self.cells[row * self.columns() + column].clone()
    }

    /// The cell, or while it is not known the nearest coarser cell that is.
    pub fn nearest(&self, column: usize, row: usize) -> Found {
        let mut distance = 1;
        while distance < COARSEST {
            let found = self.cell(column / distance * distance, row / distance * distance);
            if found != Found::NotYet {
                return found;
            }
            distance *= 2;
        }
        self.cell(column / COARSEST * COARSEST, row / COARSEST * COARSEST)
    }

    pub fn is_full(&self) -> bool {
        !self.cells.contains(&Found::NotYet)
    }

    /// Stores cells that were run.
    pub fn take(&mut self, part: &Part) {
        for (index, found) in part {
            self.cells[*index].clone_from(found);
        }
    }

    /// The protocol of one cell.
    pub fn protocol(&self, protocol: &Protocol, column: usize, row: usize) -> Protocol {
        let mut protocol = protocol.clone();
        self.x.setting.set(&mut protocol.settings, &Value::Number(self.x.values[column]));
        self.y.setting.set(&mut protocol.settings, &Value::Number(self.y.values[row]));
        protocol
    }

    /// Removal levels for the lines of a full map, percent: round numbers between the smallest and the largest share, every 10 % unless
    /// that gives too many or too few.
    pub fn removal_levels(&self) -> Vec<f64> {
        let removed = self.cells.iter().filter_map(ran).map(|cell| cell.removed_percent);
        let (min, max) = removed.fold((f64::INFINITY, 0.0_f64), |(a, b), share| (a.min(share), b.max(share)));
        // No cell could run.
        if min > max {
            return Vec::new();
        }
        /// More lines would obscure the map.
        const MAX_LINES: f64 = 9.0;
        let is_bare = max - min < 20.0;
        let steps = if is_bare { [1.0, 2.0, 5.0, 10.0] } else { [10.0, 20.0, 50.0, 100.0] };
        let step = steps.into_iter().find(|step| (max - min) / step <= MAX_LINES).unwrap_or(200.0);
        let first = libm::floor(min / step) as i64 + 1;
        let last = libm::ceil(max / step) as i64 - 1;
        (first..=last).map(|n| n as f64 * step).collect()
    }

    /// The lines on which this share of the white cells is removed, in cells from the center of the lowest one. Empty until the map is
    /// full, because lines over coarse cells would be staircases.
    pub fn removal_lines(&self, percent: f64) -> Vec<Vec<GridPoint>> {
        self.lines(|cell| Some(cell.removed_percent), percent)
    }

    /// The kinds of warning that occur anywhere on it, each once, in the order of the search.
    pub fn kinds(&self) -> Vec<WarningId> {
        let caused = self.cells.iter().filter_map(ran).flat_map(|cell| cell.caused.iter().map(|warning| warning.id));
        let occurring: HashSet<WarningId> = caused.collect();
        WarningId::iter().filter(|id| occurring.contains(id)).collect()
    }

    /// Onset times for the lines of one level on a full map, min: round times between the earliest and the latest, but not 0:00.
    pub fn onset_levels(&self, asked: &AskedLevel) -> Vec<f64> {
        let onsets = self.cells.iter().filter_map(ran).filter_map(|cell| asked.onset_min(&cell.caused));
        let (min, max) = onsets.fold((f64::INFINITY, 0.0_f64), |(a, b), onset| (a.min(onset), b.max(onset)));
        if min > max {
            return Vec::new();
        }
        /// More lines would obscure the map.
        const MAX_LINES: f64 = 7.0;
        let step =
            [5.0, 10.0, 15.0, 30.0, 60.0].into_iter().find(|step| (max - min) / step <= MAX_LINES).unwrap_or(120.0);
        let first = libm::floor(min / step) as i64 + 1;
        let last = libm::ceil(max / step) as i64 - 1;
        (first..=last).map(|n| n as f64 * step).collect()
    }

    /// The lines on which this level begins at a time, min, as those of removal.
    pub fn onset_lines(&self, asked: &AskedLevel, time_min: f64) -> Vec<Vec<GridPoint>> {
        self.lines(|cell| asked.onset_min(&cell.caused), time_min)
    }

    /// The lines on which the aim is just reached, as those of removal.
    pub fn aim_lines(&self) -> Vec<Vec<GridPoint>> {
        self.lines(|cell| cell.past_aim_percent, 0.0)
    }

    /// The column and row of the cell nearest to a place, in cells, that reaches the aim without a level; `None` where none does, or
    /// while not all cells are known.
    pub fn nearest_with_aim(&self, asked: &AskedLevel, (x, y): (f64, f64)) -> Option<(usize, usize)> {
        let suits = |cell: &Cell| {
            cell.past_aim_percent.is_some_and(|past| past >= 0.0) && asked.onset_min(&cell.caused).is_none()
        };
        let suiting = self.cells.iter().enumerate().filter(|(_, found)| ran(found).is_some_and(suits));
        let places = suiting.map(|(index, _)| (index % self.columns(), index / self.columns()));
        let distance = |(column, row): &(usize, usize)| libm::hypot(*column as f64 - x, *row as f64 - y);
        places.min_by(|a, b| distance(a).total_cmp(&distance(b))).filter(|_| self.is_full())
    }

    /// The lines of equal value; none enters where the value is unknown.
    fn lines(&self, value: impl Fn(&Cell) -> Option<f64>, level: f64) -> Vec<Vec<GridPoint>> {
        if !self.is_full() {
            return Vec::new();
        }
        let values = self.cells.iter().map(|found| ran(found).and_then(&value).unwrap_or(f64::NAN));
        contours(&values.collect::<Vec<_>>(), self.columns(), level)
    }

    /// Runs all cells, with the aim that the case states, on all cores, those of a coarse map first, and passes them to `hand_in` in
    /// parts, in an order independent of the number of cores. When canceled, it stops before the next part.
    pub fn fill(
        &self,
        (protocol, aim): (&Protocol, Option<&Aim>),
        canceled: Canceled<'_>,
        mut hand_in: impl FnMut(Part),
    ) {
        for groups in self.groups().chunks(TOGETHER / WIDTH) {
            match self.run(groups, (protocol, aim), canceled) {
                Some(found) => hand_in(found),
                None => return,
            }
        }
    }

    /// Runs the cells of one pass alone, on all cores: each takes about three times as long as all before it. `None` if canceled.
    pub fn pass(&self, pass: u32, case: (&Protocol, Option<&Aim>), canceled: Canceled<'_>) -> Option<Part> {
        self.run(&self.groups_of_pass(pass), case, canceled)
    }

    /// Runs these groups of cells on all cores; `None` if canceled.
    pub fn run(&self, groups: &[Group], case: (&Protocol, Option<&Aim>), canceled: Canceled<'_>) -> Option<Part> {
        let run = |group: &Group| (!canceled()).then(|| self.run_group(group, case));
        let found: Option<Vec<Part>> = groups.par_iter().map(run).collect();
        Some(found?.into_iter().flatten().collect())
    }

    fn run_group(&self, group: &Group, (protocol, aim): (&Protocol, Option<&Aim>)) -> Part {
        let of_cell = |index: usize| self.protocol(protocol, index % self.columns(), index / self.columns());
        let all = group.iter().map(|&index| (index, of_cell(index)));
        let (sound, refused): (Vec<_>, Vec<_>) = all.partition(|(_, protocol)| protocol.check().is_ok());
        let (indices, sound): (Vec<usize>, Vec<Protocol>) = sound.into_iter().unzip();
        let solved = solve_together(&sound, TOLERANCE, Instructions::Best);
        let ran = indices.into_iter().zip(solved.iter().map(|trajectory| found(trajectory, aim)));
        let part = ran.chain(refused.into_iter().map(|(index, _)| (index, Found::Refused))).collect();
        recycle(solved);
        part
    }

    /// All cells in groups that are solved together, those of a coarse map first.
    pub fn groups(&self) -> Vec<Group> {
        (0..PASSES).flat_map(|pass| self.groups_of_pass(pass)).collect()
    }

    /// The groups of a pass: what is found of a cell depends on its group and on nothing else.
    fn groups_of_pass(&self, pass: u32) -> Vec<Group> {
        self.of_pass(pass).chunks(WIDTH).map(<[usize]>::to_vec).collect()
    }

    /// The indices of the cells that a pass adds to the coarser ones, counted from the coarsest.
    fn of_pass(&self, pass: u32) -> Vec<usize> {
        let distance = COARSEST >> pass.min(PASSES - 1);
        let mut order = Vec::new();
        for row in (0..self.rows()).step_by(distance) {
            for column in (0..self.columns()).step_by(distance) {
                let is_coarser = distance < COARSEST && row % (2 * distance) == 0 && column % (2 * distance) == 0;
                if !is_coarser {
                    order.push(row * self.columns() + column);
                }
            }
        }
        order
    }
}

fn found(trajectory: &Trajectory, aim: Option<&Aim>) -> Found {
    let warnings = warnings::find(trajectory);
    Found::Ran(Cell {
        first: first(&warnings),
        worst: worst(&warnings),
        caused: brought(&warnings).copied().collect(),
        removed_percent: removed_percent(trajectory),
        past_aim_percent: aim.map(|aim| aim.end_margin_percent(trajectory)),
    })
}

const fn ran(found: &Found) -> Option<&Cell> {
    match found {
        Found::Ran(cell) => Some(cell),
        Found::NotYet | Found::Refused => None,
    }
}

/// The first warning that the procedure causes, information excluded.
pub fn first(warnings: &[Warning]) -> Option<Warning> {
    brought(warnings).next().copied()
}

/// The worst warning that the procedure causes, the first of those equally severe.
pub fn worst(warnings: &[Warning]) -> Option<Warning> {
    // Of equal items, `max_by_key` returns the last.
    brought(warnings).rev().max_by_key(|warning| warning.severity).copied()
}

fn brought(warnings: &[Warning]) -> impl DoubleEndedIterator<Item = &Warning> {
    warnings.iter().filter(|warning| !warning.present_before && warning.severity > Severity::Information)
}
