//! Whatever is clicked, typed, dropped and resized, in whatever order, the window lives, and rests when it is let be.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use buffycoat::app::state::Purpose;
use buffycoat::app::{App, PickerAnswer, ScriptedPicker};
use buffycoat::preset::{BUNDLED, embedded, share_text};
use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, MouseWheelUnit, PointerButton, Pos2, TouchPhase, Vec2, pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use super::{bundled, dropped};
use crate::hostile::Random;

/// How many acts are told.
const TOLD: usize = 40;

/// What was done last, told when it has ended in a panic.
struct Log {
    seed: u64,
    done: Vec<String>,
}

impl Drop for Log {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let last = self.done.len().saturating_sub(TOLD);
            eprintln!(
                "seed {}, after {} acts, the last of them:\n{}",
                self.seed,
                self.done.len(),
                self.done[last..].join("\n")
            );
        }
    }
}

/// What can be clicked.
const ROLES: [Role; 7] =
    [Role::Button, Role::Button, Role::Slider, Role::SpinButton, Role::CheckBox, Role::TextInput, Role::GraphicsSymbol];

/// One that acts at random on a window; the same seed does the same.
struct Monkey {
    random: Random,
    window: Harness<'static, App>,
    files: Vec<PathBuf>,
    pointer: Pos2,
    /// The size of the window, which a zoom does not change.
    pixels: Vec2,
    log: Log,
}

/// Files of every kind in this folder.
fn files_in(folder: &Path) -> Vec<PathBuf> {
    let page = format!("<!doctype html>\n<html>{}</html>", embedded(&bundled("gcsf_donor"), "Not for patient care."));
    let texts = [
        ("sound.ron", BUNDLED[3].text.to_owned()),
        ("broken.ron", BUNDLED[4].text.replace("weight_kg", "weight kg").replace('(', "((")),
        ("half.ron", BUNDLED[5].text[..900].to_owned()),
        ("page.html", page),
        ("empty.ron", String::new()),
        ("picture.png", "\u{89}PNG\r\n\u{1a}\nno picture".to_owned()),
        ("table.csv", "time_min,phase\n0,before\n".to_owned()),
    ];
    let mut files: Vec<_> = texts
        .iter()
        .map(|(name, text)| {
            let path = folder.join(name);
            std::fs::write(&path, text).expect("written");
            path
        })
        .collect();
    files.push(folder.to_owned());
    files.push(folder.join("nowhere.ron"));
    files
}

impl Monkey {
    fn new(seed: u64, folder: &Path) -> Self {
        let mut random = Random::new(seed);
        let files = files_in(folder);
        let answers: Vec<_> = (0..10_000)
            .map(|number| match random.below(4) {
                0 => PickerAnswer::Canceled,
                1 => PickerAnswer::Picked(Purpose::Save, folder.join(format!("saved_{}.ron", number % 7))),
                _ => PickerAnswer::Picked(Purpose::Open, random.one_of(&files).clone()),
            })
            .collect();
        let folder = folder.to_owned();
        let window =
            Harness::builder().with_size([1280.0, 800.0]).allow_missing_glyphs().build_eframe(move |creation| {
                let picker = Box::new(ScriptedPicker::new(answers));
                let mut app = App::new(&creation.egui_ctx, bundled("cml_very_high_count"), None, picker)
                    .expect("a case that runs");
                app.keep_in(&folder);
                app.begin_case();
                app
            });
        Self {
            random,
            window,
            files,
            pointer: pos2(640.0, 400.0),
            pixels: vec2(1280.0, 800.0),
            log: Log { seed, done: Vec::new() },
        }
    }

    fn step(&mut self) {
        self.window.set_size(self.pixels / self.window.ctx.zoom_factor());
        self.window.step();
    }

    fn push(&mut self, event: Event) {
        self.log.done.push(format!("{event:?}").chars().take(120).collect());
        self.window.input_mut().events.push(event);
    }

    fn place(&mut self) -> Pos2 {
        let size = self.window.ctx.content_rect().size();
        pos2(size.x * self.random.below(1001) as f32 / 1000.0, size.y * self.random.below(1001) as f32 / 1000.0)
    }

    fn move_to(&mut self, pos: Pos2) {
        self.pointer = pos;
        self.push(Event::PointerMoved(pos));
    }

    fn button(&mut self, button: PointerButton, pressed: bool, modifiers: Modifiers) {
        let pos = self.pointer;
        self.push(Event::PointerButton { pos, button, pressed, modifiers });
    }

    fn modifiers(&mut self) -> Modifiers {
        const ALL: [Modifiers; 6] = [
            Modifiers::NONE,
            Modifiers::NONE,
            Modifiers::COMMAND,
            Modifiers::SHIFT,
            Modifiers::ALT,
            Modifiers { alt: false, ctrl: true, shift: true, mac_cmd: false, command: true },
        ];
        *self.random.one_of(&ALL)
    }

    fn click(&mut self, times: usize) {
        let button = if self.random.below(8) == 0 { PointerButton::Secondary } else { PointerButton::Primary };
        let modifiers = if self.random.below(6) == 0 { self.modifiers() } else { Modifiers::NONE };
        for _ in 0..times {
            self.button(button, true, modifiers);
            self.button(button, false, modifiers);
        }
    }

