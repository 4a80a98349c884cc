//! When the window is drawn anew: the one place that decides. Nothing else asks for a frame.
#![expect(clippy::disallowed_methods, reason = "this is the one file that asks for frames")]

use std::time::Duration;

use egui::Context;

/// Why another frame is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The playhead moves on.
    Playing,
    /// Runs of settings that were left still fade.
    Fading,
    /// Work on a thread has handed something in. What comes close together is shown in one frame.
    WorkCameIn,
    /// What was laid out in this frame moved the focus, the page or the highlight: the next frame shows it.
    Followed,
    /// The file dialog has answered.
    Answered,
    /// Something is to be remembered that is not written yet.
    Unwritten,
    /// Every frame is measured.
    Measuring,
}

impl Reason {
    const fn delay(self) -> Duration {
        match self {
            Self::Playing | Self::Followed | Self::Answered | Self::Measuring => Duration::ZERO,
            Self::Fading => Duration::from_millis(40),
            Self::Unwritten => Duration::from_secs(2),
            Self::WorkCameIn => Duration::from_millis(30),
        }
    }
}

/// Asks for a frame. Without one the window rests: it is drawn anew only when the user does something.
pub fn request(ctx: &Context, reason: Reason) {
    ctx.request_repaint_after(reason.delay());
}
