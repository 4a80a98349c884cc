//! The hints for a first use, each beside what it is about.

use egui::{Rect, Ui};

use super::View;
use crate::app::state::Hint;
use crate::app::widgets::bubble::{self, Side};

/// Shows a hint beside this place, unless it was acted on or something lies over the window.
pub fn hint_ui(ui: &Ui, view: &View<'_>, hint: Hint, place: Rect) {
    // In a low window two would lie over each other.
    let waits = view.workspace.is_low && hint == Hint::Play && view.workspace.hints.is_due(Hint::Drag);
    // Beside two scenes it would lie on one of them.
    let waits = waits || (hint == Hint::Drag && view.twin().is_some());
    if !view.workspace.hints.is_due(hint) || waits || view.workspace.lecture || !view.is_uncovered(ui.ctx()) {
        return;
    }
    let (message, side) = match hint {
        // Below stand the controls that it is about, and above them in a narrow window the tabs.
        Hint::Drag if view.workspace.is_narrow => ("hint-drag", Side::Right),
        Hint::Drag => ("hint-drag", Side::Above),
        Hint::Why => ("hint-why", Side::Left),
        Hint::Play => ("hint-play", Side::Above),
    };
    bubble::show(ui, message, place, side, &view.say(message));
}
