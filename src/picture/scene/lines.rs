//! The lines of the circuit: what flows from the patient into the channel, and back.

use super::contents::{return_flow_ml_min, rinse_flow_ml_min};
use super::plan::Plan;
use super::{Composer, PartId, WALL, rounded_corners, words};
use crate::model::blood::Blood;
use crate::picture::placing::smooth;
use crate::picture::{Anchor, Area, Ink, Point, Shape, Weight, point};
use crate::sim::Phase;
use crate::sim::quantities::crits_percent;

impl Composer<'_> {
    /// A tube along points, in the color of its contents: clear, pale with plasma, redder with red cells.
    pub(super) fn tube(&self, path: Vec<Point>, width: f32, carries: Option<&Blood>) -> Vec<Shape> {
        let line = |ink, width| Shape::path(path.clone(), ink, width);
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

    /// How red blood is drawn, by its hematocrit: 0 without red cells, 1 for healthy blood.
    pub(super) fn redness(&self, blood: &Blood) -> f32 {
        /// The hematocrit, percent, from which blood is drawn at its reddest.
        const FULLY_RED_PERCENT: f64 = 45.0;
        let crits = crits_percent(blood, &self.run.body.patient.cell_volume_fl);
        crits.map_or(0.0, |(hematocrit, _)| (hematocrit / FULLY_RED_PERCENT).min(1.0) as f32)
    }

    /// A small arrow, pointing right or left.
    fn arrow(&self, at: Point, to_the_right: bool) -> Shape {
        let (half, length) = (self.px(5.5), if to_the_right { self.px(10.0) } else { -self.px(10.0) });
        let tip = point(at.x + length, at.y);
        Shape::polygon([point(at.x, at.y - half), tip, point(at.x, at.y + half)], Ink::QuietText)
    }

    pub(super) fn draw_line(&mut self) {
        let Plan { channel, citrate_bag, draw_y, tube, lines_left, .. } = self.plan;
        let path = vec![point(lines_left, draw_y), point(channel.left + self.px(1.0), draw_y)];
        let is_under_way = self.moment.phase.is_under_way();
        let mut behind = self.tube(path.clone(), tube, Some(&self.contents.entering).filter(|_| is_under_way));
        let junction = citrate_bag.center().x;
        if rinse_flow_ml_min(self.moment) > 0.0 {
            behind.push(Shape::path(path.clone(), Ink::Saline, tube));
        }
        // Undiluted up to the junction, then with anticoagulant.
        let crowding = if is_under_way { 0.95 } else { 0.0 };
        let (drawn, entering) = (self.mix(&self.contents.patient), self.mix(&self.contents.entering));
        let middle = point(junction, draw_y);
        self.fill_tube(2, &drawn, crowding, &[path[0], middle], tube, self.clock.inlet_ml);
        self.fill_tube(12, &entering, crowding, &[middle, path[1]], tube, self.clock.inlet_ml);
        let y = draw_y + tube / 2.0 + self.px(13.0);
        let mut before = Vec::new();
        let message = match self.moment.phase {
            Phase::Paused => Some("scene-paused"),
            Phase::RinseBack => Some("scene-rinse"),
            Phase::After => None,
            _ => Some("scene-draw"),
        };
        if let Some(message) = message {
            let label = point(lines_left + self.px(22.0), y);
            if self.moment.phase != Phase::Paused && !self.staging.in_hall {
                before.push(self.arrow(point(lines_left + self.px(6.0), y), true));
            }
            before.push(words(label, Anchor::Left, Weight::Small, self.text.get(message)));
        }
        let flow = self.moment.flows().map_or_else(|| rinse_flow_ml_min(self.moment), |flows| flows.inlet_ml_min);
        self.still_arrows(&mut before, &path, flow);
        let area = Area::new(path[0].x, draw_y - tube / 2.0, path[1].x, draw_y + tube / 2.0);
        self.part(PartId::DrawLine, area, behind, before);
    }

    pub(super) fn return_line(&mut self) {
        let Plan { channel, outlet, return_y, tube, return_end, .. } = self.plan;
        let x = outlet.center().x;
        let path = [point(x, channel.top), point(x, return_y), point(return_end.x, return_y), return_end];
        let path = rounded_corners(&path, self.px(12.0));
        let mut behind = self.tube(path.clone(), tube.min(outlet.width()), Some(&self.contents.set));
        // Next to the plasma it carries nothing else.
        let plasma = Area::new(outlet.left, channel.top, outlet.right, self.port().y);
        let clear = self.contents.blood_share as f32;
        behind.push(Shape::filled(plasma.rounded(0.0), Ink::Hollow).faded(clear));
        behind.push(Shape::filled(plasma.rounded(0.0), Ink::Plasma).faded(0.8 * clear));
        let half = outlet.width() / 2.0 + WALL;
        let lid = [point(x - half, channel.top), point(x + half, channel.top)];
        behind.push(Shape::path(lid, Ink::Wall, WALL * self.scale.max(1.0)));
        self.returning_cells(&path);
        // In the gap below the channel, clear of the fluids that run in.
        let label = point(channel.left + self.px(8.0), (channel.bottom + return_y - tube / 2.0) / 2.0);
        let mut before = Vec::new();
        if !matches!(self.moment.phase, Phase::Paused | Phase::After) && !self.staging.in_hall {
            let message = self.text.get("scene-return");
            before.push(self.arrow(point(label.x + self.px(8.0), label.y), false));
            before.push(words(point(label.x + self.px(14.0), label.y), Anchor::Left, Weight::Small, message));
        }
        // Along the foot, between its two bends.
        let foot = [point(outlet.left, return_y), point(return_end.x + tube, return_y)];
        self.still_arrows(&mut before, &foot, return_flow_ml_min(self.moment));
        let area = Area::new(return_end.x - tube / 2.0, return_y - tube / 2.0, outlet.right, return_y + tube / 2.0);
        self.part(PartId::ReturnLine, area, behind, before);
    }

    /// Next to the plasma only plasma leaves the channel; the rest joins below the collect line, which passes in front.
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

    /// With reduced motion, arrows show where a line flows: the longer, the faster.
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
            to.push(Shape::path([tail, head], Ink::Text, self.px(3.0)));
            let barb = |up: f32| point(head.x - sense * self.px(7.0), head.y + up * self.px(6.0));
            let tip = point(head.x + sense * self.px(4.0), head.y);
            to.push(Shape::polygon([tip, barb(1.0), barb(-1.0)], Ink::Text));
        }
    }
}
