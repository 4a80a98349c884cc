//! The cells' portraits as pixels: rasterized at the sizes they are shown in, all in one texture.

use egui::{ColorImage, Context, Rect, TextureHandle, TextureOptions, vec2};
use vello_cpu::color::{AlphaColor, Srgb};
use vello_cpu::kurbo::{Affine, BezPath, Cap, Join, Shape, Stroke};
use vello_cpu::peniko::Gradient;
use vello_cpu::{Pixmap, RenderContext, Resources};

use crate::app::theme::Tokens;
use crate::picture::cells::CellKind;
use crate::picture::portraits::{self, Mark, Portrait, REACH, SOFT_FROM};

/// Resolution of the magnified portraits relative to the picture's; capped by `FINEST`.
pub const LENS: f32 = 3.5;

/// Pixels per screen pixel in portraits of normal size: oversampled, so that rotated and shifted ones stay sharp.
const FINER: f32 = 1.5;

/// Empty pixels around a portrait, so that texture filtering never mixes neighbors.
const GUTTER: usize = 2;

/// Maximum width of the texture in pixels; rows of portraits wrap here.
const WIDTH: usize = 1024;

/// Maximum pixels per unit of magnified portraits, unless the screen itself has more. Keeps the texture small on dense screens.
const FINEST: f32 = 14.0;

/// Maximum height of the texture in pixels: every graphics card takes it. Larger portraits are drawn from smaller ones.
const HEIGHT: usize = 2048;

/// All portraits in one texture, for one theme and one scale.
pub struct Sprites {
    texture: TextureHandle,
    tokens: Tokens,
    pixels_per_unit: f32,
    places: Places,
}

impl Sprites {
    /// The portraits in these colors, for a picture with this many pixels per unit.
    pub fn new(ctx: &Context, tokens: &Tokens, pixels_per_unit: f32) -> Self {
        let (image, places) = atlas(tokens, pixels_per_unit);
        let texture = ctx.load_texture("cells", image, TextureOptions::LINEAR);
        Self { texture, tokens: *tokens, pixels_per_unit, places }
    }

    /// Whether these portraits match this theme and scale.
    pub fn suit(&self, tokens: &Tokens, pixels_per_unit: f32) -> bool {
        (self.pixels_per_unit - pixels_per_unit).abs() < 0.01 && self.tokens == *tokens
    }

    pub fn texture(&self) -> egui::TextureId {
        self.texture.id()
    }

    /// A portrait's rectangle in the texture, from 0 to 1, and the side of its square at scale 1.
    ///
    /// `variant` wraps around, so any number is valid. `magnified` selects the portrait rasterized for the magnifier.
    pub fn place(&self, kind: CellKind, variant: u8, magnified: bool) -> (Rect, f32) {
        place_in(&self.places, kind, usize::from(variant), magnified)
    }
}

pub fn variants(kind: CellKind) -> usize {
    portraits::variants(kind).len()
}

/// Texture positions of the portraits, by [`CellKind::place`]: those of normal size, then the magnified ones.
type Places = [[Vec<(Rect, f32)>; CellKind::ALL.len()]; 2];

fn place_in(places: &Places, kind: CellKind, variant: usize, magnified: bool) -> (Rect, f32) {
    let variants = &places[usize::from(magnified)][kind.place()];
    variants[variant % variants.len()]
}

/// A portrait's square in the texture, in pixels.
struct Square {
    portrait: &'static Portrait,
    left: usize,
    top: usize,
    side: usize,
    /// Pixels per cell radius.
    radius: f32,
    pixels_per_unit: f32,
}

/// The squares for portraits with this many pixels per unit, as fine as they fit into the texture; its width and height.
fn arranged(pixels_per_unit: f32) -> (Vec<(CellKind, Square)>, usize, usize) {
    /// How much less fine they are then at each attempt.
    const COARSER: f32 = 0.9;
    let mut pixels_per_unit = pixels_per_unit;
    loop {
        let mut squares = squares(pixels_per_unit);
        let (width, height) = arrange(squares.iter_mut().map(|(_, square)| square));
        if height <= HEIGHT && width <= HEIGHT {
            return (squares, width, height);
        }
        pixels_per_unit *= COARSER;
    }
}

/// A square for each portrait, not yet in its place.
fn squares(pixels_per_unit: f32) -> Vec<(CellKind, Square)> {
    let magnified = (pixels_per_unit * LENS).min(FINEST.max(pixels_per_unit));
    let mut squares = Vec::new();
    for pixels_per_unit in [pixels_per_unit * FINER, magnified] {
        for kind in CellKind::ALL {
            for portrait in portraits::variants(kind) {
                let radius = kind.diameter() * pixels_per_unit / 2.0;
                let side = (2.0 * radius * REACH).ceil() as usize + 2;
                squares.push((kind, Square { portrait, left: 0, top: 0, side, radius, pixels_per_unit }));
            }
        }
    }
    squares
}

