//! Documents shown in the window: why it is done, what a patient must be told, the studies, the model and the format of cases.

mod model;
mod reasons;
mod risks;
mod studies;

use egui::{Align, Layout, Margin, Rect, Ui, UiBuilder, vec2};

use strum::IntoEnumIterator as _;

use super::View;
use crate::app::commands::{Command, Commands};
use crate::app::state::Document;
use crate::app::theme::{size, tokens};
use crate::app::widgets::scroll::Scroll;
use crate::app::widgets::{card, segmented};
use crate::report::preset_page::PAGE;

pub use model::ModelPage;

/// Height of the row of document names.
const HEADER: f32 = 48.0;

/// Shows the open document.
pub fn reader_ui(ui: &mut Ui, view: &View<'_>, document: Document, page: &mut ModelPage, commands: &mut Commands) {
    let room = ui.max_rect().shrink(size::GAP);
    card::padded(ui, room, Margin::ZERO, |ui| {
        let (header, content) = ui.max_rect().split_top_bottom_at_y(room.top() + HEADER);
        ui.painter().hline(room.x_range(), header.bottom(), egui::Stroke::new(1.0, tokens(ui).hairline));
        ui.scope_builder(UiBuilder::new().max_rect(header.shrink2(vec2(14.0, 8.0))), |ui| {
            header_ui(ui, view, document, commands);
        });
        // Scroll keys must not move the page behind a dialog or an open popup.
        let keys = if view.is_uncovered(ui.ctx()) { Scroll::from_keys(ui) } else { Scroll::default() };
        ui.scope_builder(UiBuilder::new().max_rect(content.shrink2(vec2(1.0, 1.0))), |ui| match document {
            Document::Reasons => reasons::reasons_ui(ui, view, keys, commands),
            Document::Risks => risks::risks_ui(ui, view, keys, commands),
            Document::Studies => studies::studies_ui(ui, view, keys, commands),
            Document::Model => model::page_ui(ui, view, model::TEXT, page, keys),
            Document::Format => model::page_ui(ui, view, PAGE, page, keys),
        });
    });
}

/// The document tabs and the close button.
fn header_ui(ui: &mut Ui, view: &View<'_>, document: Document, commands: &mut Commands) {
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        if ui.button(view.say("document-close")).clicked() {
            commands.push(Command::ShowDocument(None));
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            let documents: Vec<_> = Document::iter().map(|document| (document, view.say(document.message()))).collect();
            let chosen = segmented::choices(ui, document, &documents);
            commands.extend(chosen.map(|chosen| Command::ShowDocument(Some(chosen))));
        });
    });
}

/// The middle of a room, at most `most_width` wide.
fn middle(room: Rect, most_width: f32) -> Rect {
    Rect::from_center_size(room.center(), vec2(room.width().min(most_width), room.height()))
}

/// Margin at the sides of a document.
const MARGIN: f32 = 24.0;

/// Maximum width of a document.
const WIDEST: f32 = size::PAGE_WIDTH + size::CONTENTS_WIDTH + 60.0;
