//! A hundred such patients as a histogram made of people, colored by how badly each fared.

use egui::{Align2, Painter, Rect, RichText, Role, Sense, Shape, Stroke, Ui, UiBuilder, WidgetInfo, pos2, vec2};
use strum::IntoEnumIterator as _;

use super::people::{Zone, people_ui};
use super::{Stage, card_ui};
use crate::app::background::Answer;
use crate::app::commands::{Command, Commands};
use crate::app::state::{DebriefView, Measure};
use crate::app::theme::{self, Tokens, size, small, strong, tokens};
use crate::app::widgets::segmented;
use crate::sim::Severity;
use crate::sim::cost::PAID_WITH;
use crate::sim::warnings::rules;
use crate::study::hundred::Fared;
use crate::text::{aim_number, in_line, quantity_number, threshold_number};

/// Room for the switch beside the heading.
const SWITCH: f32 = 320.0;

pub fn hundred_ui(ui: &mut Ui, stage: &Stage<'_>, rect: Rect, commands: &mut Commands) {
    let view = stage.view;
    let preset = view.case.preset();
    card_ui(ui, rect, &view.say("debrief-hundred"), |ui| {
        let choices: Vec<_> = Measure::iter().map(|measure| (measure, view.say(name(measure)))).collect();
        // On the line of the heading, where there is room beside it.
        let heading = Rect::from_min_max(ui.max_rect().min, pos2(ui.max_rect().right(), ui.cursor().top() - 4.0));
        let beside = heading.with_min_x(heading.right() - SWITCH);
        let is_roomy = heading.width() > 2.2 * SWITCH;
        let place = if is_roomy { beside.with_max_y(beside.top() + 28.0) } else { ui.available_rect_before_wrap() };
        let place = UiBuilder::new().max_rect(place);
        let shown = ui.scope_builder(place, |ui| segmented::choices_in(ui, stage.chosen.measure, &choices, small()));
        if let Some(measure) = shown.inner {
            commands.push(Command::ShowDebrief(Some(DebriefView { measure, ..stage.chosen })));
        }
        match view.background.debriefs.hundred(&view.run_view, preset.aim, preset.virtual_patients) {
            Answer::Found(patients) if !patients.is_empty() => histogram_ui(ui, stage, patients),
            Answer::Pending => {
                ui.label(RichText::new(view.say("debrief-running")).color(tokens(ui).quiet));
            }
            _ => {
                ui.label(RichText::new(view.say("debrief-not-run")).color(tokens(ui).quiet));
            }
        }
    });
}

/// The message id of a measure's name.
const fn name(measure: Measure) -> &'static str {
    match measure {
        Measure::Calcium => "debrief-of-calcium",
        Measure::Hemoglobin => "debrief-of-hemoglobin",
        Measure::Platelets => "debrief-of-platelets",
        Measure::Aim => "debrief-of-aim",
    }
}

/// What of one patient is measured.
fn value(measure: Measure, fared: &Fared) -> f64 {
    let place = measure.quantity().and_then(|quantity| PAID_WITH.iter().position(|other| *other == quantity));
    place.map_or(fared.aim.end, |place| fared.lowest[place])
}

/// The same of this run, as the other cards tell it.
fn own_value(stage: &Stage<'_>) -> f64 {
    let fall = stage.chosen.measure.quantity().map(|quantity| stage.debrief.cost.fall(quantity));
    fall.map_or(stage.debrief.aim.end, |fall| fall.map_or(f64::NAN, |fall| fall.lowest.value))
}

fn number(stage: &Stage<'_>, value: f64) -> String {
    match stage.chosen.measure.quantity() {
        Some(quantity) => quantity_number(quantity, value),
        None => aim_number(&stage.debrief.aim.aim, value),
    }
}

