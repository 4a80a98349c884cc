//! Promise: the window looks as it did when it was last looked at. Drawn by our own rasterizer: no display, no GPU.
//!
//! `UPDATE_SNAPSHOTS=1 cargo test snapshots` takes anew those that differ; look at each before it is committed.
//! All of them together stay below a megabyte, since a change of a font replaces every one: they are kept small, in few colors.

use std::collections::BTreeSet;
use std::fs::File;
use std::path::Path;

use buffycoat::app::App;
use buffycoat::app::ScriptedPicker;
use buffycoat::app::platform::Theme;
use buffycoat::app::platform::headless;
use buffycoat::app::platform::rasterizer::Rasterizer;
use buffycoat::app::state::{Document, Measure, Tab};
use buffycoat::picture::figure::{Person, figure_at};
use buffycoat::picture::point;
use buffycoat::preset::BUNDLED;
use buffycoat::sim::simulate;
use buffycoat::sim::warnings::WarningId;
use egui_kittest::{Harness, SnapshotOptions, SnapshotResults, TestRenderer, try_image_snapshot};
use image::{RgbaImage, imageops};
use rayon::prelude::*;

use crate::bundled;

/// A picture to hold: its name, the case, the window's size in pixels, its theme, the playhead in minutes, and what is kept of it.
type Shot = (&'static str, &'static str, [u16; 2], Theme, f64, Kept);

/// What is kept of a picture, and how many pixels wide.
#[derive(Clone, Copy, PartialEq)]
enum Kept {
    Whole(u32),
    /// The middle column with the scene.
    Scene(u32),
    /// The middle column below the scene.
    Lower(u32),
}

const CASE: &str = "cml_very_high_count";
const DONOR: &str = "healthy_donor";

/// Shades of each color channel that are kept: few enough for a palette.
const SHADES: f32 = 10.0;

/// The whole window in each theme and size, and each phase of the scene. Every case comes on top.
const SHOTS: [Shot; 12] = [
    ("window_light", CASE, [1280, 800], Theme::Light, 58.0, Kept::Whole(1280)),
    ("window_dark", CASE, [1280, 800], Theme::Dark, 58.0, Kept::Whole(640)),
    ("stage_light", CASE, [1280, 800], Theme::StageLight, 58.0, Kept::Whole(640)),
    ("small_window_light", CASE, [1024, 768], Theme::Light, 58.0, Kept::Whole(512)),
    ("small_stage_dark", "small_anemic_woman", [1024, 768], Theme::StageDark, 70.0, Kept::Whole(512)),
    ("large_window_light", CASE, [1920, 1080], Theme::Light, 58.0, Kept::Whole(640)),
    ("large_stage_light", CASE, [1920, 1080], Theme::StageLight, 5.0, Kept::Whole(480)),
    ("phase_1_fill", DONOR, [1280, 800], Theme::Light, 1.0, Kept::Scene(400)),
    ("phase_2_establish", DONOR, [1280, 800], Theme::Light, 4.5, Kept::Scene(400)),
    ("phase_3_collect", DONOR, [1280, 800], Theme::Light, 100.0, Kept::Scene(400)),
    ("phase_4_rinse_back", DONOR, [1280, 800], Theme::Light, 212.0, Kept::Scene(400)),
    ("phase_5_after", DONOR, [1280, 800], Theme::Light, 225.0, Kept::Scene(400)),
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
    ("document_studies", |app| app.open_document(Document::Studies)),
    ("document_model", |app| app.open_document(Document::Model)),
];

/// What is opened, in one case and at one moment.
fn opened() -> impl Iterator<Item = (Shot, Prepare)> {
    OPENED.into_iter().map(|(name, open)| {
        let kept = if name.starts_with("tab") { Kept::Lower(400) } else { Kept::Whole(320) };
        ((name, "small_anemic_woman", [1280, 800], Theme::Light, 58.0, kept), open)
    })
}

