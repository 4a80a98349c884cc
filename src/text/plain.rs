//! Words that others wrote: without the signs that would steer a terminal, and joined to ours with one end.

/// One line of words: each control sign is replaced by a mark that can be seen.
pub(super) fn plain(words: &str) -> String {
    words.chars().map(|sign| if sign.is_control() { char::REPLACEMENT_CHARACTER } else { sign }).collect()
}

/// Words as a sentence: with a full stop where they have no end of their own.
pub fn sentence(words: &str) -> String {
    let words = words.trim_end();
    let has_end =
        words.is_empty() || words.trim_end_matches(['"', '\u{201d}', ')']).ends_with(['.', '?', '!', '\u{2026}']);
    if has_end { words.to_owned() } else { format!("{}.", words.trim_end_matches([',', ':', ';'])) }
}

/// Words that go on after them: without a full stop of their own.
pub fn phrase(words: &str) -> &str {
    let words = words.trim_end();
    if words.ends_with("..") { words } else { words.trim_end_matches(['.', ':', ';']) }
}

/// Words that may have several lines and tabs, likewise.
pub fn plain_lines(words: &str) -> String {
    let steers = |sign: char| sign.is_control() && !matches!(sign, '\n' | '\t');
    words.chars().map(|sign| if steers(sign) { char::REPLACEMENT_CHARACTER } else { sign }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_joined_has_one_end() {
        for (words, joined) in [
            ("Ask for 5 or more.", "Ask for 5 or more."),
            ("Why?", "Why?"),
            ("He said “no.”", "He said “no.”"),
            ("so:", "so."),
            ("it", "it."),
        ] {
            assert_eq!(sentence(words), joined);
        }
        assert_eq!((phrase("It falls."), phrase("It falls"), phrase("Why?")), ("It falls", "It falls", "Why?"));
    }

    #[test]
    fn what_steers_a_terminal_is_replaced_and_the_rest_stays() {
        let words = "a\u{1b}[31mb\u{9b}2J\u{7}\r\u{7f}\tü ×10⁹\n";
        assert_eq!(plain_lines(words), "a\u{fffd}[31mb\u{fffd}2J\u{fffd}\u{fffd}\u{fffd}\tü ×10⁹\n");
        assert_eq!(plain("a\n\tb"), "a\u{fffd}\u{fffd}b");
    }
}
