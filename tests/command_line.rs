//! Promise: the command line answers in the forms and with the exit statuses it is documented to have.
#![allow(clippy::expect_used, clippy::panic, reason = "a test may stop where it stands")]

use std::path::PathBuf;
use std::process::{Command, Output};

fn buffycoat(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_buffycoat"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("WAYLAND_SOCKET")
        .args(arguments)
        .output()
        .expect("the program starts")
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
        err(&output).contains("broken.ron:3:5: titel: there is no such setting. Did you mean \"title\"?"),
        "{}",
        err(&output)
    );

    assert_eq!(buffycoat(&["run", path]).status.code(), Some(1));
    assert_eq!(buffycoat(&["run", CASE, "--set", "machine.prime=Water"]).status.code(), Some(1));
    assert_eq!(buffycoat(&["run"]).status.code(), Some(2));
    assert_eq!(buffycoat(&["run", CASE, "--color"]).status.code(), Some(2));
    assert_eq!(buffycoat(&["run", CASE, "--csv", "-", "--json"]).status.code(), Some(2));
    assert_eq!(buffycoat(&["check", CASE]).status.code(), Some(0));
}

#[test]
#[cfg(target_os = "linux")]
fn without_a_display_the_case_is_run_all_the_same() {
    for arguments in [vec![], vec![CASE]] {
        let output = buffycoat(&arguments);
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        assert_eq!(err(&output).lines().count(), 1, "{}", err(&output));
        assert!(err(&output).contains("No display"));
        assert!(out(&output).contains("Collection efficiency"));
    }
}

#[test]
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
fn a_wrong_moment_or_size_of_a_picture_is_answered_with_a_sentence() {
    for (option, words, sentence, status) in [
        ("--at", "noon", "write a time as 58min, 1:30", 2),
        ("--at", "1:75", "write a time as 58min, 1:30", 2),
        ("--at", "900", "the run ends at", 1),
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
    let varied = |name: &str| {
        let vary = format!("patient.{name}.lymphocyte=0..0.1:2");
        said(&["sweep", case, "--vary", &vary])
    };
    assert_eq!(varied("mobilisation_per_min"), varied("mobilization_per_min"));
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
