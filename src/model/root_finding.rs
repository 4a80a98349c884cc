//! Root finding with few evaluations of the function: Chandrupatla's method (Adv Eng Softw 1997;28:145).

/// Width of the interval at which the search ends, as a share of the endpoint further from 0.
const TOLERANCE: f64 = 1e-13;

/// Far more iterations than any curve needs: about five for smooth ones, about one per bit for jumps.
const MAX_ROUNDS: usize = 400;

/// A point of a curve.
#[derive(Clone, Copy)]
struct Point {
    x: f64,
    y: f64,
}

impl Point {
    fn is_beside(self, other: Self) -> bool {
        (self.y < 0.0) == (other.y < 0.0)
    }
}

/// The point between `from` and `to` where `f` changes sign. At a jump, the point lies on the side of `to`. If `f` has the same sign at
/// both ends, the result is the end at which it is nearer to zero.
///
/// Inverse quadratic interpolation through three points gives the next guess where it is safe; otherwise the interval is halved. No
/// curve takes much longer than bisection, and the result never leaves the interval.
pub fn root(f: impl Fn(f64) -> f64, from: f64, to: f64) -> f64 {
    let at = |x: f64| Point { x, y: f(x) };
    let (first, last) = (at(from), at(to));
    if first.y == 0.0 {
        return from;
    }
    if first.is_beside(last) {
        return if first.y.abs() < last.y.abs() { from } else { to };
    }
    let tolerance = TOLERANCE * from.abs().max(to.abs());
    // The root lies between these two; `here` is the newer one.
    let (mut here, mut across) = (first, last);
    let mut share = 0.5;
    for _ in 0..MAX_ROUNDS {
        let guess = at(here.x + share * (across.x - here.x));
        if guess.y == 0.0 {
            return guess.x;
        }
        let before = if guess.is_beside(here) { here } else { std::mem::replace(&mut across, here) };
        here = guess;
        let least_share = tolerance / (across.x - here.x).abs();
        // NaN when both ends are zero.
        if least_share.is_nan() || least_share > 0.5 {
            break;
        }
        share = parabola(here, across, before).unwrap_or(0.5).clamp(least_share, 1.0 - least_share);
    }
    if here.is_beside(last) { here.x } else { across.x }
}

