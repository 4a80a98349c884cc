//! Sentences of a debrief: the aim, what the run cost, the moments that mattered, and the same aim at the least cost.

use super::number::{clock, fixed, rounded};
use super::{Text, in_line, quantity_number};
use crate::model::patient::Patient;
use crate::sim::Run;
use crate::sim::aim::{Aim, AimOutcome, Dose};
use crate::sim::candidate::Candidate;
use crate::sim::cost::{Cost, Fall};
use crate::sim::debrief::Debrief;
use crate::sim::explain::Explanation;
use crate::sim::key_moments::{KeyMoment, Reason};
use crate::sim::least_cost::LeastCost;
use crate::sim::quantities::Quantity;
use crate::sim::settings::Unit;

/// An amount that an aim measures, without its unit.
pub fn aim_number(aim: &Aim, value: f64) -> String {
    match aim {
        Aim::Duration { .. } => clock(value),
        _ => shortest_rounded(value),
    }
}

/// Three significant digits without zeros at the end.
fn shortest_rounded(value: f64) -> String {
    let number = rounded(value);
    if number.contains('.') { number.trim_end_matches('0').trim_end_matches('.').to_owned() } else { number }
}

impl Text {
    /// An aim in a few words: 2×10⁶ CD34+ cells per kg in the bag.
    pub fn aim(&self, aim: &Aim, patient: &Patient) -> String {
        self.aim_with(aim, patient, aim_number(aim, aim.target()))
    }

    /// The same words with another number in the place of the target.
    pub fn aim_with(&self, aim: &Aim, patient: &Patient, number: String) -> String {
        let cells = aim.cells().map_or_else(String::new, |cells| self.get(&format!("aim-cells-{}", cells.key())));
        let id = match aim {
            Aim::InBag { dose: Dose::Total, .. } => "aim-in-bag",
            Aim::InBag { dose: Dose::PerKgOfRecipient, .. } if patient.recipient_weight_kg.is_some() => {
                "aim-per-kg-of-recipient"
            }
            Aim::InBag { .. } => "aim-per-kg",
            Aim::CountBelow { .. } => "aim-count-below",
            Aim::CountFall { .. } => "aim-count-fall",
            Aim::Duration { .. } => "aim-duration",
        };
        self.with(id, &[("number", number), ("cells", cells)])
    }

    /// The aim in a word or two, without the cells that it counts: Aim 4.5 ×10⁶/kg.
    pub fn aim_in_short(&self, aim: &Aim) -> String {
        let id = match aim {
            Aim::InBag { .. } | Aim::Duration { .. } => "aim-short",
            Aim::CountBelow { .. } => "aim-short-below",
            Aim::CountFall { .. } => "aim-short-fall",
        };
        let number = aim_number(aim, aim.target());
        let value = if matches!(aim, Aim::Duration { .. }) { number } else { self.quantity(&number, aim.unit()) };
        self.with(id, &[("value", value)])
    }

    /// What the run ends with, and what this makes of the aim: 4.01 at end, missed.
    pub fn aim_standing(&self, outcome: &AimOutcome) -> String {
        let end = aim_number(&outcome.aim, outcome.end);
        let (id, at_min) = match outcome.reached_min {
            Some(at_min) if outcome.is_held => ("aim-standing-reached", at_min),
            Some(at_min) => ("aim-standing-lost", at_min),
            None => ("aim-standing-missed", 0.0),
        };
        self.with(id, &[("end", end), ("time", clock(at_min))])
    }

    /// What an aim measures, without a number.
    pub fn aim_measure(&self, aim: &Aim) -> String {
        let cells = aim.cells().map_or_else(String::new, |cells| self.get(&format!("aim-cells-{}", cells.key())));
        let id = match aim {
            Aim::InBag { .. } => "aim-measure-in-bag",
            Aim::CountBelow { .. } => "aim-measure-count",
            Aim::CountFall { .. } => "aim-measure-fall",
            Aim::Duration { .. } => "aim-measure-duration",
        };
        self.with(id, &[("cells", cells)])
    }

