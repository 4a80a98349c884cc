//! Buffycoat for Python: the program's core as a module, with the same numbers to the last bit.

mod arrays;
mod case;
mod procedure;

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use simulator::preset::{BUNDLED, VirtualPatients};
use simulator::report;
use simulator::sim::SettingId;
use simulator::sim::protocol::SimulationError;
use simulator::sim::quantities::Quantity;
use simulator::sim::run::simulate_within;
use simulator::sim::settings::ValueKind;
use simulator::sim::solver::Tolerance;
use simulator::study::sweep::{Vary, VaryProblem};
use simulator::study::{rows, sweep as study, validation};
use simulator::text::Text;

use crate::case::refused;
use crate::procedure::Run;

/// A change in mid-run: the minute from which it holds, and the settings with their values.
type Change<'py> = (f64, Bound<'py, PyDict>);

fn not_run(error: &SimulationError) -> PyErr {
    refused(Text::english().simulation_error(error))
}

fn not_varied(problem: &VaryProblem) -> PyErr {
    refused(Text::english().vary_problem(problem))
}

/// Runs a case: a bundled one by name, the text of a preset, a file, or a share text.
///
/// Settings go by their path in a preset, or by its last part where that is enough: `inlet_flow_ml_min=60`. `changes` are settings that an
/// operator changes during the run: `[(90, {"inlet_flow_ml_min": 40})]`. `tolerance` is the relative error of a step of the solver.
#[pyfunction]
#[pyo3(signature = (case, *, changes = None, tolerance = 1e-6, **settings))]
fn run(
    py: Python<'_>,
    case: &str,
    changes: Option<Vec<Change<'_>>>,
    tolerance: f64,
    settings: Option<&Bound<'_, PyDict>>,
) -> PyResult<Run> {
    if !(1e-12..=1e-3).contains(&tolerance) {
        return Err(refused(format!("tolerance: {tolerance} is not within 1e-12 and 1e-3")));
    }
    let preset = case::changed(case, changes, settings)?;
    let done = py.detach(|| simulate_within(&preset.protocol, Tolerance { relative: tolerance }));
    Ok(Run { run: done.map_err(|error| not_run(&error))?, preset })
}

/// Runs a case over values of its settings, every combination, the last varying fastest, on all cores.
///
/// `vary` maps settings to sequences of numbers. Returns a dict of arrays, a value for each run: the settings by their paths, every result
/// by its dotted name (NaN where it is undefined), and `not_run`, the sentence of each that could not run, else None.
#[pyfunction]
#[pyo3(signature = (case, vary, *, changes = None, **settings))]
fn sweep<'py>(
    py: Python<'py>,
    case: &str,
    vary: &Bound<'py, PyDict>,
    changes: Option<Vec<Change<'py>>>,
    settings: Option<&Bound<'py, PyDict>>,
) -> PyResult<Bound<'py, PyDict>> {
    let preset = case::changed(case, changes, settings)?;
    let mut varied = Vec::new();
    for (name, values) in vary {
        let setting = case::setting(&name.extract::<String>()?)?;
        if !matches!(setting.row().kind, ValueKind::Number(_)) {
            return Err(not_varied(&VaryProblem::NotANumber));
        }
        let values = arrays::numbers(&values)?;
        for value in &values {
            // What is out of range is refused as in a file.
            case::assign(&mut preset.protocol.clone(), &[(setting, value.to_string())], None)?;
        }
        varied.push(Vary { setting, values });
    }
    for (setting, _) in case::assignments(settings)? {
        if varied.iter().any(|vary| vary.setting == setting) {
            return Err(not_varied(&VaryProblem::repeated(setting)));
        }
    }
    let points =
        py.detach(|| study::sweep(&preset.protocol, &varied, &|| ())).map_err(|problem| not_varied(&problem))?;
    let names: Vec<_> = varied.iter().map(|vary| vary.setting.row().path).collect();
    arrays::columns(py, &names, &points)
}

