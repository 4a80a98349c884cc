//! One triangle: which pixels it covers, and what color each of them takes.

use egui::Pos2;
use egui::epaint::Vertex;

use super::texture::Texture;
use super::{Canvas, Clip};

/// Corners lie on a grid this many times finer than pixels, as on a GPU: what is covered is then decided in whole numbers.
const GRID: i64 = 256;

/// Corners farther out than this, in pixels, are not drawn: products of places would no longer fit.
const FARTHEST: f32 = (1 << 21) as f32;

/// A corner on the grid.
#[derive(Clone, Copy)]
pub(super) struct Corner {
    x: i64,
    y: i64,
    uv: Pos2,
    color: [u8; 4],
}

impl Corner {
    /// None where the corner is no number or beyond all bounds.
    pub fn new(vertex: &Vertex, pixels_per_point: f32) -> Option<Self> {
        if !vertex.uv.is_finite() {
            return None;
        }
        let (x, y) = (vertex.pos.x * pixels_per_point, vertex.pos.y * pixels_per_point);
        let grid = |pixels: f32| (pixels.abs() <= FARTHEST).then(|| (pixels * GRID as f32).round() as i64);
        Some(Self { x: grid(x)?, y: grid(y)?, uv: vertex.uv, color: vertex.color.to_array() })
    }
}

/// A side of a triangle. Its value grows towards the inside, is zero on the side, and says how far the opposite corner is.
#[derive(Clone, Copy)]
struct Side {
    per_x: i64,
    per_y: i64,
    constant: i64,
    /// The least value inside: a pixel exactly on the side belongs to the triangle right of it or below it, and to no other.
    least: i64,
}

impl Side {
    fn new(from: Corner, to: Corner) -> Self {
        let (per_x, per_y) = (from.y - to.y, to.x - from.x);
        let is_left_or_top = per_x > 0 || (per_x == 0 && per_y > 0);
        Self { per_x, per_y, constant: -(per_x * from.x + per_y * from.y), least: i64::from(!is_left_or_top) }
    }

    /// The value at the middle of a pixel.
    fn at(&self, x: i64, y: i64) -> i64 {
        self.per_x * middle(x) + self.per_y * middle(y) + self.constant
    }

    /// Narrows a row's pixels to those inside this side.
    fn narrow(&self, y: i64, from: &mut i64, to: &mut i64) {
        let (first, step) = (self.at(0, y) - self.least, self.per_x * GRID);
        match step.signum() {
            1 => *from = (*from).max(-first.div_euclid(step)),
            -1 => *to = (*to).min(first.div_euclid(-step) + 1),
            _ if first < 0 => *to = *from,
            _ => {}
        }
    }
}

fn middle(pixel: i64) -> i64 {
    pixel * GRID + GRID / 2
}

/// The first pixel whose middle is at or beyond a place on the grid.
fn first_pixel(place: i64) -> i64 {
    (place + GRID / 2 - 1).div_euclid(GRID)
}

/// A triangle that covers some area; its corners turn the same way round in all.
pub(super) struct Triangle {
    corners: [Corner; 3],
    /// Each opposite the corner of the same place.
    sides: [Side; 3],
    /// Twice the area, in steps of the grid.
    area: i64,
}

impl Triangle {
    /// None where the corners lie on a line.
    pub fn new(a: Corner, b: Corner, c: Corner) -> Option<Self> {
        let area = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
        let (b, c) = if area < 0 { (c, b) } else { (b, c) };
        let sides = [Side::new(b, c), Side::new(c, a), Side::new(a, b)];
        (area != 0).then_some(Self { corners: [a, b, c], sides, area: area.abs() })
    }

    pub fn draw(&self, texture: &Texture, clip: Clip, canvas: &mut Canvas) {
        let [a, b, c] = self.corners;
        let top = first_pixel(a.y.min(b.y).min(c.y)).max(clip.top);
        let bottom = (first_pixel(a.y.max(b.y).max(c.y)) + 1).min(clip.bottom);
        let colors = self.corners.map(|corner| corner.color.map(f32::from));
        let one_color = a.color == b.color && b.color == c.color;
        let one_place = a.uv == b.uv && b.uv == c.uv;
        let whole = if one_place { texture.at(a.uv) } else { [0.0; 4] };
        for y in top..bottom {
            let (mut from, mut to) = (clip.left, clip.right);
            for side in &self.sides {
                side.narrow(y, &mut from, &mut to);
            }
            if from >= to {
                continue;
            }
            let row = y as usize * canvas.width;
            let pixels = &mut canvas.pixels[row + from as usize..row + to as usize];
            let shares = Shares::new(self, from, y);
            if one_color && one_place {
                fill(pixels, times(colors[0], whole));
                continue;
            }
            for (i, pixel) in pixels.iter_mut().enumerate() {
                let color = if one_color { colors[0] } else { shares.color(&colors, i) };
                let texel = if one_place { whole } else { texture.at(shares.uv(self, i)) };
                blend(pixel, times(color, texel));
            }
        }
    }
}

/// What the second and third corner count for in a row's pixels; the first has the rest.
struct Shares {
    at_first: [f32; 2],
    per_pixel: [f32; 2],
}

impl Shares {
    fn new(triangle: &Triangle, x: i64, y: i64) -> Self {
        let share = |value: i64| value as f32 / triangle.area as f32;
        let [_, second, third] = triangle.sides;
        Self {
            at_first: [share(second.at(x, y)), share(third.at(x, y))],
            per_pixel: [share(second.per_x * GRID), share(third.per_x * GRID)],
        }
    }

    fn at(&self, pixel: usize) -> [f32; 2] {
        let pixel = pixel as f32;
        [self.at_first[0] + self.per_pixel[0] * pixel, self.at_first[1] + self.per_pixel[1] * pixel]
    }

    fn color(&self, [a, b, c]: &[[f32; 4]; 3], pixel: usize) -> [f32; 4] {
        let [second, third] = self.at(pixel);
        std::array::from_fn(|i| a[i] + (b[i] - a[i]) * second + (c[i] - a[i]) * third)
    }

    fn uv(&self, triangle: &Triangle, pixel: usize) -> Pos2 {
        let [second, third] = self.at(pixel);
        let [a, b, c] = triangle.corners.map(|corner| corner.uv);
        a + (b - a) * second + (c - a) * third
    }
}

fn times(color: [f32; 4], texel: [f32; 4]) -> [f32; 4] {
    std::array::from_fn(|i| color[i] * texel[i] / 255.0)
}

/// One color over a row of pixels.
fn fill(pixels: &mut [[u8; 4]], color: [f32; 4]) {
    if color[3] >= 255.0 {
        pixels.fill(color.map(|part| (part + 0.5) as u8));
    } else {
        for pixel in pixels {
            blend(pixel, color);
        }
    }
}

/// The new color, and of the old one what it lets through. Light without cover (alpha 0) is added.
fn blend(pixel: &mut [u8; 4], color: [f32; 4]) {
    let through = 1.0 - color[3] / 255.0;
    // Beyond 255 is 255.
    *pixel = std::array::from_fn(|i| (color[i] + f32::from(pixel[i]) * through + 0.5) as u8);
}
