//! Promise: the command line answers in the forms and with the exit statuses it is documented to have.

use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

/// A call without a display.
fn call(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_buffycoat"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments);
    for variable in ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "RUST_LOG"] {
        command.env_remove(variable);
    }
    command
}

fn buffycoat(arguments: &[&str]) -> Output {
    call(arguments).output().expect("the program starts")
}

/// A call with a file on standard input.
fn fed(file: &str, arguments: &[&str]) -> Output {
    let file = std::fs::File::open(file).expect("the file");
    call(arguments).stdin(Stdio::from(file)).output().expect("the program starts")
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("text")
}

/// What a call that succeeds prints.
fn said(arguments: &[&str]) -> String {
    let output = buffycoat(arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", err(&output));
    out(&output)
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("text")
}

const CASE: &str = "presets/gcsf_donor.ron";

#[test]
fn run_prints_a_summary_that_says_what_it_is() {
    let output = buffycoat(&["run", CASE]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let summary = out(&output);
    for words in ["Hemoglobin", "Platelets", "CE1", "Warnings", "Mild anemia", "Teaching model. Not for patient care."]
    {
        assert!(summary.contains(words), "{words} is missing from\n{summary}");
    }
}

#[test]
fn json_has_every_promised_key() {
    let output = buffycoat(&["run", CASE, "--json"]);
    let json: serde_json::Value = serde_json::from_str(&out(&output)).expect("JSON");
    let classes = ["neutrophil", "immature_granulocyte", "lymphocyte", "monocyte", "blast", "cd34"];
    for section in ["before", "after", "change_percent"] {
        for key in ["white_cells", "hemoglobin", "hematocrit", "platelets", "ionized_calcium"].iter().chain(&classes) {
            assert!(json[section].get(key).is_some(), "{section}.{key}");
        }
    }
    assert!(json["change_percent"]["blast"].is_null(), "a donor has no blasts: their change has no meaning");
    for key in
        ["volume_ml", "hematocrit_percent", "leukocrit_percent", "white_cells_e9", "mononuclear_e9", "platelets_e9"]
    {
        assert!(json["product"][key].is_number(), "product.{key}");
    }
    for class in classes {
        assert!(json["product"][format!("{class}_e9")].is_number(), "product.{class}_e9");
    }
    for key in ["mononuclear", "white_cells", "platelets"].iter().chain(&classes) {
        assert!(json["efficiency"][key].get("ce1_percent").is_some(), "efficiency.{key}");
        assert!(json["efficiency"][key].get("ce2_percent").is_some(), "efficiency.{key}");
    }
    assert!(json["processed_ml"].is_number() && json["processed_blood_volumes"].is_number());
    let warning = &json["warnings"][0];
    for key in ["id", "severity", "from_min", "to_min", "value"] {
        assert!(warning.get(key).is_some(), "warnings[0].{key}");
    }
    assert!(json["ledger"]["largest_relative_error"].as_f64().expect("a number") < 1e-9);
}

#[test]
fn csv_begins_with_the_promised_columns_and_carries_its_preset() {
    let output = buffycoat(&["run", CASE, "--csv", "-"]);
    let csv = out(&output);
    assert!(csv.starts_with("# Teaching model. Not for patient care.\n"));
    let comments: Vec<_> = csv.lines().filter_map(|line| line.strip_prefix("# ")).skip(1).collect();
    buffycoat::preset::read(&comments.join("\n")).expect("the preset stands in the header");

    let mut lines = csv.lines().filter(|line| !line.starts_with('#'));
    let promised = "time_min,phase,white_cells_e9_per_l,neutrophil_e9_per_l,immature_granulocyte_e9_per_l,\
        lymphocyte_e9_per_l,monocyte_e9_per_l,blast_e9_per_l,cd34_e9_per_l,red_cells_e12_per_l,hematocrit_percent,\
        hemoglobin_g_dl,platelets_e9_per_l,ionized_calcium_mmol_l,blood_volume_ml,processed_ml,bag_volume_ml";
    assert!(lines.next().expect("a heading").starts_with(promised));
    let rows: Vec<Vec<_>> = lines.map(|line| line.split(',').collect()).collect();
    assert!(rows[0][0] == "0" && rows[0][1] == "fill" && rows[6][0] == "1", "a row every ten seconds");
    assert!(rows.last().expect("rows")[1] == "after");
    assert!(rows.iter().all(|row| !row.contains(&"NaN") && !row.contains(&"inf")));
}

#[test]
fn set_changes_the_case() {
    let before = |arguments: &[&str]| {
        let output = buffycoat(arguments);
        let json: serde_json::Value = serde_json::from_str(&out(&output)).expect("JSON");
        json["before"]["hematocrit"].as_f64().expect("a number")
    };
    let hematocrit = before(&["run", CASE, "--json", "--set", "patient.hematocrit_percent=30"]);
    assert!((hematocrit - 30.0).abs() < 1e-9, "{hematocrit}");
}

#[test]
fn a_wrong_case_ends_with_one_and_a_wrong_call_with_two() {
    let folder = tempfile::tempdir().expect("a folder");
    let path: PathBuf = folder.path().join("broken.ron");
    std::fs::write(&path, "(\n    version: 1,\n    titel: \"x\",\n)").expect("written");
    let path = path.to_str().expect("text");

    let output = buffycoat(&["check", CASE, path]);
    assert_eq!(output.status.code(), Some(1));
    assert!(out(&output).contains("gcsf_donor.ron: ok"));
    assert!(
        err(&output).contains("broken.ron:3:5: titel: there is no such field. Did you mean \"title\"?"),
        "{}",
        err(&output)
    );

    assert_eq!(buffycoat(&["run", path]).status.code(), Some(1));
    let pregnant_man = ["run", CASE, "--set", "patient.sex=Male", "--set", "patient.pregnancy=FirstTrimester"];
    assert_eq!(buffycoat(&pregnant_man).status.code(), Some(1), "each setting can be so");
    let flow = "procedure.inlet_flow_ml_min";
    for call in [
        vec!["run"],
        vec!["run", CASE, "--color"],
        vec!["run", CASE, "--csv", "-", "--json"],
        vec!["run", CASE, "--set", "foo"],
        vec!["run", CASE, "--set", "machine.prime=Water"],
        vec!["picture", CASE, "--set", "foo=1", "--out", "-"],
        vec!["sweep", CASE],
        vec!["sweep", CASE, "--vary", "x"],
        vec!["sweep", CASE, "--vary", "patient.sex=0..1:2"],
        vec!["sweep", CASE, "--vary", &format!("{flow}=30..900:2")],
        vec!["sweep", CASE, "--vary", &format!("{flow}=30..90:2"), "--set", "foo"],
        vec!["sweep", CASE, "--vary", &format!("{flow}=30..90:2000"), "--vary", "procedure.duration_min=60..240:2000"],
    ] {
        let output = buffycoat(&call);
        assert_eq!(output.status.code(), Some(2), "{call:?}: {}", err(&output));
        assert!(output.stdout.is_empty() && err(&output).starts_with("error: "), "{call:?}: {}", err(&output));
    }
    assert_eq!(buffycoat(&["check", CASE]).status.code(), Some(0));
}

#[test]
fn an_export_refuses_what_it_would_not_use() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("file.png");
    let file = file.to_str().expect("text");
    let [plot, scene, table, json, sbml]: [&[&str]; 5] = [
        &["--plot", "hemoglobin", "--out", file],
        &["--scene", "--out", file],
        &["--table", file],
        &["--json", "--out", file],
        &["--sbml", "--out", file],
    ];
    let [out, at, size, ground, decimal, looped, format]: [&[&str]; 7] = [
        &["--out", "-"],
        &["--at", "58min"],
        &["--size", "640x360"],
        &["--ground", "transparent"],
        &["--decimal", "comma"],
        &["--loop"],
        &["--format", "png"],
    ];
    let mut refused = vec![(table, out), (plot, at), (plot, decimal), (plot, looped), (scene, decimal)];
    for what in [table, json, sbml] {
        refused.extend([(what, at), (what, size), (what, ground), (what, looped), (what, format)]);
    }
    refused.extend([(json, decimal), (sbml, decimal)]);
    for (what, option) in refused {
        let output = buffycoat(&[&["export", CASE], what, option].concat());
        assert_eq!(output.status.code(), Some(2), "{what:?} {option:?}");
        assert!(output.stdout.is_empty() && err(&output).contains("cannot be used with"), "{}", err(&output));
        assert!(!std::path::Path::new(file).exists(), "{what:?} {option:?}");
    }
    said(&["export", CASE, "--table", "-", "--decimal", "comma"]);
}

#[test]
#[cfg(feature = "window")]
fn a_picture_on_standard_output_is_of_the_kind_that_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let png = folder.path().join("curve.png");
    let without_ending = folder.path().join("curve");
    let [png, without_ending] = [&png, &without_ending].map(|path| path.to_str().expect("text"));
    let subjects: [&[&str]; 2] = [&["--plot", "hemoglobin"], &["--scene", "--at", "58min"]];
    for subject in subjects {
        let drawn = |rest: &[&str]| buffycoat(&[&["export", CASE, "--size", "320x320"], subject, rest].concat());
        let svg = drawn(&["--format", "svg", "--out", "-"]);
        assert!(svg.status.success() && out(&svg).trim_start().starts_with('<'), "{}", err(&svg));
        let of_option = drawn(&["--format", "png", "--out", "-"]);
        assert!(of_option.stdout.starts_with(b"\x89PNG"), "{}", err(&of_option));
        for (rest, file) in
            [(&["--out", png][..], png), (&["--format", "png", "--out", without_ending], without_ending)]
        {
            assert!(drawn(rest).status.success());
            assert!(std::fs::read(file).expect("the picture") == of_option.stdout, "{subject:?} {rest:?}");
        }
        for (rest, words) in
            [(&["--out", "-"][..], "--format"), (&["--format", "svg", "--out", png], "another kind of picture")]
        {
            let output = drawn(rest);
            assert_eq!(output.status.code(), Some(2), "{subject:?} {rest:?}");
            assert!(err(&output).contains(words), "{}", err(&output));
        }
    }
    let moving =
        |rest: &[&str]| buffycoat(&[&["export", CASE, "--scene", "--loop", "--size", "320x320"], rest].concat());
    assert!(moving(&["--out", "-"]).stdout.starts_with(b"\x89PNG"), "what moves is of one kind only");
    assert_eq!(moving(&["--format", "svg", "--out", "-"]).status.code(), Some(2));
}

