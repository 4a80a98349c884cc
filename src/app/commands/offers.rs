//! Everything that the palette offers: commands, speeds, settings, warnings and cases.

use super::menus::{Menu, entries, groups};
use super::{Command, Offer};
use crate::app::state::{LessonSource, OpenWarning, PendingNavigation, SPEEDS, State};
use crate::lesson;
use crate::preset::BUNDLED;
use crate::sim::SettingId;
use crate::sim::asked::{AskedLevel, kinds_with_threshold};
use crate::sim::settings::ValueKind;
use crate::sim::warning_groups::named;
use crate::text::{Text, fixed};

/// All that can be done now: the commands of every menu, then speeds, settings, warnings and cases.
pub fn offers(state: &State, text: &Text) -> Vec<Offer> {
    let mut offers = of_menus(state, text);
    let plain = |label, group: &str, command| {
        let (group, also) = (text.get(group), String::new());
        Offer { label, group, also, shortcut: None, command }
    };
    offers.extend(SPEEDS.map(|speed| {
        let label = text.with("palette-speed", &[("speed", fixed(speed, 0))]);
        plain(label, "menu-time", Command::Speed(speed))
    }));
    // A lecture has no room for the panels in which these are shown.
    let warnings = named(&state.run().warnings, state.playback.playhead_min);
    offers.extend(warnings.into_iter().map(|warning| {
        let title = text.warning_title(&warning);
        let label = text.with("why-name", &[("title", title.clone())]);
        let opened = OpenWarning::after(state.case_view.open_warning.as_ref(), &warning, title);
        let also = also(&format!("warning-{}", warning.id.key()), text);
        Offer { also, ..plain(label, "warnings-title", Command::Explain(Some(opened))) }
    }));
    if !state.workspace.lecture {
        offers.extend(state.controls().into_iter().map(|(section, setting)| Offer {
            also: also_of_setting(setting, text),
            ..plain(text.full_setting(setting), section, Command::FocusSetting(setting))
        }));
        let (warnings, settings) = (&state.run().warnings, &state.run().protocol.settings);
        let mut asked: Vec<_> =
            kinds_with_threshold(settings).filter_map(|id| AskedLevel::of(warnings, settings, id)).collect();
        // What the case is about comes first.
        asked.sort_by_key(|asked| state.case.preset().about != Some(asked.id));
        let is_told =
            |asked: &&AskedLevel| state.case.preset().about == Some(asked.id) || asked.onset_min(warnings).is_some();
        if state.case.preset().aim.is_some() {
            offers.extend(asked.iter().filter(is_told).map(|asked| {
                let without = text.short_warning(asked.id, asked.severity, asked.threshold);
                let label = text.with("ask-aim", &[("warning", without)]);
                Offer { also: also("ask-aim", text), ..plain(label, "tab-map", Command::AskAbout(asked.id)) }
            }));
        }
        offers.extend(asked.into_iter().map(|asked| Offer {
            also: also(&Text::question_message(asked.id), text),
            ..plain(text.question(&asked), "tab-map", Command::AskAbout(asked.id))
        }));
    }
    offers.extend(state.workspace.recent.files.iter().map(|path| {
        let label = text.with("palette-file", &[("file", path.display().to_string())]);
        plain(label, "menu-recent", Command::Leave(PendingNavigation::OpenFile(path.clone())))
    }));
    offers.extend(lesson::BUNDLED.iter().enumerate().filter_map(|(index, bundled)| {
        let lesson = bundled.lesson()?;
        let label = text.with("palette-lesson", &[("title", lesson.title.clone())]);
        let also = lesson.goals.join(" ");
        let source = LessonSource::Bundled(index);
        Some(Offer { also, ..plain(label, "menu-learn", Command::Leave(PendingNavigation::Lesson(source))) })
    }));
    offers.extend(BUNDLED.iter().enumerate().map(|(index, bundled)| {
        let label = text.with("palette-case", &[("title", bundled.short_title().to_owned())]);
        // In full it has another name.
        let also = bundled.title().to_owned();
        Offer { also, ..plain(label, "menu-cases", Command::Leave(PendingNavigation::Bundled(index))) }
    }));
    if !state.workspace.lecture {
        offers.extend(BUNDLED.iter().enumerate().map(|(index, bundled)| {
            let label = text.with("palette-compare", &[("title", bundled.short_title().to_owned())]);
            let also = format!("{} {}", bundled.title(), also("command-twins", text));
            Offer { also, ..plain(label, "menu-explore", Command::CompareWith(index)) }
        }));
    }
    offers
}

/// What stands in the menus, and in a lecture what only a lecture has.
fn of_menus(state: &State, text: &Text) -> Vec<Offer> {
    let menus = groups(state.workspace.lecture, false).filter(|menu| *menu != Menu::Everywhere);
    let entries = menus.flat_map(|menu| entries(menu).into_iter().map(move |entry| (menu, entry)));
    let offers = entries.filter(|(_, entry)| entry.command != Command::ShowPalette).filter_map(|(menu, entry)| {
        let label = entry.label(state, text)?;
        let group = text.get(menu.message());
        Some(Offer { label, group, also: also(entry.message, text), shortcut: entry.shortcut, command: entry.command })
    });
    offers.collect()
}

/// The other words for what a message names.
fn also(message: &str, text: &Text) -> String {
    text.attribute(message, "also").unwrap_or_default()
}

/// The other words for a setting, and what can be chosen there.
fn also_of_setting(setting: SettingId, text: &Text) -> String {
    let row = setting.row();
    let message = row.class().map_or_else(|| Text::setting_message(setting), |class| format!("class-{}", class.key()));
    let mut words = also(&message, text);
    if let ValueKind::Choice { options, .. } = &row.kind {
        for option in *options {
            words = format!("{words} {}", text.option(option));
        }
    }
    words
}
