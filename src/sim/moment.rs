//! A procedure at one moment: its phase, its state, and what pumps and separator do.

use std::cell::OnceCell;

use strum::{EnumIter, IntoStaticStr};

use super::dynamics::{Body, Drawing, MachineMode};
use super::settings::Settings;
use super::state::{Pumped, State};
use crate::model::blood::Blood;
use crate::model::channel::AtPort;
use crate::model::circuit::InletFlows;
use crate::model::procedure::Draw;
use crate::model::separator::Separation;

/// A phase of the procedure. In snake case, its name in files and columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, IntoStaticStr)]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum Phase {
    /// The patient's blood displaces the prime, which reaches the patient.
    Fill,
    /// The channel runs until red cells, buffy coat and plasma have separated; nothing is collected.
    Establish,
    Collect,
    /// The bag is full: the port is closed, and blood circulates without being collected.
    BagFull,
    /// The operator has paused the draw.
    Paused,
    RinseBack,
    After,
}

impl Phase {
    pub const fn key(self) -> &'static str {
        self.into_str()
    }

    /// Whether the pumps draw blood.
    pub const fn is_drawing(self) -> bool {
        matches!(self, Self::Fill | Self::Establish | Self::Collect | Self::BagFull)
    }

    /// Whether the procedure is under way: drawing or paused, before the set is rinsed back.
    pub const fn is_under_way(self) -> bool {
        self.is_drawing() || matches!(self, Self::Paused)
    }
}

/// A procedure at one moment.
#[derive(Clone, Debug)]
pub struct Moment<'a> {
    pub time_min: f64,
    pub phase: Phase,
    pub settings: &'a Settings,
    pub state: State,
    pub pumped: Pumped,
    pub body: &'a Body,
    mode: &'a MachineMode,
    /// Computed once because most quantities need it.
    blood_volume_ml: f64,
    /// What the port does, computed on first use.
    port: OnceCell<Option<AtPort>>,
    /// The separator's result, computed on first use because several quantities need it.
    separation: OnceCell<Option<(Blood, Separation)>>,
}

impl<'a> Moment<'a> {
    /// A moment in a phase with its settings and what the machine does.
    pub(super) fn new(
        time_min: f64,
        (phase, settings, mode): (Phase, &'a Settings, &'a MachineMode),
        state: &State,
        pumped: Pumped,
        body: &'a Body,
    ) -> Self {
        let blood_volume_ml = state.patient.volume_ml(&body.patient.cell_volume_fl);
        let (port, separation) = (OnceCell::new(), OnceCell::new());
        Self { time_min, phase, settings, state: *state, pumped, body, mode, blood_volume_ml, port, separation }
    }
}

impl Moment<'_> {
    pub const fn blood_volume_ml(&self) -> f64 {
        self.blood_volume_ml
    }

    /// Whether replacement fluid and calcium reach the patient, where they are set.
    pub fn return_is_open(&self) -> bool {
        self.phase.is_under_way() && self.settings.procedure.draw != Draw::Paused
    }

    /// The pump flows; `None` unless the pumps draw.
    pub fn flows(&self) -> Option<&InletFlows> {
        self.drawing().map(|drawing| &drawing.flows)
    }

    /// The pumps and the separator; `None` unless the pumps draw.
    pub fn drawing(&self) -> Option<&Drawing> {
        self.mode.drawing()
    }

    /// What the open port draws and where it lies, the part of a separation that quantities need; `None` unless cells are collected.
    pub fn port(&self) -> Option<&AtPort> {
        let draw = || {
            let drawing = self.drawing().filter(|drawing| drawing.collecting)?;
            let entering = drawing.entering(self.body, &self.state.patient);
            Some(drawing.separator.at_port(&entering, &self.body.patient.cell_volume_fl))
        };
        self.port.get_or_init(draw).as_ref()
    }

    /// What enters the channel each minute and what the separator does with it; `None` unless the pumps draw.
    pub fn separation(&self) -> Option<&(Blood, Separation)> {
        let separate = || {
            let drawing = self.drawing()?;
            let entering = drawing.entering(self.body, &self.state.patient);
            Some((entering, drawing.separator.separate(&entering, &self.body.patient.cell_volume_fl)))
        };
        self.separation.get_or_init(separate).as_ref()
    }
}
