//! Lines of equal value over a grid, by marching squares.

use std::collections::BTreeMap;

/// A point in grid coordinates: columns to the right, rows upward, grid points at whole numbers.
pub type GridPoint = (f64, f64);

/// The edge of a square, from one grid point to the next in its row or column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Edge {
    column: usize,
    row: usize,
    along_row: bool,
}

/// The lines on which a grid of numbers has this value, each as a sequence of points. The numbers are given row by row, `columns` in
/// each; no line enters a square with a number that is not finite.
pub fn contours(numbers: &[f64], columns: usize, level: f64) -> Vec<Vec<GridPoint>> {
    let rows = numbers.len().checked_div(columns).unwrap_or(0);
    let number = |column: usize, row: usize| numbers[row * columns + column];
    let mut pieces = Vec::new();
    for row in 0..rows.saturating_sub(1) {
        for column in 0..columns.saturating_sub(1) {
            let corners =
                [number(column, row), number(column + 1, row), number(column + 1, row + 1), number(column, row + 1)];
            if corners.iter().all(|corner| corner.is_finite()) {
                pieces.extend(cuts(corners, level).into_iter().map(|cut| cut.map(|side| edge(column, row, side))));
            }
        }
    }
    let at = |edge: &Edge| {
        let (from, to) = if edge.along_row {
            (number(edge.column, edge.row), number(edge.column + 1, edge.row))
        } else {
            (number(edge.column, edge.row), number(edge.column, edge.row + 1))
        };
        let share = (level - from) / (to - from);
        let (column, row) = (edge.column as f64, edge.row as f64);
        if edge.along_row { (column + share, row) } else { (column, row + share) }
    };
    joined(&pieces).iter().map(|line| line.iter().map(at).collect()).collect()
}

/// The pairs of sides that a line joins in a square. Sides are numbered around it: bottom, right, top, left.
fn cuts(corners: [f64; 4], level: f64) -> Vec<[usize; 2]> {
    let is_above = corners.map(|corner| corner >= level);
    let crossed: Vec<usize> = (0..4).filter(|side| is_above[*side] != is_above[(side + 1) % 4]).collect();
    match crossed[..] {
        [a, b] => vec![[a, b]],
        // At a saddle, the value in the middle decides which corners are connected.
        [_, _, _, _] => {
            let middle = 0.25 * corners.iter().sum::<f64>() >= level;
            if middle == is_above[0] { vec![[0, 1], [2, 3]] } else { vec![[3, 0], [1, 2]] }
        }
        _ => Vec::new(),
    }
}

fn edge(column: usize, row: usize, side: usize) -> Edge {
    match side {
        0 => Edge { column, row, along_row: true },
        1 => Edge { column: column + 1, row, along_row: false },
        2 => Edge { column, row: row + 1, along_row: true },
        _ => Edge { column, row, along_row: false },
    }
}

/// Joins pieces that share an edge: open lines from their ends, then closed ones.
fn joined(pieces: &[[Edge; 2]]) -> Vec<Vec<Edge>> {
    let mut at: BTreeMap<Edge, Vec<usize>> = BTreeMap::new();
    for (index, piece) in pieces.iter().enumerate() {
        for edge in piece {
            at.entry(*edge).or_default().push(index);
        }
    }
    let ends = at.iter().filter(|(_, pieces)| pieces.len() == 1).map(|(edge, _)| *edge);
    let starts: Vec<Edge> = ends.chain(pieces.iter().map(|piece| piece[0])).collect();
    let mut used = vec![false; pieces.len()];
    let mut lines = Vec::new();
    for start in starts {
        let (mut line, mut here) = (vec![start], start);
        while let Some(&next) = at[&here].iter().find(|piece| !used[**piece]) {
            used[next] = true;
            let [a, b] = pieces[next];
            here = if a == here { b } else { a };
            line.push(here);
        }
        if line.len() > 1 {
            lines.push(line);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(columns: usize, rows: usize, value: impl Fn(f64, f64) -> f64) -> Vec<f64> {
        (0..rows * columns).map(|i| value((i % columns) as f64, (i / columns) as f64)).collect()
    }

    #[test]
    fn a_slope_has_one_straight_line() {
        let lines = contours(&grid(5, 4, |x, _| x), 5, 1.5);
        assert_eq!(lines, [vec![(1.5, 0.0), (1.5, 1.0), (1.5, 2.0), (1.5, 3.0)]]);
    }

    #[test]
    fn a_hill_has_a_closed_line_of_its_height() {
        let height = |x: f64, y: f64| 50.0 - (x - 8.0) * (x - 8.0) - (y - 8.0) * (y - 8.0);
        let lines = contours(&grid(17, 17, height), 17, 25.0);
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].first(), lines[0].last());
        for (x, y) in &lines[0] {
            assert!((height(*x, *y) - 25.0).abs() < 0.5, "{x} {y}");
        }
    }

    #[test]
    fn a_saddle_and_a_gap_break_nothing() {
        assert_eq!(contours(&[1.0, 0.0, 0.0, 1.0], 2, 0.5).len(), 2);
        assert!(contours(&[1.0, f64::NAN, 0.0, 1.0], 2, 0.5).is_empty());
        assert!(contours(&[], 0, 0.5).is_empty());
        assert!(contours(&[1.0; 9], 3, 0.5).is_empty());
    }
}
