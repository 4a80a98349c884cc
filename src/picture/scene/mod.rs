//! The scene: patient, lines, separator and bag at one moment of a run, with every level and flow as the model gives it.

mod centrifuge;
mod channel;
mod channel_mixes;
pub mod clock;
pub mod contents;
pub mod facts;
mod fluids;
mod labels;
mod legend;
mod lines;
mod patient;
mod plan;
mod product;
mod pumps;
mod symptoms;

pub use channel::inside_of;
pub use channel_mixes::ChannelMixes;
pub use clock::SceneClock;
pub use legend::Entry;
pub use plan::scale_for;

use contents::Contents;
use plan::Plan;

use super::cells::{Cell, Mix, platelet_factor, white_factor};
use super::figure::Person;
use super::placing::{Moved, Place, drifting, flowing};
use super::{Anchor, Area, Ink, Point, Shape, Weight, point};
use crate::model::blood::Blood;
use crate::sim::symptoms::Symptom;
use crate::sim::{Moment, Run, SettingId};
use crate::text::Text;

/// A part of the circuit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::EnumIter, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case", const_into_str)]
pub enum PartId {
    Patient,
    Column,
    /// The child in the womb of a pregnant patient, and the wedge that turns her to her left side.
    Unborn,
    Wedge,
    Needle,
    DrawLine,
    Saline,
    Anticoagulant,
    InletPump,
    Centrifuge,
    Channel,
    Plasma,
    BuffyCoat,
    RedCells,
    Port,
    CollectLine,
    Bag,
    ReturnLine,
    ReturnPump,
    Replacement,
    Calcium,
    Tingling,
    Cramps,
    Nausea,
    Dizziness,
    Pallor,
    Legend,
    Notes,
}

impl PartId {
    /// The part with this key.
    pub fn by_key(key: &str) -> Option<Self> {
        <Self as strum::IntoEnumIterator>::iter().find(|part| part.key() == key)
    }

    /// The name in message ids.
    pub const fn key(self) -> &'static str {
        self.into_str()
    }

    /// The symptom that it marks on the patient's body.
    pub const fn symptom(self) -> Option<Symptom> {
        match self {
            Self::Tingling => Some(Symptom::Tingling),
            Self::Cramps => Some(Symptom::Cramps),
            Self::Nausea => Some(Symptom::Nausea),
            Self::Dizziness => Some(Symptom::Dizziness),
            Self::Pallor => Some(Symptom::Pallor),
            _ => None,
        }
    }

    /// Whether there is something to say about it: legend and notes are self-explanatory.
    pub const fn has_card(self) -> bool {
        !matches!(self, Self::Legend | Self::Notes)
    }
}

/// A setting that a part changes when it is dragged up or down, or moved with the arrow keys.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Adjust {
    pub setting: SettingId,
    /// Change of the setting per unit of the picture that the part is dragged upward; with `None`, 240 points cover the range.
    pub per_unit_up: Option<f64>,
}

impl Adjust {
    fn by_range(setting: SettingId) -> Self {
        Self { setting, per_unit_up: None }
    }
}

/// A part, with the shapes behind the cells and those in front of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    pub id: PartId,
    pub area: Area,
    pub behind: Vec<Shape>,
    pub before: Vec<Shape>,
    pub adjusts: Option<Adjust>,
}

/// The layers of the channel as they are drawn where they are separated, from the axis outward.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Layers {
    pub plasma: Area,
    pub buffy_coat: Area,
    pub red_cells: Area,
    /// How many times too thick the buffy coat is drawn.
    pub buffy_coat_factor: f32,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scene {
    /// From back to front: later parts cover earlier ones.
    pub parts: Vec<Part>,
    pub layers: Layers,
    /// Kept free for the button that takes out the magnifier.
    pub tool: Area,
    /// The kinds of cell and the place of each in the legend.
    pub legend: Vec<Entry>,
    /// How many times too many white cells are drawn.
    pub white_factor: f64,
    /// How many times too many platelets are drawn in the channel's plasma and buffy coat.
    pub platelet_factor: f64,
    /// Scale of cells, tubes and words; positions do not follow it.
    pub scale: f32,
}

/// How the scene is shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Staging {
    pub size: Point,
    /// Share of the cells that are drawn: 1, or less where drawing is slow.
    pub detail: f64,
    /// How many times as many cells are drawn, each smaller in proportion: 1 except in benchmarks.
    pub density: f32,
    /// Whether arrows and levels replace movement.
    pub reduced_motion: bool,
    /// Whether it is read from the last row of a lecture hall: few words, and everything as large as there is room for.
    pub in_hall: bool,
}

/// The scene at a moment. `cells` is cleared and filled: reusing it from frame to frame avoids allocation.
pub fn compose(
    run: &Run,
    moment: &Moment<'_>,
    clock: &SceneClock,
    staging: &Staging,
    text: &Text,
    cells: &mut Vec<Cell>,
) -> Scene {
    cells.clear();
    let in_hall = staging.in_hall;
    let scale = if in_hall { plan::scale_in_hall(staging.size) } else { scale_for(staging.size) };
    let person = Person::at(moment);
    let mut composer = Composer {
        run,
        moment,
        clock,
        text,
        staging,
        scale,
        plan: Plan::new(staging.size, scale, &person, in_hall),
        person,
        contents: Contents::of(run, moment),
        cells,
        scene: Scene {
            scale,
            white_factor: white_factor(&run.before.patient, run.body.patient.mean_red_cell_volume_fl),
            platelet_factor: platelet_factor(&run.before.patient, run.body.patient.mean_red_cell_volume_fl),
            parts: Vec::with_capacity(20),
            ..Scene::default()
        },
    };
    composer.scene.layers = composer.layers();
    composer.scene.tool = composer.plan.tool;
    let has_rotor = composer.plan.has_rotor;
    if has_rotor {
        composer.zoom();
    }
    composer.couch();
    composer.draw_line();
    composer.return_line();
    let anchors = composer.patient();
    if !in_hall {
        composer.column();
    }
    composer.symptoms(&anchors);
    composer.fluids();
    if has_rotor {
        composer.centrifuge();
    }
    composer.pumps();
    composer.channel();
    composer.collect_line();
    composer.bag();
    if !in_hall {
        composer.legend();
        composer.notes();
    }
    composer.declutter();
    composer.scene
}

