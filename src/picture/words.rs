//! How much room words take, before a font has laid them out.

use super::Weight;

/// About how wide words are, rather too wide than too narrow.
pub fn width_of(words: &str, weight: Weight, scale: f32) -> f32 {
    let em = scale.max(1.0) * if weight == Weight::Strong { 15.0 } else { 13.0 };
    let of_one = |letter| match letter {
        ' ' | '.' | ',' | '\u{b7}' | '/' | 'i' | 'j' | 'l' | 't' | 'f' | 'r' | ':' | '\u{a0}' => 0.36,
        'm' | 'w' | 'M' | 'W' | '%' => 0.88,
        '\u{2070}'..='\u{2079}' | '\u{b2}' | '\u{b3}' | '\u{b9}' => 0.45,
        '0'..='9' | 'A'..='Z' | '\u{d7}' => 0.66,
        _ => 0.6,
    };
    em * words.chars().map(of_one).sum::<f32>()
}

/// As much of long words as has room.
pub fn shortened(words: &str, weight: Weight, width: f32) -> String {
    let fits = |words: &str| width_of(words, weight, 1.0) <= width;
    if fits(words) {
        return words.to_owned();
    }
    let mut kept = words.to_owned();
    while !kept.is_empty() && !fits(&format!("{kept}\u{2026}")) {
        kept.pop();
    }
    kept + "\u{2026}"
}
