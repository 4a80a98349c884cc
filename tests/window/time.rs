//! Time is stepped, stopped where it was asked to stop, and begun again.

use super::{bundled, slide, type_over, window, window_of};
use buffycoat::app::App;
use buffycoat::sim::crossing::crossings;
use buffycoat::sim::quantities::Quantity;
use egui::Key;
use egui::accesskit::{Role, Toggled};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

const TIME_TYPED: &str = "Time to stop at";
const VALUE_TYPED: &str = "Value to stop at";

fn playhead(window: &Harness<'_, App>) -> f64 {
    window.state().playhead_min()
}

fn is_playing(window: &Harness<'_, App>) -> bool {
    window.state().state().playback.playing
}

fn press(window: &mut Harness<'_, App>, key: Key) {
    window.key_press(key);
    window.run_steps(2);
}

fn choose_speed(window: &mut Harness<'_, App>, speed: &str) {
    window.get_by_label("Playback speed").click();
    window.run();
    window.get_by_label(speed).click();
    window.run();
}

/// Plays until it stops by itself.
fn play_out(window: &mut Harness<'_, App>) {
    window.key_press(Key::Space);
    window.step();
    for _ in 0..2000 {
        if !is_playing(window) {
            // Stopped, nothing asks for another frame: this would not settle otherwise.
            window.run();
            return;
        }
        window.step();
    }
    panic!("it plays for ever");
}

/// A window whose play stops when platelets pass this count, at the highest speed.
fn stopping_at_platelets(value: f64) -> Harness<'static, App> {
    let mut window = window("healthy_donor");
    press(&mut window, Key::S);
    type_over(&mut window, VALUE_TYPED, &value.to_string());
    press(&mut window, Key::Escape);
    choose_speed(&mut window, "600×");
    window
}

/// A whole count that platelets pass on their way down.
fn a_count_on_the_way() -> f64 {
    let window = window("healthy_donor");
    let run = window.state().run();
    Quantity::Platelets.at(&run.at(run.machine_end_min / 2.0)).expect("known").round()
}

#[test]
fn a_step_is_one_minute_and_holds_there() {
    let mut window = window("healthy_donor");
    for key in [Key::Period, Key::Period, Key::Period, Key::Comma] {
        press(&mut window, key);
    }
    assert_eq!(playhead(&window), 2.0);
    window.key_press(Key::Space);
    window.run_steps(3);
    assert!(is_playing(&window));
    press(&mut window, Key::Comma);
    assert!(!is_playing(&window));
    window.key_press(Key::Home);
    window.run();
    press(&mut window, Key::Comma);
    assert_eq!(playhead(&window), 0.0, "there is nothing before the start");

    window.get_by_role_and_label(Role::Button, "Time").click();
    window.run();
    // The menu comes after the time bar's own button.
    window.get_all_by_label_contains("One minute forward").last().expect("in the menu").click();
    window.run();
    assert_eq!(playhead(&window), 1.0);
}

#[test]
fn where_there_is_room_the_steps_are_on_the_time_bar() {
    let mut large = window_of(bundled("healthy_donor"), [1920.0, 1080.0], Vec::new());
    large.get_by_role_and_label(Role::Button, "One minute forward").click();
    large.run();
    assert_eq!(playhead(&large), 1.0);
    let small = window_of(bundled("healthy_donor"), [1024.0, 768.0], Vec::new());
    assert!(small.query_by_label("One minute forward").is_none());
    small.get_by_role_and_label(Role::Button, "Stop at…");
}

#[test]
fn it_stops_at_the_time_that_was_typed_and_goes_on_from_there() {
    let mut window = window("healthy_donor");
    window.get_by_role_and_label(Role::Button, "Stop at…").click();
    window.run();
    type_over(&mut window, TIME_TYPED, "1:30");
    assert_eq!(window.get_by_label("A time").accesskit_node().toggled(), Some(Toggled::True));
    press(&mut window, Key::Escape);
    assert!(window.query_by_label("A time").is_none());
    choose_speed(&mut window, "600×");

    play_out(&mut window);
    assert_eq!(playhead(&window), 90.0);
    window.get_by_label_contains("stopped: 1:30");
    window.key_press(Key::Space);
    window.run_steps(3);
    assert!(is_playing(&window) && playhead(&window) > 90.0);
    assert!(window.query_by_label_contains("stopped:").is_none());
}

