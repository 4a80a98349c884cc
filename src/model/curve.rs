//! A smooth curve as a polynomial: several functions of one variable, computed once and then read in nanoseconds.

use std::f64::consts::PI;
use std::sync::LazyLock;

/// Degree of the polynomial. The tests of `separator` hold its absolute error to 10⁻⁸, or to 10⁻⁶ with a fixed interface.
const DEGREE: usize = 12;
const POINTS: usize = DEGREE + 1;

/// `M` smooth functions of one variable over an interval, interpolated at the Chebyshev points.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve<const M: usize> {
    from: f64,
    to: f64,
    coefficients: [[f64; M]; POINTS],
}

/// A point at which functions are interpolated.
struct Point {
    /// Where it lies, between −1 and 1.
    place: f64,
    /// How much the value there weighs in each coefficient.
    weights: [f64; POINTS],
}

/// The Chebyshev points: the same for every curve.
static CHEBYSHEV: LazyLock<[Point; POINTS]> = LazyLock::new(|| {
    std::array::from_fn(|point| {
        let angle = PI * (point as f64 + 0.5) / POINTS as f64;
        let weight =
            |degree: usize| libm::cos(degree as f64 * angle) * if degree == 0 { 1.0 } else { 2.0 } / POINTS as f64;
        Point { place: libm::cos(angle), weights: std::array::from_fn(weight) }
    })
});

impl<const M: usize> Curve<M> {
    /// Interpolates `f` between `from` and `to`, which must differ.
    pub fn through(from: f64, to: f64, f: impl Fn(f64) -> [f64; M]) -> Self {
        let (middle, half) = (0.5 * (from + to), 0.5 * (to - from));
        let mut coefficients = [[0.0; M]; POINTS];
        for point in CHEBYSHEV.iter() {
            let values = f(middle + half * point.place);
            for (row, weight) in coefficients.iter_mut().zip(point.weights) {
                for (sum, value) in row.iter_mut().zip(values) {
                    *sum += weight * value;
                }
            }
        }
        Self { from, to, coefficients }
    }

    /// The functions at `x`; `None` outside the interval.
    pub fn at(&self, x: f64) -> Option<[f64; M]> {
        if !(self.from..=self.to).contains(&x) {
            return None;
        }
        // Clenshaw's recurrence.
        let place = (2.0 * x - self.from - self.to) / (self.to - self.from);
        let (mut later, mut latest) = ([0.0; M], [0.0; M]);
        for row in self.coefficients[1..].iter().rev() {
            for m in 0..M {
                let next = 2.0 * place * later[m] - latest[m] + row[m];
                (latest[m], later[m]) = (later[m], next);
            }
        }
        Some(std::array::from_fn(|m| place * later[m] - latest[m] + self.coefficients[0][m]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn follows_a_smooth_function_to_ten_digits() {
        let f = |x: f64| [libm::erf(3.0 * x), libm::exp(-1.0 / (1.0 - x))];
        let curve = Curve::through(0.35, 0.55, f);
        for i in 0..=100 {
            let x = (0.35 + 0.002 * f64::from(i)).min(0.55);
            let (ours, exact) = (curve.at(x).unwrap(), f(x));
            for m in 0..2 {
                assert!((ours[m] - exact[m]).abs() < 1e-10, "{x}: {ours:?} for {exact:?}");
            }
        }
        assert_eq!(curve.at(0.349), None);
    }
}
