//! The runs of the last settings, as they fade behind the finger.

use std::collections::VecDeque;

use super::run_curves::RunCurves;

/// How long a run stays to be seen, s.
const STAYS_S: f64 = 2.4;
/// Runs closer together than this are one, s.
const APART_S: f64 = 0.12;
const MOST_RUNS: usize = 8;

/// The newest last.
#[derive(Default)]
pub struct Ghosts {
    fading: VecDeque<(RunCurves, f64)>,
    /// The time of the window in this frame.
    now_s: f64,
}

impl Ghosts {
    /// Keeps the run of settings that have just been left.
    pub fn keep(&mut self, run: RunCurves) {
        if self.fading.back().is_some_and(|(_, since_s)| self.now_s - since_s < APART_S) {
            return;
        }
        self.fading.push_back((run, self.now_s));
        if self.fading.len() > MOST_RUNS {
            self.fading.pop_front();
        }
    }

    /// Forgets what has faded by this time of the window, s; answers whether something is left.
    pub fn fade(&mut self, now_s: f64) -> bool {
        self.now_s = now_s;
        self.fading.retain(|(_, since_s)| (0.0..STAYS_S).contains(&(now_s - since_s)));
        !self.fading.is_empty()
    }

    pub fn forget(&mut self) {
        self.fading.clear();
    }

    /// Each run with its strength, from 0 to 1.
    pub fn runs(&self) -> impl Iterator<Item = (&RunCurves, f32)> {
        let strength = |since_s: f64| (1.0 - (self.now_s - since_s) / STAYS_S).clamp(0.0, 1.0) as f32;
        self.fading.iter().map(move |(run, since_s)| (run, strength(*since_s)))
    }
}
