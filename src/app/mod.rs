//! The window: a state that commands change, views that show it, and work beside it.
//!
//! From the ground up: `theme`, `redraw`, `paint` and `widgets` know no blood; `state` knows no view; `background` works for it;
//! `commands` alone change it; `views` read and ask; `platform` opens it all on a display, or without one.

mod ahead;
mod background;
mod commands;
mod frame;
mod hall;
mod paint;
pub mod platform;
mod redraw;
pub mod state;
mod theme;
mod views;
mod widgets;

pub use background::Execution;
pub use commands::{Audience, FilePicker, PickerAnswer, ScriptedAudience, ScriptedPicker, Toggle};

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use background::{Background, Validation};
use commands::{Command, Commands, Handler, PaletteState};
use paint::canvas::Canvas;
use paint::glyphs::BoundGlyphs;
use paint::thumbnails::Thumbnails;
use redraw::Reason;
use state::{
    AudienceWindow, Corner, DebriefView, Dialog, Document, Gallery, Guide, Hints, LessonSource, Measure, OpenWarning,
    PendingNavigation, State, Tab,
};
use views::{ModelPage, View};

use crate::crash;
use crate::preset::{self, Preset};
use crate::sim::Run;
use crate::sim::protocol::SimulationError;
use crate::sim::warning_groups::worst_of;
use crate::sim::warnings::WarningId;
use crate::study::map::Map;
use crate::study::patients::Summary;
use crate::text::Text;

/// The longest time one frame may stand for: a window that was hidden does not jump.
const LONGEST_FRAME_S: f64 = 0.1;

pub struct App {
    state: State,
    background: Background,
    palette: PaletteState,
    text: Text,
    picker: Box<dyn FilePicker>,
    audience: Box<dyn Audience>,
    told: hall::Told,
    /// The desk says what this window shows: it is the audience's.
    follows: bool,
    /// The stage one stop ahead, while there is a desk.
    ahead: Option<Box<ahead::Ahead>>,
    /// The screen that the desk has sent this window to.
    screen_wanted: Option<Corner>,
    canvas: Canvas,
    /// That of the twin's scene.
    twin_canvas: Canvas,
    thumbnails: Thumbnails,
    model_page: ModelPage,
    /// What the window was last called.
    window_title: String,
}

impl App {
    /// The window with a preset open.
    ///
    /// # Errors
    /// The [`SimulationError`] when the preset cannot be run.
    pub fn new(
        ctx: &egui::Context,
        preset: Preset,
        path: Option<PathBuf>,
        picker: Box<dyn FilePicker>,
    ) -> Result<Self, SimulationError> {
        theme::install(ctx);
        ctx.add_plugin(BoundGlyphs::default());
        ctx.options_mut(|options| {
            // Quitting asks about unsaved changes first.
            options.quit_shortcuts.clear();
        });
        Ok(Self {
            state: State::new(preset, path)?,
            background: Background::default(),
            palette: PaletteState::default(),
            text: Text::english(),
            picker,
            audience: Box::new(ScriptedAudience::default()),
            told: hall::Told::default(),
            follows: false,
            ahead: None,
            screen_wanted: None,
            canvas: Canvas::default(),
            twin_canvas: Canvas::default(),
            thumbnails: Thumbnails::default(),
            model_page: ModelPage::default(),
            window_title: String::new(),
        })
    }

    pub fn state(&self) -> &State {
        &self.state
    }

    /// The run now in view.
    pub fn run(&self) -> &Run {
        self.state.run()
    }

    pub fn preset(&self) -> &Preset {
        self.state.case.preset()
    }

    pub fn playhead_min(&self) -> f64 {
        self.state.playback.playhead_min
    }

    /// The map of two settings, once it has been looked at.
    pub fn map(&self) -> Option<&Map> {
        self.background.map.shown().map(|drawn| &drawn.map)
    }

    /// The virtual patients in view, once they have been looked at.
    pub fn patients(&self) -> Option<&Summary> {
        self.background.cohort.shown()
    }

    /// How many cells the last frame drew.
    pub fn cells_drawn(&self) -> usize {
        self.canvas.cells.len()
    }

    /// How many runs are pinned.
    pub fn runs_pinned(&self) -> usize {
        self.state.pins.iter().count()
    }

    /// Draws about so many cells, smaller ones where they would not find room, however slow that is: for measurements.
    pub fn draw_cells(&mut self, wanted: u32) {
        self.state.detail.fix(wanted, self.canvas.cells.len());
    }

