//! Commands that show the case as one line to send, and open a case that was pasted.

use super::Handler;
use crate::app::state::{Dialog, PendingNavigation};
use crate::lesson::has_codes;
use crate::picture::qr::Qr;
use crate::preset;

impl Handler<'_> {
    /// Shows the case as one line, whole or as students may have it.
    pub(super) fn share(&mut self, whole: bool) {
        let preset = self.state.case.preset();
        let shared = if whole { preset::share_text(preset) } else { preset::share_text(&preset.for_students()) };
        self.state.dialogs.open = Some(match shared {
            Ok(text) => {
                let code = Qr::of(&text);
                Dialog::Share { text, code, whole }
            }
            Err(problem) => {
                Dialog::Message { title: self.text.get("share-title"), body: self.text.share_problem(&problem) }
            }
        });
    }

    /// Opens what was pasted: a share text, the text of a preset, or the codes of those who took a lesson.
    pub(super) fn paste(&mut self, words: &str) {
        let pasted = if preset::is_share_text(words) {
            preset::read_share_text(words).map_err(|problem| self.text.share_problem(&problem))
        } else if words.contains("version:") {
            preset::read(words).map_err(|problem| self.text.problem(&problem))
        } else if has_codes(words) {
            return self.paste_codes(words);
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
