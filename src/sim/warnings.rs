//! Warnings as data: what is watched, where its thresholds come from, and when each was crossed, by root search and with hysteresis.

pub use super::episode::Side;
use super::episode::{Episode, Watch};
use super::moment::{Moment, Phase};
use super::quantities::{Quantity, Row};
use super::settings::Settings;
use super::trajectory::Trajectory;
use crate::model::cells::WhiteCell;
use crate::model::machine::Prime;
use crate::model::patient::{Diagnosis, Patient, Pregnancy, Sex};
use crate::model::procedure::ReplacementFluid;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WarningId {
    Anemia,
    HemoglobinFall,
    LowHematocrit,
    Thrombocytopenia,
    LowNeutrophils,
    LowLymphocytes,
    Leukostasis,
    LowCalcium,
    ExtracorporealVolume,
    LowBloodVolume,
    FluidOverload,
    RedCellsTooEarly,
    CitrateRate,
    AnticoagulantLimit,
    LeanAnticoagulant,
    CollectLineSaturated,
    ProductTooRed,
    BagFull,
    RedCellsSpill,
    InterfaceDrift,
    InterfaceLost,
    GForceCapped,
    LargeVolume,
    BrokenOff,
    ChangeAfterEnd,
}

impl WarningId {
    /// The name in keys and message ids.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Anemia => "anemia",
            Self::HemoglobinFall => "hemoglobin_fall",
            Self::LowHematocrit => "low_hematocrit",
            Self::Thrombocytopenia => "thrombocytopenia",
            Self::LowNeutrophils => "low_neutrophils",
            Self::LowLymphocytes => "low_lymphocytes",
            Self::Leukostasis => "leukostasis",
            Self::LowCalcium => "low_calcium",
            Self::ExtracorporealVolume => "extracorporeal_volume",
            Self::LowBloodVolume => "low_blood_volume",
            Self::FluidOverload => "fluid_overload",
            Self::RedCellsTooEarly => "red_cells_too_early",
            Self::CitrateRate => "citrate_rate",
            Self::AnticoagulantLimit => "anticoagulant_limit",
            Self::LeanAnticoagulant => "lean_anticoagulant",
            Self::CollectLineSaturated => "collect_line_saturated",
            Self::ProductTooRed => "product_too_red",
            Self::BagFull => "bag_full",
            Self::RedCellsSpill => "red_cells_spill",
            Self::InterfaceDrift => "interface_drift",
            Self::InterfaceLost => "interface_lost",
            Self::GForceCapped => "g_force_capped",
            Self::LargeVolume => "large_volume",
            Self::BrokenOff => "broken_off",
            Self::ChangeAfterEnd => "change_after_end",
        }
    }

    /// Whether it tells of the patient's body, which may have been so before; otherwise of the procedure.
    pub const fn is_of_the_body(self) -> bool {
        matches!(
            self,
            Self::Anemia
                | Self::LowHematocrit
                | Self::Thrombocytopenia
                | Self::LowNeutrophils
                | Self::LowLymphocytes
                | Self::Leukostasis
                | Self::LowCalcium
        )
    }

    /// The quantity whose value a warning states.
    pub const fn quantity(self) -> Option<Quantity> {
        match self {
            Self::Anemia => Some(Quantity::Hemoglobin),
            Self::HemoglobinFall => Some(Quantity::HemoglobinChange),
            Self::LowHematocrit => Some(Quantity::Hematocrit),
            Self::Thrombocytopenia => Some(Quantity::Platelets),
            Self::LowNeutrophils => Some(Quantity::Class(WhiteCell::Neutrophil)),
            Self::LowLymphocytes => Some(Quantity::Class(WhiteCell::Lymphocyte)),
            Self::Leukostasis | Self::RedCellsTooEarly => Some(Quantity::WhiteCells),
            Self::LowCalcium => Some(Quantity::IonizedCalcium),
            Self::ExtracorporealVolume => Some(Quantity::ExtracorporealShare),
            Self::LowBloodVolume | Self::FluidOverload | Self::BrokenOff => Some(Quantity::BloodVolumeChange),
            Self::CitrateRate => Some(Quantity::CitrateRate),
            Self::AnticoagulantLimit => Some(Quantity::AnticoagulantRate),
            Self::CollectLineSaturated => Some(Quantity::LineRoom),
            Self::LeanAnticoagulant => Some(Quantity::AnticoagulantRatio),
            Self::ProductTooRed => Some(Quantity::ProductHematocrit),
            Self::BagFull => Some(Quantity::BagVolume),
            Self::RedCellsSpill => Some(Quantity::SpilledRedCells),
            Self::InterfaceDrift => Some(Quantity::InterfaceDrift),
            Self::LargeVolume => Some(Quantity::ProcessedVolumes),
            Self::InterfaceLost | Self::GForceCapped | Self::ChangeAfterEnd => None,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; no harm in itself.
    Information,
    Mild,
    Moderate,
    Severe,
    LifeThreatening,
}

impl Severity {
    pub const fn key(self) -> &'static str {
        match self {
            Self::Information => "information",
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
    pub source: Source,
    value: RuleValue,
}

/// Where a threshold comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    Who2024,
    Who2024AndPractice,
    RuleOfThumb,
    CtcaeV5,
    CtcaeV5Grade3,
    UsualPractice,
    Bolan2001,
    Model,
    Bag,
}

impl Source {
    /// The name in message ids.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Who2024 => "who-2024",
            Self::Who2024AndPractice => "who-2024-and-usual-practice",
            Self::RuleOfThumb => "rule-of-thumb",
            Self::CtcaeV5 => "ctcae-v5",
            Self::CtcaeV5Grade3 => "ctcae-v5-grade-3",
            Self::UsualPractice => "usual-practice",
            Self::Bolan2001 => "bolan-2001",
            Self::Model => "model",
            Self::Bag => "the-bag",
        }
    }
}

