//! How virtual patients differ from the case they are drawn around: published or assumed spreads, and the drawing of one patient.
//!
//! *Such patients* look like the case on paper. Sex, age, size, diagnosis and every setting of machine and procedure are the same. What was
//! measured once before the needle goes in (counts, hematocrit, ionized calcium) is known with an error: that of the measurement, and what
//! blood changes between the sample and the first draw. The rest cannot be measured at the bedside at all.

use super::deviations::Deviations;
use crate::model::cells::{CLASSES, PerClass, WhiteCell};
use crate::model::patient::Patient;
use crate::sim::Protocol;
use crate::sim::protocol::MAX_CELLS_IN_BLOOD;
use crate::sim::settings::{SettingId, Value};

/// SD of blood volume around its estimate, as a share. Limits of ±25 % around the predicted plasma and red-cell volumes include 98 % of
/// healthy adults (Pearson, Br J Haematol 1995;89:748), which gives an SD of a tenth.
pub const BLOOD_VOLUME_SD: f64 = 0.10;

/// SD of citrate clearance, natural logarithm. Published: 687 ± 354 mL/min in 12 volunteers (Zheng, PLoS One 2013;8:e65992), a
/// coefficient of variation of 0.51 that includes body size and measurement error; 0.4 is assumed to be the patient.
pub const CITRATE_CLEARANCE_LOG_SD: f64 = 0.40;

/// SD of platelets in the spleen per platelet in the blood, natural logarithm. Of labeled platelets, 59.2 ± 9.3 % were found in the
/// blood of healthy people, 97.8 % without a spleen (Organ distribution and fate of human platelets, 12 volunteers).
pub const SPLEEN_RATIO_LOG_SD: f64 = 0.40;

/// SD of the reserve of leukemic cells (blasts, immature granulocytes) per cell in the blood, natural logarithm. Assumed: published
/// are 1 to 12 (Blood 1963;21:164), and patients whose counts fall by more than half are not rare.
pub const LEUKEMIC_RESERVE_LOG_SD: f64 = 1.5;

/// SD of the half-time of their exchange, natural logarithm. Assumed: from 180 min to that patient's 40 min is 1.5 SD.
pub const LEUKEMIC_HALF_TIME_LOG_SD: f64 = 1.0;

/// SD of reserve and half-time of the other classes, natural logarithm: a factor of 1.5. Assumed.
pub const RESERVE_LOG_SD: f64 = 0.40;

/// SD of the modal density of a class of cells between patients, g/mL. In healthy people the medians of monocytes were 1.067–1.077
/// and of lymphocytes 1.073–1.077; in 4 of 14 leukemias the blasts were lighter than 1.068, in the others denser (Blood 1976;48:361).
/// The means of studies with different gradients are not comparable, so the value is assumed with these in view. With 0.0015,
/// collection of granulocytes varies more than published in G5 and about as much as in G2. The density of the bed varies too; it
/// shifts all classes alike and is included here.
pub const CELL_DENSITY_SD_G_ML: f64 = 0.0015;

/// SD of the true position of the port among the layers, in units of interface position (millimeters). Assumed: device and operator
/// see a color, not a layer. It varies the product's hematocrit by about a quarter; with a larger value, collection from the median
/// patient would be far below the published means.
pub const INTERFACE_POSITION_SD: f64 = 0.15;

/// SD of the blur of the layers, natural logarithm: a factor of 1.8; clumps, rouleaux, protein, and pauses differ. Assumed, so that
/// efficiencies scatter as within one center: those of platelets, which layer alone, by ± 12 of 70 % (57 collections, COBE Spectra;
/// Infusionstherapie 1991;18 Suppl 1:24), those of CD34+ cells by 19 to 46 % of their mean. With 0.35 platelets scatter a third as much.
pub const LAYER_BLUR_LOG_SD: f64 = 0.60;

/// SD of the odds that a cell floats out of the bed, natural logarithm: 0.57 to 0.85 of the lymphocytes around the usual 0.73. Assumed;
/// clumps, faltering veins and pauses differ. Chosen between two studies: with more, granulocytes of G5 would scatter more than twice as
/// much as published; with less, the mix of T1 more than a quarter less.
pub const FLOTATION_ODDS_LOG_SD: f64 = 0.72;

