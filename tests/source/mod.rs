//! The source of the program, for the tests that read it.

use std::fs;
use std::path::{Path, PathBuf};

/// The folder of the source.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Every file of it, in order.
pub fn files() -> Vec<PathBuf> {
    let mut found = Vec::new();
    collect(&folder(), &mut found);
    found.sort();
    found
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// A file without its comments and its tests, which may know all.
pub fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("text");
    let text = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// The module that a file is: the names from the crate's root.
pub fn module(path: &Path) -> Vec<String> {
    let inside = path.strip_prefix(folder()).expect("within src").with_extension("");
    let names = inside.components().map(|part| part.as_os_str().to_string_lossy().into_owned());
    names.filter(|name| name != "mod" && name != "lib").collect()
}

/// Every path of this crate that a file uses, from the crate's root.
pub fn uses(path: &Path) -> Vec<Vec<String>> {
    let folder = if path.ends_with("mod.rs") || path.ends_with("lib.rs") { path.parent() } else { None };
    let children: Vec<String> = folder.map_or_else(Vec::new, |folder| {
        let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
        entries.filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned())).collect()
    });
    let children: Vec<&str> = children.iter().map(String::as_str).collect();
    paths(&code(path), &module(path), &children)
}

/// Every path of this crate in code that stands in a module with these children.
pub fn paths(code: &str, module: &[String], children: &[&str]) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        expand(&code[at + "crate::".len()..], Vec::new(), &mut found);
    }
    for (at, _) in code.match_indices("super::") {
        // Only the first of several in a row begins a path.
        if code[..at].ends_with("::") {
            continue;
        }
        let mut rest = &code[at..];
        let mut base = module.to_vec();
        while let Some(after) = rest.strip_prefix("super::") {
            base.pop();
            rest = after;
        }
        expand(rest, base, &mut found);
    }
    for child in children {
        for start in [format!("use {child}::"), format!("use self::{child}::")] {
            for (at, _) in code.match_indices(&start) {
                let base = module.iter().cloned().chain([(*child).to_owned()]).collect();
                expand(&code[at + start.len()..], base, &mut found);
            }
        }
    }
    found
}

/// Adds the paths that begin here: names, and what braces hold.
fn expand(rest: &str, mut base: Vec<String>, found: &mut Vec<Vec<String>>) {
    if let Some(inside) = rest.strip_prefix('{') {
        let mut depth = 0;
        let mut start = 0;
        for (at, letter) in inside.char_indices() {
            match letter {
                '{' => depth += 1,
                '}' if depth > 0 => depth -= 1,
                '}' | ',' if depth == 0 => {
                    let part = inside[start..at].trim();
                    start = at + 1;
                    match part {
                        "" => {}
                        "self" => found.push(base.clone()),
                        part => expand(part, base.clone(), found),
                    }
                    if letter == '}' {
                        return;
                    }
                }
                _ => {}
            }
        }
        return;
    }
    let length = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
    if length > 0 {
        base.push(rest[..length].to_owned());
    }
    match rest[length..].strip_prefix("::") {
        Some(more) if length > 0 => expand(more, base, found),
        _ => found.push(base),
    }
}
