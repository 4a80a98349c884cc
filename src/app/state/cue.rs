//! What the audience's window is told: all that the stage shows beside the case itself, in one line of text.

use serde::{Deserialize, Serialize};

use super::stage::{Corner, Scenery, Spot};
use super::vote::Vote;
use super::{LECTURE_CURVES, OpenWarning, State};
use crate::sim::SettingId;
use crate::sim::warning_groups::worst_of;
use crate::sim::warnings::WarningId;
use crate::text::Text;

/// A stage that plays is told of the playhead this often, in seconds; it moves on by itself meanwhile.
const WHILE_PLAYING_S: f64 = 0.5;
/// A stage that plays may be this far from the desk, in seconds of the viewer.
const TOLERATED_S: f64 = 0.2;

/// The warning that is explained: which, and of which level.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Explained {
    warning: String,
    severity: String,
    threshold: Option<f64>,
}

/// A line from the desk to the audience's window.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Line {
    /// The case, as its file would be.
    Case(String),
    /// The case of the run that stands beside it, where there is one.
    Twin(Option<String>),
    Cue(Box<Cue>),
    /// Which screen it is to fill.
    Screen(Corner),
    /// The lecture is over.
    End,
}

/// A line from the audience's window to the desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answer {
    /// A key was pressed there: the message id of what it stands for.
    Pressed(String),
    /// A line could not be followed.
    Wrong(String),
    /// On which screen it is.
    On(Corner),
    /// It has ended.
    Ended,
}

/// No line is longer, in bytes: a case file's limit, and a pen's strokes.
pub const LONGEST_LINE: usize = 4 << 20;

/// Something as a line of text, with its end.
pub fn written(line: &impl Serialize) -> String {
    serde_json::to_string(line).map(|line| line + "\n").unwrap_or_default()
}

