//! Another program runs a case: it changes a setting, reads a moment, and lists what would be warned of.

use buffycoat::preset;
use buffycoat::sim::quantities::Quantity;
use buffycoat::sim::{SettingId, Value, simulate};

/// As on the front page of the library.
///
/// # Errors
/// When the case is wrong or cannot be run, in words.
pub fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut case = preset::load("presets/healthy_donor.ron".as_ref())?;
    SettingId::InletFlow.set(&mut case.protocol.settings, &Value::Number(70.0));
    let run = simulate(&case.protocol)?;
    let hemoglobin_g_dl = Quantity::Hemoglobin.at(&run.at(60.0));
    println!("{}: {hemoglobin_g_dl:.1?} g/dL after an hour", case.title);
    for warning in &run.warnings {
        println!("{} from minute {:.0}", warning.id.key(), warning.from_min);
    }
    println!("{:.1} × 10⁹ white cells in the bag", run.outcome.product.white_cells_e9.sum());
    Ok(())
}
