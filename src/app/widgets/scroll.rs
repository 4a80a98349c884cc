//! Keys that scroll a page: Page Up, Page Down, Home, End, and arrows and Space while no control has focus.

use egui::{Align, Key, Ui, vec2};

/// How far the pressed keys scroll a page.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Scroll {
    /// Downward, as a share of the visible height.
    pages: f32,
    /// Downward, in points.
    points: f32,
    /// To the top or the bottom.
    to: Option<Align>,
}

impl Scroll {
    /// Reads the keys. Arrows and Space only count while no control has focus.
    pub fn from_keys(ui: &Ui) -> Self {
        /// Points per press of an arrow key, about one notch of the wheel.
        const LINE: f32 = 60.0;
        /// Less than a full page, so that the last lines stay visible at the edge.
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

    /// Scrolls the enclosing scroll area; call inside it, after its content is placed.
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
