//! Work that is not saved yet, kept in a folder of the program's own while its window is open, so that it outlives a crash.
//!
//! Each window keeps one file there, and holds a lock beside it as long as it lives. A file whose lock is free was left behind.

use std::io::{self, Read as _};
use std::path::{Path, PathBuf, absolute};
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use super::read::MAX_BYTES;
use super::{Preset, read, write, write_whole};
use crate::host;
use crate::host::files::{self, Lock};

/// What is kept holds two texts of cases and two of lessons, in which a sign may be written as an escape of eight.
const MOST_BYTES: u64 = 32 * MAX_BYTES as u64 + 4096;

/// What was not saved: a case with its changes, and perhaps a lesson beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct Unsaved {
    /// The file that it was opened from or last saved to.
    pub path: Option<PathBuf>,
    /// As it was opened or last saved.
    pub saved: Preset,
    /// With its changes; the same as `saved` where only the lesson was changed.
    pub preset: Preset,
    /// The lesson that was being written.
    pub lesson: Option<UnsavedLesson>,
}

/// A lesson with changes that were not saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnsavedLesson {
    /// The file that it was opened from or last saved to.
    pub path: Option<PathBuf>,
    /// The text as it was begun, opened or last saved.
    pub saved: String,
    /// The text with its changes.
    pub text: String,
}

/// How it is kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    path: Option<PathBuf>,
    saved: String,
    unsaved: String,
    #[serde(default)]
    lesson: Option<UnsavedLesson>,
}

impl Unsaved {
    /// What is written of it.
    ///
    /// # Errors
    /// When a name is no text.
    pub fn write(&self) -> ron::Result<String> {
        let (path, lesson) = (self.path.clone(), self.lesson.clone());
        ron::to_string(&Kept { path, saved: write(&self.saved), unsaved: write(&self.preset), lesson })
    }

    /// Reads what was written; `None` where that was damaged.
    pub fn read(text: &str) -> Option<Self> {
        let kept: Kept = ron::from_str(text).ok()?;
        let (saved, preset) = (read(&kept.saved).ok()?, read(&kept.unsaved).ok()?);
        Some(Self { path: kept.path, saved, preset, lesson: kept.lesson })
    }
}

/// Work that a window left behind when it ended without being closed.
#[derive(Clone, Debug, PartialEq)]
pub struct LeftBehind {
    pub unsaved: Unsaved,
    /// When it was kept.
    pub kept: SystemTime,
    /// Where it is kept.
    pub file: PathBuf,
}

/// The place where one window keeps its work.
pub struct Keeper {
    file: PathBuf,
    /// Locked as long as the window lives, however it ends.
    lock: Lock,
}

impl Keeper {
    /// A place for this window in the program's folder.
    ///
    /// # Errors
    /// When no file can be made there.
    pub fn new(folder: &Path) -> io::Result<Self> {
        let folder = folder_in(folder);
        files::make_folder(&folder)?;
        let now = host::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
        let file = folder.join(format!("{now}-{}.ron", host::process_id()));
        // Where files cannot be locked, work is kept all the same; another window may then offer it too early.
        let lock = Lock::take(&lock_of(&file))?;
        Ok(Self { file, lock })
    }

    /// Keeps this work in place of what was kept before.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn keep(&self, work: &Unsaved) -> io::Result<()> {
        // A name that is no text is forgotten, its case is not. The next window may be opened in another folder.
        let named = |path: &Option<PathBuf>| {
            let path = path.as_ref().filter(|path| path.to_str().is_some())?;
            Some(absolute(path).unwrap_or_else(|_| path.clone()))
        };
        let lesson = work.lesson.clone().map(|lesson| UnsavedLesson { path: named(&lesson.path), ..lesson });
        let kept = Unsaved { path: named(&work.path), lesson, ..work.clone() };
        let text = kept.write().map_err(io::Error::other)?;
        write_whole(&self.file, |file| file.write_all(text.as_bytes()))
    }

    /// Forgets what was kept: it is saved, or not wanted.
    pub fn forget(&self) {
        // What cannot be removed is offered once more, which does no harm.
        let _ = files::remove(&self.file);
    }

    /// The window is closed.
    pub fn close(self) {
        self.forget();
        self.lock.free();
        let _ = files::remove(&lock_of(&self.file));
    }
}

