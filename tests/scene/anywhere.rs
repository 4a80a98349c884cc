//! A picture of any size, at any moment of any case, is a picture.

use super::*;
use proptest::prelude::*;

fn is_finite(shape: &Shape) -> bool {
    let at = |point: &Point| point.x.is_finite() && point.y.is_finite();
    let form = match &shape.form {
        Form::Box { area, corner } => {
            [area.left, area.top, area.right, area.bottom, *corner].iter().all(|number| number.is_finite())
        }
        Form::Disc { center, radius } => at(center) && radius.is_finite(),
        Form::Ellipse { center, radii } => at(center) && at(radii),
        Form::Polygon(points) | Form::Path(points) | Form::Outline { points, .. } => points.iter().all(at),
        Form::Words { at: place, words, .. } => at(place) && !words.contains("NaN") && !words.contains("inf"),
    };
    form && shape.opacity.is_finite() && shape.line.is_none_or(|(_, width)| width.is_finite())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn every_size_and_moment_gives_a_picture(
        preset in 0..BUNDLED.len(),
        width in 320.0..3000.0_f32,
        height in 200.0..2000.0_f32,
        share in 0.0..=1.0_f64,
        seconds in 0.0..20_000.0_f64,
        reduced_motion: bool,
        detail in 0.0..=1.0_f64,
    ) {
        let run = case(BUNDLED[preset].name).run;
        let time_min = share * run.end_min;
        let mut clock = SceneClock::default();
        clock.advance(&run.at(time_min), seconds);
        let staging = Staging { reduced_motion, detail, ..staging(point(width, height)) };
        let drawn = draw_with(&run, time_min, &clock, &staging, &Text::english());
        for part in &drawn.scene.parts {
            for shape in part.behind.iter().chain(&part.before) {
                prop_assert!(is_finite(shape), "{:?}: {shape:?}", part.id);
            }
        }
        for cell in &drawn.cells {
            let numbers = [cell.at.x, cell.at.y, cell.turn, cell.size];
            prop_assert!(numbers.iter().all(|number| number.is_finite()), "{cell:?}");
            prop_assert!((0.0..=1.0).contains(&cell.size), "{cell:?}");
        }
        // What draws is kept free: a picture of this size has room for some ten thousand cells, and no more are placed.
        prop_assert!(drawn.cells.len() as f32 <= 0.1 * width * height + 10_000.0, "{} cells", drawn.cells.len());
    }
}
