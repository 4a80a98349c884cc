//! Reading a lesson: its steps walked one after the other, all mistakes told at once, each with its place.

use strum::VariantNames;

use super::fields::{KINDS, OF_LESSON, OF_STEP};
use super::read_step::StepFields;
use super::step::{Hidden, Pair, Step, StepKind};
use super::{Lesson, VERSION};
use crate::preset::{
    BUNDLED, Bundled, Field, MAX_BYTES, Node, Outline, Position, Preset, Problem, ProblemKind, Reader, Source,
    check_version, nearest, read_whole, without_mark,
};

/// The most minutes of a lesson.
const MOST_MINUTES: u64 = 180;

/// The most hints of a step.
const MOST_HINTS: usize = 3;

/// Whether a text is of a lesson, and not of a case: sound or not.
pub fn is_lesson(text: &str) -> bool {
    let outline = Outline::of(without_mark(text));
    let mut names = outline.root.bracket.iter().flat_map(|bracket| &bracket.items).map(|item| outline.name(item));
    text.len() <= MAX_BYTES && names.any(|name| matches!(name, "lesson" | "steps"))
}

/// Reads a lesson from its text. Whether its answers are right is proved apart.
///
/// # Errors
/// Every [`Problem`] that can be told at once, in the order of the file.
pub fn read(text: &str) -> Result<Lesson, Vec<Problem>> {
    if text.len() > MAX_BYTES {
        let kind = ProblemKind::TooLarge { max_bytes: MAX_BYTES };
        return Err(vec![Problem { kind, field: String::new(), position: None }]);
    }
    let outline = Outline::of(without_mark(text));
    let mut reader = Reader::of_other_file(&outline);
    let fields = reader.fields(&outline.root, "").unwrap_or_default();
    if let Err(newer) = check_version(&mut reader, &fields, VERSION) {
        return Err(vec![newer]);
    }
    let mut lesson = Lesson {
        title: String::new(),
        translation_of: None,
        minutes: 15,
        goals: Vec::new(),
        notes: String::new(),
        cases: Vec::new(),
        hide: Vec::new(),
        steps: Vec::new(),
        source: Source::new(text),
    };
    // The case comes first: steps change it.
    for field in fields.iter().filter(|field| field.key == "preset") {
        lesson.cases.extend(case(&mut reader, field));
    }
    for field in &fields {
        match field.key.as_str() {
            "lesson" => lesson.title = reader.text(field).unwrap_or_default(),
            "translation_of" => lesson.translation_of = reader.text(field),
            "minutes" => lesson.minutes = reader.whole_number(field, 1..=MOST_MINUTES).unwrap_or(15) as u32,
            "goals" => lesson.goals = texts(&mut reader, field),
            "notes" => lesson.notes = reader.text(field).unwrap_or_default(),
            "hide" => lesson.hide = hidden(&mut reader, field),
            "steps" => steps(&mut reader, field, &mut lesson),
            "version" | "preset" => {}
            _ => reader.unknown(field, OF_LESSON.iter().map(|known| known.name)),
        }
    }
    for required in
        OF_LESSON.iter().filter(|known| known.is_required && known.name != "version").map(|known| known.name)
    {
        if !fields.iter().any(|field| field.key == required) && !reader.is_attempted(required) {
            reader.note(outline.root.span.start, required, ProblemKind::MissingField);
        }
    }
    if reader.has_problems() { Err(reader.into_problems()) } else { Ok(lesson) }
}

/// A case by the name of a bundled one, or written out.
fn case<'a>(reader: &mut Reader<'a>, field: &Field<'a>) -> Option<Preset> {
    let node = &field.item.value;
    if node.bracket.is_none() {
        let name = reader.text(field)?;
        let found = Bundled::by_name(&name).and_then(Bundled::preset);
        if found.is_none() {
            let nearest = nearest(&name, BUNDLED.iter().map(|bundled| bundled.name));
            reader.note_value(field, ProblemKind::UnknownPreset { nearest });
        }
        return found.cloned();
    }
    let place = reader.position(node.span.start);
    match read_whole(reader.outline.word(&node.span)) {
        Ok(preset) => Some(preset),
        Err(problems) => {
            for problem in problems {
                let at = problem.position.map_or(place, |at| Position {
                    line: place.line + at.line - 1,
                    column: if at.line == 1 { place.column + at.column - 1 } else { at.column },
                });
                reader.note_at(at, &format!("{}.{}", field.path, problem.field), problem.kind);
            }
            None
        }
    }
}

pub(super) fn texts<'a>(reader: &mut Reader<'a>, field: &Field<'a>) -> Vec<String> {
    reader.list(field, Reader::text_of)
}

