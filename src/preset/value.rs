//! A single setting given as text, `path=value`, as on the command line.

use super::problem::{Expected, Problem, ProblemKind};
use crate::sim::old_names;
use crate::sim::settings::{self, Setting, SettingId, Settings, Value, ValueKind};

/// Sets one setting from `path=value`, held to the same table as a file, and tells which.
///
/// # Errors
/// The [`Problem`] with the path, the name or the value.
pub fn assign(settings: &mut Settings, assignment: &str) -> Result<SettingId, Problem> {
    let problem = |field: &str, kind| Problem { kind, field: field.to_owned(), position: None };
    let Some((path, text)) = assignment.split_once('=') else {
        return Err(problem(assignment, ProblemKind::NotAnAssignment));
    };
    let (path, text) = (path.trim(), text.trim());
    let setting = settings::by_path(path).ok_or_else(|| {
        if old_names::is_retired(&old_names::current(path)) {
            return problem(path, ProblemKind::RetiredField);
        }
        let paths = SettingId::all().map(|setting| setting.row().path);
        problem(path, ProblemKind::UnknownField { nearest: nearest(path, paths) })
    })?;
    let value = parse(setting.row(), text).map_err(|kind| problem(path, kind))?;
    setting.set(settings, &value);
    Ok(setting)
}

fn parse(setting: &'static Setting, text: &str) -> Result<Value, ProblemKind> {
    match &setting.kind {
        ValueKind::Number(number) if text == "None" && number.can_be_estimated() => Ok(Value::Estimated),
        ValueKind::Number(_) => {
            let value = text.parse().map_err(|_| ProblemKind::WrongKind { expected: Expected::Number })?;
            in_range(setting, value).map(Value::Number)
        }
        ValueKind::Switch { .. } => {
            text.parse().map(Value::Switch).map_err(|_| ProblemKind::WrongKind { expected: Expected::Switch })
        }
        ValueKind::Choice { options, .. } => options
            .iter()
            .position(|option| *option == old_names::current(text))
            .map(Value::Choice)
            .ok_or(ProblemKind::WrongKind { expected: Expected::OneOf(options) }),
    }
}

/// The value, if the setting may have it.
pub(super) fn in_range(setting: &Setting, value: f64) -> Result<f64, ProblemKind> {
    match setting.number() {
        _ if !value.is_finite() => Err(ProblemKind::NotFinite),
        Some(number) if !number.contains(value) => {
            Err(ProblemKind::OutOfRange { value, min: number.min, max: number.max, unit: setting.unit })
        }
        _ => Ok(value),
    }
}

/// The name most like `found`, if any is like it at all.
pub fn nearest<'a>(found: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    names
        .map(|name| (strsim::jaro_winkler(found, name), name))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}
