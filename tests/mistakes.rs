//! Promise: a slip that a teacher makes in a file is answered by what to write instead, and all slips of a file at once.

use std::io::Read as _;

use buffycoat::preset::{self, BUNDLED, FileProblem, read, read_whole, write};
use buffycoat::sim::{SettingId, Value};
use buffycoat::text::Text;
use proptest::prelude::*;

use crate::conservation::trials;

const SOUND: &str = "// A sound case.
(
    version: 1,
    title: \"A case\",
    patient: (
        sex: Male, age_years: 35, weight_kg: 74, height_m: 1.78, diagnosis: HealthyDonor,
        hematocrit_percent: 28, platelets_e9_per_l: 420,
        white_cells_e9_per_l: (neutrophil: 120, blast: 12),
    ),
    machine: (collect_flow_ml_min: 4.0, prime: Saline),
    procedure: (
        inlet_flow_ml_min: 55
        , duration_min: 180,
    ),
)
";

/// What is said of a text, a line for each mistake.
fn said(text: &str) -> Vec<String> {
    read_whole(text).expect_err(text).iter().map(|problem| Text::english().problem(problem)).collect()
}

#[test]
fn slips_of_the_pen_are_answered_by_what_to_write() {
    assert!(read(SOUND).is_ok(), "{:?}", read(SOUND));
    for (passage, by, expected) in [
        (
            "weight_kg: 74",
            "weight_kg: 74 kg",
            "6:46: patient.weight_kg: write 74 alone, without \"kg\": the unit is in the name.",
        ),
        ("420", "420 x 10^9/l", "patient.platelets_e9_per_l: write 420 alone, without \"x 10^9/l\""),
        ("28", "28%", "7:29: patient.hematocrit_percent: write 28 without the percent sign"),
        ("28", "28 % // of the ward", "write 28 without the percent sign"),
        ("180", "2:41", "procedure.duration_min: write minutes: 161 for 2:41."),
        ("74", "\"74\"", "6:46: patient.weight_kg: write 74 without quotes."),
        ("74", "74,5", "6:49: patient: write 74.5 for 74,5: numbers have a decimal point"),
        ("Male", "\"Male\"", "patient.sex: write Male without quotes."),
        ("Male", "male", "patient.sex: this should be one of Female, Male. Did you mean \"Male\"?"),
        ("HealthyDonor", "Healthydonor", "Did you mean \"HealthyDonor\"?"),
        ("HealthyDonor", "HealthyDoner", "Did you mean \"HealthyDonor\"?"),
        (
            "title: \"A case\"",
            "title: A case",
            "title: \"A case\" is not one value. Write a single one, then a comma; a text stands in double quotes.",
        ),
        ("\"A case\"", "'A case'", "title: texts stand in double quotes"),
        ("title:", "title =", "title: write a colon after a name, not an equals sign."),
        ("title:", "\"title\":", "names stand without quotes: write title: and its value."),
        ("\"A case\"", "", "title: the value is missing."),
        ("HealthyDonor,\n", "HealthyDonor\n", "6:89: a comma is missing after this value."),
        ("weight_kg: 74, ", "", "patient.weight_kg: this is required and missing."),
        ("machine: (", "machine: (duration_min: 90, ", "machine.duration_min: this belongs in \"procedure\"."),
        ("sex: Male", "title: \"x\", sex: Male", "patient.title: this belongs outside, beside \"patient\"."),
        (
            "    machine: (",
            "    neutrophil: 3, machine: (",
            "neutrophil: this belongs in \"patient.white_cells_e9_per_l\".",
        ),
        ("// A sound case.", "/* A sound case.", "1:1: this comment does not end. Write */ where it should."),
        ("A case\"", "A case", "4:12: title: this text does not end."),
        ("    ),\n)\n", "    ),\n", "2:1: this bracket is not closed. Write ) where it should end."),
        ("blast: 12)", "blast: 12]", "8:58: this is ] where ) should close the bracket."),
        ("    ),\n)\n", "    ),\n))\n", "nothing may follow the bracket that closes the whole"),
        ("sex: Male", "sex: Male, 17", "patient: \"17\" has no name. Write name: value."),
        ("74", "1e308", "1e308 is out of range"),
        ("weight_kg", "we\u{1b}[31might_kg", "\u{fffd}"),
    ] {
        let text = SOUND.replacen(passage, by, 1);
        assert_ne!(text, SOUND, "{passage}");
        let said = said(&text);
        assert!(
            said.iter().any(|line| line.contains(expected)),
            "{by:?} is answered by {said:#?} and not by\n  {expected}"
        );
        assert!(said.iter().all(|line| !line.contains('\u{1b}') && line.len() < 400), "{said:?}");
    }
}

