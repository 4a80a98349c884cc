//! What the stage of a lecture shows: the moment, what has happened last, and the curve that belongs to it.

use serde::{Deserialize, Serialize};

use super::State;
use super::lecture_stops::LectureStop;
use super::plot_options::LECTURE_CURVES;
use super::run_curves::RunCurves;
use super::vote::Vote;
use crate::preset::{Question, StopShow};
use crate::sim::aim::AimOutcome;
use crate::sim::protocol::SAME_TIME_MIN;
use crate::sim::quantities::Quantity;
use crate::sim::warnings::headlines;
use crate::sim::{SettingId, Warning};

/// What fills the stage below its banner.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scenery {
    /// The scene, and beside it the curve of what has happened.
    #[default]
    Moment,
    /// A hundred such patients.
    Hundred,
    /// The map of two settings.
    Map,
    /// A question to the hall.
    Vote,
    /// Two runs in two scenes.
    Twins,
}

/// What the pointer does on the stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tool {
    /// A ring that is seen from the last row follows it.
    Pointer,
    /// It draws.
    Pen,
}

/// A place on the stage, in shares of its width and height.
pub type Spot = [f32; 2];

/// The left upper corner of a screen among all screens, in pixels.
pub type Corner = [i32; 2];

/// Whether a second window shows the stage to the hall.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AudienceWindow {
    #[default]
    None,
    /// It is to be opened.
    Wanted,
    Open,
    /// It was closed, or has ended.
    Gone,
}

/// The curve that a stop shows.
fn curve_of(show: StopShow) -> Option<Quantity> {
    let place = match show {
        StopShow::WhiteCells => 0,
        StopShow::Hemoglobin => 1,
        StopShow::Platelets => 2,
        StopShow::Calcium => 3,
        StopShow::Why | StopShow::Hundred | StopShow::Map | StopShow::Question => return None,
    };
    LECTURE_CURVES.get(place).copied()
}

/// How the stage is used; it survives a new case.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct Stage {
    pub scenery: Scenery,
    /// Nothing is shown, until any key is pressed.
    pub black: bool,
    /// A stop was gone to: the keys are known.
    pub is_walked: bool,
    /// The hall keeps what it sees while the desk goes on.
    pub frozen: bool,
    /// A curve that was asked for, by its place in [`LECTURE_CURVES`], and how many events had come then: with the next one its own
    /// curve comes forward.
    pub(super) chosen: Option<(usize, usize)>,
    /// A setting that is shown large, to be changed before the hall.
    pub control: Option<SettingId>,
    pub tool: Option<Tool>,
    pub pointed: Option<Spot>,
    pub strokes: Vec<Vec<Spot>>,
    pub vote: Vote,
    pub audience: AudienceWindow,
    /// On which screen the audience's window says that it is.
    pub audience_at: Option<Corner>,
    /// The two windows are to change screens.
    pub swaps_screens: bool,
    /// What the audience's window could not do, in a sentence.
    pub trouble: Option<String>,
    /// How long the lecture may take, and since when it goes on, in seconds of the window.
    pub planned_min: f64,
    pub began_s: Option<f64>,
}

/// No more is drawn with the pen than this.
const MOST_STROKES: usize = 100;
const MOST_SPOTS: usize = 400;

impl Stage {
    /// Lets curves come forward by themselves again.
    pub const fn forget_curve(&mut self) {
        self.chosen = None;
    }

    /// Draws on to this place, or begins a line there.
    pub fn draw(&mut self, at: Spot, begins: bool) {
        if begins || self.strokes.is_empty() {
            if self.strokes.len() >= MOST_STROKES {
                return;
            }
            self.strokes.push(Vec::new());
        }
        if let Some(stroke) = self.strokes.last_mut().filter(|stroke| stroke.len() < MOST_SPOTS) {
            stroke.push(at);
        }
    }
}

/// What has happened last at the playhead.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Happened<'a> {
    pub warning: Option<&'a Warning>,
    /// What is said of it in the hall.
    pub say: Option<&'a str>,
    /// The aim of the case was reached, or the machine has ended without: what became of it.
    pub aim: Option<AimOutcome>,
}

