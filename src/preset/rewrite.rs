//! Saving only what changed: the text of a case as its author wrote it, with each changed value in its place.

use super::aim::written_aim;
use super::edit::{Editor, Place};
use super::merge::{Step, merge, steps};
use super::read::TOP;
use super::write::{quoted, written, written_change};
use super::{Preset, VirtualPatients, read, without_mark};
use crate::sim::Change;
use crate::sim::settings::{SettingId, Value};

/// The source of the preset with the preset's changes in it; `None` where there is no source, or where it cannot be made to say
/// what the preset says.
pub(super) fn rewrite(preset: &Preset) -> Option<String> {
    let source = preset.source.text();
    if source.is_empty() {
        return None;
    }
    let base = read(source).ok()?;
    if base == *preset {
        return Some(source.to_owned());
    }
    let words = without_mark(source);
    let mark = &source[..source.len() - words.len()];
    // Notes within lists and within the aim stay, unless the text then says something else.
    [true, false].into_iter().find_map(|keeps_notes| {
        let text = rewritten(words, &base, preset, keeps_notes);
        (read(&text).as_ref() == Ok(preset)).then(|| format!("{mark}{text}"))
    })
}

/// The source with what differs between two cases; with or without the notes within what is changed.
fn rewritten(source: &str, base: &Preset, preset: &Preset, keeps_notes: bool) -> String {
    let mut editor = Editor::new(source);
    rewrite_words(&mut editor, base, preset, keeps_notes);
    for setting in SettingId::all() {
        let value = setting.get(&preset.protocol.settings);
        if value != setting.get(&base.protocol.settings) {
            let row = setting.row();
            let path: Vec<_> = row.path.split('.').collect();
            if value == Value::Estimated {
                editor.remove(&path.into_iter().map(Place::Field).collect::<Vec<_>>());
            } else {
                editor.set(&path, names_before, &written(row, &value));
            }
        }
    }
    rewrite_changes(&mut editor, &base.protocol.changes, &preset.protocol.changes);
    let (drawn, before) = (preset.virtual_patients, base.virtual_patients);
    rewrite_patients(&mut editor, before, drawn);
    editor.into_text()
}

/// Title, cover, story, aim, questions and stops.
fn rewrite_words(editor: &mut Editor, base: &Preset, preset: &Preset, keeps_notes: bool) {
    let mut put = |name: &'static str, before: Option<String>, now: Option<String>| match (before, now) {
        (Some(before), Some(now)) if keeps_notes => merge(editor, &[Place::Field(name)], &before, &now),
        (before, Some(now)) if before.as_ref() != Some(&now) => editor.set(&[name], names_before, &now),
        (Some(before), None) => {
            // A list may be left with nothing but notes in it; an aim may not.
            let at = [Place::Field(name)];
            let is_list = keeps_notes && before.starts_with('[');
            if is_list {
                merge(editor, &at, &before, "[]");
            }
            if !(is_list && editor.has_words(&at)) {
                editor.remove(&at);
            }
        }
        _ => {}
    };
    for (name, before, now) in
        super::write::words(base).into_iter().zip(super::write::words(preset)).map(|(b, p)| (b.0, b.1, p.1))
    {
        put(name, before, now);
    }
    let aim = |preset: &Preset| preset.aim.as_ref().map(written_aim);
    put("aim", aim(base), aim(preset));
    put("title", Some(quoted(&base.title)), Some(quoted(&preset.title)));
}

fn rewrite_patients(editor: &mut Editor, before: VirtualPatients, drawn: VirtualPatients) {
    if drawn.seed != before.seed {
        editor.set(&["virtual_patients", "seed"], names_before, &drawn.seed.to_string());
    }
    if drawn.count != before.count {
        editor.set(&["virtual_patients", "count"], names_before, &drawn.count.to_string());
    }
}

/// The names that may stand before the last of a path, in the order of files.
fn names_before(path: &[&str]) -> Vec<String> {
    let Some((name, section)) = path.split_last() else { return Vec::new() };
    let names: Vec<String> = match section {
        [] => TOP.map(str::to_owned).to_vec(),
        ["virtual_patients"] => vec!["seed".to_owned(), "count".to_owned()],
        section => {
            let start = format!("{}.", section.join("."));
            let leaves =
                SettingId::all().filter_map(|setting| setting.row().path.strip_prefix(&start)?.split('.').next());
            let mut names: Vec<_> = leaves.map(str::to_owned).collect();
            names.dedup();
            names.extend((section == ["procedure"]).then(|| "changes".to_owned()));
            names
        }
    };
    names.into_iter().take_while(|other| other != name).collect()
}

const CHANGES: [Place<'static>; 2] = [Place::Field("procedure"), Place::Field("changes")];

fn rewrite_changes(editor: &mut Editor, before: &[Change], now: &[Change]) {
    if before == now {
        return;
    }
    if before.is_empty() {
        let all: Vec<_> = now.iter().map(written_change).collect();
        return editor.set(&["procedure", "changes"], names_before, &format!("[{}]", all.join(", ")));
    }
    // The changes of one time belong together.
    let is_same = |old: usize, new: usize| before[old].at_min == now[new].at_min;
    // From the last to the first, so that the places of those before stay.
    for step in steps(before.len(), now.len(), is_same).into_iter().rev() {
        match step {
            Step::Becomes(old, new) => rewrite_change(editor, &in_changes(old), &before[old], &now[new]),
            Step::Removed(old) => editor.remove(&in_changes(old)),
            Step::New(new, old) => editor.insert(&CHANGES, old.checked_sub(1), &written_change(&now[new])),
        }
    }
    if now.is_empty() && !editor.has_words(&CHANGES) {
        editor.remove(&CHANGES);
    }
}

const fn in_changes(index: usize) -> [Place<'static>; 3] {
    [CHANGES[0], CHANGES[1], Place::Entry(index)]
}

fn rewrite_change(editor: &mut Editor, entry: &[Place<'_>], before: &Change, now: &Change) {
    let leaf = |id: SettingId| id.row().leaf();
    if before.at_min != now.at_min {
        editor.put(entry, "at_min", Some(&now.at_min.to_string()));
    }
    let stay: Vec<_> = before.values.iter().filter(|(id, _)| now.values.iter().any(|(other, _)| other == id)).collect();
    let in_order = stay.iter().zip(&now.values).all(|((before, _), (now, _))| before == now);
    for (id, _) in &before.values {
        // In another order, each is written behind those that come before it now.
        if !in_order || !now.values.iter().any(|(other, _)| other == id) {
            editor.put(entry, leaf(*id), None);
        }
    }
    for (id, value) in &now.values {
        if !in_order || !before.values.contains(&(*id, *value)) {
            editor.put(entry, leaf(*id), Some(&written(id.row(), value)));
        }
    }
}
