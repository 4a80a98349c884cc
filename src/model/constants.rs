//! The constants that were fitted to published studies, together, so that a fit can vary them.

use super::cells::{LYMPHOCYTE_HALF_TIME_MIN, WhiteCell};
use super::patient::{Patient, WATER_LOSS_PER_MIN};
use super::separator::{
    FLOTATION_ODDS, LAYER_BLUR, PLATELET_BAND, PORT_HALF_WIDTH, PRODUCT_HEMATOCRIT_AT_CENTER,
    PRODUCT_HEMATOCRIT_GROWTH, STARCH_BED_GAIN,
};

/// The fitted constants of one run. Every run of the program uses the default; only the fit in the tests tries others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Constants {
    /// [`FLOTATION_ODDS`]
    pub flotation_odds: f64,
    /// [`LAYER_BLUR`]
    pub layer_blur: f64,
    /// [`PORT_HALF_WIDTH`]
    pub port_half_width: f64,
    /// [`PLATELET_BAND`]
    pub platelet_band: f64,
    /// [`STARCH_BED_GAIN`]
    pub starch_bed_gain: f64,
    /// [`PRODUCT_HEMATOCRIT_AT_CENTER`]
    pub product_hematocrit_at_center: f64,
    /// [`PRODUCT_HEMATOCRIT_GROWTH`]
    pub product_hematocrit_growth: f64,
    /// [`WATER_LOSS_PER_MIN`]
    pub water_loss_per_min: f64,
    /// [`LYMPHOCYTE_HALF_TIME_MIN`]: of patients whose case does not give another.
    pub lymphocyte_half_time_min: f64,
}

impl Default for Constants {
    fn default() -> Self {
        Self {
            flotation_odds: FLOTATION_ODDS,
            layer_blur: LAYER_BLUR,
            port_half_width: PORT_HALF_WIDTH,
            platelet_band: PLATELET_BAND,
            starch_bed_gain: STARCH_BED_GAIN,
            product_hematocrit_at_center: PRODUCT_HEMATOCRIT_AT_CENTER,
            product_hematocrit_growth: PRODUCT_HEMATOCRIT_GROWTH,
            water_loss_per_min: WATER_LOSS_PER_MIN,
            lymphocyte_half_time_min: LYMPHOCYTE_HALF_TIME_MIN,
        }
    }
}

impl Constants {
    /// Puts the half-time of lymphocytes and CD34+ cells into a patient whose case leaves the usual one.
    pub fn apply(&self, patient: &mut Patient) {
        for class in [WhiteCell::Lymphocyte, WhiteCell::Cd34] {
            let half_time_min = &mut patient.refill_half_time_min[class];
            if *half_time_min == LYMPHOCYTE_HALF_TIME_MIN {
                *half_time_min = self.lymphocyte_half_time_min;
            }
        }
    }
}
