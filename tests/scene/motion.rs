//! What moves keeps pace with the flows, at a slowness that is written, and nothing strobes.

use super::*;
use buffycoat::picture::cells::CellKind;
use buffycoat::picture::scene::clock::slowdown;
use buffycoat::sim::{Moment, SettingId, Value};
use std::f32::consts::TAU;

/// One frame of a smooth screen, s.
const FRAME_S: f64 = 1.0 / 30.0;
/// Flashes beyond this many a second can harm, and turning things seem to turn back (WCAG 2.3.1).
const MOST_PER_SECOND: f64 = 3.0 + 1e-6;

/// A case with settings of the machine and the procedure.
fn with_settings(name: &str, settings: &[(SettingId, f64)]) -> Run {
    let mut protocol = protocol(name);
    for (setting, value) in settings {
        setting.set(&mut protocol.settings, &Value::Number(*value));
    }
    run_of(&protocol)
}

/// The clock after some seconds at one moment.
fn clock_after(moment: &Moment<'_>, seconds: f64) -> SceneClock {
    let mut clock = SceneClock { inlet_ml: 7.0, returned_ml: 3.0, collected_ml: 1.0, ..SceneClock::default() };
    clock.advance(moment, seconds);
    clock
}

/// The scene at a moment after some seconds of movement.
fn after(run: &Run, time_min: f64, seconds: f64, text: &Text) -> Drawn {
    draw_with(run, time_min, &clock_after(&run.at(time_min), seconds), &staging(SIZES[0]), text)
}

/// How many times slower than life the notes say the blood moves.
fn slowness(drawn: &Drawn) -> f64 {
    let said = notes(drawn);
    let slowed = said.split("blood ").nth(1).unwrap_or_else(|| panic!("not written: {said}"));
    number_before(slowed, "×").expect("a number")
}

/// What one mL of a tube of 4 mm takes of its length in a picture in which the tube is so wide.
fn length_of_one_ml(tube_width: f32) -> f64 {
    const WIDTH_MM: f64 = 4.0;
    let length_mm = 1000.0 / (std::f64::consts::PI * WIDTH_MM * WIDTH_MM / 4.0);
    length_mm * f64::from(tube_width) / WIDTH_MM
}

#[test]
fn cells_in_the_draw_line_move_with_the_flow() {
    let text = Text::english();
    let mut runs: Vec<_> = cases().into_iter().map(|case| case.run).collect();
    runs.push(with_settings("healthy_donor", &[(SettingId::InletFlow, 150.0)]));
    runs.push(with_settings("healthy_donor", &[(SettingId::InletFlow, 5.0)]));
    for run in runs {
        let (before, seconds) = (after(&run, 30.0, 0.0, &text), 0.2);
        let moved = after(&run, 30.0, seconds, &text);
        let line = before.part(PartId::DrawLine).area;
        let flow = run.at(30.0).flows().expect("blood is drawn").inlet_ml_min;
        let way = flow * seconds / 60.0 / slowdown(&run.at(30.0)) * length_of_one_ml(line.height());
        let mut followed = 0;
        for cell in before.cells_in(&line).filter(|cell| cell.size > 0.9 && cell.at.x < line.center().x - 40.0) {
            let is_it = |other: &&Cell| {
                other.variant == cell.variant && other.kind == cell.kind && (other.at.y - cell.at.y).abs() < 0.01
            };
            let ways = moved.cells_in(&line).filter(is_it).map(|other| f64::from(other.at.x - cell.at.x));
            let nearest = ways.min_by(|a, b| (a - way).abs().total_cmp(&(b - way).abs())).expect("it does not vanish");
            assert!((nearest - way).abs() < 0.02 * way + 0.01, "{flow} mL/min: {nearest} instead of {way}");
            followed += 1;
        }
        assert!(followed > 5, "{followed} cells were followed");
    }
}

/// The angle of the first roller of a pump, radians.
fn roller_angle(drawn: &Drawn, pump: PartId) -> f32 {
    let pump = drawn.part(pump);
    let middle = pump.area.center();
    let rollers = pump.before.iter().filter_map(|shape| match shape.form {
        Form::Disc { center, .. } if (center.x - middle.x).hypot(center.y - middle.y) > 1.0 => Some(center),
        _ => None,
    });
    let rollers: Vec<_> = rollers.collect();
    assert_eq!(rollers.len(), 3);
    (rollers[0].y - middle.y).atan2(rollers[0].x - middle.x)
}

