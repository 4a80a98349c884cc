//! A lesson while it is written: its text, of which one field or one step changes at a time, and all else stays byte for byte.

use super::fields::OF_LESSON;
use super::step::StepKind;
use super::write::{OptionWritten, STEP_INDENT};
use crate::preset::{Bracket, Editor, Item, Outline, Place, without_mark};
use strum::VariantNames as _;

/// Where the steps stand in a file.
const STEPS: Place<'static> = Place::Field("steps");

/// See the sentence above.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manuscript(String);

impl Manuscript {
    /// `None` where the text has no list of steps, or its brackets do not close: such a file is mended in an editor.
    pub fn new(text: &str) -> Option<Self> {
        let outline = Outline::of(without_mark(text));
        let is_whole = outline.slips.is_empty() && steps_of(&outline).is_some();
        is_whole.then(|| Self(text.to_owned()))
    }

    pub fn text(&self) -> &str {
        &self.0
    }

    /// The kinds of its steps by their names in the file, in their order.
    pub fn kinds(&self) -> Vec<&'static str> {
        let outline = Outline::of(without_mark(&self.0));
        let kind = |item: &Item| {
            let word = outline.word(&item.value.span);
            let name = word.split('(').next().unwrap_or_default().trim_end();
            StepKind::VARIANTS.iter().copied().find(|kind| *kind == name).unwrap_or_default()
        };
        steps_of(&outline).map(|steps| steps.items.iter().map(kind).collect()).unwrap_or_default()
    }

    /// A field of a step, or of the lesson, as it is written.
    pub fn value(&self, step: Option<usize>, name: &str) -> Option<&str> {
        let text = without_mark(&self.0);
        let outline = Outline::of(text);
        let bracket = match step {
            None => outline.root.bracket.as_ref()?,
            Some(step) => steps_of(&outline)?.items.get(step)?.value.bracket.as_ref()?,
        };
        let item = bracket.items.iter().find(|item| outline.name(item) == name)?;
        Some(&text[item.value.span.clone()])
    }

    /// A field of words, without the signs that enclose it; empty where there is none.
    pub fn words(&self, step: Option<usize>, name: &str) -> String {
        self.value(step, name).map(unquoted).unwrap_or_default()
    }

    /// The entries of a list, each as it is written.
    pub fn entries(&self, step: Option<usize>, name: &str) -> Vec<&str> {
        let Some(value) = self.value(step, name) else { return Vec::new() };
        let outline = Outline::of(value);
        let items = outline.root.bracket.iter().flat_map(|bracket| &bracket.items);
        items.map(|item| &value[item.value.span.clone()]).collect()
    }

    /// The options of a question.
    pub fn options(&self, step: usize) -> Vec<OptionWritten> {
        let option = |entry: &str| {
            let outline = Outline::of(entry);
            let Some(bracket) = &outline.root.bracket else {
                return OptionWritten { say: unquoted(entry), ..OptionWritten::default() };
            };
            let field = |name: &str| {
                let item = bracket.items.iter().find(|item| outline.name(item) == name)?;
                Some(outline.word(&item.value.span).to_owned())
            };
            let text = |name: &str| field(name).map(|text| unquoted(&text));
            OptionWritten { say: text("say").unwrap_or_default(), holds: field("holds"), but: text("but") }
        };
        self.entries(Some(step), "options").into_iter().map(option).collect()
    }

    /// Gives a field this value as it is to be written; `None` takes it out.
    pub fn put(&mut self, step: Option<usize>, name: &str, value: Option<&str>) {
        let (mark, text) = self.0.split_at(self.0.len() - without_mark(&self.0).len());
        let mut editor = Editor::new(text);
        match (step, value) {
            (Some(step), value) => editor.put(&[STEPS, Place::Entry(step)], name, value),
            (None, None) => editor.remove(&[Place::Field(name)]),
            (None, Some(value)) => {
                let before = |_: &[&str]| {
                    let names = OF_LESSON.iter().map(|known| known.name.to_owned());
                    names.take_while(|other| other != name).collect()
                };
                editor.set(&[name], before, value);
            }
        }
        let text = format!("{mark}{}", editor.into_text());
        self.take(&text);
    }

    /// Puts a step before the one at this place, or behind all.
    pub fn add(&mut self, place: usize, step: &str) {
        self.in_pieces(|pieces| {
            let place = place.min(pieces.len());
            pieces.insert(place, format!("\n{}{step},", " ".repeat(STEP_INDENT)));
        });
    }

    /// Takes a step out, with the comments above it.
    pub fn remove(&mut self, place: usize) {
        self.in_pieces(|pieces| {
            if place < pieces.len() {
                pieces.remove(place);
            }
        });
    }

    /// Moves a step to another place, with the comments above it.
    pub fn shift(&mut self, from: usize, to: usize) {
        self.in_pieces(|pieces| {
            if from < pieces.len() && to < pieces.len() {
                let piece = pieces.remove(from);
                pieces.insert(to, piece);
            }
        });
    }

    /// Changes the list of steps piece by piece: each from the end of the one before to the end of its line, comma included.
    fn in_pieces(&mut self, change: impl FnOnce(&mut Vec<String>)) {
        let text = {
            let mark = self.0.len() - without_mark(&self.0).len();
            let (mark, text) = self.0.split_at(mark);
            let outline = Outline::of(text);
            let Some(steps) = steps_of(&outline) else { return };
            let begin = line_end(text, steps.open + 1);
            let mut at = begin;
            let mut pieces: Vec<String> = Vec::new();
            for item in &steps.items {
                let (value_end, end) = (item.value.span.end, line_end(text, item.end()).min(steps.close));
                let comma = if item.comma.is_some() { "" } else { "," };
                pieces.push(format!("{}{comma}{}", &text[at..value_end], &text[value_end..end]));
                at = end;
            }
            change(&mut pieces);
            let rest = &text[at..];
            // A list that was empty on one line is closed on its own.
            let before_close = if rest.starts_with(']') { "\n    " } else { "" };
            format!("{mark}{}{}{before_close}{rest}", &text[..begin], pieces.concat())
        };
        self.take(&text);
    }

    /// Takes a changed text, unless that would no longer be one.
    fn take(&mut self, text: &str) {
        if let Some(changed) = Self::new(text) {
            *self = changed;
        }
    }
}