/// The zones from the least value up, with how many are in each.
fn zones(stage: &Stage<'_>, values: &[f64]) -> Vec<Zone> {
    let measure = stage.chosen.measure;
    let mut borders: Vec<(f64, Severity, String)> = if let Some(quantity) = measure.quantity() {
        let watching = rules(&stage.view.run().protocol.settings).filter(|rule| rule.watched() == Some(quantity));
        let label = |threshold| threshold_number(quantity, threshold);
        let levels = watching.flat_map(|rule| rule.levels);
        levels.map(|level| (level.threshold, level.severity, label(level.threshold))).collect()
    } else {
        let aim = &stage.debrief.aim.aim;
        vec![(aim.target(), Severity::Moderate, aim_number(aim, aim.target()))]
    };
    borders.sort_by(|a, b| a.0.total_cmp(&b.0));
    let count = |from: f64, until: f64| values.iter().filter(|value| (from..until).contains(*value)).count();
    let mut from = f64::NEG_INFINITY;
    let mut zones = Vec::with_capacity(borders.len() + 1);
    // Where an aim is a count to fall to, those below have reached it.
    let is_fall = measure == Measure::Aim && stage.debrief.aim.aim.is_fall();
    for (until, severity, label) in borders {
        let severity = if is_fall { Severity::Information } else { severity };
        zones.push(Zone { until: Some(until), severity, count: count(from, until), label });
        from = until;
    }
    let severity = if is_fall { Severity::Moderate } else { Severity::Information };
    zones.push(Zone { until: None, severity, count: count(from, f64::INFINITY), label: String::new() });
    zones
}

fn histogram_ui(ui: &mut Ui, stage: &Stage<'_>, patients: &[Fared]) {
    const AXIS: f32 = 38.0;
    const HEAD: f32 = 22.0;
    let (view, tokens) = (stage.view, tokens(ui));
    let values: Vec<f64> =
        patients.iter().map(|fared| value(stage.chosen.measure, fared)).filter(|value| value.is_finite()).collect();
    let own = own_value(stage);
    let zones = zones(stage, &values);
    let (rect, response) = ui.allocate_exact_size(ui.available_size(), Sense::hover());
    let spoken = spoken(stage, &zones, own);
    response.widget_info(|| WidgetInfo::labeled(Role::Figure, true, &spoken));
    let plot = rect.with_min_y(rect.top() + HEAD).with_max_y(rect.bottom() - AXIS);
    let (least, most) = values
        .iter()
        .chain([&own])
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), value| (a.min(*value), b.max(*value)));
    let margin = 0.04 * (most - least).max(1e-6 * most.abs()).max(1e-9);
    let (low, high) = (least - margin, most + margin);
    let x = |value: f64| plot.left() + plot.width() * (((value - low) / (high - low)) as f32).clamp(0.0, 1.0);
    let painter = ui.painter();
    zones_ui(painter, tokens, stage, &zones, (rect, plot), &x);
    people_ui(painter, tokens, &zones, &values, plot, &x);
    painter.hline(plot.x_range(), plot.bottom(), Stroke::new(1.0, tokens.wall));

    let here = x(own);
    let tip = vec![
        pos2(here, plot.bottom() + 3.0),
        pos2(here + 6.0, plot.bottom() + 12.0),
        pos2(here - 6.0, plot.bottom() + 12.0),
    ];
    painter.add(Shape::convex_polygon(tip, tokens.text, Stroke::NONE));
    let words = view.text.with("debrief-this-run-at", &[("value", number(stage, own))]);
    let galley = painter.layout_no_wrap(words, strong(size::SMALL), tokens.text);
    let left = (here - galley.size().x / 2.0).min(rect.right() - galley.size().x).max(rect.left());
    let y = rect.bottom() - galley.size().y;
    let own_room = Rect::from_min_size(pos2(left, y), galley.size());
    painter.galley(own_room.min, galley, tokens.text);
    let axis = axis_words(stage);
    let galley = painter.layout_no_wrap(axis, small(), tokens.quiet);
    let room = Align2::RIGHT_BOTTOM.anchor_size(rect.right_bottom(), galley.size());
    let room = if room.intersects(own_room.expand(6.0)) {
        Align2::LEFT_BOTTOM.anchor_size(rect.left_bottom(), galley.size())
    } else {
        room
    };
    painter.galley(room.min, galley, tokens.quiet);
}

