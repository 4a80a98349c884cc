//! Promise: every preset loads, is sound and survives saving; a broken one is explained and changes nothing.

use std::path::Path;

use buffycoat::preset::{
    self, BUNDLED, Cover, Group, Preset, Problem, Question, Source, Stop, StopAt, StopShow, VirtualPatients, read,
    write,
};
use buffycoat::report::{self, png::Pixels};
use buffycoat::sim::quantities::Quantity;
use buffycoat::sim::warnings::WarningId;
use buffycoat::sim::{Change, SettingId, Value, simulate};
use buffycoat::text::Text;

fn bundled() -> impl Iterator<Item = (&'static str, Preset)> {
    BUNDLED.iter().map(|bundled| {
        let preset = read(bundled.text).unwrap_or_else(|problem| panic!("{}: {problem:?}", bundled.name));
        (bundled.name, preset)
    })
}

#[test]
fn every_file_in_the_folder_is_built_in() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("presets");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("the folder of presets")
        .map(|entry| entry.expect("a file").path().file_stem().expect("a name").to_string_lossy().into_owned())
        .collect();
    let mut built_in: Vec<_> = BUNDLED.iter().map(|bundled| bundled.name.to_owned()).collect();
    files.sort();
    built_in.sort();
    assert_eq!(files, built_in);
    assert!(files.len() >= 8);
}

#[test]
fn every_preset_tells_what_it_teaches() {
    for (name, preset) in bundled() {
        assert!(!preset.lesson.is_empty() && !preset.lesson.contains('\n'), "{name}: one sentence at the top");
        assert!(preset.story.len() > 80 && preset.look_for.len() > 40, "{name}: a story and what to look for");
    }
}

#[test]
fn every_preset_has_a_cover_that_fits_its_place() {
    let mut titles = Vec::new();
    for (name, Preset { cover, protocol, .. }) in bundled() {
        let least = |words: &str, longest| (1..=longest).contains(&words.chars().count());
        assert!(least(&cover.short_title, Cover::LONGEST_TITLE), "{name}: {}", cover.short_title);
        assert!(least(&cover.in_short, Cover::LONGEST_IN_SHORT), "{name}: {}", cover.in_short);
        assert!(least(&cover.teaches, Cover::LONGEST_TEACHES), "{name}: {}", cover.teaches);
        assert!(cover.in_short.ends_with('.') && !cover.teaches.ends_with('.'), "{name}");
        assert!(cover.group.is_some(), "{name}");
        let run = simulate(&protocol).expect("runs");
        assert!(run.at(cover.opens_at_min.expect("a moment")).phase.is_under_way(), "{name}");
        assert!(!titles.contains(&cover.short_title), "{name}: two of one title");
        titles.push(cover.short_title);
    }
    for group in Group::ALL {
        assert!(bundled().any(|(_, preset)| preset.cover.group == Some(*group)), "{group:?} is empty");
    }
}

#[test]
fn a_file_may_leave_out_its_cover_and_a_wrong_one_is_explained() {
    let (_, preset) = bundled().next().expect("a first preset");
    let plain = Preset { cover: Cover::default(), ..preset.clone() };
    let written = write(&plain);
    assert!(
        ["short_title", "group", "in_short", "teaches", "opens_at_min"].iter().all(|field| !written.contains(field))
    );
    assert_eq!(read(&written).as_ref(), Ok(&plain));
    assert_eq!((plain.short_title(), preset.short_title()), (&*plain.title, "CML, 385 white cells"));
    let told = |passage: &str, by: &str| {
        let problem = read(&write(&preset).replacen(passage, by, 1)).expect_err("this is broken");
        Text::english().problem(&problem)
    };
    let said = told("group: WhyItIsDone", "group: Why");
    assert!(said.contains("WhyItIsDone, WhatGoesWrong, DonorsAndCollections, Children"), "{said}");
    let said = told("opens_at_min: 110", "opens_at_min: 11000");
    assert!(said.contains("opens_at_min"), "{said}");
}

#[test]
fn everything_a_case_can_hold_survives_saving() {
    let (_, mut preset) = bundled().next().expect("a first preset");
    preset.title = "Quotes \" and \\ and\na new line, µ ×10⁹".to_owned();
    let values = vec![
        (SettingId::InletFlow, Value::Number(42.5)),
        (SettingId::HydroxyethylStarch, Value::Switch(true)),
        (SettingId::ReplacementFluid, Value::Choice(3)),
    ];
    preset.protocol.changes = vec![Change { at_min: 30.25, values }, Change { at_min: 60.0, values: Vec::new() }];
    preset.virtual_patients = VirtualPatients { seed: 4711, count: 200 };
    assert_eq!(read(&write(&preset)).as_ref(), Ok(&preset));
}

