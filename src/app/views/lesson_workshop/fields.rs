//! Fields of a lesson's form: what is typed or chosen is in the text at once, as one step for each field.

use egui::{ComboBox, Response, RichText, TextEdit, Ui};

use crate::app::commands::{Command, Commands, DraftCommand};
use crate::app::state::LessonDraft;
use crate::app::theme::{body, small, tokens};
use crate::app::views::View;
use crate::app::widgets::chip;
use crate::app::widgets::drop_down;
use crate::app::widgets::value_field::ValueField;
use crate::lesson::listed;
use crate::preset::quoted;
use crate::sim::settings::Unit;
use crate::text::{Field, Form};

/// The most characters of a field.
const MOST: usize = 4000;

/// A field's name in the file, and the message of its name.
pub type Named = (&'static str, &'static str);

/// The form of one step, or of title and goals.
pub struct Fields<'a, 'v> {
    pub view: &'a View<'v>,
    pub draft: &'a LessonDraft,
    pub step: Option<usize>,
    pub commands: &'a mut Commands,
}

impl Fields<'_, '_> {
    pub fn put(&mut self, name: &'static str, value: Option<String>) {
        self.commands.push(Command::Draft(DraftCommand::Put(self.step, name, value)));
    }

    /// What is chosen is a step of its own.
    pub fn put_once(&mut self, name: &'static str, value: Option<String>) {
        self.put(name, value);
        self.commands.push(Command::Draft(DraftCommand::EndWriting));
    }

    pub fn end_writing(&mut self, response: &Response) {
        if response.lost_focus() {
            self.commands.push(Command::Draft(DraftCommand::EndWriting));
        }
    }

    pub fn entries(&self, name: &str) -> Vec<String> {
        self.draft.text().entries(self.step, name).into_iter().map(str::to_owned).collect()
    }

    pub fn caption(&self, ui: &mut Ui, message: &str) {
        ui.label(RichText::new(self.view.say(message)).font(small()).color(tokens(ui).quiet));
    }

    /// Words of so many lines below their name; what may be left out is taken out when nothing is in it.
    pub fn words(&mut self, ui: &mut Ui, (name, message): Named, rows: usize, is_required: bool) {
        let mut words = self.draft.text().words(self.step, name);
        self.caption(ui, message);
        let entry = if rows == 1 { TextEdit::singleline(&mut words) } else { TextEdit::multiline(&mut words) };
        let width = ui.available_width();
        let entry = entry.char_limit(MOST).desired_width(width).desired_rows(rows).font(body());
        let response = ui.add(entry).accessible_name(self.view.say(message));
        if response.changed() {
            self.put(name, (is_required || !words.is_empty()).then(|| quoted(&words)));
        }
        self.end_writing(&response);
    }

    /// A list of words, a line for each.
    pub fn lines(&mut self, ui: &mut Ui, (name, message): Named, rows: usize, is_required: bool) {
        let entries = self.entries(name);
        let mut lines = entries.iter().map(|entry| ron::from_str(entry).unwrap_or_else(|_| entry.clone()));
        let mut words: String = lines.by_ref().collect::<Vec<String>>().join("\n");
        self.caption(ui, message);
        let rows = rows.max(entries.len());
        let width = ui.available_width();
        let entry =
            TextEdit::multiline(&mut words).char_limit(MOST).desired_width(width).desired_rows(rows).font(body());
        let response = ui.add(entry).accessible_name(self.view.say(message));
        let indent = if self.step.is_some() { 12 } else { 4 };
        let written = |keep_empty: bool| {
            let lines = words.split('\n').filter(|line| keep_empty || !line.trim().is_empty());
            let lines: Vec<_> = lines.map(quoted).collect();
            let is_empty = words.is_empty() || lines.is_empty();
            (is_required || !is_empty).then(|| listed(if is_empty { &[] } else { &lines }, indent))
        };
        if response.changed() {
            self.put(name, written(true));
        }
        // An empty line is for the next entry while that is typed.
        if response.lost_focus() && entries.iter().any(|entry| entry == "\"\"") {
            self.put(name, written(false));
        }
        self.end_writing(&response);
    }

