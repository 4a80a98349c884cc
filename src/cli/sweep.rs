//! `sweep`: many runs of one case as a table.

use super::Failure;
use super::arguments::SweepArguments;
use super::case::Case;
use super::output::{keep_apart, write};
use super::progress::Progress;
use crate::report::{self, rows::Layout};
use crate::study::sweep::{VaryProblem, run_count, sweep};
use crate::text::Text;

pub fn run(arguments: &SweepArguments, text: &Text) -> Result<(), Failure> {
    let wrong = |problem| Failure::Call(format!("--vary {}", text.vary_problem(&problem)));
    let is_fixed = |setting| arguments.case.changes.iter().any(|(fixed, _)| *fixed == setting);
    if let Some(twice) = arguments.vary.iter().find(|vary| is_fixed(vary.setting)) {
        return Err(wrong(VaryProblem::repeated(twice.setting)));
    }
    let case = Case::changed(&arguments.case, text)?;
    keep_apart(&case.name, &arguments.csv, text)?;
    let progress = Progress::of(run_count(&arguments.vary).map_err(wrong)?);
    let points = sweep(&case.preset.protocol, &arguments.vary, &|| progress.step()).map_err(wrong)?;
    drop(progress);
    let layout = Layout { decimal: arguments.decimal.into(), preset: &case.preset, text };
    Ok(write(&arguments.csv, text, |to| Ok(report::rows::sweep(&arguments.vary, &points, &layout, to)?))?)
}
