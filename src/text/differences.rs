//! What two states of a case have otherwise, and how long ago one was written, in words.

use std::time::{Duration, SystemTime};

use super::{Text, clock};
use crate::preset::Preset;
use crate::sim::SettingId;

/// One thing that two cases have otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub name: String,
    /// In the first and in the second.
    pub values: [String; 2],
}

impl Text {
    /// What two states of a case have otherwise: settings by their values, longer words only by their name.
    pub fn differences(&self, first: &Preset, second: &Preset) -> Vec<Difference> {
        let both = [first, second];
        let mut found = Vec::new();
        let mut note = |name: String, values: [String; 2]| found.push(Difference { name, values });
        if first.title != second.title {
            note(self.get("difference-title"), both.map(|preset| preset.title.clone()));
        }
        for setting in SettingId::all() {
            let values = both.map(|preset| setting.get(&preset.protocol.settings));
            if values[0] != values[1] {
                note(self.full_setting(setting), values.map(|value| self.value_with_unit(setting, value)));
            }
        }
        if first.protocol.changes != second.protocol.changes {
            note(
                self.get("difference-changes"),
                both.map(|preset| {
                    let times: Vec<_> =
                        preset.protocol.changes_by_time().iter().map(|change| clock(change.at_min)).collect();
                    if times.is_empty() { self.get("difference-none") } else { times.join(", ") }
                }),
            );
        }
        if first.virtual_patients != second.virtual_patients {
            note(
                self.get("difference-patients"),
                both.map(|preset| {
                    let drawn = preset.virtual_patients;
                    let arguments = [("count", drawn.count.to_string()), ("seed", drawn.seed.to_string())];
                    self.with("difference-drawn", &arguments)
                }),
            );
        }
        let words = both.map(|preset| (&preset.lesson, &preset.cover, &preset.story, &preset.look_for, &preset.aim));
        if words[0] != words[1] {
            note(self.get("difference-words"), [String::new(), String::new()]);
        }
        if found.is_empty() && first.source.text() != second.source.text() {
            found.push(Difference { name: self.get("difference-notes"), values: [String::new(), String::new()] });
        }
        found
    }

    /// How long before now something was written: "3 hours ago".
    pub fn ago(&self, written: SystemTime, now: SystemTime) -> String {
        const UNITS: [(&str, u64); 3] = [("ago-days", 86_400), ("ago-hours", 3600), ("ago-minutes", 60)];
        let seconds = now.duration_since(written).unwrap_or(Duration::ZERO).as_secs();
        let unit = UNITS.into_iter().find(|(_, length)| seconds >= *length);
        unit.map_or_else(
            || self.get("ago-now"),
            |(id, length)| {
                let count = seconds / length;
                let is = if count == 1 { "one" } else { "many" };
                self.with(id, &[("count", count.to_string()), ("is", is.to_owned())])
            },
        )
    }
}
