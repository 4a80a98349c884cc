//! A lecture in two windows: the desk feeds the stage a line for each change, and the stage follows.

use egui::Context;

use super::App;
use super::commands::{self, Audience, Command, Entry, Menu, entries, entries_in_force};
use super::redraw::{self, Reason};
use super::state::{Answer, AudienceWindow, Case, Corner, Cue, Line, Pins, RunView, cue};
use crate::preset::{self, Preset};
use strum::IntoEnumIterator as _;

/// What the audience's window has been told last.
#[derive(Default)]
pub(super) struct Told {
    case: Option<Preset>,
    twin: Option<Preset>,
    cue: Option<Cue>,
    at_s: f64,
}

impl App {
    /// Gives the desk another way to an audience's window.
    pub fn set_audience(&mut self, audience: Box<dyn Audience>) {
        self.audience = audience;
    }

    /// Opens the lecturer's desk, and with it a window for the hall.
    pub fn open_desk(&mut self) {
        let workspace = &mut self.state.workspace;
        (workspace.lecture, workspace.desk) = (true, true);
        workspace.stage.audience = AudienceWindow::Wanted;
    }

    /// Makes this window the audience's own: it shows the stage and follows lines, and its keys are sent to the desk.
    pub fn follow_desk(&mut self, ctx: &Context) {
        self.follows = true;
        // The keys are the lecturer's.
        self.state.workspace.stage.is_walked = true;
        self.state.workspace.lecture = true;
        // It fills a screen once the desk has said which.
        commands::apply_look(ctx, &self.state);
    }

    /// A lecture that plays halts at each stop of its script, and shows what that says.
    pub(super) fn halt_at_stop(&mut self, ctx: &Context, before_min: f64) {
        if !self.state.workspace.lecture || self.follows || !self.state.playback.playing {
            return;
        }
        let now_min = self.state.playback.playhead_min;
        let passed = |at_min: f64| before_min < at_min && at_min <= now_min;
        let stop =
            self.state.lecture_stops().iter().find(|stop| stop.scripted.is_some() && passed(stop.at_min)).copied();
        if let Some(at_min) = stop.map(|stop| stop.at_min) {
            self.handler(ctx).handle(Command::HoldAt(at_min));
        }
    }

    /// Opens, feeds and closes the audience's window as the state asks for. Once a frame.
    pub(super) fn feed_audience(&mut self, ctx: &Context) {
        let window = &mut self.state.workspace.stage.audience;
        match *window {
            AudienceWindow::Wanted => {
                self.told = Told::default();
                match self.audience.open(ctx) {
                    Ok(()) => (*window, self.state.workspace.stage.trouble) = (AudienceWindow::Open, None),
                    Err(error) => {
                        *window = AudienceWindow::Gone;
                        let sentence = self.text.with("desk-no-window", &[("error", error)]);
                        self.state.workspace.stage.trouble = Some(sentence);
                    }
                }
            }
            AudienceWindow::None if self.told.cue.is_some() => {
                self.audience.tell(cue::written(&Line::End));
                self.audience.close();
                self.told = Told::default();
            }
            AudienceWindow::None | AudienceWindow::Gone => return,
            AudienceWindow::Open => {}
        }
        for answer in self.audience.answers() {
            self.take_answer_of_stage(ctx, answer);
        }
        if self.state.workspace.stage.audience == AudienceWindow::Open && !self.state.workspace.stage.frozen {
            self.tell_audience(ctx);
        }
    }

    fn tell_audience(&mut self, ctx: &Context) {
        let preset = self.state.case.preset();
        if self.told.case.as_ref() != Some(preset) && self.state.run_view.simulation_error.is_none() {
            self.audience.tell(cue::written(&Line::Case(preset::write(preset))));
            self.told = Told { case: Some(preset.clone()), ..Told::default() };
        }
        let twin = self.state.twin().map(|pin| pin.case.preset());
        if self.told.twin.as_ref() != twin {
            self.audience.tell(cue::written(&Line::Twin(twin.map(preset::write))));
            self.told.twin = twin.cloned();
        }
        let now_s = ctx.input(|input| input.time);
        let cue = self.state.cue(ctx.theme() == egui::Theme::Dark);
        let is_due = self.told.cue.as_ref().is_none_or(|told| cue.is_due(told, now_s - self.told.at_s));
        if is_due {
            self.audience.tell(cue::written(&Line::Cue(Box::new(cue.clone()))));
            (self.told.cue, self.told.at_s) = (Some(cue), now_s);
        }
    }