/// Zero of the parabola through three points, as a share of the way from `here` to `across`; `None` where it could lie outside.
fn parabola(here: Point, across: Point, before: Point) -> Option<f64> {
    let xi = (here.x - across.x) / (before.x - across.x);
    let phi = (here.y - across.y) / (before.y - across.y);
    let is_safe = phi * phi < xi && (1.0 - phi) * (1.0 - phi) < 1.0 - xi;
    is_safe.then(|| {
        let near = here.y / (here.y - across.y) * (before.y / (before.y - across.y));
        let far = here.y / (before.y - here.y) * (across.y / (across.y - before.y));
        near - (before.x - here.x) / (across.x - here.x) * far
    })
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use proptest::prelude::*;

    use super::*;

    /// A function, the ends of the search, and its root between them.
    type Curve = (fn(f64) -> f64, f64, f64, f64);

    /// A root and the number of evaluations; checks that the function is never evaluated outside the interval.
    fn counted(f: impl Fn(f64) -> f64, from: f64, to: f64) -> (f64, u32) {
        let count = Cell::new(0);
        let watched = |x: f64| {
            assert!((from.min(to)..=from.max(to)).contains(&x), "{x} is outside {from} to {to}");
            count.set(count.get() + 1);
            f(x)
        };
        let found = root(watched, from, to);
        assert!((from.min(to)..=from.max(to)).contains(&found), "{found} is outside {from} to {to}");
        (found, count.get())
    }

    #[test]
    fn smooth_curves_take_few_evaluations() {
        // Falling counts as in a step of the solver, the published example, and a textbook example.
        let curves: [Curve; 6] = [
            (|x| 57.3 - x, 55.0, 60.0, 57.3),
            (|x| 3.0 * libm::exp(-x / 90.0) - 2.0, 20.0, 60.0, 90.0 * libm::log(1.5)),
            (|x| 150.0 - 200.0 * libm::exp(-x / 100.0), 27.0, 31.0, 100.0 * libm::log(4.0 / 3.0)),
            (|x| x * x * x - 2.0 * x - 5.0, 2.0, 3.0, 2.094_551_481_542_326_5),
            (|x| libm::cos(x) - x, 0.0, 1.0, 0.739_085_133_215_160_6),
            (|x| libm::exp(-x) - 0.5, 1.0, 0.0, std::f64::consts::LN_2),
        ];
        for (f, from, to, right) in curves {
            let (found, count) = counted(f, from, to);
            assert!((found - right).abs() <= 2.0 * TOLERANCE * from.max(to), "{found} for {right}");
            assert!((4..=8).contains(&count), "{count} evaluations for {right}");
        }
    }

    #[test]
    fn hard_curves_take_hardly_more_than_halving() {
        let curves: [Curve; 6] = [
            (|x| (x - 0.3) * (x - 0.3) * (x - 0.3), -1.0, 1.0, 0.3),
            (|x| (x - 0.3).signum() * libm::pow((x - 0.3).abs(), 9.0), -1.0, 2.0, 0.3),
            (|x| 1.0 / (x - 0.31), 0.0, 1.0, 0.31),
            (|x| libm::atan(1e6 * (x - 0.1)), -1.0, 3.0, 0.1),
            (|x| libm::exp(x) - 1.0, -700.0, 700.0, 0.0),
            (|x| if x < 30.0 { -1e6 } else { 0.3 }, 29.0, 30.25, 30.0),
        ];
        for (f, from, to, right) in curves {
            let (found, count) = counted(f, from, to);
            let far = from.abs().max(to.abs());
            assert!((found - right).abs() <= 2.0 * TOLERANCE * far, "{found} for {right}");
            assert!(count <= 60, "{count} evaluations for {right}");
        }
    }

    #[test]
    fn at_a_jump_it_is_on_the_side_of_the_end() {
        let jump = |x: f64| if x < 30.0 { -1.0 } else { 1.0 };
        assert!(root(jump, 29.0, 31.0) >= 30.0);
        assert!(root(jump, 31.0, 29.0) < 30.0);
    }

    #[test]
    fn an_end_at_zero_is_the_root_to_the_bit() {
        for (from, to, right) in [(0.1, 7.0, 0.1), (-2.0, 0.1, 0.1)] {
            assert_eq!(root(|x| x - 0.1, from, to), right);
        }
        assert_eq!(root(|_| 0.0, 3.0, 4.0), 3.0);
        assert_eq!(root(|x| x, 0.0, 0.0), 0.0);
    }

    #[test]
    fn without_a_change_of_sign_it_is_the_nearer_end() {
        assert_eq!(root(|x| x, 1.0, 2.0), 1.0);
        assert_eq!(root(|x| x, -2.0, -1.0), -1.0);
    }

    #[test]
    fn it_ends_whatever_it_is_told() {
        let strange: [fn(f64) -> f64; 5] = [
            |_| f64::NAN,
            |x| if x > 0.5 { f64::NAN } else { -1.0 },
            |x| if x < 0.5 { f64::NEG_INFINITY } else { f64::INFINITY },
            |x| if (x * 1e9) as i64 % 2 == 0 { -1.0 } else { f64::NAN },
            |x| if x == 0.0 { f64::NAN } else { 1.0 / x - 2.0 },
        ];
        for f in strange {
            let (_, count) = counted(f, 0.0, 1.0);
            assert!(count <= 60, "{count} evaluations");
        }
        assert!(root(|x| x - 1.0, 0.0, f64::NAN).is_nan());
    }

    proptest! {
        #[test]
        fn it_finds_the_zero_of_any_monotone_curve(
            zero in -1e3..1e3_f64,
            below in 1e-6..1e3_f64,
            above in 1e-6..1e3_f64,
            power in prop_oneof![Just(1.0), Just(3.0), Just(9.0), 0.1..1.0_f64],
            bend in 0.0..5.0_f64,
            scale in prop_oneof![Just(1e-200), Just(1.0), Just(1e200)],
            falls in any::<bool>(),
        ) {
            let (from, to) = (zero - below, zero + above);
            let curve = |x: f64| {
                let along = (x - zero) / (below + above);
                let rise = along.signum() * libm::pow(along.abs(), power) * libm::exp(bend * along) * scale;
                if x == zero { 0.0 } else if falls { -rise } else { rise }
            };
            let (found, count) = counted(curve, from, to);
            // High powers underflow near the root, so the curve is zero over an interval.
            let flat = if curve(found) == 0.0 { 1e-3 * (below + above) } else { 0.0 };
            let room = 2.0 * TOLERANCE * from.abs().max(to.abs()) + flat;
            prop_assert!((found - zero).abs() <= room, "{found} for {zero}");
            prop_assert!(count <= 120, "{count} evaluations");
        }
    }
}
