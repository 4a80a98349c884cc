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

    /// The name in message ids.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Red => "red",
            Self::Platelet => "platelet",
            Self::White(class) => class.key(),
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
    /// From 0 to 1: cells grow as they come in, so that none pops up.
    pub size: f32,
    /// Which of the kind's portraits it wears, taken modulo their number.
    pub variant: u8,
}

/// The shares of each kind among the cells of a place. They add up to one, or to zero in a place without cells.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Mix {
    pub red: f64,
    pub platelets: f64,
    pub white: PerClass<f64>,
}

/// White cells from the lightest to the heaviest: so they lie, from the plasma outward.
const BY_DENSITY: [WhiteCell; CLASSES] = [
    WhiteCell::Blast,
    WhiteCell::Cd34,
    WhiteCell::Monocyte,
    WhiteCell::Lymphocyte,
    WhiteCell::ImmatureGranulocyte,
    WhiteCell::Neutrophil,
];

impl Mix {
    pub const PLATELETS: Self = Self { red: 0.0, platelets: 1.0, white: PerClass([0.0; CLASSES]) };

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

    /// The same shares, made to add up to one.
    pub fn normalised(self) -> Self {
        let total = self.total();
        if total <= 0.0 {
            return Self::default();
        }
        Self {
            red: self.red / total,
            platelets: self.platelets / total,
            white: PerClass(self.white.0.map(|share| share / total)),
        }
    }

    fn total(&self) -> f64 {
        self.red + self.platelets + self.white.sum()
    }

    pub fn is_empty(&self) -> bool {
        self.total() <= 0.0
    }

    /// The kind at a random number from 0 to 1, white cells first and by density: as the mix shifts, few cells change.
    fn pick(&self, chance: f64) -> CellKind {
        let mut left = chance;
        for class in BY_DENSITY {
            left -= self.white[class];
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
    /// Over this much of the tube's length a cell comes in, and goes out.
    const DOOR: f32 = 8.0;
    let length: f32 = path.windows(2).map(|pair| distance(pair[0], pair[1])).sum();
    if length <= 0.0 || place.mix.is_empty() {
        return;
    }
    let slots = (length * tube_width / place.room) as u32;
    for slot in 0..slots {
        let laps = random(place.seed, slot, 0) + travelled / f64::from(length);
        // Each lap brings another cell: the generation is part of its fate.
        let mut chance = Chances::new(place.seed, slot, laps);
        let Some(mut cell) = place.occupant(place.crowding, &mut chance) else { continue };
        let across = (chance.draw() as f32 - 0.5) * (tube_width - cell.kind.diameter()).max(0.0);
        let come = laps.rem_euclid(1.0) as f32 * length;
        let (at, direction) = along(path, come);
        cell.at = point(at.x - direction.y * across, at.y + direction.x * across);
        cell.turn += (travelled as f32 * 0.02) % std::f32::consts::TAU;
        cell.size *= (come.min(length - come) / DOOR).min(1.0);
        to.push(cell);
    }
}

/// Cells that fill an area and drift to the right (or left, when negative) by `drifted`.
pub fn drifting(place: &Place<'_>, area: &Area, drifted: f64, to: &mut Vec<Cell>) {
    let (width, height) = (area.width(), area.height());
    if width <= 0.0 || height <= 0.0 || place.mix.is_empty() {
        return;
    }
    for_each_slot(place, width, height, drifted, |spot, chance| {
        let Some(mut cell) = place.occupant(place.crowding, chance) else { return };
        let radius = cell.kind.diameter() / 2.0;
        // From the bottom up, so that a falling level takes cells away at the top only.
        let up = spot.row_place * height;
        if up + radius > height {
            return;
        }
        let x = held(area.left + spot.along * width, area.left, area.right, radius);
        cell.at = point(x, area.bottom - up.max(radius));
        to.push(cell);
    });
}

/// A channel in which blood comes apart: a mixed stream at the left, layers at the right.
///
/// Every cell goes with the stream and by its own density across it: red cells pack at the wall, a white cell lighter than the
/// packed bed floats out of it, the lighter the sooner, and a heavier one stays.
#[derive(Clone, Copy, Debug)]
pub struct Channel<'a> {
    pub seed: u32,
    pub area: Area,
    /// Where bed and buffy coat begin once they lie apart.
    pub bed_top: f32,
    pub buffy_top: f32,
    /// What flows in.
    pub entering: &'a Mix,
    /// What the buffy coat is made of.
    pub buffy_coat: &'a Mix,
    /// What is spread through the plasma: platelets that have not settled, and red cells that spilled over.
    pub plasma: &'a Mix,
    pub plasma_crowding: f64,
    /// Share of the platelets that have settled onto the buffy coat.
    pub settled_platelet_share: f64,
    pub bed_density_g_ml: f64,
    /// Share of the channel that is blood and no longer prime, times the share of cells that is drawn at all.
    pub crowding: f64,
    pub room: ChannelRoom,
}

/// Room for one cell in each layer, in square units.
#[derive(Clone, Copy, Debug)]
pub struct ChannelRoom {
    pub bed: f32,
    pub buffy_coat: f32,
    pub plasma: f32,
    pub platelet_band: f32,
}

/// How far apart the layers lie at a share of the channel's length: 0 at the inlet, 1 at the end.
pub fn apart(along: f32) -> f32 {
    /// The share of the length in which two thirds of the way is done.
    const LENGTH: f32 = 0.13;
    (1.0 - libm::expf(-along / LENGTH)) / (1.0 - libm::expf(-1.0 / LENGTH))
}

impl Channel<'_> {
    /// Where the bed begins at a share of the length.
    fn bed_top_at(&self, along: f32) -> f32 {
        self.area.top + (self.bed_top - self.area.top) * apart(along)
    }

