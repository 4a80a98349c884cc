//! Numbers handed to Python: arrays of numpy, and what is JSON in the program as the objects that Python makes of it.

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};
use simulator::study::sweep::Point;
use simulator::text::Text;

/// An array of numbers of its own, which may be written to.
pub fn array<'py>(py: Python<'py>, values: &[f64]) -> PyResult<Bound<'py, PyAny>> {
    let bytes: Vec<u8> = values.iter().flat_map(|value| value.to_ne_bytes()).collect();
    let read = py.import("numpy")?.call_method1("frombuffer", (PyBytes::new(py, &bytes), "f8"))?;
    // What lies in a Python object cannot be written to.
    read.call_method0("copy")
}

/// The numbers of any sequence: a list, a range, an array of one dimension.
pub fn numbers(sequence: &Bound<'_, PyAny>) -> PyResult<Vec<f64>> {
    sequence.try_iter()?.map(|number| number?.extract()).collect()
}

/// An array in which what is undefined is NaN.
pub fn array_of(py: Python<'_>, values: impl Iterator<Item = Option<f64>>) -> PyResult<Bound<'_, PyAny>> {
    array(py, &values.map(|value| value.unwrap_or(f64::NAN)).collect::<Vec<_>>())
}

/// The objects that Python makes of JSON.
pub fn from_json<'py>(py: Python<'py>, json: &str) -> PyResult<Bound<'py, PyAny>> {
    py.import("json")?.call_method1("loads", (json,))
}

/// Runs as columns: what distinguishes each, every result under its dotted name, when each warning first came, and the sentence of each that
/// could not run.
pub fn columns<'py>(py: Python<'py>, names: &[&str], points: &[Point]) -> PyResult<Bound<'py, PyDict>> {
    let table = PyDict::new(py);
    for (place, name) in names.iter().enumerate() {
        table.set_item(name, array(py, &points.iter().map(|point| point.values[place]).collect::<Vec<_>>())?)?;
    }
    let that_ran = points.iter().find_map(|point| point.results.as_ref().ok().map(|results| (point, results)));
    if let Some((point, results)) = that_ran {
        let result = |point: &Point, place: usize| point.results.as_ref().ok().and_then(|results| results[place].1);
        for (place, (name, _)) in results.iter().enumerate() {
            table.set_item(name, array_of(py, points.iter().map(|point| result(point, place)))?)?;
        }
        for (place, (id, _)) in point.onsets_min.iter().enumerate() {
            let onsets = points.iter().map(|point| point.onsets_min.get(place).and_then(|(_, onset_min)| *onset_min));
            table.set_item(format!("warning_min.{}", id.key()), array_of(py, onsets)?)?;
        }
    }
    let text = Text::english();
    let not_run: Vec<_> =
        points.iter().map(|point| point.results.as_ref().err().map(|error| text.simulation_error(error))).collect();
    table.set_item("not_run", not_run)?;
    Ok(table)
}
