//! A class as a table: one row for each student, with the verdict of each marked step.

use std::io::Write;

use super::csv::Decimal;
use crate::lesson::{Answered, Class, Lesson, Verdict};
use crate::text::Text;

/// Writes a class as CSV.
///
/// # Errors
/// When `to` cannot be written.
pub fn table(class: &Class, lesson: &Lesson, decimal: Decimal, text: &Text, to: impl Write) -> csv::Result<()> {
    let mut table = decimal.table(to);
    let marked: Vec<_> =
        (0..lesson.steps.len()).filter(|place| lesson.steps[*place].kind.answered() == Answered::Marked).collect();
    let mut head: Vec<String> = ["student", "seat", "from", "before", "after"].map(str::to_owned).to_vec();
    for place in &marked {
        let id = cell(&lesson.steps[*place].id);
        head.extend([id.clone(), format!("{id}.sure"), format!("{id}.hints"), format!("{id}.seconds")]);
    }
    table.write_record(&head)?;
    for student in &class.students {
        let mut row = vec![
            cell(&text.student(student)),
            student.seat.map_or_else(String::new, |seat| seat.to_string()),
            cell(&student.label),
            student.before.to_string(),
            student.after.to_string(),
        ];
        for place in &marked {
            match &student.results[*place] {
                None => row.extend([const { String::new() }; 4]),
                Some(result) => row.extend([
                    verdict(result.verdict).to_owned(),
                    result.sure.map_or("", |sure| sure.key()).to_owned(),
                    result.hints.to_string(),
                    result.seconds.to_string(),
                ]),
            }
        }
        table.write_record(&row)?;
    }
    Ok(table.flush()?)
}

const fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Right => "right",
        Verdict::Partly => "partly",
        Verdict::Wrong => "wrong",
        Verdict::Unmarked => "",
    }
}

/// Words that no spreadsheet takes for a formula.
fn cell(words: &str) -> String {
    if words.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{words}") } else { words.to_owned() }
}
