//! What the window knows: the open case, its run, and how both are looked at. Nothing here paints or knows a view.

mod case;
mod case_view;
pub mod class;
mod controls;
mod counterfactuals;
pub mod cue;
mod debrief;
mod dialogs;
pub mod drawing;
mod gallery;
mod ghosts;
mod guide;
mod hints;
mod lecture_stops;
pub mod lesson;
mod lesson_draft;
pub mod lesson_work;
mod level_of_detail;
mod map_options;
pub mod paper;
mod picture_options;
mod pins;
mod playback;
mod plot_options;
mod recent_files;
mod run_curves;
mod run_view;
mod stage;
#[cfg(test)]
pub mod testing;
mod text_size;
mod twins;
pub mod typed_path;
pub mod vote;
mod workshop;
mod workspace;

pub use case::{Case, Exchanged, StepName};
pub use case_view::{Asked, CaseView, Document, EditScope, OpenWarning, Tried, WhyPage};
pub use class::{ClassSource, ClassView};
pub use controls::SliderRange;
pub use cue::{Answer, Cue, Line};
pub use debrief::{DebriefView, Measure};
pub use dialogs::{Dialog, Dialogs, ENDING, Handout, Notice, PendingNavigation, Purpose};
pub use drawing::Drawing;
pub use gallery::{BegunLesson, CaseSource, Gallery, Moving};
pub use ghosts::Ghosts;
pub use guide::Guide;
pub use hints::{Hint, Hints};
pub use lecture_stops::LectureStop;
pub use lesson::{LessonPlay, LessonSource};
pub use lesson_draft::{Behind, LessonDraft};
pub use level_of_detail::LevelOfDetail;
pub use map_options::{MapAxes, MapAxis, MapColor};
pub use picture_options::{PictureOptions, PictureSize};
pub use pins::{Pin, Pins};
pub use playback::{Playback, SPEEDS, STEP_MIN, StopReason, Stops, Watched};
pub use plot_options::{LECTURE_CURVES, Part, PlotOptions, PlotSet};
pub use recent_files::RecentFiles;
pub use run_curves::{Results, RunCurves};
pub use run_view::RunView;
pub use stage::{AudienceWindow, Corner, Happened, Scenery, Spot, Stage, Tool};
pub use text_size::TextSize;
pub use twins::{Machines, Twins};
pub use vote::Vote;
pub use workshop::WorkshopPage;
pub use workspace::{SidePanel, Tab, Workspace};

use std::path::PathBuf;

use crate::picture::cells::CellKind;
use crate::preset::Preset;
use crate::sim::protocol::SimulationError;
use crate::sim::quantities::Quantity;
use crate::sim::warning_groups::{WarningGroup, groups};
use crate::sim::warnings::headlines;
use crate::sim::{Moment, Run, SettingId, Settings, Warning};

/// Everything the views show. The handler of commands alone changes it.
pub struct State {
    pub case: Case,
    pub run_view: RunView,
    pub playback: Playback,
    pub workspace: Workspace,
    pub case_view: CaseView,
    pub gallery: Gallery,
    /// The guided run, while it is shown in place of the screen.
    pub guide: Option<Guide>,
    /// The lesson that is taken, in place of everything else.
    pub lesson: Option<LessonPlay>,
    /// A class that is looked at, in place of everything else.
    pub class: Option<ClassView>,
    /// The lesson that is being written.
    pub draft: Option<LessonDraft>,
    pub dialogs: Dialogs,
    /// The program's own folder, where older versions of saved files are kept; `None` where nothing is to be kept.
    pub kept_in: Option<PathBuf>,
    /// Where work was kept that this window has taken up: removed once the window keeps it itself.
    pub restored: Vec<PathBuf>,
    pub pins: Pins,
    pub ghosts: Ghosts,
    pub detail: LevelOfDetail,
    /// The run as it was when a setting was brought on the stage, to be changed there.
    pub before_control: Option<RunCurves>,
}

/// Why a setting cannot be changed now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// The patient is as they were when the procedure began.
    PatientFromStartOnly,
    /// The machine was set up with it.
    FromStartOnly,
    /// The settings of the start cannot be run, so there is no "now".
    Refused,
    /// No blood is drawn at the playhead.
    PumpsStopped,
}

impl State {
    /// # Errors
    /// The [`SimulationError`] when the preset cannot be run.
    pub fn new(preset: Preset, path: Option<PathBuf>) -> Result<Self, SimulationError> {
        Ok(Self {
            run_view: RunView::of(&preset.protocol)?,
            case: Case::new(preset, path),
            playback: Playback::default(),
            workspace: Workspace::default(),
            case_view: CaseView::default(),
            gallery: Gallery::default(),
            guide: None,
            lesson: None,
            class: None,
            draft: None,
            dialogs: Dialogs::default(),
            kept_in: None,
            restored: Vec::new(),
            pins: Pins::default(),
            ghosts: Ghosts::default(),
            detail: LevelOfDetail::default(),
            before_control: None,
        })
    }

