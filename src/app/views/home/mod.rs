//! The gallery: what leukapheresis is, one first action, and every case in its group as a living picture.

mod bar;
mod card;
mod hero;
mod lessons;

pub use bar::bar_ui;

use egui::{Id, Rect, RichText, ScrollArea, Ui, UiBuilder, Vec2, pos2, vec2};

use super::View;
use crate::app::commands::Commands;
use crate::app::paint::thumbnails::Thumbnails;
use crate::app::state::CaseSource;
use crate::app::theme::{size, strong, tokens};
use crate::app::widgets::scroll::Scroll;
use crate::preset::{BUNDLED, Group, Preset};

/// What the gallery is laid out with.
struct Stage<'a> {
    view: &'a View<'a>,
    /// How much larger than in the usual window everything is.
    scale: f32,
    /// Where keyboard focus begins.
    first: Id,
}

impl Stage<'_> {
    fn px(&self, at_scale_one: f32) -> f32 {
        (at_scale_one * self.scale).round()
    }

    /// The same of what has no words in it.
    fn wordless(&self, at_scale_one: f32) -> f32 {
        (at_scale_one * self.scale / self.view.workspace.text_size.factor()).round()
    }
}

/// The heading of what the user has opened.
const FILES: &str = "home-files";

/// A group of cases under its heading.
struct Shelf {
    heading: &'static str,
    cases: Vec<CaseSource>,
}

pub fn home_ui(ui: &mut Ui, view: &View<'_>, thumbnails: &mut Thumbnails, commands: &mut Commands) {
    let room = ui.max_rect();
    let stage = Stage {
        view,
        scale: scale_for(room.size(), view.workspace.text_size.factor()),
        first: Id::unique("first run"),
    };
    focus_by_arrow(ui, stage.first);
    let scroll = Scroll::from_keys(ui);
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        let gap = stage.wordless(size::GAP);
        let inner = Rect::from_min_size(ui.max_rect().min, vec2(room.width(), 0.0)).shrink2(vec2(gap, 0.0));
        let mut top = inner.top() + gap;
        if view.gallery.typed.trim().is_empty() {
            let hero = Rect::from_min_size(pos2(inner.left(), top), vec2(inner.width(), stage.px(hero::HEIGHT)));
            hero::hero_ui(ui, &stage, hero, commands);
            top = hero.bottom() + gap;
        }
        let columns = columns(&stage, inner);
        if !view.gallery.typed.trim().is_empty() || !hero::has_lessons(&stage, inner.width()) {
            top = lessons::lessons_ui(ui, &stage, inner.with_min_y(top), columns, commands);
        }
        let shelves = shelves(view);
        let bottom = shelves_ui(ui, &stage, &shelves, (inner.with_min_y(top), columns), thumbnails, commands);
        if shelves.is_empty() {
            let words = view.text.with("home-none", &[("typed", view.gallery.typed.trim().to_owned())]);
            let place = Rect::from_min_size(pos2(inner.left() + gap, top + gap), vec2(inner.width(), 40.0));
            ui.scope_builder(UiBuilder::new().max_rect(place), |ui| ui.label(words));
        }
        ui.advance_cursor_after_rect(Rect::from_min_max(inner.min, pos2(inner.right(), bottom + gap)));
        scroll.apply(ui);
    });
}

/// Larger in a larger window, never smaller than legible.
/// What a window is larger by is not what is left beside words of another size.
fn scale_for(window: Vec2, text: f32) -> f32 {
    const USUAL: Vec2 = vec2(size::WINDOW[0], size::WINDOW[1] - size::TOP_BAR);
    let window = window * text;
    (window.x / USUAL.x).min(window.y / USUAL.y).clamp(1.0, 2.4)
}

/// While nothing has the keyboard, an arrow gives it to the first action.
fn focus_by_arrow(ui: &Ui, first: Id) {
    use egui::Key::{ArrowDown, ArrowRight};
    let is_free = ui.memory(|memory| memory.focused().is_none());
    if is_free && ui.input(|input| input.key_pressed(ArrowDown) || input.key_pressed(ArrowRight)) {
        ui.memory_mut(|memory| {
            memory.request_focus(first);
            // The same press is not to move it on.
            memory.move_focus(egui::FocusDirection::None);
        });
    }
}

/// The groups with the cases that have the typed words, those without any left out.
fn shelves(view: &View<'_>) -> Vec<Shelf> {
    let typed = view.gallery.typed.to_lowercase();
    let found = |case: &CaseSource| {
        let all = searched(view, case).to_lowercase();
        typed.split_whitespace().all(|word| all.contains(word))
    };
    let of_group = |group: Group| {
        let is_in_it =
            |case: &CaseSource| preset_of(view, case).is_some_and(|preset| preset.cover.group == Some(group));
        CaseSource::all_bundled().filter(is_in_it).filter(found).collect()
    };
    let mut shelves: Vec<_> =
        Group::ALL.iter().map(|group| Shelf { heading: group_message(*group), cases: of_group(*group) }).collect();
    let files = view.workspace.recent.files.iter().cloned().map(CaseSource::File);
    shelves.push(Shelf { heading: FILES, cases: files.filter(found).collect() });
    shelves.retain(|shelf| !shelf.cases.is_empty());
    shelves
}

