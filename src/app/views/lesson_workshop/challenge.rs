//! What a challenge asks for: the settings that may be moved, what is to be so, what must not come, and which way is best.

use egui::{Align, ComboBox, Layout, RichText, Ui, vec2};

use super::fields::Fields;
use crate::app::theme::{body, small};
use crate::app::widgets::icon::{self, Icon};
use crate::app::widgets::value_field::ValueField;
use crate::lesson::{Claim, StepKind, claims_of, listed, warnings_in_order, written_claim};
use crate::sim::SettingId;
use crate::sim::settings::{Unit, by_path};
use crate::text::{Field, Form};

const ROW: f32 = 26.0;

impl Fields<'_, '_> {
    pub fn challenge(&mut self, ui: &mut Ui) {
        let view = self.view;
        let name = |path: &str| by_path(path).map_or_else(|| path.to_owned(), |setting| view.text.setting(setting));
        let can_move = |setting: &SettingId| setting.row().number().is_some() && !setting.is_of_patient();
        self.several(ui, ("move", "draft-move"), true, name, || {
            let controls = view.controls().into_iter().map(|(_, setting)| setting).filter(can_move);
            controls.map(|setting| setting.row().path.to_owned()).collect()
        });
        self.claims(ui);
        let warning = |key: &str| {
            crate::sim::warnings::WarningId::ALL
                .iter()
                .find(|id| id.key() == key)
                .map_or_else(|| key.to_owned(), |id| view.text.asked_kind(*id))
        };
        self.several(ui, ("without", "draft-without"), false, warning, || {
            warnings_in_order(view.run()).into_iter().map(|id| id.key().to_owned()).collect()
        });
        let mut best = Vec::new();
        for path in self.entries("move") {
            for (measure, message) in [("Smallest", "draft-best-smallest"), ("Largest", "draft-best-largest")] {
                best.push((format!("{measure}({path})"), view.text.with(message, &[("what", name(&path))])));
            }
        }
        self.choice(ui, ("best", "draft-best"), Some("draft-best-none"), best);
    }

    /// What is to be so: a line for each claim, with its number.
    fn claims(&mut self, ui: &mut Ui) {
        let Some(step) = self.step else { return };
        self.caption(ui, "draft-reach");
        let mut entries = self.entries("reach");
        let known: Vec<Claim> =
            match self.draft.read().ok().and_then(|lesson| lesson.steps.get(step)).map(|step| &step.kind) {
                Some(StepKind::Try(challenge)) => challenge.reach.clone(),
                _ => Vec::new(),
            };
        let (mut removed, mut changed) = (None, false);
        for (place, entry) in entries.iter_mut().enumerate() {
            let claim = known.get(place);
            let words = claim.map_or_else(|| entry.clone(), |claim| self.view.text.claim(claim));
            let size = vec2(ui.available_width(), ROW);
            ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| {
                let label = self.view.text.with("draft-take-away", &[("what", words.clone())]);
                if icon::button(ui, Icon::Close, &label, 22.0, false).clicked() {
                    removed = Some(place);
                }
                if let Some(Claim::AtLeast(_, limit) | Claim::AtMost(_, limit)) = claim {
                    let form = Form::Number { unit: Unit::One, decimals: 2 };
                    let field = Field { form, least: -1e6, most: 1e6, grain: 0.0 };
                    let name = self.view.text.with("draft-limit", &[("number", (place + 1).to_string())]);
                    let step = libm::exp10(libm::floor(libm::log10(limit.abs().max(1e-3)))) / 10.0;
                    let field =
                        ValueField { name: &name, value: *limit, step, field, font: body(), text: self.view.text };
                    if let Some(limit) = field.show(ui).1 {
                        *entry = match claim.cloned() {
                            Some(Claim::AtLeast(of, _)) => written_claim(&Claim::AtLeast(of, limit)),
                            Some(Claim::AtMost(of, _)) => written_claim(&Claim::AtMost(of, limit)),
                            _ => return,
                        };
                        changed = true;
                    }
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    ui.add(egui::Label::new(RichText::new(words).font(small())).truncate());
                });
            });
        }
        let add = RichText::new(self.view.say("draft-add-one")).font(small());
        let combo = ComboBox::from_id_salt(("reach", step)).width(76.0).height(260.0).selected_text(add);
        let shown = combo.show_ui(ui, |ui| {
            let claims = claims_of(self.view.run()).into_iter();
            claims.filter(|claim| ui.selectable_label(false, self.view.text.claim(claim)).clicked()).last()
        });
        let label = self.view.text.with("draft-add-to", &[("what", self.view.say("draft-reach"))]);
        shown.response.accessible_name(label);
        let added = shown.inner.flatten();
        if let Some(place) = removed {
            entries.remove(place);
        }
        entries.extend(added.as_ref().map(written_claim));
        if changed {
            self.put("reach", Some(listed(&entries, 12)));
        } else if removed.is_some() || added.is_some() {
            self.put_once("reach", Some(listed(&entries, 12)));
        }
    }
}
