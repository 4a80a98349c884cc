//! The look that the state asks for: theme, stillness, and the zoom.

use egui::{Context, Id, Vec2};

use crate::app::state::State;
use crate::app::theme::{self, Look, size};

/// The zoom in a window of this size in points: on a screen of 1920 by 1080 the smallest words are 34 pixels high, and every other
/// screen shows the same picture, as large as it can.
pub fn lecture_zoom(window: Vec2, reads: bool) -> f32 {
    const SMALLEST_WORDS: f32 = 34.0;
    /// A document is read page by page, and formulas need their room.
    const WHILE_READING: f32 = 24.0;
    /// Nothing can be read on a smaller stage.
    const SMALLEST: f32 = 0.3;
    /// Rounding of sizes must not take the last tenth of a pixel.
    const MORE: f32 = 1.005;
    let share = (window.x / 1920.0).min(window.y / 1080.0);
    let smallest = if reads { WHILE_READING } else { SMALLEST_WORDS };
    (MORE * smallest / size::SMALL * share).max(SMALLEST)
}

/// How much larger everything is shown outside of a lecture in a window of this size in points: beyond the usual size, words take
/// part of the room that is gained.
pub fn screen_zoom(window: Vec2) -> f32 {
    const SHARE: f32 = 0.45;
    /// So that a window that is being resized is not laid out anew at every pixel.
    const STEP: f32 = 0.05;
    let larger = (window.x / size::WINDOW[0]).min(window.y / size::WINDOW[1]) - 1.0;
    1.0 + (SHARE * larger.max(0.0) / STEP).round() * STEP
}

/// Everything in a lesson grows with the window.
fn lesson_zoom(window: Vec2) -> f32 {
    const STEP: f32 = 0.05;
    let [width, height] = size::WINDOW;
    let grown = (window.x / width).min(window.y / height);
    ((grown / STEP).floor() * STEP).max(1.0)
}

/// How much larger words are than usual. A stage has its own size.
fn text_factor(state: &State) -> f32 {
    if state.workspace.is_stage() { 1.0 } else { state.workspace.text_size.factor() }
}

/// The smallest room in points that everything outside of a lecture is laid out for. What is then larger than the window is scrolled.
pub const fn least_room() -> Vec2 {
    let [width, height] = size::SMALLEST_WINDOW;
    Vec2::new(width, height)
}

/// The largest zoom at which everything still has room in a window of this size in points. A window that is smaller than it may be, as
/// some desktops make them, shows everything smaller.
fn most_zoom(window: Vec2) -> f32 {
    /// Nothing can be read there, and a window without any size has no zoom.
    const LEAST: f32 = 0.2;
    let [width, height] = size::SMALLEST_WINDOW;
    (window.x / width).min(window.y / height).max(LEAST)
}

/// Whether everything has room at the zoom that is in force: not in the frame in which a window has become too small, nor where nothing
/// could be read.
pub fn has_room(ctx: &Context, state: &State) -> bool {
    /// Less than this is the rounding of the window's size.
    const ROUNDED: f32 = 0.99;
    let room = ctx.input(egui::InputState::content_rect).size();
    let [width, height] = if state.workspace.is_stage() { size::SMALLEST_STAGE } else { size::SMALLEST_WINDOW };
    // Large words leave less room, which is scrolled.
    let [width, height] = [width, height].map(|side| side / text_factor(state).max(1.0));
    room.x >= ROUNDED * width && room.y >= ROUNDED * height
}

/// The zoom outside of a lecture.
#[derive(Clone, Copy, Debug)]
struct Zoom {
    /// What the user has chosen, relative to what suits the size of the window.
    chosen: f32,
    /// What was last shown, and before it: any other comes from the keyboard.
    shown: [f32; 2],
}

fn zoom_id() -> Id {
    Id::unique("zoom outside of the lecture")
}

fn zoom(ctx: &Context) -> Zoom {
    let zoom_now = ctx.zoom_factor();
    ctx.data(|data| data.get_temp(zoom_id())).unwrap_or(Zoom { chosen: 1.0, shown: [zoom_now; 2] })
}

/// How large the user wants everything outside of a lecture, relative to what suits the size of the window.
pub fn outside_zoom(ctx: &Context) -> f32 {
    zoom(ctx).chosen
}

/// Shows everything so large from the next frame on, in a lecture once it is left.
pub fn set_outside_zoom(ctx: &Context, chosen: f32) {
    let zoom = Zoom { chosen, ..zoom(ctx) };
    ctx.data_mut(|data| data.insert_temp(zoom_id(), zoom));
}

/// Gives the window the look that the state asks for; a stage fills the screen.
pub fn apply_theme(ctx: &Context, state: &State) {
    let is_stage = state.workspace.is_stage();
    if theme::look(ctx).lecture != is_stage {
        ctx.send_viewport_cmd(egui::ViewportCommand::Fullscreen(is_stage));
    }
    apply_look(ctx, state);
}

/// Gives the window its look and leaves its size. Pictures and margins are drawn smaller in points by as much as the size of words
/// makes points larger.
pub fn apply_look(ctx: &Context, state: &State) {
    let workspace = &state.workspace;
    let look = Look { lecture: workspace.is_stage(), still: workspace.reduced_motion, text: text_factor(state) };
    if look != theme::look(ctx) {
        theme::set_look(ctx, look);
        // A lecture has its own zoom.
        ctx.options_mut(|options| options.zoom_with_keyboard = !look.lecture);
    }
}

/// Lets the zoom follow the size of the window. What was laid out at another zoom is laid out again before it is shown.
pub fn fit_zoom(ctx: &Context, state: &State) {
    /// Less than this is the rounding of the window's size.
    const SAME: f32 = 0.002;
    let is_same = |a: f32, b: f32| (a / b - 1.0).abs() < SAME;
    let zoom_now = ctx.zoom_factor();
    let window = ctx.input(egui::InputState::content_rect).size() * zoom_now;
    let text = text_factor(state);
    let Zoom { mut chosen, shown } = zoom(ctx);
    if !shown.iter().any(|shown| is_same(*shown, zoom_now)) {
        // From the keyboard, which resets to one.
        chosen = if zoom_now == 1.0 { 1.0 } else { zoom_now / screen_zoom(window) / text };
    }
    let wanted = if state.workspace.is_stage() {
        lecture_zoom(window, state.case_view.document.is_some())
    } else {
        let most = most_zoom(window);
        // What was chosen is not forgotten in a window that is too small for anything.
        chosen = chosen.min((most / screen_zoom(window)).max(1.0));
        // A lesson shows little at a time: it may be as large as the window.
        let usual = if state.lesson.is_some() { lesson_zoom(window) } else { screen_zoom(window) };
        (chosen * usual).min(most) * text
    };
    let wanted = if is_same(wanted, zoom_now) { zoom_now } else { wanted };
    ctx.data_mut(|data| data.insert_temp(zoom_id(), Zoom { chosen, shown: [wanted, zoom_now] }));
    if wanted != zoom_now {
        ctx.set_zoom_factor(wanted);
        ctx.request_discard("the zoom of the window");
    }
}
