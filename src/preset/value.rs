//! A single setting given as text, `path=value`, as on the command line.

use super::problem::{Expected, Problem, ProblemKind};
use super::read::at_min_value;
use crate::sim::Protocol;
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

/// Sets one setting of a protocol from `path=value`, or from a time on, in minutes, with `path=value @ 90`.
///
/// # Errors
/// The [`Problem`] with the path, the name, the value or the time; a setting that cannot change in mid-run takes no time.
pub fn assign_in_run(protocol: &mut Protocol, assignment: &str) -> Result<SettingId, Problem> {
    let Some((assignment, at)) = assignment.split_once('@') else {
        return assign(&mut protocol.settings, assignment);
    };
    let mut settings = protocol.settings.clone();
    let setting = assign(&mut settings, assignment)?;
    let problem = |field: &str, kind| Problem { kind, field: field.to_owned(), position: None };
    if !setting.row().mid_run {
        return Err(problem(setting.row().path, ProblemKind::FixedDuringRun));
    }
    let at_min = at.trim().parse().map_err(|_| ProblemKind::WrongKind { expected: Expected::Number });
    let at_min = at_min.and_then(at_min_value).map_err(|kind| problem("at_min", kind))?;
    protocol.change_from(at_min, setting, setting.get(&settings));
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
            .ok_or_else(|| ProblemKind::no_such_option(text, options)),
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
    /// Longer ones are like no name there is, and take long to compare.
    const LONGEST: usize = 100;
    if found.len() > LONGEST {
        return None;
    }
    names
        .map(|name| (strsim::jaro_winkler(found, name), name))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_assignment_with_a_time_is_a_change_in_mid_run() {
        let mut protocol = Protocol::default();
        assign_in_run(&mut protocol, "procedure.inlet_flow_ml_min=40 @ 90").expect("sound");
        assign_in_run(&mut protocol, "procedure.draw = PausedReturnOpen @ 90").expect("sound");
        assign_in_run(&mut protocol, "procedure.anticoagulant_ratio=24").expect("sound");
        let [change] = &protocol.changes[..] else { panic!("{:?}", protocol.changes) };
        assert_eq!((change.at_min, change.values.len()), (90.0, 2));
        assert_eq!(change.values[0], (SettingId::InletFlow, Value::Number(40.0)));
        assert_eq!(protocol.settings.procedure.anticoagulant_ratio, 24.0);
    }

    #[test]
    fn what_cannot_change_in_mid_run_and_no_time_are_refused() {
        let kind = |assignment| assign_in_run(&mut Protocol::default(), assignment).expect_err("refused").kind;
        assert_eq!(kind("patient.weight_kg=60 @ 30"), ProblemKind::FixedDuringRun);
        let number = ProblemKind::WrongKind { expected: Expected::Number };
        assert_eq!(kind("procedure.inlet_flow_ml_min=40 @ noon"), number);
        assert!(assign_in_run(&mut Protocol::default(), "procedure.inlet_flow_ml_min=40 @ -1").is_err());
    }
}
