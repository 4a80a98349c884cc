//! What the hall will see at the next stop, drawn in memory before it is called: the stage itself, told what the audience's window is.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use egui::{ColorImage, Context, Pos2, RawInput, Rect, TextureHandle, TextureId, TextureOptions, Vec2};

use super::App;
use super::commands::{Command, ScriptedPicker};
use super::paint::glyphs::LONGEST_SIDE;
use super::paint::offscreen;
use super::paint::rasterizer::Rasterizer;
use super::redraw::{self, Reason};
use super::state::{Cue, Line};
use super::theme;
use crate::preset::{self, Preset};

/// Layout settles within so many frames.
const MOST_FRAMES: usize = 4;
/// What is due later than this does not belong to a picture that stands still, s.
const SOON_S: f32 = 0.2;

/// A stage in memory that is one stop ahead.
pub(super) struct Ahead {
    app: App,
    ctx: Context,
    rasterizer: Rasterizer,
    /// What it was told, in the order of lines: the case, its twin, and the moment.
    case: Option<Preset>,
    twin: Option<Preset>,
    moment: Option<Moment>,
    /// Work beside it has an answer that changes the picture.
    is_due: Arc<AtomicBool>,
    frames: usize,
    texture: Option<TextureHandle>,
}

/// The moment of which a picture is drawn, and how large, in pixels.
#[derive(Clone, PartialEq)]
struct Moment {
    cue: Cue,
    /// The stop to be gone to; `None` where the next step stays at this one.
    at_min: Option<f64>,
    size: [u16; 2],
}

impl Ahead {
    fn new(desk: &Context, preset: Preset) -> Option<Self> {
        let (ctx, desk) = (Context::default(), desk.clone());
        let is_due = Arc::new(AtomicBool::new(true));
        let due = is_due.clone();
        ctx.set_request_repaint_callback(move |wanted| {
            if wanted.delay.as_secs_f32() < SOON_S {
                due.store(true, Ordering::Relaxed);
                redraw::request(&desk, Reason::WorkCameIn);
            }
        });
        let mut app = App::new(&ctx, preset, None, Box::new(ScriptedPicker::default())).ok()?;
        app.follow_desk(&ctx);
        let rasterizer = Rasterizer::default();
        Some(Self { app, ctx, rasterizer, case: None, twin: None, moment: None, is_due, frames: 0, texture: None })
    }

    /// Follows the desk as far as it has changed, and goes to the stop.
    fn follow(&mut self, case: &Preset, twin: Option<&Preset>, moment: &Moment) {
        let ctx = self.ctx.clone();
        if self.case.as_ref() != Some(case) {
            self.app.follow_line(&ctx, Line::Case(preset::write(case)));
            (self.case, self.twin) = (Some(case.clone()), None);
        }
        if self.twin.as_ref() != twin {
            self.app.follow_line(&ctx, Line::Twin(twin.map(preset::write)));
            self.twin = twin.cloned();
        }
        self.app.follow_line(&ctx, Line::Cue(Box::new(moment.cue.clone())));
        if let Some(at_min) = moment.at_min {
            self.app.handler(&ctx).handle(Command::HoldAt(at_min));
        }
        self.moment = Some(moment.clone());
        self.is_due.store(true, Ordering::Relaxed);
    }

    /// Draws the picture anew, to be shown on the desk.
    fn draw(&mut self, desk: &Context, [width, height]: [u16; 2]) {
        let mut output = self.frame([width, height]);
        for _ in 1..MOST_FRAMES {
            self.rasterizer.take_textures(&mut output.textures_delta);
            output = self.frame([width, height]);
        }
        self.rasterizer.take_textures(&mut output.textures_delta);
        let ground = theme::tokens_in(&self.ctx).ground;
        let canvas = offscreen::rasterized(&self.ctx, &self.rasterizer, output.shapes, (width, height), ground);
        let image = ColorImage::from_rgb([width.into(), height.into()], &canvas.rgb());
        match &mut self.texture {
            Some(texture) => texture.set(image, TextureOptions::LINEAR),
            None => self.texture = Some(desk.load_texture("the next stop", image, TextureOptions::LINEAR)),
        }
        // What was asked for while it was drawn is drawn.
        self.is_due.store(false, Ordering::Relaxed);
    }

