//! The patient is drawn to scale, with needles where the lines end, and shows what is usual for the run's numbers.

use super::*;
use buffycoat::picture::figure::Material;
use buffycoat::sim::SettingId;
use buffycoat::sim::Value;
use buffycoat::sim::symptoms::{Symptom, usual};
use strum::IntoEnumIterator;

/// The part of a symptom, if it is drawn.
fn symptom_part(drawn: &Drawn, symptom: Symptom) -> Option<&Part> {
    drawn.scene.parts.iter().find(|part| part.id.symptom() == Some(symptom))
}

#[test]
fn all_patients_are_drawn_at_one_scale() {
    let text = Text::english();
    for size in SIZES {
        let heights: Vec<_> = cases()
            .iter()
            .map(|case| {
                let patient = &case.run.body.patient;
                let drawn = draw(&case.run, 30.0, size, &text);
                // Hair stands up a little, and toes.
                f64::from(drawn.part(PartId::Patient).area.height()) / patient.height_m
            })
            .collect();
        let most = heights.iter().copied().fold(f64::MIN, f64::max);
        assert!(heights.iter().all(|height| *height > 0.95 * most), "{size:?}: {heights:?}");
    }
}

#[test]
fn the_patient_lies_within_the_picture_whatever_the_size() {
    let text = Text::english();
    for (age, weight, height) in
        [(0.0, 2.0, 0.4), (1.9, 30.0, 0.9), (10.0, 80.0, 1.3), (40.0, 250.0, 2.3), (90.0, 30.0, 1.9)]
    {
        for sex in [0, 1] {
            let mut protocol = protocol("healthy_donor");
            for (setting, value) in [
                (SettingId::Sex, Value::Choice(sex)),
                (SettingId::Age, Value::Number(age)),
                (SettingId::Weight, Value::Number(weight)),
                (SettingId::Height, Value::Number(height)),
                (SettingId::InletFlow, Value::Number(if weight < 20.0 { 5.0 } else { 50.0 })),
            ] {
                setting.set(&mut protocol.settings, &value);
            }
            let Ok(run) = simulate(&protocol) else { continue };
            for size in SIZES {
                let area = draw(&run, 10.0, size, &text).part(PartId::Patient).area;
                let is_inside = area.left >= 0.0 && area.top >= 0.0 && area.bottom <= size.y;
                assert!(is_inside, "{age} y, {weight} kg, {height} m: {area:?} in {size:?}");
            }
        }
    }
}

#[test]
fn what_is_usual_is_marked_and_nothing_else() {
    let text = Text::english();
    let mut seen = std::collections::BTreeSet::new();
    for case in cases() {
        for time_min in while_collecting(&case.run).into_iter().chain([0.0, case.run.end_min]) {
            let drawn = draw(&case.run, time_min, SIZES[0], &text);
            let expected: Vec<_> = usual(&case.run, &case.run.at(time_min)).collect();
            for symptom in Symptom::iter() {
                let part = symptom_part(&drawn, symptom);
                assert_eq!(
                    part.is_some(),
                    expected.contains(&symptom),
                    "{} at {time_min:.0} min: {symptom:?}",
                    case.name
                );
                if let Some(part) = part {
                    assert!(!words_in(part).is_empty());
                    seen.insert(symptom.key());
                }
            }
        }
    }
    assert!(seen.contains("tingling") && seen.contains("pallor"), "{seen:?}");
}

#[test]
fn blood_in_column_and_vessels_is_of_one_color_that_follows_the_hemoglobin() {
    let text = Text::english();
    for case in cases() {
        let blood = |time_min| {
            let drawn = draw(&case.run, time_min, SIZES[0], &text);
            let is_blood = |shape: &&Shape| matches!(shape.fill, Some(Ink::Figure(Material::Vessel, _)));
            let ink = |id| drawn.part(id).before.iter().find(is_blood).and_then(|shape| shape.fill);
            assert_eq!(ink(PartId::Column), ink(PartId::Patient), "{}", case.name);
            match ink(PartId::Column) {
                Some(Ink::Figure(_, complexion)) => complexion.redness,
                ink => panic!("{ink:?}"),
            }
        };
        let hemoglobin = |time_min| buffycoat::sim::quantities::Quantity::Hemoglobin.at(&case.run.at(time_min));
        let (before, after) = (blood(0.0), blood(case.run.machine_end_min));
        if hemoglobin(case.run.machine_end_min) < hemoglobin(0.0) {
            assert!(after <= before, "{}: {before}, {after}", case.name);
        }
    }
}
