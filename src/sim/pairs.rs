//! Two pairs of Runge–Kutta formulas of order 5 and 4, and the sums that a step makes with their weights.
//!
//! Both are of Dormand and Prince, J Comput Appl Math 1980;6:19.

use crate::model::number::Number;

/// Stages of a step; the last of them is the first of the next step.
pub const STAGES: usize = 7;

/// The weights of a pair of formulas of order 5 and 4.
pub struct Pair {
    /// Of the earlier stages, where each stage is evaluated: the last of them at the end of the step.
    stages: [&'static [f64]; STAGES],
    /// The difference of the two formulas.
    error: [f64; STAGES],
    /// Of the fourth-order term of the dense polynomial: of all that make it one of order 4, those that leave the least error of order 5
    /// (Shampine, Math Comput 1986;46:135; Hairer, Nørsett, Wanner, Solving ODEs I, II.6).
    dense: [f64; STAGES],
}

impl Pair {
    /// A value where a stage is evaluated, with the rates of the earlier stages.
    #[inline(always)]
    pub fn stage_value<V: Number>(&self, stage: usize, step: V, y: V, rate: impl Fn(usize) -> V) -> V {
        let mut sum = y;
        for (earlier, weight) in self.stages[stage].iter().enumerate() {
            if *weight != 0.0 {
                sum += step * *weight * rate(earlier);
            }
        }
        sum
    }

    /// The error of a value in a step, relative to its size, or the largest of earlier ones if that is larger. Infinite where undefined.
    #[inline(always)]
    pub fn error_of<V: Number>(&self, step: V, scale: V, y: V, end: V, rate: impl Fn(usize) -> V, largest: V) -> V {
        let mut error = rate(0) * self.error[0];
        for (stage, weight) in self.error.iter().enumerate().skip(1) {
            if *weight != 0.0 {
                error += rate(stage) * *weight;
            }
        }
        let share = (step * error).size() / (scale + y.size().at_least(end.size()));
        // What is no number is not even as large as itself.
        let share = V::choose(share.is_up_to(share), share, share.same(f64::INFINITY));
        V::choose(largest.is_below(share), share, largest)
    }

    /// The fourth-order term of the dense polynomial of a value.
    #[inline(always)]
    pub fn dense_value<V: Number>(&self, step: V, rate: impl Fn(usize) -> V) -> V {
        let mut sum = step * self.dense[0] * rate(0);
        for (stage, weight) in self.dense.iter().enumerate().skip(1) {
            if *weight != 0.0 {
                sum += step * *weight * rate(stage);
            }
        }
        sum
    }
}

/// The pair RK5(4)7M, of the least error.
pub const MOST_EXACT: Pair = Pair {
    stages: [
        &[],
        &[1.0 / 5.0],
        &[3.0 / 40.0, 9.0 / 40.0],
        &[44.0 / 45.0, -56.0 / 15.0, 32.0 / 9.0],
        &[19372.0 / 6561.0, -25360.0 / 2187.0, 64448.0 / 6561.0, -212.0 / 729.0],
        &[9017.0 / 3168.0, -355.0 / 33.0, 46732.0 / 5247.0, 49.0 / 176.0, -5103.0 / 18656.0],
        &[35.0 / 384.0, 0.0, 500.0 / 1113.0, 125.0 / 192.0, -2187.0 / 6784.0, 11.0 / 84.0],
    ],
    error: [71.0 / 57600.0, 0.0, -71.0 / 16695.0, 71.0 / 1920.0, -17253.0 / 339_200.0, 22.0 / 525.0, -1.0 / 40.0],
    dense: [
        -12_715_105_075.0 / 11_282_082_432.0,
        0.0,
        87_487_479_700.0 / 32_700_410_799.0,
        -10_690_763_975.0 / 1_880_347_072.0,
        701_980_252_875.0 / 199_316_789_632.0,
        -1_453_857_185.0 / 822_651_844.0,
        69_997_945.0 / 29_380_423.0,
    ],
};

/// The pair RK5(4)7S, of the largest region of stability: a decay may be 5.7 times as quick as a step is long (3.3 with
/// [`MOST_EXACT`]). It takes the longer steps where what settles quickly holds them short, not their error.
pub const MOST_STABLE: Pair = Pair {
    stages: [
        &[],
        &[2.0 / 9.0],
        &[1.0 / 12.0, 1.0 / 4.0],
        &[55.0 / 324.0, -25.0 / 108.0, 50.0 / 81.0],
        &[83.0 / 330.0, -13.0 / 22.0, 61.0 / 66.0, 9.0 / 110.0],
        &[-19.0 / 28.0, 9.0 / 4.0, 1.0 / 7.0, -27.0 / 7.0, 22.0 / 7.0],
        &[19.0 / 200.0, 0.0, 3.0 / 5.0, -243.0 / 400.0, 33.0 / 40.0, 7.0 / 80.0],
    ],
    error: [11.0 / 1250.0, 0.0, -33.0 / 500.0, 891.0 / 5000.0, -33.0 / 250.0, -9.0 / 1000.0, 1.0 / 50.0],
    dense: [
        -26_180_613.0 / 20_483_000.0,
        0.0,
        9_265_941.0 / 2_048_300.0,
        -127_058_139.0 / 40_966_000.0,
        -4_414_311.0 / 4_096_600.0,
        -9_051_189.0 / 8_193_200.0,
        208_749.0 / 102_415.0,
    ],
};

#[cfg(test)]
mod tests {
    use super::*;

