//! Layers and levels stand where the model's shares and volumes put them.

use super::*;
use buffycoat::sim::quantities::{Quantity, crits_percent};
use buffycoat::sim::{Change, SettingId, Value};

/// The lowest corner of what is filled with an ink, at the right end of the channel.
fn right_end(channel: &Part, ink: Ink) -> f32 {
    let filled = channel.behind.iter().filter(|shape| shape.fill == Some(ink));
    let mut corners = filled.filter_map(|shape| match &shape.form {
        Form::Polygon(corners) => Some(corners),
        _ => None,
    });
    let corners = corners.next().expect("a layer that ends in a curve");
    let at_the_end = corners.iter().filter(|corner| (corner.x - channel.area.right).abs() < 0.01);
    at_the_end.map(|corner| corner.y).fold(f32::MIN, f32::max)
}

fn is_near(drawn: f64, true_value: f64, share: f64) -> bool {
    (drawn - true_value).abs() <= share * true_value.abs() + 1e-6
}

/// The share of the prime that is still in the set: until it is gone the channel holds, and shows, a mixture.
fn prime_left(run: &Run, time_min: f64) -> f64 {
    let moment = run.at(time_min);
    // The set is stirred: each of its volumes leaves e⁻¹ of what it holds.
    libm::exp(-moment.pumped.processed_ml / moment.settings.machine.set_volume_ml)
}

#[test]
fn the_layers_have_the_models_shares_in_every_case() {
    let text = Text::english();
    for case in cases() {
        for time_min in while_collecting(&case.run) {
            let moment = case.run.at(time_min);
            let (_, separation) = *moment.separation().expect("the separator runs");
            for size in SIZES {
                let drawn = draw(&case.run, time_min, size, &text);
                let channel = drawn.part(PartId::Channel);
                let height = channel.area.height();
                let bed_top = right_end(channel, Ink::BuffyCoat);
                let buffy_top = right_end(channel, Ink::Plasma);
                let bed = f64::from((channel.area.bottom - bed_top) / height);
                let buffy_coat = f64::from((bed_top - buffy_top) / height);
                let factor = f64::from(drawn.scene.layers.buffy_coat_factor);
                let what = format!("{} at {time_min:.1} min, {size:?}", case.name);
                // Within 2 %, and less by the prime that is left.
                let right = (0.98 - prime_left(&case.run, time_min))..=1.02;
                let share = separation.bed_share;
                assert!(right.contains(&(bed / share)), "{what}: bed {bed}, {share}");
                let share = separation.buffy_coat_share * factor;
                assert!(right.contains(&(buffy_coat / share)), "{what}: buffy coat {buffy_coat}, {share}");

                let words = words_in(channel);
                let written = number_before(&words, "× thicker");
                if factor > 1.15 {
                    let written = written.unwrap_or_else(|| panic!("{what}: {factor} is not written: {words}"));
                    assert!(is_near(written, factor, 0.06), "{what}: {written} is written for {factor}");
                } else {
                    assert!(written.is_none(), "{what}: {words}");
                }
            }
        }
    }
}

#[test]
fn the_layers_one_can_point_at_are_those_that_are_drawn() {
    let text = Text::english();
    for case in cases() {
        for time_min in while_collecting(&case.run) {
            let drawn = draw(&case.run, time_min, SIZES[0], &text);
            let layers = &drawn.scene.layers;
            let channel = drawn.part(PartId::Channel);
            assert!((layers.red_cells.top - right_end(channel, Ink::BuffyCoat)).abs() < 0.01, "{}", case.name);
            assert!((layers.buffy_coat.top - right_end(channel, Ink::Plasma)).abs() < 0.01, "{}", case.name);
            for (id, layer) in [(PartId::Plasma, layers.plasma), (PartId::RedCells, layers.red_cells)] {
                if let Some(part) = drawn.find(id) {
                    assert_eq!((part.area.top, part.area.bottom), (layer.top, layer.bottom), "{}", case.name);
                }
            }
        }
    }
}

/// Moments from the first to the last.
fn throughout(run: &Run) -> impl Iterator<Item = f64> {
    let end_min = run.end_min;
    (0..=12).map(move |i| end_min * f64::from(i) / 12.0)
}

