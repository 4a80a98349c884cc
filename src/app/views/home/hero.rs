//! What leukapheresis is, in three lines, with the one first action.

use egui::{Button, Id, Link, Rect, RichText, Stroke, StrokeKind, Ui, UiBuilder, vec2};

use super::Stage;
use crate::app::commands::{Command, Commands};
use crate::app::paint::thumbnails::{Shown, Thumbnails};
use crate::app::state::{CaseSource, Document, PendingNavigation};
use crate::app::theme::{size, strong, tokens};
use crate::app::widgets::focus;
use crate::picture::scene::SceneClock;

pub const HEIGHT: f32 = 144.0;

pub fn hero_ui(ui: &mut Ui, stage: &Stage<'_>, rect: Rect, thumbnails: &mut Thumbnails, commands: &mut Commands) {
    /// The widest picture, and the room that the words need beside it.
    const PICTURE: f32 = 430.0;
    const WORDS: f32 = 690.0;
    let tokens = tokens(ui);
    let edge = Stroke::new(1.0, tokens.hairline);
    ui.painter().rect(rect, size::CARD_CORNER, tokens.card, edge, StrokeKind::Inside);
    let inner = rect.shrink2(vec2(stage.px(20.0), stage.px(12.0)));
    let picture = inner.with_min_x(inner.right() - stage.px(PICTURE));
    let has_picture = inner.width() > stage.px(PICTURE + WORDS);
    if has_picture {
        picture_ui(ui, stage, picture, thumbnails);
    }
    let words = if has_picture { inner.with_max_x(picture.left() - stage.px(20.0)) } else { inner };
    ui.scope_builder(UiBuilder::new().max_rect(words), |ui| {
        ui.spacing_mut().item_spacing.y = stage.px(3.0);
        ui.label(RichText::new(stage.view.say("home-what")).font(strong(stage.px(22.0))));
        for line in ["home-what-1", "home-what-2", "home-what-3"] {
            ui.label(RichText::new(stage.view.say(line)).size(stage.px(size::BODY)));
        }
        ui.add_space(stage.px(5.0));
        ui.horizontal(|ui| {
            first_run_ui(ui, stage, commands);
            ui.add_space(stage.px(10.0));
            finding_ui(ui, stage, commands);
            if words.width() > stage.px(WORDS) {
                ui.add_space(stage.px(10.0));
                link_ui(ui, stage, "home-risks", Document::Risks, commands);
            }
        });
    });
}

/// The one button of its color on the page.
fn first_run_ui(ui: &mut Ui, stage: &Stage<'_>, commands: &mut Commands) {
    let tokens = tokens(ui);
    let words = RichText::new(stage.view.say("home-first-run")).font(strong(stage.px(size::BODY)));
    let padding = vec2(stage.px(14.0), stage.px(6.0));
    ui.scope(|ui| {
        ui.spacing_mut().button_padding = padding;
        let button = Button::new(words.color(tokens.on_accent)).fill(tokens.accent).corner_radius(7);
        let response = ui.push_id("first run", |ui| ui.add(button)).inner;
        focus::ring(ui, &response, response.rect.expand(3.0), 9.0);
        if ui.memory(|memory| memory.has_focus(stage.first)) {
            response.request_focus();
        }
        if response.clicked() {
            commands.push(Command::Leave(PendingNavigation::FirstRun));
        }
    });
}

/// A high count is a finding: the words lead to the page of reasons.
fn finding_ui(ui: &mut Ui, stage: &Stage<'_>, commands: &mut Commands) {
    let size = stage.px(size::SMALL + 1.0);
    ui.label(RichText::new(stage.view.say("home-finding")).size(size).color(tokens(ui).quiet));
    link_ui(ui, stage, "home-finding-case", Document::Reasons, commands);
}

fn link_ui(ui: &mut Ui, stage: &Stage<'_>, message: &str, leads_to: Document, commands: &mut Commands) {
    let size = stage.px(size::SMALL + 1.0);
    let response = ui.add(Link::new(RichText::new(stage.view.say(message)).size(size)));
    focus::ring(ui, &response, response.rect.expand(3.0), 4.0);
    if response.clicked() {
        commands.push(Command::ShowDocument(Some(leads_to)));
    }
}

/// The case of the first run.
fn picture_ui(ui: &Ui, stage: &Stage<'_>, rect: Rect, thumbnails: &mut Thumbnails) {
    let tokens = tokens(ui);
    ui.painter().rect_filled(rect, 6.0, tokens.ground);
    let Some(cover) = stage.view.background.covers.cover(&CaseSource::Bundled(0)) else { return };
    let at_min = cover.run.pumps_stop_min() * 0.8;
    let (number, text) = (cover.number, Some(stage.view.text));
    let shown = Shown { run: &cover.run, number, at_min, clock: SceneClock::default(), text };
    thumbnails.paint(ui.painter(), tokens, Id::unique("hero picture"), rect, &shown);
}
