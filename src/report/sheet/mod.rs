//! Sheets to print: one HTML file each, with its pictures in it, read from no network. The case travels in the file.

mod class;
mod parts;
mod solution;
mod whole;

pub use class::{challenges, class, short};
pub use solution::{solution, student};
pub use whole::report;

use askama::Template;

use super::{print, svg};
use crate::picture::plot::Head;
use crate::picture::plot::{Plot, compose};
use crate::picture::point;
use crate::picture::qr::Qr;
use crate::preset::{self, Preset};
use crate::sim::Run;
use crate::sim::aim::Aim;
use crate::sim::quantities::Quantity;
use crate::text::{Text, Working};

/// The curves of every sheet.
const CURVES: [Quantity; 4] =
    [Quantity::WhiteCells, Quantity::Hemoglobin, Quantity::Platelets, Quantity::IonizedCalcium];

/// A line of a list, and what stands below it.
struct Item {
    words: String,
    below: Vec<String>,
}

/// A part of a section.
enum Block {
    Words(String),
    Quiet(String),
    /// Names and values in two columns.
    Pairs(Vec<(String, String)>),
    /// What can be chosen from, with letters.
    Choices(Vec<String>),
    List(Vec<Item>),
    Table(Vec<Vec<String>>),
    /// SVG.
    Plots(Vec<String>),
    Works(Vec<Working>),
    /// Lines to write on.
    Lines(usize),
}

struct Section {
    heading: String,
    blocks: Vec<Block>,
}

#[derive(Template)]
#[template(path = "sheet.html", config = "assets/askama.toml")]
struct Page {
    generator: &'static str,
    kind: String,
    title: String,
    lesson: String,
    /// The words before the lines for a name and a date; empty where no one writes theirs.
    name: String,
    date: String,
    sections: Vec<Section>,
    disclaimer: String,
    made_by: String,
    share: String,
    /// Markup of our own making.
    carries: String,
    code: String,
}

/// A page with these sections.
fn page(kind: &str, preset: &Preset, sections: Vec<Section>, is_for_student: bool, text: &Text) -> String {
    let share = preset::share_text(preset).unwrap_or_default();
    let disclaimer = text.get("disclaimer");
    let words = |id: &str| if is_for_student { text.get(id) } else { String::new() };
    let page = Page {
        generator: concat!("Buffycoat ", env!("CARGO_PKG_VERSION")),
        kind: text.get(kind),
        title: text.case_title(preset),
        // What the case teaches is not told before it is found.
        lesson: if is_for_student { String::new() } else { preset.lesson.clone() },
        name: words("sheet-name"),
        date: words("sheet-date"),
        sections,
        made_by: text.with("sheet-made-by", &[("version", env!("CARGO_PKG_VERSION").to_owned())]),
        carries: preset::embedded(preset, &disclaimer),
        code: Qr::of(&share).filter(|_| !share.is_empty()).map_or_else(String::new, |code| code_svg(&code, text)),
        disclaimer,
        share,
    };
    // A template that is checked while building writes into memory: nothing can fail.
    page.render().unwrap_or_default()
}

/// A page that is of no single case.
fn unbound(kind: &str, made_by: &str, [title, below]: [String; 2], sections: Vec<Section>, text: &Text) -> String {
    let page = Page {
        generator: concat!("Buffycoat ", env!("CARGO_PKG_VERSION")),
        kind: text.get(kind),
        title,
        lesson: below,
        name: String::new(),
        date: String::new(),
        sections,
        disclaimer: text.get("disclaimer"),
        made_by: text.with(made_by, &[("version", env!("CARGO_PKG_VERSION").to_owned())]),
        share: String::new(),
        carries: String::new(),
        code: String::new(),
    };
    page.render().unwrap_or_default()
}

fn section(heading: String, blocks: Vec<Block>) -> Section {
    Section { heading, blocks }
}

/// The four curves, or their axes with the first value alone.
fn plots(run: &Run, aim: Option<Aim>, is_empty: bool, text: &Text) -> Block {
    let svg_of = |quantity: Quantity| {
        let plot = Plot::of(run, quantity, aim, text);
        let plot = if is_empty { plot.empty() } else { plot };
        let size = point(400.0, 226.0);
        let sheet = svg::Sheet {
            size,
            pixels: (size.x, size.y),
            ground: None,
            title: &plot.name,
            description: if is_empty { "" } else { &plot.sentence },
            carries: None,
            scale: 1.0,
        };
        svg::write(&compose(std::slice::from_ref(&plot), &Head::default(), size, text), &sheet, &print::ink)
    };
    Block::Plots(CURVES.into_iter().filter(|quantity| quantity.at(&run.at(0.0)).is_some()).map(svg_of).collect())
}

/// The square code, each dark stretch a rectangle.
fn code_svg(code: &Qr, text: &Text) -> String {
    use std::fmt::Write as _;
    let side = code.side() + 2 * Qr::QUIET;
    let mut path = String::new();
    for (y, x, length) in code.stretches() {
        let _ = write!(path, "M{} {}h{length}v1h-{length}z", x + Qr::QUIET, y + Qr::QUIET);
    }
    let label = svg::escaped(&text.get("share-code"));
    format!(
        "<svg viewBox=\"0 0 {side} {side}\" role=\"img\" aria-label=\"{label}\" shape-rendering=\"crispEdges\"><path d=\"{path}\" fill=\"#000\"/></svg>"
    )
}
