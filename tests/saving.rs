//! Promise: saving changes what was changed, and not a byte of what else the author wrote.

use buffycoat::preset::{BUNDLED, Preset, Question, Source, StopAt, VirtualPatients, read, write};
use buffycoat::sim::aim::{Aim, AimedCells, Dose};
use buffycoat::sim::warnings::WarningId;
use buffycoat::sim::{Change, SettingId, Value};
use proptest::prelude::*;

use crate::conservation::{anything, changes, settings_at, trials};

/// A file as a teacher keeps it: notes of every kind, in every place, and a layout of their own.
const NOTED: &str = "/* for the course of May */
// What the case teaches.
// In two lines.

// A note apart.
(  // the file
    version: 1, /* of the form */
    title: \"A \\u{e9}tude, // no comment\",   story: r#\"Raw \"text\" (, here\"#,

    patient: ( // who
        sex: Male,   age_years: 35.0,
        // of the file in the ward
        weight_kg: 7.4e1, /* on the first day
                             in clothes */ height_m: 1.78 ,
        diagnosis: Cml,
        hematocrit_percent: 28, platelets_e9_per_l: 420, // after two units
        white_cells_e9_per_l: (neutrophil: 120, blast: 12), // of a smear
        blood_volume_ml: Some(5000),
    ),
\tmachine: (
\t\tcollect_flow_ml_min: 4.0,
\t\tprime: Saline
\t\t// nothing else
\t),
    procedure: (inlet_flow_ml_min: 55, duration_min: 180, changes: [
        // when calcium is low
        (at_min: 90, inlet_flow_ml_min: 40), // slower
        (at_min: 120, collect_flow_ml_min: 3.0, inlet_flow_ml_min: 50),
        // and at the end
        (at_min: 150, inlet_flow_ml_min: 45),
    ],), // the end
)
// to be discussed
/* and this */";

fn noted() -> Preset {
    read(NOTED).expect("sound")
}

/// The file after this change of what it says.
fn after(change: impl FnOnce(&mut Preset)) -> String {
    let mut preset = noted();
    change(&mut preset);
    let text = write(&preset);
    assert_eq!(read(&text).as_ref(), Ok(&preset), "{text}");
    text
}

fn set(setting: SettingId, value: Value) -> impl FnOnce(&mut Preset) {
    move |preset| setting.set(&mut preset.protocol.settings, &value)
}

#[test]
fn what_was_not_changed_is_saved_byte_for_byte() {
    assert_eq!(write(&noted()), NOTED);
    for bundled in BUNDLED {
        assert_eq!(write(&read(bundled.text).expect("sound")), bundled.text, "{}", bundled.name);
    }
    for text in [NOTED.replace('\n', "\r\n"), format!("\u{feff}{NOTED}"), NOTED.replace("    ", "\t")] {
        assert_eq!(write(&read(&text).expect("sound")), text);
    }
}

#[test]
fn a_changed_value_is_replaced_in_its_place() {
    for (setting, value, from, to) in [
        (SettingId::Weight, Value::Number(80.5), "7.4e1", "80.5"),
        (SettingId::Sex, Value::Choice(0), "Male", "Female"),
        (SettingId::Prime, Value::Choice(1), "Saline", "Albumin"),
        (SettingId::BloodVolume, Value::Number(4800.0), "Some(5000)", "4800"),
        (SettingId::Duration, Value::Number(200.0), "180", "200"),
    ] {
        assert_eq!(after(set(setting, value)), NOTED.replacen(from, to, 1));
    }
    // However the file is encoded: with the mark of some editors, with line ends of Windows, with both.
    let (windows, mark) = (NOTED.replace('\n', "\r\n"), '\u{feff}');
    for source in [windows.clone(), format!("{mark}{NOTED}"), format!("{mark}{windows}")] {
        let mut preset = read(&source).expect("sound");
        SettingId::Duration.set(&mut preset.protocol.settings, &Value::Number(200.0));
        assert_eq!(write(&preset), source.replacen("180", "200", 1));
    }
    let text = after(|preset| preset.title = "Other".to_owned());
    assert_eq!(text, NOTED.replacen("\"A \\u{e9}tude, // no comment\"", "\"Other\"", 1));
}

