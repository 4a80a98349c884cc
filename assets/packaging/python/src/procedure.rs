//! A run as a Python object.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use simulator::preset::Preset;
use simulator::report;
use simulator::report::csv::ROW_EVERY_MIN;
use simulator::sim::explain::Explanations;
use simulator::sim::quantities::Quantity;
use simulator::sim::results::results;
use simulator::text::Text;

use crate::arrays::{array, array_of, from_json, numbers};
use crate::case::refused;

/// A procedure that has been run, from the first draw to half an hour after the last. Time is in minutes since the first draw.
///
/// Teaching model. Not for patient care.
#[pyclass(frozen, module = "buffycoat")]
pub struct Run {
    pub run: simulator::sim::Run,
    pub preset: Preset,
}

/// The curve of one quantity at some times; NaN where it is undefined.
fn curve<'py>(py: Python<'py>, run: &Run, quantity: Quantity, times_min: &[f64]) -> PyResult<Bound<'py, PyAny>> {
    array_of(py, times_min.iter().map(|time_min| quantity.at(&run.run.at(*time_min))))
}

#[pymethods]
impl Run {
    /// The title of the case.
    #[getter]
    fn title(&self) -> &str {
        &self.preset.title
    }

    /// The end of what is simulated, minutes.
    #[getter]
    fn end_min(&self) -> f64 {
        self.run.end_min
    }

    /// When the needle comes out, minutes.
    #[getter]
    fn machine_end_min(&self) -> f64 {
        self.run.machine_end_min
    }

    /// The phases in their order, each with the minute at which it begins.
    #[getter]
    fn phases(&self) -> Vec<(&'static str, f64)> {
        self.run.phases().into_iter().map(|(phase, from_min)| (phase.key(), from_min)).collect()
    }

    /// Every final number under the dotted name that it has in the program's JSON, unit included where the name does not say it; None
    /// where it has no meaning.
    #[getter]
    fn results<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let found = PyDict::new(py);
        for (name, value) in results(&self.run) {
            found.set_item(name, value)?;
        }
        Ok(found)
    }

    /// The warnings by onset: id, severity, from_min, to_min, value, threshold and present_before.
    #[getter]
    fn warnings<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let list = PyList::empty(py);
        for warning in &self.run.warnings {
            let told = PyDict::new(py);
            told.set_item("id", warning.id.key())?;
            told.set_item("severity", warning.severity.key())?;
            told.set_item("from_min", warning.from_min)?;
            told.set_item("to_min", warning.to_min)?;
            told.set_item("value", warning.value)?;
            told.set_item("threshold", warning.threshold)?;
            told.set_item("present_before", warning.present_before)?;
            list.append(told)?;
        }
        Ok(list)
    }

    /// The course: `time_min`, and an array of each quantity under the name of its column in the program's CSV; NaN where it is
    /// undefined. A row every ten seconds when `every_min` is left out.
    #[pyo3(signature = (every_min = ROW_EVERY_MIN))]
    fn course<'py>(&self, py: Python<'py>, every_min: f64) -> PyResult<Bound<'py, PyDict>> {
        /// More rows than this are asked for by mistake.
        const MOST_ROWS: f64 = 1e6;
        let rows = (self.run.end_min / every_min + 1e-9).floor();
        if !(every_min > 0.0 && rows <= MOST_ROWS) {
            return Err(refused(format!("every_min: {every_min} min would be {rows} rows; at most {MOST_ROWS}")));
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it has just been bounded")]
        let times_min: Vec<f64> = (0..=rows as u32).map(|row| f64::from(row) * every_min).collect();
        let course = PyDict::new(py);
        course.set_item("time_min", array(py, &times_min)?)?;
        for quantity in Quantity::all() {
            course.set_item(quantity.row().key, curve(py, self, quantity, &times_min)?)?;
        }
        Ok(course)
    }

    /// One quantity at chosen minutes, as an array; NaN where it is undefined.
    fn at<'py>(&self, py: Python<'py>, quantity: &str, times_min: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let found = Quantity::by_key(quantity).ok_or_else(|| {
            let names: Vec<_> = Quantity::all().map(|quantity| quantity.row().key).collect();
            refused(Text::english().with("problem-no-quantity", &[("names", names.join(", "))]))
        })?;
        curve(py, self, found, &numbers(times_min)?)
    }

    /// All that `buffycoat run --json` prints: results, warnings with their causes and what would have avoided them, aim, cost, risks, ledger.
    /// It searches many runs, so it takes longer than the run itself.
    fn outcome<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let json = py.detach(|| {
            report::json::value(&self.run, &Explanations::of(&self.run), &self.preset, &Text::english()).to_string()
        });
        from_json(py, &json)
    }

    /// The summary that `buffycoat run` prints.
    fn summary(&self, py: Python<'_>) -> String {
        py.detach(|| report::summary::text(&self.run, &Explanations::of(&self.run), &self.preset, &Text::english()))
    }

    /// The case's differential equations as SBML, level 3 version 2.
    fn sbml(&self) -> String {
        report::sbml::write(&self.run, &self.preset, &Text::english())
    }

    fn __repr__(&self) -> String {
        format!("<buffycoat.Run of \"{}\", {:.0} min>", self.preset.title, self.run.end_min)
    }
}
