//! Blood as a sum of parts: the contents of a vessel or, per minute, of a line.

use std::ops::{Add, AddAssign, Mul, Sub};

use super::cells::{CLASSES, PerClass};

/// Hemoglobin in packed red cells, g/dL: the usual mean corpuscular hemoglobin concentration.
pub const HEMOGLOBIN_IN_RED_CELLS_G_DL: f64 = 34.0;

/// Volume of 10⁹ cells of one fL each, mL.
const ML_PER_E9_FL: f64 = 1e-3;

/// The parts of a volume of blood. Per minute, the same type is a flow.
///
/// Mixing two volumes is addition, which makes every balance exact.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Blood {
    /// Water and everything dissolved in it, anticoagulant included, mL.
    pub plasma_ml: f64,
    /// Plasma protein, as mL of the patient's own plasma: it holds that much water in the vessels.
    pub protein_ml: f64,
    pub red_cells_ml: f64,
    pub white_cells_e9: PerClass<f64>,
    pub platelets_e9: f64,
    pub citrate_mmol: f64,
}

/// Number of values in a [`Blood`].
pub const PARTS: usize = 5 + CLASSES;

impl Blood {
    /// Volume taken by white cells of the given sizes, mL.
    pub fn white_cell_volume_ml(&self, cell_volume_fl: &PerClass<f64>) -> f64 {
        let mut volume = 0.0;
        for k in 0..CLASSES {
            volume += self.white_cells_e9.0[k] * cell_volume_fl.0[k];
        }
        volume * ML_PER_E9_FL
    }

    /// Total volume, mL. The volume of platelets is neglected.
    pub fn volume_ml(&self, cell_volume_fl: &PerClass<f64>) -> f64 {
        self.plasma_ml + self.red_cells_ml + self.white_cell_volume_ml(cell_volume_fl)
    }

    pub fn to_array(self) -> [f64; PARTS] {
        let mut array = [0.0; PARTS];
        array[0] = self.plasma_ml;
        array[1] = self.protein_ml;
        array[2] = self.red_cells_ml;
        array[3] = self.platelets_e9;
        array[4] = self.citrate_mmol;
        array[5..].copy_from_slice(&self.white_cells_e9.0);
        array
    }

    /// # Panics
    /// If `array` does not have exactly [`PARTS`] values.
    pub fn from_slice(array: &[f64]) -> Self {
        assert_eq!(array.len(), PARTS);
        let mut white_cells_e9 = PerClass::default();
        white_cells_e9.0.copy_from_slice(&array[5..]);
        Self {
            plasma_ml: array[0],
            protein_ml: array[1],
            red_cells_ml: array[2],
            platelets_e9: array[3],
            citrate_mmol: array[4],
            white_cells_e9,
        }
    }
}

impl Add for Blood {
    type Output = Self;
    fn add(mut self, other: Self) -> Self {
        self += other;
        self
    }
}

impl AddAssign for Blood {
    fn add_assign(&mut self, other: Self) {
        self.plasma_ml += other.plasma_ml;
        self.protein_ml += other.protein_ml;
        self.red_cells_ml += other.red_cells_ml;
        self.platelets_e9 += other.platelets_e9;
        self.citrate_mmol += other.citrate_mmol;
        for k in 0..CLASSES {
            self.white_cells_e9.0[k] += other.white_cells_e9.0[k];
        }
    }
}

impl Sub for Blood {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self + other * -1.0
    }
}

impl Mul<f64> for Blood {
    type Output = Self;
    fn mul(mut self, factor: f64) -> Self {
        self.plasma_ml *= factor;
        self.protein_ml *= factor;
        self.red_cells_ml *= factor;
        self.platelets_e9 *= factor;
        self.citrate_mmol *= factor;
        for count in &mut self.white_cells_e9.0 {
            *count *= factor;
        }
        self
    }
}
