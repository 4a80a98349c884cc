//! How one virtual patient deviates from the case: a point of a scrambled Sobol sequence, as standard normal numbers.
//!
//! Points drawn independently crowd in some places and leave others empty; those of a Sobol sequence fill all places evenly, whatever
//! their number, so the band of many patients is met with fewer. Scrambling gives every seed points of its own that are as even (Owen,
//! J Complexity 1998;14:466; Burley, J Comput Graph Tech 2020;9(4):1). Direction numbers: Joe and Kuo, SIAM J Sci Comput 2008;30:2635.

use sobol_burley::{NUM_DIMENSIONS, sample};

use super::rng::{MAX_DEVIATIONS, STEP, mixed};

/// Points in one sequence; what is beyond takes a sequence of its own.
const POINTS: u64 = 1 << 16;

/// The deviations of one virtual patient, one after the other.
#[derive(Clone, Debug)]
pub struct Deviations {
    sequence: u32,
    point: u32,
    /// The next coordinate.
    dimension: u32,
}

impl Deviations {
    /// Those of one patient. They depend only on seed and index, not on who was drawn before or on which core.
    pub const fn new(seed: u64, index: u64) -> Self {
        // Every seed of a case has its own sequence; `mixed` leaves zero as it is.
        let beyond = mixed((seed >> 32) ^ (index / POINTS).wrapping_mul(STEP));
        Self { sequence: seed as u32 ^ (beyond >> 32) as u32, point: (index % POINTS) as u32, dimension: 0 }
    }

    /// The next coordinate, between 0 and 1, both excluded.
    fn uniform(&mut self) -> f64 {
        /// Half the distance of neighbors among the numbers that a sequence takes.
        const HALF: f64 = 0.5 / (1_u32 << 24) as f64;
        // More properties than a sequence has coordinates would use those of another.
        let beyond = mixed(u64::from(self.dimension / NUM_DIMENSIONS) << 40);
        let sequence = self.sequence ^ (beyond >> 32) as u32;
        let coordinate = sample(self.point, self.dimension % NUM_DIMENSIONS, sequence);
        self.dimension = self.dimension.wrapping_add(1);
        f64::from(coordinate) + HALF
    }

    /// Standard normal, clamped to three standard deviations.
    pub fn normal(&mut self) -> f64 {
        normal_quantile(self.uniform()).clamp(-MAX_DEVIATIONS, MAX_DEVIATIONS)
    }
}

/// The standard normal deviate below which lies this share, which is above 0 and below 1; to sixteen digits (Wichura, algorithm AS 241,
/// Appl Stat 1988;37:477).
#[expect(clippy::excessive_precision, reason = "as published")]
fn normal_quantile(share: f64) -> f64 {
    /// Coefficients from the highest power down.
    fn polynomial(coefficients: [f64; 8], at: f64) -> f64 {
        coefficients.into_iter().fold(0.0, |sum, coefficient| sum * at + coefficient)
    }
    let from_middle = share - 0.5;
    if from_middle.abs() <= 0.425 {
        let at = 0.180625 - from_middle * from_middle;
        let above = [
            2509.0809287301226727,
            33430.575583588128105,
            67265.770927008700853,
            45921.953931549871457,
            13731.693765509461125,
            1971.5909503065514427,
            133.14166789178437745,
            3.387132872796366608,
        ];
        let below = [
            5226.495278852545925,
            28729.085735721942674,
            39307.89580009271061,
            21213.794301586595867,
            5394.1960214247511077,
            687.1870074920579083,
            42.313330701600911252,
            1.0,
        ];
        return from_middle * polynomial(above, at) / polynomial(below, at);
    }
    let tail = if from_middle < 0.0 { share } else { 1.0 - share };
    let far = libm::sqrt(-libm::log(tail));
    let (above, below, at) = if far <= 5.0 {
        let above = [
            7.7454501427834140764e-4,
            0.0227238449892691845833,
            0.24178072517745061177,
            1.27045825245236838258,
            3.64784832476320460504,
            5.7694972214606914055,
            4.6303378461565452959,
            1.42343711074968357734,
        ];
        let below = [
            1.05075007164441684324e-9,
            5.475938084995344946e-4,
            0.0151986665636164571966,
            0.14810397642748007459,
            0.68976733498510000455,
            1.6763848301838038494,
            2.05319162663775882187,
            1.0,
        ];
        (above, below, far - 1.6)
    } else {
        let above = [
            2.01033439929228813265e-7,
            2.71155556874348757815e-5,
            0.0012426609473880784386,
            0.026532189526576123093,
            0.29656057182850489123,
            1.7848265399172913358,
            5.4637849111641143699,
            6.6579046435011037772,
        ];
        let below = [
            2.04426310338993978564e-15,
            1.4215117583164458887e-7,
            1.8463183175100546818e-5,
            7.868691311456132591e-4,
            0.0148753612908506148525,
            0.13692988092273580531,
            0.59983220655588793769,
            1.0,
        ];
        (above, below, far - 5.0)
    };
    let deviate = polynomial(above, at) / polynomial(below, at);
    if from_middle < 0.0 { -deviate } else { deviate }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_normal_quantile_is_the_published_one() {
        // The example values of AS 241, and the 97.5th percentile.
        for (share, deviate) in
            [(0.25, -0.6744897501960817), (0.001, -3.090232306167813), (1e-20, -9.262340089798408), (0.5, 0.0)]
        {
            assert!((normal_quantile(share) - deviate).abs() < 1e-13, "{share}: {}", normal_quantile(share));
        }
        assert!((normal_quantile(0.975) - 1.959963984540054).abs() < 1e-14);
    }

    /// The coordinates of this many patients in one dimension, sorted.
    fn coordinates(seed: u64, dimension: u32, indices: std::ops::Range<u64>) -> Vec<f64> {
        let point = |index| Deviations { dimension, ..Deviations::new(seed, index) }.uniform();
        let mut all: Vec<f64> = indices.map(point).collect();
        all.sort_by(f64::total_cmp);
        all
    }

    #[test]
    fn patients_are_spread_evenly_in_every_property_whatever_their_number() {
        for (seed, dimension) in [(1, 0), (1, 5), (1, 32), (2, 0), (999_999, 17), (1 << 40, 3)] {
            for count in [16, 64, 256] {
                let each = coordinates(seed, dimension, 0..count);
                for (place, coordinate) in each.into_iter().enumerate() {
                    assert_eq!((coordinate * count as f64) as usize, place, "seed {seed}, property {dimension}");
                }
            }
        }
    }

    #[test]
    fn no_two_seeds_and_no_two_patients_are_alike() {
        let mut all: Vec<f64> = (1..=20).flat_map(|seed| coordinates(seed, 0, 0..100)).collect();
        all.extend(coordinates(1, 0, POINTS..POINTS + 100));
        all.extend(coordinates(1 + (1 << 32), 0, 0..100));
        all.extend(coordinates(1, 256, 0..100));
        all.sort_by(f64::total_cmp);
        let alike = all.windows(2).filter(|pair| pair[0] == pair[1]).count();
        // Of 2300 numbers with 24 bits, 0.16 pairs are alike by chance.
        assert!(alike < 3, "{alike}");
    }
}
