//! Every command that has a name: in its menu, with its key. Menus, keys, the palette and the list of keys all read this table.

use egui::{Id, Key, KeyboardShortcut, Modifiers};
use strum::IntoEnumIterator as _;

use super::{ClassCommand, Command, DraftCommand, Toggle};
use crate::app::state::{
    Dialog, Document, Handout, PendingNavigation, PictureSize, PlotSet, STEP_MIN, Scenery, State, StepName, Tab,
    TextSize, Tool, WorkshopPage,
};
use crate::host;
use crate::picture::plot::Axis;
use crate::picture::plot::pinned::letter;
use crate::text::{Text, clock};

/// Commands under one heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::EnumIter)]
pub enum Menu {
    File,
    Edit,
    View,
    /// What the lower part of the window shows, and how.
    Explore,
    Time,
    Learn,
    Help,
    /// What can be written for others: within the menu of files.
    Export,
    Print,
    /// What pictures that are exported look like: likewise.
    Pictures,
    /// What only a lecture has: the curves in the order of the main screen. It is no menu, and has keys.
    Lecture,
    /// What has a key and no place in a menu.
    Everywhere,
}

impl Menu {
    /// The message id of its heading.
    pub const fn message(self) -> &'static str {
        match self {
            Self::File => "menu-file",
            Self::Edit => "menu-edit",
            Self::View => "menu-view",
            Self::Explore => "menu-explore",
            Self::Time => "menu-time",
            Self::Learn => "menu-learn",
            Self::Help => "menu-help",
            Self::Export => "menu-export",
            Self::Print => "menu-print",
            Self::Pictures => "menu-pictures",
            Self::Lecture => "command-lecture",
            Self::Everywhere => "shortcuts-everywhere",
        }
    }

    /// Whether its keys are in force. A lecture has its own, and lacks some; a document hides the picture, and its page is moved by
    /// the keys that move time.
    const fn is_in_force(self, lecture: bool, reading: bool) -> bool {
        match self {
            Self::Time | Self::Edit => !reading,
            Self::Lecture => lecture && !reading,
            Self::Explore => !lecture && !reading,
            _ => true,
        }
    }

    fn commands(self) -> Vec<Entry> {
        match self {
            Self::File => vec![
                entry("command-home", plain(Key::H), Command::ToggleHome),
                entry("command-new", ctrl(Key::N), Command::Leave(PendingNavigation::NewCase)),
                without_key("command-new-from-this", Command::Leave(PendingNavigation::NewFromThis)),
                entry("command-open", ctrl(Key::O), Command::Leave(PendingNavigation::OpenDialog)),
                entry("command-save", ctrl(Key::S), Command::Save),
                entry("command-save-as", ctrl_shift(Key::S), Command::SaveAs),
                without_key("command-versions", Command::ShowVersions),
                entry("command-share", ctrl_shift(Key::C), Command::Share),
                entry("command-quit", ctrl(Key::Q), Command::Leave(PendingNavigation::Quit)),
            ],
            Self::Edit => vec![
                entry("command-undo", ctrl(Key::Z), Command::Undo),
                entry("command-redo", ctrl_shift(Key::Z), Command::Redo),
                entry("command-workshop", plain(Key::F9), Command::ShowWorkshop(Some(WorkshopPage::default()))),
                entry("command-paste", ctrl(Key::V), Command::RequestPaste),
            ],
            Self::View => vec![
                entry("command-palette", ctrl(Key::K), Command::ShowPalette),
                entry("command-theme", ctrl(Key::T), Command::ToggleTheme),
                entry("command-why", plain(Key::Y), Command::ToggleWhy),
                entry("command-full-screen", plain(Key::F11), Command::FullScreen),
                entry("command-text-larger", alt(Key::Plus), Command::StepText(true)),
                entry("command-text-smaller", alt(Key::Minus), Command::StepText(false)),
                entry("command-text-usual", alt(Key::Num0), Command::SizeText(TextSize::default())),
            ],
            Self::Explore => {
                const TAB_KEYS: [Key; 6] = [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6];
                let tab = |(tab, key): (Tab, _)| entry(tab.message(), plain(key), Command::ShowTab(tab));
                let mut entries: Vec<_> = Tab::iter().zip(TAB_KEYS).map(tab).collect();
                entries.push(entry("command-pin", plain(Key::K), Command::Pin));
                entries.extend(PlotSet::iter().map(|set| without_key(set.message(), Command::ShowPlots(set))));
                entries.extend(Axis::iter().map(|axis| without_key(axis.message(), Command::ShowAxis(axis))));
                entries.push(entry("command-whole-axis", plain(Key::Num0), Command::ShowPart(None)));
                entries
            }
            Self::Time => vec![
                entry("command-play", plain(Key::Space), Command::TogglePlay),
                entry("command-start", plain(Key::Home), Command::Seek(0.0)),
                entry("command-end", plain(Key::End), Command::Seek(f64::INFINITY)),
                entry("command-next-event", plain(Key::N), Command::NextEvent),
                entry("command-previous-event", plain(Key::P), Command::PreviousEvent),
                entry("command-step-on", plain(Key::Period), Command::Step(STEP_MIN)),
                entry("command-step-back", plain(Key::Comma), Command::Step(-STEP_MIN)),
                entry("command-stop-at", plain(Key::S), Command::ShowStops),
            ],
            Self::Learn => {
                let document = |(document, key): (Document, _)| {
                    entry(document.message(), plain(key), Command::ShowDocument(Some(document)))
                };
                let debrief = entry("command-debrief", plain(Key::D), Command::ToggleDebrief);
                let story = entry("command-story", plain(Key::F2), Command::ShowDialog(Dialog::Story));
                let first_run = without_key("command-first-run", Command::Leave(PendingNavigation::FirstRun));
                let class = without_key("command-class", Command::Class(ClassCommand::Ask));
                let write = without_key("command-write-lesson", Command::Draft(DraftCommand::Begin));
                let go_on = without_key("command-open-lesson", Command::Draft(DraftCommand::OpenDialog));
                let close = without_key("command-close-lesson", Command::Leave(PendingNavigation::CloseLesson));
                [first_run, class, story, debrief, write, go_on, close]
                    .into_iter()
                    .chain(Document::iter().zip([Key::F6, Key::F7, Key::F3, Key::F4, Key::F8]).map(document))
                    .collect()
            }
            Self::Help => vec![
                entry("command-shortcuts", plain(Key::F1), Command::ShowDialog(Dialog::Shortcuts)),
                without_key("command-about", Command::ShowDialog(Dialog::About)),
            ],
            Self::Export | Self::Print => Handout::iter()
                .filter(|handout| handout.is_page() == (self == Self::Print))
                .map(|handout| without_key(handout.message(), Command::HandOut(handout)))
                .collect(),
            Self::Pictures => {
                PictureSize::iter().map(|size| without_key(size.message(), Command::SizePictures(size))).collect()
            }
            Self::Lecture => vec![
                entry("quantity-white_cells_e9_per_l", plain(Key::Num1), Command::ShowCurve(0)),
                entry("quantity-hemoglobin_g_dl", plain(Key::Num2), Command::ShowCurve(1)),
                entry("quantity-platelets_e9_per_l", plain(Key::Num3), Command::ShowCurve(2)),
                entry("quantity-ionized_calcium_mmol_l", plain(Key::Num4), Command::ShowCurve(3)),
                entry("stage-hundred", plain(Key::Num5), Command::ShowScenery(Scenery::Hundred)),
                entry("stage-map", plain(Key::Num6), Command::ShowScenery(Scenery::Map)),
                entry("command-next-stop", plain(Key::PageDown), Command::NextStop(true)).or(Key::ArrowRight),
                entry("command-previous-stop", plain(Key::PageUp), Command::NextStop(false)).or(Key::ArrowLeft),
                entry("command-freeze", plain(Key::F), Command::Freeze),
                entry("stage-pointer", plain(Key::P), Command::TakeTool(Tool::Pointer)),
                entry("stage-pen", plain(Key::D), Command::TakeTool(Tool::Pen)),
                entry("stage-wipe", plain(Key::W), Command::Wipe),
                entry("stage-twins", plain(Key::T), Command::ShowScenery(Scenery::Twins)),
                entry("stage-vote", plain(Key::Q), Command::ShowScenery(Scenery::Vote)),
                entry("stage-swap", plain(Key::X), Command::SwapScreens),
            ],
            Self::Everywhere => vec![
                entry("command-escape", plain(Key::Escape), Command::Escape),
                entry("command-palette", ctrl_shift(Key::P), Command::ShowPalette),
            ],
        }
    }
}

