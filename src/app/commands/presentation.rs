//! The look that the state asks for: theme, stillness, and the zoom of a lecture.

use egui::{Context, Id, Vec2};

use crate::app::state::State;
use crate::app::theme::{self, Look, size};

/// The zoom in a window of this size in points: on a screen of 1920 by 1080 the smallest words are 24 pixels high, and every other
/// screen shows the same picture, as large as it can.
pub fn lecture_zoom(window: Vec2) -> f32 {
    const SMALLEST_WORDS: f32 = 24.0;
    /// Rounding of sizes must not take the last tenth of a pixel.
    const MORE: f32 = 1.005;
    let share = (window.x / 1920.0).min(window.y / 1080.0);
    (MORE * SMALLEST_WORDS / size::SMALL * share).max(1.0)
}

/// Where the zoom waits while a lecture has its own.
fn zoom_outside_id() -> Id {
    Id::unique("zoom outside of the lecture")
}

/// How large everything is shown outside of a lecture.
pub fn outside_zoom(ctx: &Context) -> f32 {
    if !theme::look(ctx).lecture {
        return ctx.zoom_factor();
    }
    ctx.data(|data| data.get_temp(zoom_outside_id())).unwrap_or(1.0)
}

/// Shows everything so large, in a lecture once it is left.
pub fn set_outside_zoom(ctx: &Context, zoom: f32) {
    if theme::look(ctx).lecture {
        ctx.data_mut(|data| data.insert_temp(zoom_outside_id(), zoom));
    } else {
        ctx.set_zoom_factor(zoom);
    }
}

/// Gives the window the look that the state asks for, and a lecture its zoom. The zoom belongs to the lecture while it lasts.
pub fn apply_theme(ctx: &Context, state: &State) {
    let look = Look { lecture: state.workspace.lecture, still: state.workspace.reduced_motion };
    let before = theme::look(ctx);
    if look == before {
        return;
    }
    // The lecture may zoom as it likes in between.
    let zoom = outside_zoom(ctx);
    theme::set_look(ctx, look);
    if look.lecture != before.lecture {
        set_outside_zoom(ctx, zoom);
    }
    ctx.options_mut(|options| options.zoom_with_keyboard = !look.lecture);
}

/// Lets the zoom of a lecture follow the size of the window. What was laid out at another zoom is laid out again before it is shown.
pub fn fit_zoom(ctx: &Context, state: &State) {
    /// Less than this is the rounding of the window's size.
    const SAME: f32 = 0.002;
    if !state.workspace.lecture {
        return;
    }
    let zoom_now = ctx.zoom_factor();
    let wanted = lecture_zoom(ctx.input(egui::InputState::content_rect).size() * zoom_now);
    if (wanted / zoom_now - 1.0).abs() > SAME {
        ctx.set_zoom_factor(wanted);
        ctx.request_discard("the zoom of the lecture");
    }
}
