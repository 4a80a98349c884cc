//! Percentiles of many values, found by selecting those that matter instead of sorting all.

/// The percentiles of a band, from its lower edge to its upper.
pub const PERCENTILES: [f64; 5] = [5.0, 25.0, 50.0, 75.0, 95.0];

/// The values at [`PERCENTILES`].
pub type Percentiles = [f64; PERCENTILES.len()];

/// The values at [`PERCENTILES`], interpolated linearly; `None` if there are no values. `room` is overwritten.
pub fn percentiles(values: &mut Vec<f64>, room: &mut Vec<f64>) -> Option<Percentiles> {
    let last = values.len().checked_sub(1)?;
    let places = PERCENTILES.map(|percent| percent / 100.0 * last as f64);
    // The neighbors of every percentile.
    let mut ranks = [0; 2 * PERCENTILES.len()];
    for (pair, place) in ranks.chunks_exact_mut(2).zip(places) {
        pair.copy_from_slice(&[place as usize, (place as usize + 1).min(last)]);
    }
    let mut sorted = ranks;
    sorted.sort_unstable();
    put_all_in_place(values, room, &sorted);
    Some(std::array::from_fn(|k| {
        let (low, high) = (values[ranks[2 * k]], values[ranks[2 * k + 1]]);
        low + places[k].fract() * (high - low)
    }))
}

/// Drawers into which many values are laid by their size before the ranks are looked for in few of them.
const DRAWERS: usize = 256;

/// Puts the values of these ranks, which are sorted, where sorting all would put them.
fn put_all_in_place(values: &mut Vec<f64>, room: &mut Vec<f64>, ranks: &[usize]) {
    let (low, high) = values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
        (if *value < low { *value } else { low }, if *value > high { *value } else { high })
    });
    if low == high && low != 0.0 {
        // All are the same.
        return;
    }
    let per_drawer = (DRAWERS - 1) as f64 / (high - low);
    if values.len() < DRAWERS / 4 || !per_drawer.is_finite() {
        return put_in_place(values, 0, ranks);
    }
    // The last bits of a sum with 2⁵² are the other number, rounded: what is larger never lies in an earlier drawer.
    let drawer = |value: f64| usize::from((4_503_599_627_370_496.0 + (value - low) * per_drawer).to_bits() as u8);
    let mut ends = [0; DRAWERS];
    for value in values.iter() {
        ends[drawer(*value)] += 1;
    }
    let mut first = 0;
    for end in &mut ends {
        first += std::mem::replace(end, first);
    }
    room.clear();
    room.resize(values.len(), 0.0);
    for value in values.iter() {
        let end = &mut ends[drawer(*value)];
        room[*end] = *value;
        *end += 1;
    }
    std::mem::swap(values, room);
    let mut rest = ranks;
    let mut begin = 0;
    for end in ends {
        let Some(next) = rest.first() else { return };
        if *next < end {
            let (here, later) = rest.split_at(rest.partition_point(|rank| *rank < end));
            put_in_place(&mut values[begin..end], begin, here);
            rest = later;
        }
        begin = end;
    }
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
        let percentiles = |values: &[f64]| percentiles(&mut values.to_vec(), &mut Vec::new());
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
            let found = percentiles(&mut values, &mut Vec::new()).unwrap();
            values.sort_unstable_by(f64::total_cmp);
            for (found, percent) in found.into_iter().zip(PERCENTILES) {
                let place = percent / 100.0 * (count - 1) as f64;
                let (low, high) = (values[place as usize], values[(place as usize + 1).min(values.len() - 1)]);
                assert_eq!(found, low + place.fract() * (high - low), "{percent} % of {count}");
            }
        }
    }
}