/// A command with a name, and perhaps a key.
pub struct Entry {
    /// The name's message id.
    pub message: &'static str,
    pub shortcut: Option<KeyboardShortcut>,
    /// Another key that does the same.
    pub other_key: Option<Key>,
    pub command: Command,
}

const fn entry(message: &'static str, shortcut: KeyboardShortcut, command: Command) -> Entry {
    Entry { message, shortcut: Some(shortcut), other_key: None, command }
}

const fn without_key(message: &'static str, command: Command) -> Entry {
    Entry { message, shortcut: None, other_key: None, command }
}

const fn ctrl(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND, key)
}

const fn alt(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::ALT, key)
}

const fn ctrl_shift(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), key)
}

const fn plain(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::NONE, key)
}

/// The entries of a menu, its toggles last.
pub fn entries(menu: Menu) -> Vec<Entry> {
    let toggles = Toggle::iter().filter(|toggle| toggle.menu() == menu).map(|toggle| Entry {
        message: toggle.message(),
        shortcut: toggle.key().map(plain),
        other_key: toggle.other_key(),
        command: Command::Toggle(toggle),
    });
    menu.commands().into_iter().chain(toggles).collect()
}

/// The menus whose keys are in force, in a lecture or not, while a document is read or not.
pub fn groups(lecture: bool, reading: bool) -> impl Iterator<Item = Menu> {
    Menu::iter().filter(move |menu| menu.is_in_force(lecture, reading))
}

