//! Percentiles of many values, found by selecting those that matter instead of sorting all.

use std::ops::Range;

/// The percentiles of a band, from its lower edge to its upper.
pub const PERCENTILES: [f64; 5] = [5.0, 25.0, 50.0, 75.0, 95.0];

/// The values at [`PERCENTILES`].
pub type Percentiles = [f64; PERCENTILES.len()];

/// Memory for the next percentiles: to ask the system for it anew takes longer than to fill it.
#[derive(Debug, Default)]
pub struct Room {
    /// In which drawer each value lies.
    drawers: Vec<u8>,
    /// The places of the values in drawers that are looked into.
    picked: Vec<usize>,
    /// Those values, drawer after drawer.
    kept: Vec<f64>,
}

/// The values at [`PERCENTILES`], interpolated linearly; `None` if there are no values. Their order and `room` are overwritten.
pub fn percentiles(values: &mut [f64], room: &mut Room) -> Option<Percentiles> {
    let last = values.len().checked_sub(1)?;
    let places = PERCENTILES.map(|percent| percent / 100.0 * last as f64);
    // The neighbors of every percentile.
    let mut ranks = [0; RANKS];
    for (pair, place) in ranks.chunks_exact_mut(2).zip(places) {
        pair.copy_from_slice(&[place as usize, (place as usize + 1).min(last)]);
    }
    let found = of_ranks(values, room, &ranks);
    Some(std::array::from_fn(|k| {
        let (low, high) = (found[2 * k], found[2 * k + 1]);
        low + places[k].fract() * (high - low)
    }))
}

const RANKS: usize = 2 * PERCENTILES.len();

/// Drawers into which many values are laid by their size before the ranks are looked for in few of them.
const DRAWERS: usize = 256;

/// The values that sorting would put at these ranks.
fn of_ranks(values: &mut [f64], room: &mut Room, ranks: &[usize; RANKS]) -> [f64; RANKS] {
    let (low, high) = extremes(values);
    if low == high && low != 0.0 {
        // All are the same.
        return [low; RANKS];
    }
    let mut sorted = *ranks;
    sorted.sort_unstable();
    let per_drawer = (DRAWERS - 1) as f64 / (high - low);
    if values.len() < DRAWERS / 4 || !per_drawer.is_finite() {
        put_in_place(values, 0, &sorted);
        return ranks.map(|rank| values[rank]);
    }

    // The last bits of a sum with 2⁵² are the other number, rounded: what is larger never lies in an earlier drawer.
    let drawer = |value: &f64| (4_503_599_627_370_496.0 + (value - low) * per_drawer).to_bits() as u8;
    room.drawers.clear();
    room.drawers.extend(values.iter().map(drawer));
    let mut counts = [0; DRAWERS];
    for drawer in &room.drawers {
        counts[usize::from(*drawer)] += 1;
    }

    // Which drawers are looked into, where their values go, and how the ranks count there.
    let (mut is_wanted, mut ends) = ([0; DRAWERS], [0; DRAWERS]);
    let mut wanted: [(Range<usize>, usize); RANKS] = Default::default();
    let (mut drawer, mut below, mut kept) = (0, 0, 0);
    for (wanted, rank) in wanted.iter_mut().zip(sorted) {
        while rank >= below + counts[drawer] {
            below += counts[drawer];
            drawer += 1;
        }
        if is_wanted[drawer] == 0 {
            is_wanted[drawer] = 1;
            ends[drawer] = kept;
            kept += counts[drawer];
        }
        let begin = ends[drawer];
        *wanted = (begin..begin + counts[drawer], begin + rank - below);
    }

    let mut picked = 0;
    room.picked.resize(values.len() + 1, 0);
    for (place, drawer) in room.drawers.iter().enumerate() {
        room.picked[picked] = place;
        picked += is_wanted[usize::from(*drawer)];
    }
    room.kept.resize(values.len(), 0.0);
    for place in &room.picked[..picked] {
        let end = &mut ends[usize::from(room.drawers[*place])];
        room.kept[*end] = values[*place];
        *end += 1;
    }
    for of_drawer in wanted.chunk_by(|one, other| one.0 == other.0) {
        let (within, begin) = (of_drawer[0].0.clone(), of_drawer[0].0.start);
        let mut ranks = [0; RANKS];
        for (rank, (_, place)) in ranks.iter_mut().zip(of_drawer) {
            *rank = *place;
        }
        put_in_place(&mut room.kept[within], begin, &ranks[..of_drawer.len()]);
    }
    ranks.map(|rank| room.kept[wanted[sorted.partition_point(|other| *other < rank)].1])
}

