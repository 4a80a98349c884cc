//! A run as a page of plain text: before and after, the bag, the efficiencies, the warnings.

use std::fmt::Write as _;

use crate::model::cells::WhiteCell;
use crate::preset::Preset;
use crate::sim::Run;
use crate::sim::debrief::Debrief;
use crate::sim::explain::Explanations;
use crate::sim::extremes::{Extremes, sampled};
use crate::sim::least_cost::least_cost;
use crate::sim::outcome::Efficiency;
use crate::sim::quantities::Quantity;
use crate::sim::risks::RISKS;
use crate::sim::settings::Unit;
use crate::sim::warnings::headlines;
use crate::text::{Text, cell_count, clock, fixed, quantity_number, rounded};

/// Width of the column of names.
const NAME: usize = 32;

/// The summary, ending in a line break.
pub fn text(run: &Run, explanations: &Explanations, preset: &Preset, text: &Text) -> String {
    let mut lines = vec![text.case_title(preset)];
    if !preset.lesson.is_empty() {
        lines.push(preset.lesson.clone());
    }
    lines.push(String::new());
    counts(run, text, &mut lines);
    lines.push(String::new());
    procedure(run, text, &mut lines);
    lines.push(String::new());
    efficiencies(run, text, &mut lines);
    lines.push(String::new());
    warnings(run, explanations, text, &mut lines);
    lines.push(String::new());
    debrief(run, explanations, preset, text, &mut lines);
    lines.push(String::new());
    risks(text, &mut lines);
    lines.push(String::new());
    lines.push(text.get("disclaimer"));
    lines.join("\n") + "\n"
}

/// The same procedure on following days: a row of counts for each, before and after.
pub fn days(runs: &[Run], preset: &Preset, text: &Text) -> String {
    const SHOWN: [Quantity; 4] =
        [Quantity::WhiteCells, Quantity::Hemoglobin, Quantity::Platelets, Quantity::IonizedCalcium];
    let mut heading = format!("{:<6}", text.get("summary-day"));
    for quantity in SHOWN {
        let _ = write!(heading, "{:>20}", text.get(&format!("quantity-{}", quantity.row().key)));
    }
    let _ = write!(heading, "{:>24}", text.get("summary-bag-white"));
    let mut lines = vec![text.case_title(preset), String::new(), heading];
    for (day, run) in runs.iter().enumerate() {
        let mut line = format!("{:<6}", day + 1);
        for quantity in SHOWN {
            let comparison = run.outcome.comparison(quantity).map_or_else(String::new, |comparison| {
                let number = |value| quantity_number(quantity, value);
                format!("{} → {}", number(comparison.before), number(comparison.after))
            });
            let _ = write!(line, "{comparison:>20}");
        }
        let in_bag = cell_count(run.outcome.product.white_cells_e9.sum());
        lines.push(line + &format!("{in_bag:>24}"));
    }
    lines.extend([String::new(), text.get("disclaimer")]);
    lines.join("\n") + "\n"
}

fn counts(run: &Run, text: &Text, lines: &mut Vec<String>) {
    lines.push(format!(
        "{:<NAME$}{:>10}{:>10}{:>10}",
        "",
        text.get("summary-before"),
        text.get("summary-after"),
        text.get("summary-change")
    ));
    for comparison in run.outcome.comparisons.iter().filter(|comparison| comparison.before > 0.0) {
        let row = comparison.quantity.row();
        let name = text.get(&format!("quantity-{}", row.key));
        let unit = text.unit(row.unit);
        let change = comparison.change_percent().map_or_else(|| "–".to_owned(), |change| fixed(change, 1) + " %");
        lines.push(format!(
            "{name:<NAME$}{:>10}{:>10}{change:>10}  {unit}",
            quantity_number(comparison.quantity, comparison.before),
            quantity_number(comparison.quantity, comparison.after),
        ));
    }
}

fn procedure(run: &Run, text: &Text, lines: &mut Vec<String>) {
    let outcome = &run.outcome;
    let product = &outcome.product;
    let mut line = |id: &str, value: String| lines.push(format!("{:<NAME$}{value}", text.get(id)));
    let percent = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| fixed(value, 1) + " %");
    let (volume, volumes) = (fixed(outcome.processed_ml, 0), fixed(outcome.processed_blood_volumes, 2));
    line("summary-processed", text.with("summary-processed-value", &[("volume", volume), ("volumes", volumes)]));
    let bag = [
        ("volume", fixed(product.volume_ml, 0)),
        ("hematocrit", percent(product.hematocrit_percent)),
        ("leukocrit", percent(product.leukocrit_percent)),
    ];
    line("summary-bag", text.with("summary-bag-value", &bag));
    line("summary-bag-white", cell_count(product.white_cells_e9.sum()));
    line("summary-bag-mononuclear", cell_count(product.white_cells_e9.mononuclear()));
    let stem_e9 = product.white_cells_e9[WhiteCell::Cd34];
    if stem_e9 > 0.0 {
        let dose = fixed(stem_e9 * 1e3 / run.body.patient.dosing_weight_kg(), 1);
        let stem = [("count", cell_count(stem_e9)), ("dose", dose)];
        line("summary-bag-stem", text.with("summary-bag-stem-value", &stem));
    }
    line("summary-bag-platelets", cell_count(product.platelets_e9));
    line("summary-removed", text.with("summary-removed-value", &[("percent", fixed(outcome.removed_percent, 0))]));
    if let Some(calcium) = Extremes::among(Quantity::IonizedCalcium, &sampled(run)) {
        line("summary-lowest-calcium", text.quantity_value(Quantity::IonizedCalcium, calcium.lowest.value));
    }
    line("summary-ledger", format!("{:.0e}", run.ledger.largest_relative_error));
}

