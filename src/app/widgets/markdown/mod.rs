//! A page of Markdown: laid out once per width, painted where visible, and fully exposed to screen readers.

mod formula;
mod measure;
mod parse;
mod prepared;
mod prose;
mod spoken;
#[cfg(test)]
mod typeset;

use egui::text_selection::LabelSelectionState;
use egui::{Align, Id, Pos2, Rect, Response, Role, ScrollArea, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::scroll::Scroll;
use crate::app::theme::tokens;
use measure::{CELL_PADDING, Places};
use parse::{Block, Span, parse, words};
use prose::Words;

/// Space left above a heading after jumping to it.
const ABOVE: f32 = 6.0;

/// A page: its blocks and their positions.
#[derive(Default)]
pub struct Page {
    blocks: Vec<Block>,
    places: Option<Places>,
}

/// A heading of the page.
pub struct Heading {
    /// Index of its block.
    pub block: usize,
    pub level: usize,
    pub words: String,
}

impl Page {
    pub fn read(text: &str) -> Self {
        Self { blocks: parse(text), places: None }
    }

    pub fn headings(&self) -> impl Iterator<Item = Heading> {
        self.blocks.iter().enumerate().filter_map(|(block, content)| match content {
            Block::Heading { level, spans } => Some(Heading { block, level: *level, words: words(spans) }),
            _ => None,
        })
    }

    /// Shows the page in a scroll area with `margin` at both sides. Returns the index of the topmost visible block.
    pub fn show(&mut self, ui: &mut Ui, margin: f32, most_width: f32, jump_to: Option<usize>, keys: Scroll) -> usize {
        let area = ScrollArea::vertical().id_salt("page").auto_shrink(false);
        let shown = area.show_viewport(ui, |ui, seen| {
            let room = ui.max_rect();
            let width = (room.width() - 2.0 * margin).min(most_width);
            let places = self.placed(ui, width);
            ui.set_height(places.height + 2.0 * margin);
            let origin = room.min + vec2(margin, margin);
            for (i, (block, place)) in self.blocks.iter().zip(&places.blocks).enumerate() {
                let rect = Rect::from_min_size(origin + vec2(0.0, place.top), vec2(width, place.height));
                block_ui(ui, i, block, place, rect);
                if jump_to == Some(i) {
                    ui.scroll_to_rect(rect.expand2(vec2(0.0, ABOVE)), Some(Align::TOP));
                }
            }
            keys.apply(ui);
            let top = seen.top() - margin + 2.0 * ABOVE;
            let at = places.blocks.iter().rposition(|place| place.top <= top).unwrap_or(0);
            self.places = Some(places);
            at
        });
        shown.inner
    }

    fn placed(&mut self, ui: &Ui, width: f32) -> Places {
        match self.places.take() {
            Some(places) if places.width == width && places.pixels_per_point == ui.pixels_per_point() => places,
            _ => measure::measure(ui, &self.blocks, width),
        }
    }
}

/// A block at its position. Blocks out of view are only exposed to screen readers.
fn block_ui(ui: &Ui, i: usize, block: &Block, place: &measure::Place, rect: Rect) {
    let id = ui.make_persistent_id(("block", i));
    let is_seen = ui.is_rect_visible(rect);
    let tokens = tokens(ui);
    let (role, at) = match block {
        Block::Heading { .. } => (Role::Heading, rect.min),
        Block::Paragraph(_) => (Role::Paragraph, rect.min),
        Block::Item { depth, mark, .. } => {
            let at = pos2(rect.right() - prose::item_width(*depth, rect.width()), rect.top());
            if is_seen {
                let mark_at = at - vec2(prose::ITEM_INDENT * 0.8, 0.0);
                let mark = [Span::new(mark, parse::SpanStyle::Plain)];
                ui.painter().galley(mark_at, prose::paragraph(ui, &mark, rect.width()).galley, tokens.quiet);
            }
            (Role::ListItem, at)
        }
        Block::Formula(formula) => {
            if is_seen {
                let at = rect.min + measure::formula_at(formula, rect.width());
                formula.paint(ui, at, measure::formula_em(formula, rect.width()), tokens.text);
            }
            let response = ui.interact(rect, id, Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(Role::Math, ui.is_enabled(), block.words()));
            return;
        }
        Block::Table { align_right, rows } => return table_ui(ui, id, align_right, rows, place, rect),
    };
    // Text that can be selected and copied.
    let sense = if is_seen { Sense::click_and_drag() - Sense::FOCUSABLE } else { Sense::hover() };
    let response = ui.interact(rect, id, sense);
    response.widget_info(|| WidgetInfo::labeled(role, ui.is_enabled(), block.words()));
    if is_seen {
        words_ui(ui, &response, at, prose::words(ui, block, rect.width()));
    }
}

/// Words that can be selected, and the formulas among them.
fn words_ui(ui: &Ui, response: &Response, at: Pos2, words: Words<'_>) {
    LabelSelectionState::label_text_selection(ui, response, at, words.galley, words.color, Stroke::NONE);
    for (formula, place) in words.formulas {
        formula.paint(ui, at + place.to_vec2(), words.em, words.color);
    }
}

fn table_ui(ui: &Ui, id: Id, align_right: &[bool], rows: &[Vec<Vec<Span>>], place: &measure::Place, rect: Rect) {
    let hairline = Stroke::new(1.0, tokens(ui).hairline);
    let width = place.columns.iter().sum::<f32>().min(rect.width());
    let mut top = rect.top();
    for (i, (cells, height)) in rows.iter().zip(&place.rows).enumerate() {
        let row = Rect::from_min_size(pos2(rect.left(), top), vec2(width, *height));
        top += height;
        let response = ui.interact(row, id.with(("row", i)), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Row, ui.is_enabled(), row_name(rows, i)));
        if !ui.is_rect_visible(row) {
            continue;
        }
        let mut left = row.left();
        for (column, (spans, width)) in cells.iter().zip(&place.columns).enumerate() {
            let room = Rect::from_min_size(pos2(left, row.top()), vec2(*width, *height)).shrink2(CELL_PADDING);
            left += width;
            let words = prose::cell(ui, spans, room.width(), i);
            let is_right = align_right.get(column) == Some(&true);
            let x = if is_right { room.right() - words.galley.size().x } else { room.left() };
            let response = ui.interact(room, id.with(("cell", i, column)), Sense::click_and_drag() - Sense::FOCUSABLE);
            words_ui(ui, &response, pos2(x, room.top()), words);
        }
        ui.painter().hline(row.x_range(), row.bottom(), hairline);
    }
}

/// A row as text, each cell preceded by its column's heading.
fn row_name(rows: &[Vec<Vec<Span>>], row: usize) -> String {
    let cells = rows.get(row).into_iter().flatten().enumerate().map(|(column, spans)| {
        let head = rows.first().and_then(|head| head.get(column)).filter(|_| row > 0);
        head.map_or_else(|| words(spans), |head| format!("{}: {}", words(head), words(spans)))
    });
    cells.collect::<Vec<_>>().join("; ")
}
