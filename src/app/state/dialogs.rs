//! Questions that wait for an answer, and what is done once it comes.

use std::path::PathBuf;

use super::lesson::LessonSource;
use crate::picture::qr::Qr;
use crate::preset::{LeftBehind, Preset, Version};

/// The ending of files of cases and lessons.
pub const ENDING: &str = "ron";

/// A question or a message that must be answered first.
#[derive(Clone, Debug, PartialEq)]
pub enum Dialog {
    /// Unsaved changes would be lost by this.
    Unsaved(PendingNavigation),
    /// Unsaved changes of the lesson that is written would be lost by this.
    UnsavedLesson(PendingNavigation),
    Message {
        title: String,
        body: String,
    },
    /// The code of a case is looked for in this photograph; closed, it is given up.
    Photo(PathBuf),
    /// Where there is no file dialog: the path is typed.
    Path {
        purpose: Purpose,
        /// As far as it is.
        typed: String,
        /// What is wrong with the path that was typed before.
        problem: Option<String>,
    },
    /// Another program has written the case's file since it was opened or saved.
    ChangedOnDisk {
        path: PathBuf,
        /// What is in it now; `None` where that is no case.
        theirs: Option<Box<Preset>>,
    },
    /// Another program has written the file of the lesson since it was opened or saved; this is in it now.
    LessonChangedOnDisk {
        path: PathBuf,
        theirs: Option<String>,
    },
    /// A file of this name exists: is it to be replaced by what it was chosen for?
    Overwrite(Purpose, PathBuf),
    /// Cases that windows left behind unsaved, the newest first.
    LeftBehind(Vec<LeftBehind>),
    /// What the case's file held before it was saved over, the newest first.
    Versions(Vec<Version>),
    /// The case as one line, and as a square code where it has room in one.
    Share {
        text: String,
        code: Option<Qr>,
        /// With what only a teacher is to read.
        whole: bool,
    },
    /// The case's story.
    Story,
    /// Every command that has a key.
    Shortcuts,
    About,
}

/// What would leave the open case.
#[derive(Clone, Debug, PartialEq)]
pub enum PendingNavigation {
    Bundled(usize),
    /// The first run, which explains itself.
    FirstRun,
    /// A lesson, to be taken.
    Lesson(LessonSource),
    /// A lesson of a file is gone on with.
    WriteLesson(PathBuf),
    /// The lesson is no longer written.
    CloseLesson,
    /// A case from nothing, to be written in the workshop.
    NewCase,
    /// A new case that begins as the open one is now.
    NewFromThis,
    OpenDialog,
    OpenFile(PathBuf),
    /// A case that was pasted.
    Pasted(Box<Preset>),
    /// The pin with this letter, of another case, comes in its place.
    SwapIn(usize),
    /// The case of a published study, by its place in the table, and when its number is read, min.
    Study(usize, Option<f64>),
    Quit,
}

impl PendingNavigation {
    /// Whether the lesson that is written is no longer so after it.
    pub const fn ends_lesson(&self) -> bool {
        matches!(self, Self::Quit | Self::WriteLesson(_) | Self::CloseLesson)
    }
}

/// What a path is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    Open,
    Save,
    Export(Handout),
    /// For the answers of a lesson.
    Answers,
    /// The folder of what a class handed in, and where its page or its table is written.
    Class,
    ClassPage,
    ClassTable,
    /// The file of a lesson that is to be gone on with.
    OpenLesson,
    /// For the lesson that is written.
    SaveLesson,
}

impl Purpose {
    /// The endings of the files that suit it; none where it is a folder.
    pub fn endings(self) -> Vec<&'static str> {
        match self {
            // Presets; pictures, sheets and tables, which carry theirs; and photographs of their code.
            Self::Open => vec![ENDING, "png", "jpg", "jpeg", "svg", "html", "xml", "csv"],
            Self::Save | Self::Answers | Self::OpenLesson | Self::SaveLesson => vec![ENDING],
            Self::Export(handout) => vec![handout.ending()],
            Self::Class => Vec::new(),
            Self::ClassPage => vec!["html"],
            Self::ClassTable => vec!["csv"],
        }
    }
}

