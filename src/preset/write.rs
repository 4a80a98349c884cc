//! Writing a preset: as its author wrote it, or else what a teacher would have typed, with the defaults left out.

use std::fmt::Write as _;

use super::aim::written_aim;
use super::rewrite::rewrite;
use super::teaching::{written_questions, written_stops};
use super::{Preset, VERSION, VirtualPatients};
use crate::sim::Change;
use crate::sim::settings::{Setting, SettingId, Settings, Value, ValueKind};

/// The preset as the text of a file. Reading it back gives the same preset. What was read from a text is that text, with what has
/// changed since in its place.
pub fn write(preset: &Preset) -> String {
    rewrite(preset).unwrap_or_else(|| anew(preset))
}

/// The preset as if it had no source.
fn anew(preset: &Preset) -> String {
    let mut text = String::new();
    for line in preset.lesson.lines() {
        let _ = writeln!(text, "// {line}");
    }
    text.push_str("(\n");
    let mut field = |name: &str, value: &str| {
        let _ = writeln!(text, "    {name}: {value},");
    };
    field("version", &VERSION.to_string());
    field("title", &quoted(&preset.title));
    let aim = ("aim", preset.aim.as_ref().map(written_aim));
    for (name, value) in words(preset).into_iter().chain([aim]) {
        if let Some(value) = value {
            field(name, &value);
        }
    }
    for section in ["patient", "machine", "procedure"] {
        write_section(&mut text, section, preset);
    }
    let drawn = preset.virtual_patients;
    if drawn != VirtualPatients::default() {
        let _ = writeln!(text, "    virtual_patients: (seed: {}, count: {}),", drawn.seed, drawn.count);
    }
    text.push_str(")\n");
    text
}

/// The words of a case that may be left out, and when it opens; each as it is written.
pub(super) fn words(preset: &Preset) -> [(&'static str, Option<String>); 11] {
    let cover = &preset.cover;
    let words = |words: &str| (!words.is_empty()).then(|| quoted(words));
    [
        ("short_title", words(&cover.short_title)),
        ("group", cover.group.map(|group| group.key().to_owned())),
        ("in_short", words(&cover.in_short)),
        ("teaches", words(&cover.teaches)),
        ("story", words(&preset.story)),
        ("look_for", words(&preset.look_for)),
        ("about", preset.about.map(|warning| warning.key().to_owned())),
        ("questions", listed(&preset.questions, written_questions)),
        ("notes", words(&preset.notes)),
        ("stops", listed(&preset.stops, written_stops)),
        ("opens_at_min", cover.opens_at_min.map(|at_min| at_min.to_string())),
    ]
}

/// A list, where there is something in it.
fn listed<T>(list: &[T], written: fn(&[T]) -> String) -> Option<String> {
    (!list.is_empty()).then(|| written(list))
}

fn write_section(text: &mut String, section: &str, preset: &Preset) {
    let settings = &preset.protocol.settings;
    let defaults = Settings::default();
    // Settings of one inner bracket share a line.
    let mut lines: Vec<(Option<&str>, Vec<String>)> = Vec::new();
    for setting in SettingId::all() {
        let row = setting.row();
        let Some(rest) = row.path.strip_prefix(section).and_then(|rest| rest.strip_prefix('.')) else { continue };
        let value = setting.get(settings);
        if !row.required && value == setting.get(&defaults) {
            continue;
        }
        let field = format!("{}: {}", row.leaf(), written(row, &value));
        let bracket = rest.split_once('.').map(|(name, _)| name);
        match lines.last_mut() {
            Some((last, fields)) if bracket.is_some() && *last == bracket => fields.push(field),
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

/// A setting's value as it stands in a file.
pub(crate) fn written(setting: &Setting, value: &Value) -> String {
    match (&setting.kind, value) {
        (ValueKind::Choice { options, .. }, Value::Choice(index)) => options[*index].to_owned(),
        (_, Value::Number(number)) => number.to_string(),
        (_, Value::Switch(on)) => on.to_string(),
        (_, Value::Choice(_) | Value::Estimated) => "None".to_owned(),
    }
}

pub(super) fn written_change(change: &Change) -> String {
    let mut fields = vec![format!("at_min: {}", change.at_min)];
    fields.extend(change.values.iter().map(|(id, value)| format!("{}: {}", id.row().leaf(), written(id.row(), value))));
    format!("({})", fields.join(", "))
}

/// A RON string.
pub(crate) fn quoted(words: &str) -> String {
    ron::to_string(words).unwrap_or_else(|_| format!("\"{}\"", words.escape_default()))
}
