//! Everything a user can do, as values: panels and keys ask, one place does.

use std::path::PathBuf;

use egui::{Key, KeyboardShortcut, Modifiers};

use super::map::{MapAxis, MapColor};
use super::panels::time_bar::STEP_MIN;
use super::play::Stops;
use super::session::{Applies, Axis, Book, OpenWarning, Part, PlotSet, Purpose, Side, Tab};
use crate::picture::Point;
use crate::picture::cells::CellKind;
use crate::picture::scene::PartId;
use crate::preset::VirtualPatients;
use crate::sim::ledger::Account;
use crate::sim::{SettingId, Value};

#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Changes a setting: from the start, or from the playhead on, as the session says.
    Set(SettingId, Value),
    /// Changes a setting from the start, whatever the session says.
    SetFromStart(SettingId, Value),
    /// Changes two settings from the start in one step.
    SetTogether([(SettingId, Value); 2]),
    /// Puts a setting along an axis of the map.
    ShowMapAxis(MapAxis, SettingId),
    ColorMap(MapColor),
    Apply(Applies),
    /// From the start or from now on: the other one.
    ToggleApplies,
    /// Moves a timed change, given by its place in the protocol, to this time, min.
    MoveChange(usize, f64),
    /// Takes settings out of timed changes.
    RemoveChanges(Vec<(usize, SettingId)>),
    Undo,
    Redo,

    TogglePlay,
    /// Moves the playhead to this time, min.
    Seek(f64),
    NextEvent,
    PreviousEvent,
    Speed(f64),
    /// Moves the playhead by so many minutes and holds it there.
    Step(f64),
    StopAt(Stops),
    ToggleStopAtWarning,
    ToggleRepeat,
    ShowStops,

    OpenBundled(usize),
    OpenDialog,
    OpenFile(PathBuf),
    /// Opens the case of a published study, by its place in the table, at this time, min.
    OpenStudy(usize, Option<f64>),
    Save,
    SaveAs,
    PathTyped(Purpose, String),
    Quit,

    SaveAndLeave,
    DiscardAndLeave,
    CloseDialog,

    ToggleTheme,
    /// Makes a kind of cell stand out while it is pointed at.
    Highlight(Option<CellKind>),
    /// Makes a kind of cell stand out until it is pressed again.
    KeepHighlight(Option<CellKind>),
    ToggleLens,
    /// Moves the magnifier to these shares of the scene's width and height.
    MoveLens(Point),
    ShowCard(Option<PartId>),
    /// Opens the card of a warning, and closes the one that was open.
    Explain(Option<OpenWarning>),
    /// Closes what is open over the picture, then leaves the lecture.
    Escape,
    ToggleLecture,
    ToggleReducedMotion,
    /// Which curve of the main screen a lecture shows.
    ShowCurve(usize),
    /// Shows virtual patients behind the curves, or hides them.
    TogglePatients,
    /// Draws other virtual patients, or another number of them.
    DrawPatients(VirtualPatients),
    ShowSide(Side),
    ShowTab(Tab),
    /// Which account the ledger's picture follows.
    Follow(Account),
    /// Gives the tab the room of the scene, or gives it back.
    ToggleEnlarged,
    ShowPlots(PlotSet),
    ShowAxis(Axis),
    /// Shows a part of the axis in all plots, or the whole.
    ShowPart(Option<Part>),
    ToggleLogarithmic,
    ToggleStacked,
    /// Points at a time of the run, min, or at none.
    PointAt(Option<f64>),
    /// Keeps the run as it is now, to be compared.
    Pin,
    /// Lets go of the pin with this letter.
    Unpin(usize),
    NamePin(usize, String),
    /// Exchanges the case with that of the pin.
    SwapIn(usize),
    /// Opens a book in place of the screen, or closes the one that is open.
    ShowBook(Option<Book>),
    /// Opens the section of a setting and gives its control the keyboard.
    FocusSetting(SettingId),
    /// The control has it.
    SettingFocused,

    ShowPalette,
    /// What is typed to find something.
    SearchPalette(String),
    /// Which of the matching offers is marked.
    MarkOffer(usize),
    /// Closes the list and does what was found in it.
    Choose(Box<Command>),
    ShowStory,
    ShowShortcuts,
    ShowAbout,
}

impl Command {
    /// Whether it shows something that an open book would hide.
    pub const fn shows_the_screen(&self) -> bool {
        matches!(
            self,
            Self::ToggleLens
                | Self::ShowCurve(_)
                | Self::ShowTab(_)
                | Self::ToggleEnlarged
                | Self::ShowPlots(_)
                | Self::ShowAxis(_)
                | Self::ShowPart(_)
                | Self::ToggleLogarithmic
                | Self::ToggleStacked
                | Self::ShowStops
                | Self::TogglePatients
                | Self::Pin
        )
    }
}

