//! What leukapheresis is, in three lines, with the one first action, and beside it the lessons.

use egui::{Button, Link, Rect, RichText, Stroke, StrokeKind, Ui, UiBuilder, vec2};

use super::{Stage, lessons};
use crate::app::commands::{Command, Commands};
use crate::app::state::{Document, PendingNavigation};
use crate::app::theme::{size, strong, tokens};
use crate::app::widgets::focus;

pub const HEIGHT: f32 = 144.0;

/// The room of the lessons, and that of the words beside them.
const LESSONS: f32 = 470.0;
const WORDS: f32 = 690.0;

/// Whether the lessons have room beside the words: else they stand below.
pub fn has_lessons(stage: &Stage<'_>, width: f32) -> bool {
    width > stage.px(LESSONS + WORDS + 60.0)
}

pub fn hero_ui(ui: &mut Ui, stage: &Stage<'_>, rect: Rect, commands: &mut Commands) {
    let tokens = tokens(ui);
    let edge = Stroke::new(1.0, tokens.hairline);
    ui.painter().rect(rect, size::CARD_CORNER, tokens.card, edge, StrokeKind::Inside);
    let inner = rect.shrink2(vec2(stage.px(20.0), stage.px(12.0)));
    let has_lessons = has_lessons(stage, rect.width());
    let lessons = inner.with_min_x(inner.right() - stage.px(LESSONS));
    if has_lessons {
        lessons::beside_ui(ui, stage, lessons, commands);
    }
    let words = if has_lessons { inner.with_max_x(lessons.left() - stage.px(20.0)) } else { inner };
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
