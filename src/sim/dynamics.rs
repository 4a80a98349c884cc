//! The body and the machine of one run: what is constant through it, and what the machine does in each of its segments.

use super::cause::Cause;
use super::rates::{Flow, Infusions, Physiology};
use super::reading::Baseline;
use super::settings::Settings;
use super::state::{Pumped, State};
use crate::model::blood::Blood;
use crate::model::cells::PerClass;
use crate::model::channel::{Channel, ReachCurve};
use crate::model::circuit::InletFlows;
use crate::model::constants::Constants;
use crate::model::machine::InterfaceControl;
use crate::model::patient::Patient;
use crate::model::procedure::{self, Draw};
use crate::model::separator::Separator;

/// The patient's own properties, which are constant through a run.
#[derive(Clone, Debug)]
pub struct Body {
    pub patient: Patient,
    /// What it was before the first draw.
    pub before: Baseline,
    /// The cause that this run leaves out, to measure its share.
    pub without: Option<Cause>,
    constants: Constants,
    physiology: Physiology,
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
        Self {
            before: Baseline::of(&patient),
            constants: *constants,
            physiology: Physiology::new(&patient, constants, without),
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

    /// What of the body the equations need.
    pub const fn physiology(&self) -> &Physiology {
        &self.physiology
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
        body.physiology.drawn(patient, volume_ml, self.flows.blood_ml_min) + self.anticoagulant
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

    /// The separator, where the port is open.
    pub fn open_separator(&self) -> Option<&Separator> {
        self.drawing().filter(|drawing| drawing.collecting).map(|drawing| &drawing.separator)
    }

    /// The same, to let it look ahead.
    pub fn open_separator_mut(&mut self) -> Option<&mut Separator> {
        match self {
            Self::Drawing(drawing) if drawing.collecting => Some(&mut drawing.separator),
            _ => None,
        }
    }

    /// Its channel with what was computed ahead.
    pub fn open_channel(&self) -> Option<(&Channel, Option<&ReachCurve>)> {
        self.open_separator().map(|separator| (&**separator, separator.ahead()))
    }

    /// What flows, as the equations need it.
    pub fn flow(&self) -> Flow {
        match self {
            Self::Drawing(drawing) => Flow::Drawing {
                blood_ml_min: drawing.flows.blood_ml_min,
                anticoagulant: drawing.anticoagulant,
                infusions: drawing.infusions,
            },
            Self::Paused(infusions) => Flow::Paused(*infusions),
            Self::RinsingBack { returned_per_min, saline_ml_min } => {
                Flow::RinsingBack { returned_per_min: *returned_per_min, saline_ml_min: *saline_ml_min }
            }
            Self::Off => Flow::Off,
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
    body.physiology.rates(&mode.flow(), mode.open_channel(), state)
}
