//! The open part of a warning's card: its meaning, its causes, and the smallest changes that would have avoided it.

use egui::{Align, Align2, Color32, Label, Layout, Response, RichText, Ui, pos2};

use super::View;
use crate::app::background::Answer;
use crate::app::commands::{Command, Commands};
use crate::app::state::OpenWarning;
use crate::app::theme::{Tokens, severity, size, small, strong, tokens};
use crate::app::widgets::table_row::{row_ui, write};
use crate::app::widgets::{chip, worked};
use crate::sim::Warning;
use crate::sim::advice::{Remedy, Standing};
use crate::sim::derivation::leading_to;
use crate::sim::explain::{CauseShare, Explanation};
use crate::sim::warning_groups::named;
use crate::text::{clock, fixed, quantity_number, value_in_force};

/// Maximum number of causes with their own bar; the rest share one.
const MOST_CAUSES: usize = 5;
/// Number of changes shown before "more" is pressed.
const MOST_CHANGES: usize = 4;

const ROW: f32 = 23.0;
const BAR: f32 = 4.0;
/// Widths of the share and of the value without the cause, at the right of a line.
const SHARE: f32 = 46.0;
const WITHOUT: f32 = 36.0;

/// The whole explanation; `ink` is the color of its severity.
pub fn explanation_ui(ui: &mut Ui, view: &View<'_>, warning: &Warning, open: &OpenWarning, commands: &mut Commands) {
    ui.spacing_mut().item_spacing.y = 3.0;
    ui.add_space(4.0);
    ui.add(Label::new(RichText::new(view.text.warning_meaning(warning.id)).font(small())).wrap());
    let explained = view.run_view.explanations().iter().find(|explained| explained.warning == *warning);
    if let Some(explained) = explained.filter(|explained| !explained.causes.is_empty()) {
        causes_ui(ui, view, explained, severity(tokens(ui), warning.severity).0);
    }
    changes_ui(ui, view, warning, open, commands);
    unfolded_ui(ui, view, warning, open, commands);
}

/// The expandable parts: how the body responds, and how the value is calculated at its worst.
fn unfolded_ui(ui: &mut Ui, view: &View<'_>, warning: &Warning, open: &OpenWarning, commands: &mut Commands) {
    let run = view.run();
    let body = view.text.body_answer(warning.id);
    let onset = run.at(warning.from_min);
    let formulas = warning.id.quantity().map(leading_to).unwrap_or_default();
    let can_be_worked_out = formulas.iter().any(|formula| formula.at(run, &onset).is_some());
    ui.add_space(6.0);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let mut opener = |words: String, is_open, toggled: OpenWarning| {
            if chip::opener(ui, &words, &words, is_open).clicked() {
                commands.push(Command::Explain(Some(toggled)));
            }
        };
        if body.is_some() {
            opener(view.say("why-body"), open.body, OpenWarning { body: !open.body, ..open.clone() });
        }
        if can_be_worked_out {
            let toggled = OpenWarning { arithmetic: !open.arithmetic, ..open.clone() };
            opener(view.say("why-arithmetic"), open.arithmetic, toggled);
        }
    });
    if let Some(body) = body.filter(|_| open.body) {
        ui.add(Label::new(RichText::new(body).font(small())).wrap());
    }
    if open.arithmetic && can_be_worked_out {
        let moment = run.at(warning.worst_min(run));
        heading_ui(ui, &view.text.with("why-arithmetic-at", &[("time", clock(moment.time_min))]));
        for derivation in formulas.iter().filter_map(|formula| formula.at(run, &moment)) {
            worked::worked_ui(ui, &view.text.working(&derivation));
        }
    }
}

fn heading_ui(ui: &mut Ui, words: &str) -> Response {
    ui.add_space(6.0);
    ui.add(Label::new(RichText::new(words).font(strong(size::SMALL))).wrap())
}

fn quiet_ui(ui: &mut Ui, words: &str) {
    ui.add(Label::new(RichText::new(words).font(small()).color(tokens(ui).quiet)).wrap());
}

