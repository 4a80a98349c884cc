//! Every field of a case in tables, from the table of settings: the generated part of `assets/preset.md`.

use std::fmt::Write as _;

use crate::preset::{Problem, ProblemKind};
use crate::sim::settings::{Setting, SettingId, Settings, Value, ValueKind};
use crate::text::Text;

/// The page itself, as the program shows and prints it.
pub const PAGE: &str = include_str!("../../assets/preset.md");

/// The brackets of a case, in the order of files.
const BRACKETS: [&str; 3] = ["patient", "machine", "procedure"];

/// The heading on the page below which the field is described that this is about; `None` where it is about no field.
pub fn section_of(problem: &Problem) -> Option<&'static str> {
    let path = match &problem.kind {
        // A field in the wrong bracket is looked for in its own.
        ProblemKind::WrongSection { section } if !section.is_empty() => section,
        ProblemKind::Slip(_) | ProblemKind::OtherForm(_) => return Some("A first case"),
        _ => &problem.field,
    };
    let mut names = path.split(['.', '[']);
    Some(match names.next().unwrap_or_default() {
        "" => return None,
        "procedure" if names.next() == Some("changes") => "Changes in mid-run",
        first if let Some(bracket) = BRACKETS.iter().find(|bracket| **bracket == first) => bracket,
        "stops" => "Stops of a lecture",
        "aim" => "Aims",
        _ => "The case and its words",
    })
}

/// One table for each bracket, in Markdown.
pub fn fields(text: &Text) -> String {
    let mut page = String::new();
    for bracket in BRACKETS {
        let [field, meaning, values, left_out, mid_run] =
            ["page-field", "page-meaning", "page-values", "page-left-out", "page-mid-run"].map(|id| text.get(id));
        let _ = write!(page, "\n### `{bracket}`\n\n| {field} | {meaning} | {values} | {left_out} | {mid_run} |\n");
        page.push_str("|---|---|---|---|---|\n");
        let rows = SettingId::all().filter(|setting| setting.row().path.split('.').next() == Some(bracket));
        // The classes of white cells share a row.
        let mut rows: Vec<Vec<SettingId>> = rows.map(|setting| vec![setting]).collect();
        rows.dedup_by(|next, group| {
            let is_same = group_of(next[0].row()).is_some() && group_of(next[0].row()) == group_of(group[0].row());
            if is_same {
                group.append(next);
            }
            is_same
        });
        for group in rows {
            row(&group, text, &mut page);
        }
    }
    page
}

/// The bracket within the bracket, where a setting stands in one.
fn group_of(row: &Setting) -> Option<&str> {
    let (_, rest) = row.path.split_once('.')?;
    rest.split_once('.').map(|(group, _)| group)
}

fn row(group: &[SettingId], text: &Text, page: &mut String) {
    let [first, ..] = group else { return };
    let row = first.row();
    let message = Text::setting_message(*first);
    let field = match group_of(row) {
        Some(name) => {
            let classes = group.iter().map(|setting| setting.row().leaf()).collect::<Vec<_>>().join(", ");
            format!("`{name}: (…)` {}", text.with("page-of", &[("classes", classes)]))
        }
        None => format!("`{}`", row.leaf()),
    };
    let name = if text.has(&message) { text.get(&message) } else { text.get("page-white-cells") };
    let meaning = match text.attribute(&message, "hint") {
        Some(hint) => format!("{name}. {hint}"),
        None => name,
    };
    let left_out: Vec<_> = group.iter().map(|setting| left_out(*setting, text)).collect();
    let left_out =
        if left_out.iter().all(|value| *value == left_out[0]) { left_out[0].clone() } else { left_out.join(", ") };
    let mid_run = text.get(if row.mid_run { "page-yes" } else { "page-no" });
    let _ = writeln!(page, "| {field} | {meaning} | {} | {left_out} | {mid_run} |", values(row, text));
}

/// What a field may hold.
fn values(row: &Setting, text: &Text) -> String {
    match &row.kind {
        ValueKind::Number(number) => {
            let most = text.quantity(&number.max.to_string(), row.unit);
            let range = text.with("page-range", &[("least", number.min.to_string()), ("most", most)]);
            if number.can_be_estimated() { format!("{range}; `None`") } else { range }
        }
        ValueKind::Switch { .. } => "`true`, `false`".to_owned(),
        ValueKind::Choice { options, .. } => {
            options.iter().map(|option| format!("`{option}`")).collect::<Vec<_>>().join(", ")
        }
    }
}

/// What it is where the case does not give it.
fn left_out(setting: SettingId, text: &Text) -> String {
    let row = setting.row();
    if row.required {
        return text.get("page-required");
    }
    match (setting.get(&Settings::default()), &row.kind) {
        (Value::Number(number), _) => number.to_string(),
        (Value::Switch(on), _) => format!("`{on}`"),
        (Value::Choice(index), ValueKind::Choice { options, .. }) => format!("`{}`", options[index]),
        (Value::Estimated | Value::Choice(_), _) => text.get("page-estimated"),
    }
}
