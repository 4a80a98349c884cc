//! Virtual patients: which are drawn, how many in a hundred get each warning, and how widely the outcome varies.

use std::ops::RangeInclusive;

use egui::{
    Align2, Checkbox, Label, Rect, Response, RichText, Role, ScrollArea, Sense, Stroke, Ui, UiBuilder, WidgetInfo,
    pos2, vec2,
};

use super::{empty_ui, hundred, spread};
use crate::app::commands::{Command, Commands, Toggle};
use crate::app::theme::{Tokens, body, severity, size, small, strong, tokens};
use crate::app::views::View;
use crate::app::widgets::table_row::row_ui;
use crate::app::widgets::value_field::ValueField;
use crate::app::widgets::{chip, elided, focus, icon};
use crate::preset::VirtualPatients;
use crate::sim::asked::AskedLevel;
use crate::sim::settings::Unit;
use crate::study::patients::{OutcomeSpread, Share, Summary};
use crate::study::rng::next_seed;
use crate::text::{Field, Form, per_hundred};

/// Width of the panel beside the answers.
const SIDE: f32 = 194.0;
const ROW: f32 = 24.0;
/// Width of the bar that stands for a hundred patients.
const BAR: f32 = 40.0;
/// Share of the room that a hundred people take beside the rows, and the width from which on there is room for both.
const PEOPLE: f32 = 0.44;
const SIDE_BY_SIDE: f32 = 430.0;
/// Height of the people above the rows.
const STACKED: f32 = 170.0;

pub fn patients_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let room = ui.available_rect_before_wrap();
    let (left, right) = room.split_left_right_at_x(room.left() + SIDE.min(0.45 * room.width()));
    ui.scope_builder(UiBuilder::new().max_rect(left), |ui| {
        ScrollArea::vertical().id_salt("drawn").auto_shrink(false).show(ui, |ui| drawn_ui(ui, view, commands));
    });
    let right = right.with_min_x(right.left() + 14.0);
    ui.painter().vline(right.left() - 8.0, room.y_range(), Stroke::new(1.0, tokens(ui).hairline));
    ui.scope_builder(UiBuilder::new().max_rect(right), |ui| match view.background.cohort.fates() {
        Some(summary) => answers_ui(ui, view, summary, commands),
        None if view.background.cohort.has_failed(&view.run_view, view.case.preset().virtual_patients) => {
            empty_ui(ui, &view.say("patients-failed"));
        }
        None => empty_ui(ui, &view.say("patients-coming")),
    });
    ui.advance_cursor_after_rect(room);
}

/// A hundred such patients for a lecture hall: how they fare with the warning that has come last, or else with the worst.
pub fn hall_hundred_ui(ui: &mut Ui, view: &View<'_>) {
    let Some(summary) = view.background.cohort.fates() else { return empty_ui(ui, &view.say("patients-coming")) };
    let told = view.text.all_such_patients(summary);
    let asked = view.last_warning().map(AskedLevel::from);
    let chosen = told.iter().find(|(share, _)| Some(AskedLevel::from(share)) == asked);
    match chosen.or_else(|| told.first()) {
        Some((share, sentence)) => {
            let sentence =
                spread::few_words(view).map_or_else(|| sentence.clone(), |few| format!("{sentence} ({few})"));
            hundred::people_ui(ui, view, (summary, share), &sentence, ui.available_height(), &hundred::IN_HALL);
        }
        None => empty_ui(ui, &view.say("such-none")),
    }
}

