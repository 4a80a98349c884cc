//! White cells by class, as lines or stacked, with the current count of each beside them.

use egui::{Align, Align2, Layout, Rect, Ui, UiBuilder, pos2, vec2};

use super::chart::{Chart, Shown, chart_ui};
use super::{bands, labels, pinned, sample};
use crate::app::commands::{Command, Commands, Toggle};
use crate::app::theme::{Tokens, size, small, strong, tokens};
use crate::app::views::View;
use crate::app::widgets::segmented;
use crate::app::widgets::table_row::{self, write};
use crate::model::cells::WhiteCell;
use crate::picture::Ink;
use crate::picture::cells::CellKind;
use crate::picture::free_places::FreePlaces;
use crate::picture::plot::{Family, Mark, Pen, Plot, Scale, classes as described, on_scale};
use crate::sim::quantities::Quantity;
use crate::text::quantity_number;

const LIST_WIDTH: f32 = 214.0;
const TITLE: f32 = 26.0;

/// Returns the time pointed at, min.
pub fn classes_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) -> Option<f64> {
    let room = ui.available_rect_before_wrap();
    let title = room.with_max_y(room.top() + TITLE);
    let below = room.with_min_y(title.bottom());
    title_ui(ui, view, title, commands);
    let present = described::present(view.run());
    let list = below.with_min_x(below.right() - LIST_WIDTH);
    let plot = below.with_max_x(list.left() - size::GAP);
    ui.scope_builder(UiBuilder::new().max_rect(list), |ui| list_ui(ui, view, &present, commands));
    ui.scope_builder(UiBuilder::new().max_rect(plot), |ui| plot_ui(ui, view, &present, commands)).inner
}

fn title_ui(ui: &mut Ui, view: &View<'_>, room: Rect, commands: &mut Commands) {
    let plotting = &view.workspace.plots;
    let words = view.say("plots-classes");
    let at = room.left_center() + vec2(8.0, 0.0);
    let name = ui.painter().text(at, Align2::LEFT_CENTER, words, strong(size::STRONG), tokens(ui).text);
    let unit = view.text.unit(Quantity::WhiteCells.row().unit);
    let at = name.right_center() + vec2(6.0, 0.5);
    ui.painter().text(at, Align2::LEFT_CENTER, unit, small(), tokens(ui).quiet);
    let right = UiBuilder::new().max_rect(room).layout(Layout::right_to_left(Align::Center));
    ui.scope_builder(right, |ui| {
        let scales = [(true, view.say("plots-logarithmic")), (false, view.say("plots-linear"))];
        let shapes = [(true, view.say("plots-stacked")), (false, view.say("plots-lines"))];
        // Stacked parts make no sense on a logarithmic scale.
        if !plotting.stacked && segmented::choices(ui, plotting.logarithmic, &scales).is_some() {
            commands.push(Command::Toggle(Toggle::Logarithmic));
        }
        ui.add_space(10.0);
        if segmented::choices(ui, plotting.stacked, &shapes).is_some() {
            commands.push(Command::Toggle(Toggle::Stacked));
        }
    });
}

fn plot_ui(ui: &mut Ui, view: &View<'_>, present: &[WhiteCell], commands: &mut Commands) -> Option<f64> {
    let name = view.say("plots-classes");
    let moment = view.run().at(view.shown_min());
    let amounts = present.iter().map(|class| {
        let quantity = Quantity::Class(*class);
        format!("{} {}", view.text.quantity_name(quantity), view.text.quantity_at(quantity, &moment))
    });
    let plotting = &view.workspace.plots;
    let scale = if plotting.logarithmic && !plotting.stacked { Scale::Logarithmic } else { Scale::Linear };
    let quantity = Quantity::WhiteCells;
    let mut plot = Plot {
        name,
        scale,
        sentence: amounts.collect::<Vec<_>>().join(", "),
        ..Plot::new(Family::of(quantity), view.axis_end(), shown_range(view, present, scale))
    };
    plot.reach(bands::bands(view, quantity), quantity, view.text);
    plot.behind = curves(view, present, scale);
    let chart = Chart { key: "classes", quantity, plot };
    let shown = chart_ui(ui, view, &chart, commands);
    bands::bars_ui(ui, view, (&chart, &shown), commands);
    let labels = labels::lay_out(ui, view, &chart, quantity, &shown, taken(view, present, &shown));
    labels.show(ui, chart.key, &shown);
    pinned::badges_ui(ui, view, quantity, &shown, chart.key, commands);
    shown.pointed_min
}

