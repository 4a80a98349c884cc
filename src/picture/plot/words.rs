//! The words within and beside the frame of a drawn plot: names of bands, onsets, the aim and letters, each where nothing else is.

use super::shapes::Drawing;
use super::{Mark, Threshold};
use crate::picture::free_places::{FreePlaces, spread_out};
use crate::picture::words::width_of;
use crate::picture::{Anchor, Area, Ink, Point, Shape, Weight, point};
use crate::sim::warnings::Direction;
use crate::text::clock;

/// The height of a line of small words, and of their letters alone, in points.
const LINE: f32 = 14.0;
const LETTERS: f32 = 11.0;
/// Between a line and the words beside it.
const ASIDE: f32 = 5.0;
/// How near words may come to a curve or a line: those that stand beside one are not pushed away by it.
const CLEAR: f32 = 1.5;

/// Words, their ink, and where they may stand, best first.
type Wished = (String, Ink, Vec<(Point, Anchor)>);

/// Writes all words of a plot with these marks.
pub(super) fn write(drawing: &Drawing<'_>, marks: &[Mark], shapes: &mut Vec<Shape>) {
    let mut writing = Writing { drawing, places: taken(drawing, marks), shapes };
    writing.letters();
    writing.aim();
    writing.onsets();
    // Names have the most places to choose from.
    writing.names();
}

/// What is taken of the frame: by all curves and lines, by the curve of the run and upright lines alone, and by none of them.
fn taken(drawing: &Drawing<'_>, marks: &[Mark]) -> [FreePlaces; 3] {
    let [mut all, mut own, none] = [(); 3].map(|()| FreePlaces::new(CLEAR));
    for mark in marks {
        let line = match mark {
            Mark::Range(range) if range.has_line() => &vec![(0.0, range.at), (drawing.plot.end, range.at)],
            Mark::Line { points, .. } => points,
            _ => continue,
        };
        let is_upright = line.windows(2).all(|pair| pair[0].0 == pair[1].0);
        let line = || line.iter().map(|at| drawing.at(at));
        all.curve(line());
        if is_upright {
            own.curve(line());
        }
    }
    own.curve(drawing.plot.curve.iter().map(|at| drawing.at(at)));
    [all, own, none]
}

/// About what small words take.
fn room(at: Point, anchor: Anchor, words: &str, height: f32) -> Area {
    let width = width_of(words, Weight::Small, 1.0);
    let left = match anchor {
        Anchor::Left => at.x,
        Anchor::Center => at.x - width / 2.0,
        Anchor::Right => at.x - width,
    };
    Area::at(point(left, at.y - height / 2.0), point(width, height))
}

struct Writing<'a> {
    drawing: &'a Drawing<'a>,
    /// Where words are clear of all lines; where thresholds and other runs may pass behind them; and where any line may.
    places: [FreePlaces; 3],
    shapes: &'a mut Vec<Shape>,
}

