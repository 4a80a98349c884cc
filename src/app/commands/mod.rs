//! Everything a user can do, as values: views and keys ask, the handler does.
//!
//! The handler in this room is the one place that writes the state.

mod audience;
mod chosen;
mod class;
mod debrief;
mod draft_saving;
mod drafting;
mod editing;
mod guide;
mod handing_out;
mod handle;
mod home;
mod keys;
mod lesson;
mod lesson_answers;
mod lesson_seeds;
mod menus;
mod navigation;
mod offers;
mod on_stage;
mod palette;
mod picker;
mod pinning;
mod presentation;
mod saving;
mod sharing;
mod toggles;
mod twins;

pub use audience::{Audience, ScriptedAudience};
pub use class::ClassCommand;
pub use drafting::DraftCommand;
pub use handle::Handler;
pub use keys::{from_class_keys, from_guide_keys, from_keys, from_lesson_keys, from_undo_keys, is_moving};
pub use lesson::LessonCommand;
pub use lesson_answers::begun_lessons;
pub use lesson_seeds::seed;
pub use menus::{Entry, Menu, entries, entries_in_force, stops_popup};
pub use palette::{Offer, Palette, PaletteState};
pub use picker::{FilePicker, PickerAnswer, ScriptedPicker};
pub use presentation::{apply_look, apply_theme, fit_zoom, has_room, least_room, outside_zoom, set_outside_zoom};
pub use toggles::Toggle;

use std::path::PathBuf;

use super::state::{
    Asked, CaseSource, DebriefView, Dialog, Document, EditScope, Gallery, Handout, Machines, MapAxis, MapColor,
    OpenWarning, Part, PendingNavigation, PictureSize, PlotSet, Purpose, Scenery, SidePanel, Spot, Stops, Tab,
    TextSize, Tool, Vote, WorkshopPage,
};
use crate::picture::Point;
use crate::picture::cells::CellKind;
use crate::picture::plot::Axis;
use crate::picture::scene::PartId;
use crate::preset::{Preset, VirtualPatients};
use crate::sim::asked::AskedLevel;
use crate::sim::ledger::Account;
use crate::sim::warnings::WarningId;
use crate::sim::{SettingId, Value};

