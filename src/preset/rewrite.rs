//! Saving only what changed: the text of a case as its author wrote it, with each changed value in its place.

use super::aim::written_aim;
use super::edit::Editor;
use super::read::TOP;
use super::write::{quoted, written, written_change};
use super::{Preset, VirtualPatients, read};
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
    let mut editor = Editor::new(source);
    rewrite_words(&mut editor, &base, preset);
    for setting in SettingId::all() {
        let value = setting.get(&preset.protocol.settings);
        if value != setting.get(&base.protocol.settings) {
            let row = setting.row();
            let path: Vec<_> = row.path.split('.').collect();
            if value == Value::Estimated {
                editor.remove(&path);
            } else {
                editor.set(&path, names_before, &written(row, &value));
            }
        }
    }
    rewrite_changes(&mut editor, &base.protocol.changes, &preset.protocol.changes);
    let (drawn, before) = (preset.virtual_patients, base.virtual_patients);
    rewrite_patients(&mut editor, before, drawn);
    let text = editor.into_text();
    (read(&text).as_ref() == Ok(preset)).then_some(text)
}

/// Title, cover, story and aim.
fn rewrite_words(editor: &mut Editor, base: &Preset, preset: &Preset) {
    let mut put = |name: &'static str, before: Option<String>, now: Option<String>| match now {
        Some(value) if before.as_ref() != Some(&value) => editor.set(&[name], names_before, &value),
        None if before.is_some() => editor.remove(&[name]),
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

const CHANGES: [&str; 2] = ["procedure", "changes"];

/// What becomes of the changes of before.
enum Step {
    /// The one at this place becomes this one of now.
    Becomes(usize, usize),
    Removed(usize),
    /// This one of now is new, and comes before the old one at this place.
    New(usize, usize),
}

fn rewrite_changes(editor: &mut Editor, before: &[Change], now: &[Change]) {
    if before == now {
        return;
    }
    if before.is_empty() {
        let all: Vec<_> = now.iter().map(written_change).collect();
        return editor.set(&CHANGES, names_before, &format!("[{}]", all.join(", ")));
    }
    // From the last to the first, so that the places of those before stay.
    for step in steps(before, now).into_iter().rev() {
        match step {
            Step::Becomes(old, new) => rewrite_change(editor, old, &before[old], &now[new]),
            Step::Removed(old) => editor.remove_entry(&CHANGES, old),
            Step::New(new, old) => editor.insert_entry(&CHANGES, old, &written_change(&now[new])),
        }
    }
    if now.is_empty() && !editor.has_words(&CHANGES) {
        editor.remove(&CHANGES);
    }
}

/// The changes of one time belong together; what then is left between two such pairs belongs together in its order.
fn steps(before: &[Change], now: &[Change]) -> Vec<Step> {
    let (n, m) = (before.len(), now.len());
    // How many pairs there can be from the changes at these places on.
    let mut pairs = vec![vec![0_usize; m + 1]; n + 1];
    for i in (0..n).rev() {
        for j in (0..m).rev() {
            let skips = pairs[i + 1][j].max(pairs[i][j + 1]);
            pairs[i][j] = if before[i].at_min == now[j].at_min { skips.max(pairs[i + 1][j + 1] + 1) } else { skips };
        }
    }
    let mut steps = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < n || j < m {
        // The end of the gap before the next pair.
        let (mut gap_i, mut gap_j) = (i, j);
        while gap_i < n && gap_j < m && before[gap_i].at_min != now[gap_j].at_min {
            if pairs[gap_i + 1][gap_j] >= pairs[gap_i][gap_j + 1] { gap_i += 1 } else { gap_j += 1 }
        }
        let has_pair = gap_i < n && gap_j < m;
        if !has_pair {
            (gap_i, gap_j) = (n, m);
        }
        while i < gap_i && j < gap_j {
            steps.push(Step::Becomes(i, j));
            (i, j) = (i + 1, j + 1);
        }
        steps.extend((i..gap_i).map(Step::Removed));
        steps.extend((j..gap_j).map(|new| Step::New(new, gap_i)));
        (i, j) = (gap_i, gap_j);
        if has_pair {
            steps.push(Step::Becomes(i, j));
            (i, j) = (i + 1, j + 1);
        }
    }
    steps
}

fn rewrite_change(editor: &mut Editor, place: usize, before: &Change, now: &Change) {
    let stay: Vec<_> = before.values.iter().filter(|(id, _)| now.values.iter().any(|(other, _)| other == id)).collect();
    let in_order = stay.iter().zip(&now.values).all(|((before, _), (now, _))| before == now);
    if !in_order {
        return editor.replace_entry(&CHANGES, place, &written_change(now));
    }
    if before.at_min != now.at_min {
        editor.set_in_entry(&CHANGES, place, "at_min", Some(&now.at_min.to_string()));
    }
    for (id, _) in &before.values {
        if !now.values.iter().any(|(other, _)| other == id) {
            editor.set_in_entry(&CHANGES, place, id.row().leaf(), None);
        }
    }
    for (id, value) in &now.values {
        if !before.values.contains(&(*id, *value)) {
            editor.set_in_entry(&CHANGES, place, id.row().leaf(), Some(&written(id.row(), value)));
        }
    }
}
