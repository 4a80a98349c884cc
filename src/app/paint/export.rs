//! Plots and scene as files: the same bytes for the menu and the command line, as SVG or PNG, each with its case inside.

use std::io::{self, Write};

use egui::{Color32, Context, Vec2};

use super::cells::{CellMesh, Setting};
use super::offscreen::{draw_in_pieces, light};
use super::rasterizer::{Canvas, Rasterizer};
use super::shapes;
use super::sprites::Sprites;
use crate::app::theme::{LIGHT, tokens};
use crate::picture::cells::{Cell, CellKind};
use crate::picture::plot::{self, Axis, Beside, Content, Head, Legend, Shown, layout_size};
use crate::picture::portraits::Paint;
use crate::picture::scene::clock::round_s;
use crate::picture::scene::{Scene, SceneClock, Staging, compose};
use crate::picture::{Ink, point};
use crate::preset::{Preset, VirtualPatients};
use crate::report::animation::{self, Animation};
use crate::report::png::{self, ClearPixels, Pixels};
use crate::report::svg::{self, Rgb};
use crate::sim::pieces::{at_once, pause};
use crate::sim::protocol::SimulationError;
use crate::sim::{Moment, Protocol, Run, simulate};
use crate::study::patients::patients_in_pieces;
use crate::text::{Text, clock};

/// Frames of an animation in a second: half of what a film has, and enough for cells to glide.
const FRAMES_A_SECOND: f64 = 12.0;
/// The most frames of an animation, so that a file of the usual size stays below three megabytes.
const MOST_FRAMES: u32 = 54;

/// What is exported.
#[derive(Clone, Debug, PartialEq)]
pub enum Subject {
    /// Plots one above the other.
    Plots(Plots),
    /// The scene at a moment, min.
    Scene(f64),
    /// The scene at a moment, min, in motion: an animated PNG that repeats.
    Loop(f64),
}

/// Plots of a run with all that they show.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plots {
    pub contents: Vec<Content>,
    pub axis: Axis,
    /// Runs beside it, each with its letter, its name and whether the difference is shaded.
    pub beside: Vec<Pinned>,
    /// Patients like this one are behind the curves.
    pub patients: Option<VirtualPatients>,
}

/// A run that is pinned beside the one of a case.
#[derive(Clone, Debug, PartialEq)]
pub struct Pinned {
    pub letter: usize,
    pub name: String,
    pub protocol: Protocol,
    pub is_shaded: bool,
}

impl Pinned {
    fn run(&self) -> Result<Beside, SimulationError> {
        let run = simulate(&self.protocol)?;
        Ok(Beside { letter: self.letter, name: self.name.clone(), run, is_shaded: self.is_shaded })
    }
}

impl Subject {
    /// The size of its picture when none is asked for, in pixels.
    pub const fn usual_size(&self) -> (u16, u16) {
        match self {
            Self::Plots(_) | Self::Scene(_) => (1600, 900),
            // A slide shows it as large as it likes; its frames have to be small.
            Self::Loop(_) => (960, 540),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Svg,
    Png,
}

/// What is behind the picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ground {
    #[default]
    Light,
    Transparent,
}

/// A picture to be written.
#[derive(Clone, Debug, PartialEq)]
pub struct Export {
    pub subject: Subject,
    pub format: Format,
    /// Width and height, in pixels.
    pub size: (u16, u16),
    pub ground: Ground,
}

impl Export {
    /// In how many steps it is written.
    pub fn steps(&self, run: &Run) -> usize {
        match &self.subject {
            Subject::Plots(_) | Subject::Scene(_) => 1,
            Subject::Loop(at_min) => self.animation(&run.at(*at_min)).drawn() as usize,
        }
    }

    /// Writes the picture; `done` is told of each step.
    ///
    /// # Errors
    /// When `to` cannot be written.
    pub fn write(
        &self,
        run: &Run,
        preset: &Preset,
        text: &Text,
        done: &dyn Fn(),
        to: &mut dyn Write,
    ) -> io::Result<()> {
        at_once(self.write_in_pieces(run, preset, text, done, to))
    }

    /// The same, with a pause now and then.
    ///
    /// # Errors
    /// When `to` cannot be written.
    pub async fn write_in_pieces(
        &self,
        run: &Run,
        preset: &Preset,
        text: &Text,
        done: &dyn Fn(),
        to: &mut dyn Write,
    ) -> io::Result<()> {
        match &self.subject {
            Subject::Plots(plots) => self.plots(plots, run, preset, text, to).await,
            Subject::Scene(at_min) => self.scene(*at_min, run, preset, text, to).await,
            Subject::Loop(at_min) => self.scene_loop(*at_min, run, preset, text, done, to).await,
        }
    }

