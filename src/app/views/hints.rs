//! The hints for a first use, each beside what it is about, in a place of its own: nothing lies below it.

use egui::Ui;

use super::View;
use crate::app::state::Hint;
use crate::app::widgets::bubble::{self, Tip};

/// Whether a hint has its place: until it was acted on, and never in a lecture.
pub const fn is_shown(view: &View<'_>, hint: Hint) -> bool {
    view.state.workspace.hints.is_due(hint) && !view.state.workspace.lecture
}

/// Shows a hint here, where it is due.
pub fn hint_ui(ui: &mut Ui, view: &View<'_>, hint: Hint, tip: Tip) {
    let message = match hint {
        Hint::Drag => "hint-drag",
        Hint::Why => "hint-why",
        Hint::Play => "hint-play",
    };
    if is_shown(view, hint) {
        bubble::show(ui, tip, &view.say(message));
    }
}
