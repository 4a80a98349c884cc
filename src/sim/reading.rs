//! What quantities are read from: a moment of one run, or the same moment of several that were solved together.

use super::moment::{Moment, Phase};
use super::rates::Physiology;
use super::state::State;
use crate::model::cells::PerClass;
use crate::model::channel::AtPort;
use crate::model::number::{Number, Numbers};
use crate::model::patient::Patient;

/// A moment of one run, or of several.
pub trait Reading {
    type Number: Number;

    fn state(&self) -> &State<Self::Number>;

    /// What the body was before the first draw.
    fn before(&self) -> &Baseline<Self::Number>;

    fn physiology(&self) -> &Physiology<Self::Number>;

    fn blood_volume_ml(&self) -> Self::Number;

    /// The patient's own blood drawn so far, anticoagulant excluded, mL.
    fn processed_ml(&self) -> Self::Number;

    fn phase(&self) -> Phase;

    /// What the port does while it is open.
    fn open_port(&self) -> Option<&AtPort<Self::Number>>;

    /// Whether the red cells fill the channel, so that no interface forms; `None` unless the pumps draw.
    fn loses_interface(&self) -> Option<<Self::Number as Number>::Truth>;

    /// A number that stays the same from change to change, read from each run.
    fn constant(&self, read: impl Fn(&Moment<'_>) -> Option<f64>) -> Option<Self::Number>;
}

/// What of a body before the first draw later numbers are compared with.
#[derive(Clone, Copy, Debug)]
pub struct Baseline<N = f64> {
    pub blood_volume_ml: N,
    pub hematocrit_percent: N,
    pub mean_red_cell_volume_fl: N,
    pub white_cells_e9_per_l: PerClass<N>,
    pub platelets_e9_per_l: N,
}

impl Baseline {
    /// That of a patient.
    pub fn of(patient: &Patient) -> Self {
        Self {
            blood_volume_ml: patient.total_blood_volume_ml(),
            hematocrit_percent: patient.hematocrit_percent,
            mean_red_cell_volume_fl: patient.mean_red_cell_volume_fl,
            white_cells_e9_per_l: patient.white_cells_e9_per_l,
            platelets_e9_per_l: patient.platelets_e9_per_l,
        }
    }
}

impl<N> Numbers for Baseline<N> {
    type Number = N;
    type Of<M> = Baseline<M>;

    #[inline(always)]
    fn map<M: Copy>(&self, replace: &mut impl FnMut(&N) -> M) -> Baseline<M> {
        Baseline {
            blood_volume_ml: replace(&self.blood_volume_ml),
            hematocrit_percent: replace(&self.hematocrit_percent),
            mean_red_cell_volume_fl: replace(&self.mean_red_cell_volume_fl),
            white_cells_e9_per_l: self.white_cells_e9_per_l.map(replace),
            platelets_e9_per_l: replace(&self.platelets_e9_per_l),
        }
    }
}

impl Reading for Moment<'_> {
    type Number = f64;

    fn state(&self) -> &State {
        &self.state
    }

    fn before(&self) -> &Baseline {
        &self.body.before
    }

    fn physiology(&self) -> &Physiology {
        self.body.physiology()
    }

    fn blood_volume_ml(&self) -> f64 {
        Moment::blood_volume_ml(self)
    }

    fn processed_ml(&self) -> f64 {
        self.pumped.processed_ml
    }

    fn phase(&self) -> Phase {
        self.phase
    }

    fn open_port(&self) -> Option<&AtPort> {
        self.port()
    }

    fn loses_interface(&self) -> Option<bool> {
        let drawing = self.drawing()?;
        let entering = drawing.entering(self.body, &self.state.patient);
        Some(drawing.separator.loses_interface(drawing.separator.hematocrit_of(&entering)))
    }

    fn constant(&self, read: impl Fn(&Moment<'_>) -> Option<f64>) -> Option<f64> {
        read(self)
    }
}
