//! Promise: the window looks as it did when it was last looked at. Drawn by our own rasteriser: no display, no GPU.
//!
//! `UPDATE_SNAPSHOTS=1 cargo test --test snapshots` takes the pictures anew; look at each before it is committed.
#![allow(clippy::expect_used, clippy::panic, reason = "a test may stop where it stands")]

use buffycoat::app::App;
use buffycoat::app::files::ScriptedPicker;
use buffycoat::app::headless;
use buffycoat::app::raster::Rasteriser;
use buffycoat::cli::{Sitting, Theme};
use buffycoat::preset::{BUNDLED, Preset, read};
use egui_kittest::{Harness, SnapshotResults, TestRenderer, try_image_snapshot};
use image::RgbaImage;
use rayon::prelude::*;

/// A picture to hold: its name, the case, the window's size in pixels, its theme, and the playhead in minutes.
type Shot = (&'static str, &'static str, [u16; 2], Theme, f64);

const SHOTS: [Shot; 2] = [
    ("window_light", "cml_very_high_count", [1280, 800], Theme::Light, 58.0),
    ("window_dark", "cml_very_high_count", [1280, 800], Theme::Dark, 58.0),
];

/// Draws what a harness shows.
#[derive(Default)]
struct Renderer(Rasteriser);

impl TestRenderer for Renderer {
    fn handle_delta(&mut self, delta: &mut egui::TexturesDelta) {
        self.0.take_textures(delta);
    }

    fn render(&mut self, ctx: &egui::Context, output: &egui::FullOutput) -> Result<RgbaImage, String> {
        let size = ctx.viewport_rect().size() * ctx.pixels_per_point();
        let canvas = headless::paint(ctx, &self.0, output.shapes.clone(), [size.x as usize, size.y as usize]);
        let bytes = canvas.pixels().as_flattened().to_vec();
        RgbaImage::from_raw(canvas.width() as u32, canvas.height() as u32, bytes).ok_or_else(|| "no picture".to_owned())
    }
}

fn bundled(name: &str) -> Preset {
    let found = BUNDLED.iter().find(|bundled| bundled.name == name).expect("a bundled preset");
    read(found.text).expect("a sound preset")
}

fn taken((_, case, [width, height], theme, at_min): &Shot) -> RgbaImage {
    let theme = if *theme == Theme::Dark { egui::Theme::Dark } else { egui::Theme::Light };
    let mut window = Harness::builder()
        .with_size([f32::from(*width), f32::from(*height)])
        .with_theme(theme)
        .renderer(Renderer::default())
        .build_eframe(|creation| {
            let picker = Box::new(ScriptedPicker::default());
            let mut app = App::new(&creation.egui_ctx, bundled(case), None, picker).expect("a case that runs");
            app.seek(*at_min);
            app
        });
    window.run();
    window.render().expect("drawn")
}

/// Writes a new snapshot again as small as it can be: most of its bytes are cells, which are as good as random.
fn shrink(name: &str, picture: &RgbaImage) {
    let path = format!("tests/snapshots/{name}.png");
    let rgb: Vec<u8> = picture.pixels().flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
    let file = std::fs::File::create(path).expect("a file");
    let mut encoder = png::Encoder::new(file, picture.width(), picture.height());
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_compression(png::Compression::High);
    encoder.write_header().expect("a header").write_image_data(&rgb).expect("pixels");
}

#[test]
fn the_window_looks_as_it_did() {
    let hold = |shot: &Shot| {
        let picture = taken(shot);
        let result = try_image_snapshot(&picture, shot.0);
        if std::env::var_os("UPDATE_SNAPSHOTS").is_some() && result.is_ok() {
            shrink(shot.0, &picture);
        }
        result
    };
    let mut results = SnapshotResults::new();
    SHOTS.par_iter().map(hold).collect::<Vec<_>>().into_iter().for_each(|result| results.add(result));
}

#[test]
fn the_picture_command_draws_what_the_window_shows_and_draws_it_again() {
    for shot in &SHOTS {
        let (_, case, [width, height], theme, at_min) = *shot;
        let sitting = Sitting { width, height, theme, at_min };
        let drawn = headless::draw(&bundled(case), &sitting).expect("a case that runs");
        assert_eq!(drawn, headless::draw(&bundled(case), &sitting).expect("a case that runs"), "not the same twice");
        let window: Vec<u8> = taken(shot).pixels().flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
        let differing = window.iter().zip(&drawn.rgb).filter(|(a, b)| a != b).count();
        assert!(window.len() == drawn.rgb.len() && differing == 0, "{}: {differing} differ", shot.0);
    }
}
