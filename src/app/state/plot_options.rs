//! How the plots are looked at: which curves, along which axis, and how much of it.

use crate::picture::plot::{Axis, Content, Scale};
use crate::sim::quantities::Quantity;

/// The counts of the main screen, in their order.
const COUNTS: [Quantity; 3] = [Quantity::WhiteCells, Quantity::Hemoglobin, Quantity::Platelets];

/// What a lecture can show in one large plot.
pub const LECTURE_CURVES: [Quantity; 4] =
    [Quantity::WhiteCells, Quantity::Hemoglobin, Quantity::Platelets, Quantity::IonizedCalcium];

/// Curves that are shown together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, strum::EnumIter)]
pub enum PlotSet {
    #[default]
    Counts,
    Classes,
    RedCells,
    Calcium,
    Volume,
    Efficiency,
    Product,
}

impl PlotSet {
    /// The message id of its name.
    pub const fn message(self) -> &'static str {
        match self {
            Self::Counts => "plots-counts",
            Self::Classes => "plots-classes",
            Self::RedCells => "plots-red-cells",
            Self::Calcium => "plots-calcium",
            Self::Volume => "plots-volume",
            Self::Efficiency => "plots-efficiency",
            Self::Product => "plots-product",
        }
    }

    /// One plot for each; the classes of white cells share theirs.
    pub const fn quantities(self) -> &'static [Quantity] {
        match self {
            Self::Counts => &COUNTS,
            Self::Classes => &[Quantity::WhiteCells],
            Self::RedCells => &[Quantity::Hemoglobin, Quantity::Hematocrit, Quantity::RedCells],
            Self::Calcium => &[Quantity::IonizedCalcium, Quantity::Citrate, Quantity::CitrateRate],
            Self::Volume => &[Quantity::BloodVolume, Quantity::BloodVolumeChange, Quantity::ExtracorporealShare],
            Self::Efficiency => {
                &[Quantity::WhiteCellEfficiency, Quantity::MononuclearEfficiency, Quantity::PlateletEfficiency]
            }
            Self::Product => &[Quantity::BagWhiteCells, Quantity::BagVolume, Quantity::ProductHematocrit],
        }
    }
}

/// Part of an axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    pub from: f64,
    pub to: f64,
}

/// The least that is shown of an axis, as a share of it.
const LEAST_PART: f64 = 0.02;

impl Part {
    /// What is shown of an axis of length `end`: this part of it, as far as the axis goes, or the whole.
    pub fn shown(part: Option<Self>, end: f64) -> Self {
        let part = part.filter(|part| part.from < end);
        part.map_or(Self { from: 0.0, to: end }, |part| Self { to: part.to.min(end), ..part })
    }

    /// A part of an axis of length `end`, `factor` times as close about a place that stays where it is. `None` is the whole axis.
    pub fn zoomed(self, factor: f64, about: f64, end: f64) -> Option<Self> {
        let length = ((self.to - self.from) / factor).max(LEAST_PART * end);
        let share = (about - self.from) / (self.to - self.from);
        Self::within(about - share * length, length, end)
    }

    /// The part further along, by a distance on the axis.
    pub fn panned(self, by: f64, end: f64) -> Option<Self> {
        Self::within(self.from + by, self.to - self.from, end)
    }

    fn within(from: f64, length: f64, end: f64) -> Option<Self> {
        if length >= end {
            return None;
        }
        let from = from.clamp(0.0, end - length);
        Some(Self { from, to: from + length })
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PlotOptions {
    pub set: PlotSet,
    pub axis: Axis,
    /// Classes of white cells on a logarithmic scale, or one upon the other.
    pub logarithmic: bool,
    pub stacked: bool,
}

impl PlotOptions {
    /// What each of the plots shows.
    pub fn contents(&self) -> Vec<Content> {
        match self.set {
            PlotSet::Classes if self.stacked => vec![Content::Stack],
            PlotSet::Classes => {
                vec![Content::Classes(if self.logarithmic { Scale::Logarithmic } else { Scale::Linear })]
            }
            set => set.quantities().iter().copied().map(Content::Quantity).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zooming_keeps_the_place_under_the_pointer() {
        let whole = Part { from: 0.0, to: 200.0 };
        let closer = whole.zoomed(2.0, 50.0, 200.0).unwrap();
        assert_eq!(closer, Part { from: 25.0, to: 125.0 });
        assert_eq!(closer.zoomed(0.5, 50.0, 200.0), None, "all of it");
    }

    #[test]
    fn no_part_leaves_the_axis_or_shrinks_to_nothing() {
        let part = Part { from: 20.0, to: 60.0 };
        assert_eq!(part.panned(-100.0, 200.0), Some(Part { from: 0.0, to: 40.0 }));
        assert_eq!(part.panned(500.0, 200.0), Some(Part { from: 160.0, to: 200.0 }));
        let closest = part.zoomed(1e9, 30.0, 200.0).unwrap();
        assert!((closest.to - closest.from - 4.0).abs() < 1e-12);
    }
}