fn steps_of<'o>(outline: &'o Outline<'_>) -> Option<&'o Bracket> {
    let fields = outline.root.bracket.as_ref()?;
    fields.items.iter().find(|item| outline.name(item) == "steps")?.value.bracket.as_ref()
}

/// Where a line ends after this place if only a comment follows there; else this place.
fn line_end(text: &str, from: usize) -> usize {
    let line = text[from..].split(['\n', '\r']).next().unwrap_or_default();
    let rest = line.trim_start();
    if rest.is_empty() || rest.starts_with("//") { from + line.len() } else { from }
}

/// The words between quotes; as they are where there are none.
pub(super) fn unquoted(written: &str) -> String {
    ron::from_str::<String>(written).unwrap_or_else(|_| written.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::{BUNDLED, read};

    const TEXT: &str = "// What it is.\n(\n    version: 1,\n    lesson: \"A\",\n    preset: \"gcsf_donor\", // whose\n    steps: \
                        [\n        // First\n        Say(question: \"a\", compare_with: \"b\"), // mine\n        Read(\n            \
                        text: \"r\", // kept\n        ),\n        Say(\n            question: \"c\",\n            compare_with: \
                        \"d\"\n        )\n    ],\n)\n";

    #[test]
    fn a_field_changes_and_nothing_else() {
        let mut written = Manuscript::new(TEXT).expect("whole");
        assert_eq!(written.kinds(), ["Say", "Read", "Say"]);
        written.put(Some(1), "text", Some("\"other\""));
        assert_eq!(written.text(), TEXT.replace("\"r\"", "\"other\""));
        written.put(None, "minutes", Some("20"));
        assert!(written.text().contains("    lesson: \"A\",\n    minutes: 20,\n    preset:"), "{}", written.text());
        written.put(None, "minutes", None);
        written.put(Some(1), "text", Some("\"r\""));
        assert_eq!(written.text(), TEXT);
    }

    #[test]
    fn steps_move_with_their_comments() {
        let mut written = Manuscript::new(TEXT).expect("whole");
        written.shift(0, 2);
        let lesson = read(written.text()).expect("sound");
        let words: Vec<_> = lesson.steps.iter().map(|step| step.kind.words()).collect();
        assert_eq!(words, ["r", "c", "a"]);
        assert!(written.text().contains("// First\n        Say(question: \"a\", compare_with: \"b\"), // mine\n    ]"));
        written.shift(2, 0);
        assert_eq!(written.text(), TEXT.replace("\n        )\n    ]", "\n        ),\n    ]"));
        written.remove(0);
        assert!(!written.text().contains("First") && written.text().contains("// kept"), "{}", written.text());
        written.add(9, "Say(question: \"e\", compare_with: \"f\")");
        assert_eq!(written.kinds(), ["Read", "Say", "Say"]);
        assert_eq!(written.words(Some(2), "question"), "e");
    }

    #[test]
    fn what_is_put_back_is_as_it_was() {
        for bundled in BUNDLED {
            let mut written = Manuscript::new(bundled.text).expect("whole");
            let count = written.kinds().len();
            written.shift(1, count - 1);
            written.shift(count - 1, 1);
            assert_eq!(written.text(), bundled.text);
            for step in 0..count {
                for name in ["question", "why", "options", "hints"] {
                    if let Some(value) = written.value(Some(step), name).map(str::to_owned) {
                        written.put(Some(step), name, Some(&value));
                    }
                }
            }
            assert_eq!(written.text(), bundled.text);
        }
    }
}
