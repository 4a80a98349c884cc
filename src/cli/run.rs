//! `run`: a case, and what happened in it.

use super::Failure;
use super::arguments::RunArguments;
use super::case::Case;
use super::output::{is_stdout, keep_apart, print, put, write};
use super::progress::Progress;
use crate::preset::VirtualPatients;
use crate::report::{self, rows::Layout};
use crate::sim::explain::Explanations;
use crate::study::{patients, rows, serial_procedures};
use crate::text::Text;

pub fn run(arguments: &RunArguments, text: &Text) -> Result<(), Failure> {
    let csv_on_stdout = arguments.csv.as_deref().is_some_and(is_stdout);
    if arguments.json && csv_on_stdout {
        return Err(Failure::Call(text.get("problem-two-outputs")));
    }
    let case = Case::changed(&arguments.case, text)?;
    let Case { preset, .. } = &case;
    if let Some(path) = &arguments.csv {
        keep_apart(&case.name, path, text)?;
    }
    if let Some(days) = arguments.days {
        return self::days(&case, usize::from(days), arguments, text);
    }
    if let Some(count) = arguments.patients {
        let seed = arguments.seed.unwrap_or(preset.virtual_patients.seed);
        return self::patients(&case, VirtualPatients { seed, count: count as usize }, arguments, text);
    }
    let run = case.run(text)?;
    if let Some(path) = &arguments.csv {
        let (disclaimer, decimal) = (text.get("disclaimer"), arguments.decimal.into());
        write(path, text, |to| Ok(report::csv::write(&run, preset, &disclaimer, decimal, to)?))?;
    }
    if arguments.json {
        put(format!("{:#}\n", report::json::value(&run, &Explanations::of(&run), preset, text)), text)?;
    } else if !csv_on_stdout {
        print(report::summary::text(&run, &Explanations::of(&run), preset, text), text)?;
    }
    Ok(())
}

/// The same procedure on following days: a table where one is asked for, and the counts in words.
fn days(case: &Case, days: usize, arguments: &RunArguments, text: &Text) -> Result<(), Failure> {
    let (preset, refused) = (&case.preset, |error| case.refused(&error, text));
    if let Some(path) = &arguments.csv {
        let rows = rows::days(&preset.protocol, days).map_err(refused)?;
        let layout = Layout { decimal: arguments.decimal.into(), preset, text };
        write(path, text, |to| Ok(report::rows::days(&rows, &layout, to)?))?;
        if is_stdout(path) {
            return Ok(());
        }
    }
    let runs = serial_procedures::serial_procedures(&preset.protocol, days).map_err(refused)?;
    Ok(print(report::summary::days(&runs, preset, text), text)?)
}

/// Virtual patients: a table where one is asked for, and how often each warning comes in words.
fn patients(case: &Case, drawn: VirtualPatients, arguments: &RunArguments, text: &Text) -> Result<(), Failure> {
    let (preset, refused) = (&case.preset, |error| case.refused(&error, text));
    if let Some(path) = &arguments.csv {
        let progress = Progress::of(drawn.count);
        let rows = rows::patients(&preset.protocol, drawn, &|| progress.step()).map_err(refused)?;
        drop(progress);
        let layout = Layout { decimal: arguments.decimal.into(), preset, text };
        write(path, text, |to| Ok(report::rows::patients(&rows, drawn, &layout, to)?))?;
        if is_stdout(path) {
            return Ok(());
        }
    }
    let progress = Progress::of(drawn.count);
    // Nobody calls it off; each is asked once.
    let summary = patients::patients(&preset.protocol, drawn.seed, drawn.count, &|| {
        progress.step();
        false
    });
    drop(progress);
    let words =
        summary.map_err(refused)?.map_or_else(String::new, |found| report::patients::text(&found, preset, text));
    Ok(print(words, text)?)
}
