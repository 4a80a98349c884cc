//! Virtual patients as plain text: in how many of them each warning comes, and how far the outcome scatters.

use crate::preset::Preset;
use crate::study::patients::Summary;
use crate::text::Text;

/// The sentences, ending in a line break.
pub fn text(summary: &Summary, preset: &Preset, text: &Text) -> String {
    let drawn = [("count", summary.count.to_string()), ("seed", summary.seed.to_string())];
    let mut lines = vec![text.case_title(preset), text.with("such-drawn", &drawn), String::new()];
    let sentences = text.all_such_patients(summary);
    if sentences.is_empty() {
        lines.push(text.get("such-none"));
    }
    lines.extend(sentences.into_iter().map(|(_, sentence)| sentence));
    lines.push(String::new());
    lines.extend(summary.outcomes.iter().filter_map(|outcome| text.such_outcome(outcome)));
    lines.extend([String::new(), text.get("such-differ"), text.get("disclaimer")]);
    lines.join("\n") + "\n"
}
