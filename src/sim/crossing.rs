//! Root search: the exact moment a continuous quantity passes a threshold.

/// The point in `[from, to]` where `f` changes sign, to the last bits of `f64`; `f` has different signs at the ends.
///
/// Illinois' variant of false position: as safe as halving, and much quicker on the smooth curves met here.
pub fn root(f: impl Fn(f64) -> f64, from: f64, to: f64) -> f64 {
    let (mut low, mut high) = (from, to);
    let (mut f_low, mut f_high) = (f(low), f(high));
    if f_low == 0.0 {
        return low;
    }
    for round in 0..100 {
        if (high - low).abs() <= 1e-12 * high.abs().max(1.0) {
            break;
        }
        // Every third round halves, so that the interval shrinks whatever the curve does.
        let guess = if round % 3 == 2 { 0.5 * (low + high) } else { (low * f_high - high * f_low) / (f_high - f_low) };
        let f_guess = f(guess);
        if f_guess == 0.0 {
            return guess;
        }
        if (f_guess < 0.0) == (f_high < 0.0) {
            (high, f_high) = (guess, f_guess);
            f_low *= 0.5;
        } else {
            (low, f_low) = (guess, f_guess);
            f_high *= 0.5;
        }
    }
    high
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_roots_of_curved_functions() {
        assert!((root(|x| x * x - 2.0, 0.0, 2.0) - 2.0_f64.sqrt()).abs() < 1e-11);
        assert!((root(|x| libm::exp(-x) - 0.5, 0.0, 40.0) - std::f64::consts::LN_2).abs() < 1e-11);
    }
}
