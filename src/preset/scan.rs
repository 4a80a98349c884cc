//! The smallest pieces of RON: how long a comment, a word, a number or a text is.

/// The length of a comment between `/*` and `*/`, which may hold others; `None` where it does not end.
pub(super) fn block_comment(rest: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = 0;
    loop {
        let here = &rest[at..];
        if here.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if here.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return Some(at);
            }
        } else {
            at += here.chars().next()?.len_utf8();
        }
    }
}

/// The length of the word, number or text at the start, zero where there is none; `None` for a text that does not end.
pub(super) fn token(rest: &str) -> Option<usize> {
    let raw = rest.strip_prefix("br").or_else(|| rest.strip_prefix('r'));
    if let Some(raw) = raw {
        let hashes = raw.len() - raw.trim_start_matches('#').len();
        if raw[hashes..].starts_with('"') {
            let end = format!("\"{}", "#".repeat(hashes));
            let from = rest.len() - raw.len() + hashes + 1;
            return rest[from..].find(&end).map(|found| from + found + end.len());
        }
    }
    if rest.starts_with('"') {
        return quoted(rest, '"');
    }
    if rest.starts_with("b\"") {
        return quoted(&rest[1..], '"').map(|length| length + 1);
    }
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '+' | '#' | '\u{2212}');
    Some(rest.find(|c| !is_part(c)).unwrap_or(rest.len()))
}

/// The length of a text in these quotes, with both; `None` where it does not end.
pub(super) fn quoted(rest: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (index, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == quote => return Some(index + 1),
            // Letters are one; a longer text in single quotes does not end somewhere in the file.
            '\n' if quote == '\'' => return None,
            _ => {}
        }
    }
    None
}