/// What the curves take of the plot.
fn taken(view: &View<'_>, present: &[WhiteCell], shown: &Shown) -> FreePlaces {
    const MARGIN: f32 = 3.0;
    let axis = view.workspace.plots.axis;
    let mut places = FreePlaces::new(MARGIN);
    let all = shown.on_screen(view.run_view.points(Quantity::WhiteCells, axis));
    if view.workspace.plots.stacked {
        places.area(all);
    } else {
        places.curve(all);
        for class in present {
            places.curve(shown.on_screen(view.run_view.points(Quantity::Class(*class), axis)));
        }
    }
    for pin in view.pins.iter() {
        places.curve(shown.on_screen(pin.curves.points(Quantity::WhiteCells, axis)));
    }
    for badge in pinned::badges(view, Quantity::WhiteCells, shown) {
        places.take(badge.rect);
    }
    places
}

fn shown_range(view: &View<'_>, present: &[WhiteCell], scale: Scale) -> (f64, f64) {
    let plotting = &view.workspace.plots;
    let part = view.shown_part();
    let own = std::iter::once(Quantity::WhiteCells).chain(present.iter().copied().map(Quantity::Class));
    let own = own.flat_map(|quantity| view.run_view.points(quantity, plotting.axis));
    let pinned = view.compared().flat_map(|pin| pin.curves.points(Quantity::WhiteCells, plotting.axis));
    let visible = own.chain(pinned).filter(|point| (part.from..=part.to).contains(&point.0));
    described::range(scale, visible.map(|point| point.1))
}

/// The classes as lines or stacked, over the pinned runs or under them.
fn curves(view: &View<'_>, present: &[WhiteCell], scale: Scale) -> Vec<Mark> {
    let all = Quantity::WhiteCells;
    let axis = view.workspace.plots.axis;
    let drawn: Vec<_> = present.iter().map(|class| (*class, strength(view, *class))).collect();
    let points = |quantity| view.run_view.points(quantity, axis);
    let pinned = pinned::difference(view, all, scale).into_iter().chain(pinned::curves(view, all, scale));
    if view.workspace.plots.stacked {
        return described::stack(&drawn, points).into_iter().chain(pinned).collect();
    }
    let ghosts = view.ghosts.runs().map(|(trace, strength)| Mark::Line {
        points: on_scale(trace.points(all, axis), scale),
        pen: Pen::new(Ink::Text, 1.0).faint(0.3 * strength),
    });
    ghosts.chain(pinned).chain(described::lines(scale, &drawn, points)).collect()
}

/// While one kind of cell is highlighted, the other classes are faint.
fn strength(view: &View<'_>, class: WhiteCell) -> f32 {
    if view.case_view.highlight.is_none_or(|kind| kind == CellKind::White(class)) { 1.0 } else { 0.3 }
}

/// Each class with its line, name and count at the time shown; hovering one highlights it everywhere.
fn list_ui(ui: &mut Ui, view: &View<'_>, present: &[WhiteCell], commands: &mut Commands) {
    let moment = view.run().at(view.shown_min());
    ui.spacing_mut().item_spacing.y = 1.0;
    for class in std::iter::once(None).chain(present.iter().rev().copied().map(Some)) {
        let quantity = class.map_or(Quantity::WhiteCells, Quantity::Class);
        let value = quantity.at(&moment).map_or_else(|| "–".to_owned(), |value| quantity_number(quantity, value));
        let hovered = row_ui(ui, view, quantity, class, &value);
        let kind = class.map(CellKind::White);
        if hovered && view.case_view.highlight != kind {
            commands.push(Command::Highlight(kind));
        }
    }
}

fn row_ui(ui: &mut Ui, view: &View<'_>, quantity: Quantity, class: Option<WhiteCell>, value: &str) -> bool {
    const ROW: f32 = 22.0;
    const SAMPLE: f32 = 26.0;
    let tokens = tokens(ui);
    let name = view.text.quantity_name(quantity);
    let (rect, response) = table_row::row_ui(ui, ROW, &format!("{name} {value}"));
    let pen = class.map_or(described::ALL, |class| described::pen(class, 1.0));
    let ink = Tokens::faint(tokens.ink(pen.ink), pen.opacity);
    let ends = [rect.left_center(), pos2(rect.left() + SAMPLE, rect.center().y)];
    if view.workspace.plots.stacked {
        ui.painter().rect_filled(Rect::from_two_pos(ends[0], ends[1]).expand2(vec2(0.0, 5.0)), 2.0, ink);
    } else {
        sample::line_ui(ui, ends, ink, pen.dashes, pen.width);
    }
    let value = write(ui.painter(), rect, Align::Max, value, strong(size::SMALL), tokens.text);
    let names = rect.with_min_x(rect.left() + SAMPLE + 8.0).with_max_x(value.rect.left() - 4.0);
    write(ui.painter(), names, Align::Min, &name, small(), tokens.text);
    response.hovered()
}
