//! The published studies with ours beside them: as a page of plain text, as JSON and as a table in Markdown.

use serde_json::{Value, json};

use super::json::finite;
use crate::study::validation::{Answer, Distance, Published, Verdict};
use crate::text::{Text, fixed};

/// How many rows came out how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Rows with a number.
    pub quantitative: usize,
    pub quantitative_inside: usize,
    pub directions: usize,
    pub directions_inside: usize,
    pub not_run: usize,
    /// Pinned rows that fell out or did not run.
    pub pinned_out: usize,
}

impl Count {
    pub fn of(answers: &[Answer<'_>]) -> Self {
        let mut count = Self::default();
        for answer in answers {
            let inside = usize::from(matches!(answer.verdict, Verdict::Inside));
            if answer.row.published.is_direction() {
                count.directions += 1;
                count.directions_inside += inside;
            } else {
                count.quantitative += 1;
                count.quantitative_inside += inside;
            }
            count.not_run += usize::from(matches!(answer.verdict, Verdict::NotRun(_)));
            count.pinned_out += usize::from(answer.row.pinned && inside == 0);
        }
        count
    }
}

/// A page to read, ending in a line break.
pub fn text(answers: &[Answer<'_>], text: &Text) -> String {
    let mut lines = Vec::new();
    let mut last_study = "";
    for answer in answers {
        if answer.study.id != last_study {
            last_study = &answer.study.id;
            lines.push(format!("{}  {}", answer.study.id, answer.study.study));
        }
        let [id, quantity, ours, published, distance, verdict] = cells(answer, text);
        let line = format!("  {id:<12}{quantity:<44}{ours:>14}{published:>26}{distance:>12}  {verdict}");
        lines.push(line.trim_end().to_owned());
    }
    lines.push(String::new());
    lines.push(summary(answers, text));
    lines.join("\n") + "\n"
}

/// One sentence: how many rows are inside.
pub fn summary(answers: &[Answer<'_>], text: &Text) -> String {
    let count = Count::of(answers);
    let arguments = [
        ("inside", count.quantitative_inside.to_string()),
        ("all", count.quantitative.to_string()),
        ("right", count.directions_inside.to_string()),
        ("directions", count.directions.to_string()),
        ("not_run", count.not_run.to_string()),
        ("pinned_out", count.pinned_out.to_string()),
    ];
    text.with("validation-summary", &arguments)
}

/// A row of the tables.
fn cells(answer: &Answer<'_>, text: &Text) -> [String; 6] {
    let (published, verdict) = (published(answer, text), verdict(answer, text));
    [answer.row.id.clone(), quantity(answer), ours(answer), published, distance(answer), verdict]
}

/// The table of the model page.
pub fn markdown(answers: &[Answer<'_>], text: &Text) -> String {
    let mut lines = vec![
        "| row | quantity | ours | published | distance | verdict |".to_owned(),
        "|---|---|--:|--:|--:|---|".to_owned(),
    ];
    for answer in answers {
        let [id, quantity, ours, published, distance, verdict] = cells(answer, text);
        lines.push(format!("| {id} | `{quantity}` | {ours} | {published} | {distance} | {verdict} |"));
    }
    lines.join("\n") + "\n"
}

/// Every row as a JSON object, and the count.
pub fn json(answers: &[Answer<'_>], text: &Text) -> Value {
    let count = Count::of(answers);
    let row = |answer: &Answer<'_>| {
        let (low, high) = answer.row.published.band(&answer.row.unit);
        let (distance, measure) = match answer.distance {
            Distance::StandardDeviations(distance) => (finite(distance), Some("sd")),
            Distance::HalfRanges(distance) => (finite(distance), Some("half_range")),
            Distance::Percent(distance) => (finite(distance), Some("percent")),
            Distance::None => (Value::Null, None),
        };
        json!({
            "id": answer.row.id,
            "study": answer.study.study,
            "reference": answer.study.reference,
            "quantity": answer.row.quantity,
            "at_min": answer.row.at_min,
            "unit": answer.row.unit,
            "ours": answer.ours.map(finite),
            "published": published(answer, text),
            "low": finite(low),
            "high": finite(high),
            "distance": distance,
            "distance_in": measure,
            "verdict": verdict_key(&answer.verdict),
            "why_not_run": match &answer.verdict {
                Verdict::NotRun(why) => Value::from(text.not_run(why)),
                _ => Value::Null,
            },
            "pinned": answer.row.pinned,
        })
    };
    let rows: Vec<_> = answers.iter().map(row).collect();
    json!({
        "rows": rows,
        "quantitative": count.quantitative,
        "quantitative_inside": count.quantitative_inside,
        "directions": count.directions,
        "directions_right": count.directions_inside,
        "not_run": count.not_run,
        "pinned_out": count.pinned_out,
    })
}

const fn verdict_key(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Inside => "inside",
        Verdict::Outside => "outside",
        Verdict::NotRun(_) => "not run",
    }
}

/// Inside or outside, or why the row could not run.
pub fn verdict(answer: &Answer<'_>, text: &Text) -> String {
    match (&answer.verdict, answer.row.pinned) {
        (Verdict::Inside, _) => text.get("validation-inside"),
        (Verdict::Outside, false) => text.get("validation-outside"),
        (Verdict::Outside, true) => text.get("validation-outside-pinned"),
        (Verdict::NotRun(why), _) => text.with("validation-not-run", &[("why", text.not_run(why))]),
    }
}

/// Our value with its unit; a dash where there is none.
pub fn ours(answer: &Answer<'_>) -> String {
    answer.ours.map_or_else(|| "–".to_owned(), |ours| format!("{} {}", number(ours), answer.row.unit))
}

/// The result's dotted name, and when it is read where that is not at the end.
pub fn quantity(answer: &Answer<'_>) -> String {
    match answer.row.at_min {
        Some(at_min) => format!("{} @ {at_min} min", answer.row.quantity),
        None => answer.row.quantity.clone(),
    }
}

/// The published value with its spread or range, or the direction.
pub fn published(answer: &Answer<'_>, text: &Text) -> String {
    match answer.row.published {
        Published::Spread { mean, sd } => format!("{} ± {}", number(mean), number(sd)),
        Published::Range { low, high } => format!("{} … {}", number(low), number(high)),
        Published::Median { median, low, high } => format!("{} ({} … {})", number(median), number(low), number(high)),
        Published::Lone(mean) => {
            let (low, high) = answer.row.published.band(&answer.row.unit);
            format!("{} [{} … {}]", number(mean), number(low), number(high))
        }
        Published::Rises => text.get("validation-rises"),
        Published::Falls => text.get("validation-falls"),
        Published::Unchanged { within } => text.with("validation-unchanged", &[("within", number(within))]),
    }
}

/// How far ours lies from the published value, and in what; empty for a direction.
pub fn distance(answer: &Answer<'_>) -> String {
    match answer.distance {
        Distance::StandardDeviations(distance) => fixed(distance, 1) + " SD",
        Distance::HalfRanges(distance) => fixed(distance, 1) + " ½R",
        Distance::Percent(distance) => fixed(distance, 0) + " %",
        Distance::None => String::new(),
    }
}

/// A number with the digits a study prints: one decimal below a hundred.
fn number(value: f64) -> String {
    fixed(value, usize::from(value.abs() < 100.0))
}
