//! Where each cell of a place is drawn: a pure function of the place, its seed and how far its blood has moved.

use super::cells::{Cell, Mix};
use super::{Area, Point, point};

/// A place full of cells.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// Differs between places, so that they do not look alike.
    pub seed: u32,
    pub mix: &'a Mix,
    /// Area for one cell, in square units.
    pub room: f32,
    /// Share of the slots that are taken: fewer while saline fills the place.
    pub crowding: f64,
}

/// How far cells have come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Moved {
    /// By this length since the scene began to move.
    By(f64),
    /// In a drawing that repeats: by this share, 0 to 1, of the length that they move in a round.
    Round { length: f64, share: f64 },
}

impl Moved {
    /// How far the cell of a slot has come, and how much of it is there. In a drawing that repeats, each slot has a round of its own: its
    /// cell comes in, moves as far as a round brings it, goes out, and comes in again where it began.
    fn of_slot(self, seed: u32, slot: u32) -> (f64, f32) {
        /// A cell comes in, and goes out, over this share of a round.
        const DOOR: f64 = 0.14;
        match self {
            Self::By(moved) => (moved, 1.0),
            Self::Round { length: 0.0, .. } => (0.0, 1.0),
            Self::Round { length, share } => {
                let begins = random(seed, slot, 1);
                let own = (share - begins).rem_euclid(1.0);
                (length * (own + begins), smooth((own.min(1.0 - own) / DOOR) as f32))
            }
        }
    }
}

/// From this length of a round on, the cells of a tube follow each other in a row that repeats: nobody sees that it does.
const LONG_ROUND: f64 = 90.0;

/// Cells that flow through a tube along its points.
pub fn flowing(place: &Place<'_>, path: &[Point], tube_width: f32, moved: Moved, to: &mut Vec<Cell>) {
    let length: f32 = path.windows(2).map(|pair| distance(pair[0], pair[1])).sum();
    if length <= 0.0 || place.mix.is_empty() {
        return;
    }
    let tube = Tube { place, path, width: tube_width, length };
    if let Moved::Round { length: round, share } = moved
        && round >= LONG_ROUND
    {
        return tube.row_that_repeats(round, share, to);
    }
    let slots = (length * tube_width / place.room) as u32;
    for slot in 0..slots {
        let (traveled, shown) = moved.of_slot(place.seed, slot);
        let laps = random(place.seed, slot, 0) + traveled / f64::from(length);
        // Each lap brings another cell, so the lap is part of its random seed.
        let mut chance = Chances { shown, ..Chances::new(place.seed, slot, laps) };
        let turned = (traveled as f32 * TURN) % std::f32::consts::TAU;
        tube.put(laps.rem_euclid(1.0) as f32 * length, turned, &mut chance, to);
    }
}

/// How far a cell turns with each unit of its way, in radians.
const TURN: f32 = 0.02;

/// A tube and what flows in it.
struct Tube<'a> {
    place: &'a Place<'a>,
    path: &'a [Point],
    width: f32,
    length: f32,
}

impl Tube<'_> {
    /// Cells in a row as long as they move in a round, and again behind it, as often as the tube is longer: at the end of a round each is
    /// where the one before it began.
    fn row_that_repeats(&self, round: f64, share: f64, to: &mut Vec<Cell>) {
        let slots = (round * f64::from(self.width / self.place.room)).round() as u32;
        // Whole turns, or none.
        let turns = (round as f32 * TURN / std::f32::consts::TAU).round() * share as f32;
        for slot in 0..slots {
            let mut come = ((random(self.place.seed, slot, 0) + share).rem_euclid(1.0) * round) as f32;
            while come < self.length {
                let mut chance = Chances::new(self.place.seed, slot, 0.0);
                self.put(come, turns * std::f32::consts::TAU, &mut chance, to);
                come += round as f32;
            }
        }
    }

    /// The cell of a slot, when it has one, at this length of the tube.
    fn put(&self, come: f32, turned: f32, chance: &mut Chances, to: &mut Vec<Cell>) {
        /// A cell fades in, and out, over this much of the tube's length.
        const DOOR: f32 = 8.0;
        let Some(mut cell) = self.place.occupant(self.place.crowding, None, chance) else { return };
        let across = (chance.draw() as f32 - 0.5) * (self.width - cell.kind.diameter()).max(0.0);
        let (at, direction) = along(self.path, come);
        cell.at = point(at.x - direction.y * across, at.y + direction.x * across);
        cell.turn += turned;
        cell.size *= (come.min(self.length - come) / DOOR).min(1.0);
        to.push(cell);
    }
}

