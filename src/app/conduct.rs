//! The one place that changes the state: every command of a panel or a key is carried out here.

use std::path::{Path, PathBuf};

use super::App;
use super::case::{Case, StepName};
use super::command::Command;
use super::derived::Derived;
use super::files::{Answer, with_ending};
use super::palette::{Palette, remember};
use super::panels::explore::compare;
use super::panels::{palette, stops::menu_id};
use super::session::{Applies, Dialog, Leaving, Purpose, Side, Tab};
use super::trace::Trace;
use crate::picture::{Point, point};
use crate::preset::{self, BUNDLED, FileProblem, Preset};
use crate::sim::protocol::SAME_TIME_MIN;
use crate::sim::warnings::headlines;
use crate::sim::{Protocol, SettingId, Value};

/// Over the buffy coat, in most cases.
const LENS_AT_FIRST: Point = point(0.64, 0.55);

impl App {
    pub(super) fn conduct(&mut self, ctx: &egui::Context, command: Command) {
        if command.shows_the_screen() {
            self.session.book = None;
        }
        match command {
            Command::Set(setting, value) => self.set(setting, value),
            Command::SetFromStart(setting, value) => self.set_from_start(setting, value),
            Command::SetTogether(values) => self.set_together(values),
            Command::ColorMap(color) => self.session.map_color = color,
            Command::ShowMapAxis(axis, setting) => self.session.map_axes.show(axis, setting),
            Command::Apply(applies) => self.session.applies = applies,
            Command::ToggleApplies => {
                self.session.applies = match self.session.applies {
                    Applies::FromStart => Applies::FromNow,
                    Applies::FromNow => Applies::FromStart,
                };
            }
            Command::MoveChange(index, to_min) => {
                let to_min = to_min.clamp(0.0, self.derived.run.end_min);
                self.change(StepName::MoveChange, |protocol| {
                    if let Some(change) = protocol.changes.get_mut(index) {
                        change.at_min = to_min;
                    }
                });
            }
            Command::RemoveChanges(removed) => {
                self.change(StepName::RemoveChange, |protocol| protocol.remove_changes(&removed));
            }
            Command::Undo => self.retrace(self.case.undoable(), Case::undo),
            Command::Redo => self.retrace(self.case.redoable(), Case::redo),

            Command::TogglePlay => self.session.play.toggle(&self.derived.run),
            Command::Seek(time_min) => self.seek(time_min),
            Command::NextEvent => self.seek_event(true),
            Command::PreviousEvent => self.seek_event(false),
            Command::Speed(speed) => self.session.play.speed = speed,

            Command::Step(minutes) => {
                self.session.play.playing = false;
                self.seek(self.session.play.playhead_min + minutes);
            }
            Command::StopAt(stops) => self.session.play.stops = stops,
            Command::ToggleStopAtWarning => {
                let stops = &mut self.session.play.stops;
                stops.next_warning = !stops.next_warning;
            }
            Command::ToggleRepeat => {
                let stops = &mut self.session.play.stops;
                stops.repeats = !stops.repeats;
            }
            Command::ShowStops => egui::Popup::toggle_id(ctx, menu_id()),

            Command::OpenBundled(index) => self.leave(ctx, Leaving::Bundled(index)),
            Command::OpenDialog => self.leave(ctx, Leaving::OpenDialog),
            Command::OpenFile(path) => self.leave(ctx, Leaving::OpenFile(path)),
            Command::OpenStudy(index, at_min) => self.leave(ctx, Leaving::Study(index, at_min)),
            Command::Quit => self.leave(ctx, Leaving::Quit),
            Command::Save => match self.case.path().map(Path::to_owned) {
                Some(path) => self.save_to(ctx, path),
                None => self.ask_where_to_save(ctx),
            },
            Command::SaveAs => self.ask_where_to_save(ctx),
            Command::PathTyped(purpose, typed) => {
                self.session.dialog = None;
                self.picked(ctx, purpose, PathBuf::from(typed.trim()));
            }

            Command::SaveAndLeave => {
                if let Some(Dialog::Unsaved(leaving)) = self.session.dialog.take() {
                    self.session.after_save = Some(leaving);
                    self.conduct(ctx, Command::Save);
                }
            }
            Command::DiscardAndLeave => {
                if let Some(Dialog::Unsaved(leaving)) = self.session.dialog.take() {
                    self.leave_now(ctx, leaving);
                }
            }
            Command::CloseDialog => {
                self.session.dialog = None;
                self.session.after_save = None;
            }

            Command::ToggleTheme => {
                let other = if ctx.theme() == egui::Theme::Dark { egui::Theme::Light } else { egui::Theme::Dark };
                ctx.set_theme(other);
            }
            Command::Highlight(kind) => self.session.highlight = kind,
            Command::KeepHighlight(kind) => self.session.kept_highlight = kind,
            Command::ToggleLens => {
                self.session.lens = if self.session.lens.is_some() { None } else { Some(LENS_AT_FIRST) };
            }
            Command::MoveLens(at) => self.session.lens = Some(at),
            Command::ShowCard(part) => self.session.card = part,
            Command::Explain(warning) => {
                if warning.is_some() {
                    self.session.side = Side::Warnings;
                }
                self.session.open_warning = warning;
            }
            Command::Escape if self.session.book.is_some() => self.session.book = None,
            Command::Escape => {
                self.session.plotting.pointed_min = None;
                let had_card = self.session.card.take().is_some();
                if !had_card && self.session.lens.take().is_none() && self.session.lecture {
                    self.conduct(ctx, Command::ToggleLecture);
                }
            }
            Command::ToggleLecture => {
                self.set_lecture(ctx, !self.session.lecture);
                // Where the pointer stood is another place now: it is nowhere until it moves.
                self.session.highlight = None;
                ctx.input_mut(|input| input.pointer = egui::PointerState::default());
                self.fit_zoom(ctx);
                ctx.request_discard("another screen");
            }
            Command::ToggleReducedMotion => {
                self.session.reduced_motion = !self.session.reduced_motion;
                self.dress(ctx);
            }
            Command::ShowCurve(index) => self.session.lecture_curve = index,
            Command::TogglePatients => self.session.patients_shown = !self.session.patients_shown,
            Command::DrawPatients(drawn) => {
                let preset = Preset { virtual_patients: drawn, ..self.case.preset().clone() };
                self.case.change(StepName::DrawPatients, preset);
            }
            Command::ShowSide(side) => self.session.side = side,
            Command::ShowTab(tab) => {
                self.session.tab = tab;
                self.session.plotting.pointed_min = None;
            }
            Command::Follow(account) => self.session.account = account,
            Command::ToggleEnlarged => self.session.enlarged = !self.session.enlarged,
            Command::ShowPlots(set) => {
                self.session.tab = Tab::Plots;
                self.session.plotting.set = set;
            }
            Command::ShowAxis(axis) => {
                // A part of one axis is none of the other.
                self.session.plotting.part = None;
                self.session.plotting.axis = axis;
            }
            Command::ShowPart(part) => self.session.plotting.part = part,
            Command::ToggleLogarithmic => self.session.plotting.logarithmic = !self.session.plotting.logarithmic,
            Command::ToggleStacked => self.session.plotting.stacked = !self.session.plotting.stacked,
            Command::PointAt(time_min) => self.session.plotting.pointed_min = time_min,
            Command::Pin => self.pin(),
            Command::Unpin(letter) => self.pins.remove(letter),
            Command::NamePin(letter, name) => {
                if let Some(pin) = self.pins.with_letter(letter) {
                    pin.name = name;
                }
            }
            Command::SwapIn(letter) => self.swap_in(ctx, letter),
            Command::ShowBook(book) => self.session.book = book,
            Command::FocusSetting(setting) => {
                self.session.side = Side::Controls;
                self.session.focus_setting = Some(setting);
                ctx.request_repaint();
            }
            Command::SettingFocused => self.session.focus_setting = None,
            Command::ShowPalette => {
                egui::Popup::close_all(ctx);
                let palette = Palette::new(palette::offers(&self.view()), &self.session.recent);
                self.session.dialog = Some(Dialog::Palette(palette));
            }
            Command::SearchPalette(typed) => {
                if let Some(Dialog::Palette(palette)) = &mut self.session.dialog {
                    (palette.typed, palette.marked) = (typed, 0);
                }
            }
            Command::MarkOffer(index) => {
                if let Some(Dialog::Palette(palette)) = &mut self.session.dialog {
                    palette.marked = index;
                }
            }
            Command::Choose(command) => {
                self.session.dialog = None;
                // What was found is shown, not hidden behind a book.
                self.session.book = None;
                remember(&mut self.session.recent, &command);
                self.conduct(ctx, *command);
            }
            Command::ShowStory => self.session.dialog = Some(Dialog::Story),
            Command::ShowShortcuts => self.session.dialog = Some(Dialog::Shortcuts),
            Command::ShowAbout => self.session.dialog = Some(Dialog::About),
        }
    }