    fn frame(&mut self, size: [u16; 2]) -> egui::FullOutput {
        /// There is no clock: time only lets what moves come to rest.
        const FRAME_S: f64 = 0.1;
        let points = Vec2::from(size.map(f32::from)) / self.ctx.zoom_factor();
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, points)),
            time: Some(self.frames as f64 * FRAME_S),
            predicted_dt: FRAME_S as f32,
            ..RawInput::default()
        };
        self.frames += 1;
        let app = &mut self.app;
        self.ctx.run_ui(input, |ui| {
            app.advance(ui.ctx());
            app.window_ui(ui);
        })
    }
}

impl App {
    /// The picture of the next stop, so large in points of the desk; `None` where none can be drawn.
    pub(super) fn look_ahead(&mut self, desk: &Context, size: Vec2) -> Option<TextureId> {
        let pixels = (size * desk.pixels_per_point()).round().clamp(Vec2::splat(8.0), Vec2::splat(LONGEST_SIDE as f32));
        let (cue, at_min) = self.state.cue_ahead(desk.theme() == egui::Theme::Dark);
        let moment = Moment { cue, at_min, size: [pixels.x as u16, pixels.y as u16] };
        let mut ahead = match self.ahead.take() {
            Some(ahead) => ahead,
            None => Box::new(Ahead::new(desk, self.state.case.preset().clone())?),
        };
        let case = self.state.case.preset();
        let twin = self.state.twin().map(|pin| pin.case.preset());
        let is_told =
            ahead.case.as_ref() == Some(case) && ahead.twin.as_ref() == twin && ahead.moment.as_ref() == Some(&moment);
        // While a slider is dragged the last picture stands.
        if !is_told && self.state.run_view.simulation_error.is_none() {
            ahead.follow(case, twin, &moment);
        }
        if ahead.is_due.swap(false, Ordering::Relaxed) {
            ahead.draw(desk, moment.size);
        }
        let texture = ahead.texture.as_ref().map(TextureHandle::id);
        self.ahead = Some(ahead);
        texture
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::preset::Bundled;

    #[test]
    fn it_is_where_the_stage_will_be_after_the_next_step() {
        for case in ["cml_very_high_count", "small_anemic_woman"] {
            let ctx = Context::default();
            let preset = Bundled::by_name(case).unwrap().preset().unwrap();
            let mut desk = App::new(&ctx, preset.clone(), None, Box::new(ScriptedPicker::default())).unwrap();
            desk.open_desk();
            // A picture that stands still is not told whether the hall's moves.
            desk.state.workspace.reduced_motion = true;
            desk.seek(0.0);
            for step in 0..24 {
                desk.look_ahead(&ctx, Vec2::new(240.0, 135.0));
                let dark = ctx.theme() == egui::Theme::Dark;
                desk.handler(&ctx).handle(Command::NextStop(true));
                let ahead = desk.ahead.as_ref().unwrap();
                assert_eq!(ahead.app.state.cue(dark), desk.state.cue(dark), "{case}, step {step}");
            }
            assert_eq!(desk.playhead_min(), desk.run().end_min);
        }
    }

    #[test]
    fn it_is_drawn_once_and_again_when_something_has_changed() {
        let ctx = Context::default();
        let preset = Bundled::by_name("healthy_donor").unwrap().preset().unwrap();
        let mut desk = App::new(&ctx, preset.clone(), None, Box::new(ScriptedPicker::default())).unwrap();
        desk.open_desk();
        desk.seek(0.0);
        let frames = |desk: &mut App| {
            desk.look_ahead(&ctx, Vec2::new(240.0, 135.0));
            desk.ahead.as_ref().unwrap().frames
        };
        let first = frames(&mut desk);
        desk.seek(0.01);
        assert_eq!(frames(&mut desk), first, "the next stop is the same");
        desk.handler(&ctx).handle(Command::NextStop(true));
        assert!(frames(&mut desk) > first);
    }
}
