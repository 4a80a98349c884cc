//! What comes next: its banner and its picture in small, and the buttons that walk through the lecture.

use egui::{Align2, Button, Rect, RichText, Ui, pos2, vec2};

use super::titled;
use crate::app::commands::{Command, Commands};
use crate::app::paint::thumbnails::{Shown, Thumbnails};
use crate::app::theme::{size, small, strong, tokens};
use crate::app::views::{View, stage};
use crate::app::widgets::elided;
use crate::picture::scene::SceneClock;
use crate::text::clock;

const BANNER: f32 = 34.0;
const NEXT: f32 = 44.0;
const OTHERS: f32 = 30.0;

pub fn next_ui(ui: &mut Ui, view: &View<'_>, thumbnails: &mut Thumbnails, room: Rect, commands: &mut Commands) {
    let next = view.next_stop(true);
    let aside = next.map_or_else(String::new, |stop| clock(stop.at_min));
    titled(ui, room, &view.say("desk-next"), &aside, |ui| {
        let tokens = tokens(ui);
        let inside = ui.max_rect();
        let buttons = inside.with_min_y(inside.bottom() - NEXT - OTHERS - 6.0);
        let picture = inside.with_max_y(buttons.top() - 8.0);
        let at_min = next.map_or(view.run().end_min, |stop| stop.at_min);
        let severity = stage::told_at(view, at_min).1;
        let title = next.map_or_else(|| view.say("desk-end"), |stop| stage::stop_words(view, &stop));
        let (banner, below) = picture.split_top_bottom_at_y(picture.top() + BANNER);
        let (ground, ink) = stage::colors(tokens, severity);
        ui.painter().rect_filled(banner, 4.0, ground);
        let words = elided::layout(ui.painter(), &title, strong(size::STRONG), ink, banner.width() - 16.0);
        let at = pos2(banner.left() + 8.0, banner.center().y - words.size().y / 2.0);
        ui.painter().galley(at, words, ink);
        let shown =
            Shown { run: view.run(), number: view.run_view.revision, at_min, clock: SceneClock::default(), text: None };
        if below.height() > 40.0 {
            let below = below.with_min_y(below.top() + 4.0);
            thumbnails.paint(ui.painter(), tokens, ui.scope_id().with("next stop"), below, &shown);
        }
        if let Some(say) = next.and_then(|stop| stop.say()).filter(|say| **say != title) {
            let galley = elided::wrapped(ui.painter(), say, small(), tokens.text, below.width() - 12.0, 2);
            let ground = Rect::from_min_size(
                pos2(below.left(), below.bottom() - galley.size().y - 6.0),
                vec2(below.width(), galley.size().y + 6.0),
            );
            ui.painter().rect_filled(ground, 4.0, tokens.card);
            ui.painter().galley(ground.min + vec2(6.0, 3.0), galley, tokens.text);
        }

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
