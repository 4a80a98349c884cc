//! A smooth curve as a polynomial: several functions of one variable, computed once and then read in nanoseconds.

use std::f64::consts::PI;
use std::sync::LazyLock;

use super::number::{Number, Numbers};

/// Degree of the polynomial. The tests of `separator` hold its absolute error to 10⁻⁸, or to 10⁻⁶ with a fixed interface.
const DEGREE: usize = 12;
const POINTS: usize = DEGREE + 1;

/// `M` smooth functions of one variable over an interval, interpolated at the Chebyshev points.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve<const M: usize, N = f64> {
    from: N,
    to: N,
    coefficients: [[N; M]; POINTS],
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
}

impl<const M: usize, E> Curve<M, E> {
    /// The functions at `x`, and whether it lies in the interval: outside of it they mean nothing. `read` tells a stored number.
    #[inline(always)]
    pub fn at<N: Number>(&self, x: N, read: impl Fn(&E) -> N) -> ([N; M], N::Truth) {
        let (from, to) = (read(&self.from), read(&self.to));
        let is_inside = N::both(from.is_up_to(x), x.is_up_to(to));
        // Clenshaw's recurrence.
        let place = (x * 2.0 - from - to) / (to - from);
        let twice = place * 2.0;
        let nothing = x.same(0.0);
        let (mut later, mut latest) = ([nothing; M], [nothing; M]);
        for row in self.coefficients[1..].iter().rev() {
            for m in 0..M {
                let next = twice * later[m] - latest[m] + read(&row[m]);
                (latest[m], later[m]) = (later[m], next);
            }
        }
        for m in 0..M {
            later[m] = place * later[m] - latest[m] + read(&self.coefficients[0][m]);
        }
        (later, is_inside)
    }
}

impl<const M: usize, N> Numbers for Curve<M, N> {
    type Number = N;
    type Of<P> = Curve<M, P>;

    #[inline(always)]
    fn map<P: Copy>(&self, replace: &mut impl FnMut(&N) -> P) -> Curve<M, P> {
        let (from, to) = (replace(&self.from), replace(&self.to));
        let mut coefficients = [[from; M]; POINTS];
        for (row, own) in coefficients.iter_mut().zip(&self.coefficients) {
            for (coefficient, own) in row.iter_mut().zip(own) {
                *coefficient = replace(own);
            }
        }
        Curve { from, to, coefficients }
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
            let (ours, exact) = (curve.at(x, |number| *number).0, f(x));
            for m in 0..2 {
                assert!((ours[m] - exact[m]).abs() < 1e-10, "{x}: {ours:?} for {exact:?}");
            }
        }
        let is_inside = |x: f64| curve.at(x, |number| *number).1;
        assert!(is_inside(0.4) && !is_inside(0.349) && !is_inside(f64::NAN));
    }
}
