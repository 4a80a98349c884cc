//! Files on disk: read as they are, and written so that none is ever lost: the old one stays until the new one is whole.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// A file that is open to be read.
pub type Opened = File;

/// Opens a file to read it.
///
/// # Errors
/// As the system says.
pub fn open(path: &Path) -> io::Result<Opened> {
    File::open(path)
}

/// Reads a file that holds text.
///
/// # Errors
/// As the system says, or when it is no UTF-8.
pub fn read_text(path: &Path) -> io::Result<String> {
    fs::read_to_string(path)
}

pub fn exists(path: &Path) -> bool {
    path.exists()
}

pub fn is_folder(path: &Path) -> bool {
    path.is_dir()
}

/// Whether there is an ordinary file.
pub fn is_file(path: &Path) -> bool {
    path.is_file()
}

/// Whether both lead to the same file, which exists.
pub fn is_same(path: &Path, other: &Path) -> bool {
    path.canonicalize().is_ok_and(|path| other.canonicalize().is_ok_and(|other| path == other))
}

/// When a file was last written.
///
/// # Errors
/// As the system says.
pub fn written(path: &Path) -> io::Result<SystemTime> {
    fs::metadata(path)?.modified()
}

/// What lies in a folder, in no order.
///
/// # Errors
/// When the folder cannot be read.
pub fn list(folder: &Path) -> io::Result<Vec<PathBuf>> {
    fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect()
}

/// Makes a folder, and those it lies in.
///
/// # Errors
/// As the system says.
pub fn make_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

/// # Errors
/// As the system says.
pub fn remove(path: &Path) -> io::Result<()> {
    fs::remove_file(path)
}

/// # Errors
/// As the system says.
pub fn rename(path: &Path, to: &Path) -> io::Result<()> {
    fs::rename(path, to)
}

/// Tells other programs that something is in use, for as long as this one lives.
pub struct Lock(File);

impl Lock {
    /// Where files cannot be locked, the file is made all the same.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn take(path: &Path) -> io::Result<Self> {
        let file = File::create(path)?;
        let _ = file.try_lock();
        Ok(Self(file))
    }

    /// Whether no program that lives holds the lock; `None` where there is none.
    pub fn is_free(path: &Path) -> Option<bool> {
        let lock = File::open(path).ok()?;
        Some(!matches!(lock.try_lock(), Err(TryLockError::WouldBlock)))
    }

    /// Gives it back.
    pub fn free(self) {
        let _ = self.0.unlock();
    }
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
    // Another file takes its place, which needs no right to write to this one: whoever took that away meant it.
    if fs::metadata(&path).is_ok_and(|found| found.permissions().readonly()) {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
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
