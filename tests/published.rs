//! Promise: the model agrees with published studies, by the table that the program itself shows.

use std::path::Path;

use buffycoat::report::validation::Count;
use buffycoat::study::validation::{NotRun, TABLE, Table, Verdict, read, validate};

fn table() -> Table {
    read(TABLE).expect("the table is sound")
}

#[test]
fn pinned_rows_stay_inside() {
    let table = table();
    for answer in validate(&table, Path::new("")) {
        let inside = matches!(answer.verdict, Verdict::Inside);
        assert!(inside || !answer.row.pinned, "{}: ours is {:?}", answer.row.id, answer.ours);
    }
}

#[test]
fn eight_rows_in_ten_are_inside_and_every_direction_is_right() {
    let table = table();
    let count = Count::of(&validate(&table, Path::new("")));
    assert!(count.quantitative >= 34 && count.not_run == 0, "{count:?}");
    assert!(10 * count.quantitative_inside >= 8 * count.quantitative, "{count:?}");
    assert!(count.directions >= 2 && count.directions_inside == count.directions, "{count:?}");
}

#[test]
fn every_name_a_study_uses_is_explained_and_every_row_has_its_source() {
    let table = table();
    for assumption in &table.assumptions {
        assert!(assumption.why.len() > 20, "{} does not say why", assumption.name);
        assert!(
            table.studies.iter().any(|study| study.uses.contains(&assumption.name)),
            "{} is unused",
            assumption.name
        );
    }
    let mut ids: Vec<_> = table.studies.iter().flat_map(|study| &study.rows).map(|row| &row.id).collect();
    ids.sort();
    assert!(ids.windows(2).all(|pair| pair[0] != pair[1]), "an id comes twice");
    assert!(table.studies.iter().all(|study| !study.reference.is_empty()));
}

/// A table with one study of one row.
fn with_row(study: &str, row: &str) -> Table {
    let text = format!(
        "(version: 1, studies: [(id: \"S\", study: \"s\", reference: \"r\", {study}, rows: [(id: \"R\", {row}, unit: \"%\", basis: \"b\")])])"
    );
    read(&text).expect("a sound table")
}

#[test]
fn a_row_that_cannot_run_says_so_and_the_others_run() {
    let verdict = |study: &str, row: &str| validate(&with_row(study, row), Path::new(""))[0].verdict.clone();
    let donor = "preset: \"healthy_donor\"";
    let sound = "quantity: \"change_percent.platelets\", published: Range(low: -100, high: 0)";
    assert!(matches!(verdict(donor, sound), Verdict::Inside));
    assert!(matches!(verdict("preset: \"nobody\"", sound), Verdict::NotRun(NotRun::Preset(..))));
    let typo = "preset: \"healthy_donor\", given: [\"procedure.inlet_flw=1\"]";
    assert!(matches!(verdict(typo, sound), Verdict::NotRun(NotRun::Problem(_))));
    let unknown = "quantity: \"happiness\", published: Lone(1)";
    assert!(matches!(verdict(donor, unknown), Verdict::NotRun(NotRun::UnknownQuantity)));
    let no_blasts = "quantity: \"change_percent.blast\", published: Lone(1)";
    assert!(matches!(verdict(donor, no_blasts), Verdict::NotRun(NotRun::NoValue)));
    let too_full = "preset: \"healthy_donor\", given: [\"patient.hematocrit_percent=65\", \"patient.white_cells_e9_per_l.blast=1000\"]";
    assert!(matches!(verdict(too_full, sound), Verdict::NotRun(NotRun::Refused(_))));
}

#[test]
fn a_lone_mean_allows_fifteen_percent_but_at_least_three_points() {
    let inside = |published: f64| {
        let row = format!("quantity: \"before.hematocrit\", published: Lone({published})");
        matches!(validate(&with_row("preset: \"healthy_donor\"", &row), Path::new(""))[0].verdict, Verdict::Inside)
    };
    // The donor's hematocrit is 44.
    assert!(inside(38.3) && !inside(38.2));
    let small = |published: f64| {
        let row = format!("quantity: \"product.hematocrit_percent\", published: Lone({published})");
        matches!(validate(&with_row("preset: \"healthy_donor\"", &row), Path::new(""))[0].verdict, Verdict::Inside)
    };
    assert!(small(1.2) && small(4.9) && !small(6.0));
}
