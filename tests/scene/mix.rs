//! The cells one sees are in the mix of the blood they stand for.

use super::*;
use buffycoat::model::blood::Blood;
use buffycoat::model::cells::{PerClass, WhiteCell};
use buffycoat::picture::cells::{CellKind, Mix};
use buffycoat::picture::scene::contents::Contents;
use buffycoat::preset;

/// Many cells, so that chance counts for little.
const DENSITY: f32 = 40.0;

fn crowded(size: Point) -> Staging {
    Staging { density: DENSITY, ..staging(size) }
}

fn share(mix: &Mix, kind: CellKind) -> f64 {
    match kind {
        CellKind::Red => mix.red,
        CellKind::Platelet => mix.platelets,
        CellKind::White(class) => mix.white[class],
    }
}

/// Cells are in this mix but for what chance does, and for what `spare` allows of each kind's share.
fn assert_mix(what: &str, cells: &[CellKind], mix: &Mix, spare: f64) {
    assert_mix_and_more(what, cells, mix, spare, |_| 0.0);
}

/// The same, with so many cells of a kind on their way elsewhere.
fn assert_mix_and_more(what: &str, cells: &[CellKind], mix: &Mix, spare: f64, under_way: impl Fn(CellKind) -> f64) {
    let total = cells.len() as f64;
    for kind in CellKind::ALL {
        let expected = total * share(mix, kind);
        let counted = cells.iter().filter(|counted| **counted == kind).count() as f64;
        // Four times the standard deviation of a count: some hundreds of counts are compared.
        let by_chance = 4.0 * (expected * (1.0 - share(mix, kind)).max(0.0)).sqrt() + 1.0;
        let allowed = by_chance + spare * expected;
        let is_right = (-allowed..=allowed + under_way(kind)).contains(&(counted - expected));
        assert!(is_right, "{what}: {counted} of {total} are {kind:?}, not {expected:.1}");
    }
}

fn kinds(drawn: &Drawn, area: &Area) -> Vec<CellKind> {
    drawn.cells_in(area).filter(|cell| cell.size > 0.15).map(|cell| cell.kind).collect()
}

fn white_alone(mix: Mix) -> Mix {
    Mix { red: 0.0, platelets: 0.0, ..mix }.normalized()
}

fn mix_of(run: &Run, blood: &Blood, white_factor: f64) -> Mix {
    Mix::of(blood, run.body.patient.mean_red_cell_volume_fl, white_factor)
}

#[test]
fn the_bags_cells_are_in_its_own_mix() {
    let text = Text::english();
    for case in cases() {
        for time_min in while_collecting(&case.run).into_iter().skip(2) {
            // A bag is small, and some are nearly empty.
            let staging = Staging { density: 10.0 * DENSITY, ..staging(SIZES[0]) };
            let drawn = draw_with(&case.run, time_min, &SceneClock::default(), &staging, &text);
            let fluid = filled_box(&drawn.part(PartId::Bag).behind, Ink::BuffyCoat).expect("what was collected");
            let cells = kinds(&drawn, &fluid);
            let mix = mix_of(&case.run, &case.run.at(time_min).state.bag, drawn.scene.white_factor);
            assert!(cells.len() > 3000, "{}: {} cells", case.name, cells.len());
            assert_mix(&format!("{} at {time_min:.0} min", case.name), &cells, &mix, 0.05);
        }
    }
}

#[test]
fn how_often_white_cells_are_drawn_is_written() {
    let text = Text::english();
    for case in cases() {
        let drawn = draw(&case.run, 60.0, SIZES[0], &text);
        let (said, factor) = (notes(&drawn), drawn.scene.white_factor);
        let written = |of: &str| said.split(of).nth(1).and_then(|after| number_before(after, "×")).unwrap_or(1.0);
        assert_eq!(written("white cells shown "), factor, "{}: {said}", case.name);
        assert_eq!(written("platelets in the channel "), drawn.scene.platelet_factor, "{}: {said}", case.name);
    }
}

/// The right half of a layer, where it lies apart.
fn right_half(layer: &Area) -> Area {
    Area { left: layer.center().x, ..*layer }
}

