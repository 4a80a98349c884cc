//! The numbers that warnings watch and nothing else shows: conditions, and a count that matters only while something is given.

use super::thresholds::{TOLERABLE_DRIFT, are_red_cells_given_by_choice};
use crate::model::number::Number;
use crate::sim::moment::Moment;
use crate::sim::quantities::Quantity;
use crate::sim::reading::Reading;

/// A number that is watched; a condition is one while it holds, and zero while it does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Indicator {
    /// White cells while red cells are given by choice.
    WhiteCellsWhileRedCellsAreGiven,
    /// The anticoagulant flows faster than the device allows: the limit is a setting that may change mid-run.
    AnticoagulantLimitIsExceeded,
    /// The port has left its place among the layers.
    InterfaceDrifts,
    InterfaceIsLost,
    /// The rotor would have to turn faster than it can.
    GForceIsCapped,
}

impl Indicator {
    /// Its value; `None` where it is undefined in all runs, no number in those where it is.
    #[inline(always)]
    pub fn of<R: Reading>(self, m: &R) -> Option<R::Number> {
        let (no, yes) = (m.blood_volume_ml().same(0.0), m.blood_volume_ml().same(1.0));
        let if_so = |is_so: bool| Some(f64::from(u8::from(is_so)));
        Some(match self {
            Self::WhiteCellsWhileRedCellsAreGiven => {
                let once = m.constant(|m: &Moment<'_>| are_red_cells_given_by_choice(m).then_some(1.0))?;
                Quantity::WhiteCells.of(m)? * once
            }
            Self::AnticoagulantLimitIsExceeded => m.constant(|m| if_so(m.flows()?.exceed_limit()))?,
            Self::InterfaceDrifts => {
                let drift = Quantity::InterfaceDrift.of(m)?.size();
                R::Number::choose(no.same(TOLERABLE_DRIFT).is_below(drift), yes, no)
            }
            Self::InterfaceIsLost => R::Number::choose(m.loses_interface()?, yes, no),
            Self::GForceIsCapped => m.constant(|m| if_so(m.drawing()?.separator.g_force_capped))?,
        })
    }
}
