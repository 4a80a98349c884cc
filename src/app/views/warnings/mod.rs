//! The run's warnings: counted in the heading, then one line each, the worst first.

mod card;

use std::sync::Arc;

use egui::{Align, Galley, Id, Rect, RichText, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, vec2};

use super::View;
use super::hints::{hint_ui, is_shown};
use crate::app::commands::{Command, Commands};
use crate::app::state::Hint;
use crate::app::theme::{severity, size, small, strong, tokens};
use crate::app::widgets::bubble::{self, Tip};
use crate::app::widgets::icon::sized_severity_sign;
use crate::app::widgets::{focus, table_row};
use crate::sim::Severity;
use crate::sim::warning_groups::{Listing, WarningGroup, counts, groups};
use card::{Card, Standing};

/// Distance between two cards, and height of the heading of those that stand apart.
const GAP: f32 = 3.0;
const HEADING: f32 = 20.0;
/// How far words without a card stand inside the edge of the cards.
const INDENT: f32 = 4.0;
/// Height of the line that counts what is out of sight.
const FOOT: f32 = 22.0;

pub fn warnings_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let groups = groups(&view.run().warnings);
    ui.spacing_mut().item_spacing.y = GAP;
    title_ui(ui, view, &groups);
    past_life_ui(ui, view);
    if groups.is_empty() {
        ui.label(RichText::new(view.say("warnings-none")).color(tokens(ui).quiet));
        return;
    }
    let listing = Listing::at(&groups, order_min(ui, view, commands));
    let parts = |width: f32| -> Vec<(Option<&str>, Vec<Card<'_>>)> {
        let lists = [
            (None, Standing::Came, &listing.came),
            (Some("warnings-ahead"), Standing::Ahead, &listing.ahead),
            (Some("warnings-before"), Standing::Before, &listing.before),
        ];
        let lists = lists.into_iter().filter(|(_, _, levels)| !levels.is_empty());
        let card = |level, standing| Card::new(ui, view, &groups, level, standing, width);
        let laid = lists
            .map(|(heading, standing, levels)| (heading, levels.iter().map(|level| card(level, standing)).collect()));
        laid.collect()
    };
    let of_part = |(heading, cards): &(Option<&str>, Vec<Card<'_>>)| {
        let heading = if heading.is_some() { HEADING + GAP } else { 0.0 };
        heading + cards.iter().map(|card| card.height + GAP).sum::<f32>()
    };
    let width = ui.available_width();
    let mut laid = parts(width);
    let hint = if is_shown(view, Hint::Why) { bubble::HEIGHT + GAP } else { 0.0 };
    let height = laid.iter().map(of_part).sum::<f32>() + hint - GAP;
    let room = ui.available_rect_before_wrap();
    let is_whole = height <= room.height() + 0.5;
    if !is_whole {
        laid = parts(width - ui.spacing().scroll.allocated_width());
    }
    let seen = if is_whole { room } else { room.with_max_y(room.bottom() - FOOT) };
    let foot = Id::unique("warnings out of sight");
    let is_followed = ui.ctx().read_response(foot).is_some_and(|response| response.clicked());
    let list = UiBuilder::new().max_rect(seen);
    let out_of_sight = ui.scope_builder(list, |ui| {
        let area = ScrollArea::vertical()
            .id_salt("warnings")
            .auto_shrink(false)
            .show(ui, |ui| list_ui(ui, view, &laid, is_followed, commands));
        area.inner
    });
    if !is_whole {
        foot_ui(ui, view, room.with_min_y(seen.bottom()), foot, &out_of_sight.inner);
    }
}

/// That few would live through this, where it is so.
fn past_life_ui(ui: &mut Ui, view: &View<'_>) {
    let passed = view.run_view.past_life();
    if passed.is_empty() {
        return;
    }
    let tokens = tokens(ui);
    let words = view.text.with("warnings-past-life", &[("values", view.text.past_life(passed))]);
    let frame = egui::Frame::new().fill(tokens.severe_fill).corner_radius(8).inner_margin(8);
    let shown = frame.show(ui, |ui| {
        ui.label(RichText::new(words).font(strong(size::SMALL)).color(tokens.severe));
    });
    shown.response.on_hover_text(view.say("warnings-past-life-why"));
}

/// The time whose order the list has: while the pointer is over it, that of the moment at which it came. Nothing changes its place under
/// a pointer that is about to press it.
fn order_min(ui: &Ui, view: &View<'_>, commands: &mut Commands) -> f64 {
    let is_under_pointer = ui.rect_contains_pointer(ui.available_rect_before_wrap());
    let (kept, now_min) = (view.case_view.warnings_order_min, view.playback.playhead_min);
    let order_min = is_under_pointer.then(|| kept.unwrap_or(now_min));
    if order_min != kept {
        commands.push(Command::KeepWarningsOrder(order_min));
    }
    order_min.unwrap_or(now_min)
}