/// A command with a name and a key.
pub struct Entry {
    /// The name's message id.
    pub message: &'static str,
    pub shortcut: Option<KeyboardShortcut>,
    pub command: fn() -> Command,
}

const fn entry(message: &'static str, shortcut: KeyboardShortcut, command: fn() -> Command) -> Entry {
    Entry { message, shortcut: Some(shortcut), command }
}

const fn with_ctrl(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND, key)
}

const fn with_ctrl_shift(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), key)
}

const fn plain(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::NONE, key)
}

pub static FILE: &[Entry] = &[
    entry("command-open", with_ctrl(Key::O), || Command::OpenDialog),
    entry("command-save", with_ctrl(Key::S), || Command::Save),
    entry("command-save-as", with_ctrl_shift(Key::S), || Command::SaveAs),
    entry("command-quit", with_ctrl(Key::Q), || Command::Quit),
];

pub static EDIT: &[Entry] = &[
    entry("command-undo", with_ctrl(Key::Z), || Command::Undo),
    entry("command-redo", with_ctrl_shift(Key::Z), || Command::Redo),
    entry("command-from-now", plain(Key::W), || Command::ToggleApplies),
];

pub static VIEW: &[Entry] = &[
    entry("command-palette", with_ctrl(Key::K), || Command::ShowPalette),
    entry("command-theme", with_ctrl(Key::T), || Command::ToggleTheme),
    entry("command-lens", plain(Key::M), || Command::ToggleLens),
    entry("command-lecture", plain(Key::L), || Command::ToggleLecture),
    entry("command-patients", plain(Key::B), || Command::TogglePatients),
    Entry { message: "command-reduced-motion", shortcut: None, command: || Command::ToggleReducedMotion },
];

/// What the lower part of the window shows, and how.
pub static EXPLORE: &[Entry] = &[
    entry("tab-plots", plain(Key::Num1), || Command::ShowTab(Tab::Plots)),
    entry("tab-compare", plain(Key::Num2), || Command::ShowTab(Tab::Compare)),
    entry("tab-patients", plain(Key::Num3), || Command::ShowTab(Tab::Patients)),
    entry("tab-map", plain(Key::Num4), || Command::ShowTab(Tab::Map)),
    entry("tab-ledger", plain(Key::Num5), || Command::ShowTab(Tab::Ledger)),
    entry("tab-arithmetic", plain(Key::Num6), || Command::ShowTab(Tab::Arithmetic)),
    entry("command-enlarge", plain(Key::E), || Command::ToggleEnlarged),
    entry("command-pin", plain(Key::K), || Command::Pin),
    Entry { message: "plots-counts", shortcut: None, command: || Command::ShowPlots(PlotSet::Counts) },
    Entry { message: "plots-classes", shortcut: None, command: || Command::ShowPlots(PlotSet::Classes) },
    Entry { message: "plots-red-cells", shortcut: None, command: || Command::ShowPlots(PlotSet::RedCells) },
    Entry { message: "plots-calcium", shortcut: None, command: || Command::ShowPlots(PlotSet::Calcium) },
    Entry { message: "plots-volume", shortcut: None, command: || Command::ShowPlots(PlotSet::Volume) },
    Entry { message: "plots-efficiency", shortcut: None, command: || Command::ShowPlots(PlotSet::Efficiency) },
    Entry { message: "plots-product", shortcut: None, command: || Command::ShowPlots(PlotSet::Product) },
    Entry { message: "axis-time", shortcut: None, command: || Command::ShowAxis(Axis::Time) },
    Entry { message: "axis-processed", shortcut: None, command: || Command::ShowAxis(Axis::Processed) },
    entry("command-whole-axis", plain(Key::Num0), || Command::ShowPart(None)),
    Entry { message: "command-logarithmic", shortcut: None, command: || Command::ToggleLogarithmic },
    Entry { message: "command-stacked", shortcut: None, command: || Command::ToggleStacked },
];

/// What has a key and no place in a menu.
pub static UNLISTED: &[Entry] = &[
    entry("command-escape", plain(Key::Escape), || Command::Escape),
    entry("command-palette", with_ctrl_shift(Key::P), || Command::ShowPalette),
];

/// What only a lecture has: the curves in the order of the main screen.
pub static LECTURE: &[Entry] = &[
    entry("quantity-white_cells_e9_per_l", plain(Key::Num1), || Command::ShowCurve(0)),
    entry("quantity-hemoglobin_g_dl", plain(Key::Num2), || Command::ShowCurve(1)),
    entry("quantity-platelets_e9_per_l", plain(Key::Num3), || Command::ShowCurve(2)),
    entry("quantity-ionized_calcium_mmol_l", plain(Key::Num4), || Command::ShowCurve(3)),
];

