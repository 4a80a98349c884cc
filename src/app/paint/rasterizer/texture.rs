//! Textures and how they are looked up.

use egui::epaint::{ImageData, ImageDelta};
use egui::{Pos2, TextureFilter};

/// Steps between two texels, as on a GPU: a texel at its own size is met exactly.
const STEPS: i32 = 256;

/// An image to draw with. Beyond its edges it goes on as at the edge.
pub(super) struct Texture {
    width: usize,
    height: usize,
    texels: Vec<[u8; 4]>,
    linear: bool,
}

impl Texture {
    pub fn new(delta: &ImageDelta) -> Self {
        let ImageData::Color(image) = &delta.image;
        Self {
            width: image.size[0],
            height: image.size[1],
            texels: image.pixels.iter().map(egui::Color32::to_array).collect(),
            linear: delta.options.magnification == TextureFilter::Linear,
        }
    }

    /// Replaces the part whose corner at the left and top is given; what would lie outside is left out.
    pub fn patch(&mut self, [left, top]: [usize; 2], delta: &ImageDelta) {
        let ImageData::Color(image) = &delta.image;
        let width = image.size[0].min(self.width.saturating_sub(left));
        let height = if width == 0 { 0 } else { image.size[1].min(self.height.saturating_sub(top)) };
        for y in 0..height {
            let (from, to) = (y * image.size[0], (top + y) * self.width + left);
            for (texel, color) in self.texels[to..to + width].iter_mut().zip(&image.pixels[from..from + width]) {
                *texel = color.to_array();
            }
        }
    }

    /// The color at a place from 0 to 1, each part from 0 to 255.
    pub fn at(&self, uv: Pos2) -> [f32; 4] {
        let (x, y) = (uv.x * self.width as f32, uv.y * self.height as f32);
        if self.linear {
            self.mixed(x - 0.5, y - 0.5)
        } else {
            self.texel(x.floor() as i32, y.floor() as i32).map(f32::from)
        }
    }

    /// Mixed from the four texels around a place, counted in texels from the middle of the first.
    fn mixed(&self, x: f32, y: f32) -> [f32; 4] {
        let (x, y) = ((x * STEPS as f32 + 0.5).floor() as i32, (y * STEPS as f32 + 0.5).floor() as i32);
        let (left, top) = (x.div_euclid(STEPS), y.div_euclid(STEPS));
        let (across, down) = (x.rem_euclid(STEPS), y.rem_euclid(STEPS));
        let first = self.texel(left, top);
        if across == 0 && down == 0 {
            return first.map(f32::from);
        }
        let (second, third, fourth) =
            (self.texel(left + 1, top), self.texel(left, top + 1), self.texel(left + 1, top + 1));
        std::array::from_fn(|i| {
            let above = i32::from(first[i]) * (STEPS - across) + i32::from(second[i]) * across;
            let below = i32::from(third[i]) * (STEPS - across) + i32::from(fourth[i]) * across;
            (above * (STEPS - down) + below * down) as f32 / (STEPS * STEPS) as f32
        })
    }

    fn texel(&self, x: i32, y: i32) -> [u8; 4] {
        let inside = |at: i32, size: usize| (at.max(0) as usize).min(size.saturating_sub(1));
        let index = inside(y, self.height) * self.width + inside(x, self.width);
        self.texels.get(index).copied().unwrap_or_default()
    }
}
