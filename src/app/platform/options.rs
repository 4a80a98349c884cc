//! How to open a window.

use std::path::PathBuf;

use crate::app::state::LessonSource;

/// How to open a window.
#[derive(Clone, Debug, Default)]
pub struct WindowOptions {
    /// The renderer to try first.
    pub renderer: Option<Renderer>,
    /// As the system prefers, when left out.
    pub theme: Option<Theme>,
    /// Begin at the lecturer's desk.
    pub desk: bool,
    /// Begin as on the first day: nothing is remembered, from the last time or for the next.
    pub fresh: bool,
    /// To measure: play this many frames, print how long they took, and close.
    pub frames: Option<u32>,
    /// About how many cells to draw meanwhile.
    pub cells: Option<u32>,
    /// Begin with the gallery: the call has named no case.
    pub at_home: bool,
    /// Begin with this lesson.
    pub lesson: Option<LessonSource>,
    /// Open this as if it had been dropped on the window: a class's folder, answers, or a file that is wrong, which is explained.
    pub dropped: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Renderer {
    Glow,
    Wgpu,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    Light,
    Dark,
    /// The stage of a lecture: large and high in contrast, on a white ground, or on a black one.
    StageLight,
    StageDark,
}

impl Theme {
    pub const fn is_dark(self) -> bool {
        matches!(self, Self::Dark | Self::StageDark)
    }

    pub const fn is_stage(self) -> bool {
        matches!(self, Self::StageLight | Self::StageDark)
    }
}
