//! Measuring the real window: it plays so many frames, and what each took is printed when it closes.

use std::time::Instant;

use crate::app::App;

/// Frames before the first that counts: fonts and portraits are made, the window takes its size.
const WARM_UP: usize = 30;

/// A window that plays, is timed, and closes by itself.
pub struct Benchmark {
    app: App,
    wanted: usize,
    /// How many cells to draw; `None`: as many as the window would.
    cells: Option<u32>,
    frames: usize,
    last: Option<Instant>,
    /// From frame to frame, and the work of the program alone: logic, layout and tessellation, ms.
    whole_ms: Vec<f64>,
    own_ms: Vec<f64>,
}

impl Benchmark {
    pub fn new(app: App, frames: u32, cells: Option<u32>) -> Self {
        Self { app, wanted: frames as usize, cells, frames: 0, last: None, whole_ms: Vec::new(), own_ms: Vec::new() }
    }

    fn count(&mut self, ctx: &egui::Context, work_s: Option<f32>) {
        let now = Instant::now();
        if self.frames > WARM_UP
            && let Some(last) = self.last
        {
            self.whole_ms.push(1000.0 * (now - last).as_secs_f64());
            self.own_ms.extend(work_s.map(|seconds| 1000.0 * f64::from(seconds)));
        }
        self.last = Some(now);
        self.frames += 1;
        if self.whole_ms.len() >= self.wanted {
            self.print();
            ctx.send_viewport_cmd(egui::ViewportCommand::Close);
        }
        // The next frame is asked for by what plays, as it is without a measurement.
    }

    /// One line each, for people and scripts alike.
    #[expect(clippy::print_stdout, reason = "what was measured is the program's output here")]
    fn print(&mut self) {
        println!("{} frames, {} cells in the last", self.whole_ms.len(), self.app.cells_drawn());
        for (name, times_ms) in
            [("from frame to frame", &mut self.whole_ms), ("own work and painting", &mut self.own_ms)]
        {
            times_ms.sort_by(f64::total_cmp);
            let at = |share: f64| {
                times_ms.get((share * (times_ms.len() as f64 - 1.0)) as usize).copied().unwrap_or(f64::NAN)
            };
            let mean = times_ms.iter().sum::<f64>() / times_ms.len() as f64;
            let (median, slow, slowest) = (at(0.5), at(0.95), at(1.0));
            println!("{name}: mean {mean:.1} ms, median {median:.1}, 95 % below {slow:.1}, slowest {slowest:.1}");
        }
    }
}

impl eframe::App for Benchmark {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        self.app.set_playing(true);
        if self.app.playhead_min() >= 0.9 * self.app.run().end_min {
            self.app.seek(10.0);
        }
        if let Some(cells) = self.cells {
            self.app.draw_cells(cells);
        }
        self.app.advance(ctx);
    }

    fn ui(&mut self, ui: &mut egui::Ui, frame: &mut eframe::Frame) {
        self.app.window_ui(ui);
        self.count(ui.ctx(), frame.info().cpu_usage);
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        self.app.clear_color(visuals)
    }
}
