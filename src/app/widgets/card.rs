//! A card: a plain surface that holds one subject.

use egui::epaint::MarginF32;
use egui::{Align, Layout, Margin, Rect, Stroke, StrokeKind, Ui, UiBuilder};

use crate::app::theme::{size, tokens, wordless};

/// A card that fills `rect`, with this padding.
pub fn padded<R>(ui: &mut Ui, rect: Rect, padding: Margin, content: impl FnOnce(&mut Ui) -> R) -> R {
    let tokens = tokens(ui);
    let edge = Stroke::new(1.0, tokens.hairline);
    ui.painter().rect(rect, size::CARD_CORNER, tokens.card, edge, StrokeKind::Inside);
    let margin = MarginF32::from(padding) * wordless(ui.ctx(), 1.0);
    let inner = rect - margin;
    let mut inside = ui.new_child(UiBuilder::new().max_rect(inner).layout(Layout::top_down(Align::LEFT)));
    inside.shrink_clip_rect(rect);
    let answer = content(&mut inside);
    ui.advance_cursor_after_rect(rect);
    answer
}
