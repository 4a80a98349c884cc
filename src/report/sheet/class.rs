//! A class on one page: what it drew, missed and learned.

use super::{Block, Item, Section, section, unbound};
use crate::lesson::{BestOf, Class, Key, Lesson, Measure, Question, StepKind, Truth};
use crate::picture::plot::Head;
use crate::picture::plot::{class_plot, compose};
use crate::picture::point;
use crate::report::{print, svg};
use crate::text::{Text, phrase, sentence, shortest};

/// What a page holds of each kind; the rest is counted.
const MOST_PLOTS: usize = 2;
const MOST_QUESTIONS: usize = 2;
const MOST_NAMES: usize = 10;
const MOST_LEFT_OUT: usize = 2;

/// The page as one HTML file.
pub fn class(class: &Class, lesson: &Lesson, key: &Key, text: &Text) -> String {
    let mut sentences = short(class, lesson, text).into_iter();
    let first = sentences.next().unwrap_or_default();
    let mut sections = vec![section(text.get("class-short"), vec![Block::List(items(sentences.collect()))])];
    sections.extend(curves(class, lesson, key, text));
    sections.extend(twice(class, lesson, text));
    let missed: Vec<_> = class.most_missed().into_iter().take(MOST_QUESTIONS).collect();
    // What is told already is not told twice.
    let certain = class.certain_and_wrong().into_iter().filter(|question| !missed.contains(question));
    let told = |question| told(question, lesson, text);
    let certain: Vec<_> = certain.take(MOST_QUESTIONS).map(told).collect();
    let missed: Vec<_> = missed.into_iter().map(told).collect();
    let missed = if missed.is_empty() { Block::Words(text.get("class-none-missed")) } else { Block::List(missed) };
    sections.push(section(text.get("class-missed"), vec![missed]));
    if !certain.is_empty() {
        sections.push(section(text.get("class-certain"), vec![Block::List(certain)]));
    }
    let challenges = challenges(class, lesson, text);
    if !challenges.is_empty() {
        sections.push(section(text.get("class-challenges"), vec![Block::List(items(challenges))]));
    }
    let needy: Vec<_> = class.who_needs_help().into_iter().map(|student| text.student(student)).collect();
    if !needy.is_empty() {
        sections.push(section(text.get("class-help"), vec![Block::Words(cut(needy, MOST_NAMES, ", ", text))]));
    }
    if !class.left_out.is_empty() {
        let lines: Vec<_> = class.left_out.iter().map(|(label, why)| text.left_out(label, why)).collect();
        let more = lines.len().saturating_sub(MOST_LEFT_OUT);
        let mut blocks: Vec<_> = lines.into_iter().take(MOST_LEFT_OUT).map(Block::Quiet).collect();
        if more > 0 {
            blocks.push(Block::Quiet(text.with("class-and-more", &[("count", more.to_string())])));
        }
        sections.push(section(text.get("class-left-out"), blocks));
    }
    unbound("class-kind", "class-made-by", [lesson.title.clone(), first], sections, text)
}

/// How many took part, and what they learned, a sentence each.
pub fn short(class: &Class, lesson: &Lesson, text: &Text) -> Vec<String> {
    let students = class.students.len();
    let is = if students == 1 { "one" } else { "many" };
    let words = [("students", students.to_string()), ("is", is.to_owned()), ("title", lesson.title.clone())];
    let mut sentences = vec![text.with("class-students", &words)];
    if let Some(gain) = &class.gain {
        sentences.extend(text.gain(gain));
        if gain.students < students {
            sentences.push(text.with("class-some-halves", &[("count", (students - gain.students).to_string())]));
        }
    }
    sentences.extend(text.calibration(&class.calibration()));
    sentences
}

/// How many met each challenge, and how well.
pub fn challenges(class: &Class, lesson: &Lesson, text: &Text) -> Vec<String> {
    let steps = lesson.steps.iter().enumerate();
    let told = steps.filter_map(|(place, step)| {
        let StepKind::Try(challenge) = &step.kind else { return None };
        let tried: Vec<_> = class.tries(place).map(|(_, tried)| tried).collect();
        let mut measured: Vec<_> = tried.iter().filter_map(|tried| tried.measured).collect();
        measured.sort_by(f64::total_cmp);
        if challenge.best.as_ref().is_some_and(|best| best.measure == Measure::Largest) {
            measured.reverse();
        }
        let mut words = vec![
            ("question", sentence(&text.question_named(lesson, place))),
            ("reached", tried.iter().filter(|tried| tried.is_reached).count().to_string()),
            ("count", tried.len().to_string()),
        ];
        let Some(best) = measured.first() else { return Some(text.with("class-reached", &words)) };
        let unit = challenge.best.as_ref().map_or_else(String::new, |best| match &best.of {
            BestOf::Setting(setting) => text.unit(setting.row().unit),
            BestOf::Result(result) => text.result_named(result).1,
        });
        let number = |value: f64| format!("{} {unit}", shortest(value, 2)).trim_end().to_owned();
        words.extend([("best", number(*best)), ("median", number(measured[(measured.len() - 1) / 2]))]);
        Some(text.with("class-reached-best", &words))
    });
    told.collect()
}

