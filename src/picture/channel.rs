//! Blood separating in the channel: every cell moves along with the stream, and across it by its own density.

use super::cells::{Cell, CellKind, Mix};
use super::placing::{Chances, Moved, Place, for_each_slot, held, smooth};
use super::{Area, Point, point};
use crate::model::cells::{PerClass, WhiteCell};

/// A channel in which blood separates: a mixed stream at the left, layers at the right.
///
/// Every cell moves along with the stream, and across it by its own density: red cells pack at the wall, a white cell lighter
/// of its class than stay floats out of the packed bed, sooner the lighter it is, and the others stay.
#[derive(Clone, Copy, Debug)]
pub struct Channel<'a> {
    pub seed: u32,
    pub area: Area,
    /// Upper edges of the bed and of the buffy coat, once they are separated.
    pub bed_top: f32,
    pub buffy_top: f32,
    /// What flows in.
    pub entering: &'a Mix,
    /// What the buffy coat is made of.
    pub buffy_coat: &'a Mix,
    /// Share of the platelets that have settled out of the plasma into the buffy coat.
    pub settled_platelet_share: f64,
    /// Share of the red cells that spilled over into the plasma.
    pub spilled_red_cell_share: f64,
    /// How many times too many cells are drawn in the plasma, and platelets in the buffy coat.
    pub platelet_factor: f64,
    pub bed_density_g_ml: f64,
    /// Share of each class that floats out of the bed: its lightest cells.
    pub floating_share: PerClass<f64>,
    /// Share of the channel that is blood rather than prime, times the share of cells that are drawn.
    pub crowding: f64,
}

/// Room for one cell in each layer, in square units.
const ROOM_IN_BED: f32 = 44.0;
const ROOM_IN_BUFFY_COAT: f32 = 150.0;
/// Room for one cell of the plasma and for one platelet of the buffy coat, where they lie as densely as they are ever drawn.
const ROOM_IN_PLASMA: f32 = 30.0;
const ROOM_FOR_PLATELET: f32 = 16.0;

/// How far the layers have separated at a share of the channel's length: 0 at the inlet, 1 at the end.
pub fn apart(along: f32) -> f32 {
    /// The share of the length in which two thirds of the separation happens.
    const LENGTH: f32 = 0.13;
    (1.0 - libm::expf(-along / LENGTH)) / (1.0 - libm::expf(-1.0 / LENGTH))
}

