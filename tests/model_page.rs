//! Promise: the model page says every constant as it stands in the code, and the agreement with published studies as it is.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use buffycoat::model::cells::WhiteCell;
use buffycoat::report::validation::markdown;
use buffycoat::study::validation::{TABLE, read, validate};
use buffycoat::text::Text;

use crate::source;

const BEGIN: &str = "<!-- validation: generated -->\n";
const END: &str = "<!-- /validation -->";

/// A constant of the source.
struct Constant {
    value: f64,
    /// Whether the page must name it.
    is_due: bool,
}

fn page_path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/model.md")
}

fn page() -> String {
    fs::read_to_string(page_path()).expect("the model page")
}

/// A number, the name of one, or one divided by another.
fn evaluate(expression: &str, known: &BTreeMap<String, f64>) -> Option<f64> {
    if let Some((above, below)) = expression.split_once(" / ") {
        return Some(evaluate(above, known)? / evaluate(below, known)?);
    }
    let expression = expression.trim();
    known.get(expression).copied().or_else(|| expression.replace('_', "").parse().ok())
}

/// Every `const NAME: f64 = value;` of the files that carry physics, as `module::NAME`.
fn constants() -> BTreeMap<String, Constant> {
    let mut constants = BTreeMap::new();
    for path in source::files() {
        let module = path.file_stem().and_then(|stem| stem.to_str()).expect("a name").to_owned();
        let is_model = path.starts_with(source::folder().join("model"));
        let is_sim = path.starts_with(source::folder().join("sim"))
            && ["trajectory", "protocol", "results", "solver"].contains(&module.as_str());
        let is_dispersion = path.starts_with(source::folder().join("study")) && module == "dispersion";
        if !is_model && !is_sim && !is_dispersion {
            continue;
        }
        let mut known = BTreeMap::new();
        for line in fs::read_to_string(&path).expect("text").lines() {
            let line = line.trim_start();
            let Some((before, rest)) = line.split_once("const ") else { continue };
            let Some((name, value)) = rest.split_once(": f64 = ") else { continue };
            let value = evaluate(value.split(';').next().unwrap_or_default(), &known);
            let value = value.unwrap_or_else(|| panic!("{module}::{name} is not a simple number"));
            known.insert(name.to_owned(), value);
            constants.insert(format!("{module}::{name}"), Constant { value, is_due: before == "pub " });
        }
    }
    constants
}

/// The cells of every table row of the page.
fn rows(page: &str) -> Vec<Vec<&str>> {
    let rows = page.lines().filter_map(|line| line.strip_prefix('|')?.strip_suffix('|'));
    rows.map(|row| row.split('|').map(str::trim).collect()).collect()
}

/// Whether this is written as the name of a constant in a module.
fn is_constant_name(text: &str) -> bool {
    let is_upper = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    let is_lower = |c: char| c.is_ascii_lowercase() || c == '_';
    text.split_once("::")
        .is_some_and(|(module, name)| module.chars().all(is_lower) && name.len() > 1 && name.chars().all(is_upper))
}

#[test]
fn every_constant_is_on_the_page_with_its_value() {
    let page = page();
    let constants = constants();
    assert!(constants.len() > 50, "only {} constants were found", constants.len());
    let nothing = BTreeMap::new();
    let mut said = BTreeMap::new();
    for row in rows(&page) {
        let Some(name) = row.get(1).map(|cell| cell.trim_matches('`')) else { continue };
        if is_constant_name(name) {
            assert_eq!(row.len(), 5, "the row of {name} has not its five cells");
            assert!(row.iter().all(|cell| !cell.is_empty()), "the row of {name} has an empty cell");
            let value = evaluate(row[2], &nothing).unwrap_or_else(|| panic!("the value of {name} is no number"));
            assert_eq!(said.insert(name, value), None, "{name} comes twice");
        }
    }
    for (name, constant) in &constants {
        match said.get(name.as_str()) {
            Some(value) => assert_eq!(*value, constant.value, "{name}"),
            None => assert!(!constant.is_due, "{name} is not on the page"),
        }
    }
    for name in page.split('`').filter(|text| is_constant_name(text)) {
        assert!(constants.contains_key(name), "the page names {name}, which is not in the code");
    }
}

#[test]
fn the_table_of_white_cells_is_that_of_the_code() {
    let page = page();
    let rows = rows(&page);
    for class in WhiteCell::ALL {
        let key = format!("`{}`", class.key());
        let row = rows.iter().find(|row| row.len() == 7 && row[1] == key).expect("a row of its own");
        let said: Vec<f64> = row[2..].iter().map(|cell| cell.parse().expect("a number")).collect();
        let (density, refill) = (class.density(), class.usual_refill());
        let ours =
            [density.mode_g_ml, density.sd_g_ml, class.usual_volume_fl(), refill.reserve_ratio, refill.half_time_min];
        assert_eq!(said, ours, "{key}");
    }
}

#[test]
fn the_validation_table_is_what_the_program_finds() {
    let page = page();
    let (head, rest) = page.split_once(BEGIN).expect("the line where the table begins");
    let (said, tail) = rest.split_once(END).expect("the line where the table ends");
    let table = read(TABLE).expect("the table is sound");
    let found = markdown(&table, &validate(&table, Path::new("")), &Text::english());
    if std::env::var_os("BUFFYCOAT_WRITE_PAGE").is_some() {
        fs::write(page_path(), format!("{head}{BEGIN}{found}{END}{tail}")).expect("the page can be written");
        return;
    }
    assert_eq!(said, found, "if the model was meant to change, run this test with BUFFYCOAT_WRITE_PAGE=1");
}
