//! The lecturer's desk: what the hall sees, what comes next, notes that stay here, and all that can be brought on the stage.

mod bar;
mod buttons;
mod hands;
mod next;
mod notes;
mod stops;

pub use bar::bar_ui;
pub use buttons::stage_ui;
pub use hands::hands_ui;
pub use next::{next_picture, next_ui};
pub use notes::notes_ui;
pub use stops::stops_ui;

use egui::emath::TSTransform;
use egui::{Align, LayerId, Layout, Margin, Pos2, Rect, RichText, ScrollArea, Stroke, StrokeKind, Ui, UiBuilder, vec2};

use crate::app::commands::Commands;
use crate::app::theme::{as_in_hall, size, strong, tokens};
use crate::app::views::View;
use crate::app::views::time_bar::time_bar_ui;
use crate::app::widgets::card;
use crate::sim::protocol::SAME_TIME_MIN;

/// Width and height of the stage that is shown in small, in its own points: as on a screen of 1920 by 1080 pixels.
const STAGE: egui::Vec2 = vec2(734.0, 413.0);
const HEAD: f32 = 34.0;

/// Layout of the desk: three columns, or in a narrow window two.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Places {
    pub now: Rect,
    pub time: Rect,
    pub next: Rect,
    pub notes: Rect,
    pub stage: Rect,
    pub hands: Rect,
    pub stops: Rect,
}

impl Places {
    pub fn new(all: Rect) -> Self {
        const FIRST: f32 = 0.45;
        const THIRD: f32 = 0.24;
        let gap = size::GAP;
        let time = all.with_min_y(all.bottom() - size::TIME_BAR);
        let all = all.with_max_y(time.top() - gap);
        let first = all.with_max_x(all.left() + FIRST * all.width());
        let third = all.with_min_x(all.right() - (THIRD * all.width()).max(236.0));
        let second = Rect::from_x_y_ranges(first.right() + gap..=third.left() - gap, all.y_range());
        let picture = (first.width() - 20.0) * STAGE.y / STAGE.x;
        let below = |column: Rect, height: f32| {
            let (above, below) = column.split_top_bottom_at_y(column.top() + height.min(0.72 * column.height()));
            (above, below.with_min_y(below.top() + gap))
        };
        let (now, notes) = below(first, picture + HEAD + 10.0);
        let (next, stage) = below(second, 0.46 * second.height());
        let (hands, stops) = below(third, 0.52 * third.height());
        Self { now, time, next, notes, stage, hands, stops }
    }

    /// Where the stage is shown in small: as large as fits below the heading.
    pub fn picture(&self) -> Rect {
        let room = Rect::from_min_max(self.now.min + vec2(10.0, HEAD), self.now.max - vec2(10.0, 10.0));
        let scale = (room.size() / STAGE).min_elem();
        Rect::from_min_size(room.min, STAGE * scale)
    }
}

/// Shows contents that are laid out for the stage in a smaller room, on the stage's ground.
pub fn in_small(ui: &mut Ui, room: Rect, content: impl FnOnce(&mut Ui)) {
    let layer = LayerId::new(ui.layer_id().order, ui.scope_id().with("stage in small"));
    ui.ctx().set_sublayer(ui.layer_id(), layer);
    let transform = TSTransform::new(room.min.to_vec2(), room.width() / STAGE.x);
    let all = Rect::from_min_size(Pos2::ZERO, STAGE);
    let mut inside = ui.new_child(UiBuilder::new().layer_id(layer).max_rect(all).id_salt("stage in small"));
    inside.set_clip_rect(all);
    ui.ctx().set_transform_layer(layer, transform);
    as_in_hall(&mut inside, |ui| {
        ui.painter().rect_filled(all, 0.0, tokens(ui).ground);
        content(ui);
    });
}

/// The frame and the heading of what the hall sees.
pub fn now_ui(ui: &mut Ui, view: &View<'_>, room: Rect, _: &mut Commands) {
    let tokens = tokens(ui);
    let stops = view.lecture_stops();
    let now_min = view.playback.playhead_min + SAME_TIME_MIN;
    let passed = stops.iter().filter(|stop| stop.at_min <= now_min).count();
    let numbers = [("number", passed.to_string()), ("count", stops.len().to_string())];
    let stage = &view.workspace.stage;
    let words = match () {
        () if stage.black => view.say("desk-now-black"),
        () if stage.frozen => view.say("desk-now-frozen"),
        () if passed == 0 => view.say("desk-now-before"),
        () => view.text.with("desk-now", &numbers),
    };
    titled(ui, room, &words, "", |_| ());
    let edge = if stage.black || stage.frozen { tokens.severe } else { tokens.accent };
    let picture = Places { now: room, ..Places::new(room) }.picture();
    ui.painter().rect_stroke(picture.expand(1.5), 3.0, Stroke::new(2.0, edge), StrokeKind::Outside);
}

/// Play and the times of the run.
pub fn time_ui(ui: &mut Ui, view: &View<'_>, room: Rect, commands: &mut Commands) {
    card::padded(ui, room, Margin::symmetric(14, 4), |ui| time_bar_ui(ui, view, commands));
}

/// A card with a heading, and a quieter word at its right.
fn titled(ui: &mut Ui, room: Rect, title: &str, aside: &str, content: impl FnOnce(&mut Ui)) {
    card::padded(ui, room, Margin::symmetric(12, 8), |ui| {
        let tokens = tokens(ui);
        let head = ui.max_rect().with_max_y(ui.max_rect().top() + 22.0);
        ui.scope_builder(UiBuilder::new().max_rect(head).layout(Layout::left_to_right(Align::Center)), |ui| {
            ui.label(RichText::new(title).font(strong(size::STRONG)));
            if !aside.is_empty() {
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    ui.label(RichText::new(aside).size(size::SMALL).color(tokens.quiet));
                });
            }
        });
        let below = ui.max_rect().with_min_y(head.bottom() + 6.0);
        ui.scope_builder(UiBuilder::new().max_rect(below).id_salt(title.to_owned()), content);
    });
}

/// Contents that scroll where they have no room.
fn scrolling(ui: &mut Ui, salt: &str, content: impl FnOnce(&mut Ui)) {
    ScrollArea::vertical().id_salt(salt).auto_shrink(false).show(ui, content);
}
