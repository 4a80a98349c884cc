//! The controls: flow, hematocrit and duration always in view, every other setting in its section.

use egui::{CollapsingHeader, ComboBox, DragValue, RichText, ScrollArea, Ui};

use super::{Commands, View};
use crate::app::command::Command;
use crate::app::theme::{self, size, small, strong, tokens};
use crate::app::widgets::track::Track;
use crate::model::cells::WhiteCell;
use crate::model::patient::Sex;
use crate::sim::settings::{Kind, Number, SettingId, Settings, Unit, Value};
use crate::text::{Text, clock};

/// Room that a value and its unit take beside a name.
const VALUE_WIDTH: f32 = 92.0;

/// The settings that are always in view.
const MAIN: [SettingId; 3] = [SettingId::InletFlow, SettingId::Hematocrit, SettingId::Duration];

/// What a slider reaches: less than a file may hold, so that a hand can be exact. `saved` is the value the case came with.
fn reach(setting: SettingId, number: &Number, saved: f64) -> (f64, f64) {
    let (least, most) = match setting {
        SettingId::InletFlow => (5.0, 120.0),
        SettingId::Hematocrit => (15.0, 60.0),
        SettingId::Duration => (30.0, 360.0),
        SettingId::Platelets => (0.0, around(saved, 400.0)),
        SettingId::WhiteCells(WhiteCell::Cd34) => (0.0, around(saved, 0.1)),
        SettingId::WhiteCells(_) => (0.0, around(saved, 10.0)),
        SettingId::RefillRatio(_) => (0.0, around(saved, 5.0)),
        SettingId::BloodVolume => (0.5 * saved, 2.0 * saved),
        SettingId::Weight => (2.0, 140.0),
        _ => (number.least, number.most),
    };
    (least.max(number.least), most.min(number.most))
}

/// What is usual, for this patient where it depends on size, age or sex.
fn usual(settings: &Settings, setting: SettingId, number: &Number) -> (f64, f64) {
    let patient = &settings.patient;
    match setting {
        // From two thirds of the usual limit on anticoagulant to nine tenths of the highest.
        SettingId::InletFlow => {
            let per_anticoagulant = patient.total_blood_volume_ml() / 1000.0 * settings.procedure.anticoagulant_ratio;
            let held = |flow: f64| flow.round().clamp(number.least, number.most);
            (held(0.55 * per_anticoagulant), held(1.1 * per_anticoagulant))
        }
        SettingId::Hematocrit if patient.age_years < 12.0 => (33.0, 42.0),
        SettingId::Hematocrit if patient.sex == Sex::Female => (36.0, 46.0),
        SettingId::Hematocrit => (40.0, 50.0),
        _ => number.usual,
    }
}

/// Room for three times a value, and for what is usual.
fn around(value: f64, usual: f64) -> f64 {
    (3.0 * value).max(usual)
}

struct Section {
    message: &'static str,
    /// The settings whose values say what the section holds.
    told: &'static [SettingId],
    settings: &'static [SettingId],
}

static SECTIONS: &[Section] = &[
    Section {
        message: "section-patient",
        told: &[SettingId::Sex, SettingId::Age, SettingId::Weight, SettingId::Diagnosis],
        settings: &[
            SettingId::Sex,
            SettingId::Age,
            SettingId::Weight,
            SettingId::Height,
            SettingId::Diagnosis,
            SettingId::Pregnancy,
            SettingId::BloodVolume,
            SettingId::Platelets,
            SettingId::WhiteCells(WhiteCell::Neutrophil),
            SettingId::WhiteCells(WhiteCell::ImmatureGranulocyte),
            SettingId::WhiteCells(WhiteCell::Lymphocyte),
            SettingId::WhiteCells(WhiteCell::Monocyte),
            SettingId::WhiteCells(WhiteCell::Blast),
            SettingId::WhiteCells(WhiteCell::Cd34),
        ],
    },
    Section {
        message: "section-separator",
        told: &[SettingId::CollectFlow, SettingId::InterfacePosition],
        settings: &[
            SettingId::CollectFlow,
            SettingId::InterfacePosition,
            SettingId::PackingFactor,
            SettingId::HydroxyethylStarch,
            SettingId::InterfaceTime,
        ],
    },
    Section {
        message: "section-anticoagulant",
        told: &[SettingId::AnticoagulantRatio, SettingId::CalciumInfusion],
        settings: &[
            SettingId::AnticoagulantRatio,
            SettingId::AnticoagulantLimit,
            SettingId::HoldToAnticoagulantLimit,
            SettingId::CalciumInfusion,
        ],
    },
    Section {
        message: "section-set",
        told: &[SettingId::SetVolume, SettingId::Prime],
        settings: &[
            SettingId::SetVolume,
            SettingId::Prime,
            SettingId::PrimeHematocrit,
            SettingId::RinseBack,
            SettingId::RinseBackVolume,
            SettingId::ReplacementFluid,
            SettingId::ReplacementFlow,
            SettingId::BloodSamples,
        ],
    },
    Section {
        message: "section-body",
        told: &[SettingId::SpleenPlateletRatio],
        settings: &[
            SettingId::SpleenPlateletRatio,
            SettingId::CitrateClearance,
            SettingId::IonisedCalcium,
            SettingId::MeanRedCellVolume,
        ],
    },
];

