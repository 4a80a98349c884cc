//! Promise: a class is counted right from what was handed in, whatever else lies in its folder.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use buffycoat::lesson::{
    Answer, Answers, AtSureness, Class, Code, CodeProblem, Given, Handed, HandedIn, Key, LeftOut, Lesson, Misfit,
    Outcome, Question, Sure, Verdict, read, read_folder, read_handed_in,
};
use buffycoat::sim::{SettingId, Value};
use buffycoat::study::rng::Rng;

/// Four questions before and after, a curve, a vote and a challenge.
static LESSON: LazyLock<Lesson> = LazyLock::new(|| read(&TEXT).unwrap_or_else(|problems| panic!("{problems:?}")));
static TEXT: LazyLock<String> = LazyLock::new(|| {
    let question = |id: &str, pair: &str| {
        format!("Choose(id: \"{id}\", {pair}, question: \"?\", options: [\"a\", \"b\", \"c\"], right: 1),")
    };
    let pairs =
        |when: &str| (0..4).map(|i| question(&format!("{when}{i}"), &format!("{when}: \"q{i}\""))).collect::<String>();
    format!(
        "(version: 1, lesson: \"Twice\", preset: \"small_anemic_woman\", steps: [{}
            Draw(id: \"line\", quantity: platelets_e9_per_l, question: \"?\"),
            Vote(id: \"vote\", question: \"?\", options: [\"a\", \"b\"], right: 2),
            Try(id: \"try\", task: \"!\", move: [procedure.duration_min], reach: [AtLeast(\"processed_ml\", 3000)], best: Smallest(procedure.duration_min)),
            {}])",
        pairs("before"),
        pairs("after"),
    )
});
static KEY: LazyLock<Key> = LazyLock::new(|| Key::of(&LESSON).expect("runs"));

fn answer(to: &str, given: Given) -> Answer {
    Answer { to: to.to_owned(), given: Some(given), first_vote: None, sure: None, hints: 0, seconds: 9 }
}

/// A student who was right in so many of the questions before and after.
fn student(name: &str, before: usize, after: usize) -> Answers {
    let mut answers = Answers { name: name.to_owned(), ended_unix_s: 100, ..Answers::new(&LESSON) };
    for (when, right) in [("before", before), ("after", after)] {
        for i in 0..4 {
            answers.put(answer(&format!("{when}{i}"), Given::Places(vec![usize::from(i >= right)])));
        }
    }
    answers
}

fn handed(label: &str, answers: Answers) -> HandedIn {
    HandedIn { label: label.to_owned(), what: Ok(Handed::Answers(answers)) }
}

fn class(handed_in: Vec<HandedIn>) -> Class {
    Class::of(&LESSON, &KEY, handed_in)
}

/// A number of a class, from the scores of each before and after.
type OfScores<'a> = dyn Fn(&[(f64, f64)]) -> f64 + 'a;

/// The middle 95 % of what `of` gives of resamples, by a generator of the test's own.
fn bootstrapped(scores: &[(f64, f64)], of: &OfScores<'_>) -> (f64, f64) {
    let mut state = 88_172_645_463_325_252_u64;
    let mut next = || {
        // Marsaglia's xorshift64.
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as usize
    };
    let mut found: Vec<f64> = (0..20_000)
        .map(|_| of(&(0..scores.len()).map(|_| scores[next() % scores.len()]).collect::<Vec<_>>()))
        .collect();
    found.sort_by(f64::total_cmp);
    (found[500], found[19_499])
}

#[test]
fn gain_and_effect_of_thirty_students_are_those_computed_by_hand() {
    let mut rng = Rng::new(30, 0);
    let mut scores = Vec::new();
    let mut handed_in = Vec::new();
    for number in 0..30 {
        // As likely right as each knows: 40 % before, 75 % after.
        let mut right = |percent: usize| (0..4).filter(|_| rng.below(100) < percent).count();
        let (before, after) = (right(40), right(75));
        scores.push((25.0 * before as f64, 25.0 * after as f64));
        handed_in.push(handed(&format!("{number}.ron"), student(&format!("Student {number}"), before, after)));
    }
    let gain = class(handed_in).gain.expect("a gain");
    let count = scores.len() as f64;
    let mean =
        |scores: &[(f64, f64)], of: fn(&(f64, f64)) -> f64| scores.iter().map(of).sum::<f64>() / scores.len() as f64;
    let (before, after) = (mean(&scores, |s| s.0), mean(&scores, |s| s.1));
    assert_eq!(gain.students, 30);
    assert!((gain.before_percent - before).abs() < 1e-9 && (gain.after_percent - after).abs() < 1e-9);
    let normalized =
        |scores: &[(f64, f64)]| (mean(scores, |s| s.1) - mean(scores, |s| s.0)) / (100.0 - mean(scores, |s| s.0));
    let effect = |scores: &[(f64, f64)]| {
        let change = mean(scores, |s| s.1 - s.0);
        let variance = scores.iter().map(|s| (s.1 - s.0 - change) * (s.1 - s.0 - change)).sum::<f64>()
            / (scores.len() as f64 - 1.0);
        change / variance.sqrt()
    };
    for (found, of) in [(gain.normalized, &normalized as &OfScores<'_>), (gain.effect, &effect)] {
        let found = found.expect("defined");
        assert!((found.value - of(&scores)).abs() < 1e-12, "{found:?}");
        let (low, high) = found.interval.expect("enough students");
        let (own_low, own_high) = bootstrapped(&scores, of);
        let width = own_high - own_low;
        assert!(
            (low - own_low).abs() < 0.06 * width && (high - own_high).abs() < 0.06 * width,
            "{found:?} {own_low} {own_high}"
        );
        assert!(low < found.value && found.value < high);
    }
    // The interval of the gain is also near that of the t distribution for the change, whose 97.5 % point is 2.045.
    let change = after - before;
    let half = 2.045 * change / effect(&scores) / count.sqrt();
    let (low, high) = gain.normalized.expect("defined").interval.expect("enough");
    let near = |found: f64, by_t: f64| (found - by_t / (100.0 - before)).abs() < 0.08;
    assert!(near(low, change - half) && near(high, change + half), "{low} {high} {change} {half}");
    assert!((0.52..0.54).contains(&gain.detectable.expect("enough")));
}

#[test]
fn questions_are_counted_before_and_after_and_the_most_missed_come_first() {
    let mut sure = student("Ana", 1, 3);
    sure.answers[2].sure = Some(Sure::Certain);
    sure.answers[0].sure = Some(Sure::Certain);
    let mut open = student("Bo", 2, 4);
    open.answers[0].given = None;
    let first_vote = Some(Given::Places(vec![0]));
    sure.put(Answer { first_vote, ..answer("vote", Given::Places(vec![1])) });
    let class = class(vec![handed("a", sure), handed("b", open), handed("c", student("Cy", 2, 4))]);
    let at = |id: &str| {
        let place = LESSON.place_of(id).expect("a step");
        class.questions.iter().find(|question| question.place == place).expect("counted")
    };
    assert_eq!((at("before0").right, at("before0").wrong, at("before0").open), (2, 1, 1));
    assert_eq!((at("before1").right, at("before1").wrong), (2, 1));
    assert_eq!((at("before2").right, at("before2").certain_and_wrong), (0, 1));
    assert_eq!(at("before1").chosen, [2, 1, 0]);
    assert_eq!(at("before1").again, LESSON.place_of("after1"));
    assert_eq!((&at("vote").chosen_first[..], &at("vote").chosen[..]), (&[1, 0][..], &[0, 1][..]));
    assert_eq!(class.most_missed()[0].place, LESSON.place_of("before2").expect("a step"));
    assert_eq!(class.certain_and_wrong().iter().map(|question| question.place).collect::<Vec<_>>(), [2]);
    let at = |sure, answered, right| AtSureness { sure, answered, right };
    assert_eq!(class.calibration(), [at(Sure::Certain, 2, 1)]);
    let needy: Vec<_> = class.who_needs_help().iter().map(|student| student.name.clone()).collect();
    assert!(needy.is_empty(), "{needy:?}");
}

#[test]
fn curves_and_challenges_of_all_lie_side_by_side() {
    let first = KEY.truths.iter().find_map(|truth| match truth {
        Some(buffycoat::lesson::Truth::Curve(truth)) => Some(truth.first().value),
        _ => None,
    });
    let first = first.expect("a curve");
    let mut handed_in = Vec::new();
    for (number, last) in [0.75, 1.0, 1.25].into_iter().enumerate() {
        let mut answers = student(&format!("S{number}"), 0, 0);
        answers.put(answer("line", Given::Curve(vec![(0.0, first), (250.0, last * first)])));
        let duration = Value::Number(30.0 + 60.0 * number as f64);
        answers.put(answer("try", Given::Settings(vec![(SettingId::Duration, duration)])));
        handed_in.push(handed(&number.to_string(), answers));
    }
    let mut class = class(handed_in);
    let line = LESSON.place_of("line").expect("a step");
    let verdicts: Vec<_> = class.curves(line).map(|(_, _, verdict)| verdict).collect();
    assert!(verdicts[0] != Verdict::Wrong && verdicts[1..] == [Verdict::Wrong; 2], "{verdicts:?}");
    let reached: Vec<_> =
        class.tries(LESSON.place_of("try").expect("a step")).map(|(_, tried)| tried.measured).collect();
    assert_eq!((reached[0], reached[2]), (None, Some(150.0)));
    assert_eq!(class.who_needs_help().len(), 3);
    class.anonymize();
    assert!(class.students.iter().all(|student| student.name.is_empty() && student.seat.is_none()));
}

#[test]
fn of_one_student_the_newer_counts_and_both_are_listed() {
    let old = Answers { ended_unix_s: 50, ..student("ana ", 0, 1) };
    let at_seat = |seat, name: &str| Answers { seat: Some(seat), ..student(name, 0, 4) };
    let code = Code {
        lesson: Code::lesson_of(&LESSON),
        seat: 7,
        before: 0,
        after: 0,
        outcomes: vec![Some(Outcome { verdict: Verdict::Right, is_certain: false }); 11],
    };
    let code = HandedIn { label: "code".to_owned(), what: Ok(Handed::Code(code)) };
    let handed_in = vec![
        handed("new.ron", student("Ana", 0, 2)),
        handed("old.ron", old),
        handed("seven.ron", at_seat(7, "Bo")),
        code,
        handed("also seven.ron", at_seat(7, "Cy")),
    ];
    let class = class(handed_in);
    let kept: Vec<_> = class.students.iter().map(|student| student.label.as_str()).collect();
    assert_eq!(kept, ["new.ron", "seven.ron", "also seven.ron"]);
    let older = class.left_out.iter().map(|(label, why)| match why {
        LeftOut::Older { newer } => (label.as_str(), newer.as_str()),
        other => panic!("{other:?}"),
    });
    assert_eq!(older.collect::<Vec<_>>(), [("old.ron", "new.ron"), ("code", "seven.ron")]);
}

#[test]
fn the_codes_of_a_class_tell_the_same_as_its_files() {
    let files = (1..=12_u16).map(|seat| {
        let mut answers = student("", usize::from(seat % 4), usize::from(2 + seat % 3));
        answers.seat = Some(seat);
        answers.answers[5].sure = Some(Sure::Certain);
        answers.put(answer("vote", Given::Places(vec![usize::from(seat % 2)])));
        handed(&seat.to_string(), answers)
    });
    let by_files = class(files.collect());
    let codes =
        by_files.students.iter().map(|student| student.code(&LESSON).and_then(|code| code.write()).expect("short"));
    let by_codes = class(read_handed_in("codes.txt", &codes.collect::<Vec<_>>().join("\n")));
    assert_eq!(by_codes.students.len(), 12);
    assert_eq!(by_codes.gain, by_files.gain);
    for (coded, filed) in by_codes.questions.iter().zip(&by_files.questions) {
        let counts =
            |question: &Question| (question.right, question.partly, question.wrong, question.certain_and_wrong);
        assert_eq!(counts(coded), counts(filed));
    }
    let scores =
        |class: &Class| class.students.iter().map(|student| (student.before, student.after)).collect::<Vec<_>>();
    assert_eq!(scores(&by_codes), scores(&by_files));
}

#[test]
fn codes_count_as_files_do() {
    let outcome = |is_right| {
        let verdict = if is_right { Verdict::Right } else { Verdict::Wrong };
        Some(Outcome { verdict, is_certain: !is_right })
    };
    let mut lines = String::new();
    for seat in 1..=6_u16 {
        // Right in the first two before, and in all after; the rest is the curve, the vote and the challenge.
        let outcomes = (0..11).map(|place| outcome(place != 2 && place != 3)).collect();
        let code = Code { lesson: Code::lesson_of(&LESSON), seat, before: 2, after: 4, outcomes };
        lines.extend([&*code.write().expect("short"), "\n\n"]);
    }
    let mut handed_in = read_handed_in("codes.txt", &lines);
    assert_eq!(handed_in.len(), 6);
    let wrong = read_handed_in("codes.txt", &format!("{}X\n{lines}", &lines[..14]));
    assert!(matches!(wrong[0].what, Err(LeftOut::Code(CodeProblem::Mistyped))), "{:?}", wrong[0]);
    let other = Code { lesson: 1, seat: 8, before: 0, after: 0, outcomes: vec![None; 11] }.write().expect("short");
    handed_in.extend(read_handed_in("other.txt", &other));
    let class = class(handed_in);
    assert_eq!((class.students.len(), class.left_out.len()), (6, 1));
    let gain = class.gain.expect("a gain");
    assert_eq!((gain.students, gain.before_percent, gain.after_percent), (6, 50.0, 100.0));
    assert_eq!(class.questions[2].certain_and_wrong, 6);
}

/// A class of so many in a folder, with its lesson, and a file that is damaged.
fn folder_of(count: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("lesson.ron"), &*TEXT).expect("written");
    fs::write(folder.path().join("broken.ron"), "(version: 1, answers_to: \"Twice\", digest:").expect("written");
    let mut rng = Rng::new(7, 0);
    for number in 0..count {
        let mut right = |percent: usize| (0..4).filter(|_| rng.below(100) < percent).count();
        let mut answers = student(&format!("=Student {number}"), right(40), right(75));
        let end = 60.0 + 80.0 * rng.normal().abs();
        let middle = 0.5 * (152.0 + end) + 8.0 * rng.normal();
        answers.put(answer("line", Given::Curve(vec![(0.0, 152.0), (90.0, middle), (250.0, end)])));
        let sure = [Sure::Guess, Sure::Fairly, Sure::Certain][rng.below(3)];
        answers.put(Answer { sure: Some(sure), ..answer("vote", Given::Places(vec![rng.below(2)])) });
        let duration = Value::Number(40.0 + 10.0 * rng.below(15) as f64);
        answers.put(answer("try", Given::Settings(vec![(SettingId::Duration, duration)])));
        fs::write(folder.path().join(format!("{number}.ron")), answers.write()).expect("written");
    }
    folder
}

/// What the command line says of a folder.
fn said(folder: &Path, arguments: &[&str]) -> (bool, String) {
    let program = env!("CARGO_BIN_EXE_buffycoat");
    let done = Command::new(program).arg("class").arg(folder).args(arguments).output().expect("it runs");
    let words = [done.stdout, done.stderr].concat();
    (done.status.success(), String::from_utf8(words).expect("text"))
}

#[test]
fn the_command_line_tells_a_class_and_writes_its_table_and_its_page() {
    let folder = folder_of(30);
    let (is_done, words) = said(folder.path(), &[]);
    assert!(is_done, "{words}");
    for expected in ["30 students in \"Twice\"", "Normalized gain", "95 % interval", "Most often missed", "broken.ron"]
    {
        assert!(words.contains(expected), "{expected} is not in\n{words}");
    }
    let (table, page) = (folder.path().join("class.csv"), folder.path().join("class.html"));
    let to = |path: &Path| path.to_str().expect("a name").to_owned();
    let (is_done, words) = said(folder.path(), &["--csv", &to(&table), "--report", &to(&page), "--anonymous"]);
    assert!(is_done && !words.contains("=Student") && !words.contains("broken.ron"), "{words}");
    let table = fs::read_to_string(table).expect("written");
    assert_eq!(table.lines().count(), 31);
    assert!(table.starts_with("student,seat,from,before,after,before0,before0.sure"), "{table}");
    let page = fs::read_to_string(page).expect("written");
    assert_eq!(
        page.matches("<polyline").count() - page.matches("stroke-width=\"0.5\"").count(),
        32,
        "thirty, and the run twice"
    );
    for joined in [".:", "?:", ".,", "..", "?."] {
        assert!(!page.contains(joined) && !words.contains(joined), "two ends of a sentence: {joined}");
    }
    for hidden in ["=Student", "broken.ron", "href=", "src="] {
        assert!(!page.contains(hidden), "{hidden}");
    }
    let (_, table) = said(folder.path(), &["--csv", "-"]);
    assert!(table.contains("\n'=Student 1,"), "no spreadsheet takes a name for a formula: {table}");

    let empty = tempfile::tempdir().expect("a folder");
    let (is_done, words) = said(empty.path(), &[]);
    assert!(!is_done && words.contains("there are no answers in it"), "{words}");
    let (is_done, words) = said(&empty.path().join("none"), &[]);
    assert!(!is_done && words.contains("none"), "{words}");
    fs::remove_file(folder.path().join("lesson.ron")).expect("there");
    let (is_done, words) = said(folder.path(), &[]);
    assert!(!is_done && words.contains("--lesson"), "{words}");
}

#[test]
fn three_hundred_students_are_told_at_once() {
    let folder = folder_of(300);
    let since = Instant::now();
    let (is_done, words) = said(folder.path(), &[]);
    let took = since.elapsed();
    assert!(is_done && words.contains("300 students"), "{words}");
    eprintln!("300 students: {took:?}");
    // Half a second where the machine is not busy and the program optimized.
    assert!(took < Duration::from_secs(6), "{took:?}");
}

#[test]
fn what_else_lies_in_the_folder_is_named_and_left_out() {
    let folder = tempfile::tempdir().expect("a folder");
    let put = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).expect("written");
    let sound = student("Ana", 1, 2).write();
    put("a.ron", sound.as_bytes());
    put("damaged.ron", &sound.as_bytes()[..sound.len() / 2]);
    put("future.ron", sound.replace("version: 1", "version: 7").as_bytes());
    put("foreign.ron", b"(title: \"a case\")");
    put("other.ron", sound.replace("Twice", "Once").as_bytes());
    put("binary.txt", &[0, 159, 146, 150]);
    put("empty.txt", b"");
    put("photo.png", b"\x89PNG");
    fs::create_dir(folder.path().join("folder.ron")).expect("made");
    let found = read_folder(folder.path()).expect("a folder");
    assert!(found.lessons.is_empty());
    let class = class(found.handed_in);
    assert_eq!(class.students.len(), 1);
    let left_out: Vec<_> = class.left_out.iter().map(|(label, _)| label.as_str()).collect();
    assert_eq!(left_out, ["binary.txt", "damaged.ron", "empty.txt", "foreign.ron", "future.ron", "other.ron"]);
    let why = |name: &str| &class.left_out.iter().find(|(label, _)| label == name).expect("listed").1;
    assert!(matches!(why("foreign.ron"), LeftOut::Foreign));
    assert!(matches!(why("other.ron"), LeftOut::Misfit(Misfit::OtherLesson { title }) if title == "Once"));
    assert!(read_folder(&folder.path().join("none")).is_err());
}
