//! Promise: the model agrees with published studies, by the table that the program itself shows.

use std::path::Path;

use buffycoat::report::validation::{Count, json, text, verdict};
use buffycoat::study::validation::{Noise, NotRun, RowKind, Scatter, TABLE, Table, Verdict, median, read, validate};
use buffycoat::text::Text;

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
fn every_row_runs_and_the_table_tests_more_than_end_values() {
    let table = table();
    let count = Count::of(&validate(&table, Path::new("")));
    assert_eq!(count.not_run, 0, "{count:?}");
    assert!(count.quantitative >= 80 && count.directions + count.slopes >= 25, "{count:?}");
    // What is wrong today stays in the table and is named. How much that is stands on the model page, which a test holds to it.
    assert!(2 * count.directions_inside > count.directions, "{count:?}");
}

#[test]
fn a_reference_names_a_paper_and_not_only_a_record() {
    for study in &table().studies {
        let reference = study.reference.to_lowercase();
        let is_bare = ["scilit", "researcher.life"].iter().any(|word| reference.contains(word));
        assert!(!is_bare && !reference.starts_with("pmid"), "{}: {}", study.id, study.reference);
    }
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
    assert!(matches!(verdict("preset: \"nobody\"", sound), Verdict::NotRun(NotRun::Preset { .. })));
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
    // However the unit is spelled.
    let small = |published: f64, unit: &str| {
        let row = format!("quantity: \"product.hematocrit_percent\", published: Lone({published})");
        let mut table = with_row("preset: \"healthy_donor\"", &row);
        table.studies[0].rows[0].unit = unit.to_owned();
        matches!(validate(&table, Path::new(""))[0].verdict, Verdict::Inside)
    };
    for unit in ["%", "percent", "points"] {
        assert!(small(1.2, unit) && small(4.9, unit) && !small(6.0, unit));
    }
    let count = |published: f64| {
        let row = format!("quantity: \"before.platelets\", published: Lone({published})");
        matches!(validate(&with_row("preset: \"healthy_donor\"", &row), Path::new(""))[0].verdict, Verdict::Inside)
    };
    assert!(count(240.0) && !count(200.0), "a count has no floor in points");
}

/// Our value of a row.
fn ours(study: &str, row: &str) -> f64 {
    let table = with_row(study, row);
    let answer = &validate(&table, Path::new(""))[0];
    answer.ours.unwrap_or_else(|| panic!("{}", verdict(answer, &Text::english())))
}

#[test]
fn a_published_value_that_only_the_band_of_an_input_reaches_is_a_verdict_of_its_own() {
    let study =
        |bands: &str| format!("preset: \"healthy_donor\", given: [\"procedure.duration_min=90\"], bands: [{bands}]");
    let wide = study("(set: \"procedure.duration_min\", low: 60, high: 240)");
    let quantity = "quantity: \"processed_ml\"";
    let at = |minutes: f64| {
        ours(
            &format!("preset: \"healthy_donor\", given: [\"procedure.duration_min={minutes}\"]"),
            &format!("{quantity}, published: Lone(1)"),
        )
    };
    let (center, between, beyond) = (at(90.0), at(150.0), at(400.0));
    let found = |published: f64| {
        let table = with_row(
            &wide,
            &format!("{quantity}, published: Range(low: {}, high: {})", published - 1.0, published + 1.0),
        );
        let answers = validate(&table, Path::new(""));
        let (low, high) = answers[0].reach.expect("a band was run");
        assert!((low - at(60.0)).abs() < 1e-9 && (high - at(240.0)).abs() < 1e-9, "both ends are run");
        answers[0].verdict.clone()
    };
    assert!(matches!(found(center), Verdict::Inside));
    assert!(matches!(found(between), Verdict::Reached));
    assert!(matches!(found(beyond), Verdict::Outside));
    // A reached number is no number inside.
    let table = with_row(&wide, &format!("{quantity}, published: Lone({between})"));
    let count = Count::of(&validate(&table, Path::new("")));
    assert_eq!((count.quantitative, count.quantitative_inside, count.quantitative_reached), (1, 0, 1));
}

#[test]
fn a_ratio_divides_two_runs_and_a_scale_multiplies_ours() {
    let donor = "preset: \"healthy_donor\", processed: Liters(8)";
    let row = |more: &str| format!("quantity: \"product.lymphocyte_e9\", published: Lone(1){more}");
    let whole = ours(donor, &row(""));
    let half = ours("preset: \"healthy_donor\", processed: Liters(4)", &row(""));
    let against = ", against: [\"processed=4\"]";
    assert!((ours(donor, &row(against)) - (half - whole)).abs() < 1e-9);
    assert!((ours(donor, &row(&format!("{against}, ratio: true"))) - half / whole).abs() < 1e-9);
    assert!((ours(donor, &row(", scale: 0.0125")) - 0.0125 * whole).abs() < 1e-9);
}

