//! Curves that students draw: the smooth line through their points, and its course as a few stretches.

/// Where a curve goes in a stretch of it, or on the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Rises,
    Falls,
    Level,
}

impl Direction {
    /// Of a change that counts as none up to `tolerance`.
    pub fn of(change: f64, tolerance: f64) -> Self {
        if change.abs() <= tolerance {
            Self::Level
        } else if change > 0.0 {
            Self::Rises
        } else {
            Self::Falls
        }
    }
}

/// A part of a curve in which it goes one way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stretch {
    pub direction: Direction,
    pub from_min: f64,
    pub to_min: f64,
    pub from: f64,
    pub to: f64,
}

impl Stretch {
    /// How much of its start it gains or loses, percent; `None` from zero or below.
    pub fn change_percent(&self) -> Option<f64> {
        (self.from > 0.0).then(|| 100.0 * (self.to / self.from - 1.0))
    }
}

/// The value at a minute of the curve through these points; `None` before the first and after the last of them.
///
/// The points stand in the order of time. Between them runs a cubic that overshoots none of them: slopes by the weighted harmonic mean of
/// Fritsch and Butland (SIAM J Sci Stat Comput 1984;5:300).
pub fn curve_at(points: &[(f64, f64)], min: f64) -> Option<f64> {
    let (first, last) = (points.first()?, points.last()?);
    if !(first.0..=last.0).contains(&min) {
        return None;
    }
    let next = points.partition_point(|(at, _)| *at <= min);
    if next == points.len() {
        return Some(last.1);
    }
    let ((from_min, from), (to_min, to)) = (points[next - 1], points[next]);
    let width = to_min - from_min;
    let t = (min - from_min) / width;
    let (rise, rise_next) = (slope_at(points, next - 1) * width, slope_at(points, next) * width);
    let (two, three) = (t * t, t * t * t);
    let value = (2.0 * three - 3.0 * two + 1.0) * from
        + (three - 2.0 * two + t) * rise
        + (3.0 * two - 2.0 * three) * to
        + (three - two) * rise_next;
    // Rounding alone could leave the range of the two.
    Some(value.clamp(from.min(to), from.max(to)))
}

/// Width and slope of the line between two neighbors.
fn secant(points: &[(f64, f64)], place: usize) -> (f64, f64) {
    let ((from_min, from), (to_min, to)) = (points[place], points[place + 1]);
    let width = to_min - from_min;
    (width, if width > 0.0 { (to - from) / width } else { 0.0 })
}

fn slope_at(points: &[(f64, f64)], place: usize) -> f64 {
    let last = points.len() - 1;
    if last < 2 {
        return secant(points, 0).1;
    }
    if place == 0 {
        return end_slope(secant(points, 0), secant(points, 1));
    }
    if place == last {
        return end_slope(secant(points, last - 1), secant(points, last - 2));
    }
    let ((width, slope), (width_next, slope_next)) = (secant(points, place - 1), secant(points, place));
    if slope * slope_next <= 0.0 {
        return 0.0;
    }
    let (weight, weight_next) = (2.0 * width_next + width, width_next + 2.0 * width);
    (weight + weight_next) / (weight / slope + weight_next / slope_next)
}

/// The slope at an end, from the two lines next to it, held to what overshoots nothing.
fn end_slope((width, slope): (f64, f64), (width_next, slope_next): (f64, f64)) -> f64 {
    let found = ((2.0 * width + width_next) * slope - width * slope_next) / (width + width_next);
    if found * slope <= 0.0 {
        0.0
    } else if slope * slope_next <= 0.0 && found.abs() > 3.0 * slope.abs() {
        3.0 * slope
    } else {
        found
    }
}

/// A curve is told to be level in a stretch at its start or end that is as long as this share of the whole …
const LEVEL_SHARE_OF_TIME: f64 = 0.25;

/// … and in which it goes no more than this share of its way.
const LEVEL_SHARE_OF_WAY: f64 = 0.1;

/// The course of a curve, sampled in the order of time: where it turns, and where it stays level. Changes up to `tolerance` are none.
pub fn shape(samples: &[(f64, f64)], tolerance: f64) -> Vec<Stretch> {
    let (Some(first), Some(last)) = (samples.first(), samples.last()) else { return Vec::new() };
    let mut stretches = Vec::new();
    let turns = turns(samples, tolerance);
    for ends in turns.windows(2) {
        let part = &samples[ends[0]..=ends[1]];
        push_stretches(part, tolerance, LEVEL_SHARE_OF_TIME * (last.0 - first.0), &mut stretches);
    }
    stretches
}