/// One setting for each class of white cell.
type OfClass = fn(WhiteCell) -> SettingId;

/// Refill and size of each class that the patient has.
const EXPERT: [(&str, OfClass); 4] = [
    ("section-cell-volume", SettingId::CellVolume),
    ("section-refill-ratio", SettingId::RefillRatio),
    ("section-refill-half-time", SettingId::RefillHalfTime),
    ("section-mobilisation", SettingId::Mobilisation),
];

pub fn controls_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    for setting in MAIN {
        setting_ui(ui, view, setting, true, commands);
    }
    if let Some(refusal) = &view.derived.refusal {
        let tokens = tokens(ui);
        egui::Frame::new().fill(tokens.severe_fill).corner_radius(8).inner_margin(8).show(ui, |ui| {
            ui.label(RichText::new(view.text.refusal(refusal)).size(size::SMALL).color(tokens.severe));
        });
    }
    ui.separator();
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        for section in SECTIONS {
            section_ui(ui, view, section.message, section.told, |ui| {
                for setting in section.settings {
                    setting_ui(ui, view, *setting, false, commands);
                }
            });
        }
        section_ui(ui, view, "section-expert", &[], |ui| {
            for (message, setting) in EXPERT {
                ui.add_space(4.0);
                ui.label(RichText::new(view.say(message)).font(strong(size::SMALL)));
                let present = &view.case.preset().protocol.settings.patient.white_cells_e9_per_l;
                for class in WhiteCell::ALL.into_iter().filter(|class| present[*class] > 0.0) {
                    setting_ui(ui, view, setting(class), false, commands);
                }
            }
        });
    });
}

/// A section that opens; closed, it tells what it holds.
fn section_ui(ui: &mut Ui, view: &View<'_>, message: &str, told: &[SettingId], content: impl FnOnce(&mut Ui)) {
    let name = RichText::new(view.say(message)).font(strong(size::STRONG));
    let section = CollapsingHeader::new(name).id_salt(message).show_unindented(ui, |ui| {
        ui.add_space(2.0);
        content(ui);
        ui.add_space(6.0);
    });
    if section.header_response.has_focus() {
        let ring = egui::Stroke::new(2.0, tokens(ui).accent);
        ui.painter().rect_stroke(section.header_response.rect, 6.0, ring, egui::StrokeKind::Inside);
    }
    if section.fully_closed() && !told.is_empty() {
        let settings = &view.case.preset().protocol.settings;
        let values: Vec<_> = told.iter().map(|setting| told_value(view, *setting, &setting.get(settings))).collect();
        ui.scope(|ui| {
            ui.spacing_mut().interact_size.y = 0.0;
            ui.horizontal(|ui| {
                ui.add_space(15.0);
                let words = RichText::new(values.join(", ")).size(size::SMALL).color(tokens(ui).quiet);
                ui.add(egui::Label::new(words).truncate());
            });
        });
    }
}

/// A value short enough for a line of several.
fn told_value(view: &View<'_>, setting: SettingId, value: &Value) -> String {
    let said = view.text.setting_value(setting, value);
    let message = format!("told-{}", setting.row().path.replace('.', "-"));
    if view.text.has(&message) { view.text.with(&message, &[("value", said)]).into_owned() } else { said }
}

/// One setting by its kind. The main ones are set larger.
fn setting_ui(ui: &mut Ui, view: &View<'_>, setting: SettingId, main: bool, commands: &mut Commands) {
    let settings = &view.case.preset().protocol.settings;
    let value = setting.get(settings);
    match &setting.row().kind {
        Kind::Number(number) => number_ui(ui, view, setting, number, main, commands),
        Kind::Switch { .. } => {
            let mut on = value == Value::Switch(true);
            let response = ui.checkbox(&mut on, view.text.setting(setting));
            if response.changed() {
                commands.push(Command::Set(setting, Value::Switch(on)));
            }
            hinted(response, view, setting);
        }
        Kind::Choice { options, .. } => {
            let Value::Choice(current) = value else { return };
            let name = view.text.setting(setting);
            ui.horizontal(|ui| {
                ui.label(RichText::new(&name).font(small()));
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
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
                    hinted(combo.response.accessible_name(&name), view, setting);
                });
            });
        }
    }
}

