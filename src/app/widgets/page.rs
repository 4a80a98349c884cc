//! A page that has the room it needs: where the window is smaller, it is scrolled.

use egui::style::ScrollStyle;
use egui::{Rect, ScrollArea, Sense, Ui, UiBuilder, Vec2};

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
