//! The cells that are drawn: their kinds, and the mix of them in a place.

use super::Point;
use crate::model::blood::Blood;
use crate::model::cells::{CLASSES, PerClass, WhiteCell};

/// A kind of cell that is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CellKind {
    Red,
    Platelet,
    White(WhiteCell),
}

impl CellKind {
    pub const ALL: [Self; CLASSES + 2] = [
        Self::Red,
        Self::Platelet,
        Self::White(WhiteCell::Neutrophil),
        Self::White(WhiteCell::ImmatureGranulocyte),
        Self::White(WhiteCell::Lymphocyte),
        Self::White(WhiteCell::Monocyte),
        Self::White(WhiteCell::Blast),
        Self::White(WhiteCell::Cd34),
    ];

    /// Its place among [`Self::ALL`].
    pub const fn place(self) -> usize {
        match self {
            Self::Red => 0,
            Self::Platelet => 1,
            Self::White(class) => 2 + class as usize,
        }
    }

    /// Drawn diameter at scale 1. The ratios are those of blood films: platelets 2–3 µm, red cells 7, white cells 8–18.
    pub const fn diameter(self) -> f32 {
        match self {
            Self::Platelet => 4.0,
            Self::Red => 7.0,
            Self::White(WhiteCell::Lymphocyte) => 10.0,
            Self::White(WhiteCell::Cd34) => 11.0,
            Self::White(WhiteCell::Neutrophil) => 12.5,
            Self::White(WhiteCell::ImmatureGranulocyte) => 14.0,
            Self::White(WhiteCell::Monocyte | WhiteCell::Blast) => 15.0,
        }
    }

    /// The largest of the diameters.
    pub const LARGEST: f32 = Self::White(WhiteCell::Blast).diameter();

    /// The name in message ids.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Red => "red",
            Self::Platelet => "platelet",
            Self::White(class) => class.key(),
        }
    }
}

/// One drawn cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    pub at: Point,
    pub kind: CellKind,
    /// How far it is turned, radians.
    pub turn: f32,
    /// From 0 to 1: cells grow as they come in, so that none appears suddenly.
    pub size: f32,
    /// Which portrait of its kind is drawn, modulo their number.
    pub variant: u8,
}

/// The shares of each kind among the cells of a place. They add up to one, or to zero in a place without cells.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Mix {
    pub red: f64,
    pub platelets: f64,
    pub white: PerClass<f64>,
}

/// White cells from the least to the most dense, as they lie from the plasma outward.
const BY_DENSITY: [WhiteCell; CLASSES] = [
    WhiteCell::Blast,
    WhiteCell::Cd34,
    WhiteCell::Monocyte,
    WhiteCell::Lymphocyte,
    WhiteCell::ImmatureGranulocyte,
    WhiteCell::Neutrophil,
];

impl Mix {
    /// The mix of cells in blood, with `white_factor` times as many white cells as there are.
    pub fn of(blood: &Blood, mean_red_cell_volume_fl: f64, white_factor: f64) -> Self {
        // 1 mL is 10¹² fL: mL ÷ fL gives 10¹² cells, times 10³ gives 10⁹ cells.
        let red = blood.red_cells_ml / mean_red_cell_volume_fl * 1e3;
        Self {
            red,
            platelets: blood.platelets_e9,
            white: PerClass(blood.white_cells_e9.0.map(|count| count * white_factor)),
        }
        .normalized()
    }

    /// The same shares, scaled to add up to one.
    pub fn normalized(self) -> Self {
        let total = self.total();
        if total <= 0.0 {
            return Self::default();
        }
        Self {
            red: self.red / total,
            platelets: self.platelets / total,
            white: PerClass(self.white.0.map(|share| share / total)),
        }
    }

    fn total(&self) -> f64 {
        self.red + self.platelets + self.white.sum()
    }

    pub fn is_empty(&self) -> bool {
        self.total() <= 0.0
    }

    /// The kind that a random number from 0 to 1 picks. White cells come first, by density, so that few cells change as the mix
    /// shifts.
    pub(super) fn pick(&self, chance: f64) -> CellKind {
        let mut left = chance;
        for class in BY_DENSITY {
            left -= self.white[class];
            if left < 0.0 {
                return CellKind::White(class);
            }
        }
        if left < self.platelets { CellKind::Platelet } else { CellKind::Red }
    }
}

/// How many times too many white cells must be drawn for some to be seen: a round number, 1 when there are enough.
pub fn white_factor(blood: &Blood, mean_red_cell_volume_fl: f64) -> f64 {
    /// At least one drawn cell in thirty is white.
    const SEEN: f64 = 1.0 / 30.0;
    let share = Mix::of(blood, mean_red_cell_volume_fl, 1.0).white.sum();
    if share <= 0.0 {
        return 1.0;
    }
    let wanted = SEEN / share;
    [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0].into_iter().find(|factor| *factor >= wanted).unwrap_or(500.0)
}

/// How many times too many platelets are drawn in the channel's plasma and buffy coat for some to be seen beside so many red cells: a
/// round number, smaller where there are so many that they would cover each other.
pub fn platelet_factor(blood: &Blood, mean_red_cell_volume_fl: f64) -> f64 {
    /// With more drawn platelets than this for each red cell, the layers are full.
    const FULL: f64 = 1.2;
    let mix = Mix::of(blood, mean_red_cell_volume_fl, 1.0);
    let fits = |factor: &f64| factor * mix.platelets <= FULL * mix.red;
    [10.0, 5.0, 2.0].into_iter().find(fits).unwrap_or(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normal_blood_needs_more_white_cells_than_it_has_and_leukemic_blood_does_not() {
        let blood = |white_e9| {
            let mut blood = Blood { red_cells_ml: 440.0, ..Blood::default() };
            blood.white_cells_e9[WhiteCell::Neutrophil] = white_e9;
            blood
        };
        assert_eq!(white_factor(&blood(6.0), 90.0), 50.0);
        assert_eq!(white_factor(&blood(400.0), 90.0), 1.0);
    }
}