fn number_ui(ui: &mut Ui, view: &View<'_>, setting: SettingId, number: &Number, main: bool, commands: &mut Commands) {
    let settings = &view.case.preset().protocol.settings;
    let value = number.in_force(settings);
    let name = view.text.setting(setting);
    let unit = view.text.unit(setting.row().unit);
    let is_time = setting == SettingId::Duration;

    ui.push_id(setting.row().path, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        ui.horizontal(|ui| {
            let font = if main { strong(size::STRONG) } else { small() };
            let label = egui::Label::new(RichText::new(&name).font(font)).truncate();
            ui.scope(|ui| {
                ui.set_max_width(ui.available_width() - VALUE_WIDTH);
                hinted(ui.add(label), view, setting);
            });
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                if is_changed(view, setting) {
                    reset_ui(ui, view, setting, &name, commands);
                }
                let mut typed = value;
                let font = if main { strong(size::VALUE) } else { theme::small() };
                ui.style_mut().drag_value_text_style = egui::TextStyle::Body;
                ui.style_mut().text_styles.insert(egui::TextStyle::Body, font);
                let mut entry = DragValue::new(&mut typed)
                    .range(number.least..=number.most)
                    .speed(number.step * 0.25)
                    .max_decimals(decimals(number))
                    .update_while_editing(false);
                if is_time {
                    entry = entry.custom_formatter(|minutes, _| clock(minutes)).custom_parser(minutes);
                } else {
                    entry = entry.custom_formatter(|typed, _| shortest(typed, decimals(number)));
                    if !unit.is_empty() {
                        entry = entry.suffix(format!(" {unit}"));
                    }
                }
                let response =
                    ui.add(entry).accessible_name(view.text.with("control-value", &[("name", name.clone())]));
                if response.changed() {
                    commands.push(Command::Set(setting, Value::Number(typed)));
                }
            });
        });
        let usual = usual(settings, setting, number);
        let (from, to) = reach(setting, number, number.in_force(&view.case.saved().protocol.settings));
        let (response, asked) = Track {
            name: &name,
            value,
            from: from.min(value),
            to: to.max(value),
            step: number.step,
            usual: Some(usual).filter(|(low, high)| low < high),
            filled: false,
            height: if main { 22.0 } else { 18.0 },
            spoken: spoken(view.text, value, setting.row().unit, is_time),
        }
        .show(ui);
        if let Some(asked) = asked {
            commands.push(Command::Set(setting, Value::Number(asked.clamp(number.least, number.most))));
        }
        hinted(response, view, setting);
        if main {
            ends_ui(ui, view, (from.min(value), to.max(value)), usual, is_time);
            ui.add_space(6.0);
        }
    });
}

fn spoken(text: &Text, value: f64, unit: Unit, is_time: bool) -> String {
    if is_time { clock(value) } else { text.quantity(&shortest(value, 3), unit) }
}

/// The ends of a track, and between them what is usual.
fn ends_ui(ui: &mut Ui, view: &View<'_>, (from, to): (f64, f64), usual: (f64, f64), is_time: bool) {
    let tokens = tokens(ui);
    let say = |value: f64| if is_time { clock(value) } else { shortest(value, 2) };
    let usual = view.text.with("control-usual", &[("low", say(usual.0)), ("high", say(usual.1))]).into_owned();
    let (rect, _) = ui.allocate_exact_size(egui::vec2(ui.available_width(), 16.0), egui::Sense::hover());
    let painter = ui.painter();
    painter.text(rect.left_center(), egui::Align2::LEFT_CENTER, say(from), small(), tokens.quiet);
    painter.text(rect.center(), egui::Align2::CENTER_CENTER, usual, small(), tokens.quiet);
    painter.text(rect.right_center(), egui::Align2::RIGHT_CENTER, say(to), small(), tokens.quiet);
}

/// Puts the setting back to what the case was opened with.
fn reset_ui(ui: &mut Ui, view: &View<'_>, setting: SettingId, name: &str, commands: &mut Commands) {
    let saved = setting.get(&view.case.saved().protocol.settings);
    let words = view.text.with("control-reset", &[("name", name.to_owned())]).into_owned();
    let button = egui::Button::new(RichText::new("↺").font(small())).frame(false);
    let response = ui.add(button).accessible_name(&words);
    if response.on_hover_text(words).clicked() {
        commands.push(Command::Set(setting, saved));
    }
}

/// Whether a setting differs from what the case was opened with.
fn is_changed(view: &View<'_>, setting: SettingId) -> bool {
    let saved = &view.case.saved().protocol.settings;
    setting.get(&view.case.preset().protocol.settings) != setting.get(saved)
}

fn hinted(response: egui::Response, view: &View<'_>, setting: SettingId) {
    if let Some(hint) = view.text.attribute(&Text::setting_message(setting), "hint") {
        response.on_hover_text(hint);
    }
}

/// A number without zeros at its end.
fn shortest(value: f64, decimals: usize) -> String {
    let rounded = format!("{value:.decimals$}");
    if rounded.contains('.') { rounded.trim_end_matches('0').trim_end_matches('.').to_owned() } else { rounded }
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

/// Minutes from "2:30", "2.30" or "2h30", or from a whole number of minutes.
fn minutes(typed: &str) -> Option<f64> {
    match typed.trim().split_once([':', '.', 'h']) {
        Some((hours, minutes)) => Some(hours.trim().parse::<f64>().ok()? * 60.0 + minutes.trim().parse::<f64>().ok()?),
        None => typed.trim().parse().ok(),
    }
}
