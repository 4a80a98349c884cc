//! The outline of a preset's text: its brackets, fields and values, each with its place, and what breaks the rules of RON.
//!
//! Nothing is thrown away, so that a text can be changed at one place and stay as its author wrote it at all others. Reading goes on
//! after a mistake, so that all of a file are found at once.

use std::ops::Range;

use super::scan::{block_comment, quoted, token};
use super::slip::{Slip, SlipKind, of_rest};

/// From and to which byte of the text.
pub type Span = Range<usize>;

/// How deep brackets may stand in each other: a preset needs four.
const MOST_DEPTH: usize = 64;

/// A value: one word, number or text, or what stands in brackets.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    pub span: Span,
    /// `None` for a single value.
    pub bracket: Option<Bracket>,
}

/// What stands between two brackets.
#[derive(Clone, Debug, PartialEq)]
pub struct Bracket {
    /// Where the bracket that opens stands: `(`, `[` or `{`.
    pub open: usize,
    /// Where the one that closes stands, or where the text ends without it.
    pub close: usize,
    pub items: Vec<Item>,
}

/// A field with its name, or an entry of a list without one.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    pub name: Option<Span>,
    pub value: Node,
    /// Where its comma stands.
    pub comma: Option<usize>,
    /// A slip was noted for the value: it is not worth reading.
    pub is_broken: bool,
}

impl Item {
    /// From its name, or its value, to the end of the value.
    pub fn span(&self) -> Span {
        self.name.as_ref().unwrap_or(&self.value.span).start..self.value.span.end
    }

    /// To the end of its comma, where it has one.
    pub fn end(&self) -> usize {
        self.comma.map_or(self.value.span.end, |comma| comma + 1)
    }
}

/// A text and its outline.
#[derive(Clone, Debug, PartialEq)]
pub struct Outline<'a> {
    pub text: &'a str,
    pub root: Node,
    pub slips: Vec<Slip>,
}

impl<'a> Outline<'a> {
    pub fn of(text: &'a str) -> Self {
        let mut parser = Parser { text, at: 0, depth: 0, slips: Vec::new() };
        parser.extensions();
        parser.blanks();
        let start = parser.at;
        let root = parser.value().unwrap_or(Node { span: start..start, bracket: None });
        parser.blanks();
        if parser.slips.is_empty() && parser.at < text.len() {
            parser.slip(parser.at, SlipKind::AfterEnd);
        }
        Self { text, root, slips: parser.slips }
    }

    pub fn word(&self, span: &Span) -> &'a str {
        self.text.get(span.clone()).unwrap_or_default()
    }

    /// The item's name as it is written.
    pub fn name(&self, item: &Item) -> &'a str {
        item.name.as_ref().map_or("", |name| self.word(name))
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
    slips: Vec<Slip>,
}

