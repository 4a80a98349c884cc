//! A part's card: three sentences on what happens there, its numbers, and one question to think about.

use egui::{Area, Frame, Margin, Order, Pos2, RichText, Stroke, Ui, vec2};

use super::Stage;
use super::part::facts_ui;
use crate::app::commands::{Command, Commands};
use crate::app::paint::shapes;
use crate::app::theme::{size, strong, tokens};
use crate::picture::scene::facts::facts;

const WIDTH: f32 = 330.0;

pub(super) fn card_ui(ui: &mut Ui, stage: &Stage<'_>, commands: &mut Commands) {
    let view = stage.view;
    let Some(id) = view.case_view.card else { return };
    let Some(part) = stage.scene.parts.iter().find(|part| part.id == id) else { return };
    let tokens = tokens(ui);
    let message = format!("part-{}", id.key());
    let rect = shapes::rect(&part.area, stage.origin());
    // Beside the part, on the side with more room.
    let is_left = rect.center().x > stage.rect.center().x;
    let x = if is_left { rect.left() - WIDTH - 34.0 } else { rect.right() + 12.0 };
    let x = x.clamp(stage.rect.left() + 6.0, (stage.rect.right() - WIDTH - 34.0).max(stage.rect.left() + 6.0));
    let area =
        Area::new(stage.id.with("card")).order(Order::Foreground).fixed_pos(Pos2::new(x, stage.rect.top() + 34.0));
    area.constrain_to(ui.ctx().content_rect()).show(ui.ctx(), |ui| {
        let frame = Frame::new()
            .fill(tokens.card)
            .stroke(Stroke::new(1.0, tokens.hairline))
            .corner_radius(size::CARD_CORNER)
            .shadow(ui.visuals().popup_shadow)
            .inner_margin(Margin::same(size::CARD_PADDING));
        frame.show(ui, |ui| {
            ui.set_width(WIDTH);
            ui.spacing_mut().item_spacing = vec2(8.0, 8.0);
            ui.horizontal(|ui| {
                ui.label(RichText::new(view.say(&message)).font(strong(17.0)));
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    if ui.button(view.say("dialog-close")).clicked() {
                        commands.push(Command::ShowCard(None));
                    }
                });
            });
            ui.label(view.text.attribute(&message, "card").unwrap_or_default());
            ui.scope(|ui| facts_ui(ui, &facts(id, view.run(), stage.moment, view.text)));
            let question = view.text.attribute(&message, "question").unwrap_or_default();
            Frame::new().fill(tokens.ground).corner_radius(8).inner_margin(Margin::same(10)).show(ui, |ui| {
                ui.set_width(ui.available_width());
                ui.label(RichText::new(question).font(strong(size::SMALL + 1.0)));
            });
        });
    });
}
