//! What runs along plots: minutes, or the blood volumes that were processed.

use crate::sim::Run;
use crate::sim::quantities::Quantity;

/// What runs along plots.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, strum::EnumIter)]
pub enum Axis {
    /// Minutes.
    #[default]
    Time,
    /// Blood volumes processed.
    Processed,
}

impl Axis {
    /// The message id of its name.
    pub const fn message(self) -> &'static str {
        match self {
            Self::Time => "axis-time",
            Self::Processed => "axis-processed",
        }
    }

    /// Where a time of a run, min, lies on it.
    pub fn place(self, run: &Run, time_min: f64) -> f64 {
        match self {
            Self::Time => time_min,
            Self::Processed => Quantity::ProcessedVolumes.at(&run.at(time_min)).unwrap_or(0.0),
        }
    }
}
