//! The steps of a guided run: what is told of a procedure, and from when to when, found in the run itself.

use strum::{EnumIter, IntoStaticStr};

use super::quantities::Quantity;
use super::warnings::{WarningId, headlines};
use super::{Phase, Run};

/// What a step tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, IntoStaticStr)]
#[strum(serialize_all = "kebab-case", const_into_str)]
pub enum Topic {
    /// Blood is drawn.
    Draw,
    /// Citrate is added, so that it does not clot.
    Citrate,
    /// It separates into layers.
    Layers,
    /// White cells go into the bag.
    Collect,
    /// The rest goes back.
    Return,
    /// Citrate binds calcium.
    Calcium,
    /// What has changed in the end.
    Balance,
}

impl Topic {
    /// The name in message ids.
    pub const fn key(self) -> &'static str {
        self.into_str()
    }

    /// The quantity whose curve goes with it.
    pub const fn quantity(self) -> Quantity {
        match self {
            Self::Draw | Self::Return => Quantity::Hemoglobin,
            Self::Citrate | Self::Calcium => Quantity::IonizedCalcium,
            Self::Layers | Self::Collect | Self::Balance => Quantity::WhiteCells,
        }
    }
}

/// A step, with the part of the run that goes by while it is told, min.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    pub topic: Topic,
    pub from_min: f64,
    pub to_min: f64,
}

/// The steps of a run in their order, without those for which it gives no occasion. Each begins where the one before ends.
pub fn steps(run: &Run) -> Vec<Step> {
    let begin =
        |phase: Phase| run.segments.iter().find(|segment| segment.phase == phase).map(|segment| segment.from_min);
    // To the last moment of drawing, while the set is still full.
    let end_min = (run.pumps_stop_min() - 1e-6).max(0.0);
    let (collect_from, collect_to) = run.collection_min().unwrap_or((end_min, end_min));
    let filled_min = begin(Phase::Establish).unwrap_or(collect_from);
    // The worst that calcium comes to, and otherwise the middle of the collection.
    let low = headlines(&run.warnings).filter(|warning| warning.id == WarningId::LowCalcium && warning.from_min > 0.0);
    let calcium = low.max_by(|a, b| a.severity.cmp(&b.severity)).map(|warning| warning.from_min);
    let calcium = calcium.filter(|at_min| (collect_from..collect_to).contains(at_min));
    let calcium_from = calcium.unwrap_or((collect_from + collect_to) / 2.0);
    let middle = |from: f64, to: f64| (from + to) / 2.0;
    let return_from = middle(collect_from, calcium_from);
    let balance_from = if calcium.is_some() { middle(calcium_from, collect_to) } else { calcium_from };
    let beginnings = [
        (Topic::Draw, 0.0),
        (Topic::Citrate, filled_min / 2.0),
        (Topic::Layers, filled_min),
        (Topic::Collect, collect_from),
        (Topic::Return, return_from),
        (Topic::Calcium, calcium_from),
        (Topic::Balance, balance_from),
    ];
    let ends = beginnings.iter().skip(1).map(|(_, from_min)| *from_min).chain([end_min]);
    let steps = beginnings.iter().zip(ends).map(|((topic, from_min), to_min)| Step {
        topic: *topic,
        from_min: *from_min,
        to_min,
    });
    steps.filter(|step| step.to_min > step.from_min).collect()
}
