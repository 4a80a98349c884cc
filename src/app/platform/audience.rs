//! The audience's window as a process of its own: fed one line of text for each change, through a pipe that nobody else has.

use std::io::{self, BufRead, BufReader, Write as _};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::time::Instant;

use egui::Context;

use super::screens;
use crate::app::App;
use crate::app::commands::Audience;
use crate::app::redraw::{self, Reason};
use crate::app::state::cue::{self, LONGEST_LINE};
use crate::app::state::{Answer, Corner};

/// The name by which the program is called to be the audience's window.
const CALL: &str = "audience";

/// Starts this program again, as the audience's window.
#[derive(Default)]
pub struct AudienceProcess {
    child: Option<Child>,
    lines: Option<Sender<String>>,
    answers: Option<Receiver<Answer>>,
}

impl Audience for AudienceProcess {
    fn open(&mut self, desk: &Context) -> Result<(), String> {
        self.close();
        let program = std::env::current_exe().map_err(|error| error.to_string())?;
        let mut started = Command::new(program)
            .arg(CALL)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| error.to_string())?;
        let (sender, answers) = channel();
        if let Some(stdout) = started.stdout.take() {
            let desk = desk.clone();
            std::thread::spawn(move || {
                for_each_line(BufReader::new(stdout), |line| {
                    if let Ok(answer) = cue::read(line) {
                        let _ = sender.send(answer);
                        redraw::request(&desk, Reason::Answered);
                    }
                });
                let _ = sender.send(Answer::Ended);
                redraw::request(&desk, Reason::Answered);
            });
        }
        // A stage that does not read must not hold up the desk.
        let (lines, to_write) = channel();
        if let Some(stdin) = started.stdin.take() {
            std::thread::spawn(move || write_all(stdin, &to_write));
        }
        (self.child, self.lines, self.answers) = (Some(started), Some(lines), Some(answers));
        Ok(())
    }

    fn tell(&mut self, line: String) {
        if let Some(lines) = &self.lines {
            let _ = lines.send(line);
        }
    }

    fn answers(&mut self) -> Vec<Answer> {
        self.answers.iter().flat_map(Receiver::try_iter).collect()
    }

    fn close(&mut self) {
        (self.lines, self.answers) = (None, None);
        if let Some(mut child) = self.child.take() {
            // It ends by itself once it has been told to, or has been closed.
            std::thread::spawn(move || child.wait());
        }
    }
}

impl Drop for AudienceProcess {
    fn drop(&mut self) {
        self.tell(cue::written(&crate::app::state::Line::End));
    }
}

fn write_all(mut stdin: ChildStdin, lines: &Receiver<String>) {
    for line in lines {
        if stdin.write_all(line.as_bytes()).and_then(|()| stdin.flush()).is_err() {
            return;
        }
    }
}

/// Hands over each line, as long as it is not too long.
fn for_each_line(mut from: impl BufRead, mut take: impl FnMut(&str)) {
    let mut line = Vec::new();
    loop {
        line.clear();
        let read = io::Read::take(&mut from, LONGEST_LINE as u64).read_until(b'\n', &mut line);
        match read {
            Ok(0) | Err(_) => return,
            Ok(_) => take(String::from_utf8_lossy(&line).trim_end()),
        }
    }
}

/// The audience's window, which shows the stage and follows the desk's lines.
pub struct AudienceApp {
    app: App,
    lines: Receiver<String>,
    /// The screen that it has told the desk it is on.
    said_at: Option<Corner>,
    /// The desk is gone.
    is_alone: bool,
    /// Since when so many frames were shown.
    frames: (Instant, u32),
}

impl AudienceApp {
    /// Reads lines from standard input for the window of this context.
    pub fn new(mut app: App, ctx: &Context) -> Self {
        let (sender, lines) = channel();
        let window = ctx.clone();
        std::thread::spawn(move || {
            for_each_line(BufReader::new(io::stdin()), |line| {
                let _ = sender.send(line.to_owned());
                redraw::request(&window, Reason::Answered);
            });
            drop(sender);
            redraw::request(&window, Reason::Answered);
        });
        app.follow_desk(ctx);
        Self { app, lines, said_at: None, is_alone: false, frames: (Instant::now(), 0) }
    }

    /// Logs now and then how many frames the hall is shown in a second.
    fn count_frames(&mut self) {
        const COUNTED_S: f64 = 5.0;
        let (since, frames) = &mut self.frames;
        *frames += 1;
        let passed_s = since.elapsed().as_secs_f64();
        if passed_s >= COUNTED_S {
            log::debug!("{:.1} frames a second on the stage", f64::from(*frames) / passed_s);
            self.frames = (Instant::now(), 0);
        }
    }

    /// Fills the screen that the desk has sent this window to, and says where it is.
    fn take_screen(&mut self, ctx: &Context, frame: &eframe::Frame) {
        let Some((all, own)) = screens::screens(frame) else { return };
        if self.said_at != Some(own.corner) {
            self.said_at = Some(own.corner);
            answer(&Answer::On(own.corner));
        }
        if let Some(wanted) = self.app.take_screen_wanted() {
            let is_full = ctx.input(|input| input.viewport().fullscreen.unwrap_or(false));
            screens::fill(ctx, &all, wanted, is_full);
        }
    }
}

fn answer(answer: &Answer) {
    let mut desk = io::stdout().lock();
    // Nobody listens once the desk is gone.
    let _ = desk.write_all(cue::written(answer).as_bytes()).and_then(|()| desk.flush());
}

impl eframe::App for AudienceApp {
    fn logic(&mut self, ctx: &Context, frame: &mut eframe::Frame) {
        loop {
            match self.lines.try_recv() {
                Ok(line) => {
                    if let Some(wrong) = self.app.follow(ctx, &line) {
                        answer(&wrong);
                    }
                }
                Err(TryRecvError::Empty) => break,
                Err(TryRecvError::Disconnected) => {
                    // The desk is gone: the hall keeps its last picture.
                    self.app.set_playing(false);
                    self.is_alone = true;
                    break;
                }
            }
        }
        self.take_screen(ctx, frame);
        self.app.logic(ctx, frame);
    }

    fn ui(&mut self, ui: &mut egui::Ui, frame: &mut eframe::Frame) {
        for pressed in App::pressed_on_stage(ui.ctx()) {
            let leaves =
                matches!(&pressed, Answer::Pressed(what) if what == "command-escape" || what == "command-lecture");
            if self.is_alone && leaves {
                ui.ctx().send_viewport_cmd(egui::ViewportCommand::Close);
            }
            // Which of the windows is to fill its screen says the one in which the key was pressed.
            if matches!(&pressed, Answer::Pressed(what) if what == "command-full-screen") {
                let is_full = ui.input(|input| input.viewport().fullscreen.unwrap_or(false));
                ui.ctx().send_viewport_cmd(egui::ViewportCommand::Fullscreen(!is_full));
                continue;
            }
            answer(&pressed);
        }
        self.app.ui(ui, frame);
        self.count_frames();
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        self.app.clear_color(visuals)
    }
}
