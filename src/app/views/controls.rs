//! The controls: flow, hematocrit and duration are always visible; every other setting is in its section.

use egui::{CollapsingHeader, Label, RichText, ScrollArea, Ui};
use strum::IntoEnumIterator;

use super::View;
use super::hints::hint_ui;
use super::setting::setting_ui;
use super::twins;
use crate::app::commands::{Command, Commands};
use crate::app::state::{EditScope, Hint};
use crate::app::theme::{size, small, strong, tokens};
use crate::app::widgets::bubble::Tip;
use crate::app::widgets::{focus, segmented};
use crate::sim::SettingId;
use crate::sim::settings::Section;
use crate::text::{Text, clock};

/// If `is_low`, the main settings scroll with the others, for which no room would be left.
pub fn controls_ui(ui: &mut Ui, view: &View<'_>, is_low: bool, commands: &mut Commands) {
    if is_low {
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            main_ui(ui, view, commands);
            sections_ui(ui, view, commands);
        });
    } else {
        main_ui(ui, view, commands);
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| sections_ui(ui, view, commands));
    }
}

/// What is always visible where there is room.
fn main_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let settings = ui.scope(|ui| {
        for setting in Section::Main.settings() {
            setting_ui(ui, view, setting, true, commands);
        }
    });
    hint_ui(ui, view, Hint::Drag, Tip::Up(settings.response.rect.center().x));
    if let Some(error) = &view.run_view.simulation_error {
        let tokens = tokens(ui);
        egui::Frame::new().fill(tokens.severe_fill).corner_radius(8).inner_margin(8).show(ui, |ui| {
            ui.label(RichText::new(view.text.simulation_error(error)).size(size::SMALL).color(tokens.severe));
        });
    }
    ui.separator();
    applies_ui(ui, view, commands);
}

/// Every other setting, in its section.
fn sections_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    ui.spacing_mut().item_spacing.y = 4.0;
    let looked_for = view.case_view.focus_setting;
    let mut opening = false;
    for section in Section::iter().filter(|section| *section != Section::Main) {
        let is_wanted = looked_for.is_some_and(|setting| setting.row().section == section);
        opening |= section_ui(ui, view, section, is_wanted, |ui| {
            let mut group = String::new();
            for setting in view.controls_of(section) {
                let message = Text::setting_message(setting);
                if section == Section::Expert && message != group {
                    ui.add_space(4.0);
                    ui.label(RichText::new(view.say(&message)).font(strong(size::SMALL)));
                    group = message;
                }
                setting_ui(ui, view, setting, false, commands);
            }
        });
    }
    if looked_for.is_some() && !opening {
        commands.push(Command::SettingFocused);
    }
}

/// Whether an edit applies from the start or from now; if from now, also shows that time.
fn applies_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    ui.horizontal(|ui| {
        ui.label(RichText::new(view.say("applies")).font(strong(size::SMALL))).on_hover_text(view.say("applies-hint"));
        let choices = [
            (EditScope::FromStart, view.say("applies-from-start")),
            (EditScope::FromNow, view.say("applies-from-now")),
        ];
        commands.extend(segmented::either(ui, view.case_view.edit_scope, &choices).map(Command::ScopeEdits));
    });
    // Always one line, so that the sections below do not move under the pointer.
    let at = [("time", clock(view.edit_at_min()))];
    let words = match view.case_view.edit_scope {
        EditScope::FromStart if view.case.preset().protocol.changes.is_empty() => view.say("from-start-all"),
        EditScope::FromStart => view.say("from-start-with-changes"),
        EditScope::FromNow => view.standstill_label().unwrap_or_else(|| view.text.with("from-now-at", &at)),
    };
    ui.add(Label::new(RichText::new(words).font(small()).color(tokens(ui).quiet)).truncate());
    twins::both_ui(ui, view, commands);
    ui.add_space(2.0);
}

/// A collapsible section; while closed, it summarizes its values. `is_wanted` forces it open. Returns whether it is still opening.
fn section_ui(ui: &mut Ui, view: &View<'_>, section: Section, is_wanted: bool, content: impl FnOnce(&mut Ui)) -> bool {
    let message = section.message();
    let name = RichText::new(view.say(message)).font(strong(size::STRONG));
    let in_heading: Vec<_> = view.controls_of(section).into_iter().filter(|setting| setting.row().in_heading).collect();
    let section =
        CollapsingHeader::new(name).id_salt(message).open(is_wanted.then_some(true)).show_unindented(ui, |ui| {
            ui.add_space(2.0);
            content(ui);
            ui.add_space(6.0);
        });
    focus::ring(ui, &section.header_response, section.header_response.rect, 6.0);
    if section.fully_closed() && !in_heading.is_empty() {
        let settings = view.settings();
        let value = |setting: SettingId| view.text.setting_in_heading(setting, &setting.get(settings));
        let values: Vec<_> = in_heading.into_iter().map(value).collect();
        ui.scope(|ui| {
            ui.spacing_mut().interact_size.y = 0.0;
            ui.horizontal(|ui| {
                ui.add_space(18.0);
                let words = RichText::new(values.join(", ")).size(size::SMALL).color(tokens(ui).quiet);
                ui.add(Label::new(words).truncate());
            });
        });
    }
    is_wanted && !section.fully_open()
}
