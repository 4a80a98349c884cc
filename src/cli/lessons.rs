//! `lessons`, and `check` of a lesson: which come with the program, what stands in one, and whether its run bears it out.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::Failure;
use super::case::Unusable;
use super::output::{print, put};
use crate::lesson::{self, BUNDLED, BestOf, BundledLesson, Lesson, Proof, Reach, StepKind, TryStep};
use crate::preset::{FileProblem, MAX_BYTES, Preset, Problem};
use crate::report::lesson_page::PAGE;
use crate::text::Text;

/// The bundled lessons, a line each, in the order in which they are best taken.
pub fn list(text: &Text) -> Result<(), Failure> {
    let mut lines = String::new();
    let widest = BUNDLED.iter().map(|bundled| bundled.name.len()).max().unwrap_or_default();
    for bundled in BUNDLED {
        let Some(lesson) = bundled.lesson() else { continue };
        let words = [("title", lesson.title.clone()), ("minutes", lesson.minutes.to_string())];
        let _ = writeln!(lines, "{:<widest$}  {}", bundled.name, text.with("lesson-in-list", &words));
    }
    Ok(print(lines, text)?)
}

/// A bundled lesson as the text of a file, with all its comments.
pub fn show(name: &str, text: &Text) -> Result<(), Failure> {
    let found = BundledLesson::by_name(name);
    let found = found.ok_or_else(|| text.with("problem-no-lesson", &[("name", name.to_owned())]))?;
    Ok(put(found.text, text)?)
}

/// How a lesson is written.
pub fn format(text: &Text) -> Result<(), Failure> {
    Ok(put(PAGE, text)?)
}

/// The text of a lesson: that of a file, of standard input, or of a bundled one; `None` where it is none, with what was read of
/// standard input.
pub fn text_of(name: &Path) -> Result<String, Option<Vec<u8>>> {
    let is_input = name == Path::new("-");
    let mut bytes = Vec::new();
    let most = MAX_BYTES as u64 + 1;
    let read = if is_input {
        io::stdin().lock().take(most).read_to_end(&mut bytes)
    } else {
        File::open(name).and_then(|file| file.take(most).read_to_end(&mut bytes))
    };
    if read.is_err() {
        let bundled = name.to_str().and_then(BundledLesson::by_name);
        return bundled.map(|bundled| bundled.text.to_owned()).ok_or(None);
    }
    match String::from_utf8(bytes) {
        Ok(text) if lesson::is_lesson(&text) => Ok(text),
        Ok(text) => Err(is_input.then(|| text.into_bytes())),
        Err(error) => Err(is_input.then(|| error.into_bytes())),
    }
}

/// What was proved of a lesson, in some lines; or every mistake in it.
pub fn check(name: &Path, words: &str, text: &Text) -> Result<String, Unusable> {
    let found = lesson::read(words).and_then(|lesson| lesson::prove(&lesson).map(|proof| (lesson, proof)));
    let refused = |problems| Unusable::file(name, FileProblem::Preset(problems), text);
    let (lesson, proof) = found.map_err(refused)?;
    let remarks = remarks(&lesson);
    if remarks.is_empty() { Ok(proved(name, &lesson, &proof, text)) } else { Err(refused(remarks)) }
}

/// What is amiss in the cases within a lesson, each once: steps that change a case leave its words as they are.
fn remarks(lesson: &Lesson) -> Vec<Problem> {
    let mut remarks: Vec<Problem> = Vec::new();
    for remark in lesson.cases.iter().flat_map(Preset::remarks) {
        let remark = Problem { field: format!("preset.{}", remark.field), position: None, ..remark };
        if !remarks.contains(&remark) {
            remarks.push(remark);
        }
    }
    remarks
}

fn proved(name: &Path, lesson: &Lesson, proof: &Proof, text: &Text) -> String {
    let words = [
        ("file", name.display().to_string()),
        ("steps", lesson.steps.len().to_string()),
        ("proved", proof.proved.to_string()),
        ("word", proof.by_word.to_string()),
    ];
    let mut lines = format!("{}\n", text.with("check-lesson-ok", &words));
    for (place, reach) in &proof.challenges {
        let step = &lesson.steps[*place];
        if let StepKind::Try(challenge) = &step.kind {
            let _ = writeln!(lines, "  {}", best(&step.id, challenge, reach, text));
        }
    }
    lines
}

/// The best that a challenge can reach, and where.
fn best(id: &str, challenge: &TryStep, reach: &Reach, text: &Text) -> String {
    let paths: Vec<_> = reach.best.settings.iter().map(|(setting, value)| (setting.row().path, *value)).collect();
    let mut words = vec![("id", id.to_owned()), ("settings", text.settings_of_challenge(&paths))];
    match (&challenge.best, reach.best.measure) {
        (Some(best), Some(measure)) => {
            let of = match &best.of {
                BestOf::Setting(setting) => setting.row().path.to_owned(),
                BestOf::Result(result) => result.written(),
            };
            words.extend([("of", of), ("value", crate::text::number_in_file(measure))]);
            text.with("check-lesson-best", &words)
        }
        _ => text.with("check-lesson-reached", &words),
    }
}