    /// Something a hand would do.
    fn act(&mut self) {
        match self.random.below(20) {
            0..4 => {
                let place = self.place();
                self.move_to(place);
                let times = 1 + self.random.below(2);
                self.click(times);
            }
            // On something that is there.
            4..8 => {
                let role = *self.random.one_of(&ROLES);
                let places: Vec<_> = self.window.query_all_by_role(role).map(|node| node.rect().center()).collect();
                if !places.is_empty() {
                    let place = *self.random.one_of(&places);
                    self.move_to(place);
                    self.click(1);
                }
            }
            8..10 => {
                let (from, to) = (self.place(), self.place());
                self.move_to(from);
                self.button(PointerButton::Primary, true, Modifiers::NONE);
                self.step();
                self.move_to(from + (to - from) * 0.4);
                self.step();
                self.move_to(to);
                self.step();
                // Now and then it is let go outside, or never.
                if self.random.below(8) > 0 {
                    self.button(PointerButton::Primary, false, Modifiers::NONE);
                } else {
                    self.push(Event::PointerGone);
                }
            }
            10..12 => {
                let place = self.place();
                self.move_to(place);
                let delta = vec2(0.0, 40.0 * (self.random.below(21) as f32 - 10.0));
                let modifiers = self.modifiers();
                self.push(Event::MouseWheel {
                    unit: MouseWheelUnit::Point,
                    delta,
                    phase: TouchPhase::Move,
                    source: egui::MouseWheelSource::Unknown,
                    modifiers,
                });
            }
            12..16 => {
                let key = *self.random.one_of(Key::ALL);
                let modifiers = self.modifiers();
                for pressed in [true, false] {
                    self.push(Event::Key { key, physical_key: None, pressed, repeat: false, modifiers });
                }
            }
            16 => {
                let words = *self.random.one_of(&[
                    "5",
                    "1e9",
                    "-",
                    "NaN",
                    "anemia",
                    " ",
                    "é½",
                    "\u{202e}x",
                    "9999999999",
                    "0.0001",
                ]);
                self.push(Event::Text(words.to_owned()));
            }
            17 => {
                let pasted = match self.random.below(4) {
                    0 => BUNDLED[self.random.below(BUNDLED.len())].text.to_owned(),
                    1 => share_text(&bundled("small_anemic_woman")).expect("short"),
                    2 => "(version: 1, title: \"x\"".to_owned(),
                    _ => "word ".repeat(5000),
                };
                self.push(Event::Paste(pasted));
            }
            18 => {
                let file = self.random.one_of(&self.files).clone();
                self.log.done.push(format!("drops {}", file.display()));
                self.window.input_mut().dropped_files.push(dropped(&file));
            }
            _ => {
                let least = if self.random.below(4) == 0 { 1 } else { 840 };
                let size = vec2((least + self.random.below(1800)) as f32, (least / 2 + self.random.below(1200)) as f32);
                self.log.done.push(format!("size {size}"));
                self.pixels = size;
            }
        }
        let steps = 1 + self.random.below(3);
        (0..steps).for_each(|_| self.step());
    }

    /// Lets go of everything and closes what is open; then nothing moves any more.
    fn rest(&mut self) {
        self.button(PointerButton::Primary, false, Modifiers::NONE);
        self.push(Event::PointerGone);
        self.pixels = vec2(1280.0, 800.0);
        (0..2).for_each(|_| self.step());
        for _ in 0..6 {
            self.window.key_press(Key::Escape);
            (0..2).for_each(|_| self.step());
        }
        self.window.state_mut().set_playing(false);
        for _ in 0..4000 {
            self.step();
            if !self.window.state().is_working() {
                break;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        self.window.state_mut().set_playing(false);
        assert!((0..40).any(|_| self.window.run_ok().is_some()), "it never rests");
    }
}

#[test]
fn a_monkey_does_no_harm() {
    for seed in 1..=2 {
        let folder = tempfile::tempdir().expect("a folder");
        let mut monkey = Monkey::new(seed, folder.path());
        (0..250).for_each(|_| monkey.act());
        monkey.rest();
    }
}

/// How much memory this process has, kB; not known on every system.
fn memory_kb() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?.trim().trim_end_matches("kB").trim().parse().ok()
}

#[test]
#[ignore = "ten minutes; BUFFYCOAT_MONKEY_SEED names another seed, BUFFYCOAT_MONKEY_S another time in seconds"]
fn a_monkey_does_no_harm_in_ten_minutes() {
    let given = |name| std::env::var(name).ok().and_then(|value| value.parse().ok());
    let (seed, seconds) = (given("BUFFYCOAT_MONKEY_SEED").unwrap_or(1), given("BUFFYCOAT_MONKEY_S").unwrap_or(600));
    let (since, all) = (Instant::now(), Duration::from_secs(seconds));
    let folder = tempfile::tempdir().expect("a folder");
    let mut monkey = Monkey::new(seed, folder.path());
    while since.elapsed() < all {
        (0..500).for_each(|_| monkey.act());
        let old = monkey.log.done.len().saturating_sub(TOLD);
        monkey.log.done.drain(..old);
        eprintln!("{:.0} s, {} kB", since.elapsed().as_secs_f64(), memory_kb().unwrap_or(0));
    }
    monkey.rest();
}
