//! Promise: virtual patients differ by as much as is published, in what was measured, in efficiencies and in yields.

use std::path::Path;

use buffycoat::model::cells::WhiteCell;
use buffycoat::model::patient::Patient;
use buffycoat::sim::outcome::{Comparison, Outcome};
use buffycoat::sim::quantities::Quantity;
use buffycoat::sim::{Protocol, simulate};
use buffycoat::study::dispersion::{Dispersion, virtual_patient};
use buffycoat::study::patients::{Patients, Summary};
use buffycoat::study::rng::Rng;
use buffycoat::study::validation;

fn bundled(name: &str) -> Protocol {
    crate::bundled(name).protocol
}

fn study(id: &str) -> Protocol {
    let table = validation::read(validation::TABLE).expect("the table is sound");
    let study = table.studies.iter().find(|study| study.id == id).expect("a study");
    study.protocol(&table, Path::new("")).expect("a case")
}

fn around(protocol: &Protocol, dispersion: Dispersion, seed: u64, count: usize) -> Summary {
    let mut patients = Patients::around(protocol, dispersion, seed).expect("a sensible case");
    assert!(patients.grow(count, &|| false).expect("sensible patients"));
    patients.summary()
}

fn mean_and_sd(values: &[f64]) -> (f64, f64) {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    (mean, (squares / (count - 1.0)).sqrt())
}

/// SD of what is true about what was measured in a case, as a share of it.
fn error_of(case: &Protocol, measured: impl Fn(&Patient) -> f64) -> f64 {
    let on_paper = measured(&case.settings.patient);
    let ratios: Vec<f64> = (0..2000)
        .map(|i| measured(&virtual_patient(case, &Dispersion::default(), 1, i).settings.patient) / on_paper)
        .collect();
    let (mean, sd) = mean_and_sd(&ratios);
    assert!((mean - 1.0).abs() < 0.03, "the measurement has no bias: {mean}");
    sd
}

#[test]
fn counts_on_paper_err_as_published() {
    let donor = bundled("healthy_donor");
    let errs = |measured: fn(&Patient) -> f64, published: f64| {
        let found = error_of(&donor, measured);
        assert!((found / published - 1.0).abs() < 0.1, "{found:.3} where {published} is published");
    };
    errs(|patient| patient.white_cells_e9_per_l[WhiteCell::Neutrophil], 0.13);
    errs(|patient| patient.white_cells_e9_per_l[WhiteCell::Lymphocyte], 0.105);
    errs(|patient| patient.white_cells_e9_per_l[WhiteCell::Monocyte], 0.19);
    errs(|patient| patient.white_cells_e9_per_l[WhiteCell::Cd34], 0.14);
    errs(|patient| patient.hematocrit_percent, 0.033);
    errs(|patient| patient.platelets_e9_per_l, 0.026);
    errs(|patient| patient.ionized_calcium_mmol_l, 0.02 / 1.22);
    // Drawn independently, the classes add up to the published variation of the whole, which was not put in.
    let whole = error_of(&donor, |patient| patient.white_cells_e9_per_l.sum());
    assert!((0.08..0.105).contains(&whole), "{whole:.3} where 0.094 is published");
}

/// Of ten patients five have acute myeloid leukemia, and the count of two of those hardly falls (40 % in one series).
const MIX: [&str; 10] = [
    "T1",
    "aml_non_responder",
    "T1",
    "t_all_adolescent",
    "cml_very_high_count",
    "T1",
    "aml_non_responder",
    "t_all_adolescent",
    "cml_pregnancy",
    "cll_small_light_cells",
];

/// Study T1's 87 procedures are not one case. Its abstract gives neither diagnoses, counts, volumes nor flows; assumed is what the
/// other published depletions say of theirs.
fn procedure_of_t1(index: u64) -> Protocol {
    let name = MIX[index as usize % MIX.len()];
    let mut protocol = if name == "T1" { study("T1") } else { bundled(name) };
    let mut rng = Rng::new(1, index);
    // Counts of 154 to 599 in T2, T3, T4 and T10.
    let whole = protocol.clone();
    let factor = libm::exp(0.5 * rng.normal());
    for count in &mut protocol.settings.patient.white_cells_e9_per_l.0 {
        *count *= factor;
    }
    if protocol.check().is_err() {
        protocol = whole;
    }
    // The usual 1.25 to 2 blood volumes, taken for the mean and one standard deviation.
    let volumes = 1.625 + 0.375 * rng.normal();
    // The operator collects faster at higher counts: 2 mL/min in T2, 10 in T3.
    let settings = &mut protocol.settings;
    let by_count = 4.0 * settings.patient.white_cells_e9_per_l.sum() / 186.0;
    settings.machine.collect_flow_ml_min = (by_count * libm::exp(0.5 * rng.normal())).clamp(1.0, 12.0);
    let procedure = &mut settings.procedure;
    let blood_ml_min = procedure.inlet_flow_ml_min * (1.0 - 1.0 / procedure.anticoagulant_ratio);
    procedure.duration_min = volumes * settings.patient.total_blood_volume_ml() / blood_ml_min;
    protocol
}

