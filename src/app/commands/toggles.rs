//! What can be on or off: a row each, with its name, key, menu and place in the state.

use egui::Key;

use super::menus::Menu;
use crate::app::state::{AudienceWindow, EditScope, Hints, State};
use crate::picture::{Point, point};

/// Over the buffy coat, in most cases.
const LENS_AT_FIRST: Point = point(0.64, 0.55);

/// The flag of a toggle in the state: read, and written.
pub struct Flag {
    pub get: fn(&State) -> bool,
    pub set: fn(&mut State, bool),
}

macro_rules! toggles {
    ($($toggle:ident: $menu:ident, $message:literal, $key:expr, shows the screen: $shows:literal, $flag:expr;)*) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, strum::EnumIter)]
        pub enum Toggle {
            $($toggle),*
        }

        impl Toggle {
            /// The menu it stands in, after that menu's commands.
            pub const fn menu(self) -> Menu {
                match self { $(Self::$toggle => Menu::$menu),* }
            }

            /// The message id of its name.
            pub const fn message(self) -> &'static str {
                match self { $(Self::$toggle => $message),* }
            }

            pub const fn key(self) -> Option<Key> {
                match self { $(Self::$toggle => $key),* }
            }

            /// Whether it shows something that an open document would hide.
            pub const fn shows_the_screen(self) -> bool {
                match self { $(Self::$toggle => $shows),* }
            }

            fn flag(self) -> Flag {
                match self { $(Self::$toggle => $flag),* }
            }
        }
    };
}

/// A flag that is a field of the state.
macro_rules! field {
    ($($path:ident).+) => {
        Flag { get: |state| state.$($path).+, set: |state, on| state.$($path).+ = on }
    };
}

toggles! {
    FromNow: Edit, "command-from-now", Some(Key::W), shows the screen: false, Flag {
        get: |state| state.case_view.edit_scope == EditScope::FromNow,
        set: |state, on| state.case_view.edit_scope = if on { EditScope::FromNow } else { EditScope::FromStart },
    };
    Lens: View, "command-lens", Some(Key::M), shows the screen: true, Flag {
        get: |state| state.case_view.lens.is_some(),
        set: |state, on| state.case_view.lens = on.then_some(LENS_AT_FIRST),
    };
    Lecture: View, "command-lecture", Some(Key::L), shows the screen: false, Flag {
        get: |state| state.workspace.lecture,
        set: |state, on| (state.workspace.lecture, state.workspace.desk) = (on, false),
    };
    Desk: View, "command-desk", Some(Key::F12), shows the screen: false, Flag {
        get: |state| state.workspace.desk,
        set: |state, on| {
            (state.workspace.lecture, state.workspace.desk) = (on, on);
            state.workspace.stage.audience = if on { AudienceWindow::Wanted } else { AudienceWindow::None };
            state.workspace.stage.frozen = false;
        },
    };
    Black: Lecture, "command-black", Some(Key::B), shows the screen: false, field!(workspace.stage.black);
    Patients: View, "command-patients", Some(Key::B), shows the screen: true, field!(workspace.patients_shown);
    ReducedMotion: View, "command-reduced-motion", None, shows the screen: false, field!(workspace.reduced_motion);
    TransparentGround: Pictures, "command-transparent-ground", None, shows the screen: false, field!(workspace.pictures.is_transparent);
    Hints: Help, "command-hints", None, shows the screen: false, Flag {
        get: |state| state.workspace.hints.any(),
        set: |state, on| state.workspace.hints = if on { Hints::ALL } else { Hints::default() },
    };
    Twins: Explore, "command-twins", Some(Key::T), shows the screen: true, Flag {
        get: |state| state.twin().is_some(),
        set: |state, on| state.workspace.twins.shown = on,
    };
    TwinsBoth: Explore, "command-twins-both", None, shows the screen: true, field!(workspace.twins.both);
    TwinsOwnMachines: Explore, "command-twins-own-machines", None, shows the screen: true, field!(workspace.twins.own_machines);
    TwinInFront: Explore, "command-twin-in-front", None, shows the screen: true, field!(workspace.twins.in_front);
    Enlarged: Explore, "command-enlarge", Some(Key::E), shows the screen: true, field!(workspace.enlarged);
    Logarithmic: Explore, "command-logarithmic", None, shows the screen: true, field!(workspace.plots.logarithmic);
    Stacked: Explore, "command-stacked", None, shows the screen: true, field!(workspace.plots.stacked);
    StopAtWarning: Time, "command-stop-warning", Some(Key::A), shows the screen: false,
        field!(playback.stops.next_warning);
    Repeat: Time, "command-repeat", Some(Key::R), shows the screen: false, field!(playback.stops.repeats);
}

impl Toggle {
    pub fn is_on(self, state: &State) -> bool {
        (self.flag().get)(state)
    }

    /// Another key that does the same: those that presenters send.
    pub const fn other_key(self) -> Option<Key> {
        match self {
            Self::Lecture => Some(Key::F5),
            Self::Black => Some(Key::Period),
            _ => None,
        }
    }

    pub fn flip(self, state: &mut State) {
        let on = !self.is_on(state);
        (self.flag().set)(state, on);
    }
}
