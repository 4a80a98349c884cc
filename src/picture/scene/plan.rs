//! The plan of the scene: the place of each part in a picture of any size.

use crate::picture::{Area, Point, point};

/// The smallest picture in which every part fits at scale 1.
const ROOM: Point = point(708.0, 400.0);

/// How large parts and words are drawn in a picture of this size.
pub fn scale_for(size: Point) -> f32 {
    (size.x / ROOM.x).min(size.y / ROOM.y).clamp(0.7, 2.4)
}

/// The place of everything.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plan {
    /// Middle height of the titles of patient, channel and bag.
    pub(super) title_y: f32,
    /// Kept free beside the head, for the button that takes out the magnifier.
    pub(super) tool: Area,
    pub(super) head: Point,
    pub(super) head_radius: f32,
    pub(super) torso: Area,
    /// Upper and lower end of the middle line of the arm with the needles.
    pub(super) arm: [Point; 2],
    pub(super) arm_width: f32,
    pub(super) saline_bag: Area,
    pub(super) citrate_bag: Area,
    pub(super) replacement_bag: Area,
    pub(super) calcium_bag: Area,
    pub(super) inlet_pump: Point,
    pub(super) return_pump: Point,
    pub(super) pump_radius: f32,
    pub(super) rotor: Area,
    pub(super) channel: Area,
    /// The end of the channel, where what was not collected runs down to the return line.
    pub(super) outlet: Area,
    pub(super) bag: Area,
    pub(super) legend: Area,
    pub(super) draw_y: f32,
    pub(super) return_y: f32,
    /// Where the lines leave the arm.
    pub(super) lines_left: f32,
    pub(super) tube: f32,
    /// Middle height of the notes at the foot of the picture.
    pub(super) notes_y: f32,
}

impl Plan {
    pub(super) fn new(size: Point, s: f32) -> Self {
        // Width beyond the smallest goes to the channel first, then to the lines.
        let spare = (size.x - ROOM.x * s).max(0.0);
        let channel_left = 312.0 * s + 0.35 * spare;
        let channel = Area::new(channel_left, 54.0 * s, size.x - 174.0 * s - 0.14 * spare, size.y - 66.0 * s);
        let outlet = Area::new(channel.right, channel.top, channel.right + 17.0 * s, size.y - 34.0 * s);
        let return_y = size.y - 34.0 * s;
        let draw_y = 158.0 * s;
        let torso = Area::new(30.0 * s, 96.0 * s, 94.0 * s, size.y - 34.0 * s);
        let arm_x = 107.0 * s;
        let lines_left = 130.0 * s;
        let gap = channel.left - lines_left;
        let hang = |x: f32, width: f32| Area::new(x - width / 2.0, 44.0 * s, x + width / 2.0, 106.0 * s);
        let bag_x = size.x - 66.0 * s - 0.05 * spare;
        let bag = Area::new(bag_x - 42.0 * s, 58.0 * s, bag_x + 42.0 * s, 58.0 * s + 0.30 * size.y);
        let (legend_left, legend_right) = (bag_x - 71.0 * s - 0.07 * spare, bag_x + 63.0 * s + 0.05 * spare);
        let rotor_middle = point(lines_left + 0.66 * gap, (draw_y + return_y) / 2.0 + 4.0 * s);
        let fluids_x = lines_left + 0.18 * gap;
        let stand = |x: f32, width: f32| Area::around(point(x, rotor_middle.y - 18.0 * s), width, 52.0 * s);
        Self {
            title_y: 20.0 * s,
            tool: Area::around(point(22.0 * s, 62.0 * s), 28.0 * s.min(1.0), 28.0 * s.min(1.0)),
            head: point(torso.center().x, 62.0 * s),
            head_radius: 21.0 * s,
            arm: [point(arm_x, 108.0 * s), point(arm_x, return_y + 1.0 * s)],
            arm_width: 18.0 * s,
            saline_bag: hang(lines_left + 0.18 * gap, 38.0 * s),
            citrate_bag: hang(lines_left + 0.50 * gap, 44.0 * s),
            replacement_bag: stand(fluids_x, 34.0 * s),
            calcium_bag: stand(fluids_x, 26.0 * s),
            inlet_pump: point(lines_left + 0.77 * gap, draw_y),
            return_pump: point(lines_left + 0.81 * gap, return_y),
            pump_radius: 18.0 * s,
            rotor: Area::around(rotor_middle, 96.0 * s, 98.0 * s),
            outlet,
            bag,
            legend: Area::new(legend_left, bag.bottom + 68.0 * s, legend_right, size.y - 8.0 * s),
            tube: 20.0 * s,
            notes_y: size.y - 7.5 * s,
            torso,
            channel,
            draw_y,
            return_y,
            lines_left,
        }
    }
}