/// Cells that fill an area and drift to the right (or left, when negative).
pub fn drifting(place: &Place<'_>, area: &Area, drifted: Moved, to: &mut Vec<Cell>) {
    let (width, height) = (area.width(), area.height());
    if width <= 0.0 || height <= 0.0 || place.mix.is_empty() {
        return;
    }
    for_each_slot(place, point(width, height), drifted, |spot, chance| {
        let Some(mut cell) = place.occupant(place.crowding, None, chance) else { return };
        let radius = cell.kind.diameter() / 2.0;
        // From the bottom up, so that a falling level removes cells only at the top; large cells near it are held below it, or the mix
        // would lack them.
        let x = held(area.left + spot.along * width, area.left, area.right, radius);
        cell.at = point(x, held(area.bottom - spot.row_place * height, area.top, area.bottom, radius));
        to.push(cell);
    });
}

/// The value kept at least `spare` away from both ends of a range; its middle where the range is too narrow.
pub(super) fn held(value: f32, least: f32, most: f32, spare: f32) -> f32 {
    if most - least < 2.0 * spare { (least + most) / 2.0 } else { value.clamp(least + spare, most - spare) }
}

/// Rises smoothly from 0 to 1, with no kink at either end.
pub(super) fn smooth(share: f32) -> f32 {
    let x = share.clamp(0.0, 1.0);
    x * x * (3.0 - 2.0 * x)
}

/// Where a slot of an area is.
pub(super) struct Spot {
    /// Position from left to right, 0 to 1.
    pub(super) along: f32,
    /// Position from the bottom up, 0 to 1.
    pub(super) row_place: f32,
}

/// Visits the slots of an area, a jittered grid that drifts: it covers evenly without visible rows.
pub(super) fn for_each_slot(
    place: &Place<'_>,
    size: Point,
    drifted: Moved,
    mut visit: impl FnMut(&Spot, &mut Chances),
) {
    let Point { x: width, y: height } = size;
    let pitch = place.room.sqrt();
    let (columns, rows) = ((width / pitch).max(1.0) as u32, (height / pitch).ceil().max(1.0) as u32);
    let rows_that_fit = height / pitch;
    for row in 0..rows {
        for column in 0..columns {
            let slot = row * 4096 + column;
            let jitter = random(place.seed, slot, 0);
            let (drifted, shown) = drifted.of_slot(place.seed, slot);
            let laps =
                (f64::from(column) + 0.5 + 0.9 * (jitter - 0.5)) / f64::from(columns) + drifted / f64::from(width);
            let mut chance = Chances { shown, ..Chances::new(place.seed, slot, laps) };
            let up = (row as f32 + 0.5 + 0.8 * (chance.draw() as f32 - 0.5)) / rows_that_fit.max(1.0);
            if up < 1.0 {
                visit(&Spot { along: laps.rem_euclid(1.0) as f32, row_place: up }, &mut chance);
            }
        }
    }
}

impl Place<'_> {
    /// The cell in a slot, if any, when this share of the slots is taken: of a given rank among the mix, or of any.
    pub(super) fn occupant(&self, taken: f64, rank: Option<f64>, chance: &mut Chances) -> Option<Cell> {
        let size = grown(taken, chance.draw())?;
        let kind = self.mix.pick(rank.unwrap_or_else(|| chance.draw()));
        let fate = chance.draw();
        let (turn, variant) = (fate as f32 * std::f32::consts::TAU, (fate * 4096.0) as u32 as u8);
        Some(Cell { at: Point::default(), kind, turn, size: size * chance.shown, variant })
    }
}

/// The size of the cell in a slot that is taken once the share of taken slots exceeds `chance`: the cell grows as it comes in.
fn grown(taken: f64, chance: f64) -> Option<f32> {
    /// A cell has its full size once this further share of the slots is taken.
    const GROWS_OVER: f64 = 0.05;
    (chance < taken).then(|| smooth(((taken - chance) / GROWS_OVER) as f32 + 0.25))
}

/// The random numbers of one slot in one lap.
pub(super) struct Chances {
    seed: u32,
    slot: u32,
    next: u32,
    /// How much of its cell is there, from 0 to 1.
    shown: f32,
}

