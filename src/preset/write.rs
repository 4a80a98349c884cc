//! Writing a preset: what a teacher would have typed, with the defaults left out.

use std::fmt::Write as _;

use super::aim::written_aim;
use super::teaching::{written_questions, written_stops};
use super::{Preset, VERSION, VirtualPatients};
use crate::sim::Change;
use crate::sim::settings::{Setting, SettingId, Settings, Value, ValueKind};

/// The preset as the text of a file. Reading it back gives the same preset.
pub fn write(preset: &Preset) -> String {
    let mut text = String::new();
    for line in preset.lesson.lines() {
        let _ = writeln!(text, "// {line}");
    }
    text.push_str("(\n");
    let mut field = |name: &str, value: String| {
        write_comments(&mut text, preset, "    ", name);
        // What stands within the bracket of an aim comes above it.
        for comment in preset.comments.iter().filter(|comment| is_within(&comment.field, name)) {
            let _ = writeln!(text, "    // {}", comment.words);
        }
        let _ = writeln!(text, "    {name}: {value},");
    };
    field("version", VERSION.to_string());
    field("title", quoted(&preset.title));
    let cover = &preset.cover;
    let words = |words: &str| (!words.is_empty()).then(|| quoted(words));
    for (name, value) in [
        ("short_title", words(&cover.short_title)),
        ("group", cover.group.map(|group| group.key().to_owned())),
        ("in_short", words(&cover.in_short)),
        ("teaches", words(&cover.teaches)),
        ("story", words(&preset.story)),
        ("look_for", words(&preset.look_for)),
        ("about", preset.about.map(|warning| warning.key().to_owned())),
        ("aim", preset.aim.as_ref().map(written_aim)),
        ("questions", listed(&preset.questions, written_questions)),
        ("notes", words(&preset.notes)),
        ("stops", listed(&preset.stops, written_stops)),
        ("opens_at_min", cover.opens_at_min.map(|at_min| at_min.to_string())),
    ] {
        if let Some(value) = value {
            field(name, value);
        }
    }
    for section in ["patient", "machine", "procedure"] {
        write_section(&mut text, section, preset);
    }
    write_virtual_patients(&mut text, preset);
    write_comments(&mut text, preset, "    ", "");
    text.push_str(")\n");
    text
}

/// A list, where there is something in it.
fn listed<T>(list: &[T], written: fn(&[T]) -> String) -> Option<String> {
    (!list.is_empty()).then(|| written(list))
}

/// Which virtual patients are drawn, where they are not the usual ones or a comment speaks of them.
fn write_virtual_patients(text: &mut String, preset: &Preset) {
    const FIELDS: [&str; 3] = ["virtual_patients", "virtual_patients.seed", "virtual_patients.count"];
    let drawn = preset.virtual_patients;
    let has_comment = preset.comments.iter().any(|comment| FIELDS.contains(&comment.field.as_str()));
    if drawn != VirtualPatients::default() || has_comment {
        for field in FIELDS {
            write_comments(text, preset, "    ", field);
        }
        let _ = writeln!(text, "    virtual_patients: (seed: {}, count: {}),", drawn.seed, drawn.count);
    }
}

/// Whether a field stands in the bracket of another.
fn is_within(field: &str, bracket: &str) -> bool {
    field.strip_prefix(bracket).is_some_and(|rest| rest.starts_with('.'))
}

/// The comments of this field.
fn write_comments(text: &mut String, preset: &Preset, indent: &str, field: &str) {
    for comment in preset.comments.iter().filter(|comment| comment.field == field) {
        let _ = writeln!(text, "{indent}// {}", comment.words);
    }
}

fn write_section(text: &mut String, section: &str, preset: &Preset) {
    let settings = &preset.protocol.settings;
    let defaults = Settings::default();
    let has_comment = |path: &str| preset.comments.iter().any(|comment| comment.field == path);
    // Settings of one inner bracket share a line.
    let mut lines: Vec<Line> = Vec::new();
    for setting in SettingId::all() {
        let row = setting.row();
        let Some(rest) = row.path.strip_prefix(section).and_then(|rest| rest.strip_prefix('.')) else { continue };
        let value = setting.get(settings);
        if !row.required && value == setting.get(&defaults) && !has_comment(row.path) {
            continue;
        }
        let field = format!("{}: {}", row.leaf(), written(row, &value));
        let bracket = rest.split_once('.').map(|(name, _)| name);
        match lines.last_mut() {
            Some(line) if bracket.is_some() && line.bracket == bracket => {
                line.paths.push(row.path.to_owned());
                line.fields.push(field);
            }
            _ => {
                let mut paths = vec![row.path.to_owned()];
                paths.extend(bracket.map(|name| format!("{section}.{name}")));
                lines.push(Line { bracket, paths, fields: vec![field] });
            }
        }
    }
    if section == "procedure" && !preset.protocol.changes.is_empty() {
        let changes: Vec<_> = preset.protocol.changes.iter().map(written_change).collect();
        // Comments within the list stand above it.
        let within = preset.comments.iter().filter(|comment| comment.field.starts_with("procedure.changes"));
        let mut paths: Vec<_> = within.map(|comment| comment.field.clone()).collect();
        paths.dedup();
        lines.push(Line { bracket: None, paths, fields: vec![format!("changes: [{}]", changes.join(", "))] });
    }
    if lines.is_empty() {
        return;
    }
    write_comments(text, preset, "    ", section);
    let _ = writeln!(text, "    {section}: (");
    for line in lines {
        for path in &line.paths {
            write_comments(text, preset, "        ", path);
        }
        let fields = line.fields.join(", ");
        let _ = match line.bracket {
            Some(name) => writeln!(text, "        {name}: ({fields}),"),
            None => writeln!(text, "        {fields},"),
        };
    }
    text.push_str("    ),\n");
}

/// A line of a section: one setting, or an inner bracket of several.
struct Line<'a> {
    bracket: Option<&'a str>,
    /// The fields whose comments stand above it.
    paths: Vec<String>,
    fields: Vec<String>,
}

fn written(setting: &Setting, value: &Value) -> String {
    match (&setting.kind, value) {
        (ValueKind::Choice { options, .. }, Value::Choice(index)) => options[*index].to_owned(),
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
pub(super) fn quoted(words: &str) -> String {
    ron::to_string(words).unwrap_or_else(|_| format!("\"{}\"", words.escape_default()))
}
