//! The rates of change of the whole state while the machine draws, rinses back, or is off.

use super::cause::Cause;
use super::settings::Settings;
use super::state::{Pumped, State};
use crate::model::blood::Blood;
use crate::model::cells::{CLASSES, PerClass, Refill, WhiteCell};
use crate::model::circuit::{InletFlows, returned_per_min};
use crate::model::constants::Constants;
use crate::model::machine::InterfaceControl;
use crate::model::patient::{Patient, VesselVolume};
use crate::model::procedure::Draw;
use crate::model::separator::Separator;
use crate::model::{calcium, procedure, recruitment};

/// The patient's own properties, which are constant through a run.
#[derive(Clone, Debug)]
pub struct Body {
    pub patient: Patient,
    pub blood_volume_before_ml: f64,
    /// The cause that this run leaves out, to measure its share.
    pub without: Option<Cause>,
    constants: Constants,
    vessels: VesselVolume,
    refill: PerClass<Refill>,
    spleen: Refill,
}

impl Body {
    pub fn new(patient: &Patient, constants: &Constants, without: Option<Cause>) -> Self {
        let mut patient = patient.clone();
        constants.apply(&mut patient);
        match without {
            Some(Cause::Refill) => patient.refill_ratio = PerClass::default(),
            Some(Cause::SpleenPlatelets) => patient.spleen_platelet_ratio = 0.0,
            Some(Cause::SlowLiver) => {
                let usual = Patient::default().citrate_clearance_ml_min_kg;
                patient.citrate_clearance_ml_min_kg = patient.citrate_clearance_ml_min_kg.max(usual);
            }
            _ => {}
        }
        let blood_volume_before_ml = patient.total_blood_volume_ml();
        Self {
            blood_volume_before_ml,
            constants: *constants,
            vessels: VesselVolume {
                before_ml: blood_volume_before_ml,
                usual_ml: patient.usual_blood_volume_ml(),
                protein_before_ml: patient.blood_before().protein_ml,
            },
            refill: PerClass::from_fn(|class: WhiteCell| Refill {
                reserve_ratio: patient.refill_ratio[class],
                half_time_min: patient.refill_half_time_min[class],
            }),
            spleen: recruitment::spleen_refill(patient.spleen_platelet_ratio),
            without,
            patient,
        }
    }

    /// The anticoagulant that enters the inlet each minute.
    fn anticoagulant(&self, flow_ml_min: f64, settings: &Settings) -> Blood {
        let citrate_mmol_l = settings.procedure.anticoagulant_citrate_mmol_l;
        let mut anticoagulant =
            procedure::anticoagulant(flow_ml_min, citrate_mmol_l, settings.machine.hydroxyethyl_starch);
        if let Some(cause) = self.without {
            cause.leave_out_of_anticoagulant(&mut anticoagulant);
        }
        anticoagulant
    }

    /// Blood drawn from a vein at `flow_ml_min`. Citrate is distributed beyond the blood, so it follows its plasma concentration.
    fn drawn(&self, blood: &Blood, volume_ml: f64, flow_ml_min: f64) -> Blood {
        let mut drawn = *blood * (flow_ml_min / volume_ml);
        let citrate_mmol_ml = calcium::citrate_mmol_l(blood.citrate_mmol, self.patient.weight_kg) / 1000.0;
        drawn.citrate_mmol = drawn.plasma_ml * citrate_mmol_ml;
        drawn
    }

    /// The body's own response: refill from reserves, water from tissues, clearance of citrate, calcium from bone and back.
    fn respond(&self, state: &State, volume_ml: f64, rate: &mut State) {
        let volume_ratio = self.blood_volume_before_ml / volume_ml;
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
            let loss_per_min = self.constants.water_loss_per_min;
            let fluid = self.vessels.fluid_from_tissues_ml_min(&state.patient, volume_ml, loss_per_min);
            rate.patient.plasma_ml += fluid;
            rate.tissue_fluid_ml -= fluid;
        }

