//! What is being looked at: play, panels, open dialogs. Nothing here is saved with the case.

use std::path::PathBuf;

use super::command::Command;
use super::map::{MapAxes, MapColor};
use super::palette::Palette;
use super::play::Play;
use super::plotting::Plotting;
pub use super::plotting::{Axis, Part, PlotSet};
use crate::picture::Point;
use crate::picture::cells::CellKind;
use crate::picture::scene::{PartId, SceneClock};
use crate::sim::ledger::Account;
use crate::sim::warnings::WarningId;
use crate::sim::{Run, SettingId};

/// What a narrow window shows beside the scene.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    #[default]
    Controls,
    Warnings,
}

/// What the lower part of the window shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    #[default]
    Plots,
    Compare,
    Patients,
    Map,
    Ledger,
    Arithmetic,
}

impl Tab {
    pub const ALL: [Self; 6] = [Self::Plots, Self::Compare, Self::Patients, Self::Map, Self::Ledger, Self::Arithmetic];

    /// The id of its name.
    pub const fn message(self) -> &'static str {
        match self {
            Self::Plots => "tab-plots",
            Self::Compare => "tab-compare",
            Self::Patients => "tab-patients",
            Self::Map => "tab-map",
            Self::Ledger => "tab-ledger",
            Self::Arithmetic => "tab-arithmetic",
        }
    }
}

/// From when on a setting that is changed holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Applies {
    /// The case is run anew with it.
    #[default]
    FromStart,
    /// It changes at the playhead, as an operator would change it.
    FromNow,
}

/// What can be read in place of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Book {
    /// The published studies with ours beside them.
    Studies,
    /// Every equation and constant.
    Model,
}

impl Book {
    pub const ALL: [Self; 2] = [Self::Studies, Self::Model];

    /// The message id of its name.
    pub const fn message(self) -> &'static str {
        match self {
            Self::Studies => "book-studies",
            Self::Model => "book-model",
        }
    }
}

/// A question or a message that must be answered first.
#[derive(Clone, Debug, PartialEq)]
pub enum Dialog {
    /// Unsaved changes would be lost by this.
    Unsaved(Leaving),
    Message {
        title: String,
        body: String,
    },
    /// Where there is no file dialog: the path is typed.
    Path {
        purpose: Purpose,
        typed: String,
    },
    /// The case's story.
    Story,
    /// Every command that has a key.
    Shortcuts,
    About,
    /// Anything, found by a few letters.
    Palette(Palette),
}

/// The warning whose card is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenWarning {
    pub id: WarningId,
    /// What its card said when it was opened: for when the warning no longer comes.
    pub title: String,
    /// More changes that would avoid it are shown than fit at first.
    pub all: bool,
    /// What is unfolded in it: how its value is worked out, and how the body answers.
    pub arithmetic: bool,
    pub body: bool,
}

impl OpenWarning {
    /// A card that is opened, with the same parts unfolded as in the one that was open before.
    pub fn after(before: Option<&Self>, id: WarningId, title: String) -> Self {
        let unfolded = |of: fn(&Self) -> bool| before.is_some_and(of);
        Self { id, title, all: false, arithmetic: unfolded(|open| open.arithmetic), body: unfolded(|open| open.body) }
    }
}

/// What would leave the open case.
#[derive(Clone, Debug, PartialEq)]
pub enum Leaving {
    Bundled(usize),
    OpenDialog,
    OpenFile(PathBuf),
    /// The pin with this letter, of another case, comes in its place.
    SwapIn(usize),
    /// The case of a published study, by its place in the table, and when its number is read, min.
    Study(usize, Option<f64>),
    Quit,
}

/// What a path is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    Open,
    Save,
}

