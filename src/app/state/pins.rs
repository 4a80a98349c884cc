//! Runs that were pinned: up to four, each with a letter, to be compared with the case as it is now.

use super::case::Case;
use super::run_curves::RunCurves;
use super::run_view::RunView;
use crate::picture::plot::pinned::LETTERS;
use crate::preset::Preset;

/// A run that stays to be compared.
pub struct Pin {
    /// Its place among [`LETTERS`]: it keeps it, and with it its color and dashes, whatever happens to the others.
    pub letter: usize,
    /// No other pin ever has it: a letter is given again.
    pub number: u64,
    pub name: String,
    /// The case as it was, with all its steps.
    pub case: Case,
    pub curves: RunView,
    /// The case with its own machine, where the machine was set as that of the run beside it.
    pub own: Option<Preset>,
}

/// In the order of their letters.
#[derive(Default)]
pub struct Pins {
    kept: Vec<Pin>,
    given: u64,
    /// The letter of the pin whose difference to the run in view is shaded.
    shaded: Option<usize>,
}

impl Pins {
    pub fn iter(&self) -> impl Iterator<Item = &Pin> {
        self.kept.iter()
    }

    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Pin> {
        self.kept.iter_mut()
    }

    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    pub fn is_full(&self) -> bool {
        self.kept.len() == LETTERS.len()
    }

    /// Whether the pin with this letter is still the one with this number.
    pub fn has(&self, letter: usize, number: u64) -> bool {
        self.kept.iter().any(|pin| pin.letter == letter && pin.number == number)
    }

    pub fn with_letter(&mut self, letter: usize) -> Option<&mut Pin> {
        self.kept.iter_mut().find(|pin| pin.letter == letter)
    }

    /// Pins a run under the first free letter; more than four are not kept.
    pub fn add(&mut self, name: String, case: Case, curves: RunCurves) {
        let free = (0..LETTERS.len()).find(|letter| self.kept.iter().all(|pin| pin.letter != *letter));
        if let Some(letter) = free {
            self.given += 1;
            let curves = RunView::from(curves);
            self.kept.push(Pin { letter, number: self.given, name, case, curves, own: None });
            self.kept.sort_by_key(|pin| pin.letter);
        }
    }

    pub fn remove(&mut self, letter: usize) {
        self.kept.retain(|pin| pin.letter != letter);
        self.shaded.take_if(|shaded| *shaded == letter);
    }

    /// The pin whose difference to the run in view is shaded in every plot, if one is.
    pub fn shaded(&self) -> Option<&Pin> {
        self.kept.iter().find(|pin| Some(pin.letter) == self.shaded)
    }

    /// Shades the difference to the pin with this letter and to no other.
    pub fn shade(&mut self, letter: usize) {
        self.shaded = Some(letter);
    }

    /// Shades the difference to the pin with this letter and to no other; no longer, when it is shaded already.
    pub fn toggle_shade(&mut self, letter: usize) {
        self.shaded = Some(letter).filter(|letter| self.shaded != Some(*letter));
    }
}
