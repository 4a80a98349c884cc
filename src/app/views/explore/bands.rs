//! Ranges of a plot in which a warning is active, with name and source, and the times at which warnings begin.

use egui::{Pos2, Rect, Role, Sense, Stroke, Ui, Vec2, WidgetInfo, vec2};
use egui_plot::{Line, LineStyle, PlotPoint, PlotTransform, PlotUi, Span};

use super::chart::{Chart, Shown};
use crate::app::theme::{Tokens, severity, small, tokens, tokens_in};
use crate::app::views::View;
use crate::sim::quantities::Quantity;
use crate::sim::warnings::{Direction, WarningId, headlines, rules};
use crate::sim::{Severity, Warning};
use crate::text::{clock, threshold_number};

/// A range of a quantity in which a warning is active, up to the next worse level or unbounded.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    pub id: WarningId,
    pub severity: Severity,
    pub threshold: f64,
    pub from: f64,
    pub to: f64,
}

/// All bands of a quantity in the open case.
pub fn bands(view: &View<'_>, quantity: Quantity) -> Vec<Band> {
    let mut bands = Vec::new();
    let rules = rules(&view.run().protocol.settings);
    for rule in rules.filter(|rule| rule.watched() == Some(quantity)) {
        for (i, level) in rule.levels.iter().enumerate() {
            let worse = rule.levels.get(i + 1).map(|level| level.threshold);
            let (from, to) = match rule.spec.direction {
                Direction::Below => (worse.unwrap_or(f64::NEG_INFINITY), level.threshold),
                Direction::Above => (level.threshold, worse.unwrap_or(f64::INFINITY)),
            };
            let (severity, threshold) = (level.severity, level.threshold);
            if severity != Severity::Information {
                bands.push(Band { id: rule.id, severity, threshold, from, to });
            }
        }
    }
    bands
}

/// The part of a band that is within the plot.
fn visible(band: &Band, chart: &Chart<'_>) -> Option<(f64, f64)> {
    let place = |value: f64| if value.is_finite() { chart.scale.place(value) } else { value };
    let (from, to) = (place(band.from).max(chart.from), place(band.to).min(chart.to));
    (from < to).then_some((from, to))
}

/// The tint of a band, behind everything else.
pub fn band_ui(plot: &mut PlotUi<'_>, band: &Band, chart: &Chart<'_>) {
    let Some((from, to)) = visible(band, chart) else { return };
    let (ink, fill) = severity(tokens_in(plot.ctx()), band.severity);
    let edge = Stroke::new(1.0, Tokens::faint(ink, 0.35));
    plot.span(Span::new("", from..=to).axis(egui_plot::Axis::Y).fill(fill).border(edge));
}

/// The name of a band at its right end. The source follows it if there is room; otherwise it is in the tooltip. Returns the
/// rectangle of the text.
pub fn name_ui(ui: &Ui, view: &View<'_>, band: &Band, chart: &Chart<'_>, shown: &Shown) -> Option<Rect> {
    /// Minimum share of the plot's height that has room for text.
    const LEAST: f64 = 0.085;
    /// Width from which the source is shown beside the name, in points.
    const WIDE: f32 = 420.0;
    let (from, to) = visible(band, chart)?;
    let height = chart.to - chart.from;
    if (to - from) / height < LEAST {
        return None;
    }
    let name = name(view, chart.quantity, band);
    let source = view.text.source(band.id.spec().source);
    let words = if shown.transform.frame().width() > WIDE { format!("{name} · {source}") } else { name.clone() };
    let ink = severity(tokens(ui), band.severity).0;
    let galley = ui.painter().layout_no_wrap(words, small(), ink);
    let rect = place(view, (from, to), chart, &shown.transform, galley.size());
    ui.painter().with_clip_rect(*shown.transform.frame()).galley(rect.min, galley, ink);
    let id = ui.scope_id().with((chart.key, band.threshold.to_bits(), "band"));
    let response = ui.interact(rect, id, Sense::hover());
    // The name of an anemia warning already states its severity.
    let band = match chart.quantity {
        Quantity::Hemoglobin => name,
        _ => format!("{name}: {}", view.text.severity(band.severity)),
    };
    let description = view.text.with("band-told", &[("band", band), ("source", source)]);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &description));
    response.on_hover_text(description);
    Some(rect)
}

fn name(view: &View<'_>, quantity: Quantity, band: &Band) -> String {
    view.text.level_beside(band.id, band.severity, Some(band.threshold)).unwrap_or_else(|| {
        let message = if band.id.spec().direction == Direction::Below { "band-below" } else { "band-above" };
        view.text.with(message, &[("threshold", threshold_number(quantity, band.threshold))])
    })
}