/// The entries of a menu as their keys are in force: in a lecture a key that means something of its own there means nothing else.
pub fn entries_in_force(menu: Menu, lecture: bool) -> Vec<Entry> {
    let mut entries = entries(menu);
    if lecture && menu != Menu::Lecture {
        let of_lecture: Vec<Key> = self::entries(Menu::Lecture).iter().flat_map(Entry::plain_keys).collect();
        entries.retain(|entry| !entry.plain_keys().any(|key| of_lecture.contains(&key)));
    }
    entries
}

impl Entry {
    /// Another key does the same.
    fn or(self, key: Key) -> Self {
        Self { other_key: Some(key), ..self }
    }

    /// All its keys, with what is held beside them.
    pub fn shortcuts(&self) -> impl Iterator<Item = KeyboardShortcut> {
        self.shortcut.into_iter().chain(self.other_key.map(plain))
    }

    /// Those without Ctrl or Shift.
    fn plain_keys(&self) -> impl Iterator<Item = Key> {
        self.shortcuts().filter(|shortcut| shortcut.modifiers.is_none()).map(|shortcut| shortcut.logical_key)
    }

    /// Whether what it shows or switches on is there now; `None` for what is done and over.
    pub fn is_on(&self, state: &State) -> Option<bool> {
        let workspace = &state.workspace;
        match &self.command {
            Command::Toggle(toggle) => Some(toggle.is_on(state)),
            Command::ShowTab(tab) => Some(workspace.tab == *tab),
            Command::ShowPlots(set) => Some(workspace.tab == Tab::Plots && workspace.plots.set == *set),
            Command::SizePictures(size) => Some(workspace.pictures.size == *size),
            Command::ShowAxis(axis) => Some(workspace.plots.axis == *axis),
            _ => None,
        }
    }

