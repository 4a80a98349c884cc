//! The window in which the audience sees the stage: what the desk needs of it, whatever it is.

use std::cell::RefCell;
use std::rc::Rc;

use crate::app::state::Answer;

/// A stage of its own, on another screen.
pub trait Audience {
    /// Opens it. It wakes the desk when it has something to say.
    ///
    /// # Errors
    /// Why there is none, as the system says it.
    fn open(&mut self, desk: &egui::Context) -> Result<(), String>;

    /// Tells it a line.
    fn tell(&mut self, line: String);

    /// What it has said since it was last asked.
    fn answers(&mut self) -> Vec<Answer>;

    /// Closes it.
    fn close(&mut self);
}

/// Keeps the lines it is told and gives prepared answers: for tests, and where no other window can be.
#[derive(Clone, Default)]
pub struct ScriptedAudience {
    pub told: Rc<RefCell<Vec<String>>>,
    pub answers: Rc<RefCell<Vec<Answer>>>,
}

impl Audience for ScriptedAudience {
    fn open(&mut self, _desk: &egui::Context) -> Result<(), String> {
        Ok(())
    }

    fn tell(&mut self, line: String) {
        self.told.borrow_mut().push(line);
    }

    fn answers(&mut self) -> Vec<Answer> {
        std::mem::take(&mut self.answers.borrow_mut())
    }

    fn close(&mut self) {}
}
