//! What the run cost: small curves of what the patient paid with, the time, the bag and the fluid.

use egui::{Color32, Rect, RichText, Sense, Shape, Stroke, Ui, UiBuilder, pos2, vec2};

use super::{Stage, card_ui};
use crate::app::state::Axis;
use crate::app::theme::{self, Tokens, size, small, strong, tokens};
use crate::sim::cost::Fall;
use crate::sim::quantities::Quantity;
use crate::sim::settings::Unit;
use crate::sim::warnings::{Level, rules};
use crate::text::{clock, fixed, quantity_number};

/// The color of the curve of what is paid with.
pub(super) const fn ink(tokens: &Tokens, quantity: Quantity) -> Color32 {
    match quantity {
        Quantity::Hemoglobin => tokens.red_cells,
        Quantity::Platelets => tokens.platelets,
        Quantity::IonizedCalcium => tokens.citrate,
        _ => tokens.white_cells,
    }
}

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
        ui.painter().circle_filled(spot.center(), 4.5, ink(tokens, fall.quantity));
        let name = view.text.quantity_name(fall.quantity);
        ui.add(egui::Label::new(RichText::new(name).font(strong(size::SMALL))).truncate());
    });
    let height = (ui.available_height() - 2.0 * 20.0).max(20.0);
    let (curve, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    curve_ui(ui, stage, fall, curve);
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

fn curve_ui(ui: &Ui, stage: &Stage<'_>, fall: &Fall, rect: Rect) {
    let tokens = tokens(ui);
    let points = stage.view.run_view.points(fall.quantity, Axis::Time);
    let highest = points.iter().map(|point| point.1).fold(fall.before, f64::max);
    let margin = 0.14 * (highest - fall.lowest.value).max(0.02 * highest);
    let (low, high) = (fall.lowest.value - margin, highest + margin);
    let y = |value: f64| rect.bottom() - rect.height() * ((value - low) / (high - low)).clamp(0.0, 1.0) as f32;
    let painter = ui.painter().with_clip_rect(rect.expand(1.0));
    let levels: Vec<Level> = rules(&stage.view.run().protocol.settings)
        .filter(|rule| rule.watched() == Some(fall.quantity))
        .flat_map(|rule| rule.levels)
        .filter(|level| level.threshold > low && level.threshold < high)
        .collect();
    for level in levels {
        let (ink, fill) = theme::severity(tokens, level.severity);
        let top = y(level.threshold);
        painter.rect_filled(rect.with_min_y(top), 0.0, fill);
        painter.rect_filled(rect.with_min_y(top).with_max_x(rect.left() + 3.0), 0.0, ink);
        painter.hline(rect.x_range(), top, Stroke::new(1.0, Tokens::faint(ink, 0.7)));
    }
    painter.hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, tokens.hairline));
    let end_min = stage.view.run().end_min.max(1e-9);
    let x = |time_min: f64| rect.left() + 5.0 + (rect.width() - 7.0) * (time_min / end_min) as f32;
    let line: Vec<_> = points.iter().map(|point| pos2(x(point.0), y(point.1))).collect();
    let stroke = Stroke::new(2.0 * tokens.line, ink(tokens, fall.quantity));
    painter.add(Shape::line(line, stroke));
    painter.circle_filled(pos2(x(fall.lowest.at_min), y(fall.lowest.value)), 3.5, stroke.color);
}
