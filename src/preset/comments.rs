//! The comments of a preset: each kept with the field it stands at, so that saving loses none.

use crate::sim::old_names;

/// A comment and the field it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// The field's path with dots; empty for one that stands after the last field.
    pub field: String,
    pub words: String,
}

/// The comments within the brackets of a preset's text. The opening comment, before the first bracket, is not among them.
pub fn comments(text: &str) -> Vec<Comment> {
    let mut scanner = Scanner::default();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = scanner.token(rest, first);
        rest = &rest[length..];
    }
    scanner.settle("");
    scanner.found
}

#[derive(Default)]
struct Scanner {
    found: Vec<Comment>,
    /// Comments that wait for the field below them.
    waiting: Vec<String>,
    /// The names of the open brackets; empty for one without a name.
    open: Vec<String>,
    /// The path of the last field, and its own name if its value has not begun yet.
    last_field: String,
    name: String,
    /// Whether a field stands on this line before a comment.
    line_has_field: bool,
}

impl Scanner {
    /// Takes the token at the start of `rest`; answers with its length in bytes.
    fn token(&mut self, rest: &str, first: char) -> usize {
        match first {
            '/' if rest.starts_with("//") => {
                let length = rest.find('\n').unwrap_or(rest.len());
                self.comment(rest[2..length].trim());
                length
            }
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            '"' => string_length(rest),
            '(' | '[' | '{' => {
                self.open.push(std::mem::take(&mut self.name));
                1
            }
            ')' | ']' | '}' => {
                self.open.pop();
                1
            }
            '\n' => {
                self.line_has_field = false;
                1
            }
            _ if first.is_alphabetic() || first == '_' => {
                let length = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
                if rest[length..].trim_start().starts_with(':') {
                    self.field(&rest[..length]);
                }
                length
            }
            _ => first.len_utf8(),
        }
    }

    fn comment(&mut self, words: &str) {
        if self.open.is_empty() {
            return;
        }
        if self.line_has_field {
            self.found.push(Comment { field: self.last_field.clone(), words: words.to_owned() });
        } else {
            self.waiting.push(words.to_owned());
        }
    }

    fn field(&mut self, name: &str) {
        let names = self.open.iter().map(String::as_str).chain([name]).filter(|name| !name.is_empty());
        self.last_field = old_names::current(&names.collect::<Vec<_>>().join(".")).into_owned();
        name.clone_into(&mut self.name);
        self.line_has_field = true;
        let field = self.last_field.clone();
        self.settle(&field);
    }

    /// What has waited belongs to this field.
    fn settle(&mut self, field: &str) {
        self.found.extend(self.waiting.drain(..).map(|words| Comment { field: field.to_owned(), words }));
    }
}

/// The length of the string literal at the start, quotes included.
fn string_length(rest: &str) -> usize {
    let mut escaped = false;
    for (index, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return index + 1,
            _ => {}
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_comment_goes_with_its_field() {
        let text = "// the lesson
(
    version: 1, // first
    title: \"no // comment\",
    // who
    patient: (
        // of both
        // lines
        sex: Male, weight_kg: 70, // heavy
        white_cells_e9_per_l: (
            // the many
            blast: 5,
        ),
    ),
    // the end
)
";
        let found: Vec<_> = comments(text).into_iter().map(|comment| (comment.field, comment.words)).collect();
        let expected = [
            ("version", "first"),
            ("patient", "who"),
            ("patient.sex", "of both"),
            ("patient.sex", "lines"),
            ("patient.weight_kg", "heavy"),
            ("patient.white_cells_e9_per_l.blast", "the many"),
            ("", "the end"),
        ];
        assert_eq!(found, expected.map(|(field, words)| (field.to_owned(), words.to_owned())));
    }
}
