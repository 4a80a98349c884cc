//! Who is treated and why, and how the blood is: what a new case is begun with, in two columns.

use egui::{Align, Button, Label, Layout, RichText, Ui};

use super::columns_ui;
use crate::app::commands::{Command, Commands};
use crate::app::theme::{small, tokens};
use crate::app::views::View;
use crate::app::views::setting::setting_ui;
use crate::app::widgets::value_field::ValueField;
use crate::model::cells::{PerClass, WhiteCell};
use crate::preset::{taken_from, typical_of};
use crate::sim::SettingId;
use crate::sim::settings::Unit;
use crate::text::{Field, Form};

const PERSON: &[SettingId] = &[
    SettingId::Sex,
    SettingId::Age,
    SettingId::Weight,
    SettingId::Height,
    SettingId::Diagnosis,
    SettingId::Pregnancy,
    SettingId::InterfaceControl,
];

const BLOOD: &[SettingId] = &[SettingId::Hematocrit, SettingId::Platelets];

const CLASSES: &[SettingId] = &[
    SettingId::WhiteCells(WhiteCell::Neutrophil),
    SettingId::WhiteCells(WhiteCell::ImmatureGranulocyte),
    SettingId::WhiteCells(WhiteCell::Lymphocyte),
    SettingId::WhiteCells(WhiteCell::Monocyte),
    SettingId::WhiteCells(WhiteCell::Blast),
    SettingId::WhiteCells(WhiteCell::Cd34),
];

pub(super) fn patient_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let shown = view.controls();
    let settings_ui = |ui: &mut Ui, settings: &[SettingId], commands: &mut Commands| {
        for setting in settings.iter().filter(|setting| shown.iter().any(|(_, other)| other == *setting)) {
            setting_ui(ui, view, *setting, false, commands);
            if *setting == SettingId::Diagnosis {
                typical_ui(ui, view, commands);
            }
        }
    };
    columns_ui(ui, |ui, column| {
        if column == 0 {
            return settings_ui(ui, PERSON, commands);
        }
        settings_ui(ui, BLOOD, commands);
        total_ui(ui, view, commands);
        settings_ui(ui, CLASSES, commands);
    });
}

/// What is typical of the diagnosis, and whether the case has it: blood and program as in the bundled case of it.
fn typical_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let settings = view.settings();
    let say = |ui: &mut Ui, words: String| {
        ui.add(Label::new(RichText::new(words).font(small()).color(tokens(ui).quiet)).wrap());
    };
    let diagnosis = settings.patient.diagnosis;
    let typical = typical_of(diagnosis, settings.patient.weight_kg);
    let Some((bundled, preset)) = typical.and_then(|bundled| Some((bundled, bundled.preset()?))) else {
        return say(ui, view.say("workshop-typical-none"));
    };
    if preset.protocol.settings.patient.diagnosis != diagnosis {
        say(ui, view.say("workshop-typical-near"));
    }
    let title = [("title", bundled.short_title().to_owned())];
    if taken_from(&preset.protocol.settings, settings).is_empty() {
        return say(ui, view.text.with("workshop-typical-taken", &title));
    }
    let words = RichText::new(view.text.with("workshop-typical", &title)).font(small());
    if ui.add(Button::new(words).wrap()).on_hover_text(view.say("workshop-typical-hint")).clicked() {
        commands.push(Command::TakeTypical);
    }
}

/// The count of all white cells: written anew, each class keeps its share.
fn total_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    /// Steps of a key, and the least that leaves shares, 10⁹/L.
    const STEP: f64 = 1.0;
    const LEAST: f64 = 0.01;
    let counts = &view.settings().patient.white_cells_e9_per_l;
    let total = counts.sum();
    // Of nothing there are no shares.
    if total <= 0.0 {
        return;
    }
    let name = view.say("workshop-total");
    ui.horizontal(|ui| {
        ui.label(RichText::new(&name).font(small()));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let form = Form::Number { unit: Unit::E9PerL, decimals: 2 };
            let field = Field { form, least: LEAST, most: most_in_all(counts), grain: 0.0 };
            let field = ValueField { name: &name, value: total, step: STEP, field, font: small(), text: view.text };
            let (response, requested) = field.show(ui);
            response.on_hover_text(view.say("workshop-total-hint"));
            if let Some(requested) = requested {
                commands.push(Command::ScaleWhiteCells(requested));
            }
        });
    });
}

/// How many white cells there may be in all with the same shares, so that no class has more than its setting allows, 10⁹/L.
fn most_in_all(counts: &PerClass<f64>) -> f64 {
    let times = WhiteCell::ALL
        .into_iter()
        .filter(|class| counts[*class] > 0.0)
        .filter_map(|class| Some(SettingId::WhiteCells(class).row().number()?.max / counts[class]));
    times.fold(f64::INFINITY, f64::min) * counts.sum()
}
