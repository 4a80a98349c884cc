//! The guided run: the scene, and under it what happens there now, in a sentence.

use egui::accesskit::Live;
use egui::{Align, Button, Label, Layout, Margin, Rect, RichText, Role, Sense, Ui, UiBuilder, WidgetInfo, vec2};

use super::View;
use super::explore::plot;
use crate::app::commands::{AfterGuide, Command, Commands};
use crate::app::state::Document;
use crate::app::theme::{size, small, strong, tokens};
use crate::app::widgets::icon::{self, Icon};
use crate::app::widgets::{card, focus};
use crate::picture::scene::PartId;
use crate::sim::guide::Topic;

/// The bar: whose run it is, and the button that leaves it.
pub fn bar_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let bar = ui.max_rect();
    let right = UiBuilder::new().max_rect(bar).layout(Layout::right_to_left(Align::Center));
    let right = ui.scope_builder(right, |ui| {
        ui.spacing_mut().item_spacing.x = 16.0;
        if ui.button(view.say("guide-leave")).clicked() {
            commands.push(Command::LeaveGuide(AfterGuide::Home));
        }
        ui.label(RichText::new(view.say("disclaimer")).font(small()).color(tokens(ui).quiet));
    });
    let room = bar.with_max_x(right.response.rect.left() - 16.0);
    ui.scope_builder(UiBuilder::new().max_rect(room).layout(Layout::left_to_right(Align::Center)), |ui| {
        let title = view.text.with("guide-title", &[("title", view.case.preset().short_title().to_owned())]);
        ui.add(Label::new(RichText::new(title).font(strong(size::TITLE))).truncate());
    });
}

/// The part of the scene that a step is about.
pub const fn part_of(topic: Topic) -> PartId {
    match topic {
        Topic::Draw => PartId::DrawLine,
        Topic::Citrate => PartId::Anticoagulant,
        Topic::Layers => PartId::Channel,
        Topic::Collect => PartId::Bag,
        Topic::Return => PartId::ReturnLine,
        Topic::Calcium | Topic::Balance => PartId::Patient,
    }
}

/// Layout of the guided run.
pub struct Places {
    pub scene: Rect,
    caption: Rect,
    /// The curve beside the caption, where there is room.
    curve: Option<Rect>,
}

impl Places {
    pub fn new(all: Rect) -> Self {
        /// Height of the caption: at least this, and this share of a tall window.
        const CAPTION: f32 = 186.0;
        const SHARE: f32 = 0.25;
        const CURVE: f32 = 0.32;
        const ROOMY: f32 = 900.0;
        let split = all.bottom() - (SHARE * all.height()).max(CAPTION);
        let below = all.with_min_y(split + size::GAP);
        let curve = (all.width() > ROOMY).then(|| below.with_min_x(below.right() - CURVE * below.width()));
        let caption = curve.map_or(below, |curve| below.with_max_x(curve.left() - size::GAP));
        Self { scene: all.with_max_y(split), caption, curve }
    }
}

/// What is told now, the steps, and the curve that goes with it.
pub fn caption_ui(ui: &mut Ui, view: &View<'_>, places: &Places, commands: &mut Commands) {
    let Some(guide) = &view.guide else { return };
    let step = guide.step();
    card::padded(ui, places.caption, Margin::symmetric(22, 14), |ui| {
        let foot = ui.max_rect().with_min_y(ui.max_rect().bottom() - 36.0);
        let words = ui.max_rect().with_max_y(foot.top() - 6.0);
        ui.scope_builder(UiBuilder::new().max_rect(words), |ui| words_ui(ui, view, step.topic));
        ui.scope_builder(UiBuilder::new().max_rect(foot).layout(Layout::left_to_right(Align::Center)), |ui| {
            buttons_ui(ui, view, commands);
        });
    });
    if let Some(curve) = places.curve {
        card::padded(ui, curve, Margin { left: 8, right: 12, top: 10, bottom: 6 }, |ui| {
            plot::plot_ui(ui, view, step.topic.quantity(), commands);
        });
    }
}

fn words_ui(ui: &mut Ui, view: &View<'_>, topic: Topic) {
    let grown = (ui.ctx().content_rect().height() / size::WINDOW[1]).clamp(1.0, 1.6);
    let caption = view.text.guide_caption(topic, view.run(), &view.now());
    let title = view.text.guide_title(topic);
    ui.spacing_mut().item_spacing.y = 6.0;
    let heading = ui.label(RichText::new(title).font(strong(22.0 * grown)));
    // Read out once for each step, not for each number that changes.
    ui.ctx().accesskit_node_builder(heading.id, |node| node.set_live(Live::Polite));
    ui.add(Label::new(RichText::new(caption).size(18.0 * grown)).wrap());
}

fn buttons_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let Some(guide) = &view.guide else { return };
    let (symbol, name) = if guide.playing { (Icon::Pause, "guide-pause") } else { (Icon::Play, "guide-play") };
    ui.spacing_mut().item_spacing.x = 8.0;
    if icon::button(ui, Icon::Previous, &view.say("guide-back"), 30.0, false).clicked() {
        commands.push(Command::TurnGuide(false));
    }
    if icon::button(ui, symbol, &view.say(name), 34.0, !guide.is_over()).clicked() {
        commands.push(Command::ToggleGuide);
    }
    if icon::button(ui, Icon::Next, &view.say("guide-next"), 30.0, false).clicked() {
        commands.push(Command::TurnGuide(true));
    }
    ui.add_space(6.0);
    progress_ui(ui, view);
    if guide.is_last() {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let tokens = tokens(ui);
            let words = RichText::new(view.say("guide-try")).font(strong(size::STRONG)).color(tokens.on_accent);
            let response = ui.add(Button::new(words).fill(tokens.accent));
            focus::ring(ui, &response, response.rect.expand(3.0), 8.0);
            if response.clicked() {
                commands.push(Command::LeaveGuide(AfterGuide::Case));
            }
            if ui.button(view.say("home-risks")).clicked() {
                let risks = Command::ShowDocument(Some(Document::Risks));
                commands.extend([Command::LeaveGuide(AfterGuide::Case), risks]);
            }
            if ui.button(view.say("guide-home")).clicked() {
                commands.push(Command::LeaveGuide(AfterGuide::Home));
            }
        });
    }
}

/// A dash for each step, filled as far as it has been told.
fn progress_ui(ui: &mut Ui, view: &View<'_>) {
    const DASH: egui::Vec2 = vec2(26.0, 5.0);
    const GAP: f32 = 5.0;
    let Some(guide) = &view.guide else { return };
    let (at, count) = guide.place();
    let width = count as f32 * (DASH.x + GAP) - GAP;
    let (rect, response) = ui.allocate_exact_size(vec2(width, DASH.y), Sense::hover());
    let arguments = [("step", (at + 1).to_string()), ("count", count.to_string())];
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, view.text.with("guide-step", &arguments)));
    let tokens = tokens(ui);
    for index in 0..count {
        let left = rect.left() + index as f32 * (DASH.x + GAP);
        let dash = Rect::from_min_size(egui::pos2(left, rect.top()), DASH);
        ui.painter().rect_filled(dash, 2.5, tokens.rail);
        let share = match index.cmp(&at) {
            std::cmp::Ordering::Less => 1.0,
            std::cmp::Ordering::Equal => guide.share() as f32,
            std::cmp::Ordering::Greater => 0.0,
        };
        ui.painter().rect_filled(dash.with_max_x(left + share * DASH.x), 2.5, tokens.accent);
    }
}
