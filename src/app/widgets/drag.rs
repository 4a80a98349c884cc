//! Drags measured from their start, so that a value can snap to steps and still follow the pointer.

use egui::{Response, Ui, Vec2};

/// The value at the start of the drag and the distance since; `None` if not dragged. `now` is the value in this frame.
pub fn since_start(ui: &Ui, response: &Response, now: f64) -> Option<(f64, Vec2)> {
    let started_at = response.id.with("value at the start of the drag");
    if response.drag_started() {
        ui.data_mut(|data| data.insert_temp(started_at, now));
    }
    let way = response.total_drag_delta().filter(|_| response.dragged())?;
    Some((ui.data(|data| data.get_temp(started_at)).unwrap_or(now), way))
}
