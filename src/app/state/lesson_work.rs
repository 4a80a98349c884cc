//! What a student has in hand at one step of a lesson, and what was locked there.

use super::drawing::Drawing;
use crate::lesson::{Given, Mark, Sure, Truth};
use crate::sim::cause::Cause;

/// An answer that can no longer be changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Locked {
    /// `None` where the student did not know.
    pub given: Option<Given>,
    pub sure: Option<Sure>,
    pub hints: usize,
    /// From when the step was opened until it was locked.
    pub seconds: u32,
    /// What the run says, and how the answer stands to it; `None` for what is not marked.
    pub truth: Option<Truth>,
    pub mark: Option<Mark>,
}

/// What a student has in hand at one step.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Work {
    pub drawing: Option<Drawing>,
    pub places: Vec<usize>,
    pub causes: Vec<Cause>,
    pub number: Option<f64>,
    pub words: String,
    pub sure: Option<Sure>,
    pub hints: usize,
    /// Of a vote: what was voted before the talk.
    pub first_vote: Option<Vec<usize>>,
    /// How long the step has been open, s.
    pub open_s: f64,
    pub locked: Option<Locked>,
    /// Of a challenge: its map is shown.
    pub map_shown: bool,
}

impl Work {
    /// One of several that can be chosen is chosen or no longer; where one is right it takes the place of the other.
    pub fn pick(&mut self, place: usize, several: bool) {
        if let Some(at) = self.places.iter().position(|picked| *picked == place) {
            self.places.remove(at);
        } else {
            if !several {
                self.places.clear();
            }
            self.places.push(place);
        }
    }

    /// Picks a cause, or lets it go; beyond so many the first gives way.
    pub fn pick_cause(&mut self, cause: Cause, most: usize) {
        if let Some(at) = self.causes.iter().position(|picked| *picked == cause) {
            self.causes.remove(at);
        } else {
            if self.causes.len() >= most {
                self.causes.remove(0);
            }
            self.causes.push(cause);
        }
    }
}

/// The order in which the parts of a chain are offered: neither the author's nor by chance.
pub fn offered_order(chain: &[String], distractors: &[String]) -> Vec<usize> {
    let parts: Vec<&String> = chain.iter().chain(distractors).collect();
    let sum = |place: &usize| {
        let mut sum = flate2::Crc::new();
        sum.update(parts[*place].as_bytes());
        sum.sum()
    };
    let mut places: Vec<usize> = (0..parts.len()).collect();
    places.sort_by_key(sum);
    places
}
