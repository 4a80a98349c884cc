//! Commands of a lesson that is written: its steps, its fields, and trying it.

use std::path::PathBuf;
use std::sync::Arc;

use super::lesson::now_unix_s;
use super::lesson_seeds::seed;
use super::{Command, Handler, Toggle};
use crate::app::state::{Behind, Case, LessonDraft, LessonPlay, LessonSource, PendingNavigation, Purpose, RunView};
use crate::lesson::{Lesson, Manuscript, Step, StepKind, case_field, lesson_text, write, written_step};
use crate::preset::{FileProblem, Position, Source};

/// What can be done with the lesson that is written.
#[derive(Clone, Debug, PartialEq)]
pub enum DraftCommand {
    /// Shows the lesson that is written; where there is none, one is begun from the open case.
    Begin,
    /// Asks for the file of a lesson to go on with.
    OpenDialog,
    /// Takes it out of view; it stays as it is.
    Hide,
    /// Opens a step, from 0, or title and goals.
    Select(Option<usize>),
    /// Adds a step of this kind behind the one that is open, from what is on the screen.
    Add(&'static str),
    Remove(usize),
    /// Moves a step to another place.
    Shift(usize, usize),
    /// Gives a field of a step, or of the lesson, this value as a file states it.
    Put(Option<usize>, &'static str, Option<String>),
    /// The keyboard has left a field.
    EndWriting,
    /// A step back, or forth when `false`.
    Undo(bool),
    /// Takes the lesson at the step that is open.
    Try,
    Save,
    SaveAs,
    SaveOver(PathBuf),
    TakeTheirs,
    SaveAndLeave,
    DiscardAndLeave,
}

impl Handler<'_> {
    pub(super) fn in_draft(&mut self, command: DraftCommand) {
        match command {
            DraftCommand::Begin => self.begin_draft(),
            DraftCommand::OpenDialog => {
                let folder = self.suggested_path();
                self.picker.ask(Purpose::OpenLesson, &folder, self.ctx);
            }
            DraftCommand::Add(kind) => self.add_step(kind),
            DraftCommand::Try => self.try_draft(),
            DraftCommand::Save
            | DraftCommand::SaveAs
            | DraftCommand::SaveOver(_)
            | DraftCommand::TakeTheirs
            | DraftCommand::SaveAndLeave
            | DraftCommand::DiscardAndLeave => self.save_draft(command),
            other => self.edit_draft(other),
        }
    }

    fn edit_draft(&mut self, command: DraftCommand) {
        let now_s = self.ctx.input(|input| input.time);
        let state = &mut *self.state;
        let (Some(draft), case) = (&mut state.draft, &state.case) else { return };
        match command {
            DraftCommand::Hide => draft.shown = false,
            DraftCommand::Select(at) => {
                draft.end_writing();
                draft.at = at.filter(|at| *at < draft.text().kinds().len());
            }
            DraftCommand::Remove(place) => {
                draft.change(None, now_s, case, |text| text.remove(place));
                let last = draft.text().kinds().len().checked_sub(1);
                draft.at = last.map(|last| place.min(last));
            }
            DraftCommand::Shift(from, to) => {
                draft.change(None, now_s, case, |text| text.shift(from, to));
                draft.at = Some(to);
            }
            DraftCommand::Put(step, name, value) => {
                draft.change(Some((step, name)), now_s, case, |text| text.put(step, name, value.as_deref()));
            }
            DraftCommand::EndWriting => draft.end_writing(),
            DraftCommand::Undo(undoes) => draft.step(undoes, now_s, case),
            _ => {}
        }
    }

    /// Takes a step back or forth in the lesson where that was changed last; whether it did.
    pub(super) fn undo_in_draft(&mut self, undoes: bool) -> bool {
        let state = &*self.state;
        let is_meant = state.draft_in_view().is_some_and(|draft| draft.is_newest(undoes, &state.case));
        if is_meant {
            self.edit_draft(DraftCommand::Undo(undoes));
        }
        is_meant
    }

    fn begin_draft(&mut self) {
        if self.state.workspace.lecture || self.state.workspace.desk {
            let toggle = if self.state.workspace.desk { Toggle::Desk } else { Toggle::Lecture };
            self.handle(Command::Toggle(toggle));
        }
        if self.state.draft.is_none() {
            let text = self.new_lesson();
            self.state.draft = Manuscript::new(&text).map(|text| LessonDraft::new(text, None));
        }
        self.show_draft();
    }

    /// Brings it into view, in the place of whatever stands there.
    pub(super) fn show_draft(&mut self) {
        let Some(draft) = &mut self.state.draft else { return };
        draft.shown = true;
        self.state.case.end_writing();
        (self.state.case_view.open_warning, self.state.case_view.workshop) = (None, None);
        self.state.workspace.enlarged = false;
    }

    /// The text of a lesson on the open case: to begin with, its story.
    fn new_lesson(&self) -> String {
        let preset = self.state.case.preset();
        let told = [&preset.cover.in_short, &preset.story].into_iter().find(|words| !words.is_empty());
        let text = told.cloned().unwrap_or_else(|| self.text.get("seed-read"));
        let kind = StepKind::Read { text, part: None, quantity: None, at_min: None };
        let lesson = Lesson {
            title: preset.title.clone(),
            translation_of: None,
            minutes: 15,
            goals: Vec::new(),
            notes: String::new(),
            cases: vec![preset.clone()],
            hide: Vec::new(),
            steps: vec![step(kind)],
            source: Source::default(),
        };
        write(&lesson)
    }

    fn add_step(&mut self, kind: &'static str) {
        let state = &*self.state;
        let Some(draft) = &state.draft else { return };
        let place = draft.next_place();
        let base = draft.case_before(place);
        let Some(kind) = seed(state, self.text, kind, base) else { return };
        // What is asked is about the run on the screen; what is to be tried, or held against it, begins at the lesson's.
        let keeps_case = matches!(kind, StepKind::Contrast { .. } | StepKind::Try(_));
        let now = state.case.preset();
        let changes: Vec<_> = base
            .filter(|base| !keeps_case && base.protocol != now.protocol)
            .map(|base| case_field(base, now))
            .into_iter()
            .collect();
        let words = written_step(&step(kind), place, &changes);
        let now_s = self.ctx.input(|input| input.time);
        let state = &mut *self.state;
        if let (Some(draft), case) = (&mut state.draft, &state.case) {
            draft.change(None, now_s, case, |text| text.add(place, &words));
            draft.at = Some(place);
        }
    }

    /// Takes the lesson as it is, from the step that is open.
    fn try_draft(&mut self) {
        let playhead_min = self.state.playback.playhead_min;
        let case = self.state.case.clone();
        let Some(draft) = &mut self.state.draft else { return };
        draft.end_writing();
        let Ok(lesson) = draft.read().cloned() else { return };
        let at = draft.at.unwrap_or(0);
        draft.behind = Some(Behind { case, playhead_min });
        let mut play = self.new_play(lesson, LessonSource::Draft);
        play.skip_to(at);
        self.play(play);
    }

    /// Back from trying it: the case is as it was.
    pub(super) fn back_to_draft(&mut self, at: usize) {
        let Some(draft) = &mut self.state.draft else { return };
        draft.at = Some(at);
        if let Some(Behind { case, playhead_min }) = draft.behind.take()
            && let Ok(run) = RunView::of(&case.preset().protocol)
        {
            self.background.forget_case();
            self.state.open(case, run);
            self.state.seek(playhead_min);
        }
        self.show_draft();
    }

    /// Goes on with the lesson of a file.
    pub(super) fn open_draft(&mut self, path: PathBuf) {
        let text = match lesson_text(&path) {
            Ok(text) => text,
            Err(problem) => return self.say(&path, &problem),
        };
        match Manuscript::new(&text) {
            Some(manuscript) => {
                let draft = LessonDraft::new(manuscript, Some(path.clone()));
                if let Ok(lesson) = draft.read()
                    && let Ok(run) = RunView::of(&lesson.cases[0].protocol)
                    && !self.state.has_unsaved()
                {
                    // Its case comes with it, unless that would lose what was changed in the open one.
                    self.background.forget_case();
                    self.state.open(Case::new(lesson.cases[0].clone(), None), run);
                }
                self.state.workspace.recent.note(&path);
                self.state.draft = Some(draft);
                self.begin_draft();
            }
            None => match crate::lesson::read(&text) {
                Err(problems) => self.say(&path, &FileProblem::Preset(problems)),
                Ok(_) => self.say(&path, &FileProblem::Preset(Vec::new())),
            },
        }
    }

    /// Ends what is written, and goes where that was to lead.
    pub(super) fn leave_draft(&mut self, leaving: PendingNavigation) {
        match leaving {
            PendingNavigation::WriteLesson(path) => self.open_draft(path),
            _ => self.state.draft = None,
        }
    }

    pub(super) fn new_play(&mut self, lesson: Arc<Lesson>, source: LessonSource) -> LessonPlay {
        let workspace = &mut self.state.workspace;
        (workspace.lecture, workspace.desk, workspace.twins.shown) = (false, false, false);
        let before = (std::mem::take(&mut self.state.pins), self.state.playback.speed);
        let mut play = LessonPlay::new(lesson, source, before);
        play.started_unix_s = now_unix_s();
        play
    }
}

/// A step of which nothing is said but its kind.
const fn step(kind: StepKind) -> Step {
    Step {
        id: String::new(),
        case: 0,
        pair: None,
        hints: Vec::new(),
        show: Vec::new(),
        asks_sure: true,
        position: Position { line: 0, column: 0 },
        kind,
    }
}
