//! `man`: the manual, a page for the program and one for each of its commands.

use std::fs;
use std::io;
use std::path::Path;

use clap::CommandFactory as _;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::Failure;
use super::arguments::Arguments;
use super::output::{put, write};
use crate::preset::FileProblem;
use crate::text::Text;

/// Prints the page of the program, or of the command of this name.
pub fn print(names: &[String], text: &Text) -> Result<(), Failure> {
    let whole = whole();
    let mut command = &whole;
    for name in names {
        let found = command.get_subcommands().find(|below| below.get_name() == name && !below.is_hide_set());
        let unknown = || Failure::Call(text.with("problem-no-command", &[("name", names.join(" "))]));
        command = found.ok_or_else(unknown)?;
    }
    let page = page(command).map_err(|error| text.with("problem-output", &[("error", error.to_string())]))?;
    Ok(put(page, text)?)
}

/// Writes all pages into a folder, which is made where there is none.
pub fn write_all(folder: &Path, text: &Text) -> Result<(), Failure> {
    let made = fs::create_dir_all(folder);
    made.map_err(|error| text.file_problem(folder, &FileProblem::writing(folder, error)))?;
    let whole = whole();
    let mut left = vec![&whole];
    while let Some(command) = left.pop() {
        let file = folder.join(format!("{}.1", name(command)));
        write(&file, text, |to| to.write_all(&page(command)?))?;
        left.extend(command.get_subcommands().filter(|below| !below.is_hide_set()));
    }
    Ok(())
}

/// The program with all its commands. That which prints help has no page of its own.
fn whole() -> clap::Command {
    let mut whole = Arguments::command().disable_help_subcommand(true);
    whole.build();
    whole
}

/// What the page is called, such as `buffycoat-run`.
fn name(command: &clap::Command) -> &str {
    command.get_display_name().unwrap_or_else(|| command.get_name())
}

/// A page, with what stands below the options as sections of its own: the generator would put all of it under one heading.
fn page(command: &clap::Command) -> io::Result<Vec<u8>> {
    let source = format!("buffycoat {}", env!("CARGO_PKG_VERSION"));
    let mut page = Vec::new();
    Man::new(command.clone().after_help(None::<&'static str>)).source(source).render(&mut page)?;
    let below = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let mut roff = sections(&below);
    if name(command) != "buffycoat" {
        roff.control("SH", ["SEE ALSO"]).text([bold("buffycoat"), roman("(1)")]);
    }
    roff.to_writer(&mut page)?;
    Ok(page)
}

/// Headings, and below each what is told of a call or of an exit status.
fn sections(words: &str) -> Roff {
    let mut roff = Roff::new();
    for line in words.lines().filter(|line| !line.is_empty()) {
        if let Some(told) = line.strip_prefix("      ") {
            roff.text([roman(told)]);
        } else if let Some(entry) = line.strip_prefix("  ") {
            let (tag, told) = entry.split_once("  ").unwrap_or((entry, ""));
            roff.control("TP", []).text([bold(tag)]);
            if !told.is_empty() {
                roff.text([roman(told)]);
            }
        } else {
            let heading = line.trim_end_matches(':').to_uppercase();
            roff.control("SH", [heading.as_str()]);
        }
    }
    roff
}
