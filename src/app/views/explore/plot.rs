//! The plot of one quantity: its current, previous and pinned curves over the ranges in which warnings are active.

use egui::{Align2, Color32, Rect, Sense, Ui, pos2, vec2};
use egui_plot::{Line, LineStyle, PlotPoint, PlotPoints, PlotUi, Points};

use super::bands::{self, Band};
use super::chart::{Chart, Scale, Shown, chart_ui};
use super::spread;
use crate::app::commands::Commands;
use crate::app::state::{RunCurves, letter};
use crate::app::theme::{Tokens, size, small, strong, tokens, tokens_in};
use crate::app::views::View;
use crate::sim::quantities::Quantity;
use crate::text::{clock, quantity_number};

/// Title and curve. Returns the time pointed at, min.
pub fn plot_ui(ui: &mut Ui, view: &View<'_>, quantity: Quantity, commands: &mut Commands) -> Option<f64> {
    let has_unit = title_ui(ui, view, quantity);
    let shown = curve_ui(ui, view, quantity, commands);
    if !has_unit {
        // The title has no room for the unit, so it goes at the top of the axis.
        let at = shown.transform.frame().left_top() + vec2(4.0, 2.0);
        let unit = view.text.unit(quantity.row().unit);
        ui.painter().text(at, Align2::LEFT_TOP, unit, small(), tokens(ui).quiet);
    }
    shown.pointed_min
}

/// The curve alone, in all available space.
pub fn curve_ui(ui: &mut Ui, view: &View<'_>, quantity: Quantity, commands: &mut Commands) -> Shown {
    let name = view.text.quantity_name(quantity);
    let (from, to) = shown_range(view, quantity);
    let (key, sentence) = (quantity.row().key, sentence(view, quantity));
    let chart = Chart { key, quantity, name: &name, sentence, from, to, scale: Scale::Linear };
    let bands = bands::bands(view, quantity);
    let shown = chart_ui(ui, view, &chart, commands, |plot| contents_ui(plot, view, &bands, &chart));
    let names: Vec<_> = bands.iter().filter_map(|band| bands::name_ui(ui, view, band, &chart, &shown)).collect();
    bands::onset_times_ui(ui, view, &chart, &shown, &names);
    letters_ui(ui, view, &chart, &shown);
    reading_words_ui(ui, view, &chart, &shown, &names);
    shown
}

/// What the plot shows now, including the range of the virtual patients while they are shown.
fn sentence(view: &View<'_>, quantity: Quantity) -> String {
    let mut sentence = view.text.curve_sentence(quantity, view.run(), view.shown_min());
    if let Some((low, high)) = spread::nine_of_ten(view, quantity, view.shown_min()) {
        let [low, high] = [low, high].map(|value| view.text.quantity_value(quantity, value));
        sentence.push(' ');
        sentence.push_str(&view.text.with("patients-between", &[("low", low), ("high", high)]));
    }
    sentence
}

pub fn color(tokens: &Tokens, quantity: Quantity) -> Color32 {
    match quantity {
        Quantity::Hemoglobin
        | Quantity::Hematocrit
        | Quantity::RedCells
        | Quantity::BloodVolume
        | Quantity::BloodVolumeChange
        | Quantity::ExtracorporealShare
        | Quantity::ProductHematocrit => tokens.red_cells,
        Quantity::Platelets | Quantity::PlateletEfficiency => tokens.platelets,
        Quantity::IonizedCalcium | Quantity::Citrate | Quantity::CitrateRate => tokens.citrate,
        _ => tokens.white_cells,
    }
}

/// Everything inside the frame, from back to front.
fn contents_ui<'a>(plot: &mut PlotUi<'a>, view: &'a View<'a>, bands: &[Band], chart: &Chart<'_>) {
    let tokens = tokens_in(plot.ctx());
    let quantity = chart.quantity;
    let shown = shown_quantity(view, quantity);
    let ink = color(tokens, quantity);
    for band in bands {
        bands::band_ui(plot, band, chart);
    }
    for warning in bands::onsets(view, quantity) {
        bands::onset_ui(plot, view, warning, chart);
    }
    let line = |trace: &'a RunCurves, quantity| {
        let points = trace.points(quantity, view.workspace.plots.axis);
        // The plot library draws the steep stretches of band lines thinner than the flat ones.
        Line::new("", PlotPoints::Borrowed(points)).allow_hover(false).allow_band(false)
    };
    spread::bands_ui(plot, view, shown, ink);
    for (trace, strength) in view.ghosts.runs() {
        plot.line(line(trace, quantity).color(Tokens::faint(ink, 0.55 * strength)).width(tokens.line));
    }
    for pin in view.pins.iter() {
        let width = 1.5 * tokens.line;
        plot.line(line(&pin.curves, quantity).color(tokens.text).width(width).style(dashes(pin.letter)));
    }
    let (share, thickness) = standing(view, shown);
    let width = size::CURVE * tokens.line * thickness;
    let share = if shown == quantity { share } else { 0.35 };
    plot.line(line(&view.run_view, quantity).color(Tokens::faint(ink, share)).width(width));
    if shown != quantity {
        plot.line(line(&view.run_view, shown).color(ink).width(width));
    }
    dot_ui(plot, view, shown, ink);
    reading_ui(plot, view, shown);
}

