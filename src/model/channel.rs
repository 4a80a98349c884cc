//! The channel of the separator as the equations see it: how far the port reaches into the layers, and what leaves for the bag.
//!
//! It is written for one run or for several at once, because it is the innermost loop of every run.

use super::blood::Blood;
use super::cells::{CLASSES, PerClass};
use super::constants::Constants;
use super::curve::{Curve, Point};
use super::math::share_that_fits;
use super::number::{Number, Numbers};
use super::separator::{
    HINDRANCE_POWER, MAX_BED_SHARE, MAX_CELLS_IN_LINE, MAX_DRAWN_SHARE, MIN_BED_SHARE, PLATELETS_IN_LINE_E9_ML,
    POSITIONS_IN_DEPTH, REFERENCE_DRAW, REFERENCE_HEMATOCRIT,
};

/// Half-width of the hematocrit interval over which the port's reach is precomputed, as a share of its middle.
const EXPECTED_SPREAD: f64 = 0.15;

/// The channel at one setting.
#[derive(Clone, Debug, PartialEq)]
pub struct Channel<N = f64> {
    pub bed_hematocrit: N,
    /// Odds that a cell of each class floats out of the bed at the reference hematocrit.
    pub(super) flotation_odds: PerClass<N>,
    /// Where each class lies, in units of interface position.
    pub layer_depth: PerClass<N>,
    pub(super) inlet_ml_min: N,
    pub(super) collect_ml_min: N,
    /// Where the port was placed, in units of interface position.
    pub(super) position: N,
    /// Blur of the layers, in units of interface position.
    pub(super) blur: N,
    pub(super) constants: Constants,
    /// Distance platelets settle during their residence, in channel depths.
    pub(super) platelet_settling: N,
    /// The same for isolated red cells, times the rouleaux gain.
    pub(super) red_cell_settling: N,
    /// With a fixed interface, the bed share for which the port was placed; the port drifts as the share changes.
    pub(super) placed_for_bed_share: Option<N>,
}

/// The port's reach as it was computed ahead.
pub type ReachCurve<N = f64> = Curve<REACHES, N>;

/// What was computed ahead of the port's reach: [`ReachCurve`]s, wherever they are kept.
pub trait Ahead<N: Number>: Copy {
    /// The values of a [`Reach`] at a hematocrit, and whether they hold there; `None` where nothing was computed.
    fn at(self, entering_hematocrit: N) -> Option<([N; REACHES], N::Truth)>;
}

impl Ahead<f64> for Option<&ReachCurve> {
    #[inline(always)]
    fn at(self, entering_hematocrit: f64) -> Option<([f64; REACHES], bool)> {
        self.map(|curve| curve.at(entering_hematocrit, |number| *number))
    }
}

/// What the port can reach at one hematocrit entering the channel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reach<N = f64> {
    /// Share of each class entering that is at the port: B·T, floating and within reach.
    pub white_cells: PerClass<N>,
    pub platelets: N,
    pub product_hematocrit: N,
}

/// What the port draws from one stream of blood, and where it lies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AtPort<N = f64> {
    /// What leaves for the bag, per minute.
    pub collected: Blood<N>,
    /// Share of the channel's depth taken by red cells.
    pub bed_share: N,
    /// Share of the red cells that do not settle during their residence and spill into plasma and product.
    pub spilled_red_cell_share: N,
    /// Hematocrit of what the port draws, as a fraction.
    pub product_hematocrit: N,
    /// Current position of the port relative to the layers, in units of interface position.
    pub position: N,
    /// How far that is from where the port was placed.
    pub drift: N,
    /// Share of the white cells at the port that fit into the collect line, φ.
    pub line_room: N,
    pub(super) reach: Reach<N>,
}

/// Number of values in a [`Reach`].
pub const REACHES: usize = CLASSES + 2;

