//! The roller pumps, which turn as they move blood.

use std::f32::consts::TAU;

use super::contents::{return_flow_ml_min, rinse_flow_ml_min};
use super::plan::Plan;
use super::{Adjust, Composer, PartId, words};
use crate::picture::words::width_of;
use crate::picture::{Anchor, Area, Form, Ink, Point, Shape, Weight, point};
use crate::sim::SettingId;
use crate::text::fixed;

/// Blood moved in one turn of a pump head, mL.
pub(super) const ML_PER_TURN: f64 = 1.2;

impl Composer<'_> {
    pub(super) fn pumps(&mut self) {
        let Plan { inlet_pump, return_pump, pump_radius, tube, channel, .. } = self.plan;
        let inlet_flow = self.moment.flows().map_or_else(|| rinse_flow_ml_min(self.moment), |flows| flows.inlet_ml_min);
        let inlet_moved = if self.moment.phase.is_under_way() { self.clock.inlet_ml } else { self.clock.returned_ml };
        let return_flow = return_flow_ml_min(self.moment);
        let pumps = [
            (PartId::InletPump, inlet_pump, inlet_moved, 1.0, inlet_flow, 1.0, Some(SettingId::InletFlow)),
            (PartId::ReturnPump, return_pump, self.clock.returned_ml, -1.0, return_flow, -1.0, None),
        ];
        for (id, center, moved_ml, sense, flow, side, adjusts) in pumps {
            let mut before = self.pump_head(center, pump_radius, moved_ml, sense);
            let flow = self.text.with("scene-flow", &[("flow", fixed(flow, 0))]);
            let y = center.y + side * (pump_radius.max(tube / 2.0) + self.px(11.0));
            // Clear of the channel's wall.
            let half = width_of(&flow, Weight::Small, self.scale) / 2.0;
            let x = center.x.min(channel.left - self.px(4.0) - half);
            before.push(words(point(x, y), Anchor::Center, Weight::Small, flow));
            self.part(id, Area::around(center, 2.0 * pump_radius, 2.0 * pump_radius), Vec::new(), before);
            self.adjusts(adjusts.map(Adjust::by_range));
        }
    }

    /// The head of a roller pump: three rollers, turned by the volume it has moved.
    pub(super) fn pump_head(&self, center: Point, radius: f32, moved_ml: f64, sense: f32) -> Vec<Shape> {
        let mut shapes = vec![
            Shape::edged(Form::Disc { center, radius }, Ink::Card, Ink::QuietText, self.px(1.8)),
            Shape::filled(Form::Disc { center, radius: 0.22 * radius }, Ink::Wall),
        ];
        let turn = self.clock.turns(moved_ml / ML_PER_TURN, 3.0) * TAU * sense;
        for third in 0..3 {
            let angle = turn + third as f32 * TAU / 3.0;
            let roller = |far: f32| point(center.x + angle.cos() * far * radius, center.y + angle.sin() * far * radius);
            shapes.push(Shape::path([center, roller(0.6)], Ink::Wall, self.px(2.5)));
            shapes.push(Shape::filled(Form::Disc { center: roller(0.62), radius: 0.24 * radius }, Ink::QuietText));
        }
        shapes
    }
}
