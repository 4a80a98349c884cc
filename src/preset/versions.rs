//! Older versions of saved files: what a file held before it was saved over, kept in a folder of the program's own.

use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::read::MAX_BYTES;
use super::{Preset, load, write_whole};
use crate::host::{self, files};

/// How many versions are kept of each file.
pub const MOST_VERSIONS: usize = 5;

/// A version of a file that was saved over.
#[derive(Clone, Debug, PartialEq)]
pub struct Version {
    /// When it was written.
    pub written: SystemTime,
    pub preset: Preset,
}

/// What is in a file now, or as much of it as a preset may be large and a byte more; `None` where there is no file.
pub fn bytes_on_disk(path: &Path) -> Option<Vec<u8>> {
    let file = files::open(path).ok().filter(|_| files::is_file(path))?;
    let mut bytes = Vec::new();
    file.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// Keeps what is in a file now, before it is saved over with `new`. What is kept already, or stays the same, is not kept again.
///
/// # Errors
/// When it cannot be kept.
pub fn keep_version(folder: &Path, path: &Path, new: &str) -> io::Result<()> {
    let is_worth = |bytes: &Vec<u8>| !bytes.is_empty() && bytes.len() <= MAX_BYTES && bytes != new.as_bytes();
    let Some(bytes) = bytes_on_disk(path).filter(is_worth) else { return Ok(()) };
    let folder = folder_of(folder, path);
    let kept = files_in(&folder);
    if kept.first().and_then(|(_, newest)| bytes_on_disk(newest)).as_ref() == Some(&bytes) {
        return Ok(());
    }
    files::make_folder(&folder)?;
    let written = files::written(path).unwrap_or_else(|_| host::now());
    let millis = written.duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
    // Names are in the order in which versions were kept, whatever the clock says.
    let after_newest = kept.first().map_or(0, |(newest, _)| newest + 1);
    let name = millis.max(after_newest);
    write_whole(&folder.join(format!("{name:020}.ron")), |file| file.write_all(&bytes))?;
    for (_, old) in kept.iter().skip(MOST_VERSIONS - 1) {
        files::remove(old)?;
    }
    Ok(())
}

/// The versions that are kept of a file, the newest first. One that cannot be read is left out.
pub fn versions(folder: &Path, path: &Path) -> Vec<Version> {
    let kept = files_in(&folder_of(folder, path)).into_iter();
    kept.filter_map(|(millis, file)| {
        let preset = load(&file).ok()?;
        let written = UNIX_EPOCH + Duration::from_millis(u64::try_from(millis).ok()?);
        Some(Version { written, preset })
    })
    .collect()
}

/// When each version in this folder was written, in ms since 1970, and its file; the newest first.
fn files_in(folder: &Path) -> Vec<(u128, PathBuf)> {
    let named = files::list(folder).unwrap_or_default().into_iter().filter_map(|path| {
        let millis = path.file_stem()?.to_str()?.parse().ok()?;
        Some((millis, path))
    });
    let mut files: Vec<_> = named.collect();
    files.sort_by(|a, b| b.cmp(a));
    files
}

/// The folder for the versions of one file.
fn folder_of(folder: &Path, path: &Path) -> PathBuf {
    let path = std::fs::canonicalize(path).or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_owned());
    // FNV-1a, 64 bits: the same for ever and on every system.
    let hash = path
        .as_os_str()
        .as_encoded_bytes()
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
    folder.join("versions").join(format!("{hash:016x}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_five_are_kept_the_newest_first() {
        let folder = tempfile::tempdir().unwrap();
        let (kept, path) = (folder.path().join("kept"), folder.path().join("case.ron"));
        let text = |n: usize| {
            super::super::BUNDLED[0].text.replace("interface_position: 0.8", &format!("interface_position: 0.{n}"))
        };
        keep_version(&kept, &path, &text(1)).unwrap();
        assert!(versions(&kept, &path).is_empty(), "there was no file");
        for n in 1..=8 {
            // Saving the same again keeps nothing.
            for _ in 0..2 {
                keep_version(&kept, &path, &text(n)).unwrap();
                std::fs::write(&path, text(n)).unwrap();
            }
        }
        let found: Vec<_> =
            versions(&kept, &path).into_iter().map(|version| version.preset.source.text().to_owned()).collect();
        assert_eq!(found, [7, 6, 5, 4, 3].map(text));
        assert!(versions(&kept, &folder.path().join("other.ron")).is_empty());
    }
}