#[test]
fn what_hardly_changes_neither_rises_nor_falls() {
    let found = |flow: f64, published: &str| {
        let row = format!(
            "quantity: \"processed_ml\", against: [\"procedure.inlet_flow_ml_min={flow}\"], published: {published}"
        );
        let study = "preset: \"healthy_donor\", given: [\"procedure.inlet_flow_ml_min=50\"]";
        matches!(validate(&with_row(study, &row), Path::new(""))[0].verdict, Verdict::Inside)
    };
    assert!(found(51.0, "Rises") && found(49.0, "Falls") && !found(51.0, "Falls"));
    assert!(!found(50.4, "Rises") && !found(49.6, "Falls"));
}

#[test]
fn a_second_run_processes_the_same_volume_in_its_own_time() {
    let donor = "preset: \"healthy_donor\", processed: Liters(8)";
    let row =
        "quantity: \"processed_ml\", against: [\"procedure.inlet_flow_ml_min=80\"], published: Unchanged(within: 1)";
    assert!(ours(donor, row).abs() < 1e-6, "the duration is found anew");
}

#[test]
fn what_the_separator_takes_at_a_moment_can_be_a_row() {
    let donor = "preset: \"healthy_donor\"";
    let taken =
        |cells: &str| ours(donor, &format!("quantity: \"separator.{cells}_percent\", at_min: 60, published: Lone(50)"));
    for cells in ["lymphocyte", "monocyte", "mononuclear", "white_cells", "platelets"] {
        assert!((1.0..100.0).contains(&taken(cells)), "{cells}: {}", taken(cells));
    }
    assert!(taken("lymphocyte") > taken("neutrophil"));
    let table = with_row(donor, "quantity: \"separator.luck_percent\", at_min: 60, published: Lone(50)");
    assert!(matches!(validate(&table, Path::new(""))[0].verdict, Verdict::NotRun(NotRun::UnknownQuantity)));
}

#[test]
fn a_row_after_the_end_and_a_volume_that_takes_too_long_do_not_run_and_say_what_to_do() {
    let why = |study: &str, row: &str| verdict(&validate(&with_row(study, row), Path::new(""))[0], &Text::english());
    let late = why("preset: \"healthy_donor\"", "quantity: \"platelets_e9_per_l\", at_min: 5000, published: Lone(200)");
    assert!(late.contains("at_min 5000 lies after the run, which ends at 2"), "{late}");
    let sound = "quantity: \"change_percent.platelets\", published: Lone(-30)";
    let long = why("preset: \"healthy_donor\", processed: Liters(400)", sound);
    assert!(long.contains("a run lasts at most 600. Write a smaller volume"), "{long}");
    let short = why("preset: \"healthy_donor\", processed: Liters(0.004)", sound);
    assert!(short.contains("a run lasts at least 10"), "{short}");
}

/// The sentence on a table that cannot be used.
fn refused(text: &str) -> String {
    let problem = read(text).expect_err("an unsound table");
    Text::english().table_problem(Path::new("my.ron"), &problem)
}

/// The same of a table with one study of one row.
fn refused_row(study: &str, row: &str) -> String {
    refused(&format!(
        "(version: 1, studies: [(id: \"S\", study: \"s\", reference: \"r\", {study}, rows: [(id: \"R\", {row}, unit: \"%\", basis: \"b\")])])"
    ))
}

