//! The stops of a lecture: those of the case's script, or where it has none the run's own events.

use super::State;
use crate::preset::{Stop, StopAt};
use crate::sim::protocol::SAME_TIME_MIN;
use crate::sim::warnings::{WarningId, headlines};

/// A stop in this run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LectureStop<'a> {
    pub at_min: f64,
    /// The warning that begins there, if that is what it waits for.
    pub warning: Option<WarningId>,
    /// As the case's script has it.
    pub scripted: Option<&'a Stop>,
}

impl<'a> LectureStop<'a> {
    /// What is said there in the hall.
    pub fn say(&self) -> Option<&'a str> {
        self.scripted.map(|stop| stop.say.as_str()).filter(|say| !say.is_empty())
    }

    /// What the lecturer alone reads.
    pub fn notes(&self) -> Option<&'a str> {
        self.scripted.map(|stop| stop.notes.as_str()).filter(|notes| !notes.is_empty())
    }
}

impl State {
    /// All stops in the order of time; those that this run does not come to are left out.
    pub fn lecture_stops(&self) -> Vec<LectureStop<'_>> {
        let preset = self.case.preset();
        let run = self.run();
        let scripted = preset.stops.iter().filter_map(|stop| {
            let at_min = match stop.at {
                StopAt::Aim => self.run_view.aim_outcome(preset.aim?).reached_min,
                at => at.time_min(run, preset.aim.as_ref()),
            };
            let warning = if let StopAt::Warning(id) = stop.at { Some(id) } else { None };
            Some(LectureStop { at_min: at_min.filter(|at_min| *at_min <= run.end_min)?, warning, scripted: Some(stop) })
        });
        let events = headlines(&run.warnings).filter(|warning| !warning.present_before).map(|warning| LectureStop {
            at_min: warning.from_min,
            warning: Some(warning.id),
            scripted: None,
        });
        let aim = self.aim_event().map(|(at_min, _)| LectureStop { at_min, warning: None, scripted: None });
        let mut stops: Vec<_> = if preset.stops.is_empty() { events.chain(aim).collect() } else { scripted.collect() };
        stops.sort_by(|a, b| a.at_min.total_cmp(&b.at_min));
        stops
    }

    /// The stop that comes after the playhead, or the one before it.
    pub fn next_stop(&self, forward: bool) -> Option<LectureStop<'_>> {
        let now_min = self.playback.playhead_min;
        let mut stops = self.lecture_stops().into_iter();
        if forward {
            stops.find(|stop| stop.at_min > now_min + SAME_TIME_MIN)
        } else {
            stops.rev().find(|stop| stop.at_min < now_min - SAME_TIME_MIN)
        }
    }
}