        let cleared = calcium::citrate_cleared_mmol_min(
            state.patient.citrate_mmol,
            self.patient.weight_kg,
            self.patient.citrate_clearance_ml_min_kg,
        );
        rate.patient.citrate_mmol -= cleared;
        rate.citrate_cleared_mmol += cleared;

        let pool = state.calcium_pool(&self.patient);
        let wanted = pool.bone_release_mmol_min(pool.ionized_mmol_l(state.citrate_mmol_l(&self.patient)));
        rate.bone_release_mmol_min = (wanted - state.bone_release_mmol_min) / calcium::BONE_DELAY_MIN;
        rate.added_calcium_mmol +=
            state.bone_release_mmol_min - calcium::CALCIUM_UPTAKE_PER_MIN * state.added_calcium_mmol;
    }
}

/// What the machine does during one segment of the run.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "a run holds fewer than ten, and reads them in its innermost loop")]
pub enum MachineMode {
    /// Drawing; the collect port opens once the interface is established.
    Drawing(Drawing),
    /// The operator has paused: blood stands still in set and channel.
    Paused(Infusions),
    /// Saline pushes the contents of the set back to the patient.
    RinsingBack { returned_per_min: Blood, saline_ml_min: f64 },
    /// The needle is out.
    Off,
}

/// The pumps and the separator at one setting.
#[derive(Clone, Debug)]
pub struct Drawing {
    pub flows: InletFlows,
    pub separator: Separator,
    pub collecting: bool,
    anticoagulant: Blood,
    infusions: Infusions,
}

/// What reaches and leaves the patient beside the pumps of the set.
#[derive(Clone, Copy, Debug)]
pub struct Infusions {
    replacement: Blood,
    calcium_mmol_min: f64,
    /// Blood lost to tests and bleeding.
    loss_ml_min: f64,
}

impl Infusions {
    fn new(settings: &Settings, body: &Body) -> Self {
        let procedure = &settings.procedure;
        let with = |cause, amount: f64| if body.without == Some(cause) { 0.0 } else { amount };
        let is_open = with(Cause::ReplacementFluid, f64::from(u8::from(procedure.draw != Draw::Paused)));
        let calcium_mmol_min =
            if procedure.draw == Draw::Paused { 0.0 } else { procedure.calcium_infusion_mmol_h / 60.0 };
        Self {
            replacement: procedure.replacement_per_min() * is_open,
            calcium_mmol_min: with(Cause::CalciumInfusion, calcium_mmol_min),
            loss_ml_min: with(Cause::BloodSamples, procedure.blood_samples_ml / procedure.duration_min)
                + with(Cause::Bleeding, procedure.bleeding_ml_min),
        }
    }

    fn add_rates(&self, body: &Body, state: &State, volume_ml: f64, rate: &mut State) {
        rate.patient += self.replacement;
        rate.added_calcium_mmol += self.calcium_mmol_min;
        if self.loss_ml_min > 0.0 {
            let lost = body.drawn(&state.patient, volume_ml, self.loss_ml_min);
            rate.patient += lost * -1.0;
            rate.lost += lost;
        }
    }
}

impl Drawing {
    /// Pumps that start with this patient's blood, which determines the interface, unless a fixed interface is unchanged since `before`.
    pub fn new(settings: &Settings, body: &Body, patient: &Blood, collecting: bool, before: Option<&Self>) -> Self {
        let Settings { machine, procedure, .. } = settings;
        let flows = InletFlows::new(machine, procedure, body.patient.entered_blood_volume_ml());
        let mut drawing = Self {
            flows,
            separator: Separator::for_blood(
                machine,
                flows.inlet_ml_min,
                &body.patient.separability,
                &body.patient.cell_volume_fl,
                &body.constants,
            ),
            collecting,
            anticoagulant: body.anticoagulant(flows.anticoagulant_ml_min, settings),
            infusions: Infusions::new(settings, body),
        };
        if collecting {
            let hematocrit = drawing.entering(body, patient).red_cells_ml / flows.inlet_ml_min;
            if machine.interface_control == InterfaceControl::Fixed {
                drawing.separator = drawing.separator.left_alone(hematocrit, before.map(|before| &before.separator));
            }
            drawing.separator = drawing.separator.expecting(hematocrit);
        }
        drawing
    }

