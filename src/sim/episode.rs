//! Episodes: when a quantity is past a threshold, from the exact crossing until it is back by the hysteresis.

use crate::model::root_finding::root;

/// The side of its threshold on which a quantity raises a warning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Below,
    Above,
}

/// A threshold that is watched.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Watch {
    pub direction: Direction,
    pub threshold: f64,
    /// How far the value must come back past the threshold before the episode ends, so that small swings do not make it flicker.
    pub hysteresis: f64,
}

/// A time during which the value was past the threshold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Episode {
    /// `None` if it was past the threshold from the start.
    pub from_min: Option<f64>,
    /// `None` if it lasts to the end.
    pub to_min: Option<f64>,
    /// The value furthest past the threshold among the sampled ones.
    pub worst: f64,
}

impl Watch {
    /// The episodes of a value sampled at `times_min` and available at any time from `value_at`. `None` means the value is undefined.
    pub fn episodes(
        &self,
        times_min: &[f64],
        values: &[Option<f64>],
        value_at: impl Fn(f64) -> Option<f64>,
    ) -> Vec<Episode> {
        let mut episodes = Vec::new();
        let mut open: Option<Episode> = None;
        for (i, &value) in values.iter().enumerate() {
            let excess = self.excess(value);
            // The time at which the excess crosses a level; at a jump, the time of the jump.
            let crossing = |level: f64| {
                (i > 0).then(|| {
                    let beyond = |time_min| (self.excess(value_at(time_min)) - level).clamp(-FAR, FAR);
                    root(beyond, times_min[i - 1], times_min[i])
                })
            };
            match (&mut open, value) {
                (None, Some(value)) if excess > 0.0 => {
                    open = Some(Episode { from_min: crossing(0.0), to_min: None, worst: value });
                }
                (Some(episode), _) if excess < -self.hysteresis => {
                    episode.to_min = crossing(-self.hysteresis);
                    episodes.extend(open.take());
                }
                (Some(episode), Some(value)) => {
                    episode.worst = match self.direction {
                        Direction::Below => episode.worst.min(value),
                        Direction::Above => episode.worst.max(value),
                    };
                }
                _ => {}
            }
        }
        episodes.extend(open);
        episodes
    }

    /// How far past the threshold a value is; negative infinity if it is undefined.
    fn excess(&self, value: Option<f64>) -> f64 {
        match (value, self.direction) {
            (None, _) => f64::NEG_INFINITY,
            (Some(value), Direction::Below) => self.threshold - value,
            (Some(value), Direction::Above) => value - self.threshold,
        }
    }
}

/// Stands for infinity in the root search.
const FAR: f64 = 1e6;

#[cfg(test)]
mod tests {
    use super::*;

    fn episodes(watch: Watch, value: impl Fn(f64) -> Option<f64>) -> Vec<Episode> {
        let times_min: Vec<_> = (0..=100).map(f64::from).collect();
        let values: Vec<_> = times_min.iter().map(|&time_min| value(time_min)).collect();
        watch.episodes(&times_min, &values, value)
    }

    const BELOW_ELEVEN: Watch = Watch { direction: Direction::Below, threshold: 11.0, hysteresis: 0.1 };

    #[test]
    fn a_swing_within_the_hysteresis_is_one_episode() {
        // Falls through 11 and oscillates around it by 0.08: a crossing every few minutes.
        let swing = |time_min: f64| Some(11.0 + 1.0 - (time_min / 20.0).min(1.0) + 0.08 * libm::sin(time_min));
        let found = episodes(BELOW_ELEVEN, swing);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].to_min, None);
        let without_hysteresis = episodes(Watch { hysteresis: 0.0, ..BELOW_ELEVEN }, swing);
        assert!(without_hysteresis.len() > 5, "without hysteresis it flickers: {}", without_hysteresis.len());
    }

    #[test]
    fn it_begins_and_ends_at_the_exact_moments() {
        let dip = |time_min: f64| Some(10.5 + (time_min - 50.0) * (time_min - 50.0) / 100.0);
        let found = episodes(BELOW_ELEVEN, dip);
        assert_eq!(found.len(), 1);
        // 10.5 + x²/100 is 11 at x = √50 and 11.1 at x = √60.
        assert!((found[0].from_min.unwrap() - (50.0 - 50.0_f64.sqrt())).abs() < 1e-9);
        assert!((found[0].to_min.unwrap() - (50.0 + 60.0_f64.sqrt())).abs() < 1e-9);
        assert_eq!(found[0].worst, 10.5);
    }

    #[test]
    fn at_the_threshold_is_not_past_it() {
        assert!(episodes(BELOW_ELEVEN, |_| Some(11.0)).is_empty());
        assert_eq!(episodes(BELOW_ELEVEN, |_| Some(10.999))[0].from_min, None);
    }

    #[test]
    fn a_value_that_appears_and_vanishes_begins_and_ends_an_episode() {
        let pulse = |time_min: f64| (20.5..40.25).contains(&time_min).then_some(5.0);
        let found = episodes(Watch { direction: Direction::Above, threshold: 1.0, hysteresis: 0.0 }, pulse);
        assert_eq!(found.len(), 1);
        assert!((found[0].from_min.unwrap() - 20.5).abs() < 1e-6);
        assert!((found[0].to_min.unwrap() - 40.25).abs() < 1e-6);
    }
}
