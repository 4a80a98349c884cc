//! The run as a table: one row every ten seconds, one column for each quantity.

use std::io::Write;

use crate::preset::{self, Preset};
use crate::sim::Run;
use crate::sim::quantities::Quantity;

/// Time between rows.
pub const ROW_EVERY_MIN: f64 = 10.0 / 60.0;

/// How numbers are written, and with what columns are parted: spreadsheets read what their language writes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Decimal {
    /// `1.5,2`, for programs and for English spreadsheets; the preset stands before the table.
    #[default]
    Point,
    /// `1,5;2`, for spreadsheets with decimal commas, which look for the names in the first line; the preset stands behind the table.
    Comma,
}

impl Decimal {
    /// A table written in this way.
    pub(super) fn table<W: Write>(self, to: W) -> csv::Writer<W> {
        let delimiter = if self == Self::Comma { b';' } else { b',' };
        csv::WriterBuilder::new().delimiter(delimiter).flexible(true).from_writer(to)
    }

    /// A number in this way.
    pub(super) fn number(self, value: f64) -> String {
        let number = number(value);
        if self == Self::Comma { number.replace('.', ",") } else { number }
    }
}

/// Writes the run as CSV. The whole preset stands beside it as comment lines, so that the file can be made again.
///
/// # Errors
/// When `to` cannot be written.
pub fn write(run: &Run, preset: &Preset, disclaimer: &str, decimal: Decimal, mut to: impl Write) -> csv::Result<()> {
    if decimal == Decimal::Point {
        comments(disclaimer, preset, &mut to)?;
    }
    let mut table = decimal.table(&mut to);
    table.write_record(["time_min", "phase"].into_iter().chain(Quantity::all().map(|quantity| quantity.row().key)))?;
    let rows = (run.end_min / ROW_EVERY_MIN + 1e-9).floor() as usize;
    for i in 0..=rows {
        let moment = run.at(i as f64 * ROW_EVERY_MIN);
        let number = |value| decimal.number(value);
        let values = Quantity::all().map(|quantity| quantity.at(&moment).map_or_else(String::new, number));
        let time = [number(moment.time_min), moment.phase.key().to_owned()];
        table.write_record(time.into_iter().chain(values))?;
    }
    table.flush()?;
    drop(table);
    if decimal == Decimal::Comma {
        comments(disclaimer, preset, &mut to)?;
    }
    Ok(())
}

/// The preset as students may have it, as comment lines under a first one: as its share text, which a spreadsheet leaves alone, and in full.
pub(super) fn comments(first: &str, preset: &Preset, to: &mut impl Write) -> std::io::Result<()> {
    let preset = preset.for_students();
    let shared = preset::share_text(&preset).ok();
    for line in std::iter::once(first).chain(shared.as_deref()).chain(preset::write(&preset).lines()) {
        writeln!(to, "# {line}")?;
    }
    Ok(())
}

/// Nine decimals are beyond any measurement, and hide the last bits.
pub fn number(value: f64) -> String {
    let rounded = (value * 1e9).round() / 1e9;
    if rounded == 0.0 { "0".to_owned() } else { rounded.to_string() }
}