/// What comes after the guided run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AfterGuide {
    /// Its case, with all controls.
    Case,
    Home,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Changes a setting: from the start, or from the playhead on, as the window's scope of edits says.
    Set(SettingId, Value),
    /// Changes two settings from the start in one step.
    SetTogether([(SettingId, Value); 2]),
    /// Takes blood, body and program that are typical of the diagnosis, in one step.
    TakeTypical,
    /// Writes the count of all white cells anew, 10⁹/L; each class keeps its share.
    ScaleWhiteCells(f64),
    /// Takes the settings that reach the aim at the least cost, in one step.
    TryLeastCost(Vec<(SettingId, Value)>),
    /// Keeps the order in which warnings stand at this time, min, or lets it follow the playhead again.
    KeepWarningsOrder(Option<f64>),
    /// Takes them, with the run as it was beside it.
    LeastCostBeside(Vec<(SettingId, Value)>),
    /// Puts a setting along an axis of the map.
    ShowMapAxis(MapAxis, SettingId),
    ColorMap(MapColor),
    /// Shows when a kind of warning comes and what would keep it away: the map of this warning.
    AskAbout(WarningId),
    ScopeEdits(EditScope),
    Toggle(Toggle),
    /// Moves a timed change, given by its place in the protocol, to this time, min.
    MoveChange(usize, f64),
    /// Takes settings out of timed changes.
    RemoveChanges(Vec<(usize, SettingId)>),
    /// Takes the case with words or an aim written anew; repeated changes of one field, by the message id of its name, are one step
    /// until the keyboard leaves it.
    Write(&'static str, Box<Preset>),
    EndWriting,
    /// Explains the warning that is asked about where none is named, or closes the explanation.
    ToggleWhy,
    /// Opens the workshop at a page, or closes it.
    ShowWorkshop(Option<WorkshopPage>),
    Undo,
    Redo,

    TogglePlay,
    /// Moves the playhead to this time, min.
    Seek(f64),
    NextEvent,
    PreviousEvent,
    /// Goes to the next stop of a lecture, or to the one before, and holds there.
    NextStop(bool),
    /// Stops play where it is.
    Freeze,
    /// Brings this on in place of scene and curve, or takes it away again.
    ShowScenery(Scenery),
    FullScreen,
    /// Opens the audience's window, again where it was closed.
    OpenAudience,
    /// Lets the desk and the audience's window change screens.
    SwapScreens,
    /// Shows a setting large on the stage, to be changed there, or none.
    BringOn(Option<SettingId>),
    /// Takes a tool for the stage, or lays it down when it is the one in hand.
    TakeTool(Tool),
    /// Points at a place of the stage, or at none.
    PointOnStage(Option<Spot>),
    /// Draws to a place of the stage; a line begins there when `true`.
    Draw(Spot, bool),
    /// Wipes what was drawn.
    Wipe,
    /// Asks the hall: the vote as it is from now on.
    Vote(Box<Vote>),
    /// How long the lecture may take, min.
    PlanMinutes(f64),
    /// Moves the playhead to this time, min, and holds it there.
    HoldAt(f64),
    Speed(f64),
    /// Moves the playhead by so many minutes and holds it there.
    Step(f64),
    StopAt(Stops),
    ShowStops,

    /// Shows the gallery, or the case again that waits behind it.
    ToggleHome,
    /// What is typed to find a case in the gallery.
    SearchCases(String),
    /// Points at a case of the gallery, whose picture then moves, or at none.
    PointAtCase(Option<CaseSource>),

    /// Goes to the next step of the guided run, or to the one before.
    TurnGuide(bool),
    ToggleGuide,
    /// Leaves the guided run: for its case, to be tried, or for the gallery.
    LeaveGuide(AfterGuide),
    ShowStory(bool),

    /// Does something in the lesson that is taken.
    Lesson(LessonCommand),
    /// Does something with the class that is looked at.
    Class(ClassCommand),
    /// Does something with the lesson that is written.
    Draft(DraftCommand),

    /// Leaves the open case, asking first when changes would be lost.
    Leave(PendingNavigation),
    Save,
    SaveAs,
    /// Shows the case as one line and as a square code.
    Share,
    /// The same with what only a teacher is to read, or without.
    ShareWhole(bool),
    Copy(String),
    /// Pictures that are handed out have this size from now on.
    SizePictures(PictureSize),
    /// Asks where to write something to be handed out.
    HandOut(Handout),
    /// Asks the system for what was copied.
    RequestPaste,
    /// What was pasted where no text is typed: a case, perhaps.
    Paste(String),
    /// What is typed of a path so far.
    TypePath(String),
    PathTyped(Purpose, String),
    /// Saves to this file, whatever is in it.
    SaveOver(PathBuf),
    /// Writes to a file that was chosen for this, whatever is in it.
    Replace(Purpose, PathBuf),
    /// Asks for another file for this.
    ChooseOther(Purpose),
    /// Opens the case's file as another program has written it.
    TakeTheirs(PathBuf),
    /// Shows what the case's file held before it was saved over.
    ShowVersions,
    /// Takes one of these older versions in place of the case.
    TakeVersion(usize),
    /// Goes on with one of the cases that were left behind unsaved.
    Restore(usize),
    /// Removes all that was left behind unsaved.
    ForgetLeftBehind,

    SaveAndLeave,
    DiscardAndLeave,
    CloseDialog,

    ToggleTheme,
    /// Makes words as large as this, and leaves pictures and margins as they are.
    SizeText(TextSize),
    /// Makes words larger by a step, or smaller.
    StepText(bool),
    /// Makes a kind of cell stand out while it is pointed at.
    Highlight(Option<CellKind>),
    /// Makes a kind of cell stand out until it is pressed again.
    KeepHighlight(Option<CellKind>),
    /// Moves the magnifier to these shares of the scene's width and height.
    MoveLens(Point),
    ShowCard(Option<PartId>),
    /// Explains a warning in place of the one before, or none.
    Explain(Option<OpenWarning>),
    /// Makes a change from the start that would avoid a warning.
    Try(Vec<(SettingId, Value)>, Asked),
    /// Closes what is open over the picture, then leaves the lecture.
    Escape,
    /// Which curve of the main screen a lecture shows.
    ShowCurve(usize),
    /// Takes other virtual patients, or another number of them.
    TakePatients(VirtualPatients),
    /// Colors a hundred of them by the kind of this level.
    ShowPatients(AskedLevel),
    ShowSidePanel(SidePanel),
    ShowTab(Tab),
    /// Which account the ledger's picture follows.
    Follow(Account),
    ShowPlots(PlotSet),
    ShowAxis(Axis),
    /// Shows a part of the axis in all plots, or the whole.
    ShowPart(Option<Part>),
    /// Points at a time of the run, min, or at none.
    PointAt(Option<f64>),
    /// Keeps the run as it is now, to be compared.
    Pin,
    /// Lets go of the pin with this letter.
    Unpin(usize),
    /// Shades the difference between the run in view and the pin with this letter in every plot, or no longer.
    ShadeDifference(usize),
    NamePin(usize, String),
    /// Exchanges the case with that of the pin.
    SwapIn(usize),
    /// Gives the pin with this letter a scene of its own beside the case.
    ShowTwin(Option<usize>),
    /// Leaves the run in view beside itself: one patient twice.
    KeepSamePatient,
    /// Sets the machines of the case and its twin alike, or gives each its own again.
    SetMachines(Machines),
    /// Runs this bundled case, pins it, and shows it beside the open one.
    CompareWith(usize),
    /// Shows the debrief in place of the screen, or the screen again.
    ToggleDebrief,
    /// What of the debrief is chosen; `None` leaves it.
    ShowDebrief(Option<DebriefView>),
    /// Opens a document in place of the screen, or closes the one that is open.
    ShowDocument(Option<Document>),
    /// Opens the section of a setting and gives its control the keyboard.
    FocusSetting(SettingId),
    /// The control has it.
    SettingFocused,

    ShowPalette,
    /// What is typed to find something, and which of the matching offers is marked.
    SearchPalette(String, usize),
    /// Closes the list and does what was found in it.
    Choose(Box<Command>),
    ShowDialog(Dialog),
}

