//! The pace of drawing: how many cells are drawn follows how long frames take.

/// Frames as slow as this are too slow, seconds: 30 in a second and a little less.
const TOO_SLOW_S: f64 = 1.0 / 31.0;
/// Frames as quick as this leave room for more cells.
const QUICK_S: f64 = 1.0 / 34.0;
/// A frame longer than this says nothing of drawing: the window was hidden, or nothing moved.
const NOT_A_FRAME_S: f64 = 0.2;
/// How long the pace is watched before the number of cells changes.
const WATCHED_S: f64 = 0.6;
/// The picture still teaches with this share of its cells.
const LEAST_DETAIL: f64 = 0.6;

/// Watches the frames while the scene plays.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pace {
    watched_s: f64,
    frames: u32,
}

impl Pace {
    /// The share of cells to draw after a frame that took `seconds`, when it was `detail` so far.
    pub fn after_frame(&mut self, seconds: f64, detail: f64) -> f64 {
        if seconds >= NOT_A_FRAME_S {
            *self = Self::default();
            return detail;
        }
        self.watched_s += seconds;
        self.frames += 1;
        if self.watched_s < WATCHED_S {
            return detail;
        }
        let mean_s = self.watched_s / f64::from(self.frames);
        *self = Self::default();
        match mean_s {
            mean_s if mean_s > TOO_SLOW_S => (0.85 * detail).max(LEAST_DETAIL),
            mean_s if mean_s < QUICK_S => (1.2 * detail).min(1.0),
            _ => detail,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(frame_s: f64, frames: usize, mut detail: f64) -> f64 {
        let mut pace = Pace::default();
        for _ in 0..frames {
            detail = pace.after_frame(frame_s, detail);
        }
        detail
    }

    #[test]
    fn slow_frames_thin_the_cells_out_and_quick_ones_bring_them_back() {
        assert!(after(0.05, 60, 1.0) < 0.7);
        assert_eq!(after(0.05, 10_000, 1.0), LEAST_DETAIL);
        assert_eq!(after(0.016, 10_000, LEAST_DETAIL), 1.0);
        assert_eq!(after(0.031, 1000, 0.8), 0.8, "in between nothing changes");
        assert_eq!(after(0.5, 1000, 0.8), 0.8, "a hidden window is not a slow one");
    }
}
