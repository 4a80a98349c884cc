//! The plan of the scene: where each part stands in a picture of any size.

use crate::picture::{Area, Point, point};

/// Where everything stands.
pub(super) struct Plan {
    pub(super) head: Point,
    pub(super) head_radius: f32,
    pub(super) body: Area,
    pub(super) channel: Area,
    pub(super) bag: Area,
    pub(super) citrate_bag: Area,
    pub(super) draw_y: f32,
    pub(super) return_y: f32,
    pub(super) inlet_pump: Point,
    pub(super) return_pump: Point,
    pub(super) tube: f32,
    pub(super) pump_radius: f32,
}

impl Plan {
    pub(super) fn new(size: Point, s: f32) -> Self {
        let body = Area::new(24.0 * s, 104.0 * s, 116.0 * s, size.y - 62.0 * s);
        let channel = Area::new(size.x * 0.445, 66.0 * s, size.x * 0.80, size.y - 32.0 * s);
        let gap = channel.left - body.right;
        let draw_y = body.top + 0.24 * body.height();
        let return_y = body.bottom - 34.0 * s;
        let citrate_x = body.right + 0.36 * gap;
        let bag_x = (channel.right + size.x) / 2.0 + 14.0 * s;
        let bag_half = (size.x - 18.0 * s - bag_x).min(44.0 * s);
        Self {
            head: point(body.center().x, 66.0 * s),
            head_radius: 25.0 * s,
            bag: Area::new(bag_x - bag_half, 92.0 * s, bag_x + bag_half, 92.0 * s + 0.36 * size.y),
            citrate_bag: Area::new(citrate_x - 24.0 * s, 36.0 * s, citrate_x + 24.0 * s, 102.0 * s),
            inlet_pump: point(body.right + 0.72 * gap, draw_y),
            return_pump: point(body.right + 0.50 * gap, return_y),
            tube: 24.0 * s,
            pump_radius: 20.0 * s,
            body,
            channel,
            draw_y,
            return_y,
        }
    }
}
