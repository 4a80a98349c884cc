//! Promise: the rooms of the house know only what stands below them, and the window's libraries stay in the window.

use std::path::Path;

use crate::source;

/// From the ground up: each may use those before it.
const ROOMS: [&str; 12] =
    ["host", "model", "sim", "preset", "study", "lesson", "text", "picture", "report", "crash", "app", "cli"];

/// The rooms of the window, likewise. `App` ties them together; only what opens it may know it.
const ROOMS_OF_WINDOW: [&str; 13] = [
    "redraw",
    "theme",
    "paint",
    "widgets",
    "state",
    "background",
    "commands",
    "views",
    "App",
    "frame",
    "hall",
    "ahead",
    "platform",
];

/// Words that belong to the window.
const TOOLKIT: [&str; 7] = ["egui", "eframe", "egui_plot", "rfd", "epaint", "vello_cpu", "kurbo"];

/// Where a file stands: the names of its modules, from the crate's root.
fn place(path: &Path) -> Vec<String> {
    source::module(path)
}

/// Fails where a file uses a room above its own; `depth` is how deep the names of the rooms stand.
fn hold(rooms: &[&str], depth: usize, inside: &[&str]) {
    for path in source::files() {
        let place = place(&path);
        if place.iter().zip(inside).filter(|(a, b)| a.as_str() == **b).count() < inside.len() {
            continue;
        }
        // The module that holds the rooms ties them together.
        let Some(floor) = place.get(depth).and_then(|name| rooms.iter().position(|room| room == name)) else {
            continue;
        };
        for used in source::uses(&path) {
            if used.iter().zip(inside).filter(|(a, b)| a.as_str() == **b).count() < inside.len() {
                continue;
            }
            let above = used.get(depth).and_then(|name| rooms.iter().position(|room| room == name));
            let is_below = above.is_none_or(|above| above <= floor);
            assert!(is_below, "{} uses {}", path.display(), used.join("::"));
        }
    }
}

#[test]
fn every_room_uses_only_those_below_it() {
    hold(&ROOMS, 0, &[]);
}

#[test]
fn every_room_of_the_window_uses_only_those_below_it() {
    hold(&ROOMS_OF_WINDOW, 1, &["app"]);
}

#[test]
fn every_room_has_its_place() {
    for path in source::files() {
        let place = place(&path);
        let names = |depth: usize| place.get(depth).map(String::as_str);
        match names(0) {
            Some("app") => assert!(names(1).is_none_or(|name| ROOMS_OF_WINDOW.contains(&name)), "{}", path.display()),
            Some(name) => assert!(ROOMS.contains(&name) || name == "main", "{}", path.display()),
            None => {}
        }
    }
}

#[test]
fn no_way_of_writing_a_path_escapes() {
    let code = "use crate::{app::App, sim::{self, Run as R}};\nuse super::super::text;\nfn f() { crate::cli::run() }\n\
                use rooms::{a, b::*};";
    let found = source::paths(code, &["app".into(), "views".into(), "scene".into()], &["rooms"]);
    let found: Vec<_> = found.into_iter().map(|path| path.join("::")).collect();
    for path in ["app::App", "sim", "sim::Run", "app::text", "cli::run", "app::views::scene::rooms::a"] {
        assert!(found.iter().any(|other| other == path), "{path} is not among {found:?}");
    }
    assert!(found.iter().any(|path| path.starts_with("app::views::scene::rooms::b")), "{found:?}");
}

#[test]
fn the_toolkit_stays_in_the_window() {
    for path in source::files() {
        if place(&path).first().is_some_and(|room| room == "app") {
            continue;
        }
        let code = source::code(&path);
        for word in TOOLKIT {
            let is_used = code.contains(&format!("{word}::")) || code.contains(&format!("use {word};"));
            assert!(!is_used, "{} uses {word}", path.display());
        }
    }
}

#[test]
fn every_file_opens_with_a_sentence_on_its_subject() {
    for path in source::files() {
        let text = std::fs::read_to_string(&path).expect("text");
        let first = text.lines().next().unwrap_or_default();
        assert!(first.starts_with("//! ") && first.ends_with(['.', ':']), "{}: {first}", path.display());
    }
}

#[test]
fn the_core_has_no_clock_no_files_and_no_hash_order() {
    for path in source::files() {
        if !place(&path).first().is_some_and(|room| ["model", "sim"].contains(&room.as_str())) {
            continue;
        }
        let code = source::code(&path);
        for word in ["std::time", "std::fs", "std::env", "HashMap", "HashSet", "std::thread"] {
            assert!(!code.contains(word), "{} uses {word}", path.display());
        }
    }
}

#[test]
fn every_file_of_tests_is_part_of_the_one_program() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let program = std::fs::read_to_string(folder.join("main.rs")).expect("text");
    for entry in std::fs::read_dir(&folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let is_module = path.extension().is_some_and(|ending| ending == "rs") || path.join("mod.rs").exists();
        assert!(!is_module || name == "main" || program.contains(&format!("mod {name};")), "{name} is not run");
    }
}
