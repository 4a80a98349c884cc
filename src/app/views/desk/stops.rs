//! All stops of the lecture in the order of time; a press goes there.

use egui::{Align, Rect, Role, Sense, Ui, WidgetInfo, vec2};

use super::{scrolling, titled};
use crate::app::commands::{Command, Commands};
use crate::app::theme::{body, size, small, strong, tokens};
use crate::app::views::{View, stage};
use crate::app::widgets::focus;
use crate::app::widgets::table_row::write;
use crate::sim::protocol::SAME_TIME_MIN;
use crate::text::clock;

const ROW: f32 = 26.0;
const TIME: f32 = 42.0;

pub fn stops_ui(ui: &mut Ui, view: &View<'_>, room: Rect, commands: &mut Commands) {
    titled(ui, room, &view.say("desk-stops"), "", |ui| {
        scrolling(ui, "stops", |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            let tokens = tokens(ui);
            let stops = view.lecture_stops();
            let now_min = view.playback.playhead_min + SAME_TIME_MIN;
            let passed = stops.iter().filter(|stop| stop.at_min <= now_min).count();
            for (place, stop) in stops.iter().enumerate() {
                let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
                let words = stage::stop_words(view, stop);
                let time = clock(stop.at_min);
                response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{time} {words}")));
                let is_current = place + 1 == passed;
                if is_current || response.hovered() {
                    ui.painter().rect_filled(rect, 6.0, tokens.button_hovered);
                }
                focus::ring(ui, &response, rect, 6.0);
                let line = rect.shrink2(vec2(6.0, 0.0));
                let ink = if place < passed && !is_current { tokens.quiet } else { tokens.text };
                write(ui.painter(), line.with_max_x(line.left() + TIME), Align::Min, &time, small(), ink);
                let font = if is_current { strong(size::BODY) } else { body() };
                let cut =
                    write(ui.painter(), line.with_min_x(line.left() + TIME), Align::Min, &words, font, ink).is_cut;
                let response = if cut { response.on_hover_text(&words) } else { response };
                if response.clicked() {
                    commands.push(Command::HoldAt(stop.at_min));
                }
            }
            if stops.is_empty() {
                ui.label(view.say("desk-no-stops"));
            }
        });
    });
}
