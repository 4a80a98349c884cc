//! Warnings as data: what is watched, where its thresholds come from, and when each was crossed, by root search and with hysteresis.

use super::course::{Course, Moment};
pub use super::episode::Side;
use super::episode::{Episode, Watch};
use super::quantities::Quantity;
use crate::model::patient::{Diagnosis, Patient, Pregnancy, Sex};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WarningId {
    Anemia,
    Thrombocytopenia,
    Leukostasis,
    LowCalcium,
    ExtracorporealVolume,
    LowBloodVolume,
    FluidOverload,
    CitrateRate,
    AnticoagulantLimit,
    CollectLineSaturated,
    InterfaceLost,
    GForceCapped,
    BrokenOff,
    ChangeAfterEnd,
}

impl WarningId {
    /// The name in keys and message ids.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Anemia => "anemia",
            Self::Thrombocytopenia => "thrombocytopenia",
            Self::Leukostasis => "leukostasis",
            Self::LowCalcium => "low_calcium",
            Self::ExtracorporealVolume => "extracorporeal_volume",
            Self::LowBloodVolume => "low_blood_volume",
            Self::FluidOverload => "fluid_overload",
            Self::CitrateRate => "citrate_rate",
            Self::AnticoagulantLimit => "anticoagulant_limit",
            Self::CollectLineSaturated => "collect_line_saturated",
            Self::InterfaceLost => "interface_lost",
            Self::GForceCapped => "g_force_capped",
            Self::BrokenOff => "broken_off",
            Self::ChangeAfterEnd => "change_after_end",
        }
    }

    /// Whether it tells of the patient's body, which may have been so before; otherwise of the procedure.
    pub const fn is_of_the_body(self) -> bool {
        matches!(self, Self::Anemia | Self::Thrombocytopenia | Self::Leukostasis | Self::LowCalcium)
    }

    /// The quantity whose value a warning states.
    pub const fn quantity(self) -> Option<Quantity> {
        match self {
            Self::Anemia => Some(Quantity::Hemoglobin),
            Self::Thrombocytopenia => Some(Quantity::Platelets),
            Self::Leukostasis => Some(Quantity::WhiteCells),
            Self::LowCalcium => Some(Quantity::IonisedCalcium),
            Self::ExtracorporealVolume => Some(Quantity::ExtracorporealShare),
            Self::LowBloodVolume | Self::FluidOverload | Self::BrokenOff => Some(Quantity::BloodVolumeChange),
            Self::CitrateRate => Some(Quantity::CitrateRate),
            Self::AnticoagulantLimit => Some(Quantity::AnticoagulantRate),
            Self::CollectLineSaturated => Some(Quantity::LineRoom),
            Self::InterfaceLost | Self::GForceCapped | Self::ChangeAfterEnd => None,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    Mild,
    Moderate,
    Severe,
    LifeThreatening,
}

impl Severity {
    pub const fn key(self) -> &'static str {
        match self {
            Self::Mild => "mild",
            Self::Moderate => "moderate",
            Self::Severe => "severe",
            Self::LifeThreatening => "life_threatening",
        }
    }
}

/// A threshold and how bad it is to be past it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Level {
    pub threshold: f64,
    pub severity: Severity,
}

/// What is watched.
pub struct Rule {
    pub id: WarningId,
    pub side: Side,
    /// In the order of growing severity.
    pub levels: Vec<Level>,
    /// How far the value must come back past the threshold before the warning ends, in the quantity's unit.
    pub margin: f64,
    /// Where the thresholds come from.
    pub source: &'static str,
    value: fn(&Moment<'_>) -> Option<f64>,
}

/// A warning that a run gives, at one severity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Warning {
    pub id: WarningId,
    pub severity: Severity,
    pub threshold: Option<f64>,
    pub from_min: f64,
    /// `None` when it lasts to the end of the course.
    pub to_min: Option<f64>,
    /// The worst value meanwhile; of the anticoagulant, the value at the beginning.
    pub value: Option<f64>,
    /// It was so before the first blood was drawn.
    pub present_before: bool,
}

impl Warning {
    pub fn is_on_at(&self, time_min: f64) -> bool {
        self.from_min <= time_min && self.to_min.is_none_or(|to_min| time_min < to_min)
    }
}

fn levels(pairs: &[(f64, Severity)]) -> Vec<Level> {
    pairs.iter().map(|&(threshold, severity)| Level { threshold, severity }).collect()
}

