//! The form of a step: the fields of its kind, then those that every step may have. What has no field here stays as the file has it.

use egui::{Align, Layout, RichText, Ui};

use super::fields::Fields;
use super::steps::kind_message;
use crate::app::commands::{Command, Commands, DraftCommand};
use crate::app::state::LessonDraft;
use crate::app::theme::{size, small, strong, tokens};
use crate::app::views::View;
use crate::app::widgets::chip;
use crate::lesson::{PARTS, ResultAt, results_of, warnings_in_order};
use crate::preset::quoted;
use crate::sim::quantities::Quantity;
use crate::sim::settings::Unit;
use crate::sim::warnings::WarningId;
use crate::text::{capitalized, clock};

/// The most that a lesson takes, min.
const MOST_MINUTES: f64 = 180.0;
/// Below this width there is one column.
const TWO_COLUMNS: f32 = 520.0;

pub fn form_ui(ui: &mut Ui, view: &View<'_>, draft: &LessonDraft, commands: &mut Commands) {
    let mut fields = Fields { view, draft, step: draft.at, commands };
    let kind = draft.at.and_then(|at| draft.text().kinds().get(at).copied());
    let Some((at, kind)) = draft.at.zip(kind) else {
        return columns_ui(ui, |ui, column| fields.lesson(ui, column));
    };
    fields.head(ui, at, kind);
    columns_ui(ui, |ui, column| {
        if column == 0 {
            fields.words_of(ui, kind);
        } else {
            fields.rest_of(ui, kind);
        }
    });
}

/// Two columns, or one below the other where there is no room.
fn columns_ui(ui: &mut Ui, mut column_ui: impl FnMut(&mut Ui, usize)) {
    if ui.available_width() < TWO_COLUMNS {
        column_ui(ui, 0);
        ui.add_space(6.0);
        return column_ui(ui, 1);
    }
    ui.spacing_mut().item_spacing.x = 20.0;
    ui.columns(2, |columns| {
        for (column, ui) in columns.iter_mut().enumerate() {
            ui.spacing_mut().item_spacing.x = 8.0;
            ui.with_layout(Layout::top_down(Align::Min), |ui| column_ui(ui, column));
        }
    });
}

impl Fields<'_, '_> {
    /// Title, minutes and goals; notes and what is hidden.
    fn lesson(&mut self, ui: &mut Ui, column: usize) {
        if column == 0 {
            self.words(ui, ("lesson", "draft-title"), 1, true);
            self.lines(ui, ("goals", "draft-goals"), 4, false);
            return;
        }
        self.number(ui, ("minutes", "draft-minutes"), Unit::One, (1.0, MOST_MINUTES), 0);
        self.hidden(ui, ("hide", "draft-hide-until"));
        self.words(ui, ("notes", "draft-notes"), 3, false);
    }

    /// Parts of the window, by their names in files.
    fn hidden(&mut self, ui: &mut Ui, named: super::fields::Named) {
        const ALL: [&str; 4] = ["Warnings", "Explanations", "Scene", "Numbers"];
        let view = self.view;
        let said = |key: &str| match key {
            "Warnings" => view.say("draft-hide-warnings"),
            "Explanations" => view.say("draft-hide-explanations"),
            "Scene" => view.say("draft-hide-scene"),
            "Numbers" => view.say("draft-hide-numbers"),
            other => other.to_owned(),
        };
        self.several(ui, named, false, said, || ALL.map(str::to_owned).to_vec());
    }

