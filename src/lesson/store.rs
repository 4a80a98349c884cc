//! Lessons on disk.

use std::io::Read;
use std::path::Path;

use super::Lesson;
use crate::host::files;
use crate::preset::{FileProblem, MAX_BYTES, Position};

/// Whether there is a file of this name that holds a lesson, sound or not.
pub fn is_lesson_file(path: &Path) -> bool {
    let mut bytes = Vec::new();
    let read = files::open(path).and_then(|file| file.take(MAX_BYTES as u64).read_to_end(&mut bytes));
    read.is_ok() && std::str::from_utf8(&bytes).is_ok_and(super::is_lesson)
}

/// Reads a lesson from its file.
///
/// # Errors
/// When the file cannot be read, is no text, or holds no sound lesson.
pub fn load(path: &Path) -> Result<Lesson, FileProblem> {
    super::read(&text_of(path)?).map_err(FileProblem::Preset)
}

/// Reads the text of a lesson's file, however unsound the lesson is.
///
/// # Errors
/// When the file cannot be read or is no text. Of one that is too large, one byte more comes than a lesson may have: [`super::read`]
/// says so.
pub fn text_of(path: &Path) -> Result<String, FileProblem> {
    let mut bytes = Vec::new();
    let file = files::open(path).map_err(|error| FileProblem::reading(path, error))?;
    // One byte too many tells a file that is too large, without reading the rest.
    file.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(|error| FileProblem::reading(path, error))?;
    String::from_utf8(bytes).map_err(|_| FileProblem::NotText(Position { line: 1, column: 1 }))
}