impl<N: Number> Reach<N> {
    #[inline(always)]
    pub fn to_array(self) -> [N; REACHES] {
        let mut array = [self.platelets; REACHES];
        array[..CLASSES].copy_from_slice(&self.white_cells.0);
        array[CLASSES + 1] = self.product_hematocrit;
        array
    }

    #[inline(always)]
    fn from_array(array: [N; REACHES]) -> Self {
        let [a, b, c, d, e, f, platelets, product_hematocrit] = array;
        Self { white_cells: PerClass([a, b, c, d, e, f]), platelets, product_hematocrit }
    }
}

impl Channel {
    /// The hematocrits near this one for which the port's reach can be computed ahead, from the least to the most.
    pub(super) fn expected_hematocrits(&self, entering_hematocrit: f64) -> Option<[f64; 2]> {
        let (min, max) = (MIN_BED_SHARE * self.bed_hematocrit, MAX_BED_SHARE * self.bed_hematocrit);
        let from = ((1.0 - EXPECTED_SPREAD) * entering_hematocrit).max(min);
        let to = ((1.0 + EXPECTED_SPREAD) * entering_hematocrit).min(max);
        (from < to).then_some([from, to])
    }

    /// Whether another channel has the same parts: only such channels can be solved together.
    pub fn is_like(&self, other: &Self) -> bool {
        self.placed_for_bed_share.is_some() == other.placed_for_bed_share.is_some() && self.constants == other.constants
    }
}

impl<N: Number> Channel<N> {
    /// Hematocrit of what enters the channel each minute, as a fraction.
    #[inline(always)]
    pub fn hematocrit_of(&self, entering: &Blood<N>) -> N {
        entering.red_cells_ml / self.inlet_ml_min
    }

    /// Whether red cells of this hematocrit fill the channel, so that no interface forms.
    #[inline(always)]
    pub fn loses_interface(&self, entering_hematocrit: N) -> N::Truth {
        let bed_share = entering_hematocrit / self.bed_hematocrit;
        bed_share.same(MAX_BED_SHARE).is_below(bed_share)
    }

    /// Share of the channel depth that blood of this hematocrit fills with packed red cells.
    #[inline(always)]
    pub fn bed_share(&self, entering_hematocrit: N) -> N {
        (entering_hematocrit / self.bed_hematocrit).within(MIN_BED_SHARE, MAX_BED_SHARE)
    }

    /// How far the port reaches to either side at this bed share, in units of interface position.
    #[inline(always)]
    pub fn port_half_width(&self, bed_share: N) -> N {
        let draw = self.collect_ml_min * REFERENCE_DRAW / (self.inlet_ml_min * bed_share.complement());
        draw.each(libm::cbrt) * self.constants.port_half_width
    }

    /// Position of the port relative to the layers at this bed share, in units of interface position.
    #[inline(always)]
    pub(super) fn port_position(&self, bed_share: N) -> N {
        match self.placed_for_bed_share {
            Some(placed) => self.position + (bed_share - placed) * POSITIONS_IN_DEPTH,
            None => self.position,
        }
    }

    /// Share of each class that floats out of the bed at this hematocrit, against being remixed into it. Red cells that settle displace
    /// plasma upward, and light cells with it: a flux of H·(1 − H) (drift flux of two phases).
    #[inline(always)]
    pub(super) fn floating_share(&self, entering_hematocrit: N) -> PerClass<N> {
        let reference_flux = REFERENCE_HEMATOCRIT * (1.0 - REFERENCE_HEMATOCRIT);
        let flux = entering_hematocrit * entering_hematocrit.complement();
        let relative_flux = flux.or_nothing() / reference_flux;
        let mut shares = self.flotation_odds;
        for share in &mut shares.0 {
            let odds = *share * relative_flux;
            *share = odds / (odds + 1.0);
        }
        shares
    }

