//! The room that is left until blood volume or bag stops the pumps or the port.

use super::state::State;
use crate::model::cells::PerClass;
use crate::model::number::{Number, Numbers};

/// When the pumps or the port have to stop.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room<N = f64> {
    pub least_volume_ml: N,
    pub capacity_ml: N,
    pub cell_volume_fl: PerClass<N>,
    pub watches_volume: bool,
    pub watches_bag: bool,
}

impl<N: Number> Room<N> {
    #[inline(always)]
    fn volume_left_ml(&self, state: &State<N>) -> N {
        state.patient.volume_ml(&self.cell_volume_fl) - self.least_volume_ml
    }

    #[inline(always)]
    fn bag_left_ml(&self, state: &State<N>) -> N {
        self.capacity_ml - state.bag.volume_ml(&self.cell_volume_fl)
    }

    /// Room left before blood volume or bag stops the pumps or the port, mL: negative when it is time. One where nothing is watched.
    #[inline(always)]
    pub fn left(&self, state: &State<N>) -> N {
        match (self.watches_volume, self.watches_bag) {
            (true, true) => self.volume_left_ml(state).at_most(self.bag_left_ml(state)),
            (true, false) => self.volume_left_ml(state),
            _ => self.least_volume_ml.same(1.0),
        }
    }
}

impl Room {
    /// Whether it is the bag that has no room left, rather than the patient.
    pub fn is_bag_full(&self, state: &State) -> bool {
        self.watches_bag && self.bag_left_ml(state) < self.volume_left_ml(state)
    }
}

impl<N> Numbers for Room<N> {
    type Number = N;
    type Of<M> = Room<M>;

    #[inline(always)]
    fn map<M: Copy>(&self, replace: &mut impl FnMut(&N) -> M) -> Room<M> {
        Room {
            least_volume_ml: replace(&self.least_volume_ml),
            capacity_ml: replace(&self.capacity_ml),
            cell_volume_fl: self.cell_volume_fl.map(replace),
            watches_volume: self.watches_volume,
            watches_bag: self.watches_bag,
        }
    }
}
