//! The equations of motion: how fast every part of the state changes while the machine runs, rinses back, or stands still.

use super::settings::Settings;
use super::state::State;
use crate::model::blood::Blood;
use crate::model::cells::{CLASSES, PerClass, Refill, WhiteCell};
use crate::model::circuit::{InletFlows, returned_per_min};
use crate::model::patient::{Patient, fluid_from_tissues_ml_min};
use crate::model::separator::Separator;
use crate::model::{calcium, procedure, recruitment};

/// What stays the same through a run: the patient's own laws.
#[derive(Clone, Debug)]
pub struct Body {
    pub patient: Patient,
    pub blood_volume_before_ml: f64,
    pub count_before_e9_ml: PerClass<f64>,
    refill: PerClass<Refill>,
    spleen: Refill,
}

impl Body {
    pub fn new(patient: &Patient) -> Self {
        let blood = patient.blood_before();
        let blood_volume_before_ml = patient.total_blood_volume_ml();
        Self {
            blood_volume_before_ml,
            count_before_e9_ml: PerClass(blood.white_cells_e9.0.map(|count| count / blood_volume_before_ml)),
            refill: PerClass::from_fn(|class: WhiteCell| Refill {
                reserve_ratio: patient.refill_ratio[class],
                half_time_min: patient.refill_half_time_min[class],
                mobilisation_per_min: patient.mobilisation_per_min[class],
            }),
            spleen: recruitment::spleen_refill(patient.spleen_platelet_ratio),
            patient: patient.clone(),
        }
    }

    /// What a vein gives when drawn at `flow_ml_min`. Citrate is spread beyond the blood, so it follows its plasma concentration.
    fn drawn(&self, blood: &Blood, volume_ml: f64, flow_ml_min: f64) -> Blood {
        let mut drawn = *blood * (flow_ml_min / volume_ml);
        let citrate_mmol_ml = calcium::citrate_mmol_l(blood.citrate_mmol, self.patient.weight_kg) / 1000.0;
        drawn.citrate_mmol = drawn.plasma_ml * citrate_mmol_ml;
        drawn
    }

    /// What the body does by itself: refill from reserves, water from tissues, citrate and calcium cleared.
    fn respond(&self, state: &State, volume_ml: f64, rate: &mut State) {
        let volume_ratio = self.blood_volume_before_ml / volume_ml;
        for k in 0..CLASSES {
            let blood_e9 = state.patient.white_cells_e9.0[k];
            let depletion_min = state.depletion_min.0[k];
            let recruited = recruitment::recruited_e9_min(
                &self.refill.0[k],
                state.reserve_e9.0[k],
                blood_e9,
                volume_ratio,
                depletion_min,
            );
            rate.patient.white_cells_e9.0[k] += recruited;
            rate.reserve_e9.0[k] -= recruited;
            rate.depletion_min.0[k] =
                recruitment::depletion_rate(blood_e9 / volume_ml, self.count_before_e9_ml.0[k], depletion_min);
        }
        let platelets = recruitment::recruited_e9_min(
            &self.spleen,
            state.spleen_platelets_e9,
            state.patient.platelets_e9,
            volume_ratio,
            0.0,
        );
        rate.patient.platelets_e9 += platelets;
        rate.spleen_platelets_e9 -= platelets;

        let fluid = fluid_from_tissues_ml_min(&state.patient);
        rate.patient.plasma_ml += fluid;
        rate.tissue_fluid_ml -= fluid;

        let cleared = calcium::citrate_cleared_mmol_min(
            state.patient.citrate_mmol,
            self.patient.weight_kg,
            self.patient.citrate_clearance_ml_min_kg,
        );
        rate.patient.citrate_mmol -= cleared;
        rate.citrate_cleared_mmol += cleared;
        rate.infused_calcium_mmol -= calcium::CALCIUM_UPTAKE_PER_MIN * state.infused_calcium_mmol;
    }
}

/// What the machine does during one stretch of the run.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "a run holds fewer than ten, and reads them in its innermost loop")]
pub enum Drive {
    /// Pumps on; the port open once the interface stands.
    Pumping(Pumping),
    /// Saline pushes the set back to the patient.
    RinsingBack { returned_per_min: Blood, saline_ml_min: f64 },
    /// Needle out.
    Off,
}

/// The pumps and the separator at one setting.
#[derive(Clone, Debug)]
pub struct Pumping {
    pub flows: InletFlows,
    pub separator: Separator,
    pub collecting: bool,
    replacement: Blood,
    calcium_mmol_min: f64,
    sampling_ml_min: f64,
}

impl Pumping {
    pub fn new(settings: &Settings, blood_volume_before_ml: f64, collecting: bool) -> Self {
        let Settings { machine, procedure, .. } = settings;
        let flows = InletFlows::new(machine, procedure, blood_volume_before_ml);
        Self {
            flows,
            separator: Separator::new(machine, flows.inlet_ml_min),
            collecting,
            replacement: procedure.replacement_per_min(),
            calcium_mmol_min: procedure.calcium_infusion_mmol_h / 60.0,
            sampling_ml_min: procedure.blood_samples_ml / procedure.duration_min,
        }
    }

    /// What enters the channel each minute: the patient's blood with its anticoagulant.
    pub fn entering(&self, body: &Body, patient: &Blood) -> Blood {
        let volume_ml = patient.volume_ml(&body.patient.cell_volume_fl);
        body.drawn(patient, volume_ml, self.flows.blood_ml_min)
            + procedure::anticoagulant(self.flows.anticoagulant_ml_min)
    }

    fn drive(&self, body: &Body, state: &State, volume_ml: f64, rate: &mut State) {
        let cell_volume_fl = &body.patient.cell_volume_fl;
        let drawn = body.drawn(&state.patient, volume_ml, self.flows.blood_ml_min);
        let sampled = body.drawn(&state.patient, volume_ml, self.sampling_ml_min);
        let anticoagulant = procedure::anticoagulant(self.flows.anticoagulant_ml_min);
        let entering = drawn + anticoagulant;
        let collected = if self.collecting {
            self.separator.separate(&entering, cell_volume_fl).collected
        } else {
            Blood::default()
        };
        let returned_ml_min = self.flows.inlet_ml_min - collected.volume_ml(cell_volume_fl);
        let returned = returned_per_min(&state.set, returned_ml_min, cell_volume_fl);

        rate.patient += returned + self.replacement - drawn - sampled;
        rate.set += entering - collected - returned;
        rate.bag += collected;
        rate.given += anticoagulant + self.replacement;
        rate.sampled += sampled;
        rate.infused_calcium_mmol += self.calcium_mmol_min;
        rate.calcium_given_mmol += self.calcium_mmol_min;
        rate.processed_ml += self.flows.blood_ml_min;
        rate.anticoagulant_ml += self.flows.anticoagulant_ml_min;
    }
}

/// The rate of change of the whole state, per minute.
pub fn rates(body: &Body, drive: &Drive, state: &State) -> State {
    let mut rate = State::default();
    let volume_ml = state.patient.volume_ml(&body.patient.cell_volume_fl);
    body.respond(state, volume_ml, &mut rate);
    match drive {
        Drive::Pumping(pumping) => pumping.drive(body, state, volume_ml, &mut rate),
        Drive::RinsingBack { returned_per_min, saline_ml_min } => {
            let saline = Blood { plasma_ml: *saline_ml_min, ..Blood::default() };
            rate.patient += *returned_per_min;
            rate.set += saline - *returned_per_min;
            rate.given += saline;
        }
        Drive::Off => {}
    }
    rate
}
