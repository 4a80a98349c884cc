//! The window drawn in memory, without a display: the same panels, laid out and painted by the rasterizer.

use egui::epaint::ClippedShape;

use super::options::Theme;
use crate::app::commands::ScriptedPicker;
use crate::app::paint::offscreen;
use crate::app::paint::rasterizer::{Canvas, Rasterizer};
use crate::app::{App, paint, theme};
use crate::picture::Shape;
use crate::preset::Preset;
use crate::report::png::Pixels;
use crate::sim::protocol::SimulationError;

/// Layout settles within so many frames; more would change nothing.
const MOST_FRAMES: usize = 12;

/// Time between frames, in seconds. There is no clock: one call is always the same picture.
const FRAME_S: f64 = 0.1;

/// What to draw of the window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RenderRequest {
    /// In pixels, which are points here.
    pub width: u16,
    pub height: u16,
    pub theme: Theme,
    /// The playhead.
    pub at_min: f64,
}

/// A window without a display.
pub struct HeadlessWindow {
    pub app: App,
    ctx: egui::Context,
    request: RenderRequest,
    frames: usize,
}

impl HeadlessWindow {
    /// Opens a window with a case at one moment.
    ///
    /// # Errors
    /// The [`SimulationError`] when the preset cannot be run.
    pub fn open(preset: &Preset, request: &RenderRequest) -> Result<Self, SimulationError> {
        let ctx = egui::Context::default();
        ctx.set_theme(if request.theme.is_dark() { egui::Theme::Dark } else { egui::Theme::Light });
        let mut app = App::new(&ctx, preset.clone(), None, Box::new(ScriptedPicker::default()))?;
        app.set_lecture(&ctx, request.theme.is_stage());
        ctx.all_styles_mut(|style| style.animation_time = 0.0);
        app.seek(request.at_min);
        Ok(Self { app, ctx, request: *request, frames: 0 })
    }

    /// Lays out one frame.
    pub fn frame(&mut self) -> egui::FullOutput {
        self.frame_with(Vec::new())
    }

    /// Lays out a frame in which this has happened.
    pub fn frame_with(&mut self, events: Vec<egui::Event>) -> egui::FullOutput {
        // The window keeps its pixels when a lecture zooms.
        let size = egui::vec2(self.request.width.into(), self.request.height.into()) / self.ctx.zoom_factor();
        let input = egui::RawInput {
            screen_rect: Some(egui::Rect::from_min_size(egui::Pos2::ZERO, size)),
            time: Some(self.frames as f64 * FRAME_S),
            predicted_dt: FRAME_S as f32,
            events,
            ..egui::RawInput::default()
        };
        self.frames += 1;
        self.ctx.run_ui(input, |ui| {
            self.app.advance(ui.ctx());
            self.app.window_ui(ui);
        })
    }

    /// The triangles that a renderer would be given for a frame; its textures are dropped.
    pub fn tessellated(&self, mut output: egui::FullOutput) -> Vec<egui::ClippedPrimitive> {
        output.textures_delta.clear();
        self.ctx.tessellate(output.shapes, output.pixels_per_point)
    }
}

/// Draws the window with a case at one moment.
///
/// # Errors
/// The [`SimulationError`] when the preset cannot be run.
pub fn draw(preset: &Preset, request: &RenderRequest) -> Result<Pixels, SimulationError> {
    let mut window = HeadlessWindow::open(preset, request)?;
    window.app.work_at_once();
    let mut rasterizer = Rasterizer::default();
    let mut output = window.frame();
    for number in 1..MOST_FRAMES {
        rasterizer.take_textures(&mut output.textures_delta);
        let settled = output.viewport_output.values().all(|viewport| !viewport.repaint_delay.is_zero());
        // The first frame measures what the second one places.
        if settled && number > 2 {
            break;
        }
        output = window.frame();
    }
    rasterizer.take_textures(&mut output.textures_delta);
    let canvas = painted(&window.ctx, &rasterizer, output.shapes, (request.width, request.height));
    Ok(Pixels { width: request.width.into(), height: request.height.into(), rgb: canvas.rgb() })
}

/// Paints what was laid out last, on the ground of the window. The canvas has this size in pixels.
pub fn painted(ctx: &egui::Context, rasterizer: &Rasterizer, shapes: Vec<ClippedShape>, size: (u16, u16)) -> Canvas {
    offscreen::rasterized(ctx, rasterizer, shapes, size, theme::tokens_in(ctx).ground)
}

/// Draws a picture of plain shapes alone.
pub fn draw_shapes(shapes: &[Shape], [width, height]: [u16; 2], look: Theme) -> Pixels {
    let ctx = egui::Context::default();
    ctx.set_theme(if look.is_dark() { egui::Theme::Dark } else { egui::Theme::Light });
    theme::install(&ctx);
    theme::set_look(&ctx, theme::Look { lecture: look.is_stage(), still: true, text: 1.0 });
    let ground = theme::tokens_in(&ctx).ground;
    let canvas = offscreen::draw(&ctx, (width, height), 1.0, ground, |ui| {
        paint::shapes::paint(ui.painter(), theme::tokens(ui), shapes, egui::Vec2::ZERO, 1.0);
    });
    Pixels { width: width.into(), height: height.into(), rgb: canvas.rgb() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::preset::{BUNDLED, read};

    #[test]
    fn cells_take_no_new_memory_once_the_first_frames_are_drawn() {
        let preset = read(BUNDLED[0].text).unwrap();
        let request = RenderRequest { width: 1280, height: 800, theme: Theme::Light, at_min: 30.0 };
        let mut window = HeadlessWindow::open(&preset, &request).unwrap();
        window.app.set_playing(true);
        let mut places = Vec::new();
        for _ in 0..12 {
            let output = window.frame();
            window.tessellated(output);
            places.push((window.app.canvas.cells.as_ptr(), window.app.canvas.mesh.memory()));
        }
        assert!(places[4..].windows(2).all(|pair| pair[0] == pair[1]), "{places:?}");
    }
}
