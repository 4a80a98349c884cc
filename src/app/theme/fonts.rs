//! The fonts, built in: the same letters on every machine.

use std::sync::Arc;

use egui::{FontData, FontDefinitions, FontFamily, FontId};

use super::size;
use crate::picture::Weight;

const STRONG_FAMILY: &str = "strong";

pub fn body() -> FontId {
    FontId::proportional(size::BODY)
}

pub fn small() -> FontId {
    FontId::proportional(size::SMALL)
}

pub fn strong(points: f32) -> FontId {
    FontId::new(points, FontFamily::Name(STRONG_FAMILY.into()))
}

/// Equations and names of the code: every letter is as wide as every other.
pub fn even(points: f32) -> FontId {
    FontId::monospace(points)
}

/// The font of words in a picture.
pub fn picture_font(weight: Weight, scale: f32) -> FontId {
    match weight {
        Weight::Small => FontId::proportional((size::SMALL * scale).max(size::SMALL)),
        Weight::SmallStrong => strong((size::SMALL * scale).max(size::SMALL)),
        Weight::Strong => strong(((size::STRONG - 1.0) * scale).max(size::SMALL)),
    }
}

/// The fonts of formulas, by the names that TeX's layout gives them: of KaTeX's fonts the letters that `assets/formulas.txt` uses, taken with
/// fonttools (`pyftsubset FONT --text-file=LETTERS --no-hinting --layout-features=`). A test tells which letter a new formula lacks.
const FORMULA_FONTS: [(&str, &[u8]); 6] = [
    ("Main-Regular", include_bytes!("../../../assets/fonts/Formula-Main-subset.ttf")),
    ("Math-Italic", include_bytes!("../../../assets/fonts/Formula-Italic-subset.ttf")),
    ("Size1-Regular", include_bytes!("../../../assets/fonts/Formula-Size1-subset.ttf")),
    ("Size2-Regular", include_bytes!("../../../assets/fonts/Formula-Size2-subset.ttf")),
    ("Size3-Regular", include_bytes!("../../../assets/fonts/Formula-Size3-subset.ttf")),
    ("Size4-Regular", include_bytes!("../../../assets/fonts/Formula-Size4-subset.ttf")),
];

/// The family of a font of formulas, by the name that TeX's layout gives it.
pub fn formula_family(name: &str) -> Option<FontFamily> {
    FORMULA_FONTS.iter().find(|(font, _)| *font == name).map(|(font, _)| FontFamily::Name((*font).into()))
}

/// Inter with tabular digits in two weights, a font of even width for code, and those of formulas, built in: the same letters on every machine.
pub(super) fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    let regular = FontData::from_static(include_bytes!("../../../assets/fonts/Inter-Regular-subset.otf"));
    let strong = FontData::from_static(include_bytes!("../../../assets/fonts/Inter-SemiBold-subset.otf"));
    fonts.font_data.insert("regular".to_owned(), Arc::new(regular));
    fonts.font_data.insert("strong".to_owned(), Arc::new(strong));
    let even = FontData::from_static(include_bytes!("../../../assets/fonts/JetBrainsMono-Regular-subset.ttf"));
    fonts.font_data.insert("even".to_owned(), Arc::new(even));
    fonts.families.insert(FontFamily::Proportional, vec!["regular".to_owned()]);
    fonts.families.insert(FontFamily::Monospace, vec!["even".to_owned()]);
    fonts.families.insert(FontFamily::Name(STRONG_FAMILY.into()), vec!["strong".to_owned()]);
    for (name, font) in FORMULA_FONTS {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(font)));
        fonts.families.insert(FontFamily::Name(name.into()), vec![name.to_owned()]);
    }
    fonts
}