/// What a rule looks at.
#[derive(Clone, Copy)]
enum RuleValue {
    /// The quantity that the warning states.
    Stated,
    /// Another number of the same unit.
    Number(fn(&Moment<'_>) -> Option<f64>),
    /// Whether something is so: watched as one or zero.
    YesOrNo(fn(&Moment<'_>) -> Option<bool>),
}

/// A warning that a run gives, at one severity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Warning {
    pub id: WarningId,
    pub severity: Severity,
    pub threshold: Option<f64>,
    pub from_min: f64,
    /// `None` when it lasts to the end of the trajectory.
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

    /// When it has the value that it states, among the moments looked at; its onset where it states none.
    pub fn worst_min(&self, trajectory: &Trajectory) -> f64 {
        let (Some(worst), Some(quantity)) = (self.value, self.id.quantity()) else { return self.from_min };
        let until_min = self.to_min.unwrap_or(trajectory.end_min);
        let during =
            trajectory.sample_times_min().into_iter().filter(|time_min| (self.from_min..=until_min).contains(time_min));
        let away =
            |time_min: f64| quantity.at(&trajectory.at(time_min)).map_or(f64::INFINITY, |value| (value - worst).abs());
        let nearest = [self.from_min].into_iter().chain(during).map(|time_min| (time_min, away(time_min)));
        nearest.min_by(|a, b| a.1.total_cmp(&b.1)).map_or(self.from_min, |(time_min, _)| time_min)
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

/// Ionized calcium below which CTCAE v5 grades hypocalcemia 1 to 4, mmol/L; 1.12 is a usual lower limit of normal.
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

/// White cells above which red cells are better not given yet: both thicken the blood. The threshold of leukostasis, 100 without one.
fn thick_blood_levels(diagnosis: Diagnosis) -> Vec<Level> {
    let threshold = leukostasis_levels(diagnosis).first().map_or(100.0, |level| level.threshold);
    levels(&[(threshold, Severity::Moderate)])
}

/// The white count while red cells are given: as a red-cell prime that reaches the patient, or as replacement.
fn white_cells_while_red_cells_are_given(moment: &Moment<'_>) -> Option<f64> {
    let (machine, procedure) = (&moment.settings.machine, &moment.settings.procedure);
    let replaced = procedure.replacement_fluid == ReplacementFluid::RedCells && procedure.replacement_flow_ml_min > 0.0;
    let primed = machine.prime == Prime::RedCells && moment.phase == Phase::Fill;
    moment.flows()?;
    (replaced || primed).then(|| Quantity::WhiteCells.at(moment)).flatten()
}

/// What is watched in a case.
pub fn rules(settings: &Settings) -> Vec<Rule> {
    use Severity::{Information, Mild, Moderate, Severe};
    let Settings { patient, machine, .. } = settings;
    // A rule about the quantity that its warning states.
    let of = |id, side, levels, margin, source| Rule { id, side, levels, margin, source, value: RuleValue::Stated };
    let yes_or_no = |id, severity, value: fn(&Moment<'_>) -> Option<bool>| Rule {
        id,
        side: Side::Above,
        levels: levels(&[(0.5, severity)]),
        margin: 0.0,
        source: Source::Model,
        value: RuleValue::YesOrNo(value),
    };
    let (below, above) = (Side::Below, Side::Above);
    vec![
        of(WarningId::Anemia, below, anemia_levels(patient), 0.1, Source::Who2024),
        of(WarningId::HemoglobinFall, below, levels(&[(-2.0, Moderate)]), 0.1, Source::Who2024AndPractice),
        // Below a fifth, no separator's manual goes without red cells at hand.
        of(WarningId::LowHematocrit, below, levels(&[(24.0, Mild), (20.0, Severe)]), 0.3, Source::RuleOfThumb),
        of(WarningId::Thrombocytopenia, below, thrombocytopenia_levels(), 1.0, Source::CtcaeV5),
        of(WarningId::LowNeutrophils, below, levels(&[(1.0, Severe)]), 0.05, Source::CtcaeV5Grade3),
        of(WarningId::LowLymphocytes, below, levels(&[(0.5, Moderate)]), 0.03, Source::CtcaeV5Grade3),
        of(WarningId::Leukostasis, above, leukostasis_levels(patient.diagnosis), 1.0, Source::UsualPractice),
        of(WarningId::LowCalcium, below, low_calcium_levels(), 0.01, Source::CtcaeV5),
        of(WarningId::ExtracorporealVolume, above, extracorporeal_levels(patient), 0.0, Source::RuleOfThumb),
        of(WarningId::LowBloodVolume, below, levels(&[(-10.0, Moderate), (-15.0, Severe)]), 0.5, Source::RuleOfThumb),
        of(WarningId::FluidOverload, above, levels(&[(10.0, Moderate), (15.0, Severe)]), 0.5, Source::RuleOfThumb),
        Rule {
            value: RuleValue::Number(white_cells_while_red_cells_are_given),
            ..of(WarningId::RedCellsTooEarly, above, thick_blood_levels(patient.diagnosis), 1.0, Source::UsualPractice)
        },
        of(WarningId::CitrateRate, above, levels(&[(1.6, Mild)]), 0.0, Source::Bolan2001),
        // The limit is a setting that may change mid-run, so it is asked whether it is kept.
        yes_or_no(WarningId::AnticoagulantLimit, Mild, |m| Some(m.flows()?.exceed_limit())),
        of(WarningId::LeanAnticoagulant, above, levels(&[(13.0, Mild)]), 0.0, Source::UsualPractice),
        // A fifth of the white cells within reach finds no room in the line.
        of(WarningId::CollectLineSaturated, below, levels(&[(80.0, Moderate)]), 1.0, Source::Model),
        of(WarningId::ProductTooRed, above, levels(&[(12.0, Mild)]), 0.2, Source::UsualPractice),
        of(WarningId::BagFull, above, levels(&[(machine.bag_capacity_ml, Moderate)]), 0.0, Source::Bag),
        of(WarningId::RedCellsSpill, above, levels(&[(5.0, Moderate)]), 0.2, Source::Model),
        yes_or_no(WarningId::InterfaceDrift, Mild, |m| Some(Quantity::InterfaceDrift.at(m)?.abs() > TOLERABLE_DRIFT)),
        yes_or_no(WarningId::InterfaceLost, Moderate, |m| Some(m.separation()?.1.interface_lost)),
        yes_or_no(WarningId::GForceCapped, Mild, |m| Some(m.drawing()?.separator.g_force_capped)),
        // Routine in large-volume collection: information, no harm.
        of(WarningId::LargeVolume, above, levels(&[(3.0, Information)]), 0.0, Source::UsualPractice),
    ]
}

/// An interface this far from where it was placed is worth a look, in units of interface position. A rule of thumb.
const TOLERABLE_DRIFT: f64 = 0.5;

/// All warnings of a run, by onset.
pub fn find(trajectory: &Trajectory) -> Vec<Warning> {
    let times_min = trajectory.sample_times_min();
    let moments: Vec<_> = times_min.iter().map(|&time_min| trajectory.at(time_min)).collect();
    let mut found = Vec::new();
    let mut values = Vec::with_capacity(moments.len());
    for rule in rules(&trajectory.protocol.settings) {
        if rule.levels.is_empty() {
            continue;
        }
        values.clear();
        // Looked up once: a rule is asked at some hundred moments.
        let stated = rule.id.quantity().map(Quantity::row);
        values.extend(moments.iter().map(|moment| rule.value_at(moment, stated)));
        for level in &rule.levels {
            let watch = Watch { side: rule.side, threshold: level.threshold, margin: rule.margin };
            let episodes =
                watch.episodes(&times_min, &values, |time_min| rule.value_at(&trajectory.at(time_min), stated));
            found.extend(episodes.into_iter().map(|episode| rule.warning(*level, &episode, trajectory)));
        }
    }
    found.extend(trajectory.broken_off_min.map(|from_min| Warning {
        id: WarningId::BrokenOff,
        severity: Severity::Severe,
        threshold: None,
        from_min,
        to_min: None,
        value: Quantity::BloodVolumeChange.at(&trajectory.at(from_min)),
        present_before: false,
    }));
    let duration_min = trajectory.protocol.settings.procedure.duration_min;
    if trajectory.protocol.changes.iter().any(|change| change.at_min >= duration_min) {
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
    /// Whether its thresholds are numbers to be told.
    pub const fn states_threshold(&self) -> bool {
        !matches!(self.value, RuleValue::YesOrNo(_))
    }

    /// The quantity whose curve can be held against the thresholds.
    pub const fn watched(&self) -> Option<Quantity> {
        match self.value {
            RuleValue::Stated => self.id.quantity(),
            RuleValue::Number(_) | RuleValue::YesOrNo(_) => None,
        }
    }

    /// The number watched; `None` where it has no meaning.
    fn value_at(&self, moment: &Moment<'_>, stated: Option<&Row>) -> Option<f64> {
        match self.value {
            RuleValue::Stated => stated?.at(moment),
            RuleValue::Number(value) => value(moment),
            RuleValue::YesOrNo(is_so) => is_so(moment).map(|is_so| f64::from(u8::from(is_so))),
        }
    }

    fn warning(&self, level: Level, episode: &Episode, trajectory: &Trajectory) -> Warning {
        let from_min = episode.from_min.unwrap_or(0.0);
        Warning {
            id: self.id,
            severity: level.severity,
            threshold: match (self.id, self.value) {
                (WarningId::AnticoagulantLimit, _) => {
                    Some(trajectory.at(from_min).settings.machine.anticoagulant_limit_ml_min_per_l)
                }
                (_, RuleValue::YesOrNo(_)) => None,
                _ => Some(level.threshold),
            },
            from_min,
            to_min: episode.to_min,
            // Rules of yes or no watch another value than the one they state.
            value: match self.value {
                RuleValue::YesOrNo(_) => self.id.quantity().and_then(|quantity| quantity.at(&trajectory.at(from_min))),
                _ => Some(episode.worst),
            },
            present_before: episode.from_min.is_none() && self.id.is_of_the_body(),
        }
    }
}
