//! The story of the case in short, above the scene, until it is closed.

use egui::{Align, Label, Layout, Margin, Rect, RichText, TextStyle, Ui, UiBuilder};

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
                return in_short_ui(ui, view);
            }
            ui.horizontal(|ui| {
                ui.add(Label::new(RichText::new(preset.short_title()).font(strong(size::STRONG))).truncate());
                if !preset.cover.teaches.is_empty() {
                    let teaches = view.text.with("home-teaches", &[("what", preset.cover.teaches.clone())]);
                    ui.add(Label::new(RichText::new(teaches).font(small()).color(tokens(ui).quiet)).truncate());
                }
            });
            in_short_ui(ui, view);
        });
    });
}

/// What happens in one sentence, and what becomes of the aim in as many words as leave the sentence whole.
fn in_short_ui(ui: &mut Ui, view: &View<'_>) {
    const GAP: f32 = 14.0;
    let preset = view.case.preset();
    let sentence = RichText::new(&preset.cover.in_short);
    let Some(aim) = preset.aim else {
        ui.add(Label::new(sentence).truncate());
        return;
    };
    let (text, outcome) = (view.text, view.run_view.aim_outcome(aim));
    let ink = if outcome.is_reached() { tokens(ui).quiet } else { tokens(ui).caution };
    let room = ui.available_width();
    let width = |words: &str, font| ui.painter().layout_no_wrap(words.to_owned(), font, ink).size().x;
    let left = room - width(&preset.cover.in_short, TextStyle::Body.resolve(ui.style())) - GAP;
    let standing = text.aim_standing(&outcome);
    let named = |aim: String| text.with("story-aim", &[("aim", aim), ("standing", standing.clone())]);
    let mut wordings =
        vec![named(text.aim_in_short(&aim)), named(view.say("story-aim-alone")), text.aim_told(&outcome)];
    let told = |words: &String| width(words, strong(size::SMALL));
    let chosen = wordings.iter().position(|words| told(words) <= left).unwrap_or(wordings.len() - 1);
    let words = wordings.swap_remove(chosen);
    let taken = told(&words) + GAP;
    ui.spacing_mut().interact_size.y = 0.0;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = GAP;
        ui.scope(|ui| {
            ui.set_max_width((room - taken).max(0.0));
            ui.add(Label::new(sentence).truncate());
        });
        let in_full = text.aim_in_full(&outcome, &view.run().protocol.settings.patient);
        let words = RichText::new(words).font(strong(size::SMALL)).color(ink);
        ui.add(Label::new(words).truncate()).on_hover_text(in_full);
    });
}
