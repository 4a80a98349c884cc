//! Many runs as a table: one row for each, first what distinguishes it, then every result.

use std::io::Write;

use super::csv::{Decimal, comments};
use crate::preset::{Preset, VirtualPatients};
use crate::sim::results::column;
use crate::study::rows::Rows;
use crate::study::sweep::{Point, Vary};
use crate::text::Text;

/// How a table of runs is written, and what stands beside it.
pub struct Layout<'a> {
    pub decimal: Decimal,
    /// The case from which the runs come, written as comment lines.
    pub preset: &'a Preset,
    pub text: &'a Text,
}

/// Writes a sweep as CSV.
///
/// # Errors
/// When `to` cannot be written.
pub fn sweep(varied: &[Vary], points: &[Point], layout: &Layout<'_>, to: impl Write) -> csv::Result<()> {
    let columns: Vec<_> = varied.iter().map(|vary| vary.setting.row().path).collect();
    write(&columns, points, &layout.text.get("disclaimer"), layout, to)
}

/// Writes virtual patients as CSV, one row for each: what was drawn, and when each warning first came.
///
/// # Errors
/// When `to` cannot be written.
pub fn patients(rows: &Rows, drawn: VirtualPatients, layout: &Layout<'_>, to: impl Write) -> csv::Result<()> {
    let text = layout.text;
    let how = [("count", drawn.count.to_string()), ("seed", drawn.seed.to_string())];
    let first = format!("{} {}", text.get("disclaimer"), text.with("rows-patients", &how));
    // The case that is written draws the same patients.
    let preset = Preset { virtual_patients: drawn, ..layout.preset.clone() };
    write(&rows.columns, &rows.points, &first, &Layout { preset: &preset, ..*layout }, to)
}

/// Writes following days as CSV, one row for each: the counts of its morning, and when each warning first came.
///
/// # Errors
/// When `to` cannot be written.
pub fn days(rows: &Rows, layout: &Layout<'_>, to: impl Write) -> csv::Result<()> {
    let first = format!("{} {}", layout.text.get("disclaimer"), layout.text.get("rows-days"));
    write(&rows.columns, &rows.points, &first, layout, to)
}

/// A run that cannot be made keeps its row, empty but for the reason in its last column. The first comment line is `first`; the rest of the
/// comments is the case and nothing else.
fn write(columns: &[&str], points: &[Point], first: &str, layout: &Layout<'_>, mut to: impl Write) -> csv::Result<()> {
    let &Layout { decimal, preset, text } = layout;
    if decimal == Decimal::Point {
        comments(first, preset, &mut to)?;
    }
    let number = |value| decimal.number(value);
    let optional = |value: &Option<f64>| value.map_or_else(String::new, number);
    let mut table = decimal.table(&mut to);
    let that_ran = points.iter().find(|point| point.results.is_ok());
    let results = that_ran.and_then(|point| point.results.as_ref().ok());
    let results: Vec<_> = results.into_iter().flatten().map(|(name, _)| column(name)).collect();
    let onsets: Vec<_> = that_ran.into_iter().flat_map(|point| &point.onsets_min).map(|(id, _)| id).collect();
    let mut names: Vec<String> = columns.iter().map(|&name| name.to_owned()).collect();
    names.extend_from_slice(&results);
    names.extend(onsets.iter().map(|id| format!("warning_min.{}", id.key())));
    table.write_record(names.iter().map(String::as_str).chain(["first_warning", "first_warning_min", "not_run"]))?;
    for point in points {
        let mut record: Vec<String> = point.values.iter().copied().map(number).collect();
        let not_run = match &point.results {
            Ok(results) => {
                record.extend(results.iter().map(|(_, value)| optional(value)));
                record.extend(point.onsets_min.iter().map(|(_, value)| optional(value)));
                String::new()
            }
            Err(error) => {
                record.resize(names.len(), String::new());
                text.simulation_error(error)
            }
        };
        let (warning, onset) = point.first_warning.unzip();
        record.extend([warning.unwrap_or_default().to_owned(), optional(&onset), not_run]);
        table.write_record(record)?;
    }
    table.flush()?;
    drop(table);
    if decimal == Decimal::Comma {
        comments(first, preset, &mut to)?;
    }
    Ok(())
}
