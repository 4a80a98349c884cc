//! What is amiss in a case that can be run all the same: files of earlier releases have such, so that it opens and only a check tells of it.

use super::outline::Outline;
use super::problem::{Problem, ProblemKind};
use super::read::without_mark;
use super::reader::Reader;
use super::{Cover, Preset};

impl Preset {
    /// Where it lacks its title, or has more words than their places in the window hold, in the order of the file.
    pub fn remarks(&self) -> Vec<Problem> {
        let Cover { short_title, in_short, teaches, .. } = &self.cover;
        let mut found = Vec::new();
        if self.title.trim().is_empty() {
            found.push(("title", ProblemKind::EmptyTitle));
        }
        for (field, words, most) in [
            ("short_title", short_title, Cover::LONGEST_TITLE),
            ("in_short", in_short, Cover::LONGEST_IN_SHORT),
            ("teaches", teaches, Cover::LONGEST_TEACHES),
        ] {
            let count = words.chars().count();
            if count > most {
                found.push((field, ProblemKind::TooLongForItsPlace { count, most }));
            }
        }
        if found.is_empty() {
            return Vec::new();
        }
        let outline = Outline::of(without_mark(self.source.text()));
        let mut reader = Reader::new(&outline);
        let mut unplaced = Vec::new();
        for (field, kind) in found {
            let items = outline.root.bracket.iter().flat_map(|bracket| &bracket.items);
            match items.into_iter().find(|item| outline.name(item) == field) {
                Some(item) => reader.note(item.value.span.start, field, kind),
                None => unplaced.push(Problem { kind, field: field.to_owned(), position: None }),
            }
        }
        reader.into_problems().into_iter().chain(unplaced).collect()
    }
}
