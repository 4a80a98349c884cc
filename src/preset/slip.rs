//! Slips of the pen in a preset's text: where it breaks the rules of RON, and what its author seems to have meant.

/// What breaks the rules, and at which byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slip {
    pub at: usize,
    pub kind: SlipKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SlipKind {
    UnclosedComment,
    UnclosedText,
    SingleQuotes,
    UnclosedBracket {
        closing: char,
    },
    WrongBracket {
        found: char,
        closing: char,
    },
    TooDeep,
    /// Something follows the bracket that closes the file.
    AfterEnd,
    MissingComma,
    /// `name = value`
    EqualSign,
    /// `"name": value`, as in JSON.
    QuotedName {
        name: String,
    },
    /// A name with a colon, and nothing after it.
    NoValue,
    Stray {
        found: char,
    },
    /// A value without a name among fields.
    NoName {
        found: String,
    },
    /// `72 kg`
    UnitAfterNumber {
        number: String,
        unit: String,
    },
    /// `30%`
    PercentSign {
        number: String,
    },
    /// `2:41`
    ClockTime {
        found: String,
        minutes: u32,
    },
    /// Several words where one value is expected.
    SeveralWords {
        found: String,
    },
}

impl SlipKind {
    /// Whether the text ends within something: what follows from that needs no telling.
    pub(super) const fn is_unclosed(&self) -> bool {
        matches!(self, Self::UnclosedComment | Self::UnclosedText | Self::UnclosedBracket { .. } | Self::TooDeep)
    }

    /// What it is that follows a value without a comma, and how many bytes of it belong to the slip: from `next` on, in `text`.
    pub(super) fn after_value(text: &str, value: &std::ops::Range<usize>, end: usize, next: usize) -> (Self, usize) {
        let is_next_line = text[end..next].contains('\n');
        let word = &text[value.clone()];
        let behind_name = text[next..].trim_start_matches(|c: char| c.is_alphanumeric() || c == '_');
        let is_blank = |c: char| c.is_whitespace() && !matches!(c, '\n' | '\r');
        let is_named = behind_name.len() < text.len() - next;
        let is_field = is_named && behind_name.trim_start_matches(is_blank).starts_with(':');
        // Where nothing is passed, no more than this may be looked at: a file may be one long line of such gaps.
        if is_next_line || is_field || word.ends_with([')', ']', '"']) {
            return (Self::MissingComma, 0);
        }
        let rest = of_rest(&text[next..]);
        let number = word.parse::<f64>().is_ok();
        let rest_words = rest.trim_end();
        let whole = || text[value.start..next + rest_words.len()].to_owned();
        let kind = if number && rest_words == "%" {
            Self::PercentSign { number: word.to_owned() }
        } else if let Some(minutes) = clock_minutes(word, rest_words) {
            Self::ClockTime { found: whole(), minutes }
        } else if number {
            Self::UnitAfterNumber { number: word.to_owned(), unit: rest_words.to_owned() }
        } else {
            Self::SeveralWords { found: whole() }
        };
        (kind, rest.len())
    }
}

/// The minutes of `2` and `:41`, or of `2` and `:41:30`.
fn clock_minutes(hours: &str, rest: &str) -> Option<u32> {
    let mut parts = rest.strip_prefix(':')?.split(':');
    let minutes: u32 = parts.next()?.trim().parse().ok().filter(|minutes| *minutes < 60)?;
    let hours: u32 = hours.parse().ok().filter(|hours| *hours < 100)?;
    Some(60 * hours + minutes)
}

/// What stands up to the next comma, bracket, comment or end of line.
pub(super) fn of_rest(rest: &str) -> &str {
    let end = rest.find([',', ')', ']', '}', '\n', '\r']).unwrap_or(rest.len());
    let rest = &rest[..end];
    let comment = ["//", "/*"].iter().filter_map(|mark| rest.find(mark)).min();
    &rest[..comment.unwrap_or(end)]
}
