//! A formula in TeX, set as glyphs and bars that are painted at any size.

use egui::epaint::text::{LayoutJob, TextFormat};
use egui::{Color32, FontFamily, FontId, Pos2, Rect, Ui, Vec2, emath::GuiRounding as _, pos2, vec2};
use ratex_layout::{LayoutOptions, layout, to_display_list};
use ratex_parser::parse;
use ratex_types::display_item::DisplayItem;
use ratex_types::math_style::MathStyle;

use super::spoken::spoken;
use crate::app::theme::formula_family;

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
    glyphs: Vec<Glyph>,
    /// Bars of fractions and roots.
    bars: Vec<Bar>,
}

#[derive(Clone, Debug, PartialEq)]
struct Glyph {
    letter: char,
    family: FontFamily,
    scale: f32,
    at: Vec2,
}

#[derive(Clone, Debug, PartialEq)]
struct Bar {
    /// The left end of its middle line.
    at: Vec2,
    width: f32,
    thickness: f32,
}

impl Formula {
    /// Sets a formula, or says why it cannot be set.
    pub fn set(tex: &str, setting: Setting) -> Result<Self, String> {
        let nodes = parse(tex).map_err(|fault| format!("{fault}"))?;
        let style = match setting {
            Setting::Display => MathStyle::Display,
            Setting::Inline => MathStyle::Text,
        };
        let list = to_display_list(&layout(&nodes, &LayoutOptions { style, ..LayoutOptions::default() }));
        let mut formula = Self {
            words: spoken(tex),
            width: list.width as f32,
            ascent: list.height as f32,
            descent: list.depth as f32,
            glyphs: Vec::new(),
            bars: Vec::new(),
        };
        let at = |x: f64, y: f64| vec2(x as f32, (y - list.height) as f32);
        for item in list.items {
            match item {
                DisplayItem::GlyphPath { x, y, scale, font, char_code, .. } => {
                    let family = formula_family(&font).ok_or_else(|| format!("the font {font} is not there"))?;
                    let letter = char::from_u32(char_code).ok_or("no letter")?;
                    formula.glyphs.push(Glyph { letter, family, scale: scale as f32, at: at(x, y) });
                }
                DisplayItem::Line { x, y, width, thickness, .. } => {
                    formula.bars.push(Bar { at: at(x, y), width: width as f32, thickness: thickness as f32 });
                }
                DisplayItem::Rect { .. } | DisplayItem::Path { .. } => {
                    return Err("only glyphs and bars can be painted".to_owned());
                }
            }
        }
        Ok(formula)
    }

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fraction_has_its_parts_above_and_below_its_bar() {
        let formula = Formula::set(r"\frac{a}{b}", Setting::Display).expect("sound");
        let [above, below] = &formula.glyphs[..] else { panic!("{formula:?}") };
        let [bar] = &formula.bars[..] else { panic!("{formula:?}") };
        assert_eq!((above.letter, below.letter), ('a', 'b'));
        assert!(above.at.y < bar.at.y && bar.at.y < below.at.y && bar.at.y < 0.0);
        let small = Formula::set(r"\frac{a}{b}", Setting::Inline).expect("sound");
        assert!(small.ascent + small.descent < 0.8 * (formula.ascent + formula.descent));
    }

    #[test]
    fn letters_below_the_line_are_smaller_and_lower() {
        let formula = Formula::set("W_k^2", Setting::Inline).expect("sound");
        let find = |letter| formula.glyphs.iter().find(|glyph| glyph.letter == letter).expect("a glyph");
        assert_eq!(find('W').at.y, 0.0);
        assert!(find('k').at.y > 0.0 && find('k').scale < 1.0 && find('2').at.y < 0.0);
    }

    #[test]
    fn what_cannot_be_set_says_so() {
        assert!(Formula::set(r"\frac{a", Setting::Display).is_err());
        assert!(Formula::set(r"\underbrace{a}", Setting::Display).is_err());
        assert!(Formula::set(r"\mathfrak{a}", Setting::Display).is_err());
    }
}
