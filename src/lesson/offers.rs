//! What a run offers to whoever writes a lesson about it: claims that hold, results to be estimated, and the aim as a claim.

use super::claim::{Claim, ResultAt, WarningAsked};
use crate::sim::Run;
use crate::sim::aim::{Aim, AimedCells};
use crate::sim::asked::kinds_with_threshold;
use crate::sim::results::result;
use crate::sim::warnings::{Severity, Subject, WarningId};

/// The results that questions are mostly about.
pub const RESULTS: [&str; 20] = [
    "lowest.hemoglobin_g_dl",
    "lowest.platelets_e9_per_l",
    "lowest.ionized_calcium_mmol_l",
    "lowest.blood_volume_ml",
    "highest.blood_volume_change_percent",
    "highest.extracorporeal_percent",
    "change_percent.white_cells",
    "change_percent.hemoglobin",
    "change_percent.platelets",
    "removed_percent.white_cells",
    "removed_percent.platelets",
    "removed_percent.red_cells",
    "product.white_cells_e9",
    "product.mononuclear_e9",
    "product.lymphocyte_e9",
    "product.neutrophil_e9",
    "product.platelets_e9",
    "product.cd34_e6_per_kg",
    "product.volume_ml",
    "processed_blood_volumes",
];

/// Those of [`RESULTS`] that have a value in this run, with it.
pub fn results_of(run: &Run) -> Vec<(ResultAt, f64)> {
    let named = RESULTS.iter().filter_map(|name| {
        let value = result(run, name, None).ok().flatten()?;
        Some((ResultAt { name: (*name).to_owned(), at_min: None }, value))
    });
    named.collect()
}

/// The kinds of warnings about the body that the procedure brings, in the order in which they come.
pub fn warnings_in_order(run: &Run) -> Vec<WarningId> {
    let brought = run.warnings.iter().filter(|warning| {
        !warning.present_before
            && warning.severity > Severity::Information
            && warning.id.spec().subject == Subject::Body
    });
    let mut onsets: Vec<_> = brought.map(|warning| (warning.from_min, warning.id)).collect();
    onsets.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut ids: Vec<WarningId> = Vec::new();
    for (_, id) in onsets {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids
}

/// Claims that hold in this run, for options that are right; what is claimed of others is changed from there.
pub fn claims_of(run: &Run) -> Vec<Claim> {
    let from_mild = |id| WarningAsked { id, from: Severity::Mild };
    let brought = warnings_in_order(run);
    let mut claims: Vec<_> = brought.iter().take(1).map(|id| Claim::First(*id)).collect();
    claims.extend(brought.iter().map(|id| Claim::Comes(from_mild(*id))));
    let settings = &run.protocol.settings;
    let kinds = kinds_with_threshold(settings).filter(|id| id.spec().subject == Subject::Body);
    claims.extend(kinds.map(|id| Claim::Never(from_mild(id))));
    for (of, value) in results_of(run) {
        claims.push(Claim::AtLeast(of.clone(), rounded(value, false)));
        claims.push(Claim::AtMost(of, rounded(value, true)));
    }
    claims.retain(|claim| claim.holds(run) == Ok(true));
    claims
}

/// Down or up to two significant digits.
pub fn rounded(value: f64, up: bool) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    let exponent = libm::floor(libm::log10(value.abs())) - 1.0;
    let digits = value / libm::exp10(exponent);
    let digits = if up { digits.ceil() } else { digits.floor() };
    // Divided where that is exact, so that a file holds 0.12 and not 0.12000000000000001.
    if exponent < 0.0 { digits / libm::exp10(-exponent) } else { digits * libm::exp10(exponent) }
}

/// An aim as a claim about the run's results; `None` where no result says the same.
pub fn aim_claim(aim: &Aim, run: &Run) -> Option<Claim> {
    let of = |name: String| {
        let is_there = result(run, &name, None).ok().flatten().is_some();
        is_there.then_some(ResultAt { name, at_min: None })
    };
    match *aim {
        Aim::InBag { cells, at_least, .. } => {
            let end = aim.value_at(run, &run.at(run.machine_end_min));
            let in_bag_e9 = cells.of(&run.after.bag);
            let limit = if end > 0.0 { in_bag_e9 * at_least / end } else { return None };
            Some(Claim::AtLeast(of(format!("product.{}_e9", cells.key()))?, rounded(limit, true)))
        }
        Aim::CountBelow { cells, below_e9_per_l } if cells != AimedCells::MononuclearCells => {
            Some(Claim::AtMost(of(format!("lowest.{}_e9_per_l", cells.key()))?, below_e9_per_l))
        }
        Aim::CountFall { cells, fall_percent } => {
            Some(Claim::AtMost(of(format!("change_percent.{}", cells.key()))?, -fall_percent))
        }
        Aim::Duration { duration_min } => Some(Claim::AtLeast(of("duration_min".to_owned())?, duration_min)),
        Aim::CountBelow { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::preset::BUNDLED;
    use crate::sim::simulate;

    #[test]
    fn what_is_offered_holds_in_every_bundled_case() {
        for bundled in BUNDLED {
            let preset = bundled.preset().expect("sound");
            let run = simulate(&preset.protocol).expect("it runs");
            let claims = claims_of(&run);
            assert!(claims.len() > 10, "{}: {claims:?}", bundled.name);
            assert!(claims.iter().all(|claim| claim.holds(&run) == Ok(true)));
            if let Some(claim) = preset.aim.as_ref().and_then(|aim| aim_claim(aim, &run)) {
                assert!(claim.value(&run).is_some(), "{}: {claim:?}", bundled.name);
            }
        }
    }

    #[test]
    fn numbers_are_cut_to_two_digits() {
        for (value, down, up) in
            [(0.1234, 0.12, 0.13), (98.7, 98.0, 99.0), (1234.0, 1200.0, 1300.0), (-12.3, -13.0, -12.0)]
        {
            assert_eq!((rounded(value, false), rounded(value, true)), (down, up));
        }
    }
}
