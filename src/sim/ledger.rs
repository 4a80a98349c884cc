//! The ledger: where everything is that is conserved, and that nothing appears or vanishes.

use strum::{EnumCount, EnumIter, IntoEnumIterator, IntoStaticStr};

use super::moment::Moment;
use super::settings::Unit;
use super::state::{Pumped, State};
use super::trajectory::Trajectory;
use crate::model::blood::Blood;
use crate::model::cells::WhiteCell;
use crate::model::procedure;

/// What is conserved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter)]
pub enum Account {
    RedCells,
    /// White cells of all classes.
    AllWhiteCells,
    WhiteCells(WhiteCell),
    Platelets,
    Protein,
    Fluid,
    Citrate,
}

/// Where something can be. In snake case, its name in keys and message ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumCount, EnumIter, IntoStaticStr)]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum Place {
    /// The blood that flows in the patient.
    Patient,
    /// Cells in marrow, spleen and vessel walls; water that has moved to the tissues, below zero when they gave.
    Reserve,
    /// The set: tubing and channel.
    Set,
    Bag,
    /// Tests and bleeding.
    Lost,
    /// Citrate that was burnt.
    Cleared,
}

impl Place {
    pub const fn key(self) -> &'static str {
        self.into_str()
    }
}

/// What brought something in from outside. In snake case, its name in keys and message ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumCount, EnumIter, IntoStaticStr)]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum Inflow {
    /// What filled the set before the first blood.
    Prime,
    Anticoagulant,
    Replacement,
    /// Saline that pushed the set back.
    Rinse,
}

impl Inflow {
    pub const fn key(self) -> &'static str {
        self.into_str()
    }

    /// What of this kind has been pumped; the prime was there before any pump turned.
    fn pumped(self, pumped: &Pumped) -> Blood {
        let anticoagulant = procedure::anticoagulant(pumped.anticoagulant_ml);
        let rinse = Blood { plasma_ml: pumped.rinse_ml, ..Blood::default() };
        match self {
            Self::Prime => Blood::default(),
            Self::Anticoagulant => anticoagulant,
            Self::Replacement => pumped.given - anticoagulant - rinse,
            Self::Rinse => rinse,
        }
    }
}

impl Account {
    /// Each thing once: no account is the sum of others.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::iter().flat_map(|account| match account {
            Self::AllWhiteCells => Vec::new(),
            Self::WhiteCells(_) => WhiteCell::ALL.map(Self::WhiteCells).to_vec(),
            _ => vec![account],
        })
    }

    /// The name in keys and message ids.
    pub const fn key(self) -> &'static str {
        match self {
            Self::RedCells => "red_cells",
            Self::AllWhiteCells => "white_cells",
            Self::WhiteCells(class) => class.key(),
            Self::Platelets => "platelets",
            Self::Protein => "protein",
            Self::Fluid => "fluid",
            Self::Citrate => "citrate",
        }
    }

    pub const fn unit(self) -> Unit {
        match self {
            Self::AllWhiteCells | Self::WhiteCells(_) | Self::Platelets => Unit::E9,
            Self::RedCells | Self::Protein | Self::Fluid => Unit::Ml,
            Self::Citrate => Unit::Mmol,
        }
    }

    /// Whether the body holds some of it outside the flowing blood, and where that is told to be, in message ids.
    pub const fn reserve(self) -> Option<&'static str> {
        match self {
            Self::AllWhiteCells | Self::WhiteCells(_) => Some("marrow"),
            Self::Platelets => Some("spleen"),
            Self::Fluid => Some("tissues"),
            Self::RedCells | Self::Protein | Self::Citrate => None,
        }
    }

    /// How much of it a vessel holds.
    fn within(self, blood: &Blood) -> f64 {
        match self {
            Self::RedCells => blood.red_cells_ml,
            Self::AllWhiteCells => blood.white_cells_e9.sum(),
            Self::WhiteCells(class) => blood.white_cells_e9[class],
            Self::Platelets => blood.platelets_e9,
            Self::Protein => blood.protein_ml,
            Self::Fluid => blood.plasma_ml,
            Self::Citrate => blood.citrate_mmol,
        }
    }

    /// How much there is in a place.
    fn at(self, place: Place, state: &State) -> f64 {
        match (place, self) {
            (Place::Patient, _) => self.within(&state.patient),
            (Place::Set, _) => self.within(&state.set),
            (Place::Bag, _) => self.within(&state.bag),
            (Place::Lost, _) => self.within(&state.lost),
            (Place::Reserve, Self::AllWhiteCells) => state.reserve_e9.sum(),
            (Place::Reserve, Self::WhiteCells(class)) => state.reserve_e9[class],
            (Place::Reserve, Self::Platelets) => state.spleen_platelets_e9,
            (Place::Reserve, Self::Fluid) => state.tissue_fluid_ml,
            (Place::Cleared, Self::Citrate) => state.citrate_cleared_mmol,
            (Place::Reserve | Place::Cleared, _) => 0.0,
        }
    }

    fn everywhere(self, state: &State) -> f64 {
        Place::iter().map(|place| self.at(place, state)).sum()
    }

    /// How far this account is from closing between two moments, relative to its size.
    fn relative_error(self, before: &Moment<'_>, now: &Moment<'_>) -> f64 {
        let (total_before, total_now) = (self.everywhere(&before.state), self.everywhere(&now.state));
        let given = self.within(&now.pumped.given);
        let size = total_before.abs() + given.abs();
        if size > 0.0 { (total_now - given - total_before).abs() / size } else { total_now.abs() }
    }
}

