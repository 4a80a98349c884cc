//! The command palette: finds anything by typing a few letters.

use egui::{
    Align2, EventFilter, Frame, Id, Key, Modal, Modifiers, Rect, RichText, Role, ScrollArea, Sense, TextEdit, Ui,
    WidgetInfo, pos2, vec2,
};

use super::View;
use crate::app::commands::{Command, Commands, Offer, Palette};
use crate::app::redraw::{self, Reason};
use crate::app::theme::{body, size, small, strong, tokens};

const WIDTH: f32 = 580.0;
const ROW: f32 = 30.0;
/// Number of rows visible at once.
const ROWS: f32 = 11.0;
/// Rows moved by one press of a Page key.
const PAGE: isize = 10;
/// Above and below the rows.
const AROUND: f32 = 150.0;

pub(super) fn palette_ui(ctx: &egui::Context, view: &View<'_>, palette: &Palette, commands: &mut Commands) {
    let id = Id::unique("palette");
    let top = Modal::default_area(id).anchor(Align2::CENTER_TOP, vec2(0.0, size::TOP_BAR + size::GAP));
    let frame = Frame::popup(&ctx.global_style()).corner_radius(size::CARD_CORNER).inner_margin(10);
    let modal = Modal::new(id).area(top).frame(frame).show(ctx, |ui| {
        ui.set_width(WIDTH.min(ctx.content_rect().width() - 60.0));
        ui.spacing_mut().item_spacing.y = 8.0;
        content_ui(ui, view, palette, commands);
    });
    if modal.should_close() {
        commands.push(Command::CloseDialog);
    }
}

fn content_ui(ui: &mut Ui, view: &View<'_>, palette: &Palette, commands: &mut Commands) {
    let (steps, enter) = keys(ui);
    let (typed, field) = field_ui(ui, view, palette);
    let is_new = typed != palette.typed;
    let matching = palette.matching(&typed);
    let last = matching.len().saturating_sub(1);
    let marked = if is_new { 0 } else { palette.marked.min(last).saturating_add_signed(steps).min(last) };
    let is_moved = is_new || marked != palette.marked;
    if is_moved {
        commands.push(Command::SearchPalette(typed.clone(), marked));
    }
    if matching.is_empty() {
        let words = view.text.with("palette-none", &[("typed", typed)]);
        ui.label(RichText::new(words).color(tokens(ui).quiet));
        return;
    }
    let mut chosen = enter.then_some(marked);
    // In a low window, as one is for large words, fewer rows.
    let height = (ROWS * ROW).min(ui.ctx().content_rect().height() - AROUND);
    ScrollArea::vertical().max_height(height).min_scrolled_height(height).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for (i, offer) in matching.iter().enumerate() {
            let response = offer_ui(ui, offer, i == marked);
            if i == marked {
                ui.ctx().accesskit_node_builder(field, |node| {
                    node.set_active_descendant(response.id.accesskit_id());
                });
                if is_moved {
                    response.scroll_to_me(None);
                }
            }
            if response.clicked() {
                chosen = Some(i);
            }
        }
    });
    if let Some(offer) = chosen.and_then(|chosen| matching.get(chosen)) {
        commands.push(Command::Choose(Box::new(offer.command.clone())));
    }
}

/// The text field; it keeps keyboard focus. Returns its text and its id.
fn field_ui(ui: &mut Ui, view: &View<'_>, palette: &Palette) -> (String, Id) {
    // A blinking cursor would keep the window repainting.
    ui.visuals_mut().text_cursor.blink = false;
    let mut typed = palette.typed.clone();
    let field = TextEdit::singleline(&mut typed)
        .desired_width(f32::INFINITY)
        .margin(egui::Margin::symmetric(8, 6))
        .hint_text(view.say("palette-hint"))
        .event_filter(EventFilter { tab: true, ..EventFilter::default() });
    let response = ui.add(field).accessible_name(view.say("command-palette"));
    if !response.has_focus() {
        response.request_focus();
        redraw::request(ui.ctx(), Reason::Followed);
    }
    (typed, response.id)
}

/// How far the keys move the selection and whether they accept it; they are consumed before the text field sees them.
fn keys(ui: &Ui) -> (isize, bool) {
    ui.input_mut(|input| {
        let mut presses = |key| input.count_and_consume_key(Modifiers::NONE, key) as isize;
        let steps = presses(Key::ArrowDown) - presses(Key::ArrowUp);
        let pages = presses(Key::PageDown) - presses(Key::PageUp);
        (steps + pages * PAGE, presses(Key::Enter) > 0)
    })
}

/// A row: the action, the group it belongs to, and its shortcut at the right.
fn offer_ui(ui: &mut Ui, offer: &Offer, marked: bool) -> egui::Response {
    // Not focusable: the text field's arrow keys select it, and Tab would have to step through a hundred rows.
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::CLICK);
    response.widget_info(|| WidgetInfo::labeled(Role::ListBoxOption, true, &offer.label));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_selected(marked));
    let tokens = tokens(ui);
    let inner = rect.shrink2(vec2(8.0, 0.0));
    let painter = ui.painter();
    if marked || response.hovered() {
        painter.rect_filled(rect, 6.0, tokens.button_hovered);
    }
    if marked {
        let bar = Rect::from_min_max(rect.min + vec2(0.0, 5.0), pos2(rect.left() + 3.0, rect.bottom() - 5.0));
        painter.rect_filled(bar, 1.5, tokens.accent);
    }
    let words = painter.text(inner.left_center(), Align2::LEFT_CENTER, &offer.label, body(), tokens.text);
    let beside = pos2(words.right() + 10.0, inner.center().y + 1.0);
    painter.text(beside, Align2::LEFT_CENTER, &offer.group, small(), tokens.quiet);
    if let Some(shortcut) = &offer.shortcut {
        let keys = ui.ctx().format_shortcut(shortcut);
        painter.text(inner.right_center(), Align2::RIGHT_CENTER, keys, strong(size::SMALL), tokens.quiet);
    }
    response
}