/// SD of the true neutrophil count at the first draw about the count on paper, natural logarithm. Within one person on one day counts
/// vary by 12.9 % from hour to hour (means of 20 healthy adults at 8, 11 and 14 h, counted in duplicate; Statland, Am J Clin Pathol
/// 1978;69:48), and two analyzers of one laboratory differ by up to 2 % (Pighi, J Med Biochem 2026).
pub const NEUTROPHIL_COUNT_LOG_SD: f64 = 0.13;

/// The same for lymphocytes: 10.3 % from hour to hour.
pub const LYMPHOCYTE_COUNT_LOG_SD: f64 = 0.105;

/// The same for monocytes: 18.6 % from hour to hour.
pub const MONOCYTE_COUNT_LOG_SD: f64 = 0.19;

/// The same for blasts and immature granulocytes. None is published; taken is what is published of all white cells together, 9.4 %.
pub const LEUKEMIC_COUNT_LOG_SD: f64 = 0.096;

/// The same for CD34+ cells. Trained laboratories differ by 10 % with one protocol (9.5 and 10.8 %, Barnett, Br J Haematol 2000;108:784;
/// without one 22 to 24 %). Their change within hours is not published as a spread; taken is that of all white cells, 9.4 %.
pub const CD34_COUNT_LOG_SD: f64 = 0.14;

/// The same for platelets: 1.6 % from hour to hour, and 2.1 % between analyzers. Low counts are less certain than that.
pub const PLATELET_COUNT_LOG_SD: f64 = 0.026;

/// The same for the hematocrit: 2.6 % from hour to hour, and 2.1 % between analyzers.
pub const HEMATOCRIT_LOG_SD: f64 = 0.033;

/// SD of ionized calcium at the first draw about the measured value, mmol/L: within one person 0.02 (12 healthy people, standing and
/// lying).
pub const IONIZED_CALCIUM_SD_MMOL_L: f64 = 0.02;

/// How much such patients differ in each property: standard deviations, of natural logarithms where the name says so.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dispersion {
    pub blood_volume: f64,
    pub citrate_clearance_log: f64,
    pub spleen_ratio_log: f64,
    pub leukemic_reserve_log: f64,
    pub leukemic_half_time_log: f64,
    pub reserve_log: f64,
    pub cell_density_g_ml: f64,
    pub interface_position: f64,
    pub layer_blur_log: f64,
    pub flotation_odds_log: f64,
    pub white_cell_counts_log: PerClass<f64>,
    pub platelet_count_log: f64,
    pub hematocrit_log: f64,
    pub ionized_calcium_mmol_l: f64,
}

impl Default for Dispersion {
    fn default() -> Self {
        Self {
            blood_volume: BLOOD_VOLUME_SD,
            citrate_clearance_log: CITRATE_CLEARANCE_LOG_SD,
            spleen_ratio_log: SPLEEN_RATIO_LOG_SD,
            leukemic_reserve_log: LEUKEMIC_RESERVE_LOG_SD,
            leukemic_half_time_log: LEUKEMIC_HALF_TIME_LOG_SD,
            reserve_log: RESERVE_LOG_SD,
            cell_density_g_ml: CELL_DENSITY_SD_G_ML,
            interface_position: INTERFACE_POSITION_SD,
            layer_blur_log: LAYER_BLUR_LOG_SD,
            flotation_odds_log: FLOTATION_ODDS_LOG_SD,
            white_cell_counts_log: PerClass::from_fn(count_log_sd),
            platelet_count_log: PLATELET_COUNT_LOG_SD,
            hematocrit_log: HEMATOCRIT_LOG_SD,
            ionized_calcium_mmol_l: IONIZED_CALCIUM_SD_MMOL_L,
        }
    }
}

impl Dispersion {
    /// No differences between patients.
    pub const NONE: Self = Self {
        blood_volume: 0.0,
        citrate_clearance_log: 0.0,
        spleen_ratio_log: 0.0,
        leukemic_reserve_log: 0.0,
        leukemic_half_time_log: 0.0,
        reserve_log: 0.0,
        cell_density_g_ml: 0.0,
        interface_position: 0.0,
        layer_blur_log: 0.0,
        flotation_odds_log: 0.0,
        white_cell_counts_log: PerClass([0.0; CLASSES]),
        platelet_count_log: 0.0,
        hematocrit_log: 0.0,
        ionized_calcium_mmol_l: 0.0,
    };
}

