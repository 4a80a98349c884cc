//! Who a patient is, in a few words.

use super::{Text, fixed, in_line};
use crate::model::patient::{Patient, Pregnancy, Sex};
use crate::preset::Preset;
use crate::sim::extremes::Reached;
use crate::sim::quantities::Quantity;
use crate::sim::settings::{SettingId, Unit};

/// From this age on somebody is called a woman or a man.
const GROWN_UP_YEARS: f64 = 18.0;

impl Text {
    /// What falls below a limit of life, in a list: hemoglobin 0.8 g/dL, ionized calcium 0.09 mmol/L.
    pub fn past_life(&self, passed: &[(Quantity, Reached)]) -> String {
        let value = |(quantity, lowest): &(Quantity, Reached)| {
            let (name, value) = (self.quantity_name(*quantity), self.quantity_value(*quantity, lowest.value));
            format!("{} {value}", in_line(&name))
        };
        passed.iter().map(value).collect::<Vec<_>>().join(", ")
    }

    /// What a case is called: by who it is about where it has no title.
    pub fn case_title(&self, preset: &Preset) -> String {
        if preset.title.trim().is_empty() { self.told_by("case-without-title", preset) } else { preset.title.clone() }
    }

    /// What a case is called where there is little room.
    pub fn short_case_title(&self, preset: &Preset) -> String {
        let short = preset.short_title();
        if short.trim().is_empty() { self.case_title(preset) } else { short.to_owned() }
    }

    /// A message about a case that names its diagnosis and the weight.
    pub fn told_by(&self, message: &str, preset: &Preset) -> String {
        let of = |setting: SettingId| self.value_with_unit(setting, setting.get(&preset.protocol.settings));
        self.with(message, &[("diagnosis", of(SettingId::Diagnosis)), ("weight", of(SettingId::Weight))])
    }

    /// Sex and age.
    pub fn patient_name(&self, sex: Sex, age_years: f64, pregnancy: Pregnancy) -> String {
        let message = match sex {
            _ if pregnancy != Pregnancy::NotPregnant => "scene-pregnant",
            Sex::Female if age_years >= GROWN_UP_YEARS => "scene-woman",
            Sex::Male if age_years >= GROWN_UP_YEARS => "scene-man",
            Sex::Female => "scene-girl",
            Sex::Male => "scene-boy",
        };
        let age = if age_years >= 2.0 { fixed(age_years.floor(), 0) } else { self.age(age_years) };
        self.with(message, &[("age", age)])
    }

    /// Weight, with a decimal below 10 kg, and height.
    pub fn patient_size(&self, weight_kg: f64, height_m: f64) -> String {
        let weight = self.quantity(&fixed(weight_kg, usize::from(weight_kg < 9.95)), Unit::Kilogram);
        let height = self.quantity(&fixed(height_m, 2), Unit::Meter);
        self.with("scene-size", &[("weight", weight), ("height", height)])
    }

    /// Both on one line.
    pub fn patient_line(&self, patient: &Patient) -> String {
        let name = self.patient_name(patient.sex, patient.age_years, patient.pregnancy);
        format!("{name} · {}", self.patient_size(patient.weight_kg, patient.height_m))
    }
}
