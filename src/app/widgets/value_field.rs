//! A number with its unit that can be typed, dragged or stepped by arrow keys. Corrected input is explained beside it.

use egui::accesskit::{Action, Live};
use egui::text::{CCursor, CCursorRange};
use egui::text_edit::TextEditState;
use egui::{
    Align2, Area, Button, CursorIcon, Event, FontId, Frame, Id, Key, Modifiers, Order, Pos2, Response, RichText, Sense,
    TextEdit, TextWrapMode, Ui, UiBuilder, WidgetInfo, pos2,
};

use super::drag;
use super::track::{requested_by_screen_reader, tidy};
use crate::app::theme::small;
use crate::text::{Field, Reading, Text};

/// A field for one number.
pub struct ValueField<'a> {
    pub name: &'a str,
    pub value: f64,
    /// One press of an arrow key; Shift moves ten. Dragged values are multiples of it.
    pub step: f64,
    pub field: Field,
    pub font: FontId,
    pub text: &'a Text,
}

/// The remark on the last typed value, kept until the next one.
#[derive(Clone)]
struct Remark {
    field: Id,
    /// The value it is about; it disappears when the field's value changes.
    value: f64,
    words: String,
    /// The pass in which it was last shown.
    pass: u64,
}

impl Remark {
    /// One id for all fields, so that only the latest remark is shown.
    fn id() -> Id {
        Id::unique("what is said of a typed value")
    }
}