const fn count_log_sd(class: WhiteCell) -> f64 {
    match class {
        WhiteCell::Neutrophil => NEUTROPHIL_COUNT_LOG_SD,
        WhiteCell::Lymphocyte => LYMPHOCYTE_COUNT_LOG_SD,
        WhiteCell::Monocyte => MONOCYTE_COUNT_LOG_SD,
        WhiteCell::ImmatureGranulocyte | WhiteCell::Blast => LEUKEMIC_COUNT_LOG_SD,
        WhiteCell::Cd34 => CD34_COUNT_LOG_SD,
    }
}

/// The protocol of one virtual patient: the case, with what is hidden and the errors of what was measured sampled.
///
/// A seed and index give the same deviations while the case is changed, so bands move with a slider and do not flicker.
pub fn virtual_patient(case: &Protocol, dispersion: &Dispersion, seed: u64, index: u64) -> Protocol {
    let mut deviations = Deviations::new(seed, index);
    deviating(case, dispersion, &mut || deviations.normal())
}

/// The protocol of a patient who deviates from the case by these standard normal numbers, one for each property.
pub fn deviating(case: &Protocol, dispersion: &Dispersion, normal: &mut dyn FnMut() -> f64) -> Protocol {
    // The order of the numbers is part of what a seed means: add new ones at the end.
    let mut protocol = case.clone();
    let patient = &mut protocol.settings.patient;
    patient.blood_volume_factor *= 1.0 + dispersion.blood_volume * normal();
    patient.citrate_clearance_ml_min_kg *= factor(dispersion.citrate_clearance_log, normal);
    patient.spleen_platelet_ratio *= factor(dispersion.spleen_ratio_log, normal);
    let interface_offset = dispersion.interface_position * normal();
    patient.separability.blur_factor *= factor(dispersion.layer_blur_log, normal);
    patient.separability.flotation_odds_factor *= factor(dispersion.flotation_odds_log, normal);
    for class in WhiteCell::ALL {
        let is_leukemic = matches!(class, WhiteCell::Blast | WhiteCell::ImmatureGranulocyte);
        let (reserve, half_time) = if is_leukemic {
            (dispersion.leukemic_reserve_log, dispersion.leukemic_half_time_log)
        } else {
            (dispersion.reserve_log, dispersion.reserve_log)
        };
        patient.separability.density_shift_g_ml[class] += dispersion.cell_density_g_ml * normal();
        patient.refill_ratio[class] *= factor(reserve, normal);
        patient.refill_half_time_min[class] *= factor(half_time, normal);
    }
    draw_measured(patient, dispersion, normal);
    displace_interface(&mut protocol, interface_offset);
    protocol
}

/// Replaces what was measured by what is true at the first draw.
fn draw_measured(patient: &mut Patient, dispersion: &Dispersion, normal: &mut dyn FnMut() -> f64) {
    patient.hematocrit_percent *= factor(dispersion.hematocrit_log, normal);
    patient.platelets_e9_per_l *= factor(dispersion.platelet_count_log, normal);
    patient.ionized_calcium_mmol_l += dispersion.ionized_calcium_mmol_l * normal();
    for class in WhiteCell::ALL {
        patient.white_cells_e9_per_l[class] *= factor(dispersion.white_cell_counts_log[class], normal);
    }
    // A count near the most that blood holds cannot truly be higher: all cells are lowered together, and no slider meets a jump.
    /// Rounding must not leave the cells above the limit again.
    const WITHIN: f64 = 0.999_999_999_999;
    let cells = patient.hematocrit_percent / 100.0 + patient.leukocrit();
    if cells > MAX_CELLS_IN_BLOOD {
        let share = WITHIN * MAX_CELLS_IN_BLOOD / cells;
        patient.hematocrit_percent *= share;
        patient.white_cells_e9_per_l = PerClass(patient.white_cells_e9_per_l.0.map(|count| share * count));
    }
}

/// A log-normal factor with median one.
fn factor(log_sd: f64, normal: &mut dyn FnMut() -> f64) -> f64 {
    libm::exp(log_sd * normal())
}

/// Offsets the interface position from its setting, at the start and at every later change.
fn displace_interface(protocol: &mut Protocol, offset: f64) {
    protocol.settings.machine.interface_position += offset;
    for (setting, value) in protocol.changes.iter_mut().flat_map(|change| &mut change.values) {
        if let (SettingId::InterfacePosition, Value::Number(position)) = (*setting, value) {
            *position += offset;
        }
    }
}