    /// Whether and when the aim was reached.
    pub fn aim_heading(&self, debrief: &Debrief) -> String {
        if debrief.is_stated { self.aim_told(&debrief.aim) } else { self.get("aim-none") }
    }

    /// The same of an aim that is stated.
    pub fn aim_told(&self, outcome: &AimOutcome) -> String {
        match outcome.reached_min {
            Some(at_min) if outcome.is_held => self.with("aim-reached", &[("time", clock(at_min))]),
            Some(at_min) => self.with("aim-lost", &[("time", clock(at_min))]),
            None => self.get("aim-missed"),
        }
    }

    /// The aim in full, and what came of it.
    pub fn aim_in_full(&self, outcome: &AimOutcome, patient: &Patient) -> String {
        let arguments = [("aim", self.aim(&outcome.aim, patient)), ("standing", self.aim_standing(outcome))];
        self.with("aim-in-full", &arguments)
    }

    /// How much of it the run ends with: 4.5 of 4×10⁹ lymphocytes in the bag.
    pub fn aim_end(&self, debrief: &Debrief, patient: &Patient) -> String {
        let (outcome, aim) = (&debrief.aim, &debrief.aim.aim);
        let end = aim_number(aim, outcome.end);
        if !debrief.is_stated {
            return self.aim_with(aim, patient, end);
        }
        match aim {
            Aim::CountFall { cells, .. } => {
                let cells = self.get(&format!("aim-cells-{}", cells.key()));
                let number = aim_number(aim, aim.target());
                self.with("aim-end-fall", &[("cells", cells), ("end", end), ("number", number)])
            }
            Aim::CountBelow { .. } => self.with(
                "aim-end-count",
                &[("end", end), ("aim", self.aim(aim, patient)), ("unit", self.unit(aim.unit()))],
            ),
            _ => self.with("aim-end", &[("end", end), ("aim", self.aim(aim, patient))]),
        }
    }

    /// How far past the aim the run ends, or how much is missing.
    pub fn aim_margin(&self, outcome: &AimOutcome) -> String {
        let percent = outcome.margin_percent();
        let id = if percent >= 0.0 { "aim-margin-over" } else { "aim-margin-short" };
        self.with(id, &[("percent", fixed(percent.abs(), 0))])
    }

    /// What is said of the optimum, where the aim has one.
    pub fn aim_optimum(&self, outcome: &AimOutcome) -> Option<String> {
        let number = aim_number(&outcome.aim, outcome.aim.optimum()?);
        Some(match outcome.optimum_min {
            Some(at_min) => self.with("aim-optimum-reached", &[("number", number), ("time", clock(at_min))]),
            None => self.with("aim-optimum-missed", &[("number", number)]),
        })
    }

    /// How a quantity fell: from, to and unit.
    pub fn fall(&self, fall: &Fall) -> String {
        let arguments = [
            ("before", quantity_number(fall.quantity, fall.before)),
            ("lowest", self.quantity_value(fall.quantity, fall.lowest.value)),
            ("time", clock(fall.lowest.at_min)),
        ];
        self.with("cost-fall", &arguments)
    }

    /// The worst warning about it and how long it lasted; how much of it is gone where there was none.
    pub fn fall_note(&self, fall: &Fall) -> String {
        if let Some((worst, minutes)) = fall.worst {
            // The quantity is named beside it.
            let beside = self.level_beside(worst.id, worst.severity, worst.threshold);
            let warning = beside.unwrap_or_else(|| self.level_words(worst.id, worst.severity, worst.threshold));
            return self.with("cost-warning-for", &[("warning", warning), ("time", clock(minutes))]);
        }
        let percent = fall.percent();
        let id = if percent >= 0.5 { "cost-fallen" } else { "cost-not-fallen" };
        self.with(id, &[("percent", fixed(percent, 0))])
    }

