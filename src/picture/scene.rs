//! The scene: patient, lines, separator and bag at one moment of a run, every level and flow the model's own.

use std::f32::consts::TAU;

use super::cells::{Cell, CellKind, Mix, Place, drifting, flowing, white_factor};
use super::{Anchor, Area, Form, Ink, Point, Shape, Weight, point};
use crate::model::blood::Blood;
use crate::model::cells::PerClass;
use crate::sim::quantities::{Quantity, crits_percent};
use crate::sim::run::{Moment, Run};
use crate::text::{Count, Text, fixed, quantity_number};

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
    match (moment.pumping(), moment.separation()) {
        (Some(pumping), Some((_, separation))) if pumping.collecting => {
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

/// Where everything stands.
struct Plan {
    head: Point,
    head_radius: f32,
    body: Area,
    channel: Area,
    bag: Area,
    citrate_bag: Area,
    draw_y: f32,
    return_y: f32,
    inlet_pump: Point,
    return_pump: Point,
    tube: f32,
    pump_radius: f32,
}

impl Plan {
    fn new(size: Point, s: f32) -> Self {
        let body = Area::new(24.0 * s, 104.0 * s, 116.0 * s, size.y - 62.0 * s);
        let channel = Area::new(size.x * 0.445, 66.0 * s, size.x * 0.80, size.y - 32.0 * s);
        let gap = channel.left - body.right;
        let draw_y = body.top + 0.24 * body.height();
        let return_y = body.bottom - 34.0 * s;
        let citrate_x = body.right + 0.36 * gap;
        let bag_x = (channel.right + size.x) / 2.0 + 14.0 * s;
        let bag_half = (size.x - 18.0 * s - bag_x).min(44.0 * s);
        Self {
            head: point(body.center().x, 66.0 * s),
            head_radius: 25.0 * s,
            bag: Area::new(bag_x - bag_half, 92.0 * s, bag_x + bag_half, 92.0 * s + 0.36 * size.y),
            citrate_bag: Area::new(citrate_x - 24.0 * s, 36.0 * s, citrate_x + 24.0 * s, 102.0 * s),
            inlet_pump: point(body.right + 0.72 * gap, draw_y),
            return_pump: point(body.right + 0.50 * gap, return_y),
            tube: 24.0 * s,
            pump_radius: 20.0 * s,
            body,
            channel,
            draw_y,
            return_y,
        }
    }
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

    fn patient(&mut self) {
        let Plan { head, head_radius, body, .. } = self.plan;
        let s = self.scale;
        let volume = self.moment.blood_volume_ml() / self.run.body.blood_volume_before_ml;
        let level = body.bottom - (0.84 * volume as f32).min(0.97) * body.height();
        let shoulders = 34.0 * s;
        let silhouette = Form::Box { area: body, corner: shoulders };
        let blood = Area::new(body.left, level, body.right, body.bottom).shrunk(5.0 * s);
        let behind = vec![
            Shape::edged(Form::Disc { center: head, radius: head_radius }, Ink::Hollow, Ink::Wall, WALL),
            Shape::edged(silhouette, Ink::Hollow, Ink::Wall, WALL),
            Shape::filled(Form::Box { area: blood, corner: shoulders - 5.0 * s }, Ink::Blood),
        ];
        let x = body.center().x;
        let label = |quantity| {
            let value = self.text.quantity_at(quantity, self.moment);
            format!("{} {value}", self.text.get(&format!("short-{}", quantity.row().key)))
        };
        let litres = fixed(self.moment.blood_volume_ml() / 1000.0, 2);
        let before = vec![
            words(x, 24.0 * s, Anchor::Center, Weight::Strong, self.text.get("scene-patient").into_owned()),
            words(
                x,
                body.bottom + 17.0 * s,
                Anchor::Center,
                Weight::Strong,
                self.text.with("scene-blood-litres", &[("litres", litres)]).into_owned(),
            ),
            words(x, body.bottom + 36.0 * s, Anchor::Center, Weight::Small, label(Quantity::WhiteCells)),
        ];
        let mix = self.mix(&self.moment.state.patient);
        self.fill_area(1, &mix, ROOM_IN_BODY, 0.92, blood.shrunk(3.0 * s), self.clock.inlet_ml * 0.12);
        self.part(PartId::Patient, Area::new(body.left, head.y - head_radius, body.right, body.bottom), behind, before);
    }

    /// A straight tube from left to right.
    fn tube(&self, left: f32, right: f32, y: f32) -> (Area, Vec<Shape>) {
        let area = Area::new(left, y - self.plan.tube / 2.0, right, y + self.plan.tube / 2.0);
        let edge = |y| Shape::outlined(Form::Path(vec![point(left, y), point(right, y)]), Ink::Wall, WALL);
        let inside = Shape::filled(Form::Box { area, corner: 0.0 }, Ink::Hollow);
        (area, vec![inside, edge(area.top), edge(area.bottom)])
    }

    fn arrow(&self, at: Point, to_the_right: bool) -> Shape {
        let (half, length) = (self.px(6.0), if to_the_right { self.px(11.0) } else { -self.px(11.0) });
        let tip = point(at.x + length, at.y);
        Shape::filled(Form::Polygon(vec![point(at.x, at.y - half), tip, point(at.x, at.y + half)]), Ink::QuietText)
    }

    fn draw_line(&mut self) {
        let Plan { body, channel, draw_y, tube, .. } = self.plan;
        let (area, behind) = self.tube(body.right - self.px(2.0), channel.left + self.px(1.0), draw_y);
        let path = [point(area.left, draw_y), point(area.right, draw_y)];
        let crowding = if self.moment.phase.is_drawing() { 0.95 } else { 0.0 };
        let mix = self.mix(&self.moment.state.patient);
        self.fill_tube(2, &mix, crowding, &path, tube, self.clock.inlet_ml);
        let x = area.left + self.px(24.0);
        let before = vec![
            self.arrow(point(area.left + self.px(6.0), draw_y - tube / 2.0 - self.px(11.0)), true),
            words(
                x,
                draw_y - tube / 2.0 - self.px(12.0),
                Anchor::Left,
                Weight::Small,
                self.text.get("scene-draw").into_owned(),
            ),
        ];
        self.part(PartId::DrawLine, area, behind, before);
    }

    fn return_line(&mut self) {
        let Plan { body, channel, return_y, tube, .. } = self.plan;
        let (area, behind) = self.tube(body.right - self.px(2.0), channel.left + self.px(1.0), return_y);
        let path = [point(area.right, return_y), point(area.left, return_y)];
        let mix = self.mix(&self.moment.state.set);
        self.fill_tube(3, &mix, 0.95 * self.set_crowding(), &path, tube, self.clock.returned_ml);
        let y = return_y + tube / 2.0 + self.px(12.0);
        let before = vec![
            self.arrow(point(area.left + self.px(16.0), y), false),
            words(
                area.left + self.px(24.0),
                y,
                Anchor::Left,
                Weight::Small,
                self.text.get("scene-return").into_owned(),
            ),
        ];
        self.part(PartId::ReturnLine, area, behind, before);
    }

    /// How crowded the set is, as a share of undiluted blood: prime clears as blood fills it.
    fn set_crowding(&self) -> f64 {
        let cell_volume_fl = &self.run.body.patient.cell_volume_fl;
        let cells = |blood: &Blood| {
            crits_percent(blood, cell_volume_fl).map_or(0.0, |(hematocrit, leukocrit)| hematocrit + leukocrit)
        };
        let patient = cells(&self.moment.state.patient);
        if patient > 0.0 { (cells(&self.moment.state.set) / patient).min(1.0) } else { 0.0 }
    }

    fn anticoagulant(&mut self) {
        /// Volume of the bag, mL.
        const BAG_ML: f64 = 500.0;
        let Plan { citrate_bag: bag, draw_y, tube, .. } = self.plan;
        let given_ml = self.moment.state.anticoagulant_ml;
        let left = 1.0 - (given_ml / BAG_ML).fract();
        let inside = bag.shrunk(4.0 * self.scale);
        let fluid =
            Area::new(inside.left, inside.bottom - 0.86 * left as f32 * inside.height(), inside.right, inside.bottom);
        let x = bag.center().x;
        let line_end = draw_y - tube / 2.0;
        let behind = vec![
            Shape::outlined(Form::Path(vec![point(x, bag.bottom), point(x, line_end)]), Ink::Citrate, self.px(3.0)),
            Shape::edged(Form::Box { area: bag, corner: self.px(8.0) }, Ink::Card, Ink::Citrate, WALL),
            Shape::filled(Form::Box { area: fluid, corner: self.px(5.0) }, Ink::CitrateFluid),
        ];
        let mut before = vec![words(
            x,
            bag.top - self.px(12.0),
            Anchor::Center,
            Weight::Small,
            self.text.get("scene-anticoagulant").into_owned(),
        )];
        if let Some(flows) = self.moment.flows() {
            let length = line_end - bag.bottom;
            // One drop for each third of a mL, falling as it is given.
            let ratio = self.moment.settings.procedure.anticoagulant_ratio;
            let fallen = (self.clock.inlet_ml / ratio * 3.0 * SLOWED).rem_euclid(1.0) as f32;
            let center = point(x, bag.bottom + fallen * length);
            before.push(Shape::filled(Form::Disc { center, radius: self.px(4.5) }, Ink::Citrate));
            let flow = fixed(flows.anticoagulant_ml_min, 1);
            before.push(words(
                bag.right + self.px(7.0),
                bag.bottom - self.px(9.0),
                Anchor::Left,
                Weight::Small,
                self.text.with("scene-flow", &[("flow", flow)]).into_owned(),
            ));
        }
        let area = Area::new(bag.left, bag.top, bag.right, line_end);
        self.part(PartId::Anticoagulant, area, behind, before);
    }

    fn pumps(&mut self) {
        /// Blood moved in one turn of a pump head, mL.
        const ML_PER_TURN: f64 = 1.2;
        let Plan { inlet_pump, return_pump, pump_radius, tube, .. } = self.plan;
        let inlet_flow = self.moment.flows().map(|flows| flows.inlet_ml_min);
        let return_flow = inlet_flow
            .map(|inlet| inlet - collect_flow(self.moment))
            .or(Some(rinse_flow(self.moment)).filter(|q| *q > 0.0));
        let pumps = [
            (PartId::InletPump, inlet_pump, self.clock.inlet_ml, 1.0, inlet_flow, -1.0),
            (PartId::ReturnPump, return_pump, self.clock.returned_ml, -1.0, return_flow, 1.0),
        ];
        for (id, center, moved_ml, sense, flow, side) in pumps {
            let head = Form::Disc { center, radius: pump_radius };
            let mut before = vec![Shape::edged(head, Ink::Card, Ink::QuietText, WALL)];
            let turn = (moved_ml / ML_PER_TURN).rem_euclid(1.0) as f32 * TAU * sense;
            for third in 0..3 {
                let angle = turn + third as f32 * TAU / 3.0;
                let at =
                    point(center.x + angle.cos() * 0.56 * pump_radius, center.y + angle.sin() * 0.56 * pump_radius);
                before.push(Shape::filled(Form::Disc { center: at, radius: 0.24 * pump_radius }, Ink::QuietText));
            }
            let flow = self.text.with("scene-flow", &[("flow", fixed(flow.unwrap_or(0.0), 0))]).into_owned();
            let y = center.y + side * (pump_radius.max(tube / 2.0) + self.px(11.0));
            before.push(words(center.x, y, Anchor::Center, Weight::Small, flow));
            let r = pump_radius;
            let area = Area::new(center.x - r, center.y - r, center.x + r, center.y + r);
            self.part(id, area, Vec::new(), before);
        }
    }

    /// The layers at the model's shares, the buffy coat at least thick enough to be seen.
    fn layers(&self) -> Layers {
        let channel = self.plan.channel;
        let (bed, buffy_coat) = self.layer_shares();
        let least = self.px(30.0) / channel.height();
        let drawn_buffy = if buffy_coat > 0.0 { (buffy_coat as f32).max(least) } else { 0.0 };
        let bed_top = channel.bottom - bed as f32 * channel.height();
        // A magnified buffy coat takes its room from the plasma.
        let buffy_top = (bed_top - drawn_buffy * channel.height()).max(channel.top);
        Layers {
            plasma: Area::new(channel.left, channel.top, channel.right, buffy_top),
            buffy_coat: Area::new(channel.left, buffy_top, channel.right, bed_top),
            red_cells: Area::new(channel.left, bed_top, channel.right, channel.bottom),
            buffy_coat_factor: if buffy_coat > 0.0 { drawn_buffy / buffy_coat as f32 } else { 1.0 },
        }
    }

    /// Shares of the channel's depth under red cells and under the buffy coat. While the set fills, blood is still mixed with prime.
    fn layer_shares(&self) -> (f64, f64) {
        let filled = self.set_crowding();
        if let Some((_, separation)) = self.moment.separation() {
            return (separation.bed_share * filled, separation.buffy_coat_share * filled);
        }
        // The rotor has stopped drawing: what is left in the set still lies in layers.
        let last = self.run.at(self.run.collection_min().map_or(0.0, |(_, end_min)| end_min - 1e-6));
        let left = last.separation().map_or((0.0, 0.0), |(_, s)| (s.bed_share, s.buffy_coat_share));
        (left.0 * filled, left.1 * filled)
    }

    fn channel(&mut self) {
        let channel = self.plan.channel;
        let layers = self.layers();
        self.scene.layers = layers;
        let band = |area, ink| Shape::filled(Form::Box { area, corner: 0.0 }, ink);
        // The prime is clear; plasma colours it as blood comes in.
        let filled = self.set_crowding();
        let behind = vec![
            Shape::filled(Form::Box { area: channel, corner: 0.0 }, Ink::Saline),
            band(layers.plasma, Ink::Plasma).faded(filled as f32),
            band(layers.buffy_coat, Ink::BuffyCoat),
            band(layers.red_cells, Ink::RedBed),
        ];

        let entering = self.moment.separation().map_or(self.moment.state.set, |(entering, _)| entering);
        let floating = self.moment.pumping().map(|pumping| pumping.separator.floating_share);
        let share_of = |share: &dyn Fn(f64) -> f64| {
            let floating = floating.unwrap_or(PerClass([1.0; 6]));
            PerClass::from_fn(|class| entering.white_cells_e9[class] * share(floating[class]))
        };
        let floaters =
            Blood { white_cells_e9: share_of(&|floating| floating), red_cells_ml: 0.0, platelets_e9: 0.0, ..entering };
        let sunk = Blood { white_cells_e9: share_of(&|floating| 1.0 - floating), platelets_e9: 0.0, ..entering };
        let platelets = Mix { platelets: 1.0, ..Mix::default() };
        let (floaters, sunk) = (self.mix(&floaters), self.mix(&sunk));
        let moved = self.clock.inlet_ml;
        let gap = 2.0 * self.scale;
        // Platelets that settled in time lie on the plasma side of the buffy coat, the others are spread through the plasma.
        let settled = self.moment.separation().map_or(1.0, |(_, separation)| separation.settled_platelet_share);
        let plasma = layers.plasma.shrunk(gap);
        let band = Area::new(plasma.left, (plasma.bottom - self.px(30.0)).max(plasma.top), plasma.right, plasma.bottom);
        self.fill_area(4, &platelets, ROOM_IN_PLASMA, (1.0 - settled) * filled, plasma, moved * 0.10);
        self.fill_area(9, &platelets, ROOM_IN_PLATELET_BAND, settled * filled, band, moved * 0.12);
        self.fill_area(6, &sunk, ROOM_IN_BED, 1.0, layers.red_cells.shrunk(gap), -moved * 0.06);
        self.fill_area(5, &floaters, ROOM_IN_BUFFY_COAT, 1.0, layers.buffy_coat.shrunk(gap), moved * 0.14);

        let x = channel.center().x;
        let mut before = vec![
            Shape::outlined(Form::Box { area: channel, corner: self.px(3.0) }, Ink::QuietText, self.px(2.5)),
            words(x, 24.0 * self.scale, Anchor::Center, Weight::Strong, self.text.get("scene-channel").into_owned()),
        ];
        if let Some(pumping) = self.moment.pumping() {
            let spin = self.text.with(
                "scene-spin",
                &[("rpm", fixed(pumping.separator.rotor_rpm, 0)), ("g", fixed(pumping.separator.g_force, 0))],
            );
            before.push(words(x, 45.0 * self.scale, Anchor::Center, Weight::Small, spin.into_owned()));
        }
        let left = channel.left + self.px(10.0);
        if filled < 0.02 {
            self.chip(&mut before, left, channel.top + self.px(17.0), Anchor::Left, "scene-prime", &[]);
            self.part(PartId::Channel, channel, behind, before);
            return;
        }
        self.chip(&mut before, left, layers.plasma.top + self.px(17.0), Anchor::Left, "scene-plasma", &[]);
        self.chip(&mut before, left, channel.bottom - self.px(17.0), Anchor::Left, "scene-red-cells", &[]);
        if layers.buffy_coat.height() > 0.0 {
            let y = layers.buffy_coat.center().y;
            self.chip(&mut before, left, y, Anchor::Left, "scene-buffy-coat", &[]);
            if layers.buffy_coat_factor > 1.15 {
                let factor = rounded_factor(layers.buffy_coat_factor);
                let right = channel.right - self.px(10.0);
                let y = layers.buffy_coat.top - self.px(14.0);
                self.chip(&mut before, right, y, Anchor::Right, "scene-drawn-thicker", &[("factor", factor)]);
            }
        }
        self.part(PartId::Channel, channel, behind, before);
    }

    /// Words on a small card, legible over cells.
    fn chip(&self, to: &mut Vec<Shape>, x: f32, y: f32, anchor: Anchor, id: &str, arguments: &[(&str, String)]) {
        let said = self.text.with(id, arguments).into_owned();
        // Inter's letters are a little over half as wide as they are high.
        let width = said.chars().count() as f32 * self.px(7.2) + self.px(14.0);
        let half = self.px(11.0);
        let left = if anchor == Anchor::Right { x - width } else { x };
        let area = Area::new(left, y - half, left + width, y + half);
        to.push(Shape::filled(Form::Box { area, corner: self.px(6.0) }, Ink::Card));
        to.push(Shape::words(area.center(), Anchor::Center, Weight::Small, Ink::Text, said));
    }

    /// Where the port draws: at the buffy coat, moved toward plasma or red cells as it is set.
    fn port(&self) -> Point {
        let layers = &self.scene.layers;
        if layers.buffy_coat.height() <= 0.0 {
            return point(self.plan.channel.right, self.plan.channel.center().y);
        }
        let position = self.moment.settings.machine.interface_position as f32;
        let reach = layers.buffy_coat.height() / 2.0 + self.px(8.0);
        let y = layers.buffy_coat.center().y + position / 1.5 * reach;
        point(
            self.plan.channel.right,
            y.clamp(self.plan.channel.top + self.px(14.0), self.plan.channel.bottom - self.px(14.0)),
        )
    }

    fn collect_line(&mut self) {
        let port = self.port();
        let bag = self.plan.bag;
        let width = self.px(15.0);
        let rise_x = (port.x + bag.left) / 2.0 + self.px(2.0);
        let over_y = bag.top - self.px(20.0);
        let path = vec![
            point(port.x + self.px(1.0), port.y),
            point(rise_x, port.y),
            point(rise_x, over_y),
            point(bag.center().x, over_y),
            point(bag.center().x, bag.top + self.px(2.0)),
        ];
        let path = rounded_corners(&path, self.px(14.0));
        let behind = vec![
            Shape::outlined(Form::Path(path.clone()), Ink::Wall, width + 2.0 * WALL),
            Shape::outlined(Form::Path(path.clone()), Ink::Hollow, width),
        ];
        let collecting = self.moment.pumping().is_some_and(|pumping| pumping.collecting);
        if collecting && let Some((_, separation)) = self.moment.separation() {
            let mix = self.mix(&separation.collected);
            self.fill_tube(7, &mix, 0.9, &path, width, self.clock.collected_ml * 8.0);
        }
        let ring =
            Shape::edged(Form::Disc { center: port, radius: self.px(9.0) }, Ink::Card, Ink::Accent, self.px(3.0));
        let area = Area::new(port.x, over_y - width, bag.center().x + width, port.y + width);
        self.part(PartId::CollectLine, area, behind, vec![ring]);
    }

    fn bag(&mut self) {
        let bag = self.plan.bag;
        let blood = &self.moment.state.bag;
        let volume_ml = blood.volume_ml(&self.run.body.patient.cell_volume_fl);
        let capacity_ml = bag_capacity_ml(self.run.outcome.product.volume_ml);
        let inside = bag.shrunk(4.0 * self.scale);
        let level = inside.bottom - (volume_ml / capacity_ml).min(1.0) as f32 * inside.height();
        let fluid = Area::new(inside.left, level, inside.right, inside.bottom);
        let crits = crits_percent(blood, &self.run.body.patient.cell_volume_fl);
        let behind = vec![
            Shape::edged(Form::Box { area: bag, corner: self.px(10.0) }, Ink::Card, Ink::Wall, WALL),
            Shape::filled(Form::Box { area: fluid, corner: self.px(6.0) }, Ink::BuffyCoat),
        ];
        let mix = Mix::of(blood, self.run.body.patient.mean_red_cell_volume_fl, 1.0);
        self.fill_area(8, &mix, ROOM_IN_BAG, 0.85, fluid.shrunk(1.0), 0.0);

        let x = bag.center().x;
        let line = |n: f32| bag.bottom + self.px(16.0 + 19.0 * n);
        let hematocrit = crits.map_or_else(|| "–".to_owned(), |(hematocrit, _)| fixed(hematocrit, 0));
        let before = vec![
            words(x, 24.0 * self.scale, Anchor::Center, Weight::Strong, self.text.get("scene-bag").into_owned()),
            words(
                x,
                line(0.0),
                Anchor::Center,
                Weight::Strong,
                self.text
                    .with(
                        "scene-bag-volume",
                        &[
                            ("volume", quantity_number(Quantity::BagVolume, volume_ml)),
                            ("capacity", fixed(capacity_ml, 0)),
                        ],
                    )
                    .into_owned(),
            ),
            words(
                x,
                line(1.0),
                Anchor::Center,
                Weight::Small,
                self.text
                    .with("scene-bag-white", &[("count", Count { e9: blood.white_cells_e9.sum() }.to_string())])
                    .into_owned(),
            ),
            words(
                x,
                line(2.0),
                Anchor::Center,
                Weight::Small,
                self.text.with("scene-bag-hematocrit", &[("hematocrit", hematocrit)]).into_owned(),
            ),
        ];
        self.part(PartId::Bag, bag, behind, before);
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

/// The smallest usual bag that holds what will be collected, mL.
fn bag_capacity_ml(volume_ml: f64) -> f64 {
    [150.0, 300.0, 600.0, 1000.0, 1500.0, 2000.0, 3000.0]
        .into_iter()
        .find(|capacity| *capacity * 0.95 >= volume_ml)
        .unwrap_or(8000.0)
}

fn rounded_factor(factor: f32) -> String {
    if factor < 9.5 { fixed(f64::from(factor), 1) } else { fixed(f64::from(factor), 0) }
}
