//! `export`: plots, scene, table and outcome as files.

use std::path::Path;

use super::Failure;
use super::arguments::{self, ExportArguments};
use super::case::Case;
use super::output::{keep_apart, put, write};
use super::picture::moment;
use super::progress::Progress;
use crate::app::platform::export::{Export, Format, Ground, Subject};
use crate::report;
use crate::sim::explain::Explanations;
use crate::text::Text;

pub fn export(arguments: &ExportArguments, text: &Text) -> Result<(), Failure> {
    let case = Case::changed(&arguments.case, text)?;
    let run = case.run(text)?;
    for file in arguments.out.iter().chain(&arguments.table) {
        keep_apart(&case.name, file, text)?;
    }
    if let Some(path) = &arguments.table {
        let (disclaimer, decimal) = (text.get("disclaimer"), arguments.decimal.into());
        return Ok(write(path, text, |to| Ok(report::csv::write(&run, &case.preset, &disclaimer, decimal, to)?))?);
    }
    if arguments.json {
        let outcome = report::json::value(&run, &Explanations::of(&run), &case.preset, text);
        let words = format!("{outcome:#}\n");
        return match &arguments.out {
            Some(path) => Ok(write(path, text, |to| to.write_all(words.as_bytes()))?),
            None => Ok(put(words, text)?),
        };
    }
    let Some(out) = &arguments.out else { return Err(Failure::Call(text.get("problem-picture-ending"))) };
    let subject = match (arguments.scene, arguments.looped) {
        (true, true) => Subject::Loop(moment(arguments.at, &run, text)?),
        (true, false) => Subject::Scene(moment(arguments.at, &run, text)?),
        (false, _) => Subject::Plots(arguments.plot.clone()),
    };
    let format = format_of(out).ok_or_else(|| Failure::Call(text.get("problem-picture-ending")))?;
    if arguments.looped && format != Format::Png {
        return Err(Failure::Call(text.get("problem-loop-ending")));
    }
    let ground = match arguments.ground {
        arguments::Ground::Light => Ground::Light,
        arguments::Ground::Transparent => Ground::Transparent,
    };
    let size = arguments.size.unwrap_or_else(|| subject.usual_size());
    let export = Export { subject, format, size, ground };
    let progress = Progress::of(export.steps(&run));
    Ok(write(out, text, |to| export.write(&run, &case.preset, text, &|| progress.step(), to))?)
}

/// What the ending of a file says.
fn format_of(path: &Path) -> Option<Format> {
    let ending = path.extension()?.to_str()?.to_ascii_lowercase();
    match ending.as_str() {
        "svg" => Some(Format::Svg),
        "png" => Some(Format::Png),
        _ => None,
    }
}
