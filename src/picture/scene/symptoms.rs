//! What the patient may feel or show now: a mark at its place on the body, and a word beside it.

use super::plan::Plan;
use super::{Composer, PartId};
use crate::picture::figure::Anchors;
use crate::picture::{Anchor, Area, Form, Ink, Point, Shape, Weight, point};
use crate::sim::quantities::Quantity;
use crate::sim::symptoms;

/// All parts that are symptoms.
const PARTS: [PartId; 5] = [PartId::Tingling, PartId::Cramps, PartId::Nausea, PartId::Dizziness, PartId::Pallor];

impl Composer<'_> {
    pub(super) fn symptoms(&mut self, anchors: &Anchors) {
        let usual: Vec<_> = symptoms::usual(self.run, self.moment).collect();
        let marked = PARTS.into_iter().filter_map(|id| id.symptom().map(|symptom| (id, symptom)));
        for (id, symptom) in marked.filter(|(_, symptom)| usual.contains(symptom)) {
            let word = self.text.get(&format!("symptom-{}", symptom.key()));
            // Words do not shrink in a small picture.
            let width = self.scale.max(1.0) * word.chars().map(letter_width).sum::<f32>();
            let (at, side, tip) = self.place(id, anchors);
            let left = match side {
                Anchor::Left => at.x,
                Anchor::Center => at.x - width / 2.0,
                Anchor::Right => at.x - width,
            };
            // In a narrow picture it would leave at the left.
            let inside = (self.px(7.0) - left).max(0.0);
            let (left, at) = (left + inside, point(at.x + inside, at.y));
            let area = Area::new(left, at.y - self.px(9.0), left + width, at.y + self.px(9.0)).grown(self.px(5.0), 0.0);
            let ink = if symptom.row().quantity == Quantity::IonizedCalcium { Ink::Citrate } else { Ink::QuietText };
            let mut before = self.marks(id, anchors, ink);
            if let Some(tip) = tip {
                let from = point(if tip.x < area.left { area.left } else { area.right }, at.y);
                before.push(Shape::path([from, tip], ink, self.px(1.2)));
            }
            before.push(Shape::edged(area.rounded(self.px(9.0)), Ink::Card, ink, self.px(1.3)));
            before.push(Shape::words(at, side, Weight::Small, Ink::Text, word));
            self.part(id, area, Vec::new(), before);
        }
    }

    /// Where the word stands, how it is anchored, and where its line points.
    fn place(&self, id: PartId, anchors: &Anchors) -> (Point, Anchor, Option<Point>) {
        let Plan { couch, .. } = self.plan;
        let Anchors { head, head_half_width, mouth, belly, crown, soles, .. } = *anchors;
        // An infant's fists are raised beside the head.
        let raised = anchors.right_hand.y < belly.y - (soles.y - crown.y) * 0.1;
        let beside = if raised { anchors.right_hand.x - head.x + self.px(8.0) } else { head_half_width };
        let right = head.x + beside + self.px(12.0);
        let left = head.x - beside - self.px(6.5);
        let lips = |side: f32| point(mouth.x + side * 0.35 * head_half_width, mouth.y);
        match id {
            PartId::Tingling => (point(right, mouth.y), Anchor::Left, None),
            // Below the other words; beside a small infant the draw line lies there.
            PartId::Pallor if raised => (point(left, mouth.y - self.px(2.0)), Anchor::Right, Some(lips(-1.0))),
            PartId::Pallor => (point(right, mouth.y + self.px(24.0)), Anchor::Left, Some(lips(1.0))),
            PartId::Dizziness => (point(right, mouth.y.min(head.y) - self.px(24.0)), Anchor::Left, None),
            PartId::Nausea => (point(belly.x, belly.y + self.px(16.0)), Anchor::Center, None),
            _ => {
                let calf = calf(anchors, 1.0);
                let y = calf.y.max(belly.y + self.px(38.0));
                (point(couch.right - self.px(12.0), y), Anchor::Right, Some(point(calf.x + self.px(6.0), calf.y)))
            }
        }
    }

    fn marks(&self, id: PartId, anchors: &Anchors, ink: Ink) -> Vec<Shape> {
        let Anchors { mouth, head_half_width, belly, head, crown, .. } = *anchors;
        let line = |points: Vec<Point>| Shape::path(points, ink, self.px(1.6));
        match id {
            PartId::Tingling => {
                let radius = 0.78 * head_half_width;
                let hand = self.px(8.0);
                let around = |at: Point, radius: f32| {
                    [(1.0, 1.0), (-1.0, 1.0), (1.0, 1.45), (-1.0, 1.45)].map(|(side, far)| arc(at, radius * far, side))
                };
                let places = [(mouth, radius), (anchors.right_hand, hand), (anchors.left_hand, hand)];
                places.into_iter().flat_map(|(at, radius)| around(at, radius)).map(line).collect()
            }
            PartId::Cramps => {
                let zigzag = |side: f32| {
                    let at = calf(anchors, side);
                    let step = |i: i8| {
                        let aside = if i % 2 == 0 { -1.0 } else { 1.0 };
                        point(at.x + self.px(3.0) * aside, at.y + self.px(4.0) * f32::from(i))
                    };
                    line((-3..=3).map(step).collect())
                };
                vec![zigzag(1.0), zigzag(-1.0)]
            }
            PartId::Nausea => {
                let wave = |row: f32| {
                    let step = |i: u8| {
                        let t = f32::from(i) / 16.0;
                        let up = (t * 2.0 * std::f32::consts::TAU).sin();
                        point(belly.x + self.px(22.0) * (t - 0.5), belly.y + self.px(6.0 * row - 2.0 * up))
                    };
                    line((0..=16).map(step).collect())
                };
                vec![wave(-0.6), wave(0.4)]
            }
            PartId::Dizziness => {
                let center = point(head.x, crown.y - self.px(2.0));
                let radii = point(1.5 * head_half_width, self.px(5.0));
                let star = |angle: f32| {
                    let center = point(center.x + angle.cos() * radii.x, center.y + angle.sin() * radii.y);
                    Shape::filled(Form::Disc { center, radius: self.px(2.2) }, ink)
                };
                let orbit = Shape::outlined(Form::Ellipse { center, radii }, ink, self.px(1.2));
                [0.4, 2.5, 4.6].into_iter().map(star).chain([orbit]).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// The middle of a calf, on the right (1) or left (−1) of the picture.
fn calf(anchors: &Anchors, side: f32) -> Point {
    let height = anchors.soles.y - anchors.crown.y;
    point(anchors.crown.x + side * 0.042 * height, anchors.crown.y + 0.80 * height)
}

/// A short arc around a place, at its right (1) or left (−1).
fn arc(at: Point, radius: f32, side: f32) -> Vec<Point> {
    let step = |i: i8| {
        let angle = f32::from(i) / 4.0 * 0.7;
        point(at.x + side * radius * angle.cos(), at.y + radius * angle.sin())
    };
    (-4..=4).map(step).collect()
}

/// About how wide a small letter is, in points at scale 1.
const fn letter_width(letter: char) -> f32 {
    match letter {
        'i' | 'j' | 'l' | 't' | 'f' => 3.8,
        'r' => 5.0,
        'm' | 'w' => 11.0,
        _ => 7.4,
    }
}
