//! Every way in: what is read from outside, each with what must hold of any bytes. Shared with the fuzz targets of `tests/fuzz/`.

use std::path::Path;

use buffycoat::lesson;
use buffycoat::preset::{self, Preset, Problem};
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
