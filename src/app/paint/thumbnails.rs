//! Thumbnails of runs, each composed once and kept until it is shown at another moment or another size.

use std::collections::HashMap;

use egui::{Id, Painter, Rect};

use super::cells::{CellMesh, Setting};
use super::shapes;
use super::sprites::Sprites;
use crate::app::theme::Tokens;
use crate::picture::cells::Cell;
use crate::picture::point;
use crate::picture::scene::SceneClock;
use crate::picture::thumbnail::{Thumbnail, compose};
use crate::sim::Run;
use crate::text::Text;

/// What a thumbnail shows.
#[derive(Clone, Copy)]
pub struct Shown<'a> {
    pub run: &'a Run,
    /// Tells this run from another one in the same place.
    pub number: u64,
    pub at_min: f64,
    pub clock: SceneClock,
    /// The words of a picture that is large enough for them.
    pub text: Option<&'a Text>,
}

#[derive(Default)]
pub struct Thumbnails {
    /// The cells' portraits, at the scale of the largest thumbnail so far.
    sprites: Option<(f32, Sprites)>,
    kept: HashMap<Id, Kept>,
}

#[derive(Default)]
struct Kept {
    /// For which run, size, moment and clock it was composed.
    key: Option<(u64, egui::Vec2, f64, SceneClock)>,
    picture: Thumbnail,
    cells: Vec<Cell>,
    mesh: CellMesh,
}

impl Thumbnails {
    /// Paints what is shown in this place of the gallery.
    pub fn paint(&mut self, painter: &Painter, tokens: &Tokens, place: Id, rect: Rect, shown: &Shown<'_>) {
        let kept = self.kept.entry(place).or_default();
        let key = (shown.number, rect.size(), shown.at_min, shown.clock);
        if kept.key != Some(key) {
            let moment = shown.run.at(shown.at_min);
            let size = point(rect.width(), rect.height());
            kept.picture = compose(shown.run, &moment, &shown.clock, size, shown.text, &mut kept.cells);
            kept.key = Some(key);
        }
        let (origin, scale) = (rect.min.to_vec2(), kept.picture.cell_scale);
        let finest = painter.pixels_per_point() * scale;
        let is_fit = |(at, sprites): &(f32, Sprites)| *at >= finest && sprites.suit(tokens, *at);
        if !self.sprites.as_ref().is_some_and(is_fit) {
            let at = self.sprites.as_ref().map_or(finest, |(at, _)| at.max(finest));
            self.sprites = Some((at, Sprites::new(painter.ctx(), tokens, at)));
        }
        let Some((_, sprites)) = &self.sprites else { return };
        let painter = painter.with_clip_rect(rect.intersect(painter.clip_rect()));
        shapes::paint(&painter, tokens, &kept.picture.behind, origin, scale);
        let setting = Setting { origin, scale, highlight: None, glass: None };
        kept.mesh.paint(&painter, &kept.cells, sprites, &setting);
        shapes::paint(&painter, tokens, &kept.picture.before, origin, scale);
    }
}
