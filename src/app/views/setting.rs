//! One setting: its name, its value to type over, its track, and what is usual for this patient.

use egui::{
    Align, Button, ComboBox, DragValue, Galley, Label, Layout, Response, RichText, Sense, TextStyle, Ui, pos2, vec2,
};

use super::View;
use super::warning_ranges::WarningBorders;
use crate::app::commands::{Command, Commands};
use crate::app::state::EditScope;
use crate::app::theme::{STALE, Tokens, size, small, strong, tokens};
use crate::app::widgets::track::Track;
use crate::sim::settings::{Number, SettingId, Settings, Value, ValueKind};
use crate::text::{Text, clock, is_time, parse_minutes, setting_number, shortest};

/// Room that a value and its unit take beside a name.
const VALUE_WIDTH: f32 = 92.0;

/// One setting by its kind. The main ones are set larger.
pub fn setting_ui(ui: &mut Ui, view: &View<'_>, setting: SettingId, main: bool, commands: &mut Commands) {
    let enabled = view.obstacle(setting).is_none();
    ui.add_enabled_ui(enabled, |ui| kind_ui(ui, view, setting, main, commands));
}

fn kind_ui(ui: &mut Ui, view: &View<'_>, setting: SettingId, main: bool, commands: &mut Commands) {
    let value = setting.get(view.settings());
    match &setting.row().kind {
        ValueKind::Number(number) => number_ui(ui, view, setting, number, main, commands),
        ValueKind::Switch { .. } => {
            let mut on = value == Value::Switch(true);
            let response = ui.checkbox(&mut on, view.text.setting(setting));
            if response.changed() {
                commands.push(Command::Set(setting, Value::Switch(on)));
            }
            take_focus(&response, view, setting);
            hinted(response, view, setting);
        }
        ValueKind::Choice { options, .. } => {
            let Value::Choice(current) = value else { return };
            let name = view.text.setting(setting);
            ui.horizontal(|ui| {
                ui.label(RichText::new(&name).font(small()));
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let combo = ComboBox::from_id_salt(setting.row().path)
                        .selected_text(RichText::new(view.text.option(options[current])).font(small()))
                        .width(118.0)
                        .show_ui(ui, |ui| {
                            for (index, option) in options.iter().enumerate() {
                                if ui.selectable_label(index == current, view.text.option(option)).clicked() {
                                    commands.push(Command::Set(setting, Value::Choice(index)));
                                }
                            }
                        });
                    take_focus(&combo.response, view, setting);
                    hinted(combo.response.accessible_name(&name), view, setting);
                });
            });
        }
    }
}

fn number_ui(ui: &mut Ui, view: &View<'_>, setting: SettingId, number: &Number, main: bool, commands: &mut Commands) {
    ui.push_id(setting.row().path, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        ui.horizontal(|ui| {
            let font = if main { strong(size::STRONG) } else { small() };
            let label = Label::new(RichText::new(view.text.setting(setting)).font(font)).truncate();
            ui.scope(|ui| {
                ui.set_max_width(ui.available_width() - VALUE_WIDTH);
                hinted(ui.add(label), view, setting);
            });
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if is_changed(view, setting) {
                    reset_ui(ui, view, setting, commands);
                }
                entry_ui(ui, view, setting, number, main, commands);
            });
        });
        track_ui(ui, view, setting, number, main, commands);
    });
}

/// The value as a number that can be typed over.
fn entry_ui(ui: &mut Ui, view: &View<'_>, setting: SettingId, number: &Number, main: bool, commands: &mut Commands) {
    let mut typed = number.in_force(view.settings());
    let font = if main { strong(size::VALUE) } else { small() };
    ui.style_mut().drag_value_text_style = TextStyle::Body;
    ui.style_mut().text_styles.insert(TextStyle::Body, font);
    let mut entry = DragValue::new(&mut typed)
        .range(number.min..=number.max)
        .speed(number.step * 0.25)
        .max_decimals(decimals(number))
        .update_while_editing(false);
    if is_time(setting) {
        entry = entry.custom_formatter(|minutes, _| clock(minutes)).custom_parser(parse_minutes);
    } else {
        entry = entry.custom_formatter(|typed, _| shortest(typed, decimals(number)));
        let unit = view.text.unit(setting.row().unit);
        if !unit.is_empty() {
            entry = entry.suffix(format!(" {unit}"));
        }
    }
    let name = view.text.with("control-value", &[("name", view.text.setting(setting))]);
    let response = ui.add(entry).accessible_name(name);
    let allowed = [("least", setting_number(setting, number.min)), ("most", setting_number(setting, number.max))];
    if response.on_hover_text(view.text.with("control-allowed", &allowed)).changed() {
        commands.push(Command::Set(setting, Value::Number(typed)));
    }
}