#[test]
#[cfg(target_os = "linux")]
fn without_a_display_the_case_is_run_all_the_same() {
    for arguments in [vec![], vec![CASE]] {
        let output = buffycoat(&arguments);
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        assert_eq!(err(&output).lines().count(), 1, "{}", err(&output));
        let why = if cfg!(feature = "window") { "No display: " } else { "This build has no window: " };
        assert!(err(&output).starts_with(why), "{}", err(&output));
        assert!(out(&output).contains("Collection efficiency"));
    }
}

#[test]
#[cfg(feature = "window")]
fn a_picture_needs_no_display_and_opens_again_as_its_case() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("case.png");
    let path = path.to_str().expect("text");
    let asked = ["picture", CASE, "--at", "0:58", "--size", "400x320", "--set", "patient.hematocrit_percent=30"];
    let drawn = |out: &str| buffycoat(&[&asked[..], &["--theme", "dark", "--out", out]].concat());

    let output = drawn(path);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let file = std::fs::read(path).expect("the picture");
    assert!(file.starts_with(b"\x89PNG"));
    assert_eq!(drawn("-").stdout, file, "the same picture twice is the same bytes");
    let disclaimer = b"Teaching model. Not for patient care.";
    assert!(file.windows(disclaimer.len()).any(|words| words == disclaimer));

    let (preset, save_to) = buffycoat::preset::open(std::path::Path::new(path)).expect("the case it shows");
    let mut expected = buffycoat::preset::load(std::path::Path::new(CASE)).expect("the case");
    buffycoat::preset::assign(&mut expected.protocol.settings, "patient.hematocrit_percent=30").expect("in range");
    assert_eq!(preset, expected);
    assert_eq!(save_to, None, "a picture is not overwritten with text");
    assert_eq!(buffycoat(&["run", path]).status.code(), Some(0));
}

