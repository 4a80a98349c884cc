//! The outcome of a run as JSON, in the units of the CSV; what has no meaning is null.

use serde_json::{Map, Value, json};

use crate::sim::explain::{Avoidance, CauseShare, Explanation, Explanations};
use crate::sim::results::results;
use crate::sim::risks::{Incidence, RISKS, Risk};
use crate::sim::settings::{self as setting, ValueKind};
use crate::sim::{Run, Warning};

/// The outcome as a JSON object: every result under its dotted name, then the warnings and the ledger.
pub fn value(run: &Run, explanations: &Explanations) -> Value {
    let mut outcome = Value::Object(Map::new());
    for (name, value) in results(run) {
        put(&mut outcome, &name, value.map_or(Value::Null, finite));
    }
    put(&mut outcome, "warnings", warnings(run, explanations));
    put(&mut outcome, "risks", risks());
    put(&mut outcome, "ledger.largest_relative_error", finite(run.ledger.largest_relative_error));
    outcome
}

/// Puts a value where its dotted name says.
fn put(object: &mut Value, name: &str, value: Value) {
    let slot = name.split('.').fold(object, |object, part| &mut object[part]);
    *slot = value;
}

fn warnings(run: &Run, explanations: &Explanations) -> Value {
    let one = |warning: &Warning| {
        let explanation = explanations.explanations.iter().find(|explained| explained.warning == *warning);
        let avoidance = explanations.avoidances.iter().find(|avoidance| avoidance.warning == *warning);
        json!({
            "id": warning.id.key(),
            "severity": warning.severity.key(),
            "from_min": finite(warning.from_min),
            "to_min": warning.to_min.map(finite),
            "value": warning.value.map(finite),
            "threshold": warning.threshold.map(finite),
            "present_before": warning.present_before,
            "causes": explanation.map(causes),
            "smallest_changes": avoidance.map(smallest_changes),
        })
    };
    run.warnings.iter().map(one).collect()
}

fn causes(explanation: &Explanation) -> Value {
    let share = |share: &CauseShare| {
        let (percent, without) = (finite(share.share_percent), finite(share.value_without));
        json!({ "cause": share.cause.key(), "share_percent": percent, "value_without": without })
    };
    let shares: Vec<_> = explanation.causes.iter().map(share).collect();
    json!({ "at_min": finite(explanation.worst_min), "moved": finite(explanation.moved), "shares": shares })
}

/// The value of each setting that avoids the warning; null where none does.
fn smallest_changes(avoidance: &Avoidance) -> Value {
    let changes = avoidance.remedies.iter().map(|remedy| {
        let row = remedy.setting.row();
        let value = match (remedy.value, &row.kind) {
            (Some(setting::Value::Number(number)), _) => finite(number),
            (Some(setting::Value::Switch(on)), _) => Value::from(on),
            (Some(setting::Value::Choice(index)), ValueKind::Choice { options, .. }) => Value::from(options[index]),
            _ => Value::Null,
        };
        (row.path.to_owned(), value)
    });
    Value::Object(changes.collect())
}

fn risks() -> Value {
    let incidences = |risk: &Risk| -> Value {
        let of = |incidence: &Incidence| json!({ "percent": incidence.percent, "population": incidence.population, "source": incidence.source });
        risk.incidences.iter().map(of).collect()
    };
    RISKS.iter().map(|risk| json!({ "id": risk.key, "incidences": incidences(risk) })).collect()
}

/// A number, or null: JSON has no NaN.
pub fn finite(value: f64) -> Value {
    serde_json::Number::from_f64(value).map_or(Value::Null, Value::Number)
}
