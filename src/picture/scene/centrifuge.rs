//! The centrifuge from the side: the rotor with the ring in which blood is separated, and the rays from it to the channel cut open.

use std::f32::consts::TAU;

use super::plan::Plan;
use super::{Composer, PartId, words};
use crate::picture::{Anchor, Area, Form, Ink, Point, Shape, Weight, point};
use crate::text::fixed;

impl Composer<'_> {
    /// The ring of the rotor: its middle and its outer radii.
    fn ring(&self) -> (Point, Point) {
        let rotor = self.plan.rotor;
        let radii = point(rotor.width() / 2.0 - self.px(2.0), self.px(17.0));
        (point(rotor.center().x, rotor.top + radii.y + self.px(8.0)), radii)
    }

    /// A faint beam from the ring to the channel, to show that the channel is a section of the ring.
    pub(super) fn zoom(&mut self) {
        let channel = self.plan.channel;
        let (middle, radii) = self.ring();
        let spot = point(middle.x + radii.x - self.px(6.0), middle.y);
        let ray = [spot, point(channel.left, channel.top), point(channel.left, channel.bottom)];
        let behind = vec![Shape::polygon(ray, Ink::Hollow).faded(0.7)];
        self.part(PartId::Notes, Area::default(), behind, Vec::new());
    }

    pub(super) fn centrifuge(&mut self) {
        let Plan { rotor, .. } = self.plan;
        let (middle, radii) = self.ring();
        let low = middle.y + self.px(34.0);
        let ellipse = |center: Point, radii: Point, ink| Shape::filled(Form::Ellipse { center, radii }, ink);
        let down = |by: f32| point(middle.x, middle.y + by);

        // Housing, motor and rotor, from the bottom up.
        let housing =
            Area::new(rotor.left - self.px(4.0), low + self.px(4.0), rotor.right + self.px(4.0), rotor.bottom);
        let neck = Area::around(point(middle.x, low + self.px(4.0)), self.px(22.0), self.px(16.0));
        let foot = point(0.78 * radii.x, 0.62 * radii.y);
        let drum = [(-radii.x, middle.y), (radii.x, middle.y), (foot.x, low), (-foot.x, low)];
        let mut before = vec![
            Shape::edged(housing.rounded(self.px(9.0)), Ink::Steel, Ink::Wall, self.px(1.5)),
            Shape::filled(neck.rounded(self.px(3.0)), Ink::SteelDark),
            Shape::polygon(drum.map(|(aside, y)| point(middle.x + aside, y)), Ink::Steel),
            ellipse(point(middle.x, low), foot, Ink::Steel),
        ];
        self.ribs(&mut before, middle, radii, foot, low);
        before.push(Shape::edged(Form::Ellipse { center: middle, radii }, Ink::SteelLight, Ink::Wall, self.px(1.5)));
        self.ring_layers(&mut before, middle, radii);
        before.push(ellipse(down(0.0), point(0.60 * radii.x, 0.60 * radii.y), Ink::SteelDark));
        before.push(ellipse(down(self.px(2.0)), point(0.52 * radii.x, 0.50 * radii.y), Ink::Steel));
        self.spokes(&mut before, down(self.px(2.0)), point(0.50 * radii.x, 0.48 * radii.y));
        if let Some(drawing) = self.moment.drawing() {
            let speed = self.text.with("scene-rpm", &[("rpm", fixed(drawing.separator.rotor_rpm, 0))]);
            let at = point(middle.x, housing.bottom - self.px(13.0));
            before.push(words(at, Anchor::Center, Weight::SmallStrong, speed));
        }
        let area = Area::new(housing.left, middle.y - radii.y, housing.right, housing.bottom);
        self.part(PartId::Centrifuge, area, Vec::new(), before);
    }

    /// The contents of the ring from above: the same layers as in the channel cut open.
    fn ring_layers(&self, to: &mut Vec<Shape>, center: Point, outer: Point) {
        /// Inner edge of the ring as a share of the outer one.
        const INNER: f32 = 0.66;
        const RIM: f32 = 0.95;
        let at = |depth: f32| {
            let share = RIM - (RIM - INNER) * (1.0 - depth);
            point(outer.x * share, outer.y * share)
        };
        let (bed, buffy_coat) = (self.contents.bed_share as f32, self.contents.buffy_coat_share as f32);
        let plasma = (1.0 - bed - buffy_coat.max(0.06)).max(0.0);
        let has_bed = if bed > 0.0 { 1.0 } else { 0.0 };
        let rings = [
            (1.0, Ink::Saline, 1.0),
            (1.0, Ink::RedBed, has_bed),
            (1.0 - bed, Ink::BuffyCoat, has_bed),
            (plasma, Ink::Saline, 1.0),
            (plasma, Ink::Plasma, self.contents.blood_share as f32),
        ];
        to.extend(rings.map(|(depth, ink, opacity)| {
            Shape::filled(Form::Ellipse { center, radii: at(depth) }, ink).faded(opacity)
        }));
    }

    /// Ribs of the drum that pass by as it turns.
    fn ribs(&self, to: &mut Vec<Shape>, middle: Point, radii: Point, foot: Point, low: f32) {
        const RIBS: usize = 6;
        for rib in 0..RIBS {
            let angle = self.rotor_angle() + rib as f32 / RIBS as f32 * TAU;
            let (across, toward) = (angle.sin(), angle.cos());
            if toward <= 0.05 {
                continue;
            }
            let top = point(middle.x + across * radii.x, middle.y + toward * radii.y);
            let bottom = point(middle.x + across * foot.x, low + toward * foot.y);
            to.push(Shape::path([top, bottom], Ink::SteelLight, self.px(4.0) * toward).faded(0.9));
        }
    }

    fn spokes(&self, to: &mut Vec<Shape>, center: Point, radii: Point) {
        for spoke in 0..3 {
            let angle = self.rotor_angle() + spoke as f32 / 3.0 * TAU;
            let rim = point(center.x + angle.sin() * radii.x, center.y + angle.cos() * radii.y);
            to.push(Shape::path([center, rim], Ink::SteelLight, self.px(2.5)));
        }
        to.push(Shape::filled(Form::Disc { center, radius: self.px(4.0) }, Ink::SteelDark));
    }

    fn rotor_angle(&self) -> f32 {
        // Three spokes, twice as many ribs.
        self.clock.turns(self.clock.rotor_turns, 3.0) * TAU
    }
}
