//! Portraits of the cells, drawn from discs at the size they are shown, in one texture.

use egui::{Color32, ColorImage, Context, Rect, TextureHandle, TextureOptions, pos2, vec2};

use crate::app::theme::{self, Tokens};
use crate::model::cells::{CLASSES, WhiteCell};
use crate::picture::cells::CellKind;

/// How many times larger cells are under the magnifier.
pub const LENS: f32 = 3.5;

/// Each pixel is looked at this many times across and down.
const SAMPLES: usize = 4;

/// A disc of a portrait, in units of the cell's radius, painted over those before it.
struct Disc {
    x: f32,
    y: f32,
    radius: f32,
    color: Color32,
}

/// All portraits in one texture, for one theme and one scale.
pub struct Sprites {
    texture: TextureHandle,
    dark: bool,
    pixels_per_unit: f32,
    /// Where each kind lies in the texture, from 0 to 1, and how large it is drawn at scale 1.
    places: [(Rect, f32); CLASSES + 2],
}

impl Sprites {
    pub fn new(ctx: &Context, dark: bool, pixels_per_unit: f32) -> Self {
        let tokens = theme::tokens_in(ctx);
        let sides = CellKind::ALL.map(|kind| (kind.diameter() * pixels_per_unit).ceil() as usize + 2);
        let (width, height) = (sides.iter().sum::<usize>(), sides.into_iter().max().unwrap_or(1));
        let mut image = ColorImage::filled([width, height], Color32::TRANSPARENT);
        let mut left = 0;
        let mut places = [(Rect::ZERO, 0.0); CLASSES + 2];
        for (i, (kind, side)) in CellKind::ALL.into_iter().zip(sides).enumerate() {
            let radius = kind.diameter() * pixels_per_unit / 2.0;
            draw(&mut image, left, side, radius, &portrait(kind, tokens));
            let (w, h) = (width as f32, height as f32);
            let place = Rect::from_min_size(pos2(left as f32 / w, 0.0), vec2(side as f32 / w, side as f32 / h));
            places[i] = (place, side as f32 / pixels_per_unit);
            left += side;
        }
        Self { texture: ctx.load_texture("cells", image, TextureOptions::LINEAR), dark, pixels_per_unit, places }
    }

    /// Whether these portraits are right for this theme and scale.
    pub fn suit(&self, dark: bool, pixels_per_unit: f32) -> bool {
        self.dark == dark && (self.pixels_per_unit - pixels_per_unit).abs() < 0.01
    }

    pub fn texture(&self) -> egui::TextureId {
        self.texture.id()
    }

    /// Where the kind's portrait lies, and its side at scale 1.
    pub fn place(&self, kind: CellKind, _variant: u8, _magnified: bool) -> (Rect, f32) {
        let index = match kind {
            CellKind::Red => 0,
            CellKind::Platelet => 1,
            CellKind::White(class) => 2 + class as usize,
        };
        self.places[index]
    }
}

/// The discs of a portrait: outline, body, and what makes the kind unmistakable.
fn portrait(kind: CellKind, tokens: &Tokens) -> Vec<Disc> {
    let disc = |x, y, radius, color| Disc { x, y, radius, color };
    let edge = tokens.edge(kind);
    let nucleus = tokens.nucleus(kind);
    let cytoplasm = tokens.cytoplasm;
    let white = |mut inside: Vec<Disc>| {
        let mut discs = vec![disc(0.0, 0.0, 1.0, edge), disc(0.0, 0.0, 0.84, cytoplasm)];
        discs.append(&mut inside);
        discs
    };
    match kind {
        CellKind::Red => vec![disc(0.0, 0.0, 1.0, edge), disc(0.0, 0.0, 0.42, tokens.dimple)],
        CellKind::Platelet => vec![disc(0.0, 0.0, 1.0, edge), disc(0.0, 0.0, 0.72, tokens.platelets)],
        // Three lobes on a thread.
        CellKind::White(WhiteCell::Neutrophil) => white(vec![
            disc(-0.34, 0.18, 0.30, nucleus),
            disc(-0.06, -0.05, 0.16, nucleus),
            disc(0.10, -0.34, 0.28, nucleus),
            disc(0.26, -0.06, 0.16, nucleus),
            disc(0.34, 0.28, 0.28, nucleus),
        ]),
        // A bent band.
        CellKind::White(WhiteCell::ImmatureGranulocyte) => {
            white(vec![disc(-0.05, 0.0, 0.62, nucleus), disc(0.30, 0.0, 0.40, cytoplasm)])
        }
        // Nearly all nucleus.
        CellKind::White(WhiteCell::Lymphocyte) => white(vec![disc(0.0, 0.0, 0.66, nucleus)]),
        // A kidney.
        CellKind::White(WhiteCell::Monocyte) => {
            white(vec![disc(-0.06, 0.05, 0.60, nucleus), disc(0.36, -0.34, 0.36, cytoplasm)])
        }
        // A large nucleus with nucleoli.
        CellKind::White(WhiteCell::Blast) => white(vec![
            disc(0.04, 0.0, 0.74, nucleus),
            disc(-0.16, -0.14, 0.16, cytoplasm),
            disc(0.24, 0.20, 0.13, cytoplasm),
        ]),
        // A ring around the nucleus: the marker.
        CellKind::White(WhiteCell::Cd34) => {
            white(vec![disc(0.0, 0.0, 0.70, nucleus), disc(0.0, 0.0, 0.44, cytoplasm), disc(0.0, 0.0, 0.26, nucleus)])
        }
    }
}

fn draw(image: &mut ColorImage, left: usize, side: usize, radius: f32, discs: &[Disc]) {
    let middle = side as f32 / 2.0;
    let width = image.size[0];
    for y in 0..side {
        for x in 0..side {
            // Premultiplied sums; the outline decides how much of the pixel is covered.
            let mut sum = [0.0_f32; 4];
            for sample in 0..SAMPLES * SAMPLES {
                let offset = |n: usize| (n as f32 + 0.5) / SAMPLES as f32;
                let at_x = (x as f32 + offset(sample % SAMPLES) - middle) / radius;
                let at_y = (y as f32 + offset(sample / SAMPLES) - middle) / radius;
                let top = discs.iter().rev().find(|disc| (at_x - disc.x).hypot(at_y - disc.y) <= disc.radius);
                if let Some(disc) = top {
                    for (part, value) in sum.iter_mut().zip(disc.color.to_array()) {
                        *part += f32::from(value);
                    }
                }
            }
            let [r, g, b, a] = sum.map(|part| (part / (SAMPLES * SAMPLES) as f32).round() as u8);
            image.pixels[y * width + left + x] = theme::premultiplied(r, g, b, a);
        }
    }
}
