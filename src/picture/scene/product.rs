//! The product's side of the scene: collect line and bag.

use super::{Composer, PartId, ROOM_IN_BAG, WALL, words};
use crate::picture::cells::Mix;
use crate::picture::{Anchor, Area, Form, Ink, Point, Shape, Weight, point};
use crate::sim::quantities::{Quantity, crits_percent};
use crate::text::{Count, fixed, quantity_number};

impl Composer<'_> {
    pub(super) fn collect_line(&mut self) {
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
        let collecting = self.moment.drawing().is_some_and(|drawing| drawing.collecting);
        if collecting && let Some((_, separation)) = self.moment.separation() {
            let mix = self.mix(&separation.collected);
            self.fill_tube(7, &mix, 0.9, &path, width, self.clock.collected_ml * 8.0);
        }
        let ring = Shape::edged(Form::Disc { center: port, radius: self.px(6.0) }, Ink::Hollow, Ink::QuietText, WALL);
        let area = Area::new(port.x, over_y - width, bag.center().x + width, port.y + width);
        self.part(PartId::CollectLine, area, behind, vec![ring]);
    }

    pub(super) fn bag(&mut self) {
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
