//! The same aim at the least cost: the settings that were found, beside this run, with the way to try them.

use egui::{Align, Button, Label, Rect, RichText, Sense, Stroke, StrokeKind, Ui, vec2};

use super::{Stage, card_ui};
use crate::app::background::Answer;
use crate::app::commands::{Command, Commands};
use crate::app::state::DebriefView;
use crate::app::theme::{size, small, strong, tokens};
use crate::app::widgets::segmented;
use crate::app::widgets::table_row::{self, write};
use crate::sim::candidate::Candidate;
use crate::sim::least_cost::LeastCost;
use crate::sim::quantities::Quantity;
use crate::sim::{SettingId, Value};
use crate::text::{aim_number, clock, fixed, quantity_number};

pub fn least_cost_ui(ui: &mut Ui, stage: &Stage<'_>, rect: Rect, commands: &mut Commands) {
    let view = stage.view;
    let found = match view.background.debriefs.least_cost(&view.run_view, view.case.preset().aim) {
        Answer::Found(found) => found,
        pending => {
            let id = if pending == Answer::Pending { "debrief-searching" } else { "debrief-not-found" };
            let is_stated = stage.debrief.is_stated;
            let heading = if is_stated { "least-cost-aim" } else { "least-cost-cells" };
            return card_ui(ui, rect, &view.say(heading), |ui| {
                ui.label(RichText::new(view.say(id)).color(tokens(ui).quiet));
            });
        }
    };
    let all: Vec<&Candidate> = [&found.best].into_iter().chain(&found.alternatives).collect();
    let place = stage.chosen.candidate.min(all.len() - 1);
    let candidate = all[place];
    card_ui(ui, rect, &view.text.least_cost_heading(found), |ui| {
        let scope = format!("{} {}", view.say("debrief-ranked"), view.text.search_scope(found));
        ui.add(Label::new(RichText::new(&scope).font(small()).color(tokens(ui).quiet)).truncate()).on_hover_text(scope);
        if all.len() > 1 {
            let name = |place: usize| {
                let id = if place == 0 { "debrief-best" } else { "debrief-or" };
                view.text.with(id, &[("time", clock(all[place].minutes))])
            };
            let choices: Vec<_> = (0..all.len()).map(|place| (place, name(place))).collect();
            if let Some(candidate) = segmented::choices_in(ui, place, &choices, small()) {
                commands.push(Command::ShowDebrief(Some(DebriefView { candidate, ..stage.chosen })));
            }
        }
        tiles_ui(ui, stage, candidate);
        table_ui(ui, stage, found, candidate);
        ui.with_layout(egui::Layout::bottom_up(Align::LEFT), |ui| buttons_ui(ui, stage, candidate, commands));
    });
}

/// The settings that differ, each in a tile.
fn tiles_ui(ui: &mut Ui, stage: &Stage<'_>, candidate: &Candidate) {
    const HEIGHT: f32 = 40.0;
    const SPACE: f32 = 5.0;
    /// Tiles that have room beside each other.
    const LEAST_WIDTH: f32 = 104.0;
    let (view, tokens) = (stage.view, tokens(ui));
    if candidate.changes.is_empty() {
        ui.label(view.say("debrief-unchanged"));
        return;
    }
    let count = candidate.changes.len();
    let most = ((ui.available_width() / (LEAST_WIDTH + SPACE)) as usize).max(1);
    let rows = count.div_ceil(most);
    let columns = count.div_ceil(rows);
    let height = rows as f32 * (HEIGHT + SPACE) - SPACE;
    let (room, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let width = (room.width() - SPACE * (columns - 1) as f32) / columns as f32;
    for (index, (setting, value)) in candidate.changes.iter().enumerate() {
        let corner = vec2((index % columns) as f32 * (width + SPACE), (index / columns) as f32 * (HEIGHT + SPACE));
        let tile = Rect::from_min_size(room.min + corner, vec2(width, HEIGHT));
        let (name, value) = (view.text.setting(*setting), view.text.value_with_unit(*setting, *value));
        let response = ui.interact(tile, ui.scope_id().with(("tile", index)), Sense::hover());
        let spoken = view.text.with("explain-change", &[("setting", name.clone()), ("value", value.clone())]);
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &spoken));
        response.on_hover_text(spoken.clone());
        let painter = ui.painter();
        painter.rect(tile, 6.0, tokens.button, Stroke::new(1.0, tokens.hairline), StrokeKind::Inside);
        let inside = tile.shrink2(vec2(8.0, 3.0));
        let (above, below) = inside.split_top_bottom_at_fraction(0.46);
        write(painter, above, Align::Min, &name, small(), tokens.quiet);
        write(painter, below, Align::Min, &value, strong(size::SMALL + 1.0), tokens.text);
    }
}

