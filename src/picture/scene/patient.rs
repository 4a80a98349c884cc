//! The patient on a couch, to scale; beside the body its blood as a column, with what of it is outside; and the needles.

use super::plan::Plan;
use super::{Composer, PartId, words};
use crate::model::patient::Pregnancy;
use crate::picture::figure::{Anchors, Complexion, Material, figure_at, places};
use crate::picture::{Anchor, Area, Form, Ink, Shape, Weight, point};
use crate::sim::Phase;
use crate::sim::quantities::Quantity;
use crate::text::fixed;

impl Composer<'_> {
    pub(super) fn couch(&mut self) {
        let Plan { couch, crown, .. } = self.plan;
        let pillow = Area::around(point(crown.x, crown.y + self.px(17.0)), self.px(84.0), self.px(54.0));
        let pillow = Area { top: pillow.top.max(couch.top + self.px(5.0)), ..pillow };
        let mut behind = vec![
            Shape::edged(couch.rounded(self.px(22.0)), Ink::Hollow, Ink::Wall, self.px(1.0)),
            Shape::edged(pillow.rounded(self.px(14.0)), Ink::Card, Ink::Wall, self.px(0.8)),
        ];
        if let Some(wedge) = self.wedge() {
            // Thick at her right side, thin under the middle of her back, with a crease.
            let Area { left, top, right, bottom } = wedge;
            let slope = 0.22 * wedge.height();
            let corners =
                [point(left, top), point(right, top + slope), point(right, bottom - slope), point(left, bottom)];
            behind.push(Shape::edged(Form::Polygon(corners.into()), Ink::Steel, Ink::Wall, self.px(1.2)));
            let crease = left + 0.16 * wedge.width();
            behind.push(Shape::path([point(crease, top + 2.0), point(crease, bottom - 2.0)], Ink::Wall, self.px(0.8)));
        }
        self.part(PartId::Notes, Area::default(), behind, Vec::new());
    }

    /// Where the wedge lies under the right hip of a woman whose womb would press on her veins: from the second trimester on.
    fn wedge(&self) -> Option<Area> {
        let Plan { crown, units_per_m, .. } = self.plan;
        if !matches!(self.person.pregnancy, Pregnancy::SecondTrimester | Pregnancy::ThirdTrimester) {
            return None;
        }
        let belly = places(&self.person, crown, units_per_m).belly;
        let m = |meters: f32| meters * units_per_m;
        Some(Area::new(belly.x - m(0.42), belly.y - m(0.04), belly.x, belly.y + m(0.30)))
    }

    /// The body, above the cells in the lines that pass behind it.
    pub(super) fn patient(&mut self) -> Anchors {
        let Plan { crown, units_per_m, title_y, title_left, .. } = self.plan;
        let figure = figure_at(&self.person, crown, units_per_m);
        let mut before = figure.shapes;
        let title = |line: f32| point(title_left, title_y + 16.0 * self.scale.max(1.0) * line);
        let person = &self.person;
        let name = self.text.patient_name(person.sex, person.age_years, person.pregnancy);
        let extent = self.text.patient_size(person.weight_kg, person.height_m);
        before.push(words(title(0.0), Anchor::Left, Weight::Strong, name));
        before.push(words(title(1.0), Anchor::Left, Weight::Small, extent));
        self.part(PartId::Patient, figure.area, Vec::new(), before);
        if let Some(wedge) = self.wedge() {
            self.part(PartId::Wedge, wedge, Vec::new(), Vec::new());
        }
        if self.person.pregnancy != Pregnancy::NotPregnant {
            let side = 0.24 * units_per_m;
            self.part(PartId::Unborn, Area::around(figure.anchors.belly, side, side), Vec::new(), Vec::new());
        }
        self.needles(&figure.anchors);
        figure.anchors
    }

    /// The patient's blood as a column at one scale for all: filled what is in the body, open what is in set and bag.
    pub(super) fn column(&mut self) {
        let Plan { column, units_per_l, .. } = self.plan;
        let (inside_ml, outside_ml) = (self.moment.blood_volume_ml(), self.contents.outside_ml());
        // More blood than there is room for makes it wider instead, so that the area stays to scale.
        let length = (inside_ml + outside_ml) as f32 / 1000.0 * units_per_l;
        let wider = (length / column.height()).max(1.0);
        let per_ml = units_per_l / 1000.0 / wider;
        let column = Area { right: column.left + wider * column.width(), ..column };
        let level = column.bottom - inside_ml as f32 * per_ml;
        let set_top = level - self.contents.own_in_set_ml as f32 * per_ml;
        let top = level - outside_ml as f32 * per_ml;
        let blood = Ink::Figure(Material::Vessel, self.complexion());
        let mut before = vec![
            Shape::edged(Area { top, ..column }.rounded(0.0), Ink::BuffyCoat, blood, self.px(1.5)),
            Shape::edged(Area { top: set_top, ..column }.rounded(0.0), Ink::Blood, blood, self.px(1.0)),
            Shape::filled(Area { top: level, ..column }.rounded(0.0), blood),
        ];
        // A line at each liter.
        for liter in 1..=(inside_ml / 1000.0) as u32 {
            let y = column.bottom - 1000.0 * liter as f32 * per_ml;
            if y > level + self.px(2.0) {
                before.push(Shape::path([point(column.left, y), point(column.right, y)], Ink::Card, self.px(1.0)));
            }
        }
        // Words do not become smaller where the picture does.
        let line = |up: f32| point(column.left, top - self.px(12.0) - 15.0 * self.scale.max(1.0) * up);
        if outside_ml >= 0.5 {
            // In the order of the parts of the column.
            let share = |of: &str, share: String| self.text.with(of, &[("share", share)]);
            let (bag, set) = (self.contents.bag_share(self.run), self.contents.set_share(self.run));
            // More than all the blood that there was: replaced while it went.
            let times = |of: f64| self.text.with("scene-outside-bag-times", &[("times", fixed(of / 100.0, 1))]);
            let percent = |of: f64| self.text.quantity_value(Quantity::ExtracorporealShare, of);
            let in_bag = if bag > 100.0 { times(bag) } else { share("scene-outside-bag", percent(bag)) };
            before.push(words(line(2.0), Anchor::Left, Weight::Small, self.text.get("scene-outside")));
            before.push(words(line(1.0), Anchor::Left, Weight::Small, in_bag));
            before.push(words(line(0.0), Anchor::Left, Weight::Small, share("scene-outside-set", percent(set))));
        }
        let liters = self.text.with("scene-blood-liters", &[("liters", fixed(inside_ml / 1000.0, 2))]);
        let below = point(column.left, column.bottom + self.px(13.0));
        before.push(words(below, Anchor::Left, Weight::SmallStrong, liters));
        let area = Area { top: top - self.px(50.0), bottom: column.bottom + self.px(20.0), ..column };
        self.part(PartId::Column, area, Vec::new(), before);
    }

    fn complexion(&self) -> Complexion {
        self.person.complexion()
    }

    /// One needle draws from the left arm, the other gives back into the right one; plasters afterward.
    fn needles(&mut self, anchors: &Anchors) {
        let Plan { lines_left, draw_y, return_end, .. } = self.plan;
        let (elbow, wrist) = (anchors.left_elbow, anchors.left_wrist);
        let vein = point(0.65 * elbow.x + 0.35 * wrist.x, 0.65 * elbow.y + 0.35 * wrist.y);
        let ends = [(anchors.right_elbow, point(lines_left, draw_y), [8.0, 14.0]), (vein, return_end, [14.0, 8.0])];
        let mut before = Vec::new();
        for (tip, line_end, [width, height]) in ends {
            if self.moment.phase == Phase::After {
                let plaster = Area::around(tip, self.px(15.0), self.px(9.0));
                before.push(Shape::edged(plaster.rounded(self.px(3.0)), Ink::Card, Ink::Wall, self.px(1.2)));
            } else {
                let hub = Area::around(line_end, self.px(width), self.px(height)).rounded(self.px(3.0));
                before.push(Shape::path([line_end, tip], Ink::QuietText, self.px(2.2)));
                before.push(Shape::edged(hub, Ink::Card, Ink::QuietText, self.px(1.5)));
            }
        }
        let elbow = anchors.right_elbow;
        let area = Area::new(elbow.x - self.px(8.0), draw_y - self.px(12.0), lines_left, draw_y + self.px(12.0));
        self.part(PartId::Needle, area, Vec::new(), before);
    }
}
