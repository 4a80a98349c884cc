//! `validate`: the published studies, ours beside theirs.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Failure;
use super::output::{print, put};
use crate::report::validation as report;
use crate::study::validation::{self, Table, TableProblem};
use crate::text::Text;

pub fn validate(path: Option<&Path>, json: bool, text: &Text) -> Result<(), Failure> {
    let is_stdin = path == Some(Path::new("-"));
    let place = match path {
        None => PathBuf::from("validation.ron"),
        Some(_) if is_stdin => PathBuf::from(text.get("standard-input")),
        Some(path) => path.to_owned(),
    };
    let table = open(path, is_stdin).map_err(|problem| text.table_problem(&place, &problem))?;
    // What comes on standard input has no folder; its presets are looked for where the call was made.
    let folder = path.filter(|_| !is_stdin).and_then(Path::parent).unwrap_or(Path::new(""));
    let answers = validation::validate(&table, folder);
    if json {
        put(format!("{:#}\n", report::json(&table, &answers, text)), text)?;
    } else {
        print(report::text(&table, &answers, text), text)?;
    }
    let count = report::Count::of(&answers);
    if count.pinned_out > 0 || count.not_run > 0 { Err(Failure::Told) } else { Ok(()) }
}

fn open(path: Option<&Path>, is_stdin: bool) -> Result<Table, TableProblem> {
    match path {
        None => validation::read(validation::TABLE),
        Some(_) if is_stdin => validation::read_from(io::stdin().lock()),
        Some(path) => validation::read_from(File::open(path).map_err(|error| TableProblem::Io(Arc::new(error)))?),
    }
}
