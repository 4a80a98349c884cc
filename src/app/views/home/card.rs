//! A case in the gallery: its picture, its title, what happens in it, and what it teaches. A lesson of the user's says that it is one.

use egui::{CursorIcon, Id, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::{Stage, preset_of};
use crate::app::commands::{Command, Commands};
use crate::app::paint::thumbnails::{Shown, Thumbnails};
use crate::app::state::CaseSource;
use crate::app::theme::{size, strong, tokens};
use crate::app::widgets::{elided, focus};
use crate::picture::scene::SceneClock;
use crate::preset::Preset;

/// Heights at scale 1 of a card with its picture above the words, and of one with its picture beside them.
const LARGE: f32 = 190.0;
const ROW: f32 = 56.0;
const PICTURE: f32 = 94.0;
const SMALL_PICTURE: [f32; 2] = [76.0, 47.0];

/// The height of a card: of its words, and of the picture above them.
pub fn height(stage: &Stage<'_>, is_large: bool) -> f32 {
    if is_large { stage.px(LARGE - PICTURE) + stage.wordless(PICTURE) } else { stage.px(ROW) }
}

/// What a card says.
struct Words {
    title: String,
    in_short: String,
    teaches: String,
}

impl Words {
    fn of(stage: &Stage<'_>, case: &CaseSource) -> Self {
        let view = stage.view;
        let file = match case {
            CaseSource::File(path) => path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned(),
            CaseSource::Bundled(_) => String::new(),
        };
        let Some(preset) = preset_of(view, case) else {
            let covers = &view.background.covers;
            let (title, in_short) = match covers.lesson(case) {
                Some(lesson) => (lesson.title.clone(), view.text.with("home-file-lesson", &[("file", file)])),
                None if covers.has_failed(case) => (file, view.say("home-file-failed")),
                None => (file, String::new()),
            };
            return Self { title, in_short, teaches: String::new() };
        };
        let Preset { cover, .. } = preset;
        let in_short = if cover.in_short.is_empty() { file } else { cover.in_short.clone() };
        Self { title: preset.short_title().to_owned(), in_short, teaches: cover.teaches.clone() }
    }

    /// As a sentence: for a screen reader, and where the card has no room for all.
    fn spoken(&self, stage: &Stage<'_>) -> String {
        if self.teaches.is_empty() {
            return self.in_short.clone();
        }
        format!("{} {}", self.in_short, teaches(stage, &self.teaches))
    }
}

fn teaches(stage: &Stage<'_>, what: &str) -> String {
    stage.view.text.with("home-teaches", &[("what", what.to_owned())])
}

pub fn card_ui(
    ui: &mut Ui,
    stage: &Stage<'_>,
    case: &CaseSource,
    rect: Rect,
    is_large: bool,
    thumbnails: &mut Thumbnails,
    commands: &mut Commands,
) {
    let id = id_of(case);
    let response = ui.interact(rect, id, Sense::click()).on_hover_cursor(CursorIcon::PointingHand);
    let words = Words::of(stage, case);
    let spoken = words.spoken(stage);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &words.title));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(spoken.clone()));

    paint_ui(ui, stage, (case, id), rect, is_large, &words, thumbnails);
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    let tokens = tokens(ui);
    if response.hovered() {
        ui.painter().rect_stroke(rect, size::CARD_CORNER, Stroke::new(1.0, tokens.quiet), StrokeKind::Inside);
    }
    focus::ring(ui, &response, rect, size::CARD_CORNER.into());
    follow_pointer(stage, case, response.hovered(), commands);
    let clicked = response.clicked();
    if !is_large && !words.teaches.is_empty() {
        response.on_hover_text(teaches(stage, &words.teaches));
    }
    if clicked {
        commands.push(Command::Leave(case.navigation()));
    }
}

