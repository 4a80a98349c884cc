//! Promise: a person of any age and size is drawn within its area, with the blood's share of the body as vessels, and symptoms are as
//! the model page says.

use buffycoat::model::patient::{Pregnancy, Sex};
use buffycoat::picture::figure::{Figure, Material, Person, extent_m, figure, figure_at};
use buffycoat::picture::{Area, Form, Ink, Point, Shape, point};
use buffycoat::preset::BUNDLED;
use buffycoat::sim::simulate;
use buffycoat::sim::symptoms::Symptom;
use buffycoat::sim::warnings::Source;
use buffycoat::text::Text;
use proptest::prelude::*;
use strum::IntoEnumIterator;

use crate::bundled;

fn points(form: &Form) -> Vec<Point> {
    match form {
        Form::Box { area, .. } => vec![point(area.left, area.top), point(area.right, area.bottom)],
        Form::Disc { center, radius } => {
            vec![point(center.x - radius, center.y - radius), point(center.x + radius, center.y + radius)]
        }
        Form::Ellipse { center, radii } => {
            vec![point(center.x - radii.x, center.y - radii.y), point(center.x + radii.x, center.y + radii.y)]
        }
        Form::Polygon(points) | Form::Path(points) | Form::Outline { points, .. } => points.clone(),
        Form::Words { at, .. } => vec![*at],
    }
}

fn patients() -> impl Iterator<Item = (&'static str, Person)> {
    BUNDLED.iter().map(|case| {
        let run = simulate(&bundled(case.name).protocol).expect("a case that runs");
        (case.name, Person::of(&run, 40.0))
    })
}

fn assert_inside(figure: &Figure, area: &Area, what: &str) {
    /// Edges are as wide as this at most.
    const EDGE: f32 = 3.1;
    let room = area.grown(EDGE, EDGE);
    for shape in &figure.shapes {
        for at in points(&shape.form) {
            assert!(at.x.is_finite() && at.y.is_finite(), "{what}: {shape:?}");
            assert!(room.contains(at), "{what}: {at:?} is not in {area:?}");
        }
    }
    let anchors = &figure.anchors;
    for at in [anchors.mouth, anchors.heart, anchors.belly, anchors.right_hand, anchors.left_hand, anchors.left_elbow] {
        assert!(room.contains(at), "{what}: {at:?} is not in {area:?}");
    }
}

