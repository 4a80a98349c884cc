//! Which of two is hurt more, in a sentence, and why, in another: comparisons of their own numbers alone.

use super::Text;
use super::number::{clock, fixed};
use crate::sim::Warning;
use crate::sim::settings::Unit;
use crate::study::harm::{Basis, Load, Loads, MoreHurt, Suffered};

/// From this many times the blood on, the other's is told to be the reason.
const MUCH_MORE: f64 = 1.5;

impl Text {
    /// The blood volume in liters.
    pub fn blood_liters(&self, loads: &Loads) -> String {
        self.quantity(&fixed(loads.blood_ml / 1000.0, 2), Unit::Liter)
    }

    /// A load with its unit.
    pub fn load(&self, load: Load, loads: &Loads) -> String {
        let value = loads.value(load);
        match load {
            Load::Set => self.quantity(&fixed(value, 1), Unit::Percent),
            Load::Processed => self.with("harm-times", &[("times", fixed(value, 1))]),
            Load::Citrate => self.quantity(&fixed(value, 1), Unit::MgPerKgPerMin),
        }
    }

    /// Who of two is hurt more, and how gravely each is, as the judgment was reached.
    pub fn hurt_more(&self, verdict: &MoreHurt, who: String, hurt: &Suffered<'_>, other: &Suffered<'_>) -> String {
        let severity = |of: Option<Warning>| match of {
            Some(warning) => self.severity(warning.severity),
            None => self.get("harm-no-warning"),
        };
        let onset = |of: Option<Warning>| of.map_or_else(String::new, |warning| clock(warning.from_min));
        let (own, against) = (hurt.worst(), other.worst());
        let id = match verdict.basis {
            Basis::LimitOfLife => "harm-past-life",
            Basis::Severity => "harm-severity",
            Basis::Onset => "harm-onset",
        };
        let arguments = [
            ("who", who),
            ("severity", severity(own)),
            ("other", severity(against)),
            ("time", onset(own)),
            ("later", onset(against)),
        ];
        self.with(id, &arguments)
    }

    /// The loads that are larger where more is suffered: at most so many.
    pub fn hurt_because(&self, verdict: &MoreHurt, hurt: &Loads, other: &Loads, most: usize) -> String {
        let reasons = verdict.loads.iter().take(most).map(|load| {
            let id = match load {
                Load::Set => "harm-because-set",
                Load::Processed => "harm-because-processed",
                Load::Citrate => "harm-because-citrate",
            };
            let without_unit = fixed(other.citrate_mg_kg_min, 1);
            let against = if *load == Load::Citrate { without_unit } else { self.load(*load, other) };
            self.with(id, &[("own", self.load(*load, hurt)), ("other", against)])
        });
        let reasons: Vec<_> = reasons.collect();
        if reasons.is_empty() {
            return self.get("harm-no-load");
        }
        let reasons = ("reasons", reasons.join("; "));
        // The same in less blood is more: that is the root of the others.
        if other.blood_ml > MUCH_MORE * hurt.blood_ml {
            let liters = |loads: &Loads| fixed(loads.blood_ml / 1000.0, if loads.blood_ml < 1000.0 { 2 } else { 1 });
            let [own, others] = [hurt, other].map(liters);
            return self.with("harm-because-little-blood", &[("own", own), ("other", others), reasons]);
        }
        self.with("harm-because", &[reasons])
    }
}