fn hidden<'a>(reader: &mut Reader<'a>, field: &Field<'a>) -> Vec<Hidden> {
    const ALL: [Hidden; 4] = [Hidden::Warnings, Hidden::Explanations, Hidden::Scene, Hidden::Numbers];
    reader.list(field, |reader, node, path| reader.option_of(node, path, Hidden::VARIANTS).map(|place| ALL[place]))
}

fn steps<'a>(reader: &mut Reader<'a>, field: &Field<'a>, lesson: &mut Lesson) {
    let mut places = Vec::new();
    let Lesson { cases, steps, .. } = lesson;
    steps.extend(reader.list(field, |reader, node, path| {
        let step = step(reader, node, path, places.len(), cases)?;
        places.push(node.span.start);
        Some(step)
    }));
    if steps.is_empty() && !reader.has_problems() {
        reader.note_value(field, ProblemKind::TooFewEntries { least: 1 });
    }
    for (place, step) in steps.iter().enumerate() {
        if steps[..place].iter().any(|other| other.id == step.id) {
            reader.note(places[place], &format!("{}[{place}].id", field.path), ProblemKind::RepeatedId);
        }
        let Some(pair) = &step.pair else { continue };
        let all: Vec<_> = steps.iter().enumerate().filter(|(_, other)| has_pair(other, &pair.name)).collect();
        let is_sound = matches!(all[..], [(_, a), (_, b)] if is_of(a, false) && is_of(b, true));
        // One note for a pair.
        if !is_sound && all.first().is_some_and(|(first, _)| *first == place) {
            let name = if pair.is_after { "after" } else { "before" };
            reader.note(places[place], &format!("{}[{place}].{name}", field.path), ProblemKind::Unpaired);
        }
    }
}

fn is_of_step(name: &str) -> bool {
    OF_STEP.iter().any(|known| known.name == name)
}

fn has_pair(step: &Step, name: &str) -> bool {
    step.pair.as_ref().is_some_and(|pair| pair.name == name)
}

fn is_of(step: &Step, is_after: bool) -> bool {
    step.pair.as_ref().is_some_and(|pair| pair.is_after == is_after)
}

fn step<'a>(
    reader: &mut Reader<'a>,
    node: &'a Node,
    path: &str,
    place: usize,
    cases: &mut Vec<Preset>,
) -> Option<Step> {
    let kind = KINDS[reader.tag(node, path, KINDS)?];
    let fields = reader.fields(node, path)?;
    let (of_step, own): (Vec<_>, Vec<_>) = fields.into_iter().partition(|field| is_of_step(&field.key));
    let mut step = Step {
        id: format!("s{}", place + 1),
        case: cases.len().saturating_sub(1),
        pair: None,
        hints: Vec::new(),
        show: Vec::new(),
        asks_sure: true,
        position: reader.position(node.span.start),
        kind: StepKind::Say { question: String::new(), compare_with: String::new() },
    };
    for field in &of_step {
        match field.key.as_str() {
            "id" => step.id = reader.text(field).unwrap_or_default(),
            "before" | "after" => {
                let is_after = field.key == "after";
                step.pair = reader.text(field).map(|name| Pair { name, is_after });
            }
            "hints" => {
                step.hints = texts(reader, field);
                if step.hints.len() > MOST_HINTS {
                    reader.note_value(field, ProblemKind::TooManyEntries { most: MOST_HINTS });
                }
            }
            "show" => step.show = hidden(reader, field),
            "sure" => step.asks_sure = reader.switch(field).unwrap_or(true),
            "preset" => {
                if let Some(next) = case(reader, field) {
                    cases.push(next);
                    step.case = cases.len() - 1;
                }
            }
            _ => {}
        }
    }
    // Onto the case that the step names.
    for field in of_step.iter().filter(|field| field.key == "set") {
        let assignments = texts(reader, field);
        if let Some(mut changed) = cases.get(step.case).cloned() {
            for assignment in &assignments {
                if let Err(problem) = crate::preset::assign_in_run(&mut changed.protocol, assignment) {
                    reader.note_value(field, problem.kind);
                }
            }
            cases.push(changed);
            step.case = cases.len() - 1;
        }
    }
    step.kind = StepFields { reader, node, path, own }.kind(kind)?;
    Some(step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lesson_is_read_whole() {
        let lesson = read(include_str!("../../assets/lessons/who_pays.ron")).expect("sound");
        assert_eq!(lesson.title, "Who pays for the white cells?");
        let kinds: Vec<_> = lesson.steps.iter().map(|step| step.kind.key()).collect();
        assert!(kinds.contains(&"Draw") && kinds.contains(&"Try"), "{kinds:?}");
    }
}
