//! Keyboard focus: a ring around the focused widget, and the steps its arrow keys request.

use egui::{EventFilter, Key, Rect, Response, Stroke, StrokeKind, Ui};

use crate::app::theme::tokens;

pub const SIDEWAYS: EventFilter =
    EventFilter { tab: false, horizontal_arrows: true, vertical_arrows: false, escape: false };
pub const ALL_ARROWS: EventFilter = EventFilter { vertical_arrows: true, ..SIDEWAYS };

/// A ring inside the edge of `rect` while the widget has focus.
pub fn ring(ui: &Ui, response: &Response, rect: Rect, corner: f32) {
    if response.has_focus() {
        ui.painter().rect_stroke(rect, corner, Stroke::new(2.0, tokens(ui).accent), StrokeKind::Inside);
    }
}

/// Steps to the right and up requested by arrow keys while the widget has focus; Shift makes each press ten steps.
/// These keys then no longer move focus.
pub fn arrow_steps(ui: &Ui, response: &Response, arrows: EventFilter) -> (f64, f64) {
    if !response.has_focus() {
        return (0.0, 0.0);
    }
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
    ui.input(|input| {
        let many = if input.modifiers.shift { 10.0 } else { 1.0 };
        let along = |more, less| many * (input.num_presses(more) as f64 - input.num_presses(less) as f64);
        (along(Key::ArrowRight, Key::ArrowLeft), along(Key::ArrowUp, Key::ArrowDown))
    })
}