    /// What enters the channel each minute: the patient's blood with its anticoagulant.
    pub fn entering(&self, body: &Body, patient: &Blood) -> Blood {
        let volume_ml = patient.volume_ml(&body.patient.cell_volume_fl);
        body.drawn(patient, volume_ml, self.flows.blood_ml_min) + self.anticoagulant
    }

    fn add_rates(&self, body: &Body, state: &State, volume_ml: f64, rate: &mut State) {
        let cell_volume_fl = &body.patient.cell_volume_fl;
        let drawn = body.drawn(&state.patient, volume_ml, self.flows.blood_ml_min);
        let entering = drawn + self.anticoagulant;
        let mut collected =
            if self.collecting { self.separator.collected(&entering, cell_volume_fl) } else { Blood::default() };
        if let Some(cause) = body.without {
            cause.leave_out_of_collected(&mut collected);
        }
        let returned_ml_min = entering.volume_ml(cell_volume_fl) - collected.volume_ml(cell_volume_fl);
        let returned = returned_per_min(&state.set, returned_ml_min, cell_volume_fl);

        rate.patient += returned - drawn;
        rate.set += entering - collected - returned;
        rate.bag += collected;
        self.infusions.add_rates(body, state, volume_ml, rate);
    }
}

impl MachineMode {
    pub fn paused(settings: &Settings, body: &Body) -> Self {
        Self::Paused(Infusions::new(settings, body))
    }

    /// The pumps and the separator; `None` unless the machine draws.
    pub fn drawing(&self) -> Option<&Drawing> {
        match self {
            Self::Drawing(drawing) => Some(drawing),
            Self::Paused(_) | Self::RinsingBack { .. } | Self::Off => None,
        }
    }

    /// What the pumps deliver and draw each minute.
    pub fn pumped_per_min(&self) -> Pumped {
        match self {
            Self::Drawing(drawing) => Pumped {
                given: drawing.anticoagulant + drawing.infusions.replacement,
                calcium_given_mmol: drawing.infusions.calcium_mmol_min,
                processed_ml: drawing.flows.blood_ml_min,
                anticoagulant_ml: drawing.flows.anticoagulant_ml_min,
                anticoagulant_citrate_mmol: drawing.anticoagulant.citrate_mmol,
                with_starch_ml: drawing.anticoagulant.protein_ml,
                rinse_ml: 0.0,
            },
            Self::Paused(infusions) => Pumped {
                given: infusions.replacement,
                calcium_given_mmol: infusions.calcium_mmol_min,
                ..Pumped::default()
            },
            Self::RinsingBack { saline_ml_min, .. } => Pumped {
                given: Blood { plasma_ml: *saline_ml_min, ..Blood::default() },
                rinse_ml: *saline_ml_min,
                ..Pumped::default()
            },
            Self::Off => Pumped::default(),
        }
    }
}

/// The rate of change of the whole state, per minute.
pub fn rates(body: &Body, mode: &MachineMode, state: &State) -> State {
    let mut rate = State::default();
    let volume_ml = state.patient.volume_ml(&body.patient.cell_volume_fl);
    body.respond(state, volume_ml, &mut rate);
    match mode {
        MachineMode::Drawing(drawing) => drawing.add_rates(body, state, volume_ml, &mut rate),
        MachineMode::Paused(infusions) => infusions.add_rates(body, state, volume_ml, &mut rate),
        MachineMode::RinsingBack { returned_per_min, saline_ml_min } => {
            let saline = Blood { plasma_ml: *saline_ml_min, ..Blood::default() };
            rate.patient += *returned_per_min;
            rate.set += saline - *returned_per_min;
        }
        MachineMode::Off => {}
    }
    rate
}