/// The value at the playhead.
fn dot_ui(plot: &mut PlotUi<'_>, view: &View<'_>, quantity: Quantity, ink: Color32) {
    let Some(value) = quantity.at(&view.now()) else { return };
    let tokens = tokens_in(plot.ctx());
    let at = [view.run_view.place(view.workspace.plots.axis, view.playback.playhead_min), value];
    for (radius, ink) in [(6.5, tokens.card), (4.5, ink)] {
        plot.points(Points::new("", vec![at]).radius(radius * tokens.line).color(ink).allow_hover(false));
    }
}

/// The value at the pointed time, whichever plot is pointed at.
fn reading_ui(plot: &mut PlotUi<'_>, view: &View<'_>, quantity: Quantity) {
    let Some(time_min) = view.case_view.pointed_min else { return };
    let Some(value) = quantity.at(&view.run().at(time_min)) else { return };
    let tokens = tokens_in(plot.ctx());
    let x = view.run_view.place(view.workspace.plots.axis, time_min);
    let ring = Points::new("", vec![[x, value]]).radius(4.0 * tokens.line).color(tokens.text).filled(false);
    plot.points(ring.allow_hover(false));
}

/// The pointed time and the value there, at the bottom of the plot or above any range names there.
fn reading_words_ui(ui: &Ui, view: &View<'_>, chart: &Chart<'_>, shown: &Shown, names: &[Rect]) {
    let quantity = shown_quantity(view, chart.quantity);
    let Some(time_min) = view.case_view.pointed_min else { return };
    let Some(value) = quantity.at(&view.run().at(time_min)) else { return };
    let tokens = tokens(ui);
    let frame = *shown.transform.frame();
    let x = view.run_view.place(view.workspace.plots.axis, time_min);
    // Above the onset times at the bottom of the plot.
    let at = shown.transform.position_from_point(&PlotPoint::new(x, chart.from + 0.13 * (chart.to - chart.from)));
    let among = spread::nine_of_ten(view, quantity, time_min).map_or_else(String::new, |(low, high)| {
        format!(" ({}–{})", quantity_number(quantity, low), quantity_number(quantity, high))
    });
    let words = format!("{}  {}{among}", clock(time_min), quantity_number(quantity, value));
    let galley = ui.painter().layout_no_wrap(words, strong(size::SMALL), tokens.text);
    let is_left = at.x < frame.center().x;
    let (anchor, aside) = if is_left { (Align2::LEFT_BOTTOM, 8.0) } else { (Align2::RIGHT_BOTTOM, -8.0) };
    let margin = vec2(5.0, 2.0);
    let lowest = anchor.anchor_size(at + vec2(aside, 0.0), galley.size()).expand2(margin);
    let above = |name: &Rect| lowest.translate(vec2(0.0, name.top() - lowest.bottom() - 1.0));
    let places = std::iter::once(lowest).chain(names.iter().map(above));
    let is_free = |place: &Rect| place.top() >= frame.top() && !names.iter().any(|name| name.intersects(*place));
    let plate = places.filter(is_free).max_by(|a, b| a.top().total_cmp(&b.top())).unwrap_or(lowest);
    let painter = ui.painter().with_clip_rect(frame);
    painter.rect_filled(plate, 4.0, tokens.card);
    painter.galley(plate.min + margin, galley, tokens.text);
}

/// The dash style of a pinned run, different for each letter.
pub fn dashes(letter: usize) -> LineStyle {
    match letter {
        0 => LineStyle::Dashed { length: 9.0 },
        1 => LineStyle::Dotted { spacing: 5.0 },
        2 => LineStyle::Dashed { length: 4.0 },
        _ => LineStyle::Dashed { length: 18.0 },
    }
}

