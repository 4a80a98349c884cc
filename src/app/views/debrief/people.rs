//! People as the marks of a histogram: each stands where they fared, in the color of how badly.

use egui::{Painter, Rect, pos2};

use crate::app::theme::{self, Tokens};
use crate::app::widgets::person::person;
use crate::sim::Severity;

/// A stretch of the axis on which all fare alike.
pub(super) struct Zone {
    /// From the last zone's border to this one's; the last has none.
    pub until: Option<f64>,
    pub severity: Severity,
    pub count: usize,
    /// What the border is called on the axis.
    pub label: String,
}

/// Everyone, stacked in columns of alike values, as large as the tallest column lets them be.
pub(super) fn people_ui(
    painter: &Painter,
    tokens: &Tokens,
    zones: &[Zone],
    values: &[f64],
    plot: Rect,
    x: &dyn Fn(f64) -> f32,
) {
    const TALL: f32 = 22.0;
    const WIDE: f32 = 0.6;
    let stacked = |height: f32| {
        let pitch = (height * WIDE).max(3.0);
        let columns = ((plot.width() / pitch) as usize).max(1);
        let mut column = vec![0_usize; columns];
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        let place = |value: f64| {
            let index = (((x(value) - plot.left()) / pitch) as usize).min(columns - 1);
            column[index] += 1;
            (value, index, column[index] - 1)
        };
        sorted.into_iter().map(place).collect::<Vec<_>>()
    };
    let mut height = TALL;
    let mut people = stacked(height);
    while height > 6.0 {
        let tallest = people.iter().map(|(_, _, row)| row + 1).max().unwrap_or(0);
        if tallest as f32 * height <= plot.height() {
            break;
        }
        height -= 1.0;
        people = stacked(height);
    }
    let pitch = (height * WIDE).max(3.0);
    for (value, column, row) in people {
        let zone = zones.iter().find(|zone| zone.until.is_none_or(|until| value < until));
        let ink = zone.map_or(tokens.quiet, |zone| theme::severity(tokens, zone.severity).0);
        let foot = pos2(plot.left() + (column as f32 + 0.5) * pitch, plot.bottom() - row as f32 * height - 1.0);
        person(painter, foot, height, ink);
    }
}
