//! Promise: the page on the format of cases lists every field as it is, and its examples are cases.

use std::fs;
use std::path::{Path, PathBuf};

use buffycoat::preset::{self, Problem, ProblemKind, StopShow, read};
use buffycoat::report::preset_page::{PAGE, fields, section_of};
use buffycoat::sim::{SettingId, simulate};
use buffycoat::text::Text;

use crate::bundled;

const BEGIN: &str = "<!-- fields: generated -->\n";
const END: &str = "<!-- /fields -->";

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/preset.md")
}

/// The blocks of code of the page.
fn examples() -> Vec<&'static str> {
    PAGE.split("```\n").skip(1).step_by(2).collect()
}

#[test]
fn the_tables_are_those_of_the_program() {
    let page = fs::read_to_string(path()).expect("the page");
    let (head, rest) = page.split_once(BEGIN).expect("the line where the tables begin");
    let (said, tail) = rest.split_once(END).expect("the line where the tables end");
    let found = fields(&Text::english());
    if std::env::var_os("BUFFYCOAT_WRITE_PAGE").is_some() {
        fs::write(path(), format!("{head}{BEGIN}{found}\n{END}{tail}")).expect("the page can be written");
        return;
    }
    assert_eq!(said.trim(), found.trim(), "if a field was meant to change, run this test with BUFFYCOAT_WRITE_PAGE=1");
}

#[test]
fn every_field_that_a_file_can_have_is_on_the_page() {
    for setting in SettingId::all() {
        assert!(PAGE.contains(setting.row().leaf()), "{}", setting.row().path);
    }
    let mut written = preset::write(&bundled("gcsf_donor"));
    for name in ["cml_very_high_count", "donor_faint_pause"] {
        written.push_str(&preset::write(&bundled(name)));
    }
    for line in
        written.lines().filter_map(|line| line.strip_prefix("    ")).filter(|line| !line.starts_with([' ', '/']))
    {
        let Some((field, _)) = line.split_once(':') else { continue };
        assert!(PAGE.contains(&format!("`{field}`")), "{field}");
    }
}

#[test]
fn the_section_that_tells_of_a_field_is_on_the_page_and_does() {
    let of = |field: &str| {
        let kind = ProblemKind::MissingField;
        section_of(&Problem { kind, field: field.to_owned(), position: None })
    };
    let below = |heading: &str| {
        let lines = PAGE.lines().skip_while(|line| line.trim_start_matches('#').trim().replace('`', "") != heading);
        lines.skip(1).take_while(|line| !line.starts_with('#')).collect::<Vec<_>>().join("\n")
    };
    for setting in SettingId::all() {
        let path = setting.row().path;
        let section = of(path).expect("a section");
        assert!(below(section).contains(setting.row().leaf()), "{path} is not below {section}");
    }
    for (field, section) in [
        ("title", "The case and its words"),
        ("stops[2].say", "Stops of a lecture"),
        ("aim.at_least_e8", "Aims"),
        ("procedure.changes[0].at_min", "Changes in mid-run"),
    ] {
        assert_eq!(of(field), Some(section));
        assert!(!below(section).is_empty(), "{section}");
    }
    assert_eq!(of(""), None);
}

#[test]
fn its_examples_are_cases() {
    let examples = examples();
    let first = read(examples[0]).expect("a case");
    assert!(simulate(&first.protocol).is_ok());
    let with = |field: &str| {
        let case = examples[0].trim_end().strip_suffix(')').expect("a bracket");
        let case =
            if field.starts_with("procedure") { case.replacen("    procedure:", "    //", 1) } else { case.to_owned() };
        read(&format!("{case}{field}\n)"))
    };
    let taught = with(examples[1]).expect("a case with stops");
    assert_eq!(taught.stops.len(), 4);
    assert_eq!(taught.stops[1].show, Some(StopShow::Why));
    for aim in examples[2].lines() {
        assert!(with(aim).expect(aim).aim.is_some());
    }
    let changed = with(examples[3]).expect("a case with changes");
    assert_eq!(changed.protocol.changes.len(), 2);
}
