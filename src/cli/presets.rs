//! `check` and `presets`: which cases are sound, which come with the program, and what stands in one.

use std::fmt::Write as _;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::Failure;
use super::case::{Case, Unusable};
use super::lessons;
use super::output::{print, put};
use crate::preset::{self, BUNDLED, Bundled, FileProblem};
use crate::report::{lesson_page, preset_page};
use crate::text::Text;

/// Says of every preset whether it is sound and fits its places, and of every lesson whether its runs bear it out: all of them are looked
/// at. Where a field is wrong, the sections of the pages are named that tell of it.
pub fn check(presets: &[PathBuf], text: &Text) -> Result<(), Failure> {
    let mut wrong = Vec::new();
    let (mut of_cases, mut of_lessons) = (Vec::new(), Vec::new());
    for name in presets {
        let checked = match lessons::text_of(name) {
            Ok(words) => lessons::check(name, &words, text).inspect_err(|unusable| {
                of_lessons.extend(unusable.problems.iter().filter_map(lesson_page::section_of));
            }),
            Err(input) => {
                // A long table has its case behind what was read.
                let whole = |bytes: Vec<u8>| Case::input(io::Cursor::new(bytes).chain(io::stdin().lock()), text);
                let case = input.map_or_else(|| Case::open(name, text), whole);
                case.and_then(|case| without_remarks(&case, text)).inspect_err(|unusable| {
                    of_cases.extend(unusable.problems.iter().filter_map(preset_page::section_of));
                })
            }
        };
        match checked {
            Ok(sentence) => print(sentence, text)?,
            Err(unusable) => wrong.push(unusable.sentence),
        }
    }
    if wrong.is_empty() {
        return Ok(());
    }
    for (id, sections) in [("check-see-format", of_cases), ("check-see-lesson-format", of_lessons)] {
        let mut named = Vec::new();
        for section in sections.into_iter().map(|section| format!("\"{section}\"")) {
            if !named.contains(&section) {
                named.push(section);
            }
        }
        if !named.is_empty() {
            wrong.push(text.with(id, &[("sections", named.join(", "))]));
        }
    }
    Err(wrong.join("\n").into())
}

/// That a case is sound and nothing is amiss in it.
fn without_remarks(case: &Case, text: &Text) -> Result<String, Unusable> {
    let mut remarks = case.preset.remarks();
    if case.save_to.is_none() && case.name.is_file() {
        // Places in the case that a picture or a table carries are none of its file.
        for remark in &mut remarks {
            remark.position = None;
        }
    }
    if !remarks.is_empty() {
        return Err(Unusable::file(&case.name, FileProblem::Preset(remarks), text));
    }
    Ok(text.with("check-ok", &[("file", case.name.display().to_string())]) + "\n")
}

/// The bundled cases, a line each.
pub fn list(text: &Text) -> Result<(), Failure> {
    let mut lines = String::new();
    let widest = BUNDLED.iter().map(|bundled| bundled.name.len()).max().unwrap_or_default();
    for bundled in BUNDLED {
        let case = preset::read(bundled.text).map_err(|problem| text.problem(&problem))?;
        let _ = writeln!(lines, "{:<widest$}  {}", bundled.name, case.title);
    }
    Ok(print(lines, text)?)
}

/// A case as the text of a file; a bundled one with all its comments.
pub fn show(name: &Path, text: &Text) -> Result<(), Failure> {
    let bundled = name.to_str().and_then(Bundled::by_name).filter(|_| !name.is_file());
    let words = match bundled {
        Some(bundled) => bundled.text.to_owned(),
        None => preset::write(&Case::open(name, text)?.preset),
    };
    Ok(put(words, text)?)
}
