//! The aim of a procedure: what is to be reached, and whether, when and by how much a run has reached it.

use strum::{IntoStaticStr, VariantArray, VariantNames};

use super::derivation::Cells;
use super::moment::Moment;
use super::outcome::target_cells;
use super::settings::Unit;
use super::state::State;
use super::trajectory::Trajectory;
use crate::model::blood::Blood;
use crate::model::cells::WhiteCell;
use crate::model::root_finding::root;

/// The cells that an aim counts. By its own name in files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray, VariantNames)]
#[strum(const_into_str)]
pub enum AimedCells {
    WhiteCells,
    /// Lymphocytes, monocytes and CD34+ cells together.
    MononuclearCells,
    Neutrophils,
    ImmatureGranulocytes,
    Lymphocytes,
    Monocytes,
    Blasts,
    Cd34,
    Platelets,
}

impl AimedCells {
    pub const ALL: &'static [Self] = <Self as VariantArray>::VARIANTS;
    /// Their names in files, in the same order.
    pub const NAMES: &'static [&'static str] = <Self as VariantNames>::VARIANTS;

    /// The name in files.
    pub const fn name(self) -> &'static str {
        self.into_str()
    }

    /// The name in keys and message ids.
    pub const fn key(self) -> &'static str {
        match self.class() {
            Some(class) => class.key(),
            None => match self {
                Self::MononuclearCells => "mononuclear",
                Self::Platelets => "platelets",
                _ => "white_cells",
            },
        }
    }

    /// The class of white cell; `None` for several together and for platelets.
    pub const fn class(self) -> Option<WhiteCell> {
        match self {
            Self::Neutrophils => Some(WhiteCell::Neutrophil),
            Self::ImmatureGranulocytes => Some(WhiteCell::ImmatureGranulocyte),
            Self::Lymphocytes => Some(WhiteCell::Lymphocyte),
            Self::Monocytes => Some(WhiteCell::Monocyte),
            Self::Blasts => Some(WhiteCell::Blast),
            Self::Cd34 => Some(WhiteCell::Cd34),
            Self::WhiteCells | Self::MononuclearCells | Self::Platelets => None,
        }
    }

    /// Their number in some blood, 10⁹.
    pub fn of(self, blood: &Blood) -> f64 {
        match (self.class(), self) {
            (Some(class), _) => blood.white_cells_e9[class],
            (None, Self::MononuclearCells) => blood.white_cells_e9.mononuclear(),
            (None, Self::Platelets) => blood.platelets_e9,
            (None, _) => blood.white_cells_e9.sum(),
        }
    }
}

impl From<Cells> for AimedCells {
    fn from(cells: Cells) -> Self {
        match cells {
            Cells::White => Self::WhiteCells,
            Cells::Mononuclear => Self::MononuclearCells,
            Cells::Class(class) => match class {
                WhiteCell::Neutrophil => Self::Neutrophils,
                WhiteCell::ImmatureGranulocyte => Self::ImmatureGranulocytes,
                WhiteCell::Lymphocyte => Self::Lymphocytes,
                WhiteCell::Monocyte => Self::Monocytes,
                WhiteCell::Blast => Self::Blasts,
                WhiteCell::Cd34 => Self::Cd34,
            },
        }
    }
}

/// What a dose is counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dose {
    /// All cells in the bag, 10⁹.
    Total,
    /// Per kilogram of the patient, 10⁶/kg.
    PerKgOfPatient,
    /// Per kilogram of who receives the cells, the patient where no recipient's weight is given, 10⁶/kg.
    PerKgOfRecipient,
}

/// What a procedure is to reach.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Aim {
    /// Cells in the bag, in the unit of the dose; beyond the least there may be an optimum.
    InBag { cells: AimedCells, dose: Dose, at_least: f64, optimum: Option<f64> },
    /// A count in the blood to fall to, 10⁹/L.
    CountBelow { cells: AimedCells, below_e9_per_l: f64 },
    /// A fall of a count in the blood, percent of the count before.
    CountFall { cells: AimedCells, fall_percent: f64 },
    /// Time for which blood is drawn, pauses included, min.
    Duration { duration_min: f64 },
}

impl Aim {
    /// What the aim of a run is where none is stated: as many of the cells that the procedure is for as it brought.
    pub fn as_reached(trajectory: &Trajectory) -> Self {
        let cells = AimedCells::from(target_cells(&trajectory.protocol.settings));
        let at_least = cells.of(&trajectory.after.bag);
        Self::InBag { cells, dose: Dose::Total, at_least, optimum: None }
    }

    /// Whether both measure the same of the same cells, however much each is to reach.
    pub fn measures_same_as(&self, other: &Self) -> bool {
        self.unit() == other.unit() && self.cells() == other.cells() && self.is_fall() == other.is_fall()
    }

    /// The unit of what it measures.
    pub const fn unit(&self) -> Unit {
        match self {
            Self::InBag { dose: Dose::Total, .. } => Unit::E9,
            Self::InBag { .. } => Unit::E6PerKg,
            Self::CountBelow { .. } => Unit::E9PerL,
            Self::CountFall { .. } => Unit::Percent,
            Self::Duration { .. } => Unit::Min,
        }
    }

    /// The cells that it counts; `None` for a duration.
    pub const fn cells(&self) -> Option<AimedCells> {
        match self {
            Self::InBag { cells, .. } | Self::CountBelow { cells, .. } | Self::CountFall { cells, .. } => Some(*cells),
            Self::Duration { .. } => None,
        }
    }