#[test]
fn the_seed_is_kept_with_its_comments_and_a_file_without_one_is_as_before() {
    let (_, usual) = bundled().next().expect("a first preset");
    assert_eq!(usual.virtual_patients, VirtualPatients { seed: 1, count: 500 });
    assert!(!write(&usual).contains("virtual_patients"));
    let (start, _) =
        write(&usual).rsplit_once(')').map(|(start, end)| (start.to_owned(), end.to_owned())).expect("a bracket");
    let text =
        format!("{start}    // a lucky draw\n    virtual_patients: (\n        // try 8 too\n        seed: 7),\n)\n");
    let preset = read(&text).expect("sound");
    assert_eq!(preset.virtual_patients, VirtualPatients { seed: 7, count: 500 });
    assert_eq!(write(&preset), text);
    let other = Preset { virtual_patients: VirtualPatients { seed: 7, count: 90 }, ..preset };
    assert_eq!(write(&other), text.replace("seed: 7", "seed: 7, count: 90"));
}

#[test]
fn every_preset_runs_to_sound_numbers() {
    for (name, preset) in bundled() {
        let run = simulate(&preset.protocol).expect("a bundled preset runs");
        assert!(run.ledger.largest_relative_error < 1e-9, "{name}");
        assert!(run.broken_off_min.is_none(), "{name}");
        for i in 0..=100 {
            let moment = run.at(run.end_min * f64::from(i) / 100.0);
            for quantity in Quantity::all().filter(|quantity| !quantity.row().is_signed) {
                if let Some(value) = quantity.at(&moment) {
                    assert!(value.is_finite() && value >= 0.0, "{name}: {quantity:?} is {value}");
                }
            }
        }
        let above_limit = run.warnings.iter().any(|warning| warning.id.key() == "anticoagulant_limit");
        assert!(!above_limit, "{name} must say that it needs a higher anticoagulant limit");
    }
}

#[test]
fn the_cases_bring_the_warnings_they_are_made_for() {
    let warnings_of = |name: &str| {
        let (_, preset) = bundled().find(|(found, _)| *found == name).expect("a bundled preset");
        simulate(&preset.protocol).expect("runs").warnings
    };
    let appears = |name: &str, id: &str, severity: &str| {
        warnings_of(name)
            .iter()
            .any(|warning| warning.id.key() == id && warning.severity.key() == severity && warning.from_min > 0.0)
    };
    assert!(appears("small_anemic_woman", "anemia", "moderate"));
    assert!(appears("myeloma_low_platelets", "thrombocytopenia", "moderate"));
    assert!(appears("gcsf_donor", "anemia", "mild"));
    assert!(warnings_of("all_child_red_cell_prime").iter().any(|w| w.id.key() == "extracorporeal_volume"));
    assert!(warnings_of("cml_very_high_count").iter().any(|w| w.id.key() == "leukostasis" && w.present_before));
}

/// A sound case with one passage replaced.
fn broken(passage: &str, by: &str) -> Problem {
    const SOUND: &str = "// A sound case.
(
    version: 1,
    title: \"A case\",
    patient: (
        sex: Male, age_years: 35, weight_kg: 74, height_m: 1.78, diagnosis: Cml,
        hematocrit_percent: 28, platelets_e9_per_l: 420,
        white_cells_e9_per_l: (neutrophil: 120, blast: 12),
    ),
    machine: (collect_flow_ml_min: 4.0, prime: Saline, hydroxyethyl_starch: false),
    procedure: (inlet_flow_ml_min: 55, duration_min: 180, changes: [(at_min: 90, collect_flow_ml_min: 3.0)]),
)
";
    assert!(read(SOUND).is_ok(), "{:?}", read(SOUND));
    assert!(SOUND.contains(passage), "{passage}");
    read(&SOUND.replacen(passage, by, 1)).expect_err("this is broken")
}

