//! Promise: the window does what its labels say. Driven as a screen reader would: no display, no GPU.

mod arithmetic_and_ledger;
mod compare;
mod controls;
mod debrief;
mod desk;
mod documents;
mod files;
mod from_now;
mod guide;
mod home;
mod lecture;
mod lesson;
mod lesson_writing;
mod map;
mod monkey;
mod palette;
mod patients;
mod plots;
mod ranges;
mod scene;
mod sharing;
mod small;
mod text_size;
mod time;

mod twins;
mod warnings;
mod whole;
mod why;
mod workshop;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use buffycoat::app::App;
use buffycoat::app::PickerAnswer;
use buffycoat::app::ScriptedPicker;
use buffycoat::preset::Preset;
use buffycoat::preset::write;
use buffycoat::sim::Run;
use buffycoat::sim::SettingId;
use buffycoat::sim::quantities::Quantity;
use buffycoat::text::Text;
use egui::Modifiers;
use egui::accesskit::Role;
use egui::{Key, Rect};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::bundled;

fn opened(preset: Preset, size: [f32; 2], answers: Vec<PickerAnswer>, prepare: fn(&mut App)) -> Harness<'static, App> {
    let mut window = Harness::builder().with_size(size).with_theme(egui::Theme::Light).build_eframe(move |creation| {
        let picker = Box::new(ScriptedPicker::new(answers));
        let mut app = App::new(&creation.egui_ctx, preset, None, picker).expect("a case that runs");
        prepare(&mut app);
        app
    });
    keep_pixels(&mut window, size);
    window
}

fn window_of(preset: Preset, size: [f32; 2], answers: Vec<PickerAnswer>) -> Harness<'static, App> {
    opened(preset, size, answers, |_| ())
}

/// A window that does its work at once, as for a picture: nothing has to be waited for.
fn settled_window(preset: Preset, size: [f32; 2]) -> Harness<'static, App> {
    opened(preset, size, Vec::new(), App::work_at_once)
}

pub(crate) fn window(name: &str) -> Harness<'static, App> {
    window_of(bundled(name), [1280.0, 800.0], Vec::new())
}

/// A window in lecture mode.
fn lecture(name: &str, pixels: [f32; 2]) -> Harness<'static, App> {
    let mut window = window_of(bundled(name), pixels, Vec::new());
    window.key_press(Key::L);
    window.step();
    keep_pixels(&mut window, pixels);
    window
}

/// As on a real screen, the window keeps its pixels when the zoom changes.
fn keep_pixels(window: &mut Harness<'_, App>, pixels: [f32; 2]) {
    for _ in 0..3 {
        window.set_size(egui::Vec2::from(pixels) / window.ctx.zoom_factor());
        window.step();
    }
    window.run();
}

/// A case that was opened plays by itself: stops it.
fn stop(window: &mut Harness<'_, App>) {
    window.run_steps(3);
    assert!(window.state().state().playback.playing, "it opens in motion");
    window.state_mut().set_playing(false);
    window.run();
}

/// A file that is dropped on the window.
#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

pub(crate) fn dropped(path: &Path) -> egui::DroppedFileHandle {
    Arc::new(Dropped(path.to_owned()))
}

/// The setting's slider.
fn slide(window: &mut Harness<'_, App>, name: &str, value: f64) {
    window.get_by_role_and_label(Role::Slider, name).set_value_accesskit(value);
    window.step();
}

/// Types over a number.
fn type_over(window: &mut Harness<'_, App>, name: &str, typed: &str) {
    window.get_by_role_and_label(Role::SpinButton, name).focus();
    window.run_steps(2);
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.get_by_label(name).type_text(typed);
    window.run_steps(2);
    window.key_press(Key::Enter);
    window.run_steps(3);
}

/// What the curve's figure says of itself.
fn described(window: &Harness<'_, App>, name: &str) -> String {
    let figure = window.get_by_role_and_label(Role::Figure, name);
    figure.accesskit_node().data().description().expect("a sentence").to_owned()
}