    /// What would be better still, in its unit; `None` where the aim names none.
    pub const fn optimum(&self) -> Option<f64> {
        match self {
            Self::InBag { optimum, .. } => *optimum,
            Self::CountBelow { .. } | Self::CountFall { .. } | Self::Duration { .. } => None,
        }
    }

    /// What is to be reached, in its unit.
    pub const fn target(&self) -> f64 {
        match self {
            Self::InBag { at_least, .. } => *at_least,
            Self::CountBelow { below_e9_per_l, .. } => *below_e9_per_l,
            Self::CountFall { fall_percent, .. } => *fall_percent,
            Self::Duration { duration_min } => *duration_min,
        }
    }

    /// Whether it is reached by falling.
    pub const fn is_fall(&self) -> bool {
        matches!(self, Self::CountBelow { .. })
    }

    /// What the aim measures, at a moment, in its unit.
    pub fn value_at(&self, trajectory: &Trajectory, moment: &Moment<'_>) -> f64 {
        self.value_of(trajectory, &moment.state, moment.time_min)
    }

    fn value_of(&self, trajectory: &Trajectory, state: &State, time_min: f64) -> f64 {
        let patient = &trajectory.body.patient;
        let count =
            |cells: AimedCells, blood: &Blood| 1000.0 * cells.of(blood) / blood.volume_ml(&patient.cell_volume_fl);
        match *self {
            Self::InBag { cells, dose, .. } => {
                let in_bag_e9 = cells.of(&state.bag);
                match dose {
                    Dose::Total => in_bag_e9,
                    Dose::PerKgOfPatient => in_bag_e9 * 1e3 / patient.weight_kg,
                    Dose::PerKgOfRecipient => in_bag_e9 * 1e3 / patient.dosing_weight_kg(),
                }
            }
            Self::CountBelow { cells, .. } => count(cells, &state.patient),
            Self::CountFall { cells, .. } => {
                let before = count(cells, &trajectory.before.patient);
                if before > 0.0 { 100.0 * (1.0 - count(cells, &state.patient) / before) } else { 0.0 }
            }
            Self::Duration { .. } => time_min.min(trajectory.pumps_stop_min()),
        }
    }

    /// How far past a target a value is, in the aim's unit; negative where it is not reached.
    fn excess(&self, value: f64, target: f64) -> f64 {
        if self.is_fall() { target - value } else { value - target }
    }

    /// How far past its target a run ends, percent of the target; negative where it falls short.
    pub fn end_margin_percent(&self, trajectory: &Trajectory) -> f64 {
        self.margin_percent(self.value_of(trajectory, &trajectory.after, trajectory.machine_end_min))
    }

    fn margin_percent(&self, value: f64) -> f64 {
        // A run that collected nothing aims at nothing.
        if self.target() == 0.0 { 0.0 } else { 100.0 * self.excess(value, self.target()) / self.target() }
    }

    /// When a target is first reached while the needle is in, min; `None` if never. What is within rounding of it has reached it.
    fn first_reached_min(&self, trajectory: &Trajectory, target: f64) -> Option<f64> {
        let excess = |time_min: f64| self.excess(self.value_at(trajectory, &trajectory.at(time_min)), target);
        let rounding = ROUNDING * target.abs();
        let mut before = None;
        let times_min =
            trajectory.sample_times_min().into_iter().filter(|time_min| *time_min < trajectory.machine_end_min);
        for time_min in times_min.chain([trajectory.machine_end_min]) {
            if excess(time_min) >= -rounding {
                return Some(before.map_or(time_min, |before| root(excess, before, time_min)));
            }
            before = Some(time_min);
        }
        None
    }
}

/// A share of the target within which it counts as reached: the solver's interpolation of a bag that no longer fills.
const ROUNDING: f64 = 1e-9;

/// Whether, when and by how much a run has reached an aim.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AimOutcome {
    pub aim: Aim,
    /// When it was first reached, min.
    pub reached_min: Option<f64>,
    /// When the optimum was reached, where there is one, min.
    pub optimum_min: Option<f64>,
    /// What the aim measures when the needle comes out, in its unit.
    pub end: f64,
    /// Whether it is still reached then: a count may rise again.
    pub is_held: bool,
    /// How long blood was drawn after it was reached, min.
    pub past_min: Option<f64>,
}

impl AimOutcome {
    pub fn of(aim: &Aim, trajectory: &Trajectory) -> Self {
        let end = aim.value_of(trajectory, &trajectory.after, trajectory.machine_end_min);
        let reached_min = aim.first_reached_min(trajectory, aim.target());
        Self {
            aim: *aim,
            reached_min,
            optimum_min: aim.optimum().and_then(|optimum| aim.first_reached_min(trajectory, optimum)),
            end,
            is_held: aim.excess(end, aim.target()) >= -ROUNDING * aim.target().abs(),
            past_min: reached_min.map(|reached_min| (trajectory.pumps_stop_min() - reached_min).max(0.0)),
        }
    }

    /// Whether the run ends with the aim reached.
    pub const fn is_reached(&self) -> bool {
        self.reached_min.is_some() && self.is_held
    }

    /// How far the end is past the aim, percent of the aim; negative where it falls short.
    pub fn margin_percent(&self) -> f64 {
        self.aim.margin_percent(self.end)
    }
}
