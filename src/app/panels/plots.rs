//! The three curves: a shared time axis, a shared playhead, and the ranges in which warnings are on.

use egui::{Align2, Id, RichText, Role, Stroke, Ui, WidgetInfo, vec2};
use egui_plot::{
    AxisHints, GridMark, HoverPosition, Line, Plot, PlotPoint, PlotPoints, Points, Span, Text as Label, VLine,
};

use super::{Commands, View};
use crate::app::command::Command;
use crate::app::derived::{Band, Curve};
use crate::app::theme::{Tokens, size, small, strong, tokens, tokens_in};
use crate::app::widgets::card;
use crate::sim::quantities::Quantity;
use crate::sim::warnings::Side;
use crate::text::{clock, quantity_number, threshold_number};

pub fn plots_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let curves = &view.derived.curves;
    let room = ui.available_rect_before_wrap();
    let width = (room.width() - size::GAP * (curves.len() - 1) as f32) / curves.len() as f32;
    for (i, curve) in curves.iter().enumerate() {
        let left = room.left() + i as f32 * (width + size::GAP);
        let rect = egui::Rect::from_min_size(egui::pos2(left, room.top()), vec2(width, room.height()));
        card::padded(ui, rect, egui::Margin { left: 8, right: 10, top: 10, bottom: 6 }, |ui| {
            plot_ui(ui, view, curve, commands);
        });
    }
}

pub(super) fn color(tokens: &Tokens, quantity: Quantity) -> egui::Color32 {
    match quantity {
        Quantity::Hemoglobin | Quantity::Hematocrit | Quantity::RedCells => tokens.red_cells,
        Quantity::Platelets => tokens.platelets,
        Quantity::IonisedCalcium | Quantity::Citrate => tokens.citrate,
        _ => tokens.white_cells,
    }
}

fn plot_ui(ui: &mut Ui, view: &View<'_>, curve: &Curve, commands: &mut Commands) {
    title_ui(ui, view, curve);
    curve_ui(ui, view, curve, commands);
}