impl ValueField<'_> {
    /// Shows the field; returns the requested value, if any. A remark on it appears to the right of the row.
    pub fn show(mut self, ui: &mut Ui) -> (Response, Option<f64>) {
        let row_end = ui.max_rect().right();
        // The id depends on the name, not on other widgets that come and go in the same row.
        let scope = UiBuilder::new().scope_id(ui.scope_id().with(self.name));
        ui.scope_builder(scope, |ui| {
            ui.visuals_mut().text_cursor.blink = false;
            let id = ui.next_auto_id();
            let before = self.value;
            // Checked first, so that a newly focused field is in edit mode at once.
            let is_focused = ui.is_enabled()
                && ui.memory_mut(|memory| {
                    memory.interested_in_focus(id, ui.layer_id());
                    memory.has_focus(id)
                });
            let is_edited = is_focused && !rests(ui, id, is_focused);
            if let Some(requested) = self.requested(ui, id, is_focused) {
                self.value = requested;
                ui.data_mut(|data| data.remove_temp::<String>(id));
            }
            let response = if is_edited { self.edit_ui(ui, id) } else { self.button_ui(ui, id) };
            self.describe(&response, is_edited);
            self.remark_ui(ui, &response, pos2(row_end.max(response.rect.right()) + 8.0, response.rect.center().y));
            (response, Some(self.value).filter(|value| *value != before))
        })
        .inner
    }

    /// The value requested by arrow keys, a screen reader or a drag.
    fn requested(&self, ui: &Ui, id: Id, is_focused: bool) -> Option<f64> {
        /// Points of a drag per step.
        const POINTS: f64 = 4.0;
        if !ui.is_enabled() {
            return None;
        }
        let (steps, fine) = ui.input_mut(|input| {
            let requests = |action| input.num_accesskit_action_requests(id, action) as f64;
            let mut steps = requests(Action::Increment) - requests(Action::Decrement);
            // Left and right move the text cursor, so only up and down step the value.
            for (modifiers, many) in [(Modifiers::SHIFT, 10.0), (Modifiers::NONE, 1.0)] {
                let mut presses =
                    |key| if is_focused { input.count_and_consume_key(modifiers, key) as f64 } else { 0.0 };
                steps += many * (presses(Key::ArrowUp) - presses(Key::ArrowDown));
            }
            (steps, input.modifiers.shift)
        });
        let dragged = || {
            let (start, way) = drag::since_start(ui, &ui.ctx().read_response(id)?, self.value)?;
            let step = if fine { 0.1 * self.step } else { self.step };
            let value = start + f64::from(way.x - way.y) * step / POINTS;
            Some(tidy((value / step).round() * step))
        };
        let stepped = (steps != 0.0).then(|| tidy(self.value + steps * self.step));
        stepped.or_else(|| requested_by_screen_reader(ui, id)).or_else(dragged).map(|value| self.field.hold(value))
    }

    /// Not edited: drag it, or click it to type.
    fn button_ui(&mut self, ui: &mut Ui, id: Id) -> Response {
        if let Some(typed) = ui.data_mut(|data| data.remove_temp::<String>(id)) {
            let is_left = ui.ctx().read_response(id).is_some_and(|response| response.lost_focus());
            if is_left && !is_given_up(ui) {
                self.take(ui, id, &typed);
            }
        }
        let words = RichText::new(self.shown()).font(self.font.clone());
        let button = Button::new(words)
            .wrap_mode(TextWrapMode::Extend)
            .sense(Sense::click_and_drag())
            .min_size(ui.spacing().interact_size);
        let response = ui.add(button).on_hover_cursor(CursorIcon::ResizeHorizontal);
        if response.clicked() {
            response.request_focus();
        }
        response
    }

    /// Edited as text until Enter is pressed or focus is lost.
    fn edit_ui(&mut self, ui: &mut Ui, id: Id) -> Response {
        let kept = ui.data_mut(|data| data.remove_temp::<String>(id));
        let is_new = kept.is_none();
        let mut typed = kept.unwrap_or_else(|| self.shown());
        if is_new {
            let mut state = TextEditState::default();
            let all = CCursorRange::two(CCursor::new(0), CCursor::new(typed.chars().count()));
            state.cursor.set_char_range(Some(all));
            state.store(ui.ctx(), id);
        }
        let field = TextEdit::singleline(&mut typed)
            .id(id)
            .font(self.font.clone())
            .clip_text(false)
            .align(ui.layout().align2())
            .min_size(ui.spacing().interact_size)
            .desired_width(0.0);
        let response = ui.add(field);
        if response.changed() {
            ui.data_mut(|data| data.remove::<Remark>(Remark::id()));
        }
        if !response.lost_focus() {
            ui.data_mut(|data| data.insert_temp(id, typed));
        } else if !is_given_up(ui) {
            self.take(ui, id, &typed);
            if ui.input(|input| input.key_pressed(Key::Enter)) {
                // The keyboard stays on the field, which shows what was taken until something is typed again.
                response.request_focus();
                ui.data_mut(|data| data.insert_temp(resting(id), true));
            }
        }
        response
    }

    /// Applies the typed text and stores a remark on it, if any.
    fn take(&mut self, ui: &Ui, field: Id, typed: &str) {
        let Reading { value, remark } = self.text.read_typed(&self.field, self.value, typed);
        self.value = value.unwrap_or(self.value);
        if let Some(words) = remark {
            let remark = Remark { field, value: self.value, words, pass: ui.ctx().cumulative_pass_nr() };
            ui.data_mut(|data| data.insert_temp(Remark::id(), remark));
        }
    }

    fn shown(&self) -> String {
        self.text.in_field(self.field.form, self.value)
    }

    fn describe(&self, response: &Response, is_edited: bool) {
        response.widget_info(|| WidgetInfo::drag_value(response.enabled(), self.value));
        response.ctx.accesskit_node_builder(response.id, |node| {
            node.set_label(self.name);
            node.set_min_numeric_value(self.field.least);
            node.set_max_numeric_value(self.field.most);
            node.set_numeric_value_step(self.step);
            for action in [Action::SetValue, Action::Increment, Action::Decrement] {
                node.add_action(action);
            }
            // While it is edited, its value is the typed text.
            if !is_edited {
                node.set_value(self.shown());
            }
        });
    }

    fn remark_ui(&self, ui: &Ui, response: &Response, at: Pos2) {
        const WIDTH: f32 = 250.0;
        let pass = ui.ctx().cumulative_pass_nr();
        let found = ui.data(|data| data.get_temp::<Remark>(Remark::id())).filter(|found| found.field == response.id);
        let Some(remark) = found else { return };
        if remark.value != self.value || remark.pass + 1 < pass {
            return ui.data_mut(|data| data.remove::<Remark>(Remark::id()));
        }
        if ui.is_rect_visible(response.rect) {
            // Above the panels but below popups opened over them; a field inside a popup shows its remark above that popup.
            let order = if ui.layer_id().order == Order::Background { Order::Middle } else { Order::Tooltip };
            let bubble = Area::new(response.id.with("remark")).order(order).interactable(false).fade_in(false);
            bubble.pivot(Align2::LEFT_CENTER).fixed_pos(at).show(ui.ctx(), |ui| {
                Frame::popup(ui.style()).show(ui, |ui| {
                    ui.set_max_width(WIDTH);
                    let label = ui.label(RichText::new(&remark.words).font(small()));
                    // Screen readers announce it unprompted.
                    ui.ctx().accesskit_node_builder(label.id, |node| node.set_live(Live::Polite));
                });
            });
        }
        ui.data_mut(|data| data.insert_temp(Remark::id(), Remark { pass, ..remark }));
    }
}

/// Where it is kept that a field has taken its value by Enter.
fn resting(field: Id) -> Id {
    field.with("rests")
}

/// Whether a field has the keyboard and shows what it has taken: until Enter is pressed again, or something is typed.
fn rests(ui: &Ui, field: Id, is_focused: bool) -> bool {
    let rested = ui.data(|data| data.get_temp::<bool>(resting(field))).unwrap_or_default();
    if !rested {
        return false;
    }
    let is_typed = |event: &Event| match event {
        Event::Text(words) => !words.trim().is_empty(),
        Event::Paste(_) => true,
        Event::Key { key, pressed, .. } => *pressed && matches!(key, Key::Backspace | Key::Delete),
        _ => false,
    };
    let goes_on =
        ui.input_mut(|input| input.events.iter().any(is_typed) || input.consume_key(Modifiers::NONE, Key::Enter));
    let rests = is_focused && !goes_on;
    if !rests {
        ui.data_mut(|data| data.remove::<bool>(resting(field)));
    }
    rests
}

/// Whether Escape was pressed, read from the raw events because a command may have consumed the key.
fn is_given_up(ui: &Ui) -> bool {
    let is_escape = |event: &Event| matches!(event, Event::Key { key: Key::Escape, pressed: true, .. });
    ui.input(|input| input.raw.events.iter().any(is_escape))
}
