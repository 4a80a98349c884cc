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
pub struct Point {
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

impl Point {
    /// All of them.
    pub fn all() -> &'static [Self] {
        &*CHEBYSHEV
    }

    /// Where it lies between two numbers.
    #[inline(always)]
    pub fn between<N: Number>(&self, from: N, to: N) -> N {
        (from + to) * 0.5 + (to - from) * 0.5 * self.place
    }
}

impl<const M: usize, N: Number> Curve<M, N> {
    /// What is nothing everywhere between two numbers, which must differ. It interpolates functions once it was pulled to their values at
    /// all points.
    #[inline(always)]
    pub fn nothing(from: N, to: N) -> Self {
        Self { from, to, coefficients: [[from.same(0.0); M]; POINTS] }
    }

    /// Adds the values of the functions at one of the points, where nothing was.
    #[inline(always)]
    pub fn pull(&mut self, point: &Point, values: [N; M]) {
        for (row, weight) in self.coefficients.iter_mut().zip(&point.weights) {
            for (sum, value) in row.iter_mut().zip(values) {
                *sum += value * *weight;
            }
        }
    }
}

impl<const M: usize, E: Copy> Curve<M, E> {
    /// The same number everywhere, to be written over.
    pub const fn blank(number: E) -> Self {
        Self { from: number, to: number, coefficients: [[number; M]; POINTS] }
    }
}

impl<const M: usize, E> Curve<M, E> {
    /// Writes each number of a curve where another keeps it.
    #[inline(always)]
    pub fn write<P>(&self, other: &mut Curve<M, P>, write: impl Fn(&E, &mut P)) {
        write(&self.from, &mut other.from);
        write(&self.to, &mut other.to);
        for (row, other) in self.coefficients.iter().zip(&mut other.coefficients) {
            for (number, other) in row.iter().zip(other) {
                write(number, other);
            }
        }
    }

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
        let mut curve = Curve::nothing(0.35, 0.55);
        for point in Point::all() {
            curve.pull(point, f(point.between(0.35, 0.55)));
        }
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
