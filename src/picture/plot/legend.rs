//! What lines and areas in plots are, each with a piece of it: for pictures that nobody can point at.

use super::broken::draw;
use super::marks::CURVE;
use super::{Content, Family, Pen, Shown, classes, pinned};
use crate::picture::words::{shortened, width_of};
use crate::picture::{Anchor, Area, Ink, Shape, Weight, point};
use crate::sim::Severity;
use crate::sim::quantities::Quantity;
use crate::text::Text;

/// The height of a row, the length of a piece of line, and the room between entries, in points.
const ROW: f32 = 17.0;
const SAMPLE: f32 = 24.0;
const BETWEEN: f32 = 18.0;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Sample {
    Line(Pen),
    Area { ink: Ink, opacity: f32 },
}

/// One row after another, as many as the width needs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Legend(Vec<(Sample, String)>);

impl Legend {
    /// What plots of these contents show that has no name in them.
    pub fn of(shown: &Shown<'_>, contents: &[Content], text: &Text) -> Self {
        let mut entries = Vec::new();
        let (has_lines, has_stack) = (
            contents.iter().any(|content| matches!(content, Content::Classes(_))),
            contents.iter().any(|content| matches!(content, Content::Stack)),
        );
        if has_lines {
            entries.push((Sample::Line(classes::ALL), text.quantity_name(Quantity::WhiteCells)));
        }
        if has_lines || has_stack {
            entries.extend(classes::present(shown.run).into_iter().rev().map(|class| {
                // The color of a line tells the area too.
                let area = Sample::Area { ink: Ink::Class(class), opacity: classes::STACKED };
                let sample = if has_lines { Sample::Line(classes::pen(class, 1.0)) } else { area };
                (sample, text.quantity_name(Quantity::Class(class)))
            }));
        }
        let own = contents.iter().find_map(|content| match content {
            Content::Quantity(quantity) => Some(Ink::Curve(Family::of(*quantity))),
            Content::Classes(_) | Content::Stack => None,
        });
        if let Some(ink) = own.filter(|_| !shown.beside.is_empty()) {
            entries.push((Sample::Line(Pen::new(ink, CURVE)), shown.name.to_owned()));
        }
        entries.extend(shown.beside.iter().map(|beside| {
            (Sample::Line(pinned::pen(beside.letter)), format!("{}  {}", pinned::letter(beside.letter), beside.name))
        }));
        let has_bands = contents.iter().any(|content| shown.spread(*content).is_some());
        if let Some(patients) = shown.patients.filter(|_| has_bands) {
            let words = text.with("plots-bands-short", &[("count", patients.count.to_string())]);
            entries.push((Sample::Area { ink: Ink::QuietText, opacity: 0.35 }, words));
        }
        if contents.iter().any(|content| shown.judges_otherwise(*content)) {
            let words = text.with("plots-limits-of", &[("title", shown.name.to_owned())]);
            entries.push((Sample::Area { ink: Ink::WarnedGround(Severity::Moderate), opacity: 1.0 }, words));
        }
        Self(entries)
    }

    /// In how many rows its entries stand in this width: how many are in each.
    fn rows(&self, width: f32) -> Vec<&[(Sample, String)]> {
        let mut rows = Vec::new();
        let mut rest = self.0.as_slice();
        while !rest.is_empty() {
            let mut x = 0.0;
            let fitting = rest.iter().take_while(|(_, words)| {
                x += entry_width(words);
                x - BETWEEN <= width
            });
            let (row, others) = rest.split_at(fitting.count().max(1));
            rows.push(row);
            rest = others;
        }
        rows
    }

    /// Its height in this width.
    pub fn height(&self, width: f32) -> f32 {
        ROW * self.rows(width).len() as f32
    }

    /// Draws it from the left and top of an area.
    pub fn draw(&self, area: &Area, shapes: &mut Vec<Shape>) {
        for (row, entries) in self.rows(area.width()).into_iter().enumerate() {
            let (mut x, y) = (area.left, area.top + ROW * (row as f32 + 0.5));
            for (sample, words) in entries {
                match sample {
                    Sample::Line(pen) => draw(&[point(x, y), point(x + SAMPLE, y)], pen, shapes),
                    Sample::Area { ink, opacity } => {
                        let patch = Area::new(x, y - 5.0, x + SAMPLE, y + 5.0).rounded(2.0);
                        shapes.push(Shape::filled(patch, *ink).faded(*opacity));
                    }
                }
                let at = point(x + SAMPLE + 6.0, y);
                // One that is alone in its row may be longer than that.
                let shown = shortened(words, Weight::Small, area.right - at.x);
                shapes.push(Shape::words(at, Anchor::Left, Weight::Small, Ink::Text, shown));
                x += entry_width(words);
            }
        }
    }
}

/// The width of an entry with the room behind it.
fn entry_width(words: &str) -> f32 {
    SAMPLE + 6.0 + width_of(words, Weight::Small, 1.0) + BETWEEN
}