#[test]
fn one_slip_is_one_line() {
    for (passage, by) in [
        ("weight_kg: 74", "weight_kg: 74 kg"),
        ("weight_kg: 74", "weight_kgs: 74"),
        ("title: \"A case\"", "titles: \"A case\""),
        ("weight_kg: 74", "weight_kg = 74"),
        ("74", "74,5"),
        ("/ A sound case.", "* A sound case."),
        ("A case\"", "A case"),
        ("sex: Male, ", ""),
        ("patient: (", "patent: ("),
        ("    ),\n)\n", "    ),\n"),
        ("version: 1", "version: 2"),
    ] {
        let text = SOUND.replacen(passage, by, 1);
        assert_ne!(text, SOUND, "{passage}");
        assert_eq!(said(&text).len(), 1, "{by:?}: {:#?}", said(&text));
    }
}

#[test]
fn all_mistakes_of_a_file_are_told_at_once_in_their_order() {
    let text = SOUND
        .replace("74", "74 kg")
        .replace("Male", "Man")
        .replace("neutrophil", "neutrofil")
        .replace("collect_flow_ml_min: 4.0", "collect_flow_ml_min: 400")
        .replace("duration_min: 180", "duration: 180");
    let said = said(&text);
    for (line, expected) in said.iter().zip(["sex", "weight_kg", "neutrofil", "collect_flow_ml_min", "duration"]) {
        assert!(line.contains(expected), "{said:#?}");
    }
    assert_eq!(said.len(), 5, "{said:#?}");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("case.ron");
    std::fs::write(&path, &text).expect("written");
    let told = Text::english().file_problem(&path, &preset::load(&path).expect_err("broken"));
    assert_eq!(told.lines().count(), 5);
    assert!(told.lines().all(|line| line.contains("case.ron:")), "{told}");
    let many = SOUND.replace("    machine: (", &format!("    machine: ({}", "\n        nonsense: 1,".repeat(40)));
    std::fs::write(&path, many.replacen("nonsense", "other", 1)).expect("written");
    let told = Text::english().file_problem(&path, &preset::load(&path).expect_err("broken"));
    assert!(told.lines().count() <= 13 && told.ends_with("more."), "{told}");
}

#[test]
fn what_is_no_preset_is_told_by_what_it_is() {
    for (text, expected) in [
        ("", "the file is empty"),
        (" \n\n", "the file is empty"),
        ("// nothing but a note\n", "this is no preset"),
        ("{\n  \"version\": 1\n}", "this looks like JSON"),
        ("[1, 2]", "this looks like JSON"),
        ("time_min,platelets\n0,240\n1,239\n", "this looks like a table of values"),
        ("time_min;platelets\n0;240\n", "this looks like a table of values"),
        ("# of the ward\ntime_min,platelets\n0,240\n", "this looks like a table of values"),
        ("# A case\n\nFor the course.\n", "this looks like a page of text"),
        ("```ron\n(version: 1)\n```", "this looks like a page of text"),
        ("Dear colleague", "this is no preset"),
    ] {
        let said = said(text);
        assert!(said.len() == 1 && said[0].contains(expected), "{text:?} is answered by {said:?}");
    }
}

#[test]
fn texts_that_are_not_in_utf_8_are_told_by_what_they_are_in() {
    let utf_16 =
        |mark: &str| -> Vec<u8> { format!("{mark}{SOUND}").encode_utf16().flat_map(u16::to_le_bytes).collect() };
    for bytes in [utf_16("\u{feff}"), utf_16("")] {
        let problem = preset::load_from(&bytes[..]).expect_err("UTF-16");
        assert!(matches!(problem, FileProblem::Utf16), "{problem:?}");
    }
    let marked = format!("\u{feff}{SOUND}");
    assert_eq!(preset::load_from(marked.as_bytes()).expect("UTF-8 with its mark"), read(SOUND).expect("sound"));
}