impl Channel<'_> {
    /// Upper edge of the bed at a share of the length.
    fn bed_top_at(&self, along: f32) -> f32 {
        self.area.top + (self.bed_top - self.area.top) * apart(along)
    }

    /// Lower edge of the plasma at a share of the length.
    fn buffy_top_at(&self, along: f32) -> f32 {
        self.area.top + (self.buffy_top - self.area.top) * apart(along)
    }

    /// The cells of all layers, carried to the right by `drifted`.
    pub fn cells(&self, drifted: Moved, to: &mut Vec<Cell>) {
        self.bed_cells(drifted, to);
        self.plasma_cells(drifted, to);
        self.buffy_coat_cells(drifted, to);
        self.settled_platelets(drifted, to);
    }

    /// As many cells of a kind as the channel holds for the red cells that are drawn in its bed, times the factor of platelets.
    fn count_of(&self, share_entering: f64) -> f64 {
        let places = self.area.width() * (self.area.bottom - self.bed_top) / ROOM_IN_BED;
        f64::from(places) * self.crowding * share_entering * self.platelet_factor
    }

    /// Platelets drawn in the buffy coat.
    fn settled_count(&self) -> f64 {
        self.count_of(self.entering.platelets) * self.settled_platelet_share
    }

    /// The share of the buffy coat's depth, next to the plasma, in which platelets outnumber white cells.
    fn platelet_depth(&self) -> f32 {
        let area = self.area.width() * (self.bed_top - self.buffy_top).max(1e-3);
        (self.settled_count() as f32 * ROOM_FOR_PLATELET * 1.5 / area).min(0.4)
    }

    fn bed_cells(&self, drifted: Moved, to: &mut Vec<Cell>) {
        let place = Place { seed: self.seed, mix: self.entering, room: ROOM_IN_BED, crowding: self.crowding };
        if place.mix.is_empty() {
            return;
        }
        let height = self.area.bottom - self.bed_top;
        for_each_slot(&place, point(self.area.width(), height), drifted, |spot, chance| {
            let Some(mut cell) = place.occupant(place.crowding, None, chance) else { return };
            let radius = cell.kind.diameter() / 2.0;
            let top = self.bed_top_at(spot.along);
            // Carried with the red cells, which pack ever more closely.
            let packed = self.area.bottom - radius - spot.row_place * (self.area.bottom - top - 2.0 * radius).max(0.0);
            let y = match cell.kind {
                CellKind::Red => packed,
                CellKind::Platelet => {
                    // Platelets are ten times smaller than red cells: they stay behind in the plasma and are counted there.
                    cell.size *= 1.0 - apart(spot.along);
                    packed
                }
                CellKind::White(class) => self.float_or_sink(class, spot.along, packed, chance, &mut cell.size),
            };
            cell.at = self.place(spot.along, y, radius);
            to.push(cell);
        });
    }

    /// The height of a white cell that the packing bed has carried to `packed`.
    fn float_or_sink(&self, class: WhiteCell, along: f32, packed: f32, chance: &mut Chances, size: &mut f32) -> f32 {
        /// A cell that is lighter than the bed by this much has floated most of the way after a seventh of the length.
        const QUICK_G_ML: f64 = 0.012;
        const QUICKLY: f32 = 0.15;
        let heaviness = chance.draw();
        let lighter_g_ml = self.bed_density_g_ml - own_density_g_ml(class, heaviness);
        // Slow cells are drawn a little faster than in proportion, so that they arrive within the picture.
        let speed = (lighter_g_ml.abs() / QUICK_G_ML).min(2.0).sqrt() as f32;
        let done = 1.0 - libm::expf(-along / QUICKLY * speed);
        if heaviness < self.floating_share[class] {
            let among = self.buffy_top_at(along)
                + chance.draw() as f32 * (self.bed_top_at(along) - self.buffy_top_at(along)).max(0.0);
            // Once there, it is replaced by the cells of the buffy coat.
            *size *= 1.0 - smooth((done - 0.85) / 0.13);
            packed + (among - packed) * smooth(done)
        } else {
            packed + (self.area.bottom - packed) * 0.5 * done
        }
    }

    fn buffy_coat_cells(&self, drifted: Moved, to: &mut Vec<Cell>) {
        let place =
            Place { seed: self.seed + 1, mix: self.buffy_coat, room: ROOM_IN_BUFFY_COAT, crowding: self.crowding };
        let height = self.bed_top - self.buffy_top;
        if place.mix.is_empty() || height <= 0.0 {
            return;
        }
        for_each_slot(&place, point(self.area.width(), height), drifted, |spot, chance| {
            // The layer fills with what floats up along the way.
            let taken = place.crowding * f64::from(smooth((spot.along - 0.05) / 0.5));
            // In order of density: the lightest next to the plasma.
            let rank = Some(f64::from(1.0 - spot.row_place));
            let Some(mut cell) = place.occupant(taken, rank, chance) else { return };
            let radius = cell.kind.diameter() / 2.0;
            let (top, bottom) = (self.buffy_top_at(spot.along), self.bed_top_at(spot.along));
            // White cells are denser than platelets, and begin below most of them.
            let y = bottom - spot.row_place * (bottom - top) * (1.0 - self.platelet_depth());
            cell.at = self.place(spot.along, held(y, top, bottom, 0.5 * radius), radius);
            to.push(cell);
        });
    }

    /// Platelets are the lightest cells of the buffy coat: they lie at its upper border and grow rarer among the white cells.
    fn settled_platelets(&self, drifted: Moved, to: &mut Vec<Cell>) {
        let mix = Mix { platelets: 1.0, ..Mix::default() };
        let height = self.bed_top - self.buffy_top;
        self.spread(3, &mix, ROOM_FOR_PLATELET, self.settled_count(), height, drifted, to, |along, up| {
            let (top, bottom) = (self.buffy_top_at(along), self.bed_top_at(along));
            let depth = (1.0 - up) * (0.35 + 0.65 * (1.0 - up));
            held(top + depth * (bottom - top), top, bottom, 0.5 * CellKind::Platelet.diameter())
        });
    }

    /// What is spread through the plasma: platelets that have not settled, and red cells that spilled over.
    fn plasma_cells(&self, drifted: Moved, to: &mut Vec<Cell>) {
        let red = self.count_of(self.entering.red) * self.spilled_red_cell_share;
        let platelets = self.count_of(self.entering.platelets) * (1.0 - self.settled_platelet_share);
        let mix = Mix { red, platelets, ..Mix::default() }.normalized();
        let height = self.buffy_top - self.area.top;
        self.spread(2, &mix, ROOM_IN_PLASMA, red + platelets, height, drifted, to, |along, up| {
            let bottom = self.buffy_top_at(along);
            bottom - up * (bottom - self.area.top)
        });
    }

    /// So many cells of a layer of this height, placed by their share of the length and of the way up.
    #[expect(clippy::too_many_arguments, reason = "two layers are laid out alike")]
    fn spread(
        &self,
        seed: u32,
        mix: &Mix,
        room: f32,
        count: f64,
        height: f32,
        drifted: Moved,
        to: &mut Vec<Cell>,
        place_at: impl Fn(f32, f32) -> f32,
    ) {
        if mix.is_empty() || height <= 0.0 {
            return;
        }
        let crowding = (count * f64::from(room / (self.area.width() * height))).min(1.0);
        let place = Place { seed: self.seed + seed, mix, room, crowding };
        for_each_slot(&place, point(self.area.width(), height), drifted, |spot, chance| {
            let Some(mut cell) = place.occupant(place.crowding, None, chance) else { return };
            cell.size *= smooth((apart(spot.along) - 0.3) / 0.5);
            let radius = cell.kind.diameter() / 2.0;
            cell.at = self.place(spot.along, place_at(spot.along, spot.row_place), radius);
            to.push(cell);
        });
    }

    fn place(&self, along: f32, y: f32, radius: f32) -> Point {
        let x = self.area.left + along * self.area.width();
        point(held(x, self.area.left, self.area.right, radius), held(y, self.area.top, self.area.bottom, radius))
    }
}

