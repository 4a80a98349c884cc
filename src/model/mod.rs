//! The model: blood, patient, separator, circuit and citrate as pure equations, independent of solvers, files and screens.

pub mod blood;
pub mod calcium;
pub mod cells;
pub mod channel;
pub mod circuit;
pub mod constants;
pub mod curve;
pub mod machine;
pub mod math;
pub mod number;
pub mod patient;
pub mod procedure;
pub mod recruitment;
pub mod root_finding;
pub mod separator;
