//! Which of two runs hurts its patient more, by what, and which load on the body is larger there.

use super::map::worst;
use crate::sim::cause::Cause;
use crate::sim::explain::CauseShare;
use crate::sim::extremes::{Extremes, Reached, sampled};
use crate::sim::quantities::Quantity;
use crate::sim::warning_groups::brought;
use crate::sim::warnings::Topic;
use crate::sim::{Run, Warning};

/// Onsets less than this apart count as one, min.
const SAME_ONSET_MIN: f64 = 1.0;
/// A load is larger from this factor on: less would round away in the numbers shown.
const LARGER: f64 = 1.1;

/// What a procedure puts on a body, measured against the size of that body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::EnumIter)]
pub enum Load {
    /// The volume of the set, percent of the blood volume.
    Set,
    /// Blood volumes processed.
    Processed,
    /// The highest rate of citrate, mg/kg/min.
    Citrate,
}

/// How much blood a body has, and what a procedure puts on it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Loads {
    /// Blood volume before the procedure, mL.
    pub blood_ml: f64,
    pub set_percent: f64,
    pub processed_volumes: f64,
    pub citrate_mg_kg_min: f64,
}

impl Loads {
    pub fn of(run: &Run) -> Self {
        let blood_ml = run.body.before.blood_volume_ml;
        let citrate = Extremes::among(Quantity::CitrateRate, &sampled(run));
        Self {
            blood_ml,
            set_percent: 100.0 * run.protocol.settings.machine.set_volume_ml / blood_ml,
            processed_volumes: run.outcome.processed_blood_volumes,
            citrate_mg_kg_min: citrate.map_or(0.0, |extremes| extremes.highest.value),
        }
    }

    /// In the unit of the load.
    pub const fn value(&self, load: Load) -> f64 {
        match load {
            Load::Set => self.set_percent,
            Load::Processed => self.processed_volumes,
            Load::Citrate => self.citrate_mg_kg_min,
        }
    }

    /// How many times as large a load is as in the other run.
    fn times(&self, other: &Self, load: Load) -> f64 {
        self.value(load) / other.value(load).max(f64::MIN_POSITIVE)
    }
}

/// A run as far as harm is judged by it.
#[derive(Clone, Copy)]
pub struct Suffered<'a> {
    pub run: &'a Run,
    pub loads: &'a Loads,
    /// What fell below a limit of life.
    pub past_life: &'a [(Quantity, Reached)],
}

impl Suffered<'_> {
    /// The warning that tells of the harm: the worst about what fell below a limit of life, else the worst of all.
    pub fn telling(&self) -> Option<Warning> {
        let topic = self.topic();
        let about = brought(&self.run.warnings).filter(|warning| Some(warning.id.spec().topic) == topic);
        about.max_by_key(|warning| warning.severity).copied().or_else(|| self.worst())
    }

    /// The worst warning that the procedure brings, the first of those equally severe.
    pub fn worst(&self) -> Option<Warning> {
        worst(&self.run.warnings)
    }

    /// What the harm is about: what fell below a limit of life, else the worst warning.
    fn topic(&self) -> Option<Topic> {
        match self.past_life.first() {
            Some((Quantity::Hemoglobin, _)) => Some(Topic::RedCells),
            Some(_) => Some(Topic::Calcium),
            None => self.worst().map(|warning| warning.id.spec().topic),
        }
    }
}

/// By what one of the two is hurt more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// It alone falls below a limit of life.
    LimitOfLife,
    /// Its worst warning is more severe.
    Severity,
    /// Equally severe, but earlier.
    Onset,
}

/// That one of two is hurt more.
#[derive(Clone, Debug, PartialEq)]
pub struct MoreHurt {
    /// It is the first of the two.
    pub is_first: bool,
    pub basis: Basis,
    /// The loads that are larger there: those that the harm is about first, then those that differ most.
    pub loads: Vec<Load>,
}

impl MoreHurt {
    /// The same with its loads in the order of what they did: by the shares that runs without their causes show.
    pub fn by_causes(mut self, causes: &[CauseShare]) -> Self {
        let share = |load: Load| {
            let own = causes.iter().filter(|share| load_of(share.cause) == Some(load));
            own.map(|share| share.share_percent).sum::<f64>()
        };
        // Stable: what took no part keeps its place behind.
        self.loads.sort_by(|a, b| share(*b).total_cmp(&share(*a)));
        self
    }
}

