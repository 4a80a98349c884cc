//! Settings and their values in words, as the controls show them.

use super::Text;
use super::number::{clock, shortest};
use crate::sim::settings::{SettingId, Settings, TABLE, Value};

/// Whether a number of minutes is shown as a time.
pub fn is_time(setting: SettingId) -> bool {
    setting == SettingId::Duration
}

/// A number of a setting as its control shows it, without its unit.
pub fn setting_number(setting: SettingId, value: f64) -> String {
    if is_time(setting) { clock(value) } else { shortest(value, 2) }
}

/// The value in force among these settings: the number that is estimated where the case gives none.
pub fn value_in_force(settings: &Settings, setting: SettingId) -> Value {
    setting.row().number().map_or_else(|| setting.get(settings), |number| Value::Number(number.in_force(settings)))
}

impl Text {
    /// The name of a setting where its section is not beside it.
    pub fn full_setting(&self, setting: SettingId) -> String {
        let name = self.setting(setting);
        let section = match setting {
            SettingId::CellVolume(_) => "section-cell-volume",
            SettingId::RefillRatio(_) => "section-refill-ratio",
            SettingId::RefillHalfTime(_) => "section-refill-half-time",
            SettingId::Mobilization(_) => "section-mobilization",
            _ => return name,
        };
        self.with("class-setting", &[("class", name), ("name", self.get(section).into_owned())]).into_owned()
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
            Value::Number(number) => self.quantity(&shortest(number, 2), setting.row().unit),
            _ => self.setting_value(setting, &value),
        }
    }

    /// The settings that differ, with their values in the second: at most two, or `None` where all are the same.
    pub fn changed_settings(&self, before: &Settings, after: &Settings) -> Option<String> {
        /// More settings than these make no name.
        const MOST: usize = 2;
        let changed = TABLE.iter().map(|row| row.id).filter(|setting| setting.get(before) != setting.get(after));
        let label = |id| format!("{} {}", self.setting(id), self.value_with_unit(id, value_in_force(after, id)));
        let mut labels: Vec<_> = changed.map(label).collect();
        if labels.len() > MOST {
            labels.truncate(MOST);
            labels.push("…".to_owned());
        }
        (!labels.is_empty()).then(|| labels.join(", "))
    }
}
