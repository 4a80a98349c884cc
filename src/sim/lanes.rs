//! Numbers of eight runs, and how the processor works on several of them at once.
//!
//! Only sums, products, quotients, square roots and choices are used, which IEEE 754 rounds the same everywhere, and no fused
//! multiply-add: so the bits do not depend on how many lanes a processor has.

use std::ops::{Add, AddAssign, Div, Mul, MulAssign, Sub, SubAssign};

use pulp::Simd;

use crate::model::number::{Number, Numbers};

/// Runs that are solved together.
pub const WIDTH: usize = 8;

/// One number of each of eight runs, as it lies in memory.
#[derive(Clone, Copy, Debug, Default)]
#[repr(align(64))]
pub struct Eight(pub [f64; WIDTH]);

impl Eight {
    /// Eight of the same kind turned into one of eights. All must have the same parts.
    pub(super) fn gather<T: Numbers<Number = f64>>(eight: [&T; WIDTH]) -> T::Of<Self> {
        let numbers = eight.map(|one| {
            let mut numbers = Vec::with_capacity(256);
            one.map(&mut |number: &f64| numbers.push(*number));
            numbers
        });
        let mut place = 0;
        eight[0].map(&mut |_: &f64| {
            let gathered = Self(std::array::from_fn(|run| numbers[run][place]));
            place += 1;
            gathered
        })
    }
}

/// As many numbers as the processor works on at once: those of neighboring runs.
#[derive(Clone, Copy)]
pub(super) struct Lanes<S: Simd> {
    simd: S,
    numbers: S::f64s,
}

impl<S: Simd> Lanes<S> {
    /// How many such parts hold the numbers of all runs.
    pub const PARTS: usize = WIDTH / S::F64_LANES;

    /// A part of the numbers of eight runs.
    #[inline(always)]
    pub fn load(simd: S, eight: &Eight, part: usize) -> Self {
        Self { simd, numbers: S::as_simd_f64s(&eight.0).0[part] }
    }

    /// Puts them back where they belong.
    #[inline(always)]
    pub fn store(self, eight: &mut Eight, part: usize) {
        S::as_mut_simd_f64s(&mut eight.0).0[part] = self.numbers;
    }

    /// A part of other numbers of eight runs.
    #[inline(always)]
    pub fn like(self, eight: &Eight, part: usize) -> Self {
        Self::load(self.simd, eight, part)
    }

    #[inline(always)]
    fn with(self, numbers: S::f64s) -> Self {
        Self { simd: self.simd, numbers }
    }
}

/// An operator between numbers of the same runs, and between them and one number for all.
macro_rules! operator {
    ($name:ident, $method:ident, $with_simd:ident $(, $assign:ident, $assign_method:ident)?) => {
        impl<S: Simd> $name for Lanes<S> {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                self.with(self.simd.$with_simd(self.numbers, other.numbers))
            }
        }

        impl<S: Simd> $name<f64> for Lanes<S> {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: f64) -> Self {
                self.with(self.simd.$with_simd(self.numbers, self.simd.splat_f64s(other)))
            }
        }

        $(impl<S: Simd> $assign for Lanes<S> {
            #[inline(always)]
            fn $assign_method(&mut self, other: Self) {
                self.numbers = self.simd.$with_simd(self.numbers, other.numbers);
            }
        })?
    };
}

operator!(Add, add, add_f64s, AddAssign, add_assign);
operator!(Sub, sub, sub_f64s, SubAssign, sub_assign);
operator!(Mul, mul, mul_f64s, MulAssign, mul_assign);
operator!(Div, div, div_f64s);

/// Exponents beyond this are far from whatever the equations ask for.
const MOST_EXPONENT: f64 = 700.0;

/// An exponential is the exponential of this share of the exponent, squared [`SQUARINGS`] times.
const PER_SQUARE: f64 = 1.0 / 1024.0;
const SQUARINGS: u32 = 10;

/// 1/n! from the ninth down: to fourteen digits for exponents up to 100/1024.
const EXPONENTIAL: [f64; 10] =
    [1.0 / 362_880.0, 1.0 / 40320.0, 1.0 / 5040.0, 1.0 / 720.0, 1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5, 1.0, 1.0];

impl<S: Simd> Number for Lanes<S> {
    type Truth = Truth<S>;

    #[inline(always)]
    fn same(self, value: f64) -> Self {
        self.with(self.simd.splat_f64s(value))
    }

    #[inline(always)]
    fn is_below(self, other: Self) -> Truth<S> {
        Truth { simd: self.simd, holds: self.simd.less_than_f64s(self.numbers, other.numbers) }
    }

    #[inline(always)]
    fn is_up_to(self, other: Self) -> Truth<S> {
        Truth { simd: self.simd, holds: self.simd.less_than_or_equal_f64s(self.numbers, other.numbers) }
    }

    #[inline(always)]
    fn both(one: Truth<S>, other: Truth<S>) -> Truth<S> {
        Truth { simd: one.simd, holds: one.simd.and_m64s(one.holds, other.holds) }
    }

    #[inline(always)]
    fn everywhere(truth: Truth<S>) -> bool {
        truth.simd.first_true_m64s(truth.simd.not_m64s(truth.holds)) == S::F64_LANES
    }

