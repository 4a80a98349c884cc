//! Functions of the numbers of several runs, written as the sums, products and choices that [`super::lanes`] allows.

use crate::model::number::Number;

/// Exponents beyond this are far from whatever the equations ask for.
const MOST_EXPONENT: f64 = 700.0;

/// An exponential is the exponential of this share of the exponent, squared [`SQUARINGS`] times.
const PER_SQUARE: f64 = 1.0 / 1024.0;
const SQUARINGS: u32 = 10;

/// 1/n! from the ninth down: to fourteen digits for exponents up to 100/1024.
const EXPONENTIAL: [f64; 10] =
    [1.0 / 362_880.0, 1.0 / 40320.0, 1.0 / 5040.0, 1.0 / 720.0, 1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5, 1.0, 1.0];

/// To twelve digits between exponents of −100 and 100, and never beyond those of ±700.
#[inline(always)]
pub fn exponential<N: Number>(exponent: N) -> N {
    let mut power = polynomial(&EXPONENTIAL, exponent.within(-MOST_EXPONENT, MOST_EXPONENT) * PER_SQUARE);
    for _ in 0..SQUARINGS {
        power *= power;
    }
    power
}

/// Of 2·artanh(z)/z in powers of z², from the tenth down.
const ARTANH: [f64; 10] =
    [2.0 / 19.0, 2.0 / 17.0, 2.0 / 15.0, 2.0 / 13.0, 2.0 / 11.0, 2.0 / 9.0, 2.0 / 7.0, 2.0 / 5.0, 2.0 / 3.0, 2.0];

/// A number between nothing and one to a power above four, to twelve decimals: through the logarithm of its fourth root, which is
/// 2·artanh((root − 1)/(root + 1)). Near nothing the logarithm is wrong and the power is nothing nevertheless.
#[inline(always)]
pub fn power<N: Number>(base: N, exponent: f64) -> N {
    let root = base.square_root().square_root();
    let z = (root - 1.0) / (root + 1.0);
    exponential(polynomial(&ARTANH, z * z) * z * (4.0 * exponent))
}

/// ln(erfc(y)/t) + y² in powers of 2t − 1, with t = 2/(2 + y), for y of nothing or more: interpolated at 22 Chebyshev points in sixty
/// digits. To 2·10⁻¹⁴.
const ERFC: [f64; 22] = [
    -1.256_357_031_258_415_5e-7,
    1.649_501_579_066_280_9e-7,
    8.940_960_723_056_803e-7,
    -1.727_331_598_619_262_4e-6,
    -2.441_090_438_125_185_6e-6,
    8.975_269_671_711_193e-6,
    -2.953_006_912_803_244_6e-7,
    -3.044_290_011_776_168_2e-5,
    3.197_976_925_514_293e-5,
    7.150_879_863_921_056e-5,
    -0.000_174_384_095_420_407_36,
    -9.376_571_093_507_68e-5,
    0.000_673_696_244_891_440_9,
    -0.000_146_241_198_989_377_2,
    -0.002_345_814_685_961_83,
    0.001_758_932_925_454_642_6,
    0.008_824_938_697_317_883,
    -0.009_872_689_328_922_699,
    -0.046_895_610_234_684_54,
    0.047_343_306_841_008_39,
    0.672_643_223_977_671_3,
    -0.671_794_084_056_688_6,
];

/// The share of a standard normal distribution below a number, to twelve digits.
#[inline(always)]
pub fn normal_cdf<N: Number>(number: N) -> N {
    let size = number.size() * std::f64::consts::FRAC_1_SQRT_2;
    let t = size.same(2.0) / (size + 2.0);
    let beyond = t * exponential(polynomial(&ERFC, t * 2.0 - 1.0) - size * size) * 0.5;
    N::choose(number.is_below(number.same(0.0)), beyond, beyond.complement())
}

