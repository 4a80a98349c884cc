//! Layout of the main screen at every window size, and the panels that combine several views.

use egui::{Margin, Rect, RichText, ScrollArea, Ui, UiBuilder, vec2};

use super::{View, explore, story};
use super::{controls::controls_ui, numbers, time_bar::time_bar_ui, warnings::warnings_ui};
use crate::app::commands::{Command, Commands};
use crate::app::state::SidePanel;
use crate::app::theme::{size, tokens, wordless};
use crate::app::widgets::{card, segmented};
use crate::sim::warning_groups::groups;

/// The left panel: controls, and in a narrow window also tabs for warnings and numbers.
pub fn side_ui(ui: &mut Ui, view: &View<'_>, places: &Places, commands: &mut Commands) {
    let mut rect = places.left;
    let mut side = SidePanel::Controls;
    if places.right.is_none() {
        side = view.workspace.side_panel;
        let controls = (SidePanel::Controls, view.say("side-controls"));
        rect = tabs_ui(ui, rect, side, [controls].into_iter().chain(answers(view, places)), commands);
    }
    let disclaimer = view.say("disclaimer");
    if side == SidePanel::Controls {
        card::padded(ui, rect, Margin::same(size::CARD_PADDING), |ui| {
            let (inner, foot) = above_foot(ui.max_rect(), 6.0);
            ui.scope_builder(UiBuilder::new().max_rect(inner), |ui| controls_ui(ui, view, places.is_low, commands));
            disclaimer_ui(ui, foot, &disclaimer);
        });
    } else {
        let (inner, foot) = above_foot(rect, 4.0);
        answers_ui(ui, view, inner, (side, places), commands);
        disclaimer_ui(ui, foot.with_min_x(foot.left() + 4.0), &disclaimer);
    }
}

/// The right panel: warnings above, numbers below, or in a low window one of the two.
pub fn right_ui(ui: &mut Ui, view: &View<'_>, places: &Places, commands: &mut Commands) {
    let Some(mut rect) = places.right else { return };
    let side = view.workspace.side_panel;
    if places.is_low {
        let side = if side == SidePanel::Controls { SidePanel::Warnings } else { side };
        rect = tabs_ui(ui, rect, side, answers(view, places), commands);
    }
    answers_ui(ui, view, rect, (side, places), commands);
}

/// The panels beside the controls that a tab can show.
fn answers(view: &View<'_>, places: &Places) -> impl Iterator<Item = (SidePanel, String)> {
    let count = groups(&view.run().warnings).len();
    let warnings = view.text.with("side-warnings", &[("count", count.to_string())]);
    let numbers = places.is_low.then(|| (SidePanel::Numbers, view.say("side-numbers")));
    [(SidePanel::Warnings, warnings)].into_iter().chain(numbers)
}