    async fn plots(
        &self,
        plots: &Plots,
        run: &Run,
        preset: &Preset,
        text: &Text,
        to: &mut dyn Write,
    ) -> io::Result<()> {
        let refused = |error| io::Error::other(text.simulation_error(&error));
        let patients = match plots.patients {
            Some(drawn) => Some(patients_in_pieces(&run.protocol, drawn.seed, drawn.count).await.map_err(refused)?),
            None => None,
        };
        let beside: Result<Vec<_>, _> = plots.beside.iter().map(Pinned::run).collect();
        let beside = beside.map_err(refused)?;
        let title = text.case_title(preset);
        let name = &text.short_case_title(preset);
        let (aim, patients) = (preset.aim, patients.as_ref());
        let shown = Shown { name, run, aim, axis: plots.axis, beside: &beside, patients };
        let head = Head { heading: &title, legend: Legend::of(&shown, &plots.contents, text) };
        let plots: Vec<_> = plots.contents.iter().map(|content| shown.plot(*content, text)).collect();
        let (size, scale) = layout_size(self.size, plots.len());
        let drawn = plot::compose(&plots, &head, size, text);
        if self.format == Format::Png {
            let (ctx, mut rasterizer, ground) = (light(), Rasterizer::default(), self.ground_color(LIGHT.card));
            let canvas = draw_in_pieces(&ctx, &mut rasterizer, self.size, scale, ground, |ui| {
                shapes::paint(ui.painter(), tokens(ui), &drawn, Vec2::ZERO, 1.0);
            });
            return self.png(&canvas.await, preset, text, to).await;
        }
        let sentences: Vec<_> = plots.iter().map(|plot| plot.sentence.as_str()).collect();
        let description = sentences.join(" ");
        let sheet = self.sheet(size, 1.0, LIGHT.card, (&title, &description));
        let disclaimer = text.get("disclaimer");
        let sheet = svg::Sheet { carries: Some((preset, &disclaimer)), ..sheet };
        to.write_all(svg::write(&drawn, &sheet, &ink).as_bytes())
    }

    async fn scene(&self, at_min: f64, run: &Run, preset: &Preset, text: &Text, to: &mut dyn Write) -> io::Result<()> {
        let staging = self.staging();
        let moment = run.at(at_min);
        let mut cells = Vec::new();
        let scene = compose(run, &moment, &SceneClock::default(), &staging, text, &mut cells);
        if self.format == Format::Png {
            let canvas = self.scene_drawn(&mut Easel::new(), &scene, &cells).await;
            return self.png(&canvas, preset, text, to).await;
        }
        let title = format!("{}, {}", text.case_title(preset), clock(at_min));
        let description = text.scene_sentence(&moment);
        let disclaimer = text.get("disclaimer");
        let sheet = self.sheet(staging.size, scene.scale, LIGHT.card, (&title, &description));
        let sheet = svg::Sheet { carries: Some((preset, &disclaimer)), ..sheet };
        let mut words = String::new();
        svg::open(&sheet, &mut words);
        let behind = scene.parts.iter().flat_map(|part| &part.behind);
        behind.for_each(|shape| svg::put(shape, scene.scale, &ink, &mut words));
        svg::cells(&cells, scene.scale, &cell_paint, &mut words);
        let before = scene.parts.iter().flat_map(|part| &part.before);
        before.for_each(|shape| svg::put(shape, scene.scale, &ink, &mut words));
        words.push_str("</svg>\n");
        to.write_all(words.as_bytes())
    }

    /// Many frames of one moment, in which only what flows and turns moves.
    async fn scene_loop(
        &self,
        at_min: f64,
        run: &Run,
        preset: &Preset,
        text: &Text,
        done: &dyn Fn(),
        to: &mut dyn Write,
    ) -> io::Result<()> {
        let staging = self.staging();
        let moment = run.at(at_min);
        let animation = self.animation(&moment);
        let mut easel = Easel::new();
        let mut cells = Vec::new();
        let draw = async |frame: u32| {
            let clock = SceneClock::in_round(&moment, f64::from(frame) / f64::from(animation.frames));
            let scene = compose(run, &moment, &clock, &staging, text, &mut cells);
            let drawn = self.scene_drawn(&mut easel, &scene, &cells).await.rgb();
            done();
            Ok(drawn)
        };
        animation::write_in_pieces(&animation, preset, &text.get("disclaimer"), draw, to).await
    }

