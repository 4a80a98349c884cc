//! The panels of the main screen: each shows a part of the view and answers with commands.

pub mod books;
mod borders;
pub mod callout;
pub mod changes;
pub mod controls;
pub mod dialogs;
mod explanation;
pub mod explore;
pub mod menu_bar;
pub mod numbers;
pub mod palette;
pub mod scene;
pub mod setting;
pub mod stops;
pub mod time_bar;
pub mod warnings;

use super::case::Case;
use super::command::Command;
use super::crowd::Crowd;
use super::derived::{Derived, LECTURE_CURVES};
use super::fan::Fan;
use super::map::SettingsMap;
use super::pins::Pins;
use super::ranges::Ranges;
use super::session::{Applies, Session};
use super::studies::Studies;
use crate::picture::cells::CellKind;
use crate::sim::quantities::Quantity;
use crate::sim::{Moment, SettingId, Settings, Warning};
use crate::text::Text;

/// What panels look at. They change nothing: what a user asks for goes into `Commands`.
pub struct View<'a> {
    pub case: &'a Case,
    pub session: &'a Session,
    pub derived: &'a Derived,
    pub fan: &'a Fan,
    pub pins: &'a Pins,
    pub text: &'a Text,
    pub crowd: &'a Crowd,
    pub ranges: &'a Ranges,
    pub map: &'a SettingsMap,
    pub studies: &'a Studies,
}

impl View<'_> {
    /// The run at the playhead.
    pub fn now(&self) -> Moment<'_> {
        self.derived.run.at(self.session.play.playhead_min)
    }

    /// The time that scene and plots show: what is pointed at in a plot, or the playhead.
    pub fn shown_min(&self) -> f64 {
        self.session.plotting.pointed_min.unwrap_or(self.session.play.playhead_min)
    }

    /// The settings that the controls show: those of the start, or those in force at the playhead.
    pub fn settings(&self) -> &Settings {
        match self.session.applies {
            Applies::FromStart => &self.case.preset().protocol.settings,
            Applies::FromNow => self.derived.run.at(self.session.change_at_min()).settings,
        }
    }

    /// Why no setting can be changed now, where that is so.
    pub fn standstill(&self) -> Option<String> {
        if self.session.applies == Applies::FromStart {
            return None;
        }
        if self.derived.simulation_error.is_some() {
            return Some(self.say("from-now-refused"));
        }
        let draws = self.derived.run.at(self.session.change_at_min()).phase.is_drawing();
        (!draws).then(|| self.say("from-now-over"))
    }

    /// Why a setting cannot be changed now, where that is so.
    pub fn obstacle(&self, setting: SettingId) -> Option<String> {
        if self.session.applies == Applies::FromNow && !setting.row().mid_run {
            let of_patient = setting.row().path.starts_with("patient.");
            return Some(self.say(if of_patient { "only-from-start-patient" } else { "only-from-start" }));
        }
        self.standstill()
    }

    /// How many kinds of warning the run gives.
    pub fn warning_kinds(&self) -> usize {
        warnings::kinds(&self.derived.run.warnings).len()
    }

    /// The worst level of the kind of warning whose card is open; `None` when it does not come in this run.
    pub fn opened_warning(&self) -> Option<&Warning> {
        let open = self.session.open_warning.as_ref()?;
        warnings::worst(&self.derived.run.warnings, open.id)
    }

    /// The quantity whose curve a lecture shows.
    pub fn lecture_quantity(&self) -> Quantity {
        LECTURE_CURVES.get(self.session.lecture_curve).copied().unwrap_or(Quantity::WhiteCells)
    }

    /// The quantity of the kind of cell that stands out: a class of its own for white cells.
    pub fn highlighted(&self) -> Option<Quantity> {
        self.session.highlight.map(|kind| match kind {
            CellKind::Red => Quantity::Hemoglobin,
            CellKind::Platelet => Quantity::Platelets,
            CellKind::White(class) => Quantity::Class(class),
        })
    }

    pub fn say(&self, id: &str) -> String {
        self.text.get(id).into_owned()
    }
}

/// What a user has asked for.
pub type Commands = Vec<Command>;
