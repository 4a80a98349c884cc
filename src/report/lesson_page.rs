//! Every field of a lesson in tables: the generated part of `assets/lesson.md`.

use std::fmt::Write as _;

use strum::VariantNames as _;

use crate::lesson::fields::{FieldOfLesson, KINDS, OF_LESSON, OF_STEP, of_kind};
use crate::lesson::{Hidden, PARTS, Seen};
use crate::preset::{Problem, ProblemKind};
use crate::sim::quantities::Quantity;
use crate::sim::warnings::WarningId;
use crate::text::Text;

/// The page itself, as the program prints it.
pub const PAGE: &str = include_str!("../../assets/lesson.md");

/// The page for a teacher: forty minutes with a class.
pub const CLASS_PAGE: &str = include_str!("../../assets/lessons/class.md");

/// The heading on the page below which it is told what this is about; `None` where it is about no field.
pub fn section_of(problem: &Problem) -> Option<&'static str> {
    match &problem.kind {
        ProblemKind::Slip(_) | ProblemKind::OtherForm(_) => return Some("A first lesson"),
        ProblemKind::Refuted(_) => return Some("What is proved"),
        _ => {}
    }
    // A path does not tell which kind a step is of, so all its tables are named.
    match problem.field.split(['.', '[']).next().unwrap_or_default() {
        "" => None,
        "steps" => Some("The fields"),
        _ => Some("The file"),
    }
}

/// One table for the file, one for all steps, one for each kind of step, and the names that they may use; in Markdown.
pub fn fields(text: &Text) -> String {
    let mut page = String::new();
    let of_lesson = |field: &FieldOfLesson| meaning(field, "", text);
    table(&text.get("lesson-page-file"), "", &OF_LESSON, of_lesson, text, &mut page);
    table(&text.get("lesson-page-step"), "", &OF_STEP, |field| meaning(field, "step", text), text, &mut page);
    for kind in KINDS {
        let key = kind.to_lowercase();
        let lead = text.get(&format!("lesson-page-kind-{key}"));
        table(&format!("`{kind}`"), &lead, of_kind(kind), |field| meaning(field, &key, text), text, &mut page);
    }
    names(&text.get("lesson-page-parts"), &PARTS, &mut page);
    names(&text.get("lesson-page-hidden"), Hidden::VARIANTS, &mut page);
    names(&text.get("lesson-page-seen"), Seen::VARIANTS, &mut page);
    names(&text.get("lesson-page-warnings"), WarningId::KEYS, &mut page);
    let quantities: Vec<_> = Quantity::all().map(|quantity| quantity.row().key).collect();
    names(&text.get("lesson-page-quantities"), &quantities, &mut page);
    page
}

/// What a field says; some say another thing in a step of another kind.
fn meaning(field: &FieldOfLesson, kind: &str, text: &Text) -> String {
    let id = format!("lesson-field-{}", field.name);
    text.attribute(&id, kind).unwrap_or_else(|| text.get(&id))
}

fn table(
    title: &str,
    lead: &str,
    fields: &[FieldOfLesson],
    meaning: impl Fn(&FieldOfLesson) -> String,
    text: &Text,
    page: &mut String,
) {
    let [field, says, left_out] = ["page-field", "page-meaning", "page-left-out"].map(|id| text.get(id));
    let _ = write!(page, "\n### {title}\n\n");
    if !lead.is_empty() {
        let _ = write!(page, "{lead}\n\n");
    }
    let _ = write!(page, "| {field} | {says} | {left_out} |\n|---|---|---|\n");
    for known in fields {
        let left_out = text.get(if known.is_required { "page-required" } else { "lesson-page-may" });
        let _ = writeln!(page, "| `{}` | {} | {left_out} |", known.name, meaning(known));
    }
}

fn names(title: &str, names: &[&str], page: &mut String) {
    let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    let _ = write!(page, "\n### {title}\n\n{}\n", names.join(", "));
}
