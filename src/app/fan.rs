//! The runs of the last settings, as they fade behind the finger.

use std::collections::VecDeque;
use std::time::Duration;

use super::trace::Trace;

/// How long a run stays to be seen, s.
const STAYS_S: f64 = 2.4;
/// Runs closer together than this are one, s.
const APART_S: f64 = 0.12;
const MOST_RUNS: usize = 8;
/// How often a fading picture is drawn anew.
const BETWEEN_FRAMES: Duration = Duration::from_millis(40);

/// The newest last.
#[derive(Default)]
pub struct Fan {
    faded: VecDeque<(Trace, f64)>,
    /// The time of the window in this frame.
    now_s: f64,
}

impl Fan {
    /// Keeps the run of settings that have just been left.
    pub fn keep(&mut self, trace: Trace) {
        if self.faded.back().is_some_and(|(_, since_s)| self.now_s - since_s < APART_S) {
            return;
        }
        self.faded.push_back((trace, self.now_s));
        if self.faded.len() > MOST_RUNS {
            self.faded.pop_front();
        }
    }

    /// Forgets what has faded. While something is left, the window is drawn again soon.
    pub fn fade(&mut self, ctx: &egui::Context) {
        let now_s = ctx.input(|input| input.time);
        self.now_s = now_s;
        self.faded.retain(|(_, since_s)| (0.0..STAYS_S).contains(&(now_s - since_s)));
        if !self.faded.is_empty() {
            ctx.request_repaint_after(BETWEEN_FRAMES);
        }
    }

    pub fn forget(&mut self) {
        self.faded.clear();
    }

    /// Each run with its strength, from 0 to 1.
    pub fn runs(&self) -> impl Iterator<Item = (&Trace, f32)> {
        let strength = |since_s: f64| (1.0 - (self.now_s - since_s) / STAYS_S).clamp(0.0, 1.0) as f32;
        self.faded.iter().map(move |(trace, since_s)| (trace, strength(*since_s)))
    }
}
