//! `validate`: the published studies, ours beside theirs.

use std::path::Path;

use super::Failure;
use super::output::print;
use crate::preset::FileProblem;
use crate::report::validation as report;
use crate::study::validation;
use crate::text::Text;

pub fn validate(path: Option<&Path>, json: bool, text: &Text) -> Result<(), Failure> {
    let table = match path {
        None => validation::TABLE.to_owned(),
        Some(path) => {
            std::fs::read_to_string(path).map_err(|error| text.file_problem(path, &FileProblem::Io(error)))?
        }
    };
    let place = path.map_or_else(|| "validation.ron".to_owned(), |path| path.display().to_string());
    let table = validation::read(&table).map_err(|error| {
        let message = text.with("problem-table-syntax", &[("message", error.code.to_string())]);
        format!("{place}:{}:{}: {message}", error.span.start.line, error.span.start.col)
    })?;
    if table.version != 1 {
        let found = table.version.to_string();
        return Err(format!("{place}: {}", text.with("problem-table-version", &[("found", found)])).into());
    }
    let folder = path.and_then(Path::parent).unwrap_or(Path::new(""));
    let answers = validation::validate(&table, folder);
    let words = if json { format!("{:#}\n", report::json(&answers, text)) } else { report::text(&answers, text) };
    print(words, text)?;
    if report::Count::of(&answers).pinned_out > 0 { Err(Failure::Told) } else { Ok(()) }
}