    fn take_answer_of_stage(&mut self, ctx: &Context, answer: Answer) {
        match answer {
            Answer::Pressed(message) => {
                let command = in_a_lecture().find(|entry| entry.message == message).map(|entry| entry.command);
                if let Some(command) = command {
                    self.handler(ctx).handle(command);
                }
            }
            Answer::Wrong(what) => {
                let sentence = self.text.with("desk-not-followed", &[("error", what)]);
                self.state.workspace.stage.trouble = Some(sentence);
            }
            Answer::On(corner) => self.state.workspace.stage.audience_at = Some(corner),
            Answer::Ended => {
                self.state.workspace.stage.audience_at = None;
                self.audience.close();
                self.told = Told::default();
                self.state.workspace.stage.audience = AudienceWindow::Gone;
            }
        }
    }

    /// Sends the audience's window to a screen, which it fills.
    pub fn send_audience_to(&mut self, corner: Corner) {
        self.state.workspace.stage.trouble = None;
        self.audience.tell(cue::written(&Line::Screen(corner)));
    }

    /// Says on the desk that there is no other screen.
    pub fn tell_of_one_screen(&mut self) {
        self.state.workspace.stage.trouble = Some(self.text.get("desk-one-screen"));
    }

    /// The screen that this window, as the audience's own, was sent to since it was last asked.
    pub const fn take_screen_wanted(&mut self) -> Option<Corner> {
        self.screen_wanted.take()
    }

    /// Follows a line of the desk; answers with what cannot be followed, or with `None` where all is well.
    pub fn follow(&mut self, ctx: &Context, line: &str) -> Option<Answer> {
        match cue::read(line) {
            Err(error) => Some(Answer::Wrong(error)),
            Ok(line) => self.follow_line(ctx, line),
        }
    }

    /// The same, with a line that has been read.
    pub(super) fn follow_line(&mut self, ctx: &Context, line: Line) -> Option<Answer> {
        let wrong = |what: String| Some(Answer::Wrong(what));
        match line {
            Line::Case(written) => match preset::read(&written) {
                Ok(preset) => self.take_case(preset).err().and_then(wrong),
                Err(problem) => wrong(self.text.problem(&problem)),
            },
            Line::Twin(None) => {
                self.state.workspace.twins.shown = false;
                None
            }
            Line::Twin(Some(written)) => match preset::read(&written) {
                Ok(preset) => {
                    self.state.pins = Pins::default();
                    self.state.show_beside(&preset);
                    None
                }
                Err(problem) => wrong(self.text.problem(&problem)),
            },
            Line::Cue(cue) => {
                let theme = if cue.is_dark() { egui::Theme::Dark } else { egui::Theme::Light };
                if ctx.theme() != theme {
                    ctx.set_theme(theme);
                }
                self.state.follow(*cue, &self.text);
                redraw::request(ctx, Reason::Answered);
                None
            }
            Line::Screen(corner) => {
                self.screen_wanted = Some(corner);
                None
            }
            Line::End => {
                ctx.send_viewport_cmd(egui::ViewportCommand::Close);
                None
            }
        }
    }

    /// Takes the desk's case: another one, or the same with other settings.
    fn take_case(&mut self, preset: Preset) -> Result<(), String> {
        let refused = |error| self.text.simulation_error(&error);
        if self.state.case.preset().title == preset.title {
            RunView::of(&preset.protocol).map_err(refused)?;
            self.state.case = Case::new(preset, None);
            self.state.rerun();
        } else {
            let run = RunView::of(&preset.protocol).map_err(refused)?;
            self.state.open(Case::new(preset, None), run);
        }
        Ok(())
    }

    /// The keys that were pressed in the audience's window, by the message ids of what they stand for.
    pub fn pressed_on_stage(ctx: &Context) -> Vec<Answer> {
        let entries: Vec<_> = in_a_lecture().collect();
        ctx.input_mut(|input| {
            let pressed = entries.iter().filter(|entry| entry.shortcuts().any(|keys| input.consume_shortcut(&keys)));
            pressed.map(|entry| Answer::Pressed(entry.message.to_owned())).collect()
        })
    }
}

/// What can be asked for from the stage.
fn in_a_lecture() -> impl Iterator<Item = Entry> {
    let menus = Menu::iter().filter(|menu| matches!(menu, Menu::Lecture | Menu::Time | Menu::Everywhere));
    let view = entries(Menu::View).into_iter().filter(|entry| {
        matches!(entry.message, "command-why" | "command-theme" | "command-lecture" | "command-full-screen")
    });
    menus.flat_map(|menu| entries_in_force(menu, true)).chain(view)
}