/// The letters of the pinned runs at the ends of their curves, moved apart where they would overlap.
pub fn letters_ui(ui: &Ui, view: &View<'_>, chart: &Chart<'_>, shown: &Shown) {
    const HEIGHT: f32 = 15.0;
    let tokens = tokens(ui);
    let frame = *shown.transform.frame();
    let end = shown.transform.bounds().max()[0];
    let ends = view.pins.iter().filter_map(|pin| {
        let points = pin.curves.points(chart.quantity, view.workspace.plots.axis);
        let last = points.iter().rfind(|point| point.x <= end)?;
        Some((shown.transform.position_from_point(&PlotPoint::new(last.x, chart.scale.place(last.y))), pin.letter))
    });
    let mut ends: Vec<_> = ends.collect();
    ends.sort_by(|(a, _), (b, _)| a.y.total_cmp(&b.y));
    let mut free_from = frame.top();
    for (at, place) in ends {
        let top = (at.y - HEIGHT / 2.0).max(free_from).min(frame.bottom() - HEIGHT);
        free_from = top + HEIGHT;
        let right = at.x.min(frame.right() - 2.0).max(frame.left() + HEIGHT);
        let rect = Rect::from_min_size(pos2(right - HEIGHT, top), vec2(HEIGHT, HEIGHT));
        ui.painter().rect_filled(rect, HEIGHT / 2.0, tokens.text);
        let word = letter(place);
        ui.painter().text(rect.center(), Align2::CENTER_CENTER, word, strong(size::SMALL - 1.0), tokens.card);
    }
}

/// The quantity a plot describes: the white cell plot describes one class while that class is highlighted.
pub fn shown_quantity(view: &View<'_>, quantity: Quantity) -> Quantity {
    match view.highlighted() {
        Some(class @ Quantity::Class(_)) if quantity == Quantity::WhiteCells => class,
        _ => quantity,
    }
}

/// Opacity and relative width of a curve: others fade while one kind of cell is highlighted.
fn standing(view: &View<'_>, shown: Quantity) -> (f32, f32) {
    match view.highlighted() {
        None => (1.0, 1.0),
        Some(highlighted) if highlighted == shown => (1.0, 1.6),
        Some(_) => (0.35, 1.0),
    }
}

/// A dot in the curve's color, the name with its unit, and the current value in text color. Returns whether the unit
/// fits.
fn title_ui(ui: &mut Ui, view: &View<'_>, quantity: Quantity) -> bool {
    let tokens = tokens(ui);
    let shown = shown_quantity(view, quantity);
    let message = format!("quantity-{}", shown.row().key);
    let name = view.text.attribute(&message, "short").map_or_else(|| view.text.quantity_name(shown), Into::into);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 22.0), Sense::hover());
    let painter = ui.painter();
    let middle = rect.center().y;
    painter.circle_filled(pos2(rect.left() + 10.0, middle), 5.0, color(tokens, quantity));
    let value = shown.at(&view.now()).map_or_else(|| "–".to_owned(), |value| quantity_number(shown, value));
    let value = painter.text(rect.right_center(), Align2::RIGHT_CENTER, value, strong(size::VALUE), tokens.text);
    let at = pos2(rect.left() + 22.0, middle);
    let words = painter.text(at, Align2::LEFT_CENTER, name, strong(size::STRONG), tokens.text);
    let unit = painter.layout_no_wrap(view.text.unit(quantity.row().unit), small(), tokens.quiet);
    let at = words.right_center() + vec2(6.0, 0.5 - unit.size().y / 2.0);
    let has_room = at.x + unit.size().x < value.left() - 4.0;
    if has_room {
        painter.galley(at, unit, tokens.quiet);
    }
    has_room
}

/// The value range of a plot: covers the visible part of the run, of the pinned runs and of the virtual patients.
fn shown_range(view: &View<'_>, quantity: Quantity) -> (f64, f64) {
    let axis = view.workspace.plots.axis;
    let part = view.shown_part();
    let traces = std::iter::once(&*view.run_view).chain(view.pins.iter().map(|pin| &pin.curves));
    let points = traces.flat_map(|trace| trace.points(quantity, axis));
    let visible = points.filter(|point| (part.from..=part.to).contains(&point.x)).map(|point| (point.y, point.y));
    let all = visible.chain(spread::range(view, quantity, part));
    let range = all.reduce(|(least, most), (low, high)| (least.min(low), most.max(high)));
    range.map_or((0.0, 1.0), |(least, most)| range_about(quantity, least, most))
}

/// Counts start at zero, so that half looks like half; quantities that vary little are shown enlarged.
fn range_about(quantity: Quantity, least: f64, most: f64) -> (f64, f64) {
    let to_whole = |step: f64, from: f64, to: f64| ((from / step).floor() * step, (to / step).ceil() * step);
    match quantity {
        Quantity::Hemoglobin => to_whole(1.0, (least - 2.5).max(0.0), most + 1.5),
        Quantity::Hematocrit => to_whole(5.0, (least - 5.0).max(0.0), most + 3.0),
        Quantity::RedCells => to_whole(0.5, (least - 0.7).max(0.0), most + 0.3),
        Quantity::IonizedCalcium => to_whole(0.05, (least - 0.15).max(0.0), most + 0.05),
        Quantity::BloodVolume => (0.8 * least, 1.08 * most),
        quantity if quantity.row().is_signed => ((1.25 * least).min(-3.0), (1.25 * most).max(3.0)),
        _ => (0.0, (most * 1.15).max(1e-3)),
    }
}
