//! How the window is used, whatever case is open: panels, plots, map, lecture.

use super::hints::Hints;
use super::map_options::{MapAxes, MapColor};
use super::picture_options::PictureOptions;
use super::plot_options::PlotOptions;
use super::recent_files::RecentFiles;
use super::stage::Stage;
use super::text_size::TextSize;
use super::twins::Twins;
use crate::sim::ledger::Account;

/// What a narrow or low window shows beside the scene.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SidePanel {
    #[default]
    Controls,
    Warnings,
    /// In a low window, where they have no room below the warnings.
    Numbers,
}

/// What the lower part of the window shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, strum::EnumIter, serde::Serialize, serde::Deserialize)]
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
    /// The message id of its name.
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

/// It survives a new case.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct Workspace {
    pub side_panel: SidePanel,
    pub tab: Tab,
    /// The tab takes the room of the scene too.
    pub enlarged: bool,
    /// The window is too low for both: a tab that is chosen takes the scene's room.
    pub is_low: bool,
    /// There is no room for a panel at the right.
    pub is_narrow: bool,
    pub plots: PlotOptions,
    pub pictures: PictureOptions,
    /// Which account the ledger's picture follows.
    pub account: Account,
    pub map_axes: MapAxes,
    pub map_color: MapColor,
    /// Virtual patients stand behind the curves.
    pub patients_shown: bool,
    /// The scene stands still; the playhead, levels and numbers do not.
    pub reduced_motion: bool,
    pub text_size: TextSize,
    pub twins: Twins,
    /// The screen is one for a lecture hall, or the desk of the lecturer.
    pub lecture: bool,
    /// The lecturer's desk; another window shows the stage.
    pub desk: bool,
    /// Which curve of the main screen a lecture shows where nothing has happened yet.
    pub lecture_curve: usize,
    pub stage: Stage,
    pub recent: RecentFiles,
    pub hints: Hints,
}

impl Default for Workspace {
    fn default() -> Self {
        Self {
            side_panel: SidePanel::default(),
            tab: Tab::default(),
            enlarged: false,
            is_low: false,
            is_narrow: false,
            plots: PlotOptions::default(),
            pictures: PictureOptions::default(),
            account: Account::AllWhiteCells,
            map_axes: MapAxes::default(),
            map_color: MapColor::default(),
            patients_shown: false,
            reduced_motion: false,
            text_size: TextSize::default(),
            twins: Twins::default(),
            lecture: false,
            desk: false,
            lecture_curve: 0,
            stage: Stage::default(),
            recent: RecentFiles::default(),
            hints: Hints::default(),
        }
    }
}

impl Workspace {
    /// Whether this window is the stage.
    pub const fn is_stage(&self) -> bool {
        self.lecture && !self.desk
    }
}
