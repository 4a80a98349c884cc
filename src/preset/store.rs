//! Presets on disk: read within bounds, and no more of a device than a preset may be large.

use std::io::Read;
use std::path::{Path, PathBuf};

use super::problem::Position;
use super::read::MAX_BYTES;
use super::{FileProblem, Preset, embed, read_whole};
#[cfg(not(target_arch = "wasm32"))]
use super::{is_share_text, photo, read_share_text};
use crate::host::files;

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
    let found = |problem| match problem {
        FileProblem::Io(error) => FileProblem::reading(path, error),
        other => other,
    };
    let opened = files::open(path).map_err(FileProblem::Io).and_then(read_any).map_err(found);
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
fn read_any(mut source: impl Read) -> Result<(Preset, bool), FileProblem> {
    let mut bytes = Vec::new();
    // One byte too many tells a file that is too large, without reading the rest.
    source.by_ref().take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    if embed::is_picture(&bytes) {
        let Some(text) = embed::text(&bytes) else {
            return Ok((photographed(bytes, source)?.ok_or(FileProblem::PictureWithoutPreset)?, true));
        };
        return Ok((read_whole(&text).map_err(FileProblem::Preset)?, true));
    }
    let text = std::str::from_utf8(&bytes).map_err(|error| not_text(&bytes, error.valid_up_to()))?;
    // UTF-16 without its mark is UTF-8, with a zero for every other letter.
    if text.contains('\0') {
        return Err(not_text(&bytes, text.find('\0').unwrap_or(0)));
    }
    Ok((read_whole(text).map_err(FileProblem::Preset)?, false))
}

/// The preset whose code a picture shows; the first of its bytes are read already.
#[cfg(not(target_arch = "wasm32"))]
fn photographed(mut bytes: Vec<u8>, source: impl Read) -> Result<Option<Preset>, FileProblem> {
    if !photo::is_photo(&bytes) {
        return Ok(None);
    }
    source.take((photo::MOST_BYTES - MAX_BYTES) as u64).read_to_end(&mut bytes)?;
    Ok(photo::text(&bytes, is_share_text).and_then(|text| read_share_text(&text).ok()))
}

/// In a page of a browser, which is to be small, no code is looked for.
#[cfg(target_arch = "wasm32")]
fn photographed(_: Vec<u8>, _: impl Read) -> Result<Option<Preset>, FileProblem> {
    Ok(None)
}

/// What is no text in UTF-8: it is from this byte on.
fn not_text(bytes: &[u8], sound: usize) -> FileProblem {
    let is_marked = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    let zeros = bytes.iter().take(64).filter(|byte| **byte == 0).count();
    // Letters of the Latin alphabet have a zero in each pair of bytes.
    if is_marked || (sound <= 1 && 3 * zeros >= bytes.len().min(64)) {
        return FileProblem::Utf16;
    }
    let before = String::from_utf8_lossy(&bytes[..sound]);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    FileProblem::NotText(Position { line, column })
}