#[test]
fn it_stops_exactly_where_a_count_passes_and_says_so() {
    let count = a_count_on_the_way();
    let mut window = stopping_at_platelets(count);
    let passed = crossings(window.state().run(), Quantity::Platelets, count);
    play_out(&mut window);
    let at_playhead =
        |window: &Harness<'_, App>| Quantity::Platelets.at(&window.state().run().at(playhead(window))).expect("known");
    assert_eq!(playhead(&window), passed[0]);
    assert!((at_playhead(&window) - count).abs() < 1e-6, "{} is not {count}", at_playhead(&window));
    window.get_by_label_contains(&format!("stopped: platelets {count}"));
    window.get_by_label_contains(&format!("Stop at {}: platelets {count}", buffycoat::text::clock(passed[0])));

    // It goes on, and after looking back it stops there again.
    window.key_press(Key::Space);
    window.run_steps(2);
    assert!(playhead(&window) > passed[0]);
    press(&mut window, Key::Space);
    slide(&mut window, "Time", 5.0);
    window.run();
    assert!(window.query_by_label_contains("stopped: platelets").is_none());
    play_out(&mut window);
    assert_eq!(playhead(&window), passed[0]);

    // Another patient's platelets: what was said of these is no longer said.
    slide(&mut window, "Hematocrit", 38.0);
    window.run();
    assert!(window.query_by_label_contains("stopped: platelets").is_none());
}

#[test]
fn the_menu_tells_when_a_count_passes_in_this_run() {
    let count = a_count_on_the_way();
    let mut window = window("healthy_donor");
    press(&mut window, Key::S);
    type_over(&mut window, VALUE_TYPED, &count.to_string());
    window.get_by_label_contains(&format!("platelets {count}: reached at "));
    type_over(&mut window, VALUE_TYPED, "3");
    window.get_by_label_contains("platelets 3: not reached in this run");
    // Another quantity comes with a value that is passed.
    window.get_by_role_and_label(Role::Button, "Volume in the bag").click();
    window.run();
    window.get_by_label_contains(" mL: reached at ");
}

#[test]
fn an_open_menu_of_stops_and_a_stopped_play_ask_for_no_frame() {
    let mut window = stopping_at_platelets(a_count_on_the_way());
    super::wait_for_work(&mut window);
    play_out(&mut window);
    press(&mut window, Key::S);
    window.run();
    window.step();
    for viewport in window.output().viewport_output.values() {
        assert!(viewport.repaint_delay > std::time::Duration::from_mins(1), "{:?}", viewport.repaint_delay);
    }
}

#[test]
fn a_flag_takes_the_playhead_to_its_stop() {
    let count = a_count_on_the_way();
    let mut window = stopping_at_platelets(count);
    window.get_by_label_contains(&format!(": platelets {count}")).click();
    window.run();
    assert_eq!(playhead(&window), crossings(window.state().run(), Quantity::Platelets, count)[0]);
}

#[test]
fn it_stops_at_the_next_warning() {
    let mut window = window("small_anemic_woman");
    press(&mut window, Key::A);
    choose_speed(&mut window, "600×");
    let warnings = window.state().run().warnings.iter();
    let first = warnings.map(|warning| warning.from_min).filter(|from| *from > 0.0).fold(f64::MAX, f64::min);
    play_out(&mut window);
    assert_eq!(playhead(&window), first);
    assert!(window.query_by_label_contains("stopped: ").is_some());
}

