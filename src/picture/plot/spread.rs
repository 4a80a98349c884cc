//! The bands of virtual patients behind a curve: the middle 90% in a pale one, the middle 50% in a stronger one.

use super::Mark;
use crate::picture::Ink;
use crate::sim::quantities::Quantity;
use crate::study::patients::{Percentiles, Summary};

/// Opacity of the two bands; they add up where they overlap.
const PALE: f32 = 0.13;
const STRONG: f32 = 0.20;

/// A continuous part of a band: times, min, each with its percentiles.
pub type Stretch = Vec<(f64, Percentiles)>;

/// The parts of a quantity's band. Percentiles are taken at equal times: at equal processed volumes they would differ.
pub fn stretches(summary: &Summary, quantity: Quantity) -> Vec<Stretch> {
    let Some(band) = summary.band(quantity) else { return Vec::new() };
    let mut stretches = vec![Stretch::new()];
    for (time_min, point) in summary.times_min.iter().zip(&band.points) {
        match (point, stretches.last_mut()) {
            (Some(point), Some(last)) => last.push((*time_min, *point)),
            (None, Some(last)) if !last.is_empty() => stretches.push(Stretch::new()),
            _ => {}
        }
    }
    stretches
}

/// Both bands, as many times as strong as usual.
pub fn marks(stretches: &[Stretch], ink: Ink, times: f32) -> Vec<Mark> {
    let both = |stretch: &Stretch| {
        [(0, 4, PALE), (1, 3, STRONG)].map(|(low, high, share)| {
            let edges = stretch.iter().map(|(place, point)| (*place, point[low], point[high])).collect();
            Mark::Area { edges, ink, opacity: share * times }
        })
    };
    stretches.iter().flat_map(both).collect()
}
