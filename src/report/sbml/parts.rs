//! The parts that blood is summed up from, and the symbols for them in patient, set, bag and lines.

use super::expression::{Expression, sum, symbol};
use super::units::{self, Unit};
use crate::model::blood::Blood;
use crate::model::cells::WhiteCell;
use crate::text::Text;

/// A part of blood.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Part {
    Plasma,
    Protein,
    RedCells,
    Platelets,
    Citrate,
    White(WhiteCell),
}

impl Part {
    pub fn all() -> impl Iterator<Item = Self> {
        [Self::Plasma, Self::Protein, Self::RedCells, Self::Platelets, Self::Citrate]
            .into_iter()
            .chain(WhiteCell::ALL.map(Self::White))
    }

    pub const fn key(self) -> &'static str {
        match self {
            Self::Plasma => "plasma",
            Self::Protein => "protein",
            Self::RedCells => "red_cells",
            Self::Platelets => "platelets",
            Self::Citrate => "citrate",
            Self::White(class) => class.key(),
        }
    }

    /// What it is, in the words of the field.
    pub fn name(self, text: &Text) -> String {
        match self {
            Self::Plasma => "Plasma".to_owned(),
            Self::Protein => "Protein, as the patient's own plasma that it holds,".to_owned(),
            Self::RedCells => "Red cells".to_owned(),
            Self::Platelets => "Platelets".to_owned(),
            Self::Citrate => "Citrate".to_owned(),
            Self::White(class) => text.get(&format!("quantity-{}_e9_per_l", class.key())),
        }
    }

    pub const fn unit(self) -> &'static Unit {
        match self {
            Self::Plasma | Self::Protein | Self::RedCells => units::ML,
            Self::Platelets | Self::White(_) => units::E9,
            Self::Citrate => units::MMOL,
        }
    }

    /// The unit of its flow.
    pub const fn per_min(self) -> &'static Unit {
        match self {
            Self::Plasma | Self::Protein | Self::RedCells => units::ML_PER_MIN,
            Self::Platelets | Self::White(_) => units::E9_PER_MIN,
            Self::Citrate => units::MMOL_PER_MIN,
        }
    }

    pub fn of(self, blood: &Blood) -> f64 {
        match self {
            Self::Plasma => blood.plasma_ml,
            Self::Protein => blood.protein_ml,
            Self::RedCells => blood.red_cells_ml,
            Self::Platelets => blood.platelets_e9,
            Self::Citrate => blood.citrate_mmol,
            Self::White(class) => blood.white_cells_e9[class],
        }
    }

    /// Its symbol in a place or a line.
    pub fn at(self, place: &str) -> Expression {
        symbol(self.id(place))
    }

    pub fn id(self, place: &str) -> String {
        format!("{place}_{}", self.key())
    }
}

/// The volume of the white cells in a place or a line.
pub fn white_cell_volume(place: &str) -> Expression {
    let volume = |class: WhiteCell| Part::White(class).at(place) * symbol(format!("cell_volume_{}", class.key()));
    symbol("ml_per_e9_fl") * sum(WhiteCell::ALL.map(volume), units::E9)
}

/// The volume of the blood in a place or a line.
pub fn volume(place: &str) -> Expression {
    sum([Part::Plasma.at(place), Part::RedCells.at(place), white_cell_volume(place)], units::ML)
}
