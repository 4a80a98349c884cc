//! Every reported quantity: in one table its key and its unit, and how it is read from a moment of one run or of several.
//!
//! CSV columns, JSON keys, curves, numbers on screen and warnings all read this table.

use std::sync::LazyLock;

use strum::{EnumIter, IntoEnumIterator};

use super::moment::{Moment, Phase};
use super::old_names;
use super::rates::Physiology;
use super::reading::Reading;
use super::settings::Unit;
use crate::model::blood::{Blood, HEMOGLOBIN_IN_RED_CELLS_G_DL};
use crate::model::calcium::{CITRATE_MG_PER_MMOL, citrate_mmol_l};
use crate::model::cells::{PerClass, WhiteCell};
use crate::model::number::Number;

/// The name of a quantity in code, in the order of the CSV's columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter)]
pub enum Quantity {
    WhiteCells,
    Class(WhiteCell),
    RedCells,
    Hematocrit,
    Hemoglobin,
    Platelets,
    IonizedCalcium,
    BloodVolume,
    Processed,
    BagVolume,
    Leukocrit,
    BloodVolumeChange,
    Citrate,
    CitrateRate,
    AnticoagulantRate,
    ExtracorporealShare,
    LineRoom,
    BagWhiteCells,
    HemoglobinChange,
    ProcessedVolumes,
    ProductHematocrit,
    SpilledRedCells,
    InterfaceDrift,
    AnticoagulantRatio,
    WhiteCellEfficiency,
    MononuclearEfficiency,
    PlateletEfficiency,
}

/// One row of the table.
pub struct Row {
    /// The name in columns and keys, unit included.
    pub key: &'static str,
    pub unit: Unit,
    /// Significant digits after the decimal point.
    pub decimals: usize,
    /// Whether it can be negative: true for changes and distances, false for amounts.
    pub is_signed: bool,
}

macro_rules! row {
    (signed, $key:literal, $unit:ident, $decimals:literal) => {
        const { &Row { key: $key, unit: Unit::$unit, decimals: $decimals, is_signed: true } }
    };
    ($key:literal, $unit:ident, $decimals:literal) => {
        const { &Row { key: $key, unit: Unit::$unit, decimals: $decimals, is_signed: false } }
    };
}