#[test]
fn each_kind_of_mistake_gets_its_line_its_column_its_field_and_what_to_do() {
    let text = Text::english();
    let cases = [
        (
            "inlet_flow_ml_min: 55",
            "inlet_flow_ml_min: 500",
            "11:36: procedure.inlet_flow_ml_min: 500 is out of range; allowed: 5 to 150\u{a0}mL/min.",
        ),
        ("weight_kg: 74", "weight_kg: -1", "6:46: patient.weight_kg: -1 is out of range; allowed: 2 to 250\u{a0}kg."),
        ("weight_kg: 74", "weight_kg: NaN", "6:46: patient.weight_kg: this should be a finite number."),
        ("weight_kg: 74", "weight_kg: inf", "6:46: patient.weight_kg: this should be a finite number."),
        ("weight_kg: 74", "weight_kg: \"heavy\"", "patient.weight_kg: this should be a number."),
        ("weight_kg: 74, ", "", "patient.weight_kg: this is required and missing."),
        ("weight_kg: 74", "weight_kg: 74, weight_kg: 75", "patient.weight_kg: this is given twice. Keep one."),
        (
            "weight_kg: 74",
            "wieght_kg: 74",
            "6:35: patient.wieght_kg: there is no such field. Did you mean \"weight_kg\"?",
        ),
        (
            "neutrophil: 120",
            "neutrofil: 120",
            "8:32: patient.white_cells_e9_per_l.neutrofil: there is no such field. Did you mean \"neutrophil\"?",
        ),
        ("sex: Male", "sex: Man", "patient.sex: this should be one of Female, Male."),
        (
            "hydroxyethyl_starch: false",
            "hydroxyethyl_starch: 1",
            "machine.hydroxyethyl_starch: this should be true or false.",
        ),
        ("title: \"A case\"", "title: 7", "title: this should be text in quotes."),
        ("title: \"A case\",", "", "title: this is required and missing."),
        ("version: 1,", "", "version: the file does not state its version. Add \"version: 1,\" as its first line."),
        (
            "version: 1,",
            "version: 9,",
            "version: this file has version 9; this program reads up to version 1. Get a newer Buffycoat.",
        ),
        ("at_min: 90", "at_min: 90, at_min: 91", "procedure.changes[0].at_min: this is given twice. Keep one."),
        ("version: 1", "version: \"1\"", "3:14: version: write 1 without quotes."),
        (
            "hematocrit_percent: 28",
            "hematocrit_percent: 28, pregnancy: SecondTrimester",
            "5:5: patient: a man cannot be pregnant.",
        ),
        ("at_min: 90, ", "", "procedure.changes[0].at_min: this is required and missing."),
        (
            "at_min: 90, collect",
            "at_min: 90, duration_min: 100, collect",
            "procedure.changes[0].duration_min: this setting cannot change while the machine runs.",
        ),
        (
            "[(at_min: 90, collect_flow_ml_min: 3.0)]",
            "3",
            "procedure.changes: this should be a list in square brackets",
        ),
        (
            "neutrophil: 120, blast: 12",
            "neutrophil: 1000, blast: 1000",
            "patient: hematocrit 28 % and leukocrit 68 % leave no room for plasma.",
        ),
        ("neutrophil: 120, blast: 12", "", "patient: the patient has no white cells."),
        ("sex: Male,", "sex: Male", "6:18: a comma is missing after this value."),
        (
            "version: 1,",
            "version: 1, virtual_patients: (seed: 1, count: 9),",
            "3:52: virtual_patients.count: 9 is out of range; allowed: 20 to 2000.",
        ),
        (
            "version: 1,",
            "version: 1, virtual_patients: (seed: 0.5),",
            "virtual_patients.seed: this should be a whole number.",
        ),
        (
            "version: 1,",
            "version: 1, virtual_patients: (seeds: 1),",
            "virtual_patients.seeds: there is no such field. Did you mean \"seed\"?",
        ),
        ("version: 1,", "version: 1, virtual_patients: 7,", "virtual_patients: this should be settings in parentheses"),
    ];
    for (passage, by, expected) in cases {
        let problem = broken(passage, by);
        let said = text.problem(&problem);
        assert!(said.contains(expected), "{by:?} is answered by\n  {said}\nand not by\n  {expected}");
        assert!(problem.position.is_some(), "{said} has no place");
    }
}

#[test]
fn what_stands_after_the_case_is_refused() {
    let preset = format!("{} 7", BUNDLED[0].text);
    assert!(read(&preset).is_err());
}

