//! A part's card: three sentences on what happens there, its numbers, and one question to think about.
//!
//! That of a symptom also has what the patient says and what an operator does.

use egui::{Area, AreaState, Frame, Margin, Order, Pos2, Rect, RichText, Stroke, Ui, Vec2, pos2, vec2};

use super::Stage;
use super::part::{facts_ui, hint_of};
use crate::app::commands::{Command, Commands};
use crate::app::paint::shapes;
use crate::app::state::Document;
use crate::app::theme::{size, strong, tokens};
use crate::picture::scene::PartId;
use crate::picture::scene::facts::facts;

const WIDTH: f32 = 330.0;

pub(super) fn card_ui(ui: &mut Ui, stage: &Stage<'_>, commands: &mut Commands) {
    let view = stage.view;
    let Some(id) = view.case_view.card else { return };
    let Some(part) = stage.scene.parts.iter().find(|part| part.id == id) else { return };
    let tokens = tokens(ui);
    let message = format!("part-{}", id.key());
    let rect = shapes::rect(&part.area, stage.origin());
    // One area per part, because egui remembers the size of each area.
    let area = stage.id.with(("card", id));
    let size = AreaState::load(ui.ctx(), area).and_then(|state| state.size).unwrap_or_default();
    let at = place(rect, size, [stage.rect, ui.ctx().content_rect().shrink(size::GAP)]);
    let area = Area::new(area).order(Order::Foreground).fixed_pos(at).constrain_to(ui.ctx().content_rect());
    area.show(ui.ctx(), |ui| {
        let frame = Frame::new().fill(tokens.card).stroke(Stroke::new(1.0, tokens.hairline));
        let frame = frame.corner_radius(size::CARD_CORNER).shadow(ui.visuals().popup_shadow);
        frame.inner_margin(Margin::same(size::CARD_PADDING)).show(ui, |ui| {
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
            if id.symptom().is_some() {
                let said = view.text.attribute(&message, hint_of(id, view)).unwrap_or_default();
                ui.label(RichText::new(said).font(strong(size::STRONG)));
            }
            ui.label(view.text.attribute(&message, "card").unwrap_or_default());
            if let Some(action) = view.text.attribute(&message, "action") {
                ui.label(view.text.with("risk-action", &[("words", action)]));
            }
            ui.scope(|ui| facts_ui(ui, &facts(id, view.run(), stage.moment, view.text)));
            if id == PartId::Patient {
                ui.label(view.say("scene-not-computed"));
                let risks = Document::Risks;
                if ui.button(view.say(risks.message())).clicked() {
                    commands.push(Command::ShowCard(None));
                    commands.push(Command::ShowDocument(Some(risks)));
                }
            }
            let question = view.text.attribute(&message, "question").unwrap_or_default();
            Frame::new().fill(tokens.ground).corner_radius(8).inner_margin(Margin::same(10)).show(ui, |ui| {
                ui.set_width(ui.available_width());
                ui.label(RichText::new(question).font(strong(size::SMALL + 1.0)));
            });
        });
    });
}

/// The position of a card of this size: beside its part, in the first of these rooms that can hold it there; the sides toward the
/// middle come first. It covers the part only if neither room can.
fn place(part: Rect, card: Vec2, rooms: [Rect; 2]) -> Pos2 {
    let within = |room: Rect, at: Pos2| at.clamp(room.min, (room.max - card).max(room.min));
    let mut beside = rooms.into_iter().flat_map(|room| {
        let level = within(room, part.min);
        let [right, left] = [part.right() + size::GAP, part.left() - size::GAP - card.x];
        let sides = if part.center().x > rooms[0].center().x { [left, right] } else { [right, left] };
        let [above, below] = [part.top() - size::GAP - card.y, part.bottom() + size::GAP];
        let places = [pos2(sides[0], level.y), pos2(sides[1], level.y), pos2(level.x, below), pos2(level.x, above)];
        places.into_iter().filter(move |at| room.contains_rect(Rect::from_min_size(*at, card)))
    });
    beside.next().unwrap_or_else(|| within(rooms[0], part.min))
}
