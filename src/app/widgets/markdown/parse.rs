//! A page of Markdown as blocks: headings, paragraphs, list items, formulas and tables.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::formula::{Formula, Setting};

/// A run of text in one style, or a formula.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    pub words: String,
    pub style: SpanStyle,
    /// Stands in the place of its words.
    pub formula: Option<Formula>,
}

impl Span {
    pub fn new(words: &str, style: SpanStyle) -> Self {
        Self { words: words.to_owned(), style, formula: None }
    }

    /// A formula within words; one that was not set is shown as it is written.
    fn formula(tex: &str) -> Self {
        match Formula::prepared(tex, Setting::Inline) {
            Some(formula) => Self { words: formula.words.clone(), style: SpanStyle::Plain, formula: Some(formula) },
            None => Self::new(tex, SpanStyle::Code),
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SpanStyle {
    #[default]
    Plain,
    Strong,
    Emphasis,
    Code,
}

pub type Spans = Vec<Span>;

#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// `level` is 1-based.
    Heading {
        level: usize,
        spans: Spans,
    },
    Paragraph(Spans),
    /// One list item with its bullet or number; `depth` is 0-based.
    Item {
        depth: usize,
        mark: String,
        spans: Spans,
    },
    /// Equations on lines of their own.
    Formula(Formula),
    /// The first row is the heading.
    Table {
        align_right: Vec<bool>,
        rows: Vec<Vec<Spans>>,
    },
}

impl Block {
    /// The block as plain text; empty for tables, whose rows are read out separately.
    pub fn words(&self) -> String {
        match self {
            Self::Heading { spans, .. } | Self::Paragraph(spans) => words(spans),
            Self::Item { mark, spans, .. } => format!("{mark} {}", words(spans)),
            Self::Formula(formula) => formula.words.clone(),
            Self::Table { .. } => String::new(),
        }
    }
}

/// The text of spans without styles.
pub fn words(spans: &[Span]) -> String {
    spans.iter().map(|span| span.words.as_str()).collect()
}

/// Parses a page. Unknown markup becomes plain text; comments are dropped.
pub fn parse(text: &str) -> Vec<Block> {
    let mut reader = Reader::default();
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_MATH) {
        reader.take(event);
    }
    reader.blocks
}

/// Parser state.
#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    spans: Spans,
    style: SpanStyle,
    /// The next number of each open list; `None` for bullets.
    lists: Vec<Option<u64>>,
    /// The bullet or number of an item whose text has not been emitted yet.
    mark: Option<String>,
    /// What stands in a block of code so far.
    code: Option<String>,
    code_is_formula: bool,
    align_right: Vec<bool>,
    rows: Vec<Vec<Spans>>,
    cells: Vec<Spans>,
}