    /// The file dialog's answer, if it has given one.
    pub(super) fn take_answer(&mut self, ctx: &egui::Context) {
        match self.picker.answer() {
            Some(Answer::Picked(purpose, path)) => self.picked(ctx, purpose, path),
            Some(Answer::NoDialog(purpose)) => {
                self.session.dialog = Some(Dialog::Path { purpose, typed: self.suggested_path() });
            }
            Some(Answer::Canceled) => self.session.after_save = None,
            None => {}
        }
    }

    fn picked(&mut self, ctx: &egui::Context, purpose: Purpose, path: PathBuf) {
        match purpose {
            Purpose::Open => self.open_file(&path),
            Purpose::Save => self.save_to(ctx, with_ending(path)),
        }
    }

    /// Changes a setting, from the start or from the playhead on. What cannot be changed stays as it is.
    fn set(&mut self, setting: SettingId, value: Value) {
        if self.view().obstacle(setting).is_some() {
            return;
        }
        match self.session.applies {
            Applies::FromStart => self.set_from_start(setting, value),
            Applies::FromNow => {
                let at_min = self.session.change_at_min();
                self.change(StepName::SetFrom(setting, at_min), |protocol| {
                    protocol.change_from(at_min, setting, value);
                });
            }
        }
    }

    fn set_from_start(&mut self, setting: SettingId, value: Value) {
        self.change(StepName::Set(setting), |protocol| setting.set(&mut protocol.settings, &value));
    }