impl Quantity {
    /// Every quantity; the count of a class appears once per class.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::iter().flat_map(|quantity| match quantity {
            Self::Class(_) => WhiteCell::ALL.map(Self::Class).to_vec(),
            _ => vec![quantity],
        })
    }

    /// The quantity with this key, current or of an earlier release.
    pub fn by_key(key: &str) -> Option<Self> {
        let key = old_names::current(key);
        Self::all().find(|quantity| quantity.row().key == key)
    }

    /// Its value at a moment; `None` where it is undefined. A negative amount is solver error and is returned as zero.
    pub fn at(self, moment: &Moment<'_>) -> Option<f64> {
        self.of(moment).filter(|value| !value.is_nan())
    }

    /// Its value at a moment of one run or of several: `None` where it is undefined in all, no number in those where it is.
    #[inline(always)]
    pub fn of<R: Reading>(self, moment: &R) -> Option<R::Number> {
        let value = self.measure(moment)?;
        if self.row().is_signed {
            return Some(value);
        }
        let nothing = value.same(0.0);
        // What is no number stays none.
        Some(R::Number::choose(value.is_below(nothing), nothing, value))
    }

    /// The row of the table.
    #[inline(always)]
    pub fn row(self) -> &'static Row {
        match self {
            Self::WhiteCells => row!("white_cells_e9_per_l", E9PerL, 2),
            Self::Class(class) => {
                static ROWS: LazyLock<PerClass<Row>> = LazyLock::new(|| {
                    PerClass::from_fn(|class| Row {
                        key: format!("{}_e9_per_l", class.key()).leak(),
                        unit: Unit::E9PerL,
                        decimals: if class == WhiteCell::Cd34 { 4 } else { 2 },
                        is_signed: false,
                    })
                });
                &ROWS[class]
            }
            Self::RedCells => row!("red_cells_e12_per_l", E12PerL, 2),
            Self::Hematocrit => row!("hematocrit_percent", Percent, 1),
            Self::Hemoglobin => row!("hemoglobin_g_dl", GramPerDl, 1),
            Self::Platelets => row!("platelets_e9_per_l", E9PerL, 0),
            Self::IonizedCalcium => row!("ionized_calcium_mmol_l", MmolPerL, 2),
            Self::BloodVolume => row!("blood_volume_ml", Ml, 0),
            Self::Processed => row!("processed_ml", Ml, 0),
            Self::BagVolume => row!("bag_volume_ml", Ml, 0),
            Self::Leukocrit => row!("leukocrit_percent", Percent, 1),
            Self::BloodVolumeChange => row!(signed, "blood_volume_change_percent", Percent, 1),
            Self::Citrate => row!("citrate_mmol_l", MmolPerL, 2),
            Self::CitrateRate => row!("citrate_mg_kg_min", MgPerKgPerMin, 2),
            Self::AnticoagulantRate => row!("anticoagulant_ml_min_per_l", MlPerMinPerL, 2),
            Self::ExtracorporealShare => row!("extracorporeal_percent", Percent, 1),
            Self::LineRoom => row!("collect_line_room_percent", Percent, 0),
            Self::BagWhiteCells => row!("bag_white_cells_e9", E9, 1),
            Self::HemoglobinChange => row!(signed, "hemoglobin_change_g_dl", GramPerDl, 1),
            Self::ProcessedVolumes => row!("processed_blood_volumes", One, 2),
            Self::ProductHematocrit => row!("product_hematocrit_percent", Percent, 1),
            Self::SpilledRedCells => row!("spilled_red_cells_percent", Percent, 1),
            Self::InterfaceDrift => row!(signed, "interface_drift", One, 2),
            Self::AnticoagulantRatio => row!("anticoagulant_ratio", One, 1),
            Self::WhiteCellEfficiency => row!("white_cell_ce1_percent", Percent, 1),
            Self::MononuclearEfficiency => row!("mononuclear_ce1_percent", Percent, 1),
            Self::PlateletEfficiency => row!("platelet_ce1_percent", Percent, 1),
        }
    }

    /// Its equation.
    #[inline(always)]
    fn measure<R: Reading>(self, m: &R) -> Option<R::Number> {
        let (state, before, volume_ml) = (m.state(), m.before(), m.blood_volume_ml());
        let volumes_fl = &m.physiology().cell_volume_fl;
        let patient = &state.patient;
        let per_liter = |count_e9: R::Number| count_e9 / volume_ml * 1000.0;
        let hematocrit = || patient.red_cells_ml / volume_ml;
        let citrate_mmol_l = || citrate_mmol_l(patient.citrate_mmol, m.physiology().weight_kg);
        Some(match self {
            Self::WhiteCells => per_liter(patient.white_cells_e9.sum()),
            Self::Class(class) => per_liter(patient.white_cells_e9[class]),
            Self::RedCells => hematocrit() / before.mean_red_cell_volume_fl * 1000.0,
            Self::Hematocrit => hematocrit() * 100.0,
            Self::Hemoglobin => hematocrit() * HEMOGLOBIN_IN_RED_CELLS_G_DL,
            Self::Platelets => per_liter(patient.platelets_e9),
            Self::IonizedCalcium => {
                let Physiology { weight_kg, ionized_calcium_mmol_l, .. } = *m.physiology();
                state.calcium_pool_of(weight_kg, ionized_calcium_mmol_l).ionized_mmol_l(citrate_mmol_l())
            }
            Self::BloodVolume => volume_ml,
            Self::Processed => m.processed_ml(),
            Self::BagVolume => state.bag.volume_ml(volumes_fl),
            Self::Leukocrit => patient.white_cell_volume_ml(volumes_fl) * 100.0 / volume_ml,
            Self::BloodVolumeChange => (volume_ml / before.blood_volume_ml - 1.0) * 100.0,
            Self::Citrate => citrate_mmol_l(),
            Self::CitrateRate => m.constant(|m| {
                let citrate_mmol_min =
                    m.flows()?.anticoagulant_ml_min / 1000.0 * m.settings.procedure.anticoagulant_citrate_mmol_l;
                Some(citrate_mmol_min * CITRATE_MG_PER_MMOL / m.body.patient.weight_kg)
            })?,
            Self::AnticoagulantRate => m.constant(|m| {
                Some(m.flows()?.anticoagulant_ml_min / m.body.patient.entered_blood_volume_ml() * 1000.0)
            })?,
            Self::ExtracorporealShare => m.constant(|m| {
                let share = 100.0 * m.settings.machine.set_volume_ml / m.body.before.blood_volume_ml;
                m.phase.is_under_way().then_some(share)
            })?,
            Self::LineRoom => m.open_port()?.line_room * 100.0,
            Self::BagWhiteCells => state.bag.white_cells_e9.sum(),
            Self::HemoglobinChange => (hematocrit() - before.hematocrit_percent / 100.0) * HEMOGLOBIN_IN_RED_CELLS_G_DL,
            Self::ProcessedVolumes => m.processed_ml() / before.blood_volume_ml,
            Self::ProductHematocrit => m.open_port()?.product_hematocrit * 100.0,
            Self::SpilledRedCells => m.open_port()?.spilled_red_cell_share * 100.0,
            Self::InterfaceDrift => m.open_port()?.drift,
            Self::AnticoagulantRatio => m.constant(|m| m.flows().map(|_| m.settings.procedure.anticoagulant_ratio))?,
            Self::WhiteCellEfficiency => {
                collection_efficiency(m, before.white_cells_e9_per_l.sum(), |blood| blood.white_cells_e9.sum())?
            }
            Self::MononuclearEfficiency => {
                let before_e9_per_l = before.white_cells_e9_per_l.mononuclear();
                collection_efficiency(m, before_e9_per_l, |blood| blood.white_cells_e9.mononuclear())?
            }
            Self::PlateletEfficiency => {
                collection_efficiency(m, before.platelets_e9_per_l, |blood| blood.platelets_e9)?
            }
        })
    }
}

