//! A row of buttons of which one is selected.

use egui::{Align2, Button, FontId, Rect, Response, RichText, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

use super::focus;
use crate::app::redraw::{self, Reason};
use crate::app::theme::{body, size, small, strong, tokens};

/// Height of the line under the selected button.
const LINE: f32 = 3.0;

/// Between two buttons.
pub const BETWEEN: f32 = 2.0;

/// Shows the choices; returns the one that was clicked.
pub fn choices<T: Copy + PartialEq>(ui: &mut Ui, current: T, choices: &[(T, String)]) -> Option<T> {
    choices_in(ui, current, choices, body())
}

/// Like [`choices`], in another font.
pub fn choices_in<T: Copy + PartialEq>(ui: &mut Ui, current: T, choices: &[(T, String)], font: FontId) -> Option<T> {
    ui.horizontal(|ui| row_ui(ui, current, choices, &font)).inner
}

fn row_ui<T: Copy + PartialEq>(ui: &mut Ui, current: T, choices: &[(T, String)], font: &FontId) -> Option<T> {
    let tokens = tokens(ui);
    ui.spacing_mut().item_spacing.x = BETWEEN;
    let mut chosen = None;
    let mut shown = Vec::with_capacity(choices.len());
    for (choice, words) in choices {
        let selected = *choice == current;
        let button = Button::selectable(selected, RichText::new(words).font(font.clone()));
        let button = if selected { button.fill(tokens.button_hovered) } else { button };
        let response = ui.add(button);
        if selected {
            // Marks the selection independently of the focus ring.
            let line = response.rect.shrink2(vec2(6.0, 0.0)).with_min_y(response.rect.bottom() - LINE);
            ui.painter().rect_filled(line, 1.0, tokens.accent);
        }
        if response.clicked() && !selected {
            chosen = Some(*choice);
        }
        shown.push((response, selected));
    }
    keep_keyboard(ui, &shown);
    chosen
}

/// If the selection changes while one of these buttons has focus, focus moves to the newly selected button.
fn keep_keyboard(ui: &Ui, shown: &[(Response, bool)]) {
    let (Some((first, _)), Some((now, _))) = (shown.first(), shown.iter().find(|(_, selected)| *selected)) else {
        return;
    };
    let before = ui.data_mut(|data| std::mem::replace(data.get_temp_mut_or(first.id.with("chosen"), now.id), now.id));
    if before != now.id && shown.iter().any(|(response, _)| response.has_focus()) {
        now.request_focus();
        redraw::request(ui.ctx(), Reason::Followed);
    }
}

/// A few choices on one rail, as wide as their words: each with its words and its name. Returns the one that was clicked.
pub fn compact<T: Copy + PartialEq>(ui: &mut Ui, current: T, choices: &[(T, String, String)]) -> Option<T> {
    const HEIGHT: f32 = 24.0;
    const CORNER: f32 = 6.0;
    const PADDING: f32 = 8.0;
    let tokens = tokens(ui);
    let widths: Vec<_> = choices
        .iter()
        .map(|(_, words, _)| {
            ui.painter().layout_no_wrap(words.clone(), strong(size::SMALL), tokens.text).size().x + 2.0 * PADDING
        })
        .collect();
    let (all, _) = ui.allocate_exact_size(vec2(widths.iter().sum(), HEIGHT), Sense::hover());
    ui.painter().rect_filled(all, CORNER, tokens.rail);
    let (mut left, mut chosen) = (all.left(), None);
    for ((choice, words, name), width) in choices.iter().zip(widths) {
        let place = all.with_min_x(left).with_max_x(left + width);
        left = place.right();
        let selected = *choice == current;
        let response = ui.interact(place, ui.scope_id().with(name), Sense::click());
        response.widget_info(|| WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), selected, name));
        let inside = place.shrink(2.0);
        if selected || response.hovered() {
            let fill = if selected { tokens.card } else { tokens.button_hovered };
            ui.painter().rect_filled(inside, CORNER - 2.0, fill);
        }
        focus::ring(ui, &response, inside, CORNER - 2.0);
        let (font, ink) = if selected { (strong(size::SMALL), tokens.accent) } else { (small(), tokens.text) };
        ui.painter().text(place.center(), Align2::CENTER_CENTER, words, font, ink);
        if response.on_hover_text(name).clicked() && !selected {
            chosen = Some(*choice);
        }
    }
    chosen
}

/// Two choices on one rail, in the available width; returns the other one when it is clicked.
pub fn either<T: Copy + PartialEq>(ui: &mut Ui, current: T, choices: &[(T, String); 2]) -> Option<T> {
    const HEIGHT: f32 = 26.0;
    const CORNER: f32 = 7.0;
    let (all, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::hover());
    let tokens = tokens(ui);
    ui.painter().rect_filled(all, CORNER, tokens.rail);
    let (left, right) = all.split_left_right_at_fraction(0.5);
    let mut chosen = None;
    for ((choice, words), half) in choices.iter().zip([left, right]) {
        let selected = *choice == current;
        let response = ui.interact(half, ui.scope_id().with(words), Sense::click());
        response.widget_info(|| WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), selected, words));
        let inside: Rect = half.shrink(2.0);
        let painter = ui.painter();
        if selected {
            let edge = Stroke::new(1.0, tokens.hairline);
            painter.rect(inside, CORNER - 2.0, tokens.card, edge, StrokeKind::Inside);
        } else if response.hovered() {
            painter.rect_filled(inside, CORNER - 2.0, tokens.button_hovered);
        }
        focus::ring(ui, &response, inside, CORNER - 2.0);
        let (font, ink) = if selected { (strong(size::SMALL), tokens.accent) } else { (small(), tokens.text) };
        painter.text(half.center(), Align2::CENTER_CENTER, words, font, ink);
        if response.clicked() && !selected {
            chosen = Some(*choice);
        }
    }
    chosen
}