#[test]
#[cfg(feature = "window")]
fn a_wrong_moment_or_size_of_a_picture_is_answered_with_a_sentence() {
    for (option, words, sentence, status) in [
        ("--at", "noon", "write a time as 58min, 1:30", 2),
        ("--at", "1:75", "write a time as 58min, 1:30", 2),
        ("--at", "900min", "the run ends at", 2),
        ("--size", "large", "write a size as WIDTHxHEIGHT", 2),
        ("--size", "100x400", "100 pixels is out of range: each side may be 320 to 7680", 2),
        ("--size", "1280x99999", "99999 pixels is out of range", 2),
    ] {
        let output = buffycoat(&["picture", CASE, option, words, "--out", "-"]);
        assert_eq!(output.status.code(), Some(status), "{option} {words}");
        assert!(err(&output).contains(sentence), "{option} {words}: {}", err(&output));
        assert!(output.stdout.is_empty());
    }
    for moment in ["58min", "58", "0:58", "3480s", "58 min"] {
        let output = buffycoat(&["picture", CASE, "--at", moment, "--size", "320x320", "--out", "-"]);
        assert_eq!(output.status.code(), Some(0), "{moment}: {}", err(&output));
    }
}

#[test]
fn virtual_patients_are_told_in_sentences_and_a_seed_is_the_same_patients() {
    let patients = |seed: &str| {
        let output = buffycoat(&["run", "presets/myeloma_low_platelets.ron", "--patients", "100", "--seed", seed]);
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        out(&output)
    };
    let one = patients("1");
    assert!(one.contains("of 100 such patients have platelets below 50\u{a0}×10⁹/L\n"), "{one}");
    assert!(
        one.contains("100 virtual patients like this one, seed 1") && one.contains("Not for patient care."),
        "{one}"
    );
    assert_eq!(one, patients("1"));
    assert_ne!(one, patients("2"));
    assert_eq!(buffycoat(&["run", CASE, "--patients", "3"]).status.code(), Some(2), "too few to speak of shares");
}