    /// Where the plasma ends at a share of the length.
    fn buffy_top_at(&self, along: f32) -> f32 {
        self.area.top + (self.buffy_top - self.area.top) * apart(along)
    }

    /// The cells of all layers, carried to the right by `drifted`.
    pub fn cells(&self, drifted: f64, to: &mut Vec<Cell>) {
        self.bed_cells(drifted, to);
        self.plasma_cells(drifted, to);
        self.buffy_coat_cells(drifted, to);
    }

    fn bed_cells(&self, drifted: f64, to: &mut Vec<Cell>) {
        let place = Place { seed: self.seed, mix: self.entering, room: self.room.bed, crowding: self.crowding };
        if place.mix.is_empty() {
            return;
        }
        let height = self.area.bottom - self.bed_top;
        for_each_slot(&place, self.area.width(), height, drifted, |spot, chance| {
            let Some(mut cell) = place.occupant(place.crowding, chance) else { return };
            let radius = cell.kind.diameter() / 2.0;
            let top = self.bed_top_at(spot.along);
            // With the stream of red cells: packed ever closer.
            let packed = self.area.bottom - radius - spot.row_place * (self.area.bottom - top - 2.0 * radius).max(0.0);
            let y = match cell.kind {
                CellKind::Red => packed,
                CellKind::Platelet => {
                    // Ten times smaller than a red cell: left behind in the plasma, and counted there.
                    cell.size *= 1.0 - apart(spot.along);
                    packed
                }
                CellKind::White(class) => self.float_or_sink(class, spot.along, packed, chance, &mut cell.size),
            };
            cell.at = self.place(spot.along, y, radius);
            to.push(cell);
        });
    }

    /// The height of a white cell that has gone with the packing bed to `packed`.
    fn float_or_sink(&self, class: WhiteCell, along: f32, packed: f32, chance: &mut Chances, size: &mut f32) -> f32 {
        /// Lighter than the bed by this much, a cell has floated most of its way in a seventh of the length.
        const QUICK_G_ML: f64 = 0.012;
        const QUICKLY: f32 = 0.15;
        let lighter_g_ml = self.bed_density_g_ml - own_density_g_ml(class, chance.draw());
        // The slow ones are drawn a little quicker than in proportion, so that they arrive within the picture.
        let speed = (lighter_g_ml.abs() / QUICK_G_ML).min(2.0).sqrt() as f32;
        let done = 1.0 - libm::expf(-along / QUICKLY * speed);
        if lighter_g_ml > 0.0 {
            let among = self.buffy_top_at(along)
                + chance.draw() as f32 * (self.bed_top_at(along) - self.buffy_top_at(along)).max(0.0);
            // Once there it is one of the buffy coat's own.
            *size *= 1.0 - smooth((done - 0.85) / 0.13);
            packed + (among - packed) * smooth(done)
        } else {
            packed + (self.area.bottom - packed) * 0.5 * done
        }
    }

