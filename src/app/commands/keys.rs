//! Keys that were pressed, as the commands they stand for.

use egui::{Context, Event, InputState, Key, KeyboardShortcut, Modifiers};

use super::menus::{entries_in_force, groups};
use super::{AfterGuide, ClassCommand, Command, Commands, LessonCommand};
use crate::app::state::{PendingNavigation, State, TextSize};

/// The commands whose keys were pressed. Keys without Ctrl go to the focused widget first; letters do nothing while a case is written.
pub fn from_keys(ctx: &Context, lecture: bool, reading: bool, writing: bool) -> Commands {
    if ctx.input(|input| input.events.is_empty()) {
        return Vec::new();
    }
    let typing = ctx.text_edit_focused();
    let focused = ctx.memory(|memory| memory.focused().is_some());
    let list_open = egui::Popup::is_any_open(ctx);
    let mut commands: Vec<Command> = Vec::new();
    ctx.input_mut(|input| {
        // The longer chords first, so that Ctrl+Shift+S is not taken for Ctrl+S.
        let mut entries: Vec<_> = groups(lecture, reading).flat_map(|menu| entries_in_force(menu, lecture)).collect();
        entries.sort_by_key(|entry| !entry.shortcut.is_some_and(|shortcut| shortcut.modifiers.shift));
        for entry in entries {
            let belongs_to_widget = |shortcut: &KeyboardShortcut| {
                let key = shortcut.logical_key;
                if shortcut.modifiers.is_none() {
                    // Beside fields to write in, letters that miss them are meant for them.
                    let is_letter = matches!(key.name().as_bytes(), [b'A'..=b'Z']);
                    typing
                        || (writing && is_letter)
                        || (focused && matches!(key, Key::Space | Key::Home | Key::End))
                        || (list_open && key == Key::Escape)
                } else {
                    typing && matches!(key, Key::Z | Key::V)
                }
            };
            if entry.shortcuts().any(|shortcut| !belongs_to_widget(&shortcut) && input.consume_shortcut(&shortcut)) {
                commands.push(entry.command);
            }
        }
        if !typing {
            commands.extend(pasted(input).map(Command::Paste));
        }
    });
    commands
}

/// The commands of the keys that turn, stop and leave a guided run.
pub fn from_guide_keys(ctx: &Context) -> Commands {
    let focused = ctx.memory(|memory| memory.focused().is_some());
    ctx.input_mut(|input| {
        let keys = [
            (Key::ArrowRight, Command::TurnGuide(true)),
            (Key::ArrowLeft, Command::TurnGuide(false)),
            (Key::Space, Command::ToggleGuide),
            (Key::Escape, Command::LeaveGuide(AfterGuide::Home)),
        ];
        let is_free = |key: &Key| *key != Key::Space || !focused;
        let pressed = keys.into_iter().filter(|(key, _)| is_free(key) && input.consume_key(Modifiers::NONE, *key));
        pressed.map(|(_, command)| command).collect()
    })
}

/// The commands of the keys that go through a lesson.
pub fn from_lesson_keys(ctx: &Context) -> Commands {
    let typing = ctx.text_edit_focused();
    let focused = ctx.memory(|memory| memory.focused().is_some());
    ctx.input_mut(|input| {
        let keys = [
            (Modifiers::NONE, Key::PageDown, Command::Lesson(LessonCommand::Turn(true))),
            (Modifiers::NONE, Key::PageUp, Command::Lesson(LessonCommand::Turn(false))),
            (Modifiers::NONE, Key::Space, Command::TogglePlay),
            (Modifiers::NONE, Key::F1, Command::Lesson(LessonCommand::Hint)),
            (Modifiers::NONE, Key::F11, Command::FullScreen),
            (Modifiers::NONE, Key::Escape, Command::Lesson(LessonCommand::Leave)),
            (Modifiers::COMMAND | Modifiers::SHIFT, Key::Z, Command::Lesson(LessonCommand::Redo)),
            (Modifiers::COMMAND, Key::Z, Command::Lesson(LessonCommand::Undo)),
            (Modifiers::COMMAND, Key::T, Command::ToggleTheme),
            (Modifiers::ALT, Key::Plus, Command::StepText(true)),
            (Modifiers::ALT, Key::Minus, Command::StepText(false)),
            (Modifiers::ALT, Key::Num0, Command::SizeText(TextSize::default())),
            (Modifiers::COMMAND, Key::Q, Command::Leave(PendingNavigation::Quit)),
        ];
        let is_free = |modifiers: &Modifiers, key: &Key| match key {
            Key::Space => !focused,
            Key::Z => !typing,
            _ => !typing || modifiers.any() || matches!(key, Key::Escape | Key::F1 | Key::F11),
        };
        let pressed = keys
            .into_iter()
            .filter(|(modifiers, key, _)| is_free(modifiers, key) && input.consume_key(*modifiers, *key));
        pressed.map(|(_, _, command)| command).collect()
    })
}