impl Reader {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(words) => match &mut self.code {
                Some(code) => code.push_str(&words),
                None => self.add(&words, self.style),
            },
            Event::Code(words) => self.add(&words, SpanStyle::Code),
            Event::InlineMath(tex) | Event::DisplayMath(tex) => self.spans.push(Span::formula(&tex)),
            Event::SoftBreak => self.add(" ", self.style),
            Event::HardBreak => self.add("\n", self.style),
            _ => {}
        }
    }

    fn add(&mut self, words: &str, style: SpanStyle) {
        match self.spans.last_mut() {
            Some(last) if last.style == style && last.formula.is_none() => last.words.push_str(words),
            _ => self.spans.push(Span::new(words, style)),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Strong => self.style = SpanStyle::Strong,
            Tag::Emphasis => self.style = SpanStyle::Emphasis,
            Tag::List(first) => {
                self.end_words();
                self.lists.push(first);
            }
            Tag::Item => self.mark = Some(self.next_mark()),
            Tag::CodeBlock(kind) => {
                self.code = Some(String::new());
                self.code_is_formula = matches!(kind, CodeBlockKind::Fenced(language) if &*language == "math");
            }
            Tag::Table(alignments) => {
                let is_right = |alignment| alignment == pulldown_cmark::Alignment::Right;
                self.align_right = alignments.into_iter().map(is_right).collect();
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Strong | TagEnd::Emphasis => self.style = SpanStyle::Plain,
            TagEnd::Heading(level) => {
                let spans = std::mem::take(&mut self.spans);
                self.blocks.push(Block::Heading { level: level as usize, spans });
            }
            TagEnd::Paragraph | TagEnd::Item => self.end_words(),
            TagEnd::List(_) => {
                self.lists.pop();
            }
            TagEnd::CodeBlock => {
                let code = self.code.take().unwrap_or_default();
                let code = code.trim_end();
                let formula = self.code_is_formula.then(|| Formula::prepared(code, Setting::Display)).flatten();
                let as_written = || Block::Paragraph(vec![Span::new(code, SpanStyle::Code)]);
                self.blocks.push(formula.map_or_else(as_written, Block::Formula));
            }
            TagEnd::TableCell => self.cells.push(std::mem::take(&mut self.spans)),
            TagEnd::TableHead | TagEnd::TableRow => self.rows.push(std::mem::take(&mut self.cells)),
            TagEnd::Table => self.blocks.push(Block::Table {
                align_right: std::mem::take(&mut self.align_right),
                rows: std::mem::take(&mut self.rows),
            }),
            _ => {}
        }
    }

    /// Text outside a heading or a cell is a paragraph or an item of the innermost list.
    fn end_words(&mut self) {
        let spans = std::mem::take(&mut self.spans);
        if spans.is_empty() {
            return;
        }
        match self.lists.len().checked_sub(1) {
            None => self.blocks.push(Block::Paragraph(spans)),
            Some(depth) => self.blocks.push(Block::Item { depth, mark: self.mark.take().unwrap_or_default(), spans }),
        }
    }

    fn next_mark(&mut self) -> String {
        match self.lists.last_mut() {
            Some(Some(next)) => {
                let mark = format!("{next}.");
                *next += 1;
                mark
            }
            _ => "•".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(words: &str) -> Span {
        Span::new(words, SpanStyle::Plain)
    }

    fn code(words: &str) -> Span {
        Span::new(words, SpanStyle::Code)
    }

    #[test]
    fn every_kind_of_block_is_read() {
        let page = "# Title\n\nOne\nline with `code`.\n\n- a\n- b\n\n<!-- unseen -->\n\n```\nx = 1\n  y = 2\n```\n\n| n | v |\n|---|--:|\n| a | `b` |\n";
        let item = |words| Block::Item { depth: 0, mark: "•".to_owned(), spans: vec![plain(words)] };
        assert_eq!(
            parse(page),
            [
                Block::Heading { level: 1, spans: vec![plain("Title")] },
                Block::Paragraph(vec![plain("One line with "), code("code"), plain(".")]),
                item("a"),
                item("b"),
                Block::Paragraph(vec![code("x = 1\n  y = 2")]),
                Block::Table {
                    align_right: vec![false, true],
                    rows: vec![vec![vec![plain("n")], vec![plain("v")]], vec![vec![plain("a")], vec![code("b")]]],
                },
            ]
        );
    }

    #[test]
    fn formulas_are_read_in_blocks_in_words_and_in_cells() {
        const DISPLAYED: &str = "L = 10^{-6} \\sum_k n_k\\, v_k";
        let page = format!("Cells $V_0$ are\n\n```math\n{DISPLAYED}\n```\n\n| n |\n|---|\n| $[x]_+$ |\n");
        let span = |tex| {
            let formula = Formula::prepared(tex, Setting::Inline).expect("it is on the model's page");
            Span { words: formula.words.clone(), style: SpanStyle::Plain, formula: Some(formula) }
        };
        let blocks = parse(&page);
        assert_eq!(
            blocks,
            [
                Block::Paragraph(vec![plain("Cells "), span("V_0"), plain(" are")]),
                Block::Formula(Formula::prepared(DISPLAYED, Setting::Display).expect("it is on the model's page")),
                Block::Table {
                    align_right: vec![false],
                    rows: vec![vec![vec![plain("n")]], vec![vec![span("[x]_+")]]]
                },
            ]
        );
        let said: Vec<_> = blocks.iter().map(Block::words).collect();
        assert_eq!(said[0], "Cells V₀ are");
    }

    #[test]
    fn a_formula_that_was_not_set_is_shown_as_it_is_written() {
        assert_eq!(parse("```math\n\\frac{a\n```\n"), [Block::Paragraph(vec![code("\\frac{a")])]);
        assert_eq!(parse("so $\\unknown$"), [Block::Paragraph(vec![plain("so "), code("\\unknown")])]);
    }
}
