//! Why leukapheresis is done: what raises the white count, what the procedure is for, what it does not do, and who decides.

use egui::{Align, Button, Layout, RichText, ScrollArea, Ui, UiBuilder, vec2};

use super::{MARGIN, View, WIDEST, middle};
use crate::app::commands::{Command, Commands};
use crate::app::state::PendingNavigation;
use crate::app::theme::{size, strong, tokens};
use crate::app::widgets::focus;
use crate::app::widgets::scroll::Scroll;
use crate::preset::{BUNDLED, Preset};

/// A part of the page: its message and its lines.
type Part = (&'static str, &'static [Line]);

/// A line: its message, and the cases that show it.
type Line = (&'static str, &'static [&'static str]);

/// In reading order.
const PARTS: [Part; 4] = [
    (
        "reason-raises",
        &[
            ("reason-raises-infection", &["leukemoid_reaction_sepsis"]),
            ("reason-raises-inflammation", &["leukocytosis_after_injury"]),
            ("reason-raises-drugs", &["gcsf_donor", "granulocyte_donor_starch"]),
            ("reason-raises-spleen", &["splenectomized_donor_platelets"]),
            ("reason-raises-pregnancy", &["cml_pregnancy"]),
            (
                "reason-raises-leukemia",
                &["cml_very_high_count", "aml_leukostasis_low_platelets", "cll_small_light_cells"],
            ),
        ],
    ),
    (
        "reason-used",
        &[
            ("reason-used-cml", &["cml_very_high_count", "cml_pregnancy"]),
            (
                "reason-used-acute",
                &["aml_leukostasis_low_platelets", "t_all_adolescent", "all_infant_hyperleukocytosis"],
            ),
            ("reason-used-transplant", &["gcsf_donor", "myeloma_low_platelets", "neuroblastoma_infant"]),
            ("reason-used-cells", &["car_t_lymphoma_low_lymphocytes", "healthy_donor", "granulocyte_donor_starch"]),
            ("reason-used-autoimmune", &["autoimmune_stem_cells"]),
            ("reason-used-rejection", &["transplant_rejection_photopheresis"]),
        ],
    ),
    (
        "reason-not",
        &[
            ("reason-not-cure", &["aml_non_responder"]),
            ("reason-not-survival", &["aml_leukostasis_low_platelets"]),
            ("reason-not-spare", &["small_anemic_woman", "liver_failure_citrate"]),
        ],
    ),
    (
        "reason-decides",
        &[
            ("reason-decides-guideline", &["aml_leukostasis_low_platelets"]),
            ("reason-decides-physician", &["poor_vein_slow_inlet"]),
        ],
    ),
];

/// Space between the words and the cases beside them.
const GUTTER: f32 = 22.0;

pub fn reasons_ui(ui: &mut Ui, view: &View<'_>, keys: Scroll, commands: &mut Commands) {
    ScrollArea::vertical().id_salt("reasons").auto_shrink(false).show(ui, |ui| {
        let room = middle(ui.max_rect(), WIDEST).shrink2(vec2(MARGIN, 0.0));
        ui.scope_builder(UiBuilder::new().max_rect(room).layout(Layout::top_down(Align::LEFT)), |ui| {
            ui.set_width(room.width());
            ui.add_space(14.0);
            ui.label(RichText::new(view.say("document-reasons")).font(strong(size::PAGE_TITLE)));
            for (part, lines) in PARTS {
                part_ui(ui, view, part, lines, commands);
            }
            ui.add_space(MARGIN);
        });
        keys.apply(ui);
    });
}

fn part_ui(ui: &mut Ui, view: &View<'_>, part: &str, lines: &[Line], commands: &mut Commands) {
    ui.add_space(20.0);
    ui.label(RichText::new(view.say(part)).font(strong(size::PAGE_HEADING)));
    if let Some(lead) = view.text.attribute(part, "lead") {
        ui.label(RichText::new(lead).color(tokens(ui).quiet));
    }
    ui.add_space(6.0);
    for (line, cases) in lines {
        ui.separator();
        line_ui(ui, view, line, cases, commands);
    }
}

/// A name and a sentence, with the cases that show it on the right.
fn line_ui(ui: &mut Ui, view: &View<'_>, message: &str, cases: &[&str], commands: &mut Commands) {
    let width = ui.available_width();
    let beside = (0.30 * width).clamp(150.0, 260.0);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.allocate_ui(vec2(width - beside - GUTTER, 0.0), |ui| {
            ui.vertical(|ui| {
                ui.set_width(width - beside - GUTTER);
                ui.label(RichText::new(view.say(message)).font(strong(size::STRONG)));
                ui.label(view.text.attribute(message, "words").unwrap_or_default());
            });
        });
        ui.add_space(GUTTER);
        ui.vertical(|ui| {
            ui.set_width(beside);
            for name in cases {
                case_ui(ui, view, name, commands);
            }
        });
    });
}

/// A link that opens a case.
fn case_ui(ui: &mut Ui, view: &View<'_>, name: &str, commands: &mut Commands) {
    let Some(index) = BUNDLED.iter().position(|bundled| bundled.name == name) else { return };
    let Some(title) = BUNDLED[index].preset().map(Preset::short_title) else { return };
    let words = RichText::new(format!("{title} ›")).color(tokens(ui).accent);
    let response = ui.add(Button::new(words).frame(false).wrap());
    let spoken = view.text.with("reason-open", &[("title", title.to_owned())]);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Link, true, &spoken));
    focus::ring(ui, &response, response.rect.expand(2.0), 4.0);
    if response.clicked() {
        commands.push(Command::Leave(PendingNavigation::Bundled(index)));
    }
}
