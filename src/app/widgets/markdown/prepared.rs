//! The formulas of the model's page as TeX sets them, from a file that was made before: the program holds no typesetter.
//!
//! For each formula a line with its kind and its TeX, one with its width and its reach above and below the baseline, and then one line for
//! glyphs of one font, size and height, each letter with its place, and one for each bar. Lengths are in ten-thousandths of an em.

use std::sync::OnceLock;

use egui::{Vec2, vec2};

use super::formula::{Bar, Formula, Glyph, Setting};
use super::spoken::spoken;
use crate::app::theme::formula_family;

/// What [`set`](super::typeset) has made of the page.
pub(super) const TABLE: &str = include_str!("../../../../assets/formulas.txt");

/// The letters with which a line begins that tells what it holds.
pub(super) const DISPLAY: &str = "display ";
pub(super) const INLINE: &str = "inline ";
pub(super) const BAR: &str = "bar";

/// Units of length in an em.
pub(super) const UNITS: f32 = 10_000.0;

impl Formula {
    /// A formula of the model's page; `None` if it is none of them.
    pub fn prepared(tex: &str, setting: Setting) -> Option<Self> {
        static HEADS: OnceLock<Vec<(&str, &str)>> = OnceLock::new();
        let heads = HEADS.get_or_init(|| formulas().collect());
        let wanted = head(tex, setting);
        let (_, lines) = heads.iter().find(|(head, _)| *head == wanted)?;
        read(tex, lines)
    }
}

/// Each formula of the table: the line that names it, and the lines below.
fn formulas() -> impl Iterator<Item = (&'static str, &'static str)> {
    TABLE.split_terminator("\n\n").filter_map(|formula| formula.split_once('\n'))
}

/// The line that names a formula. Blanks and new lines are the same in TeX.
pub(super) fn head(tex: &str, setting: Setting) -> String {
    let kind = match setting {
        Setting::Display => DISPLAY,
        Setting::Inline => INLINE,
    };
    let words: Vec<_> = tex.split_whitespace().collect();
    format!("{kind}{}", words.join(" "))
}

fn read(tex: &str, lines: &str) -> Option<Formula> {
    let mut lines = lines.lines();
    let [width, ascent, descent] = numbers(lines.next()?)?;
    let mut formula = Formula { words: spoken(tex), width, ascent, descent, glyphs: Vec::new(), bars: Vec::new() };
    for line in lines {
        let (font, rest) = line.split_once(' ')?;
        if font == BAR {
            let [x, y, width, thickness] = numbers(rest)?;
            formula.bars.push(Bar { at: vec2(x, y), width, thickness });
            continue;
        }
        let family = formula_family(font)?;
        let mut words = rest.split(' ');
        let [scale, y] = [length(words.next()?)?, length(words.next()?)?];
        for word in words {
            let letter = word.chars().next()?;
            let at: Vec2 = vec2(length(&word[letter.len_utf8()..])?, y);
            formula.glyphs.push(Glyph { letter, family: family.clone(), scale, at });
        }
    }
    Some(formula)
}

fn length(word: &str) -> Option<f32> {
    word.parse::<i32>().ok().map(|units| units as f32 / UNITS)
}

fn numbers<const COUNT: usize>(line: &str) -> Option<[f32; COUNT]> {
    let numbers: Option<Vec<_>> = line.split(' ').map(length).collect();
    numbers?.try_into().ok()
}