/// Reads a line back.
///
/// # Errors
/// What is wrong with it.
pub fn read<T: for<'a> Deserialize<'a>>(line: &str) -> Result<T, String> {
    if line.len() > LONGEST_LINE {
        return Err("too long".to_owned());
    }
    serde_json::from_str(line).map_err(|error| error.to_string())
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct Cue {
    playhead_min: f64,
    playing: bool,
    /// One of [`super::SPEEDS`].
    speed: f64,
    scenery: Scenery,
    black: bool,
    dark: bool,
    still: bool,
    /// The curve that was asked for, by its place in [`LECTURE_CURVES`].
    curve: Option<usize>,
    /// The curve where nothing has happened yet.
    usual_curve: usize,
    explained: Option<Explained>,
    /// The key of a setting that is shown large.
    control: Option<String>,
    pointed: Option<Spot>,
    strokes: Vec<Vec<Spot>>,
    vote: Vote,
}

impl Cue {
    /// Whether the stage must hear of this, having last heard of another so many seconds ago.
    pub fn is_due(&self, told: &Self, since_s: f64) -> bool {
        let moves_on = self.playing && told.playing;
        if moves_on && since_s < WHILE_PLAYING_S {
            return *self != Self { playhead_min: self.playhead_min, ..told.clone() };
        }
        self != told
    }

    pub const fn is_dark(&self) -> bool {
        self.dark
    }
}

impl State {
    /// What the stage shows now.
    pub fn cue(&self, dark: bool) -> Cue {
        let (workspace, stage) = (&self.workspace, &self.workspace.stage);
        let explained = self.opened_own_warning().map(|warning| Explained {
            warning: warning.id.key().to_owned(),
            severity: warning.severity.key().to_owned(),
            threshold: warning.threshold,
        });
        Cue {
            playhead_min: self.playback.playhead_min,
            playing: self.playback.playing,
            speed: self.playback.speed,
            scenery: stage.scenery,
            black: stage.black,
            dark,
            still: workspace.reduced_motion,
            curve: self.asked_curve(),
            usual_curve: workspace.lecture_curve,
            explained,
            control: stage.control.map(|setting| setting.row().path.to_owned()),
            pointed: stage.pointed,
            strokes: stage.strokes.clone(),
            vote: stage.vote.clone(),
        }
    }

    /// What the stage shows before the next step is called, as far as that will be seen after it, and the stop that it leads to: none
    /// where an answer is shown first.
    pub fn cue_ahead(&self, dark: bool) -> (Cue, Option<f64>) {
        let now = self.cue(dark);
        let still = Cue { playing: false, still: true, pointed: None, ..now };
        let stage = &self.workspace.stage;
        if stage.scenery == Scenery::Vote && stage.vote.has_answer_to_come() {
            let vote = Vote { revealed: true, ..still.vote };
            return (Cue { vote, ..still }, None);
        }
        let at_min = self.next_stop(true).map_or(self.run().end_min, |stop| stop.at_min);
        let cue = Cue {
            playhead_min: at_min,
            scenery: Scenery::Moment,
            black: false,
            curve: None,
            explained: None,
            strokes: Vec::new(),
            ..still
        };
        (cue, Some(at_min))
    }

    /// Shows what a cue says; what does not suit the run is left as it is.
    pub fn follow(&mut self, cue: Cue, text: &Text) {
        let speed = if super::SPEEDS.contains(&cue.speed) { cue.speed } else { self.playback.speed };
        let off_min = (cue.playhead_min - self.playback.playhead_min).abs();
        let is_near = cue.playing && self.playback.playing && off_min * 60.0 < TOLERATED_S * speed;
        if cue.playhead_min.is_finite() && !is_near {
            self.seek(cue.playhead_min);
        }
        self.playback.speed = speed;
        self.playback.playing = cue.playing;
        self.workspace.reduced_motion = cue.still;
        self.workspace.lecture_curve = cue.usual_curve.min(LECTURE_CURVES.len() - 1);
        let stage = &mut self.workspace.stage;
        (stage.scenery, stage.black) = (cue.scenery, cue.black);
        (stage.pointed, stage.strokes, stage.vote) = (cue.pointed, cue.strokes, cue.vote.bounded());
        stage.chosen = None;
        if let Some(place) = cue.curve.filter(|place| *place < LECTURE_CURVES.len()) {
            let usual = self.workspace.lecture_curve;
            self.ask_for_curve(place);
            self.workspace.lecture_curve = usual;
        }
        let control = cue.control.and_then(|path| SettingId::all().find(|setting| setting.row().path == path));
        if control != self.workspace.stage.control {
            self.bring_on(control);
        }
        self.case_view.open_warning = cue.explained.and_then(|explained| self.found(&explained, text));
    }

    /// The warning of this run that is to be explained.
    fn found(&self, explained: &Explained, text: &Text) -> Option<OpenWarning> {
        let id = WarningId::ALL.iter().copied().find(|id| id.key() == explained.warning)?;
        let levels = self.run().warnings.iter().filter(|warning| warning.id == id);
        let is_meant = |level: &&crate::sim::Warning| {
            level.severity.key() == explained.severity && level.threshold == explained.threshold
        };
        let level = levels.clone().find(is_meant).or_else(|| worst_of(&self.run().warnings, id))?;
        Some(OpenWarning::after(self.case_view.open_warning.as_ref(), level, text.warning_title(level)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_playing_stage_hears_of_the_playhead_now_and_then_and_of_all_else_at_once() {
        let mut state =
            State::new(crate::preset::Bundled::by_name("healthy_donor").unwrap().preset().unwrap().clone(), None)
                .unwrap();
        state.playback.playing = true;
        let told = state.cue(false);
        state.playback.playhead_min += 1.0;
        assert!(!state.cue(false).is_due(&told, 0.1) && state.cue(false).is_due(&told, 0.6));
        state.workspace.stage.black = true;
        assert!(state.cue(false).is_due(&told, 0.1));
        let told = state.cue(false);
        state.playback.playing = false;
        assert!(state.cue(false).is_due(&told, 0.0));
    }
}