    /// Does all background work within the frame: for pictures and tests.
    pub fn work_at_once(&mut self) {
        self.background.execution = Execution::Inline;
    }

    /// Whether work goes on that will change what is shown.
    pub fn is_working(&self) -> bool {
        self.background.is_running()
    }

    /// Explains the worst level of a warning, if it comes.
    pub fn open_warning(&mut self, id: WarningId) {
        let open = worst_of(&self.state.run().warnings, id)
            .map(|worst| OpenWarning::after(None, worst, self.text.warning_title(worst)));
        self.state.case_view.open_warning = open;
    }

    /// Shows a tab below the scene.
    pub fn show_tab(&mut self, tab: Tab) {
        self.state.workspace.tab = tab;
    }

    /// Opens a document in place of the screen.
    pub fn open_document(&mut self, document: Document) {
        self.state.case_view.document = Some(document);
    }

    /// Shows the debrief in place of the screen.
    pub fn show_debrief(&mut self, measure: Measure) {
        self.state.case_view.debrief = Some(DebriefView { measure, ..DebriefView::default() });
    }

    /// Takes another table of studies than the program's own, which is then run when it is looked at.
    pub fn set_studies(&mut self, table: String) {
        self.background.validation = Validation::of(Cow::Owned(table));
    }

    /// Begins with the gallery, before any case is looked at.
    pub fn begin_at_home(&mut self) {
        let begun = std::mem::take(&mut self.state.gallery.begun);
        self.state.gallery = Gallery { open: true, is_first: true, begun, ..Gallery::default() };
    }

    /// Tells the run of the open case, and rests at the end of this step, counted from 0.
    pub fn tell_run(&mut self, step: usize) {
        self.state.guide = Guide::new(self.state.run(), false);
        if let Some(guide) = &mut self.state.guide {
            (0..step).for_each(|_| guide.turn(true));
            guide.finish_step();
        }
        self.state.follow_guide();
    }

    /// Shows the open case at its telling moment, in motion, with its story.
    pub fn begin_case(&mut self) {
        self.state.begin_case();
    }

    /// Opens a file or a folder as if it had been dropped on the window.
    pub fn open_dropped(&mut self, ctx: &egui::Context, path: PathBuf) {
        self.handler(ctx).handle(Command::Leave(PendingNavigation::OpenFile(path)));
    }

    /// Opens a lesson at its first step.
    pub fn begin_lesson(&mut self, ctx: &egui::Context, lesson: LessonSource) {
        self.handler(ctx).handle(Command::Leave(PendingNavigation::Lesson(lesson)));
    }

    /// Runs a case, pins it, and shows it in a scene of its own beside the open one.
    pub fn show_beside(&mut self, preset: &Preset) {
        self.state.show_beside(preset);
    }

    /// Shows all hints, or none.
    pub fn set_hints(&mut self, on: bool) {
        self.state.workspace.hints = if on { Hints::ALL } else { Hints::default() };
    }

    /// Starts or stops play.
    pub fn set_playing(&mut self, playing: bool) {
        self.state.playback.playing = playing;
    }

    /// Moves the playhead, to the nearest end when the time is outside the run.
    pub fn seek(&mut self, time_min: f64) {
        self.state.seek(time_min);
    }

    /// Enters or leaves lecture mode. The case, its run and the playhead stay as they are.
    pub fn set_lecture(&mut self, ctx: &egui::Context, on: bool) {
        (self.state.workspace.lecture, self.state.workspace.desk) = (on, false);
        commands::apply_theme(ctx, &self.state);
    }

    /// Lets time pass. Once a frame, before [`Self::window_ui`].
    pub fn advance(&mut self, ctx: &egui::Context) {
        let (seconds, frame_s, now_s) =
            ctx.input(|input| (f64::from(input.stable_dt), f64::from(input.unstable_dt), input.time));
        let before_min = self.state.playback.playhead_min;
        self.state.advance(seconds.min(LONGEST_FRAME_S));
        self.halt_at_stop(ctx, before_min);
        let lecture = self.state.workspace.lecture;
        let began_s = &mut self.state.workspace.stage.began_s;
        *began_s = lecture.then(|| began_s.unwrap_or(now_s));
        if self.state.playback.playing {
            self.state.detail.after_frame(frame_s);
            let has_audience = self.state.workspace.stage.audience == AudienceWindow::Open;
            redraw::request(ctx, if has_audience { Reason::PlayingBeside } else { Reason::Playing });
        }
        self.advance_gallery(ctx, seconds.min(LONGEST_FRAME_S));
        if self.state.ghosts.fade(now_s) {
            redraw::request(ctx, Reason::Fading);
        }
        self.handler(ctx).take_answer();
        self.background.deliver(&self.state, ctx);
        self.handler(ctx).tell_of_handouts();
        self.handler(ctx).take_photo();
        self.feed_audience(ctx);
        if self.palette.open.is_none() {
            self.state.dialogs.offer_left_behind();
        }
        self.guard_close(ctx);
        self.name_window(ctx);
    }