    /// Share of the platelets that settle out of the plasma during their residence.
    #[inline(always)]
    pub(super) fn settled_platelet_share(&self, bed_share: N) -> N {
        let settling = self.platelet_settling / bed_share.complement();
        (settling.same(0.0) - settling).exponential().complement()
    }

    /// Share of the red cells that have not reached the bed when the stream leaves: almost none while they settle faster than the stream
    /// carries them past, more and more beyond that.
    #[inline(always)]
    pub(super) fn spilled_red_cell_share(&self, entering_hematocrit: N, bed_share: N) -> N {
        let plasma_share = entering_hematocrit.complement().or_nothing();
        let settling = self.red_cell_settling * plasma_share.power(HINDRANCE_POWER) / bed_share.complement();
        settling.share_settled().complement()
    }

    /// Share of a layer centered at `depth` that lies within the port's reach, which is this wide to either side.
    #[inline(always)]
    fn within_reach(&self, port: N, half_width: N, depth: N) -> N {
        let (far, near) = ((port + half_width - depth) / self.blur, (port - half_width - depth) / self.blur);
        far.normal_cdf() - near.normal_cdf()
    }

    /// The port's reach computed ahead for these hematocrits, from the least to the most: it is a smooth function of the hematocrit alone.
    /// Blood outside of them is separated too, only more slowly.
    #[inline(always)]
    pub fn reach_ahead(&self, [from, to]: [N; 2]) -> ReachCurve<N> {
        let mut curve = Curve::nothing(from, to);
        for point in Point::all() {
            curve.pull(point, self.reach(point.between(from, to)).to_array());
        }
        curve
    }

    /// The port's reach, computed from the equations.
    #[inline(always)]
    pub(super) fn reach(&self, entering_hematocrit: N) -> Reach<N> {
        let bed_share = self.bed_share(entering_hematocrit);
        let (port, half_width) = (self.port_position(bed_share), self.port_half_width(bed_share));
        let mut white_cells = self.floating_share(entering_hematocrit);
        for (share, depth) in white_cells.0.iter_mut().zip(&self.layer_depth.0) {
            *share *= self.within_reach(port, half_width, *depth);
        }
        let constants = &self.constants;
        let growth = (port * constants.product_hematocrit_growth).exponential();
        let spilled = self.spilled_red_cell_share(entering_hematocrit, bed_share) * entering_hematocrit;
        let band = port.same(constants.platelet_band);
        Reach {
            white_cells,
            platelets: self.settled_platelet_share(bed_share) * self.within_reach(port, half_width, band),
            product_hematocrit: growth * constants.product_hematocrit_at_center + spilled / bed_share.complement(),
        }
    }

    /// The port's reach: read from what was precomputed where the hematocrit lies within it, else computed.
    #[inline(always)]
    fn reach_at(&self, entering_hematocrit: N, ahead: impl Ahead<N>) -> Reach<N> {
        let Some((mut reach, is_inside)) = ahead.at(entering_hematocrit) else {
            return self.reach(entering_hematocrit);
        };
        for share in &mut reach {
            // Interpolation may give a tiny negative share for a class far out of reach.
            *share = share.or_nothing();
        }
        if !N::everywhere(is_inside) {
            let computed = self.reach(entering_hematocrit).to_array();
            for (share, computed) in reach.iter_mut().zip(computed) {
                *share = N::choose(is_inside, *share, computed);
            }
        }
        Reach::from_array(reach)
    }

    /// What the port draws each minute of what enters the channel.
    #[inline(always)]
    pub fn at_port(&self, entering: &Blood<N>, cell_volume_fl: &PerClass<N>, ahead: impl Ahead<N>) -> AtPort<N> {
        let (collected, line_room, reach) = self.collect(entering, cell_volume_fl, ahead);
        let hematocrit = self.hematocrit_of(entering);
        let bed_share = self.bed_share(hematocrit);
        let position = self.port_position(bed_share);
        AtPort {
            collected,
            bed_share,
            spilled_red_cell_share: self.spilled_red_cell_share(hematocrit, bed_share),
            product_hematocrit: reach.product_hematocrit,
            position,
            drift: position - self.position,
            line_room,
            reach,
        }
    }

