//! The numbers: the patient now and at the start, and what the procedure has achieved so far.

use egui::{Align, Color32, Rect, RichText, Ui, vec2};

use super::View;
use super::explore::plot::shown_quantity;
use crate::app::theme::{size, small, strong, tokens};
use crate::app::widgets::table_row::{self, write};
use crate::model::cells::WhiteCell;
use crate::picture::plot::pinned::letter;
use crate::sim::Phase;
use crate::sim::derivation::Cells;
use crate::sim::outcome::{WORTH_COLLECTING_E9_PER_L, target_cells};
use crate::sim::quantities::Quantity;
use crate::text::{cell_count, clock, fixed, quantity_number};

/// Height of the panel where the case states no aim, in points.
const HEIGHT: f32 = 322.0;
/// Height of a line about the procedure, and the space below it.
const LINE: f32 = 19.0;
const SPACING: f32 = 3.0;

/// Height of the panel, in points.
pub fn height(view: &View<'_>) -> f32 {
    if view.case.preset().aim.is_some() { HEIGHT + LINE + SPACING } else { HEIGHT }
}

pub fn numbers_ui(ui: &mut Ui, view: &View<'_>) {
    ui.spacing_mut().item_spacing.y = SPACING;
    let tokens = tokens(ui);
    let now = view.now();
    let start = view.run().at(0.0);
    let title = view.text.with("numbers-now", &[("time", clock(now.time_min))]);
    let twin = view.twin().filter(|_| !view.awaits_second());
    // In the place of the values at the start stand those of the twin.
    let second = twin.map_or_else(|| view.say("numbers-start"), |twin| letter(twin.letter));
    let beside = twin.map_or(start, |twin| view.twin_moment(twin));
    row_ui(ui, &title, "", &second, true);
    for (quantity, ink) in [
        (Quantity::WhiteCells, tokens.white_cells),
        (Quantity::Hemoglobin, tokens.red_cells),
        (Quantity::Platelets, tokens.platelets),
        (Quantity::IonizedCalcium, tokens.citrate),
    ] {
        let quantity = shown_quantity(view, quantity);
        if view.highlighted() == Some(quantity) {
            let row = Rect::from_min_size(ui.cursor().min, vec2(ui.available_width(), 22.0)).expand2(vec2(6.0, 0.0));
            ui.painter().rect_filled(row, 6.0, tokens.button_hovered);
        }
        let name = view.text.quantity_name(quantity);
        let number = |moment| quantity.at(moment).map_or_else(String::new, |v| quantity_number(quantity, v));
        let rect = row_ui(ui, &name, &number(&now), &number(&beside), false);
        ui.painter().circle_filled(rect.left_center() + vec2(5.0, 0.0), 4.5, ink);
    }
    ui.add_space(4.0);
    ui.separator();
    ui.add_space(2.0);
    procedure_ui(ui, view);
}

/// One line: a name, a value, and a second value in a quieter color. Returns its rectangle.
fn row_ui(ui: &mut Ui, name: &str, value: &str, quiet: &str, heading: bool) -> Rect {
    /// Widths of the quiet value and of the dot before a name, in points.
    const QUIET: f32 = 62.0;
    const SPOT: f32 = 18.0;
    let tokens = tokens(ui);
    let (rect, _) = table_row::row_ui(ui, 22.0, &format!("{name} {value}"));
    let painter = ui.painter();
    write(painter, rect, Align::Max, quiet, small(), tokens.quiet);
    let values = rect.with_max_x(rect.right() - QUIET);
    let value = write(painter, values, Align::Max, value, strong(size::VALUE), tokens.text);
    let (left, font) = if heading { (0.0, strong(size::STRONG)) } else { (SPOT, small()) };
    let names = rect.with_min_x(rect.left() + left).with_max_x(value.rect.left() - 6.0);
    write(painter, names, Align::Min, name, font, tokens.text);
    rect
}

/// Whether the case collects granulocytes. Uses the case as opened, so that turning starch off does not swap the number.
fn is_about_granulocytes(view: &View<'_>) -> bool {
    view.case.saved().protocol.settings.machine.hydroxyethyl_starch
}

/// The cells the case collects or depletes.
pub(super) fn target(view: &View<'_>) -> Cells {
    if is_about_granulocytes(view) {
        Cells::Class(WhiteCell::Neutrophil)
    } else {
        match target_cells(&view.run().protocol.settings) {
            Cells::White => Cells::White,
            Cells::Mononuclear | Cells::Class(_) => Cells::Mononuclear,
        }
    }
}

