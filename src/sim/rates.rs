//! The rates of change of the whole state while the machine draws, rinses back, or is off.
//!
//! They are written for one run or for several that are solved together: see [`Number`].

use super::cause::Cause;
use super::state::State;
use crate::model::blood::{Blood, PARTS};
use crate::model::cells::{CLASSES, PerClass, Refill, WhiteCell};
use crate::model::channel::{Ahead, Channel};
use crate::model::circuit::returned_per_min;
use crate::model::constants::Constants;
use crate::model::number::{Number, Numbers};
use crate::model::patient::{Patient, VesselVolume};
use crate::model::{calcium, recruitment};

/// What of a body the equations need: it is constant through a run.
#[derive(Clone, Copy, Debug)]
pub struct Physiology<N = f64> {
    pub weight_kg: N,
    pub cell_volume_fl: PerClass<N>,
    citrate_clearance_ml_min_kg: N,
    /// Before the first draw.
    pub ionized_calcium_mmol_l: N,
    water_loss_per_min: N,
    vessels: VesselVolume<N>,
    refill: PerClass<Refill<N>>,
    spleen: Refill<N>,
    /// The cause that is left out.
    without: Option<Cause>,
}

/// What flows each minute during one segment of a run.
#[derive(Clone, Copy, Debug)]
pub enum Flow<N = f64> {
    Drawing { blood_ml_min: N, anticoagulant: Blood<N>, infusions: Infusions<N> },
    Paused(Infusions<N>),
    RinsingBack { returned_per_min: Blood<N>, saline_ml_min: N },
    Off,
}

/// What reaches and leaves the patient beside the pumps of the set.
#[derive(Clone, Copy, Debug)]
pub struct Infusions<N = f64> {
    pub replacement: Blood<N>,
    pub calcium_mmol_min: N,
    /// Blood lost to tests and bleeding.
    pub loss_ml_min: N,
}

impl Physiology {
    /// That of a patient, with one cause left out.
    pub fn new(patient: &Patient, constants: &Constants, without: Option<Cause>) -> Self {
        Self {
            weight_kg: patient.weight_kg,
            cell_volume_fl: patient.cell_volume_fl,
            citrate_clearance_ml_min_kg: patient.citrate_clearance_ml_min_kg,
            ionized_calcium_mmol_l: patient.ionized_calcium_mmol_l,
            water_loss_per_min: constants.water_loss_per_min,
            vessels: VesselVolume {
                before_ml: patient.total_blood_volume_ml(),
                usual_ml: patient.usual_blood_volume_ml(),
                protein_before_ml: patient.blood_before().protein_ml,
            },
            refill: PerClass::from_fn(|class: WhiteCell| Refill {
                reserve_ratio: patient.refill_ratio[class],
                half_time_min: patient.refill_half_time_min[class],
            }),
            spleen: recruitment::spleen_refill(patient.spleen_platelet_ratio),
            without,
        }
    }
}

impl<N: Number> Physiology<N> {
    /// The rate of change of the whole state, per minute, with what flows, and with the channel and what was computed
    /// ahead where its port is open.
    #[inline(always)]
    pub fn rates<A: Ahead<N>>(&self, flow: &Flow<N>, channel: Option<(&Channel<N>, A)>, state: &State<N>) -> State<N> {
        let mut rate = State::all(self.weight_kg.same(0.0));
        let volume_ml = state.patient.volume_ml(&self.cell_volume_fl);
        self.respond(state, volume_ml, &mut rate);
        match flow {
            Flow::Drawing { blood_ml_min, anticoagulant, infusions } => {
                let drawn = self.drawn(&state.patient, volume_ml, *blood_ml_min);
                self.circulate(state, drawn, *anticoagulant, channel, &mut rate);
                self.infuse(infusions, state, volume_ml, &mut rate);
            }
            Flow::Paused(infusions) => self.infuse(infusions, state, volume_ml, &mut rate),
            Flow::RinsingBack { returned_per_min, saline_ml_min } => {
                rate.patient += *returned_per_min;
                rate.set = rate.set - *returned_per_min;
                rate.set.plasma_ml += *saline_ml_min;
            }
            Flow::Off => {}
        }
        rate
    }

    /// Blood drawn from a vein at `flow_ml_min`. Citrate is distributed beyond the blood, so it follows its plasma concentration.
    #[inline(always)]
    pub fn drawn(&self, blood: &Blood<N>, volume_ml: N, flow_ml_min: N) -> Blood<N> {
        let mut drawn = *blood * (flow_ml_min / volume_ml);
        let citrate_mmol_ml = calcium::citrate_mmol_l(blood.citrate_mmol, self.weight_kg) / 1000.0;
        drawn.citrate_mmol = drawn.plasma_ml * citrate_mmol_ml;
        drawn
    }

