//! The shelf of lessons: each in a row with its number, its title and how long it takes.

use egui::{Id, Rect, Response, RichText, Role, Sense, Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::Stage;
use crate::app::commands::{Command, Commands};
use crate::app::state::{LessonSource, PendingNavigation};
use crate::app::theme::{size, strong, tokens};
use crate::app::widgets::{elided, focus};
use crate::lesson::{BUNDLED, Lesson};

const HEADING: f32 = 26.0;
const ROW: f32 = 46.0;

/// The lessons that have all of the typed words, by their places.
fn found(stage: &Stage<'_>) -> Vec<(usize, &'static Lesson)> {
    let typed = stage.view.gallery.typed.to_lowercase();
    let lessons = BUNDLED.iter().enumerate().filter_map(|(place, bundled)| Some((place, bundled.lesson()?)));
    let has_all = |lesson: &Lesson| {
        let all = format!("{} {} {}", stage.view.say("home-lessons"), lesson.title, lesson.goals.join(" "));
        let all = all.to_lowercase();
        typed.split_whitespace().all(|word| all.contains(word))
    };
    lessons.filter(|(_, lesson)| has_all(lesson)).collect()
}

/// Shows the lessons in as many columns as there is room for; answers with the bottom.
pub fn lessons_ui(ui: &mut Ui, stage: &Stage<'_>, room: Rect, columns: usize, commands: &mut Commands) -> f32 {
    let lessons = found(stage);
    if lessons.is_empty() {
        return room.top();
    }
    let gap = stage.px(size::GAP);
    let heading = Rect::from_min_size(room.min, vec2(room.width(), stage.px(HEADING)));
    ui.scope_builder(UiBuilder::new().max_rect(heading.shrink2(vec2(4.0, 0.0))), |ui| {
        ui.horizontal(|ui| {
            ui.label(RichText::new(stage.view.say("home-lessons")).font(strong(stage.px(17.0))));
            let ink = tokens(ui).quiet;
            ui.label(RichText::new(stage.view.say("home-lessons-told")).size(stage.px(size::SMALL)).color(ink));
        });
    });
    let between = stage.px(6.0);
    let width = (room.width() - gap * (columns - 1) as f32) / columns as f32;
    let mut bottom = heading.bottom();
    for (index, (place, lesson)) in lessons.into_iter().enumerate() {
        let at = pos2(
            room.left() + (index % columns) as f32 * (width + gap),
            heading.bottom() + (index / columns) as f32 * (stage.px(ROW) + between),
        );
        let rect = Rect::from_min_size(at, vec2(width, stage.px(ROW)));
        lesson_ui(ui, stage, (place, lesson), rect, commands);
        bottom = rect.bottom();
    }
    bottom + stage.px(size::GAP)
}

/// Shows all lessons in two columns of short rows, as a part of the page's head.
pub fn beside_ui(ui: &mut Ui, stage: &Stage<'_>, room: Rect, commands: &mut Commands) {
    const HEADING: f32 = 24.0;
    let lessons = found(stage);
    let heading = Rect::from_min_size(room.min, vec2(room.width(), stage.px(HEADING)));
    ui.scope_builder(UiBuilder::new().max_rect(heading), |ui| {
        ui.horizontal(|ui| {
            ui.label(RichText::new(stage.view.say("home-lessons")).font(strong(stage.px(17.0))));
            let ink = tokens(ui).quiet;
            ui.label(RichText::new(stage.view.say("home-lessons-told")).size(stage.px(size::SMALL)).color(ink));
        });
    });
    let rows = lessons.len().div_ceil(2).max(1);
    let height = (room.bottom() - heading.bottom()) / rows as f32;
    let width = 0.5 * (room.width() - stage.px(8.0));
    for (index, (place, lesson)) in lessons.into_iter().enumerate() {
        let at = pos2(
            room.left() + (index / rows) as f32 * (width + stage.px(8.0)),
            heading.bottom() + (index % rows) as f32 * height,
        );
        short_ui(ui, stage, (place, lesson), Rect::from_min_size(at, vec2(width, height)), commands);
    }
}

/// Number and title in one line.
fn short_ui(ui: &mut Ui, stage: &Stage<'_>, (place, lesson): (usize, &Lesson), rect: Rect, commands: &mut Commands) {
    let tokens = tokens(ui);
    let response = interact(ui, stage, (place, lesson), rect, commands);
    let painter = ui.painter();
    if response.hovered() {
        painter.rect_filled(rect, 6.0, tokens.button_hovered);
    }
    let disc = pos2(rect.left() + stage.px(13.0), rect.center().y);
    painter.circle_filled(disc, stage.px(9.5), tokens.accent);
    let number = (place + 1).to_string();
    painter.text(disc, egui::Align2::CENTER_CENTER, number, strong(stage.px(12.0)), tokens.on_accent);
    let left = rect.left() + stage.px(29.0);
    let font = egui::FontId::proportional(stage.px(14.0));
    let mut right = rect.right();
    if let Some(words) = begun(stage, place, lesson, "home-lesson-at") {
        let words = painter.layout_no_wrap(words, strong(stage.px(size::SMALL)), tokens.accent);
        right -= words.size().x + stage.px(8.0);
        painter.galley(pos2(right + stage.px(4.0), rect.center().y - words.size().y / 2.0), words, tokens.accent);
    }
    let title = elided::wrapped(painter, &lesson.title, font, tokens.text, right - left, 1);
    painter.galley(pos2(left, rect.center().y - title.size().y / 2.0), title, tokens.text);
    focus::ring(ui, &response, rect, 6.0);
}

/// What a lesson is called, how long it takes, and what a press does.
fn interact(
    ui: &Ui,
    stage: &Stage<'_>,
    (place, lesson): (usize, &Lesson),
    rect: Rect,
    commands: &mut Commands,
) -> Response {
    let response = ui.interact(rect, Id::unique(("bundled lesson", place)), Sense::click());
    let name = stage.view.text.with("palette-lesson", &[("title", lesson.title.clone())]);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    let description = format!("{}. {}", told(stage, place, lesson), lesson.goals.join(". "));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(description.as_str()));
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    if response.clicked() {
        commands.push(Command::Leave(PendingNavigation::Lesson(LessonSource::Bundled(place))));
    }
    response
}