    /// A number for each stage.
    type OfStages = [f64; STAGES];

    fn times(one: OfStages, other: OfStages) -> OfStages {
        std::array::from_fn(|stage| one[stage] * other[stage])
    }

    fn sum(weights: &[f64], numbers: OfStages) -> f64 {
        weights.iter().zip(numbers).map(|(weight, number)| weight * number).sum()
    }

    impl Pair {
        fn inner(&self, numbers: OfStages) -> OfStages {
            self.stages.map(|weights| sum(weights, numbers))
        }

        fn order_5(&self) -> OfStages {
            std::array::from_fn(|stage| self.stages[STAGES - 1].get(stage).copied().unwrap_or_default())
        }
    }

    /// The elementary weights of each order up to the fifth, with what a formula of that order makes of them (Hairer, Nørsett, Wanner, II.2).
    fn conditions(pair: &Pair) -> [Vec<(OfStages, f64)>; 5] {
        let a = |numbers| pair.inner(numbers);
        let one = [1.0; STAGES];
        let c = a(one);
        let c2 = times(c, c);
        let c3 = times(c2, c);
        [
            vec![(one, 1.0)],
            vec![(c, 2.0)],
            vec![(c2, 3.0), (a(c), 6.0)],
            vec![(c3, 4.0), (times(c, a(c)), 8.0), (a(c2), 12.0), (a(a(c)), 24.0)],
            vec![
                (times(c3, c), 5.0),
                (times(c2, a(c)), 10.0),
                (times(a(c), a(c)), 20.0),
                (times(c, a(c2)), 15.0),
                (times(c, a(a(c))), 30.0),
                (a(c3), 20.0),
                (a(times(c, a(c))), 40.0),
                (a(a(c2)), 60.0),
                (a(a(a(c))), 120.0),
            ],
        ]
    }

    const PAIRS: [(&str, Pair); 2] = [("most exact", MOST_EXACT), ("most stable", MOST_STABLE)];

    #[test]
    fn the_formulas_have_orders_5_and_4() {
        for (name, pair) in PAIRS {
            for (order, conditions) in (1..).zip(conditions(&pair)) {
                for (weight, density) in conditions {
                    let found = sum(&pair.order_5(), weight);
                    assert!((found - 1.0 / density).abs() < 1e-14, "{name}, order {order}: {found} for 1/{density}");
                    let error = sum(&pair.error, weight);
                    assert_eq!(order == 5, error.abs() > 1e-14, "{name}, order {order}: an error of {error}");
                }
            }
        }
    }

    #[test]
    fn the_dense_polynomial_has_order_4_and_the_least_error_of_order_5() {
        for (name, pair) in PAIRS {
            let [.., fourth, fifth] = conditions(&pair);
            for (order, conditions) in (1..=4).zip(conditions(&pair)) {
                for (weight, density) in conditions {
                    let wanted = if order == 4 { 1.0 / density } else { 0.0 };
                    assert!((sum(&pair.dense, weight) - wanted).abs() < 1e-13, "{name}, order {order}");
                }
            }
            assert_eq!(fourth.len(), 4);
            // Between the ends a Hermite polynomial lacks θ²(1 − θ)²(θ + 2)/density, on average 2.5/density; the squares of what is left are
            // least, each by the symmetry of its tree, where no share of the error's weights would make them less.
            let symmetries = [24.0, 2.0, 2.0, 2.0, 1.0, 6.0, 1.0, 2.0, 1.0];
            let slope = fifth.iter().zip(symmetries).map(|((weight, density), symmetry)| {
                (sum(&pair.dense, *weight) - 2.5 / density) * sum(&pair.error, *weight) / (symmetry * symmetry)
            });
            assert!(slope.sum::<f64>().abs() < 1e-12, "{name}");
        }
    }

    /// What a step makes of a decay that is so many times as quick as the step is long.
    fn left(pair: &Pair, decay: f64) -> f64 {
        let mut rates = [0.0; STAGES];
        let mut value = 1.0;
        for stage in 0..STAGES {
            value = pair.stage_value(stage, 1.0, 1.0, |earlier: usize| rates[earlier]);
            rates[stage] = -decay * value;
        }
        value
    }

    #[test]
    fn one_bears_a_quicker_decay_than_the_other() {
        let bears = |pair: &Pair| {
            let decays = (1..1000).map(|hundredths| f64::from(hundredths) / 100.0);
            decays.take_while(|decay| left(pair, *decay).abs() < 1.0).last().unwrap()
        };
        assert_eq!((bears(&MOST_EXACT), bears(&MOST_STABLE)), (3.3, 5.7));
    }
}
