//! The case that a call names: a file, a bundled case, a share text, or what comes on standard input.

use std::io;
use std::path::{Path, PathBuf};

use super::arguments::CaseArguments;
use crate::lesson::BundledLesson;
use crate::preset::{self, BUNDLED, Bundled, FileProblem, Preset, Problem, ProblemKind};
use crate::sim::protocol::SimulationError;
use crate::sim::{Run, simulate};
use crate::text::Text;

/// A case, ready to run.
pub struct Case {
    /// What messages call it: its file, its name, or standard input.
    pub name: PathBuf,
    pub preset: Preset,
    /// The file to save it to, if it came from one that can be overwritten.
    pub save_to: Option<PathBuf>,
}

/// Why what a call names cannot be used.
pub struct Unusable {
    /// The sentence to show.
    pub sentence: String,
    /// What is wrong in the file, where it was read and something in it is.
    pub problems: Vec<Problem>,
}

impl Unusable {
    /// What is wrong with this file.
    pub fn file(name: &Path, problem: FileProblem, text: &Text) -> Self {
        let sentence = text.file_problem(name, &problem);
        let problems = if let FileProblem::Preset(problems) = problem { problems } else { Vec::new() };
        Self { sentence, problems }
    }
}

impl From<String> for Unusable {
    fn from(sentence: String) -> Self {
        Self { sentence, problems: Vec::new() }
    }
}

impl From<Unusable> for String {
    fn from(unusable: Unusable) -> Self {
        unusable.sentence
    }
}

impl Case {
    /// Opens what a call names. A file wins over a bundled case of the same name.
    ///
    /// # Errors
    /// The sentence to show, and what is wrong in the file.
    pub fn open(name: &Path, text: &Text) -> Result<Self, Unusable> {
        if name == Path::new("-") {
            return Self::input(io::stdin().lock(), text);
        }
        if let Some(bundled) = name.to_str().and_then(Bundled::by_name)
            && (!name.exists() || name.is_dir())
        {
            return Ok(Self::bundled(bundled, text)?);
        }
        if let Some(words) = name.to_str().filter(|words| preset::is_share_text(words) && !name.exists()) {
            let preset = preset::read_share_text(words).map_err(|problem| text.share_problem(&problem))?;
            return Ok(Self { name: PathBuf::from(text.get("share-name")), preset, save_to: None });
        }
        let is_lesson = |name: &str| BundledLesson::by_name(name).is_some();
        match preset::open(name) {
            Err(FileProblem::NotFound) if name.to_str().is_some_and(is_lesson) => {
                let problem = Problem { kind: ProblemKind::IsLesson, field: String::new(), position: None };
                Err(text.file_problem(name, &problem.into()).into())
            }
            Ok((preset, save_to)) => Ok(Self { name: name.to_owned(), preset, save_to }),
            // A name without folder and ending may have been meant for a bundled case.
            Err(FileProblem::NotFound) if name.file_stem() == Some(name.as_os_str()) => {
                Err(text.with("problem-no-case", &[("name", name.display().to_string())]).into())
            }
            Err(problem) => Err(Unusable::file(name, problem, text)),
        }
    }

    /// The case that comes on standard input.
    ///
    /// # Errors
    /// The sentence to show, and what is wrong in what came.
    pub fn input(source: impl io::Read, text: &Text) -> Result<Self, Unusable> {
        let name = PathBuf::from(&*text.get("standard-input"));
        let preset = preset::load_from(source).map_err(|problem| Unusable::file(&name, problem, text))?;
        Ok(Self { name, preset, save_to: None })
    }

    /// The case that is opened when the call names none.
    ///
    /// # Errors
    /// The sentence to show.
    pub fn first(text: &Text) -> Result<Self, String> {
        Self::bundled(&BUNDLED[0], text)
    }

    fn bundled(bundled: &Bundled, text: &Text) -> Result<Self, String> {
        let name = PathBuf::from(bundled.name);
        match preset::read_whole(bundled.text) {
            Ok(preset) => Ok(Self { name, preset, save_to: None }),
            Err(problems) => Err(text.file_problem(&name, &FileProblem::Preset(problems))),
        }
    }

    /// Opens a case and changes it as the call says.
    ///
    /// # Errors
    /// The sentence to show.
    pub fn changed(arguments: &CaseArguments, text: &Text) -> Result<Self, String> {
        let mut case = Self::open(&arguments.name, text)?;
        for (setting, value) in &arguments.changes {
            setting.set(&mut case.preset.protocol.settings, value);
        }
        Ok(case)
    }

    /// # Errors
    /// The sentence to show.
    pub fn run(&self, text: &Text) -> Result<Run, String> {
        simulate(&self.preset.protocol).map_err(|error| self.refused(&error, text))
    }

    /// Why it cannot be run.
    pub fn refused(&self, error: &SimulationError, text: &Text) -> String {
        format!("{}: {}", self.name.display(), text.simulation_error(error))
    }
}