/// A layer near the channel's end, where its borders are level, without this much at its upper and lower border.
fn where_apart(layer: &Area, upper: f32, lower: f32) -> Area {
    Area::new(layer.left + 0.75 * layer.width(), layer.top + upper, layer.right, layer.bottom - lower)
}

#[test]
fn each_layers_cells_are_those_the_separator_sends_there() {
    let text = Text::english();
    let is_white = |kind: &CellKind| matches!(kind, CellKind::White(_));
    for case in cases() {
        for time_min in while_collecting(&case.run) {
            let moment = case.run.at(time_min);
            let drawn = draw_with(&case.run, time_min, &SceneClock::default(), &crowded(SIZES[2]), &text);
            let layers = drawn.scene.layers;
            let contents = Contents::of(&case.run, &moment);
            let streams = contents.layers;
            // A red-cell prime has no other cells: those come with the patient's blood.
            let from_patient = contents.blood_share / contents.cell_share.max(contents.blood_share);
            let with_prime = |mix: Mix| Mix {
                platelets: mix.platelets * from_patient,
                white: PerClass(mix.white.0.map(|share| share * from_patient)),
                ..mix
            };
            let mix = |blood| mix_of(&case.run, blood, drawn.scene.white_factor);
            let what = |layer: &str| format!("{layer} of {} at {time_min:.0} min", case.name);

            // At its borders lie red cells and platelets of its neighbors.
            let mut buffy_coat = kinds(&drawn, &where_apart(&layers.buffy_coat, -1.0, -0.5));
            buffy_coat.retain(is_white);
            assert!(buffy_coat.len() > 200);
            assert_mix(&what("buffy coat"), &buffy_coat, &white_alone(mix(&streams.buffy_coat)), 0.05);

            let bed = kinds(&drawn, &where_apart(&layers.red_cells, 3.0, 0.0));
            assert!(bed.len() > 1000);
            // One in fifty of those that float is hardly lighter than the bed, and still on its way up.
            let late = |kind| 0.02 * buffy_coat.iter().filter(|floating| **floating == kind).count() as f64;
            assert_mix_and_more(&what("bed"), &bed, &with_prime(mix(&streams.red_cells)).normalized(), 0.05, late);

            let plasma = kinds(&drawn, &where_apart(&layers.plasma, 0.0, 3.0));
            assert_mix(&what("plasma"), &plasma, &mix(&streams.plasma), 0.05);
        }
    }
}

/// The platelets in the last quarter of a layer, where it lies apart.
fn platelets_in(drawn: &Drawn, layer: &Area) -> f64 {
    let cells = kinds(drawn, &where_apart(layer, 0.0, 0.0));
    cells.into_iter().filter(|kind| *kind == CellKind::Platelet).count() as f64
}

#[test]
fn the_buffy_coat_shows_its_share_of_the_platelets_and_the_plasma_the_rest() {
    let text = Text::english();
    for case in cases() {
        for time_min in while_collecting(&case.run) {
            let drawn = draw_with(&case.run, time_min, &SceneClock::default(), &crowded(SIZES[2]), &text);
            let layers = drawn.scene.layers;
            let streams = Contents::of(&case.run, &case.run.at(time_min)).layers;
            let what = format!("{} at {time_min:.0} min", case.name);
            let (settled, floating) = (platelets_in(&drawn, &layers.buffy_coat), platelets_in(&drawn, &layers.plasma));
            let [settled_e9, floating_e9] = [streams.buffy_coat, streams.plasma].map(|layer| layer.platelets_e9);
            let (shown, share) = (settled / (settled + floating), settled_e9 / (settled_e9 + floating_e9));
            let by_chance = 4.0 * (share * (1.0 - share) / (settled + floating)).sqrt();
            assert!((shown - share).abs() < by_chance + 0.02, "{what}: {shown} for {share}");

            // And all of them are as many to a red cell as there are, times what the notes say.
            let red = kinds(&drawn, &where_apart(&layers.red_cells, 0.0, 0.0));
            let red = red.into_iter().filter(|kind| *kind == CellKind::Red).count() as f64;
            let to_red = (settled + floating) / red / drawn.scene.platelet_factor;
            let count = |blood: &Blood| blood.red_cells_ml / case.run.body.patient.mean_red_cell_volume_fl * 1e3;
            let expected = (settled_e9 + floating_e9) / count(&streams.red_cells);
            // A red-cell prime that is not yet gone has no platelets.
            let contents = Contents::of(&case.run, &case.run.at(time_min));
            let expected = expected * contents.blood_share / contents.cell_share.max(contents.blood_share);
            assert!((to_red / expected - 1.0).abs() < 0.1 + by_chance, "{what}: {to_red} for {expected}");
        }
    }
}

