//! Asking for a file without stopping the window: what the handler needs, whatever asks.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use crate::app::redraw::{self, Reason};
use crate::app::state::{ENDING, Purpose};

/// What came of asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PickerAnswer {
    Picked(Purpose, PathBuf),
    Canceled,
    /// A file that was dropped has been read, and lies here.
    Dropped(PathBuf),
    /// There is no file dialog on this system: the path must be typed.
    NoDialog(Purpose),
}

/// Something that can ask for a file.
pub trait FilePicker {
    /// Starts asking. `suggested` is the name offered when saving, or the folder to start in.
    fn ask(&mut self, purpose: Purpose, suggested: &Path, ctx: &egui::Context);

    /// The answer, once there is one.
    fn answer(&mut self) -> Option<PickerAnswer>;

    /// Where a file lies that was dropped on the window; `None` while it must be read first, which is answered later.
    fn dropped(&mut self, file: &egui::DroppedFileHandle, _ctx: &egui::Context) -> Option<PathBuf> {
        Some(file.path().to_owned())
    }
}

/// A picker that gives prepared answers: for tests.
#[derive(Default)]
pub struct ScriptedPicker {
    answers: Vec<PickerAnswer>,
    asked: bool,
}

impl ScriptedPicker {
    /// Answers in this order.
    pub fn new(answers: impl IntoIterator<Item = PickerAnswer>) -> Self {
        let mut answers: Vec<_> = answers.into_iter().collect();
        answers.reverse();
        Self { answers, asked: false }
    }
}

impl FilePicker for ScriptedPicker {
    fn ask(&mut self, _purpose: Purpose, _suggested: &Path, ctx: &egui::Context) {
        self.asked = true;
        redraw::request(ctx, Reason::Answered);
    }

    fn answer(&mut self) -> Option<PickerAnswer> {
        if !std::mem::take(&mut self.asked) {
            return None;
        }
        Some(self.answers.pop().unwrap_or(PickerAnswer::Canceled))
    }
}

/// The path with the ending of a preset, unless it has one. What follows the dot in "1.5" or "v2" is none, and a picture's is not a
/// text's.
pub fn with_ending(path: PathBuf) -> PathBuf {
    let is_ending = |ending: &str| {
        (2..=5).contains(&ending.len())
            && ending.bytes().all(|byte| byte.is_ascii_alphabetic())
            && !["png", "jpg", "jpeg"].iter().any(|picture| ending.eq_ignore_ascii_case(picture))
    };
    if path.extension().and_then(OsStr::to_str).is_some_and(is_ending) {
        return path;
    }
    with_appended(path, ENDING)
}

/// The path with this ending, whatever other it has: what is written is what its name says.
pub fn with_this_ending(path: PathBuf, ending: &str) -> PathBuf {
    let is_own = path.extension().and_then(OsStr::to_str).is_some_and(|own| own.eq_ignore_ascii_case(ending));
    if is_own { path } else { with_appended(path, ending) }
}

fn with_appended(path: PathBuf, ending: &str) -> PathBuf {
    let mut longer = path.into_os_string();
    longer.push(".");
    longer.push(ending);
    longer.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ending_is_added_where_there_is_none() {
        for (typed, path) in [
            ("mine", "mine.ron"),
            ("mine.ron", "mine.ron"),
            ("Fall 1.5", "Fall 1.5.ron"),
            ("mine.v2", "mine.v2.ron"),
            ("notes.txt", "notes.txt"),
            ("mine.png", "mine.png.ron"),
            ("Müller, 病例 ü", "Müller, 病例 ü.ron"),
            ("folder.d/مريض", "folder.d/مريض.ron"),
        ] {
            assert_eq!(with_ending(PathBuf::from(typed)), PathBuf::from(path));
        }
    }

    #[test]
    fn what_is_written_is_what_its_name_says() {
        for (chosen, path) in [
            ("curves", "curves.svg"),
            ("curves.svg", "curves.svg"),
            ("curves.SVG", "curves.SVG"),
            ("curves.png", "curves.png.svg"),
            ("Curve no. 3", "Curve no. 3.svg"),
            ("case.ron", "case.ron.svg"),
        ] {
            assert_eq!(with_this_ending(PathBuf::from(chosen), "svg"), PathBuf::from(path));
        }
    }
}