fn end_value(run: &Run, quantity: Quantity) -> f64 {
    quantity.at(&run.at(run.machine_end_min)).expect("always known")
}

/// Words as they are painted: where they stand, and the part of the window that they may cover.
struct Painted {
    words: String,
    rect: Rect,
    clip: Rect,
}

/// All words of a frame, from the back to the front.
fn painted_in(shapes: &[egui::epaint::ClippedShape]) -> Vec<Painted> {
    fn collect(shape: &egui::Shape, clip: Rect, to: &mut Vec<Painted>) {
        match shape {
            egui::Shape::Vec(shapes) => shapes.iter().for_each(|shape| collect(shape, clip, to)),
            egui::Shape::Text(text) => to.push(Painted {
                words: text.galley.text().to_owned(),
                rect: text.galley.rect.translate(text.pos.to_vec2()),
                clip,
            }),
            _ => {}
        }
    }
    let mut painted = Vec::new();
    for shape in shapes {
        collect(&shape.shape, shape.clip_rect, &mut painted);
    }
    painted
}

fn words_of(shapes: &[egui::epaint::ClippedShape]) -> Vec<String> {
    painted_in(shapes).into_iter().map(|painted| painted.words).collect()
}

/// Where these words are painted within a part of the window; they stand there once.
fn place_of(window: &Harness<'_, App>, words: &str, within: Rect) -> Rect {
    let found = painted_in(&window.output().shapes).into_iter();
    let found: Vec<_> = found.filter(|painted| painted.words == words && within.contains_rect(painted.rect)).collect();
    assert_eq!(found.len(), 1, "{words} in {within:?}");
    found[0].rect
}

/// The frames of a frame's shapes: rectangles with an edge of at least this width.
fn edges_of(window: &Harness<'_, App>, least_width: f32) -> Vec<Rect> {
    fn collect(shape: &egui::Shape, least_width: f32, to: &mut Vec<Rect>) {
        match shape {
            egui::Shape::Vec(shapes) => shapes.iter().for_each(|shape| collect(shape, least_width, to)),
            egui::Shape::Rect(rect) if rect.stroke.width >= least_width => to.push(rect.rect),
            _ => {}
        }
    }
    let mut edges = Vec::new();
    for shape in &window.output().shapes {
        collect(&shape.shape, least_width, &mut edges);
    }
    edges
}

fn part<'a>(window: &'a Harness<'_, App>, name: &'a str) -> egui_kittest::Node<'a> {
    window.get_by_role_and_label(Role::GraphicsSymbol, name)
}

/// Gives the part the keyboard.
fn focus_part(window: &mut Harness<'_, App>, name: &str) {
    part(window, name).focus();
    window.run();
    assert!(part(window, name).is_focused(), "{name}");
}

/// Drags from the middle of a part, in several moves, as a hand does.
fn drag(window: &mut Harness<'_, App>, from: egui::Pos2, way: egui::Vec2) {
    window.hover_at(from);
    window.step();
    window.drag_at(from);
    window.step();
    for share in [0.2, 0.6, 1.0] {
        window.hover_at(from + share * way);
        window.step();
    }
    window.drop_at(from + way);
    window.run();
}

/// The small anemic woman is mildly anemic before the procedure; moderate anemia comes.
const WHY: &str = "Why? Moderate anemia";

/// Waits until the work that goes on beside the window, on threads, is done.
fn wait_for_work(window: &mut Harness<'_, App>) {
    for _ in 0..4000 {
        window.step();
        if !window.state().is_working() {
            window.run();
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    panic!("the work is never done");
}

/// What the button says that tries a change of this setting.
fn change_to_try(window: &Harness<'_, App>, setting: SettingId) -> Option<String> {
    let start = format!("Try it: {} ", Text::english().setting(setting));
    let buttons = window.query_all_by_role(Role::Button).filter_map(|node| node.accesskit_node().label());
    buttons.into_iter().find(|said| said.starts_with(&start))
}
