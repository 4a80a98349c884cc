//! A slider whose track shows the usual range and where warnings occur.

use egui::accesskit::{Action, ActionData};
use egui::emath::remap_clamp;
use egui::{Color32, CornerRadius, Id, Key, Rect, Response, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::focus;
use crate::app::theme::{STALE, Tokens, severity_mark, size, tokens};
use crate::sim::Severity;

/// A range of values that causes a warning.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Warned {
    pub from: f64,
    pub to: f64,
    pub severity: Severity,
    /// The line under the rail in which it is drawn, counted from the rail: each kind of warning has its own.
    pub lane: u8,
}

/// Distance between two lanes.
pub const LANE: f32 = 4.0;

/// A slider for one number.
pub struct Track<'a> {
    pub id: Id,
    pub name: &'a str,
    pub value: f64,
    pub from: f64,
    pub to: f64,
    /// One press of an arrow key; Shift or a Page key moves ten. Dragged values are multiples of it.
    pub step: f64,
    /// The usual range, marked on the track.
    pub usual: Option<(f64, f64)>,
    /// Whether the rail is filled from the left up to the handle.
    pub filled: bool,
    /// Where warnings occur, the worst last.
    pub warned: &'a [Warned],
    /// The warnings belong to another run and are being recomputed.
    pub stale: bool,
    pub height: f32,
    /// How a value is spoken.
    pub spoken: &'a dyn Fn(f64) -> String,
}

impl Track<'_> {
    /// The value requested in this frame, if any. Call before [`Track::show`] and set `value` to it, so that the display does not lag.
    pub fn requested(&self, ui: &Ui) -> Option<f64> {
        let response = ui.ctx().read_response(self.id).filter(|_| ui.is_enabled())?;
        let hold = |value: f64| value.clamp(self.from, self.to);
        let requested = if let Some(pointer) = response.interact_pointer_pos()
            && (response.dragged() || response.clicked() || response.drag_started())
        {
            let rail = rail(response.rect);
            let value = self.from + f64::from((pointer.x - rail.left()) / rail.width()) * (self.to - self.from);
            Some(tidy(hold((value / self.step).round() * self.step)))
        } else {
            requested_by_screen_reader(ui, self.id).map(hold).or_else(|| self.requested_by_keys(ui, &response))
        };
        requested.filter(|requested| *requested != self.value)
    }

    fn requested_by_keys(&self, ui: &Ui, response: &Response) -> Option<f64> {
        if !response.has_focus() {
            return None;
        }
        let (right, up) = focus::arrow_steps(ui, response, focus::ALL_ARROWS);
        ui.input(|input| {
            let pages = input.num_presses(Key::PageUp) as f64 - input.num_presses(Key::PageDown) as f64;
            if input.key_pressed(Key::Home) {
                Some(self.from)
            } else if input.key_pressed(Key::End) {
                Some(self.to)
            } else {
                let moved = right + up + 10.0 * pages;
                (moved != 0.0).then(|| tidy((self.value + moved * self.step).clamp(self.from, self.to)))
            }
        })
    }

    /// Shows the slider in the available width.
    pub fn show(&self, ui: &mut Ui) -> Response {
        let (_, rect) = ui.allocate_space(vec2(ui.available_width(), self.height));
        let response = ui.interact(rect, self.id, Sense::click_and_drag());
        self.describe(ui, &response);
        self.paint(ui, &response, rail(rect));
        response
    }

    /// The x coordinate of a value on the rail.
    pub fn place(&self, value: f64, rail: Rect) -> f32 {
        place(value, self.from, self.to, rail)
    }

    fn describe(&self, ui: &Ui, response: &Response) {
        response.widget_info(|| WidgetInfo::slider(ui.is_enabled(), self.value, self.name));
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_min_numeric_value(self.from);
            node.set_max_numeric_value(self.to);
            node.set_numeric_value_step(self.step);
            // Where only the number is read out, the unit is said with the description.
            let spoken = (self.spoken)(self.value);
            node.set_description(spoken.as_str());
            node.set_value(spoken);
            node.add_action(Action::SetValue);
        });
    }

    fn paint(&self, ui: &Ui, response: &Response, rail: Rect) {
        let tokens = tokens(ui);
        let painter = ui.painter();
        let corner = CornerRadius::same((size::RAIL / 2.0) as u8);
        painter.rect_filled(rail, corner, tokens.rail);
        let stretch = |from: f64, to: f64, ink: Color32| {
            let part = Rect::from_x_y_ranges(self.place(from, rail)..=self.place(to, rail), rail.y_range());
            painter.rect_filled(part, corner, ink);
        };
        if let Some((from, to)) = self.usual {
            stretch(from, to, tokens.usual);
        }
        if self.filled {
            stretch(self.from, self.value, tokens.accent);
        }
        self.paint_warned(ui, rail);
        let center = pos2(self.place(self.value, rail), rail.center().y);
        let active = response.dragged() || response.hovered();
        let radius = if active { size::HANDLE } else { size::HANDLE - 1.0 };
        painter.circle(center, radius, tokens.card, Stroke::new(3.0, tokens.accent));
        if response.has_focus() {
            painter.circle_stroke(center, size::HANDLE + 3.0, Stroke::new(2.0, tokens.text));
        }
    }

    /// Strips under the rail, in lanes, higher for worse warnings.
    fn paint_warned(&self, ui: &Ui, rail: Rect) {
        /// The smallest visible width.
        const LEAST: f32 = 2.0;
        for warned in self.warned {
            let (height, ink) = severity_mark(tokens(ui), warned.severity);
            let ink = if self.stale { Tokens::faint(ink, STALE) } else { ink };
            let (left, right) = (self.place(warned.from, rail), self.place(warned.to, rail));
            let right = right.max(left + LEAST).min(rail.right());
            let top = rail.bottom() + 1.0 + LANE * f32::from(warned.lane);
            let height = height.min(LANE - 1.0);
            let left = left.min(right - LEAST);
            ui.painter().rect_filled(Rect::from_x_y_ranges(left..=right, top..=top + height), 0.0, ink);
        }
    }
}

/// The rail of a slider, inset by half a handle at each end.
pub fn rail(slider: Rect) -> Rect {
    Rect::from_center_size(slider.center(), vec2(slider.width() - 2.0 * size::HANDLE, size::RAIL))
}

/// The value requested by a screen reader.
pub fn requested_by_screen_reader(ui: &Ui, id: Id) -> Option<f64> {
    ui.input(|input| {
        let requests = input.accesskit_action_requests(id, Action::SetValue);
        let values = requests.filter_map(|request| match request.data {
            Some(ActionData::NumericValue(value)) => Some(value),
            _ => None,
        });
        values.last()
    })
}

/// The x coordinate of a value on a rail.
pub fn place(value: f64, from: f64, to: f64, rail: Rect) -> f32 {
    remap_clamp(value, from..=to, f64::from(rail.left())..=f64::from(rail.right())) as f32
}

/// Removes the rounding error of steps of 0.1.
pub fn tidy(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}