impl State {
    /// What has happened last: a stop of the script, a warning that the procedure brings, or both in one.
    pub fn happened(&self) -> Option<Happened<'_>> {
        self.happened_at(self.playback.playhead_min)
    }

    /// The same at another time.
    pub fn happened_at(&self, time_min: f64) -> Option<Happened<'_>> {
        let warning = self.last_warning_at(time_min);
        let stops = self.lecture_stops();
        let come = stops.iter().filter(|stop| stop.at_min <= time_min + SAME_TIME_MIN);
        let said = come.filter_map(|stop| Some((stop.at_min, stop.say()?))).next_back();
        let warned_min = warning.map_or(f64::NEG_INFINITY, |warning| warning.from_min);
        let said_min = said.map_or(f64::NEG_INFINITY, |(at_min, _)| at_min);
        // The earlier of the two is over, unless they are one.
        let warning = warning.filter(|_| warned_min >= said_min - SAME_TIME_MIN);
        let say = said.filter(|_| said_min >= warned_min - SAME_TIME_MIN).map(|(_, say)| say);
        // What comes with the aim says more than that it was reached.
        let last_min = warned_min.max(said_min);
        if let Some((at_min, outcome)) = self.aim_event()
            && at_min <= time_min + SAME_TIME_MIN
            && at_min > last_min + SAME_TIME_MIN
        {
            return Some(Happened { warning: None, say: None, aim: Some(outcome) });
        }
        (warning.is_some() || say.is_some()).then_some(Happened { warning, say, aim: None })
    }

    /// When the aim of the case is reached for the first time, or where it never is, when the machine ends.
    pub(super) fn aim_event(&self) -> Option<(f64, AimOutcome)> {
        let outcome = self.run_view.aim_outcome(self.case.preset().aim?);
        Some((outcome.reached_min.unwrap_or(self.run().machine_end_min), outcome))
    }

    /// The warning that has come last, over or not.
    pub fn last_warning(&self) -> Option<&Warning> {
        self.last_warning_at(self.playback.playhead_min)
    }

    fn last_warning_at(&self, time_min: f64) -> Option<&Warning> {
        let brought = headlines(&self.run().warnings).filter(|warning| !warning.present_before);
        let come = brought.filter(|warning| warning.from_min <= time_min + SAME_TIME_MIN);
        come.max_by(|a, b| a.from_min.total_cmp(&b.from_min).then(a.severity.cmp(&b.severity)))
    }

    /// The question that a stop asks: the first stop that shows one asks the first of the case, and so on.
    pub fn question_at(&self, stop: &LectureStop<'_>) -> Option<&Question> {
        let asks = |stop: &LectureStop<'_>| stop.scripted.is_some_and(|it| it.show == Some(StopShow::Question));
        let turn = self.lecture_stops().iter().filter(|other| asks(other) && other.at_min < stop.at_min).count();
        self.case.preset().questions.get(turn).filter(|_| asks(stop))
    }

    /// How many warnings have come.
    fn events_so_far(&self) -> usize {
        let now_min = self.playback.playhead_min + SAME_TIME_MIN;
        headlines(&self.run().warnings).filter(|warning| warning.from_min <= now_min).count()
    }

    /// The quantity whose curve the stage shows: that of the warning that is explained, or the one
    /// asked for, or that of the last warning or
    /// stop, or that which the case is about.
    pub fn lecture_quantity(&self) -> Quantity {
        let explained = self.case_view.open_warning.as_ref().and_then(|open| open.id.quantity());
        let asked = self.asked_curve().and_then(|place| LECTURE_CURVES.get(place).copied());
        let now_min = self.playback.playhead_min + SAME_TIME_MIN;
        let come = headlines(&self.run().warnings).filter(|it| !it.present_before && it.from_min <= now_min);
        let warned = come.filter_map(|warning| Some((warning.from_min, warning.id.quantity()?)));
        let stops = self.lecture_stops().into_iter().filter(|stop| stop.at_min <= now_min);
        let shown = stops.filter_map(|stop| Some((stop.at_min, curve_of(stop.scripted?.show?)?)));
        let last = || warned.chain(shown).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, quantity)| quantity);
        let usual = || LECTURE_CURVES.get(self.workspace.lecture_curve).copied().unwrap_or(Quantity::WhiteCells);
        explained.or(asked).or_else(last).unwrap_or_else(usual)
    }

    /// The curve that was asked for since the last event, by its place in [`LECTURE_CURVES`].
    pub fn asked_curve(&self) -> Option<usize> {
        let events = self.events_so_far();
        self.workspace.stage.chosen.filter(|(_, then)| *then == events).map(|(place, _)| place)
    }

    /// Brings a curve forward until something else happens.
    pub fn ask_for_curve(&mut self, place: usize) {
        self.workspace.lecture_curve = place;
        self.workspace.stage.chosen = Some((place, self.events_so_far()));
    }

    /// Brings a setting on, to be changed before the hall beside the run as it is now; or takes it away.
    pub fn bring_on(&mut self, control: Option<SettingId>) {
        self.workspace.stage.control = control;
        self.before_control = control.and_then(|_| RunCurves::of(&self.run().protocol).ok());
    }
}