    /// Changes two settings from the start, in one step.
    fn set_together(&mut self, values: [(SettingId, Value); 2]) {
        self.change(StepName::SetTogether(values.map(|(setting, _)| setting)), |protocol| {
            for (setting, value) in values {
                setting.set(&mut protocol.settings, &value);
            }
        });
    }

    /// Takes one step that can be undone, and reruns the case.
    fn change(&mut self, name: StepName, edit: impl FnOnce(&mut Protocol)) {
        let mut preset = self.case.preset().clone();
        edit(&mut preset.protocol);
        self.case.change(name, preset);
        self.follow();
    }

    /// Reruns the case as it is now.
    fn follow(&mut self) {
        if let Some(left) = self.derived.follow(&self.case.preset().protocol) {
            self.fan.keep(left);
        }
        self.session.play.follow(&self.derived.run);
    }

    /// Takes a step back or forth. What was exchanged with a pin is exchanged again.
    fn retrace(&mut self, step: Option<StepName>, go: fn(&mut Case)) {
        let before = self.case.clone();
        go(&mut self.case);
        match step {
            Some(StepName::SwapIn(letter, number)) if self.pins.has(letter, number) => self.pin_instead(letter, before),
            _ => self.follow(),
        }
    }

    /// Keeps the run now in view, to be compared.
    fn pin(&mut self) {
        if self.pins.is_full() {
            self.session.dialog = Some(Dialog::Message {
                title: self.text.get("pins-full-title").into_owned(),
                body: self.text.get("pins-full").into_owned(),
            });
        } else if self.derived.simulation_error.is_none()
            && let Ok(trace) = Trace::of(&self.case.preset().protocol)
        {
            let name = compare::name_of(&self.view(), &self.case);
            self.pins.add(name, self.case.clone(), trace);
        }
    }

    /// Exchanges the case with a pin: in one step that can be undone, or when it is another case, by leaving this one.
    fn swap_in(&mut self, ctx: &egui::Context, letter: usize) {
        // The run in view would not be that of the case: there is nothing to exchange.
        if self.derived.simulation_error.is_some() {
            return;
        }
        let Some(pin) = self.pins.with_letter(letter) else { return };
        if !pin.case.has_origin_of(&self.case) {
            return self.leave(ctx, Leaving::SwapIn(letter));
        }
        let before = self.case.clone();
        self.case.change(StepName::SwapIn(letter, pin.number), pin.case.preset().clone());
        self.case.end_gesture();
        self.pin_instead(letter, before);
    }

    fn swap_case(&mut self, letter: usize) {
        let Some(pin) = self.pins.with_letter(letter) else { return };
        let before = std::mem::replace(&mut self.case, pin.case.clone());
        self.session = self.session.for_new_case();
        self.fan.forget();
        self.work.forget_case();
        self.pin_instead(letter, before);
    }

