//! The story of the case in short, above the scene, until it is closed.

use egui::{Align, Label, Layout, Margin, Rect, RichText, Ui, UiBuilder};

use super::View;
use crate::app::commands::{Command, Commands};
use crate::app::state::Dialog;
use crate::app::theme::{size, small, strong, tokens};
use crate::app::widgets::icon::{self, Icon};
use crate::app::widgets::{card, chip};

pub const HEIGHT: f32 = 56.0;
/// Height in a low window, in which the story is a single line.
pub const LOW: f32 = 38.0;

pub fn story_ui(ui: &mut Ui, view: &View<'_>, rect: Rect, commands: &mut Commands) {
    let preset = view.case.preset();
    card::padded(ui, rect, Margin { left: 14, right: 8, top: 7, bottom: 6 }, |ui| {
        let room = ui.max_rect();
        let right = UiBuilder::new().max_rect(room).layout(Layout::right_to_left(Align::Center));
        let right = ui.scope_builder(right, |ui| {
            if icon::button(ui, Icon::Close, &view.say("story-close"), 26.0, false).clicked() {
                commands.push(Command::ShowStory(false));
            }
            if chip::chip(ui, &view.say("story-whole"), &view.say("command-story")).clicked() {
                commands.push(Command::ShowDialog(Dialog::Story));
            }
        });
        let words = room.with_max_x(right.response.rect.left() - 12.0);
        ui.scope_builder(UiBuilder::new().max_rect(words), |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            if rect.height() < HEIGHT {
                return ui.add(Label::new(&preset.cover.in_short).truncate());
            }
            ui.horizontal(|ui| {
                ui.add(Label::new(RichText::new(preset.short_title()).font(strong(size::STRONG))).truncate());
                if !preset.cover.teaches.is_empty() {
                    let teaches = view.text.with("home-teaches", &[("what", preset.cover.teaches.clone())]);
                    ui.add(Label::new(RichText::new(teaches).font(small()).color(tokens(ui).quiet)).truncate());
                }
            });
            ui.add(Label::new(&preset.cover.in_short).truncate())
        });
    });
}