struct Composer<'a> {
    run: &'a Run,
    moment: &'a Moment<'a>,
    clock: &'a SceneClock,
    text: &'a Text,
    staging: &'a Staging,
    scale: f32,
    plan: Plan,
    contents: Contents,
    person: Person,
    cells: &'a mut Vec<Cell>,
    scene: Scene,
}

/// Drawn length of tube per mL, at scale 1: a tube 20 units wide is 4 mm wide.
const LENGTH_PER_ML: f64 = 400.0;
/// Area for one drawn cell, at scale 1.
const ROOM_IN_TUBE: f32 = 58.0;
const ROOM_IN_BAG: f32 = 48.0;
/// Outlines and tube walls.
const WALL: f32 = 2.0;

impl Composer<'_> {
    fn px(&self, at_scale_one: f32) -> f32 {
        at_scale_one * self.scale
    }

    fn mix(&self, blood: &Blood) -> Mix {
        Mix::of(blood, self.run.body.patient.mean_red_cell_volume_fl, self.scene.white_factor)
    }

    /// The scale of cells, which is smaller where more of them are drawn.
    fn cell_scale(&self) -> f32 {
        self.scale / self.staging.density.sqrt()
    }

    /// Cells are placed at scale 1 and then scaled, so that a larger picture shows larger cells and not just more of them.
    fn scaled(&mut self, place: impl FnOnce(&mut Vec<Cell>)) {
        let (first, scale) = (self.cells.len(), self.cell_scale());
        place(self.cells);
        for cell in &mut self.cells[first..] {
            cell.at = point(cell.at.x * scale, cell.at.y * scale);
        }
    }

    fn at_scale_one(&self, area: Area) -> Area {
        let s = self.cell_scale();
        Area::new(area.left / s, area.top / s, area.right / s, area.bottom / s)
    }

    /// How far a volume that has moved is drawn to come, at the scale of the cells.
    fn moved(&self, ml: f64) -> Moved {
        let length = ml * LENGTH_PER_ML * f64::from(self.staging.density.sqrt());
        self.clock.round.map_or(Moved::By(length), |share| Moved::Round { length, share })
    }

    fn fill_area(&mut self, seed: u32, mix: &Mix, room: f32, crowding: f64, area: Area, drifted_ml: f64) {
        let (area, drifted) = (self.at_scale_one(area), self.moved(drifted_ml));
        let place = Place { seed, mix, room, crowding: crowding * self.staging.detail };
        self.scaled(|cells| drifting(&place, &area, drifted, cells));
    }

    fn fill_tube(&mut self, seed: u32, mix: &Mix, crowding: f64, path: &[Point], width: f32, moved_ml: f64) {
        /// More corners than any line has.
        const MOST: usize = 40;
        let (s, moved) = (self.cell_scale(), self.moved(moved_ml));
        let mut at_scale_one = [Point::default(); MOST];
        let path = &path[..path.len().min(MOST)];
        for (scaled, at) in at_scale_one.iter_mut().zip(path) {
            *scaled = point(at.x / s, at.y / s);
        }
        let place = Place { seed, mix, room: ROOM_IN_TUBE, crowding: crowding * self.staging.detail };
        self.scaled(|cells| flowing(&place, &at_scale_one[..path.len()], width / s - 3.0, moved, cells));
    }

    fn part(&mut self, id: PartId, area: Area, behind: Vec<Shape>, before: Vec<Shape>) {
        self.scene.parts.push(Part { id, area, behind, before, adjusts: None });
    }

    /// Sets what the last part changes.
    fn adjusts(&mut self, adjusts: Option<Adjust>) {
        if let Some(part) = self.scene.parts.last_mut() {
            part.adjusts = adjusts;
        }
    }
}

/// Words in the ink of their weight.
fn words(at: Point, anchor: Anchor, weight: Weight, words: String) -> Shape {
    let ink = if weight == Weight::Small { Ink::QuietText } else { Ink::Text };
    Shape::words(at, anchor, weight, ink, words)
}

/// The path with each corner replaced by a curve that begins `radius` before it.
fn rounded_corners(path: &[Point], radius: f32) -> Vec<Point> {
    const PIECES: usize = 8;
    let toward = |from: Point, to: Point| {
        let length = (to.x - from.x).hypot(to.y - from.y);
        let share = (radius / length.max(1e-6)).min(0.5);
        point(from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share)
    };
    let mut rounded = vec![path[0]];
    for corner in path.windows(3) {
        let (start, end) = (toward(corner[1], corner[0]), toward(corner[1], corner[2]));
        for i in 0..=PIECES {
            let t = i as f32 / PIECES as f32;
            let (a, b, c) = ((1.0 - t) * (1.0 - t), 2.0 * t * (1.0 - t), t * t);
            rounded.push(point(a * start.x + b * corner[1].x + c * end.x, a * start.y + b * corner[1].y + c * end.y));
        }
    }
    rounded.extend(path.last());
    rounded
}
