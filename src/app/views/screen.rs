//! Layout of the main screen at every window size, and the panels that combine several views.

use egui::{Margin, Rect, RichText, Ui, UiBuilder, vec2};

use super::{View, story};
use super::{controls::controls_ui, numbers, time_bar::time_bar_ui, warnings::warnings_ui};
use crate::app::commands::{Command, Commands};
use crate::app::state::SidePanel;
use crate::app::theme::{size, tokens};
use crate::app::widgets::{card, segmented};
use crate::sim::warning_groups::groups;

/// The left panel: controls, and in a narrow window also tabs for warnings and numbers.
pub fn side_ui(ui: &mut Ui, view: &View<'_>, mut rect: Rect, narrow: bool, commands: &mut Commands) {
    let side = if narrow { view.workspace.side_panel } else { SidePanel::Controls };
    if narrow {
        let tabs = Rect::from_min_size(rect.min, vec2(rect.width(), 34.0));
        ui.scope_builder(UiBuilder::new().max_rect(tabs), |ui| {
            let count = groups(&view.run().warnings).len();
            let warnings = view.text.with("side-warnings", &[("count", count.to_string())]);
            let choices = [(SidePanel::Controls, view.say("side-controls")), (SidePanel::Warnings, warnings)];
            commands.extend(segmented::choices(ui, side, &choices).map(Command::ShowSidePanel));
        });
        rect.min.y = tabs.bottom();
    }
    let disclaimer = view.say("disclaimer");
    match side {
        SidePanel::Controls => card::padded(ui, rect, Margin::same(size::CARD_PADDING), |ui| {
            let (inner, foot) = above_foot(ui.max_rect(), 6.0);
            ui.scope_builder(UiBuilder::new().max_rect(inner), |ui| controls_ui(ui, view, commands));
            disclaimer_ui(ui, foot, &disclaimer);
        }),
        SidePanel::Warnings => {
            let (inner, foot) = above_foot(rect, 4.0);
            answers_ui(ui, view, inner, view.case_view.open_warning.is_none(), commands);
            disclaimer_ui(ui, foot.with_min_x(foot.left() + 4.0), &disclaimer);
        }
    }
}

/// Splits a room into its content and the line at its bottom.
fn above_foot(room: Rect, gap: f32) -> (Rect, Rect) {
    const FOOT: f32 = 18.0;
    let top = room.bottom() - FOOT;
    (room.with_max_y(top - gap), room.with_min_y(top))
}

pub fn time_ui(ui: &mut Ui, view: &View<'_>, room: Rect, commands: &mut Commands) {
    ui.scope_builder(UiBuilder::new().max_rect(room.shrink2(vec2(14.0, 4.0))), |ui| time_bar_ui(ui, view, commands));
}

/// Warnings above, numbers below, or warnings alone while one of them is explained in the numbers' place.
pub fn answers_ui(ui: &mut Ui, view: &View<'_>, rect: Rect, has_numbers: bool, commands: &mut Commands) {
    let padding = Margin::symmetric(10, size::CARD_PADDING - 2);
    if !has_numbers {
        return card::padded(ui, rect, padding, |ui| warnings_ui(ui, view, commands));
    }
    let split = rect.bottom() - numbers::HEIGHT.min(rect.height() * 0.6);
    let (above, below) = (rect.with_max_y(split - size::GAP), rect.with_min_y(split));
    card::padded(ui, above, padding, |ui| warnings_ui(ui, view, commands));
    card::padded(ui, below, Margin::same(size::CARD_PADDING), |ui| numbers::numbers_ui(ui, view));
}

/// The story in short, while it is open.
pub fn story_ui(ui: &mut Ui, view: &View<'_>, places: &Places, commands: &mut Commands) {
    if let Some(room) = places.story {
        story::story_ui(ui, view, room, commands);
    }
}

fn disclaimer_ui(ui: &mut Ui, rect: Rect, words: &str) {
    let room = UiBuilder::new().max_rect(rect).layout(egui::Layout::left_to_right(egui::Align::Center));
    ui.scope_builder(room, |ui| ui.label(RichText::new(words).size(size::SMALL).color(tokens(ui).quiet)));
}

/// Layout of the panels.
pub struct Places {
    pub left: Rect,
    /// The story in short, while it is open.
    pub story: Option<Rect>,
    /// The scene; `None` while the lower part has its space.
    pub stage: Option<Rect>,
    /// Below everything, over the whole width.
    pub time_bar: Rect,
    /// The explore tabs.
    pub lower: Rect,
    /// `None` in a narrow window, where its content is a tab of the left panel.
    pub right: Option<Rect>,
    /// Where a warning is explained, in place of the lower part, and in a wide window of the numbers too.
    pub why: Option<Rect>,
}

/// What is open on the screen.
#[derive(Clone, Copy, Debug)]
pub struct Shown {
    /// The lower part also takes the scene's space.
    pub enlarged: bool,
    pub story: bool,
    /// A warning is explained.
    pub why: bool,
}

impl Places {
    pub fn new(all: Rect, narrow: bool, shown: Shown) -> Self {
        /// Height from which on there is room for the story.
        const LEAST_FOR_STORY: f32 = 620.0;
        /// Share of the height given to the lower part.
        const LOWER: f32 = 0.43;
        let enlarged = shown.enlarged;
        let time_bar = all.with_min_y(all.bottom() - size::TIME_BAR);
        let all = all.with_max_y(time_bar.top() - size::GAP);
        let left = all.with_max_x(all.left() + side_width(size::CONTROLS_WIDTH, all.width()));
        let right = (!narrow).then(|| all.with_min_x(all.right() - side_width(size::SIDE_WIDTH, all.width())));
        let middle_right = right.map_or(all.right(), |right| right.left() - size::GAP);
        let middle = Rect::from_x_y_ranges(left.right() + size::GAP..=middle_right, all.y_range());
        // In a low window the scene needs the room more, and so does an explanation.
        let has_story = shown.story && !enlarged && !shown.why && all.height() >= LEAST_FOR_STORY;
        let story = has_story.then(|| middle.with_max_y(middle.top() + story::HEIGHT));
        // Scene and lower part give the story its room in equal parts.
        let story_height = if story.is_some() { story::HEIGHT + size::GAP } else { 0.0 };
        let split = middle.bottom() - (LOWER * all.height() - story_height / 2.0).max(200.0);
        let stage = middle.with_min_y(middle.top() + story_height).with_max_y(split - size::GAP);
        let lower = if enlarged { middle } else { middle.with_min_y(split) };
        let stage = (!enlarged).then_some(stage);
        let why = shown.why.then(|| right.filter(|_| !enlarged).map_or(lower, |right| lower.with_max_x(right.right())));
        let right = right.map(|right| if shown.why && !enlarged { right.with_max_y(split - size::GAP) } else { right });
        Self { left, story, stage, time_bar, lower, right, why }
    }
}

/// In a wide window the side panels get a share of the extra width, so that less text is truncated.
fn side_width(usual: f32, window: f32) -> f32 {
    const SHARE: f32 = 0.12;
    usual + SHARE * (window - size::WINDOW[0]).max(0.0)
}
