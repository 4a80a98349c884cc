//! Why a file could not be opened or saved, told apart as far as it makes a difference to what one does about it.

use std::io;
use std::path::{Path, PathBuf};

use super::problem::{Position, Problem};
use super::share::ShareProblem;
use crate::host::files;

/// Why a file could not be opened or saved as a preset.
#[derive(Debug, thiserror::Error)]
pub enum FileProblem {
    /// The file could not be read or written for a reason that only the system can tell.
    #[error(transparent)]
    Io(#[from] io::Error),
    #[error("no such file")]
    NotFound,
    #[error("no such folder: {0}")]
    MissingFolder(PathBuf),
    #[error("a folder")]
    IsFolder,
    #[error("permission denied")]
    NotAllowed,
    /// No file can be made in this folder.
    #[error("permission denied in {0}")]
    FolderNotAllowed(PathBuf),
    #[error("read-only")]
    ReadOnly,
    #[error("no space left")]
    DiskFull,
    #[error("the name cannot be used")]
    UnusableName,
    /// Something else than UTF-8 begins here.
    #[error("not UTF-8 text")]
    NotText(Position),
    #[error("UTF-16 text")]
    Utf16,
    /// A document of another program, such as a PDF.
    #[error("a document of another program")]
    Document,
    /// A share text in it, as in a letter, is not sound.
    #[error("not a sound share text")]
    Share(ShareProblem),
    #[error("a picture that carries no preset")]
    PictureWithoutPreset,
    /// It would be too large to be opened again.
    #[error("larger than {max_bytes} bytes")]
    Grown { max_bytes: usize },
    #[error("not a sound preset")]
    Preset(Vec<Problem>),
}

impl FileProblem {
    /// What an error means for a file that was to be read.
    pub fn reading(path: &Path, error: io::Error) -> Self {
        Self::of(path, error, false)
    }

    /// What an error means for a file that was to be written.
    pub fn writing(path: &Path, error: io::Error) -> Self {
        Self::of(path, error, true)
    }

    fn of(path: &Path, error: io::Error, writes: bool) -> Self {
        use io::ErrorKind as Kind;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if files::is_folder(path) {
            return Self::IsFolder;
        }
        match error.kind() {
            Kind::NotFound | Kind::NotADirectory if !files::is_folder(folder) => Self::MissingFolder(folder.to_owned()),
            Kind::NotFound if !writes => Self::NotFound,
            Kind::PermissionDenied if writes && !files::exists(path) => Self::FolderNotAllowed(folder.to_owned()),
            Kind::PermissionDenied => Self::NotAllowed,
            Kind::ReadOnlyFilesystem => Self::ReadOnly,
            Kind::StorageFull | Kind::QuotaExceeded | Kind::FileTooLarge => Self::DiskFull,
            Kind::InvalidFilename | Kind::InvalidInput => Self::UnusableName,
            _ => Self::Io(error),
        }
    }
}

impl From<Problem> for FileProblem {
    fn from(problem: Problem) -> Self {
        Self::Preset(vec![problem])
    }
}