#[test]
fn what_does_not_end_is_not_read_to_its_end() {
    let problem = preset::load_from(std::io::repeat(b' ')).expect_err("it has no end");
    let said = Text::english().file_problem("zero".as_ref(), &problem);
    assert!(said.contains("the file is larger than 1024 kB, so it is neither a case nor a lesson"), "{said}");
    assert!(preset::load_from(std::io::repeat(0).take(1 << 40)).is_err());
}

#[test]
fn a_picture_whose_text_would_fill_the_memory_is_refused() {
    let mut chunk = png::text_metadata::ITXtChunk::new(preset::PICTURE_CHUNK, " ".repeat(60 << 20));
    chunk.compressed = true;
    let mut info = png::Info::with_size(1, 1);
    info.utf8_text.push(chunk);
    let mut picture = Vec::new();
    let mut writer = png::Encoder::with_info(&mut picture, info).expect("a picture").write_header().expect("a head");
    writer.write_image_data(&[0]).expect("a pixel");
    drop(writer);
    assert!(picture.len() < 1 << 20, "{}", picture.len());
    let problem = preset::load_from(&picture[..]).expect_err("far too long");
    assert!(matches!(problem, FileProblem::PictureWithoutPreset), "{problem:?}");
}

#[test]
fn a_large_file_of_mistakes_is_answered_soon() {
    let start = std::time::Instant::now();
    let fields: String = (0..90_000).flat_map(|i| ["a".to_owned(), i.to_string(), ":1,".to_owned()]).collect();
    for text in [
        format!("(version: 1, {fields})"),
        format!("(version: 1, patient: ({fields}))"),
        format!("({})", "a b,".repeat(200_000)),
        "(".repeat(1_000_000),
        format!("({}", "'".repeat(1_000_000)),
        "/*".repeat(500_000),
        format!("(a: {})", "r#".repeat(400_000)),
        format!("({})", "a:".repeat(400_000)),
        format!("({})", "\"\"".repeat(500_000)),
        format!("(1{})", " a:1".repeat(200_000)),
        format!("({}: 1)", "a".repeat(1_000_000)),
        format!("({})", format!("{}: 1,", "a".repeat(10_000)).repeat(90)),
    ] {
        let problems = read_whole(&text).expect_err("broken");
        assert!((1..=100).contains(&problems.len()), "{}", problems.len());
    }
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}

/// A text with a passage taken out, doubled, or replaced by something that means something.
fn mangled(text: &str, (at, length, what): &(prop::sample::Index, usize, usize)) -> String {
    const PIECES: [&str; 24] = [
        "", "(", ")", "[", "]", ",", ":", "\"", "'", "//", "/*", "*/", "\n", "r#\"", "\\", "-", "1e999", "None",
        "Some(1)", "é", "\0", "#!", "%", "\r\n",
    ];
    let places: Vec<_> = text.char_indices().map(|(place, _)| place).chain([text.len()]).collect();
    let start = at.index(places.len());
    let end = (start + length).min(places.len() - 1);
    let passage = &text[places[start]..places[end]];
    let piece = PIECES.get(*what).map_or_else(|| passage.repeat(2), |piece| (*piece).to_owned());
    format!("{}{piece}{}", &text[..places[start]], &text[places[end]..])
}

proptest! {
    #![proptest_config(trials())]

    #[test]
    fn whatever_happens_to_a_file_it_is_read_or_explained_and_saved_as_it_is(
        which in 0..BUNDLED.len(),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), 0_usize..12, 0_usize..26), 0..6),
    ) {
        let text = changes.iter().fold(BUNDLED[which].text.to_owned(), |text, change| mangled(&text, change));
        match read_whole(&text) {
            Ok(mut preset) => {
                prop_assert_eq!(write(&preset), text.as_str());
                let value = if preset.protocol.settings.procedure.inlet_flow_ml_min == 33.5 { 34.0 } else { 33.5 };
                SettingId::InletFlow.set(&mut preset.protocol.settings, &Value::Number(value));
                let saved = write(&preset);
                let again = read(&saved);
                prop_assert_eq!(again.as_ref(), Ok(&preset));
                prop_assert!(saved.len() <= text.len() + 60, "it is edited, and not written anew");
            }
            Err(problems) => {
                prop_assert!(!problems.is_empty());
                for problem in problems {
                    prop_assert!(problem.position.is_some());
                    prop_assert!(!Text::english().problem(&problem).contains('\n'));
                }
            }
        }
    }
}