/// Commands in the order in which they were given.
pub type Commands = Vec<Command>;

impl Command {
    /// Whether a key may ask for it while the gallery is shown: not what shows the screen, nor what needs a case.
    pub fn suits_home(&self, gallery: &Gallery) -> bool {
        let is_of_case = matches!(
            self,
            Self::Save
                | Self::SaveAs
                | Self::ShowVersions
                | Self::Share
                | Self::HandOut(_)
                | Self::ShowDialog(Dialog::Story)
        );
        !self.shows_the_screen() && (gallery.has_case_behind() || !is_of_case)
    }

    /// Whether it saves the case, or brings back what was saved or kept of one.
    pub(super) const fn is_of_saving(&self) -> bool {
        matches!(
            self,
            Self::Save
                | Self::SaveAs
                | Self::PathTyped(..)
                | Self::SaveOver(_)
                | Self::Replace(..)
                | Self::ChooseOther(_)
                | Self::TakeTheirs(_)
                | Self::ShowVersions
                | Self::TakeVersion(_)
                | Self::Restore(_)
                | Self::ForgetLeftBehind
        )
    }

    /// Whether it shows something that an open document would hide.
    pub const fn shows_the_screen(&self) -> bool {
        match self {
            Self::Toggle(toggle) => toggle.shows_the_screen(),
            Self::ShowCurve(_)
            | Self::ShowTab(_)
            | Self::ShowPlots(_)
            | Self::ShowAxis(_)
            | Self::ShowPart(_)
            | Self::ShowStops
            | Self::FocusSetting(_)
            | Self::Explain(Some(_))
            | Self::AskAbout(_)
            | Self::ToggleWhy
            | Self::ShowWorkshop(Some(_))
            | Self::Draft(DraftCommand::Begin)
            | Self::ToggleDebrief
            | Self::LeastCostBeside(_)
            | Self::ShowTwin(_)
            | Self::CompareWith(_)
            | Self::Pin => true,
            _ => false,
        }
    }
}
