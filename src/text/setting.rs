//! Settings and their values in words, as the controls show them.

use super::Text;
use super::number::{clock, shortest};
use crate::sim::settings::{Section, SettingId, Settings, Value, ValueKind};

/// Whether a number of minutes is shown as a time.
pub fn is_time(setting: SettingId) -> bool {
    setting == SettingId::Duration
}

/// A number of a setting as its control shows it, without its unit.
pub fn setting_number(setting: SettingId, value: f64) -> String {
    if is_time(setting) { clock(value) } else { short_number(value) }
}

/// A number with at most two decimals, and a small one with two significant digits: a count of 0.002 is not 0.
fn short_number(value: f64) -> String {
    /// Less is the error that steps of a tenth leave behind.
    const MOST: i32 = 6;
    let decimals = match libm::log10(value.abs()) {
        power if power.is_finite() => (1 - libm::floor(power) as i32).clamp(2, MOST),
        _ => 2,
    };
    shortest(value, decimals as usize)
}

/// The value in force among these settings: the number that is estimated where the case gives none.
pub fn value_in_force(settings: &Settings, setting: SettingId) -> Value {
    setting.row().number().map_or_else(|| setting.get(settings), |number| Value::Number(number.in_force(settings)))
}

impl Section {
    /// The message id of its title.
    pub const fn message(self) -> &'static str {
        match self {
            Self::Main => "side-controls",
            Self::Patient => "section-patient",
            Self::Separator => "section-separator",
            Self::Anticoagulant => "section-anticoagulant",
            Self::Set => "section-set",
            Self::Body => "section-body",
            Self::Expert => "section-expert",
        }
    }
}

impl Text {
    /// The message id of a setting: its path with hyphens, without the class of white cell.
    pub fn setting_message(setting: SettingId) -> String {
        let row = setting.row();
        let path = match row.class() {
            Some(class) => row.path.trim_end_matches(class.key()).trim_end_matches('.'),
            None => row.path,
        };
        format!("setting-{}", path.replace('.', "-"))
    }

    /// The name of a setting; where each class of white cell has it, the class.
    pub fn setting(&self, setting: SettingId) -> String {
        match setting.row().class() {
            Some(class) => self.get(&format!("class-{}", class.key())),
            None => self.get(&Self::setting_message(setting)),
        }
    }

    /// The name of a setting where no value follows.
    pub fn setting_alone(&self, setting: SettingId) -> String {
        let alone = self.attribute(&Self::setting_message(setting), "alone");
        alone.unwrap_or_else(|| self.setting(setting))
    }

    /// The name of a setting where the heading of its group is not above it.
    pub fn full_setting(&self, setting: SettingId) -> String {
        let name = self.setting(setting);
        if setting.row().section != Section::Expert {
            return name;
        }
        let group = self.get(&Self::setting_message(setting));
        self.with("class-setting", &[("class", name), ("name", group)])
    }

    /// The value of a setting, short enough for a line of several.
    pub fn setting_in_heading(&self, setting: SettingId, value: &Value) -> String {
        let value = self.setting_value(setting, value);
        let message = format!("told-{}", setting.row().path.replace('.', "-"));
        if self.has(&message) { self.with(&message, &[("value", value)]) } else { value }
    }

    /// The words for one option of a setting.
    pub fn option(&self, option: &str) -> String {
        self.get(&format!("option-{option}"))
    }

    /// A setting's value with its unit.
    pub fn setting_value(&self, setting: SettingId, value: &Value) -> String {
        let row = setting.row();
        match (&row.kind, value) {
            (_, Value::Number(years)) if setting == SettingId::Age => self.age(*years),
            // Rounded, to drop the error that steps of a tenth leave behind.
            (_, Value::Number(number)) => self.quantity(&((number * 1e6).round() / 1e6).to_string(), row.unit),
            (_, Value::Switch(on)) => self.get(if *on { "switch-on" } else { "switch-off" }),
            (ValueKind::Choice { options, .. }, Value::Choice(index)) => self.option(options[*index]),
            (_, Value::Choice(_) | Value::Estimated) => self.get("value-estimated"),
        }
    }

    /// A value of a setting as its control shows it, without its unit.
    pub fn bare_value(&self, setting: SettingId, value: Value) -> String {
        match value {
            Value::Number(number) => setting_number(setting, number),
            _ => self.setting_value(setting, &value),
        }
    }

    /// A value of a setting as its control shows it, with its unit.
    pub fn value_with_unit(&self, setting: SettingId, value: Value) -> String {
        match value {
            Value::Number(number) if is_time(setting) => clock(number),
            Value::Number(years) if setting == SettingId::Age => self.age(years),
            Value::Number(number) => self.quantity(&short_number(number), setting.row().unit),
            _ => self.setting_value(setting, &value),
        }
    }

    /// The settings that differ, with their values in the second: at most two, or `None` where all are the same.
    pub fn changed_settings(&self, before: &Settings, after: &Settings) -> Option<String> {
        /// More settings than these make no name.
        const MOST: usize = 2;
        let changed = SettingId::all().filter(|setting| setting.get(before) != setting.get(after));
        let label = |id| format!("{} {}", self.setting(id), self.value_with_unit(id, value_in_force(after, id)));
        let mut labels: Vec<_> = changed.map(label).collect();
        if labels.len() > MOST {
            labels.truncate(MOST);
            labels.push("…".to_owned());
        }
        (!labels.is_empty()).then(|| labels.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_value_is_not_shown_as_none() {
        for (value, said) in [
            (0.0, "0"),
            (1e-17, "0"),
            (-1e-17, "0"),
            (0.002, "0.002"),
            (0.004_44, "0.0044"),
            (0.0151, "0.015"),
            (0.1 + 0.2, "0.3"),
            (-0.05, "\u{2212}0.05"),
            (1.234, "1.23"),
            (74.0, "74"),
        ] {
            assert_eq!(setting_number(SettingId::CollectFlow, value), said, "{value}");
        }
        let text = Text::english();
        assert_eq!(text.value_with_unit(SettingId::CollectFlow, Value::Number(0.002)), "0.002\u{a0}mL/min");
    }
}
