//! The window: a case that is saved and undoable, a session that looks at it, and what is derived from both.
//!
//! Panels show and answer with commands; `conduct` alone changes the state.

mod books;
mod case;
mod command;
mod conduct;
mod crowd;
mod derived;
mod fan;
pub mod files;
pub mod headless;
mod jobs;
mod launch;
mod lecture;
mod map;
mod measure;
mod pace;
mod paint;
mod palette;
mod panels;
mod pins;
mod play;
mod plotting;
mod ranges;
pub mod raster;
mod screen;
mod search;
pub mod session;
mod studies;
mod theme;
mod trace;
mod widgets;
mod work;

pub use launch::{Outcome, open};

use case::Case;
use derived::Derived;
use fan::Fan;
use files::FilePicker;
use pace::Pace;
use paint::canvas::Canvas;
use panels::{Commands, View};
use pins::Pins;
use session::{Dialog, Session};
use work::Work;

use crate::preset::Preset;
use crate::sim::protocol::SimulationError;
use crate::text::Text;

/// The longest time one frame may stand for: a window that was hidden does not jump.
const LONGEST_FRAME_S: f64 = 0.1;

pub struct App {
    case: Case,
    session: Session,
    derived: Derived,
    fan: Fan,
    pins: Pins,
    text: Text,
    picker: Box<dyn FilePicker>,
    canvas: Canvas,
    pace: Pace,
    work: Work,
    model_page: panels::books::ModelPage,
}

impl App {
    /// The window's state with a preset open.
    ///
    /// # Errors
    /// The [`SimulationError`] when the preset cannot be run.
    pub fn new(
        ctx: &egui::Context,
        preset: Preset,
        path: Option<std::path::PathBuf>,
        picker: Box<dyn FilePicker>,
    ) -> Result<Self, SimulationError> {
        theme::install(ctx);
        ctx.options_mut(|options| {
            // Quitting asks about unsaved changes first.
            options.quit_shortcuts.clear();
        });
        Ok(Self {
            derived: Derived::of(&preset.protocol)?,
            case: Case::new(preset, path),
            session: Session::default(),
            fan: Fan::default(),
            pins: Pins::default(),
            text: Text::english(),
            picker,
            canvas: Canvas::default(),
            pace: Pace::default(),
            work: Work::default(),
            model_page: panels::books::ModelPage::default(),
        })
    }

    /// The run now in view.
    pub fn run(&self) -> &crate::sim::Run {
        &self.derived.run
    }

    pub fn preset(&self) -> &Preset {
        self.case.preset()
    }

    pub fn playhead_min(&self) -> f64 {
        self.session.play.playhead_min
    }

    /// The map of two settings, once it has been looked at.
    pub fn map(&self) -> Option<&crate::study::map::Map> {
        self.work.map.shown().map(|drawn| &drawn.map)
    }

    /// What the window looks at.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// How many cells the last frame drew.
    pub fn cells_drawn(&self) -> usize {
        self.canvas.cells.len()
    }

    /// How many runs are pinned.
    pub fn runs_pinned(&self) -> usize {
        self.pins.iter().count()
    }

    /// Draws about so many cells, smaller ones where they would not find room, however slow that is: for measurements.
    pub fn draw_cells(&mut self, wanted: u32) {
        let session = &mut self.session;
        (session.detail, session.detail_follows) = (1.0, false);
        let drawn = self.canvas.cells.len();
        if drawn > 0 {
            let density = session.density * wanted as f32 / drawn as f32;
            // Small differences come from the blood itself and are let be.
            if (density / session.density - 1.0).abs() > 0.04 {
                session.density = density.clamp(0.1, 100.0);
            }
        }
    }

    /// Does at once what else would be done while the window goes on: for pictures.
    pub fn work_at_once(&mut self) {
        self.work.way = jobs::Way::AtOnce;
    }

    /// Opens a warning's card.
    pub fn open_warning(&mut self, id: crate::sim::warnings::WarningId) {
        self.session.open_warning = Some(session::OpenWarning::after(None, id, String::new()));
    }

    /// Shows a tab below the scene.
    pub fn show_tab(&mut self, tab: session::Tab) {
        self.session.tab = tab;
    }

    /// Starts or stops play.
    pub fn set_playing(&mut self, playing: bool) {
        self.session.play.playing = playing;
    }

    /// Lets time pass. Once a frame, before [`Self::window_ui`].
    pub fn advance(&mut self, ctx: &egui::Context) {
        let seconds = f64::from(ctx.input(|input| input.stable_dt)).min(LONGEST_FRAME_S);
        self.session.advance(&self.derived.run, seconds);
        if self.session.play.playing {
            if self.session.detail_follows {
                let frame_s = f64::from(ctx.input(|input| input.unstable_dt));
                self.session.detail = self.pace.after_frame(frame_s, self.session.detail);
            }
            ctx.request_repaint();
        }
        self.fan.fade(ctx);
        self.work.deliver(&mut self.derived, self.case.preset().virtual_patients);
        self.take_answer(ctx);
        self.guard_close(ctx);
    }

    /// Shows the whole window, and does what its user asks for.
    pub fn window_ui(&mut self, ui: &mut egui::Ui) {
        let ctx = ui.ctx().clone();
        let pressed = ctx.input(|input| input.pointer.any_down());
        let playhead_min = self.session.play.playhead_min;
        if pressed {
            self.session.pressed_at_min.get_or_insert(playhead_min);
        }
        if ctx.current_pass_index() == 0 {
            self.take_dropped(&ctx);
            if self.session.dialog.is_none() {
                let asked = command::from_keys(&ctx, self.session.lecture, self.session.book.is_some());
                self.conduct_all(&ctx, asked);
            }
        }
        if self.session.lecture {
            self.fit_zoom(&ctx);
            self.lecture_ui(ui);
        } else {
            self.screen_ui(ui);
        }
        if !pressed {
            self.case.end_gesture();
            self.session.pressed_at_min = None;
        }
        self.start_work(&ctx);
    }

    fn view(&self) -> View<'_> {
        View {
            case: &self.case,
            session: &self.session,
            derived: &self.derived,
            fan: &self.fan,
            pins: &self.pins,
            text: &self.text,
            ranges: &self.work.ranges,
            map: &self.work.map,
            crowd: &self.work.crowd,
            studies: &self.work.studies,
        }
    }

    /// Carries out what was asked for, once: a frame may be laid out twice.
    fn conduct_all(&mut self, ctx: &egui::Context, commands: Commands) {
        if ctx.current_pass_index() == 0 {
            for command in commands {
                self.conduct(ctx, command);
            }
        }
    }

    /// Files dropped on the window are opened.
    fn take_dropped(&mut self, ctx: &egui::Context) {
        let dropped = ctx.input(|input| input.raw.dropped_files.first().map(|file| file.path().to_owned()));
        if let Some(path) = dropped {
            self.conduct(ctx, command::Command::OpenFile(path));
        }
    }

    /// Closing the window asks about unsaved changes first.
    fn guard_close(&mut self, ctx: &egui::Context) {
        if ctx.input(|input| input.viewport().close_requested()) && !self.session.quitting && self.case.is_edited() {
            ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
            self.session.dialog = Some(Dialog::Unsaved(session::Leaving::Quit));
        }
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        self.advance(ctx);
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        self.window_ui(ui);
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }
}
