//! The files that were used last, and the folder to look for the next one.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

/// How many files are kept.
const MOST_FILES: usize = 8;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RecentFiles {
    /// The folder that was last opened from or saved to.
    pub folder: Option<PathBuf>,
    /// The last first.
    pub files: Vec<PathBuf>,
}

impl RecentFiles {
    /// As many as are kept: there may be more in a file that was written by hand.
    pub fn bounded(mut self) -> Self {
        self.files.truncate(MOST_FILES);
        self
    }

    /// A file that was opened or saved comes first.
    pub fn note(&mut self, path: &Path) {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        self.folder = path.parent().map(Path::to_owned);
        self.files.retain(|other| *other != path);
        self.files.insert(0, path);
        self.files.truncate(MOST_FILES);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_that_was_used_last_comes_first_and_once() {
        let mut recent = RecentFiles::default();
        for name in ["a", "b", "a", "c"] {
            recent.note(&std::env::temp_dir().join(name));
        }
        let names: Vec<_> = recent.files.iter().filter_map(|path| path.file_name()?.to_str()).collect();
        assert_eq!(names, ["c", "a", "b"]);
        assert_eq!(recent.folder, Some(std::path::absolute(std::env::temp_dir()).unwrap()));
    }
}
