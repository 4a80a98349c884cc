//! Layout of a page's blocks, measured once per width so that only visible blocks are laid out again.

use egui::{Ui, Vec2};

use super::formula::Formula;
use super::parse::{Block, Span, SpanStyle, Spans};
use super::prose::{cell, words};
use crate::app::theme::size;
use crate::model::root_finding::root;

/// Indent of equations, and the space above and below them.
const FORMULA_PADDING: egui::Vec2 = egui::vec2(24.0, 4.0);
/// Padding around table cells.
pub const CELL_PADDING: egui::Vec2 = egui::vec2(9.0, 5.0);

/// Positions of the blocks of a page.
pub struct Places {
    pub width: f32,
    /// Text sizes depend on the pixel density, if only by rounding.
    pub pixels_per_point: f32,
    pub blocks: Vec<Place>,
    pub height: f32,
}

pub struct Place {
    pub top: f32,
    pub height: f32,
    /// Column widths and row heights of a table.
    pub columns: Vec<f32>,
    pub rows: Vec<f32>,
}

/// Measures all blocks at a width.
pub fn measure(ui: &Ui, blocks: &[Block], width: f32) -> Places {
    let mut places = Vec::with_capacity(blocks.len());
    let mut top = 0.0;
    for (i, block) in blocks.iter().enumerate() {
        top += gap(i.checked_sub(1).and_then(|before| blocks.get(before)), block);
        let place = place(ui, block, width, top);
        top += place.height;
        places.push(place);
    }
    Places { width, pixels_per_point: ui.pixels_per_point(), blocks: places, height: top }
}

/// The vertical gap between two blocks.
fn gap(before: Option<&Block>, block: &Block) -> f32 {
    match (before, block) {
        (None, _) => 0.0,
        (_, Block::Heading { level: 0..=2, .. }) => 30.0,
        (_, Block::Heading { .. }) => 22.0,
        (Some(Block::Item { .. }), Block::Item { .. }) => 5.0,
        _ => 11.0,
    }
}

fn place(ui: &Ui, block: &Block, width: f32, top: f32) -> Place {
    if let Block::Table { rows, .. } = block {
        let (columns, rows) = table(ui, rows, width);
        return Place { top, height: rows.iter().sum(), columns, rows };
    }
    let height = match block {
        Block::Formula(formula) => {
            (formula.ascent + formula.descent) * formula_em(formula, width) + 2.0 * FORMULA_PADDING.y
        }
        _ => words(ui, block, width).galley.size().y,
    };
    Place { top, height: height.ceil(), columns: Vec::new(), rows: Vec::new() }
}

/// The em of equations in a page of this width, in points: the usual one, or less where they are too wide.
pub fn formula_em(formula: &Formula, width: f32) -> f32 {
    size::FORMULA.min((width - FORMULA_PADDING.x) / formula.width)
}

/// The left end of the baseline of equations, from the top left of their place.
pub fn formula_at(formula: &Formula, width: f32) -> Vec2 {
    FORMULA_PADDING + Vec2::new(0.0, formula.ascent * formula_em(formula, width))
}

/// The column widths and row heights of a table.
fn table(ui: &Ui, rows: &[Vec<Spans>], width: f32) -> (Vec<f32>, Vec<f32>) {
    let sizes = |(row, cells): (usize, &Vec<Spans>)| -> Vec<Vec2> {
        cells.iter().map(|spans| cell(ui, spans, f32::INFINITY, row).galley.size()).collect()
    };
    let on_one_line: Vec<_> = rows.iter().enumerate().map(sizes).collect();
    let columns = column_widths(ui, rows, &on_one_line, width);
    let height = |row: usize| {
        let cells = rows[row].iter().zip(&on_one_line[row]).zip(&columns);
        let heights = cells.map(|((spans, size), column)| {
            let room = column - 2.0 * CELL_PADDING.x;
            // Most cells fit on one line and need no second layout.
            if size.x <= room { size.y } else { cell(ui, spans, room, row).galley.size().y }
        });
        heights.fold(0.0, f32::max) + 2.0 * CELL_PADDING.y
    };
    let heights = (0..rows.len()).map(height).collect();
    (columns, heights)
}

/// Columns as wide as their cells; if that is too wide, the widest shrink first, but not below their longest word.
fn column_widths(ui: &Ui, rows: &[Vec<Spans>], on_one_line: &[Vec<Vec2>], width: f32) -> Vec<f32> {
    let count = rows.first().map_or(0, Vec::len);
    let padded = |width: f32| width.ceil() + 2.0 * CELL_PADDING.x;
    let mut wanted = vec![0.0_f32; count];
    for sizes in on_one_line {
        for (wanted, size) in wanted.iter_mut().zip(sizes) {
            *wanted = wanted.max(padded(size.x));
        }
    }
    if wanted.iter().sum::<f32>() <= width {
        return wanted;
    }
    let mut least = vec![0.0_f32; count];
    for (row, cells) in rows.iter().enumerate() {
        for (least, spans) in least.iter_mut().zip(cells) {
            *least = least.max(padded(longest_word(ui, spans, row)));
        }
    }
    let most = level(&least, &wanted, width);
    wanted.iter().zip(&least).map(|(wanted, least)| wanted.min(most.max(*least))).collect()
}

/// Includes the space after the word, which must fit on the same line.
fn longest_word(ui: &Ui, spans: &[Span], row: usize) -> f32 {
    let width = |spans: &[Span]| cell(ui, spans, f32::INFINITY, row).galley.size().x;
    let (formulas, words): (Vec<&Span>, Vec<&Span>) = spans.iter().partition(|span| span.formula.is_some());
    let words = words.into_iter().flat_map(|span| span.words.split(' ').map(move |word| (word, span.style)));
    let longest = words.max_by_key(|(word, _)| word.chars().count());
    let longest = longest.map_or(0.0, |(word, style)| width(&[Span::new(&format!("{word} "), style)]));
    // A sign may follow a formula without a space.
    let beside = [Span::new(", ", SpanStyle::Plain)];
    let of_formula = |span: &Span| width(std::slice::from_ref(span)) + width(&beside);
    formulas.into_iter().map(of_formula).fold(longest, f32::max)
}

/// The maximum column width at which all columns fit, with none below its minimum.
fn level(least: &[f32], wanted: &[f32], width: f32) -> f32 {
    let sum = |most: f32| least.iter().zip(wanted).map(|(least, wanted)| wanted.min(most.max(*least))).sum::<f32>();
    let widest = wanted.iter().copied().fold(0.0, f32::max);
    let beyond = |level: f64| f64::from(sum(level as f32) - width);
    root(beyond, f64::from(widest), 0.0) as f32
}

#[cfg(test)]
mod tests {
    use super::level;

    #[test]
    fn the_widest_columns_give_way_first_and_none_breaks_its_longest_word() {
        let near = |found: f32, right: f32| assert!((found - right).abs() < 0.01, "{found}");
        near(level(&[5.0; 3], &[10.0, 20.0, 30.0], 100.0), 30.0);
        near(level(&[5.0; 3], &[10.0, 50.0, 90.0], 100.0), 45.0);
        near(level(&[5.0; 3], &[10.0, 20.0, 90.0], 100.0), 70.0);
        near(level(&[5.0, 60.0, 5.0], &[10.0, 60.0, 90.0], 100.0), 30.0);
    }
}
