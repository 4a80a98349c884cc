//! The controls: flow, hematocrit and duration always in view, every other setting in its section.

use egui::{CollapsingHeader, Label, RichText, ScrollArea, Ui};

use super::View;
use super::setting::setting_ui;
use crate::app::commands::{Command, Commands};
use crate::app::state::{EXPERT, EditScope, MAIN, SECTIONS};
use crate::app::theme::{size, small, strong, tokens};
use crate::app::widgets::{focus, segmented};
use crate::model::cells::WhiteCell;
use crate::sim::settings::{SettingId, Value};
use crate::text::clock;

pub fn controls_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    for setting in MAIN {
        setting_ui(ui, view, setting, true, commands);
    }
    if let Some(refusal) = &view.run_view.refusal {
        let tokens = tokens(ui);
        egui::Frame::new().fill(tokens.severe_fill).corner_radius(8).inner_margin(8).show(ui, |ui| {
            ui.label(RichText::new(view.text.refusal(refusal)).size(size::SMALL).color(tokens.severe));
        });
    }
    ui.separator();
    applies_ui(ui, view, commands);
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        let looked_for = view.case_view.focus_setting;
        let mut opening = false;
        for section in SECTIONS {
            let is_wanted = looked_for.is_some_and(|setting| section.settings.contains(&setting));
            opening |= section_ui(ui, view, section.message, section.told, is_wanted, |ui| {
                for setting in section.settings {
                    setting_ui(ui, view, *setting, false, commands);
                }
            });
        }
        let is_of_class =
            |setting| EXPERT.iter().any(|(_, of)| WhiteCell::ALL.iter().any(|class| of(*class) == setting));
        let is_wanted = looked_for.is_some_and(is_of_class);
        opening |= section_ui(ui, view, "section-expert", &[], is_wanted, |ui| {
            for (message, setting) in EXPERT {
                ui.add_space(4.0);
                ui.label(RichText::new(view.say(message)).font(strong(size::SMALL)));
                for class in view.classes_present() {
                    setting_ui(ui, view, setting(class), false, commands);
                }
            }
        });
        if looked_for.is_some() && !opening {
            commands.push(Command::SettingFocused);
        }
    });
}

/// From when on a change holds; from now, which moment that is.
fn applies_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let quiet = tokens(ui).quiet;
    ui.horizontal(|ui| {
        ui.label(RichText::new(view.say("applies")).font(strong(size::SMALL))).on_hover_text(view.say("applies-hint"));
        let choices = [
            (EditScope::FromStart, view.say("applies-from-start")),
            (EditScope::FromNow, view.say("applies-from-now")),
        ];
        if let Some(applies) = segmented::either(ui, view.case_view.edit_scope, &choices) {
            commands.push(Command::ScopeEdits(applies));
        }
    });
    // A line in either case: the sections below keep their place under the pointer.
    let from_now = || {
        let at = [("time", clock(view.edit_at_min()))];
        view.standstill_label().unwrap_or_else(|| view.text.with("from-now-at", &at).into_owned())
    };
    let words = match view.case_view.edit_scope {
        EditScope::FromStart => view.say("from-start-all"),
        EditScope::FromNow => from_now(),
    };
    ui.add(Label::new(RichText::new(words).font(small()).color(quiet)).truncate());
    ui.add_space(2.0);
}

/// A section that opens; closed, it tells what it holds. It is opened when it is wanted; answers whether it still opens.
fn section_ui(
    ui: &mut Ui,
    view: &View<'_>,
    message: &str,
    told: &[SettingId],
    is_wanted: bool,
    content: impl FnOnce(&mut Ui),
) -> bool {
    let name = RichText::new(view.say(message)).font(strong(size::STRONG));
    let section =
        CollapsingHeader::new(name).id_salt(message).open(is_wanted.then_some(true)).show_unindented(ui, |ui| {
            ui.add_space(2.0);
            content(ui);
            ui.add_space(6.0);
        });
    focus::ring(ui, &section.header_response, section.header_response.rect, 6.0);
    if section.fully_closed() && !told.is_empty() {
        let settings = view.settings();
        let values: Vec<_> = told.iter().map(|setting| told_value(view, *setting, &setting.get(settings))).collect();
        ui.scope(|ui| {
            ui.spacing_mut().interact_size.y = 0.0;
            ui.horizontal(|ui| {
                ui.add_space(15.0);
                let words = RichText::new(values.join(", ")).size(size::SMALL).color(tokens(ui).quiet);
                ui.add(Label::new(words).truncate());
            });
        });
    }
    is_wanted && !section.fully_open()
}

/// A value short enough for a line of several.
fn told_value(view: &View<'_>, setting: SettingId, value: &Value) -> String {
    let said = view.text.setting_value(setting, value);
    let message = format!("told-{}", setting.row().path.replace('.', "-"));
    if view.text.has(&message) { view.text.with(&message, &[("value", said)]).into_owned() } else { said }
}