/// A row of tabs on top; answers with the room below it.
fn tabs_ui(
    ui: &mut Ui,
    rect: Rect,
    side: SidePanel,
    tabs: impl Iterator<Item = (SidePanel, String)>,
    commands: &mut Commands,
) -> Rect {
    const TABS: f32 = 34.0;
    let row = rect.with_max_y(rect.top() + TABS);
    ui.scope_builder(UiBuilder::new().max_rect(row), |ui| {
        ui.spacing_mut().button_padding.x = 8.0;
        let tabs: Vec<_> = tabs.collect();
        let side = tabs.iter().find(|(tab, _)| *tab == side).map_or(SidePanel::Warnings, |(tab, _)| *tab);
        commands.extend(segmented::choices(ui, side, &tabs).map(Command::ShowSidePanel));
    });
    rect.with_min_y(row.bottom())
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

/// Warnings above, numbers below; in a low window only those that are asked for, and warnings alone while one of them is explained in
/// the numbers' place.
fn answers_ui(ui: &mut Ui, view: &View<'_>, rect: Rect, (side, places): (SidePanel, &Places), commands: &mut Commands) {
    let padding = Margin::symmetric(10, size::CARD_PADDING - 2);
    let numbers = |ui: &mut Ui, rect: Rect| {
        card::padded(ui, rect, Margin::same(size::CARD_PADDING), |ui| {
            let scroll = ScrollArea::vertical().id_salt("numbers").auto_shrink(false);
            scroll.show(ui, |ui| numbers::numbers_ui(ui, view));
        });
    };
    if places.is_low && side == SidePanel::Numbers {
        return numbers(ui, rect);
    }
    let is_explained = places.why.is_some() && !view.workspace.enlarged;
    if places.is_low || is_explained {
        return card::padded(ui, rect, padding, |ui| warnings_ui(ui, view, commands));
    }
    let split = rect.bottom() - numbers::height(view).min(rect.height() * 0.6);
    let (above, below) = (rect.with_max_y(split - wordless(ui.ctx(), size::GAP)), rect.with_min_y(split));
    card::padded(ui, above, padding, |ui| warnings_ui(ui, view, commands));
    numbers(ui, below);
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
    /// The explore tabs; in a low window with the scene as one of them, whose room is then below the row of tabs.
    pub lower: Rect,
    /// There is no room for scene and plots, nor for warnings and numbers, one above the other.
    pub is_low: bool,
    /// `None` in a narrow window, where its content is a tab of the left panel.
    pub right: Option<Rect>,
    /// Where a warning is explained, or the case is written, in place of the lower part, and in a wide window of the numbers too.
    pub why: Option<Rect>,
}

/// What is open on the screen.
#[derive(Clone, Copy, Debug)]
pub struct Shown {
    /// The lower part also takes the scene's space.
    pub enlarged: bool,
    pub story: bool,
    /// A warning is explained, or the workshop is open in the same place.
    pub why: bool,
    /// How large words are beside margins and pictures.
    pub text: f32,
}

impl Places {
    pub fn new(all: Rect, narrow: bool, shown: Shown) -> Self {
        /// Height above the time bar below which scene and plots share one place.
        const LOW: f32 = 500.0;
        /// Height above the time bar from which on the story has two lines.
        const LEAST_FOR_STORY: f32 = 620.0;
        /// Share of the height given to the lower part.
        const LOWER: f32 = 0.43;
        let enlarged = shown.enlarged;
        let gap = size::GAP / shown.text;
        // Each point of larger words is more of the screen to the pictures, down to the least that scene and plots need.
        let low = LOW / shown.text.clamp(1.0, 1.25).sqrt();
        let time_bar = all.with_min_y(all.bottom() - size::TIME_BAR);
        let all = all.with_max_y(time_bar.top() - gap);
        let is_low = all.height() < low;
        let left = all.with_max_x(all.left() + side_width(size::CONTROLS_WIDTH, all.width()));
        let right = (!narrow).then(|| all.with_min_x(all.right() - side_width(size::SIDE_WIDTH, all.width())));
        let middle_right = right.map_or(all.right(), |right| right.left() - gap);
        let middle = Rect::from_x_y_ranges(left.right() + gap..=middle_right, all.y_range());
        let story_height = if all.height() < LEAST_FOR_STORY { story::LOW } else { story::HEIGHT };
        // An explanation needs the room more than the story does.
        let has_story = shown.story && !enlarged && !shown.why;
        // Scene and lower part give the story its room in equal parts.
        let given = if has_story { (story_height + gap) / 2.0 } else { 0.0 };
        let (above, lower) = if is_low {
            (middle.with_min_y(middle.top() + explore::BELOW_TABS), middle)
        } else {
            let split = middle.bottom() - (LOWER * all.height() - given).max(200.0);
            (middle.with_max_y(split - gap), if enlarged { middle } else { middle.with_min_y(split) })
        };
        let story = has_story.then(|| above.with_max_y(above.top() + story_height));
        let stage = above.with_min_y(story.map_or(above.top(), |story| story.bottom() + gap));
        let is_covered = enlarged || (is_low && shown.why);
        let stage = (!is_covered).then_some(stage);
        // Below the scene it also takes the place of the numbers.
        let takes_numbers = !enlarged && !is_low;
        let why = shown.why.then(|| match right {
            Some(right) if takes_numbers => lower.with_max_x(right.right()),
            _ => lower,
        });
        let right = right.map(|right| match why {
            Some(why) if takes_numbers => right.with_max_y(why.top() - gap),
            _ => right,
        });
        Self { left, story, stage, time_bar, lower, is_low, right, why }
    }
}

/// In a wide window the side panels get a share of the extra width, so that less text is truncated.
fn side_width(usual: f32, window: f32) -> f32 {
    const SHARE: f32 = 0.12;
    usual + SHARE * (window - size::WINDOW[0]).max(0.0)
}
