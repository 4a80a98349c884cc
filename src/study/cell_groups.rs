//! Groups of map cells: cells whose runs bring the same warning at the same severity belong together.

use std::cmp::{Ordering, Reverse};

use super::map::{Found, Map};
use crate::sim::warnings::WarningId;
use crate::sim::{Severity, Warning};

/// Which warning of its run a cell is grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupBy {
    First,
    Worst,
    /// The worst level of this kind.
    One(WarningId),
}

/// What the cells of a group have in common.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum CellKind {
    NotYet,
    Refused,
    Free,
    /// This warning; one stands for all that differ only in times and values.
    Warned(Warning),
}

/// A group of like cells.
pub struct CellGroup {
    pub kind: CellKind,
    /// Number of cells.
    pub cells: usize,
    /// The cell furthest from the group's border, as column and row; `room` is that distance in cells.
    pub at: (usize, usize),
    pub room: usize,
}

/// The groups of a map, and the group of each cell.
pub struct CellGroups {
    /// Free of warnings first, then the most severe first: an order that is stable while cells come in.
    pub groups: Vec<CellGroup>,
    /// Index of each cell's group, row by row from the lowest.
    pub of_cells: Vec<usize>,
}

impl CellKind {
    fn of(found: Found, by: GroupBy) -> Self {
        match found {
            Found::NotYet => Self::NotYet,
            Found::Refused => Self::Refused,
            Found::Ran(cell) => {
                let warning = match by {
                    GroupBy::First => cell.first,
                    GroupBy::Worst => cell.worst,
                    GroupBy::One(id) => cell.worst_of(id),
                };
                warning.map_or(Self::Free, Self::Warned)
            }
        }
    }

    /// Whether two cells belong together. Of one kind, levels that are equally severe are told apart by their thresholds.
    fn is_like(&self, other: &Self, by: GroupBy) -> bool {
        match (self, other) {
            (Self::Warned(a), Self::Warned(b)) => {
                let is_one = matches!(by, GroupBy::One(id) if id.states_threshold());
                (a.id, a.severity) == (b.id, b.severity) && (!is_one || a.threshold == b.threshold)
            }
            _ => self == other,
        }
    }

    fn place(&self) -> (u8, Reverse<Severity>, &'static str) {
        match self {
            Self::Free => (0, Reverse(Severity::Information), ""),
            Self::Warned(warning) => (1, Reverse(warning.severity), warning.id.key()),
            Self::Refused => (2, Reverse(Severity::Information), ""),
            Self::NotYet => (3, Reverse(Severity::Information), ""),
        }
    }
}

impl CellKind {
    /// By place; of equally severe levels of one kind the worse first.
    fn order(&self, other: &Self) -> Ordering {
        let worse_first = match (self, other) {
            (Self::Warned(a), Self::Warned(b)) if a.id == b.id => b.is_worse_than(a).cmp(&a.is_worse_than(b)),
            _ => Ordering::Equal,
        };
        self.place().cmp(&other.place()).then(worse_first)
    }
}

impl CellGroups {
    pub fn of(map: &Map, by: GroupBy) -> Self {
        let mut groups: Vec<CellGroup> = Vec::new();
        let places = (0..map.rows()).flat_map(|row| (0..map.columns()).map(move |column| (column, row)));
        let of_cells = places.map(|(column, row)| {
            let kind = CellKind::of(map.nearest(column, row), by);
            let group = groups.iter().position(|group| group.kind.is_like(&kind, by)).unwrap_or_else(|| {
                groups.push(CellGroup { kind, cells: 0, at: (0, 0), room: 0 });
                groups.len() - 1
            });
            groups[group].cells += 1;
            group
        });
        let of_cells = of_cells.collect();
        let mut all = Self { groups, of_cells };
        all.find_room(map.columns());
        all.sort();
        all
    }

    /// The share of the map that is free of warnings, percent.
    pub fn free_percent(&self) -> f64 {
        let free: usize =
            self.groups.iter().filter(|group| group.kind == CellKind::Free).map(|group| group.cells).sum();
        100.0 * free as f64 / self.of_cells.len().max(1) as f64
    }

    /// Finds for each group the cell that is furthest from any other group.
    fn find_room(&mut self, columns: usize) {
        let rows = self.of_cells.len() / columns.max(1);
        let mut room = vec![usize::MAX; self.of_cells.len()];
        // A forward and a backward pass: each cell gets one more than the smallest value of its neighbors, zero for those of other groups.
        let forward = (0..rows).flat_map(|row| (0..columns).map(move |column| (column, row)));
        let passes: [(Vec<_>, i64); 2] = [(forward.clone().collect(), -1), (forward.rev().collect(), 1)];
        for (cells, back) in &passes {
            for &(column, row) in cells {
                let here = row * columns + column;
                let around = [(*back, 0), (-1, *back), (0, *back), (1, *back)];
                let least = around.into_iter().map(|(right, up)| {
                    let other = (column as i64 + right, row as i64 + up);
                    let inside = (0..columns as i64).contains(&other.0) && (0..rows as i64).contains(&other.1);
                    let other = other.1 * columns as i64 + other.0;
                    let is_alike = inside && self.of_cells[other as usize] == self.of_cells[here];
                    if is_alike { room[other as usize] } else { 0 }
                });
                room[here] = room[here].min(least.min().unwrap_or(0) + 1);
            }
        }
        for (index, room) in room.into_iter().enumerate() {
            let group = &mut self.groups[self.of_cells[index]];
            if room > group.room {
                (group.room, group.at) = (room, (index % columns, index / columns));
            }
        }
    }

    fn sort(&mut self) {
        let mut order: Vec<usize> = (0..self.groups.len()).collect();
        order.sort_by(|&a, &b| self.groups[a].kind.order(&self.groups[b].kind));
        let mut new_places = vec![0; order.len()];
        for (place, old) in order.iter().enumerate() {
            new_places[*old] = place;
        }
        self.of_cells.iter_mut().for_each(|group| *group = new_places[*group]);
        self.groups.sort_by(|a, b| a.kind.order(&b.kind));
    }
}