    #[inline(always)]
    fn choose(truth: Truth<S>, yes: Self, no: Self) -> Self {
        yes.with(truth.simd.select_f64s(truth.holds, yes.numbers, no.numbers))
    }

    #[inline(always)]
    fn each(self, f: impl Fn(f64) -> f64) -> Self {
        let mut all = Eight::default();
        self.store(&mut all, 0);
        for number in &mut all.0[..S::F64_LANES] {
            *number = f(*number);
        }
        Self::load(self.simd, &all, 0)
    }

    #[inline(always)]
    fn size(self) -> Self {
        self.with(self.simd.abs_f64s(self.numbers))
    }

    /// To twelve digits between exponents of −100 and 100, and never beyond those of ±700.
    #[inline(always)]
    fn exponential(self) -> Self {
        let small = self.within(-MOST_EXPONENT, MOST_EXPONENT) * PER_SQUARE;
        let mut power = small.same(EXPONENTIAL[0]);
        for coefficient in &EXPONENTIAL[1..] {
            power = power * small + *coefficient;
        }
        for _ in 0..SQUARINGS {
            power *= power;
        }
        power
    }

    #[inline(always)]
    fn square_root(self) -> Self {
        self.with(self.simd.sqrt_f64s(self.numbers))
    }

    /// By Newton's method, of a load or of its reciprocal, whichever is smaller: the share at a load u is 1/u times that at 1/u.
    #[inline(always)]
    fn share_at_load(self) -> Self {
        let one = self.same(1.0);
        let is_light = self.is_up_to(one);
        let light = Self::choose(is_light, self, one / self);
        let cubed = light * light * light + 1.0;
        // The chord through cubed = 1 and 2, bent to the middle: within a hundredth of cubed^(−1/3).
        let excess = cubed - 1.0;
        let mut share = excess * (excess * 0.090 - 0.296_3) + 1.0;
        for _ in 0..3 {
            let (square, third) = (share * share, share * (1.0 / 3.0));
            share = third * (share.same(4.0) - cubed * square * share);
        }
        Self::choose(is_light, share, share * light)
    }
}

/// Whether something holds, for as many runs as [`Lanes`].
#[derive(Clone, Copy)]
pub(super) struct Truth<S: Simd> {
    simd: S,
    holds: S::m64s,
}

impl<S: Simd> Truth<S> {
    /// Whether it holds in one of these runs at least.
    #[inline(always)]
    pub fn is_somewhere(self) -> bool {
        self.simd.first_true_m64s(self.holds) < S::F64_LANES
    }
}

#[cfg(test)]
mod tests {
    use pulp::{Arch, WithSimd};

    use super::*;

    /// One of the functions of [`Number`], of eight numbers.
    struct Of<F>(F, Eight);

    trait Function {
        fn of<N: Number>(&self, number: N) -> N;
    }

    impl<F: Function> WithSimd for Of<F> {
        type Output = Eight;
        #[inline(always)]
        fn with_simd<S: Simd>(self, simd: S) -> Eight {
            let mut found = Eight::default();
            for part in 0..Lanes::<S>::PARTS {
                self.0.of(Lanes::load(simd, &self.1, part)).store(&mut found, part);
            }
            found
        }
    }

    struct Exponential;
    impl Function for Exponential {
        #[inline(always)]
        fn of<N: Number>(&self, number: N) -> N {
            number.exponential()
        }
    }

    struct Share;
    impl Function for Share {
        #[inline(always)]
        fn of<N: Number>(&self, number: N) -> N {
            number.share_at_load()
        }
    }

    struct Hinge;
    impl Function for Hinge {
        #[inline(always)]
        fn of<N: Number>(&self, number: N) -> N {
            N::choose(
                number.is_below(number.same(0.5)),
                number.complement().square_root(),
                number.each(libm::log).size().at_most(number).within(0.1, 2.0),
            )
        }
    }

    fn hold(function: impl Function, numbers: impl Iterator<Item = f64>, allowed: f64) {
        let numbers: Vec<f64> = numbers.collect();
        for eight in numbers.chunks_exact(WIDTH) {
            let eight = Eight(std::array::from_fn(|run| eight[run]));
            let fast = Arch::new().dispatch(Of(&function, eight));
            let plain = Arch::Scalar.dispatch(Of(&function, eight));
            for run in 0..WIDTH {
                assert_eq!(fast.0[run].to_bits(), plain.0[run].to_bits(), "{}", eight.0[run]);
                let single = function.of(eight.0[run]);
                let error = (fast.0[run] - single).abs();
                assert!(error <= allowed * single.abs(), "{} for {single} of {}", fast.0[run], eight.0[run]);
            }
        }
    }

    impl<F: Function> Function for &F {
        #[inline(always)]
        fn of<N: Number>(&self, number: N) -> N {
            (*self).of(number)
        }
    }

    #[test]
    fn functions_of_lanes_have_the_same_bits_with_and_without_them_and_are_those_of_one_run() {
        hold(Exponential, (-800..800).map(|i| 0.125 * f64::from(i)), 1e-12);
        hold(Share, (0..1600).map(|i| 0.005 * f64::from(i)), 1e-14);
        hold(Share, (0..160).map(|i| 10.0 * libm::exp(f64::from(i))), 1e-14);
        hold(Hinge, (0..1600).map(|i| 0.001 * f64::from(i)), 0.0);
    }
}
