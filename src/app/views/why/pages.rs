//! What is read about a warning on demand: what the body does, the arithmetic, and where the numbers come from.

use egui::{FontId, Label, RichText, Ui};

use super::Why;
use crate::app::background::Answer;
use crate::app::theme::{size, tokens};
use crate::app::widgets::worked;
use crate::sim::derivation::leading_to;
use crate::sim::warnings::rules;
use crate::text::clock;

fn words_ui(ui: &mut Ui, why: &Why<'_>, words: &str) {
    let font = FontId::proportional((size::SMALL + 1.0) * why.scale);
    ui.add(Label::new(RichText::new(words).font(font)).wrap());
}

fn heading_ui(ui: &mut Ui, why: &Why<'_>, words: &str) {
    ui.add_space(2.0);
    ui.label(RichText::new(words).font(why.strong(size::SMALL)).color(tokens(ui).quiet));
}

/// What the warning means, and how the body answers.
pub fn body_ui(ui: &mut Ui, why: &Why<'_>) {
    let text = why.view.text;
    ui.spacing_mut().item_spacing.y = 6.0;
    words_ui(ui, why, &text.warning_meaning(why.open.id));
    if let Some(answer) = text.body_answer(why.open.id) {
        words_ui(ui, why, &answer);
    }
}

/// How the value is worked out when it is worst.
pub fn arithmetic_ui(ui: &mut Ui, why: &Why<'_>) {
    let (Some(warning), Some(quantity)) = (why.warning, why.open.id.quantity()) else { return };
    let (text, run) = (why.view.text, &why.run.run);
    let moment = run.at(warning.worst_min(run));
    ui.spacing_mut().item_spacing.y = 6.0;
    heading_ui(ui, why, &text.with("why-arithmetic-at", &[("time", clock(moment.time_min))]));
    for derivation in leading_to(quantity).iter().filter_map(|formula| formula.at(run, &moment)) {
        worked::worked_ui(ui, &text.working(&derivation));
    }
}

/// The thresholds of this case with their sources, and how shares and changes were found.
pub fn sources_ui(ui: &mut Ui, why: &Why<'_>) {
    let (view, text) = (why.view, why.view.text);
    let rule = rules(&why.run.run.protocol.settings).find(|rule| rule.id == why.open.id);
    if let Some((rule, quantity)) = rule.as_ref().and_then(|rule| Some((rule, rule.watched()?))) {
        heading_ui(ui, why, &view.say("why-sources-thresholds"));
        for level in &rule.levels {
            let grade = rule.id.ctcae_grade(level.threshold);
            let id = if grade.is_some() { "why-sources-grade" } else { "why-sources-level" };
            let arguments = [
                ("level", text.severity(level.severity)),
                ("threshold", text.quantity_value(quantity, level.threshold)),
                ("source", text.source(rule.spec.source)),
                ("grade", grade.map_or_else(String::new, |grade| grade.to_string())),
            ];
            words_ui(ui, why, &text.with(id, &arguments));
        }
    } else if let Some(rule) = &rule {
        heading_ui(ui, why, &view.say("why-sources-thresholds"));
        words_ui(ui, why, &text.source(rule.spec.source));
    }
    if why.has_causes() {
        heading_ui(ui, why, &view.say("why-sources-shares"));
        words_ui(ui, why, &view.say("why-sources-shares-how"));
    }
    if let Answer::Found(found) = view.background.avoidances.of(&view.run_view)
        && why.has_advice()
    {
        heading_ui(ui, why, &view.say("why-sources-changes"));
        words_ui(ui, why, &text.with("why-sources-changes-how", &[("runs", found.runs.to_string())]));
        if let Some(words) = text.not_tried(found) {
            words_ui(ui, why, &words);
        }
    }
}