#[test]
fn names_of_earlier_releases_are_understood_everywhere() {
    let case = "presets/healthy_donor.ron";
    let lowered = |name: &str| {
        let set = format!("patient.{name}=1.0");
        said(&["run", case, "--json", "--set", &set])
    };
    assert_eq!(lowered("ionised_calcium_mmol_l"), lowered("ionized_calcium_mmol_l"));
    for retired in ["mobilisation_per_min", "mobilization_per_min"] {
        let output = buffycoat(&["sweep", case, "--vary", &format!("patient.{retired}.lymphocyte=0..0.1:2")]);
        assert!(err(&output).contains("no longer needed"), "{}", err(&output));
    }
    let folder = tempfile::tempdir().expect("a folder");
    let table = folder.path().join("table.ron");
    let text = r#"(version: 1, studies: [(id: "A", study: "one", reference: "none", preset: "splenectomised_donor_platelets",
        assumed: ["patient.diagnosis=MobilisedDonor", "patient.ionised_calcium_mmol_l=1.2"], processed: Litres(4.0),
        rows: [(id: "A-ca", quantity: "lowest.ionised_calcium_mmol_l", published: Lone(1.0), unit: "mmol/L", basis: "mean"),
               (id: "A-at", quantity: "change.ionised_calcium_mmol_l", at_min: 30, published: Falls, unit: "mmol/L", basis: "a word")])])"#;
    std::fs::write(&table, text).expect("written");
    let answer = said(&["validate", "--json", "--table", table.to_str().expect("a path")]);
    assert!(answer.contains("ionised_calcium") && !answer.contains("not run"), "{answer}");
}

/// A table with one study of one row.
fn one_row(study: &str, row: &str) -> String {
    format!(
        r#"(version: 2, studies: [(id: "S", study: "s", reference: "r", {study}, rows: [(id: "R", {row}, unit: "%", basis: "b")])])"#
    )
}

#[test]
fn a_table_of_studies_comes_from_standard_input_with_or_without_a_mark() {
    let row = "quantity: \"change_percent.platelets\", published: Range(low: -100, high: 0)";
    let table = one_row("preset: \"healthy_donor\", uses: [\"cobe_spectra_mnc\"]", row);
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in [("plain.ron", table.clone()), ("marked.ron", format!("\u{feff}{table}"))] {
        let file = folder.path().join(name);
        std::fs::write(&file, text).expect("written");
        let file = file.to_str().expect("a path");
        assert!(said(&["validate", "--table", file]).contains("1 of 1 numbers inside"));
        let output = fed(file, &["validate", "--table", "-"]);
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        assert!(out(&output).contains("1 of 1 numbers inside") && out(&output).contains("COBE Spectra, MNC program"));
    }
}

#[test]
fn a_study_that_cannot_run_ends_with_one_and_counts_nowhere() {
    let row = "quantity: \"change_percent.platelets\", at_min: 5000, published: Lone(-30)";
    let folder = tempfile::tempdir().expect("a folder");
    let table = folder.path().join("table.ron");
    std::fs::write(&table, one_row("preset: \"healthy_donr\"", row)).expect("written");
    let output = buffycoat(&["validate", "--table", table.to_str().expect("a path")]);
    assert_eq!(output.status.code(), Some(1));
    assert!(out(&output).contains("Did you mean \"healthy_donor\"?"), "{}", out(&output));
    assert!(out(&output).contains("0 of 0 numbers inside") && out(&output).contains("1 not run"));
}

#[test]
fn a_preset_and_a_table_of_studies_are_told_apart() {
    let output = buffycoat(&["validate", "--table", CASE]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("this is a preset and no table of studies"), "{}", err(&output));
    for arguments in [["check", "assets/validation.ron"], ["run", "tests/old_tables/1.ron"]] {
        let output = buffycoat(&arguments);
        assert_eq!(output.status.code(), Some(1));
        assert!(err(&output).contains(".ron: this is a table of studies and no preset"), "{}", err(&output));
    }
}

