//! What a file is that is no preset: it need not be read to be told.

/// The form that a text seems to have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Empty,
    Json,
    /// Columns with commas, semicolons or tabulators between them.
    Table,
    Markdown,
    Other,
}

impl Form {
    pub(super) fn of(text: &str) -> Self {
        let text = text.trim_start();
        let mut lines = text.lines().filter(|line| !line.trim().is_empty());
        let first = lines.next().unwrap_or_default();
        // Comments may stand right above the rows of a table; a heading has a line free below it.
        let mut rows = text.lines().skip_while(|line| line.starts_with('#'));
        let first_row = rows.next().unwrap_or_default();
        let columns = |line: &str| [',', ';', '\t'].map(|mark| line.matches(mark).count());
        let are_alike =
            |one: &str, other: &str| columns(one).iter().zip(columns(other)).any(|(a, b)| *a > 0 && *a == b);
        if first.is_empty() {
            Self::Empty
        } else if text.starts_with(['{', '[']) {
            Self::Json
        } else if text.starts_with('#') && rows.next().is_some_and(|row| are_alike(first_row, row)) {
            Self::Table
        } else if ["# ", "## ", "```", "- ", "* ", "---"].iter().any(|mark| text.starts_with(mark)) {
            Self::Markdown
        } else if lines.next().is_some_and(|line| are_alike(first, line)) {
            Self::Table
        } else {
            Self::Other
        }
    }
}
