//! Draws the marks of a plot with the window's plot library, in the colors of the theme.

use std::ops::RangeInclusive;

use egui_plot::{FilledArea, HLine, Line, LineStyle, PlotPoints, PlotUi, Points, Span, VLine};

use crate::app::theme::{Tokens, severity, severity_bar, severity_ground, tokens_in};
use crate::picture::plot::marks::THRESHOLD;
use crate::picture::plot::{Dashes, Mark, Pen, Threshold};

/// All marks, from back to front; `along` is the part of the horizontal axis that is shown.
pub fn marks_ui(plot: &mut PlotUi<'_>, along: &RangeInclusive<f64>, marks: Vec<Mark>) {
    let tokens = tokens_in(plot.ctx());
    for mark in marks {
        match mark {
            Mark::Range(range) => range_ui(plot, along, &range, tokens),
            Mark::Upright { at, pen } => {
                let line = VLine::new("", at).color(color(tokens, &pen)).width(pen.width * tokens.line);
                plot.vline(line.style(style(pen.dashes)).allow_hover(false));
            }
            Mark::Line { points, pen } => {
                let points: Vec<_> = points.into_iter().map(<[f64; 2]>::from).collect();
                let line = Line::new("", PlotPoints::from(points)).color(color(tokens, &pen));
                let line = line.width(pen.width * tokens.line).style(style(pen.dashes));
                // The library draws the steep stretches of band lines thinner than the flat ones.
                plot.line(line.allow_hover(false).allow_band(false));
            }
            Mark::Area { edges, ink, opacity } => {
                let places: Vec<_> = edges.iter().map(|(place, _, _)| *place).collect();
                let low: Vec<_> = edges.iter().map(|(_, low, _)| *low).collect();
                let high: Vec<_> = edges.iter().map(|(_, _, high)| *high).collect();
                let fill = Tokens::faint(tokens.ink(ink), opacity);
                plot.add(FilledArea::new("", &places, &low, &high).fill_color(fill).allow_hover(false));
            }
            Mark::Dot { at, radius, ink, filled } => {
                let dot = Points::new("", vec![<[f64; 2]>::from(at)]).radius(radius * tokens.line);
                plot.points(dot.color(tokens.ink(ink)).filled(filled).allow_hover(false));
            }
        }
    }
}

fn color(tokens: &Tokens, pen: &Pen) -> egui::Color32 {
    let ink = tokens.ink(pen.ink);
    if pen.opacity < 1.0 { Tokens::faint(ink, pen.opacity) } else { ink }
}

/// How the plot library breaks a line.
pub const fn style(dashes: Dashes) -> LineStyle {
    match dashes {
        Dashes::Solid => LineStyle::Solid,
        Dashes::Dashed(length) => LineStyle::Dashed { length },
        Dashes::Dotted(spacing) => LineStyle::Dotted { spacing },
    }
}

fn range_ui(plot: &mut PlotUi<'_>, along: &RangeInclusive<f64>, range: &Threshold, tokens: &Tokens) {
    let (ink, ground) = (severity(tokens, range.severity).0, severity_ground(tokens, range.severity));
    plot.span(Span::new("", range.from..=range.to).axis(egui_plot::Axis::Y).fill(ground).border_width(0.0));
    let (left, right) = (*along.start(), *along.end());
    let per_point = (right - left) / f64::from(plot.transform().frame().width().max(1.0));
    let edge = left + per_point * f64::from(severity_bar(tokens, range.severity));
    let bar = FilledArea::new("", &[left, edge], &[range.from; 2], &[range.to; 2]);
    plot.add(bar.fill_color(ink).allow_hover(false));
    if range.has_line() {
        plot.hline(HLine::new("", range.at).color(ink).width(THRESHOLD * tokens.line.min(1.4)).allow_hover(false));
    }
}