fn efficiencies(run: &Run, text: &Text, lines: &mut Vec<String>) {
    let outcome = &run.outcome;
    lines.push(format!("{:<NAME$}{:>10}{:>10}", text.get("summary-efficiency"), "CE1", "CE2"));
    let percent = |value: Option<f64>| value.map(|value| rounded(value) + " %");
    let mut line = |name: String, efficiency: &Efficiency| {
        if let (Some(ce1), Some(ce2)) = (percent(efficiency.ce1_percent), percent(efficiency.ce2_percent)) {
            lines.push(format!("{name:<NAME$}{ce1:>10}{ce2:>10}"));
        }
    };
    for (class, efficiency) in outcome.efficiency.iter() {
        line(text.get(&format!("class-{}", class.key())), efficiency);
    }
    line(text.get("class-mononuclear"), &outcome.mononuclear_efficiency);
    line(text.get("quantity-white_cells_e9_per_l"), &outcome.white_cell_efficiency);
    line(text.get("quantity-platelets_e9_per_l"), &outcome.platelet_efficiency);
}

fn warnings(run: &Run, explanations: &Explanations, text: &Text, lines: &mut Vec<String>) {
    if run.warnings.is_empty() {
        lines.push(text.get("summary-no-warnings"));
        return;
    }
    lines.push(text.get("summary-warnings"));
    for warning in headlines(&run.warnings) {
        lines.push(format!(
            "  {:>5}  {:<44}  {}",
            clock(warning.from_min),
            text.warning_title_graded(warning),
            text.warning_detail(warning, run)
        ));
        let explanation = explanations.explanations.iter().find(|explained| explained.warning == *warning);
        let avoidance = explanations.advice.avoidances.iter().find(|avoidance| avoidance.warning == *warning);
        let because = explanation.map_or_else(Vec::new, |explanation| text.causes(explanation));
        let avoided = avoidance.map_or_else(Vec::new, |avoidance| text.avoidance(avoidance));
        lines.extend(because.into_iter().chain(avoided).map(|line| format!("         {line}")));
    }
    lines.extend(text.not_tried(&explanations.advice).map(|words| format!("  {words}")));
}

/// The aim, what the run cost, the moments that mattered, and the same aim at the least cost.
fn debrief(run: &Run, explanations: &Explanations, preset: &Preset, text: &Text, lines: &mut Vec<String>) {
    let debrief = Debrief::of(run, preset.aim.as_ref());
    let patient = &run.protocol.settings.patient;
    lines.push(text.get("summary-debrief"));
    let mut told = |name: String, words: String| lines.push(format!("  {name:<29} {words}"));
    let margin = debrief.is_stated.then(|| text.aim_margin(&debrief.aim));
    let aim = [
        Some(text.aim_heading(&debrief)),
        Some(text.aim_end(&debrief, patient)),
        margin,
        text.aim_optimum(&debrief.aim),
    ];
    told(text.get("summary-aim"), aim.into_iter().flatten().collect::<Vec<_>>().join("; "));
    for fall in &debrief.cost.falls {
        told(text.quantity_name(fall.quantity), format!("{}; {}", text.fall(fall), text.fall_note(fall)));
    }
    let bag = text.quantity(&fixed(debrief.cost.bag_ml, 0), Unit::Ml);
    let spent =
        [Some(clock(debrief.cost.minutes)), text.past_aim(&debrief.cost), Some(text.fluid_balance(&debrief.cost))];
    told(text.get("summary-cost"), spent.into_iter().flatten().collect::<Vec<_>>().join("; "));
    told(text.get("summary-bag"), bag);
    told(text.get("summary-moments"), String::new());
    for moment in &debrief.moments {
        let [title, words] = text.key_moment(moment, run, &debrief, &explanations.explanations);
        lines.push(format!("    {:>5}  {title}. {words}", clock(moment.at_min)));
    }
    let Some(found) = least_cost(run, preset.aim.as_ref(), &|| false) else { return };
    lines.push(format!("  {}", text.least_cost_heading(&found)));
    lines.push(format!("    {}: {}", text.candidate(&found.best), text.candidate_cost(&found.best)));
    for other in &found.alternatives {
        let or = text.get("summary-least-cost-alternative");
        lines.push(format!("    {or} {}: {}", text.candidate(other), text.candidate_cost(other)));
    }
    lines.push(format!("    {}", text.search_scope(&found)));
}

/// The cards of what no run can compute.
fn risks(text: &Text, lines: &mut Vec<String>) {
    lines.push(text.get("summary-risks"));
    for risk in &RISKS {
        let name = text.get(&format!("risk-{}", risk.key));
        lines.push(format!("  {name:<31} {}", text.risk_incidence(risk)));
        lines.extend(text.risk_words(risk).into_iter().map(|words| format!("    {words}")));
    }
}
