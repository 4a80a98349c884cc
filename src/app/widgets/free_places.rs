//! Where words find room in a picture: clear of curves, lines and other words.

use egui::{Pos2, Rangef, Rect, Vec2, pos2, vec2};

/// A curve on the screen, from left to right.
struct Curve {
    points: Vec<Pos2>,
    /// Everything below it is taken too.
    filled: bool,
}

/// What is taken in a picture.
#[derive(Default)]
pub struct FreePlaces {
    curves: Vec<Curve>,
    taken: Vec<Rect>,
    /// How far words stay away from curves, in points.
    pub margin: f32,
}

impl FreePlaces {
    /// Nothing is taken yet; words stay this far away from curves, in points.
    pub fn new(margin: f32) -> Self {
        Self { margin, ..Self::default() }
    }

    /// Takes the place of a curve.
    pub fn curve(&mut self, points: impl IntoIterator<Item = Pos2>) {
        self.curves.push(Curve { points: points.into_iter().collect(), filled: false });
    }

    /// Takes the place of a curve and all below it.
    pub fn area(&mut self, points: impl IntoIterator<Item = Pos2>) {
        self.curves.push(Curve { points: points.into_iter().collect(), filled: true });
    }

    /// Takes the place of words or of a mark.
    pub fn take(&mut self, rect: Rect) {
        self.taken.push(rect);
    }

    pub fn is_free(&self, rect: Rect) -> bool {
        /// Between words.
        const GAP: Vec2 = vec2(4.0, 0.0);
        let is_clear = |taken: &Rect| !taken.expand2(GAP).intersects(rect);
        self.taken.iter().all(is_clear) && !self.curves.iter().any(|curve| curve.meets(rect.expand(self.margin)))
    }

    /// A free place of this size in a room: at its right end, else at its left, else as far to the right as there is one; each time
    /// at the top, else at the bottom, else between.
    pub fn find(&self, room: Rect, size: Vec2) -> Option<Rect> {
        /// Between words and the edge of their room.
        const INSET: Vec2 = vec2(2.5, 1.5);
        /// Places tried across the room.
        const PLACES: u8 = 14;
        let room = room.shrink2(INSET);
        let spare = room.size() - size;
        if spare.x < 0.0 || spare.y < 0.0 {
            return None;
        }
        let between = (1..PLACES).rev().map(|place| f32::from(place) / f32::from(PLACES));
        let mut places = [1.0, 0.0].into_iter().chain(between).flat_map(|across| {
            let down = [0.0, 1.0, 0.5, 0.25, 0.75];
            down.into_iter().map(move |down| Rect::from_min_size(room.min + vec2(across, down) * spare, size))
        });
        places.find(|place| self.is_free(*place))
    }
}

impl FreePlaces {
    /// A free place in a frame beside a curve of it: above or below, as far to the right and as close as there is one.
    pub fn beside(&self, curve: &[Pos2], size: Vec2, frame: Rect) -> Option<Rect> {
        /// How much farther away than needed a place may be, in points.
        const AWAY: [f32; 4] = [1.0, 7.0, 14.0, 22.0];
        let room = frame.shrink(2.0);
        let near = |points: &Pos2| {
            let far = self.margin + size.y / 2.0;
            let left = (points.x - size.x / 2.0).min(room.right() - size.x).max(room.left()) + size.x / 2.0;
            AWAY.map(|away| [-1.0, 1.0].map(|way| centered(pos2(left, points.y + way * (far + away)), size)))
        };
        let mut places = curve.iter().rev().flat_map(near).flatten();
        places.find(|place| room.contains_rect(*place) && self.is_free(*place))
    }
}

