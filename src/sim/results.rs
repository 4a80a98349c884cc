//! Every final number of a run under a dotted name, the list that exports, sweeps and validation read.

use super::extremes::{Extremes, sampled};
use super::moment::Moment;
use super::old_names;
use super::outcome::{COMPARED, Comparison, Efficiency};
use super::quantities::Quantity;
use super::run::Run;
use super::settings::Unit;
use crate::model::blood::Blood;
use crate::model::cells::WhiteCell;

/// A number computed from a comparison of before and after.
type OfComparison = fn(&Comparison) -> Option<f64>;

/// The results of a run in the order of its JSON, with the same names for every run; `None` where a number is undefined.
pub fn results(run: &Run) -> Vec<(String, Option<f64>)> {
    list(run, true)
}

/// The results, on demand without the lowest and highest values: to find these, every moment of the run is looked at.
fn list(run: &Run, with_extremes: bool) -> Vec<(String, Option<f64>)> {
    let outcome = &run.outcome;
    let mut list: Vec<(String, Option<f64>)> = Vec::with_capacity(160);
    let mut put = |name: String, value: Option<f64>| list.push((name, value.filter(|value| value.is_finite())));

    let compared: [(&str, OfComparison); 4] = [
        ("before", |c| Some(c.before)),
        ("after", |c| Some(c.after)),
        ("change", |c| Some(c.after - c.before)),
        ("change_percent", Comparison::change_percent),
    ];
    for (group, of) in compared {
        for comparison in &outcome.comparisons {
            put(format!("{group}.{}", comparison.key), of(comparison));
        }
        put(format!("{group}.mononuclear"), outcome.mononuclear.as_ref().and_then(of));
    }

    let product = &outcome.product;
    put("product.volume_ml".to_owned(), Some(product.volume_ml));
    put("product.hematocrit_percent".to_owned(), product.hematocrit_percent);
    put("product.leukocrit_percent".to_owned(), product.leukocrit_percent);
    put("product.white_cells_e9".to_owned(), Some(product.white_cells_e9.sum()));
    for (class, count) in product.white_cells_e9.iter() {
        put(format!("product.{}_e9", class.key()), Some(*count));
    }
    put("product.mononuclear_e9".to_owned(), Some(product.white_cells_e9.mononuclear()));
    put("product.platelets_e9".to_owned(), Some(product.platelets_e9));
    put("product.red_cells_ml".to_owned(), Some(run.after.bag.red_cells_ml));
    let weight_kg = run.body.patient.dosing_weight_kg();
    put("product.cd34_e6_per_kg".to_owned(), Some(product.white_cells_e9[WhiteCell::Cd34] * 1e3 / weight_kg));

    let efficiencies = WhiteCell::ALL.into_iter().map(|class| (class.key(), outcome.efficiency[class])).chain([
        ("mononuclear", outcome.mononuclear_efficiency),
        ("white_cells", outcome.white_cell_efficiency),
        ("platelets", outcome.platelet_efficiency),
    ]);
    for (key, Efficiency { ce1_percent, ce2_percent }) in efficiencies {
        put(format!("efficiency.{key}.ce1_percent"), ce1_percent);
        put(format!("efficiency.{key}.ce2_percent"), ce2_percent);
    }

    let (before, bag) = (&run.before.patient, &run.after.bag);
    let share = |part: f64, whole: f64| (whole > 0.0).then(|| 100.0 * part / whole);
    put("removed_percent.white_cells".to_owned(), Some(outcome.removed_percent));
    for class in WhiteCell::ALL {
        let removed = share(bag.white_cells_e9[class], before.white_cells_e9[class]);
        put(format!("removed_percent.{}", class.key()), removed);
    }
    let volume_ml = |blood: &Blood| blood.white_cell_volume_ml(&run.body.patient.cell_volume_fl);
    put("removed_percent.white_cell_volume".to_owned(), share(volume_ml(bag), volume_ml(before)));
    put("removed_percent.platelets".to_owned(), share(bag.platelets_e9, before.platelets_e9));
    put("removed_percent.red_cells".to_owned(), share(bag.red_cells_ml, before.red_cells_ml));

    if with_extremes {
        let moments = sampled(run);
        let extremes = Quantity::all().map(|quantity| Extremes::among(quantity, &moments));
        let (lowest, highest): (Vec<_>, Vec<_>) =
            extremes.map(|found| found.map(|found| (found.lowest.value, found.highest.value)).unzip()).unzip();
        for (group, values) in [("lowest", lowest), ("highest", highest)] {
            for (quantity, value) in Quantity::all().zip(values) {
                put(format!("{group}.{}", quantity.row().key), value);
            }
        }
    }

    put("processed_ml".to_owned(), Some(outcome.processed_ml));
    put("processed_blood_volumes".to_owned(), Some(outcome.processed_blood_volumes));
    put("anticoagulant_ml".to_owned(), Some(outcome.anticoagulant_ml));
    put("duration_min".to_owned(), Some(run.machine_end_min));
    list
}