/// What can be made of a case to be handed out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::EnumIter)]
pub enum Handout {
    PlotsSvg,
    PlotsPng,
    SceneSvg,
    ScenePng,
    /// The scene in motion.
    SceneLoop,
    /// The window as it is.
    Window,
    Table,
    TableComma,
    /// Virtual patients, one row for each.
    Patients,
    PatientsComma,
    /// The same procedure on following days, one row for each.
    Days,
    DaysComma,
    Json,
    /// The equations, for other simulators.
    Sbml,
    Report,
    Sheet,
    Solution,
}

impl Handout {
    /// The message id of its name.
    pub const fn message(self) -> &'static str {
        match self {
            Self::PlotsSvg => "export-plots-svg",
            Self::PlotsPng => "export-plots-png",
            Self::SceneSvg => "export-scene-svg",
            Self::ScenePng => "export-scene-png",
            Self::SceneLoop => "export-scene-loop",
            Self::Window => "export-window",
            Self::Table => "export-table",
            Self::TableComma => "export-table-comma",
            Self::Patients => "export-patients",
            Self::PatientsComma => "export-patients-comma",
            Self::Days => "export-days",
            Self::DaysComma => "export-days-comma",
            Self::Json => "export-json",
            Self::Sbml => "export-sbml",
            Self::Report => "export-report",
            Self::Sheet => "export-sheet",
            Self::Solution => "export-solution",
        }
    }

    /// The ending of its file.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::PlotsSvg | Self::SceneSvg => "svg",
            Self::PlotsPng | Self::ScenePng | Self::SceneLoop | Self::Window => "png",
            Self::Table | Self::TableComma | Self::Patients | Self::PatientsComma | Self::Days | Self::DaysComma => {
                "csv"
            }
            Self::Json => "json",
            Self::Sbml => "xml",
            Self::Report | Self::Sheet | Self::Solution => "html",
        }
    }

    /// What it adds to the name of the case.
    pub const fn suffix(self) -> &'static str {
        match self {
            Self::PlotsSvg | Self::PlotsPng => "_plots",
            Self::SceneSvg | Self::ScenePng => "_scene",
            Self::SceneLoop => "_loop",
            Self::Window => "_window",
            Self::Patients | Self::PatientsComma => "_patients",
            Self::Days | Self::DaysComma => "_days",
            Self::Table | Self::TableComma | Self::Json => "",
            Self::Sbml => "_sbml",
            Self::Report => "_report",
            Self::Sheet => "_worksheet",
            Self::Solution => "_solution",
        }
    }

    /// Whether it is a page to print.
    pub const fn is_page(self) -> bool {
        matches!(self, Self::Report | Self::Sheet | Self::Solution)
    }
}

#[derive(Clone, Debug, Default)]
pub struct Dialogs {
    pub open: Option<Dialog>,
    /// What windows have left behind unsaved, until it is answered what becomes of it: whatever else is said meanwhile, it is offered.
    pub unanswered: Vec<LeftBehind>,
    /// What to do once the case is saved.
    pub after_save: Option<PendingNavigation>,
    /// The window may close without asking.
    pub quitting: bool,
    /// What was done, in a sentence that goes by itself.
    pub notice: Option<Notice>,
}

/// A sentence, and until when it stays, in seconds of the window's clock.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    pub words: String,
    pub until_s: f64,
}

impl Dialogs {
    /// Offers what was left behind, once nothing else is open.
    pub fn offer_left_behind(&mut self) {
        if self.open.is_none() && !self.unanswered.is_empty() {
            self.open = Some(Dialog::LeftBehind(self.unanswered.clone()));
        }
    }

    /// Closes what is open, which answers it.
    pub fn close(&mut self) -> Option<Dialog> {
        if matches!(self.open, Some(Dialog::LeftBehind(_))) {
            self.unanswered.clear();
        }
        self.open.take()
    }
}
