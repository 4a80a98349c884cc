//! Timed changes: markers below the time bar's rail that can be moved, inspected and removed.

use egui::{Align, Label, Layout, WidgetInfo, pos2, vec2};
use egui::{Key, Popup, Pos2, Rect, Response, RichText, Role, Sense, Shape, Stroke, Ui};

use super::View;
use crate::app::commands::{Command, Commands};
use crate::app::theme::{menu_style, size, small, strong, tokens};
use crate::app::widgets::{drag, focus, track};
use crate::sim::{Change, SettingId, Value};
use crate::text::clock;

/// Half of a marker's width, in points.
const HALF: f32 = 6.5;

const MENU_WIDTH: f32 = 280.0;

/// Distance from the rail down to a marker's center, in points.
const BELOW: f32 = 12.5;

/// One timed change and its index in the protocol.
struct Marker<'a> {
    index: usize,
    change: &'a Change,
    name: String,
    at: Pos2,
    rail: Rect,
}

/// All markers in time order, because Tab follows the order in which they are added.
pub(super) fn changes_ui(ui: &mut Ui, view: &View<'_>, rail: Rect, commands: &mut Commands) {
    let mut changes: Vec<_> = view.case.preset().protocol.changes.iter().enumerate().collect();
    changes.sort_by(|(_, a), (_, b)| a.at_min.total_cmp(&b.at_min));
    for (index, change) in changes {
        let at = pos2(track::place(change.at_min, 0.0, view.run().end_min, rail), rail.bottom() + BELOW);
        let marker = Marker { index, change, name: name(view, change), at, rail };
        marker_ui(ui, view, &marker, commands);
    }
}

/// The time of a change and every setting it changes.
fn name(view: &View<'_>, change: &Change) -> String {
    let settings: Vec<_> = change.values.iter().map(|(setting, value)| words(view, *setting, value)).collect();
    let arguments = [("time", clock(change.at_min)), ("settings", settings.join(", "))];
    view.text.with("change-name", &arguments)
}

fn words(view: &View<'_>, setting: SettingId, value: &Value) -> String {
    format!("{} {}", view.text.setting(setting), view.text.setting_value(setting, value))
}

fn marker_ui(ui: &mut Ui, view: &View<'_>, marker: &Marker<'_>, commands: &mut Commands) {
    let rect = Rect::from_center_size(marker.at, vec2(2.0 * HALF + 4.0, 2.0 * HALF + 4.0));
    let id = ui.scope_id().with(("change", marker.index));
    let response = ui.interact(rect, id, Sense::click_and_drag());
    let hint = view.say("change-hint");
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &marker.name));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(hint.as_str()));
    paint(ui, view, marker, &response);
    if response.dragged() {
        // The tooltip follows the pointer and shows the current time during the drag.
        response.show_tooltip_text(&marker.name);
        drag_ui(ui, &response, view, marker, commands);
    }
    if response.has_focus() {
        keys_ui(ui, &response, marker, commands);
    }
    if response.hovered() || response.dragged() {
        ui.ctx().set_cursor_icon(egui::CursorIcon::ResizeHorizontal);
    }
    Popup::menu(&response).style(menu_style).show(|ui| menu_ui(ui, view, marker.change.at_min, commands));
    if !Popup::is_any_open(ui.ctx()) {
        response.on_hover_ui(|ui| {
            ui.label(RichText::new(&marker.name));
            ui.label(RichText::new(hint).font(small()).color(tokens(ui).quiet));
        });
    }
}

/// A diamond on a stem; hollow if the pumps have stopped by then.
fn paint(ui: &Ui, view: &View<'_>, marker: &Marker<'_>, response: &Response) {
    let tokens = tokens(ui);
    let painter = ui.painter();
    let half = if response.hovered() || response.dragged() || response.has_focus() { HALF + 1.0 } else { HALF };
    let at = marker.at;
    let is_late = marker.change.at_min >= view.run().pumps_stop_min();
    // No stem at the playhead: its handle already connects marker and rail.
    let playhead = track::place(view.playback.playhead_min, 0.0, view.run().end_min, marker.rail);
    if (playhead - at.x).abs() > size::HANDLE {
        painter.vline(at.x, marker.rail.top()..=at.y - half, Stroke::new(1.5, tokens.text));
    }
    let diamond = vec![at - vec2(0.0, half), at + vec2(half, 0.0), at + vec2(0.0, half), at - vec2(half, 0.0)];
    let (fill, edge) = if is_late { (tokens.card, tokens.quiet) } else { (tokens.text, tokens.card) };
    painter.add(Shape::convex_polygon(diamond, fill, Stroke::new(1.5, edge)));
    focus::ring(ui, response, Rect::from_center_size(at, vec2(2.0, 2.0) * (half + 4.0)), 6.0);
}

/// Follows the pointer in whole minutes.
fn drag_ui(ui: &Ui, response: &Response, view: &View<'_>, marker: &Marker<'_>, commands: &mut Commands) {
    let now_min = marker.change.at_min;
    let Some((start_min, way)) = drag::since_start(ui, response, now_min) else { return };
    let end_min = view.run().end_min;
    let to_min = (start_min + f64::from(way.x / marker.rail.width()) * end_min).round().clamp(0.0, end_min);
    if to_min != now_min {
        commands.push(Command::MoveChange(marker.index, to_min));
    }
}

fn keys_ui(ui: &Ui, response: &Response, marker: &Marker<'_>, commands: &mut Commands) {
    let (minutes, _) = focus::arrow_steps(ui, response, focus::SIDEWAYS);
    let remove = ui.input(|input| input.key_pressed(Key::Delete) || input.key_pressed(Key::Backspace));
    if remove {
        let all = marker.change.values.iter().map(|(setting, _)| (marker.index, *setting));
        commands.push(Command::RemoveChanges(all.collect()));
    } else if minutes != 0.0 {
        commands.push(Command::MoveChange(marker.index, track::tidy(marker.change.at_min + minutes)));
    }
}

/// Every setting that changes at a time, each with its value and a button that removes it.
fn menu_ui(ui: &mut Ui, view: &View<'_>, at_min: f64, commands: &mut Commands) {
    let changes = view.case.preset().protocol.changes.iter().enumerate().filter(|(_, change)| change.is_at(at_min));
    let values: Vec<_> = changes
        .flat_map(|(index, change)| change.values.iter().map(move |(setting, value)| (index, *setting, value)))
        .collect();
    ui.set_width(MENU_WIDTH);
    let title = view.text.with("change-title", &[("time", clock(at_min))]);
    ui.label(RichText::new(title).font(strong(size::STRONG)));
    for (index, setting, value) in &values {
        ui.horizontal(|ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let name = view.text.with("change-remove-name", &[("name", view.text.setting(*setting))]);
                let remove = RichText::new(view.say("change-remove")).color(tokens(ui).accent);
                if ui.button(remove).accessible_name(name).clicked() {
                    commands.push(Command::RemoveChanges(vec![(*index, *setting)]));
                    ui.close();
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    ui.add(Label::new(words(view, *setting, value)).truncate());
                });
            });
        });
    }
    if values.len() > 1 {
        ui.separator();
        let remove_all = RichText::new(view.say("change-remove-all")).color(tokens(ui).accent);
        if ui.button(remove_all).clicked() {
            let all = values.iter().map(|(index, setting, _)| (*index, *setting));
            commands.push(Command::RemoveChanges(all.collect()));
            ui.close();
        }
    }
}
