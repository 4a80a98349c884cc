//! The derivation of a result: its equation, the case's own values in it, and the value.

use strum::{EnumIter, IntoStaticStr};

use super::moment::Moment;
use super::quantities::{Quantity, crits_percent};
use super::run::Run;
use super::settings::Unit;
use crate::model::blood::{Blood, HEMOGLOBIN_IN_RED_CELLS_G_DL};
use crate::model::calcium::{
    CALCIUM_SPACE_L_KG, CITRATE_AFFINITY_L_MMOL, CITRATE_MG_PER_MMOL, CITRATE_SPACE_L_KG, PROTEIN_BOUND_PER_IONIZED,
};
use crate::model::cells::{PerClass, WhiteCell};
use crate::model::patient::{Patient, VolumeEstimate};

/// The cells that a collection result is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cells {
    White,
    Mononuclear,
    Class(WhiteCell),
}

impl Cells {
    /// Their number in some blood, 10⁹.
    pub fn of(self, blood: &Blood) -> f64 {
        let counts: &PerClass<f64> = &blood.white_cells_e9;
        match self {
            Self::White => counts.sum(),
            Self::Mononuclear => counts.mononuclear(),
            Self::Class(class) => counts[class],
        }
    }
}

/// The count that a collection efficiency refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Against {
    /// The mean of the counts before and after: CE1.
    MeanCount,
    /// The count before: CE2.
    CountBefore,
}

/// The time that a result refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// Before the procedure.
    Start,
    Moment,
    /// From the first draw to the end of rinse-back.
    WholeRun,
}

/// A result whose derivation can be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Formula {
    /// A quantity of the table, at a moment.
    Of(Quantity),
    /// Blood volume before the procedure, estimated from body size or given by the case.
    BloodVolumeBefore,
    /// Total plasma calcium: ionized, bound to protein and bound to citrate.
    AllCalcium,
    BagHematocrit,
    /// Cells in the bag as a share of those in the blood before.
    Removed(Cells),
    /// Collection efficiency.
    Efficiency(Cells, Against),
}

/// An equation with terms; a formula may have more than one. In snake case, its name in message ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, IntoStaticStr)]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum Equation {
    GivenVolume,
    Nadler,
    Linderkamp,
    BloodVolume,
    BagVolume,
    BloodVolumeChange,
    ExtracorporealShare,
    Processed,
    ProcessedVolumes,
    Removed,
    Ce1,
    Ce2,
    BagHematocrit,
    Hemoglobin,
    HemoglobinChange,
    Hematocrit,
    Leukocrit,
    Count,
    CitrateRate,
    AnticoagulantRate,
    Citrate,
    AllCalcium,
    /// The model solves a quadratic; here its solution is put into the balance, which can be checked by hand.
    IonizedCalcium,
}

impl Equation {
    pub const fn key(self) -> &'static str {
        self.into_str()
    }

    /// Whether it has a sum on each side, with the result among its terms.
    pub const fn is_balance(self) -> bool {
        matches!(self, Self::IonizedCalcium)
    }
}

/// One number in an equation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Term {
    /// Its name in the equation's message.
    pub symbol: &'static str,
    pub value: f64,
    pub unit: Unit,
    /// A constant or a setting, shown with all its digits.
    pub is_exact: bool,
}

/// An equation with its numbers and its result.
#[derive(Clone, Debug, PartialEq)]
pub struct Derivation {
    pub formula: Formula,
    pub equation: Equation,
    /// The terms of the equation; if it is applied more than once, the results are added.
    pub parts: Vec<Vec<Term>>,
    pub result: f64,
    pub unit: Unit,
    /// Significant digits after the decimal point.
    pub decimals: usize,
}

const fn amount(symbol: &'static str, value: f64, unit: Unit) -> Term {
    Term { symbol, value, unit, is_exact: false }
}

const fn exact(symbol: &'static str, value: f64, unit: Unit) -> Term {
    Term { symbol, value, unit, is_exact: true }
}

/// All formulas shown for a case and these cells: volumes, collection, counts, citrate and calcium.
pub fn shown(cells: Cells) -> [Vec<Formula>; 4] {
    use Formula::{AllCalcium, BagHematocrit, BloodVolumeBefore, Efficiency, Of, Removed};
    [
        vec![
            BloodVolumeBefore,
            Of(Quantity::BloodVolume),
            Of(Quantity::BloodVolumeChange),
            Of(Quantity::ExtracorporealShare),
            Of(Quantity::Processed),
            Of(Quantity::ProcessedVolumes),
        ],
        vec![
            Removed(cells),
            Efficiency(cells, Against::MeanCount),
            Efficiency(cells, Against::CountBefore),
            Of(Quantity::BagVolume),
            BagHematocrit,
        ],
        vec![
            Of(Quantity::Hemoglobin),
            Of(Quantity::Hematocrit),
            Of(Quantity::WhiteCells),
            Of(Quantity::Platelets),
            Of(Quantity::Leukocrit),
        ],
        vec![Of(Quantity::CitrateRate), Of(Quantity::Citrate), AllCalcium, Of(Quantity::IonizedCalcium)],
    ]
}

