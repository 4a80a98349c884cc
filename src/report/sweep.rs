//! A sweep as a table: one row for each run, the varied settings first, then every result.

use std::io::Write;

use super::csv::{Decimal, comments};
use crate::preset::Preset;
use crate::study::sweep::{Point, Vary};
use crate::text::Text;

/// Writes the sweep as CSV, the case it starts from beside it as comment lines.
///
/// A run that cannot be made keeps its row, empty but for the reason in its last column.
///
/// # Errors
/// When `to` cannot be written.
pub fn write(
    varied: &[Vary],
    points: &[Point],
    preset: &Preset,
    decimal: Decimal,
    text: &Text,
    mut to: impl Write,
) -> csv::Result<()> {
    // On the line of the disclaimer, so that the rest of the comments is the preset and nothing else.
    let first = format!("{} {}", text.get("disclaimer"), text.get("sweep-units"));
    if decimal == Decimal::Point {
        comments(&first, preset, &mut to)?;
    }
    let number = |value| decimal.number(value);
    let mut table = decimal.table(&mut to);
    let results = points.iter().find_map(|point| point.results.as_ref().ok());
    let names: Vec<_> = results.into_iter().flatten().map(|(name, _)| name.as_str()).collect();
    let fields = varied.iter().map(|vary| vary.setting.row().path).chain(names.iter().copied());
    table.write_record(fields.chain(["first_warning", "first_warning_min", "not_run"]))?;
    for point in points {
        let mut record: Vec<String> = point.values.iter().copied().map(number).collect();
        let not_run = match &point.results {
            Ok(results) => {
                record.extend(results.iter().map(|(_, value)| value.map_or_else(String::new, number)));
                String::new()
            }
            Err(error) => {
                record.extend(names.iter().map(|_| String::new()));
                text.simulation_error(error)
            }
        };
        let (warning, onset) = point.first_warning.unzip();
        record.extend([warning.unwrap_or_default().to_owned(), onset.map_or_else(String::new, number), not_run]);
        table.write_record(record)?;
    }
    table.flush()?;
    drop(table);
    if decimal == Decimal::Comma {
        comments(&first, preset, &mut to)?;
    }
    Ok(())
}
