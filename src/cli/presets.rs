//! `check` and `presets`: which cases are sound, and which come with the program.

use std::fmt::Write as _;
use std::path::PathBuf;

use super::Failure;
use super::case::Case;
use super::output::print;
use crate::preset::{self, BUNDLED};
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
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
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
