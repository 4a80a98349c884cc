//! The words about settings: their names, values and options, and the sections of the control panel.

use super::Text;
use crate::sim::settings::{Section, SettingId, Value, ValueKind};

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
            // Without the last bits that steps of a tenth leave behind.
            (_, Value::Number(number)) => self.quantity(&((number * 1e6).round() / 1e6).to_string(), row.unit),
            (_, Value::Switch(on)) => self.get(if *on { "switch-on" } else { "switch-off" }),
            (ValueKind::Choice { options, .. }, Value::Choice(index)) => self.option(options[*index]),
            (_, Value::Choice(_) | Value::Estimated) => self.get("value-estimated"),
        }
    }
}
