//! Commands that show the case as one line to send, and open a case that was pasted.

use super::Handler;
use crate::app::state::{Dialog, PendingNavigation};
use crate::picture::qr::Qr;
use crate::preset;

impl Handler<'_> {
    pub(super) fn share(&mut self) {
        self.state.dialogs.open = Some(match preset::share_text(self.state.case.preset()) {
            Ok(text) => {
                let code = Qr::of(&text);
                Dialog::Share { text, code }
            }
            Err(problem) => {
                Dialog::Message { title: self.text.get("share-title"), body: self.text.share_problem(&problem) }
            }
        });
    }

    /// Opens what was pasted: a share text, or the text of a preset.
    pub(super) fn paste(&mut self, words: &str) {
        let pasted = if preset::is_share_text(words) {
            preset::read_share_text(words).map_err(|problem| self.text.share_problem(&problem))
        } else if words.contains("version:") {
            preset::read(words).map_err(|problem| self.text.problem(&problem))
        } else {
            Err(self.text.get("paste-nothing"))
        };
        match pasted {
            Ok(preset) => self.leave(PendingNavigation::Pasted(Box::new(preset))),
            Err(body) => {
                self.state.dialogs.open = Some(Dialog::Message { title: self.text.get("paste-title"), body });
            }
        }
    }
}