fn procedure_ui(ui: &mut Ui, view: &View<'_>) {
    let tokens = tokens(ui);
    let now = view.now();
    let bag = &now.state.bag;
    let before = &view.run().before.patient;
    let volumes = now.pumped.processed_ml / now.body.before.blood_volume_ml;
    let liters = fixed(now.pumped.processed_ml / 1000.0, 1);
    // Granulocyte collections count neutrophils only.
    let (removed_id, collected_e9, before_e9) = if is_about_granulocytes(view) {
        let class = WhiteCell::Neutrophil;
        ("numbers-removed-neutrophils", bag.white_cells_e9[class], before.white_cells_e9[class])
    } else {
        ("numbers-removed", bag.white_cells_e9.sum(), before.white_cells_e9.sum())
    };
    let removed = 100.0 * collected_e9 / before_e9;
    // After the procedure, quantities without a value count as zero: no citrate is given and no blood is outside.
    let none = (now.phase == Phase::After).then_some(0.0);
    let mean = |quantity: Quantity| {
        quantity.at(&now).or(none).map_or_else(|| "–".to_owned(), |v| view.text.quantity_value(quantity, v))
    };
    let outcome = &view.run().outcome;
    let (efficiency_id, efficiency) = match target(view) {
        Cells::Class(class) => ("numbers-efficiency-granulocytes", outcome.efficiency[class].ce1_percent),
        Cells::White => ("numbers-efficiency-white", outcome.white_cell_efficiency.ce1_percent),
        Cells::Mononuclear => ("numbers-efficiency-mononuclear", outcome.mononuclear_efficiency.ce1_percent),
    };
    ui.label(RichText::new(view.say("numbers-procedure")).font(strong(size::STRONG)));
    let stem_before = WORTH_COLLECTING_E9_PER_L * now.body.before.blood_volume_ml / 1000.0;
    let stem = (before.white_cells_e9[WhiteCell::Cd34] >= stem_before).then(|| {
        let count = bag.white_cells_e9[WhiteCell::Cd34];
        let dose = fixed(count * 1e3 / now.body.patient.dosing_weight_kg(), 1);
        let words = view.text.with("numbers-stem-value", &[("count", cell_count(count)), ("dose", dose)]);
        ("numbers-stem", words)
    });
    let processed = [("liters", liters), ("volumes", fixed(volumes, 1))];
    let removed = [("count", cell_count(collected_e9)), ("percent", fixed(removed, 0))];
    let rows = [
        ("numbers-processed", view.text.with("numbers-processed-value", &processed)),
        (removed_id, view.text.with("numbers-removed-value", &removed)),
        (efficiency_id, efficiency.map_or_else(|| "–".to_owned(), |percent| format!("{} %", fixed(percent, 0)))),
        ("numbers-citrate", mean(Quantity::CitrateRate)),
        ("numbers-outside", mean(Quantity::ExtracorporealShare)),
        ("numbers-volume", mean(Quantity::BloodVolumeChange)),
    ];
    // In stem cell collections, the CD34+ count replaces the extracorporeal share.
    let rows = rows.into_iter().map(|row| match &stem {
        Some(stem) if row.0 == "numbers-outside" => stem.clone(),
        _ => row,
    });
    aim_ui(ui, view);
    for (id, value) in rows {
        line_ui(ui, &view.say(id), &value, tokens.text, view.text.attribute(id, "hint"));
    }
}

/// The aim, and what the run ends with: it can be told before the run is played to its end.
fn aim_ui(ui: &mut Ui, view: &View<'_>) {
    let Some(aim) = view.case.preset().aim else { return };
    let tokens = tokens(ui);
    let outcome = view.run_view.aim_outcome(aim);
    let ink = if outcome.is_reached() { tokens.text } else { tokens.caution };
    let hint = view.text.aim_in_full(&outcome, &view.run().protocol.settings.patient);
    line_ui(ui, &view.text.aim_in_short(&aim), &view.text.aim_standing(&outcome), ink, Some(hint));
}

/// A line about the procedure, with what it means under the pointer.
fn line_ui(ui: &mut Ui, name: &str, value: &str, ink: Color32, hint: Option<String>) {
    let (rect, response) = table_row::row_ui(ui, LINE, &format!("{name} {value}"));
    let value = write(ui.painter(), rect, Align::Max, value, strong(size::SMALL), ink);
    let names = rect.with_max_x(value.rect.left() - 6.0);
    write(ui.painter(), names, Align::Min, name, small(), tokens(ui).quiet);
    if let Some(hint) = hint {
        response.on_hover_text(hint);
    }
}