#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct Session {
    pub play: Play,
    pub clock: SceneClock,
    pub applies: Applies,
    /// Where the playhead was when the pointer was pressed: a drag changes a setting from there, even while play goes on.
    pub pressed_at_min: Option<f64>,
    pub side: Side,
    pub tab: Tab,
    /// Which account the ledger's picture follows.
    pub account: Account,
    /// The tab takes the room of the scene too.
    pub enlarged: bool,
    pub plotting: Plotting,
    /// Virtual patients stand behind the curves.
    pub patients_shown: bool,
    /// The kind of cell that stands out now, and the one that was pressed to stay so.
    pub highlight: Option<CellKind>,
    pub kept_highlight: Option<CellKind>,
    /// Where the magnifier is, as shares of the scene's width and height.
    pub lens: Option<Point>,
    /// The part whose card is open.
    pub card: Option<PartId>,
    pub open_warning: Option<OpenWarning>,
    /// The settings along the axes of the map.
    pub map_axes: MapAxes,
    pub map_color: MapColor,
    /// Share of the cells that is drawn: it follows how fast the machine draws.
    pub detail: f64,
    /// Whether it does: not while frames are measured with a given number of cells.
    pub detail_follows: bool,
    /// How many times as many cells as usual are drawn: for measurements.
    pub density: f32,
    /// The screen is one for a lecture hall.
    pub lecture: bool,
    /// Which curve of the main screen a lecture shows.
    pub lecture_curve: usize,
    /// The zoom to go back to after the lecture.
    pub zoom_outside: f32,
    /// The scene stands still; the playhead, levels and numbers do not.
    pub reduced_motion: bool,
    /// The book that is open over the screen.
    pub book: Option<Book>,
    /// The setting whose control is to have the keyboard, until it has it.
    pub focus_setting: Option<SettingId>,
    /// What was found by a few letters last, the last first.
    pub recent: Vec<Command>,
    pub dialog: Option<Dialog>,
    /// What to do once the case is saved.
    pub after_save: Option<Leaving>,
    /// The window may close without asking.
    pub quitting: bool,
}

impl Default for Session {
    fn default() -> Self {
        Self {
            play: Play::default(),
            clock: SceneClock::default(),
            applies: Applies::default(),
            pressed_at_min: None,
            side: Side::default(),
            tab: Tab::default(),
            account: Account::AllWhiteCells,
            enlarged: false,
            plotting: Plotting::default(),
            patients_shown: false,
            highlight: None,
            kept_highlight: None,
            lens: None,
            card: None,
            open_warning: None,
            map_axes: MapAxes::default(),
            map_color: MapColor::default(),
            detail: 1.0,
            detail_follows: true,
            density: 1.0,
            lecture: false,
            lecture_curve: 0,
            zoom_outside: 1.0,
            reduced_motion: false,
            book: None,
            focus_setting: None,
            recent: Vec::new(),
            dialog: None,
            after_save: None,
            quitting: false,
        }
    }
}

impl Session {
    /// A new case is looked at from its start, in the same way as the one before it.
    pub fn for_new_case(&self) -> Self {
        Self {
            play: self.play.rewound(),
            side: self.side,
            account: self.account,
            tab: self.tab,
            enlarged: self.enlarged,
            plotting: Plotting { part: None, pointed_min: None, ..self.plotting.clone() },
            patients_shown: self.patients_shown,
            map_axes: self.map_axes,
            map_color: self.map_color,
            detail: self.detail,
            detail_follows: self.detail_follows,
            density: self.density,
            lecture: self.lecture,
            lecture_curve: self.lecture_curve,
            zoom_outside: self.zoom_outside,
            reduced_motion: self.reduced_motion,
            recent: self.recent.clone(),
            ..Self::default()
        }
    }

    /// The moment that the controls show, and from which a change holds when it applies from now.
    pub fn change_at_min(&self) -> f64 {
        self.pressed_at_min.unwrap_or(self.play.playhead_min)
    }

    /// Lets time pass while it plays: the scene moves, and the playhead.
    pub fn advance(&mut self, run: &Run, seconds: f64) {
        if self.play.playing && !self.reduced_motion {
            self.clock.advance(&run.at(self.play.playhead_min), seconds);
        }
        self.play.advance(run, seconds);
    }
}