/// White cell change and CE1, percent, of a thousand procedures as mixed as those of T1.
fn mixed_as_t1(dispersion: &Dispersion) -> [(f64, f64); 2] {
    let outcomes = (0..1000).map(|index| {
        // Patients of one sequence are even among each other: each kind of the mix has one of its own.
        let (kind, patient) = (index % MIX.len() as u64, index / MIX.len() as u64);
        let outcome = simulate(&virtual_patient(&procedure_of_t1(index), dispersion, 1 + kind, patient))
            .expect("a sensible patient")
            .outcome;
        let change = outcome.comparison(Quantity::WhiteCells).and_then(Comparison::change_percent);
        let efficiency = outcome.white_cell_efficiency.ce1_percent;
        (change.expect("there were cells"), efficiency.expect("something was processed"))
    });
    let (changes, efficiencies): (Vec<_>, Vec<_>) = outcomes.unzip();
    [mean_and_sd(&changes), mean_and_sd(&efficiencies)]
}

#[test]
fn patients_as_mixed_as_those_of_a_study_differ_as_much_as_it_says() {
    let (ours, known) = (mixed_as_t1(&Dispersion::default()), mixed_as_t1(&Dispersion::NONE));
    for (k, (name, published)) in [("white cell change", 21.2), ("CE1", 19.8)].into_iter().enumerate() {
        let ((mean, sd), (_, known_sd)) = (ours[k], known[k]);
        let off = 100.0 * (sd / published - 1.0);
        let said = format!(
            "{name} {mean:.1} ± {sd:.1} %, of that by what is known before {known_sd:.1}; T1 has ± {published}: {off:+.0} %"
        );
        println!("{said}");
        // The mix was chosen with the published spread in view, so what is hidden must be seen for itself: as squares add.
        let hidden_sd = (sd * sd - known_sd * known_sd).sqrt();
        assert!(off.abs() < 27.0 && hidden_sd > 3.0, "{said}, {hidden_sd:.1} by what is hidden");
    }
}

#[test]
fn no_single_assumption_carries_the_spread_around_the_case_of_a_study() {
    let (all, none) = (Dispersion::default(), Dispersion::NONE);
    let alone = [
        ("blood volume", Dispersion { blood_volume: all.blood_volume, ..none }),
        ("counts on paper", Dispersion { white_cell_counts_log: all.white_cell_counts_log, ..none }),
        (
            "leukemic reserve",
            Dispersion {
                leukemic_reserve_log: all.leukemic_reserve_log,
                leukemic_half_time_log: all.leukemic_half_time_log,
                ..none
            },
        ),
        ("other reserves", Dispersion { reserve_log: all.reserve_log, ..none }),
        ("cell density", Dispersion { cell_density_g_ml: all.cell_density_g_ml, ..none }),
        ("interface position", Dispersion { interface_position: all.interface_position, ..none }),
        ("blur of the layers", Dispersion { layer_blur_log: all.layer_blur_log, ..none }),
        ("odds of flotation", Dispersion { flotation_odds_log: all.flotation_odds_log, ..none }),
    ];
    let case = study("T1");
    let sd = |dispersion| {
        let summary = around(&case, dispersion, 1, 500);
        summary.outcome("change_percent.white_cells").expect("an outcome").sd
    };
    let together = sd(all);
    println!("together {together:.1}");
    // Those of the study differ by 21.2 points, but also in diagnosis, count, volume and flow.
    assert!((8.0..21.2).contains(&together), "such patients: {together:.1} points");
    for (name, dispersion) in alone {
        let alone = sd(dispersion);
        println!("{name} {alone:.1}");
        // The reserve of leukemic cells differs most, as published; it is the only one that may carry more than half.
        let may_carry = if name == "leukemic reserve" { 1.0 } else { 0.5 };
        assert!(alone * alone < may_carry * together * together, "{name} alone: {alone:.1} of {together:.1} points");
    }
}

#[test]
fn granulocytes_are_collected_as_unevenly_as_published() {
    for (id, published) in [("G5", 7.8), ("G5-nohes", 9.1), ("G2-low", 17.0), ("G2-high", 12.0)] {
        let summary = around(&study(id), Dispersion::default(), 1, 300);
        let found = summary.outcome("efficiency.neutrophil.ce1_percent").expect("an outcome");
        println!("{id}: {:.1} ± {:.1}, published ± {published}", found.mean, found.sd);
        assert!((0.5..2.1).contains(&(found.sd / published)), "{id}: {:.1} where {published} is published", found.sd);
    }
}

/// SD of a count about its mean in one trained laboratory, natural logarithm (Barnett, Br J Haematol 2000;108:784).
const COUNT_IN_ONE_LABORATORY: f64 = 0.05;

