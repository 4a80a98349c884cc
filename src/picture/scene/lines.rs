//! The lines of the circuit, their pumps, and the fluids that run into them.

use std::f32::consts::TAU;

use super::clock::CALCIUM_MMOL_ML;
use super::contents::{return_flow_ml_min, rinse_flow_ml_min};
use super::plan::Plan;
use super::{Adjust, Composer, PartId, WALL, words};
use crate::model::blood::Blood;
use crate::model::machine::Prime;
use crate::model::procedure::ReplacementFluid;
use crate::picture::placing::smooth;
use crate::picture::{Anchor, Area, Form, Ink, Point, Shape, Weight, point};
use crate::sim::SettingId;
use crate::sim::course::Phase;
use crate::sim::quantities::crits_percent;
use crate::text::fixed;

/// Blood moved in one turn of a pump head, mL.
const ML_PER_TURN: f64 = 1.2;
/// Drops of anticoagulant in one mL. Fewer than life's twenty: what is drawn is slowed.
const DROPS_PER_ML: f64 = 12.0;

/// Calcium drips from a finer chamber: so many of its drops for each of the others.
const CALCIUM_DROPS_FINER: f64 = 3.0;

/// A bag that hangs above a line and runs into it.
struct Hanging {
    id: PartId,
    bag: Area,
    /// Where its line ends.
    line_end: f32,
    fluid: Ink,
    /// From 0 to 1.
    fullness: f32,
    name: String,
    /// Flow into the line, mL/min.
    flow_ml_min: f64,
    /// How far the next drop has fallen, from 0 to 1; `None` while nothing runs.
    fallen: Option<f32>,
}

