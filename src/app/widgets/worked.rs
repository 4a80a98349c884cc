//! A worked result: its name, the formula in words, the numbers filled in, and the result.

use egui::text::{LayoutJob, TextFormat};
use egui::{FontId, Label, RichText, Role, Sense, Ui, WidgetInfo};

use crate::app::theme::{size, small, strong, tokens};
use crate::text::Working;

/// Uses the available width. A screen reader gets name and result first, then the derivation.
pub fn worked_ui(ui: &mut Ui, worked: &Working) {
    let tokens = tokens(ui);
    let format = |font: FontId, color| TextFormat { font_id: font, color, ..TextFormat::default() };
    let mut title = LayoutJob::default();
    title.append(&worked.name, 0.0, format(strong(size::SMALL), tokens.text));
    if let Some(span) = &worked.span {
        title.append(span, 6.0, format(small(), tokens.quiet));
    }
    let mut numbers = LayoutJob::default();
    numbers.append(&worked.numbers, 0.0, format(small(), tokens.text));
    let gap = if worked.numbers.is_empty() { "" } else { " " };
    numbers.append(&format!("{gap}{}", worked.conclusion), 0.0, format(strong(size::SMALL), tokens.text));

    let shown = ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.add(Label::new(title).wrap());
        if !worked.formula.is_empty() {
            ui.add(Label::new(RichText::new(&worked.formula).font(small()).color(tokens.quiet)).wrap());
        }
        ui.add(Label::new(numbers).wrap());
    });
    let response = shown.response.interact(Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{} = {}", worked.name, worked.result)));
    let description = format!("{}: {}", worked.formula, worked.numbers);
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(description));
}
