//! Cuts an outline into triangles, so that one that is not convex can be filled.

use super::Point;

/// Twice the signed area of a triangle: positive where the corners turn to the right in the picture.
fn turn(a: Point, b: Point, c: Point) -> f32 {
    (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
}

fn contains(corners: [Point; 3], at: Point) -> bool {
    let [a, b, c] = corners;
    turn(a, b, at) >= 0.0 && turn(b, c, at) >= 0.0 && turn(c, a, at) >= 0.0
}

/// The corners of triangles that fill a closed outline which does not cross itself, as indices, three by three.
pub fn triangles(outline: &[Point]) -> Vec<u32> {
    let mut left: Vec<usize> = (0..outline.len()).collect();
    let area: f32 = (1..outline.len().saturating_sub(1)).map(|i| turn(outline[0], outline[i], outline[i + 1])).sum();
    if area < 0.0 {
        left.reverse();
    }
    let mut found = Vec::with_capacity(3 * outline.len());
    while left.len() > 2 {
        let count = left.len();
        let corners = |i: usize| [left[(i + count - 1) % count], left[i], left[(i + 1) % count]];
        let is_ear = |i: &usize| {
            let ear = corners(*i);
            let [a, b, c] = ear.map(|corner| outline[corner]);
            turn(a, b, c) >= 0.0
                && !left.iter().any(|other| {
                    let at = outline[*other];
                    !ear.contains(other) && at != a && at != b && at != c && contains([a, b, c], at)
                })
        };
        // An outline that crosses itself may have none left: then any corner ends it.
        let ear = (0..count).find(is_ear).unwrap_or(0);
        found.extend(corners(ear).map(|corner| corner as u32));
        left.remove(ear);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::point;

    fn area(outline: &[Point], cut: &[u32]) -> f32 {
        let corner = |i: u32| outline[i as usize];
        cut.chunks_exact(3).map(|t| turn(corner(t[0]), corner(t[1]), corner(t[2])) / 2.0).sum()
    }

    #[test]
    fn triangles_cover_an_outline_that_is_not_convex_once() {
        let arrow = [point(0.0, 0.0), point(2.0, 0.0), point(2.0, 2.0), point(1.0, 0.5), point(0.0, 2.0)];
        let mut back = arrow;
        back.reverse();
        for outline in [arrow, back] {
            let cut = triangles(&outline);
            assert_eq!(cut.len(), 9);
            assert!((area(&outline, &cut) - 2.5).abs() < 1e-6, "{}", area(&outline, &cut));
        }
    }

    #[test]
    fn what_is_no_outline_gives_nothing() {
        assert!(triangles(&[]).is_empty());
        assert!(triangles(&[point(0.0, 0.0), point(1.0, 1.0)]).is_empty());
    }
}
