//! Commands of a lesson: what a student answers, and how it goes from step to step.
//!
//! While a lesson is taken, nothing else is done that could show what is still to be predicted.

use std::sync::Arc;
use std::time::UNIX_EPOCH;

use super::{Command, Handler, Toggle};
use crate::app::state::drawing::{Shape, Spot};
use crate::app::state::lesson_work::Work;
use crate::app::state::paper::Paper;
use crate::app::state::{Case, Drawing, LessonPlay, LessonSource, PendingNavigation, Pins, Purpose, RunView};
use crate::host;
use crate::lesson::{self, BUNDLED, Given, MOST_SEATS, StepKind, Sure};
use crate::preset::{Preset, assign_in_run};
use crate::sim::cause::Cause;

/// What can be done in a lesson.
#[derive(Clone, Debug, PartialEq)]
pub enum LessonCommand {
    /// To the next step, or back.
    Turn(bool),
    GoTo(usize),
    /// Leaves it, its place is kept.
    Leave,
    /// Begins it anew.
    Restart,
    /// Locks the answer in hand.
    Lock,
    /// Locks that there is none.
    DoNotKnow,
    /// Keeps the first vote where there is nobody to talk with.
    KeepVote,
    Sure(Sure),
    /// Shows one more hint.
    Hint,
    /// A piece of a stroke; the first of it when `true`.
    Stroke(Spot, Spot, bool),
    /// The pencil is lifted.
    Lift,
    AddPoint(Spot),
    AddBehind,
    SelectPoint(usize),
    /// Moves a point; `true` while it is dragged.
    MovePoint(usize, Spot, bool),
    RemovePoint(usize),
    TakeShape(Shape),
    ClearDrawing,
    Undo,
    Redo,
    Pick(usize),
    /// Moves a part of the chain from one place to another.
    Reorder(usize, usize),
    PickCause(Cause),
    Estimate(f64),
    Words(String),
    /// Plays what is seen from its beginning.
    WatchAgain,
    /// Shows the map of a challenge that has been handed in, or takes it away.
    ToggleMap,
    /// What the student wants to be called.
    Name(String),
    Seat(Option<u16>),
    /// Asks where to save the answers.
    HandIn,
    /// The line that says where it was taken up again is read.
    Resumed,
}

/// How long the run's curve takes to be played through the drawn one, and how long a run to be watched takes, s.
const REVEAL_S: f64 = 6.0;
const WATCH_S: f64 = 20.0;

/// Where the playhead waits in a run that may be seen, as a share of the time of the machine.
const LIVELY: f64 = 0.95;

