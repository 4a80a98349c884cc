//! Books to read in the window: why the model may be believed, and what it says.

mod model;
mod studies;

use egui::{Align, Layout, Margin, Rect, Ui, UiBuilder, vec2};

use super::{Commands, View};
use crate::app::command::Command;
use crate::app::session::Book;
use crate::app::theme::{size, tokens};
use crate::app::widgets::scroll::Scroll;
use crate::app::widgets::{card, segmented};

pub use model::ModelPage;

/// Room for the names of the books.
const HEADER: f32 = 48.0;

/// An open book in this room.
pub fn book_ui(ui: &mut Ui, room: Rect, view: &View<'_>, book: Book, page: &mut ModelPage, commands: &mut Commands) {
    card::padded(ui, room, Margin::ZERO, |ui| {
        let (header, content) = ui.max_rect().split_top_bottom_at_y(room.top() + HEADER);
        ui.painter().hline(room.x_range(), header.bottom(), egui::Stroke::new(1.0, tokens(ui).hairline));
        ui.scope_builder(UiBuilder::new().max_rect(header.shrink2(vec2(14.0, 8.0))), |ui| {
            header_ui(ui, view, book, commands);
        });
        let keys = if has_the_keys(ui, view) { Scroll::from_keys(ui) } else { Scroll::default() };
        ui.scope_builder(UiBuilder::new().max_rect(content.shrink2(vec2(1.0, 1.0))), |ui| match book {
            Book::Studies => studies::studies_ui(ui, view, keys, commands),
            Book::Model => model::model_ui(ui, view, page, keys),
        });
    });
}

/// The keys that move a page move nothing behind a question or a list.
fn has_the_keys(ui: &Ui, view: &View<'_>) -> bool {
    view.session.dialog.is_none() && !egui::Popup::is_any_open(ui.ctx())
}

/// The names of the books, of which one is open, and the way out.
fn header_ui(ui: &mut Ui, view: &View<'_>, book: Book, commands: &mut Commands) {
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        if ui.button(view.say("book-close")).clicked() {
            commands.push(Command::ShowBook(None));
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            let books = Book::ALL.map(|book| (book, view.say(book.message())));
            if let Some(chosen) = segmented::choices(ui, book, &books) {
                commands.push(Command::ShowBook(Some(chosen)));
            }
        });
    });
}

/// The middle of a room, at most this wide.
fn middle(room: Rect, most_width: f32) -> Rect {
    Rect::from_center_size(room.center(), vec2(room.width().min(most_width), room.height()))
}

/// The widest that a book is shown.
const WIDEST: f32 = size::PAGE_WIDTH + size::CONTENTS_WIDTH + 60.0;