#[test]
fn a_table_is_read_no_further_than_a_table_can_reach() {
    let output = fed("/dev/zero", &["validate", "--table", "-"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("larger than 4 MiB"), "{}", err(&output));
}

#[test]
#[cfg(not(feature = "window"))]
fn a_build_without_a_window_says_that_it_draws_no_picture() {
    let output = buffycoat(&["picture", CASE, "--out", "-"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        output.stdout.is_empty() && err(&output).starts_with("error: this build has no window"),
        "{}",
        err(&output)
    );
}

#[test]
fn a_sweep_takes_each_setting_once_and_tells_the_units_of_its_columns() {
    let flow = "procedure.inlet_flow_ml_min";
    let vary = format!("{flow}=30..90:2");
    for twice in [["--vary", &format!("{flow}=40..50:2")], ["--set", &format!("{flow}=50")]] {
        let output = buffycoat(&[&["sweep", CASE, "--vary", &vary], &twice[..]].concat());
        assert_eq!(output.status.code(), Some(2), "{twice:?}");
        assert!(err(&output).contains(&format!("{flow}: this is given twice")), "{}", err(&output));
        assert!(output.stdout.is_empty());
    }
    let table = said(&["sweep", CASE, "--vary", &vary]);
    let (first, rest) = table.split_once('\n').expect("lines");
    assert_eq!(first, "# Teaching model. Not for patient care.");
    let comments: Vec<_> = rest.lines().filter_map(|line| line.strip_prefix("# ")).collect();
    buffycoat::preset::read(&comments.join("\n")).expect("the rest of the comments is the preset");
    // A column ends in its unit, is of a group that has one, or says that it has none.
    let columns = rest.lines().find(|line| !line.starts_with('#')).expect("a heading");
    assert!(columns.contains(",after.hemoglobin_g_dl,") && columns.contains(",change.mononuclear_e9_per_l,"));
    let has_unit = |name: &str| {
        let group = name.split('.').next().unwrap_or_default();
        let in_group = ["percent", "min", "ml", "e9", "l", "dl", "kg", "volumes", "ratio", "drift"];
        ["change_percent", "removed_percent", "first_warning", "not_run"].contains(&group)
            || in_group.iter().any(|unit| name.ends_with(&format!("_{unit}")))
    };
    let without: Vec<_> = columns.split(',').filter(|name| !has_unit(name)).collect();
    assert!(without.is_empty(), "{without:?}");
}

/// The table of a call without its comments, cell by cell, and the comments.
fn table(call: &[&str]) -> (Vec<Vec<String>>, String) {
    let said = said(call);
    let comments: Vec<_> = said.lines().filter_map(|line| line.strip_prefix("# ")).collect();
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).has_headers(false).from_reader(said.as_bytes());
    let rows = reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect();
    (rows, comments[1..].join("\n"))
}

#[test]
fn virtual_patients_and_following_days_are_tables_too() {
    let (rows, case) = table(&["run", CASE, "--patients", "60", "--seed", "9", "--csv", "-"]);
    let case = buffycoat::preset::read(&case).expect("the rest of the comments is the case");
    assert_eq!((case.virtual_patients.count, case.virtual_patients.seed), (60, 9), "the case draws them again");
    assert_eq!(rows.len(), 61);
    let summary = buffycoat::study::patients::patients(&case.protocol, 9, 60, &|| false).expect("runs").expect("all");
    let place = |name: &str| rows[0].iter().position(|column| column == name).unwrap_or_else(|| panic!("no {name}"));
    let numbers = |name: &str| {
        let place = place(name);
        let mut numbers: Vec<f64> = rows[1..].iter().map(|row| row[place].parse().expect("a number")).collect();
        numbers.sort_by(f64::total_cmp);
        numbers
    };
    // The same patients as those that are counted.
    let spread = summary.outcome("product.white_cells_e9").expect("a spread");
    let mean = numbers("product.white_cells_e9").iter().sum::<f64>() / 60.0;
    assert!((mean - spread.mean).abs() < 1e-6 * mean, "{mean} and {}", spread.mean);
    for share in &summary.shares {
        let came = rows[1..].iter().filter(|row| !row[place(&format!("warning_min.{}", share.id.key()))].is_empty());
        assert!(came.count() >= share.at_any_time, "{}", share.id.key());
    }
    assert!(numbers("patient.hematocrit_percent").windows(2).any(|pair| pair[0] < pair[1]), "what was drawn is told");

    let (rows, _) = table(&["run", CASE, "--days", "3", "--csv", "-"]);
    let place = |name: &str| rows[0].iter().position(|column| column == name).unwrap_or_else(|| panic!("no {name}"));
    let cell = |day: usize, name: &str| rows[day][place(name)].clone();
    assert_eq!(rows.len(), 4);
    assert_eq!([1, 2, 3].map(|day| cell(day, "day")), ["1", "2", "3"]);
    let hematocrit = |day, name| cell(day, name).parse::<f64>().expect("a number");
    for day in 1..=3 {
        let morning = hematocrit(day, "patient.hematocrit_percent");
        assert!((morning - hematocrit(day, "before.hematocrit_percent")).abs() < 1e-6);
    }
    // Beside a file the words are printed as ever.
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("days.csv");
    let words = said(&["run", CASE, "--days", "3", "--csv", file.to_str().expect("text"), "--decimal", "comma"]);
    assert_eq!(words, said(&["run", CASE, "--days", "3"]));
    let comma = std::fs::read_to_string(file).expect("written");
    assert!(comma.starts_with("day;patient.hematocrit_percent;"), "names stand in the first line");
}

#[test]
fn a_case_is_named_by_its_file_its_own_name_or_standard_input() {
    let summary = said(&["run", CASE]);
    assert_eq!(said(&["run", "gcsf_donor"]), summary);
    assert_eq!(out(&fed(CASE, &["run", "-"])), summary);
    assert_eq!(said(&["check", "gcsf_donor", "splenectomised_donor_platelets"]).lines().count(), 2);
    assert_eq!(out(&fed(CASE, &["check", "-"])), "standard input: ok\n");
    let vary = ["--vary", "procedure.inlet_flow_ml_min=30..90:2"];
    let table = said(&["sweep", CASE, vary[0], vary[1]]);
    assert_eq!(said(&["sweep", "gcsf_donor", vary[0], vary[1]]), table);
    assert_eq!(out(&fed(CASE, &["sweep", "-", vary[0], vary[1]])), table);
    // Without a display the window's case is run.
    for named in [&buffycoat(&["gcsf_donor"]), &fed(CASE, &["-"])] {
        assert_eq!((named.status.code(), &out(named)), (Some(0), &summary));
    }

    let wrong = fed("Cargo.toml", &["run", "-"]);
    assert_eq!(wrong.status.code(), Some(1));
    assert!(err(&wrong).starts_with("error: standard input:1:"), "{}", err(&wrong));
    let unknown = buffycoat(&["run", "gcsf_donr"]);
    assert_eq!(unknown.status.code(), Some(1));
    assert!(err(&unknown).contains("no bundled case of this name"), "{}", err(&unknown));
    assert!(err(&buffycoat(&["run", "presets/gcsf_donr.ron"])).contains("there is no such file."));
}

#[test]
fn a_file_wins_over_a_bundled_case_of_its_name_and_a_folder_does_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = || call(&["run", "gcsf_donor"]).current_dir(folder.path()).output().expect("the program starts");
    std::fs::create_dir(folder.path().join("gcsf_donor")).expect("a folder");
    assert_eq!(out(&run()), said(&["run", CASE]));
    std::fs::remove_dir(folder.path().join("gcsf_donor")).expect("gone");
    std::fs::copy("presets/healthy_donor.ron", folder.path().join("gcsf_donor")).expect("a file");
    assert_eq!(out(&run()), said(&["run", "healthy_donor"]));
}

