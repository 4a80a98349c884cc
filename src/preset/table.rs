//! A preset inside a table of its runs: the comment lines that carry it, before the rows or behind them.

use std::io::{self, BufRead as _, BufReader, Read};

use super::problem::{Problem, ProblemKind};
use super::read::{MAX_BYTES, read_whole};
use super::share::{is_share_text, read_share_text};
use super::{FileProblem, Preset};

/// Begins each line of comment.
const MARK: char = '#';

/// Begins it where a spreadsheet has saved words with commas.
const QUOTED: &str = "\"#";

/// Parts columns.
const PARTING: [char; 3] = [',', ';', '\t'];

/// Stands between the mark and the words.
const GAP: char = ' ';

/// The rows are passed over and not kept, so that a table may be far larger than a preset; nobody waits for more than these.
const MOST_BYTES: u64 = 64 << 20;

/// Each line of a preset, were it empty, has three signs more in a table.
const MOST_COMMENT_BYTES: usize = 4 * MAX_BYTES;

/// The preset that a table carries; `None` where it is no table, or carries none. The first of its bytes are read already.
///
/// # Errors
/// When it cannot be read, or what it carries is not sound.
pub(super) fn carried(bytes: &[u8], rest: impl Read) -> Result<Option<Preset>, FileProblem> {
    if !may_be_table(bytes) {
        return Ok(None);
    }
    let Some(Comment { from_line, words }) = comment(bytes, rest)? else { return Ok(None) };
    let mut lines = words.lines().map(|line| line.strip_prefix(MARK).unwrap_or(line));
    // What the table is comes before its case, then the case as a share text, then in full.
    let first = lines.next().unwrap_or_default();
    let mut lines = lines.peekable();
    let shared = lines.next_if(|line| is_share_text(line));
    if let Some(shared) = shared.filter(|_| is_of_spreadsheet(first, &words))
        && let Ok(preset) = read_share_text(shared.trim_end_matches(PARTING))
    {
        return Ok(Some(preset));
    }
    let from_line = from_line + usize::from(shared.is_some());
    let text: String = lines.flat_map(|line| [line.strip_prefix(GAP).unwrap_or(line), "\n"]).collect();
    // Other programs write comments too.
    if !text.contains("version") {
        return Ok(None);
    }
    match read_whole(&text) {
        Ok(preset) => Ok(Some(preset)),
        Err(problems) if problems.iter().any(|problem| matches!(problem.kind, ProblemKind::OtherForm(_))) => Ok(None),
        Err(problems) => {
            Err(FileProblem::Preset(problems.into_iter().map(|problem| in_table(problem, from_line)).collect()))
        }
    }
}

/// Whether a spreadsheet has saved a comment of such a first line: it puts words with commas between quotes, and gives each line as many
/// columns as the longest has.
fn is_of_spreadsheet(first: &str, words: &str) -> bool {
    first.ends_with(PARTING) || words.lines().any(|line| line.starts_with(QUOTED))
}

/// Whether a text may be a table that carries a preset: it begins with a comment, or with names of columns.
fn may_be_table(bytes: &[u8]) -> bool {
    let start = first_line(bytes);
    start.first() == Some(&(MARK as u8))
        || start.starts_with(QUOTED.as_bytes())
        || (start.first().is_some_and(u8::is_ascii_alphabetic) && start.iter().any(|byte| b",;\t".contains(byte)))
}

/// The first line, as far as it is read.
fn first_line(bytes: &[u8]) -> &[u8] {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    bytes.split(|byte| *byte == b'\n').next().unwrap_or_default()
}

/// The first lines of comment that follow each other.
struct Comment {
    /// The line of the file at which they begin, counted from one.
    from_line: usize,
    words: String,
}

/// Gathers them; `None` where there are none, or too many, or what they hold is no text.
fn comment(bytes: &[u8], rest: impl Read) -> io::Result<Option<Comment>> {
    let mut source = bytes.chain(BufReader::new(rest.take(MOST_BYTES)));
    let mut kept = Vec::new();
    let (mut line, mut from_line) = (0, None);
    let (mut begins, mut is_comment, mut is_first) = (true, false, true);
    'table: loop {
        let chunk = source.fill_buf()?;
        let read = chunk.len();
        if read == 0 {
            break;
        }
        let marked = if is_first { chunk.strip_prefix("\u{feff}".as_bytes()).unwrap_or(chunk) } else { chunk };
        is_first = false;
        for piece in marked.split_inclusive(|byte| *byte == b'\n') {
            if begins {
                line += 1;
                is_comment = piece.first() == Some(&(MARK as u8)) || piece.starts_with(QUOTED.as_bytes());
                if is_comment {
                    from_line.get_or_insert(line);
                } else if from_line.is_some() {
                    break 'table;
                }
            }
            begins = piece.ends_with(b"\n");
            if is_comment {
                kept.extend_from_slice(piece);
            }
        }
        if kept.len() > MOST_COMMENT_BYTES {
            return Ok(None);
        }
        source.consume(read);
    }
    let words = String::from_utf8(kept).ok().filter(|words| !words.contains('\0'));
    Ok(from_line.zip(words).map(|(from_line, words)| Comment { from_line, words }))
}

/// A problem with its place in the table: the comment's first line is none of the preset.
fn in_table(mut problem: Problem, from_line: usize) -> Problem {
    if let Some(position) = &mut problem.position {
        position.line += from_line;
        position.column += 2;
    }
    problem
}
