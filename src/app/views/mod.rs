//! What stands on the screen: each view reads, shows a part, and answers with commands. It changes nothing.

mod callout;
mod changes;
mod controls;
mod dialogs;
mod explanation;
mod explore;
pub mod lecture;
mod menu_bar;
mod numbers;
mod palette;
mod reader;
mod scene;
pub mod screen;
mod setting;
mod stops;
mod time_bar;
mod warning_ranges;
mod warnings;

pub use dialogs::dialog_ui;
pub use explore::explore_ui;
pub use menu_bar::menu_bar_ui;
pub use reader::{ModelPage, reader_ui};
pub use scene::scene_ui;

use std::ops::Deref;

use crate::app::background::Background;
use crate::app::commands::PaletteState;
use crate::app::state::{Obstacle, State};
use crate::sim::SettingId;
use crate::text::Text;

/// What views look at: the state, what was found for it beside the window, and the words.
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
    /// Whether a question, a message or the palette stands before all else.
    pub fn is_asking(&self) -> bool {
        self.dialogs.open.is_some() || self.palette.open.is_some()
    }

    pub fn say(&self, id: &str) -> String {
        self.text.get(id)
    }

    /// Why no setting can be changed now, where that is so.
    pub fn standstill_label(&self) -> Option<String> {
        self.state.standstill().map(|obstacle| self.obstacle_text(obstacle))
    }

    /// Why a setting cannot be changed now, where that is so.
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