/// Runs virtual patients: people who look like the case on paper but differ in what is not known, drawn with a seed, on all cores.
///
/// Count and seed are the case's own when left out. Returns a dict of arrays, a value for each patient: `patient` (a number from 1), the
/// settings that were drawn, every result, `warning_min.…` (the minute at which each warning first comes, NaN where it does not), and
/// `not_run`.
#[pyfunction]
#[pyo3(signature = (case, *, count = None, seed = None, changes = None, **settings))]
fn population<'py>(
    py: Python<'py>,
    case: &str,
    count: Option<u64>,
    seed: Option<u64>,
    changes: Option<Vec<Change<'py>>>,
    settings: Option<&Bound<'py, PyDict>>,
) -> PyResult<Bound<'py, PyDict>> {
    let preset = case::changed(case, changes, settings)?;
    let own = preset.virtual_patients;
    let within = |name: &str, value: u64, range: std::ops::RangeInclusive<u64>| {
        let is_within = range.contains(&value);
        is_within
            .then_some(value)
            .ok_or_else(|| refused(format!("{name}: {value} is not within {} and {}", range.start(), range.end())))
    };
    let count = match count {
        Some(count) => usize::try_from(within("count", count, VirtualPatients::COUNTS)?).unwrap_or(own.count),
        None => own.count,
    };
    let seed = seed.map_or(Ok(own.seed), |seed| within("seed", seed, VirtualPatients::SEEDS))?;
    let drawn = VirtualPatients { seed, count };
    let found = py.detach(|| rows::patients(&preset.protocol, drawn, &|| ())).map_err(|error| not_run(&error))?;
    arrays::columns(py, &found.columns, &found.points)
}

/// Runs the published studies of the program, ours beside theirs: what `buffycoat validate --json` prints, as a dict.
#[pyfunction]
fn validate(py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
    let table = validation::read(validation::TABLE)
        .map_err(|problem| refused(Text::english().table_problem("validation.ron".as_ref(), &problem)))?;
    let json = py.detach(|| {
        let answers = validation::validate(&table, "".as_ref());
        report::validation::json(&table, &answers, &Text::english()).to_string()
    });
    arrays::from_json(py, &json)
}

/// The bundled cases: the name to call each by, and its title.
#[pyfunction]
fn cases(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    let found = PyDict::new(py);
    for bundled in BUNDLED {
        found.set_item(bundled.name, case::open(bundled.name)?.title)?;
    }
    Ok(found)
}

/// The text of a case, as a preset file has it, with the settings of the call.
#[pyfunction]
#[pyo3(signature = (case, *, changes = None, **settings))]
fn ron(case: &str, changes: Option<Vec<Change<'_>>>, settings: Option<&Bound<'_, PyDict>>) -> PyResult<String> {
    Ok(simulator::preset::write(&case::changed(case, changes, settings)?))
}

/// Every setting: path, name, unit, least and most of a number or the options of a choice, and whether it can change in mid-run.
#[pyfunction]
fn settings(py: Python<'_>) -> PyResult<Bound<'_, PyList>> {
    let (text, list) = (Text::english(), PyList::empty(py));
    for setting in SettingId::all() {
        let row = setting.row();
        let told = PyDict::new(py);
        told.set_item("path", row.path)?;
        told.set_item("name", text.setting_alone(setting))?;
        told.set_item("unit", text.unit(row.unit))?;
        match &row.kind {
            ValueKind::Number(number) => told.set_item("range", (number.min, number.max))?,
            ValueKind::Choice { options, .. } => told.set_item("options", *options)?,
            ValueKind::Switch { .. } => told.set_item("options", (true, false))?,
        }
        told.set_item("mid_run", row.mid_run)?;
        list.append(told)?;
    }
    Ok(list)
}

/// Every quantity of a course: its key, with its name and unit.
#[pyfunction]
fn quantities(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    let (text, found) = (Text::english(), PyDict::new(py));
    for quantity in Quantity::all() {
        found.set_item(quantity.row().key, (text.quantity_name(quantity), text.unit(quantity.row().unit)))?;
    }
    Ok(found)
}

/// A teaching simulator of leukapheresis. Teaching model. Not for patient care.
///
/// `run` a case, `sweep` its settings, draw a `population` around it, `validate` against published studies. Time is in minutes since the
/// first draw; every other name says its unit. Whatever is wrong with a case or a setting is a ValueError with the sentence of the program.
#[pymodule]
fn buffycoat(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add_class::<Run>()?;
    module.add_function(wrap_pyfunction!(run, module)?)?;
    module.add_function(wrap_pyfunction!(sweep, module)?)?;
    module.add_function(wrap_pyfunction!(population, module)?)?;
    module.add_function(wrap_pyfunction!(validate, module)?)?;
    module.add_function(wrap_pyfunction!(cases, module)?)?;
    module.add_function(wrap_pyfunction!(ron, module)?)?;
    module.add_function(wrap_pyfunction!(settings, module)?)?;
    module.add_function(wrap_pyfunction!(quantities, module)?)
}
