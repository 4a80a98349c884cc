//! The scene: patient, lines, separator and bag at one moment of a run, every level and flow the model's own.

mod bedside;
mod channel;
mod plan;
mod product;

use plan::Plan;

use super::cells::{Cell, CellKind, Mix, Place, drifting, flowing, white_factor};
use super::{Anchor, Area, Ink, Point, Shape, Weight, point};
use crate::model::blood::Blood;
use crate::sim::{Moment, Run};
use crate::text::{Text, fixed};

/// What the pumps have moved since the scene began to move, mL, at the slowed pace of the scene.
///
/// Cells, pumps and drops follow from it alone, so that one moment and one clock are always one picture.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SceneClock {
    pub inlet_ml: f64,
    pub returned_ml: f64,
    pub collected_ml: f64,
}

/// How much slower than life cells are drawn when time runs at its own pace: a tube of 4 mm at 50 mL/min would be a blur.
pub const SLOWED: f64 = 6.0;

impl SceneClock {
    /// Lets the scene move for `seconds` of the viewer's time, at the flows of `moment`.
    pub fn advance(&mut self, moment: &Moment<'_>, seconds: f64) {
        let minutes = seconds / 60.0 / SLOWED;
        let (inlet, collected) = moment.flows().map_or((0.0, 0.0), |flows| (flows.inlet_ml_min, collect_flow(moment)));
        let returned = if moment.phase.is_drawing() { inlet - collected } else { rinse_flow(moment) };
        self.inlet_ml += inlet * minutes;
        self.collected_ml += collected * minutes;
        self.returned_ml += returned * minutes;
    }
}

fn collect_flow(moment: &Moment<'_>) -> f64 {
    match (moment.drawing(), moment.separation()) {
        (Some(drawing), Some((_, separation))) if drawing.collecting => {
            separation.collected.volume_ml(&moment.body.patient.cell_volume_fl)
        }
        _ => 0.0,
    }
}

fn rinse_flow(moment: &Moment<'_>) -> f64 {
    if moment.phase == crate::sim::Phase::RinseBack { moment.settings.procedure.inlet_flow_ml_min } else { 0.0 }
}

/// A part of the circuit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PartId {
    Patient,
    DrawLine,
    Anticoagulant,
    InletPump,
    ReturnLine,
    ReturnPump,
    Channel,
    CollectLine,
    Bag,
    Legend,
}

impl PartId {
    /// The name in message ids.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Patient => "patient",
            Self::DrawLine => "draw-line",
            Self::Anticoagulant => "anticoagulant",
            Self::InletPump => "inlet-pump",
            Self::ReturnLine => "return-line",
            Self::ReturnPump => "return-pump",
            Self::Channel => "channel",
            Self::CollectLine => "collect-line",
            Self::Bag => "bag",
            Self::Legend => "legend",
        }
    }
}

/// A part with what lies behind the cells and what lies before them.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    pub id: PartId,
    pub area: Area,
    pub behind: Vec<Shape>,
    pub before: Vec<Shape>,
}

/// The layers of the channel as they are drawn, from the axis outward.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Layers {
    pub plasma: Area,
    pub buffy_coat: Area,
    pub red_cells: Area,
    /// How many times thicker than it is the buffy coat is drawn.
    pub buffy_coat_factor: f32,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scene {
    pub parts: Vec<Part>,
    pub cells: Vec<Cell>,
    pub layers: Layers,
    /// How many times as many white cells as there are, are drawn.
    pub white_factor: f64,
    /// Everything but positions: cells, tubes and words grow with it.
    pub scale: f32,
}

/// The scene at a moment, in a picture of this size.
pub fn compose(run: &Run, moment: &Moment<'_>, clock: &SceneClock, size: Point, speed: f64, text: &Text) -> Scene {
    let scale = (size.x / 752.0).min(size.y / 372.0).clamp(0.75, 1.8);
    let mut composer = Composer {
        run,
        moment,
        clock,
        text,
        scale,
        plan: Plan::new(size, scale),
        scene: Scene {
            scale,
            white_factor: white_factor(&run.before.patient, run.body.patient.mean_red_cell_volume_fl),
            ..Scene::default()
        },
    };
    composer.patient();
    composer.draw_line();
    composer.return_line();
    composer.anticoagulant();
    composer.pumps();
    composer.channel();
    composer.collect_line();
    composer.bag();
    composer.legend(size, speed);
    composer.scene
}

struct Composer<'a> {
    run: &'a Run,
    moment: &'a Moment<'a>,
    clock: &'a SceneClock,
    text: &'a Text,
    scale: f32,
    plan: Plan,
    scene: Scene,
}

