//! A page: its ground, and the room it needs, which is scrolled where the window is smaller.

use egui::style::ScrollStyle;
use egui::{CentralPanel, Frame, Rect, ScrollArea, Sense, Ui, UiBuilder, UiKind, UiStackInfo, Vec2};

use crate::app::theme::tokens;

/// Contents on the ground of the window, in all that is left of it. The window was cleared to its color: to paint it once more takes a
/// fifth of a frame without a GPU. What fades into the ground is told of it.
pub fn grounded(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    let ground = UiStackInfo::new(UiKind::Frame).with_frame(Frame::new().fill(tokens(ui).ground));
    CentralPanel::no_frame().show(ui, |ui| {
        let room = ui.max_rect();
        ui.scope_builder(UiBuilder::new().max_rect(room).ui_stack_info(ground), content);
    });
}

/// Shows contents that are laid out for `least` at least, in points.
pub fn roomy(ui: &mut Ui, least: Vec2, content: impl FnOnce(&mut Ui)) {
    /// Less than this is the rounding of the window's size.
    const ROUNDED: f32 = 0.99;
    let room = ui.max_rect();
    if room.width() >= ROUNDED * least.x && room.height() >= ROUNDED * least.y {
        return content(ui);
    }
    // So that what is found with the keyboard comes into view.
    let focused = ui.memory(egui::Memory::focused);
    let has_moved = ui.data_mut(|data| {
        let last = data.get_temp_mut_or_default::<Option<egui::Id>>(ui.scope_id().with("focus on the page"));
        std::mem::replace(last, focused) != focused
    });
    let within = ui.spacing().scroll;
    // Bars that are always seen tell that there is more.
    ui.spacing_mut().scroll = ScrollStyle::solid();
    ScrollArea::both().id_salt("page").auto_shrink(false).show(ui, |ui| {
        let whole = Rect::from_min_size(ui.max_rect().min, room.size().max(least));
        let mut inside = ui.new_child(UiBuilder::new().max_rect(whole).id_salt("page"));
        inside.spacing_mut().scroll = within;
        content(&mut inside);
        let _ = ui.allocate_rect(whole, Sense::hover());
        let found = focused.filter(|_| has_moved).and_then(|id| ui.ctx().read_response(id));
        if let Some(response) = found {
            ui.scroll_to_rect(response.rect, None);
        }
    });
}
