//! What to tell the patient before the next procedure.

use egui::{Label, Rect, RichText, ScrollArea, Ui};

use super::{Stage, card_ui};
use crate::app::theme::{size, small, strong, tokens};

pub fn tell_ui(ui: &mut Ui, stage: &Stage<'_>, rect: Rect) {
    let view = stage.view;
    card_ui(ui, rect, &view.say("debrief-tell"), |ui| {
        let quiet = tokens(ui).quiet;
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            for [promise, why] in view.text.tell_next_time(stage.debrief) {
                ui.add(Label::new(RichText::new(promise).font(strong(size::SMALL + 1.0))).wrap());
                ui.add(Label::new(RichText::new(why).font(small()).color(quiet)).wrap());
                ui.add_space(4.0);
            }
        });
    });
}
