//! Reproducible random numbers: a small generator of our own, so that a seed gives the same numbers on every machine, forever.

use std::f64::consts::TAU;

/// The increment of SplitMix64: 2⁶⁴ divided by the golden ratio (Steele, Lea and Flood, OOPSLA 2014).
pub(super) const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// Samples are clamped to this many standard deviations: three in a thousand would lie beyond, at implausible values.
pub(super) const MAX_DEVIATIONS: f64 = 3.0;

/// A stream of random numbers by SplitMix64.
#[derive(Clone, Debug)]
pub struct Rng {
    state: u64,
}

impl Rng {
    /// One of the streams of a seed. It depends only on seed and index, not on what was sampled before or on which core.
    pub fn new(seed: u64, index: u64) -> Self {
        Self { state: mixed(mixed(seed).wrapping_add(index.wrapping_mul(STEP))) }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(STEP);
        mixed(self.state)
    }

    /// Uniform between 0 and 1, both excluded.
    fn uniform(&mut self) -> f64 {
        /// 2⁻⁵³: a number of 53 bits is exact in an `f64`.
        const UNIT: f64 = 1.0 / (1_u64 << 53) as f64;
        ((self.next() >> 11) as f64 + 0.5) * UNIT
    }

    /// One of the numbers below this count, each as likely.
    pub fn below(&mut self, count: usize) -> usize {
        // The product's high half; its bias is below 2⁻⁵⁰ for the counts here (Lemire, ACM Trans Model Comput Simul 2019;29:3).
        ((u128::from(self.next()) * count as u128) >> 64) as usize
    }

    /// Standard normal, by Box and Muller (Ann Math Stat 1958;29:610), clamped to three standard deviations.
    pub fn normal(&mut self) -> f64 {
        let (radius, turn) = (self.uniform(), self.uniform());
        let normal = libm::sqrt(-2.0 * libm::log(radius)) * libm::cos(TAU * turn);
        normal.clamp(-MAX_DEVIATIONS, MAX_DEVIATIONS)
    }
}

/// The mixing function of SplitMix64: spreads every input bit over all output bits.
pub(super) const fn mixed(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

/// The next seed, from 1 to 9999; never the same one.
pub const fn next_seed(seed: u64) -> u64 {
    // Small enough to read out in a lecture hall. The step is coprime to the number of seeds, so it visits all of them.
    const SEEDS: u64 = 9_999;
    (seed % SEEDS + 2_740) % SEEDS + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generator_is_the_published_one() {
        // The first outputs of SplitMix64 for the seed 1234567, from its reference implementation.
        let mut rng = Rng { state: 1_234_567 };
        let sampled = [rng.next(), rng.next(), rng.next()];
        assert_eq!(sampled, [6457827717110365317, 3203168211198807973, 9817491932198370423]);
    }

    #[test]
    fn samples_are_normal() {
        let sampled: Vec<f64> = (0..20_000).map(|index| Rng::new(7, index).normal()).collect();
        let count = sampled.len() as f64;
        let mean = sampled.iter().sum::<f64>() / count;
        let sd = (sampled.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / count).sqrt();
        let beyond_two = sampled.iter().filter(|x| x.abs() > 2.0).count() as f64 / count;
        assert!(mean.abs() < 0.02 && (sd - 1.0).abs() < 0.02, "{mean} {sd}");
        assert!((0.040..0.051).contains(&beyond_two), "{beyond_two}");
    }

    #[test]
    fn others_come_from_every_seed_and_are_not_soon_the_same_again() {
        assert!((0..30_000).all(|seed| next_seed(seed) != seed && (1..=9_999).contains(&next_seed(seed))));
        let mut seed = 1;
        for _ in 1..9_999 {
            seed = next_seed(seed);
            assert_ne!(seed, 1);
        }
    }
}