/// The density of one cell of a class: `chance` is its rank within the class.
fn own_density_g_ml(class: WhiteCell, chance: f64) -> f64 {
    let density = class.density();
    let rank = chance.clamp(1e-3, 1.0 - 1e-3);
    // The logistic distribution, within a hundredth of the normal one at this width.
    density.mode_g_ml + density.sd_g_ml * libm::log(rank / (1.0 - rank)) / 1.702
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The blasts and neutrophils of a channel, near its inlet and near its end, by height from 0 at the top.
    fn heights(bed_density_g_ml: f64, floating_share: f64, class: WhiteCell) -> Vec<f32> {
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
            settled_platelet_share: 0.0,
            spilled_red_cell_share: 0.0,
            platelet_factor: 1.0,
            bed_density_g_ml,
            floating_share: PerClass::from_fn(|_| floating_share),
            crowding: 1.0,
        };
        let mut cells = Vec::new();
        channel.cells(Moved::By(77.0), &mut cells);
        let late = cells.iter().filter(|cell| cell.kind == CellKind::White(class) && cell.at.x > 200.0);
        late.filter(|cell| cell.size > 0.2).map(|cell| cell.at.y).collect()
    }

    #[test]
    fn as_many_cells_stay_in_the_bed_as_do_not_float() {
        let in_bed = |heights: &[f32]| heights.iter().filter(|y| **y > 112.0).count();
        let (plain, starch) = (1.0820, 1.0894);
        let all = in_bed(&heights(plain, 0.0, WhiteCell::Blast));
        let blasts = in_bed(&heights(plain, 0.85, WhiteCell::Blast));
        assert!(blasts * 4 <= all, "{blasts} of {all}");
        let neutrophils = in_bed(&heights(plain, 0.1, WhiteCell::Neutrophil));
        let with_starch = in_bed(&heights(starch, 0.5, WhiteCell::Neutrophil));
        assert!(neutrophils > 40 && 3 * with_starch < 2 * neutrophils, "{neutrophils} and {with_starch}");
    }
}
