//! Presets on disk: read within bounds, written whole or not at all.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use super::read::MAX_BYTES;
use super::{FileProblem, Preset, embed, read, write};

/// Reads a preset, or the one that a picture carries.
///
/// # Errors
/// When the file cannot be read, is neither text nor a picture, or holds no sound preset.
pub fn load(path: &Path) -> Result<Preset, FileProblem> {
    open(path).map(|(preset, _)| preset)
}

/// Opens a preset to work on, with the file to save it to: none for the preset of a picture, which is not overwritten with text.
///
/// # Errors
/// As [`load`].
pub fn open(path: &Path) -> Result<(Preset, Option<PathBuf>), FileProblem> {
    let opened = File::open(path).map_err(FileProblem::Io).and_then(read_any);
    match &opened {
        Ok(_) => log::info!("opened {}", path.display()),
        Err(problem) => log::warn!("cannot open {}: {problem}", path.display()),
    }
    opened.map(|(preset, is_picture)| (preset, (!is_picture).then(|| path.to_owned())))
}

/// Reads a preset, or the one that a picture carries, from what is no file, such as standard input.
///
/// # Errors
/// As [`load`].
pub fn load_from(source: impl Read) -> Result<Preset, FileProblem> {
    read_any(source).map(|(preset, _)| preset)
}

/// A preset, and whether a picture carried it.
fn read_any(source: impl Read) -> Result<(Preset, bool), FileProblem> {
    let mut bytes = Vec::new();
    // One byte too many tells a file that is too large, without reading the rest.
    source.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    if embed::is_picture(&bytes) {
        let text = embed::text(&bytes).ok_or(FileProblem::PictureWithoutPreset)?;
        return Ok((read(&text)?, true));
    }
    let text = String::from_utf8(bytes).map_err(|_| FileProblem::NotText)?;
    Ok((read(without_mark(&text))?, false))
}

/// The text without the byte-order mark with which some editors open a file.
pub fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// Saves a preset.
///
/// # Errors
/// When the file cannot be written.
pub fn save(path: &Path, preset: &Preset) -> Result<(), FileProblem> {
    let saved = write_whole(path, |file| file.write_all(write(preset).as_bytes()));
    match &saved {
        Ok(()) => log::info!("saved {}", path.display()),
        Err(problem) => log::warn!("cannot save {}: {problem}", path.display()),
    }
    Ok(saved?)
}

/// Writes a file so that the old one stays until the new one is whole on disk. A link keeps pointing to its file, and what is
/// no ordinary file, such as a pipe, is written to and not replaced.
///
/// # Errors
/// When the file cannot be written, or `content` fails.
pub fn write_whole(path: &Path, content: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    match fs::metadata(path) {
        Ok(found) if !found.is_file() => content(&mut fs::OpenOptions::new().write(true).open(path)?),
        found => {
            let path = if found.is_ok() { fs::canonicalize(path)? } else { path.to_owned() };
            let mut file = atomic_write_file::AtomicWriteFile::open(path)?;
            content(&mut file)?;
            file.commit()
        }
    }
}