    /// The body's own response: refill from reserves, water from tissues, clearance of citrate, calcium from bone and back.
    #[inline(always)]
    fn respond(&self, state: &State<N>, volume_ml: N, rate: &mut State<N>) {
        let volume_ratio = self.vessels.before_ml / volume_ml;
        for k in 0..CLASSES {
            let recruited = recruitment::recruited_e9_min(
                &self.refill.0[k],
                state.reserve_e9.0[k],
                state.patient.white_cells_e9.0[k],
                volume_ratio,
            );
            rate.patient.white_cells_e9.0[k] += recruited;
            rate.reserve_e9.0[k] -= recruited;
        }
        let platelets = recruitment::recruited_e9_min(
            &self.spleen,
            state.spleen_platelets_e9,
            state.patient.platelets_e9,
            volume_ratio,
        );
        rate.patient.platelets_e9 += platelets;
        rate.spleen_platelets_e9 -= platelets;

        if self.without != Some(Cause::TissueFluid) {
            let fluid = self.vessels.fluid_from_tissues_ml_min(&state.patient, volume_ml, self.water_loss_per_min);
            rate.patient.plasma_ml += fluid;
            rate.tissue_fluid_ml -= fluid;
        }

        let cleared = calcium::citrate_cleared_mmol_min(
            state.patient.citrate_mmol,
            self.weight_kg,
            self.citrate_clearance_ml_min_kg,
        );
        rate.patient.citrate_mmol -= cleared;
        rate.citrate_cleared_mmol += cleared;

        let pool = state.calcium_pool_of(self.weight_kg, self.ionized_calcium_mmol_l);
        let citrate_mmol_l = calcium::citrate_mmol_l(state.patient.citrate_mmol, self.weight_kg);
        let wanted = pool.bone_release_mmol_min(pool.ionized_mmol_l(citrate_mmol_l));
        rate.bone_release_mmol_min = (wanted - state.bone_release_mmol_min) / calcium::BONE_DELAY_MIN;
        rate.added_calcium_mmol +=
            state.bone_release_mmol_min - state.added_calcium_mmol * calcium::CALCIUM_UPTAKE_PER_MIN;
    }

    /// From the vein through channel and set back to the patient, and into the bag where the port is open.
    #[inline(always)]
    fn circulate<A: Ahead<N>>(
        &self,
        state: &State<N>,
        drawn: Blood<N>,
        anticoagulant: Blood<N>,
        channel: Option<(&Channel<N>, A)>,
        rate: &mut State<N>,
    ) {
        let entering = drawn + anticoagulant;
        let nothing = self.weight_kg.same(0.0);
        let mut collected = match channel {
            Some((channel, ahead)) => channel.collected(&entering, &self.cell_volume_fl, ahead),
            None => Blood::from_slice(&[nothing; PARTS]),
        };
        if let Some(cause) = self.without {
            cause.leave_out_of_collected(&mut collected);
        }
        let returned_ml_min = entering.volume_ml(&self.cell_volume_fl) - collected.volume_ml(&self.cell_volume_fl);
        let returned = returned_per_min(&state.set, returned_ml_min, &self.cell_volume_fl);

        rate.patient += returned - drawn;
        rate.set += entering - collected - returned;
        rate.bag += collected;
    }

    /// Fluids and calcium into the patient, and blood that is lost.
    #[inline(always)]
    fn infuse(&self, infusions: &Infusions<N>, state: &State<N>, volume_ml: N, rate: &mut State<N>) {
        rate.patient += infusions.replacement;
        rate.added_calcium_mmol += infusions.calcium_mmol_min;
        if !N::everywhere(infusions.loss_ml_min.is_up_to(volume_ml.same(0.0))) {
            let lost = self.drawn(&state.patient, volume_ml, infusions.loss_ml_min);
            rate.patient = rate.patient - lost;
            rate.lost += lost;
        }
    }
}

impl<N> Numbers for Physiology<N> {
    type Number = N;
    type Of<M> = Physiology<M>;

    #[inline(always)]
    fn map<M: Copy>(&self, replace: &mut impl FnMut(&N) -> M) -> Physiology<M> {
        let [a, b, c, d, e, f] = &self.refill.0;
        Physiology {
            weight_kg: replace(&self.weight_kg),
            cell_volume_fl: self.cell_volume_fl.map(replace),
            citrate_clearance_ml_min_kg: replace(&self.citrate_clearance_ml_min_kg),
            ionized_calcium_mmol_l: replace(&self.ionized_calcium_mmol_l),
            water_loss_per_min: replace(&self.water_loss_per_min),
            vessels: self.vessels.map(replace),
            refill: PerClass([
                a.map(replace),
                b.map(replace),
                c.map(replace),
                d.map(replace),
                e.map(replace),
                f.map(replace),
            ]),
            spleen: self.spleen.map(replace),
            without: self.without,
        }
    }
}

impl<N> Numbers for Infusions<N> {
    type Number = N;
    type Of<M> = Infusions<M>;

    #[inline(always)]
    fn map<M: Copy>(&self, replace: &mut impl FnMut(&N) -> M) -> Infusions<M> {
        Infusions {
            replacement: self.replacement.map(replace),
            calcium_mmol_min: replace(&self.calcium_mmol_min),
            loss_ml_min: replace(&self.loss_ml_min),
        }
    }
}

impl<N> Numbers for Flow<N> {
    type Number = N;
    type Of<M> = Flow<M>;

    #[inline(always)]
    fn map<M: Copy>(&self, replace: &mut impl FnMut(&N) -> M) -> Flow<M> {
        match self {
            Self::Drawing { blood_ml_min, anticoagulant, infusions } => Flow::Drawing {
                blood_ml_min: replace(blood_ml_min),
                anticoagulant: anticoagulant.map(replace),
                infusions: infusions.map(replace),
            },
            Self::Paused(infusions) => Flow::Paused(infusions.map(replace)),
            Self::RinsingBack { returned_per_min, saline_ml_min } => Flow::RinsingBack {
                returned_per_min: returned_per_min.map(replace),
                saline_ml_min: replace(saline_ml_min),
            },
            Self::Off => Flow::Off,
        }
    }
}
