//! The patient's side of the scene: body, draw and return lines, anticoagulant, pumps.

use std::f32::consts::TAU;

use super::plan::Plan;
use super::{Composer, PartId, ROOM_IN_BODY, SLOWED, WALL, collect_flow, rinse_flow, words};
use crate::model::blood::Blood;
use crate::picture::{Anchor, Area, Form, Ink, Point, Shape, Weight, point};
use crate::sim::quantities::{Quantity, crits_percent};
use crate::text::fixed;

impl Composer<'_> {
    pub(super) fn patient(&mut self) {
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
    pub(super) fn tube(&self, left: f32, right: f32, y: f32) -> (Area, Vec<Shape>) {
        let area = Area::new(left, y - self.plan.tube / 2.0, right, y + self.plan.tube / 2.0);
        let edge = |y| Shape::outlined(Form::Path(vec![point(left, y), point(right, y)]), Ink::Wall, WALL);
        let inside = Shape::filled(Form::Box { area, corner: 0.0 }, Ink::Hollow);
        (area, vec![inside, edge(area.top), edge(area.bottom)])
    }

    pub(super) fn arrow(&self, at: Point, to_the_right: bool) -> Shape {
        let (half, length) = (self.px(6.0), if to_the_right { self.px(11.0) } else { -self.px(11.0) });
        let tip = point(at.x + length, at.y);
        Shape::filled(Form::Polygon(vec![point(at.x, at.y - half), tip, point(at.x, at.y + half)]), Ink::QuietText)
    }

    pub(super) fn draw_line(&mut self) {
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

    pub(super) fn return_line(&mut self) {
        let Plan { body, channel, return_y, tube, .. } = self.plan;
        let (area, behind) = self.tube(body.right - self.px(2.0), channel.left + self.px(1.0), return_y);
        let path = [point(area.right, return_y), point(area.left, return_y)];
        let mix = self.mix(&self.moment.state.set);
        self.fill_tube(3, &mix, 0.95 * self.set_crowding(), &path, tube, self.clock.returned_ml);
        let y = return_y + tube / 2.0 + self.px(12.0);
        let mut before = vec![
            self.arrow(point(area.left + self.px(16.0), y), false),
            words(
                area.left + self.px(24.0),
                y,
                Anchor::Left,
                Weight::Small,
                self.text.get("scene-return").into_owned(),
            ),
        ];
        let procedure = &self.moment.settings.procedure;
        if self.moment.phase.is_drawing() && procedure.replacement_flow_ml_min > 0.0 {
            let fluid = self.text.option(procedure.replacement_fluid.key());
            let flow = fixed(procedure.replacement_flow_ml_min, 1);
            let said = self.text.with("scene-replacement", &[("fluid", fluid), ("flow", flow)]).into_owned();
            before.push(words(area.left + self.px(24.0), y + self.px(34.0), Anchor::Left, Weight::Small, said));
        }
        self.part(PartId::ReturnLine, area, behind, before);
    }

    /// How crowded the set is, as a share of undiluted blood: prime clears as blood fills it.
    pub(super) fn set_crowding(&self) -> f64 {
        let cell_volume_fl = &self.run.body.patient.cell_volume_fl;
        let cells = |blood: &Blood| {
            crits_percent(blood, cell_volume_fl).map_or(0.0, |(hematocrit, leukocrit)| hematocrit + leukocrit)
        };
        let patient = cells(&self.moment.state.patient);
        if patient > 0.0 { (cells(&self.moment.state.set) / patient).min(1.0) } else { 0.0 }
    }

    /// How much of the set is the patient's blood and no longer prime: platelets tell, for no prime has any.
    pub(super) fn blood_share(&self) -> f64 {
        let cell_volume_fl = &self.run.body.patient.cell_volume_fl;
        let per_ml = |blood: &Blood| blood.platelets_e9 / blood.volume_ml(cell_volume_fl).max(1e-9);
        // What the set would hold had the pumps always run as they do now.
        let undiluted = match self.moment.separation() {
            Some((entering, _)) if !self.moment.drawing().is_some_and(|drawing| drawing.collecting) => *entering,
            Some((entering, separation)) => *entering - separation.collected,
            None => self.moment.state.patient,
        };
        let full = per_ml(&undiluted);
        if full > 0.0 { (per_ml(&self.moment.state.set) / full).min(1.0) } else { 1.0 }
    }

    pub(super) fn anticoagulant(&mut self) {
        /// Volume of the bag, mL.
        const BAG_ML: f64 = 500.0;
        let Plan { citrate_bag: bag, draw_y, tube, .. } = self.plan;
        let given_ml = self.moment.pumped.anticoagulant_ml;
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
        if self.moment.settings.machine.hydroxyethyl_starch && self.moment.phase.is_drawing() {
            let starch = self.text.get("scene-starch").into_owned();
            before.push(words(bag.right + self.px(7.0), bag.top + self.px(12.0), Anchor::Left, Weight::Small, starch));
        }
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

    pub(super) fn pumps(&mut self) {
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
}
