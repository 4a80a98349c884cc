//! The debrief of a run as JSON: its aim, its price, the moments that mattered, and the same aim at the least cost.

use serde_json::{Map, Value, json};

use super::json::{finite, setting_value};
use crate::sim::aim::{Aim, AimOutcome, AimedCells, Dose};
use crate::sim::candidate::Candidate;
use crate::sim::cost::{Cost, Fall};
use crate::sim::debrief::Debrief;
use crate::sim::key_moments::{KeyMoment, Reason};
use crate::sim::least_cost::LeastCost;

/// The aim and what came of it.
pub fn aim(debrief: &Debrief) -> Value {
    let outcome = &debrief.aim;
    let (kind, unit) = kind(&outcome.aim);
    json!({
        "is_stated": debrief.is_stated,
        "kind": kind,
        "cells": outcome.aim.cells().map(AimedCells::key),
        "unit": unit,
        "target": finite(outcome.aim.target()),
        "optimum": outcome.aim.optimum().map(finite),
        "is_reached": outcome.is_reached(),
        "reached_min": outcome.reached_min.map(finite),
        "optimum_min": outcome.optimum_min.map(finite),
        "is_held": outcome.is_held,
        "end": finite(outcome.end),
        "margin_percent": finite(outcome.margin_percent()),
        "past_min": outcome.past_min.map(finite),
    })
}

/// The kind of an aim and the unit of its numbers.
const fn kind(aim: &Aim) -> (&'static str, &'static str) {
    match aim {
        Aim::InBag { dose: Dose::Total, .. } => ("in_bag", "e9"),
        Aim::InBag { dose: Dose::PerKgOfPatient, .. } => ("in_bag", "e6_per_kg_of_patient"),
        Aim::InBag { dose: Dose::PerKgOfRecipient, .. } => ("in_bag", "e6_per_kg_of_recipient"),
        Aim::CountBelow { .. } => ("count_below", "e9_per_l"),
        Aim::CountFall { .. } => ("count_fall", "percent"),
        Aim::Duration { .. } => ("duration", "min"),
    }
}

/// What the run cost.
pub fn cost(cost: &Cost) -> Value {
    let mut falls = Map::new();
    for fall in &cost.falls {
        falls.insert(fall.quantity.row().key.to_owned(), fall_value(fall));
    }
    let warnings = cost.warnings.iter().map(|warning| {
        json!({
            "id": warning.id.key(),
            "severity": warning.severity.key(),
            "threshold": warning.threshold.map(finite),
            "from_min": finite(warning.from_min),
        })
    });
    let warnings: Vec<_> = warnings.collect();
    json!({
        "falls": falls,
        "minutes": finite(cost.minutes),
        "bag_ml": finite(cost.bag_ml),
        "fluid_balance_ml": finite(cost.fluid_balance_ml),
        "red_cells_lost_percent": finite(cost.red_cells_lost_percent),
        "warnings": warnings,
        "past_aim_min": cost.past_aim_min.map(finite),
    })
}

fn fall_value(fall: &Fall) -> Value {
    json!({
        "before": finite(fall.before),
        "lowest": finite(fall.lowest.value),
        "lowest_min": finite(fall.lowest.at_min),
        "after": finite(fall.after),
        "worst_threshold": fall.worst.and_then(|(worst, _)| worst.threshold).map(finite),
        "worst_minutes": fall.worst.map(|(_, minutes)| finite(minutes)),
    })
}

/// The moments that mattered.
pub fn moments(moments: &[KeyMoment]) -> Value {
    let one = |moment: &KeyMoment| {
        let (warning, quantity, value) = match &moment.reason {
            Reason::Onset(warning) => (Some(warning.id.key()), None, warning.threshold),
            Reason::Lowest { quantity, value } => (None, Some(quantity.row().key), Some(*value)),
            Reason::AimReached | Reason::End => (None, None, None),
        };
        json!({
            "at_min": finite(moment.at_min),
            "reason": moment.reason.key(),
            "warning": warning,
            "quantity": quantity,
            "value": value.map(finite),
        })
    };
    moments.iter().map(one).collect()
}

/// The same aim at the least cost.
pub fn least_cost(found: &LeastCost) -> Value {
    let not_varied: Vec<_> = found.not_varied.iter().map(|setting| setting.row().path).collect();
    json!({
        "is_stated": found.is_stated,
        "present": candidate(&found.present),
        "best": candidate(&found.best),
        "alternatives": found.alternatives.iter().map(candidate).collect::<Vec<_>>(),
        "runs": found.runs,
        "not_varied": not_varied,
        "used_up": found.used_up,
    })
}

fn candidate(candidate: &Candidate) -> Value {
    let AimOutcome { end, reached_min, .. } = candidate.aim;
    let [life_threatening, severe, moderate, mild] = candidate.burden;
    let settings = candidate
        .changes
        .iter()
        .map(|(setting, value)| (setting.row().path.to_owned(), setting_value(*setting, *value)));
    json!({
        "settings": Value::Object(settings.collect()),
        "is_reached": candidate.aim.is_reached(),
        "reached_min": reached_min.map(finite),
        "end": finite(end),
        "warnings": {
            "life_threatening": life_threatening, "severe": severe, "moderate": moderate, "mild": mild,
        },
        "lowest": {
            "platelets_e9_per_l": finite(candidate.platelets_e9_per_l),
            "hemoglobin_g_dl": finite(candidate.hemoglobin_g_dl),
            "ionized_calcium_mmol_l": finite(candidate.calcium_mmol_l),
        },
        "minutes": finite(candidate.minutes),
    })
}
