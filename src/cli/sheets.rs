//! `report` and `sheet`: pages to print.

use super::Failure;
use super::arguments::SheetArguments;
use super::case::Case;
use super::output::{keep_apart, write};
use crate::report::sheet;
use crate::sim::explain::Explanations;
use crate::text::Text;

pub fn report(arguments: &SheetArguments, text: &Text) -> Result<(), Failure> {
    let case = Case::changed(&arguments.case, text)?;
    let run = case.run(text)?;
    put(arguments, &case, &sheet::report(&run, &Explanations::of(&run), &case.preset, text), text)
}

pub fn sheet(arguments: &SheetArguments, solution: bool, text: &Text) -> Result<(), Failure> {
    let case = Case::changed(&arguments.case, text)?;
    let of = if solution { sheet::solution } else { sheet::student };
    put(arguments, &case, &of(&case.run(text)?, &case.preset, text), text)
}

fn put(arguments: &SheetArguments, case: &Case, page: &str, text: &Text) -> Result<(), Failure> {
    keep_apart(&case.name, &arguments.out, text)?;
    Ok(write(&arguments.out, text, |to| to.write_all(page.as_bytes()))?)
}
