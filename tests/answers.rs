//! Promise: what a student answered is kept to the last point, and a short code is read right or not at all.

use buffycoat::lesson::{
    Answer, Answers, Code, CodeProblem, Given, Lesson, MOST_ANSWERS_BYTES, MOST_MARKED, Misfit, Outcome, Sure, Verdict,
    is_answers, read_answers,
};
use buffycoat::preset::ProblemKind;
use buffycoat::sim::cause::Cause;
use buffycoat::sim::{SettingId, Value};
use buffycoat::study::rng::Rng;

fn lesson() -> &'static Lesson {
    &crate::marks::LESSON
}

fn answer(to: &str, given: Option<Given>) -> Answer {
    Answer { to: to.to_owned(), given, first_vote: None, sure: None, hints: 0, seconds: 0 }
}

/// Answers of every kind.
fn answers() -> Answers {
    let mut answers = Answers::new(lesson());
    (answers.name, answers.seat) = ("Ana \"Ö\" \\ Wu".to_owned(), Some(12));
    (answers.started_unix_s, answers.ended_unix_s, answers.at) = (1_795_770_000, 1_795_770_840, 6);
    let curve = vec![(0.0, 152.0), (58.333_333_333, 131.066_66), (180.0, 99.999_99)];
    answers.put(Answer {
        sure: Some(Sure::Certain),
        hints: 1,
        seconds: 34,
        ..answer("platelets", Some(Given::Curve(curve)))
    });
    answers.put(answer("seen", Some(Given::Places(vec![0]))));
    answers.put(Answer { sure: Some(Sure::Guess), ..answer("where", None) });
    answers.put(answer("causes", Some(Given::Causes(vec![Cause::CollectedPlatelets, Cause::AnticoagulantFluid]))));
    let settings = vec![(SettingId::InletFlow, Value::Number(42.5)), (SettingId::Duration, Value::Number(90.0))];
    answers.put(answer("spare", Some(Given::Settings(settings))));
    answers.put(answer("explain", Some(Given::Words("Light cells\ngo into the bag, \"so to say\".".to_owned()))));
    answers
}

fn problem(text: &str) -> ProblemKind {
    read_answers(text).expect_err(text).remove(0).kind
}

#[test]
fn answers_come_back_as_they_were() {
    let answers = answers();
    assert_eq!(answers.fit(lesson()), Ok(()));
    let text = answers.write();
    assert!(is_answers(&text) && text.len() < 2000, "{text}");
    assert_eq!(read_answers(&text).as_ref(), Ok(&answers), "{text}");
    let Some(Given::Curve(points)) = &answers.of("platelets").expect("kept").given else { panic!("a curve") };
    assert_eq!(points[1..], [(58.33, 131.1), (180.0, 100.0)], "no more digits than can be drawn");

    let mut voted = Answers::new(lesson());
    let first_vote = Some(Given::Places(vec![1]));
    voted.put(Answer { first_vote, ..answer("vote", Some(Given::Places(vec![0, 2]))) });
    voted.put(answer("number", Some(Given::Number(-0.125))));
    assert_eq!(read_answers(&voted.write()), Ok(voted));
}

#[test]
fn an_answer_that_changes_changes_its_line_alone() {
    let (before, mut after) = (answers(), answers());
    after.put(Answer { hints: 2, ..after.answers.last().expect("some").clone() });
    let (before, after) = (before.write(), after.write());
    let differing = before.lines().zip(after.lines()).filter(|(a, b)| a != b).count();
    assert_eq!((differing, before.lines().count()), (1, after.lines().count()));
    after.lines().for_each(|line| assert!(!line.ends_with(' ')));
}

#[test]
fn answers_to_another_lesson_are_told_apart() {
    let mut other = answers();
    other.lesson = "Citrate".to_owned();
    assert_eq!(other.fit(lesson()), Err(Misfit::OtherLesson { title: "Citrate".to_owned() }));
    let mut changed = answers();
    changed.digest ^= 1;
    assert_eq!(changed.fit(lesson()), Err(Misfit::Changed));
    for wrong in [
        answer("nowhere", None),
        answer("where", Some(Given::Number(1.0))),
        answer("where", Some(Given::Places(vec![3]))),
        answer("spare", Some(Given::Settings(vec![(SettingId::Weight, Value::Number(90.0))]))),
    ] {
        let mut answers = answers();
        answers.put(wrong.clone());
        assert_eq!(answers.fit(lesson()), Err(Misfit::OtherStep { step: wrong.to }));
    }
}

