//! The window of a desktop, whose looks and place are kept for the next launch.

use egui::{Context, Pos2};

use super::remembered::Store;
use super::safekeeping::Safekeeping;
use super::screens::Screens;
use crate::app::App;
use crate::host::Instant;

/// A window whose looks are kept for the next launch.
pub struct RememberingApp {
    app: App,
    store: Store,
    safekeeping: Safekeeping,
    screens: Screens,
    /// Where the last window stood, until this one is there too.
    wanted_position: Option<Pos2>,
    /// When the program was called, until the first frame is shown, and then until all is computed that it shows.
    called: Option<Instant>,
    is_shown: bool,
}

impl RememberingApp {
    /// `called` is when the program was called.
    pub fn new(app: App, store: Store, safekeeping: Safekeeping, called: Instant) -> Self {
        let wanted_position = store.remembered().window.position.map(Pos2::from);
        Self {
            app,
            store,
            safekeeping,
            screens: Screens::default(),
            wanted_position,
            called: Some(called),
            is_shown: false,
        }
    }

    /// Logs how long the first frame took, and everything in it.
    fn time_start(&mut self) {
        let Some(called) = self.called else { return };
        let after_ms = called.elapsed().as_millis();
        if !std::mem::replace(&mut self.is_shown, true) {
            log::info!("the first frame after {after_ms} ms");
        } else if !self.app.is_working() {
            log::info!("all that it shows after {after_ms} ms");
            self.called = None;
        }
    }

    /// Moves the window to where the last one stood, if that still lies on a screen.
    fn take_place(&mut self, ctx: &Context, frame: &eframe::Frame) {
        let (Some(position), Some(window)) = (self.wanted_position.take(), frame.winit_window()) else { return };
        let scale = window.scale_factor();
        let is_on_a_screen = window.available_monitors().any(|monitor| {
            let (corner, size) = (monitor.position(), monitor.size());
            let within = |at: f32, from: i32, length: u32| {
                // The title bar must be there to be taken hold of.
                let at = f64::from(at) * scale;
                (f64::from(from)..f64::from(from) + 0.9 * f64::from(length)).contains(&at)
            };
            within(position.x, corner.x, size.width) && within(position.y, corner.y, size.height)
        });
        if is_on_a_screen {
            ctx.send_viewport_cmd(egui::ViewportCommand::OuterPosition(position / ctx.zoom_factor()));
        }
    }
}

impl eframe::App for RememberingApp {
    fn logic(&mut self, ctx: &Context, frame: &mut eframe::Frame) {
        self.take_place(ctx, frame);
        self.app.logic(ctx, frame);
        self.screens.arrange(&mut self.app, ctx, frame);
        let closes = ctx.input(|input| input.viewport().close_requested());
        self.store.keep(&self.app, ctx, closes);
        self.safekeeping.look_after(&self.app, ctx);
    }

    fn ui(&mut self, ui: &mut egui::Ui, frame: &mut eframe::Frame) {
        self.app.ui(ui, frame);
        self.time_start();
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.safekeeping.close();
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        self.app.clear_color(visuals)
    }
}
