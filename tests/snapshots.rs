//! Promise: the window looks as it did when it was last looked at. Drawn by our own rasterizer: no display, no GPU.
//!
//! `UPDATE_SNAPSHOTS=1 cargo test snapshots` takes the pictures anew; look at each before it is committed.

use buffycoat::app::App;
use buffycoat::app::files::ScriptedPicker;
use buffycoat::app::headless;
use buffycoat::app::raster::Rasterizer;
use buffycoat::app::session::{Book, Tab};
use buffycoat::cli::{Sitting, Theme};
use buffycoat::preset::BUNDLED;
use egui_kittest::{Harness, SnapshotResults, TestRenderer, try_image_snapshot};
use image::{RgbaImage, imageops};
use rayon::prelude::*;

use crate::bundled;

/// A picture to hold: its name, the case, the window's size in pixels, its theme, the playhead in minutes, and what is kept of it.
type Shot = (&'static str, &'static str, [u16; 2], Theme, f64, Kept);

/// What is kept of a picture.
#[derive(Clone, Copy, PartialEq)]
enum Kept {
    Whole,
    /// The middle column with the scene, at this share of its size.
    Scene,
    /// The middle column below the scene, at this share of its size.
    Lower,
    /// All of it, small: enough to see that a case has changed.
    Small,
}

const CASE: &str = "cml_very_high_count";
const DONOR: &str = "healthy_donor";

/// The whole window in each theme and size, and each phase of the scene. Every case comes on top, small.
const SHOTS: [Shot; 14] = [
    ("window_light", CASE, [1280, 800], Theme::Light, 58.0, Kept::Whole),
    ("window_dark", CASE, [1280, 800], Theme::Dark, 58.0, Kept::Whole),
    ("window_lecture", CASE, [1280, 800], Theme::Lecture, 58.0, Kept::Whole),
    ("small_window_light", CASE, [1024, 768], Theme::Light, 58.0, Kept::Whole),
    ("small_window_dark", CASE, [1024, 768], Theme::Dark, 58.0, Kept::Whole),
    ("small_window_lecture", CASE, [1024, 768], Theme::Lecture, 58.0, Kept::Whole),
    ("large_window_light", CASE, [1920, 1080], Theme::Light, 58.0, Kept::Whole),
    ("large_window_dark", CASE, [1920, 1080], Theme::Dark, 58.0, Kept::Whole),
    ("large_window_lecture", CASE, [1920, 1080], Theme::Lecture, 58.0, Kept::Whole),
    ("phase_1_fill", DONOR, [1280, 800], Theme::Light, 1.0, Kept::Scene),
    ("phase_2_establish", DONOR, [1280, 800], Theme::Light, 4.5, Kept::Scene),
    ("phase_3_collect", DONOR, [1280, 800], Theme::Light, 100.0, Kept::Scene),
    ("phase_4_rinse_back", DONOR, [1280, 800], Theme::Light, 212.0, Kept::Scene),
    ("phase_5_after", DONOR, [1280, 800], Theme::Light, 225.0, Kept::Scene),
];

/// What is done in the window before the picture is taken.
type Prepare = fn(&mut App);

/// What can be opened in the window, each once.
const OPENED: [(&str, Prepare); 7] = [
    ("tab_compare", |app| app.show_tab(Tab::Compare)),
    ("tab_patients", |app| app.show_tab(Tab::Patients)),
    ("tab_map", |app| app.show_tab(Tab::Map)),
    ("tab_ledger", |app| app.show_tab(Tab::Ledger)),
    ("tab_arithmetic", |app| app.show_tab(Tab::Arithmetic)),
    ("book_studies", |app| app.open_book(Book::Studies)),
    ("book_model", |app| app.open_book(Book::Model)),
];

/// What is opened, in one case and at one moment.
fn opened() -> impl Iterator<Item = (Shot, Prepare)> {
    OPENED.into_iter().map(|(name, open)| {
        let kept = if name.starts_with("tab") { Kept::Lower } else { Kept::Small };
        ((name, "small_anemic_woman", [1280, 800], Theme::Light, 58.0, kept), open)
    })
}