/// The texture's pixels and the position of each portrait.
fn atlas(tokens: &Tokens, pixels_per_unit: f32) -> (ColorImage, Places) {
    let (squares, width, height) = arranged(pixels_per_unit);
    let mut context = RenderContext::new(width as u16, height as u16);
    for (kind, square) in &squares {
        let middle = square.side as f64 / 2.0;
        let middle = Affine::translate((square.left as f64 + middle, square.top as f64 + middle));
        draw(&mut context, tokens, *kind, square.portrait, middle * Affine::scale(f64::from(square.radius)));
    }
    context.flush();
    let mut pixels = Pixmap::new(width as u16, height as u16);
    context.render(&mut pixels, &mut Resources::new());

    let size = vec2(width as f32, height as f32);
    let place = |square: &Square| {
        let rect = Rect::from_min_size(
            (vec2(square.left as f32, square.top as f32) / size).to_pos2(),
            vec2(square.side as f32, square.side as f32) / size,
        );
        (rect, square.side as f32 / square.pixels_per_unit)
    };
    let mut all = squares.iter().map(|(_, square)| place(square));
    let places = [(); 2].map(|()| CellKind::ALL.map(|kind| all.by_ref().take(variants(kind)).collect()));
    (ColorImage::from_rgba_premultiplied([width, height], pixels.data_as_u8_slice()), places)
}

/// Arranges squares in rows; returns the total width and height.
fn arrange<'a>(squares: impl Iterator<Item = &'a mut Square>) -> (usize, usize) {
    let (mut left, mut top, mut row_height, mut width) = (GUTTER, GUTTER, 0, 0);
    for square in squares {
        if left + square.side + GUTTER > WIDTH && row_height > 0 {
            (left, top, row_height) = (GUTTER, top + row_height + GUTTER, 0);
        }
        (square.left, square.top) = (left, top);
        left += square.side + GUTTER;
        row_height = row_height.max(square.side);
        width = width.max(left);
    }
    (width, top + row_height + GUTTER)
}

/// Draws one portrait where `place` puts it.
fn draw(context: &mut RenderContext, tokens: &Tokens, kind: CellKind, portrait: &Portrait, place: Affine) {
    context.set_transform(place);
    for (layer, path) in portrait.layers() {
        let [r, g, b, a] = tokens.cell_paint(kind, layer.paint).to_srgba_unmultiplied();
        draw_layer(context, layer.mark, path, AlphaColor::from_rgba8(r, g, b, a));
    }
}

fn draw_layer(context: &mut RenderContext, mark: Mark, path: &str, color: AlphaColor<Srgb>) {
    // Tests parse every path, so the default is never used.
    let path = BezPath::from_svg(path).unwrap_or_default();
    match mark {
        Mark::Fill => {
            context.set_paint(color);
            context.fill_path(&path);
        }
        Mark::Line(width) => {
            context.set_paint(color);
            context.set_stroke(Stroke::new(f64::from(width)).with_caps(Cap::Round).with_join(Join::Round));
            context.stroke_path(&path);
        }
        Mark::Soft => {
            let bounds = path.bounding_box();
            let stops = [(0.0, color), (SOFT_FROM, color), (1.0, color.with_alpha(0.0))];
            context.set_paint(Gradient::new_radial((0.0, 0.0), 1.0).with_stops(stops));
            context.set_paint_transform(
                Affine::translate(bounds.center().to_vec2())
                    * Affine::scale_non_uniform(bounds.width() / 2.0, bounds.height() / 2.0),
            );
            context.fill_path(&path);
            context.reset_paint_transform();
        }
    }
}

#[cfg(test)]
mod tests {
    use egui::pos2;

    use super::*;
    use crate::app::theme;

    fn all() -> impl Iterator<Item = (CellKind, &'static Portrait)> {
        CellKind::ALL
            .into_iter()
            .flat_map(|kind| portraits::variants(kind).iter().map(move |portrait| (kind, portrait)))
    }

