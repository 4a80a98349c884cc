//! How a case is shown among others: its title, the words of its card, its group, and the moment at which it opens.

use egui::{ComboBox, RichText, Ui};

use super::entries::Entries;
use super::{caption, columns_ui};
use crate::app::commands::{Command, Commands};
use crate::app::theme::small;
use crate::app::views::View;
use crate::app::views::home::group_message;
use crate::app::widgets::drop_down;
use crate::preset::{Cover, Group, Preset};
use crate::sim::warnings::{Subject, WarningId};
use crate::text::clock;

pub fn card_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    columns_ui(ui, |ui, column| {
        if column == 0 {
            let mut entries = Entries { view, commands };
            entries.short(ui, "workshop-title", None, |preset| &mut preset.title);
            let fits = Some(Cover::LONGEST_TITLE);
            entries.short(ui, "workshop-short-title", fits, |preset| &mut preset.cover.short_title);
            let fits = Some(Cover::LONGEST_IN_SHORT);
            entries.short(ui, "workshop-in-short", fits, |preset| &mut preset.cover.in_short);
            let fits = Some(Cover::LONGEST_TEACHES);
            entries.short(ui, "workshop-teaches", fits, |preset| &mut preset.cover.teaches);
        } else {
            group_ui(ui, view, commands);
            about_ui(ui, view, commands);
            opens_ui(ui, view, commands);
        }
    });
}

/// The group among which it stands in the gallery.
fn group_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let preset = view.case.preset();
    let name = |group: Option<Group>| match group {
        Some(group) => view.say(group_message(group)),
        None => view.say("workshop-no-group"),
    };
    let groups = [None].into_iter().chain(Group::ALL.iter().copied().map(Some));
    let choices: Vec<_> = groups.map(|group| (group, name(group))).collect();
    choose_ui(ui, view, "workshop-group", preset.cover.group, choices, commands, |preset, group| {
        preset.cover.group = group;
    });
}

/// The warning that it is about, among those of its run.
fn about_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let preset = view.case.preset();
    let comes = |id: &WarningId| view.run().warnings.iter().any(|warning| warning.id == *id);
    let is_told = |id: &&WarningId| id.spec().subject != Subject::Protocol && (comes(id) || preset.about == Some(**id));
    let name =
        |about: Option<WarningId>| about.map_or_else(|| view.say("workshop-no-warning"), |id| view.text.asked_kind(id));
    let kinds = [None].into_iter().chain(WarningId::ALL.iter().filter(is_told).copied().map(Some));
    let choices: Vec<_> = kinds.map(|about| (about, name(about))).collect();
    choose_ui(ui, view, "workshop-about", preset.about, choices, commands, |preset, about| preset.about = about);
}

/// The moment of the run at which it opens and is pictured.
fn opens_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let preset = view.case.preset();
    caption(ui, view.say("workshop-opens"));
    ui.horizontal(|ui| {
        let words = match preset.cover.opens_at_min {
            Some(at_min) => clock(at_min),
            None => view.say("workshop-opens-start"),
        };
        ui.label(words);
        let now = view.shown_min();
        let set = view.text.with("workshop-opens-now", &[("time", clock(now))]);
        if ui.button(RichText::new(set).font(small())).clicked() {
            commands.push(written(preset, "workshop-opens", |preset| preset.cover.opens_at_min = Some(now)));
        }
        if preset.cover.opens_at_min.is_some()
            && ui.button(RichText::new(view.say("workshop-opens-start")).font(small())).clicked()
        {
            commands.push(written(preset, "workshop-opens", |preset| preset.cover.opens_at_min = None));
        }
    });
}

/// A drop-down list below its name, whose choice is written into the case.
fn choose_ui<T: Copy + PartialEq>(
    ui: &mut Ui,
    view: &View<'_>,
    name: &'static str,
    current: T,
    choices: Vec<(T, String)>,
    commands: &mut Commands,
    take: impl Fn(&mut Preset, T),
) {
    caption(ui, view.say(name));
    let shown = choices.iter().find(|(choice, _)| *choice == current).map_or(String::new(), |(_, words)| words.clone());
    let combo = ComboBox::from_id_salt(name).width(ui.available_width().min(320.0)).truncate().selected_text(shown);
    let (_, chosen) = drop_down::choices(ui, combo, &view.say(name), current, choices);
    commands.extend(chosen.map(|chosen| written(view.case.preset(), name, |preset| take(preset, chosen))));
}

/// The command that writes a changed case.
pub fn written(preset: &Preset, name: &'static str, change: impl FnOnce(&mut Preset)) -> Command {
    let mut preset = preset.clone();
    change(&mut preset);
    Command::Write(name, Box::new(preset))
}
