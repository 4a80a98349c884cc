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
    use crate::app::platform::export::{Export, Ground, Subject};

    let Some(out) = &arguments.out else { return Err(Failure::Call(text.get("problem-picture-ending"))) };
    let subject = match (arguments.scene, arguments.looped) {
        (true, true) => Subject::Loop(moment(arguments.at, run, text)?),
        (true, false) => Subject::Scene(moment(arguments.at, run, text)?),
        (false, _) => Subject::Plots(plots(case, arguments, text)?),
    };
    let format = format_of(out, arguments, text)?;
    let ground = match arguments.ground {
        Behind::Light => Ground::Light,
        Behind::Transparent => Ground::Transparent,
    };
    let size = arguments.size.unwrap_or_else(|| subject.usual_size());
    let export = Export { subject, format, size, ground };
    let progress = Progress::of(export.steps(run));
    Ok(write(out, text, |to| export.write(run, &case.preset, text, &|| progress.step(), to))?)
}

/// The plots that the call asks for, with the cases beside.
#[cfg(feature = "window")]
fn plots(
    case: &Case,
    arguments: &ExportArguments,
    text: &Text,
) -> Result<crate::app::platform::export::Plots, Failure> {
    use super::arguments::Along;
    use crate::app::platform::export::{Pinned, Plots};
    use crate::picture::plot::Content;
    use crate::picture::plot::pinned::LETTERS;

    if arguments.beside.len() > LETTERS.len() {
        return Err(Failure::Call(text.get("problem-too-many-beside")));
    }
    let has_curve = arguments.plot.iter().any(|content| matches!(content, Content::Quantity(_)));
    if arguments.patients && !(has_curve && arguments.along == Along::Time) {
        return Err(Failure::Call(text.get("problem-patients-without-curve")));
    }
    let pinned = |(letter, name): (usize, &std::path::PathBuf)| {
        let preset = Case::open(name, text)?.preset;
        let name = text.short_case_title(&preset);
        Ok(Pinned { letter, name, protocol: preset.protocol, is_shaded: false })
    };
    let beside: Result<_, Failure> = arguments.beside.iter().enumerate().map(pinned).collect();
    Ok(Plots {
        contents: arguments.plot.clone(),
        axis: arguments.along.into(),
        beside: beside?,
        patients: arguments.patients.then_some(case.preset.virtual_patients),
    })
}

/// Without the window nothing is drawn.
#[cfg(not(feature = "window"))]
fn picture(_: &Case, _: &Run, _: &ExportArguments, text: &Text) -> Result<(), Failure> {
    Err(Failure::Call(text.get("no-picture-built")))
}

/// The kind of picture that the call asks for, by its option or by the ending of the file, which do not contradict each other.
#[cfg(feature = "window")]
fn format_of(
    out: &std::path::Path,
    arguments: &ExportArguments,
    text: &Text,
) -> Result<crate::app::platform::export::Format, Failure> {
    use super::arguments::PictureFormat;
    use super::output::is_stdout;
    use crate::app::platform::export::Format;

    let ending = out.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase);
    let of_ending = match ending.as_deref() {
        Some("svg") => Some(Format::Svg),
        Some("png") => Some(Format::Png),
        _ => None,
    };
    let asked = arguments.format.map(|format| match format {
        PictureFormat::Svg => Format::Svg,
        PictureFormat::Png => Format::Png,
    });
    let wrong = |id| Err(Failure::Call(text.get(id)));
    match (asked, of_ending) {
        (Some(asked), Some(ending)) if asked != ending => wrong("problem-format-ending"),
        (Some(Format::Svg), _) | (_, Some(Format::Svg)) if arguments.looped => wrong("problem-loop-ending"),
        (Some(format), _) | (None, Some(format)) => Ok(format),
        // What moves is of one kind only.
        (None, None) if arguments.looped && is_stdout(out) => Ok(Format::Png),
        (None, None) => wrong("problem-picture-ending"),
    }
}