#[test]
fn what_no_table_can_mean_is_refused_with_what_to_do() {
    let (donor, sound) = ("preset: \"healthy_donor\"", "quantity: \"change_percent.platelets\", published: Lone(-30)");
    let published = |published: &str| format!("quantity: \"change_percent.platelets\", published: {published}");
    for (study, row, sentence) in [
        (donor, published("Spread(mean: -5, sd: -2)"), "S, R: the standard deviation -2 is negative"),
        (donor, published("Range(low: -5, high: -7)"), "S, R: a range from -5 to -7 is empty"),
        (donor, published("Median(median: 3, low: 4, high: 5)"), "the median 3 lies outside its range"),
        (donor, published("Unchanged(within: -1)"), "within -1 is negative"),
        (donor, published("Spread(-5, 2)"), "Spread takes its numbers by name, such as Spread(mean: -5, sd: 2)"),
        (donor, published("Range(-7, -5)"), "Range takes its numbers by name"),
        (donor, format!("{sound}, ratio: true"), "a ratio needs a second run"),
        (donor, format!("{sound}, scale: 0"), "scale must be a number other than zero"),
        (donor, format!("{sound}, at_min: -1"), "at_min -1 lies before the run"),
        (donor, format!("{sound}, against: [\"processed=4\"]"), "the study states no processed volume"),
        (
            donor,
            format!("{sound}, against: [\"machine.packing_factor=4\", \"machine.packing_factor=5\"]"),
            "machine.packing_factor is set twice",
        ),
        (
            "preset: \"healthy_donor\", uses: [\"cobe_spectra_mcn\"]",
            sound.to_owned(),
            "Did you mean \"cobe_spectra_mnc\"?",
        ),
        (
            "preset: \"healthy_donor\", given: [\"procedure.duration_min=60\"], processed: Liters(4)",
            sound.to_owned(),
            "both say how long the run lasts",
        ),
        (
            "preset: \"healthy_donor\", given: [\"patient.weight_kg=60\"], assumed: [\"patient.weight_kg=61\"]",
            sound.to_owned(),
            "patient.weight_kg is set twice",
        ),
        ("preset: \"healthy_donor\", processed: Liters(0)", sound.to_owned(), "processed must be above zero"),
        (
            "preset: \"healthy_donor\", bands: [(set: \"processed\", low: 1, high: 2)]",
            sound.to_owned(),
            "the study states no processed volume",
        ),
        (
            "preset: \"healthy_donor\", bands: [(set: \"machine.packing_factor\", low: 5, high: 4)]",
            sound.to_owned(),
            "a range from 5 to 4 is empty",
        ),
    ] {
        let said = refused_row(study, &row);
        assert!(said.starts_with("my.ron") && said.contains(sentence), "{row}: {said}");
    }
    assert!(refused("(version: 9, studies: [])").contains("this program reads versions 1 to 2"));
    // All mistakes are told at once.
    let row = "(id: \"R\", quantity: \"change_percent.platelets\", published: Lone(-30), unit: \"%\", basis: \"b\")";
    let study = format!("(id: \"S\", study: \"s\", reference: \"r\", {donor}, rows: [{row}])");
    let twice = refused(&format!("(version: 2, studies: [{study}, {study}])"));
    assert!(twice.contains("S: two studies have this id") && twice.contains("S, R: two rows have this id"), "{twice}");
    assert_eq!(twice.lines().count(), 2);
}

#[test]
fn tables_of_the_first_form_are_read_for_ever() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/old_tables");
    let text = std::fs::read_to_string(folder.join("1.ron")).expect("the table");
    let table = read(&text).expect("a table of the first form");
    assert_eq!(table.version, 1);
    let count = Count::of(&validate(&table, &folder));
    assert_eq!((count.quantitative, count.directions, count.not_run), (35, 3, 0));
}

#[test]
fn another_table_uses_the_shared_assumptions_of_the_program_unless_it_has_its_own() {
    let row = "quantity: \"processed_ml\", published: Lone(1)";
    let study = "preset: \"healthy_donor\", uses: [\"optia_mnc\"]";
    let mut table = with_row(study, row);
    let flow = |table: &Table| {
        table.studies[0].protocol(table, Path::new("")).expect("a case").settings.procedure.inlet_flow_ml_min
    };
    let of_program = flow(&table);
    assert_eq!(table.assumption("optia_mnc").expect("known").title(), "Spectra Optia, MNC program");
    let own = read(
        "(version: 1, assumptions: [(name: \"optia_mnc\", why: \"w\", set: [\"procedure.inlet_flow_ml_min=33\"])], studies: [])",
    );
    table.assumptions = own.expect("sound").assumptions;
    assert!(of_program != 33.0 && flow(&table) == 33.0);
}

/// A study of a quantity on its own set-up, which no table of the program has.
fn printing(id: &str, reference: &str, published: &str) -> String {
    format!(
        "(id: \"{id}\", study: \"s\", reference: \"{reference}\", preset: \"healthy_donor\", setup: \"a test\", rows: [\
         (id: \"{id}-r\", quantity: \"change_percent.platelets\", published: {published}, unit: \"%\", basis: \"b\")])"
    )
}

#[test]
fn the_scatter_leaves_out_one_study_at_a_time() {
    let studies = [
        printing("A", "one", "Lone(-20)"),
        printing("B", "two", "Spread(mean: -30, sd: 3)"),
        // Two arms of one paper are one study.
        printing("C", "three", "Range(low: -45, high: -35)"),
        printing("D", "three", "Median(median: -60, low: -70, high: -50)"),
    ];
    let table = read(&format!("(version: 2, studies: [{}])", studies.join(","))).expect("sound");
    let scatter = Scatter::of([&table]);
    let [group] = &scatter.groups[..] else { panic!("one group") };
    assert_eq!(group.studies.len(), 3);
    // −20 from −40: 100 %. −30 from −35: 17 %. −50 from −25: 50 %.
    assert!((group.percent().expect("three studies") - 50.0).abs() < 1e-9);
    assert_eq!(
        scatter.noise(&table.studies[0], &table.studies[0].rows[0]),
        Some(Noise { percent: 50.0, is_pooled: false })
    );

    // Two studies say nothing of their own, so that all others stand for them.
    let few = read(&format!("(version: 2, studies: [{}])", studies[..2].join(","))).expect("sound");
    assert_eq!(Scatter::of([&few]).noise(&few.studies[0], &few.studies[0].rows[0]), None);
    let with_bundled = Scatter::of([&few].into_iter().chain(Table::bundled()));
    assert!(with_bundled.noise(&few.studies[0], &few.studies[0].rows[0]).expect("pooled").is_pooled);
}