/// The formulas that lead to a quantity; its own comes last.
pub fn leading_to(quantity: Quantity) -> Vec<Formula> {
    let first = match quantity {
        Quantity::IonizedCalcium => vec![Formula::Of(Quantity::Citrate)],
        Quantity::BloodVolumeChange => vec![Formula::Of(Quantity::BloodVolume)],
        Quantity::ProcessedVolumes => vec![Formula::Of(Quantity::Processed)],
        Quantity::HemoglobinChange => vec![Formula::Of(Quantity::Hemoglobin)],
        _ => Vec::new(),
    };
    first.into_iter().chain([Formula::Of(quantity)]).collect()
}

impl Formula {
    pub const fn span(self) -> Span {
        match self {
            Self::BloodVolumeBefore => Span::Start,
            Self::Efficiency(..) => Span::WholeRun,
            _ => Span::Moment,
        }
    }

    /// The formula with the numbers of a moment; `None` where it is undefined, and for quantities that the separator's picture explains
    /// better.
    pub fn at(self, run: &Run, moment: &Moment<'_>) -> Option<Derivation> {
        let result = self.result(run, moment)?;
        let (equation, parts) = if self == Self::Of(Quantity::Processed) {
            (Equation::Processed, drawn(run, moment.time_min))
        } else {
            let (equation, terms) = self.equation(run, moment)?;
            (equation, vec![terms])
        };
        let (unit, decimals) = match self {
            Self::Of(quantity) => (quantity.row().unit, quantity.row().decimals),
            Self::BloodVolumeBefore => (Unit::Ml, Quantity::BloodVolume.row().decimals),
            Self::AllCalcium => (Unit::MmolPerL, 2),
            Self::BagHematocrit | Self::Removed(_) | Self::Efficiency(..) => (Unit::Percent, 1),
        };
        Some(Derivation { formula: self, equation, parts, result, unit, decimals })
    }

    /// The model's own result, not the one computed from the terms.
    fn result(self, run: &Run, moment: &Moment<'_>) -> Option<f64> {
        let patient = &moment.body.patient;
        match self {
            Self::Of(quantity) => quantity.at(moment),
            Self::BloodVolumeBefore => Some(patient.entered_blood_volume_ml()),
            Self::AllCalcium => Some(all_calcium_mmol_l(moment)),
            Self::BagHematocrit => {
                crits_percent(&moment.state.bag, &patient.cell_volume_fl).map(|(percent, _)| percent)
            }
            Self::Removed(cells) => {
                let before_e9 = cells.of(&run.before.patient);
                (before_e9 > 0.0).then(|| 100.0 * cells.of(&moment.state.bag) / before_e9)
            }
            Self::Efficiency(cells, against) => {
                let efficiency = match cells {
                    Cells::White => run.outcome.white_cell_efficiency,
                    Cells::Mononuclear => run.outcome.mononuclear_efficiency,
                    Cells::Class(class) => run.outcome.efficiency[class],
                };
                match against {
                    Against::MeanCount => efficiency.ce1_percent,
                    Against::CountBefore => efficiency.ce2_percent,
                }
            }
        }
    }

