//! The plan of the scene: the place of each part in a picture of any size.

use crate::picture::figure::{self, Person};
use crate::picture::{Area, Point, point};

/// The smallest picture in which every part fits at scale 1.
const ROOM: Point = point(708.0, 400.0);

/// The same in a lecture hall, where fewer parts and words are drawn, as large as there is room for.
const ROOM_IN_HALL: Point = point(496.0, 372.0);

/// How large parts and words are drawn in a picture of this size.
pub fn scale_for(size: Point) -> f32 {
    scale_in(size, ROOM)
}

/// The same in a lecture hall.
pub(super) fn scale_in_hall(size: Point) -> f32 {
    scale_in(size, ROOM_IN_HALL)
}

fn scale_in(size: Point, room: Point) -> f32 {
    (size.x / room.x).min(size.y / room.y).clamp(SMALLEST_SCALE, 2.4)
}

/// In a picture too small for this scale, something is left out.
const SMALLEST_SCALE: f32 = 0.7;

/// The scale of every patient, units per meter at scale 1: so that 5.6 kg beside 88 kg is seen.
const UNITS_PER_M: f32 = 148.0;
/// Nobody is drawn taller, m.
const TALLEST_M: f32 = 2.0;
/// The largest share of a body that lies below the elbow.
const BELOW_ELBOW: f32 = 0.61;
/// The scale of every column of blood, units per liter at scale 1.
const UNITS_PER_L: f32 = 38.0;
/// In a low picture the column has room for so many liters.
const MOST_L: f32 = 6.5;

/// The place of everything.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plan {
    /// Middle height of the titles of patient, channel and bag.
    pub(super) title_y: f32,
    /// Left end of the patient's title.
    pub(super) title_left: f32,
    /// Kept free below the column, for the button that takes out the magnifier.
    pub(super) tool: Area,
    pub(super) couch: Area,
    /// The crown of the patient's head, and the scale of the body.
    pub(super) crown: Point,
    pub(super) units_per_m: f32,
    /// The room of the column of blood, and its scale.
    pub(super) column: Area,
    pub(super) units_per_l: f32,
    pub(super) saline_bag: Area,
    pub(super) citrate_bag: Area,
    pub(super) replacement_bag: Area,
    pub(super) calcium_bag: Area,
    pub(super) inlet_pump: Point,
    pub(super) return_pump: Point,
    pub(super) pump_radius: f32,
    pub(super) rotor: Area,
    /// Whether there is room for the centrifuge.
    pub(super) has_rotor: bool,
    pub(super) channel: Area,
    /// The end of the channel, where what was not collected runs down to the return line.
    pub(super) outlet: Area,
    pub(super) bag: Area,
    pub(super) legend: Area,
    pub(super) draw_y: f32,
    pub(super) return_y: f32,
    /// Where the draw line leaves the arm.
    pub(super) lines_left: f32,
    /// Where the return line ends, below the other arm.
    pub(super) return_end: Point,
    pub(super) tube: f32,
    /// Middle height of the notes at the foot of the picture.
    pub(super) notes_y: f32,
}

/// Distances at scale 1 that differ where words and numbers need no room.
struct Spacing {
    room: Point,
    couch: [f32; 2],
    fluids_left: f32,
    channel_left: f32,
    /// Above the channel, and from its right end to that of the picture.
    channel_top: f32,
    channel_right: f32,
    hanging: [f32; 2],
    /// From the middle of the bag to the right end of the picture; half its width, and the top of it.
    bag: [f32; 3],
}

const USUAL: Spacing = Spacing {
    room: ROOM,
    couch: [48.0, 197.0],
    fluids_left: 180.0,
    channel_left: 352.0,
    channel_top: 54.0,
    channel_right: 174.0,
    hanging: [44.0, 106.0],
    bag: [70.0, 42.0, 58.0],
};

const IN_HALL: Spacing = Spacing {
    room: ROOM_IN_HALL,
    couch: [6.0, 128.0],
    fluids_left: 128.0,
    channel_left: 244.0,
    channel_top: 8.0,
    channel_right: 118.0,
    hanging: [42.0, 102.0],
    bag: [37.0, 33.0, 34.0],
};

