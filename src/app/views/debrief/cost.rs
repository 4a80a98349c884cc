//! What the run cost: small curves of what the patient paid with, the time, the bag and the fluid.

use egui::{Rect, RichText, Sense, Ui, UiBuilder, pos2, vec2};

use super::{Stage, card_ui};
use crate::app::paint::marks::marks_ui;
use crate::app::theme::{self, size, small, strong, tokens};
use crate::app::widgets::still_plot::still_plot;
use crate::picture::Ink;
use crate::picture::plot::Axis;
use crate::picture::plot::{Family, Mark, Plot, bands};
use crate::sim::cost::Fall;
use crate::sim::settings::Unit;
use crate::text::{clock, fixed, quantity_number};

pub fn cost_ui(ui: &mut Ui, stage: &Stage<'_>, rect: Rect) {
    const SPACE: f32 = 14.0;
    let (view, cost) = (stage.view, &stage.debrief.cost);
    card_ui(ui, rect, &view.say("debrief-cost"), |ui| {
        let room = ui.available_rect_before_wrap();
        let columns = cost.falls.len() + 1;
        let width = (room.width() - SPACE * (columns - 1) as f32) / columns as f32;
        let column = |index: usize| {
            let left = room.left() + index as f32 * (width + SPACE);
            Rect::from_min_max(pos2(left, room.top()), pos2(left + width, room.bottom()))
        };
        for (index, fall) in cost.falls.iter().enumerate() {
            ui.scope_builder(UiBuilder::new().max_rect(column(index)), |ui| fall_ui(ui, stage, fall));
        }
        ui.scope_builder(UiBuilder::new().max_rect(column(cost.falls.len())), |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            let quiet = tokens(ui).quiet;
            ui.horizontal(|ui| ui.label(RichText::new(view.say("debrief-time")).font(strong(size::SMALL))));
            ui.label(RichText::new(clock(cost.minutes)).font(strong(22.0)));
            if let Some(past) = view.text.past_aim(cost).filter(|_| stage.debrief.is_stated) {
                ui.label(RichText::new(past).font(strong(size::SMALL)).color(tokens(ui).caution));
            }
            let bag = view.text.quantity(&fixed(cost.bag_ml, 0), Unit::Ml);
            ui.label(RichText::new(view.text.with("debrief-bag", &[("volume", bag)])).font(small()).color(quiet));
            ui.label(RichText::new(view.text.fluid_balance(cost)).font(small()).color(quiet));
        });
    });
}

/// One quantity: its name, its curve with the bands of its warnings, from what to what, and the worst of it.
fn fall_ui(ui: &mut Ui, stage: &Stage<'_>, fall: &Fall) {
    let (view, tokens) = (stage.view, tokens(ui));
    ui.spacing_mut().item_spacing.y = 2.0;
    ui.horizontal(|ui| {
        let (spot, _) = ui.allocate_exact_size(vec2(10.0, 14.0), Sense::hover());
        ui.painter().circle_filled(spot.center(), 4.5, tokens.ink(Ink::Curve(Family::of(fall.quantity))));
        let name = view.text.quantity_name(fall.quantity);
        ui.add(egui::Label::new(RichText::new(name).font(strong(size::SMALL))).truncate());
    });
    let height = (ui.available_height() - 2.0 * 20.0).max(20.0);
    curve_ui(ui, stage, fall, height);
    let unit = view.text.unit(fall.quantity.row().unit);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        let before = quantity_number(fall.quantity, fall.before);
        ui.label(RichText::new(format!("{before} →")).font(small()).color(tokens.quiet));
        ui.label(RichText::new(quantity_number(fall.quantity, fall.lowest.value)).font(strong(size::STRONG)));
        ui.label(RichText::new(unit).font(small()).color(tokens.quiet));
    });
    let (font, ink) = match fall.worst {
        Some((worst, _)) => (strong(size::SMALL), theme::severity(tokens, worst.severity).0),
        None => (small(), tokens.quiet),
    };
    let note = RichText::new(view.text.fall_note(fall)).font(font).color(ink);
    ui.add(egui::Label::new(note).truncate());
}

/// Its curve with the bands, as in the other plots, without axes.
fn curve_ui(ui: &mut Ui, stage: &Stage<'_>, fall: &Fall, height: f32) {
    let points = stage.view.run_view.points(fall.quantity, Axis::Time);
    let highest = points.iter().map(|point| point.1).fold(fall.before, f64::max);
    let margin = 0.14 * (highest - fall.lowest.value).max(0.02 * highest);
    let (run, family) = (stage.view.run(), Family::of(fall.quantity));
    let range = (fall.lowest.value - margin, highest + margin);
    let mut plot = Plot { curve: points.to_vec(), ..Plot::new(family, run.end_min.max(1e-9), range) };
    plot.reach(bands(run, fall.quantity), fall.quantity, stage.view.text);
    plot.before.push(Mark::dot((fall.lowest.at_min, fall.lowest.value), 3.5, Ink::Curve(family)));
    let along = 0.0..=plot.end;
    let shown = still_plot(ui, fall.quantity.row().key).show_axes(false).show_grid(false).sense(Sense::hover());
    shown.height(height).show(ui, |shown| {
        shown.set_plot_bounds_x(along.clone());
        shown.set_plot_bounds_y(plot.from..=plot.to);
        marks_ui(shown, &along, plot.marks());
    });
}
