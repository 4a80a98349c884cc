//! The arithmetic behind the results: which formula gives a number, the case's own values in it, and what comes out.

use super::moment::Moment;
use super::quantities::{Quantity, crits_percent};
use super::run::Run;
use super::settings::Unit;
use crate::model::blood::{Blood, HEMOGLOBIN_IN_RED_CELLS_G_DL};
use crate::model::calcium::{
    ACD_A_CITRATE_MMOL_ML, CALCIUM_SPACE_L_KG, CITRATE_AFFINITY_L_MMOL, CITRATE_MG_PER_MMOL, CITRATE_SPACE_L_KG,
    PROTEIN_BOUND_PER_IONIZED,
};
use crate::model::cells::{PerClass, WhiteCell};
use crate::model::patient::{Patient, VolumeEstimate};

/// The cells that a result of collection is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cells {
    White,
    Mononuclear,
    Class(WhiteCell),
}

impl Cells {
    fn of(self, blood: &Blood) -> f64 {
        let counts: &PerClass<f64> = &blood.white_cells_e9;
        match self {
            Self::White => counts.sum(),
            Self::Mononuclear => counts.mononuclear(),
            Self::Class(class) => counts[class],
        }
    }
}

/// The count that a collection efficiency is measured against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Against {
    /// The mean of the counts before and after: CE1.
    MeanCount,
    /// The count before: CE2.
    CountBefore,
}

/// What moment a result is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// Before the procedure.
    Start,
    Moment,
    /// From before to the end of rinse-back.
    WholeRun,
}

/// A result whose arithmetic can be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Formula {
    /// A quantity of the table at a moment.
    Of(Quantity),
    /// Blood volume before the procedure, from the body's build or as the case gives it.
    BloodVolumeBefore,
    /// All calcium of the plasma, ionized, held by protein or by citrate.
    AllCalcium,
    BagHematocrit,
    /// What is in the bag as a share of what circulated before.
    Removed(Cells),
    /// Collection efficiency.
    Efficiency(Cells, Against),
}

/// One number in a formula.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Term {
    /// Its name in the formula's message.
    pub symbol: &'static str,
    pub value: f64,
    pub unit: Unit,
    /// A constant or a setting, told with all its digits.
    pub is_exact: bool,
}

/// A formula with its numbers and what they come to.
#[derive(Clone, Debug, PartialEq)]
pub struct Arithmetic {
    pub formula: Formula,
    /// The name of the equation in message ids: a formula may have more than one.
    pub key: &'static str,
    /// The terms of the equation; where it is used more than once, its results are added.
    pub parts: Vec<Vec<Term>>,
    pub result: f64,
    pub unit: Unit,
    /// Digits after the point that mean something.
    pub decimals: usize,
}

impl Arithmetic {
    /// Whether its equation has a sum on each side and the result among its terms.
    pub fn is_balance(&self) -> bool {
        self.formula == Formula::Of(Quantity::IonizedCalcium)
    }
}

const fn amount(symbol: &'static str, value: f64, unit: Unit) -> Term {
    Term { symbol, value, unit, is_exact: false }
}

const fn exact(symbol: &'static str, value: f64, unit: Unit) -> Term {
    Term { symbol, value, unit, is_exact: true }
}

/// All that is worked out for a case about these cells: volumes, what was collected, counts, citrate and calcium.
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

/// The formulas that lead to a quantity, the quantity's own last.
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

    /// The formula with the numbers of a moment; `None` where it has no meaning.
    pub fn at(self, run: &Run, moment: &Moment<'_>) -> Option<Arithmetic> {
        let (key, parts, result) = match self {
            Self::Of(quantity) => return of_quantity(quantity, run, moment),
            Self::BloodVolumeBefore => return Some(blood_volume_before(&run.body.patient)),
            Self::AllCalcium => all_calcium(moment),
            Self::BagHematocrit => bag_hematocrit(moment)?,
            Self::Removed(cells) => removed(cells, run, moment)?,
            Self::Efficiency(cells, against) => efficiency(cells, against, run)?,
        };
        let (unit, decimals) = match self {
            Self::AllCalcium => (Unit::MmolPerL, 2),
            _ => (Unit::Percent, 1),
        };
        Some(Arithmetic { formula: self, key, parts: vec![parts], result, unit, decimals })
    }
}