fn items(words: Vec<String>) -> Vec<Item> {
    words.into_iter().map(|words| Item { words, below: Vec::new() }).collect()
}

/// The first of many, and how many more there are.
fn cut(words: Vec<String>, most: usize, between: &str, text: &Text) -> String {
    let more = words.len().saturating_sub(most);
    let more = (more > 0).then(|| text.with("class-and-more", &[("count", more.to_string())]));
    words.into_iter().take(most).chain(more).collect::<Vec<_>>().join(between)
}

fn curves(class: &Class, lesson: &Lesson, key: &Key, text: &Text) -> Option<Section> {
    let asked: Vec<_> = lesson
        .steps
        .iter()
        .enumerate()
        .filter_map(|(place, step)| {
            let (StepKind::Draw { quantity, .. }, Some(Truth::Curve(truth))) = (&step.kind, &key.truths[place]) else {
                return None;
            };
            let drawn: Vec<_> = class.curves(place).map(|(_, points, _)| points).collect();
            (!drawn.is_empty()).then_some((step.case, *quantity, truth, drawn))
        })
        .take(MOST_PLOTS)
        .collect();
    // One alone has the whole width.
    let size = if asked.len() == 1 { point(820.0, 190.0) } else { point(400.0, 190.0) };
    let plots = asked.iter().map(|(case, quantity, truth, drawn)| {
        let plot = class_plot(&key.grounds[*case].run, *quantity, truth, drawn, text);
        let sheet = svg::Sheet {
            size,
            pixels: (size.x, size.y),
            ground: None,
            title: &plot.name,
            description: &plot.sentence,
            carries: None,
            scale: 1.0,
        };
        svg::write(&compose(std::slice::from_ref(&plot), &Head::default(), size, text), &sheet, &print::ink)
    });
    let plots: Vec<_> = plots.collect();
    let is_any = !plots.is_empty();
    let blocks = vec![Block::Plots(plots), Block::Quiet(text.get("class-curves-are"))];
    is_any.then(|| section(text.get("class-curves"), blocks))
}

/// The questions that are asked twice: what was right before and after.
fn twice(class: &Class, lesson: &Lesson, text: &Text) -> Option<Section> {
    let percent = |question: &Question| {
        let answered = question.answered();
        if answered == 0 {
            "–".to_owned()
        } else {
            format!("{:.0} %", 100.0 * question.right as f64 / answered as f64)
        }
    };
    let of = |place: usize| class.questions.iter().find(|question| question.place == place);
    let rows = class.questions.iter().filter_map(|question| {
        let again = of(question.again?)?;
        Some(vec![text.question_named(lesson, question.place), percent(question), percent(again)])
    });
    let head = ["class-column-question", "class-column-before", "class-column-after"].map(|id| text.get(id)).to_vec();
    let rows: Vec<_> = std::iter::once(head).chain(rows).collect();
    (rows.len() > 1).then(|| section(text.get("class-twice"), vec![Block::Table(rows)]))
}

/// A question, how its answers came out, and what was most often chosen instead.
fn told(question: &Question, lesson: &Lesson, text: &Text) -> Item {
    let mut below = vec![text.question_counts(question)];
    below.extend(chosen_instead(question, lesson, text));
    Item { words: text.question_named(lesson, question.place), below: vec![below.join(" · ")] }
}

fn chosen_instead(question: &Question, lesson: &Lesson, text: &Text) -> Option<String> {
    let (StepKind::Choose { options, right, .. } | StepKind::Vote { options, right, .. }) =
        &lesson.steps[question.place].kind
    else {
        return None;
    };
    let wrong = question.chosen.iter().enumerate().filter(|(place, count)| **count > 0 && !right.contains(place));
    let (place, count) = wrong.max_by_key(|(_, count)| **count)?;
    let words = [("option", phrase(&options.get(place)?.say).to_owned()), ("count", count.to_string())];
    Some(text.with("class-most-chosen", &words))
}
