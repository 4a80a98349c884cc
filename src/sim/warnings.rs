//! Warnings as data: the watched quantity, its thresholds and their source, and when each was crossed, by root search with hysteresis.
//!
//! A new warning needs a variant, its row in [`WarningId::spec`], its messages, and an equation if it watches no quantity.

use strum::{EnumIter, IntoEnumIterator, IntoStaticStr};

pub use super::episode::Direction;
use super::episode::{Episode, Watch};
use super::moment::{Moment, Phase};
use super::quantities::Quantity;
use super::settings::Settings;
use super::trajectory::Trajectory;
use crate::model::cells::WhiteCell;
use crate::model::machine::Prime;
use crate::model::patient::{Diagnosis, Patient, Pregnancy, Sex};
use crate::model::procedure::ReplacementFluid;

/// The name of a warning in code, in the order of the search. In snake case, its name in keys and message ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, IntoStaticStr)]
#[strum(serialize_all = "snake_case", const_into_str)]
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

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, IntoStaticStr)]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum Severity {
    /// Worth knowing, but harmless in itself.
    Information,
    Mild,
    Moderate,
    Severe,
    LifeThreatening,
}

impl Severity {
    pub const fn key(self) -> &'static str {
        self.into_str()
    }
}

/// What a warning is about; sets its color.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    RedCells,
    WhiteCells,
    Platelets,
    /// Calcium, and the citrate that binds it.
    Calcium,
    Volume,
    Machine,
}

/// Whom or what a warning describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The patient's body, which may have been in this state before the first draw.
    Body,
    /// What is done to the patient.
    Procedure,
    /// The protocol as written, independent of the patient.
    Protocol,
}

/// Where a threshold comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, IntoStaticStr)]
#[strum(const_into_str)]
pub enum Source {
    #[strum(serialize = "who-2024")]
    Who2024,
    #[strum(serialize = "rule-of-thumb")]
    RuleOfThumb,
    #[strum(serialize = "ctcae-v5")]
    CtcaeV5,
    #[strum(serialize = "usual-practice")]
    UsualPractice,
    /// Röllig and Ehninger, Blood 2015;125:3246, for AML; usual practice elsewhere.
    #[strum(serialize = "blood-2015")]
    Blood2015,
    /// Bolan, Transfusion 2001;41:1165: the highest of three rates, in runs of 90 minutes.
    #[strum(serialize = "bolan-2001")]
    Bolan2001,
    /// Sheth, J Gen Intern Med 1997;12:102: pale conjunctivae tell of hemoglobin of 9 g/dL or less. On dark skin palms, lips and
    /// conjunctivae show it.
    #[strum(serialize = "sheth-1997")]
    Sheth1997,
    #[strum(serialize = "model")]
    Model,
}

impl Source {
    /// The name in message ids.
    pub const fn key(self) -> &'static str {
        self.into_str()
    }
}

/// A threshold and its severity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Level {
    pub threshold: f64,
    pub severity: Severity,
}

/// Everything specific to one warning except its text.
#[derive(Clone, Copy)]
pub struct WarningSpec {
    pub topic: Topic,
    pub subject: Subject,
    /// The quantity whose value it states.
    pub quantity: Option<Quantity>,
    watched: Watched,
    /// The side of a threshold on which the value raises the warning.
    pub direction: Direction,
    thresholds: Thresholds,
    /// A threshold that is a setting and may change mid-run: reported as in force at the onset.
    threshold_in_force: Option<fn(&Settings) -> f64>,
    /// How far the value must come back past the threshold before the warning ends, in the quantity's unit.
    pub hysteresis: f64,
    /// Where the thresholds come from.
    pub source: Source,
}