#[test]
fn a_new_value_stands_in_its_section_in_the_order_of_all() {
    let first = "machine: (\n\t\tset_volume_ml: 200,\n\t\tcollect";
    for (setting, value, from, to) in [
        (SettingId::SetVolume, 200.0, "machine: (\n\t\tcollect", first),
        (SettingId::PrimeHematocrit, 60.0, "prime: Saline\n", "prime: Saline,\n\t\tprime_hematocrit_percent: 60,\n"),
        (
            SettingId::AnticoagulantRatio,
            14.0,
            "inlet_flow_ml_min: 55,",
            "inlet_flow_ml_min: 55, anticoagulant_ratio: 14,",
        ),
        (
            SettingId::IonizedCalcium,
            1.1,
            "blood_volume_ml: Some(5000),\n",
            "blood_volume_ml: Some(5000),\n        ionized_calcium_mmol_l: 1.1,\n",
        ),
        (
            SettingId::CellVolume(buffycoat::model::cells::WhiteCell::Blast),
            500.0,
            "blood_volume_ml: Some(5000),\n",
            "blood_volume_ml: Some(5000),\n        cell_volume_fl: (blast: 500),\n",
        ),
    ] {
        assert_eq!(after(set(setting, Value::Number(value))), NOTED.replacen(from, to, 1), "{setting:?}");
    }
    let text = after(|preset| preset.virtual_patients = VirtualPatients { seed: 7, count: 90 });
    let drawn = "    virtual_patients: (seed: 7, count: 90),\n)\n// to be";
    assert_eq!(text, NOTED.replacen(")\n// to be", drawn, 1));
}

#[test]
fn a_value_that_is_taken_out_goes_with_its_line() {
    let text = after(set(SettingId::BloodVolume, Value::Estimated));
    assert_eq!(text, NOTED.replacen("        blood_volume_ml: Some(5000),\n", "", 1));
    let text = after(|preset| preset.story.clear());
    assert_eq!(text, NOTED.replacen("   story: r#\"Raw \"text\" (, here\"#,", "", 1));
}

#[test]
fn changes_in_mid_run_keep_their_notes() {
    let changes = |change: fn(&mut Vec<Change>)| after(|preset| change(&mut preset.protocol.changes));
    let text = changes(|changes| changes[1].at_min = 110.0);
    assert_eq!(text, NOTED.replacen("at_min: 120", "at_min: 110", 1));
    let text = changes(|changes| drop(changes.remove(0)));
    assert_eq!(text, NOTED.replacen("        (at_min: 90, inlet_flow_ml_min: 40), // slower\n", "", 1));
    let text = changes(|changes| changes[1].values.truncate(1));
    assert_eq!(text, NOTED.replacen("collect_flow_ml_min: 3.0, inlet_flow_ml_min: 50", "collect_flow_ml_min: 3.0", 1));
    let text = changes(|changes| {
        let values = vec![(SettingId::InletFlow, Value::Number(30.0))];
        changes.insert(1, Change { at_min: 100.0, values });
    });
    let new = "// slower\n        (at_min: 100, inlet_flow_ml_min: 30),\n";
    assert_eq!(text, NOTED.replacen("// slower\n", new, 1));
    let text = changes(Vec::clear);
    let left = "changes: [\n        // when calcium is low\n        // and at the end\n    ],)";
    assert!(text.contains(left), "{text}");
    let mut preset =
        read(&NOTED.replace("        // when calcium is low\n", "").replace("// and at the end\n        ", ""))
            .expect("sound");
    preset.protocol.changes.clear();
    assert!(write(&preset).contains("(inlet_flow_ml_min: 55, duration_min: 180,)"), "without notes it goes");
}