impl Handler<'_> {
    /// Whether a command may be carried out: in a lesson only what the lesson has freed.
    pub(super) fn suits_lesson(&self, command: &Command) -> bool {
        let Some(play) = &self.state.lesson else { return true };
        match command {
            Command::Lesson(_)
            | Command::ToggleTheme
            | Command::SizeText(_)
            | Command::StepText(_)
            | Command::FullScreen
            | Command::CloseDialog
            | Command::Copy(_)
            | Command::Toggle(Toggle::ReducedMotion)
            | Command::Leave(PendingNavigation::Quit)
            | Command::TypePath(_)
            | Command::PathTyped(Purpose::Answers, _)
            | Command::Replace(Purpose::Answers, _)
            | Command::ChooseOther(Purpose::Answers) => true,
            Command::Set(setting, _) => play.moves().contains(setting),
            Command::Seek(_)
            | Command::TogglePlay
            | Command::PointAt(_)
            | Command::Highlight(_)
            | Command::KeepHighlight(_)
            | Command::MoveLens(_)
            | Command::ShowCard(_) => play.is_run_open(),
            _ => false,
        }
    }

    /// Opens a lesson at its first step.
    pub(super) fn open_lesson(&mut self, source: LessonSource) {
        let lesson = match &source {
            LessonSource::Bundled(place) => BUNDLED.get(*place).and_then(|bundled| bundled.lesson().cloned()),
            LessonSource::Draft => None,
            LessonSource::File(path) => match lesson::load(path) {
                Ok(lesson) => {
                    self.state.workspace.recent.note(path);
                    Some(lesson)
                }
                Err(problem) => {
                    self.say(path, &problem);
                    None
                }
            },
        };
        let Some(lesson) = lesson else { return };
        let mut play = self.new_play(Arc::new(lesson), source);
        if let Some(answers) = self.kept_answers(&play) {
            play.resume(&answers);
        }
        self.play(play);
    }

    /// Takes a lesson at the step where it stands.
    pub(super) fn play(&mut self, play: LessonPlay) {
        self.state.lesson = Some(play);
        self.state.gallery.close();
        self.enter_step();
    }

    /// Puts on the screen what a step is about.
    fn enter_step(&mut self) {
        let Some(play) = &mut self.state.lesson else { return };
        play.revealing = false;
        play.prepare();
        let mut case = play.case().clone();
        let kind = play.step().kind.clone();
        let is_locked = play.is_locked(play.at);
        // A challenge that was handed in is seen as it was.
        if let Some(Given::Settings(settings)) =
            play.own_work().locked.as_ref().and_then(|locked| locked.given.as_ref())
        {
            for (setting, value) in settings {
                setting.set(&mut case.protocol.settings, value);
            }
        }
        self.show_in_lesson(&case);
        let Some(play) = &mut self.state.lesson else { return };
        let (run, is_open) = (&self.state.run_view.run, play.is_run_open());
        // While it still runs more is to be seen than at its end.
        let mut at_min = if is_open { LIVELY * run.machine_end_min } else { 0.0 };
        let mut plays = false;
        match &kind {
            StepKind::Read { at_min: Some(told_min), .. } => at_min = *told_min,
            StepKind::Watch { .. } => (at_min, plays) = (0.0, true),
            StepKind::Causes { at_min: asked_min, .. } => at_min = *asked_min,
            StepKind::Draw { quantity, .. } => {
                let paper = Paper::of(run, *quantity);
                let place = play.at;
                play.work[place].drawing.get_or_insert_with(|| Drawing::on(paper));
                at_min = if is_locked { at_min } else { 0.0 };
            }
            StepKind::Contrast { with, .. } => {
                let mut other = case.clone();
                for assignment in with {
                    // A lesson is read whole before it is opened: what cannot be set has been told.
                    let _ = assign_in_run(&mut other.protocol, assignment);
                }
                other.title = with.iter().map(|with| self.text.assignment(with)).collect::<Vec<_>>().join(", ");
                other.cover.short_title.clear();
                self.state.show_beside(&other);
            }
            _ => {}
        }
        self.state.playback.speed = self.state.run().end_min * 60.0 / WATCH_S;
        self.state.seek(at_min);
        self.state.playback.playing = plays && !self.state.workspace.reduced_motion;
        if plays && self.state.workspace.reduced_motion {
            self.state.seek(f64::INFINITY);
        }
    }

    /// The case of a step takes the place of the one before, with nothing pinned beside it.
    fn show_in_lesson(&mut self, preset: &Preset) {
        self.state.pins = Pins::default();
        self.state.workspace.twins.shown = false;
        if self.state.case.preset() != preset
            && let Ok(run) = RunView::of(&preset.protocol)
        {
            self.background.forget_case();
            let clock = self.state.case_view.clock;
            self.state.open(Case::new(preset.clone(), None), run);
            self.state.case_view.clock = clock;
        }
        self.state.case_view.card = None;
    }

    pub(super) fn in_lesson(&mut self, command: LessonCommand) {
        let Some(play) = &mut self.state.lesson else { return };
        let place = play.at;
        let is_locked = play.is_locked(place);
        let work = &mut play.work[place];
        match command {
            LessonCommand::Turn(true) => {
                if play.can_go_on() && place + 1 < play.lesson.steps.len() {
                    play.at += 1;
                    self.enter_step();
                } else if play.can_go_on() {
                    play.at_end = true;
                } else {
                    let buttons = [("button", play.lock_message()), ("other", play.give_up_message())];
                    let buttons = buttons.map(|(name, message)| (name, self.text.get(message)));
                    self.say_for_a_while(self.text.with("lesson-lock-first", &buttons));
                }
            }
            LessonCommand::Turn(false) => {
                if std::mem::take(&mut play.at_end) {
                } else if place > 0 {
                    play.at -= 1;
                    self.enter_step();
                }
            }
            LessonCommand::GoTo(to) => {
                play.at_end = false;
                play.at = to.min(play.furthest());
                self.enter_step();
            }
            LessonCommand::Leave => self.leave_lesson(),
            LessonCommand::Restart => {
                play.work.iter_mut().for_each(|work| *work = Work::default());
                (play.at, play.at_end, play.is_resumed) = (0, false, false);
                (play.started_unix_s, play.ended_unix_s) = (now_unix_s(), 0);
                self.enter_step();
                self.keep_answers();
            }
            LessonCommand::Lock => self.lock(),
            LessonCommand::WatchAgain => self.watch_again(),
            LessonCommand::ToggleMap => work.map_shown = !work.map_shown,
            LessonCommand::Name(name) => {
                play.name = name;
                self.keep_answers();
            }
            LessonCommand::Seat(seat) => {
                play.seat = seat.filter(|seat| (1..=MOST_SEATS).contains(seat));
                self.keep_answers();
            }
            LessonCommand::HandIn => {
                self.ask_for(Purpose::Answers);
            }
            LessonCommand::Resumed => play.is_resumed = false,
            // What is locked stays as it is.
            _ if is_locked => {}
            LessonCommand::DoNotKnow => {
                play.lock(None);
                self.after_lock();
            }
            LessonCommand::KeepVote => {
                if let Some(first) = work.first_vote.clone() {
                    work.places = first;
                }
            }
            LessonCommand::Sure(sure) => work.sure = Some(sure),
            LessonCommand::Hint => work.hints = (work.hints + 1).min(play.lesson.steps[place].hints.len()),
            LessonCommand::Pick(picked) => {
                let several = match &play.lesson.steps[place].kind {
                    StepKind::Choose { right, .. } | StepKind::Vote { right, .. } => right.len() > 1,
                    StepKind::Order { .. } => true,
                    _ => false,
                };
                work.pick(picked, several);
            }
            LessonCommand::Reorder(from, to) => {
                if from < work.places.len() && to < work.places.len() {
                    let moved = work.places.remove(from);
                    work.places.insert(to, moved);
                }
            }
            LessonCommand::PickCause(cause) => {
                if let StepKind::Causes { pick, .. } = play.lesson.steps[place].kind {
                    work.pick_cause(cause, pick);
                }
            }
            LessonCommand::Estimate(number) => work.number = Some(number),
            LessonCommand::Words(words) => work.words = words,
            other => {
                if let Some(drawing) = &mut work.drawing {
                    draw(drawing, other);
                } else if matches!(other, LessonCommand::Undo | LessonCommand::Redo) && !play.moves().is_empty() {
                    self.undo_redo(other == LessonCommand::Undo);
                }
            }
        }
    }

    fn lock(&mut self) {
        let run = &self.state.run_view.run;
        let Some(play) = &mut self.state.lesson else { return };
        if !play.can_lock(run) {
            return;
        }
        // A hall votes, talks, and votes again.
        let place = play.at;
        if matches!(play.step().kind, StepKind::Vote { .. }) && play.work[place].first_vote.is_none() {
            let work = &mut play.work[place];
            work.first_vote = Some(std::mem::take(&mut work.places));
            return;
        }
        let given = play.given(run);
        play.lock(given);
        self.after_lock();
    }

    /// What was predicted is played; what was asked is answered.
    fn after_lock(&mut self) {
        let is_still = self.state.workspace.reduced_motion;
        let Some(play) = &mut self.state.lesson else { return };
        play.ended_unix_s = now_unix_s();
        self.keep_answers();
        let Some(play) = &mut self.state.lesson else { return };
        if !matches!(play.step().kind, StepKind::Draw { .. }) {
            return;
        }
        play.revealing = !is_still;
        let end_min = self.state.run_view.run.end_min;
        self.state.playback.speed = end_min * 60.0 / REVEAL_S;
        self.state.seek(if is_still { f64::INFINITY } else { 0.0 });
        self.state.playback.playing = !is_still;
    }

    fn watch_again(&mut self) {
        let Some(play) = &mut self.state.lesson else { return };
        if !play.is_locked(play.at) && !play.is_run_open() {
            return;
        }
        self.state.seek(0.0);
        self.state.playback.playing = true;
    }

    /// Back to the gallery; pins and speed are as they were.
    pub(super) fn leave_lesson(&mut self) {
        self.keep_answers();
        let Some(play) = self.state.lesson.take() else { return };
        self.state.pins = play.before.0;
        self.state.playback.speed = play.before.1;
        self.state.playback.playing = false;
        self.state.workspace.twins.shown = false;
        self.state.case_view.card = None;
        if play.source == LessonSource::Draft {
            return self.back_to_draft(play.at);
        }
        self.toggle_home();
    }
}

fn draw(drawing: &mut Drawing, command: LessonCommand) {
    match command {
        LessonCommand::Stroke(from, to, begins) => drawing.stroke(from, to, begins),
        LessonCommand::Lift => drawing.lift(),
        LessonCommand::AddPoint(spot) => drawing.add(spot),
        LessonCommand::AddBehind => drawing.add_behind(),
        LessonCommand::SelectPoint(place) => drawing.select(place),
        LessonCommand::MovePoint(place, spot, dragged) => drawing.move_to(place, spot, dragged),
        LessonCommand::RemovePoint(place) => drawing.remove(place),
        LessonCommand::TakeShape(shape) => drawing.take_shape(shape),
        LessonCommand::ClearDrawing => drawing.clear(),
        LessonCommand::Undo => drawing.undo(),
        LessonCommand::Redo => drawing.redo(),
        _ => {}
    }
}

/// Seconds since 1970 in UTC.
pub(super) fn now_unix_s() -> u64 {
    host::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}
