//! The line that says what is being made, and what was: it lies near the foot of the window, lets clicks through, and goes by itself.

use egui::accesskit::Live;
use egui::{Align2, Area, Context, Frame, Id, Label, Order, RichText, Stroke, vec2};

use super::View;
use crate::app::theme::{size, tokens_in};

/// Clear of the time bar: the playhead can be seen and moved.
const ABOVE_FOOT: f32 = size::TIME_BAR + 2.4 * size::GAP;

pub fn notice_ui(ctx: &Context, view: &View<'_>) {
    let making = view.background.handouts.under_way().map(|(path, share)| {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let percent = (100.0 * share).floor() as u32;
        let arguments = [("file", name), ("percent", percent.to_string())];
        view.text.with(if percent > 0 { "making-percent" } else { "making" }, &arguments)
    });
    let said = view.dialogs.notice.as_ref().map(|notice| notice.words.clone());
    let Some(words) = making.or(said) else { return };
    let tokens = tokens_in(ctx);
    let area = Area::new(Id::unique("notice")).order(Order::Foreground).interactable(false);
    area.anchor(Align2::CENTER_BOTTOM, vec2(0.0, -ABOVE_FOOT)).show(ctx, |ui| {
        let edge = Stroke::new(1.0, tokens.hairline);
        let frame = Frame::popup(ui.style()).fill(tokens.card).stroke(edge).corner_radius(size::CARD_CORNER);
        frame.inner_margin(egui::Margin::symmetric(16, 9)).show(ui, |ui| {
            let label = ui.add(Label::new(RichText::new(words).color(tokens.text)).extend());
            ui.ctx().accesskit_node_builder(label.id, |node| node.set_live(Live::Polite));
        });
    });
}