/// What is compared with the thresholds.
#[derive(Clone, Copy)]
enum Watched {
    /// The quantity that the warning states.
    Stated,
    /// Another number in the same unit.
    Number(fn(&Moment<'_>) -> Option<f64>),
    /// A condition, watched as one or zero.
    YesOrNo(fn(&Moment<'_>) -> Option<bool>),
    /// Nothing: the warning is active from a moment of the trajectory to the end.
    Since(fn(&Trajectory) -> Option<f64>),
}

/// Thresholds with their severities, the mildest first.
#[derive(Clone, Copy)]
enum Thresholds {
    Fixed(&'static [(f64, Severity)]),
    /// With the grade of CTCAE v5 that begins there. A grade is the laboratory's; the severity is what practice makes of it.
    Graded(&'static [(f64, Severity, Option<u8>)]),
    OfCase(fn(&Settings) -> Vec<(f64, Severity)>),
    /// Between no (0) and yes (1).
    Yes(Severity),
}

impl WarningId {
    /// The row of the table.
    pub const fn spec(self) -> WarningSpec {
        use Severity::{Information, Mild, Moderate, Severe};
        use Source::{Blood2015, Bolan2001, Model, RuleOfThumb, UsualPractice, Who2024};
        use Subject::{Body, Procedure, Protocol};
        use Topic::{Calcium, Machine, Platelets, RedCells, Volume, WhiteCells};
        use WhiteCell::{Lymphocyte, Neutrophil};
        match self {
            Self::Anemia => about(RedCells, Body).below(Quantity::Hemoglobin, 0.1).of_case(anemia, Who2024),
            Self::HemoglobinFall => {
                about(RedCells, Procedure).below(Quantity::HemoglobinChange, 0.1).at(&[(-2.0, Moderate)], UsualPractice)
            }
            Self::LowHematocrit => {
                about(RedCells, Body).below(Quantity::Hematocrit, 0.3).at(&[(24.0, Mild), (20.0, Severe)], RuleOfThumb)
            }
            Self::Thrombocytopenia => about(Platelets, Body).below(Quantity::Platelets, 1.0).graded(THROMBOCYTOPENIA),
            Self::LowNeutrophils => {
                about(WhiteCells, Body).below(Quantity::Class(Neutrophil), 0.05).graded(LOW_NEUTROPHILS)
            }
            Self::LowLymphocytes => {
                about(WhiteCells, Body).below(Quantity::Class(Lymphocyte), 0.03).graded(LOW_LYMPHOCYTES)
            }
            Self::Leukostasis => {
                about(WhiteCells, Body).above(Quantity::WhiteCells, 1.0).of_case(leukostasis, Blood2015)
            }
            Self::LowCalcium => about(Calcium, Body).below(Quantity::IonizedCalcium, 0.01).graded(LOW_CALCIUM),
            Self::ExtracorporealVolume => about(Volume, Procedure)
                .above(Quantity::ExtracorporealShare, 0.0)
                .of_case(extracorporeal_volume, RuleOfThumb),
            Self::LowBloodVolume => about(Volume, Procedure)
                .below(Quantity::BloodVolumeChange, 0.5)
                .at(&[(-10.0, Mild), (-15.0, Moderate), (-20.0, Severe)], RuleOfThumb),
            Self::FluidOverload => about(Volume, Procedure)
                .above(Quantity::BloodVolumeChange, 0.5)
                .at(&[(10.0, Moderate), (15.0, Severe)], RuleOfThumb),
            Self::RedCellsTooEarly => about(RedCells, Procedure)
                .above(Quantity::WhiteCells, 1.0)
                .of_case(thick_blood, UsualPractice)
                .watching(white_cells_while_red_cells_are_given_by_choice),
            Self::CitrateRate => {
                about(Calcium, Procedure).above(Quantity::CitrateRate, 0.0).at(&[(1.6, Mild)], Bolan2001)
            }
            // The limit is a setting that may change mid-run, so the condition is watched rather than a fixed threshold.
            Self::AnticoagulantLimit => about(Calcium, Procedure)
                .yes_or_no(Mild, |m| Some(m.flows()?.exceed_limit()))
                .stating(Quantity::AnticoagulantRate)
                .threshold_in_force(|settings| settings.machine.anticoagulant_limit_ml_min_per_l),
            Self::LeanAnticoagulant => {
                about(Calcium, Procedure).above(Quantity::AnticoagulantRatio, 0.0).at(&[(13.0, Mild)], UsualPractice)
            }
            // At 80 %, a fifth of the white cells within reach does not fit into the line.
            Self::CollectLineSaturated => {
                about(Machine, Procedure).below(Quantity::LineRoom, 1.0).at(&[(80.0, Moderate)], Model)
            }
            Self::ProductTooRed => {
                about(Machine, Procedure).above(Quantity::ProductHematocrit, 0.2).at(&[(12.0, Mild)], UsualPractice)
            }
            Self::BagFull => about(Machine, Procedure)
                .since(Moderate, |trajectory| trajectory.bag_full_min)
                .stating(Quantity::BagVolume),
            Self::RedCellsSpill => {
                about(Machine, Procedure).above(Quantity::SpilledRedCells, 0.2).at(&[(5.0, Moderate)], Model)
            }
            Self::InterfaceDrift => about(Machine, Procedure)
                .yes_or_no(Mild, |m| Some(Quantity::InterfaceDrift.at(m)?.abs() > TOLERABLE_DRIFT))
                .stating(Quantity::InterfaceDrift),
            Self::InterfaceLost => {
                about(Machine, Procedure).yes_or_no(Moderate, |m| Some(m.separation()?.1.interface_lost))
            }
            Self::GForceCapped => {
                about(Machine, Procedure).yes_or_no(Mild, |m| Some(m.drawing()?.separator.g_force_capped))
            }
            // Routine in large-volume collection, so only information.
            Self::LargeVolume => about(Machine, Procedure)
                .above(Quantity::ProcessedVolumes, 0.0)
                .at(&[(3.0, Information)], UsualPractice),
            Self::BrokenOff => about(Volume, Procedure)
                .since(Severe, |trajectory| trajectory.broken_off_min)
                .stating(Quantity::BloodVolumeChange),
            Self::ChangeAfterEnd => about(Machine, Protocol).since(Mild, end_before_a_change),
        }
    }

    /// Whether its thresholds are numbers to report.
    pub const fn states_threshold(self) -> bool {
        matches!(self.spec().watched, Watched::Stated | Watched::Number(_))
    }

    /// The name in keys and message ids.
    pub const fn key(self) -> &'static str {
        self.into_str()
    }

    /// The quantity whose value it states.
    pub const fn quantity(self) -> Option<Quantity> {
        self.spec().quantity
    }

    /// The grade of CTCAE v5 that begins at a threshold; `None` at thresholds of other sources.
    pub fn ctcae_grade(self, threshold: f64) -> Option<u8> {
        let Thresholds::Graded(graded) = self.spec().thresholds else { return None };
        graded.iter().find(|(begins, ..)| *begins == threshold).and_then(|(_, _, grade)| *grade)
    }
}

/// The columns that every row gives; the others are those of a warning that watches nothing.
const fn about(topic: Topic, subject: Subject) -> WarningSpec {
    WarningSpec {
        topic,
        subject,
        quantity: None,
        watched: Watched::Stated,
        direction: Direction::Above,
        thresholds: Thresholds::Fixed(&[]),
        threshold_in_force: None,
        hysteresis: 0.0,
        source: Source::Model,
    }
}

impl WarningSpec {
    /// Raised above thresholds of the stated quantity.
    const fn above(self, quantity: Quantity, hysteresis: f64) -> Self {
        Self { quantity: Some(quantity), hysteresis, ..self }
    }

    /// Raised below thresholds of the stated quantity.
    const fn below(self, quantity: Quantity, hysteresis: f64) -> Self {
        Self { direction: Direction::Below, ..self.above(quantity, hysteresis) }
    }

    /// Fixed thresholds, the same in every case.
    const fn at(self, thresholds: &'static [(f64, Severity)], source: Source) -> Self {
        Self { thresholds: Thresholds::Fixed(thresholds), source, ..self }
    }

    /// Thresholds of CTCAE v5, the same in every case.
    const fn graded(self, thresholds: &'static [(f64, Severity, Option<u8>)]) -> Self {
        Self { thresholds: Thresholds::Graded(thresholds), source: Source::CtcaeV5, ..self }
    }

    const fn of_case(self, thresholds: fn(&Settings) -> Vec<(f64, Severity)>, source: Source) -> Self {
        Self { thresholds: Thresholds::OfCase(thresholds), source, ..self }
    }

    /// Raised while a condition holds.
    const fn yes_or_no(self, severity: Severity, is_so: fn(&Moment<'_>) -> Option<bool>) -> Self {
        Self { watched: Watched::YesOrNo(is_so), thresholds: Thresholds::Yes(severity), ..self }
    }

    /// Raised from a moment of the trajectory to its end.
    const fn since(self, severity: Severity, since: fn(&Trajectory) -> Option<f64>) -> Self {
        Self { watched: Watched::Since(since), thresholds: Thresholds::Yes(severity), ..self }
    }

    /// Compares another number with the thresholds than the stated quantity.
    const fn watching(self, number: fn(&Moment<'_>) -> Option<f64>) -> Self {
        Self { watched: Watched::Number(number), ..self }
    }

    const fn stating(self, quantity: Quantity) -> Self {
        Self { quantity: Some(quantity), ..self }
    }

    const fn threshold_in_force(self, threshold: fn(&Settings) -> f64) -> Self {
        Self { threshold_in_force: Some(threshold), ..self }
    }

    fn levels(&self, settings: &Settings) -> Vec<Level> {
        let pairs = match self.thresholds {
            Thresholds::Fixed(pairs) => pairs.to_vec(),
            Thresholds::Graded(graded) => {
                graded.iter().map(|(threshold, severity, _)| (*threshold, *severity)).collect()
            }
            Thresholds::OfCase(of) => of(settings),
            Thresholds::Yes(severity) => vec![(0.5, severity)],
        };
        pairs.into_iter().map(|(threshold, severity)| Level { threshold, severity }).collect()
    }
}

/// Hemoglobin below which WHO (Guideline on haemoglobin cutoffs, 2024) grades anemia mild, moderate, severe, g/dL; none below six months.
fn anemia(Settings { patient, .. }: &Settings) -> Vec<(f64, Severity)> {
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
    vec![(mild, Severity::Mild), (moderate, Severity::Moderate), (severe, Severity::Severe)]
}

/// Platelets, 10⁹/L. Donors are usually deferred below about 100, a procedure in a patient is often covered with platelets below 20 to
/// 50, and a transfusion without bleeding is usual below 10 (AABB, Ann Intern Med 2015;162:205).
const THROMBOCYTOPENIA: &[(f64, Severity, Option<u8>)] = &[
    (150.0, Severity::Mild, Some(1)),
    (75.0, Severity::Moderate, Some(2)),
    (50.0, Severity::Severe, Some(3)),
    (25.0, Severity::Severe, Some(4)),
];

/// Neutrophils, 10⁹/L. Serious infection is feared below the second threshold.
const LOW_NEUTROPHILS: &[(f64, Severity, Option<u8>)] =
    &[(1.0, Severity::Moderate, Some(3)), (0.5, Severity::Severe, Some(4))];

/// Lymphocytes, 10⁹/L.
const LOW_LYMPHOCYTES: &[(f64, Severity, Option<u8>)] =
    &[(0.5, Severity::Moderate, Some(3)), (0.2, Severity::Severe, Some(4))];

/// Ionized calcium, mmol/L; 1.12 is a usual lower limit of normal. A donor whose calcium falls by a third tingles (Bolan 2001) and is
/// not dying, so grade 4 is severe; the heart is in danger below about 0.7, a rule of thumb.
const LOW_CALCIUM: &[(f64, Severity, Option<u8>)] = &[
    (1.12, Severity::Mild, Some(1)),
    (1.0, Severity::Moderate, Some(2)),
    (0.9, Severity::Severe, Some(3)),
    (0.8, Severity::Severe, Some(4)),
    (0.7, Severity::LifeThreatening, None),
];

/// How many times the usual threshold makes leukostasis a severe concern whatever the patient feels. Assumed.
const SEVERE_LEUKOSTASIS: f64 = 1.5;

/// White-cell count above which hyperleukocytosis is called so by convention, 10⁹/L (Blood 2015;125:3246).
const HYPERLEUKOCYTOSIS: f64 = 100.0;

/// White-cell count above which leukostasis is usually feared in a diagnosis, 10⁹/L: monocytic cells are larger and stickier, chronic
/// and lymphoid ones less so.
const fn leukostasis_count(diagnosis: Diagnosis) -> Option<f64> {
    match diagnosis {
        Diagnosis::AmlMonocytic => Some(50.0),
        Diagnosis::Aml | Diagnosis::CmlBlastCrisis => Some(HYPERLEUKOCYTOSIS),
        Diagnosis::Cml => Some(250.0),
        Diagnosis::All | Diagnosis::Cll => Some(400.0),
        _ => None,
    }
}

/// Whether a patient comes with so many white cells that leukostasis is feared.
pub fn has_leukostasis_count(patient: &Patient) -> bool {
    leukostasis_count(patient.diagnosis).is_some_and(|count| patient.white_cells_e9_per_l.sum() > count)
}

/// Leukostasis is a clinical diagnosis: with symptoms it is severe from the threshold, without them by the count alone.
fn leukostasis(Settings { patient, .. }: &Settings) -> Vec<(f64, Severity)> {
    match (leukostasis_count(patient.diagnosis), patient.leukostasis_symptoms) {
        (threshold, true) => vec![(threshold.unwrap_or(HYPERLEUKOCYTOSIS), Severity::Severe)],
        (Some(count), false) => {
            vec![(count, Severity::Moderate), (SEVERE_LEUKOSTASIS * count, Severity::Severe)]
        }
        (None, false) => Vec::new(),
    }
}

/// The share of the blood volume above which a set is a risk, percent; lower for small children. A rule of thumb. Above it, practice
/// primes the set with red cells.
pub fn large_set_percent(patient: &Patient) -> f64 {
    const SMALL_CHILD_KG: f64 = 20.0;
    if patient.weight_kg < SMALL_CHILD_KG { 10.0 } else { 15.0 }
}

/// Whether the set holds so much of the blood that it is better primed with red cells.
pub fn needs_red_cell_prime(settings: &Settings) -> bool {
    let share_percent = 100.0 * settings.machine.set_volume_ml / settings.patient.total_blood_volume_ml();
    share_percent > large_set_percent(&settings.patient)
}

fn extracorporeal_volume(settings: &Settings) -> Vec<(f64, Severity)> {
    vec![(large_set_percent(&settings.patient), Severity::Moderate)]
}

/// White-cell count above which red cells are better withheld, 10⁹/L, as both thicken blood: the leukostasis threshold, or 100 if none.
fn thick_blood(settings: &Settings) -> Vec<(f64, Severity)> {
    vec![(leukostasis_count(settings.patient.diagnosis).unwrap_or(HYPERLEUKOCYTOSIS), Severity::Moderate)]
}

/// Interface drift from its set position that deserves a check, in units of interface position. A rule of thumb.
const TOLERABLE_DRIFT: f64 = 0.5;

/// The white-cell count while red cells are given, as replacement or as a prime that a smaller or saline-primed set would not need. Where
/// the set holds a large part of the blood, as in an infant, there is no choice to warn of.
fn white_cells_while_red_cells_are_given_by_choice(moment: &Moment<'_>) -> Option<f64> {
    let (machine, procedure) = (&moment.settings.machine, &moment.settings.procedure);
    let replaced = procedure.replacement_fluid == ReplacementFluid::RedCells && procedure.replacement_flow_ml_min > 0.0;
    let primed = machine.prime == Prime::RedCells && moment.phase == Phase::Fill;
    let primed = primed && !needs_red_cell_prime(moment.settings);
    let is_given = moment.return_is_open() && (replaced || primed);
    is_given.then(|| Quantity::WhiteCells.at(moment)).flatten()
}

/// The end of the procedure, if a change is scheduled at or after it.
fn end_before_a_change(trajectory: &Trajectory) -> Option<f64> {
    let duration_min = trajectory.protocol.settings.procedure.duration_min;
    trajectory.protocol.changes.iter().any(|change| change.at_min >= duration_min).then_some(duration_min)
}

/// A warning raised by a run, at one severity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Warning {
    pub id: WarningId,
    pub severity: Severity,
    pub threshold: Option<f64>,
    pub from_min: f64,
    /// `None` if it lasts to the end of the trajectory.
    pub to_min: Option<f64>,
    /// The worst value meanwhile; for conditions without a watched number, the stated quantity at the onset.
    pub value: Option<f64>,
    /// It was present before the first draw; only for warnings about the body.
    pub present_before: bool,
}

impl Warning {
    /// Whether it is of a worse level than another of its kind: more severe or, at the same severity, past a further threshold.
    pub fn is_worse_than(&self, other: &Self) -> bool {
        let further = match (self.threshold, other.threshold, self.id.spec().direction) {
            (Some(own), Some(other), Direction::Below) => own < other,
            (Some(own), Some(other), Direction::Above) => own > other,
            _ => false,
        };
        self.severity > other.severity || (self.severity == other.severity && further)
    }

    pub fn is_on_at(&self, time_min: f64) -> bool {
        self.from_min <= time_min && self.to_min.is_none_or(|to_min| time_min < to_min)
    }

    /// When the stated value was reached, among the sampled times; the onset if it states none.
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

/// A warning with its thresholds in one case.
pub struct Rule {
    pub id: WarningId,
    pub spec: WarningSpec,
    /// In order of increasing severity.
    pub levels: Vec<Level>,
}

/// The rules watched in a case.
pub fn rules(settings: &Settings) -> impl Iterator<Item = Rule> {
    WarningId::iter().map(|id| {
        let spec = id.spec();
        Rule { id, spec, levels: spec.levels(settings) }
    })
}

/// All warnings of a run, ordered by onset.
pub fn find(trajectory: &Trajectory) -> Vec<Warning> {
    let times_min = trajectory.sample_times_min();
    let moments: Vec<_> = times_min.iter().map(|&time_min| trajectory.at(time_min)).collect();
    let mut found = Vec::new();
    let mut values = Vec::with_capacity(moments.len());
    for rule in rules(&trajectory.protocol.settings) {
        values.clear();
        if !rule.levels.is_empty() {
            values.extend(moments.iter().map(|moment| rule.value_at(moment)));
        }
        for level in &rule.levels {
            let (direction, hysteresis) = (rule.spec.direction, rule.spec.hysteresis);
            let watch = Watch { direction, threshold: level.threshold, hysteresis };
            let episodes = match rule.spec.watched {
                Watched::Since(since) => since(trajectory).map(lasting).into_iter().collect(),
                _ => watch.episodes(&times_min, &values, |time_min| rule.value_at(&trajectory.at(time_min))),
            };
            found.extend(episodes.into_iter().map(|episode| rule.warning(*level, &episode, trajectory)));
        }
    }
    found.sort_by(|a, b| a.from_min.total_cmp(&b.from_min).then(b.severity.cmp(&a.severity)));
    found
}

/// An episode from a moment to the end, without a value.
const fn lasting(from_min: f64) -> Episode {
    Episode { from_min: Some(from_min), to_min: None, worst: f64::NAN }
}

/// The warnings worth listing: leaves out a level crossed together with a worse one of its kind that lasts at least as long.
pub fn headlines(warnings: &[Warning]) -> impl Iterator<Item = &Warning> {
    warnings.iter().filter(|warning| {
        !warnings.iter().any(|other| {
            let lasts_as_long = other.to_min.unwrap_or(f64::INFINITY) >= warning.to_min.unwrap_or(f64::INFINITY);
            let is_worse = other.id == warning.id && other.is_worse_than(warning);
            is_worse && other.from_min == warning.from_min && lasts_as_long
        })
    })
}

impl Rule {
    /// Whether its thresholds are numbers to report.
    pub const fn states_threshold(&self) -> bool {
        self.id.states_threshold()
    }

    /// The quantity whose curve can be compared with the thresholds.
    pub const fn watched(&self) -> Option<Quantity> {
        match self.spec.watched {
            Watched::Stated => self.spec.quantity,
            Watched::Number(_) | Watched::YesOrNo(_) | Watched::Since(_) => None,
        }
    }

    /// The watched number; `None` where it is undefined.
    fn value_at(&self, moment: &Moment<'_>) -> Option<f64> {
        match self.spec.watched {
            Watched::Stated => self.spec.quantity?.at(moment),
            Watched::Number(value) => value(moment),
            Watched::YesOrNo(is_so) => is_so(moment).map(|is_so| f64::from(u8::from(is_so))),
            Watched::Since(_) => None,
        }
    }

    fn warning(&self, level: Level, episode: &Episode, trajectory: &Trajectory) -> Warning {
        let from_min = episode.from_min.unwrap_or(0.0);
        let onset = || trajectory.at(from_min);
        // Without a watched number, the stated value is the one at the onset.
        let (threshold, value) = if self.states_threshold() {
            (Some(level.threshold), Some(episode.worst))
        } else {
            let threshold = self.spec.threshold_in_force.map(|threshold| threshold(onset().settings));
            (threshold, self.spec.quantity.and_then(|quantity| quantity.at(&onset())))
        };
        Warning {
            id: self.id,
            severity: level.severity,
            threshold,
            from_min,
            to_min: episode.to_min,
            value,
            present_before: episode.from_min.is_none() && self.spec.subject == Subject::Body,
        }
    }
}
