//! Each phase of the procedure shows what it is.

use super::*;
use buffycoat::model::machine::Prime;
use buffycoat::picture::cells::CellKind;

fn has_blood_of_patient(drawn: &Drawn) -> bool {
    let channel = drawn.part(PartId::Channel).area;
    drawn.cells_in(&channel).any(|cell| cell.kind != CellKind::Red)
}

#[test]
fn at_the_start_the_channel_holds_prime_and_no_cell_of_the_patient() {
    let text = Text::english();
    for case in cases() {
        for size in SIZES {
            let drawn = draw(&case.run, 0.0, size, &text);
            let channel = drawn.part(PartId::Channel);
            let is_red = case.run.protocol.settings.machine.prime == Prime::RedCells;
            let words = words_in(channel);
            assert!(words.contains("prime"), "{}: {words}", case.name);
            assert!(!words.contains("buffy coat"), "{}: {words}", case.name);
            assert!(!has_blood_of_patient(&drawn), "{}: the patient's cells are in the prime", case.name);
            let red = drawn.cells_in(&channel.area).count();
            if is_red {
                assert!(words.contains("red cells") && red > 50, "{}: {red} red cells, {words}", case.name);
                assert!(drawn.scene.layers.red_cells.height() > 0.05 * channel.area.height(), "{}", case.name);
            } else {
                assert_eq!(red, 0, "{}", case.name);
                assert_eq!(drawn.scene.layers.red_cells.height(), 0.0, "{}", case.name);
            }
            assert_eq!(drawn.scene.layers.buffy_coat.height(), 0.0, "{}", case.name);
        }
    }
}

#[test]
fn the_bag_of_prime_is_of_its_fluid() {
    let text = Text::english();
    for (prime, ink, name) in [
        (Prime::Saline, Ink::Saline, "saline"),
        (Prime::Albumin, Ink::Plasma, "albumin"),
        (Prime::RedCells, Ink::Vein, "red cells"),
    ] {
        let mut protocol = protocol("all_child_red_cell_prime");
        protocol.settings.machine.prime = prime;
        let drawn = draw(&run_of(&protocol), 0.0, SIZES[0], &text);
        let hanging = drawn.part(PartId::Saline);
        assert!(filled_box(&hanging.behind, ink).is_some(), "{name}");
        assert!(words_in(hanging).contains(name), "{name}");
    }
}

#[test]
fn once_the_interface_stands_there_are_three_layers_with_their_names() {
    let text = Text::english();
    for case in cases() {
        let (from, _) = phase(&case.run, Phase::Collect).expect("collects");
        for size in SIZES {
            let drawn = draw(&case.run, from + 0.01, size, &text);
            let layers = &drawn.scene.layers;
            for (name, layer) in
                [("plasma", layers.plasma), ("buffy coat", layers.buffy_coat), ("red cells", layers.red_cells)]
            {
                assert!(layer.height() > 10.0, "{}: {name} is {} high", case.name, layer.height());
                let words = words_in(drawn.part(PartId::Channel));
                assert!(words.contains(name), "{}: {words}", case.name);
            }
            assert!(has_blood_of_patient(&drawn), "{}", case.name);
        }
    }
}

/// The level of the fluid in the bag of prime.
fn saline_top(drawn: &Drawn) -> f32 {
    let hanging = drawn.part(PartId::Saline);
    let bag = filled_box(&hanging.behind, Ink::Card).expect("a bag");
    let inside = |shape: &&Shape| shape.line.is_none();
    let fluid = hanging.behind.iter().filter(inside).find_map(|shape| match shape.form {
        Form::Box { area, .. } => Some(area),
        _ => None,
    });
    let fluid = fluid.expect("its fluid");
    assert!(bag.contains(point(fluid.center().x, fluid.top)));
    fluid.top
}

/// Whether a drop falls below a bag.
fn drips(drawn: &Drawn, bag: PartId) -> bool {
    drawn.part(bag).before.iter().any(|shape| matches!(shape.form, Form::Disc { .. }))
}

#[test]
fn the_rinse_takes_saline_and_no_anticoagulant() {
    let text = Text::english();
    let mut rinsed = 0;
    for case in cases() {
        let drawing = draw(&case.run, 30.0, SIZES[0], &text);
        assert!(drips(&drawing, PartId::Anticoagulant) && !drips(&drawing, PartId::Saline), "{}", case.name);
        let Some((from, to)) = phase(&case.run, Phase::RinseBack) else { continue };
        let levels: Vec<_> = (1..10)
            .map(|i| {
                let drawn = draw(&case.run, from + (to - from) * f64::from(i) / 10.0, SIZES[0], &text);
                assert!(!drips(&drawn, PartId::Anticoagulant) && drips(&drawn, PartId::Saline), "{}", case.name);
                saline_top(&drawn)
            })
            .collect();
        assert!(levels.windows(2).all(|pair| pair[1] > pair[0] + 0.5), "{}: {levels:?}", case.name);
        assert!(saline_top(&draw(&case.run, case.run.end_min, SIZES[0], &text)) > levels[8], "{}", case.name);
        rinsed += 1;
    }
    assert!(rinsed > 10);
}

#[test]
fn needles_give_way_to_plasters_at_the_end() {
    let text = Text::english();
    let count = |drawn: &Drawn, is_it: fn(&Form) -> bool| {
        drawn.part(PartId::Needle).before.iter().filter(|shape| is_it(&shape.form)).count()
    };
    for case in cases() {
        let needle: fn(&Form) -> bool = |form| matches!(form, Form::Path(_));
        for time_min in [0.0, 60.0, case.run.machine_end_min - 0.01] {
            assert_eq!(count(&draw(&case.run, time_min, SIZES[0], &text), needle), 2, "{}", case.name);
        }
        let after = draw(&case.run, case.run.machine_end_min + 0.01, SIZES[0], &text);
        assert_eq!(count(&after, needle), 0, "{}", case.name);
        assert_eq!(count(&after, |form| matches!(form, Form::Box { .. })), 2, "{}", case.name);
    }
}
