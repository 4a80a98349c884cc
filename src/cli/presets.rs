//! `check` and `presets`: which cases are sound, which come with the program, and what stands in one.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::Failure;
use super::case::Case;
use super::output::{print, put};
use crate::preset::{self, BUNDLED, Bundled};
use crate::text::Text;

/// Says of every preset whether it is sound: all of them are looked at.
pub fn check(presets: &[PathBuf], text: &Text) -> Result<(), Failure> {
    let mut wrong = Vec::new();
    for name in presets {
        match Case::open(name, text) {
            Ok(case) => {
                let sentence = text.with("check-ok", &[("file", case.name.display().to_string())]);
                print(format!("{sentence}\n"), text)?;
            }
            Err(sentence) => wrong.push(sentence),
        }
    }
    if wrong.is_empty() {
        return Ok(());
    }
    wrong.push(text.get("check-see-format"));
    Err(wrong.join("\n").into())
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
