//! Questions for the class, and the stops of a lecture: a line each, added below.

use strum::IntoEnumIterator as _;

use egui::text::{CCursor, CCursorRange};
use egui::text_edit::TextEditState;
use egui::{Align, ComboBox, Id, Layout, Response, RichText, Ui};

use super::card::written;
use super::entries::Entries;
use crate::app::commands::{Command, Commands};
use crate::app::theme::{small, tokens};
use crate::app::views::View;
use crate::app::widgets::drop_down;
use crate::app::widgets::icon::{self, Icon};
use crate::preset::{Preset, Question, Stop, StopAt, StopShow};
use crate::text::clock;

/// The most lines of a list.
const MOST: usize = 40;
const ROW: f32 = 24.0;

pub fn questions_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let preset = view.case.preset();
    hint_ui(ui, view, "workshop-questions-hint");
    for index in 0..preset.questions.len() {
        row_ui(ui, |ui| {
            remove_ui(ui, view, commands, (preset, "workshop-questions"), |preset| {
                preset.questions.remove(index);
            });
            let each = (ui.available_width() - 2.0 * ui.spacing().item_spacing.x) / 3.0 - 10.0;
            // Right to left: what stands last comes first.
            let mut entries = Entries { view, commands };
            let names = [
                ("workshop-choose", "workshop-choose-hint"),
                ("workshop-answer", "workshop-answer-hint"),
                ("workshop-ask", "workshop-ask-hint"),
            ];
            for (name, hint) in names {
                let hint = view.text.with(hint, &[("number", (index + 1).to_string())]);
                let response = entries.inline(ui, (name, hint), each, |preset| {
                    let question = preset.questions.get_mut(index)?;
                    Some(match name {
                        "workshop-ask" => &mut question.ask,
                        "workshop-answer" => &mut question.answer,
                        _ => &mut question.choose,
                    })
                });
                if name == "workshop-ask" {
                    take_keyboard(ui, "workshop-add-question", index, response);
                }
            }
        });
    }
    add_ui(ui, view, commands, (preset.questions.len(), "workshop-add-question"), |preset| {
        let ask = view.text.with("workshop-new-question", &[("number", (preset.questions.len() + 1).to_string())]);
        preset.questions.push(Question { ask, ..Question::default() });
    });
}

pub fn stops_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    const TIME: f32 = 170.0;
    const SHOW: f32 = 110.0;
    let preset = view.case.preset();
    hint_ui(ui, view, "workshop-stops-hint");
    for (index, stop) in preset.stops.iter().enumerate() {
        row_ui(ui, |ui| {
            remove_ui(ui, view, commands, (preset, "workshop-stops"), |preset| {
                preset.stops.remove(index);
            });
            let gap = ui.spacing().item_spacing.x;
            let each = ((ui.available_width() - TIME - SHOW - 3.0 * gap) / 2.0 - 18.0).max(60.0);
            let mut entries = Entries { view, commands };
            let names = [("workshop-stop-notes", "workshop-stop-notes-hint"), ("workshop-say", "workshop-say-hint")];
            for (name, hint) in names {
                let hint = view.text.with(hint, &[("number", (index + 1).to_string())]);
                let response = entries.inline(ui, (name, hint), each, |preset| {
                    let stop = preset.stops.get_mut(index)?;
                    Some(if name == "workshop-say" { &mut stop.say } else { &mut stop.notes })
                });
                if name == "workshop-say" {
                    take_keyboard(ui, "workshop-add-stop", index, response);
                }
            }
            show_ui(ui, view, (index, stop), SHOW, commands);
            moment_ui(ui, view, (index, stop), TIME, commands);
        });
    }
    add_ui(ui, view, commands, (preset.stops.len(), "workshop-add-stop"), |preset| {
        preset.stops.push(Stop {
            at: StopAt::Time(view.shown_min()),
            show: None,
            say: String::new(),
            notes: String::new(),
        });
    });
}