/// The value on its track; the main ones say what the ends are and what is usual.
fn track_ui(ui: &mut Ui, view: &View<'_>, setting: SettingId, number: &Number, main: bool, commands: &mut Commands) {
    let settings = view.settings();
    let value = number.in_force(settings);
    let usual = number.usual_range(settings);
    let Some((from, to)) = view.slider_range(setting) else { return };
    let warned = WarningBorders::of(view, setting, (from, to));
    let spoken =
        if is_time(setting) { clock(value) } else { view.text.quantity(&shortest(value, 3), setting.row().unit) };
    let (response, asked) = Track {
        name: &view.text.setting(setting),
        value,
        from,
        to,
        step: number.step,
        usual: Some(usual).filter(|(low, high)| low < high),
        filled: false,
        warned: warned.stretches(),
        stale: warned.is_stale(),
        height: if main { 22.0 } else { 18.0 },
        spoken,
    }
    .show(ui);
    if let Some(asked) = asked {
        commands.push(Command::Set(setting, Value::Number(asked.clamp(number.min, number.max))));
    }
    take_focus(&response, view, setting);
    if view.obstacle(setting).is_none() && !warned.is_empty() {
        warned_hint(response, view, setting, &warned);
    } else {
        hinted(response, view, setting);
    }
    if main {
        let between = warned.nearest_words(view, value).unwrap_or_else(|| usual_words(view, setting, usual));
        ends_ui(ui, setting, (from, to), &between, warned.is_stale());
        ui.add_space(6.0);
    }
}

fn usual_words(view: &View<'_>, setting: SettingId, (low, high): (f64, f64)) -> String {
    view.text.with("control-usual", &[("low", setting_number(setting, low)), ("high", setting_number(setting, high))])
}

/// The ends of a track, and between them the nearest border of a warning, or what is usual.
fn ends_ui(ui: &mut Ui, setting: SettingId, (from, to): (f64, f64), between: &str, stale: bool) {
    const BETWEEN: f32 = 6.0;
    let tokens = tokens(ui);
    let ink = if stale { Tokens::faint(tokens.quiet, STALE) } else { tokens.quiet };
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 16.0), Sense::hover());
    let painter = ui.painter();
    let between = painter.layout_no_wrap(between.to_owned(), small(), ink);
    let ends = [from, to].map(|end| painter.layout_no_wrap(setting_number(setting, end), small(), tokens.quiet));
    let room = rect.width() - 2.0 * (ends[0].size().x.max(ends[1].size().x) + BETWEEN);
    let is_wide = between.size().x > room;
    let at = |x: f32, galley: &Galley| pos2(x, rect.center().y - galley.size().y / 2.0);
    painter.galley(at(rect.center().x - between.size().x / 2.0, &between), between, ink);
    // Where a warning comes matters more than how far the track goes.
    if !is_wide {
        let [from, to] = ends;
        painter.galley(at(rect.left(), &from), from, tokens.quiet);
        painter.galley(at(rect.right() - to.size().x, &to), to, tokens.quiet);
    }
}

/// Puts the setting back.
fn reset_ui(ui: &mut Ui, view: &View<'_>, setting: SettingId, commands: &mut Commands) {
    let resting = setting.get(resting(view));
    let words = view.text.with("control-reset", &[("name", view.text.setting(setting))]);
    let button = Button::new(RichText::new("↺").font(small())).frame(false);
    let response = ui.add(button).accessible_name(&words);
    if response.on_hover_text(words).clicked() {
        commands.push(Command::Set(setting, resting));
    }
}

/// What a setting is put back to: from the start what the case was opened with, from now what it started with.
fn resting<'a>(view: &View<'a>) -> &'a Settings {
    match view.case_view.edit_scope {
        EditScope::FromStart => &view.state.case.saved().protocol.settings,
        EditScope::FromNow => &view.state.case.preset().protocol.settings,
    }
}

fn is_changed(view: &View<'_>, setting: SettingId) -> bool {
    setting.get(view.settings()) != setting.get(resting(view))
}

/// Takes the keyboard for the control of the setting that was looked for, and brings it into view.
fn take_focus(response: &Response, view: &View<'_>, setting: SettingId) {
    if view.case_view.focus_setting == Some(setting) {
        response.request_focus();
        response.scroll_to_me(Some(Align::Center));
    }
}

/// What a setting means; where it cannot be changed now, why.
fn hinted(response: Response, view: &View<'_>, setting: SettingId) {
    if let Some(obstacle) = view.obstacle_label(setting) {
        response.ctx.accesskit_node_builder(response.id, |node| node.set_description(obstacle.as_str()));
        response.on_disabled_hover_text(obstacle);
    } else if let Some(hint) = view.text.attribute(&Text::setting_message(setting), "hint") {
        response.on_hover_text(hint);
    }
}

/// What a setting means, and where on its track each warning comes.
fn warned_hint(response: Response, view: &View<'_>, setting: SettingId, warned: &WarningBorders<'_>) {
    let message = Text::setting_message(setting);
    let hint = view.text.attribute(&message, "hint").unwrap_or_default();
    warned.describe(view, &response, &hint);
    response.on_hover_ui(|ui| {
        ui.label(hint);
        warned.list_ui(ui, view);
    });
}

/// Digits after the point that one step needs.
fn decimals(number: &Number) -> usize {
    match number.step {
        step if step >= 10.0 => 0,
        step if step >= 1.0 => 1,
        step if step >= 0.1 => 2,
        _ => 3,
    }
}
