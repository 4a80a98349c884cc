//! Promise: what a student answers is marked by the run of its case, and a drawn curve by its direction, its time, and such patients.

use std::sync::LazyLock;

use buffycoat::lesson::{
    CurveMark, CurveTruth, Detail, Direction, Given, Grounds, Lesson, Mark, NoTruth, PATIENTS, Seen, SeenAmong, Step,
    StepKind, Truth, Verdict, curve_at, mark, read, truth,
};
use buffycoat::sim::cause::Cause;
use buffycoat::sim::quantities::Quantity;
use buffycoat::sim::warnings::WarningId;
use buffycoat::sim::{SettingId, Value};

/// A lesson with a step of each kind that the run marks.
pub const SAMPLE: &str = r#"(
    version: 1, lesson: "Who pays?", preset: "small_anemic_woman",
    steps: [
        Draw(id: "platelets", quantity: platelets_e9_per_l, question: "What will her platelets do?"),
        Observe(
            id: "seen", question: "Of which does she lose the largest share?",
            among: [platelets_e9_per_l, hemoglobin_g_dl, white_cells_e9_per_l], right: LargestFall,
        ),
        Choose(id: "where", question: "Where did they go?", options: ["Into the bag", "Into the spleen", "Into the tubing"], right: 1),
        Causes(id: "causes", question: "Which two?", of: platelets_e9_per_l, at_min: 180, pick: 2),
        Try(
            id: "spare", task: "Spare her platelets.", move: [procedure.inlet_flow_ml_min, procedure.duration_min],
            reach: [AtLeast("product.lymphocyte_e9", 1), AtLeast("lowest.platelets_e9_per_l", 100)],
            best: Smallest(procedure.duration_min),
        ),
        Say(id: "explain", question: "Explain it.", compare_with: "They go into the bag."),
    ],
)"#;

pub static LESSON: LazyLock<Lesson> = LazyLock::new(|| read(SAMPLE).unwrap_or_else(|problems| panic!("{problems:?}")));
static GROUNDS: LazyLock<Grounds> = LazyLock::new(|| Grounds::of(&LESSON.cases[0]).expect("runs"));

fn step(id: &str) -> &'static Step {
    LESSON.steps.iter().find(|step| step.id == id).expect("a step")
}

/// A step of this kind on the same case.
fn of_kind(kind: StepKind) -> Step {
    Step { kind, ..step("seen").clone() }
}

fn verdict(id: &str, given: &Given) -> Verdict {
    mark(step(id), &truth(step(id), &GROUNDS).expect("a truth"), given).verdict
}

/// What a drawn curve is held against.
fn of_curve(quantity: Quantity) -> CurveTruth {
    let kind = StepKind::Draw { quantity, question: String::new(), then: String::new() };
    match truth(&of_kind(kind), &GROUNDS) {
        Ok(Truth::Curve(truth)) => truth,
        other => panic!("{other:?}"),
    }
}

/// Seven points of the run's curve, changed.
fn drawn(truth: &CurveTruth, change: impl Fn(f64, f64) -> f64) -> Vec<(f64, f64)> {
    let places = (0..=6).map(|i| i * (truth.moments.len() - 1) / 6);
    places.map(|place| &truth.moments[place]).map(|moment| (moment.min, change(moment.min, moment.value))).collect()
}

#[test]
fn a_right_curve_has_all_ticks_and_a_shifted_one_is_outside() {
    for quantity in [Quantity::Platelets, Quantity::Hemoglobin, Quantity::WhiteCells, Quantity::IonizedCalcium] {
        let truth = of_curve(quantity);
        let right = CurveMark::of(&truth, &drawn(&truth, |_, value| value));
        assert_eq!(right.verdict(), Verdict::Right, "{quantity:?} {right:?}");
        assert_eq!((right.inside_share, right.off_at_end), (1.0, Some(0.0)), "{quantity:?}");

        let width = truth.moments.iter().map(|moment| moment.high - moment.low).fold(0.0, f64::max);
        for (shift, sign) in [(2.0 * width, 1.0), (-2.0 * width, -1.0)] {
            let shifted = CurveMark::of(&truth, &drawn(&truth, |_, value| value + shift));
            assert!(shifted.direction.is_right && shifted.extreme_min.is_none_or(|tick| tick.is_right), "{shifted:?}");
            assert!(!shifted.is_inside && shifted.inside_until_min.is_none(), "{quantity:?} {shifted:?}");
            let off = shifted.off_at_end.expect("drawn to the end");
            let last = truth.last();
            let edge = if sign > 0.0 { last.high } else { last.low };
            assert!((off - (last.value + shift - edge)).abs() < 1e-9 && off * sign > 0.0, "{off}");
            assert_eq!(shifted.verdict(), Verdict::Partly, "{quantity:?} {shifted:?}");
        }
    }
}