fn id_of(case: &CaseSource) -> Id {
    match case {
        CaseSource::Bundled(index) => Id::unique(("bundled case", index)),
        CaseSource::File(path) => Id::unique(("case file", path)),
    }
}

/// The picture under the pointer moves, and rests again when the pointer leaves it.
fn follow_pointer(stage: &Stage<'_>, case: &CaseSource, hovered: bool, commands: &mut Commands) {
    let is_moving = stage.view.gallery.moving.as_ref().is_some_and(|moving| moving.case == *case);
    let is_ready = stage.view.background.covers.cover(case).is_some();
    if hovered && !is_moving && is_ready && !stage.view.workspace.reduced_motion {
        commands.push(Command::PointAtCase(Some(case.clone())));
    } else if is_moving && !hovered {
        commands.push(Command::PointAtCase(None));
    }
}

fn paint_ui(
    ui: &Ui,
    stage: &Stage<'_>,
    (case, id): (&CaseSource, Id),
    rect: Rect,
    is_large: bool,
    words: &Words,
    thumbnails: &mut Thumbnails,
) {
    let (tokens, painter, pad) = (tokens(ui), ui.painter(), stage.px(6.0));
    painter.rect(rect, size::CARD_CORNER, tokens.card, Stroke::new(1.0, tokens.hairline), StrokeKind::Inside);
    let corner = rect.min + vec2(pad, pad);
    let picture = if is_large {
        Rect::from_min_size(corner, vec2(rect.width() - 2.0 * pad, stage.wordless(PICTURE)))
    } else {
        Rect::from_min_size(corner, SMALL_PICTURE.map(|side| stage.wordless(side)).into())
    };
    painter.rect_filled(picture, 6.0, tokens.ground);
    if ui.is_rect_visible(picture) {
        picture_ui(ui, stage, (case, id), picture, is_large, thumbnails);
    }
    let (title, body) =
        (stage.px(if is_large { 15.0 } else { 14.0 }), egui::FontId::proportional(stage.px(size::SMALL)));
    let (mut at, width) = if is_large {
        let left = rect.left() + stage.px(12.0);
        (pos2(left, picture.bottom() + stage.px(7.0)), rect.right() - stage.px(12.0) - left)
    } else {
        let left = picture.right() + stage.px(10.0);
        (pos2(left, rect.top() + stage.px(3.0)), rect.right() - stage.px(8.0) - left)
    };
    let heading = elided::wrapped(painter, &words.title, strong(title), tokens.text, width, 1);
    let in_short = elided::wrapped(painter, &words.in_short, body.clone(), tokens.text, width, 2);
    let next = at.y + heading.size().y + stage.px(if is_large { 2.0 } else { 0.0 });
    painter.galley(at, heading, tokens.text);
    at.y = next;
    let ink = if is_large { tokens.text } else { tokens.quiet };
    painter.galley_with_override_text_color(at, in_short, ink);
    if is_large {
        let taught = elided::wrapped(painter, &teaches(stage, &words.teaches), body, tokens.quiet, width, 1);
        let y = rect.bottom() - stage.px(9.0) - taught.size().y;
        painter.galley(pos2(at.x, y), taught, tokens.quiet);
    }
}

fn picture_ui(
    ui: &Ui,
    stage: &Stage<'_>,
    (case, id): (&CaseSource, Id),
    rect: Rect,
    is_large: bool,
    thumbnails: &mut Thumbnails,
) {
    let Some(cover) = stage.view.background.covers.cover(case) else { return };
    let moving = stage.view.gallery.moving.as_ref().filter(|moving| moving.case == *case && !moving.over);
    let (at_min, clock) = moving.map_or((cover.at_min, SceneClock::default()), |moving| (moving.at_min, moving.clock));
    let text = is_large.then_some(stage.view.text);
    let shown = Shown { run: &cover.run, number: cover.number, at_min, clock, text };
    thumbnails.paint(ui.painter(), tokens(ui), id, rect, &shown);
}