/// What the axis measures, with its unit.
fn axis_words(stage: &Stage<'_>) -> String {
    let view = stage.view;
    if let Some(quantity) = stage.chosen.measure.quantity() {
        let name = in_line(&view.text.quantity_name(quantity));
        return view.text.with("debrief-axis", &[("name", name), ("unit", view.text.unit(quantity.row().unit))]);
    }
    let aim = &stage.debrief.aim.aim;
    format!("{}, {}", view.text.aim_measure(aim), view.text.unit(aim.unit()))
}

/// The grounds of the zones, their borders on the axis, and how many are in each.
fn zones_ui(
    painter: &Painter,
    tokens: &Tokens,
    stage: &Stage<'_>,
    zones: &[Zone],
    (rect, plot): (Rect, Rect),
    x: &dyn Fn(f64) -> f32,
) {
    let mut left = plot.left();
    let mut last_label = f32::NEG_INFINITY;
    for (index, zone) in zones.iter().enumerate() {
        let right = zone.until.map_or(plot.right(), x);
        let (ink, fill) = theme::severity(tokens, zone.severity);
        let ground = Rect::from_min_max(pos2(left, rect.top()), pos2(right, plot.bottom()));
        if ground.width() > 1.0 {
            if zone.severity > Severity::Information {
                painter.rect_filled(ground, 0.0, fill);
            }
            // In words where there is room, else the number alone.
            let told = [zone_words(stage, zones, index), zone.count.to_string()];
            let galleys = told.map(|words| painter.layout_no_wrap(words, strong(size::SMALL), ink));
            let fitting = galleys.into_iter().find(|galley| galley.size().x + 10.0 < ground.width());
            if let Some(galley) = fitting.filter(|_| zone.count > 0) {
                painter.galley(ground.min + vec2(6.0, 3.0), galley, ink);
            }
        }
        if zone.until.is_some() && right > plot.left() + 1.0 && right < plot.right() - 1.0 {
            painter.vline(
                right,
                rect.top()..=plot.bottom(),
                Stroke::new(2.0, theme::severity(tokens, zone.severity.max(Severity::Mild)).0),
            );
            let galley = painter.layout_no_wrap(zone.label.clone(), small(), tokens.quiet);
            let room = Align2::CENTER_TOP.anchor_size(pos2(right, plot.bottom() + 4.0), galley.size());
            if room.left() > last_label + 8.0 {
                last_label = room.right();
                painter.galley(room.min, galley, tokens.quiet);
            }
        }
        left = right.max(left);
    }
}

/// How many are in a zone, and where it lies.
fn zone_words(stage: &Stage<'_>, zones: &[Zone], index: usize) -> String {
    let zone = &zones[index];
    let count = ("count", zone.count.to_string());
    let from = index.checked_sub(1).map(|before| zones[before].label.clone());
    match (from, zone.until) {
        (None, _) => stage.view.text.with("debrief-zone-below", &[count, ("border", zone.label.clone())]),
        (Some(from), Some(_)) => {
            stage.view.text.with("debrief-zone-between", &[count, ("from", from), ("to", zone.label.clone())])
        }
        (Some(from), None) => stage.view.text.with("debrief-zone-above", &[count, ("border", from)]),
    }
}

/// The histogram in words.
fn spoken(stage: &Stage<'_>, zones: &[Zone], own: f64) -> String {
    let view = stage.view;
    let mut parts = vec![axis_words(stage)];
    for (index, _) in zones.iter().enumerate().filter(|(_, zone)| zone.count > 0) {
        parts.push(zone_words(stage, zones, index));
    }
    parts.push(view.text.with("debrief-this-run-at", &[("value", number(stage, own))]));
    parts.join("; ")
}
