//! The line at the foot of the stage: a dot for each stop of the lecture, and the disclaimer.

use egui::{Align2, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2};

use crate::app::commands::{Command, Commands};
use crate::app::theme::{small, tokens};
use crate::app::views::View;
use crate::sim::protocol::SAME_TIME_MIN;
use crate::text::clock;

const RADIUS: f32 = 4.0;
const STEP: f32 = 15.0;

pub fn foot_ui(ui: &mut Ui, view: &View<'_>, room: Rect, commands: &mut Commands) {
    let tokens = tokens(ui);
    let stops = view.lecture_stops();
    let now_min = view.playback.playhead_min + SAME_TIME_MIN;
    let passed = stops.iter().filter(|stop| stop.at_min <= now_min).count();
    let words = view.say("disclaimer");
    let said = ui.painter().text(room.right_center(), Align2::RIGHT_CENTER, &words, small(), tokens.quiet);
    let response = ui.interact(said, ui.scope_id().with("disclaimer"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &words));

    let hint = view.say("stage-keys");
    let hint_room = ui.painter().layout_no_wrap(hint.clone(), small(), tokens.quiet);
    let dots = room.left() + STEP * stops.len() as f32 + 24.0;
    if !view.workspace.stage.is_walked && view.workspace.is_stage() && dots + hint_room.size().x < said.left() - 20.0 {
        let at = pos2(dots, room.center().y);
        ui.painter().text(at, Align2::LEFT_CENTER, hint, small(), tokens.accent);
    }
    let most = ((said.left() - room.left() - 20.0) / STEP) as usize;
    for (place, stop) in stops.iter().take(most).enumerate() {
        let at = pos2(room.left() + RADIUS + 2.0 + STEP * place as f32, room.center().y);
        let rect = Rect::from_center_size(at, egui::Vec2::splat(STEP));
        let response = ui.interact(rect, ui.scope_id().with(("stop", place)), Sense::click());
        let arguments =
            [("number", (place + 1).to_string()), ("count", stops.len().to_string()), ("time", clock(stop.at_min))];
        let name = view.text.with("stage-stop", &arguments);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
        let is_current = place + 1 == passed;
        if place < passed {
            ui.painter().circle_filled(at, RADIUS, tokens.accent);
        } else {
            ui.painter().circle_stroke(at, RADIUS - 0.5, Stroke::new(1.5, tokens.quiet));
        }
        if is_current || response.has_focus() {
            ui.painter().circle_stroke(at, RADIUS + 2.5, Stroke::new(1.5, tokens.accent));
        }
        if response.clicked() {
            commands.push(Command::HoldAt(stop.at_min));
        }
    }
}