#[test]
fn the_column_holds_the_blood_in_the_body_and_outside_of_it_at_one_scale() {
    let text = Text::english();
    for size in SIZES {
        let mut areas_per_ml = Vec::new();
        for case in cases() {
            for time_min in throughout(&case.run) {
                let moment = case.run.at(time_min);
                let drawn = draw(&case.run, time_min, size, &text);
                let column = drawn.part(PartId::Column);
                let boxed = |shape: &Shape| match shape.form {
                    Form::Box { area, .. } => Some(area),
                    _ => None,
                };
                let boxes: Vec<_> = column.before.iter().filter_map(boxed).collect();
                let [all, set, filled] = boxes[..] else { panic!("{}: {boxes:?}", case.name) };
                assert_eq!((all.left, all.right, all.bottom), (filled.left, filled.right, filled.bottom));
                let what = format!("{} at {time_min:.0} min", case.name);
                let inside_ml = moment.blood_volume_ml();
                areas_per_ml.push(f64::from(filled.width() * filled.height()) / inside_ml);

                let machine = &moment.settings.machine;
                let bag_ml = moment.state.bag.volume_ml(&case.run.body.patient.cell_volume_fl);
                let outside_ml = inside_ml * f64::from((filled.top - all.top) / filled.height());
                let least_ml = bag_ml - 1.0;
                let has_prime = prime_left(&case.run, time_min) > 0.999;
                let most_ml = bag_ml + if has_prime { 0.0 } else { machine.set_volume_ml } + 1.0;
                assert!((least_ml..=most_ml).contains(&outside_ml), "{what}: {outside_ml}, bag {bag_ml}");
                let words = words_in(column);
                assert!(words.contains(&format!("{:.2} L", inside_ml / 1000.0)), "{what}: {words}");
                if outside_ml > 1.0 {
                    let percent = |ml: f64| 100.0 * ml / case.run.body.before.blood_volume_ml;
                    let written = |of: &str| {
                        let after = words.split(of).nth(1).unwrap_or_else(|| panic!("{what}: no {of}: {words}"));
                        number_before(after, "\u{a0}%").expect("a share")
                    };
                    let set_ml = inside_ml * f64::from((filled.top - set.top) / filled.height());
                    assert!((written("bag ") - percent(outside_ml - set_ml)).abs() < 0.1, "{what}: {words}");
                    assert!((written("set ") - percent(set_ml)).abs() < 0.1, "{what}: {words}");
                    // The panel's number is the volume of the set, of which prime takes a part.
                    if let Some(panel) = Quantity::ExtracorporealShare.at(&moment) {
                        assert!(written("set ") < panel + 0.1, "{what}: {words}, {panel}");
                    }
                }
            }
        }
        let first = areas_per_ml[0];
        assert!(areas_per_ml.iter().all(|area| is_near(*area, first, 0.005)), "{size:?}: not at one scale");
    }
}

#[test]
fn the_bags_level_is_its_volume_and_its_red_is_its_hematocrit() {
    let text = Text::english();
    let mut reds = Vec::new();
    for case in cases() {
        let cell_volume_fl = &case.run.body.patient.cell_volume_fl;
        for (time_min, size) in throughout(&case.run).flat_map(|time_min| SIZES.map(|size| (time_min, size))) {
            let moment = case.run.at(time_min);
            let volume_ml = moment.state.bag.volume_ml(cell_volume_fl);
            let capacity_ml = moment.settings.machine.bag_capacity_ml;
            let drawn = draw(&case.run, time_min, size, &text);
            let bag = drawn.part(PartId::Bag);
            let fluid = filled_box(&bag.behind, Ink::BuffyCoat).expect("what was collected");
            let wall = bag.area.bottom - fluid.bottom;
            let level = f64::from(fluid.height() / (bag.area.height() - 2.0 * wall));
            let what = format!("{} at {time_min:.0} min", case.name);
            assert!((level - volume_ml / capacity_ml).abs() < 0.002, "{what}: {level}, {volume_ml} mL");
            let words = words_in(bag);
            assert!(words.contains(&format!("{volume_ml:.0} of {capacity_ml:.0} mL")), "{what}: {words}");

            let red = bag.behind.iter().find(|shape| shape.fill == Some(Ink::RedBed)).expect("a red overlay");
            if let Some((hematocrit, _)) = crits_percent(&moment.state.bag, cell_volume_fl) {
                reds.push((hematocrit, f64::from(red.opacity)));
            } else {
                assert_eq!(red.opacity, 0.0, "{what}");
            }
        }
    }
    // In proportion, the same in every case: the reddest bag gives the measure.
    let (most, its_red) = reds.iter().copied().max_by(|a, b| a.0.total_cmp(&b.0)).expect("bags");
    assert!(its_red > 0.0 && its_red < 1.0, "{most} %: {its_red}");
    for (hematocrit, red) in reds {
        assert!((red - its_red * hematocrit / most).abs() < 0.002, "{hematocrit} %: {red}");
    }
}

