//! Sets formulas as TeX would, for the table that the program holds: KaTeX's parser, layout and metrics in Rust.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use egui::FontId;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};
use ratex_layout::{LayoutOptions, layout, to_display_list};
use ratex_parser::parse;
use ratex_types::display_item::DisplayItem;
use ratex_types::math_style::MathStyle;

use super::formula::{Formula, Glyph, Setting};
use super::prepared::{BAR, TABLE, UNITS, head};
use crate::app::theme::{formula_family, install};

fn units(em: f64) -> i32 {
    (em * f64::from(UNITS)).round() as i32
}

/// The lines of a formula, or why it cannot be set.
fn set(tex: &str, setting: Setting) -> Result<String, String> {
    let nodes = parse(tex).map_err(|fault| format!("{fault}"))?;
    let style = match setting {
        Setting::Display => MathStyle::Display,
        Setting::Inline => MathStyle::Text,
    };
    let list = to_display_list(&layout(&nodes, &LayoutOptions { style, ..LayoutOptions::default() }));
    let mut lines = vec![format!("{} {} {}", units(list.width), units(list.height), units(list.depth))];
    // Glyphs of one font, size and height, and where the last line of them is.
    let mut open: Option<String> = None;
    for item in list.items {
        match item {
            DisplayItem::GlyphPath { x, y, scale, font, char_code, .. } => {
                formula_family(&font).ok_or_else(|| format!("the font {font} is not there"))?;
                let letter = char::from_u32(char_code).filter(|letter| !letter.is_whitespace()).ok_or("no letter")?;
                let alike = format!("{font} {} {}", units(scale), units(y - list.height));
                if open.as_ref() != Some(&alike) {
                    lines.push(alike.clone());
                    open = Some(alike);
                }
                let last = lines.last_mut().ok_or("no line")?;
                let _ = write!(last, " {letter}{}", units(x));
            }
            DisplayItem::Line { x, y, width, thickness, .. } => {
                let [x, y, width, thickness] = [x, y - list.height, width, thickness].map(units);
                lines.push(format!("{BAR} {x} {y} {width} {thickness}"));
                open = None;
            }
            DisplayItem::Rect { .. } | DisplayItem::Path { .. } => {
                return Err("only glyphs and bars can be painted".to_owned());
            }
        }
    }
    Ok(lines.join("\n"))
}

/// The formulas of the model's page, each once.
fn formulas_of_the_page() -> Vec<(String, Setting)> {
    let page = include_str!("../../../../assets/model.md");
    let (mut found, mut is_formula) = (Vec::new(), false);
    for event in Parser::new_ext(page, Options::ENABLE_TABLES | Options::ENABLE_MATH) {
        match event {
            Event::InlineMath(tex) => found.push((tex.to_string(), Setting::Inline)),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) => is_formula = &*language == "math",
            Event::Text(tex) if is_formula => found.push((tex.trim_end().to_owned(), Setting::Display)),
            Event::End(_) => is_formula = false,
            _ => {}
        }
    }
    let mut known = BTreeSet::new();
    found.retain(|(tex, setting)| known.insert(head(tex, *setting)));
    found
}

#[test]
fn the_table_holds_every_formula_of_the_model_page_as_it_is_set() {
    let formulas = formulas_of_the_page();
    let mut found = String::new();
    for (tex, setting) in &formulas {
        let lines = set(tex, *setting).unwrap_or_else(|fault| panic!("{tex}: {fault}"));
        let _ = write!(found, "{}\n{lines}\n\n", head(tex, *setting));
    }
    if std::env::var_os("BUFFYCOAT_WRITE_PAGE").is_some() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/formulas.txt");
        return std::fs::write(path, found).expect("the table can be written");
    }
    assert!(TABLE == found, "if a formula was meant to change, run this test with BUFFYCOAT_WRITE_PAGE=1");
    let count = |wanted| formulas.iter().filter(|(_, setting)| *setting == wanted).count();
    assert!(count(Setting::Display) > 30 && count(Setting::Inline) > 120, "{}", formulas.len());
    let context = egui::Context::default();
    install(&context);
    context.begin_pass(egui::RawInput::default());
    for (tex, setting) in &formulas {
        let formula = Formula::prepared(tex, *setting).unwrap_or_else(|| panic!("{tex} cannot be read"));
        assert!(!formula.words.is_empty() && !formula.words.contains('\\'), "{tex}: {}", formula.words);
        for Glyph { letter, family, .. } in formula.glyphs {
            let is_there = context.fonts_mut(|fonts| fonts.has_glyph(&FontId::new(12.0, family.clone()), letter));
            assert!(is_there, "{tex}: {family:?} has no {letter:?}; see how its font was made");
        }
        // One within a line fits between the lines.
        let fits = formula.ascent < 1.1 && formula.descent < 0.4;
        assert!(*setting == Setting::Display || fits, "{tex}: {} {}", formula.ascent, formula.descent);
    }
}

#[test]
fn a_fraction_has_its_parts_above_and_below_its_bar() {
    let displayed = Formula::prepared(r"L = 10^{-6} \sum_k n_k\, v_k", Setting::Display);
    assert!(displayed.expect("it is on the page").bars.is_empty());
    let set = set(r"\frac{a}{b}", Setting::Display).expect("sound");
    let [_, above, below, bar] = set.lines().collect::<Vec<_>>()[..] else { panic!("{set}") };
    let height = |line: &str| -> i32 { line.split(' ').nth(2).expect("a height").parse().expect("a number") };
    assert!(above.contains(" a") && bar.starts_with(BAR) && below.contains(" b"), "{set}");
    assert!(height(above) < height(bar) && height(bar) < height(below) && height(bar) < 0, "{set}");
}

#[test]
fn what_cannot_be_set_says_so() {
    for tex in [r"\frac{a", r"\underbrace{a}", r"\mathfrak{a}"] {
        assert!(set(tex, Setting::Display).is_err(), "{tex}");
    }
}
