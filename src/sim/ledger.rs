//! The ledger: where every conserved quantity is, and a check that nothing appears or vanishes.

use strum::{EnumCount, EnumIter, IntoEnumIterator, IntoStaticStr};

use super::moment::Moment;
use super::settings::Unit;
use super::state::{Pumped, State};
use super::trajectory::Trajectory;
use crate::model::blood::Blood;
use crate::model::cells::WhiteCell;

/// A conserved quantity.
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

/// Where a conserved quantity can be. In snake case, its name in keys and message ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumCount, EnumIter, IntoStaticStr)]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum Place {
    /// The patient's circulating blood.
    Patient,
    /// Cells in marrow, spleen and vessel walls; water that has moved to the tissues, negative if the tissues have given water.
    Reserve,
    /// The set: tubing and channel.
    Set,
    Bag,
    /// Blood lost to tests and bleeding.
    Lost,
    /// Metabolized citrate.
    Cleared,
}

impl Place {
    pub const fn key(self) -> &'static str {
        self.into_str()
    }
}

/// A source outside patient and set. In snake case, its name in keys and message ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumCount, EnumIter, IntoStaticStr)]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum Inflow {
    /// What filled the set before the first draw.
    Prime,
    Anticoagulant,
    Replacement,
    /// Saline for rinse-back.
    Rinse,
}

impl Inflow {
    pub const fn key(self) -> &'static str {
        self.into_str()
    }

    /// What this source has pumped in; nothing for the prime, which is in the set before any pump runs.
    fn pumped(self, pumped: &Pumped) -> Blood {
        let anticoagulant = Blood {
            plasma_ml: pumped.anticoagulant_ml,
            protein_ml: pumped.with_starch_ml,
            citrate_mmol: pumped.anticoagulant_citrate_mmol,
            ..Blood::default()
        };
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
    /// All independent accounts: none is the sum of others.
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

    /// Where the body holds reserves outside the circulating blood, as used in message ids; `None` if it holds none.
    pub const fn reserve(self) -> Option<&'static str> {
        match self {
            Self::AllWhiteCells | Self::WhiteCells(_) => Some("marrow"),
            Self::Platelets => Some("spleen"),
            Self::Fluid => Some("tissues"),
            Self::RedCells | Self::Protein | Self::Citrate => None,
        }
    }

    /// The amount in a vessel.
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

    /// The amount in a place.
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

    /// The imbalance of this account between two moments, relative to its size.
    fn relative_error(self, before: &Moment<'_>, now: &Moment<'_>) -> f64 {
        let (total_before, total_now) = (self.everywhere(&before.state), self.everywhere(&now.state));
        let given = self.within(&now.pumped.given);
        let size = total_before.abs() + given.abs();
        if size > 0.0 { (total_now - given - total_before).abs() / size } else { total_now.abs() }
    }
}

/// One account at a moment: the initial amounts, the inflows, and the amount in each place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Balance {
    pub account: Account,
    /// The initial amount in the patient's blood.
    pub blood_before: f64,
    /// The initial amount in the reserve.
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
            // Replacement is a difference of sums: what is left when none was given is rounding.
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

    /// The patient's initial amount, in blood and reserve.
    pub fn start(&self) -> f64 {
        self.blood_before + self.reserve_before
    }

    pub fn all_given(&self) -> f64 {
        self.given.iter().sum()
    }

    /// The total over all places.
    pub fn everywhere(&self) -> f64 {
        self.places.iter().sum()
    }

    /// The total minus the initial amount and the inflows: nothing but the solver's rounding.
    pub fn difference(&self) -> f64 {
        self.everywhere() - self.all_given() - self.start()
    }

    /// The size against which a difference is judged.
    pub fn size(&self) -> f64 {
        self.start().abs() + self.all_given().abs()
    }

    /// What the reserve has given to the blood since the start; negative if it has taken.
    pub fn from_reserve(&self) -> f64 {
        self.reserve_before - self.at(Place::Reserve)
    }
}

/// Relative rounding error that remains when parts of a sum are subtracted again.
const ROUNDING: f64 = 1e-12;

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Ledger {
    /// The largest imbalance of any account at the end of any segment, relative to its size.
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
