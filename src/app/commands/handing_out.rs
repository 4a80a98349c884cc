//! Commands that write files to be handed out: plots, scene, window, tables, outcome and pages to print.

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};

use super::Handler;
use crate::app::background::{Made, Order, Runner};
use crate::app::paint::export::{Pinned, Plots};
use crate::app::redraw::{self, Reason};
use crate::app::state::{Dialog, Handout, Notice, Pin, Workspace};
use crate::preset::FileProblem;

/// How long a sentence about what was done stays, s.
const NOTICE_S: f64 = 6.0;

impl Handler<'_> {
    /// The name of the case with what it is handed out as.
    pub(super) fn suggested_handout(&self, handout: Handout) -> PathBuf {
        let case = self.suggested_path();
        let stem = case.file_stem().unwrap_or_default().to_string_lossy();
        case.with_file_name(format!("{stem}{}.{}", handout.suffix(), handout.ending()))
    }

    /// Has a file made beside the window. What can be told at once to be in the way is.
    pub(super) fn hand_out(&mut self, handout: Handout, path: PathBuf) {
        let problem = FileProblem::writing(&path, io::ErrorKind::NotFound.into());
        if let FileProblem::MissingFolder(_) | FileProblem::IsFolder = problem {
            return self.say(&path, &problem);
        }
        let order = Order {
            handout,
            path,
            preset: self.state.case.preset().clone(),
            plots: self.plots(),
            at_min: self.state.playback.playhead_min,
            pictures: self.state.workspace.pictures,
        };
        self.state.dialogs.notice = None;
        let runner = Runner { execution: self.background.execution, ctx: self.ctx };
        self.background.handouts.start(&runner, order);
    }

    /// The plots as they are shown: along their axis, with pinned runs, and with virtual patients where these are shown.
    fn plots(&self) -> Plots {
        let Workspace { plots, patients_shown, .. } = &self.state.workspace;
        let shaded = self.state.pins.shaded().map(|pin| pin.letter);
        let pinned = |pin: &Pin| Pinned {
            letter: pin.letter,
            name: pin.name.clone(),
            protocol: pin.curves.run.protocol.clone(),
            is_shaded: Some(pin.letter) == shaded,
        };
        Plots {
            contents: plots.contents(),
            axis: plots.axis,
            beside: self.state.compared().map(pinned).collect(),
            patients: patients_shown.then_some(self.state.case.preset().virtual_patients),
        }
    }

    /// Tells what has come of files that were being made, once nothing else is asked.
    pub fn tell_of_handouts(&mut self) {
        let now_s = self.ctx.input(|input| input.time);
        self.state.dialogs.notice.take_if(|notice| notice.until_s <= now_s);
        while self.state.dialogs.open.is_none()
            && let Some(Made { handout, path, result }) = self.background.handouts.take_made()
        {
            match result {
                Ok(()) if handout.is_page() => {
                    let body = self.text.with("exported-page", &[("file", path.display().to_string())]);
                    self.state.dialogs.open = Some(Dialog::Message { title: self.text.get("exported-title"), body });
                }
                Ok(()) => {
                    self.tell_saved(&path);
                }
                Err(error) => self.say(&path, &FileProblem::writing(&path, error)),
            }
        }
    }
}

impl Handler<'_> {
    /// Says for a while that a file was written.
    pub(super) fn tell_saved(&mut self, path: &Path) {
        let name = path.file_name().map_or_else(|| path.display().to_string(), plain_name);
        let words = self.text.with("exported", &[("file", name)]);
        let until_s = self.ctx.input(|input| input.time) + NOTICE_S;
        self.state.dialogs.notice = Some(Notice { words, until_s });
        redraw::request(self.ctx, Reason::Said);
    }
}

fn plain_name(name: &OsStr) -> String {
    name.to_string_lossy().into_owned()
}
