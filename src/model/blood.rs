//! Blood as a sum of parts: the contents of a vessel or, per minute, of a line.

use std::ops::{Add, AddAssign, Mul, Sub};

use super::cells::{CLASSES, PerClass};
use super::number::{Number, Numbers};

/// Hemoglobin in packed red cells, g/dL: the usual mean corpuscular hemoglobin concentration.
pub const HEMOGLOBIN_IN_RED_CELLS_G_DL: f64 = 34.0;

/// Volume of 10⁹ cells of one fL each, mL.
const ML_PER_E9_FL: f64 = 1e-3;

/// The parts of a volume of blood. Per minute, the same type is a flow.
///
/// Mixing two volumes is addition, which makes every balance exact.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Blood<N = f64> {
    /// Water and everything dissolved in it, anticoagulant included, mL.
    pub plasma_ml: N,
    /// Plasma protein, as mL of the patient's own plasma: it holds that much water in the vessels.
    pub protein_ml: N,
    pub red_cells_ml: N,
    pub white_cells_e9: PerClass<N>,
    pub platelets_e9: N,
    pub citrate_mmol: N,
}

/// Number of values in a [`Blood`].
pub const PARTS: usize = 5 + CLASSES;

impl<N: Number> Blood<N> {
    /// Volume taken by white cells of the given sizes, mL.
    #[inline(always)]
    pub fn white_cell_volume_ml(&self, cell_volume_fl: &PerClass<N>) -> N {
        let mut volume = self.white_cells_e9.0[0] * cell_volume_fl.0[0];
        for k in 1..CLASSES {
            volume += self.white_cells_e9.0[k] * cell_volume_fl.0[k];
        }
        volume * ML_PER_E9_FL
    }

    /// Total volume, mL. The volume of platelets is neglected.
    #[inline(always)]
    pub fn volume_ml(&self, cell_volume_fl: &PerClass<N>) -> N {
        self.plasma_ml + self.red_cells_ml + self.white_cell_volume_ml(cell_volume_fl)
    }
}

impl<N: Copy> Blood<N> {
    #[inline(always)]
    pub fn to_array(self) -> [N; PARTS] {
        let mut array = [self.plasma_ml; PARTS];
        array[1] = self.protein_ml;
        array[2] = self.red_cells_ml;
        array[3] = self.platelets_e9;
        array[4] = self.citrate_mmol;
        array[5..].copy_from_slice(&self.white_cells_e9.0);
        array
    }

    /// # Panics
    /// If `array` does not have exactly [`PARTS`] values.
    #[inline(always)]
    pub fn from_slice(array: &[N]) -> Self {
        assert_eq!(array.len(), PARTS);
        let mut white_cells_e9 = PerClass([array[5]; CLASSES]);
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

impl<N> Numbers for Blood<N> {
    type Number = N;
    type Of<M> = Blood<M>;

    #[inline(always)]
    fn map<M: Copy>(&self, replace: &mut impl FnMut(&N) -> M) -> Blood<M> {
        Blood {
            plasma_ml: replace(&self.plasma_ml),
            protein_ml: replace(&self.protein_ml),
            red_cells_ml: replace(&self.red_cells_ml),
            white_cells_e9: self.white_cells_e9.map(replace),
            platelets_e9: replace(&self.platelets_e9),
            citrate_mmol: replace(&self.citrate_mmol),
        }
    }
}

impl<N: Number> Add for Blood<N> {
    type Output = Self;
    #[inline(always)]
    fn add(mut self, other: Self) -> Self {
        self += other;
        self
    }
}

impl<N: Number> AddAssign for Blood<N> {
    #[inline(always)]
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

impl<N: Number> Sub for Blood<N> {
    type Output = Self;
    #[inline(always)]
    fn sub(mut self, other: Self) -> Self {
        self.plasma_ml -= other.plasma_ml;
        self.protein_ml -= other.protein_ml;
        self.red_cells_ml -= other.red_cells_ml;
        self.platelets_e9 -= other.platelets_e9;
        self.citrate_mmol -= other.citrate_mmol;
        for k in 0..CLASSES {
            self.white_cells_e9.0[k] -= other.white_cells_e9.0[k];
        }
        self
    }
}

impl<N: Number> Mul<N> for Blood<N> {
    type Output = Self;
    #[inline(always)]
    fn mul(mut self, factor: N) -> Self {
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