impl Writing<'_> {
    fn put(&mut self, at: Point, anchor: Anchor, ink: Ink, words: &str) {
        self.take(room(at, anchor, words, LINE));
        self.shapes.push(Shape::words(at, anchor, Weight::Small, ink, words));
    }

    fn take(&mut self, area: Area) {
        self.places.iter_mut().for_each(|places| places.take(area));
    }

    /// Writes words at the first of the places where nothing else is, else where only a threshold or another run passes behind them;
    /// nowhere where there is none.
    fn wish(&mut self, (words, ink, places): Wished) {
        let frame = &self.drawing.frame;
        let first = |free: &FreePlaces| {
            places.iter().copied().find(|(at, anchor)| {
                let room = room(*at, *anchor, &words, LINE);
                let is_inside = room.left >= frame.left && room.right <= frame.right && room.top >= frame.top;
                is_inside && room.bottom <= frame.bottom && free.is_free(room)
            })
        };
        if let Some((at, anchor)) = self.places[..2].iter().find_map(first) {
            self.put(at, anchor, ink, &words);
        }
    }

    /// The letters of pinned runs: beside the frame where their curves leave it, else beside their ends; apart from each other.
    fn letters(&mut self) {
        const SIDE: f32 = 15.0;
        const LEADER: f32 = 5.0;
        let drawing = self.drawing;
        let frame = &drawing.frame;
        let mut ends: Vec<_> = drawing.plot.letters.iter().map(|(letter, end)| (*letter, drawing.at(end))).collect();
        let is_at_edge = |end: &Point| end.x > frame.right - SIDE - LEADER;
        let left = |end: &Point| if is_at_edge(end) { frame.right } else { end.x } + LEADER;
        // Only those in one column can touch.
        ends.sort_by(|(_, a), (_, b)| left(a).total_cmp(&left(b)));
        let columns = ends.chunk_by_mut(|(_, a), (_, b)| left(b) - left(a) <= SIDE);
        let placed = columns.flat_map(|column| {
            column.sort_by(|(_, a), (_, b)| a.y.total_cmp(&b.y));
            let wished: Vec<_> = column.iter().map(|(_, end)| end.y).collect();
            let range = (frame.top + SIDE / 2.0, frame.bottom - SIDE / 2.0);
            let heights = spread_out(&wished, SIDE + 1.0, range);
            column.iter().copied().zip(heights).collect::<Vec<_>>()
        });
        for ((letter, end), y) in placed {
            let left = left(&end);
            let badge = Area::at(point(left, y - SIDE / 2.0), point(SIDE, SIDE));
            let ink = Ink::Pinned(letter);
            self.shapes.push(Shape::path([end, point(left, y)], ink, 1.0));
            self.shapes.push(Shape::filled(badge.rounded(4.0), ink));
            let name = super::pinned::letter(letter);
            self.shapes.push(Shape::words(badge.center(), Anchor::Center, Weight::SmallStrong, Ink::Card, name));
            self.take(badge);
        }
    }

    /// The names of bands: beside the frame where there is room, else within it.
    fn names(&mut self) {
        let drawing = self.drawing;
        let bands = drawing.plot.bands.iter();
        let mut seen: Vec<_> = bands
            .filter_map(|(band, words)| Some((drawing.plot.seen(band)?, band.id.spec().direction, words)))
            .collect();
        let Some(left) = drawing.names else {
            return seen.into_iter().for_each(|(seen, direction, words)| self.name_within(&seen, direction, words));
        };
        // At the right, each at the middle of its band, moved apart where they would touch.
        let middle = |seen: &Threshold| drawing.y(f64::midpoint(seen.from, seen.to));
        seen.sort_by(|(a, ..), (b, ..)| middle(a).total_cmp(&middle(b)));
        let wished: Vec<_> = seen.iter().map(|(seen, ..)| middle(seen)).collect();
        let range = (drawing.frame.top + LINE / 2.0, drawing.frame.bottom - LINE / 2.0);
        for ((seen, _, words), y) in seen.iter().zip(spread_out(&wished, LINE, range)) {
            self.put(point(left, y), Anchor::Left, Ink::Warned(seen.severity), words);
        }
    }

    /// In its band where that is high enough: low bands are named where curves begin, high ones where they end, as far as that is free.
    fn name_within(&mut self, seen: &Threshold, direction: Direction, words: &str) {
        /// Places tried across the frame.
        const PLACES: u8 = 16;
        let Area { left, right, .. } = self.drawing.frame;
        let (top, bottom) = (self.drawing.y(seen.to), self.drawing.y(seen.from));
        if bottom - top < LETTERS {
            return;
        }
        let width = width_of(words, Weight::Small, 1.0);
        let (first, spare) = (left + 12.0, (right - 6.0 - width - left - 12.0).max(0.0));
        let across = |place: u8| {
            let share = f32::from(place) / f32::from(PLACES);
            first + spare * if direction == Direction::Below { share } else { 1.0 - share }
        };
        let half = LETTERS / 2.0 + CLEAR + 0.5;
        let inside = [(top + bottom) / 2.0, top + half, bottom - half].into_iter();
        let heights: Vec<_> = inside.filter(|y| (top..=bottom).contains(y)).collect();
        let places = || heights.iter().flat_map(|y| (0..PLACES).map(|place| point(across(place), *y)));
        // What a band is is told even where a curve crosses the words.
        let free = |free: &FreePlaces| places().find(|at| free.is_free(room(*at, Anchor::Left, words, LETTERS)));
        if let Some(at) = self.places.iter().find_map(free) {
            self.put(at, Anchor::Left, Ink::Warned(seen.severity), words);
        }
    }

    /// When the aim is reached, at the top of its line, and how far it is, at either end of its line.
    fn aim(&mut self) {
        let drawing = self.drawing;
        let Area { top, right, left, .. } = drawing.frame;
        if let Some((place, words)) = &drawing.plot.aim.reached {
            // At the top, or as far down the line as there is room.
            let steps = ((drawing.frame.height() - LINE) / (LINE / 2.0)).max(1.0) as u16;
            let heights = (0..steps).map(|step| top + 2.0 + LINE / 2.0 * (1.0 + f32::from(step)));
            let x = drawing.x(*place);
            self.wish((words.clone(), Ink::Accent, heights.flat_map(|y| beside(x, y)).collect()));
        }
        if let Some((level, words)) = &drawing.plot.aim.level {
            let place = drawing.plot.scale.place(*level);
            if drawing.plot.is_inside(place) {
                let heights = [-1.0, 1.0].map(|way| drawing.y(place) + way * (LINE / 2.0 + 2.0));
                let ends = [(right - ASIDE, Anchor::Right), (left + 2.5 * ASIDE, Anchor::Left)];
                let places = ends.into_iter().flat_map(|(x, anchor)| heights.map(|y| (point(x, y), anchor)));
                self.wish((words.clone(), Ink::Accent, places.collect()));
            }
        }
    }

    /// When warnings begin: at the foot of their lines, or as far up the line as there is room, or over the place where they begin.
    fn onsets(&mut self) {
        let drawing = self.drawing;
        for onset in &drawing.plot.onsets {
            let Point { x, y } = drawing.at(&(onset.at.0, drawing.plot.scale.place(onset.at.1)));
            let bottom = drawing.frame.bottom;
            let steps = ((bottom - y) / (LINE / 2.0)) as u16;
            let heights = (0..steps).map(|step| bottom - 2.0 - LINE / 2.0 * (1.0 + f32::from(step)));
            let over = y - LINE / 2.0 - CLEAR - 1.5;
            // To the right of its line first, as high as need be: to the left it might be taken for that of another.
            let heights: Vec<_> = heights.chain([over]).collect();
            let sides = [0, 1].into_iter().flat_map(|side| heights.iter().map(move |y| beside(x, *y)[side]));
            let places = sides.collect();
            self.wish((clock(onset.at_min), Ink::Warned(onset.severity), places));
        }
    }
}

/// Beside an upright line.
fn beside(x: f32, y: f32) -> [(Point, Anchor); 2] {
    [(point(x + ASIDE, y), Anchor::Left), (point(x - ASIDE, y), Anchor::Right)]
}
