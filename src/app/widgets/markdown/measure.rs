//! Layout of a page's blocks, measured once per width so that only visible blocks are laid out again.

use std::sync::Arc;

use egui::epaint::text::{LayoutJob, TextFormat};
use egui::{Galley, Ui, Vec2};

use super::lines::broken;
use super::parse::{Block, Span, SpanStyle, Spans};
use crate::app::theme::{self, Tokens, size, strong, tokens};
use crate::model::root_finding::root;

/// Padding around code blocks and around table cells.
pub const CODE_PADDING: egui::Vec2 = egui::vec2(14.0, 10.0);
pub const CELL_PADDING: egui::Vec2 = egui::vec2(9.0, 5.0);
/// Indent of a list item.
pub const ITEM_INDENT: f32 = 20.0;

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
    let padding = if matches!(block, Block::Code(_)) { 2.0 * CODE_PADDING.y } else { 0.0 };
    Place { top, height: words(ui, block, width).size().y + padding, columns: Vec::new(), rows: Vec::new() }
}

/// The words of a block in a page of this width; a table has none of its own.
pub fn words(ui: &Ui, block: &Block, width: f32) -> Arc<Galley> {
    match block {
        Block::Heading { level, spans } => heading(ui, *level, spans, width),
        Block::Paragraph(spans) => paragraph(ui, spans, width),
        Block::Item { depth, spans, .. } => paragraph(ui, spans, item_width(*depth, width)),
        Block::Code(lines) => code(ui, lines, width),
        Block::Table { .. } => paragraph(ui, &[], width),
    }
}

pub fn item_width(depth: usize, width: f32) -> f32 {
    (width - ITEM_INDENT * (depth + 1) as f32).max(40.0)
}

fn heading(ui: &Ui, level: usize, spans: &[Span], width: f32) -> Arc<Galley> {
    let points = match level {
        0 | 1 => size::PAGE_TITLE,
        2 => size::PAGE_HEADING,
        _ => size::PAGE_SUBHEADING,
    };
    laid_out(ui, spans, width, |_| TextFormat::simple(strong(points), tokens(ui).text))
}

pub fn paragraph(ui: &Ui, spans: &[Span], width: f32) -> Arc<Galley> {
    laid_out(ui, spans, width, |style| format(tokens(ui), style, Words::Paragraph))
}

/// A table cell; the first row is the heading.
pub fn cell(ui: &Ui, spans: &[Span], width: f32, row: usize) -> Arc<Galley> {
    let kind = if row == 0 { Words::Head } else { Words::Cell };
    laid_out(ui, spans, width, |style| format(tokens(ui), style, kind))
}

/// A code block; long lines are wrapped.
fn code(ui: &Ui, lines: &[String], width: f32) -> Arc<Galley> {
    let font = theme::even(size::EVEN);
    let letter = ui.fonts_mut(|fonts| fonts.glyph_width(&font, '0'));
    let columns = ((width - 2.0 * CODE_PADDING.x) / letter).floor().max(8.0) as usize;
    let rows: Vec<String> = lines.iter().flat_map(|line| broken(line, columns)).collect();
    let format =
        TextFormat { line_height: Some((size::EVEN * 1.5).round()), ..TextFormat::simple(font, tokens(ui).text) };
    let mut job = LayoutJob::default();
    job.append(&rows.join("\n"), 0.0, format);
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

#[derive(Clone, Copy, PartialEq)]
enum Words {
    Paragraph,
    Head,
    Cell,
}

fn laid_out(ui: &Ui, spans: &[Span], width: f32, format: impl Fn(SpanStyle) -> TextFormat) -> Arc<Galley> {
    let mut job = LayoutJob { wrap: egui::text::TextWrapping::wrap_at_width(width), ..LayoutJob::default() };
    for span in spans {
        job.append(&span.words, 0.0, format(span.style));
    }
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

fn format(tokens: &Tokens, style: SpanStyle, kind: Words) -> TextFormat {
    let points = if kind == Words::Paragraph { size::BODY } else { size::CELL };
    let font = match (style, kind) {
        (SpanStyle::Code, _) => theme::even((points * size::EVEN / size::BODY).max(size::SMALL)),
        (SpanStyle::Strong, _) | (_, Words::Head) => strong(points),
        _ => egui::FontId::proportional(points),
    };
    let color = if kind == Words::Head { tokens.quiet } else { tokens.text };
    let lines = if kind == Words::Paragraph { 1.5 } else { 1.35 };
    TextFormat {
        line_height: Some((points * lines).round()),
        italics: style == SpanStyle::Emphasis,
        ..TextFormat::simple(font, color)
    }
}

/// The column widths and row heights of a table.
fn table(ui: &Ui, rows: &[Vec<Spans>], width: f32) -> (Vec<f32>, Vec<f32>) {
    let sizes = |(row, cells): (usize, &Vec<Spans>)| -> Vec<Vec2> {
        cells.iter().map(|spans| cell(ui, spans, f32::INFINITY, row).size()).collect()
    };
    let on_one_line: Vec<_> = rows.iter().enumerate().map(sizes).collect();
    let columns = column_widths(ui, rows, &on_one_line, width);
    let height = |row: usize| {
        let cells = rows[row].iter().zip(&on_one_line[row]).zip(&columns);
        let heights = cells.map(|((spans, size), column)| {
            let room = column - 2.0 * CELL_PADDING.x;
            // Most cells fit on one line and need no second layout.
            if size.x <= room { size.y } else { cell(ui, spans, room, row).size().y }
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
    let words = spans.iter().flat_map(|span| span.words.split(' ').map(move |word| (word, span.style)));
    let longest = words.max_by_key(|(word, _)| word.chars().count());
    longest.map_or(0.0, |(word, style)| {
        cell(ui, &[Span { words: format!("{word} "), style }], f32::INFINITY, row).size().x
    })
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
