//! The case that a call names, with the settings that it changes; whatever is wrong is told in the sentence of the program.

use std::path::{Path, PathBuf};

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt};
use simulator::preset::{self, Bundled, FileProblem, Preset, Problem, ProblemKind};
use simulator::sim::{Protocol, SettingId};
use simulator::text::Text;

/// A setting with the text of its value, as in a file.
pub type Assignment = (SettingId, String);

/// A `ValueError` with a sentence.
pub fn refused(sentence: impl Into<String>) -> PyErr {
    PyValueError::new_err(sentence.into())
}

/// Reads the case that `name` stands for: the text of a preset, a file, a bundled case, or a share text. A file wins over a bundled case of
/// its name.
///
/// # Errors
/// `ValueError` with the sentence of the program.
pub fn open(name: &str) -> PyResult<Preset> {
    let text = Text::english();
    let path = Path::new(name);
    // No file's name has brackets and a version; a text has.
    if name.contains('(') && name.contains("version") {
        let place = PathBuf::from(text.get("share-name"));
        let read = preset::read_whole(name).map_err(FileProblem::Preset);
        return read.map_err(|problem| refused(text.file_problem(&place, &problem)));
    }
    if let Some(bundled) = Bundled::by_name(name)
        && !path.is_file()
    {
        let read = preset::read_whole(bundled.text).map_err(FileProblem::Preset);
        return read.map_err(|problem| refused(text.file_problem(path, &problem)));
    }
    if preset::is_share_text(name) && !path.exists() {
        return preset::read_share_text(name).map_err(|problem| refused(text.share_problem(&problem)));
    }
    match preset::open(path) {
        Ok((preset, _)) => Ok(preset),
        Err(FileProblem::NotFound) if path.file_stem() == Some(path.as_os_str()) => {
            Err(refused(text.with("problem-no-case", &[("name", name.to_owned())])))
        }
        Err(problem) => Err(refused(text.file_problem(path, &problem))),
    }
}

/// The settings of a call's keywords.
///
/// # Errors
/// `ValueError` where one is not known or has a value that is not allowed.
pub fn assignments(settings: Option<&Bound<'_, PyDict>>) -> PyResult<Vec<Assignment>> {
    let entries = settings.into_iter().flat_map(PyDictMethods::iter);
    entries.map(|(name, value)| Ok((setting(&name.extract::<String>()?)?, written(&value)?))).collect()
}

/// The setting of this path, or of this last part of a path where no other ends so.
///
/// # Errors
/// `ValueError` with the nearest path, or with those that end so.
pub fn setting(name: &str) -> PyResult<SettingId> {
    let ending: Vec<_> = SettingId::all().filter(|setting| setting.row().leaf() == name).collect();
    if let [setting] = ending[..] {
        return Ok(setting);
    }
    if !ending.is_empty() {
        let paths: Vec<_> = ending.iter().map(|setting| setting.row().path).collect();
        return Err(refused(format!("{name}: {}", paths.join(", "))));
    }
    if let Some(setting) = simulator::sim::settings::by_path(name) {
        return Ok(setting);
    }
    // What may have been meant is looked for among names of the same kind.
    let is_path = name.contains('.');
    let names = SettingId::all().map(|setting| if is_path { setting.row().path } else { setting.row().leaf() });
    let kind = ProblemKind::UnknownField { nearest: preset::nearest(name, names) };
    Err(refused(Text::english().problem(&Problem { kind, field: name.to_owned(), position: None })))
}

/// A value as a file writes it.
fn written(value: &Bound<'_, PyAny>) -> PyResult<String> {
    if value.is_none() {
        return Ok("None".to_owned());
    }
    if value.is_instance_of::<PyBool>() {
        return Ok(value.extract::<bool>()?.to_string());
    }
    if value.is_instance_of::<PyInt>() || value.is_instance_of::<PyFloat>() {
        return Ok(value.extract::<f64>()?.to_string());
    }
    // A number of numpy is neither; a choice is a text.
    match value.extract::<f64>() {
        Ok(number) => Ok(number.to_string()),
        Err(_) => Ok(value.str()?.to_string()),
    }
}

/// Changes a case as a call says, at the start or from a time on.
///
/// # Errors
/// `ValueError` with the setting and what is wrong with its value or its time.
pub fn assign(protocol: &mut Protocol, assignments: &[Assignment], at_min: Option<f64>) -> PyResult<()> {
    for (setting, value) in assignments {
        let from = at_min.map_or_else(String::new, |at_min| format!(" @ {at_min}"));
        let words = format!("{}={value}{from}", setting.row().path);
        preset::assign_in_run(protocol, &words).map_err(|problem| refused(Text::english().problem(&problem)))?;
    }
    Ok(())
}

/// The case of a call with its settings and its timed changes.
///
/// # Errors
/// `ValueError` with the sentence of the program.
pub fn changed(
    name: &str,
    changes: Option<Vec<(f64, Bound<'_, PyDict>)>>,
    settings: Option<&Bound<'_, PyDict>>,
) -> PyResult<Preset> {
    let mut preset = open(name)?;
    assign(&mut preset.protocol, &assignments(settings)?, None)?;
    for (at_min, values) in changes.into_iter().flatten() {
        assign(&mut preset.protocol, &assignments(Some(&values))?, Some(at_min))?;
    }
    Ok(preset)
}
