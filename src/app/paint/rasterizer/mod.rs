//! Pictures without a GPU: the toolkit's triangles as pixels, by the rules its own renderers follow.
//!
//! The same input gives the same bytes on every machine: places are whole numbers, colors plain `f32` sums and products.

mod texture;
mod triangle;

use std::collections::HashMap;

use egui::epaint::{ClippedPrimitive, Primitive};
use egui::{Color32, Mesh, Rect, TextureId, TexturesDelta};

use crate::sim::pieces::{at_once, pause};
use texture::Texture;
use triangle::{Corner, Triangle};

/// Pixels of red, green, blue and alpha from 0 to 255, multiplied with their alpha, row by row from the top.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Canvas {
    width: usize,
    height: usize,
    pixels: Vec<[u8; 4]>,
}

impl Canvas {
    /// A canvas of one color.
    pub fn filled(width: usize, height: usize, color: Color32) -> Self {
        Self { width, height, pixels: vec![color.to_array(); width * height] }
    }

    pub fn width(&self) -> usize {
        self.width
    }

    pub fn height(&self) -> usize {
        self.height
    }

    pub fn pixels(&self) -> &[[u8; 4]] {
        &self.pixels
    }

    /// Red, green and blue of each pixel: all there is of a canvas that began opaque.
    pub fn rgb(&self) -> Vec<u8> {
        self.pixels.iter().flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect()
    }
}

/// The pixels that may be drawn on, in whole pixels; `right` and `bottom` are just outside.
#[derive(Clone, Copy, Debug)]
struct Clip {
    left: i64,
    top: i64,
    right: i64,
    bottom: i64,
}

impl Clip {
    fn of(clip: Rect, pixels_per_point: f32, canvas: &Canvas) -> Self {
        // A clip without bounds, or without numbers, becomes one within the canvas.
        let pixel = |points: f32, most: usize| ((points * pixels_per_point).round() as i64).clamp(0, most as i64);
        Self {
            left: pixel(clip.min.x, canvas.width),
            top: pixel(clip.min.y, canvas.height),
            right: pixel(clip.max.x, canvas.width),
            bottom: pixel(clip.max.y, canvas.height),
        }
    }
}

/// Draws meshes on a canvas. It keeps the textures that the toolkit has sent.
#[derive(Default)]
pub struct Rasterizer {
    textures: HashMap<TextureId, Texture>,
    /// No longer used after the frame at hand.
    leaving: Vec<TextureId>,
}

impl Rasterizer {
    /// Takes what a frame says of textures, before the frame is drawn: the new, the changed, and those it is the last to use.
    pub fn take_textures(&mut self, delta: &mut TexturesDelta) {
        for id in self.leaving.drain(..) {
            self.textures.remove(&id);
        }
        for (id, changes) in delta.set.drain() {
            for change in changes {
                match (change.pos, self.textures.get_mut(&id)) {
                    (Some(corner), Some(texture)) => texture.patch(corner, &change),
                    (Some(_), None) => {}
                    (None, _) => {
                        self.textures.insert(id, Texture::new(&change));
                    }
                }
            }
        }
        self.leaving.extend(delta.free.drain());
    }

    /// Draws in order, each over those before it. What is drawn by a callback or with an unknown texture is left out.
    pub fn draw(&self, primitives: &[ClippedPrimitive], pixels_per_point: f32, canvas: &mut Canvas) {
        at_once(self.draw_in_pieces(primitives, pixels_per_point, canvas));
    }

    /// The same, with a pause before every few triangles.
    pub async fn draw_in_pieces(&self, primitives: &[ClippedPrimitive], pixels_per_point: f32, canvas: &mut Canvas) {
        for ClippedPrimitive { clip_rect, primitive } in primitives {
            if let Primitive::Mesh(mesh) = primitive
                && let Some(texture) = self.textures.get(&mesh.texture_id)
            {
                let clip = Clip::of(*clip_rect, pixels_per_point, canvas);
                draw_mesh(mesh, texture, pixels_per_point, clip, canvas).await;
            }
        }
    }
}

/// Triangles that are drawn without a pause.
const TOGETHER: usize = 32;

