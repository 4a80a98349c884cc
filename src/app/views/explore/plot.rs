//! The plot of one quantity: its current, previous and pinned curves over the ranges in which warnings are active.

use egui::{Align2, Color32, Sense, Ui, pos2, vec2};

use super::bands;
use super::chart::{Chart, Shown, chart_ui};
use super::labels::{self, Labels};
use super::{goal, pinned, spread};
use crate::app::commands::Commands;
use crate::app::theme::{Tokens, size, small, strong, tokens};
use crate::app::views::View;
use crate::picture::Ink;
use crate::picture::free_places::FreePlaces;
use crate::picture::plot::marks::CURVE;
use crate::picture::plot::{self, Family, Mark, Pen, Plot, Scale, range_about};
use crate::sim::quantities::Quantity;
use crate::text::quantity_number;

/// The radius of the dot at the playhead, with its edge, in points.
const DOT: f32 = 6.5;

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
    labeled_ui(ui, view, quantity, commands).0
}

/// The curve and the words in its plot.
pub(super) fn labeled_ui(ui: &mut Ui, view: &View<'_>, quantity: Quantity, commands: &mut Commands) -> (Shown, Labels) {
    let key = quantity.row().key;
    let chart = Chart { key, quantity, plot: description(view, tokens(ui), quantity) };
    let shown = chart_ui(ui, view, &chart, commands);
    bands::bars_ui(ui, view, (&chart, &shown), commands);
    let described = shown_quantity(view, quantity);
    let labels = labels::lay_out(ui, view, &chart, described, &shown, taken(ui, view, quantity, &shown));
    labels.show(ui, key, &shown);
    pinned::badges_ui(ui, view, described, &shown, key, commands);
    // Beside each other the first says it for all.
    if view.workspace.lecture || view.workspace.plots.set.quantities().first() == Some(&quantity) {
        spread::few_ui(ui, view, &shown);
    }
    (shown, labels)
}

/// What the curves of a plot take of it: those of the run in view and of the pinned runs, with the dot at the playhead, wherever it goes.
fn taken(ui: &Ui, view: &View<'_>, quantity: Quantity, shown: &Shown) -> FreePlaces {
    let axis = view.workspace.plots.axis;
    let described = shown_quantity(view, quantity);
    let mut places = FreePlaces::new(DOT * tokens(ui).line);
    for quantity in [Some(described), Some(quantity).filter(|quantity| *quantity != described)].into_iter().flatten() {
        places.curve(shown.on_screen(view.run_view.points(quantity, axis)));
    }
    for pin in view.compared() {
        places.curve(shown.on_screen(pin.curves.points(described, axis)));
    }
    for badge in pinned::badges(view, described, shown) {
        places.take(badge.rect);
    }
    places
}

/// What the plot shows now, including the range of the virtual patients while they are shown.
fn sentence(view: &View<'_>, quantity: Quantity) -> String {
    let mut sentence = view.text.curve_sentence(quantity, view.run(), view.shown_min());
    if let Some((low, high)) = spread::nine_of_ten(view, quantity, view.shown_min()) {
        let [low, high] = [low, high].map(|value| view.text.quantity_value(quantity, value));
        sentence.push(' ');
        sentence.push_str(&view.text.with("patients-between", &[("low", low), ("high", high)]));
        if let Some(few) = spread::few_words(view) {
            sentence.extend([" (", &few, ")"]);
        }
    }
    sentence
}

pub fn color(tokens: &Tokens, quantity: Quantity) -> Color32 {
    tokens.ink(Ink::Curve(Family::of(quantity)))
}

/// What the plot shows of the run in view, and beside it.
fn description(view: &View<'_>, tokens: &Tokens, quantity: Quantity) -> Plot {
    let axis = view.workspace.plots.axis;
    let shown = shown_quantity(view, quantity);
    let family = Family::of(quantity);
    let ink = Ink::Curve(family);
    let points = |of| view.run_view.points(of, axis).to_vec();
    let mut plot = Plot {
        name: view.text.quantity_name(quantity),
        onsets: plot::onsets(view.run(), quantity, |at_min| view.run_view.place(axis, at_min)),
        aim: goal::lines(view, quantity),
        curve: points(quantity),
        sentence: sentence(view, quantity),
        ..Plot::new(family, view.axis_end(), shown_range(view, quantity))
    };
    plot.reach(bands::bands(view, quantity), quantity, view.text);
    plot.behind = spread::bands(view, tokens, shown, ink);
    plot.behind.extend(pinned::difference(view, shown, Scale::Linear));
    plot.behind.extend(view.ghosts.runs().map(|(trace, strength)| Mark::Line {
        points: trace.points(shown, axis).to_vec(),
        pen: Pen::new(ink, 1.0).faint(0.55 * strength),
    }));
    plot.behind.extend(pinned::curves(view, shown, Scale::Linear));
    // While one kind of cell is highlighted the curves of all others stay as they are, but thin.
    if view.highlighted().is_some_and(|highlighted| highlighted != quantity) {
        plot.thickness = 0.55;
    }
    if shown != quantity {
        plot.before.push(Mark::Line { points: points(shown), pen: Pen::new(ink, 1.4 * CURVE) });
    }
    plot.before.extend(dots(view, shown, ink));
    plot
}

/// The value at the playhead, and that at the pointed time, whichever plot is pointed at.
fn dots(view: &View<'_>, quantity: Quantity, ink: Ink) -> impl Iterator<Item = Mark> {
    let at = move |time_min| {
        let value = quantity.at(&view.run().at(time_min))?;
        Some((view.run_view.place(view.workspace.plots.axis, time_min), value))
    };
    let now = at(view.playback.playhead_min).map(|at| [Mark::dot(at, DOT, Ink::Card), Mark::dot(at, DOT - 2.0, ink)]);
    let pointed = view.case_view.pointed_min.and_then(at);
    let ring = pointed.map(|at| Mark::Dot { at, radius: 4.0, ink: Ink::Text, filled: false });
    now.into_iter().flatten().chain(ring)
}

/// The quantity a plot describes: the white cell plot describes one class while that class is highlighted.
pub fn shown_quantity(view: &View<'_>, quantity: Quantity) -> Quantity {
    match view.highlighted() {
        Some(class @ Quantity::Class(_)) if quantity == Quantity::WhiteCells => class,
        _ => quantity,
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
    let traces = std::iter::once(&view.run_view).chain(view.pins.iter().map(|pin| &pin.curves));
    let points = traces.flat_map(|trace| trace.points(quantity, axis));
    let visible = points.filter(|point| (part.from..=part.to).contains(&point.0)).map(|(_, value)| (*value, *value));
    let all = visible.chain(spread::range(view, quantity, part));
    let range = all.reduce(|(least, most), (low, high)| (least.min(low), most.max(high)));
    range.map_or((0.0, 1.0), |(least, most)| range_about(quantity, least, most))
}