#[test]
#[cfg(feature = "window")]
fn a_picture_is_drawn_of_a_named_case_and_of_standard_input() {
    let drawn = |case| ["picture", case, "--size", "320x320", "--out", "-"];
    let picture = buffycoat(&drawn(CASE)).stdout;
    assert!(picture.starts_with(b"\x89PNG"));
    assert!(buffycoat(&drawn("gcsf_donor")).stdout == picture && fed(CASE, &drawn("-")).stdout == picture);
}

#[test]
fn the_bundled_cases_are_listed_with_their_titles() {
    let listed = said(&["presets"]);
    assert_eq!(listed.lines().count(), buffycoat::preset::BUNDLED.len());
    for (line, bundled) in listed.lines().zip(buffycoat::preset::BUNDLED) {
        let title = buffycoat::preset::read(bundled.text).expect("sound").title;
        assert!(line.starts_with(&format!("{} ", bundled.name)) && line.ends_with(&title), "{line}");
    }
}

#[test]
fn a_log_file_is_appended_to_and_says_what_was_done() {
    let folder = tempfile::tempdir().expect("a folder");
    let log = folder.path().join("log.txt");
    let path = log.to_str().expect("text");
    said(&["run", CASE, "--log", path]);
    assert_eq!(buffycoat(&["check", "gone.ron", "--log", path]).status.code(), Some(1));
    let log = std::fs::read_to_string(&log).expect("the log");
    for words in [env!("CARGO_PKG_VERSION"), "opened presets/gcsf_donor.ron", "cannot open gone.ron"] {
        assert!(log.contains(words), "{words} is missing from\n{log}");
    }
    let on_stderr = call(&["run", CASE]).env("RUST_LOG", "info").output().expect("the program starts");
    assert!(err(&on_stderr).contains("opened presets/gcsf_donor.ron"), "{}", err(&on_stderr));
    assert_eq!(buffycoat(&["run", CASE, "--log", "/"]).status.code(), Some(1), "a folder is no log");
    assert_eq!(err(&buffycoat(&["run", CASE])), "", "nothing is said unasked");
}

#[test]
fn a_crash_leaves_a_report_and_the_unsaved_case_and_says_where() {
    let state = tempfile::tempdir().expect("a folder");
    let crash = |folder: &std::path::Path| {
        call(&["crash", "gcsf_donor"]).env("XDG_STATE_HOME", folder).output().expect("the program starts")
    };
    let output = crash(state.path());
    assert_eq!(output.status.code(), Some(101));
    let folder = state.path().join("buffycoat");
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .expect("the folder")
        .map(|entry| entry.expect("an entry").path())
        .inspect(|file| assert!(err(&output).contains(file.to_str().expect("text")), "{}", err(&output)))
        .collect();
    files.sort();
    let [case, report] = &files[..] else { panic!("two files: {files:?}") };
    let kept = buffycoat::preset::load(case).expect("a sound preset");
    assert_eq!(kept, buffycoat::preset::load(CASE.as_ref()).expect("the case"));
    let report = std::fs::read_to_string(report).expect("text");
    for words in [env!("CARGO_PKG_VERSION"), std::env::consts::OS, "mod.rs:", "asked for by the call"] {
        assert!(report.contains(words), "{words} is missing from\n{report}");
    }
    assert!(report.lines().count() > 10, "no backtrace in\n{report}");

    // Where no folder can be made, the case and the report are said.
    let file = state.path().join("file");
    std::fs::write(&file, "").expect("written");
    let output = crash(&file);
    assert_eq!(output.status.code(), Some(101));
    for words in ["asked for by the call", "could not be saved", "inlet_flow_ml_min"] {
        assert!(err(&output).contains(words), "{words} is missing from\n{}", err(&output));
    }
}