/// The load by which a cause acts.
const fn load_of(cause: Cause) -> Option<Load> {
    match cause {
        Cause::SetAndPrime => Some(Load::Set),
        Cause::AnticoagulantFluid | Cause::Citrate => Some(Load::Citrate),
        Cause::CollectedRedCells
        | Cause::CollectedWhiteCells
        | Cause::CollectedPlatelets
        | Cause::CollectedPlasma
        | Cause::ReplacementFluid => Some(Load::Processed),
        _ => None,
    }
}

/// Which of two is hurt more; `None` where they are alike.
pub fn more_hurt(first: &Suffered<'_>, second: &Suffered<'_>) -> Option<MoreHurt> {
    let (is_first, basis) = judged(first, second)?;
    let (hurt, other) = if is_first { (first, second) } else { (second, first) };
    let mut loads: Vec<_> = <Load as strum::IntoEnumIterator>::iter()
        .map(|load| (load, hurt.loads.times(other.loads, load)))
        .filter(|(_, times)| *times >= LARGER)
        .collect();
    let topic = hurt.topic();
    let bears_on = |load: Load| match topic {
        Some(Topic::Calcium) => load == Load::Citrate,
        Some(Topic::Volume) => load == Load::Set,
        Some(Topic::RedCells | Topic::Platelets | Topic::WhiteCells) => load != Load::Citrate,
        Some(Topic::Machine) | None => false,
    };
    loads.sort_by(|(a, a_times), (b, b_times)| bears_on(*b).cmp(&bears_on(*a)).then(b_times.total_cmp(a_times)));
    Some(MoreHurt { is_first, basis, loads: loads.into_iter().map(|(load, _)| load).collect() })
}

/// Whether it is the first, and by what.
fn judged(first: &Suffered<'_>, second: &Suffered<'_>) -> Option<(bool, Basis)> {
    let [is_past, other_is_past] = [first, second].map(|one| !one.past_life.is_empty());
    if is_past != other_is_past {
        return Some((is_past, Basis::LimitOfLife));
    }
    match (first.worst(), second.worst()) {
        (None, None) => None,
        (Some(_), None) => Some((true, Basis::Severity)),
        (None, Some(_)) => Some((false, Basis::Severity)),
        (Some(one), Some(other)) if one.severity != other.severity => {
            Some((one.severity > other.severity, Basis::Severity))
        }
        (Some(one), Some(other)) => {
            let later_min = other.from_min - one.from_min;
            (later_min.abs() >= SAME_ONSET_MIN).then_some((later_min > 0.0, Basis::Onset))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::preset::{Bundled, read};
    use crate::sim::{Protocol, SettingId, limits_of_life, simulate};

    fn protocol(name: &str) -> Protocol {
        read(Bundled::by_name(name).expect("bundled").text).expect("a sound preset").protocol
    }

    fn compared(first: &Protocol, second: &Protocol) -> Option<MoreHurt> {
        let [first, second] = [first, second].map(|protocol| simulate(protocol).expect("it runs"));
        let [loads, other_loads] = [&first, &second].map(Loads::of);
        let [past_life, other_past_life] = [&first, &second].map(|run| limits_of_life::passed(run));
        more_hurt(
            &Suffered { run: &first, loads: &loads, past_life: &past_life },
            &Suffered { run: &second, loads: &other_loads, past_life: &other_past_life },
        )
    }

    #[test]
    fn a_mans_machine_hurts_an_infant_more_whichever_stands_first() {
        let (man, infant) = (protocol("cml_very_high_count"), protocol("all_infant_hyperleukocytosis"));
        let infant = infant.with_machine_of(&man);
        let verdict = compared(&man, &infant).expect("not alike");
        assert!(!verdict.is_first && verdict.basis == Basis::LimitOfLife, "{verdict:?}");
        assert!(verdict.loads.len() == 3, "{verdict:?}");
        let turned = compared(&infant, &man).expect("not alike");
        assert!(turned.is_first && turned.loads == verdict.loads, "{turned:?}");
        assert_eq!(compared(&man, &man), None, "alike");
    }

    #[test]
    fn a_load_that_is_larger_where_less_is_suffered_is_no_reason() {
        let man = protocol("cml_very_high_count");
        let mut slower = man.clone();
        SettingId::InletFlow.set(&mut slower.settings, &crate::sim::Value::Number(40.0));
        let verdict = compared(&slower, &man).expect("not alike");
        assert!(!verdict.is_first && !verdict.loads.contains(&Load::Set), "{verdict:?}");
        let causes = [CauseShare { cause: Cause::CollectedPlasma, share_percent: 60.0, value_without: 1.0 }];
        assert_eq!(verdict.clone().by_causes(&causes).loads.first(), Some(&Load::Processed));
        assert_eq!(verdict.loads.first(), Some(&Load::Citrate), "the harm is about calcium: {verdict:?}");
    }
}