/// The commands of the keys with which a class is looked at.
pub fn from_class_keys(ctx: &Context, state: &State) -> Commands {
    let shown = state.class.as_ref().map_or(0, |view| view.shown);
    let focused = ctx.memory(|memory| memory.focused().is_some());
    ctx.input_mut(|input| {
        let keys = [
            (Modifiers::NONE, Key::ArrowDown, Command::Class(ClassCommand::Show(shown + 1))),
            (Modifiers::NONE, Key::ArrowUp, Command::Class(ClassCommand::Show(shown.saturating_sub(1)))),
            (Modifiers::NONE, Key::PageDown, Command::Class(ClassCommand::Show(shown + 1))),
            (Modifiers::NONE, Key::PageUp, Command::Class(ClassCommand::Show(shown.saturating_sub(1)))),
            (Modifiers::NONE, Key::A, Command::Class(ClassCommand::Anonymous)),
            (Modifiers::NONE, Key::F11, Command::FullScreen),
            (Modifiers::NONE, Key::Escape, Command::Class(ClassCommand::Leave)),
            (Modifiers::COMMAND, Key::T, Command::ToggleTheme),
            (Modifiers::ALT, Key::Plus, Command::StepText(true)),
            (Modifiers::ALT, Key::Minus, Command::StepText(false)),
            (Modifiers::ALT, Key::Num0, Command::SizeText(TextSize::default())),
            (Modifiers::COMMAND, Key::Q, Command::Leave(PendingNavigation::Quit)),
        ];
        let is_free = |key: &Key| !focused || !matches!(key, Key::ArrowDown | Key::ArrowUp);
        let mut commands: Commands = pasted(input).map(|words| Command::Class(ClassCommand::Paste(words))).collect();
        let pressed =
            keys.into_iter().filter(|(modifiers, key, _)| is_free(key) && input.consume_key(*modifiers, *key));
        commands.extend(pressed.map(|(_, _, command)| command));
        commands
    })
}

/// What was pasted in this frame.
fn pasted(input: &InputState) -> impl Iterator<Item = String> + '_ {
    input.events.iter().filter_map(|event| match event {
        Event::Paste(words) => Some(words.clone()),
        _ => None,
    })
}

/// Undo and redo, where no menu's keys are in force but what is shown can be taken back.
pub fn from_undo_keys(ctx: &Context) -> Commands {
    let keys = [(Modifiers::COMMAND | Modifiers::SHIFT, Command::Redo), (Modifiers::COMMAND, Command::Undo)];
    ctx.input_mut(|input| {
        let pressed = keys.into_iter().filter(|(modifiers, _)| input.consume_key(*modifiers, Key::Z));
        pressed.map(|(_, command)| command).collect()
    })
}

/// Whether something is being dragged or held: the pointer is down, or a key that changes a value is down on a focused control.
/// Other keys do not count: if Shift is released first, a key is released under another name and would seem held forever.
pub fn is_moving(ctx: &Context) -> bool {
    const MOVING: [Key; 8] = [
        Key::ArrowLeft,
        Key::ArrowRight,
        Key::ArrowUp,
        Key::ArrowDown,
        Key::PageUp,
        Key::PageDown,
        Key::Home,
        Key::End,
    ];
    let focused = ctx.memory(|memory| memory.focused().is_some());
    ctx.input(|input| input.pointer.any_down() || (focused && MOVING.into_iter().any(|key| input.key_down(key))))
}
