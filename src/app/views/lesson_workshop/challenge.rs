//! What a challenge asks for: the settings that may be moved, what is to be so, what must not come, and which way is best.

use egui::{ComboBox, Label, RichText, Ui};

use super::fields::Fields;
use crate::app::theme::{body, small};
use crate::app::widgets::chip;
use crate::app::widgets::value_field::ValueField;
use crate::lesson::{Claim, ResultAt, StepKind, claims_of, listed, warnings_in_order, written_claim};
use crate::sim::SettingId;
use crate::sim::settings::{Unit, by_path};
use crate::sim::warnings::WarningId;
use crate::text::{Field, Form};

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
            let known = WarningId::ALL.iter().find(|id| id.key() == key);
            known.map_or_else(|| key.to_owned(), |id| view.text.asked_kind(*id))
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

    /// What is to be so: each claim in words, its number below it.
    fn claims(&mut self, ui: &mut Ui) {
        let Some(step) = self.step else { return };
        self.caption(ui, "draft-reach");
        let mut entries = self.entries("reach");
        let step_read = self.draft.read().ok().and_then(|lesson| lesson.steps.get(step));
        let known: &[Claim] = match step_read.map(|step| &step.kind) {
            Some(StepKind::Try(challenge)) => &challenge.reach,
            _ => &[],
        };
        let (mut removed, mut changed) = (None, false);
        for (place, entry) in entries.iter_mut().enumerate() {
            let claim = known.get(place);
            let words = claim.map_or_else(|| entry.clone(), |claim| self.view.text.claim(claim));
            ui.add(Label::new(RichText::new(&words).font(small())).wrap());
            ui.horizontal(|ui| {
                let number = match claim {
                    Some(Claim::AtLeast(of, limit)) => Some((of, *limit, Claim::AtLeast as fn(ResultAt, f64) -> Claim)),
                    Some(Claim::AtMost(of, limit)) => Some((of, *limit, Claim::AtMost as fn(ResultAt, f64) -> Claim)),
                    _ => None,
                };
                if let Some((of, limit, claimed)) = number
                    && let Some(limit) = self.limit_ui(ui, place, limit)
                {
                    *entry = written_claim(&claimed(of.clone(), limit));
                    changed = true;
                }
                let label = self.view.text.with("draft-take-away", &[("what", words)]);
                if chip::chip(ui, "×", &label).clicked() {
                    removed = Some(place);
                }
            });
        }
        let mut added = None;
        ui.horizontal(|ui| {
            let add = RichText::new(self.view.say("draft-add-one")).font(small());
            let combo = ComboBox::from_id_salt(("reach", step)).width(76.0).height(260.0).selected_text(add);
            let list = combo.show_ui(ui, |ui| {
                let claims = claims_of(self.view.run()).into_iter();
                claims.filter(|claim| ui.selectable_label(false, self.view.text.claim(claim)).clicked()).last()
            });
            let label = self.view.text.with("draft-add-to", &[("what", self.view.say("draft-reach"))]);
            list.response.accessible_name(label);
            added = list.inner.flatten();
        });
        if let Some(place) = removed {
            entries.remove(place);
        }
        entries.extend(added.as_ref().map(written_claim));
        if removed.is_some() || added.is_some() {
            self.put_once("reach", Some(listed(&entries, 12)));
        } else if changed {
            self.put("reach", Some(listed(&entries, 12)));
        }
    }

    /// The number of a claim, in the unit of its result.
    fn limit_ui(&self, ui: &mut Ui, place: usize, limit: f64) -> Option<f64> {
        let form = Form::Number { unit: Unit::One, decimals: 2 };
        let field = Field { form, least: -1e6, most: 1e6, grain: 0.0 };
        let name = self.view.text.with("draft-limit", &[("number", (place + 1).to_string())]);
        let step = libm::exp10(libm::floor(libm::log10(limit.abs().max(1e-3)))) / 10.0;
        ValueField { name: &name, value: limit, step, field, font: body(), text: self.view.text }.show(ui).1
    }
}