    fn buffy_coat_cells(&self, drifted: f64, to: &mut Vec<Cell>) {
        let place =
            Place { seed: self.seed + 1, mix: self.buffy_coat, room: self.room.buffy_coat, crowding: self.crowding };
        let height = self.bed_top - self.buffy_top;
        if place.mix.is_empty() || height <= 0.0 {
            return;
        }
        for_each_slot(&place, self.area.width(), height, drifted, |spot, chance| {
            // Filled by what floats up along the way.
            let taken = place.crowding * f64::from(smooth((spot.along - 0.05) / 0.5));
            // By density: the lightest on the side of the plasma.
            let rank = f64::from(1.0 - spot.row_place);
            let Some(mut cell) = place.occupant_of_rank(taken, rank, chance) else { return };
            let radius = cell.kind.diameter() / 2.0;
            let (top, bottom) = (self.buffy_top_at(spot.along), self.bed_top_at(spot.along));
            let y = bottom - spot.row_place * (bottom - top);
            cell.at = self.place(spot.along, held(y, top, bottom, 0.5 * radius), radius);
            to.push(cell);
        });
    }

    fn plasma_cells(&self, drifted: f64, to: &mut Vec<Cell>) {
        let height = self.buffy_top - self.area.top;
        let mut layer = |seed: u32, mix: &Mix, room: f32, crowding: f64, depth: f32, from: f32| {
            let place = Place { seed: self.seed + seed, mix, room, crowding };
            if mix.is_empty() || depth <= 0.0 {
                return;
            }
            for_each_slot(&place, self.area.width(), depth, drifted, |spot, chance| {
                let Some(mut cell) = place.occupant(place.crowding, chance) else { return };
                let radius = cell.kind.diameter() / 2.0;
                let share = apart(spot.along);
                cell.size *= smooth((share - 0.3) / 0.5);
                let bottom = self.area.top + (self.buffy_top - self.area.top) * share;
                let depth = depth * if from > 0.0 { 1.0 } else { share };
                cell.at = self.place(spot.along, bottom - spot.row_place * depth.min(bottom - self.area.top), radius);
                to.push(cell);
            });
        };
        layer(2, self.plasma, self.room.plasma, self.plasma_crowding, height, 0.0);
        // Settled platelets lie as a band on the buffy coat.
        const BAND: f32 = 26.0;
        let settled = self.settled_platelet_share * self.crowding;
        layer(3, &Mix::PLATELETS, self.room.platelet_band, settled, BAND.min(height), BAND);
    }

    fn place(&self, along: f32, y: f32, radius: f32) -> Point {
        let x = self.area.left + along * self.area.width();
        point(held(x, self.area.left, self.area.right, radius), held(y, self.area.top, self.area.bottom, radius))
    }
}

/// Held within a room with this much to spare at both ends; in its middle where there is less room than that.
fn held(value: f32, least: f32, most: f32, spare: f32) -> f32 {
    if most - least < 2.0 * spare { (least + most) / 2.0 } else { value.clamp(least + spare, most - spare) }
}

/// The density of one cell of a class: chance is its rank among its like.
fn own_density_g_ml(class: WhiteCell, chance: f64) -> f64 {
    let density = class.density();
    let rank = chance.clamp(1e-3, 1.0 - 1e-3);
    // The logistic distribution, within a hundredth of the normal one at this width.
    density.mode_g_ml + density.sd_g_ml * libm::log(rank / (1.0 - rank)) / 1.702
}

/// From 0 to 1 without a jerk at either end.
fn smooth(share: f32) -> f32 {
    let x = share.clamp(0.0, 1.0);
    x * x * (3.0 - 2.0 * x)
}

/// Where a slot of an area is.
struct Spot {
    /// Share of the way from left to right.
    along: f32,
    /// Share of the way from the bottom up.
    row_place: f32,
}

/// Goes over the slots of an area, a jittered grid that drifts: even cover without rows.
fn for_each_slot(place: &Place<'_>, width: f32, height: f32, drifted: f64, mut visit: impl FnMut(&Spot, &mut Chances)) {
    let pitch = place.room.sqrt();
    let (columns, rows) = ((width / pitch).max(1.0) as u32, (height / pitch).ceil().max(1.0) as u32);
    let rows_that_fit = height / pitch;
    for row in 0..rows {
        for column in 0..columns {
            let slot = row * 4096 + column;
            let jitter = random(place.seed, slot, 0);
            let laps =
                (f64::from(column) + 0.5 + 0.9 * (jitter - 0.5)) / f64::from(columns) + drifted / f64::from(width);
            let mut chance = Chances::new(place.seed, slot, laps);
            let up = (row as f32 + 0.5 + 0.8 * (chance.draw() as f32 - 0.5)) / rows_that_fit.max(1.0);
            if up < 1.0 {
                visit(&Spot { along: laps.rem_euclid(1.0) as f32, row_place: up }, &mut chance);
            }
        }
    }
}

