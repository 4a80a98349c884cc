//! Which settings have a control, in which section, and what their sliders reach.

use super::State;
use crate::model::cells::WhiteCell;
use crate::sim::settings::{Number, SettingId, Settings};

/// A setting, and what its slider reaches.
pub type SliderRange = (SettingId, (f64, f64));

/// The settings that are always in view.
pub const MAIN: [SettingId; 3] = [SettingId::InletFlow, SettingId::Hematocrit, SettingId::Duration];

/// Settings that are shown together.
pub struct Section {
    pub message: &'static str,
    /// The settings whose values say what the section holds.
    pub told: &'static [SettingId],
    pub settings: &'static [SettingId],
}

pub static SECTIONS: &[Section] = &[
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
pub type OfClass = fn(WhiteCell) -> SettingId;

/// Refill and size of each class that the patient has.
pub const EXPERT: [(&str, OfClass); 4] = [
    ("section-cell-volume", SettingId::CellVolume),
    ("section-refill-ratio", SettingId::RefillRatio),
    ("section-refill-half-time", SettingId::RefillHalfTime),
    ("section-mobilization", SettingId::Mobilization),
];

impl State {
    /// Every setting that has a control, with the message of its section, in their order.
    pub fn controls(&self) -> Vec<(&'static str, SettingId)> {
        let main = MAIN.into_iter().map(|setting| ("side-controls", setting));
        let in_sections = SECTIONS.iter().flat_map(|section| section.settings.iter().map(|s| (section.message, *s)));
        let present = self.classes_present();
        let of_classes = EXPERT.iter().flat_map(|(_, of)| present.iter().map(|class| ("section-expert", of(*class))));
        main.chain(in_sections).chain(of_classes).collect()
    }

    /// The classes of white cells that the patient has.
    pub fn classes_present(&self) -> Vec<WhiteCell> {
        let counts = &self.case.preset().protocol.settings.patient.white_cells_e9_per_l;
        WhiteCell::ALL.into_iter().filter(|class| counts[*class] > 0.0).collect()
    }

    /// Every slider of the controls, those always in view first.
    pub fn sliders(&self) -> Vec<SliderRange> {
        let with_range = |(_, setting)| Some((setting, self.slider_range(setting)?));
        self.controls().into_iter().filter_map(with_range).collect()
    }

    /// What the slider of a number reaches: all that a hand needs, and the value it has now.
    pub fn slider_range(&self, setting: SettingId) -> Option<(f64, f64)> {
        self.slider_range_in(self.settings(), setting)
    }

    /// What the axes of the map show and reach: as the sliders when changes are from the start.
    pub fn map_ranges(&self) -> [SliderRange; 2] {
        let settings = &self.case.preset().protocol.settings;
        let axes = self.workspace.map_axes;
        [axes.x, axes.y].map(|setting| (setting, self.slider_range_in(settings, setting).unwrap_or((0.0, 1.0))))
    }

    fn slider_range_in(&self, settings: &Settings, setting: SettingId) -> Option<(f64, f64)> {
        let number = setting.row().number()?;
        let value = number.in_force(settings);
        let (from, to) = usual_reach(setting, number, number.in_force(&self.case.saved().protocol.settings));
        Some((from.min(value), to.max(value)))
    }
}

/// Less than a file may hold, so that a hand can be exact. `saved` is the value the case came with.
fn usual_reach(setting: SettingId, number: &Number, saved: f64) -> (f64, f64) {
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

/// Room for three times a value, and for what is usual.
fn around(value: f64, usual: f64) -> f64 {
    (3.0 * value).max(usual)
}