/// The curve alone, over all the room there is.
pub fn curve_ui(ui: &mut Ui, view: &View<'_>, curve: &Curve, commands: &mut Commands) {
    let tokens = tokens(ui);
    let quantity = curve.quantity;
    let ink = color(tokens, quantity);
    let now_min = view.session.playhead_min;
    let name = view.text.quantity_name(quantity);

    let run = &view.derived.run;
    let group = Id::unique("time axis");
    let response = Plot::new(quantity.row().key)
        .height(ui.available_height())
        .allow_drag(false)
        .allow_zoom(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .allow_axis_zoom_drag(false)
        .allow_double_click_reset(false)
        .sense(egui::Sense::click_and_drag())
        .show_background(false)
        .show_crosshair(false)
        .set_margin_fraction(vec2(0.0, 0.0))
        .link_cursor(group, [true, false])
        .default_x_bounds(0.0, run.end_min)
        .grid_color(tokens.hairline)
        .grid_fade(0.0)
        .x_grid_spacer(hours)
        .y_grid_spacer(|input| few_marks(input.bounds))
        .custom_x_axes(vec![
            AxisHints::new_x().label_spacing(24.0..=30.0).tick_label_font(small()).formatter(hour_mark),
        ])
        .custom_y_axes(vec![
            AxisHints::new_y()
                .tick_label_font(small())
                .min_thickness(30.0)
                .label_spacing(16.0..=22.0)
                .formatter(|mark: GridMark, _| format!("{}", mark.value)),
        ])
        .label_formatter(|_: &HoverPosition<'_>| None)
        .show(ui, |plot| {
            plot.set_plot_bounds_x(0.0..=run.end_min);
            plot.set_plot_bounds_y(curve.from..=curve.to);
            for band in &curve.bands {
                band_ui(plot, view, band, curve);
            }
            let playhead =
                VLine::new("playhead", now_min).color(tokens.text).width(1.5 * tokens.line).allow_hover(false);
            plot.vline(playhead);
            let shown = shown_quantity(view, quantity);
            let (share, width) = standing(view, shown);
            let points = PlotPoints::Borrowed(&curve.points);
            let line = Line::new(name.clone(), points).width(size::CURVE * tokens.line * width);
            plot.line(line.color(Tokens::faint(ink, if shown == quantity { share } else { 0.35 })).allow_hover(false));
            if shown != quantity {
                let points = class_points(view, shown);
                let line = Line::new("highlighted", points).color(ink).width(size::CURVE * tokens.line * width);
                plot.line(line.allow_hover(false));
            }
            if let Some(value) = shown.at(&view.now()) {
                let halo =
                    Points::new("playhead ring", vec![[now_min, value]]).radius(6.5 * tokens.line).color(tokens.card);
                plot.points(halo.allow_hover(false));
                let dot = Points::new("playhead value", vec![[now_min, value]]).radius(4.5 * tokens.line).color(ink);
                plot.points(dot.allow_hover(false));
            }
            let pointed = plot.pointer_coordinate().filter(|_| plot.response().hovered());
            if let Some(at) = pointed {
                reading_ui(plot, view, curve, at.x, tokens);
            }
            pointed.or_else(|| plot.pointer_coordinate())
        });

    if response.response.has_focus() {
        let ring = Stroke::new(2.0, tokens.accent);
        ui.painter().rect_stroke(response.response.rect, 4.0, ring, egui::StrokeKind::Inside);
    }
    let sentence = view.text.curve_sentence(quantity, run, now_min);
    response.response.widget_info(|| WidgetInfo::labeled(Role::Figure, true, &name));
    ui.ctx().accesskit_node_builder(response.response.id, |node| node.set_description(sentence.as_str()));
    if let Some(at) = response.inner
        && (response.response.dragged() || response.response.clicked())
    {
        commands.push(Command::Seek(at.x));
    }
}

/// The quantity a plot speaks of: that of white cells speaks of one class while its cells stand out.
fn shown_quantity(view: &View<'_>, quantity: Quantity) -> Quantity {
    match view.highlighted() {
        Some(class @ Quantity::Class(_)) if quantity == Quantity::WhiteCells => class,
        _ => quantity,
    }
}

/// How strongly and how thickly a curve is drawn: others step back while one kind of cell stands out.
fn standing(view: &View<'_>, shown: Quantity) -> (f32, f32) {
    match view.highlighted() {
        None => (1.0, 1.0),
        Some(highlighted) if highlighted == shown => (1.0, 1.6),
        Some(_) => (0.35, 1.0),
    }
}

/// The curve of a quantity that is drawn only while it is asked for.
fn class_points(view: &View<'_>, quantity: Quantity) -> PlotPoints<'static> {
    const PIECES: usize = 160;
    let run = &view.derived.run;
    let times = (0..=PIECES).map(|i| run.end_min * i as f64 / PIECES as f64);
    times.filter_map(|time_min| Some([time_min, quantity.at(&run.at(time_min))?])).collect()
}

/// The value under the pointer, on the curve at the pointer's time.
fn reading_ui(plot: &mut egui_plot::PlotUi<'_>, view: &View<'_>, curve: &Curve, time_min: f64, tokens: &Tokens) {
    let time_min = time_min.clamp(0.0, view.derived.run.end_min);
    let Some(value) = curve.quantity.at(&view.derived.run.at(time_min)) else { return };
    plot.points(
        Points::new("reading", vec![[time_min, value]]).radius(4.0).color(tokens.text).filled(false).allow_hover(false),
    );
    let words = format!("{}  {}", clock(time_min), quantity_number(curve.quantity, value));
    let in_first_half = time_min < 0.5 * view.derived.run.end_min;
    let anchor = if in_first_half { Align2::LEFT_BOTTOM } else { Align2::RIGHT_BOTTOM };
    let low = curve.from + 0.02 * (curve.to - curve.from);
    let at = PlotPoint::new(time_min, low);
    let label = RichText::new(words).font(strong(size::SMALL));
    plot.text(Label::new("reading words", at, label).color(tokens.text).anchor(anchor).allow_hover(false));
}

/// The name with its unit, and the value now in the text's own colour behind a spot of the curve's.
fn title_ui(ui: &mut Ui, view: &View<'_>, curve: &Curve) {
    let tokens = tokens(ui);
    let shown = shown_quantity(view, curve.quantity);
    let name = view.text.quantity_name(shown);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 22.0), egui::Sense::hover());
    let painter = ui.painter();
    let middle = rect.center().y;
    painter.circle_filled(egui::pos2(rect.left() + 10.0, middle), 5.0, color(tokens, curve.quantity));
    let words = painter.text(
        egui::pos2(rect.left() + 22.0, middle),
        Align2::LEFT_CENTER,
        name,
        strong(size::STRONG),
        tokens.text,
    );
    let unit = view.text.unit(curve.quantity.row().unit);
    painter.text(words.right_center() + vec2(6.0, 0.5), Align2::LEFT_CENTER, unit, small(), tokens.quiet);
    let value = shown.at(&view.now()).map_or_else(String::new, |value| quantity_number(shown, value));
    painter.text(rect.right_center(), Align2::RIGHT_CENTER, value, strong(size::VALUE), tokens.text);
}

/// A tinted range with its name at the right, on the side where the warning is on.
fn band_ui(plot: &mut egui_plot::PlotUi<'_>, view: &View<'_>, band: &Band, curve: &Curve) {
    let tokens = tokens_in(plot.ctx());
    let (ink, fill) = crate::app::theme::severity(tokens, band.severity);
    let name = format!("{} {}", curve.quantity.row().key, band.threshold);
    plot.span(
        Span::new("", band.from..=band.to)
            .axis(egui_plot::Axis::Y)
            .fill(fill)
            .border(Stroke::new(1.0, Tokens::faint(ink, 0.35))),
    );
    let height = curve.to - curve.from;
    if (band.to - band.from) / height < 0.085 {
        return;
    }
    let label = if curve.quantity == Quantity::Hemoglobin {
        view.text.severity(band.severity)
    } else {
        let id = if band.side == Side::Below { "band-below" } else { "band-above" };
        view.text.with(id, &[("threshold", threshold_number(curve.quantity, band.threshold))]).into_owned()
    };
    // At the top of its band, unless the curve runs there.
    let end_min = view.derived.run.end_min;
    let near_top = |point: &PlotPoint| {
        point.x > 0.6 * end_min && (band.to - 0.13 * height..band.to + 0.02 * height).contains(&point.y)
    };
    let (y, anchor) = if curve.points.iter().any(near_top) {
        (band.from + 0.012 * height, Align2::RIGHT_BOTTOM)
    } else {
        (band.to - 0.012 * height, Align2::RIGHT_TOP)
    };
    let at = PlotPoint::new(end_min * 0.985, y);
    plot.text(
        Label::new(format!("{name} label"), at, RichText::new(label).size(size::SMALL))
            .color(ink)
            .anchor(anchor)
            .allow_hover(false),
    );
}

/// No label at the start, where it would touch that of the other axis, nor at the very end, where it would be cut.
fn hour_mark(mark: GridMark, range: &std::ops::RangeInclusive<f64>) -> String {
    /// Share of the axis that half a label takes.
    const HALF_LABEL: f64 = 0.08;
    let fits = mark.value < range.end() - HALF_LABEL * (range.end() - range.start());
    if mark.value > 0.0 && fits { clock(mark.value) } else { String::new() }
}

/// Whole hours, or half ones in a short run.
fn hours(input: egui_plot::GridInput) -> Vec<GridMark> {
    let (from, to) = input.bounds;
    let step = match to - from {
        span if span > 280.0 => 120.0,
        span if span > 100.0 => 60.0,
        span if span > 45.0 => 30.0,
        _ => 10.0,
    };
    marks(from, to, step)
}

/// Four or so round values.
fn few_marks((from, to): (f64, f64)) -> Vec<GridMark> {
    let rough = (to - from) / 4.0;
    if rough <= 0.0 || !rough.is_finite() {
        return Vec::new();
    }
    let power = libm::exp10(libm::floor(libm::log10(rough)));
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|n| n * power).find(|step| *step >= rough).unwrap_or(rough);
    marks(from, to, step)
}

fn marks(from: f64, to: f64, step: f64) -> Vec<GridMark> {
    let first = (from / step).ceil() as i64;
    let last = (to / step).floor() as i64;
    (first..=last).map(|n| GridMark { value: n as f64 * step, step_size: step }).collect()
}
