//! Where words find room in a picture: clear of curves, lines and other words.

use super::{Area, Point, point};

/// A curve, from left to right.
struct Curve {
    points: Vec<Point>,
    /// Everything below it is taken too.
    filled: bool,
}

/// What is taken in a picture.
#[derive(Default)]
pub struct FreePlaces {
    curves: Vec<Curve>,
    taken: Vec<Area>,
    /// How far words stay away from curves, in points.
    pub margin: f32,
}

impl FreePlaces {
    /// Nothing is taken yet; words stay this far away from curves, in points.
    pub fn new(margin: f32) -> Self {
        Self { margin, ..Self::default() }
    }

    /// Takes the place of a curve.
    pub fn curve(&mut self, points: impl IntoIterator<Item = impl Into<Point>>) {
        self.curves.push(Curve { points: points.into_iter().map(Into::into).collect(), filled: false });
    }

    /// Takes the place of a curve and all below it.
    pub fn area(&mut self, points: impl IntoIterator<Item = impl Into<Point>>) {
        self.curves.push(Curve { points: points.into_iter().map(Into::into).collect(), filled: true });
    }

    /// Takes the place of words or of a mark.
    pub fn take(&mut self, area: impl Into<Area>) {
        self.taken.push(area.into());
    }

    pub fn is_free(&self, area: impl Into<Area>) -> bool {
        /// Between words.
        const GAP: f32 = 4.0;
        let area = area.into();
        let is_clear = |taken: &Area| !taken.grown(GAP, 0.0).meets(&area);
        let with_air = area.grown(self.margin, self.margin);
        self.taken.iter().all(is_clear) && !self.curves.iter().any(|curve| curve.meets(with_air))
    }

    /// A free place of this size in a room: at its right end, else at its left, else as far to the right as there is one; each time
    /// at the top, else at the bottom, else between.
    pub fn find(&self, room: impl Into<Area>, size: impl Into<Point>) -> Option<Area> {
        /// Between words and the edge of their room.
        const INSET: Point = point(2.5, 1.5);
        /// Places tried across the room.
        const PLACES: u8 = 14;
        let (room, size) = (room.into().grown(-INSET.x, -INSET.y), size.into());
        let spare = point(room.width() - size.x, room.height() - size.y);
        if spare.x < 0.0 || spare.y < 0.0 {
            return None;
        }
        let between = (1..PLACES).rev().map(|place| f32::from(place) / f32::from(PLACES));
        let mut places = [1.0, 0.0].into_iter().chain(between).flat_map(|across| {
            let down = [0.0, 1.0, 0.5, 0.25, 0.75];
            let corner = move |down| point(room.left + across * spare.x, room.top + down * spare.y);
            down.into_iter().map(move |down| Area::at(corner(down), size))
        });
        places.find(|place| self.is_free(*place))
    }

    /// A free place in a frame beside a curve of it: above or below, as far to the right and as close as there is one.
    pub fn beside(&self, curve: &[Point], size: impl Into<Point>, frame: impl Into<Area>) -> Option<Area> {
        /// How much farther away than needed a place may be, in points.
        const AWAY: [f32; 4] = [1.0, 7.0, 14.0, 22.0];
        let (room, size) = (frame.into().shrunk(2.0), size.into());
        let near = |points: &Point| {
            let far = self.margin + size.y / 2.0;
            let middle = (points.x - size.x / 2.0).min(room.right - size.x).max(room.left) + size.x / 2.0;
            let at = move |way: f32, away: f32| point(middle, points.y + way * (far + away));
            AWAY.map(|away| [-1.0, 1.0].map(|way| Area::around(at(way, away), size.x, size.y)))
        };
        let mut places = curve.iter().rev().flat_map(near).flatten();
        places.find(|place| room.holds(place) && self.is_free(*place))
    }
}

