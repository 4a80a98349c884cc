//! Every way in: what is read from outside, each with what must hold of any bytes. Shared with the fuzz targets of `tests/fuzz/`.

use std::path::Path;
use std::sync::LazyLock;

use buffycoat::lesson::{
    self, BUNDLED, BundledLesson, Class, Code, Handed, HandedIn, Key, Lesson, read_answers, read_handed_in,
};
use buffycoat::preset::{self, Preset, Problem, Unsaved};
use buffycoat::sim::simulate;
use buffycoat::text::Text;

/// Sentences longer than this do not fit a window.
const LONGEST_SENTENCE: usize = 1000;

thread_local! {
    static TEXT: Text = Text::english();
}

/// A file, a picture or a sheet that is opened, or standard input.
pub fn file(bytes: &[u8]) {
    match preset::load_from(bytes) {
        Ok(preset) => sound(&preset),
        Err(problem) => explained(&TEXT.with(|text| text.file_problem(Path::new("case.ron"), &problem)), &problem),
    }
}

/// A share text that is pasted or named in a call.
pub fn share_text(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    // The window asks this of everything that is pasted.
    let _ = preset::is_share_text(&text);
    match preset::read_share_text(&text) {
        Ok(preset) => sound(&preset),
        Err(problem) => explained(&TEXT.with(|text| text.share_problem(&problem)), &problem),
    }
}

/// The lesson whose answers come in.
pub static LESSON: LazyLock<&Lesson> =
    LazyLock::new(|| BUNDLED.iter().find_map(BundledLesson::lesson).expect("a sound lesson"));
static KEY: LazyLock<Key> = LazyLock::new(|| Key::of(&LESSON).expect("runs"));

/// Answers and codes of students, marked and counted.
pub fn handed_in(bytes: &[u8]) {
    let handed_in = read_handed_in("answers.ron", &String::from_utf8_lossy(bytes));
    for HandedIn { label, what } in &handed_in {
        match what {
            Ok(Handed::Answers(answers)) => {
                let saved = answers.write();
                assert_eq!(read_answers(&saved).as_ref(), Ok(answers), "{saved}");
            }
            Ok(Handed::Code(code)) => assert_eq!(code.write().map(|own| Code::read(&own)), Some(Ok(code.clone()))),
            Err(why) => explained(&TEXT.with(|text| text.left_out(label, why)), why),
        }
    }
    let class = Class::of(&LESSON, &KEY, handed_in);
    for (label, why) in &class.left_out {
        explained(&TEXT.with(|text| text.left_out(label, why)), why);
    }
}

/// A lesson that is opened or checked.
pub fn lesson(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    // The window asks this of every file.
    let _ = lesson::is_lesson(&text);
    match lesson::read(&text) {
        Ok(lesson) => {
            assert!(!lesson.cases.is_empty() && lesson.steps.iter().all(|step| step.case < lesson.cases.len()));
            let _ = lesson.digest();
        }
        Err(problems) => told(&problems),
    }
}

/// A lesson that was read is proved or refuted.
pub fn proof(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(lesson) = lesson::read(&text)
        && let Err(problems) = lesson::prove(&lesson)
    {
        told(&problems);
    }
}

fn told(problems: &[Problem]) {
    assert!(!problems.is_empty());
    for problem in problems {
        explained(&TEXT.with(|text| text.problem(problem)), problem);
    }
}

/// A table of studies.
pub fn table_of_studies(bytes: &[u8]) {
    if let Err(problem) = buffycoat::study::validation::read_from(bytes) {
        let said = TEXT.with(|text| text.table_problem(Path::new("table.ron"), &problem));
        for line in said.lines() {
            explained(line, &problem);
        }
    }
}

/// What the window remembers.
#[cfg(feature = "window")]
pub fn settings_file(bytes: &[u8]) {
    if let Ok(remembered) = buffycoat::app::platform::Remembered::read(bytes) {
        let size = remembered.window.inner_size();
        assert!((1.0..=20_000.0).contains(&size.x) && (1.0..=20_000.0).contains(&size.y), "{size:?}");
    }
}

/// Work that a window left behind.
pub fn unsaved_work(bytes: &[u8]) {
    let Some(work) = Unsaved::read(&String::from_utf8_lossy(bytes)) else { return };
    for preset in [&work.saved, &work.preset] {
        sound(preset);
    }
    let again = Unsaved::read(&work.write().expect("what was text is text"));
    assert_eq!(again.as_ref(), Some(&work));
}

/// A line from the desk to the audience's window, or back.
#[cfg(feature = "window")]
pub fn stage_line(bytes: &[u8]) {
    use buffycoat::app::state::{Answer, Line, State, cue};

    thread_local! {
        static STAGE: std::cell::RefCell<State> = {
            let donor = preset::Bundled::by_name("healthy_donor").and_then(preset::Bundled::preset).expect("a case");
            std::cell::RefCell::new(State::new(donor.clone(), None).expect("runs"))
        };
    }
    let line = String::from_utf8_lossy(bytes);
    let _ = cue::read::<Answer>(&line);
    match cue::read(&line) {
        Ok(Line::Case(written) | Line::Twin(Some(written))) => file(written.as_bytes()),
        Ok(Line::Cue(cue)) => STAGE.with_borrow_mut(|stage| {
            TEXT.with(|text| stage.follow(*cue, text));
            let playhead_min = stage.playback.playhead_min;
            assert!((0.0..=stage.run().end_min).contains(&playhead_min), "{playhead_min}");
            // What it has become can be told to another one.
            let told = cue::written(&Line::Cue(Box::new(stage.cue(false))));
            assert!(cue::read::<Line>(&told).is_ok(), "{told}");
        }),
        Ok(Line::Twin(None) | Line::Screen(_) | Line::End) | Err(_) => {}
    }
}

/// What was read can be checked, saved, and read again as the same.
fn sound(preset: &Preset) {
    assert_eq!(preset.protocol.check(), Ok(()));
    let saved = preset::write(preset);
    assert_eq!(preset::read(&saved).as_ref(), Ok(preset), "{saved}");
}

/// A case that was read runs to its end.
pub fn run(bytes: &[u8]) {
    if let Ok(preset) = preset::load_from(bytes) {
        let run = simulate(&preset.protocol).expect("what was read has been checked");
        assert!(run.end_min.is_finite());
    }
}

/// A problem is a few lines that steer no terminal.
fn explained(said: &str, problem: &impl std::fmt::Debug) {
    let is_sentence =
        |line: &str| !line.is_empty() && line.len() < LONGEST_SENTENCE && !line.contains(char::is_control);
    assert!(said.lines().count() < 20 && said.lines().all(is_sentence), "{said}\n{problem:?}");
}
