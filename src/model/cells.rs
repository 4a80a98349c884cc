//! The six classes of white cells and their properties in a centrifuge and in the body.

use std::ops::{Index, IndexMut};

use strum::{EnumCount, IntoStaticStr};

use super::number::{Number, Numbers};

/// A class of white cell, in the order of every table, file and export. In snake case, its name in files, columns and keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, EnumCount, IntoStaticStr)]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum WhiteCell {
    /// Segmented neutrophil, with the few eosinophils and basophils.
    #[default]
    Neutrophil,
    /// Myelocyte to band: the cell of chronic myeloid leukemia.
    ImmatureGranulocyte,
    Lymphocyte,
    Monocyte,
    /// Leukemic blast.
    Blast,
    /// CD34-positive stem and progenitor cell.
    Cd34,
}

/// Half-time with which a lymphocyte or CD34+ cell leaves the blood for its reserve, min. Fitted: counts level off within two hours.
pub const LYMPHOCYTE_HALF_TIME_MIN: f64 = 40.0;

/// Blasts in reserve per blast in the blood: the least of the readily available reserves of 1 to 12 that are published for leukemia
/// (Blood 1963;21:164).
pub const BLAST_RESERVE_RATIO: f64 = 1.0;

/// Number of classes.
pub const CLASSES: usize = WhiteCell::COUNT;

impl WhiteCell {
    pub const ALL: [Self; CLASSES] =
        [Self::Neutrophil, Self::ImmatureGranulocyte, Self::Lymphocyte, Self::Monocyte, Self::Blast, Self::Cd34];

    pub const fn key(self) -> &'static str {
        self.into_str()
    }

    /// Mononuclear cells, the usual target of collection: lymphocytes, monocytes and CD34+ cells.
    pub const fn is_mononuclear(self) -> bool {
        matches!(self, Self::Lymphocyte | Self::Monocyte | Self::Cd34)
    }

    /// Modal buoyant density and its standard deviation within the class.
    ///
    /// Published modal densities, g/mL: blast 1.0624, myelocyte 1.0776, metamyelocyte 1.0799, neutrophil 1.0864, monocyte 1.0661,
    /// lymphocyte 1.0681, colony-forming cell 1.063–1.064. The spreads are assumed.
    pub const fn density(self) -> Density {
        match self {
            Self::Neutrophil => Density { mode_g_ml: 1.0864, sd_g_ml: 0.004 },
            Self::ImmatureGranulocyte => Density { mode_g_ml: 1.0785, sd_g_ml: 0.004 },
            Self::Lymphocyte => Density { mode_g_ml: 1.0681, sd_g_ml: 0.004 },
            Self::Monocyte => Density { mode_g_ml: 1.0661, sd_g_ml: 0.004 },
            Self::Blast => Density { mode_g_ml: 1.0624, sd_g_ml: 0.005 },
            Self::Cd34 => Density { mode_g_ml: 1.0635, sd_g_ml: 0.003 },
        }
    }

    /// Usual volume of one cell, fL. A case may override it (lymphoblasts are nearer 250 fL).
    pub const fn usual_volume_fl(self) -> f64 {
        match self {
            Self::Neutrophil => 330.0,
            Self::ImmatureGranulocyte => 380.0,
            Self::Lymphocyte => 210.0,
            Self::Monocyte => 420.0,
            Self::Blast => 350.0,
            Self::Cd34 => 250.0,
        }
    }

    /// Usual exchange with cells outside the bloodstream.
    ///
    /// Blood holds about 2 % of the body's lymphocytes; the marginal monocyte pool is 3.5 times the circulating one and
    /// equilibrates in minutes. Patients differ most in the refill of blasts and immature cells; the case can set these.
    pub const fn usual_refill(self) -> Refill {
        match self {
            Self::Neutrophil => Refill { reserve_ratio: 2.0, half_time_min: 10.0 },
            Self::ImmatureGranulocyte => Refill { reserve_ratio: 0.5, half_time_min: 120.0 },
            Self::Lymphocyte | Self::Cd34 => Refill { reserve_ratio: 50.0, half_time_min: LYMPHOCYTE_HALF_TIME_MIN },
            Self::Monocyte => Refill { reserve_ratio: 3.5, half_time_min: 10.0 },
            Self::Blast => Refill { reserve_ratio: BLAST_RESERVE_RATIO, half_time_min: 20.0 },
        }
    }
}

/// Buoyant density of a class of cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Density {
    pub mode_g_ml: f64,
    pub sd_g_ml: f64,
}

/// How a reserve outside the bloodstream feeds the blood.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Refill<N = f64> {
    /// Cells in reserve per cell in the blood, ρ. Zero: no reserve.
    pub reserve_ratio: N,
    /// Half-time with which a cell leaves the blood for the reserve, τ, min.
    pub half_time_min: N,
}

impl<N> Numbers for Refill<N> {
    type Number = N;
    type Of<M> = Refill<M>;

    #[inline(always)]
    fn map<M: Copy>(&self, replace: &mut impl FnMut(&N) -> M) -> Refill<M> {
        Refill { reserve_ratio: replace(&self.reserve_ratio), half_time_min: replace(&self.half_time_min) }
    }
}

/// One value for each class of white cell.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PerClass<T>(pub [T; CLASSES]);

impl<T> PerClass<T> {
    pub fn from_fn(mut f: impl FnMut(WhiteCell) -> T) -> Self {
        Self(WhiteCell::ALL.map(&mut f))
    }

    pub fn iter(&self) -> impl Iterator<Item = (WhiteCell, &T)> {
        WhiteCell::ALL.into_iter().zip(&self.0)
    }
}

impl<N: Number> PerClass<N> {
    #[inline(always)]
    pub fn sum(&self) -> N {
        let mut sum = self.0[0];
        for value in &self.0[1..] {
            sum += *value;
        }
        sum
    }

    /// The sum over the mononuclear classes.
    #[inline(always)]
    pub fn mononuclear(&self) -> N {
        self[WhiteCell::Lymphocyte] + self[WhiteCell::Monocyte] + self[WhiteCell::Cd34]
    }
}

impl<N> Numbers for PerClass<N> {
    type Number = N;
    type Of<M> = PerClass<M>;

    #[inline(always)]
    fn map<M: Copy>(&self, replace: &mut impl FnMut(&N) -> M) -> PerClass<M> {
        let [a, b, c, d, e, f] = &self.0;
        PerClass([replace(a), replace(b), replace(c), replace(d), replace(e), replace(f)])
    }
}

impl<T> Index<WhiteCell> for PerClass<T> {
    type Output = T;
    fn index(&self, class: WhiteCell) -> &T {
        &self.0[class as usize]
    }
}

impl<T> IndexMut<WhiteCell> for PerClass<T> {
    fn index_mut(&mut self, class: WhiteCell) -> &mut T {
        &mut self.0[class as usize]
    }
}
