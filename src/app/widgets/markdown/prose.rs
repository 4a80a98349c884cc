//! Words of a block laid out, with the formulas among them: each keeps its room in the line and stays whole.

use std::sync::Arc;

use egui::epaint::text::{LayoutJob, TextFormat};
use egui::{Galley, Pos2, Ui, Vec2};

use super::formula::Formula;
use super::parse::{Block, Span, SpanStyle};
use crate::app::theme::{self, Tokens, size, strong, tokens};

/// Space before a formula within words, in em: TeX's letters begin closer to the left than those of words.
const BEFORE: f32 = 0.05;
/// Indent of a list item.
pub const ITEM_INDENT: f32 = 20.0;

/// Words laid out, and the formulas among them.
pub struct Words<'a> {
    /// Formulas are there as invisible words as wide as they are, to be selected and copied.
    pub galley: Arc<Galley>,
    /// Each formula with the left end of its baseline in the galley.
    pub formulas: Vec<(&'a Formula, Pos2)>,
    /// The em of the formulas, in points, and their color.
    pub em: f32,
    pub color: egui::Color32,
}

/// The words of a block in a page of this width; tables and equations have none of their own.
pub fn words<'a>(ui: &Ui, block: &'a Block, width: f32) -> Words<'a> {
    match block {
        Block::Heading { level, spans } => heading(ui, *level, spans, width),
        Block::Paragraph(spans) => paragraph(ui, spans, width),
        Block::Item { depth, spans, .. } => paragraph(ui, spans, item_width(*depth, width)),
        Block::Formula(_) | Block::Table { .. } => paragraph(ui, &[], width),
    }
}

pub fn item_width(depth: usize, width: f32) -> f32 {
    (width - ITEM_INDENT * (depth + 1) as f32).max(40.0)
}

fn heading<'a>(ui: &Ui, level: usize, spans: &'a [Span], width: f32) -> Words<'a> {
    let points = match level {
        0 | 1 => size::PAGE_TITLE,
        2 => size::PAGE_HEADING,
        _ => size::PAGE_SUBHEADING,
    };
    laid_out(ui, spans, width, |_| TextFormat::simple(strong(points), tokens(ui).text))
}

pub fn paragraph<'a>(ui: &Ui, spans: &'a [Span], width: f32) -> Words<'a> {
    laid_out(ui, spans, width, |style| format(tokens(ui), style, Kind::Paragraph))
}

/// A table cell; the first row is the heading.
pub fn cell<'a>(ui: &Ui, spans: &'a [Span], width: f32, row: usize) -> Words<'a> {
    let kind = if row == 0 { Kind::Head } else { Kind::Cell };
    laid_out(ui, spans, width, |style| format(tokens(ui), style, kind))
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Paragraph,
    Head,
    Cell,
}

fn laid_out<'a>(ui: &Ui, spans: &'a [Span], width: f32, format: impl Fn(SpanStyle) -> TextFormat) -> Words<'a> {
    let mut job = LayoutJob { wrap: egui::text::TextWrapping::wrap_at_width(width), ..LayoutJob::default() };
    let plain = format(SpanStyle::Plain);
    let em = plain.font_id.size * size::FORMULA / size::BODY;
    let mut letters = 0;
    let mut starts = Vec::new();
    for span in spans {
        let before = letters;
        if let Some(formula) = &span.formula {
            letters += append_formula(ui, &mut job, formula, em, &plain);
            starts.push((formula, before..letters));
        } else {
            job.append(&span.words, 0.0, format(span.style));
            letters += span.words.chars().count();
        }
    }
    let mut galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    let mut formulas = Vec::new();
    if !starts.is_empty() {
        let below = baseline(ui, &plain).1;
        let laid_out = Arc::make_mut(&mut galley);
        for (formula, letters) in starts {
            let at = take_place(laid_out, letters, below);
            formulas.extend(at.map(|at| (formula, at + Vec2::new(BEFORE * em, 0.0))));
        }
    }
    Words { galley, formulas, em, color: plain.color }
}

/// How far the baseline of words in this format lies below the top of their line, and above its bottom.
fn baseline(ui: &Ui, format: &TextFormat) -> (f32, f32) {
    let mut job = LayoutJob::default();
    job.append("x", 0.0, format.clone());
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    let letter = galley.rows.first().and_then(|row| row.row.glyphs.first());
    letter.map_or((0.0, 0.0), |letter| (letter.pos.y, galley.size().y - letter.pos.y))
}

/// Appends the words of a formula, spaced so that they are as wide as the formula and stay on one line. Returns how many letters they have.
fn append_formula(ui: &Ui, job: &mut LayoutJob, formula: &Formula, em: f32, plain: &TextFormat) -> usize {
    const UNBREAKABLE: &str = "\u{a0}";
    let mut words = formula.words.replace([' ', '\n'], UNBREAKABLE);
    while words.chars().count() < 2 {
        words.push_str(UNBREAKABLE);
    }
    let natural = LayoutJob::simple_singleline(words.clone(), plain.font_id.clone(), plain.color);
    let natural = ui.fonts_mut(|fonts| fonts.layout_job(natural)).size().x;
    let letters = words.chars().count();
    let spacing = ((formula.width + BEFORE) * em - natural) / (letters - 1) as f32;
    let (above, below) = baseline(ui, plain);
    let least_height = (formula.ascent * em).max(above) + below;
    let format = TextFormat {
        extra_letter_spacing: spacing,
        line_height: plain.line_height.map(|height| height.max(least_height.round())),
        ..plain.clone()
    };
    // Space comes before each letter, but not before the first of a line.
    job.append(&words, if job.text.is_empty() { 0.0 } else { -spacing }, format);
    letters
}

/// Makes these letters invisible. Returns where they begin, on the baseline, which lies this far above the bottom of a line.
fn take_place(galley: &mut Galley, letters: std::ops::Range<usize>, below: f32) -> Option<Pos2> {
    let mut before = 0;
    for placed in &mut galley.rows {
        let count = placed.row.glyphs.len();
        let first = letters.start.checked_sub(before)?;
        if let Some(glyph) = placed.row.glyphs.get(first) {
            let at = placed.pos + Vec2::new(glyph.pos.x, placed.row.size.y - below);
            let row = Arc::make_mut(&mut placed.row);
            let vertex = |letter: usize| row.glyphs.get(letter).map(|glyph| glyph.first_vertex as usize);
            let start = vertex(first)?;
            let end = vertex(first + letters.len()).unwrap_or(row.visuals.glyph_vertex_range.end);
            for vertex in row.visuals.mesh.vertices.get_mut(start..end)? {
                vertex.pos = Pos2::ZERO;
            }
            return Some(at);
        }
        before += count + usize::from(placed.ends_with_newline);
    }
    None
}

fn format(tokens: &Tokens, style: SpanStyle, kind: Kind) -> TextFormat {
    let points = if kind == Kind::Paragraph { size::BODY } else { size::CELL };
    let font = match (style, kind) {
        (SpanStyle::Code, _) => theme::even((points * size::EVEN / size::BODY).max(size::SMALL)),
        (SpanStyle::Strong, _) | (_, Kind::Head) => strong(points),
        _ => egui::FontId::proportional(points),
    };
    let color = if kind == Kind::Head { tokens.quiet } else { tokens.text };
    let lines = if kind == Kind::Paragraph { 1.5 } else { 1.35 };
    TextFormat {
        line_height: Some((points * lines).round()),
        italics: style == SpanStyle::Emphasis,
        ..TextFormat::simple(font, color)
    }
}
