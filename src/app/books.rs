//! Reading: an open book takes the place of the screen, and the case goes on living beneath it.

use std::borrow::Cow;
use std::path::Path;

use egui::{Context, Ui};

use super::App;
use super::panels::{self, Commands};
use super::session::{Book, Dialog};
use super::studies::Studies;
use super::theme::size;

impl App {
    /// Opens a book.
    pub fn open_book(&mut self, book: Book) {
        self.session.book = Some(book);
    }

    /// Takes another table of studies than the program's own, which is then run when it is looked at.
    pub fn set_studies(&mut self, table: String) {
        self.work.studies = Studies::of(Cow::Owned(table));
    }

    /// Shows the open book, if one is; answers whether it does.
    pub(super) fn book_ui(&mut self, ui: &mut Ui, asked: &mut Commands) -> bool {
        let Some(book) = self.session.book else { return false };
        let mut page = std::mem::take(&mut self.model_page);
        let room = ui.max_rect().shrink(size::GAP);
        panels::books::book_ui(ui, room, &self.view(), book, &mut page, asked);
        self.model_page = page;
        true
    }

    /// Starts to run the published studies when they are first looked at.
    pub(super) fn run_studies(&mut self, ctx: &Context) {
        if self.session.book == Some(Book::Studies) {
            self.work.studies.start(self.work.way, ctx);
        }
    }

    /// Opens the case of a study at the moment of its number: at this time, or at the end of the procedure.
    pub(super) fn open_study(&mut self, index: usize, at_min: Option<f64>) {
        let Some(ran) = self.work.studies.ran() else { return };
        let Some(study) = ran.table.studies.get(index) else { return };
        match study.case(&ran.table, Path::new("")) {
            Ok(case) => {
                let case = self.text.study_case(study, &ran.table, case);
                self.show(case, None);
                self.seek(at_min.unwrap_or(self.derived.run.machine_end_min));
            }
            Err(why) => {
                self.session.dialog = Some(Dialog::Message {
                    title: self.text.with("study-not-opened", &[("study", study.id.clone())]),
                    body: self.text.not_run(&why),
                });
            }
        }
    }
}
