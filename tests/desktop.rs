//! Promise: the desktop offers the program for what it opens, and takes no kind of file from another program.

use std::fs;
use std::path::Path;

/// A file of the packages for Linux.
fn file(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/packaging/linux");
    fs::read_to_string(folder.join(name)).expect("the file")
}

/// What a key of the menu entry says.
fn entry(key: &str) -> String {
    let entry = file("org.buffycoat.Buffycoat.desktop");
    let found = entry.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix('='));
    found.unwrap_or_else(|| panic!("no {key} in\n{entry}")).to_owned()
}

#[test]
fn our_own_files_and_pictures_that_carry_a_case_are_offered() {
    let types = entry("MimeType");
    let types: Vec<_> = types.split_terminator(';').collect();
    let declared = file("org.buffycoat.Buffycoat.mime.xml");
    for own in declared.split("<mime-type type=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(types.contains(&own), "{own}");
    }
    for picture in ["image/jpeg", "image/png", "image/svg+xml"] {
        assert!(types.contains(&picture), "{picture}");
        assert!(!declared.contains(picture), "how {picture} is told is not ours to say");
    }
}

#[test]
fn viewers_of_pictures_stay_ahead() {
    assert_eq!(entry("InitialPreference"), "0");
    for script in ["lay-out", "install", "pack", "buffycoat.spec"] {
        let script = file(script);
        for default in ["mimeapps.list", "defaults.list", "xdg-mime default", "gio mime"] {
            assert!(!script.contains(default), "{default}");
        }
    }
}

#[test]
fn every_page_of_the_manual_is_laid_out_and_packed() {
    assert!(file("lay-out").contains("\"$program\" man --out \"$share/man/man1\"\n"));
    assert!(file("lay-out").contains("gzip -9nf \"$share/man/man1\"/*.1\n"));
    assert!(file("buffycoat.spec").contains("/usr/share/man/man1/buffycoat*.1.gz\n"));
}
