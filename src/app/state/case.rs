//! The open case: what is saved, and what can be undone.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use crate::preset::{Preset, Source};
use crate::sim::SettingId;

/// How many steps can be undone.
const MOST_STEPS: usize = 200;

/// A preset being worked on.
#[derive(Clone, Debug)]
pub struct Case {
    /// The same in all copies of a case that was opened once.
    origin: u64,
    preset: Preset,
    saved: Preset,
    path: Option<PathBuf>,
    undo: Vec<Step>,
    redo: Vec<Step>,
    /// How often it was changed, steps back and forth included.
    taken: u64,
}

/// A run pinned under this letter and number that took a step too, and its case on the other side of that step.
#[derive(Clone, Debug, PartialEq)]
pub struct Exchanged {
    pub letter: usize,
    pub number: u64,
    pub preset: Preset,
}

/// What a step did.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum StepName {
    Set(SettingId),
    SetTogether([SettingId; 2]),
    /// Changed a setting from this time of the run on, min.
    SetFrom(SettingId, f64),
    MoveChange,
    RemoveChange,
    /// Took blood and program that are typical of the diagnosis.
    TakeTypical,
    /// Wrote the count of all white cells anew, with the same shares.
    ScaleWhiteCells,
    /// Took the settings that reach the aim at the least cost.
    LeastCost,
    /// Wrote words of the case, or what else a teacher states: the message id of its name.
    Write(&'static str),
    /// Took other virtual patients, or another number of them.
    TakePatients,
    /// Took an older version of its file.
    TakeVersion,
    /// Took up work that was left behind unsaved.
    Restore,
    /// Set the machine of the pinned run beside as that of the case.
    SameMachine,
    /// Gave the pinned run beside its own machine again.
    OwnMachine,
    /// Exchanged the case with the pin that has this letter and this number.
    SwapIn(usize, u64),
}

/// A step that was taken: what it did, and the case before it.
#[derive(Clone, Debug)]
struct Step {
    name: StepName,
    before: Preset,
    /// What the step changed beside the case.
    twin: Option<Exchanged>,
    /// Still being dragged: further changes of this kind belong to it.
    open: bool,
}

impl Case {
    pub fn new(preset: Preset, path: Option<PathBuf>) -> Self {
        static OPENED: AtomicU64 = AtomicU64::new(0);
        let origin = OPENED.fetch_add(1, Ordering::Relaxed);
        Self { origin, saved: preset.clone(), preset, path, undo: Vec::new(), redo: Vec::new(), taken: 0 }
    }

    pub fn preset(&self) -> &Preset {
        &self.preset
    }

    /// The case as it was opened or last saved.
    pub fn saved(&self) -> &Preset {
        &self.saved
    }

    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Whether both are the same case that was opened once, however they were changed or saved since.
    pub fn has_origin_of(&self, other: &Self) -> bool {
        self.origin == other.origin
    }

    /// Another copy of this case was saved: this one takes over what is on disk.
    pub fn note_saved(&mut self, other: &Self) {
        if self.has_origin_of(other) {
            (self.saved, self.path) = (other.saved.clone(), other.path.clone());
        }
    }

    /// How often it was changed, steps back and forth included.
    pub const fn steps_taken(&self) -> u64 {
        self.taken
    }

    pub fn is_edited(&self) -> bool {
        self.preset != self.saved
    }

    /// Takes a changed preset. Repeated changes of one kind during a drag are one step.
    pub fn change(&mut self, name: StepName, preset: Preset) {
        self.change_with(name, preset, None);
    }

    /// Like [`Self::change`]; the step also changed a pinned run, which was this before.
    pub fn change_with(&mut self, name: StepName, preset: Preset, twin: Option<Exchanged>) {
        if preset == self.preset && twin.is_none() {
            return;
        }
        if let Some(step) = self.undo.last_mut().filter(|step| step.open && step.name == name) {
            // What it was before the first of the changes.
            step.twin = step.twin.take().or(twin);
        } else {
            self.undo.push(Step { name, before: self.preset.clone(), twin, open: true });
            if self.undo.len() > MOST_STEPS {
                self.undo.remove(0);
            }
        }
        self.redo.clear();
        self.taken += 1;
        self.preset = preset;
    }

    /// Takes a changed preset without a step: of a pinned run, whose steps are those of the case beside it.
    pub fn take(&mut self, preset: Preset) -> Preset {
        self.redo.clear();
        std::mem::replace(&mut self.preset, preset)
    }

    /// What the step that undo or redo would take changed in a pinned run, to be put back there.
    pub fn exchanges(&self, undoes: bool) -> Option<Exchanged> {
        let steps = if undoes { &self.undo } else { &self.redo };
        steps.last().and_then(|step| step.twin.clone())
    }

    /// What that pinned run was before it was put back: the step that was just taken can then be taken the other way.
    pub fn note_exchanged(&mut self, undone: bool, twin: Option<Exchanged>) {
        let steps = if undone { &mut self.redo } else { &mut self.undo };
        if let Some(step) = steps.last_mut() {
            step.twin = twin;
        }
    }

    /// The pointer or key was released: the next change is a new step.
    pub fn end_gesture(&mut self) {
        // Writing goes on from frame to frame: it ends when the keyboard goes elsewhere.
        if let Some(step) = self.undo.last_mut().filter(|step| !matches!(step.name, StepName::Write(_))) {
            step.open = false;
        }
    }

    /// What is written next is a new step.
    pub fn end_writing(&mut self) {
        if let Some(step) = self.undo.last_mut() {
            step.open = false;
        }
    }

    /// What undo would take back.
    pub fn undoable(&self) -> Option<StepName> {
        self.undo.last().map(|step| step.name)
    }

    pub fn redoable(&self) -> Option<StepName> {
        self.redo.last().map(|step| step.name)
    }

    pub fn undo(&mut self) {
        self.taken += 1;
        Self::step(&mut self.preset, &mut self.undo, &mut self.redo);
    }

    pub fn redo(&mut self) {
        self.taken += 1;
        Self::step(&mut self.preset, &mut self.redo, &mut self.undo);
    }

    /// Exchanges the preset with the one before the last step, which can then be taken the other way.
    fn step(preset: &mut Preset, from: &mut Vec<Step>, to: &mut Vec<Step>) {
        if let Some(step) = from.pop() {
            let now = std::mem::replace(preset, step.before);
            to.push(Step { name: step.name, before: now, twin: None, open: false });
        }
    }

    /// The case is on disk as it is now, with this text.
    pub fn saved_to(&mut self, path: PathBuf, text: &str) {
        self.preset.source = Source::new(text);
        self.saved = self.preset.clone();
        self.path = Some(path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titled(title: &str) -> Preset {
        Preset { title: title.to_owned(), ..Preset::default() }
    }

    #[test]
    fn a_drag_is_one_step_and_undo_restores_it() {
        let mut case = Case::new(titled("a"), None);
        for title in ["b", "c", "d"] {
            case.change(StepName::Set(SettingId::InletFlow), titled(title));
        }
        case.end_gesture();
        case.change(StepName::Set(SettingId::InletFlow), titled("e"));
        assert!(case.is_edited());
        case.undo();
        assert_eq!(case.preset().title, "d");
        case.undo();
        assert_eq!(case.preset().title, "a");
        assert!(!case.is_edited() && case.undoable().is_none());
        case.redo();
        assert_eq!(case.preset().title, "d");
    }
}
