//! Every promise the program makes, in one test program: linked once. `cargo test window::map` runs one module of it.
#![allow(clippy::expect_used, clippy::panic, reason = "a test may stop where it stands")]

mod advice;
mod answers;
mod claims;
mod class;
mod command_line;
mod conservation;
mod debrief;
mod derivations;
mod desktop;
mod directions;
mod dispersion;
mod equations;
mod explanations;
mod figure;
mod fit;
mod handouts;
mod help;
mod hostile;
mod keeping;
mod layering;
mod lessons;
mod library;
mod marks;
mod mistakes;
mod model_page;
mod oracle;
mod patients;
mod photo;
mod preset_page;
mod presets;
mod printing;
mod published;
mod rebuild;
mod sampling;
mod saving;
mod sbml;
mod scene;
mod share;
#[cfg(feature = "window")]
mod snapshots;
mod source;
mod sweeps;
mod warnings;
#[cfg(feature = "window")]
mod window;
mod words;
mod xml;

use buffycoat::preset::{BUNDLED, Preset, read};

/// A preset that comes with the program.
fn bundled(name: &str) -> Preset {
    let found = BUNDLED.iter().find(|bundled| bundled.name == name).expect("a bundled preset");
    read(found.text).expect("a sound preset")
}

/// Holds a line for each bundled case against those that are kept under this name; with `BUFFYCOAT_WRITE_GOLDEN` it keeps them.
fn assert_golden(name: &str, found: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("BUFFYCOAT_WRITE_GOLDEN").is_some() {
        std::fs::write(&path, found).expect("the folder of digests");
    }
    let golden = std::fs::read_to_string(&path).expect("the digests");
    // The order of the cases is not the model's.
    let sorted = |lines: &str| lines.lines().map(str::to_owned).collect::<std::collections::BTreeSet<_>>();
    assert_eq!(
        sorted(found),
        sorted(&golden),
        "if the model was meant to change, run this test with BUFFYCOAT_WRITE_GOLDEN=1"
    );
}
