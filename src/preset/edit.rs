//! Changing one field of a preset's text, and nothing else of it: what the author wrote around it stays, byte for byte.

use super::outline::{Bracket, Item, Node, Outline, Span};
use super::scan::block_comment;
use crate::sim::old_names;

/// How much further in a line stands than the bracket it is in, where no other line shows it.
const INDENT: &str = "    ";

/// One step of a path into a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place<'a> {
    /// The field of this name in a bracket.
    Field(&'a str),
    /// The entry of this index in a list.
    Entry(usize),
}

impl Place<'_> {
    fn index(self, outline: &Outline<'_>, bracket: &Bracket) -> Option<usize> {
        match self {
            Self::Field(name) => find(outline, bracket, name),
            Self::Entry(index) => Some(index).filter(|index| *index < bracket.items.len()),
        }
    }
}

/// A text, changed field by field.
pub struct Editor {
    text: String,
}

/// One replacement: what stands in this place gives way to these words.
struct Edit(Span, String);

impl Editor {
    pub fn new(text: &str) -> Self {
        Self { text: text.to_owned() }
    }

    pub fn into_text(self) -> String {
        self.text
    }

    /// Gives a field this value, in place, or as a new field in the order of `before`: the names that may stand before the last name of
    /// the path in its bracket. A bracket that is missing is written with it.
    pub fn set(&mut self, path: &[&str], before: impl Fn(&[&str]) -> Vec<String>, value: &str) {
        let edit = {
            let outline = Outline::of(&self.text);
            let mut node = &outline.root;
            let mut depth = 0;
            loop {
                let Some(bracket) = &node.bracket else { return };
                let Some(index) = find(&outline, bracket, path[depth]) else {
                    let words = format!("{}: {}", path[depth], nested(&path[depth + 1..], value));
                    break inserted(&outline, bracket, after(&outline, bracket, &before(&path[..=depth])), &words);
                };
                node = &bracket.items[index].value;
                depth += 1;
                if depth == path.len() {
                    break Edit(node.span.clone(), value.to_owned());
                }
            }
        };
        self.apply(edit);
    }

