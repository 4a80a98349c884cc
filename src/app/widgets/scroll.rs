//! The keys that move a page: Page up and down, Home, End, and the arrows while no control has the keyboard.

use egui::{Align, Key, Ui, vec2};

/// How far the keys that were pressed move a page.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Scroll {
    /// In shares of what is seen, down.
    pages: f32,
    /// In points, down.
    points: f32,
    /// To the beginning or the end.
    to: Option<Align>,
}

impl Scroll {
    /// Reads the keys. Arrows move the page while no control has the keyboard.
    pub fn from_keys(ui: &Ui) -> Self {
        /// As far as a turn of the wheel.
        const LINE: f32 = 60.0;
        /// What was last seen is still seen at the edge.
        const PAGE: f32 = 0.9;
        let is_free = ui.memory(|memory| memory.focused().is_none());
        ui.input(|input| {
            let presses = |key| input.num_presses(key) as f32;
            let lines = presses(Key::ArrowDown) - presses(Key::ArrowUp);
            let space = if is_free { presses(Key::Space) } else { 0.0 };
            Self {
                pages: PAGE * (presses(Key::PageDown) + space - presses(Key::PageUp)),
                points: if is_free { LINE * lines } else { 0.0 },
                to: if input.key_pressed(Key::Home) {
                    Some(Align::TOP)
                } else {
                    input.key_pressed(Key::End).then_some(Align::BOTTOM)
                },
            }
        })
    }

    /// Moves what a scroll area holds; within it, once its content is placed.
    pub fn apply(self, ui: &Ui) {
        let down = self.pages * ui.clip_rect().height() + self.points;
        if down != 0.0 {
            ui.scroll_with_delta(vec2(0.0, -down));
        }
        if let Some(end) = self.to {
            ui.scroll_to_rect(ui.min_rect(), Some(end));
        }
    }
}
