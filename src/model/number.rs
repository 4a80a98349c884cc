//! The number that the equations are written in: that of one run, or those of several runs that are solved together.
//!
//! Each operation does in every run what it does in one, so an equation is written once. What would be a branch in one run is a choice
//! among several: each may choose otherwise.

use std::ops::{Add, AddAssign, Div, Mul, MulAssign, Sub, SubAssign};

use super::math::normal_cdf;

/// A number of one run, or of each of several.
pub trait Number:
    Copy
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Add<f64, Output = Self>
    + Sub<f64, Output = Self>
    + Mul<f64, Output = Self>
    + Div<f64, Output = Self>
    + AddAssign
    + SubAssign
    + MulAssign
{
    /// Whether something holds, in each run.
    type Truth: Copy;

    /// This value in every run.
    fn same(self, value: f64) -> Self;

    /// Whether it is smaller than another number. False where one of them is none.
    fn is_below(self, other: Self) -> Self::Truth;

    /// Whether it is as large as another number or smaller. False where one of them is none.
    fn is_up_to(self, other: Self) -> Self::Truth;

    /// Whether both hold.
    fn both(one: Self::Truth, other: Self::Truth) -> Self::Truth;

    /// Whether it holds in every run.
    fn everywhere(truth: Self::Truth) -> bool;

    /// The one number where it holds, the other where it does not.
    fn choose(truth: Self::Truth, yes: Self, no: Self) -> Self;

    /// A function of each run's number: slow, for what is seldom needed.
    fn each(self, f: impl Fn(f64) -> f64) -> Self;

    /// Without its sign.
    fn size(self) -> Self;

    /// Its exponential.
    fn exponential(self) -> Self;

    fn square_root(self) -> Self;

    /// A number between nothing and one to a power above four.
    fn power(self, exponent: f64) -> Self;

    /// The share of a standard normal distribution below it, Φ.
    fn normal_cdf(self) -> Self;

    /// (1 + load³)^(−1/3) of a load that is not negative: see [`share_that_fits`](super::math::share_that_fits).
    fn share_at_load(self) -> Self;

    /// settling/(1 + settling⁶)^(1/6) of a settling that is not negative.
    fn share_settled(self) -> Self;

    /// The larger of two numbers.
    #[inline(always)]
    fn at_least(self, least: Self) -> Self {
        Self::choose(self.is_below(least), least, self)
    }

    /// The smaller of two numbers.
    #[inline(always)]
    fn at_most(self, most: Self) -> Self {
        Self::choose(most.is_below(self), most, self)
    }

    /// The nearest number between two bounds.
    #[inline(always)]
    fn within(self, least: f64, most: f64) -> Self {
        self.at_least(self.same(least)).at_most(self.same(most))
    }

    /// Without its negative part.
    #[inline(always)]
    fn or_nothing(self) -> Self {
        self.at_least(self.same(0.0))
    }

    /// What it lacks of one.
    #[inline(always)]
    fn complement(self) -> Self {
        self.same(1.0) - self
    }
}

impl Number for f64 {
    type Truth = bool;

    #[inline(always)]
    fn same(self, value: f64) -> Self {
        value
    }

    #[inline(always)]
    fn is_below(self, other: Self) -> bool {
        self < other
    }

    #[inline(always)]
    fn is_up_to(self, other: Self) -> bool {
        self <= other
    }

    #[inline(always)]
    fn both(one: bool, other: bool) -> bool {
        one && other
    }

    #[inline(always)]
    fn everywhere(truth: bool) -> bool {
        truth
    }

    #[inline(always)]
    fn choose(truth: bool, yes: Self, no: Self) -> Self {
        if truth { yes } else { no }
    }

    #[inline(always)]
    fn each(self, f: impl Fn(f64) -> f64) -> Self {
        f(self)
    }

    #[inline(always)]
    fn size(self) -> Self {
        self.abs()
    }

    #[inline(always)]
    fn exponential(self) -> Self {
        libm::exp(self)
    }

    #[inline(always)]
    fn square_root(self) -> Self {
        libm::sqrt(self)
    }

    #[inline(always)]
    fn power(self, exponent: f64) -> Self {
        libm::exp(exponent * libm::log(self))
    }

    #[inline(always)]
    fn normal_cdf(self) -> Self {
        normal_cdf(self)
    }

    #[inline(always)]
    fn share_at_load(self) -> Self {
        1.0 / libm::cbrt(1.0 + self * self * self)
    }

    #[inline(always)]
    fn share_settled(self) -> Self {
        let square = self * self;
        let sixth = square * square * square;
        libm::sqrt(libm::cbrt(sixth / (sixth + 1.0)))
    }

    #[inline(always)]
    fn at_least(self, least: Self) -> Self {
        self.max(least)
    }

    #[inline(always)]
    fn at_most(self, most: Self) -> Self {
        self.min(most)
    }

    #[inline(always)]
    fn within(self, least: f64, most: f64) -> Self {
        self.clamp(least, most)
    }
}

/// Something made of numbers, whose numbers can be replaced one by one: by those of several runs, or by one run's.
pub trait Numbers {
    /// The number that it is made of.
    type Number;

    /// The same, made of other numbers.
    type Of<M>;

    /// Each of its numbers replaced, always in the same order.
    fn map<M: Copy>(&self, replace: &mut impl FnMut(&Self::Number) -> M) -> Self::Of<M>;
}
