//! The one place that changes the state: every command of a view or a key is carried out here.

use egui::Context;

use super::offers::offers;
use super::{Command, Commands, DraftCommand, FilePicker, PaletteState, Toggle, menus, presentation};
use crate::app::background::Background;
use crate::app::redraw::{self, Reason};
use crate::app::state::{Dialog, Hints, LessonDraft, MapColor, OpenWarning, Purpose, SidePanel, State, Tab};
use crate::sim::protocol::SAME_TIME_MIN;
use crate::sim::warnings::headlines;
use crate::text::Text;

/// What commands change, and what is needed to do it.
pub struct Handler<'a> {
    pub state: &'a mut State,
    pub background: &'a mut Background,
    pub palette: &'a mut PaletteState,
    pub picker: &'a mut dyn FilePicker,
    pub text: &'a Text,
    pub ctx: &'a Context,
}

impl Handler<'_> {
    /// Carries out commands in their order.
    pub fn handle_all(&mut self, commands: Commands) {
        for command in commands {
            self.handle(command);
        }
    }

    pub fn handle(&mut self, command: Command) {
        if !self.suits_lesson(&command) {
            return;
        }
        let debrief_was_open = self.state.case_view.debrief.is_some() && self.state.case_view.document.is_none();
        if command.shows_the_screen() {
            self.state.case_view.document = None;
            self.state.case_view.debrief = None;
            self.state.gallery.close();
        }
        self.note_hints(&command);
        match command {
            Command::Set(setting, value) => self.set(setting, value),
            Command::SetTogether(values) => self.set_together(values),
            Command::TakeTypical => self.take_typical(),
            Command::ScaleWhiteCells(total) => self.scale_white_cells(total),
            Command::TryLeastCost(values) => self.try_least_cost(&values),
            Command::LeastCostBeside(values) => self.least_cost_beside(&values),
            Command::ToggleDebrief => self.toggle_debrief(debrief_was_open),
            Command::Try(changes, asked) => self.try_change(changes, asked),
            Command::MoveChange(index, to_min) => self.move_change(index, to_min),
            Command::RemoveChanges(removed) => self.remove_changes(&removed),
            Command::TakePatients(drawn) => self.take_patients(drawn),
            Command::ScopeEdits(scope) => self.state.case_view.edit_scope = scope,
            Command::Write(name, preset) => self.write(name, *preset),
            Command::EndWriting => self.state.case.end_writing(),
            Command::ShowWorkshop(page) => self.show_workshop(page),
            Command::Undo => self.undo_redo(true),
            Command::Redo => self.undo_redo(false),

            Command::TogglePlay => self.state.playback.toggle(&self.state.run_view.run),
            Command::Seek(time_min) => self.state.seek(time_min),
            Command::NextEvent => self.seek_event(true),
            Command::NextStop(_)
            | Command::HoldAt(_)
            | Command::Freeze
            | Command::FullScreen
            | Command::ShowScenery(_)
            | Command::OpenAudience
            | Command::SwapScreens
            | Command::BringOn(_)
            | Command::TakeTool(_)
            | Command::PointOnStage(_)
            | Command::Draw(..)
            | Command::Wipe
            | Command::Vote(_)
            | Command::PlanMinutes(_)
            | Command::ShowCurve(_) => self.on_stage(command),
            Command::PreviousEvent => self.seek_event(false),
            Command::Speed(speed) => self.state.playback.speed = speed,
            Command::Step(minutes) => {
                self.state.playback.playing = false;
                self.state.seek(self.state.playback.playhead_min + minutes);
            }
            Command::StopAt(stops) => self.state.playback.stops = stops,
            Command::ShowStops => egui::Popup::toggle_id(self.ctx, menus::stops_popup()),

            Command::ToggleHome => self.toggle_home(),
            Command::SearchCases(typed) => self.state.gallery.typed = typed,
            Command::PointAtCase(case) => self.point_at_case(case),

            Command::TurnGuide(forward) => self.turn_guide(forward),
            Command::ToggleGuide => self.toggle_guide(),
            Command::LeaveGuide(after) => self.leave_guide(after),
            Command::ShowStory(open) => self.state.case_view.story_open = open,
            Command::Lesson(command) => self.in_lesson(command),
            Command::Class(command) => self.in_class(&command),
            Command::Draft(command) => self.in_draft(command),
            // What is written is saved; a question about the case's file is about that.
            Command::Save if self.is_writing_lesson() => self.in_draft(DraftCommand::Save),
            Command::SaveAs if self.is_writing_lesson() => self.in_draft(DraftCommand::SaveAs),

            Command::Leave(leaving) => self.leave(leaving),
            Command::Share => self.share(false),
            Command::ShareWhole(whole) => self.share(whole),
            Command::SizePictures(size) => self.state.workspace.pictures.size = size,
            Command::HandOut(handout) => self.ask_for(Purpose::Export(handout)),
            Command::Copy(words) => self.ctx.copy_text(words),
            Command::RequestPaste => self.ctx.send_viewport_cmd(egui::ViewportCommand::RequestPaste),
            Command::Paste(words) => self.paste(&words),
            Command::SaveAndLeave => {
                if let Some(Dialog::Unsaved(leaving)) = self.state.dialogs.open.take() {
                    self.state.dialogs.after_save = Some(leaving);
                    self.handle_saving(Command::Save);
                }
            }
            Command::DiscardAndLeave => {
                if let Some(Dialog::Unsaved(leaving)) = self.state.dialogs.open.take() {
                    self.leave_now(leaving);
                }
            }
            Command::CloseDialog => {
                if self.palette.open.take().is_none() {
                    self.state.dialogs.close();
                }
                self.state.dialogs.after_save = None;
            }

            Command::Pin => self.pin(),
            Command::Unpin(letter) => {
                self.state.case_view.open_warning.take_if(|open| open.whose == Some(letter));
                self.state.pins.remove(letter);
            }
            Command::ShadeDifference(letter) => self.state.pins.toggle_shade(letter),
            Command::NamePin(letter, name) => {
                if let Some(pin) = self.state.pins.with_letter(letter) {
                    pin.name = name;
                }
            }
            Command::SwapIn(letter) => self.swap_in(letter),
            Command::ShowTwin(letter) => self.state.show_twin(letter),
            Command::KeepSamePatient => self.keep_same_patient(),
            Command::SetMachines(machines) => self.set_machines(machines),
            Command::CompareWith(index) => self.compare_with(index),

            Command::ShowPalette => {
                egui::Popup::close_all(self.ctx);
                self.state.dialogs.open = None;
                self.palette.offer(offers(self.state, self.text));
            }
            Command::TypePath(path) => {
                if let Some(Dialog::Path { typed, .. }) = &mut self.state.dialogs.open {
                    *typed = path;
                }
            }
            Command::SearchPalette(typed, marked) => {
                if let Some(palette) = &mut self.palette.open {
                    (palette.typed, palette.marked) = (typed, marked);
                }
            }
            Command::Choose(command) => {
                // What was found is shown, not hidden behind a document.
                self.state.case_view.document = None;
                self.palette.choose(&command);
                self.handle(*command);
            }
            other if other.is_of_saving() => self.handle_saving(other),
            other => self.look(other),
        }
    }

    /// Whether a lesson is written in view, and nothing is asked.
    fn is_writing_lesson(&self) -> bool {
        self.state.draft_in_view().is_some() && self.state.dialogs.open.is_none()
    }

    /// Carries out what changes only how things are looked at.
    fn look(&mut self, command: Command) {
        let State { workspace, case_view, dialogs, draft, .. } = &mut *self.state;
        match command {
            Command::Toggle(toggle) => self.toggle(toggle),
            Command::ToggleTheme => {
                let other = if self.ctx.theme() == egui::Theme::Dark { egui::Theme::Light } else { egui::Theme::Dark };
                self.ctx.set_theme(other);
            }
            Command::SizeText(to) => {
                workspace.text_size = to;
                presentation::apply_theme(self.ctx, self.state);
            }
            Command::StepText(larger) => {
                if let Some(to) = workspace.text_size.stepped(larger) {
                    self.look(Command::SizeText(to));
                }
            }
            Command::KeepWarningsOrder(at_min) => case_view.warnings_order_min = at_min,
            Command::Highlight(kind) => case_view.highlight = kind,
            Command::KeepHighlight(kind) => case_view.kept_highlight = kind,
            Command::MoveLens(at) => case_view.lens = Some(at),
            Command::ShowCard(part) => case_view.card = part,
            Command::Explain(warning) => {
                if warning.as_ref().is_some_and(|warning| warning.whose.is_none()) {
                    workspace.side_panel = SidePanel::Warnings;
                }
                case_view.open_warning = warning;
                case_view.workshop = None;
            }
            Command::ToggleWhy => self.toggle_why(),
            Command::Escape => self.escape(),
            Command::ShowMapAxis(axis, setting) => workspace.map_axes.show(axis, setting),
            Command::ColorMap(color) => workspace.map_color = color,
            Command::ShowPatients(level) => case_view.patients_of = Some(level),
            Command::AskAbout(id) => {
                workspace.map_color = MapColor::One(id);
                self.look(Command::ShowTab(Tab::Map));
            }
            Command::ShowSidePanel(side) => workspace.side_panel = side,
            Command::ShowTab(tab) => {
                put_aside(draft.as_mut());
                // It stands where a warning is explained.
                case_view.open_warning = None;
                case_view.workshop = None;
                workspace.tab = tab;
                workspace.enlarged |= workspace.is_low;
                case_view.pointed_min = None;
            }
            Command::Follow(account) => workspace.account = account,
            Command::ShowPlots(set) => {
                put_aside(draft.as_mut());
                case_view.open_warning = None;
                workspace.tab = Tab::Plots;
                workspace.enlarged |= workspace.is_low;
                workspace.plots.set = set;
            }
            Command::ShowAxis(axis) => {
                // A part of one axis means nothing on the other.
                case_view.part = None;
                workspace.plots.axis = axis;
            }
            Command::ShowPart(part) => case_view.part = part,
            Command::PointAt(time_min) => case_view.pointed_min = time_min,
            Command::ShowDebrief(debrief) => case_view.debrief = debrief,
            Command::ShowDocument(document) => case_view.document = document,
            Command::FocusSetting(setting) => {
                workspace.side_panel = SidePanel::Controls;
                case_view.focus_setting = Some(setting);
                redraw::request(self.ctx, Reason::Followed);
            }
            Command::SettingFocused => case_view.focus_setting = None,
            Command::ShowDialog(dialog) => dialogs.open = Some(dialog),
            _ => {}
        }
    }

    fn toggle_why(&mut self) {
        let explained = self.state.case_view.open_warning.take();
        if explained.is_none()
            && let Some(warning) = self.state.warning_to_explain().copied()
        {
            let opened = OpenWarning::after(None, &warning, self.text.warning_title(&warning));
            self.look(Command::Explain(Some(opened)));
        }
    }

    fn toggle(&mut self, toggle: Toggle) {
        toggle.flip(self.state);
        if toggle == Toggle::Twins && self.state.workspace.twins.shown {
            self.begin_twins();
        }
        presentation::apply_theme(self.ctx, self.state);
        if matches!(toggle, Toggle::Lecture | Toggle::Desk) {
            if self.state.workspace.lecture {
                // Nothing runs on while a lecturer turns to the hall.
                self.state.playback.playing = false;
            }
            // Under the pointer there is something else now: it counts again once it moves.
            self.state.case_view.highlight = None;
            self.ctx.input_mut(|input| input.pointer = egui::PointerState::default());
            presentation::fit_zoom(self.ctx, self.state);
            self.ctx.request_discard("another screen");
        }
    }

    /// Closes what is open over the picture, then leaves the lecture.
    fn escape(&mut self) {
        let case_view = &mut self.state.case_view;
        if case_view.document.take().is_some() {
            return;
        }
        if self.state.gallery.open {
            return self.leave_home();
        }
        if case_view.debrief.take().is_some() {
            return;
        }
        case_view.pointed_min = None;
        if case_view.card.take().is_some() || case_view.lens.take().is_some() {
            return;
        }
        if case_view.open_warning.take().is_some() || case_view.workshop.take().is_some() {
            return;
        }
        if self.state.draft_in_view().is_some() {
            return put_aside(self.state.draft.as_mut());
        }
        if self.state.workspace.lecture {
            self.toggle(Toggle::Lecture);
        } else {
            self.state.workspace.hints = Hints::default();
        }
    }

    fn seek_event(&mut self, forward: bool) {
        let (now, run) = (self.state.playback.playhead_min, self.state.run());
        let times = headlines(&run.warnings).map(|warning| warning.from_min);
        let target = if forward {
            times.filter(|time_min| *time_min > now + SAME_TIME_MIN).fold(run.end_min, f64::min)
        } else {
            times.filter(|time_min| *time_min < now - SAME_TIME_MIN).fold(0.0, f64::max)
        };
        self.state.seek(target);
    }
}

/// Takes the lesson that is written out of view.
const fn put_aside(draft: Option<&mut LessonDraft>) {
    if let Some(draft) = draft {
        draft.shown = false;
    }
}
