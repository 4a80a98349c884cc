//! Promise: a lesson is proved by its runs; what is wrong in one is told with line, column, field and what to do.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use buffycoat::lesson::fields::{KINDS, OF_LESSON, OF_STEP, of_kind};
use buffycoat::lesson::{Answers, BUNDLED, BundledLesson, Lesson, Proof, StepKind, prove, read, write};
use buffycoat::preset::{Problem, ProblemKind};
use buffycoat::report::lesson_page::{CLASS_PAGE, PAGE, fields};
use buffycoat::text::Text;

const BEGIN: &str = "<!-- fields: generated -->\n";
const END: &str = "<!-- /fields -->";

/// What is told of a lesson, a line for each mistake; empty where it is proved.
fn told(text: &str) -> Vec<String> {
    let words = Text::english();
    let problems = match read(text) {
        Ok(lesson) => prove(&lesson).err().unwrap_or_default(),
        Err(problems) => problems,
    };
    problems.iter().map(|problem: &Problem| words.problem(problem)).collect()
}

/// The third lesson as somebody translates it: other words, the same questions.
fn translated() -> String {
    let original = BundledLesson::by_name("who_pays").expect("bundled").text;
    original
        .replace(
            "lesson: \"Who pays for the white cells?\"",
            "lesson: \"Wer zahlt für die Leukozyten?\", translation_of: \"Who pays for the white cells?\"",
        )
        .replace("Fluid has thinned her blood", "Flüssigkeit hat ihr Blut verdünnt")
}

#[test]
fn answers_to_a_translation_are_answers_to_the_original() {
    let original = BundledLesson::by_name("who_pays").and_then(BundledLesson::lesson).expect("sound");
    let own = read(&translated()).expect("sound");
    assert!(prove(&own).is_ok());
    assert_ne!(own.title, original.title);
    assert_eq!(Answers::new(&own).fit(original), Ok(()));
    assert_eq!(Answers::new(original).fit(&own), Ok(()));
    assert_eq!(read(&write(&own)).expect("as it was written").translation_of, own.translation_of);
}

#[test]
fn a_translation_that_asks_something_else_is_told_where() {
    let other = translated().replacen("right: 2", "right: 1", 1);
    let said = told(&other);
    assert!(said.iter().any(|line| line.contains("step 1 of the original asks otherwise")), "{said:#?}");
}

/// A lesson of these steps on a small woman.
fn lesson_of(steps: &str) -> String {
    format!("(\n    version: 1, lesson: \"A\", preset: \"small_anemic_woman\",\n    steps: [\n{steps}\n    ],\n)\n")
}

#[test]
fn every_bundled_lesson_is_proved() {
    assert_eq!(BUNDLED.len(), 7);
    for bundled in BUNDLED {
        let said = told(bundled.text);
        assert!(said.is_empty(), "{}: {said:#?}", bundled.name);
        let lesson = bundled.lesson().expect("sound");
        let Proof { challenges, .. } = prove(lesson).expect("proved");
        assert_eq!(challenges.len(), 1, "{}", bundled.name);
    }
}

#[test]
fn every_bundled_lesson_has_what_a_lesson_should() {
    for bundled in BUNDLED {
        let Lesson { steps, goals, minutes, .. } = bundled.lesson().expect("sound");
        assert!(
            (10..=14).contains(&steps.len()) && (10..=15).contains(minutes) && goals.len() >= 2,
            "{}",
            bundled.name
        );
        for kind in ["Draw", "Contrast", "Try", "Say", "Vote"] {
            assert!(steps.iter().any(|step| step.kind.key() == kind), "{} has no {kind}", bundled.name);
        }
        let pairs = steps.iter().filter(|step| step.pair.as_ref().is_some_and(|pair| pair.is_after)).count();
        assert!(pairs >= 2, "{}", bundled.name);
        for step in steps {
            let is_short = step.kind.words().chars().count() <= 170;
            assert!(is_short, "{}, {}: {}", bundled.name, step.id, step.kind.words());
            if matches!(step.kind, StepKind::Try(_)) {
                assert_eq!(step.hints.len(), 3, "{}, {}", bundled.name, step.id);
            }
        }
    }
    // Every kind of step that asks is used somewhere.
    for kind in KINDS.iter().filter(|kind| **kind != "Watch") {
        let has = |lesson: &Lesson| lesson.steps.iter().any(|step| step.kind.key() == *kind);
        assert!(BUNDLED.iter().filter_map(BundledLesson::lesson).any(has), "{kind}");
    }
}

