//! The patient: a figure with a blood level, an arm with its vein, and the needles.

use super::plan::Plan;
use super::{Composer, PartId, ROOM_IN_BODY, WALL, rounded_corners, words};
use crate::picture::{Anchor, Area, Form, Ink, Shape, Weight, point};
use crate::sim::Phase;
use crate::text::fixed;

/// The blood level at the initial volume, as a share of the torso's height.
const FULL: f32 = 0.86;

impl Composer<'_> {
    pub(super) fn patient(&mut self) {
        let Plan { head, head_radius, torso, arm, arm_width, title_y, .. } = self.plan;
        let volume_ml = self.moment.blood_volume_ml();
        let volume = (volume_ml / self.run.body.blood_volume_before_ml) as f32;
        let level = torso.bottom - (FULL * volume).min(0.98) * torso.height();
        let blood = Area { top: level, ..torso }.shrunk(self.px(4.0));
        let corner = self.px(24.0);

        let mut behind = self.figure(corner);
        behind.push(Shape::filled(blood.rounded(corner - self.px(5.0)), Ink::Blood));
        let shoulder = point(torso.right - self.px(8.0), arm[0].y + self.px(30.0));
        let vein = [shoulder, point(arm[0].x, shoulder.y + self.px(4.0)), point(arm[0].x, arm[1].y)];
        let vein = rounded_corners(&vein, self.px(12.0));
        behind.push(Shape::path(vein, Ink::Vein, 0.32 * arm_width));

        let x = torso.center().x;
        let liters = self.text.with("scene-blood-liters", &[("liters", fixed(volume_ml / 1000.0, 2))]);
        let before = vec![
            words(point(x, title_y), Anchor::Center, Weight::Strong, self.text.get("scene-patient")),
            words(point(x, torso.bottom + self.px(19.0)), Anchor::Center, Weight::Strong, liters),
        ];
        let mix = self.mix(&self.contents.patient);
        let inside = blood.shrunk(self.px(2.0));
        self.fill_area(1, &mix, ROOM_IN_BODY, 0.92, inside, self.clock.inlet_ml * 0.12);
        let area = Area { top: head.y - head_radius, ..torso };
        self.part(PartId::Patient, area, behind, before);
        self.needles();
    }

    /// Head, neck, torso and arms as one silhouette: all outlines first, then all interiors over them.
    fn figure(&self, corner: f32) -> Vec<Shape> {
        let Plan { head, head_radius, torso, arm, arm_width, .. } = self.plan;
        let neck = Area::new(head.x - self.px(8.0), head.y, head.x + self.px(8.0), torso.top + self.px(14.0));
        let [right, left] = [arm[0].x, 2.0 * head.x - arm[0].x];
        let half = arm_width / 2.0;
        let shoulders = Area::new(left - half, torso.top, right + half, torso.top + self.px(46.0));
        let limb = |x: f32| Area::new(x - half, torso.top + self.px(12.0), x + half, arm[1].y + self.px(11.0));
        let forms = |grown: f32| {
            [
                Form::Disc { center: head, radius: head_radius + grown },
                neck.shrunk(-grown).rounded(self.px(4.0)),
                torso.shrunk(-grown).rounded(corner + grown),
                shoulders.shrunk(-grown).rounded(self.px(20.0) + grown),
                limb(left).shrunk(-grown).rounded(half + grown),
                limb(right).shrunk(-grown).rounded(half + grown),
            ]
        };
        let wall = WALL * self.scale.max(1.0) * 0.8;
        let outlines = forms(wall).into_iter().map(|form| Shape::filled(form, Ink::Wall));
        outlines.chain(forms(0.0).into_iter().map(|form| Shape::filled(form, Ink::Hollow))).collect()
    }

    /// The needles in the arm while the patient is connected, plasters afterwards.
    fn needles(&mut self) {
        let Plan { arm, lines_left, draw_y, return_y, .. } = self.plan;
        let mut before = Vec::new();
        for y in [draw_y, return_y] {
            let tip = point(arm[0].x + self.px(1.0), y + self.px(5.0));
            if self.moment.phase == Phase::After {
                let plaster = Area::around(tip, self.px(15.0), self.px(9.0));
                before.push(Shape::edged(plaster.rounded(self.px(3.0)), Ink::Card, Ink::Wall, self.px(1.2)));
            } else {
                let line_end = point(lines_left, y);
                let hub = Area::around(line_end, self.px(8.0), self.px(14.0)).rounded(self.px(3.0));
                before.push(Shape::path([line_end, tip], Ink::QuietText, self.px(2.6)));
                before.push(Shape::edged(hub, Ink::Card, Ink::QuietText, self.px(1.5)));
            }
        }
        let area = Area::new(arm[0].x - self.px(10.0), draw_y - self.px(14.0), lines_left, draw_y + self.px(14.0));
        self.part(PartId::Needle, area, Vec::new(), before);
    }
}