/// Hemoglobin below which WHO (Guideline on haemoglobin cutoffs, 2024) calls anemia mild, moderate, severe, g/dL; none below six months.
pub fn anemia_levels(patient: &Patient) -> Vec<Level> {
    let (mild, moderate, severe) = match (patient.pregnancy, patient.age_years) {
        (Pregnancy::SecondTrimester, _) => (10.5, 9.5, 7.0),
        (Pregnancy::FirstTrimester | Pregnancy::ThirdTrimester, _) => (11.0, 10.0, 7.0),
        (Pregnancy::NotPregnant, age) if age < 0.5 => return Vec::new(),
        (Pregnancy::NotPregnant, age) if age < 2.0 => (10.5, 9.5, 7.0),
        (Pregnancy::NotPregnant, age) if age < 5.0 => (11.0, 10.0, 7.0),
        (Pregnancy::NotPregnant, age) if age < 12.0 => (11.5, 11.0, 8.0),
        (Pregnancy::NotPregnant, age) if age < 15.0 => (12.0, 11.0, 8.0),
        (Pregnancy::NotPregnant, _) => match patient.sex {
            Sex::Male => (13.0, 11.0, 8.0),
            Sex::Female => (12.0, 11.0, 8.0),
        },
    };
    levels(&[(mild, Severity::Mild), (moderate, Severity::Moderate), (severe, Severity::Severe)])
}

/// Platelets below which CTCAE v5 grades thrombocytopenia 1 to 4, 10⁹/L.
pub fn thrombocytopenia_levels() -> Vec<Level> {
    levels(&[
        (150.0, Severity::Mild),
        (75.0, Severity::Moderate),
        (50.0, Severity::Severe),
        (25.0, Severity::LifeThreatening),
    ])
}

/// Ionised calcium below which CTCAE v5 grades hypocalcemia 1 to 4, mmol/L; 1.12 is a usual lower limit of normal.
pub fn low_calcium_levels() -> Vec<Level> {
    levels(&[
        (1.12, Severity::Mild),
        (1.0, Severity::Moderate),
        (0.9, Severity::Severe),
        (0.8, Severity::LifeThreatening),
    ])
}

/// The white-cell count above which leukostasis is usually feared, 10⁹/L. It is a clinical diagnosis: below is no proof of benefit.
pub fn leukostasis_levels(diagnosis: Diagnosis) -> Vec<Level> {
    let threshold = match diagnosis {
        Diagnosis::AmlMonocytic => 50.0,
        Diagnosis::Aml => 100.0,
        Diagnosis::Cml => 250.0,
        Diagnosis::All | Diagnosis::Cll => 400.0,
        _ => return Vec::new(),
    };
    levels(&[(threshold, Severity::Moderate)])
}

/// A set above this share of the blood volume is a risk; small children bear less. A rule of thumb.
fn extracorporeal_levels(patient: &Patient) -> Vec<Level> {
    const SMALL_CHILD_KG: f64 = 20.0;
    levels(&[(if patient.weight_kg < SMALL_CHILD_KG { 10.0 } else { 15.0 }, Severity::Moderate)])
}

/// What is watched for this patient.
pub fn rules(patient: &Patient) -> Vec<Rule> {
    let of = |id: WarningId, side, levels, margin, source, value| Rule { id, side, levels, margin, source, value };
    vec![
        of(WarningId::Anemia, Side::Below, anemia_levels(patient), 0.1, "WHO 2024", |m| Quantity::Hemoglobin.at(m)),
        of(WarningId::Thrombocytopenia, Side::Below, thrombocytopenia_levels(), 1.0, "CTCAE v5", |m| {
            Quantity::Platelets.at(m)
        }),
        of(WarningId::Leukostasis, Side::Above, leukostasis_levels(patient.diagnosis), 1.0, "usual practice", |m| {
            Quantity::WhiteCells.at(m)
        }),
        of(WarningId::LowCalcium, Side::Below, low_calcium_levels(), 0.01, "CTCAE v5", |m| {
            Quantity::IonisedCalcium.at(m)
        }),
        of(WarningId::ExtracorporealVolume, Side::Above, extracorporeal_levels(patient), 0.0, "rule of thumb", |m| {
            Quantity::ExtracorporealShare.at(m)
        }),
        of(
            WarningId::LowBloodVolume,
            Side::Below,
            levels(&[(-10.0, Severity::Moderate), (-15.0, Severity::Severe)]),
            0.5,
            "rule of thumb",
            |m| Quantity::BloodVolumeChange.at(m),
        ),
        of(
            WarningId::FluidOverload,
            Side::Above,
            levels(&[(10.0, Severity::Moderate), (15.0, Severity::Severe)]),
            0.5,
            "rule of thumb",
            |m| Quantity::BloodVolumeChange.at(m),
        ),
        of(WarningId::CitrateRate, Side::Above, levels(&[(1.6, Severity::Mild)]), 0.0, "Bolan 2001", |m| {
            Quantity::CitrateRate.at(m)
        }),
        // The limit is a setting that may change mid-run, so the excess over it is what is watched.
        of(WarningId::AnticoagulantLimit, Side::Above, levels(&[(0.5, Severity::Mild)]), 0.0, "device limit", |m| {
            Some(if m.flows()?.exceed_limit() { 1.0 } else { 0.0 })
        }),
        // A fifth of the white cells within reach finds no room in the line.
        of(WarningId::CollectLineSaturated, Side::Below, levels(&[(80.0, Severity::Moderate)]), 1.0, "model", |m| {
            Quantity::LineRoom.at(m)
        }),
        of(WarningId::InterfaceLost, Side::Above, levels(&[(0.5, Severity::Moderate)]), 0.0, "model", |m| {
            m.separation().map(|(_, separation)| if separation.interface_lost { 1.0 } else { 0.0 })
        }),
        of(WarningId::GForceCapped, Side::Above, levels(&[(0.5, Severity::Mild)]), 0.0, "model", |m| {
            m.drawing().map(|drawing| if drawing.separator.g_force_capped { 1.0 } else { 0.0 })
        }),
    ]
}

