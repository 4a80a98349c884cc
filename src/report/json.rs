//! The outcome of a run as JSON, in the units of the CSV; what has no meaning is null.

use serde_json::{Map, Value, json};

use crate::sim::Run;
use crate::sim::results::results;

/// The outcome as a JSON object: every result under its dotted name, then the warnings and the ledger.
pub fn value(run: &Run) -> Value {
    let mut outcome = Value::Object(Map::new());
    for (name, value) in results(run) {
        put(&mut outcome, &name, value.map_or(Value::Null, finite));
    }
    put(&mut outcome, "warnings", warnings(run));
    put(&mut outcome, "ledger.largest_relative_error", finite(run.ledger.largest_relative_error));
    outcome
}

/// Puts a value where its dotted name says.
fn put(object: &mut Value, name: &str, value: Value) {
    let slot = name.split('.').fold(object, |object, part| &mut object[part]);
    *slot = value;
}

fn warnings(run: &Run) -> Value {
    run.warnings
        .iter()
        .map(|warning| {
            json!({
                "id": warning.id.key(),
                "severity": warning.severity.key(),
                "from_min": finite(warning.from_min),
                "to_min": warning.to_min.map(finite),
                "value": warning.value.map(finite),
                "threshold": warning.threshold.map(finite),
                "present_before": warning.present_before,
            })
        })
        .collect()
}

/// A number, or null: JSON has no NaN.
pub fn finite(value: f64) -> Value {
    serde_json::Number::from_f64(value).map_or(Value::Null, Value::Number)
}