/// The gallery in both themes and in a smaller window, the first step and the last of the guided run, the debrief, and twins.
const BEFORE_A_CASE: [(Shot, Prepare); 8] = [
    (("home_light", CASE, [1280, 800], Theme::Light, 0.0, Kept::Whole(640)), App::begin_at_home),
    (("home_dark", CASE, [1280, 800], Theme::Dark, 0.0, Kept::Whole(480)), App::begin_at_home),
    (("home_small", CASE, [960, 540], Theme::Light, 0.0, Kept::Whole(400)), App::begin_at_home),
    (("first_run_light", CASE, [1280, 800], Theme::Light, 0.0, Kept::Whole(480)), |app| app.tell_run(3)),
    (("first_run_dark", CASE, [1280, 800], Theme::Dark, 0.0, Kept::Whole(320)), |app| app.tell_run(6)),
    (("twins_light", CASE, [1280, 800], Theme::Light, 58.0, Kept::Whole(480)), |app| {
        app.show_beside(&bundled("all_infant_hyperleukocytosis"));
    }),
    (("debrief_light", "small_anemic_woman", [1280, 800], Theme::Light, 0.0, Kept::Whole(480)), |app| {
        app.show_debrief(Measure::Calcium);
    }),
    (("debrief_dark", "myeloma_low_platelets", [1024, 768], Theme::Dark, 0.0, Kept::Whole(320)), |app| {
        app.show_debrief(Measure::Platelets);
    }),
];

/// A warning that is explained, in both themes and in a smaller window.
const EXPLAINED: [(Shot, Prepare); 4] = [
    (("stage_why_light", CASE, [1280, 720], Theme::StageLight, 110.0, Kept::Whole(480)), |app| {
        app.open_warning(WarningId::LowCalcium);
    }),
    (("why_light", "small_anemic_woman", [1280, 800], Theme::Light, 70.0, Kept::Whole(640)), |app| {
        app.open_warning(WarningId::Anemia);
    }),
    (("why_dark", CASE, [1280, 800], Theme::Dark, 70.0, Kept::Whole(480)), |app| {
        app.open_warning(WarningId::LowCalcium);
    }),
    (("why_small", "small_anemic_woman", [1024, 768], Theme::Light, 70.0, Kept::Whole(400)), |app| {
        app.open_warning(WarningId::LowCalcium);
    }),
];

/// Every case once.
fn cases() -> impl Iterator<Item = Shot> {
    BUNDLED.iter().map(|bundled| (bundled.name, bundled.name, [1280, 800], Theme::Light, 40.0, Kept::Whole(320)))
}

/// Draws what a harness shows.
#[derive(Default)]
pub struct Renderer(Rasterizer);

impl TestRenderer for Renderer {
    fn handle_delta(&mut self, delta: &mut egui::TexturesDelta) {
        self.0.take_textures(delta);
    }

    fn render(&mut self, ctx: &egui::Context, output: &egui::FullOutput) -> Result<RgbaImage, String> {
        let size = ctx.viewport_rect().size() * ctx.pixels_per_point();
        let canvas =
            headless::painted(ctx, &self.0, output.shapes.clone(), (size.x.round() as u16, size.y.round() as u16));
        let bytes = canvas.pixels().as_flattened().to_vec();
        RgbaImage::from_raw(canvas.width() as u32, canvas.height() as u32, bytes).ok_or_else(|| "no picture".to_owned())
    }
}