/// By Newton's method, of a load or of its reciprocal, whichever is smaller: the share at a load u is 1/u times that at 1/u.
#[inline(always)]
pub fn share_at_load<N: Number>(load: N) -> N {
    let one = load.same(1.0);
    let is_light = load.is_up_to(one);
    let light = N::choose(is_light, load, one / load);
    let cubed = light * light * light + 1.0;
    // The chord through cubed = 1 and 2, bent to the middle: within a hundredth of cubed^(−1/3).
    let excess = cubed - 1.0;
    let mut share = excess * (excess * 0.090 - 0.296_3) + 1.0;
    for _ in 0..3 {
        let (square, third) = (share * share, share * (1.0 / 3.0));
        share = third * (share.same(4.0) - cubed * square * share);
    }
    N::choose(is_light, share, share * light)
}

/// The coefficient of the highest power first, of an even number of them: odd and even powers side by side, because each product waits
/// for the one before.
#[inline(always)]
fn polynomial<N: Number, const COUNT: usize>(coefficients: &[f64; COUNT], x: N) -> N {
    let square = x * x;
    let (mut odd, mut even) = (x.same(coefficients[0]), x.same(coefficients[1]));
    for pair in coefficients[2..].chunks_exact(2) {
        (odd, even) = (odd * square + pair[0], even * square + pair[1]);
    }
    odd * x + even
}

#[cfg(test)]
mod tests {
    use pulp::{Arch, Simd, WithSimd};

    use super::*;
    use crate::sim::lanes::{Eight, Lanes, WIDTH};

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

    macro_rules! functions {
        ($($name:ident: |$number:ident| $of:expr;)*) => {
            $(
                struct $name;
                impl Function for $name {
                    #[inline(always)]
                    fn of<N: Number>(&self, $number: N) -> N {
                        $of
                    }
                }
            )*
        };
    }

    functions! {
        Exponential: |number| number.exponential();
        Power: |number| number.power(4.65);
        Normal: |number| number.normal_cdf();
        Settled: |number| number.share_settled();
        Share: |number| number.share_at_load();
        Hinge: |number| N::choose(
            number.is_below(number.same(0.5)),
            number.complement().square_root(),
            number.each(libm::log).size().at_most(number).within(0.1, 2.0),
        );
    }

    /// To this error, relative to the number and absolute.
    fn hold(function: impl Function, numbers: impl Iterator<Item = f64>, (relative, absolute): (f64, f64)) {
        let numbers: Vec<f64> = numbers.collect();
        for eight in numbers.chunks_exact(WIDTH) {
            let eight = Eight(std::array::from_fn(|run| eight[run]));
            let fast = Arch::new().dispatch(Of(&function, eight));
            let plain = Arch::Scalar.dispatch(Of(&function, eight));
            for run in 0..WIDTH {
                assert_eq!(fast.0[run].to_bits(), plain.0[run].to_bits(), "{}", eight.0[run]);
                let single = function.of(eight.0[run]);
                let error = (fast.0[run] - single).abs();
                let allowed = relative * single.abs() + absolute;
                assert!(error <= allowed, "{} for {single} of {}", fast.0[run], eight.0[run]);
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
        hold(Exponential, (-800..800).map(|i| 0.125 * f64::from(i)), (1e-12, 0.0));
        hold(Power, (0..=1600).map(|i| f64::from(i) / 1600.0), (1e-12, 1e-13));
        hold(Normal, (-1600..1600).map(|i| 0.01 * f64::from(i)), (2e-12, 0.0));
        hold(Settled, (0..1600).map(|i| 0.005 * f64::from(i)), (1e-14, 0.0));
        hold(Share, (0..1600).map(|i| 0.005 * f64::from(i)), (1e-14, 0.0));
        hold(Share, (0..160).map(|i| 10.0 * libm::exp(f64::from(i))), (1e-14, 0.0));
        hold(Hinge, (0..1600).map(|i| 0.001 * f64::from(i)), (0.0, 0.0));
    }
}
