//! How long a frame of the window takes in the program itself: logic, layout and tessellation, by the number of cells drawn.
#![allow(clippy::expect_used, clippy::panic, reason = "a benchmark may stop where it stands")]

use buffycoat::app::platform::Theme;
use buffycoat::app::platform::headless::{HeadlessWindow, RenderRequest};
use buffycoat::app::state::Tab;
use buffycoat::preset::{BUNDLED, read};
use buffycoat::sim::warnings::WarningId;
use divan::Bencher;
use egui::{Event, Key, Modifiers, PointerButton, Pos2, pos2};
use strum::IntoEnumIterator as _;

fn main() {
    divan::main();
}

/// A window that plays, after enough frames for the number of cells to settle.
fn playing(cells: u32) -> HeadlessWindow {
    let preset = read(BUNDLED[0].text).expect("a bundled preset");
    let request = RenderRequest { width: 1280, height: 800, theme: Theme::Light, at_min: 30.0 };
    let mut window = HeadlessWindow::open(&preset, &request).expect("a case that runs");
    for _ in 0..20 {
        window.app.draw_cells(cells);
        frame(&mut window);
    }
    let drawn = window.app.cells_drawn();
    assert!((drawn as f32 / cells as f32 - 1.0).abs() < 0.1, "{drawn} cells instead of {cells}");
    window
}

fn frame(window: &mut HeadlessWindow) -> usize {
    window.app.set_playing(true);
    if window.app.playhead_min() > 100.0 {
        window.app.seek(30.0);
    }
    let output = window.frame();
    window.tessellated(output).len()
}

#[divan::bench(args = [2_000, 10_000, 50_000])]
fn frame_with_cells(bencher: Bencher, cells: u32) {
    let mut window = playing(cells);
    bencher.bench_local(|| frame(&mut window));
}

/// Drags the slider whose handle is there, a little further in each frame.
fn drag(bencher: Bencher, window: &mut HeadlessWindow, handle: Pos2) {
    for events in [vec![Event::PointerMoved(handle)], vec![button(handle, true)]] {
        window.frame_with(events);
    }
    let before = window.app.run().protocol.clone();
    let mut way = 0_u32;
    bencher.bench_local(|| {
        way += 1;
        let at = handle + egui::vec2((way % 80) as f32, 0.0);
        let output = window.frame_with(vec![Event::PointerMoved(at)]);
        window.tessellated(output).len()
    });
    assert!(window.app.run().protocol != before, "the finger holds no slider");
}

/// The living patient in the scene, the plots and the lanes, and the finger on the inlet flow.
#[divan::bench(sample_count = 200, sample_size = 1)]
fn drag_in_a_plain_window(bencher: Bencher) {
    let mut window = playing(2_000);
    window.app.set_playing(false);
    drag(bencher, &mut window, pos2(120.0, 111.0));
}

/// Ten thousand cells, virtual patients behind the curves, and the finger on the inlet flow, at the pace of a display: between two
/// frames the patients have the time that a display leaves. Says how many follow, and how often those shown are of the frame before.
#[divan::bench(sample_count = 200, sample_size = 1)]
fn drag_with_patients_behind_the_curves(bencher: Bencher) {
    /// A sixtieth of a second, less what a frame takes.
    const WAIT: std::time::Duration = std::time::Duration::from_millis(12);
    let mut window = playing(10_000);
    window.app.set_playing(false);
    window.frame_with(press(Key::B));
    while window.app.is_working() {
        window.frame();
    }
    let handle = pos2(120.0, 111.0);
    for events in [vec![Event::PointerMoved(handle)], vec![button(handle, true)]] {
        window.frame_with(events);
    }
    let (mut way, mut counts, mut moved) = (0_u32, Vec::new(), 0);
    let mut before = window.app.patients().map(|shown| shown.bands.clone());
    bencher.with_inputs(|| std::thread::sleep(WAIT)).bench_local_values(|()| {
        way += 1;
        let at = handle + egui::vec2((way % 80) as f32, 0.0);
        let output = window.frame_with(vec![Event::PointerMoved(at)]);
        let shown = window.app.patients().expect("they were run");
        counts.push(shown.count);
        moved += usize::from(before.as_ref() != Some(&shown.bands));
        before = Some(shown.bands.clone());
        window.tessellated(output).len()
    });
    counts.sort_unstable();
    eprintln!("{} patients in the middle; new bands in {moved} of {} frames", counts[counts.len() / 2], counts.len());
}

/// Ten thousand cells, four runs pinned, virtual patients behind the curves, the last runs fading, and the finger on the inlet flow.
#[divan::bench(sample_count = 200, sample_size = 1)]
fn drag_with_everything_on(bencher: Bencher) {
    let mut window = playing(10_000);
    window.app.set_playing(false);
    let handle = pos2(120.0, 111.0);
    for pin in 0..4 {
        let at = handle + egui::vec2(8.0 * pin as f32, 0.0);
        for events in [vec![Event::PointerMoved(at)], vec![button(at, true)], vec![button(at, false)], press(Key::K)] {
            window.frame_with(events);
        }
    }
    window.frame_with(press(Key::B));
    drag(bencher, &mut window, handle);
    assert!(window.app.cells_drawn() > 8_000, "{} cells", window.app.cells_drawn());
    assert!(window.app.runs_pinned() == 4 && window.app.state().workspace.patients_shown);
}

/// Two living scenes, an explanation with its bars and curves below them, lanes on the tracks, and the finger on the inlet flow.
#[divan::bench(sample_count = 200, sample_size = 1)]
fn drag_with_twins_and_an_explanation(bencher: Bencher) {
    let mut window = playing(10_000);
    window.app.set_playing(false);
    window.frame_with(press(Key::T));
    window.app.open_warning(WarningId::LowCalcium);
    while window.app.is_working() {
        window.frame();
    }
    // Beside two scenes the controls stand below a row of tabs.
    let handle = pos2(132.0, 146.0);
    drag(bencher, &mut window, handle);
    let state = window.app.state();
    assert!(state.twin().is_some() && state.case_view.open_warning.is_some());
}

/// A frame with each tab open, four runs pinned, all that it shows known.
#[divan::bench(args = Tab::iter())]
fn frame_of_tab(bencher: Bencher, tab: Tab) {
    let mut window = playing(10_000);
    for _ in 0..4 {
        window.frame_with(press(Key::K));
    }
    window.app.show_tab(tab);
    frame(&mut window);
    while window.app.is_working() {
        frame(&mut window);
    }
    bencher.bench_local(|| frame(&mut window));
}

fn button(pos: Pos2, pressed: bool) -> Event {
    Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers: Modifiers::NONE }
}

fn press(key: Key) -> Vec<Event> {
    let event = |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers: Modifiers::NONE };
    vec![event(true), event(false)]
}
