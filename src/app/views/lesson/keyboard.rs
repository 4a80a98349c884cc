//! Where the keyboard goes when a step of a lesson is entered or its answer locked: to what is wanted next, if nobody uses the mouse.

use egui::{Id, Response, Ui};

/// Somebody who has clicked so lately, in seconds, goes on with the mouse: the keyboard stays where it is.
const LATELY_S: f32 = 1.0;

/// What tells one state of a step from the next: its place, whether it is locked, whether the lesson is over, whether a vote was given, and
/// whether it says that it was taken up again.
type Arrival = (usize, bool, bool, bool, bool);

fn id() -> Id {
    Id::unique("keyboard in a lesson")
}

/// Notes where the lesson is; where that is new, the first widget that is offered the keyboard has it.
pub(super) fn arrive(ui: &Ui, at: Arrival) {
    let before = ui.data_mut(|data| data.get_temp::<(Arrival, bool)>(id()));
    let is_new = before.is_none_or(|(before, _)| before != at);
    let by_mouse = ui.input(|input| input.pointer.time_since_last_click() < LATELY_S);
    let is_free = ui.memory(|memory| memory.focused().is_none());
    let is_wanted = if is_new { !by_mouse } else { before.is_some_and(|(_, wanted)| wanted && is_free) };
    ui.data_mut(|data| data.insert_temp(id(), (at, is_wanted)));
}

/// Offers the keyboard to a widget.
pub(super) fn take(ui: &Ui, response: &Response) {
    let is_wanted = ui.data_mut(|data| {
        let kept = data.get_temp_mut_or::<(Arrival, bool)>(id(), (Arrival::default(), false));
        std::mem::take(&mut kept.1)
    });
    if is_wanted {
        response.request_focus();
    }
}