/// At the top of the band or, if the curve is there, at its bottom, above the onset times at the bottom of the plot.
fn place(view: &View<'_>, (from, to): (f64, f64), chart: &Chart<'_>, transform: &PlotTransform, size: Vec2) -> Rect {
    const MARGIN: f32 = 2.5;
    let height = chart.to - chart.from;
    let bounds = transform.bounds();
    let right_part = bounds.min()[0] + 0.6 * bounds.width();
    let near_top = |point: &PlotPoint| {
        let place = chart.scale.place(point.y);
        point.x > right_part && (to - 0.13 * height..to + 0.02 * height).contains(&place)
    };
    let y = |value: f64| transform.position_from_point(&PlotPoint::new(bounds.max()[0], value)).y;
    let points = view.run_view.points(chart.quantity, view.workspace.plots.axis);
    let top = if points.iter().any(near_top) {
        let times = if from <= chart.from && onsets(view, chart.quantity).next().is_some() { TIMES } else { 0.0 };
        y(from) - times - MARGIN - size.y
    } else {
        y(to) + MARGIN
    };
    Rect::from_min_size(Pos2::new(transform.frame().right() - MARGIN - size.x, top), size)
}

/// The warnings on this quantity that the procedure causes.
pub fn onsets<'a>(view: &'a View<'_>, quantity: Quantity) -> impl Iterator<Item = &'a Warning> {
    headlines(&view.run().warnings).filter(move |warning| {
        warning.id.quantity() == Some(quantity) && !warning.present_before && warning.severity > Severity::Information
    })
}

/// A dotted line up to the point where a warning begins.
pub fn onset_ui(plot: &mut PlotUi<'_>, view: &View<'_>, warning: &Warning, chart: &Chart<'_>) {
    let Some(value) = chart.quantity.at(&view.run().at(warning.from_min)) else { return };
    let tokens = tokens_in(plot.ctx());
    let ink = severity(tokens, warning.severity).0;
    let x = view.run_view.place(view.workspace.plots.axis, warning.from_min);
    let line = Line::new("onset", vec![[x, chart.from], [x, chart.scale.place(value)]]).color(ink);
    plot.line(line.width(1.5 * tokens.line).style(LineStyle::dotted_dense()).allow_hover(false));
}

/// Height of the onset times at the bottom of a plot.
const TIMES: f32 = 18.0;

/// Onset times at the bottom of their lines: beside the line where nothing else is, otherwise across another line. A time that
/// would cover another time or a name is left out.
pub fn onset_times_ui(ui: &Ui, view: &View<'_>, chart: &Chart<'_>, shown: &Shown, names: &[Rect]) {
    const GAP: f32 = 4.0;
    let tokens = tokens(ui);
    let frame = *shown.transform.frame();
    let painter = ui.painter().with_clip_rect(frame);
    let mut warnings: Vec<_> = onsets(view, chart.quantity).collect();
    warnings.sort_by(|a, b| a.from_min.total_cmp(&b.from_min));
    let foot = |warning: &Warning| {
        let x = view.run_view.place(view.workspace.plots.axis, warning.from_min);
        shown.transform.position_from_point(&PlotPoint::new(x, chart.from))
    };
    let lines = warnings.iter().map(|warning| foot(warning).x).filter(|x| frame.x_range().contains(*x));
    let lines: Vec<_> = lines.collect();
    let is_crossed = |room: &Rect| lines.iter().any(|line| room.expand(2.0).x_range().contains(*line));
    let mut taken = names.to_vec();
    for warning in warnings {
        let foot = foot(warning);
        let ink = severity(tokens, warning.severity).0;
        let galley = painter.layout_no_wrap(clock(warning.from_min), small(), ink);
        let size = galley.size();
        let at = |left: f32| Rect::from_min_size(Pos2::new(left, foot.y - size.y - 2.0), size);
        let beside = [at(foot.x + GAP), at(foot.x - GAP - size.x)];
        let is_free = |room: &&Rect| {
            frame.expand2(vec2(0.0, 2.0)).contains_rect(**room)
                && !taken.iter().any(|other| other.expand2(vec2(GAP, 0.0)).intersects(**room))
        };
        let free = || beside.iter().filter(is_free);
        let Some(room) = free().find(|room| !is_crossed(room)).or_else(|| free().next()).copied() else { continue };
        if is_crossed(&room) {
            painter.rect_filled(room, 0.0, tokens.card);
        }
        painter.galley(room.min, galley, ink);
        taken.push(room);
    }
}
