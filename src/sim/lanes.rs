//! Numbers of eight runs, and how the processor works on several of them at once.
//!
//! Only sums, products, quotients, square roots and choices are used, which IEEE 754 rounds the same everywhere, and no fused
//! multiply-add: so the bits do not depend on how many lanes a processor has.

use std::ops::{Add, AddAssign, Div, Mul, MulAssign, Sub, SubAssign};

use pulp::Simd;

use super::series;
use crate::model::number::{Number, Numbers};

/// Runs that are solved together.
pub const WIDTH: usize = 8;

/// One number of each of eight runs, as it lies in memory.
#[derive(Clone, Copy, Debug, Default)]
#[repr(align(64))]
pub struct Eight(pub [f64; WIDTH]);

impl Eight {
    /// Whether all are numbers, and none is infinite.
    pub fn is_finite(&self) -> bool {
        self.0.iter().fold(true, |all, number| all & number.is_finite())
    }

    /// Eight of the same kind turned into one of eights. All must have the same parts.
    pub(super) fn gather<T: Numbers<Number = f64>>(eight: [&T; WIDTH]) -> T::Of<Self> {
        let mut numbers = Vec::with_capacity(256);
        eight[0].map(&mut |number: &f64| numbers.push(Self([*number; WIDTH])));
        for (run, one) in eight.into_iter().enumerate().skip(1) {
            let mut gathered = numbers.iter_mut();
            one.map(&mut |number: &f64| gathered.next().map(|gathered| gathered.0[run] = *number));
        }
        let mut gathered = numbers.into_iter();
        eight[0].map(&mut |_: &f64| gathered.next().unwrap_or_default())
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

    #[inline(always)]
    fn exponential(self) -> Self {
        series::exponential(self)
    }

    #[inline(always)]
    fn square_root(self) -> Self {
        self.with(self.simd.sqrt_f64s(self.numbers))
    }

    #[inline(always)]
    fn power(self, exponent: f64) -> Self {
        series::power(self, exponent)
    }

    #[inline(always)]
    fn normal_cdf(self) -> Self {
        series::normal_cdf(self)
    }

    #[inline(always)]
    fn share_at_load(self) -> Self {
        series::share_at_load(self)
    }

    #[inline(always)]
    fn share_settled(self) -> Self {
        self * (self * self).share_at_load().square_root()
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