impl Curve {
    fn meets(&self, area: Area) -> bool {
        let from = self.points.partition_point(|point| point.x < area.left).saturating_sub(1);
        let until = (self.points.partition_point(|point| point.x <= area.right) + 1).min(self.points.len());
        let near = &self.points[from.min(until)..until];
        // An area is met by all that reaches below its edge.
        let area = if self.filled { Area { top: f32::NEG_INFINITY, ..area } } else { area };
        near.iter().any(|point| area.contains(*point)) || near.windows(2).any(|pair| crosses(pair[0], pair[1], &area))
    }
}

/// Whether a line from `a` to `b`, to the right of it or at the same place, comes into an area.
fn crosses(a: Point, b: Point, area: &Area) -> bool {
    if b.x < area.left || a.x > area.right {
        return false;
    }
    let at = |x: f32| {
        let share = if b.x > a.x { ((x - a.x) / (b.x - a.x)).clamp(0.0, 1.0) } else { 0.0 };
        a.y + share * (b.y - a.y)
    };
    let (from, to) = if b.x > a.x { (at(area.left), at(area.right)) } else { (a.y, b.y) };
    from.min(to) <= area.bottom && from.max(to) >= area.top
}

/// Moves heights that are to be at least `apart` from each other away from where they would like to be, as little as they need in the
/// least-squares sense, and within a range. In the order in which they are given, which is from the top down.
pub fn spread_out(wished: &[f32], apart: f32, (least, most): (f32, f32)) -> Vec<f32> {
    // Those that push each other share a block: where its first member wishes to be, on average, and how many they are.
    let mut blocks: Vec<(f32, usize)> = Vec::new();
    for (i, wish) in wished.iter().enumerate() {
        blocks.push((wish - i as f32 * apart, 1));
        while let [.., (above, more), (below, fewer)] = blocks[..]
            && above > below
        {
            blocks.truncate(blocks.len() - 2);
            let mean = (above * more as f32 + below * fewer as f32) / (more + fewer) as f32;
            blocks.push((mean, more + fewer));
        }
    }
    let most = most - wished.len().saturating_sub(1) as f32 * apart;
    let first = blocks.into_iter().flat_map(|(first, count)| std::iter::repeat_n(first, count));
    first.enumerate().map(|(i, first)| first.min(most).max(least) + i as f32 * apart).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOM: Area = Area::new(0.0, 0.0, 100.0, 40.0);
    const WORDS: Point = point(30.0, 14.0);

    #[test]
    fn words_go_to_the_right_end_and_elsewhere_when_a_curve_is_there() {
        let mut places = FreePlaces::new(2.0);
        let right = places.find(ROOM, WORDS).unwrap();
        assert!(right.right > 95.0 && right.top < 5.0);
        places.curve([point(50.0, 5.0), point(100.0, 5.0)]);
        let below = places.find(ROOM, WORDS).unwrap();
        assert!(below.right > 95.0 && below.bottom > 35.0, "{below:?}");
        places.take(Area { left: 60.0, ..ROOM });
        let left = places.find(ROOM, WORDS).unwrap();
        assert!(left.left < 5.0, "{left:?}");
        places.area([point(0.0, 0.0), point(100.0, 0.0)]);
        assert_eq!(places.find(ROOM, WORDS), None);
    }

    #[test]
    fn a_steep_line_between_two_points_is_in_the_way() {
        let mut places = FreePlaces::new(0.0);
        places.curve([point(10.0, -100.0), point(12.0, 100.0), point(90.0, 100.0)]);
        assert!(!places.is_free(Area::at(point(5.0, 10.0), point(20.0, 5.0))));
        assert!(places.is_free(Area::at(point(20.0, 10.0), point(20.0, 5.0))));
    }

    #[test]
    fn badges_move_apart_as_little_as_needed_and_stay_inside() {
        assert_eq!(spread_out(&[10.0, 50.0], 10.0, (0.0, 100.0)), [10.0, 50.0]);
        assert_eq!(spread_out(&[40.0, 42.0, 44.0], 10.0, (0.0, 100.0)), [32.0, 42.0, 52.0]);
        assert_eq!(spread_out(&[95.0, 97.0, 99.0], 10.0, (0.0, 100.0)), [80.0, 90.0, 100.0]);
    }
}