    /// How long blood was drawn past the aim.
    pub fn past_aim(&self, cost: &Cost) -> Option<String> {
        let minutes = cost.past_aim_min.filter(|minutes| *minutes >= 0.5)?;
        Some(self.with("cost-past-aim", &[("minutes", fixed(minutes, 0))]))
    }

    /// A volume that was gained or lost, with its sign.
    pub fn fluid_balance(&self, cost: &Cost) -> String {
        let sign = if cost.fluid_balance_ml >= 0.5 { "+" } else { "" };
        let number = format!("{sign}{}", fixed(cost.fluid_balance_ml, 0));
        self.with("cost-fluid", &[("volume", self.quantity(&number, Unit::Ml))])
    }

    /// The heading of a moment that mattered, and what happened then. `explanations` are those of the run.
    pub fn key_moment(
        &self,
        moment: &KeyMoment,
        run: &Run,
        debrief: &Debrief,
        explanations: &[Explanation],
    ) -> [String; 2] {
        let patient = &run.protocol.settings.patient;
        match &moment.reason {
            Reason::Onset(warning) => {
                let explained = explanations.iter().find(|explained| explained.warning == *warning);
                let cause = explained.and_then(|explained| explained.causes.first()).map(|share| {
                    let percent = self.quantity(&fixed(share.share_percent, 0), Unit::Percent);
                    self.with(
                        "moment-cause",
                        &[("cause", self.get(&format!("cause-{}", share.cause.key()))), ("percent", percent)],
                    )
                });
                let felt = self.optional(&format!("moment-felt-{}", warning.id.key()));
                let words = [felt, cause].into_iter().flatten().collect::<Vec<_>>().join(" ");
                let words = if words.is_empty() { self.warning_meaning(warning.id) } else { words };
                [self.warning_title(warning), words]
            }
            Reason::Lowest { quantity, value } => {
                let title =
                    [("name", in_line(&self.quantity_name(*quantity))), ("value", quantity_number(*quantity, *value))];
                let phase = run.at(moment.at_min).phase;
                let is_lost = *quantity == Quantity::Hemoglobin && !debrief.cost.is_mostly_dilution();
                let lost = is_lost.then(|| self.get("moment-lowest-hemoglobin-lost"));
                let words = lost
                    .or_else(|| self.optional(&format!("moment-lowest-{}-{}", quantity.row().key, phase.key())))
                    .or_else(|| self.optional(&format!("moment-lowest-{}", quantity.row().key)))
                    .unwrap_or_default();
                [self.with("moment-lowest", &title), words]
            }
            Reason::AimReached => {
                let aim = self.aim(&debrief.aim.aim, patient);
                let words = match debrief.aim.past_min.filter(|minutes| *minutes >= 0.5) {
                    Some(minutes) => self.with("moment-aim-early", &[("aim", aim), ("minutes", fixed(minutes, 0))]),
                    None => self.with("moment-aim-end", &[("aim", aim)]),
                };
                let id = if debrief.is_stated { "moment-aim-reached" } else { "moment-end" };
                [self.get(id), words]
            }
            Reason::End => {
                let words = self.with("moment-end-words", &[("end", self.aim_end(debrief, patient))]);
                [self.get("moment-end"), words]
            }
        }
    }

    /// A message; `None` where there is none of this name.
    fn optional(&self, id: &str) -> Option<String> {
        self.has(id).then(|| self.get(id))
    }

    /// A candidate's settings that differ from the present ones.
    pub fn candidate(&self, candidate: &Candidate) -> String {
        if candidate.changes.is_empty() {
            return self.get("least-cost-present");
        }
        let changes = candidate.changes.iter().map(|(setting, value)| {
            let value = self.value_with_unit(*setting, *value);
            self.with("explain-change", &[("setting", self.setting(*setting)), ("value", value)])
        });
        changes.collect::<Vec<_>>().join(", ")
    }

