//! What a patient must be told: the risks that this run computes, and those that no run can, with how often they were counted.

use egui::{Align, Frame, Layout, Margin, RichText, ScrollArea, Stroke, Ui, UiBuilder, vec2};

use super::{MARGIN, View, WIDEST, middle};
use crate::app::commands::{Command, Commands};
use crate::app::state::OpenWarning;
use crate::app::theme::{severity, size, small, strong, tokens};
use crate::app::widgets::scroll::Scroll;
use crate::sim::risks::{RISKS, Risk};
use crate::sim::warning_groups::worst_of;
use crate::sim::warnings::WarningId;
use crate::text::clock;

/// The risks that flows and counts decide, with the messages that name them.
const COMPUTED: [(WarningId, &str); 4] = [
    (WarningId::LowCalcium, "risks-low_calcium"),
    (WarningId::Anemia, "risks-anemia"),
    (WarningId::Thrombocytopenia, "risks-thrombocytopenia"),
    (WarningId::LowBloodVolume, "risks-low_blood_volume"),
];

/// What is said aloud, in this order.
const ALOUD: [&str; 8] = [
    "risks-aloud-needles",
    "risks-aloud-tingling",
    "risks-aloud-dizzy",
    "risks-aloud-nausea",
    "risks-aloud-blood",
    "risks-aloud-platelets",
    "risks-aloud-allergy",
    "risks-aloud-rare",
];

/// From this width on, cards stand in two columns.
const TWO_COLUMNS: f32 = 760.0;

pub fn risks_ui(ui: &mut Ui, view: &View<'_>, keys: Scroll, commands: &mut Commands) {
    ScrollArea::vertical().id_salt("risks").auto_shrink(false).show(ui, |ui| {
        let room = middle(ui.max_rect(), WIDEST).shrink2(vec2(MARGIN, 0.0));
        ui.scope_builder(UiBuilder::new().max_rect(room).layout(Layout::top_down(Align::LEFT)), |ui| {
            ui.set_width(room.width());
            ui.add_space(14.0);
            ui.label(RichText::new(view.say("document-risks")).font(strong(size::PAGE_TITLE)));
            ui.label(RichText::new(view.say("risks-lead")).color(tokens(ui).quiet));
            aloud_ui(ui, view);
            heading_ui(ui, &view.text.with("risks-computed", &[("title", view.text.case_title(view.case.preset()))]));
            in_columns(ui, &COMPUTED, |ui, (id, name)| computed_ui(ui, view, *id, name, commands));
            heading_ui(ui, &view.say("risks-counted"));
            in_columns(ui, &RISKS, |ui, risk| counted_ui(ui, view, risk));
            ui.add_space(MARGIN);
        });
        keys.apply(ui);
    });
}

/// The whole in sentences that a patient is told in a minute.
fn aloud_ui(ui: &mut Ui, view: &View<'_>) {
    ui.add_space(12.0);
    let tokens = tokens(ui);
    let frame = Frame::new().fill(tokens.ground).corner_radius(size::CARD_CORNER).inner_margin(Margin::same(16));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 5.0;
        ui.label(RichText::new(view.say("risks-aloud")).font(strong(size::PAGE_SUBHEADING)));
        for sentence in ALOUD {
            ui.label(view.say(sentence));
        }
        ui.label(RichText::new(view.say("risks-aloud-call")).font(strong(size::BODY)));
    });
}

fn heading_ui(ui: &mut Ui, words: &str) {
    ui.add_space(18.0);
    ui.label(RichText::new(words).font(strong(size::PAGE_HEADING)));
    ui.add_space(6.0);
}

/// Each item in a card, in one column or two: those of a row begin at one height.
fn in_columns<T>(ui: &mut Ui, items: &[T], mut card: impl FnMut(&mut Ui, &T)) {
    let columns = if ui.available_width() >= TWO_COLUMNS { 2 } else { 1 };
    for row in items.chunks(columns) {
        ui.columns(columns, |uis| {
            for (ui, item) in uis.iter_mut().zip(row) {
                let edge = Stroke::new(1.0, tokens(ui).hairline);
                let frame = Frame::new().stroke(edge).corner_radius(size::CARD_CORNER).inner_margin(Margin::same(14));
                frame.show(ui, |ui| {
                    ui.set_width(ui.available_width());
                    ui.with_layout(Layout::top_down(Align::LEFT), |ui| {
                        ui.spacing_mut().item_spacing.y = 5.0;
                        card(ui, item);
                    });
                });
            }
        });
        ui.add_space(4.0);
    }
}

/// A risk that the run decides: how it stands in this run, and what it means.
fn computed_ui(ui: &mut Ui, view: &View<'_>, id: WarningId, name: &str, commands: &mut Commands) {
    ui.label(RichText::new(view.say(name)).font(strong(size::STRONG)));
    let run = view.run();
    let warning = worst_of(&run.warnings, id);
    let standing = warning.map_or_else(
        || RichText::new(view.say("risks-here-not")).color(tokens(ui).quiet),
        |warning| {
            let title = view.text.warning_title_graded(warning);
            let message = if warning.present_before { "risks-here-before" } else { "risks-here" };
            let sentence = view.text.with(message, &[("title", title), ("time", clock(warning.from_min))]);
            let (ink, _) = severity(tokens(ui), warning.severity);
            RichText::new(sentence).font(strong(size::BODY)).color(ink)
        },
    );
    ui.label(standing);
    ui.label(view.text.warning_meaning(id));
    let Some(warning) = warning else { return };
    if ui.button(view.say("risks-why")).clicked() {
        let title = view.text.warning_title(warning);
        let open = OpenWarning::after(view.case_view.open_warning.as_ref(), warning, title);
        commands.push(Command::ShowDocument(None));
        commands.push(Command::Explain(Some(open)));
    }
}

/// A risk that was counted: what is felt, why, what is done, how often.
fn counted_ui(ui: &mut Ui, view: &View<'_>, risk: &Risk) {
    ui.label(RichText::new(view.say(&format!("risk-{}", risk.key))).font(strong(size::STRONG)));
    for words in view.text.risk_words(risk) {
        ui.label(words);
    }
    ui.label(RichText::new(view.text.risk_incidence(risk)).font(small()).color(tokens(ui).quiet));
}