/// Which patients are drawn at random, and whether they appear behind the curves.
fn drawn_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let drawn = view.case.preset().virtual_patients;
    ui.spacing_mut().item_spacing.y = 5.0;
    ui.label(RichText::new(view.say("patients-title")).font(strong(size::STRONG)));
    let mut wanted = drawn;
    ui.horizontal(|ui| {
        let count = number_ui(ui, view, "patients-count", wanted.count as u64, VirtualPatients::COUNTS, 20.0);
        wanted.count = count as usize;
    });
    ui.horizontal(|ui| {
        wanted.seed = number_ui(ui, view, "patients-seed", wanted.seed, VirtualPatients::SEEDS, 1.0);
        if chip::chip(ui, &view.say("patients-others"), &view.say("patients-others-name")).clicked() {
            wanted.seed = next_seed(drawn.seed);
        }
    });
    // Until all are computed, the answers rest on fewer patients. The line keeps its place when nothing is to be said.
    let so_far = view.background.cohort.shown().filter(|summary| summary.count < drawn.count);
    let so_far = so_far.map(|summary| view.text.with("patients-so-far", &[("count", summary.count.to_string())]));
    let words = spread::few_words(view).or(so_far).unwrap_or_default();
    ui.label(RichText::new(words).font(small()).color(tokens(ui).quiet));
    if wanted != drawn {
        commands.push(Command::TakePatients(wanted));
    }
    let mut shown = view.workspace.patients_shown;
    let words = RichText::new(view.say("command-patients")).font(small());
    if ui.add(Checkbox::new(&mut shown, words)).changed() {
        commands.push(Command::Toggle(Toggle::Patients));
    }
    let differ = RichText::new(view.say("such-differ")).font(small()).color(tokens(ui).quiet);
    ui.add(Label::new(differ).wrap()).on_hover_text(view.say("patients-study"));
}

/// A whole number to type or drag, named by a message; returns its new value.
fn number_ui(ui: &mut Ui, view: &View<'_>, message: &str, value: u64, allowed: RangeInclusive<u64>, step: f64) -> u64 {
    let name = view.say(message);
    ui.label(RichText::new(&name).font(small()).color(tokens(ui).quiet));
    let form = Form::Number { unit: Unit::One, decimals: 0 };
    let field = Field { form, least: *allowed.start() as f64, most: *allowed.end() as f64, grain: 1.0 };
    let field = ValueField { name: &name, value: value as f64, step, field, font: body(), text: view.text };
    field.show(ui).1.map_or(value, |requested| requested as u64)
}

/// A hundred people by the chosen row; the rows, the worst first, and below them the spread of the outcome.
fn answers_ui(ui: &mut Ui, view: &View<'_>, summary: &Summary, commands: &mut Commands) {
    if view.background.patients_are_stale(view.state) {
        ui.set_opacity(0.45);
    }
    let told = view.text.all_such_patients(summary);
    let is_chosen = |share: &Share| view.case_view.patients_of.is_some_and(|level| level == AskedLevel::from(share));
    let chosen = told.iter().find(|(share, _)| is_chosen(share)).or_else(|| told.first());
    let room = ui.available_rect_before_wrap();
    let is_wide = room.width() > SIDE_BY_SIDE;
    let (people, rows) = if is_wide && chosen.is_some() {
        room.split_left_right_at_x(room.left() + PEOPLE * room.width())
    } else {
        (room.with_max_x(room.left()), room)
    };
    if let Some((share, sentence)) = chosen.filter(|_| is_wide) {
        let people = people.with_max_x(people.right() - 14.0);
        ui.scope_builder(UiBuilder::new().max_rect(people), |ui| {
            hundred::people_ui(ui, view, (summary, share), sentence, people.height(), &hundred::USUAL);
        });
    }
    ui.scope_builder(UiBuilder::new().max_rect(rows), |ui| {
        ScrollArea::vertical().id_salt("patients").auto_shrink(false).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            if told.is_empty() {
                ui.label(RichText::new(view.say("such-none")).font(small()));
            }
            if let Some((share, sentence)) = chosen.filter(|_| !is_wide) {
                hundred::people_ui(ui, view, (summary, share), sentence, STACKED, &hundred::USUAL);
                ui.add_space(6.0);
            }
            for (share, sentence) in &told {
                let is_chosen = chosen.is_some_and(|(chosen, _)| chosen == share);
                if share_ui(ui, view, (share, is_chosen), summary.count, sentence).clicked() && !is_chosen {
                    commands.push(Command::ShowPatients(AskedLevel::from(share)));
                }
            }
            ui.add_space(8.0);
            for outcome in &summary.outcomes {
                if let Some(sentence) = view.text.such_outcome(outcome) {
                    outcome_ui(ui, outcome, &sentence);
                }
            }
        });
    });
}