#[test]
fn it_begins_again_at_the_end_and_at_the_time_that_was_set() {
    let mut window = window("healthy_donor");
    press(&mut window, Key::R);
    choose_speed(&mut window, "600×");
    slide(&mut window, "Time", 1000.0);
    press(&mut window, Key::Comma);
    window.key_press(Key::Space);
    window.run_steps(6);
    assert!(is_playing(&window) && playhead(&window) < 10.0, "{}", playhead(&window));

    press(&mut window, Key::Space);
    press(&mut window, Key::S);
    type_over(&mut window, TIME_TYPED, "0:05");
    window.get_by_label("At that time, playback starts again from the beginning.");
    press(&mut window, Key::Escape);
    window.key_press(Key::Home);
    window.run();
    window.key_press(Key::Space);
    let mut latest: f64 = 0.0;
    for _ in 0..30 {
        window.step();
        latest = latest.max(playhead(&window));
    }
    assert!(is_playing(&window) && latest > 3.0 && latest <= 5.0, "{latest}");
    press(&mut window, Key::Space);

    // The menu of time says what is on.
    window.get_by_role_and_label(Role::Button, "Time").click();
    window.run();
    let repeat = window.get_by_role_and_label(Role::MenuItemCheckBox, "Repeat");
    assert_eq!(repeat.accesskit_node().toggled(), Some(Toggled::True));
}

#[test]
fn the_menu_of_stops_is_reached_and_used_by_keys_alone() {
    let mut window = window("healthy_donor");
    window.key_press(Key::S);
    window.run();
    assert!(window.get_by_label("A time").is_focused());
    window.key_press(Key::Space);
    window.run();
    assert!(!is_playing(&window), "the key is the switch's");
    assert!(window.state().state().playback.stops.time_min.on);
    press(&mut window, Key::Escape);
    assert!(window.query_by_label("A time").is_none());
    window.key_press(Key::Space);
    window.step();
    assert!(is_playing(&window), "the key is for play again");
    press(&mut window, Key::Space);

    // From the menu of time, too.
    window.get_by_role_and_label(Role::Button, "Time").click();
    window.run();
    let named: Vec<_> = window.query_all_by_role_and_label(Role::Button, "Stop at…").collect();
    named.iter().find(|node| node.rect().top() < 400.0).expect("in the menu").click();
    window.run();
    window.get_by_label("A time");
}

#[test]
fn undo_brings_the_playhead_back_from_where_a_shorter_run_pushed_it() {
    let mut window = window("small_anemic_woman");
    slide(&mut window, "Time", 150.0);
    window.run();
    slide(&mut window, "Duration", 60.0);
    window.run();
    assert_eq!(window.state().playhead_min(), window.state().run().end_min);
    window.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Z);
    window.run();
    assert_eq!(window.state().playhead_min(), 150.0);
}

#[test]
fn what_is_typed_of_stops_is_read_as_in_the_controls() {
    let mut window = window("healthy_donor");
    press(&mut window, Key::S);
    let stops = |window: &Harness<'_, App>| window.state().state().playback.stops;
    type_over(&mut window, TIME_TYPED, "1.5 h");
    assert_eq!(stops(&window).time_min.set, 90.0);
    type_over(&mut window, VALUE_TYPED, "200 K/µL");
    assert_eq!(stops(&window).count.set.value, 200.0);
    let before = stops(&window);
    type_over(&mut window, TIME_TYPED, "2:75");
    window.get_by_label_contains("“2:75” is not a time.");
    assert_eq!(stops(&window), before);
    type_over(&mut window, VALUE_TYPED, "150.4");
    window.get_by_label_contains("Rounded to 150");
    assert_eq!(stops(&window).count.set.value, 150.0);
}

#[test]
fn marks_of_events_are_in_the_order_of_time() {
    for case in ["small_anemic_woman", "liver_failure_citrate"] {
        let window = window(case);
        let buttons = window.query_all_by_role(Role::Button).filter_map(|node| node.accesskit_node().label());
        let times = buttons.filter_map(|name| buffycoat::text::minutes(name.split_once(": ")?.0).ok());
        let times: Vec<_> = times.collect();
        assert!(times.len() > 2 && times.is_sorted(), "{case}: {times:?}");
    }
}
