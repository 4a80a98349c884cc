//! Drawing into memory, without a display or a window.

use egui::epaint::ClippedShape;
use egui::{Color32, Context, Pos2, RawInput, Rect, Ui, vec2};

use super::rasterizer::{Canvas, Rasterizer};
use crate::app::theme;
use crate::sim::pieces::{at_once, pause};

/// Draws what `paint` paints, on a canvas of so many pixels, with so many of them to a point.
pub fn draw(ctx: &Context, size: (u16, u16), pixels_per_point: f32, ground: Color32, paint: impl FnMut(&Ui)) -> Canvas {
    at_once(draw_in_pieces(ctx, &mut Rasterizer::default(), size, pixels_per_point, ground, paint))
}

/// Draws one of several pictures, with what the rasterizer has kept of those before it and with a pause now and then.
pub async fn draw_in_pieces(
    ctx: &Context,
    rasterizer: &mut Rasterizer,
    (width, height): (u16, u16),
    pixels_per_point: f32,
    ground: Color32,
    mut paint: impl FnMut(&Ui),
) -> Canvas {
    let size = vec2(width.into(), height.into()) / pixels_per_point;
    let input = RawInput { screen_rect: Some(Rect::from_min_size(Pos2::ZERO, size)), ..RawInput::default() };
    ctx.set_zoom_factor(pixels_per_point);
    let mut output = ctx.run_ui(input, |ui| paint(ui));
    rasterizer.take_textures(&mut output.textures_delta);
    pause().await;
    rasterized_in_pieces(ctx, rasterizer, output.shapes, (width, height), ground).await
}

/// A context in light colors, in which nothing moves.
pub fn light() -> Context {
    let ctx = Context::default();
    ctx.set_theme(egui::Theme::Light);
    theme::install(&ctx);
    theme::set_look(&ctx, theme::Look { still: true, ..theme::Look::default() });
    ctx
}

/// Paints what was laid out last. The canvas has this size in pixels.
pub fn rasterized(
    ctx: &Context,
    rasterizer: &Rasterizer,
    shapes: Vec<ClippedShape>,
    size: (u16, u16),
    ground: Color32,
) -> Canvas {
    at_once(rasterized_in_pieces(ctx, rasterizer, shapes, size, ground))
}

async fn rasterized_in_pieces(
    ctx: &Context,
    rasterizer: &Rasterizer,
    shapes: Vec<ClippedShape>,
    (width, height): (u16, u16),
    ground: Color32,
) -> Canvas {
    let pixels_per_point = ctx.pixels_per_point();
    let primitives = ctx.tessellate(shapes, pixels_per_point);
    let mut canvas = Canvas::filled(width.into(), height.into(), ground);
    rasterizer.draw_in_pieces(&primitives, pixels_per_point, &mut canvas).await;
    canvas
}