/// When a stop is, as a list of the moments of this run; the button beside it goes there.
fn moment_ui(ui: &mut Ui, view: &View<'_>, (index, stop): (usize, &Stop), width: f32, commands: &mut Commands) {
    let preset = view.case.preset();
    let now = StopAt::Time(view.shown_min());
    let mut moments = vec![stop.at, now];
    let brought = view.run().warnings.iter().filter(|warning| !warning.present_before);
    moments.extend(brought.map(|warning| StopAt::Warning(warning.id)));
    if preset.aim.is_some() {
        moments.push(StopAt::Aim);
    }
    let mut choices: Vec<(StopAt, String)> = Vec::new();
    for moment in moments {
        if choices.iter().all(|(known, _)| *known != moment) {
            choices.push((moment, moment_words(view, moment)));
        }
    }
    let shown = RichText::new(moment_words(view, stop.at)).font(small());
    let combo = ComboBox::from_id_salt(("moment", index)).width(width).truncate().selected_text(shown);
    let name = view.text.with("workshop-stop-at", &[("number", (index + 1).to_string())]);
    let (_, chosen) = drop_down::choices(ui, combo, &name, stop.at, choices);
    if let Some(at) = chosen {
        commands.push(written(preset, "workshop-stops", |preset| {
            if let Some(stop) = preset.stops.get_mut(index) {
                stop.at = at;
            }
        }));
        commands.extend(at.time_min(view.run(), preset.aim.as_ref()).map(Command::Seek));
    }
}

/// What a stop brings on the stage.
fn show_ui(ui: &mut Ui, view: &View<'_>, (index, stop): (usize, &Stop), width: f32, commands: &mut Commands) {
    let words = |show: Option<StopShow>| {
        show.map_or_else(|| view.say("stop-show-itself"), |show| view.say(&format!("stop-show-{}", show.key())))
    };
    let choices: Vec<_> = [None].into_iter().chain(StopShow::iter().map(Some)).map(|it| (it, words(it))).collect();
    let shown = RichText::new(words(stop.show)).font(small());
    let combo = ComboBox::from_id_salt(("show", index)).width(width).truncate().selected_text(shown);
    let name = view.text.with("workshop-stop-show", &[("number", (index + 1).to_string())]);
    let (_, chosen) = drop_down::choices(ui, combo, &name, stop.show, choices);
    if let Some(show) = chosen {
        commands.push(written(view.case.preset(), "workshop-stops", |preset| {
            if let Some(stop) = preset.stops.get_mut(index) {
                stop.show = show;
            }
        }));
    }
}

/// A moment in words: its time, or the event and when it comes in this run.
fn moment_words(view: &View<'_>, at: StopAt) -> String {
    let time = at.time_min(view.run(), view.case.preset().aim.as_ref());
    let time = time.map_or_else(|| view.say("workshop-never"), clock);
    match at {
        StopAt::Time(_) => time,
        StopAt::Warning(id) => format!("{time}  {}", view.text.asked_kind(id)),
        StopAt::Aim => format!("{time}  {}", view.say("plot-aim")),
    }
}

fn hint_ui(ui: &mut Ui, view: &View<'_>, message: &str) {
    ui.label(RichText::new(view.say(message)).font(small()).color(tokens(ui).quiet));
}

/// A line, filled from its right end.
fn row_ui(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    let size = egui::vec2(ui.available_width(), ROW);
    ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), content);
}

/// The button that takes a line away.
fn remove_ui(
    ui: &mut Ui,
    view: &View<'_>,
    commands: &mut Commands,
    (preset, name): (&Preset, &'static str),
    remove: impl FnOnce(&mut Preset),
) {
    if icon::button(ui, Icon::Close, &view.say("workshop-remove"), 22.0, false).clicked() {
        commands.push(written(preset, name, remove));
    }
}

/// A line that was just added takes the keyboard, so that what is typed next goes there, its words chosen to be replaced.
fn take_keyboard(ui: &Ui, list: &'static str, index: usize, response: Option<Response>) {
    let is_new = ui.data(|data| data.get_temp::<usize>(Id::unique(list))) == Some(index);
    let Some(response) = response.filter(|_| is_new) else { return };
    ui.data_mut(|data| data.remove::<usize>(Id::unique(list)));
    response.request_focus();
    if let Some(mut state) = TextEditState::load(ui.ctx(), response.id) {
        let all = CCursorRange::two(CCursor::new(0), CCursor::new(usize::MAX));
        state.cursor.set_char_range(Some(all));
        state.store(ui.ctx(), response.id);
    }
}

/// The button that adds a line.
fn add_ui(
    ui: &mut Ui,
    view: &View<'_>,
    commands: &mut Commands,
    (count, name): (usize, &'static str),
    add: impl FnOnce(&mut Preset),
) {
    ui.add_space(2.0);
    let button = egui::Button::new(RichText::new(view.say(name)).font(small()));
    if ui.add_enabled(count < MOST, button).clicked() {
        ui.data_mut(|data| data.insert_temp(Id::unique(name), count));
        commands.push(written(view.case.preset(), name, add));
    }
}