#[test]
fn every_bundled_patient_fits_its_area() {
    for (name, person) in patients() {
        for (width, height) in [(40.0, 60.0), (200.0, 100.0), (90.0, 400.0), (900.0, 900.0)] {
            let area = Area::new(10.0, 20.0, 10.0 + width, 20.0 + height);
            assert_inside(&figure(&person, area), &area, name);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn any_person_fits_its_area(
        sex in prop::sample::select(vec![Sex::Female, Sex::Male]),
        age_years in 0.0..=110.0_f64,
        height_m in 0.4..=2.3_f64,
        weight_kg in 2.0..=250.0_f64,
        pregnancy in prop::sample::select(vec![Pregnancy::NotPregnant, Pregnancy::FirstTrimester, Pregnancy::SecondTrimester, Pregnancy::ThirdTrimester]),
        hemoglobin_g_dl in 0.0..=25.0_f64,
        blood_ml in 0.0..=12_000.0_f64,
        looks: u8,
    ) {
        let person = Person { sex, age_years, height_m, weight_kg, pregnancy, hemoglobin_g_dl, blood_ml, looks };
        let area = Area::new(0.0, 0.0, 160.0, 300.0);
        assert_inside(&figure(&person, area), &area, &format!("{person:?}"));
    }
}

#[test]
fn a_figure_is_as_high_as_the_person_at_the_scale() {
    for (name, person) in patients() {
        for units_per_m in [20.0, 150.0, 400.0] {
            let drawn = figure_at(&person, point(0.0, 0.0), units_per_m);
            let height = drawn.area.height() / units_per_m;
            assert!((f64::from(height) / person.height_m - 1.0).abs() < 0.06, "{name}: {height}, {}", person.height_m);
            let extent = extent_m(&person);
            assert!((extent.height() - height).abs() < 1e-3 && extent.width() * units_per_m - drawn.area.width() < 0.1);
            assert_eq!(drawn.anchors.soles.y, units_per_m * person.height_m as f32);
        }
    }
}

#[test]
fn heavier_is_wider_and_a_child_has_the_larger_head() {
    let person = |weight_kg, age_years, height_m| Person {
        sex: Sex::Male,
        age_years,
        height_m,
        weight_kg,
        pregnancy: Pregnancy::NotPregnant,
        hemoglobin_g_dl: 14.0,
        blood_ml: 70.0 * weight_kg,
        looks: 7,
    };
    let width = |weight_kg| extent_m(&person(weight_kg, 40.0, 1.8)).width();
    assert!(width(60.0) < width(80.0) && width(80.0) < width(110.0));
    let head = |age, height| {
        let person = person(14.0 * height * height, age, height);
        let drawn = figure_at(&person, point(0.0, 0.0), 100.0 / height as f32);
        drawn.anchors.head_half_width
    };
    assert!(head(0.3, 0.6) > head(5.0, 1.1) && head(5.0, 1.1) > head(12.0, 1.5) && head(12.0, 1.5) > head(30.0, 1.8));
}

/// What is painted, on a grid: the whole figure, and its vessels.
fn painted_areas(shapes: &[Shape], area: &Area) -> (usize, usize) {
    let (width, height) = (area.width().ceil() as usize + 4, area.height().ceil() as usize + 4);
    let mut grid = vec![0_u8; width * height];
    let mut set = |x: f32, y: f32, bit: u8| {
        let (x, y) = (x - area.left + 2.0, y - area.top + 2.0);
        if x >= 0.0 && y >= 0.0 && (x as usize) < width && (y as usize) < height {
            grid[y as usize * width + x as usize] |= bit;
        }
    };
    for shape in shapes {
        let Some(Ink::Figure(material, _)) = shape.fill.or(shape.line.map(|(ink, _)| ink)) else { continue };
        let is_vessel = material == Material::Vessel;
        match &shape.form {
            Form::Outline { points, triangles } if shape.fill.is_some() => {
                for triangle in triangles.chunks_exact(3) {
                    fill([0, 1, 2].map(|i| points[triangle[i] as usize]), |x, y| {
                        set(x, y, if is_vessel { 2 } else { 1 });
                    });
                }
            }
            Form::Path(points) if is_vessel => {
                let (_, width) = shape.line.expect("a width");
                for ends in points.windows(2) {
                    let (dx, dy) = (ends[1].x - ends[0].x, ends[1].y - ends[0].y);
                    let length = dx.hypot(dy).max(1e-6);
                    let (aside_x, aside_y) = (-dy / length * width / 2.0, dx / length * width / 2.0);
                    let corner = |at: Point, side: f32| point(at.x + side * aside_x, at.y + side * aside_y);
                    let [a, b, c, d] =
                        [corner(ends[0], 1.0), corner(ends[1], 1.0), corner(ends[1], -1.0), corner(ends[0], -1.0)];
                    fill([a, b, c], |x, y| set(x, y, 2));
                    fill([a, c, d], |x, y| set(x, y, 2));
                }
            }
            _ => {}
        }
    }
    (grid.iter().filter(|cell| **cell != 0).count(), grid.iter().filter(|cell| **cell & 2 != 0).count())
}

/// Visits the middles of the cells within a triangle.
fn fill(corners: [Point; 3], mut visit: impl FnMut(f32, f32)) {
    let least = |of: fn(&Point) -> f32| corners.iter().map(of).fold(f32::MAX, f32::min).floor();
    let most = |of: fn(&Point) -> f32| corners.iter().map(of).fold(f32::MIN, f32::max).ceil();
    let turn = |a: Point, b: Point, c: Point| (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
    let [a, b, c] = corners;
    let mut y = least(|at| at.y) + 0.5;
    while y < most(|at| at.y) {
        let mut x = least(|at| at.x) + 0.5;
        while x < most(|at| at.x) {
            let at = point(x, y);
            let sides = [turn(a, b, at), turn(b, c, at), turn(c, a, at)];
            if sides.iter().all(|side| *side >= 0.0) || sides.iter().all(|side| *side <= 0.0) {
                visit(x, y);
            }
            x += 1.0;
        }
        y += 1.0;
    }
}

#[test]
fn the_vessels_are_the_bloods_share_of_the_figure() {
    for (name, person) in patients() {
        let person = Person { pregnancy: Pregnancy::NotPregnant, ..person };
        let drawn = figure_at(&person, point(0.0, 0.0), 1400.0 / person.height_m as f32);
        let (body, vessels) = painted_areas(&drawn.shapes, &drawn.area);
        let share = vessels as f64 / body as f64;
        assert!((share / person.blood_share() - 1.0).abs() < 0.05, "{name}: {share:.4}, {:.4}", person.blood_share());
    }
}

#[test]
fn less_hemoglobin_is_paler() {
    let (_, person) = patients().next().expect("a patient");
    let redness = |hemoglobin_g_dl| Person { hemoglobin_g_dl, ..person }.complexion().redness;
    assert!(redness(5.0) == 0 && redness(8.0) > 0 && redness(11.0) > redness(8.0) && redness(18.0) == 255);
}

#[test]
fn patients_have_many_skins() {
    let skins: std::collections::BTreeSet<_> = patients().map(|(_, person)| person.complexion().skin).collect();
    assert_eq!(skins.len(), 5, "{skins:?}");
}

#[test]
fn the_model_page_has_the_table_of_symptoms_with_its_sources() {
    let page = include_str!("../assets/model.md");
    let section = page.split("\n## Symptoms\n").nth(1).expect("a section").split("\n## ").next().expect("its text");
    let text = Text::english();
    for symptom in Symptom::iter() {
        let row = symptom.row();
        let line = section.lines().find(|line| line.starts_with(&format!("| {} |", symptom.key())));
        let cells: Vec<_> =
            line.unwrap_or_else(|| panic!("{symptom:?} is missing")).split('|').map(str::trim).collect();
        let below: f64 = cells[3].replace('−', "-").parse().expect("a number");
        assert_eq!(below, row.below, "{symptom:?}");
        let name = text.get(&format!("quantity-{}", row.quantity.row().key)).to_lowercase();
        let first = name.split(' ').next().expect("a word").to_owned();
        assert!(cells[2].to_lowercase().contains(&first) || cells[2].starts_with("change"), "{}: {name}", cells[2]);
        let source = match row.source {
            Source::Bolan2001 => "Transfusion 2001;41:1165",
            Source::CtcaeV5 => "CTCAE v5",
            Source::RuleOfThumb => "rule of thumb",
            Source::Sheth1997 => "1997;12:102",
            source => panic!("{source:?}"),
        };
        assert!(cells[4].contains(source), "{symptom:?}: {}", cells[4]);
    }
}

#[test]
fn a_symptom_says_what_is_felt_why_and_what_is_done() {
    let text = Text::english();
    for symptom in Symptom::iter() {
        let message = format!("part-{}", symptom.key());
        for attribute in ["hint", "seen", "card", "action", "question"] {
            assert!(text.attribute(&message, attribute).is_some_and(|words| words.len() > 10), "{message}.{attribute}");
        }
        // How far apart people are is said wherever a number is.
        let card = text.attribute(&message, "card").expect("words");
        let says_so =
            ["differ", "not in everybody", "many with", "cannot be computed"].iter().any(|words| card.contains(words));
        assert!(says_so, "{message}: {card}");
    }
}

#[test]
fn symptoms_begin_where_the_table_says() {
    let run = simulate(&bundled("small_anemic_woman").protocol).expect("a case that runs");
    for symptom in Symptom::iter() {
        let row = symptom.row();
        for minute in 0..=200 {
            let moment = run.at(f64::from(minute).min(run.end_min));
            let value = row.quantity.at(&moment).expect("a value");
            let is_usual = symptom.is_usual(&run, &moment);
            let what = format!("{symptom:?} at {minute} min: {value}");
            assert!(is_usual || value >= row.below, "{what}");
            assert!(!is_usual || value <= row.below + row.hysteresis, "{what}");
        }
    }
    // She tingles, and not from the start.
    assert!(!Symptom::Tingling.is_usual(&run, &run.at(0.0)) && Symptom::Tingling.is_usual(&run, &run.at(60.0)));
}

#[test]
fn a_symptom_comes_at_its_threshold_and_goes_past_its_hysteresis() {
    let mut comings = 0;
    for case in buffycoat::preset::BUNDLED {
        let run = simulate(&bundled(case.name).protocol).expect("a case that runs");
        let times = || (0..=2000).map(|i| run.end_min * f64::from(i) / 2000.0);
        for symptom in Symptom::iter() {
            let row = symptom.row();
            let seen: Vec<_> = times().map(|time_min| symptom.is_usual(&run, &run.at(time_min))).collect();
            for (i, pair) in seen.windows(2).enumerate() {
                let value = |i: u32| row.quantity.at(&run.at(run.end_min * f64::from(i) / 2000.0)).expect("a value");
                let (before, after) = (value(i as u32), value(i as u32 + 1));
                match (pair[0], pair[1]) {
                    (false, true) => assert!(before >= row.below && after < row.below, "{}: {symptom:?}", case.name),
                    (true, false) => assert!(after > row.below + row.hysteresis, "{}: {symptom:?}", case.name),
                    _ => continue,
                }
                comings += 1;
            }
        }
    }
    assert!(comings > 10, "{comings}");
}