impl Curve {
    fn meets(&self, rect: Rect) -> bool {
        let from = self.points.partition_point(|point| point.x < rect.left()).saturating_sub(1);
        let until = (self.points.partition_point(|point| point.x <= rect.right()) + 1).min(self.points.len());
        let near = &self.points[from.min(until)..until];
        // An area is met by all that reaches below its edge.
        let rect = if self.filled { rect.with_min_y(f32::NEG_INFINITY) } else { rect };
        near.iter().any(|point| rect.contains(*point)) || near.windows(2).any(|pair| crosses(pair[0], pair[1], rect))
    }
}

/// Whether a line from `a` to `b`, to the right of it or at the same place, comes into a rectangle.
fn crosses(a: Pos2, b: Pos2, rect: Rect) -> bool {
    if b.x < rect.left() || a.x > rect.right() {
        return false;
    }
    let at = |x: f32| {
        let share = if b.x > a.x { ((x - a.x) / (b.x - a.x)).clamp(0.0, 1.0) } else { 0.0 };
        a.y + share * (b.y - a.y)
    };
    let (from, to) = if b.x > a.x { (at(rect.left()), at(rect.right())) } else { (a.y, b.y) };
    from.min(to) <= rect.bottom() && from.max(to) >= rect.top()
}

/// Moves heights that are to be at least `apart` from each other away from where they would like to be, as little as they need in the
/// least-squares sense, and within a range. In the order in which they are given, which is from the top down.
pub fn spread_out(wished: &[f32], apart: f32, range: Rangef) -> Vec<f32> {
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
    let most = range.max - wished.len().saturating_sub(1) as f32 * apart;
    let first = blocks.into_iter().flat_map(|(first, count)| std::iter::repeat_n(first, count));
    first.enumerate().map(|(i, first)| first.min(most).max(range.min) + i as f32 * apart).collect()
}

/// The corner at the left of a place that is centered here.
pub fn centered(at: Pos2, size: Vec2) -> Rect {
    Rect::from_min_size(pos2(at.x - size.x / 2.0, at.y - size.y / 2.0), size)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOM: Rect = Rect { min: Pos2::ZERO, max: pos2(100.0, 40.0) };
    const WORDS: Vec2 = vec2(30.0, 14.0);

    #[test]
    fn words_go_to_the_right_end_and_elsewhere_when_a_curve_is_there() {
        let mut places = FreePlaces::new(2.0);
        let right = places.find(ROOM, WORDS).unwrap();
        assert!(right.right() > 95.0 && right.top() < 5.0);
        places.curve([pos2(50.0, 5.0), pos2(100.0, 5.0)]);
        let below = places.find(ROOM, WORDS).unwrap();
        assert!(below.right() > 95.0 && below.bottom() > 35.0, "{below}");
        places.take(ROOM.with_min_x(60.0));
        let left = places.find(ROOM, WORDS).unwrap();
        assert!(left.left() < 5.0, "{left}");
        places.area([pos2(0.0, 0.0), pos2(100.0, 0.0)]);
        assert_eq!(places.find(ROOM, WORDS), None);
    }

    #[test]
    fn a_steep_line_between_two_points_is_in_the_way() {
        let mut places = FreePlaces::new(0.0);
        places.curve([pos2(10.0, -100.0), pos2(12.0, 100.0), pos2(90.0, 100.0)]);
        assert!(!places.is_free(Rect::from_min_size(pos2(5.0, 10.0), vec2(20.0, 5.0))));
        assert!(places.is_free(Rect::from_min_size(pos2(20.0, 10.0), vec2(20.0, 5.0))));
    }

    #[test]
    fn badges_move_apart_as_little_as_needed_and_stay_inside() {
        assert_eq!(spread_out(&[10.0, 50.0], 10.0, Rangef::new(0.0, 100.0)), [10.0, 50.0]);
        assert_eq!(spread_out(&[40.0, 42.0, 44.0], 10.0, Rangef::new(0.0, 100.0)), [32.0, 42.0, 52.0]);
        assert_eq!(spread_out(&[95.0, 97.0, 99.0], 10.0, Rangef::new(0.0, 100.0)), [80.0, 90.0, 100.0]);
    }
}
