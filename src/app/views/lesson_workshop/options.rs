//! The options of a question: what each says, which are right, and what must hold in the run if one is.

use egui::{Align, Button, ComboBox, Layout, RichText, TextEdit, Ui, vec2};

use super::fields::Fields;
use crate::app::theme::{body, small, tokens};
use crate::app::widgets::icon::{self, Icon};
use crate::lesson::{Claim, OptionWritten, StepKind, claims_of, listed, written_claim, written_right};

/// The most options of a question that is written here.
const MOST: usize = 8;
const ROW: f32 = 26.0;
/// How far what must hold stands below what is said.
const INDENT: f32 = 26.0;

impl Fields<'_, '_> {
    pub fn options(&mut self, ui: &mut Ui) {
        let Some(step) = self.step else { return };
        let mut options = self.draft.text().options(step);
        let mut right = self.right();
        self.caption(ui, "draft-options");
        let (mut removed, mut is_said, mut is_chosen) = (None, false, false);
        for (place, option) in options.iter_mut().enumerate() {
            let number = (place + 1).to_string();
            let say = |id: &str| self.view.text.with(id, &[("number", number.clone())]);
            let [remove, is_right, named, held, but] =
                ["draft-option-remove", "draft-option-right", "draft-option", "draft-holds", "draft-but-name"].map(say);
            let size = vec2(ui.available_width(), ROW);
            ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| {
                if icon::button(ui, Icon::Close, &remove, 22.0, false).clicked() {
                    removed = Some(place);
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    let mut ticked = right.contains(&place);
                    let response = ui.checkbox(&mut ticked, "").accessible_name(&is_right);
                    if response.on_hover_text(&is_right).changed() {
                        right.retain(|other| *other != place);
                        right.extend(ticked.then_some(place));
                        right.sort_unstable();
                        self.put_once("right", Some(written_right(&right)));
                    }
                    let width = ui.available_width();
                    let entry = TextEdit::singleline(&mut option.say).char_limit(400).desired_width(width).font(body());
                    let response = ui.add(entry).accessible_name(named);
                    is_said |= response.changed();
                    self.end_writing(&response);
                });
            });
            ui.horizontal(|ui| {
                ui.add_space(INDENT);
                ui.label(RichText::new(self.view.say("draft-if")).font(small()).color(tokens(ui).quiet));
                is_chosen |= self.holds_ui(ui, (step, place), &mut option.holds, &held);
            });
            // Nobody who chose what is right is told why it is wrong.
            if !right.contains(&place) {
                ui.horizontal(|ui| {
                    ui.add_space(INDENT);
                    ui.label(RichText::new(self.view.say("draft-but")).font(small()).color(tokens(ui).quiet));
                    let mut words = option.but.clone().unwrap_or_default();
                    let entry = TextEdit::singleline(&mut words).char_limit(400).font(small());
                    let response = ui.add(entry.desired_width(ui.available_width())).accessible_name(but);
                    if response.changed() {
                        option.but = Some(words).filter(|words| !words.is_empty());
                        is_said = true;
                    }
                    self.end_writing(&response);
                });
            }
        }
        if let Some(removed) = removed {
            options.remove(removed);
            right.retain(|place| *place != removed);
            let right: Vec<_> = right.iter().map(|place| if *place > removed { place - 1 } else { *place }).collect();
            self.put("options", Some(written(&options)));
            self.put_once("right", Some(written_right(&right)));
        } else if is_said {
            self.put("options", Some(written(&options)));
        } else if is_chosen {
            self.put_once("options", Some(written(&options)));
        }
        ui.horizontal(|ui| {
            let words = RichText::new(self.view.say("draft-option-add")).font(small());
            if ui.add_enabled(options.len() < MOST, Button::new(words)).clicked() {
                let number = (options.len() + 1).to_string();
                let say = self.view.text.with("draft-option", &[("number", number)]);
                options.push(OptionWritten { say, ..OptionWritten::default() });
                self.put_once("options", Some(written(&options)));
            }
        });
    }

    /// The places of the right options, from 0.
    fn right(&self) -> Vec<usize> {
        let written = self.draft.text().value(self.step, "right").unwrap_or_default();
        let numbers = written.split(|sign: char| !sign.is_ascii_digit()).filter_map(|it| it.parse::<usize>().ok());
        numbers.filter_map(|number| number.checked_sub(1)).collect()
    }

    /// A list of what the run on the screen bears out; whether another was chosen.
    fn holds_ui(&self, ui: &mut Ui, at: (usize, usize), holds: &mut Option<String>, name: &str) -> bool {
        let now = holds.clone();
        let text = self.view.text;
        let none = self.view.say("draft-holds-none");
        let in_words = |now: &str| self.claim_of(at).map_or_else(|| now.to_owned(), |claim| text.claim(claim));
        let shown = now.as_deref().map_or_else(|| none.clone(), in_words);
        let combo = ComboBox::from_id_salt(("holds", at)).width(ui.available_width() - 4.0).truncate();
        let combo = combo.height(260.0).selected_text(RichText::new(&shown).font(small()));
        let list = combo.show_ui(ui, |ui| {
            if ui.selectable_label(now.is_none(), none).clicked() {
                *holds = None;
            }
            for claim in claims_of(self.view.run()) {
                let written = written_claim(&claim);
                if ui.selectable_label(now.as_ref() == Some(&written), text.claim(&claim)).clicked() {
                    *holds = Some(written);
                }
            }
        });
        list.response.accessible_name(name).on_hover_text(shown);
        *holds != now
    }

    /// What an option claims, where the text can be read.
    fn claim_of(&self, (step, place): (usize, usize)) -> Option<&Claim> {
        match &self.draft.read().ok()?.steps.get(step)?.kind {
            StepKind::Choose { options, .. } | StepKind::Vote { options, .. } => options.get(place)?.holds.as_ref(),
            _ => None,
        }
    }
}

fn written(options: &[OptionWritten]) -> String {
    listed(&options.iter().map(OptionWritten::in_file).collect::<Vec<_>>(), 12)
}
