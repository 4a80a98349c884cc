//! White cells by class in one plot: as lines, or one upon the other.

use super::{Dashes, Mark, Pen, Scale, Spot, on_scale};
use crate::model::cells::WhiteCell;
use crate::picture::Ink;
use crate::picture::plot::marks::CURVE;
use crate::sim::Run;
use crate::sim::quantities::Quantity;

/// The classes that the patient of a run has.
pub fn present(run: &Run) -> Vec<WhiteCell> {
    let counts = &run.body.patient.white_cells_e9_per_l;
    WhiteCell::ALL.into_iter().filter(|class| counts[*class] > 0.0).collect()
}

/// The line of a class, with dashes that tell it from others without color; as strong as 1, or fainter.
pub const fn pen(class: WhiteCell, strength: f32) -> Pen {
    let dashes = match class {
        WhiteCell::Neutrophil | WhiteCell::Blast => Dashes::Solid,
        WhiteCell::ImmatureGranulocyte => Dashes::Dashed(12.0),
        WhiteCell::Lymphocyte => Dashes::Dashed(6.0),
        WhiteCell::Monocyte => Dashes::Dotted(5.0),
        WhiteCell::Cd34 => Dashes::Dotted(9.0),
    };
    // Dots are twice as wide as the line they stand for.
    let width = if matches!(dashes, Dashes::Dotted(_)) { 0.6 * CURVE } else { CURVE };
    Pen::new(Ink::Class(class), width).faint(strength).dashed(dashes)
}

/// The line of all white cells together.
pub const ALL: Pen = Pen::new(Ink::Text, 3.5).faint(0.45);

/// How opaque stacked classes are.
pub const STACKED: f32 = 0.75;

/// The range of a scale that holds these values of all white cells, of classes and of pinned runs.
pub fn range(scale: Scale, values: impl Iterator<Item = f64>) -> (f64, f64) {
    let (least, most) = values.fold((f64::INFINITY, 1e-3_f64), |(least, most), at| (least.min(at), most.max(at)));
    match scale {
        Scale::Linear => (0.0, 1.15 * most),
        Scale::Logarithmic => (scale.place(0.7 * least.clamp(Scale::LEAST, most)), scale.place(1.5 * most)),
    }
}

/// All white cells, and each class with its strength, from 0 to 1.
pub fn lines<'a>(scale: Scale, present: &[(WhiteCell, f32)], points: impl Fn(Quantity) -> &'a [Spot]) -> Vec<Mark> {
    let line = |quantity, pen| Mark::Line { points: on_scale(points(quantity), scale), pen };
    let classes = present.iter().map(|(class, strength)| line(Quantity::Class(*class), pen(*class, *strength)));
    std::iter::once(line(Quantity::WhiteCells, ALL)).chain(classes).collect()
}

/// The stacked classes, each with its strength: the top is the count of all white cells.
pub fn stack<'a>(present: &[(WhiteCell, f32)], points: impl Fn(Quantity) -> &'a [Spot]) -> Vec<Mark> {
    let mut below: Vec<Spot> = points(Quantity::WhiteCells).iter().map(|(place, _)| (*place, 0.0)).collect();
    let mut marks = Vec::new();
    for (class, strength) in present {
        let both = below.iter().zip(points(Quantity::Class(*class)));
        let above: Vec<Spot> = both.map(|((place, below), (_, value))| (*place, below + value)).collect();
        let edges = below.iter().zip(&above).map(|((place, low), (_, high))| (*place, *low, *high)).collect();
        marks.push(Mark::Area { edges, ink: Ink::Class(*class), opacity: STACKED * strength });
        marks.push(Mark::Line { points: above.clone(), pen: Pen::new(Ink::Card, 1.0) });
        below = above;
    }
    marks
}
