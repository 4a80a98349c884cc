//! One setting: its name, its editable value, its track, and the usual range for this patient.

use egui::{
    Align, Button, Color32, ComboBox, Galley, Label, Layout, Rangef, Rect, Response, RichText, Sense, Ui, pos2, vec2,
};

use super::View;
use super::warning_ranges::WarningBorders;
use crate::app::commands::{Command, Commands};
use crate::app::state::EditScope;
use crate::app::theme::{STALE, Tokens, size, small, strong, tokens};
use crate::app::widgets::drop_down;
use crate::app::widgets::track::{self, Track};
use crate::app::widgets::value_field::ValueField;
use crate::sim::protocol::{Change, SAME_TIME_MIN};
use crate::sim::settings::{Number, SettingId, Settings, Value, ValueKind};
use crate::text::{Field, Form, Text, clock, is_time, setting_number};

/// Width of a value and its unit beside a name.
const VALUE_WIDTH: f32 = 92.0;

/// One setting, with the control for its kind. The main ones are larger.
pub fn setting_ui(ui: &mut Ui, view: &View<'_>, setting: SettingId, main: bool, commands: &mut Commands) {
    let value = setting.get(view.settings());
    let enabled = view.obstacle(setting).is_none();
    ui.add_enabled_ui(enabled, |ui| match &setting.row().kind {
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
                    let shown = RichText::new(view.text.option(options[current])).font(small());
                    let combo = ComboBox::from_id_salt(setting.row().path).selected_text(shown).width(118.0);
                    let choices = options.iter().map(|option| view.text.option(option)).enumerate();
                    let (response, chosen) = drop_down::choices(ui, combo, &name, current, choices);
                    commands.extend(chosen.map(|index| Command::Set(setting, Value::Choice(index))));
                    take_focus(&response, view, setting);
                    hinted(response, view, setting);
                });
            });
        }
    });
}

fn number_ui(ui: &mut Ui, view: &View<'_>, setting: SettingId, number: &Number, main: bool, commands: &mut Commands) {
    let Some((from, to)) = view.slider_range(setting) else { return };
    let form = form(setting, number);
    let usual = number.usual_range(view.settings());
    let mut borders = WarningBorders::of(view, setting, (from, to));
    // A small track has room for two lanes.
    borders.stretches.retain(|stretch| main || stretch.lane < 2);
    let mut track = Track {
        id: ui.scope_id().with(("track", setting.row().path)),
        name: &view.text.setting(setting),
        value: number.in_force(view.settings()),
        from,
        to,
        step: number.step,
        usual: Some(usual).filter(|(low, high)| low < high),
        filled: false,
        warned: &borders.stretches,
        stale: borders.stale,
        height: if main { 22.0 } else { 18.0 },
        spoken: &|value| view.text.in_field(form, value),
    };
    ui.push_id(setting.row().path, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        // Read before drawing, so that number and handle match the curves in the same frame.
        let moved = track.requested(ui);
        track.value = moved.unwrap_or(track.value);
        let typed = header_ui(ui, view, setting, number, main, track.value, commands);
        track.value = typed.unwrap_or(track.value);
        if let Some(requested) = typed.or(moved) {
            commands.push(Command::Set(setting, Value::Number(requested.clamp(number.min, number.max))));
        }
        let response = track.show(ui);
        take_focus(&response, view, setting);
        let changed = changed_words(view, setting);
        if main {
            // Lanes go a little further down than the track.
            ui.add_space(track::LANE);
            let leading = borders.leading_words(view, track.value);
            let ends = [("low", setting_number(setting, usual.0)), ("high", setting_number(setting, usual.1))];
            let told = leading.unwrap_or_else(|| view.text.with("control-usual", &ends));
            let between = match &changed {
                Some(changed) => (changed.as_str(), tokens(ui).caution),
                None if borders.stale => (told.as_str(), Tokens::faint(tokens(ui).quiet, STALE)),
                None => (told.as_str(), tokens(ui).quiet),
            };
            ends_ui(ui, setting, track::rail(response.rect), (from, to), between);
            ui.add_space(6.0 - track::LANE);
        } else if let Some(changed) = &changed {
            ui.label(RichText::new(changed).font(small()).color(tokens(ui).caution));
        }
        let spoken = (track.spoken)(track.value);
        track_hint(response, view, &borders, &spoken, changed);
    });
}

