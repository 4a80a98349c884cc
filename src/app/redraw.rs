//! When the window is redrawn: the one place that decides. Nothing else requests a frame.
#![expect(clippy::disallowed_methods, reason = "this is the one file that asks for frames")]

use std::time::Duration;

use egui::Context;

/// Why another frame is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The playhead moves on.
    Playing,
    /// The same on a desk: the hall's window has the first claim on the machine, and what is shown in small needs no more.
    PlayingBeside,
    /// Runs of earlier settings are still fading.
    Fading,
    /// Background work has an answer. Answers that come close together are shown in one frame.
    WorkCameIn,
    /// This frame has moved the focus, the page or the highlight, which the next frame shows; or what follows a finger is there.
    Followed,
    /// A sentence about what was done goes after a while.
    Said,
    /// The file dialog has answered.
    Answered,
    /// A file dialog that is not to be seen by then does not come.
    #[cfg(not(target_arch = "wasm32"))]
    IsLate,
    /// Settings of the window are waiting to be written.
    Unwritten,
    /// What is written is to be looked at once nothing more is written.
    Rests,
    /// A finger that stays where it is is about to count as resting.
    Lingers,
    /// A clock is shown.
    Clock,
}

impl Reason {
    const fn delay(self) -> Duration {
        match self {
            Self::Playing | Self::Followed | Self::Answered => Duration::ZERO,
            // A little more than thirty in a second, so that the number of cells is left as it is.
            Self::PlayingBeside => Duration::from_millis(27),
            Self::Fading => Duration::from_millis(40),
            Self::Rests => Duration::from_millis(850),
            Self::Lingers => Duration::from_millis(320),
            Self::Clock => Duration::from_secs(1),
            Self::Unwritten => Duration::from_secs(2),
            #[cfg(not(target_arch = "wasm32"))]
            Self::IsLate => Duration::from_secs(3),
            Self::Said => Duration::from_millis(6050),
            Self::WorkCameIn => Duration::from_millis(30),
        }
    }
}

/// Requests a frame. Otherwise the window rests and is redrawn only when the user does something.
pub fn request(ctx: &Context, reason: Reason) {
    ctx.request_repaint_after(reason.delay());
}
