//! `export`: plots, scene, table, outcome and equations as files.

use super::Failure;
use super::arguments::ExportArguments;
use super::case::Case;
use super::output::{keep_apart, put, write};
use crate::report;
use crate::sim::Run;
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
        return out(&format!("{outcome:#}\n"), arguments, text);
    }
    if arguments.sbml {
        return out(&report::sbml::write(&run, &case.preset, text), arguments, text);
    }
    picture(&case, &run, arguments, text)
}

/// Writes words to the file that the call names, or prints them.
fn out(words: &str, arguments: &ExportArguments, text: &Text) -> Result<(), Failure> {
    match &arguments.out {
        Some(path) => Ok(write(path, text, |to| to.write_all(words.as_bytes()))?),
        None => Ok(put(words, text)?),
    }
}

/// Draws what a picture shows.
#[cfg(feature = "window")]
fn picture(case: &Case, run: &Run, arguments: &ExportArguments, text: &Text) -> Result<(), Failure> {
    use super::arguments::Ground as Behind;
    use super::picture::moment;
    use super::progress::Progress;
    use crate::app::platform::export::{Export, Format, Ground, Subject};

    let Some(out) = &arguments.out else { return Err(Failure::Call(text.get("problem-picture-ending"))) };
    let subject = match (arguments.scene, arguments.looped) {
        (true, true) => Subject::Loop(moment(arguments.at, run, text)?),
        (true, false) => Subject::Scene(moment(arguments.at, run, text)?),
        (false, _) => Subject::Plots(arguments.plot.clone()),
    };
    let format = format_of(out).ok_or_else(|| Failure::Call(text.get("problem-picture-ending")))?;
    if arguments.looped && format != Format::Png {
        return Err(Failure::Call(text.get("problem-loop-ending")));
    }
    let ground = match arguments.ground {
        Behind::Light => Ground::Light,
        Behind::Transparent => Ground::Transparent,
    };
    let size = arguments.size.unwrap_or_else(|| subject.usual_size());
    let export = Export { subject, format, size, ground };
    let progress = Progress::of(export.steps(run));
    Ok(write(out, text, |to| export.write(run, &case.preset, text, &|| progress.step(), to))?)
}

/// Without the window nothing is drawn.
#[cfg(not(feature = "window"))]
fn picture(_: &Case, _: &Run, _: &ExportArguments, text: &Text) -> Result<(), Failure> {
    Err(Failure::Call(text.get("no-picture-built")))
}

/// What the ending of a file says.
#[cfg(feature = "window")]
fn format_of(path: &std::path::Path) -> Option<crate::app::platform::export::Format> {
    use crate::app::platform::export::Format;

    let ending = path.extension()?.to_str()?.to_ascii_lowercase();
    match ending.as_str() {
        "svg" => Some(Format::Svg),
        "png" => Some(Format::Png),
        _ => None,
    }
}
