//! The run as a table: one row every ten seconds, one column for each quantity.

use std::io::Write;

use crate::preset::{self, Preset};
use crate::sim::Run;
use crate::sim::quantities::Quantity;

/// Time between rows.
pub const ROW_EVERY_MIN: f64 = 10.0 / 60.0;

/// Writes the run as CSV. The whole preset stands before it as comment lines, so that the file can be made again.
///
/// # Errors
/// When `to` cannot be written.
pub fn write(run: &Run, preset: &Preset, disclaimer: &str, mut to: impl Write) -> csv::Result<()> {
    for line in std::iter::once(disclaimer).chain(preset::write(preset).lines()) {
        writeln!(to, "# {line}")?;
    }
    let mut table = csv::Writer::from_writer(to);
    table.write_record(["time_min", "phase"].into_iter().chain(Quantity::all().map(|quantity| quantity.row().key)))?;
    let rows = (run.end_min / ROW_EVERY_MIN + 1e-9).floor() as usize;
    for i in 0..=rows {
        let moment = run.at(i as f64 * ROW_EVERY_MIN);
        let values = Quantity::all().map(|quantity| quantity.at(&moment).map_or_else(String::new, number));
        let time = [number(moment.time_min), moment.phase.key().to_owned()];
        table.write_record(time.into_iter().chain(values))?;
    }
    table.flush()?;
    Ok(())
}

/// Nine decimals are beyond any measurement, and hide the last bits.
pub fn number(value: f64) -> String {
    let rounded = (value * 1e9).round() / 1e9;
    if rounded == 0.0 { "0".to_owned() } else { rounded.to_string() }
}