impl Place<'_> {
    /// Who sits in a slot, if anyone, when this share of the slots is taken.
    fn occupant(&self, taken: f64, chance: &mut Chances) -> Option<Cell> {
        let size = grown(taken, chance.draw())?;
        let rank = chance.draw();
        Some(self.cell(rank, size, chance))
    }

    /// The same, of a given rank among the mix.
    fn occupant_of_rank(&self, taken: f64, rank: f64, chance: &mut Chances) -> Option<Cell> {
        let size = grown(taken, chance.draw())?;
        Some(self.cell(rank, size, chance))
    }

    fn cell(&self, rank: f64, size: f32, chance: &mut Chances) -> Cell {
        let fate = chance.draw();
        Cell {
            at: Point::default(),
            kind: self.mix.pick(rank),
            turn: fate as f32 * std::f32::consts::TAU,
            size,
            variant: (fate * 4096.0) as u32 as u8,
        }
    }
}

/// The size of the cell in a slot that is taken once more than `chance` of them are: it grows as it comes in.
fn grown(taken: f64, chance: f64) -> Option<f32> {
    /// A cell is full grown when this share of the slots was taken after it.
    const GROWS_OVER: f64 = 0.05;
    (chance < taken).then(|| smooth(((taken - chance) / GROWS_OVER) as f32 + 0.25))
}

/// The random numbers of one slot in one lap.
struct Chances {
    seed: u32,
    slot: u32,
    next: u32,
}

impl Chances {
    fn new(seed: u32, slot: u32, laps: f64) -> Self {
        let generation = laps.floor() as i64 as u32;
        Self { seed: seed ^ generation.wrapping_mul(0x9E37_79B9), slot, next: 1 }
    }

    fn draw(&mut self) -> f64 {
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
    fn cells_come_in_small_and_none_jumps() {
        let mix = mix();
        let place = Place { seed: 3, mix: &mix, room: 25.0, crowding: 0.8 };
        let path = [point(0.0, 10.0), point(200.0, 10.0)];
        let draw = |travelled| {
            let mut cells = Vec::new();
            flowing(&place, &path, 20.0, travelled, &mut cells);
            cells
        };
        let (before, after) = (draw(100.0), draw(100.5));
        for cell in before.iter().filter(|cell| cell.size > 0.3) {
            let near = |other: &&Cell| distance(other.at, cell.at) < 0.6 && other.kind == cell.kind;
            let stays = after.iter().find(near).expect("a cell does not vanish");
            assert!((stays.size - cell.size).abs() < 0.1);
        }
    }

    /// The blasts and neutrophils of a channel, near its inlet and near its end, by height from 0 at the top.
    fn heights(bed_density_g_ml: f64, class: WhiteCell) -> Vec<f32> {
        let mut entering = Mix { red: 0.7, ..Mix::default() };
        entering.white[class] = 0.3;
        let nobody = Mix::default();
        let channel = Channel {
            seed: 11,
            area: Area::new(0.0, 0.0, 300.0, 200.0),
            bed_top: 110.0,
            buffy_top: 90.0,
            entering: &entering,
            buffy_coat: &nobody,
            plasma: &nobody,
            plasma_crowding: 0.0,
            settled_platelet_share: 0.0,
            bed_density_g_ml,
            crowding: 1.0,
            room: ChannelRoom { bed: 30.0, buffy_coat: 100.0, plasma: 100.0, platelet_band: 20.0 },
        };
        let mut cells = Vec::new();
        channel.cells(77.0, &mut cells);
        let late = cells.iter().filter(|cell| cell.kind == CellKind::White(class) && cell.at.x > 200.0);
        late.filter(|cell| cell.size > 0.2).map(|cell| cell.at.y).collect()
    }

    #[test]
    fn blasts_float_out_of_the_bed_and_neutrophils_do_only_when_starch_makes_it_denser() {
        let in_bed = |heights: &[f32]| heights.iter().filter(|y| **y > 112.0).count();
        let (plain, starch) = (1.0820, 1.0883);
        let blasts = heights(plain, WhiteCell::Blast);
        assert!(in_bed(&blasts) * 20 <= blasts.len().max(20), "{} of {}", in_bed(&blasts), blasts.len());
        let neutrophils = in_bed(&heights(plain, WhiteCell::Neutrophil));
        let with_starch = in_bed(&heights(starch, WhiteCell::Neutrophil));
        assert!(neutrophils > 40 && 2 * with_starch < neutrophils, "{neutrophils} and {with_starch}");
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
