//! The options of a question: what each says, which are right, and what must hold in the run if one is.

use egui::{Align, ComboBox, Layout, RichText, TextEdit, Ui, vec2};

use super::fields::Fields;
use crate::app::theme::{body, small};
use crate::app::widgets::icon::{self, Icon};
use crate::lesson::{Claim, StepKind, claims_of, listed, written_claim, written_right};
use crate::preset::quoted;

/// The most options of a question that is written here.
const MOST: usize = 8;
const ROW: f32 = 26.0;

impl Fields<'_, '_> {
    pub fn options(&mut self, ui: &mut Ui) {
        let Some(step) = self.step else { return };
        let mut options = self.draft.text().options(step);
        let mut right = self.right();
        self.caption(ui, "draft-options");
        let (mut removed, mut is_said, mut is_chosen) = (None, false, false);
        for place in 0..options.len() {
            let number = (place + 1).to_string();
            let say = |id: &str| self.view.text.with(id, &[("number", number.clone())]);
            let size = vec2(ui.available_width(), ROW);
            ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| {
                if icon::button(ui, Icon::Close, &say("draft-option-remove"), 22.0, false).clicked() {
                    removed = Some(place);
                }
                if let Some(holds) = self.holds_ui(ui, step, place, options[place].1.as_deref(), &say("draft-holds")) {
                    options[place].1 = holds;
                    is_chosen = true;
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    let mut is_right = right.contains(&place);
                    let response = ui.checkbox(&mut is_right, "").accessible_name(say("draft-option-right"));
                    if response.on_hover_text(say("draft-option-right")).changed() {
                        right.retain(|other| *other != place);
                        right.extend(is_right.then_some(place));
                        right.sort_unstable();
                        self.put_once("right", Some(written_right(&right)));
                    }
                    let width = ui.available_width();
                    let entry =
                        TextEdit::singleline(&mut options[place].0).char_limit(400).desired_width(width).font(body());
                    let response = ui.add(entry).accessible_name(say("draft-option"));
                    is_said |= response.changed();
                    self.end_writing(&response);
                });
            });
        }
        if let Some(removed) = removed {
            options.remove(removed);
            right.retain(|place| *place != removed);
            let right: Vec<_> = right.iter().map(|place| if *place > removed { place - 1 } else { *place }).collect();
            self.put("options", Some(written(&options)));
            self.put_once("right", Some(written_right(&right)));
        } else if is_said || is_chosen {
            self.put("options", Some(written(&options)));
        }
        if ui
            .add_enabled(
                options.len() < MOST,
                egui::Button::new(RichText::new(self.view.say("draft-option-add")).font(small())),
            )
            .clicked()
        {
            let number = (options.len() + 1).to_string();
            options.push((self.view.text.with("draft-option", &[("number", number)]), None));
            self.put_once("options", Some(written(&options)));
        }
    }

    /// The places of the right options, from 0.
    fn right(&self) -> Vec<usize> {
        let written = self.draft.text().value(self.step, "right").unwrap_or_default();
        let numbers =
            written.split(|sign: char| !sign.is_ascii_digit()).filter_map(|number| number.parse::<usize>().ok());
        numbers.filter_map(|number| number.checked_sub(1)).collect()
    }

    /// A list of what the run on the screen bears out; the answer is what was chosen.
    fn holds_ui(
        &self,
        ui: &mut Ui,
        step: usize,
        place: usize,
        now: Option<&str>,
        name: &str,
    ) -> Option<Option<String>> {
        const WIDTH: f32 = 170.0;
        let none = self.view.say("draft-holds-none");
        let shown = now.map_or_else(
            || none.clone(),
            |now| self.claim_of(step, place).map_or_else(|| now.to_owned(), |claim| self.view.text.claim(claim)),
        );
        let combo = ComboBox::from_id_salt(("holds", step, place)).width(WIDTH).truncate();
        let combo = combo.height(260.0).selected_text(RichText::new(&shown).font(small()));
        let mut chosen = None;
        let response = combo
            .show_ui(ui, |ui| {
                if ui.selectable_label(now.is_none(), none).clicked() {
                    chosen = Some(None);
                }
                if now.is_some() && ui.selectable_label(true, &shown).clicked() {
                    chosen = None;
                }
                for claim in claims_of(self.view.run()) {
                    if ui.selectable_label(false, self.view.text.claim(&claim)).clicked() {
                        chosen = Some(Some(written_claim(&claim)));
                    }
                }
            })
            .response;
        response.accessible_name(name).on_hover_text(shown);
        chosen
    }

    /// What an option claims, where the text can be read.
    fn claim_of(&self, step: usize, place: usize) -> Option<&Claim> {
        match &self.draft.read().ok()?.steps.get(step)?.kind {
            StepKind::Choose { options, .. } | StepKind::Vote { options, .. } => options.get(place)?.holds.as_ref(),
            _ => None,
        }
    }
}

fn written(options: &[(String, Option<String>)]) -> String {
    let each = options.iter().map(|(say, holds)| match holds {
        None => quoted(say),
        Some(holds) => format!("(say: {}, holds: {holds})", quoted(say)),
    });
    listed(&each.collect::<Vec<_>>(), 12)
}