/// All cards; answers how severe those are that are out of sight below.
fn list_ui(
    ui: &mut Ui,
    view: &View<'_>,
    parts: &[(Option<&str>, Vec<Card<'_>>)],
    is_followed: bool,
    commands: &mut Commands,
) -> Vec<Severity> {
    let clip = ui.clip_rect();
    let (mut has_hint, mut below) = (false, Vec::new());
    for (heading, cards) in parts {
        if let Some(heading) = heading {
            let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), HEADING), Sense::hover());
            let words = view.say(heading);
            response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &words));
            let at = rect.left_bottom() + vec2(INDENT, -3.0);
            ui.painter().text(at, egui::Align2::LEFT_BOTTOM, words, small(), tokens(ui).quiet);
        }
        for card in cards {
            let (rect, why) = card.show(ui, view, commands);
            if !std::mem::replace(&mut has_hint, true) {
                hint_ui(ui, view, Hint::Why, Tip::Up(why.center().x));
            }
            if rect.bottom() > clip.bottom() + 1.0 {
                if below.is_empty() && is_followed {
                    ui.scroll_to_rect(rect.with_max_y(rect.top() + clip.height()), Some(Align::TOP));
                }
                below.push(card.level.severity);
            }
        }
    }
    below
}

/// How many kinds there are of each severity in the whole run, in signs and words.
fn title_ui(ui: &mut Ui, view: &View<'_>, groups: &[WarningGroup<'_>]) {
    const SIGN: f32 = 6.0;
    const BETWEEN: f32 = 9.0;
    let tokens = tokens(ui);
    let counts = counts(groups.iter().map(|group| group.worst().severity));
    let sum = view.text.severity_counts(&counts);
    let title = view.say(if view.twin().is_some() { "warnings-title-run" } else { "warnings-title" });
    let font = |of: Severity| if of >= Severity::Severe { strong(size::SMALL) } else { small() };
    let write = |words: String, of: Severity| ui.painter().layout_no_wrap(words, font(of), severity(tokens, of).0);
    let named: Vec<_> = counts.iter().map(|(of, count)| write(view.text.severity_count(*of, *count), *of)).collect();
    // In line with the numbers below, while cards go a little further to both sides.
    let room = ui.available_rect_before_wrap();
    let room = room.with_min_x(room.left() + INDENT);
    let titles_width = ui.painter().layout_no_wrap(title.clone(), strong(size::STRONG), tokens.text).size().x;
    let needed = |galleys: &[Arc<Galley>]| {
        titles_width + galleys.iter().map(|galley| BETWEEN + 2.0 * SIGN + 4.0 + galley.size().x).sum::<f32>()
    };
    // The signs say how bad; where there is no room for all words, the worst keeps its own longest.
    let mut galleys = named;
    for (place, (of, count)) in counts.iter().enumerate().rev() {
        if needed(&galleys) > room.width() {
            galleys[place] = write(count.to_string(), *of);
        }
    }
    let shown = ui.scope_builder(UiBuilder::new().max_rect(room), |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing = vec2(BETWEEN, 0.0);
            ui.label(RichText::new(title).font(strong(size::STRONG)));
            for ((of, _), galley) in counts.iter().zip(galleys) {
                let (ink, fill) = severity(tokens, *of);
                let wanted = vec2(2.0 * SIGN + 4.0 + galley.size().x, 21.0);
                let (rect, _) = ui.allocate_exact_size(wanted, Sense::hover());
                let sign = rect.left_center() + vec2(SIGN, 0.0);
                sized_severity_sign(ui.painter(), sign, SIGN, *of, ink, fill);
                let at = rect.left_center() + vec2(2.0 * SIGN + 4.0, -galley.size().y / 2.0);
                ui.painter().galley(at, galley, ink);
            }
        });
    });
    if !counts.is_empty() {
        let response = shown.response.interact(Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &sum));
        response.on_hover_text(sum);
    }
}

/// What is out of sight below; pressed, it is brought into view.
fn foot_ui(ui: &Ui, view: &View<'_>, room: Rect, id: Id, below: &[Severity]) {
    if below.is_empty() {
        return;
    }
    let tokens = tokens(ui);
    let severities = view.text.severity_counts(&counts(below.iter().copied()));
    let words = view.text.with("warnings-more", &[("count", below.len().to_string()), ("severities", severities)]);
    let response = ui.interact(room.shrink2(vec2(0.0, 1.0)), id, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &words));
    let worst = below.iter().copied().max().unwrap_or(Severity::Information);
    let ink = if worst >= Severity::Severe { tokens.severe } else { tokens.quiet };
    if response.hovered() {
        ui.painter().rect_filled(response.rect, 6.0, tokens.button_hovered);
    }
    focus::ring(ui, &response, response.rect, 6.0);
    let inside = response.rect.shrink2(vec2(6.0, 0.0));
    table_row::write(ui.painter(), inside, Align::Min, &words, strong(size::SMALL), ink);
}