impl Plan {
    pub(super) fn new(size: Point, s: f32, person: &Person, in_hall: bool) -> Self {
        let spacing = if in_hall { &IN_HALL } else { &USUAL };
        // Width beyond the smallest goes to the channel first, then to the lines.
        let spare = (size.x - spacing.room.x * s).max(0.0);
        let channel_left = spacing.channel_left * s + 0.35 * spare;
        let channel_right = size.x - spacing.channel_right * s - 0.14 * spare;
        let channel = Area::new(channel_left, spacing.channel_top * s, channel_right, size.y - 66.0 * s);
        let outlet = Area::new(channel.right, channel.top, channel.right + 17.0 * s, size.y - 34.0 * s);
        let return_y = size.y - 34.0 * s;
        let draw_y = 163.0 * s;
        // Right of the words above the column of blood, which do not become smaller where the picture does.
        let [couch_top, couch_right] = spacing.couch.map(|at| at * s);
        let (couch_top, couch_left) = if in_hall {
            (couch_top, 8.0 * s)
        } else {
            (couch_top.max(20.0 * s + 26.0 * s.max(1.0)), 10.0 * s + 69.0 * s.max(1.0))
        };
        let couch = Area::new(couch_left, couch_top, couch_right, (350.0 * s).min(return_y - 14.0 * s));
        // Above it stand its words, which do not become smaller, below the patient's title.
        let column_top = (38.0 * s + 62.0 * s.max(1.0)).min(couch.bottom - 40.0 * s);
        let column = Area::new(10.0 * s, column_top, 26.0 * s, couch.bottom);
        let height_m = person.height_m as f32;
        // In a low picture everybody is smaller alike: the tallest lies with the elbow at the draw line and the soles on the couch.
        let room = (couch.bottom - draw_y - 4.0 * s).max(20.0 * s) / (BELOW_ELBOW * TALLEST_M);
        let units_per_m = (UNITS_PER_M * s).min(room) * (TALLEST_M / height_m).min(1.0);
        // The right elbow lies at the height of the draw line.
        let lying = figure::places(person, Point::default(), units_per_m);
        let crown = point(couch.center().x, draw_y - lying.right_elbow.y);
        let lines_left = crown.x + lying.right_elbow.x + 15.0 * s;
        let (elbow, wrist) = (lying.left_elbow, lying.left_wrist);
        let vein = point(0.65 * elbow.x + 0.35 * wrist.x, 0.65 * elbow.y + 0.35 * wrist.y);
        // An infant's arms are raised: the line passes outside of the legs.
        let end = if wrist.y > elbow.y {
            point(vein.x, vein.y + 34.0 * s)
        } else {
            point(vein.x - 14.0 * s, vein.y + 40.0 * s)
        };
        let fluids_left = spacing.fluids_left * s;
        let gap = channel.left - fluids_left;
        let [hang_top, hang_bottom] = spacing.hanging.map(|at| at * s);
        let hang = |x: f32, width: f32| Area::new(x - width / 2.0, hang_top, x + width / 2.0, hang_bottom);
        let [bag_right, bag_half, bag_top] = spacing.bag.map(|at| at * s);
        let bag_x = size.x - bag_right - 0.05 * spare;
        let bag = Area::new(bag_x - bag_half, bag_top, bag_x + bag_half, bag_top + 0.30 * size.y);
        let (legend_left, legend_right) = (bag_x - 68.0 * s - 0.07 * spare, bag_x + 67.0 * s + 0.05 * spare);
        let rotor_middle = point(fluids_left + 0.70 * gap, (draw_y + return_y) / 2.0 + 4.0 * s);
        let fluids_x = fluids_left + 0.17 * gap;
        let stand = |x: f32, width: f32| Area::around(point(x, rotor_middle.y + 4.0 * s), width, 52.0 * s);
        Self {
            title_y: 20.0 * s,
            title_left: 10.0 * s,
            tool: Area::around(point(22.0 * s, size.y - 15.0 * s), 26.0 * s.min(1.0), 26.0 * s.min(1.0)),
            couch,
            crown,
            units_per_m,
            column,
            units_per_l: (UNITS_PER_L * s).min(column.height() / MOST_L),
            return_end: point(crown.x + end.x, crown.y + end.y),
            saline_bag: hang(fluids_left + 0.235 * gap, 36.0 * s),
            citrate_bag: hang(fluids_left + if in_hall { 0.66 } else { 0.53 } * gap, 42.0 * s),
            replacement_bag: stand(fluids_x, 34.0 * s),
            calcium_bag: stand(fluids_x, 26.0 * s),
            inlet_pump: point(fluids_left + 0.80 * gap, draw_y),
            return_pump: point(fluids_left + 0.84 * gap, return_y),
            pump_radius: 18.0 * s,
            has_rotor: !in_hall && size.x >= SMALLEST_SCALE * ROOM.x && size.y >= SMALLEST_SCALE * ROOM.y,
            rotor: Area::around(rotor_middle, 88.0 * s, 98.0 * s),
            outlet,
            bag,
            legend: Area::new(legend_left, bag.bottom + 68.0 * s, legend_right, size.y - 8.0 * s),
            tube: 20.0 * s,
            notes_y: size.y - 8.0 * s.max(1.0),
            channel,
            draw_y,
            return_y,
            lines_left,
        }
    }
}
