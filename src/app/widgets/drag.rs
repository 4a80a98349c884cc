//! A drag from where it began: what is dragged keeps to steps, and still stays under the hand.

use egui::{Response, Ui, Vec2};

/// The value when the drag began, and the way since then; `None` while nothing is dragged. `now` is the value in this frame.
pub fn since_start(ui: &Ui, response: &Response, now: f64) -> Option<(f64, Vec2)> {
    let started_at = response.id.with("value at the start of the drag");
    if response.drag_started() {
        ui.data_mut(|data| data.insert_temp(started_at, now));
    }
    let way = response.total_drag_delta().filter(|_| response.dragged())?;
    Some((ui.data(|data| data.get_temp(started_at)).unwrap_or(now), way))
}
