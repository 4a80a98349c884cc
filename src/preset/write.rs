//! Writing a preset: what a teacher would have typed, with the defaults left out.

use std::fmt::Write as _;

use super::{Preset, VERSION};
use crate::sim::Change;
use crate::sim::settings::{Kind, Setting, Settings, TABLE, Value};

/// The preset as the text of a file. Reading it back gives the same preset.
pub fn write(preset: &Preset) -> String {
    let mut text = String::new();
    for line in preset.lesson.lines() {
        let _ = writeln!(text, "// {line}");
    }
    let _ = writeln!(text, "(\n    version: {VERSION},");
    for (key, words) in [("title", &preset.title), ("story", &preset.story), ("look_for", &preset.look_for)] {
        if key == "title" || !words.is_empty() {
            let _ = writeln!(text, "    {key}: {},", quoted(words));
        }
    }
    for section in ["patient", "machine", "procedure"] {
        write_section(&mut text, section, preset);
    }
    text.push_str(")\n");
    text
}

fn write_section(text: &mut String, section: &str, preset: &Preset) {
    let settings = &preset.protocol.settings;
    let defaults = Settings::default();
    // Settings of one inner bracket share a line.
    let mut lines: Vec<(Option<&str>, Vec<String>)> = Vec::new();
    for setting in TABLE {
        let Some(rest) = setting.path.strip_prefix(section).and_then(|rest| rest.strip_prefix('.')) else { continue };
        let value = setting.id.get(settings);
        if !setting.required && value == setting.id.get(&defaults) {
            continue;
        }
        let field = format!("{}: {}", setting.leaf(), written(setting, &value));
        let bracket = rest.split_once('.').map(|(name, _)| name);
        match lines.last_mut() {
            Some((open, fields)) if bracket.is_some() && *open == bracket => fields.push(field),
            _ => lines.push((bracket, vec![field])),
        }
    }
    if section == "procedure" && !preset.protocol.changes.is_empty() {
        let changes: Vec<_> = preset.protocol.changes.iter().map(written_change).collect();
        lines.push((None, vec![format!("changes: [{}]", changes.join(", "))]));
    }
    if lines.is_empty() {
        return;
    }
    let _ = writeln!(text, "    {section}: (");
    for (bracket, fields) in lines {
        let fields = fields.join(", ");
        let _ = match bracket {
            Some(name) => writeln!(text, "        {name}: ({fields}),"),
            None => writeln!(text, "        {fields},"),
        };
    }
    text.push_str("    ),\n");
}

fn written(setting: &Setting, value: &Value) -> String {
    match (&setting.kind, value) {
        (Kind::Choice { options, .. }, Value::Choice(index)) => options[*index].to_owned(),
        (_, Value::Number(number)) => number.to_string(),
        (_, Value::Switch(on)) => on.to_string(),
        (_, Value::Choice(_) | Value::Estimated) => "None".to_owned(),
    }
}

fn written_change(change: &Change) -> String {
    let mut fields = vec![format!("at_min: {}", change.at_min)];
    fields.extend(change.values.iter().map(|(id, value)| format!("{}: {}", id.row().leaf(), written(id.row(), value))));
    format!("({})", fields.join(", "))
}

/// A RON string.
fn quoted(words: &str) -> String {
    ron::to_string(words).unwrap_or_else(|_| format!("{words:?}"))
}
