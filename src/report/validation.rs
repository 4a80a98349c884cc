//! The published studies with ours beside them: as a page of plain text, as JSON and as tables in Markdown.

use serde_json::{Value, json};

use super::json::finite;
use crate::study::validation::{
    Answer, Distance, Processed, Published, Row, RowKind, Scatter, Score, Study, Table, Verdict, median,
};
use crate::text::{Text, fixed};

/// How many rows came out how. A row that did not run counts nowhere else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Rows with a number of one run.
    pub quantitative: usize,
    pub quantitative_inside: usize,
    /// Numbers outside that the band of an unprinted input reaches.
    pub quantitative_reached: usize,
    pub directions: usize,
    pub directions_inside: usize,
    pub slopes: usize,
    pub slopes_inside: usize,
    pub not_run: usize,
    /// Pinned rows that fell out or did not run.
    pub pinned_out: usize,
}

impl Count {
    pub fn of(answers: &[Answer<'_>]) -> Self {
        let mut count = Self::default();
        for answer in answers {
            let is_inside = matches!(answer.verdict, Verdict::Inside);
            count.pinned_out += usize::from(answer.row.pinned && !is_inside);
            if matches!(answer.verdict, Verdict::NotRun(_)) {
                count.not_run += 1;
                continue;
            }
            let (all, inside) = match answer.row.kind() {
                RowKind::Number => (&mut count.quantitative, &mut count.quantitative_inside),
                RowKind::Slope => (&mut count.slopes, &mut count.slopes_inside),
                RowKind::Direction => (&mut count.directions, &mut count.directions_inside),
            };
            *all += 1;
            *inside += usize::from(is_inside);
            let is_reached = matches!(answer.verdict, Verdict::Reached) && answer.row.kind() == RowKind::Number;
            count.quantitative_reached += usize::from(is_reached);
        }
        count
    }
}

/// How far ours lies from the studies, and they from each other.
struct Noise {
    ours_percent: f64,
    /// The numbers whose distance is a percentage.
    numbers: usize,
    /// Median distance of a study from the others, and how many groups of studies could be compared.
    studies: Option<(f64, usize)>,
    /// Of so many numbers that could be compared, in so many ours is no farther than another study.
    compared: usize,
    near: usize,
}

impl Noise {
    fn of(table: &Table, answers: &[Answer<'_>]) -> Option<Self> {
        let numbers: Vec<_> = answers.iter().filter(|answer| answer.row.kind() == RowKind::Number).collect();
        let off: Vec<f64> = numbers.iter().filter_map(|answer| answer.percent_off()).map(f64::abs).collect();
        let near: Vec<bool> = numbers.iter().filter_map(|answer| answer.is_as_near_as_another_study()).collect();
        let scatter = Scatter::of([table].into_iter().chain(Table::bundled()));
        Some(Self {
            numbers: off.len(),
            ours_percent: median(off)?,
            studies: scatter.pooled_percent().map(|percent| (percent, scatter.compared().count())),
            compared: near.len(),
            near: near.into_iter().filter(|near| *near).count(),
        })
    }
}

/// The two parts of every page: numbers of one run; directions and slopes.
pub fn parts<'a, 'b>(answers: &'b [Answer<'a>]) -> [(&'static str, Vec<&'b Answer<'a>>); 2] {
    let is_number = |answer: &&Answer<'_>| answer.row.kind() == RowKind::Number;
    let (numbers, others) = answers.iter().partition(is_number);
    [("validation-numbers", numbers), ("validation-directions", others)]
}

/// A page to read, ending in a line break.
pub fn text(table: &Table, answers: &[Answer<'_>], text: &Text) -> String {
    let widest = |of: fn(&Answer<'_>) -> String| answers.iter().map(|answer| of(answer).chars().count()).max();
    let [ids, quantities, ours_width] =
        [widest(|answer| answer.row.id.clone()), widest(quantity), widest(ours)].map(Option::unwrap_or_default);
    let (ids, quantities) = (ids + 2, quantities + 2);
    let mut lines = Vec::new();
    for (heading, answers) in parts(answers) {
        if answers.is_empty() {
            continue;
        }
        lines.extend([text.get(heading), String::new()]);
        let mut last_study = "";
        for answer in answers {
            if answer.study.id != last_study {
                last_study = &answer.study.id;
                lines.extend(study_lines(answer.study, table, text));
            }
            lines.push(
                format!(
                    "  {:<ids$}{:<quantities$}{:>ours_width$}{:>26}{:>10}  {:<16}{}",
                    answer.row.id,
                    quantity(answer),
                    ours(answer),
                    published(answer, text),
                    distance(answer),
                    noise(answer, text),
                    verdict(answer, text)
                )
                .trim_end()
                .to_owned(),
            );
            lines.push(format!("  {:ids$}{}", "", text.row_basis(answer.study, answer.row)));
        }
        lines.push(String::new());
    }
    lines.extend(summary(table, answers, text));
    lines.join("\n") + "\n"
}

/// A study with its source and the case it is run on.
fn study_lines(study: &Study, table: &Table, text: &Text) -> Vec<String> {
    let mut lines = vec![format!("{}  {}", study.id, study.study), format!("    {}", study.reference)];
    lines.push(format!("    {}", text.with("study-preset", &[("preset", study.preset.clone())])));
    lines.extend(text.study_assumptions(study, table).into_iter().map(|sentence| format!("    {sentence}")));
    lines
}

/// The verdict on all rows, a sentence a line: how many are inside, how far ours lies and how far the studies lie from each other, which
/// directions are wrong, how many values were chosen, and how the program did on rows it had never seen.
pub fn summary(table: &Table, answers: &[Answer<'_>], text: &Text) -> Vec<String> {
    let mut lines = vec![count_sentence(answers, text)];
    lines.extend(Noise::of(table, answers).map(|noise| noise_sentence(&noise, text)));
    if answers.iter().any(|answer| answer.row.kind() != RowKind::Number) {
        let wrong = answers.iter().filter(|answer| answer.goes_wrong_way()).map(|answer| {
            let arguments = [("id", answer.row.id.clone()), ("what", text.result(answer.row))];
            text.with("validation-wrong-row", &arguments)
        });
        let wrong: Vec<_> = wrong.collect();
        lines.push(if wrong.is_empty() {
            text.get("validation-summary-all-right")
        } else {
            text.with("validation-summary-wrong", &[("rows", wrong.join("; "))])
        });
    }
    let constants = table.free_constants.map_or_else(|| text.get("validation-unstated"), |count| count.to_string());
    let arguments = [
        ("constants", constants),
        ("single", table.values_of_single_studies().to_string()),
        ("shared", table.shared_values().to_string()),
    ];
    lines.push(text.with("validation-summary-chosen", &arguments));
    let scores =
        [("validation-summary-fitted", table.fitted), ("validation-summary-cross-validated", table.cross_validated)];
    lines.extend(scores.into_iter().filter_map(|(id, score)| Some(score_sentence(id, &score?, text))));
    lines.extend(blind_sentences(table, text));
    lines
}

fn count_sentence(answers: &[Answer<'_>], text: &Text) -> String {
    let count = Count::of(answers);
    let arguments = [
        ("inside", count.quantitative_inside.to_string()),
        ("all", count.quantitative.to_string()),
        ("reached", count.quantitative_reached.to_string()),
        ("right", count.directions_inside.to_string()),
        ("directions", count.directions.to_string()),
        ("slopes_inside", count.slopes_inside.to_string()),
        ("slopes", count.slopes.to_string()),
        ("not_run", count.not_run.to_string()),
        ("pinned_out", count.pinned_out.to_string()),
    ];
    text.with("validation-summary", &arguments)
}

fn noise_sentence(noise: &Noise, text: &Text) -> String {
    let mut arguments = vec![("ours", fixed(noise.ours_percent, 0)), ("numbers", noise.numbers.to_string())];
    let Some((percent, groups)) = noise.studies else { return text.with("validation-summary-no-noise", &arguments) };
    arguments.extend([
        ("studies", fixed(percent, 0)),
        ("groups", groups.to_string()),
        ("near", noise.near.to_string()),
        ("compared", noise.compared.to_string()),
    ]);
    text.with("validation-summary-noise", &arguments)
}

fn score_sentence(id: &str, score: &Score, text: &Text) -> String {
    let arguments = [
        ("inside", score.inside.to_string()),
        ("of", score.of.to_string()),
        ("median", score.median_percent.to_string()),
    ];
    text.with(id, &arguments)
}

fn blind_sentences(table: &Table, text: &Text) -> Vec<String> {
    let mut sentences: Vec<_> = table
        .blind
        .iter()
        .map(|score| {
            let date = match score.date.as_str() {
                "" => String::new(),
                date => text.with("validation-blind-date", &[("date", date.to_owned())]),
            };
            let directions = score.directions.map_or_else(String::new, |score| {
                let arguments = [("right", score.right.to_string()), ("of", score.of.to_string())];
                text.with("validation-blind-directions", &arguments)
            });
            let arguments = [
                ("version", score.version.clone()),
                ("inside", score.inside.to_string()),
                ("rows", score.rows.to_string()),
                ("median", score.median_percent.to_string()),
                ("date", date),
                ("directions", directions),
            ];
            text.with("validation-summary-blind", &arguments)
        })
        .collect();
    // A table that keeps no such record, as a reader's own, says nothing of it.
    let is_tried = table.blind.iter().any(|score| score.version == env!("CARGO_PKG_VERSION"));
    if !table.blind.is_empty() && !is_tried {
        sentences.push(text.get("validation-summary-not-blind"));
    }
    sentences
}

/// The part of the model page about the studies: the verdict on all of them, the scatter between studies, and a table for numbers and
/// one for directions and slopes.
pub fn markdown(table: &Table, answers: &[Answer<'_>], text: &Text) -> String {
    let mut lines: Vec<_> = summary(table, answers, text).into_iter().map(|sentence| format!("- {sentence}")).collect();
    lines.extend([String::new(), format!("**{}**", text.get("validation-head-noise")), String::new()]);
    lines.extend(["| quantity | set-up | studies | median distance |".to_owned(), "|---|---|--:|--:|".to_owned()]);
    for (group, percent) in Scatter::of([table]).compared() {
        let (quantity, setup, studies) = (&group.quantity, &group.setup, group.studies.len());
        lines.push(format!("| `{quantity}` | {setup} | {studies} | {} % |", fixed(percent, 0)));
    }
    for (heading, answers) in parts(answers) {
        lines.extend([String::new(), format!("**{}**", text.get(heading)), String::new()]);
        lines.push("| row | quantity | ours | published | distance | between studies | verdict |".to_owned());
        lines.push("|---|---|--:|--:|--:|--:|---|".to_owned());
        for answer in answers {
            let cells = [
                answer.row.id.clone(),
                format!("`{}`", quantity(answer)),
                ours(answer),
                published(answer, text),
                distance(answer),
                noise_percent(answer).unwrap_or_default(),
                verdict(answer, text),
            ];
            lines.push(format!("| {} |", cells.join(" | ")));
        }
    }
    lines.extend([String::new(), text.get("validation-pooled-note")]);
    lines.join("\n") + "\n"
}

/// Every row as a JSON object, and the verdict on all of them.
pub fn json(table: &Table, answers: &[Answer<'_>], text: &Text) -> Value {
    let count = Count::of(answers);
    let rows: Vec<_> = answers.iter().map(|answer| row_json(table, answer, text)).collect();
    let wrong: Vec<_> = answers.iter().filter(|answer| answer.goes_wrong_way()).map(|answer| &answer.row.id).collect();
    let noise = Noise::of(table, answers);
    let number = |of: fn(&Noise) -> Option<f64>| noise.as_ref().and_then(of).map(finite);
    let blind: Vec<_> = table
        .blind
        .iter()
        .map(|score| {
            json!({
                "version": score.version, "date": score.date, "rows": score.rows, "inside": score.inside,
                "median_percent": finite(score.median_percent),
                "directions": score.directions.map(|score| json!({ "right": score.right, "of": score.of })),
            })
        })
        .collect();
    json!({
        "rows": rows,
        "quantitative": count.quantitative,
        "quantitative_inside": count.quantitative_inside,
        "quantitative_reached": count.quantitative_reached,
        "directions": count.directions,
        "directions_right": count.directions_inside,
        "slopes": count.slopes,
        "slopes_inside": count.slopes_inside,
        "wrong_way": wrong,
        "not_run": count.not_run,
        "pinned_out": count.pinned_out,
        "median_percent": number(|noise| Some(noise.ours_percent)),
        "between_studies_percent": number(|noise| noise.studies.map(|(percent, _)| percent)),
        "as_near_as_another_study": noise.as_ref().map(|noise| json!({ "rows": noise.near, "of": noise.compared })),
        "chosen": {
            "constants": table.free_constants,
            "for_single_studies": table.values_of_single_studies(),
            "shared": table.shared_values(),
        },
        "fitted": table.fitted.as_ref().map(score_json),
        "cross_validated": table.cross_validated.as_ref().map(score_json),
        "blind": blind,
    })
}

fn score_json(score: &Score) -> Value {
    json!({ "inside": score.inside, "of": score.of, "median_percent": finite(score.median_percent) })
}

fn row_json(table: &Table, answer: &Answer<'_>, text: &Text) -> Value {
    let Answer { study, row, .. } = answer;
    let (low, high) = row.band();
    let (distance, measure) = match answer.distance {
        Distance::StandardDeviations(distance) => (finite(distance), Some("sd")),
        Distance::HalfRanges(distance) => (finite(distance), Some("half_range")),
        Distance::Percent(distance) => (finite(distance), Some("percent")),
        Distance::None => (Value::Null, None),
    };
    json!({
        "id": row.id,
        "kind": match row.kind() {
            RowKind::Number => "number",
            RowKind::Slope => "slope",
            RowKind::Direction => "direction",
        },
        "study_id": study.id,
        "study": study.study,
        "reference": study.reference,
        "case": case_json(study, table),
        "quantity": row.quantity,
        "at_min": row.at_min,
        "against": row.against,
        "ratio": row.ratio,
        "scale": finite(row.scale),
        "unit": row.unit,
        "basis": row.basis,
        "mechanism": row.mechanism,
        "note": row.note,
        "ours": answer.ours.map(finite),
        "ours_lowest": answer.reach.map(|(lowest, _)| finite(lowest)),
        "ours_highest": answer.reach.map(|(_, highest)| finite(highest)),
        "published": published(answer, text),
        "low": finite(low),
        "high": finite(high),
        "distance": distance,
        "distance_in": measure,
        "distance_percent": answer.percent_off().map(finite),
        "between_studies_percent": answer.noise.map(|noise| finite(noise.percent)),
        "between_studies_pooled": answer.noise.map(|noise| noise.is_pooled),
        "verdict": verdict_key(&answer.verdict),
        "why_not_run": match &answer.verdict {
            Verdict::NotRun(why) => Value::from(text.not_run(why)),
            _ => Value::Null,
        },
        "pinned": row.pinned,
    })
}

/// What is known of a study's case: given by it, assumed for it, known within a band, and inherited from assumptions and preset.
fn case_json(study: &Study, table: &Table) -> Value {
    let inherited = study.uses.iter().filter_map(|name| table.assumption(name)).map(|assumption| {
        json!({ "name": assumption.name, "title": assumption.title(), "set": assumption.set, "why": assumption.why })
    });
    let bands = study.bands.iter().map(|band| json!({ "set": band.set, "low": band.low, "high": band.high }));
    let processed = study.processed.map(|processed| match processed {
        Processed::BloodVolumes(volumes) => json!({ "blood_volumes": finite(volumes) }),
        Processed::Liters(liters) => json!({ "liters": finite(liters) }),
    });
    json!({
        "preset": study.preset,
        "given": study.given,
        "processed": processed,
        "assumed": study.assumed,
        "bands": bands.collect::<Vec<_>>(),
        "inherited": inherited.collect::<Vec<_>>(),
        "note": study.note,
    })
}

const fn verdict_key(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Inside => "inside",
        Verdict::Reached => "reached",
        Verdict::Outside => "outside",
        Verdict::NotRun(_) => "not run",
    }
}

/// Inside, reached by a band or outside, or why the row could not run.
pub fn verdict(answer: &Answer<'_>, text: &Text) -> String {
    match (&answer.verdict, answer.row.pinned) {
        (Verdict::Inside, _) => text.get("validation-inside"),
        (Verdict::Reached, false) => text.get("validation-reached"),
        (Verdict::Reached, true) => text.get("validation-reached-pinned"),
        (Verdict::Outside, false) => text.get("validation-outside"),
        (Verdict::Outside, true) => text.get("validation-outside-pinned"),
        (Verdict::NotRun(why), _) => text.with("validation-not-run", &[("why", text.not_run(why))]),
    }
}

/// Our value with its unit; a dash where there is none. In brackets the lowest and highest over the study's bands.
pub fn ours(answer: &Answer<'_>) -> String {
    match answer.reach {
        None => ours_in_center(answer),
        Some((lowest, highest)) => {
            let [lowest, highest] = [lowest, highest].map(|value| digits(answer.row, value));
            format!("{} ({lowest} … {highest})", ours_in_center(answer))
        }
    }
}

/// Our value with its unit, in the center of the study's bands; a dash where there is none.
pub fn ours_in_center(answer: &Answer<'_>) -> String {
    let Some(ours) = answer.ours else { return "–".to_owned() };
    format!("{} {}", digits(answer.row, ours), answer.row.unit)
}

/// How far another study of this quantity lies; in brackets where too few print it. Empty where there is nothing to compare.
pub fn noise(answer: &Answer<'_>, text: &Text) -> String {
    noise_percent(answer).map_or_else(String::new, |percent| text.with("validation-noise", &[("percent", percent)]))
}

/// The same without words, for a column of its own.
pub fn noise_percent(answer: &Answer<'_>) -> Option<String> {
    let noise = answer.noise?;
    let percent = fixed(noise.percent, 0) + " %";
    Some(if noise.is_pooled { format!("({percent})") } else { percent })
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
    let number = |value| digits(answer.row, value);
    match answer.row.published {
        Published::Spread { mean, sd } => format!("{} ± {}", number(mean), number(sd)),
        Published::Range { low, high } => format!("{} … {}", number(low), number(high)),
        Published::Median { median, low, high } => format!("{} ({} … {})", number(median), number(low), number(high)),
        Published::Lone(mean) => {
            let (low, high) = answer.row.band();
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

/// A number with the digits a study prints: one decimal below a hundred, and two for a ratio or what is small.
fn digits(row: &Row, value: f64) -> String {
    let size = row.published.center().unwrap_or(value).abs().max(value.abs());
    let decimals = match size {
        _ if row.ratio => 2,
        100.0.. => 0,
        1.0.. => 1,
        _ => 2,
    };
    fixed(value, decimals)
}
