//! A challenge: what is to be reached, each ticked as the settings move, and the settings that are freed.

use egui::{Margin, RichText, Sense, Stroke, Ui, vec2};

use super::card::quiet;
use super::told::{self, Said};
use crate::app::commands::Commands;
use crate::app::state::LessonPlay;
use crate::app::theme::{Tokens, size, small, strong, tokens};
use crate::app::views::View;
use crate::app::views::setting::setting_ui;
use crate::app::widgets::icon::check_mark;
use crate::lesson::{Condition, TryStep, conditions};

pub(super) fn challenge_ui(ui: &mut Ui, view: &View<'_>, play: &LessonPlay, asked: &TryStep, commands: &mut Commands) {
    conditions_ui(ui, view, &conditions(asked, view.run()));
    if play.is_locked(play.at) {
        return;
    }
    ui.add_space(2.0);
    ui.label(RichText::new(view.say("lesson-you-set")).font(small()).color(tokens(ui).quiet));
    for setting in &asked.moves {
        setting_ui(ui, view, *setting, true, commands);
    }
}

/// Each condition, ticked while it is met, with the run's own value.
fn conditions_ui(ui: &mut Ui, view: &View<'_>, conditions: &[Condition]) {
    let tokens = tokens(ui);
    ui.spacing_mut().item_spacing.y = 7.0;
    for condition in conditions {
        let ink = if condition.is_met { tokens.platelets } else { tokens.caution };
        let frame =
            egui::Frame::new().fill(Tokens::faint(ink, 0.10)).corner_radius(8.0).inner_margin(Margin::symmetric(10, 7));
        let response = frame.show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.horizontal(|ui| {
                let (rect, _) = ui.allocate_exact_size(vec2(22.0, 22.0), Sense::hover());
                if condition.is_met {
                    ui.painter().circle_filled(rect.center(), 10.0, ink);
                    check_mark(ui.painter(), rect.shrink(5.5), tokens.card);
                } else {
                    ui.painter().circle_stroke(rect.center(), 9.0, Stroke::new(2.0, ink));
                }
                ui.vertical(|ui| {
                    ui.spacing_mut().item_spacing.y = 0.0;
                    ui.add(
                        egui::Label::new(RichText::new(view.text.condition(&condition.asked)).font(strong(size::BODY)))
                            .wrap(),
                    );
                    if let Some(value) = view.text.condition_value(condition) {
                        ui.label(RichText::new(value).font(small()).color(tokens.quiet));
                    }
                })
            })
        });
        let words = view.text.condition(&condition.asked);
        let value = view.text.condition_value(condition).unwrap_or_default();
        let message = if condition.is_met { "lesson-met" } else { "lesson-not-met" };
        let said = view.text.with(message, &[("condition", words), ("value", value)]);
        let read = ui.interact(response.response.rect, response.response.id.with("said"), Sense::hover());
        read.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &said));
        // What a moved setting did to it is heard.
        ui.ctx().accesskit_node_builder(read.id, |node| node.set_live(egui::accesskit::Live::Polite));
    }
}

/// What came of it: reached or not, and how much of what is possible.
pub(super) fn told_ui(ui: &mut Ui, said: &mut Said, view: &View<'_>, play: &LessonPlay, asked: &TryStep) {
    let run = view.run();
    let is_reached = crate::lesson::is_met(asked, run);
    let verdict = view.say(if is_reached { "lesson-reached" } else { "lesson-not-reached" });
    ui.label(RichText::new(&verdict).font(strong(18.0)));
    said.push(verdict);
    let Some(found) = told::best(view, play) else {
        quiet(ui, &view.say("lesson-best-pending"));
        return;
    };
    let own = crate::lesson::measured(asked, run).filter(|_| is_reached);
    let percent = asked.best.as_ref().and_then(|best| best.measure.percent_of_possible(own?, found.best.measure?));
    if let Some(percent) = percent {
        let words = view.text.with("lesson-of-possible", &[("percent", format!("{percent:.0}"))]);
        ui.label(RichText::new(&words).font(strong(size::VALUE)));
        said.push(words);
    }
    let settings: Vec<_> = found
        .best
        .settings
        .iter()
        .map(|(setting, value)| {
            let value = view.text.value_with_unit(*setting, crate::sim::Value::Number(*value));
            format!("{} {value}", view.text.setting(*setting))
        })
        .collect();
    let message = if found.is_reachable() { "lesson-best-is" } else { "lesson-nearest-is" };
    let best = view.text.with(message, &[("settings", settings.join(", "))]);
    quiet(ui, &best);
    said.push(best);
}