impl Composer<'_> {
    /// A tube along points, in the colour of what it carries: clear, pale with plasma, redder with red cells.
    pub(super) fn tube(&self, path: Vec<Point>, width: f32, carries: Option<&Blood>) -> Vec<Shape> {
        let line = |ink, width| Shape::outlined(Form::Path(path.clone()), ink, width);
        let mut shapes =
            vec![line(Ink::Wall, width + 2.0 * WALL * self.scale.max(1.0) * 0.8), line(Ink::Hollow, width)];
        if let Some(blood) = carries {
            let cell_volume_fl = &self.run.body.patient.cell_volume_fl;
            let protein = blood.protein_ml / blood.volume_ml(cell_volume_fl).max(1e-9);
            shapes.push(line(Ink::Plasma, width).faded(0.7 * protein.min(1.0) as f32));
            shapes.push(line(Ink::Blood, width).faded(self.redness(blood)));
        }
        shapes
    }

    /// How red a blood is, by its hematocrit: 0 for none, 1 for the blood of the healthy.
    pub(super) fn redness(&self, blood: &Blood) -> f32 {
        /// A hematocrit at which blood is as red as it is drawn, percent.
        const FULLY_RED_PERCENT: f64 = 45.0;
        let crits = crits_percent(blood, &self.run.body.patient.cell_volume_fl);
        crits.map_or(0.0, |(hematocrit, _)| (hematocrit / FULLY_RED_PERCENT).min(1.0) as f32)
    }

    /// A small arrow, pointing right or left.
    fn arrow(&self, at: Point, to_the_right: bool) -> Shape {
        let (half, length) = (self.px(5.5), if to_the_right { self.px(10.0) } else { -self.px(10.0) });
        let tip = point(at.x + length, at.y);
        Shape::filled(Form::Polygon(vec![point(at.x, at.y - half), tip, point(at.x, at.y + half)]), Ink::QuietText)
    }

    pub(super) fn draw_line(&mut self) {
        let Plan { channel, citrate_bag, draw_y, tube, lines_left, .. } = self.plan;
        let path = vec![point(lines_left, draw_y), point(channel.left + self.px(1.0), draw_y)];
        let is_drawing = self.moment.phase.is_drawing();
        let mut behind = self.tube(path.clone(), tube, Some(&self.contents.entering).filter(|_| is_drawing));
        let junction = citrate_bag.center().x;
        if rinse_flow_ml_min(self.moment) > 0.0 {
            behind.push(Shape::outlined(Form::Path(path.clone()), Ink::Saline, tube));
        }
        // Up to the junction as the patient gives it, then with anticoagulant.
        let crowding = if is_drawing { 0.95 } else { 0.0 };
        let (drawn, entering) = (self.mix(&self.contents.patient), self.mix(&self.contents.entering));
        let middle = point(junction, draw_y);
        self.fill_tube(2, &drawn, crowding, &[path[0], middle], tube, self.clock.inlet_ml);
        self.fill_tube(12, &entering, crowding, &[middle, path[1]], tube, self.clock.inlet_ml);
        let y = draw_y + tube / 2.0 + self.px(13.0);
        let mut before = Vec::new();
        let said = if is_drawing { "scene-draw" } else { "scene-rinse" };
        if self.moment.phase != Phase::After {
            let label = point(lines_left + self.px(22.0), y);
            before.push(self.arrow(point(lines_left + self.px(6.0), y), true));
            before.push(words(label, Anchor::Left, Weight::Small, self.text.get(said).into_owned()));
        }
        let flow = self.moment.flows().map_or_else(|| rinse_flow_ml_min(self.moment), |flows| flows.inlet_ml_min);
        self.still_arrows(&mut before, &path, flow);
        let area = Area::new(path[0].x, draw_y - tube / 2.0, path[1].x, draw_y + tube / 2.0);
        self.part(PartId::DrawLine, area, behind, before);
    }

    pub(super) fn return_line(&mut self) {
        let Plan { channel, outlet, return_y, tube, lines_left, .. } = self.plan;
        let x = outlet.center().x;
        let path = super::rounded_corners(
            &[point(x, channel.top), point(x, return_y), point(lines_left, return_y)],
            self.px(12.0),
        );
        let mut behind = self.tube(path.clone(), tube.min(outlet.width()), Some(&self.contents.set));
        // Beside the plasma it carries nothing else.
        let plasma = Area::new(outlet.left, channel.top, outlet.right, self.port().y);
        let clear = self.contents.blood_share as f32;
        behind.push(Shape::filled(Form::Box { area: plasma, corner: 0.0 }, Ink::Hollow).faded(clear));
        behind.push(Shape::filled(Form::Box { area: plasma, corner: 0.0 }, Ink::Plasma).faded(0.8 * clear));
        let half = outlet.width() / 2.0 + WALL;
        let lid = vec![point(x - half, channel.top), point(x + half, channel.top)];
        behind.push(Shape::outlined(Form::Path(lid), Ink::Wall, WALL * self.scale.max(1.0)));
        self.returning_cells(&path);
        // In the gap below the channel, clear of the fluids that run in.
        let label = point(channel.left + self.px(8.0), (channel.bottom + return_y - tube / 2.0) / 2.0);
        let mut before = Vec::new();
        if self.moment.phase != Phase::After {
            let said = self.text.get("scene-return").into_owned();
            before.push(self.arrow(point(label.x + self.px(8.0), label.y), false));
            before.push(words(point(label.x + self.px(14.0), label.y), Anchor::Left, Weight::Small, said));
        }
        self.still_arrows(&mut before, &path[path.len() - 2..], return_flow_ml_min(self.moment));
        let area = Area::new(lines_left, return_y - tube / 2.0, outlet.right, return_y + tube / 2.0);
        self.part(PartId::ReturnLine, area, behind, before);
    }

    /// Beside the plasma only plasma comes out; the rest joins below the collect line, which passes in front.
    fn returning_cells(&mut self, path: &[Point]) {
        let Plan { channel, outlet, .. } = self.plan;
        let (gap, fade) = (self.px(12.0), self.px(8.0));
        let port_y = self.port().y;
        let crowding = 0.95 * self.contents.cell_share;
        let (width, moved) = (outlet.width(), self.clock.returned_ml);

        let first = self.cells.len();
        let mix = self.mix(&self.contents.set);
        self.fill_tube(3, &mix, crowding, path, width, moved);
        for cell in self.cells[first..].iter_mut().filter(|cell| cell.at.x > channel.right) {
            cell.size *= smooth((cell.at.y - port_y - gap) / fade);
        }
        let first = self.cells.len();
        let plasma = self.mix(&self.contents.layers.plasma);
        let beside = [point(outlet.center().x, channel.top), point(outlet.center().x, channel.bottom)];
        self.fill_tube(13, &plasma, 0.25 * crowding, &beside, width, moved);
        for cell in &mut self.cells[first..] {
            cell.size *= smooth((port_y - gap - cell.at.y) / fade);
        }
    }

    /// Where movement is not wanted, arrows say where a line flows, the longer the faster.
    pub(super) fn still_arrows(&self, to: &mut Vec<Shape>, line: &[Point], flow_ml_min: f64) {
        if !self.staging.reduced_motion || flow_ml_min <= 0.0 {
            return;
        }
        let [from, until] = [line[0], line[line.len() - 1]];
        let half_length = self.px((6.0 + 0.25 * flow_ml_min as f32).min(26.0));
        let sense = (until.x - from.x).signum();
        for share in [0.3, 0.62] {
            let middle = point(from.x + share * (until.x - from.x), from.y);
            let tail = point(middle.x - sense * half_length, middle.y);
            let head = point(middle.x + sense * half_length, middle.y);
            to.push(Shape::outlined(Form::Path(vec![tail, head]), Ink::Text, self.px(3.0)));
            let barb = |up: f32| point(head.x - sense * self.px(7.0), head.y + up * self.px(6.0));
            to.push(Shape::filled(
                Form::Polygon(vec![point(head.x + sense * self.px(4.0), head.y), barb(1.0), barb(-1.0)]),
                Ink::Text,
            ));
        }
    }

    /// The bags above the lines: prime and rinse, anticoagulant, replacement, calcium.
    pub(super) fn fluids(&mut self) {
        let Plan { saline_bag, citrate_bag, mut replacement_bag, mut calcium_bag, draw_y, return_y, tube, .. } =
            self.plan;
        let moment = self.moment;
        let (machine, procedure) = (&moment.settings.machine, &moment.settings.procedure);
        let drawing = moment.phase.is_drawing();
        let drop = |ml: f64| (ml * DROPS_PER_ML).rem_euclid(1.0) as f32;

        let rinse = rinse_flow_ml_min(moment);
        let (prime, fluid) = match machine.prime {
            Prime::Saline => ("scene-saline", Ink::Saline),
            Prime::Albumin => ("scene-albumin", Ink::Plasma),
            Prime::RedCells => ("scene-red-prime", Ink::Vein),
        };
        let rinsed = if moment.phase == Phase::After { 1.0 } else { self.rinsed_share() };
        self.hanging(Hanging {
            id: PartId::Saline,
            bag: saline_bag,
            line_end: draw_y - tube / 2.0,
            fluid,
            fullness: 0.62 - 0.4 * rinsed,
            name: self.text.get(prime).into_owned(),
            flow_ml_min: rinse,
            fallen: (rinse > 0.0).then(|| drop(self.clock.returned_ml)),
        });

        let anticoagulant = moment.flows().map_or(0.0, |flows| flows.anticoagulant_ml_min);
        self.hanging(Hanging {
            id: PartId::Anticoagulant,
            bag: citrate_bag,
            line_end: draw_y - tube / 2.0,
            fluid: Ink::CitrateFluid,
            fullness: 1.0 - (moment.pumped.anticoagulant_ml / CITRATE_BAG_ML).fract() as f32,
            name: self.text.get("scene-anticoagulant").into_owned(),
            flow_ml_min: anticoagulant,
            fallen: (anticoagulant > 0.0).then(|| drop(self.clock.anticoagulant_ml)),
        });
        if machine.hydroxyethyl_starch && drawing {
            let at = point(citrate_bag.right + self.px(6.0), citrate_bag.center().y);
            let starch = self.text.get("scene-starch").into_owned();
            self.part(PartId::Notes, Area::default(), Vec::new(), vec![words(at, Anchor::Left, Weight::Small, starch)]);
        }
        let gives_both = procedure.replacement_flow_ml_min > 0.0 && procedure.calcium_infusion_mmol_h > 0.0;
        if gives_both {
            // Side by side, the one lower, so that each keeps its name.
            replacement_bag = replacement_bag.moved(-self.px(14.0), 0.0);
            calcium_bag = calcium_bag.moved(self.px(17.0), self.px(20.0));
        }
        if procedure.replacement_flow_ml_min > 0.0 {
            let fluid = match procedure.replacement_fluid {
                ReplacementFluid::Saline => Ink::Saline,
                ReplacementFluid::Albumin | ReplacementFluid::Plasma => Ink::Plasma,
                ReplacementFluid::RedCells => Ink::Vein,
            };
            self.hanging(Hanging {
                id: PartId::Replacement,
                bag: replacement_bag,
                line_end: return_y - tube / 2.0,
                fluid,
                fullness: 1.0 - (self.replaced_ml() / REPLACEMENT_BAG_ML).fract() as f32,
                name: self.text.option(procedure.replacement_fluid.key()),
                flow_ml_min: if drawing { procedure.replacement_flow_ml_min } else { 0.0 },
                fallen: drawing.then(|| drop(self.clock.given_ml)),
            });
        }
        if procedure.calcium_infusion_mmol_h > 0.0 {
            self.hanging(Hanging {
                id: PartId::Calcium,
                bag: calcium_bag,
                line_end: return_y - tube / 2.0,
                fluid: Ink::SteelLight,
                fullness: 1.0 - (moment.pumped.calcium_given_mmol / CALCIUM_MMOL_ML / CALCIUM_BAG_ML).fract() as f32,
                name: self.text.get("scene-calcium").into_owned(),
                flow_ml_min: 0.0,
                fallen: drawing.then(|| drop(CALCIUM_DROPS_FINER * self.clock.calcium_ml)),
            });
        }
    }

    /// Replacement fluid given so far, at the flows that were set meanwhile.
    fn replaced_ml(&self) -> f64 {
        let now_min = self.moment.time_min;
        let drawing = self.run.stretches.iter().filter(|stretch| stretch.phase.is_drawing());
        let minutes = |from_min: f64, to_min: f64| now_min.clamp(from_min, to_min) - from_min;
        let given = drawing.map(|stretch| {
            stretch.settings.procedure.replacement_flow_ml_min * minutes(stretch.from_min, stretch.to_min)
        });
        given.sum()
    }

    /// Share of the rinse that has been given.
    fn rinsed_share(&self) -> f32 {
        let from_min = self.run.pumps_stop_min();
        let length_min = (self.run.machine_end_min - from_min).max(1e-9);
        ((self.moment.time_min - from_min) / length_min).clamp(0.0, 1.0) as f32
    }

    fn hanging(&mut self, hanging: Hanging) {
        let Hanging { id, bag, line_end, fluid, fullness, name, flow_ml_min, fallen } = hanging;
        let x = bag.center().x;
        let chamber = Area::around(point(x, bag.bottom + self.px(10.0)), self.px(11.0), self.px(20.0));
        let inside = bag.shrunk(self.px(3.0));
        let level = inside.bottom - fullness.clamp(0.04, 1.0) * inside.height();
        let ink = if id == PartId::Anticoagulant { Ink::Citrate } else { Ink::Wall };
        let edge = self.px(1.8);
        let behind = vec![
            // It hangs from a hook.
            Shape::outlined(Form::Path(vec![point(x, bag.top - self.px(5.0)), point(x, bag.top)]), ink, edge),
            Shape::outlined(Form::Path(vec![point(x, chamber.bottom), point(x, line_end)]), ink, self.px(3.0)),
            Shape::edged(Form::Box { area: bag, corner: self.px(8.0) }, Ink::Card, ink, edge),
            Shape::filled(
                Form::Box { area: Area::new(inside.left, level, inside.right, inside.bottom), corner: self.px(5.0) },
                fluid,
            ),
            Shape::edged(Form::Box { area: chamber, corner: self.px(5.0) }, Ink::Card, ink, edge),
        ];
        let mut before = Vec::new();
        // Names of bags above the draw line stand over them, of the others under their middle.
        let over = point(x, bag.top - self.px(13.0));
        before.push(words(over, Anchor::Center, Weight::Small, name));
        if let Some(fallen) = fallen {
            let radius = self.px(3.2);
            let way = chamber.height() - 2.0 * radius;
            let fall = if self.staging.reduced_motion { 0.5 } else { fallen * fallen };
            let center = point(x, chamber.top + radius + fall * way);
            before.push(Shape::filled(Form::Disc { center, radius }, if ink == Ink::Wall { fluid } else { ink }));
        }
        if flow_ml_min > 0.0 {
            let flow = self.text.with("scene-flow", &[("flow", fixed(flow_ml_min, 1))]).into_owned();
            // Beside the chamber, or where its line ends when something stands there.
            let beside = if id == PartId::Anticoagulant { chamber.center().y } else { line_end - self.px(32.0) };
            if id != PartId::Saline {
                before.push(words(point(x + self.px(9.0), beside), Anchor::Left, Weight::Small, flow));
            }
        }
        let area = Area::new(bag.left, bag.top, bag.right, line_end);
        let adjusts = match id {
            PartId::Anticoagulant => Some(SettingId::AnticoagulantRatio),
            PartId::Replacement => Some(SettingId::ReplacementFlow),
            PartId::Calcium => Some(SettingId::CalciumInfusion),
            _ => None,
        };
        self.part(id, area, behind, before);
        self.adjusts(adjusts.map(Adjust::by_range));
    }

    pub(super) fn pumps(&mut self) {
        let Plan { inlet_pump, return_pump, pump_radius, tube, .. } = self.plan;
        let inlet_flow = self.moment.flows().map_or_else(|| rinse_flow_ml_min(self.moment), |flows| flows.inlet_ml_min);
        let inlet_moved = if self.moment.phase.is_drawing() { self.clock.inlet_ml } else { self.clock.returned_ml };
        let return_flow = return_flow_ml_min(self.moment);
        let pumps = [
            (PartId::InletPump, inlet_pump, inlet_moved, 1.0, inlet_flow, 1.0, Some(SettingId::InletFlow)),
            (PartId::ReturnPump, return_pump, self.clock.returned_ml, -1.0, return_flow, -1.0, None),
        ];
        for (id, center, moved_ml, sense, flow, side, adjusts) in pumps {
            let mut before = self.pump_head(center, pump_radius, moved_ml, sense);
            let flow = self.text.with("scene-flow", &[("flow", fixed(flow, 0))]).into_owned();
            let y = center.y + side * (pump_radius.max(tube / 2.0) + self.px(11.0));
            before.push(words(point(center.x, y), Anchor::Center, Weight::Small, flow));
            self.part(id, Area::around(center, 2.0 * pump_radius, 2.0 * pump_radius), Vec::new(), before);
            self.adjusts(adjusts.map(Adjust::by_range));
        }
    }

    /// A roller pump's head: three rollers that turn with what it has moved.
    pub(super) fn pump_head(&self, center: Point, radius: f32, moved_ml: f64, sense: f32) -> Vec<Shape> {
        let mut shapes = vec![
            Shape::edged(Form::Disc { center, radius }, Ink::Card, Ink::QuietText, self.px(1.8)),
            Shape::filled(Form::Disc { center, radius: 0.22 * radius }, Ink::Wall),
        ];
        let turn = (moved_ml / ML_PER_TURN).rem_euclid(1.0) as f32 * TAU * sense;
        for third in 0..3 {
            let angle = turn + third as f32 * TAU / 3.0;
            let roller = |far: f32| point(center.x + angle.cos() * far * radius, center.y + angle.sin() * far * radius);
            shapes.push(Shape::outlined(Form::Path(vec![center, roller(0.6)]), Ink::Wall, self.px(2.5)));
            shapes.push(Shape::filled(Form::Disc { center: roller(0.62), radius: 0.24 * radius }, Ink::QuietText));
        }
        shapes
    }
}

/// Volume of a bag of anticoagulant, mL.
const CITRATE_BAG_ML: f64 = 500.0;
/// Volume of a bag of calcium, mL.
const CALCIUM_BAG_ML: f64 = 100.0;
/// Volume of a bottle of replacement fluid, mL.
const REPLACEMENT_BAG_ML: f64 = 500.0;
