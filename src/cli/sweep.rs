//! `sweep`: many runs of one case as a table.

use super::Failure;
use super::arguments::SweepArguments;
use super::case::Case;
use super::output::{keep_apart, write};
use crate::report;
use crate::study::sweep::{VaryProblem, sweep};
use crate::text::Text;

pub fn run(arguments: &SweepArguments, text: &Text) -> Result<(), Failure> {
    let wrong = |problem| Failure::Call(format!("--vary {}", text.vary_problem(&problem)));
    let is_fixed = |setting| arguments.case.changes.iter().any(|(fixed, _)| *fixed == setting);
    if let Some(twice) = arguments.vary.iter().find(|vary| is_fixed(vary.setting)) {
        return Err(wrong(VaryProblem::repeated(twice.setting)));
    }
    let case = Case::changed(&arguments.case, text)?;
    keep_apart(&case.name, &arguments.csv, text)?;
    let points = sweep(&case.preset.protocol, &arguments.vary).map_err(wrong)?;
    let decimal = arguments.decimal.into();
    let table = |to: &mut dyn std::io::Write| {
        Ok(report::sweep::write(&arguments.vary, &points, &case.preset, decimal, text, to)?)
    };
    Ok(write(&arguments.csv, text, table)?)
}