/// The name, and at its right the editable value; returns the value requested there.
fn header_ui(
    ui: &mut Ui,
    view: &View<'_>,
    setting: SettingId,
    number: &Number,
    main: bool,
    value: f64,
    commands: &mut Commands,
) -> Option<f64> {
    let (name_font, value_font) = if main { (strong(size::STRONG), strong(size::VALUE)) } else { (small(), small()) };
    let name = view.text.setting(setting);
    let field_name = view.text.with("control-value", &[("name", name.clone())]);
    ui.horizontal(|ui| {
        ui.scope(|ui| {
            ui.set_max_width(ui.available_width() - VALUE_WIDTH);
            // An infant's age in years is a fraction that nobody says.
            let is_infants_age = setting == SettingId::Age && value < 2.0;
            let arguments = [("name", name.clone()), ("age", view.text.age(value))];
            let name = if is_infants_age { view.text.with("control-age", &arguments) } else { name };
            hinted(ui.add(Label::new(RichText::new(name).font(name_font)).truncate()), view, setting);
        });
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            reset_ui(ui, view, setting, commands);
            let field = Field { form: form(setting, number), least: number.min, most: number.max, grain: 0.0 };
            let field =
                ValueField { name: &field_name, value, step: number.step, field, font: value_font, text: view.text };
            let (response, requested) = field.show(ui);
            let ends = [("least", number.min), ("most", number.max)];
            let allowed = ends.map(|(end, value)| (end, setting_number(setting, value)));
            response.on_hover_text(view.text.with("control-allowed", &allowed));
            requested
        })
        .inner
    })
    .inner
}

/// Where a change in mid-run rules in place of what the control shows: what is in force now, or from when on something else will be.
fn changed_words(view: &View<'_>, setting: SettingId) -> Option<String> {
    let now_min = view.edit_at_min();
    let of_setting = |change: &Change| {
        let (_, value) = change.values.iter().find(|(changed, _)| *changed == setting)?;
        Some((change.at_min, *value))
    };
    let mut changes = view.case.preset().protocol.changes.iter().filter_map(of_setting);
    let has_come = |at_min: f64| at_min <= now_min + SAME_TIME_MIN;
    let (message, (at_min, value)) = match view.case_view.edit_scope {
        EditScope::FromStart => ("control-since", changes.rfind(|(at_min, _)| has_come(*at_min))?),
        EditScope::FromNow => ("control-until", changes.find(|(at_min, _)| !has_come(*at_min))?),
    };
    let value = view.text.value_with_unit(setting, value);
    Some(view.text.with(message, &[("time", clock(at_min)), ("value", value)]))
}

/// The values at the ends of a rail, and between them the leading warning border, the usual range, or the change that rules.
fn ends_ui(ui: &mut Ui, setting: SettingId, rail: Rect, (from, to): (f64, f64), (between, ink): (&str, Color32)) {
    const BETWEEN: f32 = 6.0;
    let tokens = tokens(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 16.0), Sense::hover());
    let painter = ui.painter();
    let between = painter.layout_no_wrap(between.to_owned(), small(), ink);
    let ends = [(from, rail.left()), (to, rail.right())].map(|(value, x)| {
        let galley = painter.layout_no_wrap(setting_number(setting, value), small(), tokens.quiet);
        let left = (x - galley.size().x / 2.0).min(rect.right() - galley.size().x).max(rect.left());
        (left, galley)
    });
    let at = |x: f32, galley: &Galley| pos2(x, rect.center().y - galley.size().y / 2.0);
    let gap = Rangef::new(ends[0].0 + ends[0].1.size().x + BETWEEN, ends[1].0 - BETWEEN);
    let half = between.size().x / 2.0;
    // Where a warning starts matters more than how far the track goes.
    let is_wide = 2.0 * half > gap.span();
    let middle = if is_wide {
        rect.center().x
    } else {
        rect.center().x.clamp(gap.min + half, (gap.max - half).max(gap.min + half))
    };
    painter.galley(at(middle - half, &between), between, ink);
    if !is_wide {
        for (left, galley) in ends {
            painter.galley(at(left, &galley), galley, tokens.quiet);
        }
    }
}

