//! Which screen the desk stands on and which the audience's window takes, and how they change places.

use egui::{Context, Pos2, Vec2, ViewportCommand};

use crate::app::App;
use crate::app::state::{AudienceWindow, Corner};

/// A screen, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Screen {
    /// Its left upper corner among all screens: it tells one from the other in every process.
    pub corner: Corner,
    size: [u32; 2],
}

/// All screens in the order in which a window is sent to them, and the one that most of this window is on.
pub fn screens(frame: &eframe::Frame) -> Option<(Vec<Screen>, Screen)> {
    let window = frame.winit_window()?;
    let all: Vec<_> = window
        .available_monitors()
        .map(|screen| Screen { corner: screen.position().into(), size: screen.size().into() })
        .collect();
    let own: Corner = window.current_monitor()?.position().into();
    let own = *all.iter().find(|screen| screen.corner == own)?;
    Some((all, own))
}

/// Sends the audience's window to its screen, and exchanges it with the desk's.
#[derive(Default)]
pub struct Screens {
    /// The window for the hall has been sent to a screen since it was opened.
    is_sent: bool,
}

impl Screens {
    /// Does what is to be done with screens. Once a frame.
    pub fn arrange(&mut self, app: &mut App, ctx: &Context, frame: &eframe::Frame) {
        let stage = &mut app.state.workspace.stage;
        let swaps = std::mem::take(&mut stage.swaps_screens);
        if stage.audience != AudienceWindow::Open {
            self.is_sent = false;
            return;
        }
        if self.is_sent && !swaps {
            return;
        }
        let Some((all, own)) = screens(frame) else { return };
        // Where the window for the hall says that it is; else another screen than the desk's.
        let there = app.state.workspace.stage.audience_at;
        let other = other(&all, own, there);
        if swaps {
            let Some(other) = other else { return app.tell_of_one_screen() };
            app.send_audience_to(own.corner);
            move_desk(ctx, frame, (&all, own, other));
        } else if let Some(other) = other {
            app.send_audience_to(other.corner);
        }
        self.is_sent = true;
    }
}

/// The screen with this corner, or the first one that is not the desk's own.
fn other(all: &[Screen], own: Screen, there: Option<Corner>) -> Option<Screen> {
    let others = || all.iter().copied().filter(|screen| *screen != own);
    others().find(|screen| Some(screen.corner) == there).or_else(|| others().next())
}

/// Moves the desk to another screen, as large as it was; one that fills its screen, or whose place the system keeps to itself, fills
/// the other.
fn move_desk(ctx: &Context, frame: &eframe::Frame, (all, from, to): (&[Screen], Screen, Screen)) {
    let Some(window) = frame.winit_window() else { return };
    let is_full = window.fullscreen().is_some();
    let Some(at) = window.outer_position().ok().filter(|_| !is_full) else {
        return fill(ctx, all, to.corner, is_full);
    };
    let is_maximized = window.is_maximized();
    if is_maximized {
        ctx.send_viewport_cmd(ViewportCommand::Maximized(false));
    }
    let scale = ctx.pixels_per_point();
    let inside: [u32; 2] = window.inner_size().into();
    let corner = moved(at.into(), window.outer_size().into(), from, to);
    ctx.send_viewport_cmd(ViewportCommand::OuterPosition(Pos2::from(corner.map(|it| it as f32)) / scale));
    let fits = [inside[0].min(to.size[0]), inside[1].min(to.size[1])];
    if fits != inside {
        ctx.send_viewport_cmd(ViewportCommand::InnerSize(Vec2::from(fits.map(|it| it as f32)) / scale));
    }
    if is_maximized {
        ctx.send_viewport_cmd(ViewportCommand::Maximized(true));
    }
}

/// As far from the corner of the other screen as it was from that of the first, where there is room for that.
fn moved(at: Corner, size: [u32; 2], from: Screen, to: Screen) -> Corner {
    let along = |axis: usize| {
        let free = i32::try_from(to.size[axis].saturating_sub(size[axis])).unwrap_or(0);
        to.corner[axis].saturating_add(at[axis].saturating_sub(from.corner[axis]).clamp(0, free))
    };
    [along(0), along(1)]
}

/// Fills the screen with this corner.
pub fn fill(ctx: &Context, all: &[Screen], corner: Corner, is_full: bool) {
    let Some(place) = all.iter().position(|screen| screen.corner == corner) else { return };
    if is_full {
        // A window that fills one screen is not moved to another by every window manager.
        ctx.send_viewport_cmd(ViewportCommand::Fullscreen(false));
    }
    ctx.send_viewport_cmd(ViewportCommand::SetMonitor(place));
}

#[cfg(test)]
mod tests {
    use super::*;

    const DESK: Screen = Screen { corner: [0, 0], size: [1280, 800] };
    const HALL: Screen = Screen { corner: [1280, -100], size: [1920, 1080] };
    const THIRD: Screen = Screen { corner: [3200, 0], size: [800, 600] };

    #[test]
    fn the_hall_has_the_screen_that_the_desk_is_not_on() {
        assert_eq!(other(&[DESK, HALL], DESK, None), Some(HALL));
        assert_eq!(other(&[DESK, HALL], HALL, None), Some(DESK));
        assert_eq!(other(&[DESK, HALL, THIRD], DESK, Some(THIRD.corner)), Some(THIRD));
        // One that was pulled out, or that both are on.
        assert_eq!(other(&[DESK, HALL], DESK, Some(THIRD.corner)), Some(HALL));
        assert_eq!(other(&[DESK, HALL], DESK, Some(DESK.corner)), Some(HALL));
        assert_eq!(other(&[DESK], DESK, Some(DESK.corner)), None);
    }

    #[test]
    fn a_window_stays_on_the_screen_that_it_is_moved_to() {
        assert_eq!(moved([40, 60], [900, 700], DESK, HALL), [1320, -40]);
        assert_eq!(moved([1000, 60], [900, 700], DESK, THIRD), [3200, 0]);
        assert_eq!(moved([-50, 900], [900, 700], DESK, HALL), [1280, 280]);
    }
}
