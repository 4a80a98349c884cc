//! How the open case is looked at: new with each case.

use super::debrief::DebriefView;
use super::plot_options::Part;
use crate::picture::Point;
use crate::picture::cells::CellKind;
use crate::picture::scene::{PartId, SceneClock};
use crate::sim::SettingId;
use crate::sim::asked::AskedLevel;
use crate::sim::warnings::WarningId;

/// From when on a setting that is changed holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EditScope {
    /// The whole case is run again with it.
    #[default]
    FromStart,
    /// It changes at the playhead, as an operator would change it.
    FromNow,
}

/// What can be read in place of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::EnumIter)]
pub enum Document {
    /// Why leukapheresis is done, and why not.
    Reasons,
    /// What a patient must be told.
    Risks,
    /// The published studies with ours beside them.
    Studies,
    /// Every equation and constant.
    Model,
}

impl Document {
    /// The message id of its name.
    pub const fn message(self) -> &'static str {
        match self {
            Self::Reasons => "document-reasons",
            Self::Risks => "document-risks",
            Self::Studies => "document-studies",
            Self::Model => "document-model",
        }
    }
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

#[derive(Clone, Debug, Default)]
pub struct CaseView {
    pub edit_scope: EditScope,
    /// Where the playhead was when the pointer was pressed, min: a drag changes a setting from there, even while play goes on.
    pub pressed_at_min: Option<f64>,
    /// Time in the scene; it stops while nothing plays.
    pub clock: SceneClock,
    /// The part of the plots' axis that is shown, when it is not the whole.
    pub part: Option<Part>,
    /// The time that is pointed at in a plot, min: all others, the scene and the time bar show it too.
    pub pointed_min: Option<f64>,
    /// The kind of cell that stands out now, and the one that was pressed to stay so.
    pub highlight: Option<CellKind>,
    pub kept_highlight: Option<CellKind>,
    /// Where the magnifier is, as shares of the scene's width and height.
    pub lens: Option<Point>,
    /// The part whose card is open.
    pub card: Option<PartId>,
    pub open_warning: Option<OpenWarning>,
    /// The level by which virtual patients are shown; the worst while none is chosen.
    pub patients_of: Option<AskedLevel>,
    /// The setting whose control is to have the keyboard, until it has it.
    pub focus_setting: Option<SettingId>,
    /// The card with the story, in short, is open above the scene.
    pub story_open: bool,
    /// The debrief, while it stands in place of the screen.
    pub debrief: Option<DebriefView>,
    /// What is read in place of the screen.
    pub document: Option<Document>,
}