/// One account at a moment: what there was, what came in, and where it all is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Balance {
    pub account: Account,
    /// What the patient had in the blood and in reserve.
    pub blood_before: f64,
    pub reserve_before: f64,
    /// By [`Inflow`].
    given: [f64; Inflow::COUNT],
    /// By [`Place`].
    places: [f64; Place::COUNT],
}

impl Balance {
    pub fn of(account: Account, trajectory: &Trajectory, moment: &Moment<'_>) -> Self {
        let before = &trajectory.before;
        let mut given = [0.0; Inflow::COUNT];
        for inflow in Inflow::iter() {
            let pumped = account.within(&inflow.pumped(&moment.pumped));
            // What is left of the sum of all that was pumped when nothing was given.
            let is_rounding = pumped.abs() <= ROUNDING * account.within(&moment.pumped.given).abs();
            given[inflow as usize] = match inflow {
                Inflow::Prime => account.within(&before.set),
                _ if is_rounding => 0.0,
                _ => pumped,
            };
        }
        let mut places = [0.0; Place::COUNT];
        for place in Place::iter() {
            places[place as usize] = account.at(place, &moment.state);
        }
        Self {
            account,
            blood_before: account.within(&before.patient),
            reserve_before: account.at(Place::Reserve, before),
            given,
            places,
        }
    }

    pub fn given(&self, inflow: Inflow) -> f64 {
        self.given[inflow as usize]
    }

    pub fn at(&self, place: Place) -> f64 {
        self.places[place as usize]
    }

    /// All that the patient had.
    pub fn start(&self) -> f64 {
        self.blood_before + self.reserve_before
    }

    pub fn all_given(&self) -> f64 {
        self.given.iter().sum()
    }

    /// All that there is, wherever it is.
    pub fn everywhere(&self) -> f64 {
        self.places.iter().sum()
    }

    /// What is there beyond what there was and what came in: nothing but the solver's rounding.
    pub fn difference(&self) -> f64 {
        self.everywhere() - self.all_given() - self.start()
    }

    /// The size that a difference is small against.
    pub fn size(&self) -> f64 {
        self.start().abs() + self.all_given().abs()
    }

    /// What the reserve has given to the blood since the start; below zero when it took.
    pub fn from_reserve(&self) -> f64 {
        self.reserve_before - self.at(Place::Reserve)
    }
}

/// The share of a sum that is lost when parts of it are taken away again.
const ROUNDING: f64 = 1e-12;

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Ledger {
    /// The largest error of any account at the end of any segment, relative to its size.
    pub largest_relative_error: f64,
}

impl Ledger {
    pub fn of(trajectory: &Trajectory) -> Self {
        let before = trajectory.at(0.0);
        let mut largest = 0.0_f64;
        for segment in &trajectory.segments {
            let end = trajectory.at(segment.to_min);
            for account in Account::all() {
                let error = account.relative_error(&before, &end);
                largest = if error.is_nan() { f64::INFINITY } else { largest.max(error) };
            }
        }
        Self { largest_relative_error: largest }
    }
}
