//! The product side of the scene: collect line and bag.

use super::contents::collect_flow_ml_min;
use super::plan::Plan;
use super::{Adjust, Composer, PartId, ROOM_IN_BAG, WALL, rounded_corners, words};
use crate::picture::cells::CellKind;
use crate::picture::placing::smooth;
use crate::picture::words::width_of;
use crate::picture::{Anchor, Area, Ink, Shape, Weight, point};
use crate::sim::SettingId;
use crate::sim::quantities::{Quantity, crits_percent};
use crate::sim::settings::Unit;
use crate::text::{cell_count, fixed, quantity_number};

/// Cells move this many times faster in the narrow collect line than in the tubes.
const QUICKER: f64 = 8.0;

/// From this volume on the bag shows all its cells, mL; they come in over the half before.
const ALL_SHOWN_ML: f64 = 1.0;

impl Composer<'_> {
    pub(super) fn collect_line(&mut self) {
        let port = self.port();
        let Plan { bag, outlet, .. } = self.plan;
        let width = self.px(13.0);
        let rise_x = outlet.right + self.px(12.0);
        let over_y = bag.top - self.px(18.0);
        let path = [
            port,
            point(rise_x, port.y),
            point(rise_x, over_y),
            point(bag.center().x, over_y),
            point(bag.center().x, bag.top + self.px(2.0)),
        ];
        let path = rounded_corners(&path, self.px(15.0));
        let behind = self.tube(path.clone(), width, self.contents.collected.as_ref());
        if let Some(collected) = &self.contents.collected {
            let mix = self.mix(collected);
            self.fill_tube(7, &mix, 0.9, &path, width, self.clock.collected_ml * QUICKER);
        }
        let mut before = Vec::new();
        let flow = collect_flow_ml_min(self.moment);
        if self.staging.reduced_motion && flow > 0.0 {
            let tip = point(rise_x, port.y.min(bag.bottom) - self.px(40.0));
            let barb = |x: f32| point(tip.x + x * self.px(5.0), tip.y + self.px(9.0));
            before.push(Shape::polygon([tip, barb(1.0), barb(-1.0)], Ink::Text));
        }
        let area = Area::new(rise_x - width / 2.0, over_y - width / 2.0, rise_x + width / 2.0, port.y);
        self.part(PartId::CollectLine, area, behind, before);
        self.adjusts(Some(Adjust::by_range(SettingId::CollectFlow)));
        self.port_handle();
    }

    pub(super) fn bag(&mut self) {
        let Plan { bag, title_y, outlet, .. } = self.plan;
        let blood = self.contents.bag;
        let cell_volume_fl = &self.run.body.patient.cell_volume_fl;
        let volume_ml = blood.volume_ml(cell_volume_fl);
        let capacity_ml = self.moment.settings.machine.bag_capacity_ml;
        let inside = bag.shrunk(self.px(4.0));
        let level = inside.bottom - (volume_ml / capacity_ml).min(1.0) as f32 * inside.height();
        let fluid = Area { top: level, ..inside };
        let crits = crits_percent(&blood, cell_volume_fl);
        let redness = self.redness(&blood);
        let fill = fluid.rounded(self.px(7.0).min(fluid.height() / 2.0));
        let behind = vec![
            Shape::edged(bag.rounded(self.px(10.0)), Ink::Card, Ink::Wall, WALL * self.scale.max(1.0)),
            Shape::filled(fill.clone(), Ink::BuffyCoat),
            Shape::filled(fill, Ink::RedBed).faded(redness),
        ];
        let mix = self.mix(&blood);
        // A layer's worth at least: the first milliliters are shallower than a cell is drawn.
        let layer = self.cell_scale() * CellKind::LARGEST;
        let cells = fluid.shrunk(self.px(1.0));
        let cells = Area { top: cells.top.min(cells.bottom - layer), ..cells };
        let shown = smooth((2.0 * volume_ml / ALL_SHOWN_ML - 1.0) as f32);
        self.fill_area(8, &mix, ROOM_IN_BAG, 0.85 * f64::from(shown), cells, 0.0);

        let x = bag.center().x;
        let line = |n: f32| point(x, bag.bottom + self.px(15.0 + 18.0 * n));
        let (volume, capacity) = (quantity_number(Quantity::BagVolume, volume_ml), fixed(capacity_ml, 0));
        let of_capacity = self.text.with("scene-bag-volume", &[("volume", volume.clone()), ("capacity", capacity)]);
        let count = cell_count(blood.white_cells_e9.sum());
        let percent = |(hematocrit, _)| self.text.quantity(&fixed(hematocrit, 0), Unit::Percent);
        let hematocrit = crits.map_or_else(|| "–".to_owned(), percent);
        let hematocrit = self.text.with("scene-bag-hematocrit", &[("hematocrit", hematocrit)]);
        // In a small picture beside the middle of the bag, or in fewer words.
        let half = |words: &str| width_of(words, Weight::Small, self.scale) / 2.0;
        let white = self.text.with("scene-bag-white", &[("count", count.clone())]);
        let room = self.staging.size.x - outlet.right - self.px(14.0);
        let white = if 2.0 * half(&white) <= room {
            white
        } else {
            self.text.with("scene-bag-white-short", &[("count", count)])
        };
        let white_at = point(x.min(self.staging.size.x - half(&white)), line(1.0).y);
        let before = if self.staging.in_hall {
            // In liters where milliliters would lie over the line to the bag.
            let width = |words: &str| width_of(words, Weight::SmallStrong, self.scale);
            let in_ml = self.text.quantity(&volume, Unit::Ml);
            let fits = width(&in_ml) <= room - self.px(8.0);
            let volume = if fits { in_ml } else { self.text.quantity(&fixed(volume_ml / 1000.0, 2), Unit::Liter) };
            let at = point(x.min(self.staging.size.x - width(&volume) / 2.0), line(0.3).y);
            vec![words(at, Anchor::Center, Weight::SmallStrong, volume)]
        } else {
            vec![
                words(point(x, title_y), Anchor::Center, Weight::Strong, self.text.get("scene-bag")),
                words(line(0.0), Anchor::Center, Weight::Strong, of_capacity),
                words(white_at, Anchor::Center, Weight::Small, white),
                words(line(2.0), Anchor::Center, Weight::Small, hematocrit),
            ]
        };
        self.part(PartId::Bag, bag, behind, before);
        self.adjusts(Some(Adjust::by_range(SettingId::BagCapacity)));
    }
}
