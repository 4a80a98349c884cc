//! Presets on disk: read whole, written atomically, so that a file is never half of one.

use std::io::Write as _;
use std::path::Path;

use super::{FileProblem, Preset, read, write};

/// Opens a preset.
///
/// # Errors
/// When the file cannot be read, is not text, or is not a preset.
pub fn load(path: &Path) -> Result<Preset, FileProblem> {
    let bytes = std::fs::read(path)?;
    let text = String::from_utf8(bytes).map_err(|_| FileProblem::NotText)?;
    // Some editors open a file with a byte-order mark.
    Ok(read(text.trim_start_matches('\u{feff}'))?)
}

/// Saves a preset: the old file stays until the new one is whole on disk.
///
/// # Errors
/// When the file cannot be written.
pub fn save(path: &Path, preset: &Preset) -> Result<(), FileProblem> {
    let mut file = atomic_write_file::AtomicWriteFile::open(path)?;
    file.write_all(write(preset).as_bytes())?;
    file.commit()?;
    Ok(())
}