#[test]
fn a_mirrored_curve_goes_the_wrong_way_and_a_flat_one_does_not_go() {
    let truth = of_curve(Quantity::Platelets);
    let first = truth.first().value;
    let mirrored = CurveMark::of(&truth, &drawn(&truth, |_, value| 2.0 * first - value));
    assert_eq!((mirrored.direction.drawn, mirrored.direction.truth), (Direction::Rises, Direction::Falls));
    assert!(!mirrored.direction.is_right && mirrored.extreme_min.is_some_and(|tick| !tick.is_right), "{mirrored:?}");
    assert!(mirrored.off_at_end.is_some_and(|off| off > 0.0) && mirrored.inside_share < 0.5, "{mirrored:?}");
    assert!(mirrored.inside_until_min.is_some_and(|until| until < 100.0), "{mirrored:?}");
    assert_eq!(mirrored.verdict(), Verdict::Wrong);

    let flat = CurveMark::of(&truth, &drawn(&truth, |_, _| first));
    assert_eq!(flat.direction.drawn, Direction::Level);
    assert!(!flat.direction.is_right && flat.extreme_min.is_some_and(|tick| !tick.is_right), "{flat:?}");
    assert_eq!(flat.verdict(), Verdict::Wrong);
}

#[test]
fn a_curve_that_is_early_or_late_loses_the_tick_of_its_time() {
    let truth = of_curve(Quantity::Platelets);
    let (first, last) = (truth.first(), truth.last());
    let dip = [(first.min, first.value), (0.3 * last.min, last.value), (last.min, 0.5 * (first.value + last.value))];
    let early = CurveMark::of(&truth, &dip);
    assert!(early.direction.is_right && early.extreme_min.is_some_and(|tick| !tick.is_right), "{early:?}");
    assert_eq!(early.verdict(), Verdict::Partly);

    // Ionized calcium levels off: the lowest point may be drawn wherever it has nearly arrived.
    let truth = of_curve(Quantity::IonizedCalcium);
    let (first, last) = (truth.first(), truth.last());
    let level = [(first.min, first.value), (0.7 * last.min, last.value), (last.min, last.value)];
    assert!(CurveMark::of(&truth, &level).extreme_min.is_some_and(|tick| tick.is_right));
}

#[test]
fn what_is_not_drawn_is_not_inside() {
    let truth = of_curve(Quantity::Platelets);
    let half: Vec<_> = drawn(&truth, |_, value| value).into_iter().take(4).collect();
    let mark = CurveMark::of(&truth, &half);
    assert!((0.45..0.55).contains(&mark.inside_share) && mark.off_at_end.is_none(), "{mark:?}");
    assert_eq!(CurveMark::of(&truth, &[]).verdict(), Verdict::Wrong);
    assert_eq!(CurveMark::of(&truth, &[(0.0, truth.first().value)]).verdict(), Verdict::Wrong);
}

#[test]
fn the_band_is_that_of_the_virtual_patients() {
    let truth = of_curve(Quantity::Platelets);
    let summary = GROUNDS.patients().expect("patients");
    assert_eq!(summary.count, PATIENTS);
    let band = summary.band(Quantity::Platelets).expect("a band");
    let [low, .., high] = band.points[30].expect("defined");
    assert_eq!((truth.moments[30].low, truth.moments[30].high), (low, high));
    assert!(truth.moments.iter().all(|moment| moment.low < moment.value && moment.value < moment.high));
    assert!(truth.last().min <= GROUNDS.run.machine_end_min);
    assert_eq!(truth.shape_drawn(&drawn(&truth, |_, value| value)).len(), truth.shape().len());
    assert!(curve_at(&drawn(&truth, |_, value| value), 50.0).is_some());
}

#[test]
fn options_are_right_whole_or_in_part() {
    let places = |places: &[usize]| Given::Places(places.to_vec());
    assert_eq!(verdict("where", &places(&[0])), Verdict::Right);
    assert_eq!(verdict("where", &places(&[1])), Verdict::Wrong);
    assert_eq!(verdict("where", &places(&[0, 1])), Verdict::Wrong);
    let two = Truth::Places(vec![0, 2]);
    let verdict = |chosen: &[usize]| mark(step("where"), &two, &places(chosen)).verdict;
    assert_eq!(verdict(&[2, 0]), Verdict::Right);
    assert_eq!(verdict(&[2]), Verdict::Partly);
    assert_eq!(verdict(&[0, 1, 2]), Verdict::Partly);
    assert_eq!(verdict(&[1]), Verdict::Wrong);
    assert_eq!(verdict(&[]), Verdict::Wrong);
}