    /// What leaves for the bag each minute, without the other results.
    #[inline(always)]
    pub fn collected(&self, entering: &Blood<N>, cell_volume_fl: &PerClass<N>, ahead: impl Ahead<N>) -> Blood<N> {
        self.collect(entering, cell_volume_fl, ahead).0
    }

    /// What leaves for the bag each minute, the room φ in the collect line, and the port's reach.
    #[inline(always)]
    pub(super) fn collect(
        &self,
        entering: &Blood<N>,
        cell_volume_fl: &PerClass<N>,
        ahead: impl Ahead<N>,
    ) -> (Blood<N>, N, Reach<N>) {
        let mut reach = self.reach_at(self.hematocrit_of(entering), ahead);
        // The port draws nothing denser than the bed. The bound is applied here because a polynomial cannot follow its kink.
        reach.product_hematocrit = reach.product_hematocrit.at_most(self.bed_hematocrit);

        // The cells at the port leave to the extent that the line has room.
        let nothing = self.inlet_ml_min.same(0.0);
        let mut white_cells_e9 = reach.white_cells;
        for (count, entering) in white_cells_e9.0.iter_mut().zip(entering.white_cells_e9.0) {
            *count *= entering;
        }
        let mut collected = Blood {
            plasma_ml: nothing,
            protein_ml: nothing,
            red_cells_ml: nothing,
            white_cells_e9,
            platelets_e9: reach.platelets * entering.platelets_e9,
            citrate_mmol: nothing,
        };
        let line_room = share_that_fits(
            collected.white_cell_volume_ml(cell_volume_fl),
            self.collect_ml_min * (reach.product_hematocrit.same(MAX_CELLS_IN_LINE) - reach.product_hematocrit),
        );
        for count in &mut collected.white_cells_e9.0 {
            *count *= line_room;
        }
        // Platelets lie beside the white cells and leave in a lane of their own.
        collected.platelets_e9 *=
            share_that_fits(collected.platelets_e9, self.collect_ml_min * PLATELETS_IN_LINE_E9_ML);

        // Red cells are drawn along; plasma fills the rest of the line.
        collected.red_cells_ml =
            (self.collect_ml_min * reach.product_hematocrit).at_most(entering.red_cells_ml * MAX_DRAWN_SHARE);
        let room_ml = self.collect_ml_min - collected.red_cells_ml - collected.white_cell_volume_ml(cell_volume_fl);
        let plasma_share = (room_ml / entering.plasma_ml).within(0.0, MAX_DRAWN_SHARE);
        collected.plasma_ml = plasma_share * entering.plasma_ml;
        collected.protein_ml = plasma_share * entering.protein_ml;
        collected.citrate_mmol = plasma_share * entering.citrate_mmol;
        (collected, line_room, reach)
    }
}

impl<N> Numbers for Channel<N> {
    type Number = N;
    type Of<M> = Channel<M>;

    #[inline(always)]
    fn map<M: Copy>(&self, replace: &mut impl FnMut(&N) -> M) -> Channel<M> {
        Channel {
            bed_hematocrit: replace(&self.bed_hematocrit),
            flotation_odds: self.flotation_odds.map(replace),
            layer_depth: self.layer_depth.map(replace),
            inlet_ml_min: replace(&self.inlet_ml_min),
            collect_ml_min: replace(&self.collect_ml_min),
            position: replace(&self.position),
            blur: replace(&self.blur),
            constants: self.constants,
            platelet_settling: replace(&self.platelet_settling),
            red_cell_settling: replace(&self.red_cell_settling),
            placed_for_bed_share: self.placed_for_bed_share.as_ref().map(replace),
        }
    }
}