/// What windows have left behind, the newest first. What cannot be read stays where it is.
pub fn left_behind(folder: &Path) -> Vec<LeftBehind> {
    let entries = files::list(&folder_in(folder)).unwrap_or_default().into_iter();
    let mut found: Vec<_> = entries.filter_map(|file| if is_free(&file) { read_kept(&file) } else { None }).collect();
    found.sort_by_key(|left| std::cmp::Reverse(left.kept));
    found
}

/// Removes what was left behind, once it is kept elsewhere or not wanted.
pub fn forget(file: &Path) {
    for file in [file, &lock_of(file)] {
        let _ = files::remove(file);
    }
}

fn folder_in(folder: &Path) -> PathBuf {
    folder.join("unsaved")
}

fn lock_of(file: &Path) -> PathBuf {
    file.with_extension("lock")
}

/// Whether the window that kept this file is gone. A lock without work is removed.
fn is_free(file: &Path) -> bool {
    let is_work = file.extension().is_some_and(|ending| ending == "ron");
    let Some(is_free) = Lock::is_free(&lock_of(file)) else { return is_work };
    if is_free && !files::exists(&file.with_extension("ron")) {
        let _ = files::remove(&lock_of(file));
    }
    is_work && is_free
}

fn read_kept(file: &Path) -> Option<LeftBehind> {
    let mut text = String::new();
    files::open(file).ok()?.take(MOST_BYTES).read_to_string(&mut text).ok()?;
    let unsaved = Unsaved::read(&text)?;
    let when = files::written(file).unwrap_or(UNIX_EPOCH);
    Some(LeftBehind { unsaved, kept: when, file: file.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_named_from_one_folder_is_the_same_file_in_another() {
        let folder = tempfile::tempdir().unwrap();
        let saved = read(super::super::BUNDLED[0].text).unwrap();
        let work = Unsaved { path: Some(PathBuf::from("case.ron")), preset: saved.clone(), saved, lesson: None };
        Keeper::new(folder.path()).unwrap().keep(&work).unwrap();
        let left = left_behind(folder.path());
        assert_eq!(left[0].unsaved.path, Some(absolute("case.ron").unwrap()));
    }

    #[test]
    fn what_a_window_left_behind_is_found_once_it_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let saved = read(super::super::BUNDLED[0].text).unwrap();
        let mut preset = saved.clone();
        preset.protocol.settings.procedure.inlet_flow_ml_min = 44.0;
        let lesson = UnsavedLesson { path: None, saved: "(steps: [])".to_owned(), text: "(steps: [Say()])".to_owned() };
        let work = Unsaved { path: Some(folder.path().join("case.ron")), saved, preset, lesson: Some(lesson) };
        let keeper = Keeper::new(folder.path()).unwrap();
        keeper.keep(&work).unwrap();
        assert!(left_behind(folder.path()).is_empty(), "its window is open");
        drop(keeper);
        let left = left_behind(folder.path());
        assert_eq!(left.len(), 1);
        assert_eq!(left[0].unsaved, work);
        assert_eq!(left[0].unsaved.preset.source.text(), write(&work.preset));
        forget(&left[0].file);
        assert!(left_behind(folder.path()).is_empty());
        let keeper = Keeper::new(folder.path()).unwrap();
        keeper.keep(&work).unwrap();
        keeper.close();
        assert_eq!(
            std::fs::read_dir(folder_in(folder.path())).unwrap().count(),
            0,
            "a window that is closed leaves nothing"
        );
    }
}
