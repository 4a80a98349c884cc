//! The outcome of a run as JSON, in the units of the CSV; what has no meaning is null.

use serde_json::{Map, Value, json};

use crate::model::cells::{PerClass, WhiteCell};
use crate::sim::Run;
use crate::sim::outcome::{Comparison, Efficiency};

/// The outcome as a JSON object.
pub fn value(run: &Run) -> Value {
    let outcome = &run.outcome;
    json!({
        "before": compared(run, |c| Some(c.before)),
        "after": compared(run, |c| Some(c.after)),
        "change_percent": compared(run, Comparison::change_percent),
        "product": product(run),
        "efficiency": efficiencies(run),
        "processed_ml": finite(outcome.processed_ml),
        "processed_blood_volumes": finite(outcome.processed_blood_volumes),
        "warnings": run.warnings.iter().map(|warning| json!({
            "id": warning.id.key(),
            "severity": warning.severity.key(),
            "from_min": finite(warning.from_min),
            "to_min": warning.to_min.map(finite),
            "value": warning.value.map(finite),
            "threshold": warning.threshold.map(finite),
            "present_before": warning.present_before,
        })).collect::<Vec<_>>(),
        "ledger": { "largest_relative_error": finite(run.ledger.largest_relative_error) },
    })
}

/// A number, or null: JSON has no NaN.
fn finite(value: f64) -> Value {
    serde_json::Number::from_f64(value).map_or(Value::Null, Value::Number)
}

fn compared(run: &Run, of: impl Fn(&Comparison) -> Option<f64>) -> Value {
    let values = run.outcome.comparisons.iter().map(|c| (c.key.to_owned(), of(c).map_or(Value::Null, finite)));
    Value::Object(values.collect::<Map<_, _>>())
}

fn product(run: &Run) -> Value {
    let product = &run.outcome.product;
    let mut fields = Map::new();
    fields.insert("volume_ml".to_owned(), finite(product.volume_ml));
    fields.insert("hematocrit_percent".to_owned(), json!(product.hematocrit_percent));
    fields.insert("leukocrit_percent".to_owned(), json!(product.leukocrit_percent));
    fields.insert("white_cells_e9".to_owned(), finite(product.white_cells_e9.sum()));
    for (class, count) in product.white_cells_e9.iter() {
        fields.insert(format!("{}_e9", class.key()), finite(*count));
    }
    fields.insert("mononuclear_e9".to_owned(), finite(product.white_cells_e9.mononuclear()));
    fields.insert("platelets_e9".to_owned(), finite(product.platelets_e9));
    Value::Object(fields)
}

fn efficiencies(run: &Run) -> Value {
    let outcome = &run.outcome;
    let classes: &PerClass<Efficiency> = &outcome.efficiency;
    let named = WhiteCell::ALL.into_iter().map(|class| (class.key(), classes[class])).chain([
        ("mononuclear", outcome.mononuclear_efficiency),
        ("white_cells", outcome.white_cell_efficiency),
        ("platelets", outcome.platelet_efficiency),
    ]);
    let fields = named.map(|(key, efficiency)| {
        (key.to_owned(), json!({ "ce1_percent": efficiency.ce1_percent, "ce2_percent": efficiency.ce2_percent }))
    });
    Value::Object(fields.collect::<Map<_, _>>())
}
