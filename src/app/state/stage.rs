//! What the stage of a lecture shows: the moment, what has happened last, and the curve that belongs to it.

use super::lecture_stops::LectureStop;
use super::plot_options::LECTURE_CURVES;
use super::{State, Tab};
use crate::sim::Warning;
use crate::sim::protocol::SAME_TIME_MIN;
use crate::sim::quantities::Quantity;
use crate::sim::warnings::headlines;

/// What fills the stage below its banner.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scenery {
    /// The scene, and beside it the curve of what has happened.
    #[default]
    Moment,
    /// A hundred such patients.
    Hundred,
    /// The map of two settings.
    Map,
}

impl Scenery {
    /// The tab of the usual screen that shows the same.
    pub const fn tab(self) -> Option<Tab> {
        match self {
            Self::Moment => None,
            Self::Hundred => Some(Tab::Patients),
            Self::Map => Some(Tab::Map),
        }
    }
}

/// How the stage is used; it survives a new case.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stage {
    pub scenery: Scenery,
    /// Nothing is shown, until any key is pressed.
    pub black: bool,
    /// A curve that was asked for, and how many events had come then: with the next one its own curve comes forward.
    chosen: Option<(Quantity, usize)>,
}

/// What has happened last at the playhead.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Happened<'a> {
    pub warning: Option<&'a Warning>,
    /// What is said of it in the hall.
    pub say: Option<&'a str>,
    pub at_min: f64,
}

impl State {
    /// What has happened last: a stop of the script, a warning that the procedure brings, or both in one.
    pub fn happened(&self) -> Option<Happened<'_>> {
        let now_min = self.playback.playhead_min + SAME_TIME_MIN;
        let warnings = headlines(&self.run().warnings).filter(|warning| !warning.present_before);
        let come = warnings.filter(|warning| warning.from_min <= now_min);
        let warning = come.max_by(|a, b| a.from_min.total_cmp(&b.from_min).then(a.severity.cmp(&b.severity)));
        let stops = self.lecture_stops();
        let stop = stops.iter().rev().find(|stop| stop.at_min <= now_min && stop.say().is_some());
        let say = stop.and_then(LectureStop::say);
        match (warning, stop) {
            (Some(warning), Some(stop)) if stop.at_min < warning.from_min - SAME_TIME_MIN => {
                Some(Happened { warning: Some(warning), say: None, at_min: warning.from_min })
            }
            (Some(warning), Some(stop)) if stop.at_min <= warning.from_min + SAME_TIME_MIN => {
                Some(Happened { warning: Some(warning), say, at_min: stop.at_min })
            }
            (_, Some(stop)) => Some(Happened { warning: None, say, at_min: stop.at_min }),
            (Some(warning), None) => Some(Happened { warning: Some(warning), say: None, at_min: warning.from_min }),
            (None, None) => None,
        }
    }

    /// How many warnings have come.
    fn events_so_far(&self) -> usize {
        let now_min = self.playback.playhead_min + SAME_TIME_MIN;
        headlines(&self.run().warnings).filter(|warning| warning.from_min <= now_min).count()
    }

    /// The quantity whose curve the stage shows: that of the warning that is explained, or the one
    /// asked for, or that of the last warning, or that which the case is about.
    pub fn lecture_quantity(&self) -> Quantity {
        let explained = self.case_view.open_warning.as_ref().and_then(|open| open.id.quantity());
        let asked = self.workspace.stage.chosen.filter(|(_, events)| *events == self.events_so_far());
        let now_min = self.playback.playhead_min + SAME_TIME_MIN;
        let come = headlines(&self.run().warnings).filter(|it| !it.present_before && it.from_min <= now_min);
        let with_curve = come.filter(|warning| warning.id.quantity().is_some());
        let last = || with_curve.max_by(|a, b| a.from_min.total_cmp(&b.from_min)).and_then(|it| it.id.quantity());
        let usual = || LECTURE_CURVES.get(self.workspace.lecture_curve).copied().unwrap_or(Quantity::WhiteCells);
        explained.or(asked.map(|(quantity, _)| quantity)).or_else(last).unwrap_or_else(usual)
    }

    /// Brings a curve forward until something else happens.
    pub fn ask_for_curve(&mut self, place: usize) {
        self.workspace.lecture_curve = place;
        let quantity = LECTURE_CURVES.get(place).copied();
        self.workspace.stage.chosen = quantity.map(|quantity| (quantity, self.events_so_far()));
    }
}