    /// Its name; undo and redo name the step they take, and are `None` when there is none.
    pub fn label(&self, state: &State, text: &Text) -> Option<String> {
        let name = text.get(self.message);
        let is_of_lesson = |undoes| state.draft_in_view().is_some_and(|draft| draft.is_newest(undoes, &state.case));
        let step = match self.command {
            Command::Undo if is_of_lesson(true) => return Some(format!("{name}: {}", text.get("draft-lesson"))),
            Command::Redo if is_of_lesson(false) => return Some(format!("{name}: {}", text.get("draft-lesson"))),
            // What is written already is shown again.
            Command::Draft(DraftCommand::Begin) if state.draft.is_some() => {
                return Some(text.get("command-go-on-lesson"));
            }
            Command::Undo => state.case.undoable()?,
            Command::Redo => state.case.redoable()?,
            Command::Leave(PendingNavigation::CloseLesson) if state.draft.is_none() => return None,
            // The browser's own keys do this.
            Command::Leave(PendingNavigation::Quit) | Command::FullScreen | Command::RequestPaste
                if !host::OWNS_WINDOW =>
            {
                return None;
            }
            // A stage has its own size.
            Command::StepText(_) | Command::SizeText(_) if state.workspace.is_stage() => return None,
            Command::StepText(larger) => {
                let to = state.workspace.text_size.stepped(larger)?;
                return Some(text.with("text-size-to", &[("name", name), ("percent", to.percent().to_string())]));
            }
            Command::SizeText(size) if size == state.workspace.text_size => return None,
            Command::SwapScreens if !state.workspace.desk => return None,
            // Only what was saved has older versions.
            Command::ShowVersions if state.case.path().is_none() || state.kept_in.is_none() => return None,
            _ => return Some(name),
        };
        Some(format!("{name}: {}", step_label(step, text)))
    }
}

/// What a step did.
fn step_label(step: StepName, text: &Text) -> String {
    match step {
        StepName::Set(setting) => text.setting(setting),
        StepName::SetTogether(settings) => {
            let [first, second] = settings.map(|setting| text.setting(setting));
            text.with("step-set-together", &[("first", first), ("second", second)])
        }
        StepName::SetFrom(setting, at_min) => {
            text.with("step-set-from", &[("name", text.setting(setting)), ("time", clock(at_min))])
        }
        StepName::Write(name) => text.get(name),
        StepName::SameMachine => text.get("twins-step-same"),
        StepName::OwnMachine => text.get("twins-step-own"),
        StepName::MoveChange => text.get("step-move-change"),
        StepName::LeastCost => text.get("step-least-cost"),
        StepName::TakeTypical => text.get("step-take-typical"),
        StepName::ScaleWhiteCells => text.get("workshop-total"),
        StepName::TakePatients => text.get("step-draw-patients"),
        StepName::TakeVersion => text.get("step-take-version"),
        StepName::Restore => text.get("step-restore"),
        StepName::RemoveChange => text.get("step-remove-change"),
        StepName::SwapIn(place, _) => text.with("step-swap-in", &[("letter", letter(place))]),
    }
}

/// The menu of stops in the window's memory: a key opens it too.
pub fn stops_popup() -> Id {
    Id::unique("where play stops")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_does_two_things() {
        for lecture in [false, true] {
            let keys: Vec<_> = groups(lecture, false)
                .flat_map(|menu| entries_in_force(menu, lecture))
                .flat_map(|entry| entry.shortcuts().collect::<Vec<_>>())
                .collect();
            for (i, key) in keys.iter().enumerate() {
                assert!(!keys[..i].contains(key), "{key:?}");
            }
        }
    }

    #[test]
    fn every_tab_has_its_key() {
        let tabs = entries(Menu::Explore).into_iter().filter(|entry| matches!(entry.command, Command::ShowTab(_)));
        assert_eq!(tabs.filter(|entry| entry.shortcut.is_some()).count(), Tab::iter().count());
        let documents = entries(Menu::Learn).into_iter();
        let documents = documents.filter(|entry| matches!(entry.command, Command::ShowDocument(_)));
        assert_eq!(documents.count(), Document::iter().count());
    }
}