/// One bar per cause, as long as its share: contributing causes first, then opposing ones in a quieter color.
fn causes_ui(ui: &mut Ui, view: &View<'_>, explained: &Explanation, ink: Color32) {
    let (pushed, held): (Vec<_>, Vec<_>) = explained.causes.iter().partition(|share| share.share_percent > 0.0);
    let least = least_shown(&explained.causes);
    let longest = explained.causes.iter().map(|share| share.share_percent.abs()).fold(100.0, f64::max);
    let moved = moved(view, explained);
    let heading = heading_ui(ui, &view.say(if explained.moved < 0.0 { "why-lowered" } else { "why-raised" }));
    let caption = pos2(ui.max_rect().right() - SHARE, heading.rect.bottom());
    let quiet = tokens(ui).quiet;
    ui.painter().text(caption, Align2::RIGHT_BOTTOM, view.say("why-without-head"), small(), quiet);
    ui.ctx().accesskit_node_builder(heading.id, |node| node.set_description(moved.as_str()));
    heading.on_hover_text(moved);
    for row in rows(view, explained, &pushed, least) {
        cause_ui(ui, view, &row, longest, ink);
    }
    if !held.is_empty() {
        quiet_ui(ui, &view.say("why-held"));
    }
    for row in rows(view, explained, &held, least) {
        cause_ui(ui, view, &row, longest, ink);
    }
    if !explained.not_tried.is_empty() {
        let names: Vec<_> =
            explained.not_tried.iter().map(|cause| view.say(&format!("cause-{}", cause.key()))).collect();
        quiet_ui(ui, &view.text.with("explain-not-tried", &[("causes", names.join(", "))]));
    }
}

/// The value at the start and at the time the causes are evaluated.
fn moved(view: &View<'_>, explained: &Explanation) -> String {
    let Some(quantity) = explained.warning.id.quantity() else { return String::new() };
    let run = view.run();
    let first = quantity.at(&run.at(0.0)).map_or_else(String::new, |value| quantity_number(quantity, value));
    let worst = view.text.quantity_at(quantity, &run.at(explained.worst_min));
    let arguments = [("first", first), ("value", worst), ("time", clock(explained.worst_min))];
    view.text.with("why-moved", &arguments)
}

/// The smallest share that gets its own bar, percent.
fn least_shown(causes: &[CauseShare]) -> f64 {
    let mut weights: Vec<_> = causes.iter().map(|share| share.share_percent.abs()).collect();
    weights.sort_by(|a, b| b.total_cmp(a));
    weights.get(MOST_CAUSES - 1).copied().unwrap_or(0.0)
}

/// A cause, or the sum of all causes too small for a line of their own.
struct CauseRow {
    name: String,
    percent: f64,
    /// The value without this cause; unknown for several causes together.
    without: Option<String>,
}

/// The causes of at least `least` percent, and the sum of the others.
fn rows(view: &View<'_>, explained: &Explanation, causes: &[&CauseShare], least: f64) -> Vec<CauseRow> {
    let (shown, others): (Vec<_>, Vec<_>) = causes.iter().partition(|share| share.share_percent.abs() >= least);
    let quantity = explained.warning.id.quantity();
    let row = |share: &&CauseShare| CauseRow {
        name: view.say(&format!("cause-{}", share.cause.key())),
        percent: share.share_percent,
        without: quantity.map(|quantity| quantity_number(quantity, share.value_without)),
    };
    let mut rows: Vec<_> = shown.into_iter().map(row).collect();
    if !others.is_empty() {
        let percent = others.iter().map(|share| share.share_percent).sum();
        rows.push(CauseRow { name: view.say("why-other-causes"), percent, without: None });
    }
    rows
}

/// The cause, the value without it, and its share, with a bar of that length below.
fn cause_ui(ui: &mut Ui, view: &View<'_>, row: &CauseRow, longest: f64, ink: Color32) {
    let tokens = tokens(ui);
    let held_back = row.percent < 0.0;
    // How far a cause held the value back is told by the value without it: its share can exceed the whole.
    let words = match &row.without {
        Some(value) if held_back => {
            view.text.with("explain-held-cause", &[("cause", row.name.clone()), ("value", value.clone())])
        }
        None if held_back => row.name.clone(),
        _ => view.text.with("explain-cause", &[("cause", row.name.clone()), ("percent", fixed(row.percent, 0))]),
    };
    let (rect, response) = row_ui(ui, ROW, &words);
    let (ink, words) = if held_back { (tokens.quiet, tokens.quiet) } else { (ink, tokens.text) };
    let painter = ui.painter();
    let line = rect.with_max_y(rect.bottom() - BAR - 2.0);
    if !held_back {
        let number = view.text.with("why-percent", &[("percent", fixed(row.percent, 0))]);
        write(painter, line, Align::Max, &number, small(), words);
    }
    let names = line.with_max_x(line.right() - SHARE - WITHOUT);
    let is_cut = write(painter, names, Align::Min, &row.name, small(), words).is_cut;
    if let Some(value) = &row.without {
        write(painter, line.with_max_x(line.right() - SHARE), Align::Max, value, small(), tokens.quiet);
        let description = view.text.with("why-without", &[("value", value.clone())]);
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(description));
    }

    let rail = rect.with_min_y(rect.bottom() - BAR - 1.0).with_max_y(rect.bottom() - 1.0);
    painter.rect_filled(rail, BAR / 2.0, Tokens::faint(ink, 0.18));
    let share = (row.percent.abs() / longest) as f32;
    painter.rect_filled(rail.with_max_x(rail.left() + (share * rail.width()).max(BAR)), BAR / 2.0, ink);
    if is_cut {
        response.on_hover_text(&row.name);
    }
}

