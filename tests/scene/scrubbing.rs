//! One moment is always one picture, and near moments are nearly the same one.

use super::*;
use std::collections::HashMap;

fn clock() -> SceneClock {
    SceneClock {
        inlet_ml: 12.3,
        anticoagulant_ml: 1.1,
        returned_ml: 11.0,
        collected_ml: 0.3,
        given_ml: 0.2,
        calcium_ml: 0.1,
        rotor_turns: 4.4,
        round: None,
    }
}

/// Moments in each phase.
fn moments(run: &Run) -> Vec<f64> {
    let phases = [Phase::Fill, Phase::Establish, Phase::Collect, Phase::RinseBack, Phase::After];
    let middles = phases.iter().filter_map(|wanted| phase(run, *wanted)).map(|(from, to)| f64::midpoint(from, to));
    middles.chain(while_collecting(run)).collect()
}

#[test]
fn one_moment_and_one_clock_are_one_picture_to_the_bit() {
    let text = Text::english();
    for case in cases() {
        for size in SIZES {
            for time_min in moments(&case.run) {
                let first = draw_with(&case.run, time_min, &clock(), &staging(size), &text);
                // Something else in between, as when the playhead is dragged away and back.
                let _ =
                    draw_with(&case.run, case.run.end_min - time_min, &SceneClock::default(), &staging(size), &text);
                assert!(
                    first == draw_with(&case.run, time_min, &clock(), &staging(size), &text),
                    "{} at {time_min} min",
                    case.name
                );
            }
        }
    }
}

#[test]
fn cells_left_from_another_picture_change_nothing() {
    let text = Text::english();
    let case = case("cml_very_high_count");
    let mut kept = Vec::new();
    for time_min in [100.0, 0.0, 50.0] {
        let moment = case.run.at(time_min);
        let scene = compose(&case.run, &moment, &clock(), &staging(SIZES[0]), &text, &mut kept);
        let fresh = draw_with(&case.run, time_min, &clock(), &staging(SIZES[0]), &text);
        assert!(fresh == Drawn { scene, cells: kept.clone() });
    }
}

/// How many cells of one picture have no like one near their place in another.
fn changed(one: &Drawn, other: &Drawn) -> usize {
    /// Farther than this in a second of the procedure is a jump.
    const NEAR: f32 = 1.5;
    let square = |at: Point| ((at.x / NEAR).floor() as i32, (at.y / NEAR).floor() as i32);
    let mut by_square: HashMap<_, Vec<&Cell>> = HashMap::new();
    for cell in &other.cells {
        by_square.entry(square(cell.at)).or_default().push(cell);
    }
    let stays = |cell: &Cell| {
        let (x, y) = square(cell.at);
        let around = (-1..=1).flat_map(|dx| (-1..=1).map(move |dy| (x + dx, y + dy)));
        around.filter_map(|square| by_square.get(&square)).flatten().any(|near| {
            near.kind == cell.kind
                && (near.at.x - cell.at.x).hypot(near.at.y - cell.at.y) < NEAR
                && (near.size - cell.size).abs() < 0.25
        })
    };
    // A cell that is hardly there may come and go.
    one.cells.iter().filter(|cell| cell.size > 0.4 && !stays(cell)).count()
}

#[test]
fn a_second_later_nearly_every_cell_is_where_it_was() {
    let text = Text::english();
    for case in cases() {
        for time_min in moments(&case.run) {
            let now = draw_with(&case.run, time_min, &clock(), &staging(SIZES[0]), &text);
            let later = draw_with(&case.run, time_min + 1.0 / 60.0, &clock(), &staging(SIZES[0]), &text);
            let jumped = changed(&now, &later).max(changed(&later, &now));
            let all = now.cells.len();
            // As the set fills and as it is rinsed, each second exchanges a hundredth of what it holds.
            let exchanges = matches!(case.run.at(time_min).phase, Phase::Fill | Phase::RinseBack);
            // A handful more where there are hardly any cells yet.
            let most = (all as f64 * if exchanges { 0.03 } else { 0.005 }).max(6.0);
            assert!(jumped as f64 <= most, "{} at {time_min:.1} min: {jumped} of {all} cells", case.name);
        }
    }
}