impl Chances {
    fn new(seed: u32, slot: u32, laps: f64) -> Self {
        let generation = laps.floor() as i64 as u32;
        Self { seed: seed ^ generation.wrapping_mul(0x9E37_79B9), slot, next: 1, shown: 1.0 }
    }

    pub(super) fn draw(&mut self) -> f64 {
        self.next += 1;
        random(self.seed, self.slot, self.next)
    }
}

/// A number from 0 to 1 that depends on its arguments alone (a 32-bit mixing function; no state).
fn random(seed: u32, slot: u32, salt: u32) -> f64 {
    let mut x = seed.wrapping_mul(0x85EB_CA6B) ^ slot.wrapping_mul(0xC2B2_AE35) ^ salt.wrapping_mul(0x27D4_EB2F);
    x ^= x >> 16;
    x = x.wrapping_mul(0x7FEB_352D);
    x ^= x >> 15;
    x = x.wrapping_mul(0x846C_A68B);
    x ^= x >> 16;
    f64::from(x) / 4_294_967_296.0
}

fn distance(a: Point, b: Point) -> f32 {
    (a.x - b.x).hypot(a.y - b.y)
}

/// The point at `length` along the path, and the direction there.
fn along(path: &[Point], mut length: f32) -> (Point, Point) {
    let mut last = (path[0], point(1.0, 0.0));
    for pair in path.windows(2) {
        let piece = distance(pair[0], pair[1]);
        if piece <= 0.0 {
            continue;
        }
        let direction = point((pair[1].x - pair[0].x) / piece, (pair[1].y - pair[0].y) / piece);
        if length <= piece {
            return (point(pair[0].x + direction.x * length, pair[0].y + direction.y * length), direction);
        }
        length -= piece;
        last = (pair[1], direction);
    }
    last
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::cells::WhiteCell;
    use crate::picture::cells::CellKind;

    fn mix() -> Mix {
        let mut mix = Mix { red: 0.6, platelets: 0.1, ..Mix::default() };
        mix.white[WhiteCell::Blast] = 0.3;
        mix
    }

    #[test]
    fn the_drawn_mix_is_the_given_mix() {
        let mix = mix();
        let place = Place { seed: 7, mix: &mix, room: 20.0, crowding: 1.0 };
        let mut cells = Vec::new();
        drifting(&place, &Area::new(0.0, 0.0, 600.0, 400.0), Moved::By(13.0), &mut cells);
        let share = |kind| cells.iter().filter(|cell| cell.kind == kind).count() as f64 / cells.len() as f64;
        assert!(cells.len() > 5000);
        assert!((share(CellKind::White(WhiteCell::Blast)) - 0.3).abs() < 0.02);
        assert!((share(CellKind::Platelet) - 0.1).abs() < 0.02);
    }

    #[test]
    fn one_moment_is_always_the_same_picture_and_cells_stay_in_their_tube() {
        let mix = mix();
        let place = Place { seed: 3, mix: &mix, room: 25.0, crowding: 0.8 };
        let path = [point(0.0, 10.0), point(100.0, 10.0), point(100.0, 60.0)];
        let draw = || {
            let mut cells = Vec::new();
            flowing(&place, &path, 20.0, Moved::By(1234.5), &mut cells);
            cells
        };
        let cells = draw();
        assert_eq!(cells, draw());
        assert!(!cells.is_empty());
        assert!(cells.iter().all(|cell| cell.at.x > -0.1 && cell.at.x < 110.1 && cell.at.y > -0.1 && cell.at.y < 70.1));
    }

    #[test]
    fn cells_come_in_small_and_none_jumps() {
        let mix = mix();
        let place = Place { seed: 3, mix: &mix, room: 25.0, crowding: 0.8 };
        let path = [point(0.0, 10.0), point(200.0, 10.0)];
        let draw = |traveled| {
            let mut cells = Vec::new();
            flowing(&place, &path, 20.0, Moved::By(traveled), &mut cells);
            cells
        };
        let (before, after) = (draw(100.0), draw(100.5));
        for cell in before.iter().filter(|cell| cell.size > 0.3) {
            let near = |other: &&Cell| distance(other.at, cell.at) < 0.6 && other.kind == cell.kind;
            let stays = after.iter().find(near).expect("a cell does not vanish");
            assert!((stays.size - cell.size).abs() < 0.1);
        }
    }
}