/// The button that resets the setting, if it was changed.
fn reset_ui(ui: &mut Ui, view: &View<'_>, setting: SettingId, commands: &mut Commands) {
    let resting = setting.get(resting(view));
    if setting.get(view.settings()) == resting {
        return;
    }
    let words = view.text.with("control-reset", &[("name", view.text.setting(setting))]);
    let button = Button::new(RichText::new("↺").font(small())).frame(false);
    let response = ui.add(button).accessible_name(&words);
    if response.on_hover_text(words).clicked() {
        commands.push(Command::Set(setting, resting));
    }
}

/// The reset value: for edits from the start, the value in the opened case; for edits from now, the value at the start.
fn resting<'a>(view: &View<'a>) -> &'a Settings {
    let case = &view.state.case;
    let preset = if view.case_view.edit_scope == EditScope::FromStart { case.saved() } else { case.preset() };
    &preset.protocol.settings
}

/// Focuses the control of the setting found by search and scrolls it into view.
fn take_focus(response: &Response, view: &View<'_>, setting: SettingId) {
    if view.case_view.focus_setting == Some(setting) {
        response.request_focus();
        response.scroll_to_me(Some(Align::Center));
    }
}

/// What a setting means or, if it cannot be changed now, why.
fn hinted(response: Response, view: &View<'_>, setting: SettingId) {
    if let Some(obstacle) = view.obstacle_label(setting) {
        response.ctx.accesskit_node_builder(response.id, |node| node.set_description(obstacle.as_str()));
        response.on_disabled_hover_text(obstacle);
    } else if let Some(hint) = view.text.attribute(&Text::setting_message(setting), "hint") {
        response.on_hover_text(hint);
    }
}

/// What a setting means, what its slider cannot reach, and where on its track each warning starts.
fn track_hint(
    response: Response,
    view: &View<'_>,
    borders: &WarningBorders<'_>,
    spoken: &str,
    changed: Option<String>,
) {
    let (setting, reach) = (borders.setting, borders.reach);
    if view.obstacle(setting).is_some() {
        return hinted(response, view, setting);
    }
    let message = Text::setting_message(setting);
    let mut hint = view.text.attribute(&message, "hint").unwrap_or_default();
    let allowed = setting.row().number().map_or(reach, |number| (number.min, number.max));
    if allowed != reach {
        let ends = [("from", reach.0), ("to", reach.1), ("least", allowed.0), ("most", allowed.1)];
        let reach = view.text.with("control-reach", &ends.map(|(end, value)| (end, setting_number(setting, value))));
        hint = if hint.is_empty() { reach } else { format!("{hint} {reach}") };
    }
    if let Some(changed) = changed {
        hint = format!("{changed}. {hint}");
    }
    borders.describe(view, &response, spoken, &hint);
    // While it is dragged everything else is looked at.
    if response.is_pointer_button_down_on() {
        return;
    }
    // No wider than the control, so that it covers nothing of the scene.
    let width = response.rect.width() - 8.0;
    response.on_hover_ui(|ui| {
        ui.set_max_width(width);
        ui.add(Label::new(RichText::new(hint).font(small())).wrap());
        borders.table_ui(ui, view);
    });
}

/// Number format of a setting's field: at least one decimal digit finer than its step.
fn form(setting: SettingId, number: &Number) -> Form {
    let decimals = match number.step {
        step if step >= 10.0 => 0,
        step if step >= 1.0 => 1,
        step if step >= 0.1 => 2,
        _ => 3,
    };
    if is_time(setting) { Form::Time } else { Form::Number { unit: setting.row().unit, decimals } }
}