    /// The equation and its terms at a moment at which the formula has a result.
    fn equation(self, run: &Run, moment: &Moment<'_>) -> Option<(Equation, Vec<Term>)> {
        let (state, settings, patient) = (moment.state, moment.settings, &moment.body.patient);
        let (blood, bag) = (&state.patient, &state.bag);
        let volume_ml = amount("volume", moment.blood_volume_ml(), Unit::Ml);
        let volume_before_ml = moment.body.before.blood_volume_ml;
        let red_cells = amount("red_cells", blood.red_cells_ml, Unit::Ml);
        let weight = exact("weight", patient.weight_kg, Unit::Kilogram);
        let hemoglobin =
            |symbol, hematocrit| amount(symbol, HEMOGLOBIN_IN_RED_CELLS_G_DL * hematocrit, Unit::GramPerDl);
        Some(match self {
            Self::Of(Quantity::WhiteCells) => count(blood.white_cells_e9.sum(), moment),
            Self::Of(Quantity::Class(class)) => count(blood.white_cells_e9[class], moment),
            Self::Of(Quantity::Platelets) => count(blood.platelets_e9, moment),
            Self::Of(Quantity::Hematocrit) => (Equation::Hematocrit, vec![red_cells, volume_ml]),
            Self::Of(Quantity::Hemoglobin) => {
                let concentration = exact("concentration", HEMOGLOBIN_IN_RED_CELLS_G_DL, Unit::GramPerDl);
                (Equation::Hemoglobin, vec![red_cells, volume_ml, concentration])
            }
            Self::Of(Quantity::HemoglobinChange) => {
                let now = hemoglobin("now", blood.red_cells_ml / moment.blood_volume_ml());
                (Equation::HemoglobinChange, vec![now, hemoglobin("before", patient.hematocrit_percent / 100.0)])
            }
            Self::Of(Quantity::Leukocrit) => {
                let white_cells_ml = blood.white_cell_volume_ml(&patient.cell_volume_fl);
                (Equation::Leukocrit, vec![amount("white_cells", white_cells_ml, Unit::Ml), volume_ml])
            }
            Self::Of(Quantity::BloodVolume) => (Equation::BloodVolume, parts_of(blood, moment)),
            Self::Of(Quantity::BagVolume) => (Equation::BagVolume, parts_of(bag, moment)),
            Self::Of(Quantity::BloodVolumeChange) => {
                let now = amount("now", moment.blood_volume_ml(), Unit::Ml);
                (Equation::BloodVolumeChange, vec![now, amount("before", volume_before_ml, Unit::Ml)])
            }
            Self::Of(Quantity::ExtracorporealShare) => {
                let set = exact("set", settings.machine.set_volume_ml, Unit::Ml);
                (Equation::ExtracorporealShare, vec![set, amount("volume", volume_before_ml, Unit::Ml)])
            }
            Self::Of(Quantity::ProcessedVolumes) => {
                let processed = amount("processed", moment.pumped.processed_ml, Unit::Ml);
                (Equation::ProcessedVolumes, vec![processed, amount("volume", volume_before_ml, Unit::Ml)])
            }
            Self::Of(Quantity::CitrateRate) => {
                let citrate = exact(
                    "citrate",
                    moment.settings.procedure.anticoagulant_citrate_mmol_l / 1000.0 * CITRATE_MG_PER_MMOL,
                    Unit::MgPerMl,
                );
                let [inlet, ratio] = anticoagulant(moment)?;
                (Equation::CitrateRate, vec![inlet, ratio, citrate, weight])
            }
            Self::Of(Quantity::AnticoagulantRate) => {
                // The device doses by the entered blood volume, not the true one.
                let volume = amount("volume", patient.entered_blood_volume_ml() / 1000.0, Unit::Liter);
                let [inlet, ratio] = anticoagulant(moment)?;
                (Equation::AnticoagulantRate, vec![inlet, ratio, volume])
            }
            Self::Of(Quantity::Citrate) => {
                let citrate = amount("citrate", blood.citrate_mmol, Unit::Mmol);
                (Equation::Citrate, vec![citrate, exact("space", CITRATE_SPACE_L_KG, Unit::LPerKg), weight])
            }
            Self::Of(Quantity::IonizedCalcium) => {
                let terms = vec![
                    amount("ionized", Quantity::IonizedCalcium.at(moment)?, Unit::MmolPerL),
                    exact("protein", PROTEIN_BOUND_PER_IONIZED, Unit::One),
                    exact("affinity", CITRATE_AFFINITY_L_MMOL, Unit::One),
                    amount("citrate", state.citrate_mmol_l(patient), Unit::MmolPerL),
                    amount("all", all_calcium_mmol_l(moment), Unit::MmolPerL),
                ];
                (Equation::IonizedCalcium, terms)
            }
            Self::Of(_) => return None,
            Self::AllCalcium => {
                let terms = vec![
                    exact("held", HELD_PER_IONIZED, Unit::One),
                    exact("before", patient.ionized_calcium_mmol_l, Unit::MmolPerL),
                    amount("added", state.added_calcium_mmol, Unit::Mmol),
                    exact("space", CALCIUM_SPACE_L_KG, Unit::LPerKg),
                    weight,
                    amount("fluid", state.calcium_pool(patient).calcium_free_ml / 1000.0, Unit::Liter),
                ];
                (Equation::AllCalcium, terms)
            }
            Self::BloodVolumeBefore => blood_volume_before(patient),
            Self::BagHematocrit => {
                let volume_ml = amount("volume", bag.volume_ml(&patient.cell_volume_fl), Unit::Ml);
                (Equation::BagHematocrit, vec![amount("red_cells", bag.red_cells_ml, Unit::Ml), volume_ml])
            }
            Self::Removed(cells) => {
                let before = amount("before", cells.of(&run.before.patient), Unit::E9);
                (Equation::Removed, vec![amount("bag", cells.of(bag), Unit::E9), before])
            }
            Self::Efficiency(cells, against) => efficiency(cells, against, run),
        })
    }
}

