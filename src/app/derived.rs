//! What follows from the case as it is now, and from nothing else: its run with all curves, and what was found out about it.

use std::cell::OnceCell;
use std::ops::Deref;

use super::trace::Trace;
use crate::sim::Protocol;
use crate::sim::explain::{Avoidance, Explanation, explain};
use crate::sim::protocol::SimulationError;
use crate::sim::quantities::Quantity;

/// The counts of the main screen, in their order.
pub const COUNTS: [Quantity; 3] = [Quantity::WhiteCells, Quantity::Hemoglobin, Quantity::Platelets];

/// What a lecture can show in one large plot.
pub const LECTURE_CURVES: [Quantity; 4] =
    [Quantity::WhiteCells, Quantity::Hemoglobin, Quantity::Platelets, Quantity::IonizedCalcium];

/// What is known of the changes that would have avoided the run's warnings.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Avoidances {
    /// Nobody asked yet, or they are still looked for.
    #[default]
    Unknown,
    Found(Vec<Avoidance>),
    /// They could not be looked for.
    Failed,
}

/// It can be asked whatever its [`Trace`] can.
pub struct Derived {
    trace: Trace,
    pub avoidances: Avoidances,
    explanations: OnceCell<Vec<Explanation>>,
    /// Grows with every run: what was found for another one is stale.
    revision: u64,
    /// Why the settings as they are now cannot be run; the run is the last that could.
    pub simulation_error: Option<SimulationError>,
}

impl Deref for Derived {
    type Target = Trace;
    fn deref(&self) -> &Trace {
        &self.trace
    }
}

impl Derived {
    /// # Errors
    /// The [`SimulationError`] when the protocol cannot be run.
    pub fn of(protocol: &Protocol) -> Result<Self, SimulationError> {
        Ok(Self {
            trace: Trace::of(protocol)?,
            avoidances: Avoidances::default(),
            explanations: OnceCell::new(),
            revision: 0,
            simulation_error: None,
        })
    }

    /// Which run this is, counted from the window's first.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Why each warning came. Found when first asked for: a slider moved with nothing open pays nothing.
    pub fn explanations(&self) -> &[Explanation] {
        self.explanations.get_or_init(|| explain(&self.trace.run))
    }

    /// Takes the place of what was derived before, and answers with the run that was.
    pub fn replace(&mut self, next: Self) -> Trace {
        let revision = self.revision + 1;
        std::mem::replace(self, Self { revision, ..next }).trace
    }

    /// Follows a changed protocol, and answers with the run that was. One that cannot be run leaves the last run in view, and says so.
    pub fn follow(&mut self, protocol: &Protocol) -> Option<Trace> {
        if self.simulation_error.is_none() && *protocol == self.run.protocol {
            return None;
        }
        match Self::of(protocol) {
            Ok(derived) => Some(self.replace(derived)),
            Err(error) => {
                self.simulation_error = Some(error);
                None
            }
        }
    }
}

/// What the tests of all work for a run begin with.
#[cfg(test)]
pub mod testing {
    use super::Derived;
    use crate::preset::{BUNDLED, read};
    use crate::sim::{SettingId, Value};

    pub fn small_woman() -> Derived {
        let bundled = BUNDLED.iter().find(|bundled| bundled.name == "small_anemic_woman").expect("a bundled preset");
        Derived::of(&read(bundled.text).expect("a sound preset").protocol).expect("a sensible case")
    }

    pub fn change(derived: &mut Derived, setting: SettingId, value: f64) {
        let mut protocol = derived.run.protocol.clone();
        setting.set(&mut protocol.settings, &Value::Number(value));
        derived.follow(&protocol);
    }
}
