//! Presets on disk: read within bounds, and no more of a device than a preset may be large, or what carries one.

use std::io::Read;
use std::path::{Path, PathBuf};

#[cfg(not(target_arch = "wasm32"))]
use super::photo;
use super::problem::{Position, Problem, ProblemKind};
use super::read::MAX_BYTES;
use super::{FileProblem, Preset, embed, is_share_text, read_share_text, read_whole, table};
use crate::host::files::{self, Opened};

/// A file that was opened: what it holds, unless it takes long to find that out.
pub enum Opening {
    /// A preset to work on, with the file to save it to: none for the preset of a picture or a table, which is not overwritten with it.
    Done(Box<Preset>, Option<PathBuf>),
    /// A picture that carries no preset, and may show the code of one.
    Photo(Photo),
}

/// A picture in which a code is yet to be looked for.
pub struct Photo {
    path: PathBuf,
    /// Of the file's bytes those that were read already.
    bytes: Vec<u8>,
    rest: Opened,
}

impl Photo {
    /// Looks for the code of a preset. This takes up to a few seconds.
    ///
    /// # Errors
    /// When the file cannot be read or no code is found.
    pub fn look(self) -> Result<Preset, FileProblem> {
        let Self { path, bytes, rest } = self;
        told(&path, photographed(bytes, rest))
    }
}

/// Reads a preset, or the one that a picture or a table carries.
///
/// # Errors
/// When the file cannot be read, is neither text nor a picture, or holds no sound preset.
pub fn load(path: &Path) -> Result<Preset, FileProblem> {
    open(path).map(|(preset, _)| preset)
}

/// Opens a preset to work on, with the file to save it to: none for that of a picture or a table, which is not overwritten with it.
///
/// # Errors
/// As [`load`].
pub fn open(path: &Path) -> Result<(Preset, Option<PathBuf>), FileProblem> {
    match begin_to_open(path)? {
        Opening::Done(preset, own) => Ok((*preset, own)),
        Opening::Photo(photo) => photo.look().map(|preset| (preset, None)),
    }
}

/// Opens a file as far as that takes no time.
///
/// # Errors
/// As [`load`].
pub fn begin_to_open(path: &Path) -> Result<Opening, FileProblem> {
    let begun = files::open(path).map_err(FileProblem::Io).and_then(|mut file| Ok((read_any(&mut file)?, file)));
    let opening = match begun {
        Ok((Found::Photo(bytes), rest)) => return Ok(Opening::Photo(Photo { path: path.to_owned(), bytes, rest })),
        Ok((Found::Text(preset), _)) => Ok(Opening::Done(preset, Some(path.to_owned()))),
        Ok((Found::Carried(preset), _)) => Ok(Opening::Done(preset, None)),
        Err(problem) => Err(problem),
    };
    told(path, opening)
}

/// What came of opening a file, with its path where the system refused it, told in the log.
fn told<T>(path: &Path, opened: Result<T, FileProblem>) -> Result<T, FileProblem> {
    let opened = opened.map_err(|problem| match problem {
        FileProblem::Io(error) => FileProblem::reading(path, error),
        other => other,
    });
    match &opened {
        Ok(_) => log::info!("opened {}", path.display()),
        Err(problem) => log::warn!("cannot open {}: {problem}", path.display()),
    }
    opened
}

/// Reads a preset, or the one that a picture or a table carries, from what is no file, such as standard input.
///
/// # Errors
/// As [`load`].
pub fn load_from(mut source: impl Read) -> Result<Preset, FileProblem> {
    match read_any(&mut source)? {
        Found::Text(preset) | Found::Carried(preset) => Ok(*preset),
        Found::Photo(bytes) => photographed(bytes, source),
    }
}

/// What bytes are.
enum Found {
    Text(Box<Preset>),
    /// The preset that a picture or a table carries.
    Carried(Box<Preset>),
    /// A picture that carries none, with those of its bytes that were read.
    Photo(Vec<u8>),
}

/// What the files of other programs begin with that people send by mistake: PDF, zipped and older documents of offices.
const DOCUMENTS: [&[u8]; 3] = [b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"];

fn read_any(source: &mut impl Read) -> Result<Found, FileProblem> {
    let mut bytes = Vec::new();
    // One byte too many tells a file that is too large, without reading the rest.
    source.by_ref().take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    let whole = |text: &str| read_whole(text).map(Box::new).map_err(FileProblem::Preset);
    if embed::is_picture(&bytes) {
        return match embed::text(&bytes) {
            Some(text) => Ok(Found::Carried(whole(&text)?)),
            None => may_show_code(&bytes).then_some(Found::Photo(bytes)).ok_or(FileProblem::PictureWithoutPreset),
        };
    }
    if let Some(preset) = table::carried(&bytes, source)? {
        return Ok(Found::Carried(Box::new(preset)));
    }
    if DOCUMENTS.iter().any(|mark| bytes.starts_with(mark)) {
        return Err(FileProblem::Document);
    }
    let text = std::str::from_utf8(&bytes).map_err(|error| not_text(&bytes, error.valid_up_to()))?;
    // UTF-16 without its mark is UTF-8, with a zero for every other letter.
    if text.contains('\0') {
        return Err(not_text(&bytes, text.find('\0').unwrap_or(0)));
    }
    match whole(text) {
        // A letter that holds a share text, which is no file to be saved to.
        Err(FileProblem::Preset(problems))
            if matches!(problems[..], [Problem { kind: ProblemKind::OtherForm(_), .. }]) && is_share_text(text) =>
        {
            // On a line of its own, or wrapped at the end of the letter.
            let alone = text.lines().filter(|line| is_share_text(line)).find_map(|line| read_share_text(line).ok());
            let shared = alone.map_or_else(|| read_share_text(text), Ok);
            shared.map(|preset| Found::Carried(Box::new(preset))).map_err(FileProblem::Share)
        }
        read => Ok(Found::Text(read?)),
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn may_show_code(bytes: &[u8]) -> bool {
    photo::is_photo(bytes)
}

/// In a page of a browser, which is to be small, no code is looked for.
#[cfg(target_arch = "wasm32")]
const fn may_show_code(_: &[u8]) -> bool {
    false
}

/// The preset whose code a picture shows; the first of its bytes are read already.
#[cfg(not(target_arch = "wasm32"))]
fn photographed(mut bytes: Vec<u8>, source: impl Read) -> Result<Preset, FileProblem> {
    source.take((photo::MOST_BYTES - MAX_BYTES) as u64).read_to_end(&mut bytes)?;
    let found = photo::text(&bytes, is_share_text).and_then(|text| read_share_text(&text).ok());
    found.ok_or(FileProblem::PictureWithoutPreset)
}

#[cfg(target_arch = "wasm32")]
fn photographed(_: Vec<u8>, _: impl Read) -> Result<Preset, FileProblem> {
    Err(FileProblem::PictureWithoutPreset)
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