/// Ionized plus protein-bound calcium, per ionized calcium.
const HELD_PER_IONIZED: f64 = 1.0 + PROTEIN_BOUND_PER_IONIZED;

fn all_calcium_mmol_l(moment: &Moment<'_>) -> f64 {
    moment.state.calcium_pool(&moment.body.patient).all_mmol_l()
}

fn count(cells_e9: f64, moment: &Moment<'_>) -> (Equation, Vec<Term>) {
    let volume = amount("volume", moment.blood_volume_ml() / 1000.0, Unit::Liter);
    (Equation::Count, vec![amount("cells", cells_e9, Unit::E9), volume])
}

/// Volumes of plasma, red cells and white cells in a vessel.
fn parts_of(blood: &Blood, moment: &Moment<'_>) -> Vec<Term> {
    let white_cells_ml = blood.white_cell_volume_ml(&moment.body.patient.cell_volume_fl);
    vec![
        amount("plasma", blood.plasma_ml, Unit::Ml),
        amount("red_cells", blood.red_cells_ml, Unit::Ml),
        amount("white_cells", white_cells_ml, Unit::Ml),
    ]
}

/// Inlet flow and ratio.
fn anticoagulant(moment: &Moment<'_>) -> Option<[Term; 2]> {
    let inlet = amount("inlet", moment.flows()?.inlet_ml_min, Unit::MlPerMin);
    Some([inlet, exact("ratio", moment.settings.procedure.anticoagulant_ratio, Unit::One)])
}

/// The case's own blood volume, or else the estimate from body size.
fn blood_volume_before(patient: &Patient) -> (Equation, Vec<Term>) {
    if let Some(volume_ml) = patient.blood_volume_ml {
        return (Equation::GivenVolume, vec![exact("volume", volume_ml, Unit::Ml)]);
    }
    let (height, weight) =
        (exact("height", patient.height_m, Unit::Meter), exact("weight", patient.weight_kg, Unit::Kilogram));
    let factor = |symbol, value| exact(symbol, value, Unit::One);
    match VolumeEstimate::new(patient.sex, patient.age_years) {
        VolumeEstimate::Nadler { per_m3, per_kg, constant } => {
            let terms =
                [factor("per_m3", per_m3), height, factor("per_kg", per_kg), weight, factor("constant", constant)];
            (Equation::Nadler, terms.to_vec())
        }
        VolumeEstimate::Linderkamp { per_log_kg, per_cm, constant } => {
            let terms =
                [factor("per_log", per_log_kg), weight, factor("per_cm", per_cm), height, factor("constant", constant)];
            (Equation::Linderkamp, terms.to_vec())
        }
    }
}

/// The blood drawn so far: for each setting of the pumps its flow, ratio and minutes.
fn drawn(run: &Run, until_min: f64) -> Vec<Vec<Term>> {
    // Inlet flow, ratio and minutes.
    let mut spells: Vec<(f64, f64, f64)> = Vec::new();
    for segment in run.segments.iter().filter(|segment| segment.phase.is_drawing()) {
        let minutes = segment.to_min.min(until_min) - segment.from_min;
        let Some(flows) = run.at(segment.from_min).flows().copied().filter(|_| minutes > 0.0 || spells.is_empty())
        else {
            continue;
        };
        let ratio = segment.settings.procedure.anticoagulant_ratio;
        match spells.last_mut() {
            Some((inlet, same_ratio, spell)) if *inlet == flows.inlet_ml_min && *same_ratio == ratio => {
                *spell += minutes;
            }
            _ => spells.push((flows.inlet_ml_min, ratio, minutes)),
        }
    }
    let terms = |(inlet_ml_min, ratio, minutes)| {
        vec![
            amount("inlet", inlet_ml_min, Unit::MlPerMin),
            exact("ratio", ratio, Unit::One),
            amount("minutes", minutes, Unit::Min),
        ]
    };
    spells.into_iter().map(terms).collect()
}

/// Cells in the bag relative to all that were offered to the separator.
fn efficiency(cells: Cells, against: Against, run: &Run) -> (Equation, Vec<Term>) {
    let count = |symbol, blood: &Blood| {
        let e9_per_l = cells.of(blood) / blood.volume_ml(&run.body.patient.cell_volume_fl) * 1000.0;
        amount(symbol, e9_per_l, Unit::E9PerL)
    };
    let bag = amount("bag", cells.of(&run.after.bag), Unit::E9);
    let processed = amount("processed", run.outcome.processed_ml / 1000.0, Unit::Liter);
    let before = count("before", &run.before.patient);
    match against {
        Against::MeanCount => (Equation::Ce1, vec![bag, processed, before, count("after", &run.after.patient)]),
        Against::CountBefore => (Equation::Ce2, vec![bag, processed, before]),
    }
}
