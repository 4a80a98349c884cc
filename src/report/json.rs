//! The outcome of a run as JSON, in the units of the CSV; what has no meaning is null.

use serde_json::{Map, Value, json};

use super::debrief;
use crate::preset::Preset;
use crate::sim::advice::{Advice, Avoidance, Remedy, Standing};
use crate::sim::debrief::Debrief;
use crate::sim::explain::{Explanation, Explanations};
use crate::sim::least_cost::{LeastCost, least_cost, least_cost_in_pieces};
use crate::sim::results::results;
use crate::sim::risks::{Incidence, RISKS, Risk};
use crate::sim::settings::{self as setting, SettingId, ValueKind};
use crate::sim::{Run, Warning};
use crate::text::Text;

/// The outcome as a JSON object: every result under its dotted name, then the warnings, the debrief, the risks in
/// words and the ledger.
pub fn value(run: &Run, explanations: &Explanations, preset: &Preset, text: &Text) -> Value {
    let found = least_cost(run, preset.aim.as_ref(), &|| false);
    of_all(run, explanations, found.as_ref(), preset, text)
}

/// The same, explanations included, with a pause before each run that is made for it.
pub async fn in_pieces(run: &Run, preset: &Preset, text: &Text) -> Value {
    let explanations = Explanations::in_pieces(run).await;
    let found = least_cost_in_pieces(run, preset.aim.as_ref()).await;
    of_all(run, &explanations, found.as_ref(), preset, text)
}

fn of_all(
    run: &Run,
    explanations: &Explanations,
    least_cost: Option<&LeastCost>,
    preset: &Preset,
    text: &Text,
) -> Value {
    let mut outcome = Value::Object(Map::new());
    for (name, value) in results(run) {
        put(&mut outcome, &name, value.map_or(Value::Null, finite));
    }
    put(&mut outcome, "warnings", warnings(run, explanations));
    put(&mut outcome, "advice", advice(&explanations.advice));
    let told = Debrief::of(run, preset.aim.as_ref());
    put(&mut outcome, "aim", debrief::aim(&told));
    put(&mut outcome, "cost", debrief::cost(&told.cost));
    put(&mut outcome, "key_moments", debrief::moments(&told.moments));
    put(&mut outcome, "least_cost", least_cost.map_or(Value::Null, debrief::least_cost));
    put(&mut outcome, "risks", risks(text));
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
        let avoidance = explanations.advice.avoidances.iter().find(|avoidance| avoidance.warning == *warning);
        json!({
            "id": warning.id.key(),
            "severity": warning.severity.key(),
            "from_min": finite(warning.from_min),
            "to_min": warning.to_min.map(finite),
            "value": warning.value.map(finite),
            "threshold": warning.threshold.map(finite),
            "ctcae_grade": warning.threshold.and_then(|threshold| warning.id.ctcae_grade(threshold)),
            "present_before": warning.present_before,
            "causes": explanation.map(causes),
            "smallest_changes": avoidance.map(smallest_changes),
        })
    };
    run.warnings.iter().map(one).collect()
}

fn causes(explanation: &Explanation) -> Value {
    let causes: Vec<_> = explanation
        .causes
        .iter()
        .map(|share| {
            json!({
                "cause": share.cause.key(),
                "share_percent": finite(share.share_percent),
                "value_without": finite(share.value_without),
            })
        })
        .collect();
    let not_tried: Vec<_> = explanation.not_tried.iter().map(|cause| cause.key()).collect();
    json!({
        "at_min": finite(explanation.worst_min),
        "moved": finite(explanation.moved),
        "shares": causes,
        "not_tried": not_tried,
    })
}

/// The changes that avoid the warning, the advised ones first, each with its price.
fn smallest_changes(avoidance: &Avoidance) -> Value {
    avoidance.remedies.iter().map(change).collect()
}

fn change(remedy: &Remedy) -> Value {
    let settings =
        remedy.changes.iter().map(|(setting, value)| (setting.row().path.to_owned(), setting_value(*setting, *value)));
    json!({
        "settings": Value::Object(settings.collect()),
        "kept_percent": remedy.kept_percent.map(finite),
        "standing": match remedy.standing {
            Standing::Advised => "advised",
            Standing::Costly => "costly",
            Standing::OtherPatient => "other_patient",
        },
    })
}

/// The value of a setting.
pub(super) fn setting_value(setting: SettingId, value: setting::Value) -> Value {
    match (value, &setting.row().kind) {
        (setting::Value::Number(number), _) => finite(number),
        (setting::Value::Switch(on), _) => Value::from(on),
        (setting::Value::Choice(index), ValueKind::Choice { options, .. }) => Value::from(options[index]),
        _ => Value::Null,
    }
}

/// How far the search for changes went.
fn advice(advice: &Advice) -> Value {
    let not_tried: Vec<_> = advice.not_tried.iter().map(|setting| setting.row().path).collect();
    json!({ "runs": advice.runs, "not_tried": not_tried, "pairs_not_tried": advice.pairs_not_tried })
}

fn risks(text: &Text) -> Value {
    let incidence = |incidence: &Incidence| {
        let [population, source] = text.survey(incidence.survey);
        json!({ "percent": incidence.percent, "population": population, "source": source })
    };
    let risk = |risk: &Risk| {
        let incidences: Vec<_> = risk.incidences.iter().map(incidence).collect();
        json!({ "id": risk.key, "incidences": incidences, "words": text.risk_words(risk) })
    };
    RISKS.iter().map(risk).collect()
}

/// A number, or null: JSON has no NaN.
pub fn finite(value: f64) -> Value {
    serde_json::Number::from_f64(value).map_or(Value::Null, Value::Number)
}
