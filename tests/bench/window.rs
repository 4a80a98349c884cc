//! How long a frame of the window takes in the program itself: logic, layout and tessellation, by the number of cells drawn.
#![allow(clippy::expect_used, clippy::panic, reason = "a benchmark may stop where it stands")]

use buffycoat::app::headless::HeadlessWindow;
use buffycoat::cli::{Sitting, Theme};
use buffycoat::preset::{BUNDLED, read};
use divan::Bencher;

fn main() {
    divan::main();
}

/// A window that plays, after enough frames for the number of cells to settle.
fn playing(cells: u32) -> HeadlessWindow {
    let preset = read(BUNDLED[0].text).expect("a bundled preset");
    let sitting = Sitting { width: 1280, height: 800, theme: Theme::Light, at_min: 30.0 };
    let mut window = HeadlessWindow::open(&preset, &sitting).expect("a case that runs");
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