/// Drawn length of tube for one mL, at scale 1: 24 units are 4 mm across.
const LENGTH_PER_ML: f64 = 480.0;
/// Room for one drawn cell, at scale 1.
const ROOM_IN_BODY: f32 = 52.0;
const ROOM_IN_TUBE: f32 = 62.0;
const ROOM_IN_BED: f32 = 44.0;
const ROOM_IN_BUFFY_COAT: f32 = 170.0;
const ROOM_IN_PLASMA: f32 = 130.0;
const ROOM_IN_PLATELET_BAND: f32 = 26.0;
const ROOM_IN_BAG: f32 = 70.0;
/// Outlines and tube walls.
const WALL: f32 = 2.0;

impl Composer<'_> {
    fn px(&self, at_scale_one: f32) -> f32 {
        at_scale_one * self.scale
    }

    fn mix(&self, blood: &Blood) -> Mix {
        Mix::of(blood, self.run.body.patient.mean_red_cell_volume_fl, self.scene.white_factor)
    }

    /// Cells are placed at scale 1 and then scaled, so that a larger picture shows larger cells and not only more of them.
    fn scaled(&mut self, place: impl FnOnce(&mut Vec<Cell>)) {
        let first = self.scene.cells.len();
        place(&mut self.scene.cells);
        for cell in &mut self.scene.cells[first..] {
            cell.at = point(cell.at.x * self.scale, cell.at.y * self.scale);
        }
    }

    fn fill_area(&mut self, seed: u32, mix: &Mix, room: f32, crowding: f64, area: Area, drifted_ml: f64) {
        let s = self.scale;
        let area = Area::new(area.left / s, area.top / s, area.right / s, area.bottom / s);
        let place = Place { seed, mix, room, crowding };
        self.scaled(|cells| drifting(&place, &area, drifted_ml * LENGTH_PER_ML, cells));
    }

    fn fill_tube(&mut self, seed: u32, mix: &Mix, crowding: f64, path: &[Point], width: f32, moved_ml: f64) {
        let s = self.scale;
        let path: Vec<_> = path.iter().map(|at| point(at.x / s, at.y / s)).collect();
        let place = Place { seed, mix, room: ROOM_IN_TUBE, crowding };
        self.scaled(|cells| flowing(&place, &path, width / s - 3.0, moved_ml * LENGTH_PER_ML, cells));
    }

    fn part(&mut self, id: PartId, area: Area, behind: Vec<Shape>, before: Vec<Shape>) {
        self.scene.parts.push(Part { id, area, behind, before });
    }

    /// The kinds of cell in this blood, each with its name, and what is exaggerated.
    fn legend(&mut self, size: Point, speed: f64) {
        let Plan { body, channel, draw_y, return_y, tube, .. } = self.plan;
        let total = self.run.before.patient.white_cells_e9.sum();
        let is_here = |kind: &CellKind| match kind {
            CellKind::White(class) => self.run.before.patient.white_cells_e9[*class] > 0.002 * total,
            CellKind::Red | CellKind::Platelet => true,
        };
        let kinds: Vec<_> = CellKind::ALL.into_iter().filter(is_here).collect();

        // Two columns in the room that the lines enclose.
        let room = Area::new(body.right, draw_y + tube / 2.0, channel.left, return_y - tube / 2.0);
        let rows = kinds.len().div_ceil(2);
        let pitch = (room.height() / (rows as f32 + 0.8)).min(self.px(25.0));
        let first = room.center().y - pitch * (rows as f32 - 1.0) / 2.0;
        let mut before = Vec::new();
        for (i, kind) in kinds.into_iter().enumerate() {
            let x = room.left + self.px(16.0) + (i / rows) as f32 * room.width() * 0.5;
            let y = first + (i % rows) as f32 * pitch;
            let id = match kind {
                CellKind::Red => "legend-red".to_owned(),
                CellKind::Platelet => "legend-platelet".to_owned(),
                CellKind::White(class) => format!("legend-{}", class.key()),
            };
            self.scene.cells.push(Cell { at: point(x, y), kind, turn: 0.0 });
            before.push(words(x + self.px(13.0), y, Anchor::Left, Weight::Small, self.text.get(&id).into_owned()));
        }

        let mut notes = Vec::new();
        if self.scene.white_factor > 1.0 {
            let factor = fixed(self.scene.white_factor, 0);
            notes.push(self.text.with("scene-white-factor", &[("factor", factor)]).into_owned());
        }
        notes.push(self.text.with("scene-slowed", &[("factor", fixed(SLOWED * speed, 0))]).into_owned());
        let at = point(size.x - self.px(14.0), size.y - self.px(15.0));
        before.push(words(at.x, at.y, Anchor::Right, Weight::Small, notes.join(" · ")));
        self.part(PartId::Legend, room, Vec::new(), before);
    }
}

/// Words in the ink of their weight.
fn words(x: f32, y: f32, anchor: Anchor, weight: Weight, words: String) -> Shape {
    let ink = if weight == Weight::Small { Ink::QuietText } else { Ink::Text };
    Shape::words(point(x, y), anchor, weight, ink, words)
}