#[test]
fn the_bag_shows_cells_from_its_first_milliliter_on() {
    let text = Text::english();
    for case in cases() {
        let cell_volume_fl = &case.run.body.patient.cell_volume_fl;
        let (from, to) = phase(&case.run, Phase::Collect).expect("collects");
        let volume_ml = |time_min: f64| case.run.at(time_min).state.bag.volume_ml(cell_volume_fl);
        let steps = (0..400).map(|i| from + (to - from) * f64::from(i) / 400.0);
        let first = steps.clone().find(|time_min| volume_ml(*time_min) >= 1.0).expect("a milliliter");
        for time_min in [first, steps.clone().find(|time_min| volume_ml(*time_min) >= 9.0).unwrap_or(first)] {
            for size in SIZES {
                let drawn = draw(&case.run, time_min, size, &text);
                let bag = drawn.cells_in(&drawn.part(PartId::Bag).area).count();
                assert!(bag >= 8, "{}: {bag} cells in {:.1} mL, {size:?}", case.name, volume_ml(time_min));
            }
        }
        let empty = draw(&case.run, 0.0, SIZES[0], &text);
        assert_eq!(empty.cells_in(&empty.part(PartId::Bag).area).count(), 0, "{}", case.name);
    }
}

/// The share of a class's cells in the channel's right half that lies in the red-cell bed.
fn share_in_bed(drawn: &Drawn, class: WhiteCell) -> f64 {
    let layers = &drawn.scene.layers;
    let channel = right_half(&drawn.part(PartId::Channel).area);
    let of_class = |area: &Area| kinds(drawn, area).into_iter().filter(|kind| *kind == CellKind::White(class)).count();
    let all = of_class(&channel);
    assert!(all > 50, "{all} cells of {class:?}");
    of_class(&right_half(&layers.red_cells)) as f64 / all as f64
}

#[test]
fn blasts_float_out_of_the_bed_and_neutrophils_stay_in_it() {
    let text = Text::english();
    for name in ["aml_leukostasis_low_platelets", "t_all_adolescent"] {
        let case = case(name);
        for time_min in while_collecting(&case.run) {
            let drawn = draw_with(&case.run, time_min, &SceneClock::default(), &crowded(SIZES[2]), &text);
            let blasts = share_in_bed(&drawn, WhiteCell::Blast);
            let sinking = 1.0 - case.run.at(time_min).separation().expect("draws").1.floating_share[WhiteCell::Blast];
            assert!(blasts < sinking + 0.05, "{name} at {time_min:.0} min: {blasts} of the blasts are in the bed");
        }
    }
    let case = case("healthy_donor");
    for time_min in while_collecting(&case.run) {
        let drawn = draw_with(&case.run, time_min, &SceneClock::default(), &crowded(SIZES[2]), &text);
        let neutrophils = share_in_bed(&drawn, WhiteCell::Neutrophil);
        assert!(neutrophils > 0.6, "at {time_min:.0} min: {neutrophils} of the neutrophils are in the bed");
    }
}

#[test]
fn starch_lifts_neutrophils_out_of_the_bed() {
    let text = Text::english();
    let in_bed = |starch: bool| {
        let mut protocol = protocol("granulocyte_donor_starch");
        let assignment = format!("machine.hydroxyethyl_starch={starch}");
        preset::assign(&mut protocol.settings, &assignment).expect("a switch");
        let run = run_of(&protocol);
        let drawn = draw_with(&run, 90.0, &SceneClock::default(), &crowded(SIZES[2]), &text);
        share_in_bed(&drawn, WhiteCell::Neutrophil)
    };
    let (without, with) = (in_bed(false), in_bed(true));
    assert!(with < 0.6 * without, "{without} without starch, {with} with it");
}