    /// Takes a field or an entry out.
    pub fn remove(&mut self, path: &[Place<'_>]) {
        let edit = {
            let outline = Outline::of(&self.text);
            let Some((last, within)) = path.split_last() else { return };
            let Some(bracket) = bracket_at(&outline, within) else { return };
            let Some(index) = last.index(&outline, bracket) else { return };
            removed(&outline, bracket, index)
        };
        self.apply(edit);
    }

    /// Puts words into the bracket at this path: behind the field or entry of this index, or before all.
    pub fn insert(&mut self, within: &[Place<'_>], after: Option<usize>, words: &str) {
        let edit = {
            let outline = Outline::of(&self.text);
            let Some(bracket) = bracket_at(&outline, within) else { return };
            let after = after.and_then(|after| Some(after.min(bracket.items.len().checked_sub(1)?)));
            inserted(&outline, bracket, after, words)
        };
        self.apply(edit);
    }

    /// Gives the field or entry at this path these words for its value.
    pub fn replace(&mut self, path: &[Place<'_>], words: &str) {
        let edit = {
            let outline = Outline::of(&self.text);
            let Some(node) = node_at(&outline, path) else { return };
            Edit(node.span.clone(), words.to_owned())
        };
        self.apply(edit);
    }

    /// Gives a field of the bracket at this path its value, as the last one where it is new; `None` takes it out.
    pub fn put(&mut self, within: &[Place<'_>], name: &str, value: Option<&str>) {
        let path: Vec<_> = within.iter().copied().chain([Place::Field(name)]).collect();
        match value {
            None => self.remove(&path),
            Some(value) if self.index_of(&path).is_some() => self.replace(&path, value),
            Some(value) => self.insert(within, Some(usize::MAX), &format!("{name}: {value}")),
        }
    }

    /// Which of its bracket the field or entry at this path is.
    pub fn index_of(&self, path: &[Place<'_>]) -> Option<usize> {
        let outline = Outline::of(&self.text);
        let (last, within) = path.split_last()?;
        last.index(&outline, bracket_at(&outline, within)?)
    }

    /// With what the bracket at this path opens; `None` where there is none.
    pub fn opening(&self, path: &[Place<'_>]) -> Option<char> {
        let outline = Outline::of(&self.text);
        self.text[bracket_at(&outline, path)?.open..].chars().next()
    }

    /// Whether anything stands between the brackets at this path: notes too.
    pub fn has_words(&self, path: &[Place<'_>]) -> bool {
        let outline = Outline::of(&self.text);
        bracket_at(&outline, path).is_some_and(|bracket| !self.text[bracket.open + 1..bracket.close].trim().is_empty())
    }

    fn apply(&mut self, Edit(span, words): Edit) {
        self.text.replace_range(span, &words);
    }
}

/// `(a: (b: value))` for the path a.b.
fn nested(path: &[&str], value: &str) -> String {
    path.iter().rev().fold(value.to_owned(), |value, name| format!("({name}: {value})"))
}

/// What a path leads to.
fn node_at<'o>(outline: &'o Outline<'_>, path: &[Place<'_>]) -> Option<&'o Node> {
    let mut node: &Node = &outline.root;
    for place in path {
        let bracket = node.bracket.as_ref()?;
        node = &bracket.items[place.index(outline, bracket)?].value;
    }
    Some(node)
}

/// The bracket that a path leads to.
fn bracket_at<'o>(outline: &'o Outline<'_>, path: &[Place<'_>]) -> Option<&'o Bracket> {
    node_at(outline, path)?.bracket.as_ref()
}

/// The field of this name, which may be written by its old one.
fn find(outline: &Outline<'_>, bracket: &Bracket, name: &str) -> Option<usize> {
    bracket.items.iter().position(|item| old_names::current(outline.name(item)) == name)
}

/// After which field a new one comes: after that of the last name, of those that may stand before it.
fn after(outline: &Outline<'_>, bracket: &Bracket, before: &[String]) -> Option<usize> {
    before.iter().rev().find_map(|name| find(outline, bracket, name))
}

/// Where a new field goes, and how it is written there.
fn inserted(outline: &Outline<'_>, bracket: &Bracket, after: Option<usize>, words: &str) -> Edit {
    let text = outline.text;
    let items = &bracket.items;
    let new_line = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let on_own_line = || format!("{new_line}{}{words},", indent(text, bracket));
    let Some(index) = after else {
        let end = end_of_line(text, bracket.open + 1);
        return if ends_line(text, end) {
            Edit(end..end, on_own_line())
        } else if let Some(first) = items.first() {
            let start = first.span().start;
            Edit(start..start, format!("{words}, "))
        } else {
            Edit(bracket.open + 1..bracket.open + 1, words.to_owned())
        };
    };
    // The last of those that stand on the same line: a new line must not break it.
    let mut last = index;
    while items.get(last + 1).is_some_and(|next| !text[items[last].end()..next.span().start].contains('\n')) {
        last += 1;
    }
    let Item { value, comma, .. } = &items[last];
    let end = end_of_line(text, items[last].end());
    if !ends_line(text, end) || end >= bracket.close {
        let at = items[index].value.span.end;
        return Edit(at..at, format!(", {words}"));
    }
    let comma = if comma.is_some() { "" } else { "," };
    let between = &text[value.span.end..end];
    Edit(value.span.end..end, format!("{comma}{between}{}", on_own_line()))
}

/// What goes when a field goes: its line, where nothing else stands on it.
fn removed(outline: &Outline<'_>, bracket: &Bracket, index: usize) -> Edit {
    let text = outline.text;
    let item = &bracket.items[index];
    let (start, mut end) = (item.span().start, item.end());
    let line = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let after = end_of_line(text, end);
    if text[line..start].trim().is_empty() && text[after..].starts_with(['\n', '\r']) && after < bracket.close {
        let newline = text[after..].find('\n').map_or(text.len(), |newline| after + newline + 1);
        return Edit(line..newline, String::new());
    }
    end += blanks(&text[end..]);
    let begin = text[..start].trim_end_matches([' ', '\t']).len();
    if index + 1 < bracket.items.len() {
        let begin = if ends_line(text, end) { begin } else { start };
        return Edit(begin..end, String::new());
    }
    let before = index.checked_sub(1).map(|previous| &bracket.items[previous]);
    match before {
        // The comma before it served it alone.
        Some(Item { comma: Some(comma), .. }) if item.comma.is_none() && *comma + 1 == begin => {
            Edit(*comma..end, String::new())
        }
        _ => Edit(begin..end, String::new()),
    }
}

fn blanks(text: &str) -> usize {
    text.len() - text.trim_start_matches([' ', '\t']).len()
}

/// Where a line ends after this place, behind the comments that stand on it; or where something else follows on it.
fn end_of_line(text: &str, from: usize) -> usize {
    let mut at = from;
    loop {
        at += blanks(&text[at..]);
        let rest = &text[at..];
        if rest.starts_with("//") {
            let length = rest.find('\n').unwrap_or(rest.len());
            return at + rest[..length].trim_end_matches('\r').len();
        }
        match rest.starts_with("/*").then(|| block_comment(rest)).flatten() {
            Some(length) => at += length,
            None => return at,
        }
    }
}

fn ends_line(text: &str, at: usize) -> bool {
    text[at..].starts_with(['\n', '\r'])
}

/// How far in the fields of a bracket stand: as the first that begins a line, or further in than the line of the bracket.
fn indent(text: &str, bracket: &Bracket) -> String {
    let line_of = |at: usize| &text[text[..at].rfind('\n').map_or(0, |newline| newline + 1)..at];
    let begins_line = bracket.items.iter().map(|item| line_of(item.span().start)).find(|line| line.trim().is_empty());
    if let Some(line) = begins_line {
        return line.to_owned();
    }
    let line = line_of(bracket.open);
    format!("{}{INDENT}", &line[..blanks(line)])
}