#[test]
fn a_file_that_is_missing_or_no_text_is_explained() {
    let text = Text::english();
    let folder = tempfile::tempdir().expect("a folder");
    let missing = folder.path().join("nowhere.ron");
    let said = text.file_problem(&missing, &preset::load(&missing).expect_err("it is missing"));
    assert!(said.contains("nowhere.ron: there is no such file."), "{said}");

    let binary = folder.path().join("binary.ron");
    std::fs::write(&binary, b"(version: 1,\n title: \"M\xfcller\")").expect("written");
    let said = text.file_problem(&binary, &preset::load(&binary).expect_err("it is no text"));
    assert!(said.contains("binary.ron:2:11: this is not a text file"), "{said}");
}

#[test]
fn a_saved_file_is_the_preset_and_an_older_one_is_replaced_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("case.ron");
    for (_, preset) in bundled() {
        preset::save(&path, &preset).expect("saved");
        assert_eq!(preset::load(&path).expect("loaded"), preset);
    }
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 1, "nothing is left beside it");
}

#[test]
fn settings_given_as_text_are_held_to_the_same_table() {
    let (_, preset) = bundled().next().expect("a first preset");
    let mut settings = preset.protocol.settings;
    preset::assign(&mut settings, "patient.hematocrit_percent=30").expect("in range");
    preset::assign(&mut settings, "machine.prime = Albumin").expect("an option");
    preset::assign(&mut settings, "patient.blood_volume_ml=None").expect("left to the estimate");
    assert_eq!(SettingId::Hematocrit.get(&settings), Value::Number(30.0));
    assert_eq!(SettingId::Prime.get(&settings), Value::Choice(1));
    let text = Text::english();
    for (wrong, expected) in [
        ("patient.hematocrit_percent=80", "patient.hematocrit_percent: 80 is out of range; allowed: 10 to 65\u{a0}%."),
        ("patient.hematocrit_percent=nan", "this should be a finite number."),
        ("patient.hematocrit=30", "Did you mean \"patient.hematocrit_percent\"?"),
        ("hematocrit", "write a setting as path=value"),
        ("machine.prime=Water", "this should be one of Saline, Albumin, RedCells."),
    ] {
        let problem = preset::assign(&mut settings, wrong).expect_err("this is wrong");
        assert!(text.problem(&problem).contains(expected), "{}", text.problem(&problem));
    }
}

#[test]
fn a_picture_is_the_preset_it_carries_and_one_without_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("case.png");
    let pixels = Pixels { width: 2, height: 1, rgb: vec![9; 6] };
    for (_, preset) in bundled() {
        let mut picture = Vec::new();
        report::png::write(&pixels, &preset, "Teaching model. Not for patient care.", &mut picture).expect("written");
        std::fs::write(&path, picture).expect("written");
        let (found, save_to) = preset::open(&path).expect("a picture with a preset");
        assert_eq!(found, preset.for_students());
        assert_eq!(save_to, None, "saving does not overwrite a picture with text");
    }

    let whole = std::fs::read(&path).expect("the last picture");
    let mut bare = Vec::new();
    let mut writer = png::Encoder::new(&mut bare, 1, 1).write_header().expect("a header");
    writer.write_image_data(&[9]).expect("a pixel");
    drop(writer);
    for bytes in [&bare[..], &whole[..8], &whole[..200]] {
        std::fs::write(&path, bytes).expect("written");
        let problem = preset::open(&path).expect_err("there is no preset");
        let said = Text::english().file_problem(&path, &problem);
        assert!(said.contains("this picture carries no case"), "{said}");
    }
}

/// The presets of every release, each in the folder of its release, as they were then.
fn released() -> Vec<(std::path::PathBuf, Preset)> {
    let releases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/old_presets");
    let folders = std::fs::read_dir(releases).expect("the folder of releases").map(|entry| entry.expect("one").path());
    let files = folders.flat_map(|folder| std::fs::read_dir(folder).expect("a release"));
    let read_one = |path: std::path::PathBuf| {
        let preset = preset::load(&path).unwrap_or_else(|problem| panic!("{}: {problem:?}", path.display()));
        (path, preset)
    };
    files.map(|entry| read_one(entry.expect("a file").path())).collect()
}

#[test]
fn the_presets_of_every_release_load_for_ever_and_are_saved_as_they_were_written() {
    let released = released();
    assert!(released.len() >= 20);
    for (path, preset) in released {
        assert_eq!(write(&preset), std::fs::read_to_string(&path).expect("text"), "{}", path.display());
        // Without its text it is written in the words of today.
        let written = write(&Preset { source: Source::default(), ..preset.clone() });
        let spelled =
            ["ionised", "mobilisation", "Mobilised"].into_iter().find(|old| written.contains(&format!("{old}_")));
        assert!(spelled.is_none(), "{}: {written}", path.display());
        assert_eq!(read(&written).as_ref(), Ok(&preset), "{}", path.display());
        assert!(simulate(&preset.protocol).is_ok(), "{}", path.display());
    }
}