    /// Runs the case as it is now, and lets a pin hold the one before.
    fn pin_instead(&mut self, letter: usize, before: Case) {
        let name = compare::name_of(&self.view(), &before);
        let left = self.derived.follow(&self.case.preset().protocol);
        // Where both are the same run there is none that was left.
        let left = left.or_else(|| Trace::of(&before.preset().protocol).ok());
        if let (Some(pin), Some(trace)) = (self.pins.with_letter(letter), left) {
            (pin.name, pin.case, pin.trace) = (name, before, trace);
        }
        self.session.play.follow(&self.derived.run);
    }

    /// Moves the playhead, to the nearest end when the time is outside the run.
    pub fn seek(&mut self, time_min: f64) {
        self.session.play.seek(&self.derived.run, time_min);
        if let Some(pressed_at_min) = &mut self.session.pressed_at_min {
            *pressed_at_min = self.session.play.playhead_min;
        }
    }

    fn seek_event(&mut self, forward: bool) {
        let now = self.session.play.playhead_min;
        let times = headlines(&self.derived.run.warnings).map(|warning| warning.from_min);
        let target = if forward {
            times.filter(|time_min| *time_min > now + SAME_TIME_MIN).fold(self.derived.run.end_min, f64::min)
        } else {
            times.filter(|time_min| *time_min < now - SAME_TIME_MIN).fold(0.0, f64::max)
        };
        self.seek(target);
    }

    /// Leaves the open case, asking first when changes would be lost.
    fn leave(&mut self, ctx: &egui::Context, leaving: Leaving) {
        if self.case.is_edited() {
            self.session.dialog = Some(Dialog::Unsaved(leaving));
        } else {
            self.leave_now(ctx, leaving);
        }
    }

    fn leave_now(&mut self, ctx: &egui::Context, leaving: Leaving) {
        match leaving {
            Leaving::Bundled(index) => {
                if let Some(bundled) = BUNDLED.get(index) {
                    match preset::read(bundled.text) {
                        Ok(preset) => self.show(preset, None),
                        Err(problem) => self.say(Path::new(bundled.name), &problem.into()),
                    }
                }
            }
            Leaving::OpenDialog => {
                let near = PathBuf::from(self.suggested_path());
                self.picker.ask(Purpose::Open, &near, ctx);
            }
            Leaving::OpenFile(path) => self.open_file(&path),
            Leaving::SwapIn(letter) => self.swap_case(letter),
            Leaving::Study(index, at_min) => self.open_study(index, at_min),
            Leaving::Quit => {
                self.session.quitting = true;
                ctx.send_viewport_cmd(egui::ViewportCommand::Close);
            }
        }
    }

    /// Opens a file; one that is wrong is explained and leaves the open case as it is.
    fn open_file(&mut self, path: &Path) {
        match preset::open(path) {
            Ok((preset, path)) => self.show(preset, path),
            Err(problem) => self.say(path, &problem),
        }
    }

    pub(super) fn show(&mut self, preset: Preset, path: Option<PathBuf>) {
        if let Ok(derived) = Derived::of(&preset.protocol) {
            self.derived.replace(derived);
            self.fan.forget();
            self.work.forget_case();
            self.case = Case::new(preset, path);
            self.session = self.session.for_new_case();
        }
    }

    fn ask_where_to_save(&mut self, ctx: &egui::Context) {
        let suggested = PathBuf::from(self.suggested_path());
        self.picker.ask(Purpose::Save, &suggested, ctx);
    }

    /// The case's own path, or its title as a file name.
    fn suggested_path(&self) -> String {
        if let Some(path) = self.case.path() {
            return path.display().to_string();
        }
        let words = self.case.preset().title.to_lowercase();
        let words: Vec<_> = words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        format!("{}.{}", words.join("_"), super::files::ENDING)
    }

    fn save_to(&mut self, ctx: &egui::Context, path: PathBuf) {
        match preset::save(&path, self.case.preset()) {
            Ok(()) => {
                self.case.saved_to(path);
                for pin in self.pins.iter_mut() {
                    pin.case.note_saved(&self.case);
                }
                if let Some(leaving) = self.session.after_save.take() {
                    self.leave_now(ctx, leaving);
                }
            }
            Err(problem) => {
                self.session.after_save = None;
                self.say(&path, &problem);
            }
        }
    }

    fn say(&mut self, path: &Path, problem: &FileProblem) {
        self.session.dialog = Some(Dialog::Message {
            title: self.text.get("dialog-problem-title").into_owned(),
            body: self.text.file_problem(path, problem),
        });
    }
}