    /// Whether leaving the case would lose what was changed. What is tried in a lesson is nothing to be saved.
    pub fn has_unsaved(&self) -> bool {
        self.lesson.is_none() && self.case.is_edited()
    }

    /// Whether closing would lose what was changed in the lesson that is being written.
    pub fn has_unsaved_lesson(&self) -> bool {
        self.draft.as_ref().is_some_and(LessonDraft::is_edited)
    }

    /// The lesson that is being written, while it stands below the scene: not while a warning is explained there, or the case written.
    pub fn draft_in_view(&self) -> Option<&LessonDraft> {
        let has_room = self.case_view.open_warning.is_none() && self.case_view.workshop.is_none();
        self.draft.as_ref().filter(|draft| draft.shown && has_room)
    }

    /// The run in view.
    pub fn run(&self) -> &Run {
        &self.run_view.run
    }

    /// The run at the playhead.
    pub fn now(&self) -> Moment<'_> {
        self.run().at(self.playback.playhead_min)
    }

    /// The time that scene and plots show: what is pointed at in a plot, or the playhead, min.
    pub fn shown_min(&self) -> f64 {
        self.case_view.pointed_min.unwrap_or(self.playback.playhead_min)
    }

    /// The moment that the controls show, and from which a change holds when it is made from now, min.
    pub fn edit_at_min(&self) -> f64 {
        self.case_view.pressed_at_min.unwrap_or(self.playback.playhead_min)
    }

    /// The settings that the controls show: those of the start, or those in force at the playhead.
    pub fn settings(&self) -> &Settings {
        match self.case_view.edit_scope {
            EditScope::FromStart => &self.case.preset().protocol.settings,
            EditScope::FromNow => self.run().at(self.edit_at_min()).settings,
        }
    }

    /// Why no setting can be changed now, where that is so.
    pub fn standstill(&self) -> Option<Obstacle> {
        if self.case_view.edit_scope == EditScope::FromStart {
            None
        } else if self.run_view.simulation_error.is_some() {
            Some(Obstacle::Refused)
        } else {
            let is_under_way = self.run().at(self.edit_at_min()).phase.is_under_way();
            (!is_under_way).then_some(Obstacle::PumpsStopped)
        }
    }

    /// Why a setting cannot be changed now, where that is so.
    pub fn obstacle(&self, setting: SettingId) -> Option<Obstacle> {
        if self.case_view.edit_scope == EditScope::FromNow && !setting.row().mid_run {
            let of_patient = setting.is_of_patient();
            return Some(if of_patient { Obstacle::PatientFromStartOnly } else { Obstacle::FromStartOnly });
        }
        self.standstill()
    }

    /// The pinned run in which the warning that is explained comes; `None` where it is one of the run in view.
    pub fn explained_pin(&self) -> Option<&Pin> {
        let letter = self.case_view.open_warning.as_ref()?.whose?;
        self.pins.iter().find(|pin| pin.letter == letter)
    }

    /// The run in which the warning that is explained comes.
    pub fn explained_run(&self) -> &RunView {
        self.explained_pin().map_or(&self.run_view, |pin| &pin.curves)
    }

    /// The kind of warning that is explained; `None` when it does not come in its run.
    pub fn opened_group(&self) -> Option<WarningGroup<'_>> {
        let open = self.case_view.open_warning.as_ref()?;
        groups(&self.explained_run().run.warnings).into_iter().find(|group| group.levels[0].id == open.id)
    }

    /// The level of a warning that is explained: the one that was asked about, or the worst that there is.
    pub fn opened_warning(&self) -> Option<Warning> {
        let (open, group) = (self.case_view.open_warning.as_ref()?, self.opened_group()?);
        let asked = group.levels.iter().rev().find(|level| open.is_about(level));
        Some(asked.map_or_else(|| *group.worst(), |level| **level))
    }

    /// The warning of the run in view that is explained.
    pub fn opened_own_warning(&self) -> Option<Warning> {
        self.opened_warning().filter(|_| self.explained_pin().is_none())
    }

    /// What was tried one after the other and together made the run in view.
    pub fn tried_together(&self) -> Option<&Tried> {
        let protocol = &self.case.preset().protocol;
        let (_, tried) = self.case_view.tried.iter().rev().find(|(of, _)| of == protocol)?;
        Some(tried)
    }

    /// The same, with what was asked first of the warning that is explained.
    pub fn tried(&self) -> Option<(&Tried, &Asked)> {
        let (tried, open) = (self.tried_together()?, self.case_view.open_warning.as_ref()?);
        if open.whose.is_some() {
            return None;
        }
        Some((tried, tried.asked.iter().find(|asked| asked.avoided.id == open.id)?))
    }

    /// Whether the run reaches the aim, where the case states one.
    pub fn is_aim_reached(&self) -> Option<bool> {
        Some(self.run_view.aim_outcome(self.case.preset().aim?).is_reached())
    }

    /// The end of the plots' axis: that of the run in view, or of its twin where that is longer.
    pub fn axis_end(&self) -> f64 {
        let axis = self.workspace.plots.axis;
        let own = self.run_view.end(axis);
        self.twin().map_or(own, |twin| own.max(twin.curves.end(axis)))
    }

    /// The part of the plots' axis that is shown.
    pub fn shown_part(&self) -> Part {
        Part::shown(self.case_view.part, self.axis_end())
    }

    /// The worst warning on a quantity that is there at the playhead.
    pub fn warning_on(&self, quantity: Quantity) -> Option<&Warning> {
        let time_min = self.playback.playhead_min;
        let own = headlines(&self.run().warnings).filter(|warning| warning.id.quantity() == Some(quantity));
        own.filter(|warning| warning.is_on_at(time_min)).max_by_key(|warning| warning.severity)
    }

    /// The warning that a key asks about: in a lecture the one on its curve, else the worst that has come, or that will.
    pub fn warning_to_explain(&self) -> Option<&Warning> {
        let own = Some(self.lecture_quantity()).filter(|_| self.workspace.lecture);
        let time_min = self.playback.playhead_min;
        let brought = || headlines(&self.run().warnings).filter(|warning| !warning.present_before);
        let has_come = brought().filter(|warning| warning.from_min <= time_min);
        own.and_then(|quantity| self.warning_on(quantity))
            .or_else(|| has_come.max_by_key(|warning| warning.severity))
            .or_else(|| brought().max_by_key(|warning| warning.severity))
            .or_else(|| headlines(&self.run().warnings).max_by_key(|warning| warning.severity))
    }

    /// The quantity of the kind of cell that stands out: a class of its own for white cells.
    pub fn highlighted(&self) -> Option<Quantity> {
        self.case_view.highlight.map(|kind| match kind {
            CellKind::Red => Quantity::Hemoglobin,
            CellKind::Platelet => Quantity::Platelets,
            CellKind::White(class) => Quantity::Class(class),
        })
    }

    /// Lets time pass while it plays: the scene moves, and the playhead.
    pub fn advance(&mut self, seconds: f64) {
        let run = &self.run_view.run;
        if self.playback.playing && !self.workspace.reduced_motion {
            self.case_view.clock.advance(&run.at(self.playback.playhead_min), seconds);
            let twin = self.workspace.twins;
            if let Some(twin) = self.pins.iter().find(|pin| twin.shown && pin.letter == twin.letter) {
                let run = &twin.curves.run;
                let moment = run.at(self.playback.playhead_min.min(run.end_min));
                self.case_view.twin_clock.advance(&moment, seconds);
            }
        }
        match &mut self.guide {
            Some(guide) => {
                guide.advance(seconds);
                self.follow_guide();
            }
            None => self.playback.advance(run, seconds),
        }
        if let Some(lesson) = &mut self.lesson {
            lesson.revealing &= self.playback.playing;
            lesson.pass(seconds);
        }
    }

    /// Puts the playhead where the guided run is.
    pub fn follow_guide(&mut self) {
        if let Some(guide) = &self.guide {
            let (playing, at_min) = (guide.playing, guide.playhead_min());
            self.seek(at_min);
            self.playback.playing = playing;
        }
    }

    /// A case that was opened to be looked at: at its telling moment, in motion, with its story.
    pub fn begin_case(&mut self) {
        let cover = &self.case.preset().cover;
        self.case_view.story_open = !cover.in_short.is_empty();
        let about = self.case.preset().about;
        let asked = about.filter(|about| about.states_threshold());
        self.workspace.map_color = asked.map_or_else(MapColor::default, MapColor::One);
        let watched = about.and_then(|about| about.spec().quantity);
        if let Some(curve) = LECTURE_CURVES.iter().position(|curve| Some(*curve) == watched) {
            self.workspace.lecture_curve = curve;
        }
        if let Some(at_min) = cover.opens_at_min {
            self.seek(at_min);
            self.playback.playing = !self.workspace.reduced_motion;
        }
    }

    /// Moves the playhead, to the nearest end when the time is outside the run.
    pub fn seek(&mut self, time_min: f64) {
        self.playback.seek(&self.run_view.run, time_min);
        if let Some(pressed_at_min) = &mut self.case_view.pressed_at_min {
            *pressed_at_min = self.playback.playhead_min;
        }
    }

    /// Reruns the case as it is now. The run that was in view fades behind the new one.
    pub fn rerun(&mut self) {
        if let Some(left) = self.run_view.follow(&self.case.preset().protocol) {
            self.ghosts.keep(left);
        }
        self.playback.follow(&self.run_view.run);
    }

    /// Another case takes the place of the open one: it is looked at from its start, in the same way as the one before it.
    pub fn open(&mut self, case: Case, run: RunView) -> RunCurves {
        let left = self.run_view.replace(run);
        self.case = case;
        self.look_at_new_case();
        left
    }

    /// Forgets all that belonged to the case before.
    pub fn look_at_new_case(&mut self) {
        self.case_view = CaseView::default();
        self.gallery.close();
        self.guide = None;
        self.dialogs = Dialogs::default();
        self.playback = self.playback.rewound();
        self.workspace.stage.control = None;
        self.before_control = None;
        self.ghosts.forget();
    }
}