/// One row: its severity, what it is, in how many of a hundred, and a check mark if it is also true of the case.
fn share_ui(
    ui: &mut Ui,
    view: &View<'_>,
    (share, is_chosen): (&Share, bool),
    count: usize,
    sentence: &str,
) -> Response {
    const SIGN: f32 = 28.0;
    const MARK: f32 = 20.0;
    const NUMBER: f32 = 30.0;
    let tokens = tokens(ui);
    let comes_in_case = share.is_true_of_case();
    let case = view.say(if comes_in_case { "patients-case-too" } else { "patients-case-not" });
    let line = format!("{sentence}: {case}");
    let width = ui.available_width();
    let painter = ui.painter().clone();
    let room = (width - SIGN - BAR - NUMBER - MARK - 8.0).max(60.0);
    let words = elided::wrapped(&painter, &view.text.share_title(share), small(), tokens.text, room, 3);
    let (row, response) = ui.allocate_exact_size(vec2(width, (words.size().y + 6.0).max(ROW)), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, is_chosen, &line));
    let (ink, fill) = severity(tokens, share.severity);
    if is_chosen || response.hovered() {
        painter.rect_filled(row, 5.0, tokens.button_hovered);
    }
    focus::ring(ui, &response, row, 5.0);
    let middle = row.center().y;
    icon::severity_sign(&painter, pos2(row.left() + 12.0, middle), share.severity, ink, fill);
    painter.galley(pos2(row.left() + SIGN, middle - words.size().y / 2.0), words, tokens.text);
    let of_hundred = per_hundred(share.told(count), count);
    let bar = Rect::from_min_size(pos2(row.right() - MARK - NUMBER - BAR, middle - 4.0), vec2(BAR, 8.0));
    painter.rect_filled(bar, 4.0, Tokens::faint(tokens.wall, 0.35));
    let filled = bar.with_max_x(bar.left() + bar.width() * (of_hundred as f32 / 100.0).max(0.02));
    painter.rect_filled(filled, 4.0, ink);
    let number = pos2(row.right() - MARK, middle);
    painter.text(number, Align2::RIGHT_CENTER, of_hundred.to_string(), strong(size::SMALL), tokens.text);
    if comes_in_case {
        let mark = Rect::from_center_size(pos2(row.right() - 0.5 * MARK, middle), vec2(11.0, 11.0));
        icon::check_mark(&painter, mark, tokens.text);
    }
    response.on_hover_text(line)
}

/// One outcome: the middle 50% and 90% of the patients, a mark for the case, and the sentence.
fn outcome_ui(ui: &mut Ui, outcome: &OutcomeSpread, sentence: &str) {
    let tokens = tokens(ui);
    let painter = ui.painter().clone();
    let width = ui.available_width();
    let words = elided::wrapped(&painter, sentence, small(), tokens.text, (width - 32.0 - BAR).max(60.0), 4);
    let (row, response) = row_ui(ui, (words.size().y + 6.0).max(ROW), sentence);
    let [low, lower, _, upper, high] = outcome.percentiles;
    let case = outcome.case.unwrap_or(low);
    let (from, to) = (low.min(case), high.max(case));
    let room = Rect::from_min_size(row.left_top(), vec2(24.0 + BAR, ROW)).shrink2(vec2(4.0, 0.0));
    let x = |value: f64| {
        let share = if to > from { (value - from) / (to - from) } else { 0.5 };
        room.left() + room.width() * share as f32
    };
    let middle = row.center().y;
    let band = |from: f64, to: f64| Rect::from_x_y_ranges(x(from)..=x(to), middle - 5.0..=middle + 5.0);
    painter.rect_filled(band(low, high), 3.0, Tokens::faint(tokens.accent, 0.25));
    painter.rect_filled(band(lower, upper), 3.0, Tokens::faint(tokens.accent, 0.5));
    painter.vline(x(case), middle - 8.0..=middle + 8.0, Stroke::new(2.0, tokens.text));
    painter.galley(pos2(row.left() + 32.0 + BAR, middle - words.size().y / 2.0), words, tokens.text);
    response.on_hover_text(sentence);
}
