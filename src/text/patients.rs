//! Sentences about virtual patients: in how many of a hundred a warning occurs, or ends.

use super::Text;
use super::number::{fixed, rounded};
use crate::study::of_hundred::Fared;
pub use crate::study::of_hundred::per_hundred;
use crate::study::patients::{Course, OutcomeSpread, Share, Summary};

impl Text {
    /// How many such patients have a warning of one level, in a sentence, and how many of them from the start; for a warning that ends in
    /// some, how many are free of it at the end. `None` where there are none.
    pub fn such_patients(&self, share: &Share, count: usize) -> Option<String> {
        let key = share.id.key();
        let (id, before) = match share.course() {
            Course::Ends => (format!("such-{key}-over"), 0),
            Course::Occurs => (format!("such-{key}"), share.before),
        };
        let of_them = share.told(count);
        if of_them == 0 || !self.has(&id) {
            return None;
        }
        let is = if per_hundred(of_them, count) == 1 { "one" } else { "many" };
        let patients = [("share", self.such_share(of_them, count)), ("is", is.to_owned())];
        let level = self.level_arguments(share.id, share.severity, share.threshold);
        let sentence = self.with(&id, &[patients.as_slice(), level.as_slice()].concat());
        match (before, per_hundred(before, count)) {
            (0, _) => Some(sentence),
            (_, 0) => Some(self.with("such-few-before", &[("sentence", sentence)])),
            (_, percent) => Some(self.with("such-before", &[("sentence", sentence), ("percent", percent.to_string())])),
        }
    }

    /// "31 of 100 such patients".
    fn such_share(&self, of_them: usize, count: usize) -> String {
        let percent = per_hundred(of_them, count);
        match percent {
            0 => self.get("such-share-few"),
            100 if of_them < count => self.get("such-share-most"),
            100 => self.get("such-share-all"),
            _ => self.with("such-share", &[("percent", percent.to_string())]),
        }
    }

    /// The sentences about such patients, the worst and most frequent first.
    pub fn all_such_patients(&self, summary: &Summary) -> Vec<(Share, String)> {
        let shares = summary.telling_shares();
        shares.into_iter().filter_map(|share| Some((share, self.such_patients(&share, summary.count)?))).collect()
    }

    /// The name of a level whose share is told; that it is over, where that is told.
    pub fn share_title(&self, share: &Share) -> String {
        let title = self.level_title(share.id, share.severity, share.threshold);
        match share.course() {
            Course::Occurs => title,
            Course::Ends => self.with("patients-over", &[("title", title)]),
        }
    }

    /// How many of a hundred get no further than each level: "30 below 50, 65 below 75, 5 neither".
    pub fn fared(&self, fared: &[Fared]) -> String {
        let some = fared.iter().filter(|fared| fared.people > 0);
        let words = some.map(|Fared { level, people }| {
            let level = level.map(|level| self.level_words(level.id, level.severity, level.threshold));
            let level = level.unwrap_or_else(|| self.get("patients-none"));
            self.with("patients-fared", &[("people", people.to_string()), ("level", level)])
        });
        // A line breaks between two counts only.
        words.map(|words| words.replace(' ', "\u{a0}")).collect::<Vec<_>>().join("\u{a0}· ")
    }

    /// How a number of the outcome varies: the median, and the range of nine in ten.
    pub fn such_outcome(&self, outcome: &OutcomeSpread) -> Option<String> {
        let id = format!("such-outcome-{}", outcome.key.replace(['.', '_'], "-"));
        if !self.has(&id) {
            return None;
        }
        let is_percent = outcome.key.ends_with("percent") || outcome.key.starts_with("change_percent");
        let number = |value: f64| if is_percent { fixed(value, 0) } else { rounded(value) };
        let [low, _, middle, _, high] = outcome.percentiles;
        let arguments = [("middle", number(middle)), ("low", number(low)), ("high", number(high))];
        Some(self.with(&id, &arguments))
    }
}