/// The smallest and the largest of them, four side by side because each comparison waits for the one before.
fn extremes(values: &[f64]) -> (f64, f64) {
    let wider = |(low, high): (f64, f64), value: f64| {
        (if value < low { value } else { low }, if value > high { value } else { high })
    };
    let nothing = (f64::INFINITY, f64::NEG_INFINITY);
    let (fours, rest) = values.as_chunks::<4>();
    let [a, b, c, d] = fours.iter().fold([nothing; 4], |[a, b, c, d], four| {
        [wider(a, four[0]), wider(b, four[1]), wider(c, four[2]), wider(d, four[3])]
    });
    let ends = [a, b, c, d].into_iter().flat_map(|(low, high)| [low, high]);
    rest.iter().copied().chain(ends).filter(|value| value.is_finite()).fold(nothing, wider)
}

/// Puts the values of these ranks, which are sorted, where sorting would put them. `first` is the rank of the first of `values`.
fn put_in_place(values: &mut [f64], first: usize, ranks: &[usize]) {
    let Some(rank) = ranks.get(ranks.len() / 2) else { return };
    let (lower, higher) = (&ranks[..ranks.len() / 2], &ranks[ranks.len() / 2 + 1..]);
    // Ranks may be named twice where values are few.
    let lower = &lower[..lower.partition_point(|other| other < rank)];
    let higher = &higher[higher.partition_point(|other| other <= rank)..];
    let (below, _, above) = values.select_nth_unstable_by(rank - first, f64::total_cmp);
    put_in_place(below, first, lower);
    put_in_place(above, rank + 1, higher);
}

/// Mean and standard deviation.
pub fn mean_and_sd(values: &[f64]) -> (f64, f64) {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    (mean, libm::sqrt(squares / (count - 1.0).max(1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::rng::Rng;

    #[test]
    fn percentiles_lie_between_neighbors() {
        let values: Vec<f64> = (0..=20).rev().map(f64::from).collect();
        let percentiles = |values: &[f64]| percentiles(&mut values.to_vec(), &mut Room::default());
        assert_eq!(percentiles(&values), Some([1.0, 5.0, 10.0, 15.0, 19.0]));
        assert_eq!(percentiles(&[3.0]), Some([3.0; 5]));
        assert_eq!(percentiles(&[]), None);
        assert_eq!(percentiles(&[3.0; 300]), Some([3.0; 5]), "many of the same");
    }

    #[test]
    fn selecting_finds_what_sorting_would() {
        for count in 1..300_u64 {
            // Some lie far from all others, and some are the same.
            let value = |index: u64| match index % 11 {
                0 => 3.0,
                1 => libm::exp(20.0 * Rng::new(count, index).normal()),
                _ => Rng::new(count, index).normal(),
            };
            let mut values: Vec<f64> = (0..count).map(value).collect();
            let found = percentiles(&mut values, &mut Room::default()).unwrap();
            values.sort_unstable_by(f64::total_cmp);
            for (found, percent) in found.into_iter().zip(PERCENTILES) {
                let place = percent / 100.0 * (count - 1) as f64;
                let (low, high) = (values[place as usize], values[(place as usize + 1).min(values.len() - 1)]);
                assert_eq!(found, low + place.fract() * (high - low), "{percent} % of {count}");
            }
        }
    }
}
