//! Text that is truncated with an ellipsis, after one line or a few.

use std::sync::Arc;

use egui::text::{LayoutJob, TextWrapping};
use egui::{Color32, FontId, Galley, Painter};

/// Lays out the text; `elided` of the result says whether it was truncated.
pub fn layout(painter: &Painter, words: &str, font: FontId, ink: Color32, room: f32) -> Arc<Galley> {
    let mut job = LayoutJob::simple_singleline(words.to_owned(), font, ink);
    job.wrap = TextWrapping::truncate_at_width(room);
    painter.layout_job(job)
}

/// Lays out the text in at most so many rows of this width.
pub fn wrapped(painter: &Painter, words: &str, font: FontId, ink: Color32, width: f32, rows: usize) -> Arc<Galley> {
    let mut job = LayoutJob::simple(words.to_owned(), font, ink, width);
    job.wrap.max_rows = rows;
    painter.layout_job(job)
}
