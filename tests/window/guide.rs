//! The first run tells itself in seven steps; hints are gone once acted on.

use super::{bundled, opened, slide};
use buffycoat::app::App;
use buffycoat::text::Text;
use egui::Key;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

const STEPS: [&str; 7] = [
    "Blood is drawn",
    "Citrate is added",
    "Layers form",
    "White cells leave",
    "The rest goes back",
    "Calcium falls",
    "What it cost",
];

fn first_run() -> Harness<'static, App> {
    let mut window = opened(bundled("healthy_donor"), [1280.0, 800.0], Vec::new(), |app| {
        app.work_at_once();
        app.begin_at_home();
    });
    window.get_by_role_and_label(Role::Button, "Watch a first run, 1 minute").click();
    window.run_steps(3);
    window
}

#[test]
fn it_is_turned_step_by_step_with_the_arrows_and_stopped_with_space() {
    let mut window = first_run();
    window.key_press(Key::Space);
    window.run();
    for (index, step) in STEPS.into_iter().enumerate() {
        window.get_by_label(step);
        window.get_by_label(&format!("Step {} of 7", index + 1));
        window.key_press(Key::ArrowRight);
        window.run();
    }
    window.key_press(Key::ArrowLeft);
    window.run();
    window.get_by_label("Calcium falls");
}

#[test]
fn it_plays_by_itself_and_says_the_numbers_of_the_run() {
    let mut window = first_run();
    let before = window.state().playhead_min();
    window.run_steps(20);
    assert!(window.state().playhead_min() > before && window.state().state().playback.playing);
    window.key_press(Key::Space);
    for _ in 0..7 {
        window.key_press(Key::ArrowRight);
        window.run();
    }
    let app = window.state();
    let moment = app.run().at(app.playhead_min());
    let white = buffycoat::sim::quantities::Quantity::WhiteCells;
    let now = Text::english().quantity_at(white, &moment);
    let number = now.split('\u{a0}').next().expect("a number").split(' ').next().expect("a number").to_owned();
    window.get_by_label_contains(&format!("to {number}: spleen and marrow refill the blood"));
}

#[test]
fn escape_leaves_it_for_the_gallery_and_its_button_for_the_case() {
    let mut window = first_run();
    window.key_press(Key::Escape);
    window.run();
    window.get_by_label("What is leukapheresis?");

    let mut window = first_run();
    window.key_press(Key::Space);
    for _ in 0..6 {
        window.key_press(Key::ArrowRight);
        window.run();
    }
    window.get_by_role_and_label(Role::Button, "Change something yourself").click();
    window.run_steps(3);
    window.get_by_role_and_label(Role::Slider, "Inlet flow");
    assert!(window.state().state().guide.is_none());
}

#[test]
fn hints_are_gone_once_acted_on_and_come_back_when_they_are_asked_for() {
    let mut window = opened(bundled("small_anemic_woman"), [1280.0, 800.0], Vec::new(), |app| {
        app.work_at_once();
        app.set_hints(true);
    });
    let hints = ["Drag these: everything follows", "Ask why", "Space plays and pauses"];
    let shown = |window: &Harness<'_, App>| hints.map(|hint| window.query_by_label(hint).is_some());
    assert_eq!(shown(&window), [true, true, true]);
    slide(&mut window, "Inlet flow", 41.0);
    window.run();
    assert_eq!(shown(&window), [false, true, true]);
    window.key_press(Key::Space);
    window.run_steps(2);
    window.key_press(Key::Space);
    window.run();
    assert_eq!(shown(&window), [false, true, false]);
    window.get_by_role_and_label(Role::Button, super::WHY).click();
    window.run();
    assert_eq!(shown(&window), [false, false, false]);
    window.get_by_label("Help").click();
    window.run();
    window.get_by_label("Hints").click();
    window.run();
    assert_eq!(shown(&window), [true, true, true]);
    // Escape puts them away, after what is open above them.
    for _ in 0..2 {
        window.key_press(Key::Escape);
        window.run();
    }
    assert_eq!(shown(&window), [false, false, false]);
}