impl Parser<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn first(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn slip(&mut self, at: usize, kind: SlipKind) {
        self.slips.push(Slip { at, kind });
    }

    /// Passes blanks and comments.
    fn blanks(&mut self) {
        loop {
            let rest = self.rest();
            let blank = rest.len() - rest.trim_start().len();
            let rest = &rest[blank..];
            let length = if rest.starts_with("//") {
                rest.find('\n').unwrap_or(rest.len())
            } else if rest.starts_with("/*") {
                let Some(length) = block_comment(rest) else {
                    self.slip(self.at + blank, SlipKind::UnclosedComment);
                    self.at = self.text.len();
                    return;
                };
                length
            } else {
                self.at += blank;
                return;
            };
            self.at += blank + length;
        }
    }

    /// Passes `#![enable(…)]` before the value.
    fn extensions(&mut self) {
        loop {
            self.blanks();
            if !self.rest().starts_with("#![") {
                return;
            }
            let Some(end) = self.rest().find(']') else { return };
            self.at += end + 1;
        }
    }

    /// A value, or `None` where there is none.
    fn value(&mut self) -> Option<Node> {
        let start = self.at;
        if self.rest().starts_with('\'') {
            self.slip(start, SlipKind::SingleQuotes);
            self.at += quoted(self.rest(), '\'').unwrap_or_else(|| of_rest(self.rest()).len());
            return None;
        }
        let Some(length) = token(self.rest()) else {
            self.slip(start, SlipKind::UnclosedText);
            self.at = self.text.len();
            return None;
        };
        let is_name = self.first().is_some_and(|c| c.is_alphabetic() || c == '_');
        self.at += length;
        let after_word = self.at;
        if is_name {
            self.blanks();
        }
        match self.first() {
            Some('(') if is_name || length == 0 => {}
            Some('[' | '{') if length == 0 => {}
            _ => {
                self.at = after_word;
                return (length > 0).then_some(Node { span: start..after_word, bracket: None });
            }
        }
        let bracket = self.bracket();
        Some(Node { span: start..self.at, bracket: Some(bracket) })
    }

    fn bracket(&mut self) -> Bracket {
        let open = self.at;
        let closing = match self.first() {
            Some('[') => ']',
            Some('{') => '}',
            _ => ')',
        };
        self.at += 1;
        self.depth += 1;
        let mut items = Vec::new();
        if self.depth > MOST_DEPTH {
            self.slip(open, SlipKind::TooDeep);
            self.at = self.text.len();
        }
        loop {
            self.blanks();
            match self.first() {
                None => {
                    if !self.slips.iter().any(|slip| slip.kind.is_unclosed()) {
                        self.slip(open, SlipKind::UnclosedBracket { closing });
                    }
                    self.depth -= 1;
                    return Bracket { open, close: self.at, items };
                }
                Some(c @ (')' | ']' | '}')) => {
                    let close = self.at;
                    if c != closing {
                        self.slip(close, SlipKind::WrongBracket { found: c, closing });
                    }
                    self.at += 1;
                    self.depth -= 1;
                    return Bracket { open, close, items };
                }
                Some(_) => {
                    let before = self.at;
                    items.extend(self.item());
                    if self.at == before {
                        // A character that begins nothing.
                        self.at += self.first().map_or(1, char::len_utf8);
                    }
                }
            }
        }
    }

    fn item(&mut self) -> Option<Item> {
        let mut name = None;
        let mut is_broken = false;
        let start = self.at;
        if self.first().is_some_and(|c| c.is_alphabetic() || c == '_' || c == '"') {
            let length = token(self.rest()).unwrap_or(0);
            self.at += length;
            self.blanks();
            if length > 0 && self.first() == Some(':') {
                let quoted = self.text[start..].starts_with('"');
                is_broken = quoted;
                if quoted {
                    self.slip(
                        start,
                        SlipKind::QuotedName { name: self.text[start..start + length].trim_matches('"').to_owned() },
                    );
                }
                name = Some(start..start + length);
                self.at += 1;
                self.blanks();
            } else if length > 0 && self.first() == Some('=') {
                self.slip(self.at, SlipKind::EqualSign);
                is_broken = true;
                name = Some(start..start + length);
                self.at += 1;
                self.blanks();
            } else {
                self.at = start;
            }
        }
        let noted = self.slips.len();
        let begins = self.at;
        let value = self.value();
        is_broken |= value.is_none();
        let value = match value {
            Some(value) => value,
            None if self.slips.len() > noted => Node { span: begins..begins, bracket: None },
            None => {
                let kind = if name.is_some() { SlipKind::NoValue } else { SlipKind::Stray { found: self.first()? } };
                self.slip(begins, kind);
                // What cannot begin a value is passed up to the next comma, bracket or line.
                self.at += of_rest(self.rest()).len();
                Node { span: begins..begins, bracket: None }
            }
        };
        let end = self.at;
        self.blanks();
        let mut item = Item { name, value, comma: None, is_broken };
        match self.first() {
            Some(',') => {
                item.comma = Some(self.at);
                self.at += 1;
            }
            None | Some(')' | ']' | '}') => {}
            Some(_) if item.is_broken => {}
            Some(_) => {
                let (kind, length) = SlipKind::after_value(self.text, &item.value.span, end, self.at);
                let is_gap = kind == SlipKind::MissingComma;
                self.slip(if is_gap { end } else { item.value.span.start }, kind);
                item.is_broken = !is_gap;
                self.at += length;
                if !is_gap {
                    self.blanks();
                    if self.first() == Some(',') {
                        item.comma = Some(self.at);
                        self.at += 1;
                    }
                }
            }
        }
        Some(item)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<(String, String)> {
        fn collect(outline: &Outline<'_>, node: &Node, to: &mut Vec<(String, String)>) {
            for item in node.bracket.iter().flat_map(|bracket| &bracket.items) {
                to.push((outline.name(item).to_owned(), outline.word(&item.value.span).to_owned()));
                collect(outline, &item.value, to);
            }
        }
        let outline = Outline::of(text);
        assert!(outline.slips.is_empty(), "{:?}", outline.slips);
        let mut found = Vec::new();
        collect(&outline, &outline.root, &mut found);
        found
    }

    #[test]
    fn every_field_has_its_place() {
        let found = names(
            "#![enable(implicit_some)]\n// (a: 1)\nPreset(a /* x: /* y */ */ : 1, // b\n b: \"), // \\\"\", c: (d: Some( 5 ), \
             e: [1, -2.5e-3]), f: r#\"\" , \"#,)\n// end",
        );
        let expected = [
            ("a", "1"),
            ("b", "\"), // \\\"\""),
            ("c", "(d: Some( 5 ), e: [1, -2.5e-3])"),
            ("d", "Some( 5 )"),
            ("", "5"),
            ("e", "[1, -2.5e-3]"),
            ("", "1"),
            ("", "-2.5e-3"),
            ("f", "r#\"\" , \"#"),
        ];
        assert_eq!(found, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }

    #[test]
    fn what_is_broken_stops_nothing() {
        let deep = "(".repeat(100_000);
        for text in
            ["", "(", ")", "(a", "(a:", "(a: /*", "(a: \"", "(a: ')", "(:,)", "(é: ½ ,, ½)", "({[", "(a: 'x", &deep]
        {
            let outline = Outline::of(text);
            assert!(!outline.slips.is_empty() || outline.root.bracket.is_none(), "{text}");
        }
    }
}