#[test]
fn what_the_run_refutes_is_told_with_its_place() {
    let try_of = |rest: &str| {
        format!("Try(task: \"B\", move: [procedure.inlet_flow_ml_min, procedure.duration_min],\n    {rest})")
    };
    let cases: [(String, &str); 14] = [
        (
            try_of("reach: [AtLeast(\"product.lymphocyte_e9\", 40)]"),
            "5:12: steps[0].reach: no setting among these reaches it; nearest: 4.5 instead of 40.0 for product.lymphocyte_e9",
        ),
        (
            try_of("reach: [AtLeast(\"product.lymphocyte_e9\", 1)]"),
            "4:1: steps[0]: the case meets this as it is given, so there is nothing to try.",
        ),
        (
            try_of("reach: [], without: [anemia]"),
            "5:12: steps[0].reach: no setting among these reaches it; nearest: anemia comes (with procedure.",
        ),
        (
            "Choose(question: \"B\", options: [\"C\", (say: \"D\", holds: AtMost(\"lowest.platelets_e9_per_l\", 60))], right: 2)".to_owned(),
            "4:56: steps[0].options[1].holds: this option is marked right, but in the run it is not so: the value is 78.37.",
        ),
        (
            "Choose(question: \"B\", options: [\"C\", (say: \"D\", holds: Comes(anemia))], right: 1)".to_owned(),
            "4:56: steps[0].options[1].holds: this option is marked wrong, but in the run it is so.",
        ),
        (
            "Number(question: \"B\", of: \"lowest.platelets_e9_per_\", within: 5)".to_owned(),
            "4:27: steps[0].of: no run has a result of this name.",
        ),
        (
            "Number(question: \"B\", of: \"platelet_e9_per_l @ 60\", within: 5)".to_owned(),
            "Did you mean \"platelets_e9_per_l\"?",
        ),
        (
            "Number(question: \"B\", of: \"efficiency.blast.ce1_percent\", within: 5)".to_owned(),
            "4:27: steps[0].of: the run gives this no value, or none at this moment.",
        ),
        (
            "Observe(question: \"B\", among: [leukostasis, low_neutrophils], right: FirstWarning)".to_owned(),
            "steps[0].among: none of these warnings comes in the run",
        ),
        (
            "Observe(question: \"B\", among: [hemoglobin_g_dl, hematocrit_percent], right: LargestFall)".to_owned(),
            "steps[0].among: hemoglobin_g_dl and hematocrit_percent are too close to be told apart: −10.33 and −10.33.",
        ),
        (
            "Causes(question: \"B\", of: platelets_e9_per_l, at_min: 180, pick: 2)".to_owned(),
            "steps[0].pick: anticoagulant fluid with 6 % would be right and the set and its prime with 4 % wrong",
        ),
        (
            "Draw(question: \"B\", quantity: interface_drift)".to_owned(),
            "steps[0].quantity: a curve of this quantity cannot be marked",
        ),
        (
            "Contrast(question: \"B\", with: [\"patient.age_years=62\"], quantity: platelets_e9_per_l, principle: \"C\")".to_owned(),
            "steps[0].with: this changes nothing that can be seen in the quantity compared.",
        ),
        (
            "Contrast(question: \"B\", with: [\"patient.weights_kg=80\"], quantity: platelets_e9_per_l, principle: \"C\")".to_owned(),
            "steps[0].with[0]: there is no such field. Did you mean \"patient.weight_kg\"?",
        ),
    ];
    let mut wrong = Vec::new();
    for (steps, expected) in cases {
        let said = told(&lesson_of(&steps));
        if !(said.len() == 1 && said[0].contains(expected)) {
            wrong.push(format!("{expected}\n{said:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_cannot_be_read_is_told_with_its_place() {
    let choose = "Choose(before: \"x\", question: \"B\", options: [\"C\", \"D\"], right: 1)";
    let cases = [
        (lesson_of(choose), "4:1: steps[0].before: a question \"before\" needs one \"after\" of the same name"),
        (
            lesson_of(choose).replace("small_anemic_woman", "small_anemic_women"),
            "2:38: preset: there is no bundled case of this name. \"buffycoat presets\" lists them; a whole case can stand here too. Did you mean \"small_anemic_woman\"?",
        ),
        (
            lesson_of("Draw(question: \"B\", quantity: platlets_e9_per_l)"),
            "4:31: steps[0].quantity: no run has a result of this name.",
        ),
        (lesson_of("Ask(question: \"B\")"), "4:1: steps[0]: this should be one of Read, Watch, Draw,"),
        (lesson_of("Say(questions: \"B\", compare_with: \"C\")"), "there is no such field. Did you mean \"question\"?"),
        ("(version: 2, lesson: \"A\", steps: [])".to_owned(), "version: this file has version 2;"),
        ("(lesson: \"A\", preset: \"healthy_donor\", steps: [])".to_owned(), "the file does not state its version."),
        (
            lesson_of("Choose(question: \"B\", options: [\"C\", \"D\"], right: 3)"),
            "steps[0].right: 3 is out of range; allowed: 1 to 2.",
        ),
    ];
    for (text, expected) in cases {
        let said = told(&text);
        assert!(said.iter().any(|line| line.contains(expected)), "{expected}\n{said:#?}");
        assert!(!said.iter().any(|line| line.contains("preset does")), "{said:#?}");
    }
}

#[test]
fn a_lesson_is_proved_soon() {
    let began = Instant::now();
    let lesson = BUNDLED[2].lesson().expect("sound");
    assert!(prove(lesson).is_ok());
    // A third of a second on an idle machine.
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
}

fn page() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/lesson.md")
}

#[test]
fn the_tables_of_the_page_are_those_of_the_reader() {
    let said = fs::read_to_string(page()).expect("the page");
    let (head, rest) = said.split_once(BEGIN).expect("the line where the tables begin");
    let (said, tail) = rest.split_once(END).expect("the line where the tables end");
    let found = fields(&Text::english());
    if std::env::var_os("BUFFYCOAT_WRITE_PAGE").is_some() {
        fs::write(page(), format!("{head}{BEGIN}{found}\n{END}{tail}")).expect("the page can be written");
        return;
    }
    assert_eq!(said.trim(), found.trim(), "if a field was meant to change, run this test with BUFFYCOAT_WRITE_PAGE=1");
}

#[test]
fn what_the_tables_call_required_is_required() {
    let missing = |text: &str, path: &str| -> Vec<String> {
        let problems = read(text).err().unwrap_or_default();
        let own = problems.into_iter().filter(|problem| problem.kind == ProblemKind::MissingField);
        own.filter_map(|problem| problem.field.strip_prefix(path).map(str::to_owned)).collect()
    };
    for kind in KINDS {
        // One after the other: a step is left at the first that it misses.
        let mut given = String::new();
        for field in of_kind(kind).iter().filter(|field| field.is_required) {
            let found = missing(&lesson_of(&format!("{kind}({given})")), "steps[0].");
            assert!(found.iter().any(|name| name == field.name), "{kind}: {} is not missed: {found:?}", field.name);
            let value = match (field.name, *kind) {
                ("quantity", _) | ("of", "Causes") => "platelets_e9_per_l",
                ("among", _) => "[platelets_e9_per_l, hemoglobin_g_dl]",
                ("right", "Observe") => "LargestFall",
                ("options" | "chain" | "with", _) => "[\"A\", \"B\"]",
                ("reach", _) => "[Comes(anemia)]",
                ("move", _) => "[procedure.duration_min]",
                ("at_min" | "pick" | "right" | "within", _) => "1",
                ("of", _) => "\"product.volume_ml\"",
                _ => "\"A\"",
            };
            let _ = write!(given, "{}: {value}, ", field.name);
        }
        assert!(read(&lesson_of(&format!("{kind}({given})"))).is_ok(), "{kind}({given})");
    }
    for field in OF_LESSON.iter().filter(|field| field.is_required && field.name != "version") {
        assert!(missing("(version: 1)", "").contains(&field.name.to_owned()), "{}", field.name);
    }
    assert!(OF_STEP.iter().all(|field| !field.is_required));
}

#[test]
fn the_example_of_the_page_is_a_lesson_and_its_claims_are_claims() {
    let examples: Vec<_> = PAGE.split("```\n").skip(1).step_by(2).collect();
    assert_eq!(told(examples[0]), Vec::<String>::new());
    for claim in examples[1].lines() {
        let step = format!("Choose(question: \"B\", options: [\"C\", (say: \"D\", holds: {claim})], right: 1)");
        assert!(read(&lesson_of(&step)).is_ok(), "{claim}");
    }
}

#[test]
fn the_plan_for_a_class_names_steps_of_its_lesson() {
    let lesson = BUNDLED.iter().find(|bundled| bundled.name == "who_pays").and_then(BundledLesson::lesson);
    let lesson = lesson.expect("sound");
    let rows = CLASS_PAGE.lines().filter(|line| line.starts_with("| ") && line.contains('–'));
    let steps: Vec<_> =
        rows.filter_map(|row| row.rsplit('|').nth(1)).flat_map(|cell| cell.split('`').skip(1).step_by(2)).collect();
    assert_eq!(steps.len(), 13);
    let places: Vec<_> = steps.iter().map(|id| lesson.place_of(id).unwrap_or_else(|| panic!("{id}"))).collect();
    assert!(steps.contains(&"spare") && places[0] == 0, "{steps:?}");
}
