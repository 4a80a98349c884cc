//! The arithmetic of the case: every result's formula with its numbers filled in, at the playhead.

use egui::{RichText, ScrollArea, Ui, UiBuilder};

use super::side_by_side;
use crate::app::theme::{small, tokens};
use crate::app::views::{View, numbers};
use crate::app::widgets::worked;
use crate::sim::derivation::{Formula, shown};
use crate::text::clock;

/// Width from which there are two columns, in points.
const TWO_COLUMNS: f32 = 560.0;
const GAP: f32 = 28.0;

pub fn arithmetic_ui(ui: &mut Ui, view: &View<'_>) {
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        let time = clock(view.playback.playhead_min);
        let title = view.text.with("arithmetic-title", &[("time", time)]);
        ui.label(RichText::new(title).font(small()).color(tokens(ui).quiet));
        let [volume, collected, counts, calcium] = shown(numbers::target(view));
        let columns = [[volume, collected].concat(), [counts, calcium].concat()];
        let room = ui.available_rect_before_wrap();
        if room.width() < TWO_COLUMNS {
            for formulas in &columns {
                column_ui(ui, view, formulas);
            }
            return;
        }
        let mut used = ui.min_rect();
        for (place, formulas) in side_by_side(room, columns.len(), GAP).zip(&columns) {
            let column = ui.scope_builder(UiBuilder::new().max_rect(place), |ui| column_ui(ui, view, formulas));
            used |= column.response.rect;
        }
        ui.advance_cursor_after_rect(used);
    });
}

fn column_ui(ui: &mut Ui, view: &View<'_>, formulas: &[Formula]) {
    let (run, moment) = (view.run(), view.now());
    ui.spacing_mut().item_spacing.y = 9.0;
    for formula in formulas {
        let worked = match formula.at(run, &moment) {
            Some(derivation) => view.text.working(&derivation),
            None => view.text.no_working(*formula),
        };
        worked::worked_ui(ui, &worked);
    }
}