/// A number of an outcome.
type OfOutcome = fn(&Outcome) -> Option<f64>;

/// Coefficient of variation of an efficiency as a center would print it: found with two counts of one laboratory, percent.
fn measured_variation(case: &Protocol, efficiency: OfOutcome) -> f64 {
    let measured: Vec<f64> = (0..300)
        .map(|index| {
            let outcome = simulate(&virtual_patient(case, &Dispersion::default(), 1, index)).expect("runs").outcome;
            let mut rng = Rng::new(2, index);
            let error = libm::exp(COUNT_IN_ONE_LABORATORY * (rng.normal() + rng.normal()));
            error * efficiency(&outcome).expect("something was processed")
        })
        .collect();
    let (mean, sd) = mean_and_sd(&measured);
    100.0 * sd / mean
}

#[test]
fn efficiencies_scatter_as_within_one_center() {
    /// Share of the variance that is known before: counts, hematocrit and albumin (R² 0.29; Ford, Transfusion 1998;38:1046).
    const KNOWN_BEFORE: f64 = 0.29;
    let donor = bundled("gcsf_donor");
    let cd34_ce1 = |outcome: &Outcome| outcome.efficiency[WhiteCell::Cd34].ce1_percent;
    let cd34_ce2 = |outcome: &Outcome| outcome.efficiency[WhiteCell::Cd34].ce2_percent;
    let rows: [(&str, Protocol, OfOutcome, f64); 9] = [
        ("D19 CE1", study("D19"), cd34_ce1, 15.3 / 66.2),
        ("D19 CE2", study("D19"), cd34_ce2, 11.2 / 48.4),
        ("D19o CE1", study("D19o"), cd34_ce1, 16.4 / 84.4),
        ("D19o CE2", study("D19o"), cd34_ce2, 11.6 / 62.4),
        ("D12 CE2", study("D12"), cd34_ce2, 27.0 / 59.0),
        ("N1 monocytes", study("N1"), |outcome| outcome.efficiency[WhiteCell::Monocyte].ce2_percent, 17.0 / 61.8),
        // Stroncek, 14 donors, COBE Spectra.
        ("mononuclear", donor.clone(), |outcome| outcome.mononuclear_efficiency.ce1_percent, 14.1 / 53.3),
        ("CD34+", donor, cd34_ce1, 23.5 / 56.3),
        // Infusionstherapie 1991;18 Suppl 1:24, 57 collections, COBE Spectra.
        ("platelets", study("P6"), |outcome| outcome.platelet_efficiency.ce1_percent, 12.1 / 70.2),
    ];
    let mut shares: Vec<f64> = Vec::new();
    for (name, case, efficiency, published) in rows {
        let found = measured_variation(&case, efficiency);
        let hidden = 100.0 * published * (1.0 - KNOWN_BEFORE).sqrt();
        println!("{name}: {found:.1} %, published {:.1} %, of that not known before {hidden:.1} %", 100.0 * published);
        shares.push(found / hidden);
        assert!((0.5..1.4).contains(&(found / hidden)), "{name}: {found:.1} for {hidden:.1} %");
    }
    shares.sort_by(f64::total_cmp);
    println!("median share {:.2}", shares[shares.len() / 2]);
    assert!((0.85..1.15).contains(&shares[shares.len() / 2]), "{shares:?}");
}

#[test]
fn yields_scatter_about_what_the_case_foretells() {
    for name in ["gcsf_donor", "myeloma_low_platelets", "autoimmune_stem_cells", "healthy_donor"] {
        let case = bundled(name);
        let collected = |protocol: &Protocol| {
            let cells = simulate(protocol).expect("runs").outcome.product.white_cells_e9;
            if name == "healthy_donor" { cells.mononuclear() } else { cells[WhiteCell::Cd34] }
        };
        let foretold = collected(&case);
        let of_patient = |index| collected(&virtual_patient(&case, &Dispersion::default(), 1, index)) / foretold;
        let ratios: Vec<f64> = (0..500).map(of_patient).collect();
        let (mean, sd) = mean_and_sd(&ratios);
        let within = ratios.iter().filter(|ratio| (0.6..=1.8).contains(*ratio)).count() as f64 / 5.0;
        println!(
            "{name}: {mean:.2} of what was foretold, variation {:.1} %, {within:.0} of 100 within",
            100.0 * sd / mean
        );
        // Of the collections of single centers 70 of 100 or more (Pierelli, Vox Sang 2006;91:126), foretold from count and volume alone.
        assert!((85.0..97.0).contains(&within), "{name}: {within} of 100 within 0.6 to 1.8 times what is foretold");
        assert!((0.19..0.30).contains(&(sd / mean)) && (0.88..1.0).contains(&mean), "{name}: {mean:.2} ± {sd:.2}");
    }
}