/// The places where a curve turns by more than the tolerance, with both its ends.
fn turns(samples: &[(f64, f64)], tolerance: f64) -> Vec<usize> {
    let mut turns = vec![0];
    let (mut lowest, mut highest) = (0, 0);
    // Whether it is on its way up; unknown until it has gone far enough either way.
    let mut is_rising = None;
    for (place, (_, value)) in samples.iter().enumerate() {
        if *value > samples[highest].1 {
            highest = place;
        }
        if *value < samples[lowest].1 {
            lowest = place;
        }
        let has_fallen = samples[highest].1 - value > tolerance;
        let has_risen = value - samples[lowest].1 > tolerance;
        match is_rising {
            None if has_risen || has_fallen => {
                is_rising = Some(has_risen);
                (lowest, highest) = (place, place);
            }
            Some(true) if has_fallen => {
                turns.push(highest);
                is_rising = Some(false);
                (lowest, highest) = (place, place);
            }
            Some(false) if has_risen => {
                turns.push(lowest);
                is_rising = Some(true);
                (lowest, highest) = (place, place);
            }
            _ => {}
        }
    }
    turns.push(samples.len() - 1);
    turns.dedup();
    turns
}

/// One way up or down, with the level parts at its ends told apart where they are long enough.
fn push_stretches(part: &[(f64, f64)], tolerance: f64, long_min: f64, stretches: &mut Vec<Stretch>) {
    let (Some(first), Some(last)) = (part.first(), part.last()) else { return };
    let change = last.1 - first.1;
    let mut push = |from: &(f64, f64), to: &(f64, f64), direction| {
        if to.0 > from.0 {
            stretches.push(Stretch { direction, from_min: from.0, to_min: to.0, from: from.1, to: to.1 });
        }
    };
    let direction = Direction::of(change, tolerance);
    if direction == Direction::Level {
        return push(first, last, direction);
    }
    let way = |value: f64| (value - first.1) / change;
    let left = part.iter().rfind(|(_, value)| way(*value) <= LEVEL_SHARE_OF_WAY).unwrap_or(first);
    let arrived = part.iter().find(|(_, value)| way(*value) >= 1.0 - LEVEL_SHARE_OF_WAY).unwrap_or(last);
    let from = if left.0 - first.0 >= long_min { left } else { first };
    let to = if last.0 - arrived.0 >= long_min { arrived } else { last };
    push(first, from, Direction::Level);
    push(from, to, direction);
    push(to, last, Direction::Level);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sampled(of: impl Fn(f64) -> f64) -> Vec<(f64, f64)> {
        (0..=90).map(|i| (2.0 * f64::from(i), of(2.0 * f64::from(i)))).collect()
    }

    fn directions(of: impl Fn(f64) -> f64) -> Vec<Direction> {
        shape(&sampled(of), 4.0).iter().map(|stretch| stretch.direction).collect()
    }

    #[test]
    fn the_curve_runs_through_its_points_and_overshoots_none() {
        let points = [(0.0, 100.0), (10.0, 99.0), (12.0, 40.0), (60.0, 40.0), (61.0, 80.0), (180.0, 79.0)];
        for (min, value) in points {
            assert_eq!(curve_at(&points, min), Some(value));
        }
        for pair in points.windows(2) {
            let (low, high) = (pair[0].1.min(pair[1].1), pair[0].1.max(pair[1].1));
            for i in 0..=100 {
                let min = pair[0].0 + (pair[1].0 - pair[0].0) * f64::from(i) / 100.0;
                let value = curve_at(&points, min).expect("inside");
                assert!((low..=high).contains(&value), "{value} at {min}");
            }
        }
        assert_eq!(curve_at(&points, -0.1), None);
        assert_eq!(curve_at(&points, 180.1), None);
        assert_eq!(curve_at(&[], 0.0), None);
        assert_eq!(curve_at(&[(5.0, 1.0)], 5.0), Some(1.0));
        assert_eq!(curve_at(&[(0.0, 0.0), (10.0, 1.0)], 5.0), Some(0.5));
    }

    #[test]
    fn the_slopes_are_the_published_ones() {
        // SciPy's PchipInterpolator through the same points.
        let points = [(0.0, 0.0), (1.0, 2.0), (3.0, 3.0), (4.0, 7.0)];
        for (min, value) in [(0.5, 1.205_357_142_857_142_8), (2.0, 2.471_042_471_042_471), (3.5, 4.475_788_288_288_288)]
        {
            let found = curve_at(&points, min).expect("inside");
            assert!((found - value).abs() < 1e-12, "{found} instead of {value} at {min}");
        }
    }

    #[test]
    fn a_course_is_told_in_a_few_stretches() {
        use Direction::{Falls, Level, Rises};
        assert_eq!(directions(|_| 100.0), [Level]);
        assert_eq!(directions(|min| 100.0 - min / 6.0), [Falls]);
        assert_eq!(directions(|min| 100.0 - (min / 6.0).min(20.0)), [Falls, Level]);
        assert_eq!(directions(|min| 100.0 + (min / 3.0 - 20.0).max(0.0)), [Level, Rises]);
        assert_eq!(directions(|min| 100.0 - (90.0 - (min - 90.0).abs()) / 3.0), [Falls, Rises]);
        let fall = shape(&sampled(|min| 100.0 - (min / 6.0).min(20.0)), 4.0)[0];
        assert_eq!((fall.from_min, fall.from), (0.0, 100.0));
        assert!((100.0..=120.0).contains(&fall.to_min) && fall.to <= 82.1, "{fall:?}");
        assert!(shape(&[], 1.0).is_empty());
        assert!(shape(&[(0.0, 1.0)], 1.0).is_empty());
    }
}