    /// The picture that is pointed at in the gallery moves on.
    fn advance_gallery(&mut self, ctx: &egui::Context, seconds: f64) {
        let Some(moving) = self.state.gallery.moving.as_mut().filter(|_| self.state.gallery.open) else { return };
        let Some(cover) = self.background.covers.cover(&moving.case) else { return };
        if moving.advance(&cover.run, seconds) {
            redraw::request(ctx, Reason::Playing);
        }
    }

    /// The window is called by the open case, with a mark while that has unsaved changes.
    fn name_window(&mut self, ctx: &egui::Context) {
        let case = &self.state.case;
        let id = if self.state.has_unsaved() { "window-title-edited" } else { "window-title" };
        let mut title = self.text.with(id, &[("title", self.text.case_title(case.preset()))]);
        if self.state.gallery.open && !self.state.gallery.has_case_behind() {
            title = self.text.get("app-name");
        } else if let Some(play) = &self.state.lesson {
            title = self.text.with("window-title", &[("title", play.lesson.title.clone())]);
        }
        if title != self.window_title {
            self.window_title = title;
            ctx.send_viewport_cmd(egui::ViewportCommand::Title(self.window_title.clone()));
        }
        // A screen reader says the name of the root where it does not ask for the window's.
        ctx.accesskit_node_builder(egui::accesskit_root_id(), |node| node.set_label(self.window_title.as_str()));
    }

    /// Says that what was remembered could not be read, and where it is kept.
    pub fn tell_of_damaged_settings(&mut self, file: &Path) {
        self.state.dialogs.open = Some(Dialog::Message {
            title: self.text.get("settings-damaged-title"),
            body: self.text.with("settings-damaged", &[("file", file.display().to_string())]),
        });
    }

    /// Says something that must be read first.
    pub fn tell(&mut self, title: String, body: String) {
        self.state.dialogs.open = Some(Dialog::Message { title, body });
    }

    /// Keeps older versions of saved files in this folder, and offers what windows have left behind there unsaved.
    pub fn keep_in(&mut self, folder: &Path) {
        self.state.kept_in = Some(folder.to_owned());
        self.state.gallery.begun = commands::begun_lessons(folder);
        self.state.dialogs.unanswered = preset::left_behind(folder);
    }

    fn view(&self) -> View<'_> {
        View { state: &self.state, background: &self.background, palette: &self.palette, text: &self.text }
    }

    fn handler<'a>(&'a mut self, ctx: &'a egui::Context) -> Handler<'a> {
        Handler {
            state: &mut self.state,
            background: &mut self.background,
            palette: &mut self.palette,
            picker: &mut *self.picker,
            text: &self.text,
            ctx,
        }
    }

    /// Carries out commands once: a frame may be laid out twice.
    fn handle_all(&mut self, ctx: &egui::Context, commands: Commands) {
        // The audience's window does only what the desk says.
        if ctx.current_pass_index() == 0 && !self.follows {
            self.handler(ctx).handle_all(commands);
        }
    }

    /// Files dropped on the window are opened.
    fn take_dropped(&mut self, ctx: &egui::Context) {
        let dropped = ctx.input(|input| input.raw.dropped_files.first().cloned());
        if let Some(path) = dropped.and_then(|file| self.picker.dropped(&file, ctx)) {
            self.handler(ctx).handle(Command::Leave(PendingNavigation::OpenFile(path)));
        }
    }

    /// Closing the window asks about unsaved changes first.
    fn guard_close(&mut self, ctx: &egui::Context) {
        let has_unsaved = self.state.has_unsaved() || self.state.has_unsaved_lesson();
        let dialogs = &self.state.dialogs;
        let is_closing = ctx.input(|input| input.viewport().close_requested());
        if is_closing && !dialogs.quitting && has_unsaved {
            ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
            self.handler(ctx).handle(Command::Leave(PendingNavigation::Quit));
        }
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        self.advance(ctx);
        let case = &self.state.case;
        crash::keep_case(self.state.has_unsaved().then(|| case.preset()));
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        self.window_ui(ui);
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }
}
