//! Hints for those who use the window for the first time: three, each gone once it was acted on.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hint {
    /// A control changes everything while it is dragged.
    Drag,
    /// A warning explains itself.
    Why,
    /// Space plays and pauses.
    Play,
}

/// Which hints are still to be shown. A window that is drawn once has none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Hints {
    pub drag: bool,
    pub why: bool,
    pub play: bool,
}

impl Hints {
    pub const ALL: Self = Self { drag: true, why: true, play: true };

    pub const fn is_due(self, hint: Hint) -> bool {
        match hint {
            Hint::Drag => self.drag,
            Hint::Why => self.why,
            Hint::Play => self.play,
        }
    }

    /// It was acted on, and is not shown again.
    pub const fn acted_on(&mut self, hint: Hint) {
        match hint {
            Hint::Drag => self.drag = false,
            Hint::Why => self.why = false,
            Hint::Play => self.play = false,
        }
    }

    pub const fn any(self) -> bool {
        self.drag || self.why || self.play
    }
}
