//! Sentences on slips of the pen in a file: what was written, and what to write instead.

use super::Text;
use super::problem::brief;
use crate::preset::{Form, SlipKind};

impl Text {
    /// What breaks the rules of RON in one place, and what to write.
    pub(super) fn slip(&self, slip: &SlipKind) -> String {
        let (id, arguments): (&str, Vec<(&str, String)>) = match slip {
            SlipKind::UnclosedComment => ("slip-unclosed-comment", vec![]),
            SlipKind::UnclosedText => ("slip-unclosed-text", vec![]),
            SlipKind::SingleQuotes => ("slip-single-quotes", vec![]),
            SlipKind::UnclosedBracket { closing } => ("slip-unclosed-bracket", vec![("closing", closing.to_string())]),
            SlipKind::WrongBracket { found, closing } => {
                ("slip-wrong-bracket", vec![("found", found.to_string()), ("closing", closing.to_string())])
            }
            SlipKind::TooDeep => ("slip-too-deep", vec![]),
            SlipKind::AfterEnd => ("slip-after-end", vec![]),
            SlipKind::MissingComma => ("slip-missing-comma", vec![]),
            SlipKind::EqualSign => ("slip-equal-sign", vec![]),
            SlipKind::QuotedName { name } => ("slip-quoted-name", vec![("name", brief(name))]),
            SlipKind::NoValue => ("slip-no-value", vec![]),
            SlipKind::Stray { found } => ("slip-stray", vec![("found", found.to_string())]),
            SlipKind::NoName { found } => ("slip-no-name", vec![("found", brief(found))]),
            SlipKind::UnitAfterNumber { number, unit } => {
                ("slip-unit-after-number", vec![("number", brief(number)), ("unit", brief(unit))])
            }
            SlipKind::PercentSign { number } => ("slip-percent-sign", vec![("number", brief(number))]),
            SlipKind::ClockTime { found, minutes } => {
                ("slip-clock-time", vec![("found", brief(found)), ("minutes", minutes.to_string())])
            }
            SlipKind::SeveralWords { found } => ("slip-several-words", vec![("found", brief(found))]),
        };
        self.with(id, &arguments)
    }

    /// What a file is that is no preset, and what to do with it.
    pub(super) fn other_form(&self, form: Form) -> String {
        self.get(match form {
            Form::Empty => "form-empty",
            Form::Json => "form-json",
            Form::Table => "form-table",
            Form::Markdown => "form-markdown",
            Form::Other => "form-other",
        })
    }
}
