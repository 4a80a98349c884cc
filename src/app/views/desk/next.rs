//! What comes next: the stage as the hall will see it then, in small, and the buttons that walk through the lecture.

use egui::{Align2, Button, Color32, Rect, RichText, Role, Sense, TextureId, Ui, WidgetInfo, pos2, vec2};

use super::{STAGE, titled};
use crate::app::commands::{Command, Commands};
use crate::app::theme::{size, small, strong, tokens};
use crate::app::views::{View, stage};
use crate::text::clock;

const NEXT: f32 = 44.0;
const OTHERS: f32 = 30.0;
/// The heading and the edges of the card.
const ABOVE: f32 = 36.0;
const BESIDE: f32 = 12.0;
const BELOW: f32 = 8.0;

/// Where the picture stands in its card: as large as there is room for it above the buttons.
pub fn next_picture(room: Rect) -> Rect {
    let bottom = room.bottom() - BELOW - NEXT - OTHERS - 6.0 - 8.0;
    let inside = Rect::from_min_max(room.min + vec2(BESIDE, ABOVE), pos2(room.right() - BESIDE, bottom));
    let scale = (inside.size() / STAGE).min_elem().max(0.01);
    Rect::from_center_size(inside.center(), (STAGE * scale).round())
}

/// `picture` is what the hall will see.
pub fn next_ui(ui: &mut Ui, view: &View<'_>, picture: Option<TextureId>, room: Rect, commands: &mut Commands) {
    let next = view.next_stop(true);
    let aside = next.map_or_else(String::new, |stop| clock(stop.at_min));
    titled(ui, room, &view.say("desk-next"), &aside, |ui| {
        let tokens = tokens(ui);
        let inside = ui.max_rect();
        let buttons = inside.with_min_y(inside.bottom() - NEXT - OTHERS - 6.0);
        let at = next_picture(room);
        if let Some(picture) = picture {
            let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
            ui.painter().image(picture, at, whole, Color32::WHITE);
        }
        let title = next.map_or_else(|| view.say("desk-end"), |stop| stage::stop_words(view, &stop));
        let response = ui.interact(at, ui.scope_id().with("next stop"), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &title));
        response.on_hover_text(title);

        let main = Rect::from_min_size(buttons.min, vec2(buttons.width(), NEXT));
        let words = RichText::new(view.say("desk-next-stop")).font(strong(size::TITLE)).color(tokens.on_accent);
        if ui.put(main, Button::new(words).fill(tokens.accent)).clicked() {
            commands.push(Command::NextStop(true));
        }
        let key = pos2(main.right() - 12.0, main.center().y);
        ui.painter().text(key, Align2::RIGHT_CENTER, view.say("desk-next-key"), small(), tokens.on_accent);
        let third = (buttons.width() - 12.0) / 3.0;
        for (place, (message, command)) in
            [("desk-back", Command::NextStop(false)), ("desk-first", Command::HoldAt(0.0)), ("why", Command::ToggleWhy)]
                .into_iter()
                .enumerate()
        {
            let left = buttons.left() + (third + 6.0) * place as f32;
            let rect = Rect::from_min_size(pos2(left, main.bottom() + 6.0), vec2(third, OTHERS));
            if ui.put(rect, Button::new(view.say(message))).clicked() {
                commands.push(command);
            }
        }
    });
}