/// The name of an equation, its terms, and what they come to.
type WorkedOut = (&'static str, Vec<Term>, f64);

/// The arithmetic of a quantity; `None` for those that a separator's picture tells better than a line.
fn of_quantity(quantity: Quantity, run: &Run, moment: &Moment<'_>) -> Option<Arithmetic> {
    let row = quantity.row();
    let of = |key, parts, result| {
        Some(Arithmetic { formula: Formula::Of(quantity), key, parts, result, unit: row.unit, decimals: row.decimals })
    };
    if quantity == Quantity::Processed {
        let parts = drawn(run, moment.time_min);
        return of("processed", parts, moment.pumped.processed_ml);
    }
    let (key, terms, result) = match quantity {
        Quantity::WhiteCells => count(moment, moment.state.patient.white_cells_e9.sum()),
        Quantity::Class(class) => count(moment, moment.state.patient.white_cells_e9[class]),
        Quantity::Platelets => count(moment, moment.state.patient.platelets_e9),
        Quantity::Hemoglobin => hemoglobin(moment),
        Quantity::Hematocrit => hematocrit(moment),
        Quantity::HemoglobinChange => hemoglobin_change(moment),
        Quantity::Leukocrit => leukocrit(moment),
        Quantity::IonizedCalcium => ionized_calcium(moment)?,
        Quantity::Citrate => citrate(moment),
        Quantity::CitrateRate => citrate_rate(moment)?,
        Quantity::AnticoagulantRate => anticoagulant_rate(moment)?,
        Quantity::BloodVolume => volume("blood_volume", &moment.state.patient, moment),
        Quantity::BagVolume => volume("bag_volume", &moment.state.bag, moment),
        Quantity::BloodVolumeChange => blood_volume_change(moment),
        Quantity::ExtracorporealShare => extracorporeal_share(moment)?,
        Quantity::ProcessedVolumes => processed_volumes(moment),
        _ => return None,
    };
    of(key, vec![terms], result)
}

/// The case's own blood volume, else the estimate from the body's build.
fn blood_volume_before(patient: &Patient) -> Arithmetic {
    let (height_m, weight_kg) = (patient.height_m, patient.weight_kg);
    let weight = exact("weight", weight_kg, Unit::Kilogram);
    let (key, terms, result) = match (patient.blood_volume_ml, VolumeEstimate::new(patient.sex, patient.age_years)) {
        (Some(volume_ml), _) => ("given_volume", vec![exact("volume", volume_ml, Unit::Ml)], volume_ml),
        (None, estimate @ VolumeEstimate::Nadler { per_m3, per_kg, constant }) => {
            let terms = vec![
                exact("per_m3", per_m3, Unit::One),
                exact("height", height_m, Unit::Meter),
                exact("per_kg", per_kg, Unit::One),
                weight,
                exact("constant", constant, Unit::One),
            ];
            ("nadler", terms, estimate.volume_ml(height_m, weight_kg))
        }
        (None, estimate @ VolumeEstimate::Linderkamp { per_log_kg, per_cm, constant }) => {
            let terms = vec![
                exact("per_log", per_log_kg, Unit::One),
                weight,
                exact("per_cm", per_cm, Unit::One),
                exact("height", height_m, Unit::Meter),
                exact("constant", constant, Unit::One),
            ];
            ("linderkamp", terms, estimate.volume_ml(height_m, weight_kg))
        }
    };
    Arithmetic {
        formula: Formula::BloodVolumeBefore,
        key,
        parts: vec![terms],
        result,
        unit: Unit::Ml,
        decimals: Quantity::BloodVolume.row().decimals,
    }
}

/// The blood drawn so far: for each setting of the pumps its flow, its share of blood and its minutes.
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

fn count(moment: &Moment<'_>, cells_e9: f64) -> WorkedOut {
    let volume_ml = moment.blood_volume_ml();
    let terms = vec![amount("cells", cells_e9, Unit::E9), amount("volume", volume_ml / 1000.0, Unit::Liter)];
    ("count", terms, cells_e9 / volume_ml * 1000.0)
}

/// Red cells and blood volume: the terms of what follows from the hematocrit.
fn red_cells_and_volume(moment: &Moment<'_>) -> (Vec<Term>, f64) {
    let (red_cells_ml, volume_ml) = (moment.state.patient.red_cells_ml, moment.blood_volume_ml());
    let terms = vec![amount("red_cells", red_cells_ml, Unit::Ml), amount("volume", volume_ml, Unit::Ml)];
    (terms, red_cells_ml / volume_ml)
}

fn hemoglobin(moment: &Moment<'_>) -> WorkedOut {
    let (mut terms, share) = red_cells_and_volume(moment);
    terms.push(exact("concentration", HEMOGLOBIN_IN_RED_CELLS_G_DL, Unit::GramPerDl));
    ("hemoglobin", terms, HEMOGLOBIN_IN_RED_CELLS_G_DL * share)
}

fn hematocrit(moment: &Moment<'_>) -> WorkedOut {
    let (terms, share) = red_cells_and_volume(moment);
    ("hematocrit", terms, 100.0 * share)
}

fn hemoglobin_change(moment: &Moment<'_>) -> WorkedOut {
    let (_, share) = red_cells_and_volume(moment);
    let before = moment.body.patient.hematocrit_percent / 100.0;
    let terms = vec![
        amount("now", HEMOGLOBIN_IN_RED_CELLS_G_DL * share, Unit::GramPerDl),
        amount("before", HEMOGLOBIN_IN_RED_CELLS_G_DL * before, Unit::GramPerDl),
    ];
    ("hemoglobin_change", terms, HEMOGLOBIN_IN_RED_CELLS_G_DL * (share - before))
}

fn leukocrit(moment: &Moment<'_>) -> WorkedOut {
    let white_cells_ml = moment.state.patient.white_cell_volume_ml(&moment.body.patient.cell_volume_fl);
    let volume_ml = moment.blood_volume_ml();
    let terms = vec![amount("white_cells", white_cells_ml, Unit::Ml), amount("volume", volume_ml, Unit::Ml)];
    ("leukocrit", terms, 100.0 * white_cells_ml / volume_ml)
}

fn citrate(moment: &Moment<'_>) -> WorkedOut {
    let terms = vec![
        amount("citrate", moment.state.patient.citrate_mmol, Unit::Mmol),
        exact("space", CITRATE_SPACE_L_KG, Unit::LPerKg),
        exact("weight", moment.body.patient.weight_kg, Unit::Kilogram),
    ];
    ("citrate", terms, moment.state.citrate_mmol_l(&moment.body.patient))
}

fn all_calcium(moment: &Moment<'_>) -> WorkedOut {
    let patient = &moment.body.patient;
    let held = 1.0 + PROTEIN_BOUND_PER_IONIZED;
    let infused_mmol_l = moment.state.infused_calcium_mmol / (CALCIUM_SPACE_L_KG * patient.weight_kg);
    let terms = vec![
        exact("held", held, Unit::One),
        exact("before", patient.ionized_calcium_mmol_l, Unit::MmolPerL),
        amount("infused", moment.state.infused_calcium_mmol, Unit::Mmol),
        exact("space", CALCIUM_SPACE_L_KG, Unit::LPerKg),
        exact("weight", patient.weight_kg, Unit::Kilogram),
    ];
    ("all_calcium", terms, held * patient.ionized_calcium_mmol_l + infused_mmol_l)
}

/// The core solves a quadratic; here its solution is put into the balance, where it can be checked by hand.
fn ionized_calcium(moment: &Moment<'_>) -> Option<WorkedOut> {
    let ionized = Quantity::IonizedCalcium.at(moment)?;
    let (_, _, all) = all_calcium(moment);
    let terms = vec![
        amount("ionized", ionized, Unit::MmolPerL),
        exact("protein", PROTEIN_BOUND_PER_IONIZED, Unit::One),
        exact("affinity", CITRATE_AFFINITY_L_MMOL, Unit::One),
        amount("citrate", moment.state.citrate_mmol_l(&moment.body.patient), Unit::MmolPerL),
        amount("all", all, Unit::MmolPerL),
    ];
    Some(("ionized_calcium", terms, ionized))
}

/// Inlet flow and ratio: the terms of what follows from the anticoagulant.
fn anticoagulant(moment: &Moment<'_>) -> Option<(Vec<Term>, f64)> {
    let flows = moment.flows()?;
    let ratio = moment.settings.procedure.anticoagulant_ratio;
    let terms = vec![amount("inlet", flows.inlet_ml_min, Unit::MlPerMin), exact("ratio", ratio, Unit::One)];
    Some((terms, flows.anticoagulant_ml_min))
}

fn citrate_rate(moment: &Moment<'_>) -> Option<WorkedOut> {
    let (mut terms, flow_ml_min) = anticoagulant(moment)?;
    let weight_kg = moment.body.patient.weight_kg;
    terms.push(exact("citrate", ACD_A_CITRATE_MMOL_ML * CITRATE_MG_PER_MMOL, Unit::MgPerMl));
    terms.push(exact("weight", weight_kg, Unit::Kilogram));
    Some(("citrate_rate", terms, flow_ml_min * ACD_A_CITRATE_MMOL_ML * CITRATE_MG_PER_MMOL / weight_kg))
}

fn anticoagulant_rate(moment: &Moment<'_>) -> Option<WorkedOut> {
    let (mut terms, flow_ml_min) = anticoagulant(moment)?;
    // The device knows what was entered, not what is there.
    let volume_ml = moment.body.patient.entered_blood_volume_ml();
    terms.push(amount("volume", volume_ml / 1000.0, Unit::Liter));
    Some(("anticoagulant_rate", terms, flow_ml_min / volume_ml * 1000.0))
}

/// Plasma, red cells and white cells of a vessel.
fn volume(key: &'static str, blood: &Blood, moment: &Moment<'_>) -> WorkedOut {
    let cell_volume_fl = &moment.body.patient.cell_volume_fl;
    let terms = vec![
        amount("plasma", blood.plasma_ml, Unit::Ml),
        amount("red_cells", blood.red_cells_ml, Unit::Ml),
        amount("white_cells", blood.white_cell_volume_ml(cell_volume_fl), Unit::Ml),
    ];
    (key, terms, blood.volume_ml(cell_volume_fl))
}

fn blood_volume_change(moment: &Moment<'_>) -> WorkedOut {
    let (now_ml, before_ml) = (moment.blood_volume_ml(), moment.body.blood_volume_before_ml);
    let terms = vec![amount("now", now_ml, Unit::Ml), amount("before", before_ml, Unit::Ml)];
    ("blood_volume_change", terms, 100.0 * (now_ml / before_ml - 1.0))
}

fn extracorporeal_share(moment: &Moment<'_>) -> Option<WorkedOut> {
    moment.flows()?;
    let (set_ml, volume_ml) = (moment.settings.machine.set_volume_ml, moment.body.blood_volume_before_ml);
    let terms = vec![exact("set", set_ml, Unit::Ml), amount("volume", volume_ml, Unit::Ml)];
    Some(("extracorporeal_share", terms, 100.0 * set_ml / volume_ml))
}

fn processed_volumes(moment: &Moment<'_>) -> WorkedOut {
    let (processed_ml, volume_ml) = (moment.pumped.processed_ml, moment.body.blood_volume_before_ml);
    let terms = vec![amount("processed", processed_ml, Unit::Ml), amount("volume", volume_ml, Unit::Ml)];
    ("processed_volumes", terms, processed_ml / volume_ml)
}

fn bag_hematocrit(moment: &Moment<'_>) -> Option<WorkedOut> {
    let (bag, cell_volume_fl) = (&moment.state.bag, &moment.body.patient.cell_volume_fl);
    let (hematocrit_percent, _) = crits_percent(bag, cell_volume_fl)?;
    let terms = vec![
        amount("red_cells", bag.red_cells_ml, Unit::Ml),
        amount("volume", bag.volume_ml(cell_volume_fl), Unit::Ml),
    ];
    Some(("bag_hematocrit", terms, hematocrit_percent))
}

fn removed(cells: Cells, run: &Run, moment: &Moment<'_>) -> Option<WorkedOut> {
    let (bag_e9, before_e9) = (cells.of(&moment.state.bag), cells.of(&run.before.patient));
    let terms = vec![amount("bag", bag_e9, Unit::E9), amount("before", before_e9, Unit::E9)];
    (before_e9 > 0.0).then_some(("removed", terms, 100.0 * bag_e9 / before_e9))
}

/// What is in the bag for all that was offered to the separator.
fn efficiency(cells: Cells, against: Against, run: &Run) -> Option<WorkedOut> {
    let per_ml = |blood: &Blood| cells.of(blood) / blood.volume_ml(&run.body.patient.cell_volume_fl);
    let (before_e9_ml, after_e9_ml) = (per_ml(&run.before.patient), per_ml(&run.after.patient));
    let (bag_e9, processed_ml) = (cells.of(&run.after.bag), run.outcome.processed_ml);
    let (key, count_e9_ml) = match against {
        Against::MeanCount => ("ce1", 0.5 * (before_e9_ml + after_e9_ml)),
        Against::CountBefore => ("ce2", before_e9_ml),
    };
    let mut terms = vec![
        amount("bag", bag_e9, Unit::E9),
        amount("processed", processed_ml / 1000.0, Unit::Liter),
        amount("before", before_e9_ml * 1000.0, Unit::E9PerL),
    ];
    if against == Against::MeanCount {
        terms.push(amount("after", after_e9_ml * 1000.0, Unit::E9PerL));
    }
    let offered_e9 = count_e9_ml * processed_ml;
    (offered_e9 > 0.0).then_some((key, terms, 100.0 * bag_e9 / offered_e9))
}