#[test]
fn the_run_says_what_was_to_be_seen() {
    let observe = |among, right| {
        let kind = StepKind::Observe { question: String::new(), among, right, why: String::new() };
        truth(&of_kind(kind), &GROUNDS)
    };
    let quantities = || SeenAmong::Quantities(vec![Quantity::WhiteCells, Quantity::Platelets, Quantity::BloodVolume]);
    let fell = |quantity: Quantity| {
        let run = &GROUNDS.run;
        quantity.at(&run.at(run.machine_end_min)).expect("defined") / quantity.at(&run.at(0.0)).expect("defined")
    };
    let falls = [Quantity::WhiteCells, Quantity::Platelets, Quantity::BloodVolume].map(fell);
    let least = (0..3).min_by(|a, b| falls[*a].total_cmp(&falls[*b])).expect("three");
    assert_eq!(observe(quantities(), Seen::LargestFall), Ok(Truth::Places(vec![least])));
    let only = SeenAmong::Quantities(vec![Quantity::Platelets]);
    assert_eq!(observe(only, Seen::LargestRise), Err(NoTruth::NoSuchChange));

    let came: Vec<_> = GROUNDS.run.warnings.iter().filter(|warning| !warning.present_before).collect();
    let (first, last) = (came[0].id, came.iter().rfind(|warning| warning.id != came[0].id).expect("another").id);
    let warnings = || SeenAmong::Warnings(vec![last, first]);
    assert_eq!(observe(warnings(), Seen::FirstWarning), Ok(Truth::Places(vec![1])));
    assert_eq!(observe(warnings(), Seen::LastWarning), Ok(Truth::Places(vec![0])));
    let absent = WarningId::ALL.iter().copied().find(|id| GROUNDS.run.warnings.iter().all(|came| came.id != *id));
    let absent = SeenAmong::Warnings(vec![absent.expect("not all come")]);
    assert_eq!(observe(absent, Seen::FirstWarning), Err(NoTruth::NoWarning));
}

#[test]
fn a_chain_may_have_one_slip() {
    let order = Truth::Order { links: 4 };
    let verdict = |places: &[usize]| mark(step("where"), &order, &Given::Places(places.to_vec())).verdict;
    assert_eq!(verdict(&[0, 1, 2, 3]), Verdict::Right);
    assert_eq!(verdict(&[1, 0, 2, 3]), Verdict::Partly);
    assert_eq!(verdict(&[0, 4, 1, 2, 3]), Verdict::Partly);
    assert_eq!(verdict(&[0, 1, 2]), Verdict::Partly);
    assert_eq!(verdict(&[3, 2, 1, 0]), Verdict::Wrong);
    assert_eq!(verdict(&[1, 0, 2, 3, 5]), Verdict::Wrong);
}

#[test]
fn a_number_may_be_off_by_its_tolerance() {
    let number = Truth::Number { value: -20.0, within: 5.0 };
    let verdict = |number_given| mark(step("where"), &number, &Given::Number(number_given)).verdict;
    assert_eq!(verdict(-25.0), Verdict::Right);
    assert_eq!(verdict(-15.0), Verdict::Right);
    assert_eq!(verdict(-12.0), Verdict::Partly);
    assert_eq!(verdict(20.0), Verdict::Wrong);
    assert_eq!(verdict(f64::NAN), Verdict::Wrong);
}

#[test]
fn causes_are_marked_by_their_shares() {
    let Ok(Truth::Causes { tried, shares, pick }) = truth(step("causes"), &GROUNDS) else { panic!("causes") };
    assert_eq!(pick, 2);
    assert_eq!(shares[0].cause, Cause::CollectedPlatelets, "{shares:?}");
    let pushing: f64 = shares.iter().map(|share| share.share_percent.max(0.0)).sum();
    assert!((95.0..=100.1).contains(&pushing), "{pushing}");
    let [first, second, third] = [0, 1, 2].map(|place| shares[place].cause);
    assert!(tried.contains(&third));
    assert_eq!(verdict("causes", &Given::Causes(vec![second, first])), Verdict::Right);
    assert_eq!(verdict("causes", &Given::Causes(vec![first, third])), Verdict::Partly);
    assert_eq!(verdict("causes", &Given::Causes(vec![third])), Verdict::Wrong);
}

#[test]
fn a_challenge_is_tried_by_running_it() {
    let set = |flow: f64, duration: f64| {
        Given::Settings(vec![
            (SettingId::InletFlow, Value::Number(flow)),
            (SettingId::Duration, Value::Number(duration)),
        ])
    };
    let Ok(Truth::Try { protocol, .. }) = truth(step("spare"), &GROUNDS) else { panic!("a challenge") };
    let known = Truth::Try { protocol, best: Some(40.0) };
    let tried = |flow, duration| match mark(step("spare"), &known, &set(flow, duration)) {
        Mark { detail: Detail::Try(tried), verdict } => (verdict, tried),
        other => panic!("{other:?}"),
    };
    let (verdict_short, short) = tried(30.0, 15.0);
    assert_eq!((verdict_short, short.missed.as_slice()), (Verdict::Partly, &[0_usize][..]), "{short:?}");
    let reached = (20..=300).step_by(10).map(|duration| tried(50.0, f64::from(duration)));
    let (verdict, reached) = reached.into_iter().find(|(_, tried)| tried.is_reached).expect("it can be reached");
    assert_eq!(verdict, Verdict::Right);
    let duration = reached.measured.expect("measured");
    assert_eq!(reached.of_possible_percent, Some((100.0 * 40.0 / duration).min(100.0)));
}

#[test]
fn what_is_not_marked_and_what_is_of_another_kind_is_not() {
    assert_eq!(truth(step("explain"), &GROUNDS), Err(NoTruth::Unmarked));
    assert_eq!(verdict("where", &Given::Words("in the bag".to_owned())), Verdict::Unmarked);
}
