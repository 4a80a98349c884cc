//! `run`: a case, and what happened in it.

use super::Failure;
use super::arguments::RunArguments;
use super::case::Case;
use super::output::{is_stdout, keep_apart, print, write};
use crate::report;
use crate::sim::explain::Explanations;
use crate::study::{patients, serial_procedures};
use crate::text::Text;

pub fn run(arguments: &RunArguments, text: &Text) -> Result<(), Failure> {
    let csv_on_stdout = arguments.csv.as_deref().is_some_and(is_stdout);
    if arguments.json && csv_on_stdout {
        return Err(Failure::Call(text.get("problem-two-outputs")));
    }
    let case = Case::changed(&arguments.case, text)?;
    let Case { preset, .. } = &case;
    if let Some(days) = arguments.days {
        let runs = serial_procedures::serial_procedures(&preset.protocol, usize::from(days))
            .map_err(|error| case.refused(&error, text))?;
        return Ok(print(report::summary::days(&runs, preset, text), text)?);
    }
    if let Some(count) = arguments.patients {
        let seed = arguments.seed.unwrap_or(preset.virtual_patients.seed);
        let drawn = patients::patients(&preset.protocol, seed, count as usize, &|| false)
            .map_err(|error| case.refused(&error, text))?;
        // Nobody calls it off.
        let words = drawn.map_or_else(String::new, |summary| report::patients::text(&summary, preset, text));
        return Ok(print(words, text)?);
    }
    let run = case.run(text)?;
    if let Some(path) = &arguments.csv {
        keep_apart(&case.name, path, text)?;
        let (disclaimer, decimal) = (text.get("disclaimer"), arguments.decimal.into());
        write(path, text, |to| Ok(report::csv::write(&run, preset, &disclaimer, decimal, to)?))?;
    }
    if arguments.json {
        print(format!("{:#}\n", report::json::value(&run, &Explanations::of(&run), preset, text)), text)?;
    } else if !csv_on_stdout {
        print(report::summary::text(&run, &Explanations::of(&run), preset, text), text)?;
    }
    Ok(())
}
