//! The code of a case in a photograph, looked for on a thread of its own while the window waits and may give it up.

use std::path::PathBuf;
use std::sync::mpsc::TryRecvError;

use super::task::{Reporter, Runner, Task};
use crate::preset::{FileProblem, Photo, Preset};

type Looked = Result<Preset, FileProblem>;

/// One photograph at a time: another takes the place of the one before.
#[derive(Default)]
pub struct Photos(Option<(PathBuf, Task<Looked>)>);

impl Photos {
    pub fn is_running(&self) -> bool {
        self.0.is_some()
    }

    pub fn start(&mut self, runner: &Runner<'_>, path: PathBuf, photo: Photo) {
        let work = async move |reporter: Reporter<Looked>| reporter.answer(photo.look());
        self.0 = Some((path, Task::start_in_pieces(runner, "photograph", work)));
    }

    /// Nobody waits any longer.
    pub fn give_up(&mut self) {
        self.0 = None;
    }

    /// Takes what was found in the photograph of this path, once that is known.
    pub fn take(&mut self) -> Option<(PathBuf, Looked)> {
        let looked = match self.0.as_ref()?.1.take() {
            Ok(looked) => looked,
            Err(TryRecvError::Empty) => return None,
            Err(TryRecvError::Disconnected) => Err(std::io::Error::other("the work broke off").into()),
        };
        self.0.take().map(|(path, _)| (path, looked))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::Ordering;

    use super::*;

    #[test]
    fn what_was_found_is_told_once_and_what_is_given_up_hears_of_it() {
        let (task, found) = Task::waiting();
        let mut photos = Photos(Some((PathBuf::from("a.jpg"), task)));
        assert!(photos.take().is_none() && photos.is_running());
        found.send(Err(FileProblem::PictureWithoutPreset)).expect("the task listens");
        let (path, looked) = photos.take().expect("found out");
        assert!(looked.is_err() && path == *"a.jpg" && !photos.is_running() && photos.take().is_none());

        let (task, found) = Task::waiting();
        let canceled = task.canceled();
        photos.0 = Some((PathBuf::from("b.jpg"), task));
        photos.give_up();
        assert!(canceled.load(Ordering::Relaxed) && !photos.is_running());
        assert!(found.send(Err(FileProblem::PictureWithoutPreset)).is_err());

        let (task, found) = Task::waiting();
        photos.0 = Some((PathBuf::from("c.jpg"), task));
        drop(found);
        assert!(photos.take().is_some_and(|(_, looked)| matches!(looked, Err(FileProblem::Io(_)))));
    }
}
