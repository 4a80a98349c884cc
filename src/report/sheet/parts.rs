//! What sheets have in common: settings in words, counts before and after, the product, warnings.

use super::{Block, Item};
use crate::preset::Preset;
use crate::sim::explain::Explanations;
use crate::sim::outcome::Efficiency;
use crate::sim::settings::{SettingId, Settings};
use crate::sim::warnings::{Warning, headlines};
use crate::sim::{Run, Severity};
use crate::text::{Text, cell_count, clock, fixed, quantity_number, rounded};

/// The settings that a case gives, and those that every case must.
pub(super) fn settings(preset: &Preset, text: &Text) -> Block {
    let (settings, usual) = (&preset.protocol.settings, Settings::default());
    let given = SettingId::all().filter(|setting| {
        let row = setting.row();
        (row.required || setting.get(settings) != setting.get(&usual)) && (row.has_effect)(settings)
    });
    Block::Pairs(
        given
            .map(|setting| (text.full_setting(setting), text.value_with_unit(setting, setting.get(settings))))
            .collect(),
    )
}

/// What the operator changes in mid-run, a line each.
pub(super) fn changes(preset: &Preset, text: &Text) -> Option<Block> {
    let changes = preset.protocol.changes_by_time();
    let line = |change: &&crate::sim::Change| {
        let words = text.changes_in_words(&change.values);
        let words = text.with("sheet-change", &[("time", clock(change.at_min)), ("changes", words)]);
        Item { words, below: Vec::new() }
    };
    (!changes.is_empty()).then(|| Block::List(changes.iter().map(line).collect()))
}

/// Counts before and after, with their change.
pub(super) fn counts(run: &Run, text: &Text) -> Block {
    let head = ["", "summary-before", "summary-after", "summary-change"];
    let head = head.map(|id| if id.is_empty() { String::new() } else { text.get(id) }).to_vec();
    let rows = run.outcome.comparisons.iter().filter(|comparison| comparison.before > 0.0).map(|comparison| {
        let quantity = comparison.quantity;
        let (name, unit) = (text.quantity_name(quantity), text.unit(quantity.row().unit));
        let change = comparison.change_percent().map_or_else(|| "–".to_owned(), |change| fixed(change, 1) + " %");
        let number = |value| quantity_number(quantity, value);
        vec![format!("{name}, {unit}"), number(comparison.before), number(comparison.after), change]
    });
    Block::Table([head].into_iter().chain(rows).collect())
}

/// What was processed, and what is in the bag.
pub(super) fn product(run: &Run, text: &Text) -> Block {
    let outcome = &run.outcome;
    let product = &outcome.product;
    let percent = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| fixed(value, 1) + " %");
    let processed =
        [("volume", fixed(outcome.processed_ml, 0)), ("volumes", fixed(outcome.processed_blood_volumes, 2))];
    let bag = [
        ("volume", fixed(product.volume_ml, 0)),
        ("hematocrit", percent(product.hematocrit_percent)),
        ("leukocrit", percent(product.leukocrit_percent)),
    ];
    let ce1 = |efficiency: &Efficiency| efficiency.ce1_percent.map_or_else(|| "–".to_owned(), |ce| rounded(ce) + " %");
    let pairs = [
        ("summary-processed", text.with("summary-processed-value", &processed)),
        ("summary-bag", text.with("summary-bag-value", &bag)),
        ("summary-bag-white", cell_count(product.white_cells_e9.sum())),
        ("summary-bag-mononuclear", cell_count(product.white_cells_e9.mononuclear())),
        ("summary-bag-platelets", cell_count(product.platelets_e9)),
        ("summary-removed", text.with("summary-removed-value", &[("percent", fixed(outcome.removed_percent, 0))])),
        ("sheet-ce1-white", ce1(&outcome.white_cell_efficiency)),
        ("sheet-ce1-mononuclear", ce1(&outcome.mononuclear_efficiency)),
    ];
    Block::Pairs(pairs.map(|(id, value)| (text.get(id), value)).to_vec())
}

/// More warnings than these would make a fourth page.
const MOST_WARNINGS: usize = 7;

/// The warnings, each with what it means, or with its reasons where they are known.
pub(super) fn warnings(run: &Run, explanations: Option<&Explanations>, text: &Text) -> Vec<Block> {
    let told: Vec<_> = headlines(&run.warnings).filter(|warning| warning.severity > Severity::Information).collect();
    if told.is_empty() {
        return vec![Block::Words(text.get("summary-no-warnings"))];
    }
    let more = told.len().saturating_sub(MOST_WARNINGS);
    // The gravest are told, in the order in which they come.
    let mut severities: Vec<_> = told.iter().map(|warning| warning.severity).collect();
    severities.sort_by(|a, b| b.cmp(a));
    let least = severities.get(MOST_WARNINGS - 1).copied();
    let is_grave = |warning: &&Warning| least.is_none_or(|least| warning.severity >= least);
    let items = told.into_iter().filter(is_grave).take(MOST_WARNINGS).map(|warning| {
        let title = text.warning_title_graded(warning);
        let words = [clock(warning.from_min), title, text.warning_detail(warning, run)].join(" · ");
        let explained = explanations.map(|all| {
            let because = all.explanations.iter().find(|explanation| explanation.warning == *warning);
            let avoided = all.advice.avoidances.iter().find(|avoidance| avoidance.warning == *warning);
            let because = because.map_or_else(Vec::new, |explanation| text.causes(explanation));
            because.into_iter().chain(avoided.map_or_else(Vec::new, |avoidance| text.avoidance(avoidance))).collect()
        });
        Item { words, below: explained.unwrap_or_else(|| vec![text.warning_meaning(warning.id)]) }
    });
    let mut blocks = vec![Block::List(items.collect())];
    if more > 0 {
        blocks.push(Block::Quiet(text.with("sheet-more-warnings", &[("count", more.to_string())])));
    }
    blocks
}