/// A result's name with its unit: counts that are compared are named without one, as "after.hemoglobin" is.
pub fn column(name: &str) -> String {
    let Some((group, key)) = name.split_once('.') else { return name.to_owned() };
    if !["before", "after", "change"].contains(&group) {
        return name.to_owned();
    }
    if key == "mononuclear" {
        return format!("{name}_e9_per_l");
    }
    let compared = COMPARED.iter().find(|(_, compared)| *compared == key);
    compared.map_or_else(|| name.to_owned(), |(quantity, _)| format!("{group}.{}", quantity.row().key))
}

/// One result by its dotted name, of the whole run or at a moment.
///
/// At a moment the name is a column of the CSV, alone or after `change.` or `change_percent.`, which compare with the start; or
/// `separator.` with a kind of cell and `_percent`, the share of them that the separator takes.
///
/// # Errors
/// [`UnknownResult`] if no result has this name.
pub fn result(run: &Run, name: &str, at_min: Option<f64>) -> Result<Option<f64>, UnknownResult> {
    let name = &*old_names::current(name);
    let Some(at_min) = at_min else {
        if let Some((group @ ("lowest" | "highest"), key)) = name.split_once('.') {
            let quantity = Quantity::by_key(key).filter(|quantity| quantity.row().key == key).ok_or(UnknownResult)?;
            let found = Extremes::among(quantity, &sampled(run));
            let value = found.map(|found| if group == "lowest" { found.lowest.value } else { found.highest.value });
            return Ok(value.filter(|value| value.is_finite()));
        }
        let found = list(run, false).into_iter().find(|(found, _)| found == name);
        return found.map(|(_, value)| value).ok_or(UnknownResult);
    };
    if let Some(cells) = name.strip_prefix("separator.") {
        return separator_percent(&run.at(at_min), cells);
    }
    let (group, key) = match name.split_once('.') {
        Some((group @ ("change" | "change_percent"), key)) => (Some(group), key),
        _ => (None, name),
    };
    let quantity = Quantity::by_key(key).ok_or(UnknownResult)?;
    let at = |time_min: f64| quantity.at(&run.at(time_min));
    let (now, first) = (at(at_min), at(0.0));
    Ok(match group {
        None => now,
        Some("change") => now.zip(first).map(|(now, first)| now - first),
        Some(_) => now.zip(first).filter(|(_, first)| *first != 0.0).map(|(now, first)| 100.0 * (now / first - 1.0)),
    })
}

/// Share of some kind of cell that the separator takes of those that enter it at this moment; `None` unless it collects.
fn separator_percent(moment: &Moment<'_>, cells: &str) -> Result<Option<f64>, UnknownResult> {
    let cells = cells.strip_suffix("_percent").ok_or(UnknownResult)?;
    let classes: Vec<_> = match cells {
        "platelets" => Vec::new(),
        "white_cells" => WhiteCell::ALL.to_vec(),
        "mononuclear" => vec![WhiteCell::Lymphocyte, WhiteCell::Monocyte, WhiteCell::Cd34],
        class => WhiteCell::ALL.into_iter().filter(|found| found.key() == class).collect(),
    };
    if classes.is_empty() && cells != "platelets" {
        return Err(UnknownResult);
    }
    let is_collecting = moment.drawing().is_some_and(|drawing| drawing.collecting);
    let Some((entering, separation)) = moment.separation().filter(|_| is_collecting) else { return Ok(None) };
    let taken = |blood: &Blood| match cells {
        "platelets" => blood.platelets_e9,
        _ => classes.iter().map(|class| blood.white_cells_e9[*class]).sum(),
    };
    let offered = taken(entering);
    Ok((offered > 0.0).then(|| 100.0 * taken(&separation.collected) / offered))
}

/// Whether the result of this name, of the whole run or at a moment, is a percentage.
pub fn is_percent(name: &str) -> bool {
    let name = old_names::current(name);
    let (group, key) = name.split_once('.').unwrap_or(("", &name));
    let is_compared =
        |(quantity, compared): &(Quantity, &str)| *compared == key && quantity.row().unit == Unit::Percent;
    matches!(group, "change_percent" | "removed_percent")
        || key.ends_with("_percent")
        || COMPARED.iter().any(is_compared)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no result has this name")]
pub struct UnknownResult;
