//! How the open case is looked at: new with each case.

use super::debrief::DebriefView;
use super::plot_options::Part;
use super::workshop::WorkshopPage;
use crate::picture::Point;
use crate::picture::cells::CellKind;
use crate::picture::scene::{PartId, SceneClock};
use crate::sim::asked::AskedLevel;
use crate::sim::warnings::WarningId;
use crate::sim::{SettingId, Severity, Value, Warning};

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
    /// Every field of a case.
    Format,
}

impl Document {
    /// The message id of its name.
    pub const fn message(self) -> &'static str {
        match self {
            Self::Reasons => "document-reasons",
            Self::Risks => "document-risks",
            Self::Studies => "document-studies",
            Self::Model => "document-model",
            Self::Format => "document-format",
        }
    }
}

/// What is shown of a warning that is explained, beside its causes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WhyPage {
    /// Its quantity over the run.
    #[default]
    Curve,
    /// What would have avoided it: a page of its own where there is no room beside.
    Avoid,
    /// What it means, and how the body answers.
    Body,
    /// How its value is worked out when it is worst.
    Arithmetic,
    /// Where thresholds, shares and changes come from.
    Sources,
}

impl WhyPage {
    /// The message id of its name.
    pub const fn message(self) -> &'static str {
        match self {
            Self::Curve => "why-page-curve",
            Self::Avoid => "why-page-avoid",
            Self::Body => "why-page-body",
            Self::Arithmetic => "why-page-arithmetic",
            Self::Sources => "why-page-sources",
        }
    }
}

/// The warning that is explained.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenWarning {
    pub id: WarningId,
    /// The level that is explained, by severity and threshold; the worst where there is no such level.
    pub level: (Severity, Option<f64>),
    /// What it was called when it was opened: for when the warning no longer comes.
    pub title: String,
    /// More changes that would avoid it are shown than fit at first.
    pub all: bool,
    pub page: WhyPage,
}

impl OpenWarning {
    /// A warning that is to be explained, on the same page as the one before.
    pub fn after(before: Option<&Self>, warning: &Warning, title: String) -> Self {
        let page = before.map_or_else(WhyPage::default, |before| before.page);
        Self { id: warning.id, level: (warning.severity, warning.threshold), title, all: false, page }
    }

    pub fn is_about(&self, warning: &Warning) -> bool {
        self.id == warning.id && self.level == (warning.severity, warning.threshold)
    }
}

/// A change that was tried to avoid a warning, and what there was to avoid.
#[derive(Clone, Debug, PartialEq)]
pub struct Tried {
    pub changes: Vec<(SettingId, Value)>,
    pub avoided: Warning,
    /// The title and the details of the warning before.
    pub before: String,
}

#[derive(Clone, Debug, Default)]
pub struct CaseView {
    pub edit_scope: EditScope,
    /// Where the playhead was when the pointer was pressed, min: a drag changes a setting from there, even while play goes on.
    pub pressed_at_min: Option<f64>,
    /// Time in the scene; it stops while nothing plays.
    pub clock: SceneClock,
    /// The same in the scene of the twin, whose pumps run at flows of their own.
    pub twin_clock: SceneClock,
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
    /// The warning that is explained below the scene.
    pub open_warning: Option<OpenWarning>,
    /// The page of the workshop that is open below the scene.
    pub workshop: Option<WorkshopPage>,
    /// The change that was tried last, and the revision of the run that came of it.
    pub tried: Option<(u64, Tried)>,
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