/// All warnings of a run, by onset.
pub fn find(course: &Course) -> Vec<Warning> {
    let times_min = course.telling_times_min();
    let moments: Vec<_> = times_min.iter().map(|&time_min| course.at(time_min)).collect();
    let mut found = Vec::new();
    for rule in rules(&course.body.patient) {
        let values: Vec<_> = moments.iter().map(rule.value).collect();
        for level in &rule.levels {
            let watch = Watch { side: rule.side, threshold: level.threshold, margin: rule.margin };
            let episodes = watch.episodes(&times_min, &values, |time_min| (rule.value)(&course.at(time_min)));
            found.extend(episodes.into_iter().map(|episode| rule.warning(*level, &episode, course)));
        }
    }
    found.extend(course.broken_off_min.map(|from_min| Warning {
        id: WarningId::BrokenOff,
        severity: Severity::Severe,
        threshold: None,
        from_min,
        to_min: None,
        value: Quantity::BloodVolumeChange.at(&course.at(from_min)),
        present_before: false,
    }));
    let duration_min = course.protocol.settings.procedure.duration_min;
    if course.protocol.changes.iter().any(|change| change.at_min >= duration_min) {
        found.push(Warning {
            id: WarningId::ChangeAfterEnd,
            severity: Severity::Mild,
            threshold: None,
            from_min: duration_min,
            to_min: None,
            value: None,
            present_before: false,
        });
    }
    found.sort_by(|a, b| a.from_min.total_cmp(&b.from_min).then(b.severity.cmp(&a.severity)));
    found
}

/// The warnings worth a line: a level passed at the same moment as a worse one of its kind, and that ends no later, is left out.
pub fn headlines(warnings: &[Warning]) -> impl Iterator<Item = &Warning> {
    warnings.iter().filter(|warning| {
        !warnings.iter().any(|other| {
            let lasts_as_long = other.to_min.unwrap_or(f64::INFINITY) >= warning.to_min.unwrap_or(f64::INFINITY);
            let is_worse = other.id == warning.id && other.severity > warning.severity;
            is_worse && other.from_min == warning.from_min && lasts_as_long
        })
    })
}

impl Rule {
    fn warning(&self, level: Level, episode: &Episode, course: &Course) -> Warning {
        let from_min = episode.from_min.unwrap_or(0.0);
        Warning {
            id: self.id,
            severity: level.severity,
            // Rules of yes or no watch another value than the one they state.
            threshold: match self.id {
                WarningId::AnticoagulantLimit => {
                    Some(course.at(from_min).settings.machine.anticoagulant_limit_ml_min_per_l)
                }
                WarningId::InterfaceLost | WarningId::GForceCapped => None,
                _ => Some(level.threshold),
            },
            from_min,
            to_min: episode.to_min,
            value: match self.id {
                WarningId::AnticoagulantLimit => Quantity::AnticoagulantRate.at(&course.at(from_min)),
                WarningId::InterfaceLost | WarningId::GForceCapped => None,
                _ => Some(episode.worst),
            },
            present_before: episode.from_min.is_none() && self.id.is_of_the_body(),
        }
    }
}
