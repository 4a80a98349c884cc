//! Groups of map cells: cells whose runs bring the same warning at the same severity belong together.

use std::cmp::Reverse;

use super::map::{Found, Map};
use crate::sim::{Severity, Warning};

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
    fn of(found: Found, by_worst: bool) -> Self {
        match found {
            Found::NotYet => Self::NotYet,
            Found::Refused => Self::Refused,
            Found::Ran(cell) => {
                let warning = if by_worst { cell.worst } else { cell.first };
                warning.map_or(Self::Free, Self::Warned)
            }
        }
    }

    /// Whether two cells belong together.
    fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Warned(a), Self::Warned(b)) => (a.id, a.severity) == (b.id, b.severity),
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

impl CellGroups {
    /// The groups by the first warning of each run, or by its worst.
    pub fn of(map: &Map, by_worst: bool) -> Self {
        let mut groups: Vec<CellGroup> = Vec::new();
        let places = (0..map.rows()).flat_map(|row| (0..map.columns()).map(move |column| (column, row)));
        let of_cells = places.map(|(column, row)| {
            let kind = CellKind::of(map.nearest(column, row), by_worst);
            let group = groups.iter().position(|group| group.kind.is_like(&kind)).unwrap_or_else(|| {
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
        order.sort_by_key(|&i| self.groups[i].kind.place());
        let mut new_places = vec![0; order.len()];
        for (place, old) in order.iter().enumerate() {
            new_places[*old] = place;
        }
        self.of_cells.iter_mut().for_each(|group| *group = new_places[*group]);
        self.groups.sort_by_key(|group| group.kind.place());
    }
}
