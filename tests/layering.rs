//! Promise: the rooms of the house know only what stands below them, and the window's libraries stay in the window.

use std::fs;
use std::path::Path;

use crate::source;

/// From the ground up: each may use those before it.
const ROOMS: [&str; 9] = ["model", "sim", "preset", "study", "text", "picture", "report", "cli", "app"];

/// Words that belong to the window.
const TOOLKIT: [&str; 7] = ["egui", "eframe", "egui_plot", "rfd", "epaint", "vello_cpu", "kurbo"];

/// The room a file stands in.
fn room(path: &Path) -> String {
    let inside = path.strip_prefix(source::folder()).expect("within src");
    let first = inside.components().next().expect("a name");
    first.as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned()
}

fn lines(path: &Path) -> impl Iterator<Item = String> {
    let text = fs::read_to_string(path).expect("text");
    text.lines().map(|line| line.split("//").next().unwrap_or_default().to_owned()).collect::<Vec<_>>().into_iter()
}

#[test]
fn every_room_uses_only_those_below_it() {
    for path in source::files() {
        let room = room(&path);
        let Some(floor) = ROOMS.iter().position(|name| *name == room) else { continue };
        for line in lines(&path) {
            for (other, name) in ROOMS.iter().enumerate() {
                // The command line names its own arguments; the window is told of them.
                if other > floor {
                    let used = line.contains(&format!("crate::{name}::")) || line.contains(&format!("crate::{name};"));
                    assert!(!used, "{} uses {name}: {line}", path.display());
                }
            }
        }
    }
}

#[test]
fn the_toolkit_stays_in_the_window() {
    for path in source::files() {
        if ["app", "main"].contains(&room(&path).as_str()) {
            continue;
        }
        for line in lines(&path) {
            for word in TOOLKIT {
                assert!(!line.contains(&format!("{word}::")), "{} uses {word}: {line}", path.display());
            }
        }
    }
}

#[test]
fn every_file_opens_with_a_sentence_on_its_subject() {
    for path in source::files() {
        let text = fs::read_to_string(&path).expect("text");
        let first = text.lines().next().unwrap_or_default();
        assert!(first.starts_with("//! ") && first.ends_with(['.', ':']), "{}: {first}", path.display());
    }
}

#[test]
fn the_core_has_no_clock_no_files_and_no_hash_order() {
    for path in source::files().into_iter().filter(|path| ["model", "sim"].contains(&room(path).as_str())) {
        for line in lines(&path) {
            for word in ["std::time", "std::fs", "std::env", "HashMap", "HashSet", "std::thread"] {
                assert!(!line.contains(word), "{} uses {word}", path.display());
            }
        }
    }
}

#[test]
fn every_file_of_tests_is_part_of_the_one_program() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let program = fs::read_to_string(folder.join("main.rs")).expect("text");
    for entry in fs::read_dir(&folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let is_module = path.extension().is_some_and(|ending| ending == "rs") || path.join("mod.rs").exists();
        assert!(!is_module || name == "main" || program.contains(&format!("mod {name};")), "{name} is not run");
    }
}
