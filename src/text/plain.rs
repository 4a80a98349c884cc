//! Words of a file without the signs that would steer a terminal.

/// One line of words: each control sign is replaced by a mark that can be seen.
pub(super) fn plain(words: &str) -> String {
    words.chars().map(|sign| if sign.is_control() { char::REPLACEMENT_CHARACTER } else { sign }).collect()
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
    fn what_steers_a_terminal_is_replaced_and_the_rest_stays() {
        let words = "a\u{1b}[31mb\u{9b}2J\u{7}\r\u{7f}\tü ×10⁹\n";
        assert_eq!(plain_lines(words), "a\u{fffd}[31mb\u{fffd}2J\u{fffd}\u{fffd}\u{fffd}\tü ×10⁹\n");
        assert_eq!(plain("a\n\tb"), "a\u{fffd}\u{fffd}b");
    }
}
