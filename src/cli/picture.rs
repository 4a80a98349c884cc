//! `picture`: the window with a case at one moment, as a PNG.

use super::Failure;
use super::arguments::PictureArguments;
use super::case::Case;
use super::output::{keep_apart, write};
use crate::app::platform::headless::{RenderRequest, draw};
use crate::report;
use crate::sim::Run;
use crate::text::{Text, clock};

pub fn picture(arguments: &PictureArguments, text: &Text) -> Result<(), Failure> {
    let case = Case::changed(&arguments.case, text)?;
    if arguments.out.extension().is_some_and(|ending| !ending.eq_ignore_ascii_case("png")) {
        return Err(Failure::Call(text.get("problem-png-ending")));
    }
    keep_apart(&case.name, &arguments.out, text)?;
    let at_min = moment(arguments.at, &case.run(text)?, text)?;
    let (width, height) = arguments.size;
    let request = RenderRequest { width, height, theme: arguments.theme.into(), at_min };
    let pixels = draw(&case.preset, &request).map_err(|error| case.refused(&error, text))?;
    let disclaimer = text.get("disclaimer");
    Ok(write(&arguments.out, text, |to| Ok(report::png::write(&pixels, &case.preset, &disclaimer, to)?))?)
}

/// The moment that was asked for; the middle of the collection where none was.
pub fn moment(asked_min: Option<f64>, run: &Run, text: &Text) -> Result<f64, Failure> {
    match (asked_min, run.collection_min()) {
        (Some(at_min), _) if at_min > run.end_min => {
            let times = [("time", clock(at_min)), ("end", clock(run.end_min))];
            Err(Failure::Call(text.with("problem-moment-after-end", &times)))
        }
        (Some(at_min), _) => Ok(at_min),
        (None, Some((from_min, to_min))) => Ok((from_min + to_min) / 2.0),
        (None, None) => Ok(run.end_min / 2.0),
    }
}