/// The message id of the name of a group.
pub const fn group_message(group: Group) -> &'static str {
    match group {
        Group::WhyItIsDone => "group-why",
        Group::WhatGoesWrong => "group-wrong",
        Group::DonorsAndCollections => "group-donors",
        Group::Children => "group-children",
    }
}

/// A case as far as it has been read: the bundled ones at once.
fn preset_of<'a>(view: &View<'a>, case: &CaseSource) -> Option<&'a Preset> {
    match case {
        CaseSource::Bundled(index) => BUNDLED.get(*index)?.preset(),
        CaseSource::File(_) => view.background.covers.cover(case).map(|cover| &cover.preset),
    }
}

/// All by which a case is found.
fn searched(view: &View<'_>, case: &CaseSource) -> String {
    let mut words = match case {
        CaseSource::Bundled(index) => BUNDLED.get(*index).map_or("", |bundled| bundled.name).replace('_', " "),
        CaseSource::File(path) => path.display().to_string(),
    };
    if let Some(lesson) = view.background.covers.lesson(case) {
        words.push(' ');
        words.push_str(&lesson.title);
    }
    if let Some(preset) = preset_of(view, case) {
        let Preset { title, cover, lesson, story, .. } = preset;
        for more in [title, &cover.short_title, &cover.in_short, &cover.teaches, lesson, story] {
            words.push(' ');
            words.push_str(more);
        }
    }
    words
}

/// How many columns there is room for.
fn columns(stage: &Stage<'_>, room: Rect) -> usize {
    /// Columns narrower than this leave no room for a sentence.
    const NARROWEST: f32 = 290.0;
    const MOST: usize = 4;
    ((room.width() / stage.px(NARROWEST)) as usize).clamp(1, MOST)
}

/// The groups in columns, each in the shortest so far. Answers with the bottom of the longest.
fn shelves_ui(
    ui: &mut Ui,
    stage: &Stage<'_>,
    shelves: &[Shelf],
    (room, columns): (Rect, usize),
    thumbnails: &mut Thumbnails,
    commands: &mut Commands,
) -> f32 {
    let gap = stage.wordless(size::GAP);
    let width = (room.width() - gap * (columns - 1) as f32) / columns as f32;
    let mut bottoms = vec![room.top(); columns];
    for shelf in shelves {
        let shortest = (0..columns).min_by(|a, b| bottoms[*a].total_cmp(&bottoms[*b])).unwrap_or(0);
        let left = room.left() + shortest as f32 * (width + gap);
        let at = Rect::from_min_size(pos2(left, bottoms[shortest]), vec2(width, 0.0));
        bottoms[shortest] = shelf_ui(ui, stage, shelf, at, thumbnails, commands) + gap;
    }
    bottoms.into_iter().fold(room.top(), f32::max)
}

/// A group: its heading, its first case large, the others in rows. Answers with its bottom.
fn shelf_ui(
    ui: &mut Ui,
    stage: &Stage<'_>,
    shelf: &Shelf,
    at: Rect,
    thumbnails: &mut Thumbnails,
    commands: &mut Commands,
) -> f32 {
    const HEADING: f32 = 26.0;
    const BETWEEN: f32 = 5.0;
    let heading = Rect::from_min_size(at.min, vec2(at.width(), stage.px(HEADING)));
    ui.scope_builder(UiBuilder::new().max_rect(heading.shrink2(vec2(4.0, 0.0))), |ui| {
        ui.horizontal(|ui| {
            ui.label(RichText::new(stage.view.say(shelf.heading)).font(strong(stage.px(17.0))));
            let is = if shelf.cases.len() == 1 { "one" } else { "many" };
            let arguments = [("count", shelf.cases.len().to_string()), ("is", is.to_owned())];
            let are_files = shelf.heading == FILES;
            let count = stage.view.text.with(if are_files { "home-count-files" } else { "home-count" }, &arguments);
            let count = RichText::new(count).size(stage.px(size::SMALL)).color(tokens(ui).quiet);
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| ui.label(count));
        });
    });
    let mut top = heading.bottom();
    let has_large = shelf.heading != FILES;
    for (index, case) in shelf.cases.iter().enumerate() {
        let is_large = has_large && index == 0;
        let height = card::height(stage, is_large);
        let rect = Rect::from_min_size(pos2(at.left(), top), vec2(at.width(), height));
        card::card_ui(ui, stage, case, rect, is_large, thumbnails, commands);
        top = rect.bottom() + stage.wordless(BETWEEN);
    }
    top
}