fn taken((_, case, size, theme, at_min, _): &Shot, prepare: Prepare) -> RgbaImage {
    let size = egui::vec2(f32::from(size[0]), f32::from(size[1]));
    let kittest_theme = if theme.is_dark() { egui::Theme::Dark } else { egui::Theme::Light };
    let is_lecture = theme.is_stage();
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
fn kept(image: &RgbaImage, kept: Kept) -> RgbaImage {
    let ([x, y, width, height], kept_width) = match kept {
        Kept::Whole(kept_width) => ([0, 0, image.width(), image.height()], kept_width),
        Kept::Scene(kept_width) => ([274, 54, 692, 366], kept_width),
        Kept::Lower(kept_width) => ([274, 430, 692, 284], kept_width),
    };
    let part = imageops::crop_imm(image, x, y, width, height).to_image();
    let mut small = imageops::thumbnail(&part, kept_width, height * kept_width / width);
    in_few_colors(&mut small);
    small
}

fn in_few_colors(picture: &mut RgbaImage) {
    let steps = SHADES - 1.0;
    for channel in picture.iter_mut() {
        *channel = ((f32::from(*channel) / 255.0 * steps).round() / steps * 255.0).round() as u8;
    }
}

/// Writes a picture with a palette, which makes it a third of the size. One of too many colors stays as it is.
fn write_with_palette(path: &Path) {
    let image = image::open(path).expect("a picture").to_rgb8();
    let colors: Vec<[u8; 3]> = image.pixels().map(|pixel| pixel.0).collect::<BTreeSet<_>>().into_iter().collect();
    if colors.len() > 256 {
        return;
    }
    let indices: Vec<u8> =
        image.pixels().map(|pixel| colors.binary_search(&pixel.0).expect("its color") as u8).collect();
    let mut encoder = png::Encoder::new(File::create(path).expect("a file"), image.width(), image.height());
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_palette(colors.into_flattened());
    encoder.set_compression(png::Compression::High);
    encoder.set_filter(png::Filter::NoFilter);
    encoder.write_header().and_then(|mut writer| writer.write_image_data(&indices)).expect("written");
}

/// Every bundled patient at one scale.
fn people(theme: Theme) -> RgbaImage {
    const UNITS_PER_M: f32 = 75.0;
    const PLACE: [f32; 2] = [60.0, 170.0];
    const IN_A_ROW: usize = 11;
    let mut shapes = Vec::new();
    for (i, case) in BUNDLED.iter().enumerate() {
        let person = Person::of(&simulate(&bundled(case.name).protocol).expect("a case that runs"), 40.0);
        let floor = PLACE[1] * ((i / IN_A_ROW) as f32 + 1.0) - 10.0;
        let crown = point(PLACE[0] * ((i % IN_A_ROW) as f32 + 0.5), floor - UNITS_PER_M * person.height_m as f32);
        shapes.extend(figure_at(&person, crown, UNITS_PER_M).shapes);
    }
    let drawn = headless::draw_shapes(&shapes, [(PLACE[0] * IN_A_ROW as f32) as u16, 2 * PLACE[1] as u16], theme);
    let rgb = image::RgbImage::from_raw(drawn.width as u32, drawn.height as u32, drawn.rgb).expect("a picture");
    let mut picture = RgbaImage::from_fn(rgb.width(), rgb.height(), |x, y| {
        let [r, g, b] = rgb.get_pixel(x, y).0;
        image::Rgba([r, g, b, u8::MAX])
    });
    in_few_colors(&mut picture);
    picture
}

#[test]
fn the_patients_look_as_they_did() {
    let mut results = SnapshotResults::new();
    for (name, theme) in [("patients_light", Theme::Light), ("patients_dark", Theme::Dark)] {
        results.add(try_image_snapshot(&people(theme), name));
        if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
            write_with_palette(&SnapshotOptions::default().output_path.join(format!("{name}.png")));
        }
    }
}

#[test]
fn the_window_looks_as_it_did() {
    let mut results = SnapshotResults::new();
    let as_it_opens = SHOTS.into_iter().chain(cases()).map(|shot| (shot, (|_| ()) as Prepare));
    let shots: Vec<_> = as_it_opens.chain(opened()).chain(BEFORE_A_CASE).chain(EXPLAINED).collect();
    let take = |(shot, prepare): &(Shot, Prepare)| try_image_snapshot(&kept(&taken(shot, *prepare), shot.5), shot.0);
    let taken: Vec<_> = shots.par_iter().map(take).collect();
    for result in taken {
        results.add(result);
    }
    let files =
        shots.par_iter().map(|(shot, _)| SnapshotOptions::default().output_path.join(format!("{}.png", shot.0)));
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        files.clone().for_each(|file| write_with_palette(&file));
    }
    let bytes: u64 = files.map(|file| file.metadata().map_or(0, |file| file.len())).sum();
    assert!(bytes < 1_000_000, "a change of all pictures costs {bytes} bytes");
}

#[test]
fn the_picture_command_draws_what_the_window_shows_and_draws_it_again() {
    for shot in SHOTS.iter().filter(|shot| shot.0 == "window_light" || shot.0 == "window_dark") {
        let (_, case, [width, height], theme, at_min, _) = *shot;
        let request = headless::RenderRequest { width, height, theme, at_min };
        let drawn = headless::draw(&bundled(case), &request).expect("a case that runs");
        assert_eq!(drawn, headless::draw(&bundled(case), &request).expect("a case that runs"), "not the same twice");
        let window: Vec<u8> = taken(shot, |_| ()).pixels().flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
        let differing = window.iter().zip(&drawn.rgb).filter(|(a, b)| a != b).count();
        assert!(window.len() == drawn.rgb.len() && differing == 0, "{}: {differing} differ", shot.0);
    }
}