    #[test]
    fn every_kind_has_portraits_and_they_keep_within_reach() {
        for kind in CellKind::ALL {
            assert!(variants(kind) > 0, "{kind:?}");
        }
        for (kind, portrait) in all() {
            for (layer, path) in portrait.layers() {
                let outline = BezPath::from_svg(path).expect(path);
                assert!(!path.is_empty());
                let beyond = if let Mark::Line(width) = layer.mark { f64::from(width) / 2.0 } else { 0.0 };
                vello_cpu::kurbo::flatten(&outline, 0.001, |element| {
                    let far = element.end_point().map_or(0.0, |point| point.to_vec2().hypot());
                    assert!(far + beyond <= f64::from(REACH), "{kind:?} reaches {}: {path}", far + beyond);
                });
            }
        }
    }

    /// Lightness, from 0 to 1, of a rotated portrait 16 pixels wide on white.
    fn gray(kind: CellKind, portrait: &Portrait, turn: f64) -> Vec<f64> {
        const SIDE: u16 = 18;
        let mut context = RenderContext::new(SIDE, SIDE);
        let place = Affine::translate((9.0, 9.0)) * Affine::rotate(turn) * Affine::scale(8.0);
        draw(&mut context, &theme::LIGHT, kind, portrait, place);
        context.flush();
        let mut pixels = Pixmap::new(SIDE, SIDE);
        context.render(&mut pixels, &mut Resources::new());
        let lightness = |pixel: &[u8]| {
            let [r, g, b, a] = [0, 1, 2, 3].map(|i| f64::from(pixel[i]) / 255.0);
            0.2126 * r + 0.7152 * g + 0.0722 * b + 1.0 - a
        };
        pixels.data_as_u8_slice().chunks_exact(4).map(lightness).collect()
    }

    #[test]
    fn kinds_differ_without_color_and_size_however_they_are_turned() {
        /// Minimum mean difference in lightness over the square. A one-pixel ring in mid gray gives 0.06.
        const CLEAR: f64 = 0.05;
        let difference =
            |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| (a - b).abs()).sum::<f64>() / a.len() as f64;
        for (kind, portrait) in all() {
            let upright = gray(kind, portrait, 0.0);
            for (other, its_portrait) in all().filter(|(other, _)| *other != kind) {
                let least = (0..12)
                    .map(|hour| gray(other, its_portrait, f64::from(hour) * std::f64::consts::TAU / 12.0))
                    .map(|turned| difference(&upright, &turned))
                    .fold(f64::INFINITY, f64::min);
                assert!(least > CLEAR, "{kind:?} and {other:?} differ by {least:.3} only");
            }
        }
    }

    #[test]
    fn portraits_lie_apart_with_clear_gutters_in_a_small_texture() {
        for pixels_per_unit in [0.5, 1.0, 2.0, 3.3, 4.0, 8.0, 13.0, 60.0] {
            let (image, places) = atlas(&theme::DARK, pixels_per_unit);
            let [width, height] = image.size;
            assert!(width <= 2048 && height <= 2048, "{width} by {height} at {pixels_per_unit}");
            let size = vec2(width as f32, height as f32);
            let squares: Vec<Rect> = places
                .iter()
                .flatten()
                .flatten()
                .map(|(rect, _)| {
                    Rect::from_min_max((rect.min.to_vec2() * size).to_pos2(), (rect.max.to_vec2() * size).to_pos2())
                })
                .collect();
            for (i, square) in squares.iter().enumerate() {
                assert!(squares[..i].iter().all(|other| !other.intersects(square.expand(1.5))));
            }
            for (index, pixel) in image.pixels.iter().enumerate() {
                let at = pos2((index % width) as f32 + 0.5, (index / width) as f32 + 0.5);
                let inside = squares.iter().any(|square| square.shrink(0.9).contains(at));
                assert!(inside || pixel.a() == 0, "a portrait spills at {at:?}");
            }
        }
    }

    #[test]
    fn the_same_look_gives_the_same_pixels_and_every_number_is_a_variant() {
        let (first, places) = atlas(&theme::LIGHT, 1.3);
        assert_eq!(first.pixels, atlas(&theme::LIGHT, 1.3).0.pixels);
        assert_ne!(first.pixels, atlas(&theme::DARK, 1.3).0.pixels);
        let mut seen = Vec::new();
        for kind in CellKind::ALL {
            for magnified in [false, true] {
                for variant in 0..variants(kind) {
                    let place = place_in(&places, kind, variant, magnified);
                    assert_eq!(place, place_in(&places, kind, variant + 5 * variants(kind), magnified));
                    assert!(
                        place.1 >= kind.diameter() * REACH && place.1 <= kind.diameter() * REACH + 3.0,
                        "{kind:?}: {}",
                        place.1
                    );
                    assert!(!seen.contains(&place));
                    seen.push(place);
                }
            }
        }
        assert_eq!(seen.len(), places.iter().flatten().flatten().count());
    }
}
