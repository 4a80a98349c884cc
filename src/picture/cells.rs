//! The cells one sees: how many of which kind in a place, and where each is, as a pure function of the scene clock.

use crate::model::blood::Blood;
use crate::model::cells::{CLASSES, PerClass, WhiteCell};

use super::{Area, Point, point};

/// A kind of cell that is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CellKind {
    Red,
    Platelet,
    White(WhiteCell),
}

impl CellKind {
    pub const ALL: [Self; CLASSES + 2] = [
        Self::Red,
        Self::Platelet,
        Self::White(WhiteCell::Neutrophil),
        Self::White(WhiteCell::ImmatureGranulocyte),
        Self::White(WhiteCell::Lymphocyte),
        Self::White(WhiteCell::Monocyte),
        Self::White(WhiteCell::Blast),
        Self::White(WhiteCell::Cd34),
    ];

    /// Drawn diameter at scale 1. The ratios are those of blood films: platelets 2–3 µm, red cells 7, white cells 8–18.
    pub const fn diameter(self) -> f32 {
        match self {
            Self::Platelet => 4.0,
            Self::Red => 7.0,
            Self::White(WhiteCell::Lymphocyte) => 10.0,
            Self::White(WhiteCell::Cd34) => 11.0,
            Self::White(WhiteCell::Neutrophil) => 12.5,
            Self::White(WhiteCell::ImmatureGranulocyte) => 14.0,
            Self::White(WhiteCell::Monocyte | WhiteCell::Blast) => 15.0,
        }
    }
}

/// One drawn cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    pub at: Point,
    pub kind: CellKind,
    /// How far it is turned, radians.
    pub turn: f32,
}

/// The shares of each kind among the cells of a place. They add up to one, or to zero in a place without cells.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Mix {
    pub red: f64,
    pub platelets: f64,
    pub white: PerClass<f64>,
}

impl Mix {
    /// The mix of a blood, with white cells drawn `white_factor` times as often as they are.
    pub fn of(blood: &Blood, mean_red_cell_volume_fl: f64, white_factor: f64) -> Self {
        // mL per fL is 10⁻¹²: so many 10⁹ red cells.
        let red = blood.red_cells_ml / mean_red_cell_volume_fl * 1e3;
        Self {
            red,
            platelets: blood.platelets_e9,
            white: PerClass(blood.white_cells_e9.0.map(|count| count * white_factor)),
        }
        .normalised()
    }

    fn normalised(self) -> Self {
        let total = self.red + self.platelets + self.white.sum();
        if total <= 0.0 {
            return Self::default();
        }
        Self {
            red: self.red / total,
            platelets: self.platelets / total,
            white: PerClass(self.white.0.map(|share| share / total)),
        }
    }

    /// The kind at a random number from 0 to 1: as the mix shifts, few cells change.
    fn pick(&self, chance: f64) -> CellKind {
        let mut left = chance;
        for (class, share) in self.white.iter() {
            left -= share;
            if left < 0.0 {
                return CellKind::White(class);
            }
        }
        if left < self.platelets { CellKind::Platelet } else { CellKind::Red }
    }
}

/// How many times as many white cells as there are must be drawn for some to be seen: a round number, 1 when there are enough.
pub fn white_factor(blood: &Blood, mean_red_cell_volume_fl: f64) -> f64 {
    /// One drawn cell in thirty is white at least.
    const SEEN: f64 = 1.0 / 30.0;
    let share = Mix::of(blood, mean_red_cell_volume_fl, 1.0).white.sum();
    if share <= 0.0 {
        return 1.0;
    }
    let wanted = SEEN / share;
    [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0].into_iter().find(|factor| *factor >= wanted).unwrap_or(500.0)
}

/// A place full of cells.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// Tells places apart, so that they do not look alike.
    pub seed: u32,
    pub mix: &'a Mix,
    /// Room for one cell, in square units.
    pub room: f32,
    /// Share of the room that is taken: less while saline fills the place.
    pub crowding: f64,
}

