//! Commands of the gallery: coming home, going back to the case, and what is pointed at.

use super::Handler;
use super::lesson_answers::begun_lessons;
use crate::app::state::{CaseSource, Gallery, Moving};

impl Handler<'_> {
    /// Shows the gallery, or the case again that waits behind it. The case stays as it is, its playhead too.
    pub(super) fn toggle_home(&mut self) {
        let gallery = &mut self.state.gallery;
        if gallery.open {
            if gallery.has_case_behind() {
                gallery.close();
            }
            return;
        }
        let begun = self.state.kept_in.as_deref().map(begun_lessons).unwrap_or_default();
        *gallery = Gallery { open: true, begun, ..Gallery::default() };
        self.state.case_view.document = None;
        self.state.playback.playing = false;
        self.background.covers.forget_files();
    }

    /// Shows all cases again, then leaves the gallery.
    pub(super) fn leave_home(&mut self) {
        let gallery = &mut self.state.gallery;
        if !gallery.typed.is_empty() {
            gallery.typed.clear();
        } else if gallery.has_case_behind() {
            gallery.close();
        }
    }

    /// The picture of the case that is pointed at begins to move.
    pub(super) fn point_at_case(&mut self, case: Option<CaseSource>) {
        let begin = |case: CaseSource| {
            let cover = self.background.covers.cover(&case)?;
            Some(Moving::new(case, cover.at_min))
        };
        let is_still = self.state.workspace.reduced_motion;
        self.state.gallery.moving = case.filter(|_| !is_still).and_then(begin);
    }
}