/// How far a pump's rollers turn in a second, in turns, followed frame by frame.
fn turns_per_second(run: &Run, time_min: f64, pump: PartId, text: &Text) -> f64 {
    let angle = |frame: u32| roller_angle(&after(run, time_min, f64::from(frame) * FRAME_S, text), pump);
    let steps = (0..30).map(|frame| {
        let step = angle(frame + 1) - angle(frame);
        f64::from((step + TAU / 2.0).rem_euclid(TAU) - TAU / 2.0)
    });
    (steps.sum::<f64>() / f64::from(TAU)).abs()
}

#[test]
fn the_rollers_turn_with_the_flow() {
    let text = Text::english();
    let at = |flow: f64| {
        let run = with_settings("healthy_donor", &[(SettingId::InletFlow, flow)]);
        assert_eq!(run.at(30.0).flows().expect("runs").inlet_ml_min, flow);
        let slowness = slowdown(&run.at(30.0));
        [PartId::InletPump, PartId::ReturnPump].map(|pump| turns_per_second(&run, 30.0, pump, &text) * slowness / flow)
    };
    let [inlet, returned] = at(40.0);
    assert!(inlet > 0.0 && returned < inlet, "what was collected does not come back");
    for flow in [10.0, 80.0, 110.0, 150.0] {
        let [turns, returned] = at(flow);
        assert!((turns / inlet - 1.0).abs() < 0.01, "{flow} mL/min: {turns} turns per mL, not {inlet}");
        assert!(returned < turns);
    }
}

/// How often something passes in ten seconds, followed frame by frame: where it stands in its round, from 0 to 1, falls back.
fn passes_per_second(mut place: impl FnMut(f64) -> f32) -> f64 {
    const SECONDS: f64 = 10.0;
    let frames = (SECONDS / FRAME_S) as u32;
    let places: Vec<_> = (0..=frames).map(|frame| place(f64::from(frame) * FRAME_S)).collect();
    places.windows(2).filter(|pair| pair[1] < pair[0] - 1e-4).count() as f64 / SECONDS
}

/// The height of a bag's falling drop, if there is one.
fn drop_height(drawn: &Drawn, bag: PartId) -> Option<f32> {
    drawn.find(bag)?.before.iter().find_map(|shape| match shape.form {
        Form::Disc { center, .. } => Some(center.y),
        _ => None,
    })
}

fn drops_per_second(run: &Run, time_min: f64, bag: PartId, text: &Text) -> f64 {
    passes_per_second(|seconds| drop_height(&after(run, time_min, seconds, text), bag).expect("it drips"))
}

#[test]
fn drops_fall_with_the_anticoagulant() {
    let text = Text::english();
    let per_ml = |flow: f64, ratio: f64| {
        let settings = [(SettingId::InletFlow, flow), (SettingId::AnticoagulantRatio, ratio)];
        let run = with_settings("healthy_donor", &settings);
        let anticoagulant = run.at(30.0).flows().expect("runs").anticoagulant_ml_min;
        let slowness = slowdown(&run.at(30.0));
        let drops = drops_per_second(&run, 30.0, PartId::Anticoagulant, &text);
        // Ten seconds are counted: one drop more or less is chance.
        let to_per_ml = 60.0 * slowness / anticoagulant;
        (drops * to_per_ml, 0.1 * to_per_ml)
    };
    let (measure, spare) = per_ml(90.0, 6.0);
    for (flow, ratio) in [(90.0, 12.0), (60.0, 8.0), (150.0, 6.0), (30.0, 12.0)] {
        let (drops, error) = per_ml(flow, ratio);
        assert!((drops - measure).abs() <= error + spare, "{flow} mL/min, 1 : {ratio}: {drops} a mL, not {measure}");
    }
}

