//! Commands of a class: its folder is opened, a question is looked at, and what came of it is written.

use std::path::{Path, PathBuf};

use super::Handler;
use crate::app::state::class::NoClass;
use crate::app::state::{ClassSource, ClassView, Dialog, Purpose};
use crate::lesson::has_codes;
use crate::preset::{FileProblem, write_whole};
use crate::report::csv::Decimal;
use crate::report::{class, sheet};

/// What can be done with a class.
#[derive(Clone, Debug, PartialEq)]
pub enum ClassCommand {
    /// Asks for the folder of what was handed in.
    Ask,
    /// Looks at a question, by its place in the order that is shown.
    Show(usize),
    /// Leaves all names out, or shows them again.
    Anonymous,
    /// Asks where to write the page to print, or the table.
    Page,
    Table,
    /// Takes codes that were pasted.
    Paste(String),
    /// Reads the folder anew.
    Again,
    Leave,
}

impl Handler<'_> {
    pub(super) fn in_class(&mut self, command: &ClassCommand) {
        match command {
            ClassCommand::Ask => {
                self.ask_for(Purpose::Class);
            }
            ClassCommand::Page => self.ask_for(Purpose::ClassPage),
            ClassCommand::Table => self.ask_for(Purpose::ClassTable),
            ClassCommand::Paste(words) if has_codes(words) => self.paste_codes(words),
            ClassCommand::Paste(_) => {
                let (title, body) = (self.text.get("paste-title"), self.text.get("paste-nothing"));
                self.state.dialogs.open = Some(Dialog::Message { title, body });
            }
            ClassCommand::Leave => self.state.class = None,
            ClassCommand::Show(place) => {
                if let Some(view) = &mut self.state.class {
                    view.shown = (*place).min(view.class.questions.len().saturating_sub(1));
                }
            }
            ClassCommand::Anonymous => self.read_class_again(true),
            ClassCommand::Again => self.read_class_again(false),
        }
    }

    fn read_class_again(&mut self, toggles_names: bool) {
        let Some(view) = &self.state.class else { return };
        let (source, shown, anonymous) = (view.source.clone(), view.shown, view.anonymous != toggles_names);
        self.open_class(source, anonymous);
        if let Some(view) = &mut self.state.class {
            view.shown = shown.min(view.class.questions.len().saturating_sub(1));
        }
    }

    /// Codes were pasted: they join the class that is looked at, or are one.
    pub(super) fn paste_codes(&mut self, words: &str) {
        let open = self.state.class.as_ref();
        let (source, anonymous) = open.map_or_else(Default::default, |view| (view.source.clone(), view.anonymous));
        self.open_class(source.with(words), anonymous);
    }

    /// Opens what a class handed in, or says what is wrong with it.
    pub(super) fn open_class(&mut self, source: ClassSource, anonymous: bool) {
        let folder = source.folder.clone().unwrap_or_else(|| PathBuf::from(self.text.get("class-pasted")));
        let body = match ClassView::of(source, anonymous) {
            Ok(view) => {
                self.state.gallery.close();
                self.state.playback.playing = false;
                self.state.class = Some(view);
                return;
            }
            Err(NoClass::File(problem)) => self.text.file_problem_in_window(&folder, &problem),
            Err(NoClass::NoLesson) => self.text.with("class-no-lesson", &[("folder", folder.display().to_string())]),
            Err(NoClass::Nothing(left_out)) => {
                const MOST: usize = 8;
                let first = self.text.with("class-nothing", &[("folder", folder.display().to_string())]);
                let why = left_out.iter().take(MOST).map(|(label, why)| self.text.left_out(label, why));
                std::iter::once(first).chain(why).collect::<Vec<_>>().join("\n")
            }
        };
        self.state.dialogs.open = Some(Dialog::Message { title: self.text.get("dialog-problem-title"), body });
    }

    pub(super) fn suggested_class(&self, purpose: Purpose) -> PathBuf {
        let ending = if purpose == Purpose::ClassTable { "csv" } else { "html" };
        let name = format!("class.{ending}");
        let folder = self.state.class.as_ref().and_then(|view| view.source.folder.as_ref());
        folder.map_or_else(|| PathBuf::from(&name), |folder| folder.join(&name))
    }

    /// Writes the page or the table of the class.
    pub(super) fn write_class(&mut self, purpose: Purpose, path: &Path) {
        let Some(view) = &self.state.class else { return };
        let written = if purpose == Purpose::ClassTable {
            write_whole(path, |to| Ok(class::table(&view.class, &view.lesson, Decimal::Point, self.text, to)?))
        } else {
            let page = sheet::class(&view.class, &view.lesson, &view.key, self.text);
            write_whole(path, |to| to.write_all(page.as_bytes()))
        };
        match written {
            Ok(()) => self.tell("class-written", path),
            Err(error) => self.say(path, &FileProblem::writing(path, error)),
        }
    }
}