#[test]
fn ids_of_any_length_stand_in_line() {
    let mut table = table();
    table.studies.truncate(2);
    table.studies[0].rows[0].id = "an-id-much-longer-than-eleven-signs".to_owned();
    let page = text(&table, &validate(&table, Path::new("")), &Text::english());
    let places: Vec<_> = table
        .studies
        .iter()
        .flat_map(|study| &study.rows)
        .map(|row| {
            let line =
                page.lines().find(|line| line.trim_start().starts_with(&format!("{} ", row.id))).expect("a line");
            line.find(&row.quantity).expect("the quantity")
        })
        .collect();
    assert!(places.iter().all(|place| *place == places[0]), "{page}");
}

#[test]
fn every_output_says_what_was_given_assumed_and_inherited_and_how_well_the_program_foretells() {
    let table = table();
    let (answers, english) = (validate(&table, Path::new("")), Text::english());
    let page = text(&table, &answers, &english);
    for words in [
        "Given by the study: Duration 92",
        "Assumed for this study only: Collect flow 0.5",
        "Shared assumption \"COBE Spectra, MNC program\"",
        "in the source: verbatim range",
        "Not printed by the study, and run over a band: blood volumes processed from 1.25 to 2, in the center 1.75",
        "another study is",
        "Directions that are not as published, and slopes that go the other way: ",
        "Chosen with rows in view: 9 constants",
        "52 of 90 inside, median distance 16 %",
        "13 of 18 directions right",
        "not yet tried",
    ] {
        assert!(page.contains(words), "{words} is missing");
    }
    let json = json(&table, &answers, &english);
    let row = &json["rows"][0];
    assert_eq!(row["case"]["inherited"][0]["title"], "COBE Spectra, MNC program");
    assert_eq!(row["case"]["given"][0], "procedure.duration_min=92");
    assert_eq!(row["basis"], "verbatim range");
    let wrong: Vec<_> = answers.iter().filter(|answer| answer.goes_wrong_way()).map(|answer| &answer.row.id).collect();
    assert_eq!(json["wrong_way"].as_array().map(Vec::len), Some(wrong.len()));
    for id in wrong {
        assert!(page.contains(&format!("{id} (")), "{id} is not named");
    }
}

#[test]
fn fitted_and_cross_validated_scores_stand_beside_each_other_and_a_blind_one_under_its_version() {
    let version = env!("CARGO_PKG_VERSION");
    let header = format!(
        "version: 2, free_constants: 3, fitted: (inside: 33, of: 45, median_percent: 9), cross_validated: (inside: 28, of: 45, median_percent: 17), \
         blind: [(version: \"{version}\", date: \"2027-01-01\", rows: 40, inside: 20, median_percent: 18, directions: (right: 9, of: 12))]"
    );
    let table = read(&format!("({header}, studies: [{}])", printing("A", "one", "Lone(-30)"))).expect("sound");
    let page = text(&table, &validate(&table, Path::new("")), &Text::english());
    for words in [
        "3 constants of the model",
        "Fitted to all rows: 33 of 45 inside, median distance 9 %.",
        "Each study foretold from the others: 28 of 45 inside, median distance 17 %.",
        &format!("{version}: 20 of 40 inside, median distance 18 %, 2027-01-01, 9 of 12 directions right."),
    ] {
        assert!(page.contains(words), "{words} is missing from {page}");
    }
    assert!(!page.contains("not yet tried"));
}

#[test]
fn the_score_recorded_as_fitted_is_that_of_todays_model() {
    let table = table();
    let answers = validate(&table, Path::new(""));
    let (count, recorded) = (Count::of(&answers), table.fitted.expect("the program's table records its score"));
    assert_eq!((recorded.inside, recorded.of), (count.quantitative_inside, count.quantitative));
    let numbers = answers.iter().filter(|answer| answer.row.kind() == RowKind::Number);
    let off = numbers.filter_map(buffycoat::study::validation::Answer::percent_off).map(f64::abs).collect();
    assert!((median(off).expect("numbers") - recorded.median_percent).abs() <= 0.5);
}