#[test]
fn calcium_drips_with_its_own_flow() {
    let text = Text::english();
    let drops = |calcium: f64, ratio: f64| {
        let settings = [(SettingId::CalciumInfusion, calcium), (SettingId::AnticoagulantRatio, ratio)];
        let run = with_settings("healthy_donor", &settings);
        let height = |seconds| drop_height(&after(&run, 30.0, seconds, &text), PartId::Calcium).expect("it drips");
        // So slow that the fall of one drop is followed: it gathers speed, so that its way goes with the square.
        let from = height(0.0);
        f64::from(height(8.0) - from).sqrt()
    };
    let measure = drops(4.0, 12.0);
    assert!(measure > 0.0);
    assert!((drops(4.0, 8.0) / measure - 1.0).abs() < 0.01, "the anticoagulant does not hurry it");
    assert!((drops(8.0, 12.0) / measure - 2.0).abs() < 0.01);
}

#[test]
fn the_slowness_that_is_written_is_the_clocks_own() {
    let text = Text::english();
    for case in cases() {
        for time_min in [1.0, 30.0] {
            let moment = case.run.at(time_min);
            let drawn = draw_with(&case.run, time_min, &SceneClock::default(), &staging(SIZES[0]), &text);
            let mut clock = SceneClock::default();
            clock.advance(&moment, 60.0);
            let flow = moment.flows().expect("runs").inlet_ml_min;
            let expected = flow / clock.inlet_ml;
            assert!((slowness(&drawn) - expected).abs() <= 0.05 + 1e-9, "{}: not {expected}", case.name);
            let rpm = moment.drawing().expect("runs").separator.rotor_rpm;
            let rotor = rpm / clock.rotor_turns;
            let said = text.attribute("part-centrifuge", "hint").expect("a hint");
            let written = number_before(&said, " times faster").expect("written");
            assert!((written - rotor).abs() <= 0.5 + 1e-9, "{}: {written}, not {rotor}", case.name);
        }
    }
}

/// Cases at the ends of every setting of the machine that moves something.
fn extremes() -> Vec<Run> {
    let mut runs = Vec::new();
    for inlet in [90.0, 150.0] {
        for (ratio, packing, collect) in [(6.0, 15.0, 12.0), (6.0, 2.0, 12.0), (15.0, 15.0, 0.1)] {
            let settings = [
                (SettingId::InletFlow, inlet),
                (SettingId::AnticoagulantRatio, ratio),
                (SettingId::PackingFactor, packing),
                (SettingId::CollectFlow, collect),
                (SettingId::ReplacementFlow, 20.0),
                (SettingId::CalciumInfusion, 15.0),
                (SettingId::Duration, 40.0),
            ];
            runs.push(with_settings("healthy_donor", &settings));
        }
    }
    runs
}

/// Where the ribs of the rotor stand across it.
fn rib_places(drawn: &Drawn) -> Vec<f32> {
    let ribs = drawn.part(PartId::Centrifuge).before.iter().filter_map(|shape| match &shape.form {
        // Spokes begin at the middle, ribs at the rim.
        Form::Path(line) if shape.opacity < 1.0 => Some(line[0].x),
        _ => None,
    });
    ribs.collect()
}

#[test]
fn nothing_passes_a_place_more_than_three_times_a_second() {
    let text = Text::english();
    for run in extremes() {
        let time_min = 20.0;
        for pump in [PartId::InletPump, PartId::ReturnPump] {
            let passes = 3.0 * turns_per_second(&run, time_min, pump, &text);
            assert!(passes <= MOST_PER_SECOND, "rollers of {pump:?}: {passes}");
        }
        for bag in [PartId::Anticoagulant, PartId::Replacement, PartId::Calcium] {
            let drops = drops_per_second(&run, time_min, bag, &text);
            assert!(drops <= MOST_PER_SECOND, "{bag:?}: {drops} drops");
        }
        // A rib passes the middle when a new one stands at its right and none did.
        let ribs = passes_per_second(|seconds| {
            let drawn = after(&run, time_min, seconds, &text);
            let middle = drawn.part(PartId::Centrifuge).area.center().x;
            rib_places(&drawn).into_iter().filter(|x| *x < middle).fold(f32::MIN, f32::max)
        });
        assert!(ribs > 0.0 && ribs <= MOST_PER_SECOND, "ribs: {ribs}");

        let rinsing = phase(&run, Phase::RinseBack).map(|(from, to)| f64::midpoint(from, to)).expect("rinses back");
        let drops = drops_per_second(&run, rinsing, PartId::Saline, &text);
        assert!(drops > 0.0 && drops <= MOST_PER_SECOND, "saline: {drops} drops");
    }
}