    /// Which step of what kind, and its way up, down and out.
    fn head(&mut self, ui: &mut Ui, at: usize, kind: &str) {
        let count = self.draft.text().kinds().len();
        ui.horizontal(|ui| {
            let arguments = [("step", (at + 1).to_string()), ("kind", self.view.say(kind_message(kind)))];
            ui.label(RichText::new(self.view.text.with("draft-step", &arguments)).font(strong(size::STRONG)));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let moves = [
                    ("draft-remove", count > 1, DraftCommand::Remove(at)),
                    ("draft-later", at + 1 < count, DraftCommand::Shift(at, at + 1)),
                    ("draft-earlier", at > 0, DraftCommand::Shift(at, at.saturating_sub(1))),
                ];
                for (message, is_there, command) in moves {
                    let words = self.view.say(message);
                    let is_clicked = ui.add_enabled_ui(is_there, |ui| chip::chip(ui, &words, &words).clicked()).inner;
                    if is_clicked {
                        self.commands.push(Command::Draft(command));
                    }
                }
            });
        });
    }

    /// What it says and asks.
    fn words_of(&mut self, ui: &mut Ui, kind: &str) {
        match kind {
            "Read" | "Watch" => self.words(ui, ("text", "draft-text"), 4, true),
            "Try" => self.words(ui, ("task", "draft-task"), 2, true),
            _ => self.words(ui, ("question", "draft-question"), 2, true),
        }
        match kind {
            "Draw" => self.words(ui, ("then", "draft-then"), 2, false),
            "Contrast" => self.words(ui, ("principle", "draft-principle"), 3, true),
            "Say" => self.words(ui, ("compare_with", "draft-compare-with"), 3, true),
            "Read" | "Watch" | "Try" => {}
            _ => self.words(ui, ("why", "draft-why"), 2, false),
        }
        if !matches!(kind, "Read" | "Watch") {
            self.lines(ui, ("hints", "draft-hints"), 2, false);
        }
    }

    /// What is right and what it is about, and what every step may have.
    fn rest_of(&mut self, ui: &mut Ui, kind: &str) {
        let view = self.view;
        let quantities = || -> Vec<(String, String)> {
            Quantity::all().map(|it| (it.row().key.to_owned(), capitalized(&view.text.quantity_name(it)))).collect()
        };
        match kind {
            "Read" | "Watch" => {
                let parts = PARTS.map(|part| (part.to_owned(), view.say(&format!("part-{part}"))));
                self.choice(ui, ("part", "draft-part"), Some("draft-none"), parts.to_vec());
                self.choice(ui, ("quantity", "draft-curve"), Some("draft-none"), quantities());
                if kind == "Read" {
                    self.moment(ui, true);
                }
            }
            "Draw" => {
                self.choice(ui, ("quantity", "draft-drawn"), None, quantities());
            }
            "Choose" | "Vote" => self.options(ui),
            "Order" => {
                self.lines(ui, ("chain", "draft-chain"), 3, true);
                self.lines(ui, ("distractors", "draft-distractors"), 1, false);
            }
            "Observe" => self.observed(ui),
            "Number" => {
                let results = results_of(view.run()).into_iter();
                let named = |of: &ResultAt| capitalized(&view.text.result_named(of).0);
                let results = results.map(|(of, _)| (quoted(&of.written()), named(&of)));
                self.choice(ui, ("of", "draft-result"), None, results.collect());
                self.tolerance(ui);
            }
            "Causes" => {
                self.choice(ui, ("of", "draft-changed"), None, quantities());
                self.moment(ui, false);
                self.number(ui, ("pick", "draft-pick"), Unit::One, (1.0, 5.0), 0);
            }
            "Contrast" => {
                self.lines(ui, ("with", "draft-with"), 2, true);
                self.choice(ui, ("quantity", "draft-curve"), None, quantities());
            }
            "Try" => self.challenge(ui),
            _ => {}
        }
        self.of_step(ui, kind);
    }

    /// A moment of the run, which may be that of the playhead.
    fn moment(&mut self, ui: &mut Ui, may_be_none: bool) {
        let view = self.view;
        let is_set = self.draft.text().value(self.step, "at_min").is_some();
        if is_set {
            self.number(ui, ("at_min", "draft-moment"), Unit::Min, (0.0, view.run().end_min), 0);
        } else {
            self.caption(ui, "draft-moment");
        }
        ui.horizontal(|ui| {
            let now_min = (view.shown_min() * 10.0).round() / 10.0;
            let now = view.text.with("draft-now", &[("time", clock(now_min))]);
            if chip::chip(ui, &now, &now).clicked() {
                self.put_once("at_min", Some(now_min.to_string()));
            }
            let none = view.say("draft-no-moment");
            if may_be_none && is_set && chip::chip(ui, &none, &none).clicked() {
                self.put_once("at_min", None);
            }
        });
    }

    /// Which of several is right, and among what; warnings and quantities do not mix.
    fn observed(&mut self, ui: &mut Ui) {
        let view = self.view;
        let offers = [
            ("FirstWarning", "draft-seen-first"),
            ("LastWarning", "draft-seen-last"),
            ("LargestFall", "draft-seen-fall"),
            ("SmallestFall", "draft-seen-least"),
            ("LargestRise", "draft-seen-rise"),
        ];
        let of_warnings = |right: &str| right.ends_with("Warning");
        let warnings = || warnings_in_order(view.run()).into_iter().map(|id| id.key().to_owned()).collect::<Vec<_>>();
        let was = self.draft.text().value(self.step, "right").unwrap_or_default().to_owned();
        let offers = offers.map(|(value, message)| (value.to_owned(), view.say(message)));
        let chosen = self.choice(ui, ("right", "draft-seen"), None, offers.to_vec());
        let is_of_warnings = of_warnings(&was);
        if let Some(other) = chosen.filter(|chosen| of_warnings(chosen) != is_of_warnings) {
            let counts = [Quantity::WhiteCells, Quantity::Hemoglobin, Quantity::Platelets];
            let among =
                if of_warnings(&other) { warnings() } else { counts.map(|it| it.row().key.to_owned()).to_vec() };
            self.put_once("among", Some(crate::lesson::listed(&among, 12)));
        }
        let said = |key: &str| {
            let warning = WarningId::ALL.iter().find(|id| id.key() == key).map(|id| view.text.asked_kind(*id));
            warning.or_else(|| Some(view.text.quantity_name(Quantity::by_key(key)?))).unwrap_or_else(|| key.to_owned())
        };
        self.several(ui, ("among", "draft-among"), true, said, || {
            if is_of_warnings { warnings() } else { Quantity::all().map(|it| it.row().key.to_owned()).collect() }
        });
    }

    /// How far off a number may be: in its unit, or as a share of it.
    fn tolerance(&mut self, ui: &mut Ui) {
        if self.draft.text().value(self.step, "within_percent").is_some() {
            self.number(ui, ("within_percent", "draft-within"), Unit::Percent, (0.0, 100.0), 1);
        } else {
            self.number(ui, ("within", "draft-within-unit"), Unit::One, (0.0, 1e6), 2);
        }
    }

    /// What every step may have: its case, a twin before or after, what it shows, and whether it asks how sure.
    fn of_step(&mut self, ui: &mut Ui, kind: &str) {
        let view = self.view;
        let case = ["set", "preset"].into_iter().find(|name| self.draft.text().value(self.step, name).is_some());
        if let Some(case) = case {
            self.caption(ui, "draft-case");
            ui.horizontal_wrapped(|ui| {
                let said =
                    |entry: &String| view.text.assignment(ron::from_str::<String>(entry).as_deref().unwrap_or(entry));
                let changes: Vec<_> = self.entries("set").iter().map(said).collect();
                let words = if case == "set" { changes.join(", ") } else { view.say("draft-other-case") };
                ui.label(RichText::new(words).font(small()));
                let undo = view.say("draft-case-as-before");
                if chip::chip(ui, &undo, &undo).clicked() {
                    self.put_once(case, None);
                }
            });
        }
        if matches!(kind, "Choose" | "Observe" | "Number" | "Order" | "Causes" | "Vote") {
            self.twin(ui);
        }
        if self.draft.text().value(None, "hide").is_some() {
            self.hidden(ui, ("show", "draft-show"));
        }
        if matches!(kind, "Choose" | "Observe" | "Number" | "Order" | "Causes" | "Vote" | "Draw") {
            let mut asks = self.draft.text().value(self.step, "sure") != Some("false");
            if ui.checkbox(&mut asks, RichText::new(view.say("draft-sure")).font(small())).changed() {
                self.put_once("sure", (!asks).then(|| "false".to_owned()));
            }
        }
        ui.add_space(4.0);
        let ink = tokens(ui).quiet;
        if kind == "Contrast" || kind == "Say" {
            ui.label(RichText::new(view.say("draft-not-marked")).font(small()).color(ink));
        }
    }

    /// Whether it is asked before the lesson, or again after it, and by what name its twin is known.
    fn twin(&mut self, ui: &mut Ui) {
        let text = self.draft.text();
        let now = ["before", "after"].into_iter().find(|name| text.value(self.step, name).is_some());
        let offers = [(None, "draft-once"), (Some("before"), "draft-before"), (Some("after"), "draft-after")];
        let choices = offers.map(|(value, message)| (value, self.view.say(message)));
        let shown = choices.iter().find(|(value, _)| *value == now).map_or(String::new(), |(_, words)| words.clone());
        self.caption(ui, "draft-twin");
        ui.horizontal(|ui| {
            let combo = egui::ComboBox::from_id_salt(("twin", self.step)).width(170.0).selected_text(shown);
            let (_, chosen) =
                crate::app::widgets::drop_down::choices(ui, combo, &self.view.say("draft-twin"), now, choices);
            if let Some(chosen) = chosen.filter(|chosen| *chosen != now) {
                let name = now.map_or_else(|| self.view.say("draft-twin-new"), |now| text.words(self.step, now));
                if let Some(old) = now {
                    self.put(old, None);
                }
                if let Some(new) = chosen {
                    self.put_once(new, Some(quoted(&name)));
                }
            }
            if let Some(now) = now {
                let mut name = text.words(self.step, now);
                let entry = egui::TextEdit::singleline(&mut name).char_limit(60).desired_width(ui.available_width());
                let response = ui.add(entry).accessible_name(self.view.say("draft-twin-name"));
                if response.on_hover_text(self.view.say("draft-twin-name")).changed() {
                    self.put(now, Some(quoted(&name)));
                }
            }
        });
    }
}