/// Changes that would have avoided the warning, each with a button to try it.
fn changes_ui(ui: &mut Ui, view: &View<'_>, warning: &Warning, open: &OpenWarning, commands: &mut Commands) {
    ui.add_space(2.0);
    if warning.present_before {
        return quiet_ui(ui, &view.say("why-before"));
    }
    let found = match view.background.avoidances.of(&view.run_view) {
        Answer::Pending => return quiet_ui(ui, &view.say("why-looking")),
        Answer::Failed => return quiet_ui(ui, &view.say("why-failed")),
        Answer::Found(found) => found,
    };
    let Some(avoidance) = found.avoidances.iter().find(|avoidance| avoidance.warning == *warning) else { return };
    let advised: Vec<_> = avoidance.of(Standing::Advised).collect();
    if advised.is_empty() {
        quiet_ui(ui, &view.say("why-no-change"));
    } else {
        // The changes avoid the worst level, which may differ from the level in the card's title.
        let title = view.text.warning_title(warning);
        let named = named(&view.run().warnings, view.playback.playhead_min);
        let is_named = named.iter().any(|named| view.text.warning_title(named) == title);
        let heading =
            if is_named { view.say("why-avoided") } else { view.text.with("why-avoided-level", &[("title", title)]) };
        heading_ui(ui, &heading);
    }
    let shown = if open.all { advised.len() } else { MOST_CHANGES };
    for remedy in advised.iter().take(shown) {
        advised_ui(ui, view, remedy, commands);
    }
    if open.all || advised.is_empty() {
        apart_ui(ui, view, "why-costly", avoidance.of(Standing::Costly));
        apart_ui(ui, view, "why-other-patient", avoidance.of(Standing::OtherPatient));
        if let Some(words) = view.text.not_tried(found) {
            quiet_ui(ui, &words);
        }
    }
    let hidden = avoidance.remedies.len().saturating_sub(advised.len().min(MOST_CHANGES));
    if hidden > 0 && !advised.is_empty() {
        let more = view.text.with("why-more", &[("count", hidden.to_string())]);
        let words = if open.all { view.say("why-fewer") } else { more };
        if chip::opener(ui, &words, &words, open.all).clicked() {
            commands.push(Command::Explain(Some(OpenWarning { all: !open.all, ..open.clone() })));
        }
    }
}

/// Changes that avoid the warning too, but that nobody would or could choose: without a button.
fn apart_ui<'a>(ui: &mut Ui, view: &View<'_>, heading: &str, remedies: impl Iterator<Item = &'a Remedy>) {
    for (index, remedy) in remedies.enumerate() {
        if index == 0 {
            heading_ui(ui, &view.say(heading));
        }
        ui.add(Label::new(RichText::new(view.text.remedy(remedy)).font(small())).wrap());
        if let Some(price) = view.text.price(remedy) {
            quiet_ui(ui, &price);
        }
    }
}

/// What applies a remedy.
fn command(remedy: &Remedy) -> Option<Command> {
    match *remedy.changes {
        [(setting, value)] => Some(Command::SetFromStart(setting, value)),
        [first, second] => Some(Command::SetTogether([first, second])),
        _ => None,
    }
}

/// Each changed setting with its present value and the one that avoids the warning, the price, and a button that applies it.
fn advised_ui(ui: &mut Ui, view: &View<'_>, remedy: &Remedy, commands: &mut Commands) {
    let settings = &view.run().protocol.settings;
    let names: Vec<_> = remedy.changes.iter().map(|(setting, _)| view.text.setting(*setting)).collect();
    let changes = remedy.changes.iter().map(|(setting, value)| {
        let now = view.text.value_with_unit(*setting, value_in_force(settings, *setting));
        let wanted = view.text.bare_value(*setting, *value);
        view.text.with("why-change", &[("now", now), ("wanted", wanted)])
    });
    let lines: Vec<_> = changes.chain(view.text.price(remedy)).collect();
    ui.push_id(view.text.remedy(remedy), |ui| {
        ui.with_layout(Layout::right_to_left(Align::TOP).with_main_wrap(false), |ui| {
            let description = view.text.with("why-try-name", &[("change", view.text.remedy(remedy))]);
            // Disabled after a simulation error: the settings are then not those of the run shown.
            ui.add_enabled_ui(view.run_view.simulation_error.is_none(), |ui| {
                if chip::chip(ui, &view.say("why-try"), &description).clicked() {
                    // The change was found for the whole run, so it applies from the start.
                    commands.extend(command(remedy));
                }
            });
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                ui.add(Label::new(RichText::new(names.join(" + ")).font(small())).truncate());
                for line in &lines {
                    quiet_ui(ui, line);
                }
            });
        });
    });
}