/// The longest way that a cell of a line went in a frame, each cell known by its kind and face.
fn longest_way(run: &Run, time_min: f64, line: PartId, text: &Text) -> f32 {
    let (before, next) = (after(run, time_min, 0.0, text), after(run, time_min, FRAME_S, text));
    let area = before.part(line).area;
    let way = |cell: &Cell| {
        let same = next.cells_in(&area).filter(|other| other.kind == cell.kind && other.variant == cell.variant);
        same.map(|other| (other.at.x - cell.at.x).hypot(other.at.y - cell.at.y)).min_by(f32::total_cmp)
    };
    // Those near an end may leave in that frame, or have a bend before them.
    const END: f32 = 20.0;
    let inner = if area.width() > area.height() {
        Area { left: area.left + END, right: area.right - END, ..area }
    } else {
        Area { top: area.top + END, bottom: area.bottom - END, ..area }
    };
    before.cells_in(&inner).filter(|cell| cell.size > 0.6).filter_map(way).fold(0.0, f32::max)
}

#[test]
fn the_eye_can_follow_every_cell_in_a_tube() {
    let text = Text::english();
    for run in extremes() {
        let drawn = after(&run, 20.0, 0.0, &text);
        // Two pictures of one red cell overlap by a third at least from frame to frame: so it is seen to move and not to flicker.
        let most = 0.67 * CellKind::Red.diameter() * drawn.scene.scale;
        let way = longest_way(&run, 20.0, PartId::DrawLine, &text);
        assert!(way > 0.5 && way < most, "a frame takes a cell {way} in the draw line");
        let collected = longest_way(&run, 20.0, PartId::CollectLine, &text);
        assert!(collected > 0.0 && collected < most, "a frame takes a cell {collected} in the collect line");
        // And it is in view for a second and a half at least, long enough to be chosen and followed.
        let seconds = f64::from(drawn.part(PartId::DrawLine).area.width() / way) * FRAME_S;
        assert!(seconds > 1.5, "a cell is {seconds} s in the draw line");
    }
}

/// How long the arrows on a line are, added up.
fn arrows(drawn: &Drawn, line: PartId) -> f32 {
    let shafts = drawn.part(line).before.iter().filter_map(|shape| match (&shape.form, shape.line) {
        (Form::Path(ends), Some((Ink::Text, _))) => Some((ends[1].x - ends[0].x).abs()),
        _ => None,
    });
    shafts.sum()
}

#[test]
fn where_movement_is_not_wanted_arrows_say_what_flows() {
    let text = Text::english();
    let length = |run: &Run, time_min: f64, reduced_motion: bool| {
        let staging = Staging { reduced_motion, ..staging(SIZES[0]) };
        let drawn = draw_with(run, time_min, &SceneClock::default(), &staging, &text);
        assert_eq!(notes(&drawn).contains("arrows show the flow"), reduced_motion);
        assert_eq!(notes(&drawn).contains("slower"), !reduced_motion);
        [PartId::DrawLine, PartId::ReturnLine].map(|line| arrows(&drawn, line))
    };
    let slow = with_settings("healthy_donor", &[(SettingId::InletFlow, 20.0)]);
    let fast = with_settings("healthy_donor", &[(SettingId::InletFlow, 60.0)]);
    assert_eq!(length(&fast, 60.0, false), [0.0, 0.0]);
    let ([slow_draw, slow_return], [fast_draw, fast_return]) = (length(&slow, 60.0, true), length(&fast, 60.0, true));
    assert!(slow_draw > 0.0 && slow_return > 0.0 && fast_draw > slow_draw && fast_return > slow_return);
    assert_eq!(length(&fast, fast.end_min, true), [0.0, 0.0], "nothing flows when all is over");
}
