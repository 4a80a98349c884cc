//! The range beyond a threshold in a plot: its ground, a strong bar at its left edge, and a line where it begins.

use std::ops::RangeInclusive;

use egui_plot::{FilledArea, HLine, PlotUi, Span};

use crate::app::theme::{severity, severity_bar, severity_ground, tokens_in};
use crate::sim::Severity;

/// Width of the line, in points.
const LINE: f32 = 2.0;

/// A range of a plot in which a warning is active, on the scale of the plot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Threshold {
    pub severity: Severity,
    /// Where it begins: the line.
    pub at: f64,
    /// Bottom and top of what is seen of it.
    pub from: f64,
    pub to: f64,
}

impl Threshold {
    /// What is seen of it between the bottom and the top of a plot.
    pub fn within(&self, bottom: f64, top: f64) -> Option<Self> {
        let (from, to) = (self.from.max(bottom), self.to.min(top));
        (from < to).then_some(Self { from, to, ..*self })
    }

    /// Draws it behind everything else, along this part of the horizontal axis.
    pub fn show(&self, plot: &mut PlotUi<'_>, along: RangeInclusive<f64>) {
        let tokens = tokens_in(plot.ctx());
        let (ink, ground) = (severity(tokens, self.severity).0, severity_ground(tokens, self.severity));
        plot.span(Span::new("", self.from..=self.to).axis(egui_plot::Axis::Y).fill(ground).border_width(0.0));
        let (left, right) = along.into_inner();
        let per_point = (right - left) / f64::from(plot.transform().frame().width().max(1.0));
        let edge = left + per_point * f64::from(severity_bar(tokens, self.severity));
        let bar = FilledArea::new("", &[left, edge], &[self.from; 2], &[self.to; 2]);
        plot.add(bar.fill_color(ink).allow_hover(false));
        if (self.from..=self.to).contains(&self.at) {
            plot.hline(HLine::new("", self.at).color(ink).width(LINE * tokens.line.min(1.4)).allow_hover(false));
        }
    }
}
