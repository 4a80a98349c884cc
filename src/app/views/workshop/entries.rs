//! Fields in which the words of a case are written: what is typed is in the case at once, as one step for each field.

use egui::{Response, RichText, TextEdit, Ui, vec2};

use super::caption;
use crate::app::commands::{Command, Commands};
use crate::app::theme::{body, small, tokens};
use crate::app::views::View;
use crate::preset::Preset;

/// The most characters of a field without a limit of its own; far less than a file may hold.
const MOST: usize = 4000;

/// Fields of the case that is open.
pub struct Entries<'a, 'v> {
    pub view: &'a View<'v>,
    pub commands: &'a mut Commands,
}

impl Entries<'_, '_> {
    /// A field of one line below its name, with how much of it fits its place where that is limited.
    pub fn short(
        &mut self,
        ui: &mut Ui,
        name: &'static str,
        fits: Option<usize>,
        field: impl Fn(&mut Preset) -> &mut String,
    ) {
        let mut preset = self.view.case.preset().clone();
        let words = field(&mut preset);
        let length = words.chars().count();
        let named = self.view.say(name);
        let (caption, is_long) = match fits {
            Some(fits) => {
                let over = length.saturating_sub(fits);
                let counted = [("count", length.to_string()), ("most", fits.to_string()), ("over", over.to_string())];
                let message = if over > 0 { "workshop-length-over" } else { "workshop-length" };
                (format!("{named}  {}", self.view.text.with(message, &counted)), over > 0)
            }
            None => (named, false),
        };
        let ink = if is_long { tokens(ui).caution } else { tokens(ui).quiet };
        ui.label(RichText::new(caption).font(small()).color(ink));
        let width = ui.available_width();
        let entry = TextEdit::singleline(words).char_limit(MOST).desired_width(width).font(body());
        let response = entry.show(ui).response.response.accessible_name(self.view.say(name));
        ui.add_space(2.0);
        self.note(&response, name, preset);
    }

    /// A field of many lines below its name, so high in all.
    pub fn long(&mut self, ui: &mut Ui, name: &'static str, height: f32, field: impl Fn(&mut Preset) -> &mut String) {
        let mut preset = self.view.case.preset().clone();
        caption(ui, self.view.say(name));
        let size = vec2(ui.available_width(), (height - 26.0).max(60.0));
        let entry = TextEdit::multiline(field(&mut preset)).char_limit(MOST).font(body());
        let response = ui.add_sized(size, entry).accessible_name(self.view.say(name));
        self.note(&response, name, preset);
    }

    /// A field of one line, which may wrap, without a caption, for a list; `name` is told to a screen reader.
    pub fn inline(
        &mut self,
        ui: &mut Ui,
        (name, hint): (&'static str, String),
        width: f32,
        field: impl Fn(&mut Preset) -> Option<&mut String>,
    ) -> Option<Response> {
        let mut preset = self.view.case.preset().clone();
        let words = field(&mut preset)?;
        // Long words wrap, but are still one line: Enter adds none.
        let entry = TextEdit::multiline(words).return_key(None).desired_rows(1).char_limit(MOST).desired_width(width);
        let response = entry.font(body()).hint_text(&hint).show(ui).response.response;
        let response = response.accessible_name(&hint);
        self.note(&response, name, preset);
        Some(response)
    }

    /// Takes what was typed; with the keyboard gone elsewhere the next letter is a new step.
    fn note(&mut self, response: &Response, name: &'static str, preset: Preset) {
        if response.changed() {
            self.commands.push(Command::Write(name, Box::new(preset)));
        }
        if response.lost_focus() {
            self.commands.push(Command::EndWriting);
        }
    }
}