    /// What a candidate costs: lowest calcium, hemoglobin and platelets, and the time.
    pub fn candidate_cost(&self, candidate: &Candidate) -> String {
        let value = |quantity: Quantity, value: f64| self.quantity_value(quantity, value);
        let arguments = [
            ("calcium", value(Quantity::IonizedCalcium, candidate.calcium_mmol_l)),
            ("hemoglobin", value(Quantity::Hemoglobin, candidate.hemoglobin_g_dl)),
            ("platelets", value(Quantity::Platelets, candidate.platelets_e9_per_l)),
            ("time", clock(candidate.minutes)),
        ];
        self.with("least-cost-price", &arguments)
    }

    /// What the search did and what it left out.
    pub fn search_scope(&self, found: &LeastCost) -> String {
        let settings: Vec<_> = found.not_varied.iter().map(|setting| in_line(&self.setting_alone(*setting))).collect();
        let id = if settings.is_empty() { "least-cost-scope" } else { "least-cost-scope-without" };
        self.with(id, &[("runs", found.runs.to_string()), ("settings", settings.join(", "))])
    }

    /// What was found, in one sentence.
    pub fn least_cost_heading(&self, found: &LeastCost) -> String {
        let id = match (found.best.aim.is_reached(), found.is_present(), found.is_stated) {
            (false, _, _) => "least-cost-out-of-reach",
            (true, true, _) => "least-cost-is-present",
            (true, false, true) if !found.present.aim.is_reached() => "least-cost-reach",
            (true, false, true) => "least-cost-aim",
            (true, false, false) => "least-cost-cells",
        };
        self.get(id)
    }

    /// What to tell the patient before the next procedure: a promise in bold and the reason, one for each thing that this run brought.
    pub fn tell_next_time(&self, debrief: &Debrief) -> Vec<[String; 2]> {
        let told = |key: &str, arguments: &[(&str, String)]| {
            [self.with(key, arguments), self.attribute_with(key, "why", arguments).unwrap_or_default()]
        };
        let fallen = |quantity: Quantity| debrief.cost.fall(quantity).map_or(0.0, Fall::percent);
        let lowest = |quantity: Quantity| debrief.cost.fall(quantity).map(|fall| fall.lowest.value);
        let mut sentences = Vec::new();
        let percent = |quantity: Quantity| [("percent", fixed(fallen(quantity), 0))];
        sentences.push(match lowest(Quantity::IonizedCalcium) {
            Some(lowest) if lowest < 0.9 => told("tell-calcium-cramps", &[]),
            Some(lowest) if lowest < 1.0 => told("tell-calcium-tingling", &[]),
            Some(lowest) if lowest < 1.12 => told("tell-calcium-possible", &[]),
            _ => told("tell-calcium-steady", &[]),
        });
        if fallen(Quantity::Hemoglobin) >= 5.0 {
            let id = if debrief.cost.is_mostly_dilution() { "tell-hemoglobin-thinned" } else { "tell-hemoglobin-lost" };
            sentences.push(told(id, &percent(Quantity::Hemoglobin)));
        }
        if fallen(Quantity::Platelets) >= 10.0 {
            let id = match lowest(Quantity::Platelets) {
                Some(lowest) if lowest < 50.0 => "tell-platelets-bleeding",
                Some(lowest) if lowest < 100.0 => "tell-platelets-bruises",
                _ => "tell-platelets-unnoticed",
            };
            sentences.push(told(id, &percent(Quantity::Platelets)));
        }
        if debrief.is_stated && !debrief.aim.is_reached() {
            sentences.push(told("tell-again", &[]));
        } else if let Some(minutes) = debrief.cost.past_aim_min.filter(|minutes| debrief.is_stated && *minutes >= 15.0)
        {
            sentences.push(told("tell-shorter", &[("minutes", fixed(minutes, 0))]));
        }
        sentences
    }
}
