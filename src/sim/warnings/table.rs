//! Every warning as a row: what it watches, its thresholds and their source.
//!
//! A new warning needs a variant, its row in [`WarningId::spec`], its messages, and an equation if it watches no quantity.

use strum::{EnumIter, IntoStaticStr, VariantArray, VariantNames};

use super::Direction;
use super::indicator::Indicator;
use super::thresholds::{
    LOW_CALCIUM, LOW_LYMPHOCYTES, LOW_NEUTROPHILS, THROMBOCYTOPENIA, anemia, end_before_a_change,
    extracorporeal_volume, leukostasis, thick_blood,
};
use crate::model::cells::WhiteCell;
use crate::sim::quantities::Quantity;
use crate::sim::settings::Settings;
use crate::sim::trajectory::Trajectory;

/// The name of a warning in code, in the order of the search. In snake case, its name in keys and message ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, IntoStaticStr, VariantArray, VariantNames)]
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
    pub(super) watched: Watched,
    /// The side of a threshold on which the value raises the warning.
    pub direction: Direction,
    thresholds: Thresholds,
    /// A threshold that is a setting and may change mid-run: reported as in force at the onset.
    pub(super) threshold_in_force: Option<fn(&Settings) -> f64>,
    /// How far the value must come back past the threshold before the warning ends, in the quantity's unit.
    pub hysteresis: f64,
    /// Where the thresholds come from.
    pub source: Source,
}

/// What is compared with the thresholds.
#[derive(Clone, Copy)]
pub(super) enum Watched {
    /// The quantity that the warning states.
    Stated,
    /// Another number in the same unit.
    Number(Indicator),
    /// A condition, watched as one or zero.
    YesOrNo(Indicator),
    /// Nothing: the warning is active from a moment of the trajectory to the end.
    Since(fn(&Trajectory) -> Option<f64>),
}

/// Thresholds with their severities, the mildest first.
#[derive(Clone, Copy)]
pub(super) enum Thresholds {
    Fixed(&'static [(f64, Severity)]),
    /// With the grade of CTCAE v5 that begins there. A grade is the laboratory's; the severity is what practice makes of it.
    Graded(&'static [(f64, Severity, Option<u8>)]),
    OfCase(fn(&Settings) -> Vec<(f64, Severity)>),
    /// Between no (0) and yes (1).
    Yes(Severity),
}

impl WarningId {
    pub const ALL: &'static [Self] = <Self as VariantArray>::VARIANTS;
    /// Their names in keys and files, in the same order.
    pub const KEYS: &'static [&'static str] = <Self as VariantNames>::VARIANTS;

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
                .watching(Indicator::WhiteCellsWhileRedCellsAreGiven),
            Self::CitrateRate => {
                about(Calcium, Procedure).above(Quantity::CitrateRate, 0.0).at(&[(1.6, Mild)], Bolan2001)
            }
            // The limit is a setting that may change mid-run, so the condition is watched rather than a fixed threshold.
            Self::AnticoagulantLimit => about(Calcium, Procedure)
                .yes_or_no(Mild, Indicator::AnticoagulantLimitIsExceeded)
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
            Self::InterfaceDrift => {
                about(Machine, Procedure).yes_or_no(Mild, Indicator::InterfaceDrifts).stating(Quantity::InterfaceDrift)
            }
            Self::InterfaceLost => about(Machine, Procedure).yes_or_no(Moderate, Indicator::InterfaceIsLost),
            Self::GForceCapped => about(Machine, Procedure).yes_or_no(Mild, Indicator::GForceIsCapped),
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
    const fn yes_or_no(self, severity: Severity, condition: Indicator) -> Self {
        Self { watched: Watched::YesOrNo(condition), thresholds: Thresholds::Yes(severity), ..self }
    }

    /// Raised from a moment of the trajectory to its end.
    const fn since(self, severity: Severity, since: fn(&Trajectory) -> Option<f64>) -> Self {
        Self { watched: Watched::Since(since), thresholds: Thresholds::Yes(severity), ..self }
    }

    /// Compares another number with the thresholds than the stated quantity.
    const fn watching(self, number: Indicator) -> Self {
        Self { watched: Watched::Number(number), ..self }
    }

    const fn stating(self, quantity: Quantity) -> Self {
        Self { quantity: Some(quantity), ..self }
    }

    const fn threshold_in_force(self, threshold: fn(&Settings) -> f64) -> Self {
        Self { threshold_in_force: Some(threshold), ..self }
    }

    pub(super) fn levels(&self, settings: &Settings) -> Vec<Level> {
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
