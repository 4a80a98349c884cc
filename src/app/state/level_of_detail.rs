//! Level of detail: how many cells are drawn follows how long frames take.

/// Frames as slow as this are too slow, seconds: there are to be thirty in a second, also where another program works for a moment.
const TOO_SLOW_S: f64 = 1.0 / 32.0;
/// Frames as quick as this leave room for more cells.
const QUICK_S: f64 = 1.0 / 35.0;
/// A frame longer than this says nothing about drawing: the window was hidden, or nothing moved.
const NOT_A_FRAME_S: f64 = 0.2;
/// How long frames are watched before the number of cells changes.
const WATCHED_S: f64 = 0.6;
/// The picture still teaches with this share of its cells.
const MIN_SHARE: f64 = 0.6;

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LevelOfDetail {
    /// The share of the cells that is drawn while the scene plays.
    pub share: f64,
    /// How many times as many cells as usual are drawn: for measurements.
    pub density: f32,
    /// Whether the share follows the frames: not while they are measured with a given number of cells.
    follows: bool,
    watched_s: f64,
    frames: u32,
}

impl Default for LevelOfDetail {
    fn default() -> Self {
        Self { share: 1.0, density: 1.0, follows: true, watched_s: 0.0, frames: 0 }
    }
}

impl LevelOfDetail {
    /// Draws about `wanted` cells from now on, when it were `drawn`, however slow that is: for measurements.
    pub fn fix(&mut self, wanted: u32, drawn: usize) {
        /// Small differences come from the blood itself and are ignored.
        const NEAR: f32 = 0.04;
        (self.share, self.follows) = (1.0, false);
        let factor = wanted as f32 / drawn.max(1) as f32;
        if drawn > 0 && (factor - 1.0).abs() > NEAR {
            self.density = (self.density * factor).clamp(0.1, 100.0);
        }
    }

    /// Adapts to a frame of play that took `seconds`.
    pub fn after_frame(&mut self, seconds: f64) {
        if !self.follows {
            return;
        }
        if seconds >= NOT_A_FRAME_S {
            (self.watched_s, self.frames) = (0.0, 0);
            return;
        }
        self.watched_s += seconds;
        self.frames += 1;
        if self.watched_s < WATCHED_S {
            return;
        }
        let mean_s = self.watched_s / f64::from(self.frames);
        (self.watched_s, self.frames) = (0.0, 0);
        if mean_s > TOO_SLOW_S {
            self.share = (0.85 * self.share).max(MIN_SHARE);
        } else if mean_s < QUICK_S {
            self.share = (1.2 * self.share).min(1.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(frame_s: f64, frames: usize, share: f64) -> f64 {
        let mut detail = LevelOfDetail { share, ..LevelOfDetail::default() };
        for _ in 0..frames {
            detail.after_frame(frame_s);
        }
        detail.share
    }

    #[test]
    fn slow_frames_thin_the_cells_out_and_quick_ones_bring_them_back() {
        assert!(after(0.05, 60, 1.0) < 0.7);
        assert_eq!(after(0.05, 10_000, 1.0), MIN_SHARE);
        assert_eq!(after(0.016, 10_000, MIN_SHARE), 1.0);
        assert_eq!(after(0.031, 1000, 0.8), 0.8, "in between nothing changes");
        assert_eq!(after(0.5, 1000, 0.8), 0.8, "a hidden window is not a slow one");
    }
}