    /// A drop-down list below its name, of values as the file states them; the first is none, where the field may be left out.
    /// The answer is the value that was chosen.
    pub fn choice(
        &mut self,
        ui: &mut Ui,
        (name, message): Named,
        none: Option<&str>,
        offers: Vec<(String, String)>,
    ) -> Option<String> {
        let current = self.draft.text().value(self.step, name).map(str::to_owned);
        let mut choices: Vec<(Option<String>, String)> =
            none.map(|none| (None, self.view.say(none))).into_iter().collect();
        choices.extend(offers.into_iter().map(|(value, words)| (Some(value), words)));
        let mut at = choices.iter().position(|(value, _)| *value == current);
        if at.is_none() {
            let words = current.clone().unwrap_or_default();
            choices.push((current, words));
            at = Some(choices.len() - 1);
        }
        let at = at.unwrap_or_default();
        self.caption(ui, message);
        let width = ui.available_width().min(340.0);
        let combo = ComboBox::from_id_salt((name, self.step)).width(width).truncate().selected_text(&*choices[at].1);
        let words = choices.iter().map(|(_, words)| words.clone()).enumerate();
        let (_, chosen) = drop_down::choices(ui, combo, &self.view.say(message), at, words);
        let chosen = chosen.filter(|chosen| *chosen != at)?;
        let value = choices.swap_remove(chosen).0;
        self.put_once(name, value.clone());
        value
    }

    /// A number to type or drag.
    pub fn number(
        &mut self,
        ui: &mut Ui,
        (name, message): Named,
        unit: Unit,
        (least, most): (f64, f64),
        decimals: usize,
    ) {
        let value = self.draft.text().value(self.step, name).and_then(|value| value.parse().ok()).unwrap_or(least);
        self.caption(ui, message);
        let form = if unit == Unit::Min { Form::Time } else { Form::Number { unit, decimals } };
        let field = Field { form, least, most, grain: if decimals == 0 { 1.0 } else { 0.0 } };
        let name_said = self.view.say(message);
        let field = ValueField { name: &name_said, value, step: 1.0, field, font: body(), text: self.view.text };
        if let Some(value) = field.show(ui).1 {
            self.put(name, Some(value.to_string()));
        }
    }

    /// Some of several, each with a button that takes it away, and a list that adds one.
    pub fn several(
        &mut self,
        ui: &mut Ui,
        (name, message): Named,
        is_required: bool,
        said: impl Fn(&str) -> String,
        offers: impl FnOnce() -> Vec<String>,
    ) {
        self.caption(ui, message);
        let mut entries = self.entries(name);
        let mut changed = false;
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = egui::vec2(6.0, 4.0);
            let mut removed = None;
            for (place, entry) in entries.iter().enumerate() {
                let words = said(entry);
                let label = self.view.text.with("draft-take-away", &[("what", words.clone())]);
                if chip::chip(ui, &format!("{words} ×"), &label).clicked() {
                    removed = Some(place);
                }
            }
            let add = RichText::new(self.view.say("draft-add-one")).font(small());
            let combo = ComboBox::from_id_salt((name, self.step)).width(76.0).selected_text(add);
            let shown = combo.show_ui(ui, |ui| {
                let offers = offers().into_iter().filter(|offer| !entries.contains(offer));
                offers.filter(|offer| ui.selectable_label(false, said(offer)).clicked()).last()
            });
            let label = self.view.text.with("draft-add-to", &[("what", self.view.say(message))]);
            shown.response.accessible_name(label);
            if let Some(place) = removed {
                entries.remove(place);
                changed = true;
            }
            if let Some(added) = shown.inner.flatten() {
                entries.push(added);
                changed = true;
            }
        });
        if changed {
            let indent = if self.step.is_some() { 12 } else { 4 };
            self.put_once(name, (is_required || !entries.is_empty()).then(|| listed(&entries, indent)));
        }
    }
}