#[test]
#[cfg(all(target_os = "linux", feature = "window"))]
fn without_the_keyboards_library_the_case_is_run_all_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["libxkbcommon-x11.so.0", "libxkbcommon-x11.so"] {
        std::fs::write(folder.path().join(name), "not a library").expect("written");
    }
    let mut call = call(&["gcsf_donor"]);
    let output = call.env("DISPLAY", ":77").env("LD_LIBRARY_PATH", folder.path()).output().expect("the program starts");
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert_eq!(err(&output).lines().count(), 1, "{}", err(&output));
    assert!(err(&output).starts_with("The library libxkbcommon"), "{}", err(&output));
    assert_eq!(out(&output), said(&["run", CASE]));
}

#[test]
fn check_names_the_sections_that_tell_of_wrong_fields_and_no_page_where_none_is_wrong() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name).to_str().expect("text").to_owned();
    let text = buffycoat::preset::share_text(&crate::bundled("gcsf_donor")).expect("short");
    let told = |name: &str| {
        let output = buffycoat(&["check", name]);
        assert_eq!(output.status.code(), Some(1), "{name}");
        err(&output)
    };
    for name in [at("gone.ron"), at(""), text[..text.len() - 4].to_owned(), "gcsf_donr".to_owned()] {
        let told = told(&name);
        assert!(!told.contains(" format") && told.trim_end().lines().count() == 1, "{told}");
    }
    let case = at("case.ron");
    for (words, sections) in [
        ("(version: 1, titel: \"x\", patient: (weight_kg: 1))", "\"The case and its words\", \"patient\""),
        ("(version: 1, title: \"x\", hematocrit_percent: 40)", "\"patient\""),
        ("(version: 1, title: \"x\" patient: ())", "\"A first case\""),
    ] {
        std::fs::write(&case, words).expect("written");
        let told = told(&case);
        let line = told.lines().last().expect("lines");
        assert!(line.starts_with("How a case is written: buffycoat presets format, under "), "{told}");
        assert!(line.contains(sections), "{told}");
    }
    let lesson = "(version: 1, lesson: \"x\", preset: \"healthy_donor\", foo: 2, steps: [Read(text: 3)])";
    std::fs::write(&case, lesson).expect("written");
    let told = told(&case);
    assert!(told.contains("buffycoat lessons format, under \"The file\", \"The fields\""), "{told}");
    assert!(!told.contains("presets format, under"), "{told}");
}

#[test]
fn a_share_text_stands_for_its_case_wherever_a_preset_is_named() {
    let text = buffycoat::preset::share_text(&crate::bundled("gcsf_donor")).expect("short");
    let of = |name: &str| said(&["run", name, "--json"]);
    assert_eq!(of(&format!("'{text}'")), of(CASE));
    assert!(said(&["check", &text]).contains("share text"));
    let damaged = buffycoat(&["check", &text[..text.len() - 4]]);
    assert_eq!(damaged.status.code(), Some(1));
    assert!(err(&damaged).contains("damaged"), "{}", err(&damaged));
}

#[test]
fn nothing_that_a_file_says_steers_a_terminal() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name).to_str().expect("text").to_owned();
    let hostile = "\u{1b}]0;owned\u{7}\u{9b}31m\r";
    let mut preset = crate::bundled("cml_very_high_count");
    preset.title = format!("{hostile}title");
    preset.story = format!("{hostile}story");
    preset.lesson = format!("{hostile}lesson");
    let (case, wrong) = (at("case.ron"), at("wrong.ron"));
    buffycoat::preset::save(std::path::Path::new(&case), &preset).expect("saved");
    std::fs::write(&wrong, format!("(version: 1, title: \"{hostile}\", {hostile}: 3)")).expect("written");
    let table = at("table.ron");
    let study = format!(
        "(version: 2, studies: [(id: \"{hostile}\", study: \"{hostile}\", reference: \"{hostile}\", preset: \"{hostile}\", rows: [])])"
    );
    std::fs::write(&table, study).expect("written");
    let calls: [&[&str]; 9] = [
        &["run", &case],
        &["run", &case, "--days", "2"],
        &["run", &case, "--patients", "20"],
        &["run", &case, "--set", "patient.hematocrit_percent=65", "--set", "patient.platelets_e9_per_l=3000"],
        &["check", &case, &wrong],
        &["run", &wrong],
        &["validate", "--table", &table],
        &[&case],
        &["sweep", &wrong, "--vary", "procedure.inlet_flow_ml_min=30..90:2"],
    ];
    for call in calls {
        let output = buffycoat(call);
        for words in [out(&output), err(&output)] {
            let steers = words.chars().find(|sign| sign.is_control() && !matches!(sign, '\n' | '\t'));
            assert_eq!(steers, None, "{call:?}: {words:?}");
        }
    }
    // A file of it is the case to the byte, for other programs.
    let shown = said(&["presets", "show", &case]);
    assert_eq!(buffycoat::preset::read(&shown).expect("a case").title, preset.title);
}