pub static TIME: &[Entry] = &[
    entry("command-play", plain(Key::Space), || Command::TogglePlay),
    entry("command-start", plain(Key::Home), || Command::Seek(0.0)),
    entry("command-end", plain(Key::End), || Command::Seek(f64::INFINITY)),
    entry("command-next-event", plain(Key::N), || Command::NextEvent),
    entry("command-previous-event", plain(Key::P), || Command::PreviousEvent),
    entry("command-step-on", plain(Key::Period), || Command::Step(STEP_MIN)),
    entry("command-step-back", plain(Key::Comma), || Command::Step(-STEP_MIN)),
    entry("command-stop-at", plain(Key::S), || Command::ShowStops),
    entry("command-stop-warning", plain(Key::A), || Command::ToggleStopAtWarning),
    entry("command-repeat", plain(Key::R), || Command::ToggleRepeat),
];

pub static LEARN: &[Entry] = &[
    entry("command-story", plain(Key::F2), || Command::ShowStory),
    entry("book-studies", plain(Key::F3), || Command::ShowBook(Some(Book::Studies))),
    entry("book-model", plain(Key::F4), || Command::ShowBook(Some(Book::Model))),
];

pub static HELP: &[Entry] = &[
    entry("command-shortcuts", plain(Key::F1), || Command::ShowShortcuts),
    Entry { message: "command-about", shortcut: None, command: || Command::ShowAbout },
];

/// The heading of what has its keys in a lecture alone.
const ONLY_IN_LECTURE: &str = "command-lecture";

/// The heading of what has no place in a menu.
pub const EVERYWHERE: &str = "shortcuts-everywhere";

/// The heading of what a lecture has no room for.
const ONLY_OUTSIDE: &str = "menu-explore";

const OF_TIME: &str = "menu-time";
const OF_EDIT: &str = "menu-edit";

/// All that has a key, under the heading of its menu.
pub static WITH_KEYS: &[(&str, &[Entry])] = &[
    ("menu-file", FILE),
    ("menu-edit", EDIT),
    ("menu-view", VIEW),
    ("menu-explore", EXPLORE),
    (OF_TIME, TIME),
    ("menu-learn", LEARN),
    ("menu-help", HELP),
    (ONLY_IN_LECTURE, LECTURE),
    (EVERYWHERE, UNLISTED),
];

/// The groups of entries, each under its heading, that are in force. A lecture has its own, and lacks some; a book hides the picture,
/// and its page is moved by the keys that move time.
pub fn groups(lecture: bool, reading: bool) -> impl Iterator<Item = &'static (&'static str, &'static [Entry])> {
    WITH_KEYS.iter().filter(move |(heading, _)| match *heading {
        OF_TIME | OF_EDIT => !reading,
        ONLY_IN_LECTURE => lecture && !reading,
        ONLY_OUTSIDE => !lecture && !reading,
        _ => true,
    })
}

/// The commands whose keys were pressed. Keys without Ctrl belong to whatever has the keyboard first.
pub fn from_keys(ctx: &egui::Context, lecture: bool, reading: bool) -> Vec<Command> {
    let typing = ctx.text_edit_focused();
    let focused = ctx.memory(|memory| memory.focused().is_some());
    let list_open = egui::Popup::is_any_open(ctx);
    let mut asked = Vec::new();
    ctx.input_mut(|input| {
        // The longer chords first, so that Ctrl+Shift+S is not taken for Ctrl+S.
        let mut entries: Vec<_> = groups(lecture, reading).flat_map(|(_, entries)| *entries).collect();
        entries.sort_by_key(|entry| !entry.shortcut.is_some_and(|shortcut| shortcut.modifiers.shift));
        for entry in entries {
            let Some(shortcut) = entry.shortcut else { continue };
            let belongs_to_widget = if shortcut.modifiers.is_none() {
                typing
                    || (focused && matches!(shortcut.logical_key, Key::Space | Key::Home | Key::End))
                    || (list_open && shortcut.logical_key == Key::Escape)
            } else {
                typing && matches!(shortcut.logical_key, Key::Z)
            };
            if !belongs_to_widget && input.consume_shortcut(&shortcut) {
                asked.push((entry.command)());
            }
        }
    });
    asked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_does_two_things() {
        for lecture in [false, true] {
            let keys: Vec<_> =
                groups(lecture, false).flat_map(|(_, entries)| *entries).filter_map(|e| e.shortcut).collect();
            for (i, key) in keys.iter().enumerate() {
                assert!(!keys[..i].contains(key), "{key:?}");
            }
        }
    }
}
