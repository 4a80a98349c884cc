//! Writing files so that none is ever lost: the old one stays until the new one is whole on disk.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::read::{MAX_BYTES, MOST_ENTRIES};
use super::{FileProblem, Preset, Problem, ProblemKind, write};

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

/// Writes a file so that the old one stays until the new one is whole on disk. A link keeps pointing to its file, which is made where
/// it is missing; and what is no ordinary file, such as a pipe, is written to and not replaced.
///
/// # Errors
/// When the file cannot be written, or `content` fails.
pub fn write_whole(path: &Path, content: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    if fs::metadata(path).is_ok_and(|found| !found.is_file()) {
        let mut file = OpenOptions::new().write(true).open(path)?;
        content(&mut file)?;
        return file.flush();
    }
    let path = target(path)?;
    let mut file = atomic_write_file::AtomicWriteFile::open(&path)?;
    content(&mut file)?;
    file.commit()?;
    remove_leftovers(&path);
    Ok(())
}

/// The file itself where this is a link to it, whether it exists or not.
fn target(path: &Path) -> io::Result<PathBuf> {
    /// As many links as systems follow.
    const MOST_LINKS: usize = 40;
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        let Ok(link) = fs::read_link(&path) else { return Ok(path) };
        path = path.parent().map_or(link.clone(), |folder| folder.join(&link));
    }
    Err(io::Error::new(io::ErrorKind::NotFound, "a link that leads to itself"))
}

/// Removes what saves that were killed have left beside a file: `.case.ron.` and six letters or digits. A young one may belong to a save
/// that goes on elsewhere.
fn remove_leftovers(path: &Path) {
    const YOUNG: Duration = Duration::from_mins(1);
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else { return };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let start = format!(".{name}.");
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let other = entry.file_name();
        let Some(rest) = other.to_str().and_then(|other| other.strip_prefix(&start)) else { continue };
        let is_leftover = rest.len() == 6 && rest.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let is_old = || {
            let found = entry.metadata().ok().filter(fs::Metadata::is_file)?;
            found.modified().ok()?.elapsed().ok().map(|age| age > YOUNG)
        };
        if is_leftover && is_old() == Some(true) {
            // What cannot be removed stays: it does no harm.
            let _ = fs::remove_file(entry.path());
        }
    }
}
