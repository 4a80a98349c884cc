//! A bracket that says something else now: what is said otherwise is changed in its place, and the notes around it stay.

use super::edit::{Editor, Place};
use super::outline::{Node, Outline};

/// What becomes of the entries of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The one at this place becomes this one of now.
    Becomes(usize, usize),
    Removed(usize),
    /// This one of now is new, and comes before the old one at this place.
    New(usize, usize),
}

/// Entries that are the same belong together; what then is left between two such pairs belongs together in its order.
pub(super) fn steps(before: usize, now: usize, is_same: impl Fn(usize, usize) -> bool) -> Vec<Step> {
    // How many pairs there can be from the entries at these places on.
    let mut pairs = vec![vec![0_usize; now + 1]; before + 1];
    for i in (0..before).rev() {
        for j in (0..now).rev() {
            let skips = pairs[i + 1][j].max(pairs[i][j + 1]);
            pairs[i][j] = if is_same(i, j) { skips.max(pairs[i + 1][j + 1] + 1) } else { skips };
        }
    }
    let mut steps = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < before || j < now {
        // The end of the gap before the next pair.
        let (mut gap_i, mut gap_j) = (i, j);
        while gap_i < before && gap_j < now && !is_same(gap_i, gap_j) {
            if pairs[gap_i + 1][gap_j] >= pairs[gap_i][gap_j + 1] { gap_i += 1 } else { gap_j += 1 }
        }
        let has_pair = gap_i < before && gap_j < now;
        if !has_pair {
            (gap_i, gap_j) = (before, now);
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

/// Brings what differs between two values, both as this program writes them, to the place at this path, where the first is as its
/// author wrote it.
pub(super) fn merge(editor: &mut Editor, path: &[Place<'_>], before: &str, now: &str) {
    let (before, now) = (Outline::of(before), Outline::of(now));
    merge_nodes(editor, path, Value(&before, &before.root), Value(&now, &now.root));
}

/// A value and the text it stands in.
#[derive(Clone, Copy)]
struct Value<'a>(&'a Outline<'a>, &'a Node);

impl<'a> Value<'a> {
    fn words(self) -> &'a str {
        self.0.word(&self.1.span)
    }

    fn opening(self) -> Option<char> {
        self.0.text[self.1.bracket.as_ref()?.open..].chars().next()
    }

    /// Names and values of what stands in its bracket.
    fn items(self) -> Vec<(&'a str, Self)> {
        let items = self.1.bracket.iter().flat_map(|bracket| &bracket.items);
        items.map(|item| (self.0.name(item), Self(self.0, &item.value))).collect()
    }
}

fn merge_nodes(editor: &mut Editor, path: &[Place<'_>], before: Value<'_>, now: Value<'_>) {
    if before.words() == now.words() {
        return;
    }
    let opening = now.opening();
    if opening.is_none() || before.opening() != opening || editor.opening(path) != opening {
        editor.replace(path, now.words());
    } else if opening == Some('[') {
        merge_entries(editor, path, &before.items(), &now.items());
    } else {
        merge_fields(editor, path, &before.items(), &now.items());
    }
}

type Items<'a> = [(&'a str, Value<'a>)];

fn merge_fields(editor: &mut Editor, path: &[Place<'_>], before: &Items<'_>, now: &Items<'_>) {
    let at = |name| -> Vec<_> { path.iter().copied().chain([Place::Field(name)]).collect() };
    let mut last: Option<&str> = None;
    for (name, value) in now {
        let old = before.iter().find(|(other, _)| other == name);
        if editor.index_of(&at(name)).is_none() {
            let after = last.and_then(|last| editor.index_of(&at(last)));
            editor.insert(path, after, &format!("{name}: {}", value.words()));
        } else if let Some((_, old)) = old {
            merge_nodes(editor, &at(name), *old, *value);
        } else {
            editor.replace(&at(name), value.words());
        }
        last = Some(name);
    }
    // Last, so that the bracket is never empty, and the notes in it keep their lines.
    for (name, _) in before.iter().filter(|(name, _)| now.iter().all(|(other, _)| other != name)) {
        editor.remove(&at(name));
    }
}

fn merge_entries(editor: &mut Editor, path: &[Place<'_>], before: &Items<'_>, now: &Items<'_>) {
    let at = |index| -> Vec<_> { path.iter().copied().chain([Place::Entry(index)]).collect() };
    let is_same = |old: usize, new: usize| before[old].1.words() == now[new].1.words();
    // From the last to the first, so that the places of those before stay.
    for step in steps(before.len(), now.len(), is_same).into_iter().rev() {
        match step {
            Step::Becomes(old, new) => merge_nodes(editor, &at(old), before[old].1, now[new].1),
            Step::Removed(old) => editor.remove(&at(old)),
            Step::New(new, old) => editor.insert(path, old.checked_sub(1), now[new].1.words()),
        }
    }
}