/// Aim, questions and stops as a teacher keeps them.
const TAUGHT: &str = "(
    version: 1,
    title: \"A case\",
    about: /* the one that hurts */ anemia, // see the ward's rules
    aim: ( // as agreed with the ward
        in_bag: Cd34, /* not all cells */
        // of the child, who is lighter
        at_least_e6_per_kg: 4.5, // two days if need be
        optimum_e6_per_kg: 8,
    ),
    questions: [
        // the easy one first
        (ask: r#\"Why \"platelets\"?\"#, answer: \"They lie there.\"), // ten minutes
        ( // for the quick
            ask: \"And calcium?\" /* citrate */,
        ),
        // the last is for home
        (ask: \"What else?\"),
    ],
    stops: [
        (at_min: 2e1, say: \"Look\"), // breathe
        /* may be left out */ (at: aim, notes: \"Ask.\"),
    ],
    patient: (
        sex: Male, age_years: 35, weight_kg: 74, height_m: 1.78, diagnosis: HealthyDonor,
        hematocrit_percent: 40, platelets_e9_per_l: 220, white_cells_e9_per_l: (neutrophil: 4),
    ),
    procedure: (changes: [(at_min: 90, /* slower */ inlet_flow_ml_min: 40, collect_flow_ml_min: 3)]),
)
";

/// The file after this change of what it says, with these passages in place of those.
fn taught(change: impl FnOnce(&mut Preset), replaced: &[(&str, &str)]) {
    let mut preset = read(TAUGHT).expect("sound");
    change(&mut preset);
    let text = write(&preset);
    assert_eq!(read(&text).as_ref(), Ok(&preset), "{text}");
    let expected = replaced.iter().fold(TAUGHT.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    });
    assert!(text == expected, "{text}\nwhere this was expected:\n{expected}");
}

#[test]
fn an_aim_that_is_changed_keeps_its_notes() {
    let in_bag =
        |at_least, optimum| Aim::InBag { cells: AimedCells::Cd34, dose: Dose::PerKgOfRecipient, at_least, optimum };
    taught(|preset| preset.aim = Some(in_bag(5.0, Some(8.0))), &[("per_kg: 4.5", "per_kg: 5")]);
    taught(|preset| preset.aim = Some(in_bag(4.5, None)), &[("        optimum_e6_per_kg: 8,\n", "")]);
    let total = Aim::InBag { cells: AimedCells::Cd34, dose: Dose::Total, at_least: 0.3, optimum: None };
    taught(
        |preset| preset.aim = Some(total),
        &[
            ("/* not all cells */\n", "/* not all cells */\n        at_least_e9: 0.3,\n"),
            ("        at_least_e6_per_kg: 4.5, // two days if need be\n        optimum_e6_per_kg: 8,\n", ""),
        ],
    );
    let patient = Aim::InBag { cells: AimedCells::Cd34, dose: Dose::PerKgOfPatient, at_least: 4.5, optimum: Some(8.0) };
    taught(
        |preset| preset.aim = Some(patient),
        &[("optimum_e6_per_kg: 8,\n", "optimum_e6_per_kg: 8,\n        weight: Patient,\n")],
    );
    taught(
        |preset| preset.aim = Some(Aim::Duration { duration_min: 90.0 }),
        &[
            ("agreed with the ward\n", "agreed with the ward\n        duration_min: 90,\n"),
            ("        in_bag: Cd34, /* not all cells */\n", ""),
            ("        at_least_e6_per_kg: 4.5, // two days if need be\n        optimum_e6_per_kg: 8,\n", ""),
        ],
    );
    taught(|preset| preset.about = Some(WarningId::Thrombocytopenia), &[("anemia", "thrombocytopenia")]);
}

#[test]
fn questions_and_stops_that_are_changed_keep_their_notes() {
    taught(|preset| preset.questions[1].ask = "Calcium?".to_owned(), &[("And calcium?", "Calcium?")]);
    taught(
        |preset| preset.questions[1].answer = "It falls.".to_owned(),
        &[(
            "\"And calcium?\" /* citrate */,\n",
            "\"And calcium?\" /* citrate */,\n            answer: \"It falls.\",\n",
        )],
    );
    taught(|preset| preset.questions[0].answer.clear(), &[(", answer: \"They lie there.\"", "")]);
    taught(|preset| drop(preset.questions.remove(2)), &[("        (ask: \"What else?\"),\n", "")]);
    let question = Question { ask: "New?".to_owned(), ..Question::default() };
    taught(
        |preset| preset.questions.insert(1, question.clone()),
        &[("// ten minutes\n", "// ten minutes\n        (ask: \"New?\"),\n")],
    );
    taught(
        |preset| preset.questions.push(question.clone()),
        &[("(ask: \"What else?\"),\n", "(ask: \"What else?\"),\n        (ask: \"New?\"),\n")],
    );
    taught(|preset| preset.stops[0].at = StopAt::Time(30.0), &[("at_min: 2e1", "at_min: 30")]);
    taught(|preset| preset.stops[1].at = StopAt::Time(40.0), &[("at: aim, notes", "at_min: 40, notes")]);
    taught(|preset| preset.stops[1].notes.clear(), &[(", notes: \"Ask.\"", "")]);
    taught(
        |preset| preset.protocol.changes[0].values.swap(0, 1),
        &[(
            "/* slower */ inlet_flow_ml_min: 40, collect_flow_ml_min: 3",
            "collect_flow_ml_min: 3, inlet_flow_ml_min: 40, /* slower */",
        )],
    );
    let mut preset = read(TAUGHT).expect("sound");
    preset.questions.clear();
    let text = write(&preset);
    let left = "questions: [\n        // the easy one first\n        // the last is for home\n    ],";
    assert!(text.contains(left), "{text}");
    assert_eq!(read(&text).as_ref(), Ok(&preset));
    preset.aim = None;
    assert!(!write(&preset).contains("aim: ("));
}

#[test]
fn an_old_name_stays_as_it_was_written() {
    let text = NOTED.replace("blood_volume_ml: Some(5000)", "ionised_calcium_mmol_l: 1.2");
    let mut preset = read(&text).expect("sound");
    SettingId::IonizedCalcium.set(&mut preset.protocol.settings, &Value::Number(1.1));
    assert_eq!(write(&preset), text.replace("1.2", "1.1"));
}

/// Every comment of a text, in its order.
fn comments(text: &str) -> Vec<&str> {
    ["/*", "//"]
        .iter()
        .flat_map(|mark| text.match_indices(mark))
        .map(|(at, _)| text[at..].lines().next().unwrap_or(""))
        .collect()
}

proptest! {
    #![proptest_config(trials())]

    #[test]
    fn what_is_saved_is_read_again_whatever_was_changed(
        which in 0..=BUNDLED.len(),
        shares in anything(),
        touched in proptest::collection::vec(proptest::bool::weighted(0.2), SettingId::all().count()),
        changes in changes(),
        keeps in 0_usize..4,
        windows in proptest::bool::ANY,
    ) {
        let text = BUNDLED.get(which).map_or(NOTED, |bundled| bundled.text);
        let text = if windows { text.replace('\n', "\r\n") } else { text.to_owned() };
        let mut preset = read(&text).expect("sound");
        let other = settings_at(&shares);
        for (setting, touched) in SettingId::all().zip(&touched) {
            let value = setting.get(&other);
            let is_allowed = match value {
                Value::Number(value) => setting.row().number().is_some_and(|number| number.contains(value)),
                _ => true,
            };
            if *touched && is_allowed {
                setting.set(&mut preset.protocol.settings, &value);
            }
        }
        preset.protocol.changes.truncate(keeps);
        let latest = |change: Change| Change { at_min: change.at_min.min(600.0), ..change };
        preset.protocol.changes.extend(changes.into_iter().map(latest));
        prop_assume!(preset.protocol.check().is_ok());
        let saved = write(&preset);
        let again = read(&saved);
        prop_assert_eq!(again.as_ref(), Ok(&preset), "{}", saved);
        // It was edited, and not written anew.
        let anew = write(&Preset { source: Source::default(), ..preset.clone() });
        prop_assert!(saved != anew);
        for comment in comments(&text).into_iter().filter(|comment| !comment.contains("slower")) {
            prop_assert!(saved.contains(comment), "{} is lost in {}", comment, saved);
        }
        prop_assert_eq!(write(&again.expect("read")), saved);
    }
}
