//! The names in the folder whose path is typed, read on a thread of its own: a drive in the network may take its time, or never answer.

use std::path::{Path, PathBuf};
use std::sync::mpsc::TryRecvError;

use super::task::{Reporter, Runner, Task};
use crate::app::state::typed_path::{Name, folder_of};
use crate::host::files;

/// Of a folder that holds more than this some are not offered.
const MOST: usize = 10_000;

/// One folder at a time.
#[derive(Default)]
pub struct Names {
    folder: Option<PathBuf>,
    reading: Option<Task<Vec<Name>>>,
    found: Vec<Name>,
}

impl Names {
    pub fn is_running(&self) -> bool {
        self.reading.is_some()
    }

    /// Reads the folder of what is typed, unless that is done.
    pub fn start(&mut self, runner: &Runner<'_>, typed: &str) {
        let folder = folder_of(typed);
        if self.folder.as_ref() == Some(&folder) {
            return;
        }
        self.found = Vec::new();
        self.folder = Some(folder.clone());
        let work = async move |reporter: Reporter<Vec<Name>>| reporter.answer(names_in(&folder));
        self.reading = Some(Task::start_in_pieces(runner, "names in a folder", work));
    }

    pub fn forget(&mut self) {
        *self = Self::default();
    }

    pub fn deliver(&mut self) {
        match self.reading.as_ref().map(Task::take) {
            Some(Ok(found)) => (self.found, self.reading) = (found, None),
            Some(Err(TryRecvError::Disconnected)) => self.reading = None,
            Some(Err(TryRecvError::Empty)) | None => {}
        }
    }

    /// Those that are known: folders first, each in the order of the alphabet.
    pub fn found(&self) -> &[Name] {
        &self.found
    }
}

/// A folder that cannot be read has no names: what is wrong with a path is said when it is taken.
fn names_in(folder: &Path) -> Vec<Name> {
    let name = |path: PathBuf| {
        let name = path.file_name()?.to_str()?.to_owned();
        Some(Name { name, is_folder: files::is_folder(&path) })
    };
    let found = files::list(folder).unwrap_or_default().into_iter();
    let mut names: Vec<Name> = found.take(MOST).filter_map(name).collect();
    names.sort_by_cached_key(|name| (!name.is_folder, name.name.to_lowercase()));
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_come_first_and_one_that_cannot_be_read_has_no_names() {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["b.ron", "A.ron"] {
            std::fs::write(folder.path().join(name), "").expect("written");
        }
        std::fs::create_dir(folder.path().join("z")).expect("made");
        let found: Vec<_> = names_in(folder.path()).into_iter().map(|name| name.name).collect();
        assert_eq!(found, ["z", "A.ron", "b.ron"]);
        assert!(names_in(&folder.path().join("nowhere")).is_empty());
    }
}