/// How full a hanging bag is drawn, from 0 to 1.
fn fullness(hanging: &Part, fluid: Ink) -> f64 {
    let bag = filled_box(&hanging.behind, Ink::Card).expect("a bag");
    let fluid = filled_box(&hanging.behind, fluid).expect("its fluid");
    let wall = bag.bottom - fluid.bottom;
    f64::from(fluid.height() / (bag.height() - 2.0 * wall))
}

/// What bags of anticoagulant and of replacement fluid hold, mL: a next one is hung when one is empty.
const HANGING_BAG_ML: f64 = 500.0;

fn is_as_full_as(drawn: f64, given_ml: f64) -> bool {
    let expected = 1.0 - (given_ml / HANGING_BAG_ML).fract();
    // The last drops stay in view.
    (drawn - expected).abs() < 0.003 || (expected < 0.04 && drawn < 0.05)
}

#[test]
fn the_anticoagulants_bag_falls_by_what_was_given() {
    let text = Text::english();
    for case in cases() {
        for (time_min, size) in throughout(&case.run).flat_map(|time_min| SIZES.map(|size| (time_min, size))) {
            let given_ml = case.run.at(time_min).pumped.anticoagulant_ml;
            let drawn = draw(&case.run, time_min, size, &text);
            let left = fullness(drawn.part(PartId::Anticoagulant), Ink::CitrateFluid);
            let what = format!("{} at {time_min:.0} min: {left} for {given_ml} mL", case.name);
            assert!(is_as_full_as(left, given_ml), "{what}");
        }
    }
}

#[test]
fn the_replacements_bag_falls_by_what_was_given_whenever_its_flow_was_changed() {
    let text = Text::english();
    let mut protocol = protocol("cml_very_high_count");
    let change = |at_min, flow| Change { at_min, values: vec![(SettingId::ReplacementFlow, Value::Number(flow))] };
    protocol.changes = vec![change(60.0, 9.0), change(100.0, 1.0)];
    let run = run_of(&protocol);
    for time_min in throughout(&run).chain([60.5, 99.0, 100.5]) {
        let pumped = run.at(time_min).pumped;
        // What was given is anticoagulant, replacement, and the saline of the rinse, which has no protein.
        let ratio = run.at(10.0).pumped.given.protein_ml / (3.0 * 10.0);
        let given_ml = pumped.given.protein_ml / ratio;
        let left = fullness(draw(&run, time_min, SIZES[0], &text).part(PartId::Replacement), Ink::Plasma);
        assert!(is_as_full_as(left, given_ml), "at {time_min:.1} min: {left} for {given_ml} mL");
    }
}

#[test]
fn the_calciums_bag_falls_with_the_infusion() {
    let text = Text::english();
    let left_with = |(mmol_h, time_min): (f64, f64)| {
        let mut protocol = protocol("healthy_donor");
        SettingId::CalciumInfusion.set(&mut protocol.settings, &Value::Number(mmol_h));
        let run = run_of(&protocol);
        let given_mmol = run.at(time_min).pumped.calcium_given_mmol;
        (given_mmol, fullness(draw(&run, time_min, SIZES[0], &text).part(PartId::Calcium), Ink::SteelLight))
    };
    let given = [(2.0, 60.0), (2.0, 200.0), (5.0, 100.0), (0.5, 10.0)].map(left_with);
    let (most, its_left) = given[2];
    for (mmol, left) in given {
        let expected = 1.0 - (1.0 - its_left) * mmol / most;
        assert!((left - expected).abs() < 0.003, "{mmol} mmol: {left}, not {expected}");
    }
}