/// This run and the candidate, number by number.
fn table_ui(ui: &mut Ui, stage: &Stage<'_>, found: &LeastCost, candidate: &Candidate) {
    let view = stage.view;
    ui.spacing_mut().item_spacing.y = 0.0;
    let present = &found.present;
    let quantity = |of: Quantity, values: [f64; 2]| values.map(|value| quantity_number(of, value));
    let named = |id: &str, of: Quantity| format!("{}, {}", view.say(id), view.text.unit(of.row().unit));
    let aim = view.text.with("debrief-row-aim", &[("unit", view.text.unit(found.aim.unit()))]);
    let warnings = |candidate: &Candidate| fixed(candidate.burden.iter().sum::<usize>() as f64, 0);
    row_ui(ui, "", &[view.say("debrief-this-run"), view.say("debrief-found")], true);
    row_ui(ui, &aim, &[present, candidate].map(|of| aim_number(&found.aim, of.aim.end)), false);
    row_ui(ui, &view.say("debrief-row-warnings"), &[warnings(present), warnings(candidate)], false);
    for (id, of, values) in [
        ("debrief-row-calcium", Quantity::IonizedCalcium, [present.calcium_mmol_l, candidate.calcium_mmol_l]),
        ("debrief-row-hemoglobin", Quantity::Hemoglobin, [present.hemoglobin_g_dl, candidate.hemoglobin_g_dl]),
        ("debrief-row-platelets", Quantity::Platelets, [present.platelets_e9_per_l, candidate.platelets_e9_per_l]),
    ] {
        row_ui(ui, &named(id, of), &quantity(of, values), false);
    }
    row_ui(ui, &view.say("debrief-time"), &[clock(present.minutes), clock(candidate.minutes)], false);
}

fn row_ui(ui: &mut Ui, name: &str, values: &[String; 2], is_head: bool) {
    const COLUMN: f32 = 76.0;
    let tokens = tokens(ui);
    let (rect, _) = table_row::row_ui(ui, 19.0, &format!("{name} {} {}", values[0], values[1]));
    let painter = ui.painter();
    let split = rect.right() - 2.0 * COLUMN;
    write(painter, rect.with_max_x(split), Align::Min, name, small(), tokens.text);
    let columns = [(split, tokens.text), (split + COLUMN, tokens.accent)];
    for ((left, ink), value) in columns.into_iter().zip(values) {
        let cell = rect.with_min_x(left).with_max_x(left + COLUMN);
        let (font, ink) = if is_head { (small(), tokens.quiet) } else { (strong(size::SMALL), ink) };
        write(painter, cell, Align::Max, value, font, ink);
    }
}

fn buttons_ui(ui: &mut Ui, stage: &Stage<'_>, candidate: &Candidate, commands: &mut Commands) {
    let (view, tokens) = (stage.view, tokens(ui));
    let changes: Vec<(SettingId, Value)> = candidate.changes.clone();
    if changes.is_empty() {
        return;
    }
    ui.horizontal(|ui| {
        let words = RichText::new(view.say("debrief-try")).font(strong(size::STRONG)).color(tokens.on_accent);
        if ui.add(Button::new(words).fill(tokens.accent)).clicked() {
            commands.push(Command::TryLeastCost(changes.clone()));
        }
        let beside = Button::new(view.say("debrief-side-by-side"));
        if ui.add_enabled(!view.pins.is_full(), beside).clicked() {
            commands.push(Command::LeastCostBeside(changes));
        }
    });
}
