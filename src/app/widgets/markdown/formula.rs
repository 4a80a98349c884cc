//! A formula as glyphs and bars that are painted at any size.

use egui::epaint::text::{LayoutJob, TextFormat};
use egui::{Color32, FontFamily, FontId, Pos2, Rect, Ui, Vec2, emath::GuiRounding as _, pos2, vec2};

/// Where a formula stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// On lines of its own.
    Display,
    /// Within a line of words: fractions are small.
    Inline,
}

/// Lengths are in em; positions are relative to the left end of the baseline.
#[derive(Clone, Debug, PartialEq)]
pub struct Formula {
    /// The formula as it is read out and copied.
    pub words: String,
    pub width: f32,
    pub ascent: f32,
    pub descent: f32,
    pub(super) glyphs: Vec<Glyph>,
    /// Bars of fractions and roots.
    pub(super) bars: Vec<Bar>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Glyph {
    pub letter: char,
    pub family: FontFamily,
    pub scale: f32,
    pub at: Vec2,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Bar {
    /// The left end of its middle line.
    pub at: Vec2,
    pub width: f32,
    pub thickness: f32,
}

impl Formula {
    /// Paints the formula with the left end of its baseline at this point; an em is `em` points.
    pub fn paint(&self, ui: &Ui, baseline: Pos2, em: f32, color: Color32) {
        for glyph in &self.glyphs {
            glyph.paint(ui, baseline + glyph.at * em, em, color);
        }
        let pixel = 1.0 / ui.pixels_per_point();
        for bar in &self.bars {
            let thickness = (bar.thickness * em).round_to_pixels(ui.pixels_per_point()).max(pixel);
            let middle = baseline + bar.at * em;
            let left = pos2(middle.x, (middle.y - 0.5 * thickness).round_to_pixels(ui.pixels_per_point()));
            ui.painter().rect_filled(Rect::from_min_size(left, vec2(bar.width * em, thickness)), 0.0, color);
        }
    }
}

impl Glyph {
    /// The baseline lies on a pixel, as that of words does; sideways the glyph may stand between pixels.
    fn paint(&self, ui: &Ui, at: Pos2, em: f32, color: Color32) {
        let left = (at.x * ui.pixels_per_point()).floor() / ui.pixels_per_point();
        let mut job = LayoutJob::default();
        let font = FontId::new(em * self.scale, self.family.clone());
        job.append(self.letter.encode_utf8(&mut [0; 4]), at.x - left, TextFormat::simple(font, color));
        let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
        let Some(row) = galley.rows.first() else { return };
        let ascent = row.pos.y + row.row.glyphs.first().map_or(0.0, |glyph| glyph.pos.y);
        let top = at.y.round_to_pixels(ui.pixels_per_point()) - ascent;
        ui.painter().galley(pos2(left, top), galley, color);
    }
}