/// Every case once.
fn cases() -> impl Iterator<Item = Shot> {
    BUNDLED.iter().map(|bundled| (bundled.name, bundled.name, [1280, 800], Theme::Light, 40.0, Kept::Small))
}

/// Draws what a harness shows.
#[derive(Default)]
struct Renderer(Rasterizer);

impl TestRenderer for Renderer {
    fn handle_delta(&mut self, delta: &mut egui::TexturesDelta) {
        self.0.take_textures(delta);
    }

    fn render(&mut self, ctx: &egui::Context, output: &egui::FullOutput) -> Result<RgbaImage, String> {
        let size = ctx.viewport_rect().size() * ctx.pixels_per_point();
        let canvas =
            headless::paint(ctx, &self.0, output.shapes.clone(), [size.x.round() as usize, size.y.round() as usize]);
        let bytes = canvas.pixels().as_flattened().to_vec();
        RgbaImage::from_raw(canvas.width() as u32, canvas.height() as u32, bytes).ok_or_else(|| "no picture".to_owned())
    }
}

fn taken((_, case, size, theme, at_min, _): &Shot, prepare: Prepare) -> RgbaImage {
    let size = egui::vec2(f32::from(size[0]), f32::from(size[1]));
    let kittest_theme = if *theme == Theme::Dark { egui::Theme::Dark } else { egui::Theme::Light };
    let is_lecture = *theme == Theme::Lecture;
    let mut window =
        Harness::builder().with_size(size).with_theme(kittest_theme).renderer(Renderer::default()).build_eframe(
            move |creation| {
                let picker = Box::new(ScriptedPicker::default());
                let mut app = App::new(&creation.egui_ctx, bundled(case), None, picker).expect("a case that runs");
                app.work_at_once();
                app.set_lecture(&creation.egui_ctx, is_lecture);
                app.seek(*at_min);
                prepare(&mut app);
                app
            },
        );
    // As on a real screen, the window keeps its pixels when a lecture zooms.
    for _ in 0..3 {
        window.set_size(size / window.ctx.zoom_factor());
        window.step();
    }
    window.run();
    window.render().expect("drawn")
}

/// What is kept of a picture.
fn kept(image: RgbaImage, kept: Kept) -> RgbaImage {
    match kept {
        Kept::Whole => image,
        Kept::Scene => {
            let scene = imageops::crop_imm(&image, 278, 54, 712, 435).to_image();
            imageops::thumbnail(&scene, 534, 326)
        }
        Kept::Lower => {
            let lower = imageops::crop_imm(&image, 278, 498, 712, 292).to_image();
            imageops::thumbnail(&lower, 534, 219)
        }
        Kept::Small => imageops::thumbnail(&image, 427, 267),
    }
}

#[test]
fn the_window_looks_as_it_did() {
    let mut results = SnapshotResults::new();
    let as_it_opens = SHOTS.into_iter().chain(cases()).map(|shot| (shot, (|_| ()) as Prepare));
    let shots: Vec<_> = as_it_opens.chain(opened()).collect();
    let take = |(shot, prepare): &(Shot, Prepare)| try_image_snapshot(&kept(taken(shot, *prepare), shot.5), shot.0);
    let taken: Vec<_> = shots.par_iter().map(take).collect();
    for result in taken {
        results.add(result);
    }
}

#[test]
fn the_picture_command_draws_what_the_window_shows_and_draws_it_again() {
    for shot in SHOTS.iter().filter(|shot| shot.0 == "window_light" || shot.0 == "window_dark") {
        let (_, case, [width, height], theme, at_min, _) = *shot;
        let sitting = Sitting { width, height, theme, at_min };
        let drawn = headless::draw(&bundled(case), &sitting).expect("a case that runs");
        assert_eq!(drawn, headless::draw(&bundled(case), &sitting).expect("a case that runs"), "not the same twice");
        let window: Vec<u8> = taken(shot, |_| ()).pixels().flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
        let differing = window.iter().zip(&drawn.rgb).filter(|(a, b)| a != b).count();
        assert!(window.len() == drawn.rgb.len() && differing == 0, "{}: {differing} differ", shot.0);
    }
}
