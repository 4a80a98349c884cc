//! One Tab stop for many things beside each other: Tab comes to the one that had the keyboard last, the arrow keys go from one to the next.

use egui::accesskit::Action;
use egui::{Id, Response, Sense, Ui};

use super::focus;
use crate::app::redraw::{self, Reason};

/// The things of one group, offered in the same order in each frame.
pub struct Roving {
    id: Id,
    count: usize,
    here: Here,
    /// The place of the thing that is offered next.
    next: usize,
}

/// Where the group's Tab stop is.
#[derive(Clone, Copy, Debug, Default)]
struct Here {
    place: usize,
    /// It was moved by a key: it takes the keyboard as soon as it is there.
    wanted: bool,
}

impl Roving {
    /// A group of so many things; before anybody was there, Tab comes to the one at `usual`.
    pub fn new(ui: &Ui, id: Id, count: usize, usual: usize) -> Self {
        let kept = ui.data(|data| data.get_temp::<Here>(id));
        let mut here = kept.unwrap_or(Here { place: usual, wanted: false });
        here.place = here.place.min(count.saturating_sub(1));
        Self { id, count, here, next: 0 }
    }

    /// What the next thing reacts to: as it does alone, but only one of the group is a Tab stop.
    pub fn sense(&self, sense: Sense) -> Sense {
        if self.next == self.here.place { sense | Sense::FOCUSABLE } else { sense - Sense::FOCUSABLE }
    }

    /// Notes what the next thing was told: left and right go on from it, a press and a screen reader come to it.
    pub fn offered(&mut self, ui: &Ui, response: &Response) {
        let place = self.next;
        self.next += 1;
        // What is given the keyboard in this frame must not answer the key that brought it.
        let had_focus = response.has_focus();
        ui.ctx().accesskit_node_builder(response.id, |node| node.add_action(Action::Focus));
        if self.here.wanted && self.here.place == place {
            self.here.wanted = false;
            self.keep(ui);
            response.request_focus();
        }
        let is_asked = ui.input(|input| input.has_accesskit_action_request(response.id, Action::Focus));
        let right = if had_focus { focus::arrow_steps(ui, response, focus::ALL_ARROWS).0 } else { 0.0 };
        let last = self.count.saturating_sub(1) as f64;
        let to = if right == 0.0 { place } else { (place as f64 + right).clamp(0.0, last) as usize };
        if to != place || ((is_asked || response.clicked()) && !response.has_focus()) {
            // What has been passed in this frame hears of it in the next.
            self.here = Here { place: to, wanted: true };
            self.keep(ui);
            redraw::request(ui.ctx(), Reason::Followed);
        }
    }

    fn keep(&self, ui: &Ui) {
        ui.data_mut(|data| data.insert_temp(self.id, self.here));
    }
}