/// Cells that flow through a tube along its points; `travelled` is how far they have come.
pub fn flowing(place: &Place<'_>, path: &[Point], tube_width: f32, travelled: f64, to: &mut Vec<Cell>) {
    let length: f32 = path.windows(2).map(|pair| distance(pair[0], pair[1])).sum();
    if length <= 0.0 {
        return;
    }
    let slots = (length * tube_width / place.room) as u32;
    for slot in 0..slots {
        let start = random(place.seed, slot, 0);
        let laps = start + travelled / f64::from(length);
        // Each lap brings another cell: the generation is part of its fate.
        let generation = laps.floor() as i64 as u32;
        let mut chance = Chances { seed: place.seed, slot, generation, next: 1 };
        let Some(kind) = place.occupant(&mut chance) else { continue };
        let radius = kind.diameter() / 2.0;
        let across = (chance.draw() as f32 - 0.5) * (tube_width - 2.0 * radius).max(0.0);
        let (at, direction) = along(path, laps.rem_euclid(1.0) as f32 * length);
        to.push(Cell {
            at: point(at.x - direction.y * across, at.y + direction.x * across),
            kind,
            turn: chance.draw() as f32 * std::f32::consts::TAU + (travelled as f32 * 0.02) % std::f32::consts::TAU,
        });
    }
}

/// Cells that fill an area and drift to the right (or left, when negative) by `drifted`.
pub fn drifting(place: &Place<'_>, area: &Area, drifted: f64, to: &mut Vec<Cell>) {
    let (width, height) = (area.width(), area.height());
    if width <= 0.0 || height <= 0.0 {
        return;
    }
    // A jittered grid: even cover without rows.
    let pitch = place.room.sqrt();
    let (columns, rows) = ((width / pitch).max(1.0) as u32, (height / pitch).ceil().max(1.0) as u32);
    for row in 0..rows {
        for column in 0..columns {
            let slot = row * 4096 + column;
            let jitter = random(place.seed, slot, 0);
            let laps =
                (f64::from(column) + 0.5 + 0.9 * (jitter - 0.5)) / f64::from(columns) + drifted / f64::from(width);
            let generation = laps.floor() as i64 as u32;
            let mut chance = Chances { seed: place.seed, slot, generation, next: 1 };
            let Some(kind) = place.occupant(&mut chance) else { continue };
            let radius = kind.diameter() / 2.0;
            // From the bottom up, so that a falling level takes cells away at the top only.
            let up = (row as f32 + 0.5 + 0.8 * (chance.draw() as f32 - 0.5)) * pitch;
            if up + radius > height {
                continue;
            }
            let x = area.left + laps.rem_euclid(1.0) as f32 * width;
            to.push(Cell {
                at: point(x.clamp(area.left + radius, area.right - radius), area.bottom - up.max(radius)),
                kind,
                turn: chance.draw() as f32 * std::f32::consts::TAU,
            });
        }
    }
}

impl Place<'_> {
    /// Who sits in a slot, if anyone.
    fn occupant(&self, chance: &mut Chances) -> Option<CellKind> {
        if chance.draw() >= self.crowding {
            return None;
        }
        if self.mix.red + self.mix.platelets + self.mix.white.sum() <= 0.0 {
            return None;
        }
        Some(self.mix.pick(chance.draw()))
    }
}

/// The random numbers of one slot in one lap.
struct Chances {
    seed: u32,
    slot: u32,
    generation: u32,
    next: u32,
}

impl Chances {
    fn draw(&mut self) -> f64 {
        self.next += 1;
        random(self.seed ^ self.generation.wrapping_mul(0x9E37_79B9), self.slot, self.next)
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
    f64::from(x) / f64::from(u32::MAX)
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
        drifting(&place, &Area::new(0.0, 0.0, 600.0, 400.0), 13.0, &mut cells);
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
            flowing(&place, &path, 20.0, 1234.5, &mut cells);
            cells
        };
        let cells = draw();
        assert_eq!(cells, draw());
        assert!(!cells.is_empty());
        assert!(cells.iter().all(|cell| cell.at.x > -0.1 && cell.at.x < 110.1 && cell.at.y > -0.1 && cell.at.y < 70.1));
    }

    #[test]
    fn normal_blood_needs_more_white_cells_than_it_has_and_leukemic_blood_does_not() {
        let blood = |white_e9| {
            let mut blood = Blood { red_cells_ml: 440.0, ..Blood::default() };
            blood.white_cells_e9[WhiteCell::Neutrophil] = white_e9;
            blood
        };
        assert_eq!(white_factor(&blood(6.0), 90.0), 50.0);
        assert_eq!(white_factor(&blood(400.0), 90.0), 1.0);
    }
}
