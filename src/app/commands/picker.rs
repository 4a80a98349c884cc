//! Asking for a file without stopping the window: what the handler needs, whatever asks.

use std::path::{Path, PathBuf};

use crate::app::redraw::{self, Reason};
use crate::app::state::Purpose;

/// The ending of preset files.
pub const ENDING: &str = "ron";

/// What came of asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PickerAnswer {
    Picked(Purpose, PathBuf),
    Canceled,
    /// There is no file dialog on this system: the path must be typed.
    NoDialog(Purpose),
}

/// Something that can ask for a file.
pub trait FilePicker {
    /// Starts asking. `suggested` is the name offered when saving, or the folder to start in.
    fn ask(&mut self, purpose: Purpose, suggested: &Path, ctx: &egui::Context);

    /// The answer, once there is one.
    fn answer(&mut self) -> Option<PickerAnswer>;
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

/// The path with the ending of a preset, unless it has one.
pub fn with_ending(path: PathBuf) -> PathBuf {
    if path.extension().is_some() { path } else { path.with_extension(ENDING) }
}