/// CE1 so far: cells in the bag as percent of those processed, by the mean of the counts at the start and now. `None` once the needle is
/// out: the counts go on changing, so the number would be meaningless. No number where nothing was processed.
#[inline(always)]
fn collection_efficiency<R: Reading>(
    m: &R,
    before_e9_per_l: R::Number,
    count_e9: impl Fn(&Blood<R::Number>) -> R::Number,
) -> Option<R::Number> {
    if m.phase() == Phase::After {
        return None;
    }
    let blood_volume_before_ml = m.before().blood_volume_ml;
    let before_e9_ml = before_e9_per_l * blood_volume_before_ml / 1000.0 / blood_volume_before_ml;
    let mean_e9_ml = (before_e9_ml + count_e9(&m.state().patient) / m.blood_volume_ml()) * 0.5;
    let offered_e9 = mean_e9_ml * m.processed_ml();
    let percent = count_e9(&m.state().bag) * 100.0 / offered_e9;
    let is_offered = offered_e9.same(0.0).is_below(offered_e9);
    Some(R::Number::choose(is_offered, percent, offered_e9.same(f64::NAN)))
}

/// Red and white cells as percent of the volume of blood; `None` if there is no blood.
pub fn crits_percent(blood: &Blood, cell_volume_fl: &PerClass<f64>) -> Option<(f64, f64)> {
    let volume_ml = blood.volume_ml(cell_volume_fl);
    (volume_ml > 0.0).then(|| {
        (100.0 * blood.red_cells_ml / volume_ml, 100.0 * blood.white_cell_volume_ml(cell_volume_fl) / volume_ml)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_unique_and_begin_as_promised() {
        let keys: Vec<_> = Quantity::all().map(|quantity| quantity.row().key).collect();
        assert!(keys.iter().enumerate().all(|(i, key)| !keys[..i].contains(key)));
        assert_eq!(
            keys[7..15].join(","),
            "red_cells_e12_per_l,hematocrit_percent,hemoglobin_g_dl,platelets_e9_per_l,ionized_calcium_mmol_l,blood_volume_ml,processed_ml,bag_volume_ml"
        );
    }
}
