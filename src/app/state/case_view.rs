//! How the open case is looked at: new with each case.

use super::debrief::DebriefView;
use super::plot_options::Part;
use super::workshop::WorkshopPage;
use crate::picture::Point;
use crate::picture::cells::CellKind;
use crate::picture::scene::{PartId, SceneClock};
use crate::preset::Preset;
use crate::sim::asked::AskedLevel;
use crate::sim::derivation::Cells;
use crate::sim::outcome::target_cells;
use crate::sim::warnings::WarningId;
use crate::sim::{Protocol, Run, SettingId, Severity, Value, Warning};

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
    /// The letter of the pinned run that it comes in; `None` in the run in view.
    pub whose: Option<usize>,
    /// More changes that would avoid it are shown than fit at first.
    pub all: bool,
    pub page: WhyPage,
}

impl OpenWarning {
    /// A warning of the run in view that is to be explained, on the same page as the one before.
    pub fn after(before: Option<&Self>, warning: &Warning, title: String) -> Self {
        let page = before.map_or_else(WhyPage::default, |before| before.page);
        Self { id: warning.id, level: (warning.severity, warning.threshold), title, whose: None, all: false, page }
    }

    /// The same of a pinned run.
    pub fn of_pin(self, letter: usize) -> Self {
        Self { whose: Some(letter), ..self }
    }

    pub fn is_about(&self, warning: &Warning) -> bool {
        self.id == warning.id && self.level == (warning.severity, warning.threshold)
    }
}

/// A warning that changes were to avoid.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    pub avoided: Warning,
    /// The title and the details of the warning before the first of them.
    pub before: String,
}

/// All that was tried together, and what there was before any of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Tried {
    pub changes: Vec<(SettingId, Value)>,
    /// Each kind of warning that was asked about, with what it was at first.
    pub asked: Vec<Asked>,
    /// The cells that the procedure was for, and how many of them were in the bag, 10⁹.
    pub cells: Cells,
    pub collected_e9: f64,
    /// Whether the aim was reached, where the case states one.
    pub was_reached: Option<bool>,
}

impl Tried {
    /// Nothing yet, on this run.
    pub fn on(run: &Run, was_reached: Option<bool>) -> Self {
        let cells = target_cells(&run.protocol.settings);
        let (changes, asked) = (Vec::new(), Vec::new());
        Self { changes, asked, cells, collected_e9: cells.of(&run.after.bag), was_reached }
    }

    /// Adds changes that are to avoid a warning.
    pub fn add(&mut self, changes: Vec<(SettingId, Value)>, asked: Asked) {
        self.changes.retain(|(setting, _)| changes.iter().all(|(other, _)| other != setting));
        self.changes.extend(changes);
        if self.asked.iter().all(|other| other.avoided.id != asked.avoided.id) {
            self.asked.push(asked);
        }
    }

    /// The share of the cells that another run still collects, percent; `None` where there were none.
    pub fn kept_percent(&self, run: &Run) -> Option<f64> {
        (self.collected_e9 > 0.0).then(|| 100.0 * self.cells.of(&run.after.bag) / self.collected_e9)
    }
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
    /// What was tried, each with the protocol that came of it.
    pub tried: Vec<(Protocol, Tried)>,
    /// The level by which virtual patients are shown; the worst while none is chosen.
    pub patients_of: Option<AskedLevel>,
    /// The time whose order the list of warnings keeps while the pointer rests on it, min.
    pub warnings_order_min: Option<f64>,
    /// The setting whose control is to have the keyboard, until it has it.
    pub focus_setting: Option<SettingId>,
    /// The card with the story, in short, is open above the scene.
    pub story_open: bool,
    /// The debrief, while it stands in place of the screen.
    pub debrief: Option<DebriefView>,
    /// What is read in place of the screen.
    pub document: Option<Document>,
    /// The case with its own machine, where the machine was set as that of the run beside it.
    pub own_machine: Option<Preset>,
}