#[test]
fn damaged_answers_are_explained() {
    let sound = answers().write();
    let with = |from: &str, to: &str| {
        assert!(sound.contains(from), "{from}");
        problem(&sound.replacen(from, to, 1))
    };
    assert_eq!(with("version: 1", "version: 9"), ProblemKind::NewerVersion { found: 9, newest: 1 });
    assert_eq!(with("(58.33,", "(0,"), ProblemKind::NotInOrder);
    assert_eq!(with("(58.33, 131.1)", "(58.33, inf)"), ProblemKind::NotFinite);
    assert_eq!(with("(58.33, 131.1)", "58.33"), ProblemKind::WrongCount { count: 2 });
    assert_eq!(with("places: [1]", "places: [0]"), ProblemKind::NotAPlace);
    assert_eq!(with("places: [1]", "places: [1, 1]"), ProblemKind::NotAPlace);
    assert_eq!(with("\"seen\"", "\"platelets\""), ProblemKind::RepeatedId);
    assert_eq!(with("places: [1]", "places: [1], number: 2"), ProblemKind::RepeatedField);
    assert_eq!(with("digest: \"", "digest: \"xyz"), ProblemKind::NotADigest);
    assert!(matches!(with("42.5", "4000"), ProblemKind::OutOfRange { .. }));
    assert!(matches!(with("collected_platelets", "collected_plates"), ProblemKind::NoSuchOption { .. }));
    assert!(matches!(with("hints: 1", "hint: 1"), ProblemKind::UnknownField { nearest: Some("hints") }));
    let many = format!("places: [{}]", "1,".repeat(201));
    assert_eq!(with("places: [1]", &many), ProblemKind::TooManyEntries { most: 200 });
    let long = format!("words: \"{}\"", "x".repeat(4001));
    assert_eq!(with("places: [1]", &long), ProblemKind::TooLongText { most: 4000 });
    let large = " ".repeat(MOST_ANSWERS_BYTES + 1);
    assert_eq!(problem(&large), ProblemKind::TooLarge { max_bytes: MOST_ANSWERS_BYTES });
    assert!(!is_answers(&large) && !is_answers("(steps: [])") && !is_answers("hello"));
    // Cut anywhere, it is explained or still sound.
    for end in (0..sound.len()).filter(|end| sound.is_char_boundary(*end)) {
        let _ = read_answers(&sound[..end]);
    }
}

/// A number below this, of a stream.
fn random_code(rng: &mut Rng) -> Code {
    let verdicts = [Verdict::Right, Verdict::Partly, Verdict::Wrong];
    let outcomes = (0..rng.below(MOST_MARKED + 1)).map(|_| {
        let verdict = verdicts.get(rng.below(4)).copied();
        verdict.map(|verdict| Outcome { verdict, is_certain: rng.below(2) == 0 })
    });
    let outcomes = outcomes.collect();
    let score = |rng: &mut Rng| rng.below(16) as u8;
    Code {
        lesson: rng.below(65536) as u16,
        seat: rng.below(1000) as u16,
        before: score(rng),
        after: score(rng),
        outcomes,
    }
}

#[test]
fn a_thousand_results_survive_being_read_aloud() {
    let mut rng = Rng::new(5, 0);
    for _ in 0..1000 {
        let code = random_code(&mut rng);
        let written = code.write().expect("short enough");
        let signs = written.replace('-', "");
        assert!(signs.len() <= 24 && written.split('-').all(|group| group.len() <= 4), "{written}");
        assert_eq!(Code::read(&written).as_ref(), Ok(&code), "{written}");
        let spoken = format!(" {} ", signs.to_lowercase().replace('0', "o").replace('1', "l"));
        assert_eq!(Code::read(&spoken).as_ref(), Ok(&code), "{spoken}");
        assert_eq!(Code::read(&written.replace('-', " ").replace('1', "I")).as_ref(), Ok(&code));
    }
}

#[test]
fn every_wrong_sign_and_every_two_that_are_swapped_are_noticed() {
    let mut rng = Rng::new(6, 0);
    for _ in 0..40 {
        let signs: Vec<char> =
            random_code(&mut rng).write().expect("short").chars().filter(|sign| *sign != '-').collect();
        let read = |signs: &[char]| Code::read(&signs.iter().collect::<String>());
        for place in 0..signs.len() {
            for other in "0123456789ABCDEFGHJKMNPQRSTVWXYZ".chars().filter(|other| *other != signs[place]) {
                let mut wrong = signs.clone();
                wrong[place] = other;
                assert_eq!(read(&wrong), Err(CodeProblem::Mistyped), "{place}: {other} in {signs:?}");
            }
            let mut short = signs.clone();
            short.remove(place);
            assert!(read(&short).is_err(), "{place} left out of {signs:?}");
            for with in place + 1..signs.len() {
                let mut swapped = signs.clone();
                swapped.swap(place, with);
                let is_noticed = read(&swapped).is_err();
                assert!(is_noticed || signs[place] == signs[with], "{place} and {with} swapped in {signs:?}");
            }
        }
    }
}

#[test]
fn what_is_no_code_is_refused() {
    for words in ["", "   ", "AB", "hello, world", "ABCU-1234", "(version: 1)", "0000 0000 0000 0000 0000 0000 0", "é"]
    {
        assert_eq!(Code::read(words), Err(CodeProblem::NotACode), "{words}");
    }
    assert_eq!(Code::read("AAAA BBBB CCCC"), Err(CodeProblem::Mistyped));
    // All zeros checks itself, but is of no form.
    assert_eq!(Code::read("000000000000"), Err(CodeProblem::NewerForm));
    let outcomes = vec![None; MOST_MARKED + 1];
    assert_eq!(Code { lesson: 0, seat: 0, before: 0, after: 0, outcomes }.write(), None);
}
