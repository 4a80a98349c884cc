//! The views: each reads the state, shows one part of the window and returns commands. Views change nothing.

mod beside;
mod cases;
pub mod class;
mod controls;
pub mod debrief;
pub mod desk;
mod dialogs;
mod explore;
mod file_dialogs;
pub mod guide;
mod harm;
mod hints;
pub mod home;
pub mod lesson;
mod lesson_dialogs;
mod lesson_workshop;
mod menu_bar;
mod notice;
mod numbers;
mod palette;
mod path_dialog;
mod reader;
mod scene;
pub mod screen;
mod setting;
mod share;
pub mod stage;
mod story;
mod text_size;
mod time_bar;
pub mod twins;
mod warning_ranges;
mod warnings;
mod why;
mod workshop;

pub use beside::beside_ui;
pub use dialogs::dialog_ui;
pub use explore::explore_ui;
pub use lesson_workshop::lesson_workshop_ui;
pub use menu_bar::menu_bar_ui;
pub use notice::notice_ui;
pub use reader::{ModelPage, reader_ui};
pub use scene::{scene_ui, twin_ui};
pub use why::why_ui;
pub use workshop::workshop_ui;

use std::ops::Deref;

use crate::app::background::Background;
use crate::app::commands::PaletteState;
use crate::app::state::{Obstacle, State};
use crate::sim::SettingId;
use crate::text::Text;

/// What views read: the state, the background results, and the texts.
pub struct View<'a> {
    pub state: &'a State,
    pub background: &'a Background,
    pub palette: &'a PaletteState,
    pub text: &'a Text,
}

impl Deref for View<'_> {
    type Target = State;
    fn deref(&self) -> &State {
        self.state
    }
}

impl View<'_> {
    /// Whether a dialog or the palette is open.
    pub fn is_asking(&self) -> bool {
        self.dialogs.open.is_some() || self.palette.open.is_some()
    }

    /// Whether no dialog or popup is open, since hovering and keys must not act through them.
    pub fn is_uncovered(&self, ctx: &egui::Context) -> bool {
        !self.is_asking() && !egui::Popup::is_any_open(ctx)
    }

    pub fn say(&self, id: &str) -> String {
        self.text.get(id)
    }

    /// Why no setting can be changed now, if that is the case.
    pub fn standstill_label(&self) -> Option<String> {
        self.state.standstill().map(|obstacle| self.obstacle_text(obstacle))
    }

    /// Why this setting cannot be changed now, if that is the case.
    pub fn obstacle_label(&self, setting: SettingId) -> Option<String> {
        self.state.obstacle(setting).map(|obstacle| self.obstacle_text(obstacle))
    }

    fn obstacle_text(&self, obstacle: Obstacle) -> String {
        self.say(match obstacle {
            Obstacle::PatientFromStartOnly => "only-from-start-patient",
            Obstacle::FromStartOnly => "only-from-start",
            Obstacle::Refused => "from-now-refused",
            Obstacle::PumpsStopped => "from-now-over",
        })
    }
}