async fn draw_mesh(mesh: &Mesh, texture: &Texture, pixels_per_point: f32, clip: Clip, canvas: &mut Canvas) {
    let corner = |index: &u32| mesh.vertices.get(*index as usize).and_then(|v| Corner::new(v, pixels_per_point));
    for some in mesh.indices.chunks(3 * TOGETHER) {
        pause().await;
        for indices in some.chunks_exact(3) {
            if let (Some(a), Some(b), Some(c)) = (corner(&indices[0]), corner(&indices[1]), corner(&indices[2]))
                && let Some(triangle) = Triangle::new(a, b, c)
            {
                triangle.draw(texture, clip, canvas);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use egui::epaint::{ImageDelta, Vertex};
    use egui::{ColorImage, Pos2, TextureOptions, pos2};

    use super::*;
    const WHITE: Color32 = Color32::WHITE;

    #[expect(clippy::disallowed_methods, reason = "no colors of the window: numbers to compute with")]
    fn premultiplied(r: u8, g: u8, b: u8, a: u8) -> Color32 {
        Color32::from_rgba_premultiplied(r, g, b, a)
    }

    fn image(size: [usize; 2], colors: &[Color32]) -> Arc<ColorImage> {
        Arc::new(ColorImage::new(size, colors.to_vec()))
    }

    fn with_texture(image: Arc<ColorImage>, options: TextureOptions) -> Rasterizer {
        let mut rasterizer = Rasterizer::default();
        let mut delta = TexturesDelta::default();
        delta.push(TextureId::default(), ImageDelta::full(image, options));
        rasterizer.take_textures(&mut delta);
        rasterizer
    }

    fn plain() -> Rasterizer {
        with_texture(image([1, 1], &[WHITE]), TextureOptions::LINEAR)
    }

    fn vertex(x: f32, y: f32, color: Color32) -> Vertex {
        Vertex { pos: pos2(x, y), uv: Pos2::ZERO, color }
    }

    fn clipped(mesh: Mesh, clip_rect: Rect) -> ClippedPrimitive {
        ClippedPrimitive { clip_rect, primitive: Primitive::Mesh(mesh) }
    }

    fn drawn(rasterizer: &Rasterizer, mesh: Mesh, [width, height]: [usize; 2], ground: Color32) -> Canvas {
        let mut canvas = Canvas::filled(width, height, ground);
        rasterizer.draw(&[clipped(mesh, Rect::EVERYTHING)], 1.0, &mut canvas);
        canvas
    }

    fn triangles(corners: &[(f32, f32)], color: Color32) -> Mesh {
        Mesh {
            indices: (0..corners.len() as u32).collect(),
            vertices: corners.iter().map(|(x, y)| vertex(*x, *y, color)).collect(),
            ..Mesh::default()
        }
    }

    #[test]
    fn what_two_triangles_share_is_drawn_once() {
        let half = premultiplied(0, 0, 100, 128);
        // A fan around a middle: edges in many directions, some exactly through the middles of pixels.
        for (x, y) in [(8.0, 8.0), (8.5, 8.5), (7.25, 9.5), (3.1, 12.7)] {
            let ring = [(0.0, 0.0), (8.5, 0.0), (16.0, 0.0), (16.0, 5.5), (16.0, 16.0), (4.0, 16.0), (0.0, 16.0)];
            let mut mesh = Mesh::default();
            for (i, corner) in ring.iter().enumerate() {
                let next = ring[(i + 1) % ring.len()];
                // Every other one turns the other way round.
                let corners = if i % 2 == 0 { [*corner, next, (x, y)] } else { [next, *corner, (x, y)] };
                mesh.append(triangles(&corners, half));
            }
            let canvas = drawn(&plain(), mesh, [16, 16], WHITE);
            assert!(canvas.pixels().iter().all(|pixel| *pixel == canvas.pixels()[0]), "around {x}, {y}");
            assert_ne!(canvas.pixels()[0], WHITE.to_array());
        }
    }

    #[test]
    fn only_pixels_whose_middle_is_inside_are_drawn_and_edges_belong_to_the_left_and_top() {
        let mut mesh = Mesh::default();
        mesh.add_colored_rect(Rect::from_min_max(pos2(1.5, 1.4), pos2(3.5, 2.6)), WHITE);
        let canvas = drawn(&plain(), mesh, [5, 4], Color32::BLACK);
        let white: Vec<_> = (0..20).filter(|i| canvas.pixels()[*i] == WHITE.to_array()).collect();
        assert_eq!(white, [6, 7, 11, 12], "x 1 and 2 of rows 1 and 2");
    }

    #[test]
    fn nothing_is_drawn_outside_the_clip() {
        let clip = Rect::from_min_max(pos2(1.0, 1.4), pos2(2.6, 3.0));
        let mut mesh = Mesh::default();
        mesh.add_colored_rect(Rect::from_min_max(pos2(-50.0, -50.0), pos2(50.0, 50.0)), WHITE);
        let mut canvas = Canvas::filled(6, 6, Color32::BLACK);
        plain().draw(&[clipped(mesh, clip)], 1.0, &mut canvas);
        for y in 0..6 {
            for x in 0..6 {
                let inside = (1..3).contains(&x) && (1..3).contains(&y);
                assert_eq!(canvas.pixels()[y * 6 + x] == WHITE.to_array(), inside, "{x}, {y}");
            }
        }
    }

    #[test]
    fn points_become_pixels() {
        let mut mesh = Mesh::default();
        mesh.add_colored_rect(Rect::from_min_max(pos2(1.0, 0.0), pos2(2.0, 1.0)), WHITE);
        let mut canvas = Canvas::filled(6, 3, Color32::BLACK);
        plain().draw(&[clipped(mesh, Rect::from_min_max(Pos2::ZERO, pos2(1.5, 9.0)))], 2.0, &mut canvas);
        let white: Vec<_> = (0..18).filter(|i| canvas.pixels()[*i] == WHITE.to_array()).collect();
        assert_eq!(white, [2, 8]);
    }

    /// A texture of 4 × 3 unlike colors.
    fn many() -> Vec<Color32> {
        (0..12).map(|i| premultiplied(i * 20, 200 - i * 10, i * 7, 255)).collect()
    }

    fn textured(rect: Rect, uv: Rect) -> Mesh {
        let mut mesh = Mesh::default();
        mesh.add_rect_with_uv(rect, uv, WHITE);
        mesh
    }

    const WHOLE: Rect = Rect { min: Pos2::ZERO, max: Pos2 { x: 1.0, y: 1.0 } };

    #[test]
    fn a_texture_at_its_own_size_is_drawn_exactly() {
        for options in [TextureOptions::LINEAR, TextureOptions::NEAREST] {
            let rasterizer = with_texture(image([4, 3], &many()), options);
            let place = Rect::from_min_max(pos2(3.0, 2.0), pos2(7.0, 5.0));
            let canvas = drawn(&rasterizer, textured(place, WHOLE), [9, 7], Color32::BLACK);
            for (i, color) in many().iter().enumerate() {
                let (x, y) = (3 + i % 4, 2 + i / 4);
                assert_eq!(canvas.pixels()[y * 9 + x], color.to_array());
            }
        }
    }

    #[test]
    fn between_texels_linear_mixes_and_nearest_does_not() {
        let two = image([2, 1], &[Color32::BLACK, WHITE]);
        let place = Rect::from_min_max(Pos2::ZERO, pos2(8.0, 1.0));
        let reds = |options| -> Vec<u8> {
            let canvas =
                drawn(&with_texture(Arc::clone(&two), options), textured(place, WHOLE), [8, 1], Color32::BLACK);
            canvas.pixels().iter().map(|pixel| pixel[0]).collect()
        };
        assert_eq!(reds(TextureOptions::NEAREST), [0, 0, 0, 0, 255, 255, 255, 255]);
        // Clamped at both ends, and an eighth of the way further with every pixel.
        assert_eq!(reds(TextureOptions::LINEAR), [0, 0, 32, 96, 159, 223, 255, 255]);
    }

    #[test]
    fn a_part_of_a_texture_can_be_replaced() {
        let mut rasterizer = with_texture(image([4, 3], &many()), TextureOptions::NEAREST);
        let mut delta = TexturesDelta::default();
        let patch = image([2, 2], &[WHITE; 4]);
        delta.push(TextureId::default(), ImageDelta::partial([1, 1], patch, TextureOptions::NEAREST));
        // A patch that would reach outside is cut off.
        delta.push(
            TextureId::default(),
            ImageDelta::partial([3, 2], image([2, 2], &[WHITE; 4]), TextureOptions::NEAREST),
        );
        rasterizer.take_textures(&mut delta);
        let place = Rect::from_min_max(Pos2::ZERO, pos2(4.0, 3.0));
        let canvas = drawn(&rasterizer, textured(place, WHOLE), [4, 3], Color32::BLACK);
        let white: Vec<_> = (0..12).filter(|i| canvas.pixels()[*i] == WHITE.to_array()).collect();
        assert_eq!(white, [5, 6, 9, 10, 11]);
    }

    #[test]
    fn a_texture_is_gone_after_the_last_frame_that_uses_it() {
        let mut rasterizer = plain();
        let frame = |rasterizer: &Rasterizer| {
            drawn(rasterizer, triangles(&[(0.0, 0.0), (9.0, 0.0), (0.0, 9.0)], WHITE), [2, 2], Color32::BLACK)
        };
        let mut delta = TexturesDelta::default();
        delta.free(TextureId::default());
        rasterizer.take_textures(&mut delta);
        assert_eq!(frame(&rasterizer), Canvas::filled(2, 2, WHITE));
        rasterizer.take_textures(&mut delta);
        assert_eq!(frame(&rasterizer), Canvas::filled(2, 2, Color32::BLACK));
    }

    #[test]
    fn colors_are_blended_as_the_formula_says() {
        let ground = premultiplied(200, 100, 50, 255);
        // Half transparent, fully transparent, additive (light without cover), opaque.
        for source in [[60, 30, 90, 128], [0, 0, 0, 0], [100, 200, 5, 0], [1, 2, 3, 255]] {
            for texel in [WHITE, premultiplied(128, 64, 32, 200)] {
                let rasterizer = with_texture(image([1, 1], &[texel]), TextureOptions::LINEAR);
                let [r, g, b, a] = source;
                let mut mesh = Mesh::default();
                mesh.add_colored_rect(Rect::from_min_max(Pos2::ZERO, pos2(2.0, 2.0)), premultiplied(r, g, b, a));
                let canvas = drawn(&rasterizer, mesh, [2, 2], ground);
                let part = |i: usize| f64::from(source[i]) * f64::from(texel.to_array()[i]) / 255.0;
                let expected: [u8; 4] = std::array::from_fn(|i| {
                    (part(i) + f64::from(ground.to_array()[i]) * (1.0 - part(3) / 255.0)).round() as u8
                });
                assert_eq!(canvas.pixels(), [expected; 4], "{source:?} times {texel:?}");
            }
        }
    }

    #[test]
    fn colors_run_evenly_from_corner_to_corner() {
        let (left, right) = (Color32::BLACK, WHITE);
        let corners = [(0.0, 0.0, left), (255.0, 0.0, right), (0.0, 4.0, left), (255.0, 4.0, right)];
        let mesh = Mesh {
            vertices: corners.into_iter().map(|(x, y, color)| vertex(x, y, color)).collect(),
            indices: vec![0, 1, 2, 2, 1, 3],
            ..Mesh::default()
        };
        let canvas = drawn(&plain(), mesh, [255, 4], Color32::BLACK);
        for (i, pixel) in canvas.pixels().iter().enumerate() {
            assert!(pixel[0].abs_diff((i % 255) as u8) <= 1, "{i}: {pixel:?}");
        }
    }

    #[test]
    fn what_is_no_triangle_draws_nothing_and_stops_nothing() {
        let ground = premultiplied(9, 9, 9, 255);
        for corners in [
            [(1.0, 1.0), (1.0, 1.0), (1.0, 1.0)],
            [(0.0, 0.0), (2.0, 2.0), (4.0, 4.0)],
            [(0.0, 0.0), (f32::NAN, 5.0), (5.0, 5.0)],
            [(0.0, 0.0), (f32::INFINITY, 0.0), (0.0, 5.0)],
            [(0.0, 0.0), (1e30, 0.0), (0.0, 1e30)],
            [(-9.0, -9.0), (-5.0, -9.0), (-9.0, -5.0)],
            [(20.0, 20.0), (30.0, 20.0), (20.0, 30.0)],
        ] {
            let canvas = drawn(&plain(), triangles(&corners, WHITE), [6, 6], ground);
            assert!(canvas.pixels().iter().all(|pixel| *pixel == ground.to_array()), "{corners:?}");
        }
        let mut mesh = triangles(&[(0.0, 0.0), (5.0, 0.0), (0.0, 5.0)], WHITE);
        mesh.indices = vec![0, 1, 7, 0, 1];
        assert_eq!(drawn(&plain(), mesh, [6, 6], ground), Canvas::filled(6, 6, ground));
        let mut mesh = textured(Rect::from_min_max(Pos2::ZERO, pos2(6.0, 6.0)), WHOLE);
        mesh.vertices[0].uv.x = f32::NAN;
        mesh.vertices[3].uv.y = f32::INFINITY;
        assert_eq!(drawn(&plain(), mesh, [6, 6], ground), Canvas::filled(6, 6, ground));
        let _ = drawn(&plain(), Mesh::default(), [0, 0], ground);
    }

    #[test]
    fn a_triangle_far_larger_than_the_canvas_covers_it() {
        let canvas =
            drawn(&plain(), triangles(&[(-1e6, -1e6), (2e6, -1e6), (-1e6, 2e6)], WHITE), [7, 5], Color32::BLACK);
        assert_eq!(canvas, Canvas::filled(7, 5, WHITE));
    }
}
