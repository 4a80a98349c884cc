//! Runs that are pinned beside the one that a plot shows: each has a letter, dashes of its own and its color.

use super::{Dashes, Mark, Pen, Spot};
use crate::picture::Ink;

/// The letters of pinned runs, in the order in which they are given.
pub const LETTERS: [char; 4] = ['A', 'B', 'C', 'D'];

/// The letter of a pinned run, by its place among [`LETTERS`].
pub fn letter(place: usize) -> String {
    LETTERS.get(place).map_or_else(String::new, char::to_string)
}

/// The line of a pinned run, others dashes for each letter.
pub const fn pen(letter: usize) -> Pen {
    let dashes = match letter {
        0 => Dashes::Dashed(9.0),
        1 => Dashes::Dotted(5.0),
        2 => Dashes::Dashed(4.0),
        _ => Dashes::Dashed(18.0),
    };
    Pen::new(Ink::Pinned(letter), 1.7).dashed(dashes)
}

/// The curve of a pinned run.
pub const fn curve(letter: usize, points: Vec<Spot>) -> Mark {
    Mark::Line { points, pen: pen(letter) }
}

/// The shaded difference between the run of a plot and a pinned one, as far as both go.
pub fn difference(own: &[Spot], letter: usize, pinned: &[Spot]) -> Mark {
    const SHADE: f32 = 0.22;
    Mark::between(own, pinned, Ink::Pinned(letter), SHADE)
}