/// At which step a lesson goes on that was left in the middle.
fn begun(stage: &Stage<'_>, place: usize, lesson: &Lesson, message: &str) -> Option<String> {
    let begun = stage.view.gallery.begun.iter().find(|begun| begun.place == place)?;
    let steps = [("at", (begun.at + 1).to_string()), ("count", lesson.steps.len().to_string())];
    Some(stage.view.text.with(message, &steps))
}

/// Where it goes on, or how long it takes, and in how many steps.
fn told(stage: &Stage<'_>, place: usize, lesson: &Lesson) -> String {
    if let Some(begun) = begun(stage, place, lesson, "home-lesson-begun") {
        return begun;
    }
    let minutes = [("minutes", lesson.minutes.to_string()), ("count", lesson.steps.len().to_string())];
    stage.view.text.with("home-lesson-told", &minutes)
}

fn lesson_ui(ui: &mut Ui, stage: &Stage<'_>, (place, lesson): (usize, &Lesson), rect: Rect, commands: &mut Commands) {
    let tokens = tokens(ui);
    let response = interact(ui, stage, (place, lesson), rect, commands);
    let told = told(stage, place, lesson);
    let ink = if begun(stage, place, lesson, "home-lesson-begun").is_some() { tokens.accent } else { tokens.quiet };
    let painter = ui.painter();
    let fill = if response.hovered() { tokens.button_hovered } else { tokens.card };
    painter.rect(rect, size::CARD_CORNER, fill, Stroke::new(1.0, tokens.hairline), StrokeKind::Inside);
    let disc = pos2(rect.left() + stage.px(24.0), rect.center().y);
    painter.circle_filled(disc, stage.px(13.0), tokens.accent);
    let number = (place + 1).to_string();
    painter.text(disc, egui::Align2::CENTER_CENTER, number, strong(stage.px(15.0)), tokens.on_accent);
    let left = rect.left() + stage.px(46.0);
    let width = rect.right() - stage.px(10.0) - left;
    let title = elided::wrapped(painter, &lesson.title, strong(stage.px(14.5)), tokens.text, width, 1);
    let font = egui::FontId::proportional(stage.px(size::SMALL));
    let told = elided::wrapped(painter, &told, font, ink, width, 1);
    let top = rect.center().y - (title.size().y + told.size().y) / 2.0;
    let below = top + title.size().y;
    painter.galley(pos2(left, top), title, tokens.text);
    painter.galley(pos2(left, below), told, ink);
    focus::ring(ui, &response, rect, size::CARD_CORNER.into());
}
