//! Broken lines as plain shapes: dashes and dots along a line with corners.

use super::{Dashes, Pen};
use crate::picture::{Form, Point, Shape, point};

/// A line with its dashes.
pub(super) fn draw(points: &[Point], pen: &Pen, shapes: &mut Vec<Shape>) {
    /// What is between two dashes, as a share of one: as the window's plots have it.
    const GAP: f32 = 0.618;
    if points.len() < 2 {
        return;
    }
    let line = |points: Vec<Point>| Shape::path(points, pen.ink, pen.width).faded(pen.opacity);
    match pen.dashes {
        Dashes::Solid => shapes.push(line(points.to_vec())),
        Dashes::Dashed(length) => shapes.extend(stretches(points, length, GAP * length).into_iter().map(line)),
        Dashes::Dotted(apart) => {
            let dots = stretches(points, 0.0, apart).into_iter().filter_map(|dot| dot.first().copied());
            let dot = |center| Shape::filled(Form::Disc { center, radius: pen.width }, pen.ink).faded(pen.opacity);
            shapes.extend(dots.map(dot));
        }
    }
}

/// The stretches of a line that are drawn, where it is drawn for some length and then not drawn for another.
fn stretches(points: &[Point], drawn: f32, gap: f32) -> Vec<Vec<Point>> {
    let mut stretches: Vec<Vec<Point>> = vec![points.first().copied().into_iter().collect()];
    let (mut is_drawn, mut left) = if drawn > 0.0 { (true, drawn) } else { (false, gap) };
    for pair in points.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let length = libm::hypotf(to.x - from.x, to.y - from.y);
        let mut done = 0.0;
        while length - done > left {
            done += left;
            let share = done / length;
            let at = point(from.x + share * (to.x - from.x), from.y + share * (to.y - from.y));
            match stretches.last_mut().filter(|_| is_drawn) {
                Some(last) => last.push(at),
                None => stretches.push(vec![at]),
            }
            // Dots have no length.
            is_drawn = !is_drawn && drawn > 0.0;
            left = if is_drawn { drawn } else { gap };
        }
        left -= length - done;
        if let Some(last) = stretches.last_mut().filter(|_| is_drawn) {
            last.push(to);
        }
    }
    stretches
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dashes_follow_a_line_around_its_corner() {
        let line = [point(0.0, 0.0), point(10.0, 0.0), point(10.0, 10.0)];
        let dashes = stretches(&line, 6.0, 3.0);
        assert_eq!(dashes.len(), 3);
        assert_eq!(dashes[0], [point(0.0, 0.0), point(6.0, 0.0)]);
        assert_eq!(dashes[1], [point(9.0, 0.0), point(10.0, 0.0), point(10.0, 5.0)]);
        assert_eq!(stretches(&line, 0.0, 4.0).len(), 5, "a dot at the start and each four points");
    }
}
