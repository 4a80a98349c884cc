//! The simulation: turns a protocol into a run with its trajectory, warnings, ledger and outcome.

pub mod advice;
pub mod aim;
pub mod cause;
pub mod cost;
pub mod crossing;
pub mod debrief;
pub mod derivation;
pub mod dynamics;
pub mod episode;
pub mod explain;
pub mod extremes;
pub mod guide;
pub mod key_moments;
pub mod least_cost;
pub mod ledger;
pub mod moment;
pub mod old_names;
pub mod operator_steps;
pub mod outcome;
pub mod protocol;
pub mod quantities;
pub mod results;
pub mod risks;
pub mod run;
pub mod settings;
pub mod solver;
pub mod state;
pub mod symptoms;
pub mod trajectory;
pub mod warning_groups;
pub mod warnings;

pub use moment::{Moment, Phase};
pub use protocol::{Change, Protocol};
pub use run::{Run, simulate};
pub use settings::{Setting, SettingId, Settings, Value};
pub use warnings::{Severity, Warning};
