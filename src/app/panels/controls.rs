//! The controls: flow, hematocrit and duration always in view, every other setting in its section.

use egui::{CollapsingHeader, RichText, ScrollArea, Ui};

use super::setting::{self, setting_ui};
use super::{Commands, View};
use crate::app::command::Command;
use crate::app::ranges::Reach;
use crate::app::session::Applies;
use crate::app::theme::{size, small, strong, tokens};
use crate::app::widgets::segmented;
use crate::model::cells::WhiteCell;
use crate::sim::settings::{SettingId, Value};
use crate::text::clock;

/// The settings that are always in view.
pub const MAIN: [SettingId; 3] = [SettingId::InletFlow, SettingId::Hematocrit, SettingId::Duration];

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
            SettingId::InterfaceControl,
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
            SettingId::BagCapacity,
            SettingId::ReplacementFluid,
            SettingId::ReplacementFlow,
            SettingId::BloodSamples,
            SettingId::Bleeding,
        ],
    },
    Section {
        message: "section-body",
        told: &[SettingId::SpleenPlateletRatio],
        settings: &[
            SettingId::SpleenPlateletRatio,
            SettingId::CitrateClearance,
            SettingId::IonizedCalcium,
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
    ("section-mobilization", SettingId::Mobilization),
];

/// Every track of the panel, those always in view first.
pub fn tracks(view: &View<'_>) -> Vec<Reach> {
    let with_reach = |(_, setting)| Some((setting, setting::reach(view, setting)?));
    settings(view).into_iter().filter_map(with_reach).collect()
}

/// The name of a setting where its section is not beside it.
pub fn full_name(view: &View<'_>, setting: SettingId) -> String {
    let name = view.text.setting(setting);
    let section = EXPERT.into_iter().find(|(_, of)| WhiteCell::ALL.into_iter().any(|class| of(class) == setting));
    match section {
        Some((message, _)) => {
            view.text.with("class-setting", &[("class", name), ("name", view.say(message))]).into_owned()
        }
        None => name,
    }
}

/// Every setting that has a control, with the message of its section, in their order.
pub(super) fn settings(view: &View<'_>) -> Vec<(&'static str, SettingId)> {
    let main = MAIN.into_iter().map(|setting| ("side-controls", setting));
    let in_sections = SECTIONS.iter().flat_map(|section| section.settings.iter().map(|s| (section.message, *s)));
    let of_classes = EXPERT.iter().flat_map(|(_, of)| present(view).map(|class| ("section-expert", of(class))));
    main.chain(in_sections).chain(of_classes).collect()
}

/// The classes of white cells that the patient has.
fn present(view: &View<'_>) -> impl Iterator<Item = WhiteCell> {
    let counts = &view.case.preset().protocol.settings.patient.white_cells_e9_per_l;
    WhiteCell::ALL.into_iter().filter(|class| counts[*class] > 0.0)
}

pub fn controls_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    for setting in MAIN {
        setting_ui(ui, view, setting, true, commands);
    }
    if let Some(error) = &view.derived.simulation_error {
        let tokens = tokens(ui);
        egui::Frame::new().fill(tokens.severe_fill).corner_radius(8).inner_margin(8).show(ui, |ui| {
            ui.label(RichText::new(view.text.simulation_error(error)).size(size::SMALL).color(tokens.severe));
        });
    }
    ui.separator();
    applies_ui(ui, view, commands);
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        let looked_for = view.session.focus_setting;
        let mut opening = false;
        for section in SECTIONS {
            let is_wanted = looked_for.is_some_and(|setting| section.settings.contains(&setting));
            opening |= section_ui(ui, view, section.message, section.told, is_wanted, |ui| {
                for setting in section.settings {
                    setting_ui(ui, view, *setting, false, commands);
                }
            });
        }
        let is_of_class =
            |setting| EXPERT.iter().any(|(_, of)| WhiteCell::ALL.iter().any(|class| of(*class) == setting));
        let is_wanted = looked_for.is_some_and(is_of_class);
        opening |= section_ui(ui, view, "section-expert", &[], is_wanted, |ui| {
            for (message, setting) in EXPERT {
                ui.add_space(4.0);
                ui.label(RichText::new(view.say(message)).font(strong(size::SMALL)));
                for class in present(view) {
                    setting_ui(ui, view, setting(class), false, commands);
                }
            }
        });
        if looked_for.is_some() && !opening {
            commands.push(Command::SettingFocused);
        }
    });
}

/// From when on a change holds; from now, which moment that is.
fn applies_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let quiet = tokens(ui).quiet;
    ui.horizontal(|ui| {
        ui.label(RichText::new(view.say("applies")).font(strong(size::SMALL))).on_hover_text(view.say("applies-hint"));
        let choices =
            [(Applies::FromStart, view.say("applies-from-start")), (Applies::FromNow, view.say("applies-from-now"))];
        if let Some(applies) = segmented::either(ui, view.session.applies, &choices) {
            commands.push(Command::Apply(applies));
        }
    });
    if view.session.applies == Applies::FromNow {
        let at = [("time", clock(view.session.change_at_min()))];
        let words = view.standstill().unwrap_or_else(|| view.text.with("from-now-at", &at).into_owned());
        ui.label(RichText::new(words).font(small()).color(quiet));
    }
    ui.add_space(2.0);
}

/// A section that opens; closed, it tells what it holds. It is opened when it is wanted; answers whether it still opens.
fn section_ui(
    ui: &mut Ui,
    view: &View<'_>,
    message: &str,
    told: &[SettingId],
    is_wanted: bool,
    content: impl FnOnce(&mut Ui),
) -> bool {
    let name = RichText::new(view.say(message)).font(strong(size::STRONG));
    let section =
        CollapsingHeader::new(name).id_salt(message).open(is_wanted.then_some(true)).show_unindented(ui, |ui| {
            ui.add_space(2.0);
            content(ui);
            ui.add_space(6.0);
        });
    if section.header_response.has_focus() {
        let ring = egui::Stroke::new(2.0, tokens(ui).accent);
        ui.painter().rect_stroke(section.header_response.rect, 6.0, ring, egui::StrokeKind::Inside);
    }
    if section.fully_closed() && !told.is_empty() {
        let settings = view.settings();
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
    is_wanted && !section.fully_open()
}

/// A value short enough for a line of several.
fn told_value(view: &View<'_>, setting: SettingId, value: &Value) -> String {
    let said = view.text.setting_value(setting, value);
    let message = format!("told-{}", setting.row().path.replace('.', "-"));
    if view.text.has(&message) { view.text.with(&message, &[("value", said)]).into_owned() } else { said }
}
