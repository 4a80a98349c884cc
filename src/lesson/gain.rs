//! What a class has learned: normalized gain and paired effect of the same questions before and after, with their intervals.

use crate::study::rng::Rng;

/// How often students are drawn anew for the intervals (Efron & Tibshirani, An Introduction to the Bootstrap, 1993: a thousand or more).
const RESAMPLES: usize = 2000;

/// The same class gives the same intervals.
const SEED: u64 = 1;

/// With fewer students the resamples say nothing.
const LEAST_FOR_INTERVAL: usize = 5;

/// A number of the class, with the interval of 95 % by the percentiles of the resamples; `None` where too few say nothing of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    pub value: f64,
    pub interval: Option<(f64, f64)>,
}

/// What a class has learned, from those who answered all questions both times.
#[derive(Clone, Debug, PartialEq)]
pub struct Gain {
    pub students: usize,
    /// The mean of what was right, percent.
    pub before_percent: f64,
    pub after_percent: f64,
    /// What was gained of what could be: of the class's means, after Hake (Am J Phys 1998;66:64), who calls 0.3 medium and 0.7 high. `None`
    /// where all knew all before.
    pub normalized: Option<Estimate>,
    /// The mean change in standard deviations of the changes: Cohen's d_z, the effect that a paired test sees (Lakens, Front Psychol
    /// 2013;4:863). `None` where all changed alike.
    pub effect: Option<Estimate>,
    /// The smallest d_z that so many would show in four of five classes; `None` for fewer than five.
    pub detectable: Option<f64>,
}

impl Gain {
    /// Of the scores of each student before and after, percent; `None` without students.
    pub fn of(scores: &[(f64, f64)]) -> Option<Self> {
        let (before_percent, after_percent) = means(scores)?;
        let resampled: Vec<Vec<(f64, f64)>> = if scores.len() < LEAST_FOR_INTERVAL {
            Vec::new()
        } else {
            let resample = |index| {
                let mut rng = Rng::new(SEED, index);
                (0..scores.len()).map(|_| scores[rng.below(scores.len())]).collect()
            };
            (0..RESAMPLES as u64).map(resample).collect()
        };
        let estimate = |of: fn(&[(f64, f64)]) -> Option<f64>| {
            Some(Estimate {
                value: of(scores)?,
                interval: interval(resampled.iter().filter_map(|own| of(own)).collect()),
            })
        };
        Some(Self {
            students: scores.len(),
            before_percent,
            after_percent,
            normalized: estimate(normalized),
            effect: estimate(effect),
            detectable: detectable(scores.len()),
        })
    }
}

fn means(scores: &[(f64, f64)]) -> Option<(f64, f64)> {
    let count = scores.len() as f64;
    let sums = scores.iter().fold((0.0, 0.0), |sums, score| (sums.0 + score.0, sums.1 + score.1));
    (!scores.is_empty()).then(|| (sums.0 / count, sums.1 / count))
}

fn normalized(scores: &[(f64, f64)]) -> Option<f64> {
    let (before, after) = means(scores)?;
    (before < 100.0).then(|| (after - before) / (100.0 - before))
}

fn effect(scores: &[(f64, f64)]) -> Option<f64> {
    let changes = || scores.iter().map(|(before, after)| after - before);
    let count = scores.len() as f64;
    let mean = changes().sum::<f64>() / count;
    let squares: f64 = changes().map(|change| (change - mean) * (change - mean)).sum();
    let sd = libm::sqrt(squares / (count - 1.0).max(1.0));
    // Scores are a few questions: a spread below a thousandth of a percent is rounding.
    (sd > 1e-3).then(|| mean / sd)
}

/// The middle 95 %; `None` where a resample in twenty or more has no value.
fn interval(mut values: Vec<f64>) -> Option<(f64, f64)> {
    if values.len() * 20 <= RESAMPLES * 19 {
        return None;
    }
    values.sort_unstable_by(f64::total_cmp);
    let at = |share: f64| {
        let place = share * (values.len() - 1) as f64;
        let (below, part) = (place as usize, place.fract());
        values[below] + part * (values[(below + 1).min(values.len() - 1)] - values[below])
    };
    Some((at(0.025), at(0.975)))
}

/// The smallest d_z that a two-sided paired test at 5 % shows with 80 % power, by the normal approximation with Guenther's correction for
/// the t distribution (Am Stat 1981;35:243).
fn detectable(students: usize) -> Option<f64> {
    /// Of the normal distribution: its 97.5 % and 80 % points.
    const AT_5_PERCENT: f64 = 1.959_963_985;
    const AT_80_PERCENT: f64 = 0.841_621_234;
    let corrected = students as f64 - 0.5 * AT_5_PERCENT * AT_5_PERCENT;
    (students >= LEAST_FOR_INTERVAL).then(|| (AT_5_PERCENT + AT_80_PERCENT) / libm::sqrt(corrected))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_so_many_can_show_is_that_of_the_exact_test() {
        // By the noncentral t distribution, in SciPy.
        for (students, exact) in [(10, 0.996), (20, 0.660), (30, 0.529), (100, 0.283)] {
            let found = detectable(students).expect("enough");
            assert!((found - exact).abs() < 0.02, "{students}: {found}");
        }
        assert_eq!(detectable(4), None);
    }

    #[test]
    fn without_room_or_spread_there_is_no_number() {
        assert_eq!(Gain::of(&[]), None);
        let all = Gain::of(&[(100.0, 100.0); 6]).expect("students");
        assert_eq!((all.normalized, all.effect), (None, None));
        let alike = Gain::of(&[(0.0, 50.0); 6]).expect("students");
        assert_eq!(alike.normalized, Some(Estimate { value: 0.5, interval: Some((0.5, 0.5)) }));
        assert_eq!(alike.effect, None);
        let few = Gain::of(&[(0.0, 50.0), (50.0, 50.0)]).expect("students");
        assert_eq!(few.normalized.map(|gain| gain.interval), Some(None));
    }
}