#[test]
fn a_long_table_on_standard_input_is_checked_by_its_case() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("long.csv");
    let file = path.to_str().expect("text");
    said(&["export", CASE, "--table", file, "--decimal", "comma"]);
    let table = std::fs::read_to_string(&path).expect("written");
    let row = table.lines().nth(2).expect("a row");
    std::fs::write(&path, table.replacen(row, &vec![row; 9000].join("\n"), 1)).expect("written");
    assert_eq!(out(&fed(file, &["check", "-"])), "standard input: ok\n");
}

/// Calls whose file has no room left.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_in_the_same_words_whatever_is_written() {
    const FULL: &str = "/dev/full";
    let folder = tempfile::tempdir().expect("a folder");
    let linked = |name: &str| {
        let path = folder.path().join(name);
        std::os::unix::fs::symlink(FULL, &path).expect("a link");
        path.to_str().expect("text").to_owned()
    };
    let (png, svg, clear) = (linked("x.png"), linked("x.svg"), linked("clear.png"));
    let mut calls: Vec<Vec<&str>> = vec![
        vec!["report", CASE, "--out", FULL],
        vec!["run", CASE, "--csv", FULL],
        vec!["run", CASE, "--days", "2", "--csv", FULL],
        vec!["run", CASE, "--patients", "20", "--csv", FULL],
        vec!["sweep", CASE, "--vary", "procedure.inlet_flow_ml_min=40..60:2", "--csv", FULL],
        vec!["export", CASE, "--table", FULL],
        vec!["export", CASE, "--table", FULL, "--decimal", "comma"],
        vec!["export", CASE, "--sbml", "--out", FULL],
    ];
    if cfg!(feature = "window") {
        calls.push(vec!["export", CASE, "--scene", "--size", "800x500", "--out", &png]);
        calls.push(vec!["export", CASE, "--plot", "hemoglobin", "--out", &svg]);
        calls.push(vec!["export", CASE, "--plot", "hemoglobin", "--ground", "transparent", "--out", &clear]);
    }
    for call in calls {
        let output = buffycoat(&call);
        assert_eq!(output.status.code(), Some(1), "{call:?}");
        let said = err(&output);
        assert!(said.contains("the disk is full.") && !said.contains("os error"), "{call:?}: {said}");
    }
}

#[test]
fn a_case_without_a_title_or_with_words_too_long_for_their_place_opens_and_is_told_by_a_check() {
    let sound = std::fs::read_to_string(CASE).expect("the case");
    let title = sound.lines().find(|line| line.trim_start().starts_with("title:")).expect("a title");
    let line = 1 + sound.lines().position(|other| other == title).expect("its line");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("case.ron");
    let file = path.to_str().expect("text");
    let long = "x".repeat(95);
    let short = "y".repeat(80);
    for (title_is, in_short, expected) in [
        ("", &short, &[format!(":{line}:"), "title: the case has no name.".to_owned()][..]),
        ("  ", &short, &["title: \"Healthy donor\"".to_owned()]),
        ("A case", &long, &["in_short: 95 of 80 letters".to_owned()]),
        ("", &long, &["the case has no name".to_owned(), "95 of 80 letters".to_owned()]),
    ] {
        let rest: Vec<_> = sound.lines().filter(|line| !line.trim_start().starts_with("in_short:")).collect();
        let stated = format!("    title: \"{title_is}\",\n    in_short: \"{in_short}\",");
        std::fs::write(&path, rest.join("\n").replacen(title, &stated, 1)).expect("written");
        let output = buffycoat(&["check", file]);
        assert_eq!(output.status.code(), Some(1), "{title_is:?}: {}", out(&output));
        assert!(expected.iter().all(|words| err(&output).contains(words)), "{}", err(&output));
        // It opens all the same, called by who it is about.
        let summary = said(&["run", file]);
        let page = said(&["report", file, "--out", "-"]);
        if title_is.trim().is_empty() {
            assert!(summary.starts_with("Case without a title: "), "{summary}");
            assert!(page.contains("<title>Case without a title: "));
        } else {
            assert!(summary.starts_with("A case\n") && page.contains("<title>A case – "));
        }
    }
}

#[test]
fn a_case_within_a_lesson_is_told_by_a_check_as_one_of_its_own_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("lesson.ron");
    let lesson = said(&["lessons", "show", "citrate"]);
    let case = said(&["presets", "show", "gcsf_donor"]);
    let of = |case: &str| lesson.replacen("preset: \"gcsf_donor\"", &format!("preset: {case}"), 1);
    let body: String = case.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let sound = of(&body);
    assert_ne!(sound, lesson);
    std::fs::write(&path, &sound).expect("written");
    let file = path.to_str().expect("text");
    said(&["check", file]);
    let long = format!("in_short: \"{}\",", "x".repeat(95));
    let start = body.find("in_short:").expect("there");
    let end = start + body[start..].find("\",").expect("its end") + 2;
    std::fs::write(&path, of(&body.replacen(&body[start..end], &long, 1))).expect("written");
    let output = buffycoat(&["check", file]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("preset.in_short: 95 of 80 letters"), "{}", err(&output));
}
