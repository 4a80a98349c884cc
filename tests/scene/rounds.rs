//! A drawing that repeats closes: its end is its beginning, nothing jumps on the way, and blood keeps the speed of the window.

use super::*;
use buffycoat::picture::scene::clock::round_s;

/// A moment in each phase of a case.
fn moments(run: &Run) -> Vec<f64> {
    let phases = [Phase::Fill, Phase::Establish, Phase::Collect, Phase::Paused, Phase::RinseBack, Phase::After];
    phases.iter().filter_map(|wanted| phase(run, *wanted)).map(|(from, to)| f64::midpoint(from, to)).collect()
}

fn at_share(run: &Run, time_min: f64, share: f64, text: &Text) -> Drawn {
    let clock = SceneClock::in_round(&run.at(time_min), share);
    draw_with(run, time_min, &clock, &staging(SIZES[0]), text)
}

/// Cells that can be seen in one drawing and have no like one near their place in the other.
fn lost(from: &Drawn, to: &Drawn, far: f32) -> usize {
    let seen = from.cells.iter().filter(|cell| cell.size > 0.3);
    let near = |a: &Cell, b: &Cell| a.kind == b.kind && (a.at.x - b.at.x).hypot(a.at.y - b.at.y) < far;
    seen.filter(|cell| !to.cells.iter().any(|other| near(cell, other))).count()
}

#[test]
fn the_end_of_a_round_is_its_beginning() {
    let text = Text::english();
    for case in cases() {
        for time_min in moments(&case.run) {
            let [first, last] = [0.0, 1.0].map(|share| at_share(&case.run, time_min, share, &text));
            assert_eq!(first.cells.len(), last.cells.len(), "{} at {time_min}", case.name);
            assert_eq!((lost(&first, &last, 0.01), lost(&last, &first, 0.01)), (0, 0), "{} at {time_min}", case.name);
            assert!((3.0..=6.0).contains(&round_s(&case.run.at(time_min))), "{} at {time_min}", case.name);
        }
    }
}

#[test]
fn nothing_jumps_anywhere_in_a_round() {
    let text = Text::english();
    for name in ["healthy_donor", "cml_very_high_count", "all_infant_hyperleukocytosis"] {
        let run = run_of(&protocol(name));
        let time_min = while_collecting(&run)[1];
        let frames: Vec<_> = (0..=100).map(|frame| at_share(&run, time_min, f64::from(frame) / 100.0, &text)).collect();
        for pair in frames.windows(2) {
            let lost = lost(&pair[0], &pair[1], 6.0);
            // Those that pass a border of the channel or a bend of a line in this frame.
            assert!(50 * lost < pair[0].cells.len(), "{name}: {lost} of {}", pair[0].cells.len());
        }
    }
}

#[test]
fn the_mix_and_the_number_of_cells_stay_through_a_round() {
    let text = Text::english();
    let run = run_of(&protocol("cml_very_high_count"));
    let time_min = while_collecting(&run)[1];
    let seen = |drawn: &Drawn| drawn.cells.iter().map(|cell| f64::from(cell.size)).sum::<f64>();
    let usual = seen(&draw(&run, time_min, SIZES[0], &text));
    for share in [0.0, 0.3, 0.55, 0.9] {
        let now = seen(&at_share(&run, time_min, share, &text));
        assert!((0.75..1.1).contains(&(now / usual)), "{share}: {now} of {usual}");
    }
}