#[test]
fn a_setting_is_read_by_its_old_name_and_not_by_both() {
    let file = |settings: &str| {
        format!(
            "(version: 1, title: \"a\", patient: (sex: Female, age_years: 29, weight_kg: 62, height_m: 1.66, \
             diagnosis: MobilisedDonor, hematocrit_percent: 39, platelets_e9_per_l: 226, \
             white_cells_e9_per_l: (neutrophil: 30, lymphocyte: 3), {settings}))"
        )
    };
    let [old, new] = ["ionised", "ionized"].map(|spelled| format!("{spelled}_calcium_mmol_l: 1.15"));
    let preset = read(&file(&old)).expect("the old name is read");
    assert_eq!(read(&file(&new)).as_ref(), Ok(&preset));
    let problem = read(&file(&format!("{old}, {new}"))).expect_err("one setting cannot be given twice");
    assert_eq!(problem.kind, preset::ProblemKind::RepeatedField);
}

#[test]
fn what_a_case_is_about_is_among_its_warnings() {
    let about: Vec<_> = bundled().filter_map(|(name, preset)| Some((name, preset.about?, preset))).collect();
    assert!(about.len() > 10, "{}", about.len());
    for (name, about, preset) in about {
        let run = simulate(&preset.protocol).expect("runs");
        assert!(run.warnings.iter().any(|warning| warning.id == about), "{name}: {about:?}");
    }
    let (_, preset) = bundled().find(|(name, _)| *name == "small_anemic_woman").expect("it is bundled");
    let said = read(&write(&preset).replace("about: anemia", "about: anemias"))
        .map_err(|problem| Text::english().problem(&problem));
    assert!(said.as_ref().is_err_and(|said| said.contains("about") && said.contains("thrombocytopenia")), "{said:?}");
}

#[test]
fn what_a_teacher_adds_is_kept_and_what_is_unclear_there_is_told() {
    let (_, preset) = bundled().next().expect("a first preset");
    let preset = Preset { questions: Vec::new(), stops: Vec::new(), ..preset };
    let question = |ask: &str, answer: &str| Question {
        ask: ask.to_owned(),
        answer: answer.to_owned(),
        choose: "white cells; platelets".to_owned(),
    };
    let stop = |at, say: &str, notes: &str| Stop {
        at,
        show: Some(StopShow::Question),
        say: say.to_owned(),
        notes: notes.to_owned(),
    };
    let taught = Preset {
        questions: vec![question("Why do platelets fall?", ""), question("A \"quoted\" one?", "Yes:\nno.")],
        notes: "Two lines\nof notes".to_owned(),
        stops: vec![
            stop(StopAt::Time(12.5), "Look at the buffy coat.", ""),
            stop(StopAt::Warning(WarningId::LowCalcium), "", "Wait for hands."),
            stop(StopAt::Aim, "", ""),
        ],
        ..preset.clone()
    };
    assert_eq!(read(&write(&taught)).as_ref(), Ok(&taught));
    let told = |added: &str| {
        let problem = read(&write(&preset).replacen("    patient:", &format!("    {added},\n    patient:"), 1));
        Text::english().problem(&problem.expect_err("this is broken"))
    };
    // All at once.
    let both = write(&preset).replacen(
        "    patient:",
        "    questions: [(answer: \"Yes\")],\n    stops: [(say: \"Now\")],\n    patient:",
        1,
    );
    assert_eq!(preset::read_whole(&both).expect_err("both are broken").len(), 2);
    for (added, said) in [
        ("questions: [(answer: \"Yes\")]", "questions[0]"),
        ("questions: [(asks: \"Why?\")]", "ask"),
        ("questions: \"Why?\"", "questions"),
        ("stops: [(say: \"Now\")]", "stops[0]"),
        ("stops: [(at_min: 10, at: aim)]", "one moment"),
        ("stops: [(at: anemias)]", "thrombocytopenia"),
        ("stops: [(at_min: 99999)]", "stops[0].at_min"),
        ("notes: 5", "notes"),
    ] {
        assert!(told(added).contains(said), "{added}: {}", told(added));
    }
}