    fn animation(&self, moment: &Moment<'_>) -> Animation {
        let round_s = round_s(moment);
        let frames = ((round_s * FRAMES_A_SECOND).round() as u32).min(MOST_FRAMES);
        let frame_ms = (1000.0 * round_s / f64::from(frames)).round() as u16;
        Animation { width: self.size.0.into(), height: self.size.1.into(), frames, frame_ms }
    }

    fn staging(&self) -> Staging {
        let size = point(self.size.0.into(), self.size.1.into());
        Staging { size, detail: 1.0, density: 1.0, reduced_motion: false, in_hall: false }
    }

    async fn scene_drawn(&self, easel: &mut Easel, scene: &Scene, cells: &[Cell]) -> Canvas {
        let Easel { ctx, rasterizer, mesh, sprites } = easel;
        let drawn = draw_in_pieces(ctx, rasterizer, self.size, 1.0, self.ground_color(LIGHT.card), |ui| {
            let (tokens, painter) = (tokens(ui), ui.painter());
            let sprites = sprites.get_or_insert_with(|| Sprites::new(ui.ctx(), tokens, scene.scale));
            for part in &scene.parts {
                shapes::paint(painter, tokens, &part.behind, Vec2::ZERO, scene.scale);
            }
            let setting = Setting { origin: Vec2::ZERO, scale: scene.scale, highlight: None, glass: None };
            mesh.paint(painter, cells, sprites, &setting);
            for part in &scene.parts {
                shapes::paint(painter, tokens, &part.before, Vec2::ZERO, scene.scale);
            }
        });
        drawn.await
    }

    fn sheet<'a>(
        &self,
        size: crate::picture::Point,
        scale: f32,
        light: Color32,
        (title, description): (&'a str, &'a str),
    ) -> svg::Sheet<'a> {
        let ground = (self.ground == Ground::Light).then(|| rgb(light));
        let pixels = (f32::from(self.size.0), f32::from(self.size.1));
        svg::Sheet { size, pixels, ground, title, description, carries: None, scale }
    }

    fn ground_color(&self, light: Color32) -> Color32 {
        if self.ground == Ground::Light { light } else { Color32::TRANSPARENT }
    }

    async fn png(&self, canvas: &Canvas, preset: &Preset, text: &Text, to: &mut dyn Write) -> io::Result<()> {
        pause().await;
        let (width, height) = (canvas.width() as u32, canvas.height() as u32);
        let disclaimer = text.get("disclaimer");
        if self.ground == Ground::Light {
            let pixels = Pixels { width, height, rgb: canvas.rgb() };
            return Ok(png::write_in_pieces(&pixels, preset, &disclaimer, to).await?);
        }
        // A canvas holds colors multiplied with their opacity, a PNG the colors themselves.
        let rgba = canvas.pixels().iter().flat_map(|[red, green, blue, alpha]| {
            let whole = |part: &u8| u16::from(*part) * 255 / u16::from((*alpha).max(1));
            [red, green, blue].map(|part| whole(part).min(255) as u8).into_iter().chain([*alpha])
        });
        let pixels = ClearPixels { width, height, rgba: rgba.collect() };
        Ok(png::write_clear_in_pieces(&pixels, preset, &disclaimer, to).await?)
    }
}

/// What scenes of one size are drawn with, one after the other.
struct Easel {
    ctx: Context,
    rasterizer: Rasterizer,
    mesh: CellMesh,
    sprites: Option<Sprites>,
}

impl Easel {
    fn new() -> Self {
        Self { ctx: light(), rasterizer: Rasterizer::default(), mesh: CellMesh::default(), sprites: None }
    }
}

fn rgb(color: Color32) -> Rgb {
    let [red, green, blue, _] = color.to_srgba_unmultiplied();
    [red, green, blue]
}

fn ink(ink: Ink) -> Rgb {
    rgb(LIGHT.ink(ink))
}

/// The color of a part of a cell, and its opacity.
fn cell_paint(kind: CellKind, paint: Paint) -> (Rgb, f32) {
    let color = LIGHT.cell_paint(kind, paint);
    (rgb(color), f32::from(color.a()) / 255.0)
}
