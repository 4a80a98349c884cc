//! Saving presets, no larger than what can be opened again.

use std::path::Path;

use super::read::{MAX_BYTES, MOST_ENTRIES};
use super::{FileProblem, Preset, Problem, ProblemKind, write};
use crate::host::files::write_whole;

/// Saves a preset; returns the text that is in the file now.
///
/// # Errors
/// When the file cannot be written, or would be too large or have too many changes to be opened again.
pub fn save(path: &Path, preset: &Preset) -> Result<String, FileProblem> {
    let text = write(preset);
    let saved = if text.len() > MAX_BYTES {
        Err(FileProblem::Grown { max_bytes: MAX_BYTES })
    } else if preset.protocol.changes.len() > MOST_ENTRIES {
        let kind = ProblemKind::TooManyEntries { most: MOST_ENTRIES };
        Err(Problem { kind, field: "procedure.changes".to_owned(), position: None }.into())
    } else {
        write_whole(path, |file| file.write_all(text.as_bytes())).map_err(|error| FileProblem::writing(path, error))
    };
    match &saved {
        Ok(()) => log::info!("saved {}", path.display()),
        Err(problem) => log::warn!("cannot save {}: {problem}", path.display()),
    }
    saved.map(|()| text)
}
