//! The ledger: that nothing appears or vanishes, for everything that is conserved.

use super::course::{Course, Moment};
use super::state::State;
use crate::model::cells::WhiteCell;

/// What is conserved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Account {
    RedCells,
    WhiteCells(WhiteCell),
    Platelets,
    Protein,
    Fluid,
    Citrate,
}

impl Account {
    pub fn all() -> impl Iterator<Item = Self> {
        [Self::RedCells, Self::Platelets, Self::Protein, Self::Fluid, Self::Citrate]
            .into_iter()
            .chain(WhiteCell::ALL.into_iter().map(Self::WhiteCells))
    }

    /// How much there is in all places, and how much has come in from outside.
    fn total_and_given(self, moment: &Moment<'_>) -> (f64, f64) {
        let state = &moment.state;
        let State { patient, set, bag, lost, .. } = state;
        let given = &moment.pumped.given;
        let in_vessels =
            |part: fn(&crate::model::blood::Blood) -> f64| part(patient) + part(set) + part(bag) + part(lost);
        match self {
            Self::RedCells => (in_vessels(|blood| blood.red_cells_ml), given.red_cells_ml),
            Self::WhiteCells(class) => {
                let vessels: f64 = [patient, set, bag, lost].iter().map(|blood| blood.white_cells_e9[class]).sum();
                (vessels + state.reserve_e9[class], given.white_cells_e9[class])
            }
            Self::Platelets => (in_vessels(|blood| blood.platelets_e9) + state.spleen_platelets_e9, given.platelets_e9),
            Self::Protein => (in_vessels(|blood| blood.protein_ml), given.protein_ml),
            Self::Fluid => (in_vessels(|blood| blood.plasma_ml) + state.tissue_fluid_ml, given.plasma_ml),
            Self::Citrate => (in_vessels(|blood| blood.citrate_mmol) + state.citrate_cleared_mmol, given.citrate_mmol),
        }
    }

    /// How far this account is from closing between two states, relative to its size.
    fn relative_error(self, before: &Moment<'_>, now: &Moment<'_>) -> f64 {
        let (total_before, _) = self.total_and_given(before);
        let (total_now, given) = self.total_and_given(now);
        let size = total_before.abs() + given.abs();
        if size > 0.0 { (total_now - given - total_before).abs() / size } else { total_now.abs() }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Ledger {
    /// The largest error of any account at the end of any stretch, relative to its size.
    pub largest_relative_error: f64,
}

impl Ledger {
    pub fn of(course: &Course) -> Self {
        let before = course.at(0.0);
        let mut largest = 0.0_f64;
        for stretch in &course.stretches {
            let end = course.at(stretch.to_min);
            for account in Account::all() {
                let error = account.relative_error(&before, &end);
                largest = if error.is_nan() { f64::INFINITY } else { largest.max(error) };
            }
        }
        Self { largest_relative_error: largest }
    }
}
