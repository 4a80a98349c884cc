//! Opening the window, and what is done where there is none.

use std::io::{self, Write as _};
use std::path::Path;
#[cfg(feature = "window")]
use std::path::PathBuf;

use super::Failure;
use super::arguments::WindowArguments;
use super::case::Case;
use super::output::print;
#[cfg(feature = "window")]
use crate::app::state::LessonSource;
#[cfg(feature = "window")]
use crate::lesson;
use crate::report;
use crate::sim::explain::Explanations;
use crate::text::{Text, plain_lines};

/// Opens the window, or says in one line why not, runs the case all the same and prints its summary.
pub fn open(arguments: &WindowArguments, text: &Text) -> Result<(), Failure> {
    #[cfg(feature = "window")]
    let lesson = arguments.preset.as_deref().and_then(lesson_named);
    #[cfg(not(feature = "window"))]
    let lesson: Option<()> = None;
    let named = arguments.preset.as_deref().filter(|name| lesson.is_none() && !is_dropped(name));
    let case = match named.map_or_else(|| Case::first(text), |name| Ok(Case::open(name, text)?)) {
        Ok(case) => case,
        #[cfg(feature = "window")]
        Err(sentence) if arguments.from_desktop => {
            let is_told = show(&Case::first(text)?, None, arguments.preset.clone(), arguments, text).is_none();
            return if is_told { Ok(()) } else { Err(sentence.into()) };
        }
        Err(sentence) => return Err(sentence.into()),
    };
    #[cfg(feature = "window")]
    let why_not = {
        let dropped = arguments.preset.clone().filter(|name| lesson.is_none() && is_dropped(name));
        let has_case = dropped.is_none();
        match show(&case, lesson, dropped, arguments, text) {
            Some(why_not) if !has_case => return Err(why_not.into()),
            why_not => why_not,
        }
    };
    #[cfg(not(feature = "window"))]
    let why_not = Some(text.get("no-window-built"));
    if let Some(why_not) = why_not {
        log::warn!("{why_not}");
        let _ = writeln!(io::stderr().lock(), "{}", plain_lines(&why_not));
        let run = case.run(text)?;
        print(report::summary::text(&run, &Explanations::of(&run), &case.preset, text), text)?;
    }
    Ok(())
}

/// Whether a window opens this as what is dropped on it: it is no case.
#[cfg(feature = "window")]
fn is_dropped(name: &Path) -> bool {
    name.is_dir() || lesson::is_answers_file(name)
}

#[cfg(not(feature = "window"))]
const fn is_dropped(_name: &Path) -> bool {
    false
}

/// Opens the window that the audience sees.
#[cfg(feature = "window")]
pub fn audience(text: &Text) -> Result<(), Failure> {
    use crate::app::platform::{Outcome, open_audience};
    match open_audience(&Case::first(text)?.preset) {
        Outcome::Closed => Ok(()),
        Outcome::NoDisplay | Outcome::NoLibrary(_) => Err(Failure::Case(text.get("no-display"))),
        Outcome::Failed(error) => Err(Failure::Case(text.with("no-renderer", &[("error", error)]))),
    }
}

/// The lesson that a call names: a file, or a bundled one.
#[cfg(feature = "window")]
fn lesson_named(name: &Path) -> Option<LessonSource> {
    if lesson::is_lesson_file(name) {
        return Some(LessonSource::File(name.to_owned()));
    }
    let place = lesson::BUNDLED.iter().position(|bundled| name.to_str() == Some(bundled.name))?;
    (!name.exists()).then_some(LessonSource::Bundled(place))
}

/// Shows the window until it is closed; or the sentence that says why there is none.
#[cfg(feature = "window")]
fn show(
    case: &Case,
    lesson: Option<LessonSource>,
    dropped: Option<PathBuf>,
    arguments: &WindowArguments,
    text: &Text,
) -> Option<String> {
    use crate::app::platform::{self, Outcome, WindowOptions};

    let &WindowArguments { renderer, theme, desk, fresh, frames, cells, .. } = arguments;
    let fresh = fresh || std::env::var_os("BUFFYCOAT_FRESH").is_some_and(|value| !value.is_empty());
    let (renderer, theme) = (renderer.map(Into::into), theme.map(Into::into));
    let at_home = (arguments.preset.is_none() || dropped.is_some()) && !arguments.desk;
    let options = WindowOptions { renderer, theme, desk, fresh, frames, cells, at_home, lesson, dropped };
    match platform::open(&case.preset, case.save_to.clone(), &options) {
        Outcome::Closed => None,
        Outcome::NoDisplay => Some(text.get("no-display")),
        Outcome::NoLibrary(library) => Some(text.with("no-library", &[("library", library.to_owned())])),
        Outcome::Failed(error) => {
            // The beginning of a library's error: the rest is for its makers.
            let clause = error.split([':', '\n']).next().unwrap_or_default().trim();
            Some(text.with("no-renderer", &[("error", clause.to_owned())]))
        }
    }
}

#[cfg(feature = "window")]
impl From<super::arguments::Theme> for crate::app::platform::Theme {
    fn from(theme: super::arguments::Theme) -> Self {
        use super::arguments::Theme;
        match theme {
            Theme::Light => Self::Light,
            Theme::Dark => Self::Dark,
            Theme::StageLight => Self::StageLight,
            Theme::StageDark => Self::StageDark,
        }
    }
}

#[cfg(feature = "window")]
impl From<super::arguments::Renderer> for crate::app::platform::Renderer {
    fn from(renderer: super::arguments::Renderer) -> Self {
        use super::arguments::Renderer;
        match renderer {
            Renderer::Glow => Self::Glow,
            Renderer::Wgpu => Self::Wgpu,
        }
    }
}
