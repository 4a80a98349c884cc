//! The student's sheet, on which the curves are drawn by hand before they are seen, and its solution.

use super::parts::{changes, counts, product, settings, warnings};
use super::{Block, Section, page, plots, section};
use crate::preset::{Preset, Question, Source};
use crate::sim::Run;
use crate::text::{Text, clock};

/// The sheet to be filled in, as one HTML file.
pub fn student(run: &Run, preset: &Preset, text: &Text) -> String {
    // The sheet opens as its case.
    let preset = &Preset { source: Source::default(), ..preset.for_students() };
    let mut sections = task(run, preset, true, text);
    sections
        .push(section(text.get("sheet-expect"), vec![Block::Words(text.get("sheet-expect-task")), Block::Lines(4)]));
    if preset.questions.is_empty() {
        // What is to be looked for often says what comes: it stands on the solution.
        sections.push(section(text.get("sheet-look-after"), vec![Block::Lines(6)]));
    } else {
        let asked = preset.questions.iter().enumerate();
        let blocks = asked.flat_map(|(index, question)| self::asked(index, question, Block::Lines(3))).collect();
        sections.push(section(text.get("workshop-questions"), blocks));
    }
    page("sheet-student", preset, sections, true, text)
}

/// A question with its number, what can be chosen from, and what comes below.
fn asked(index: usize, question: &Question, below: Block) -> impl Iterator<Item = Block> {
    let choices: Vec<_> = question.choices().into_iter().map(|choice| choice.say).collect();
    let choices = (!choices.is_empty()).then_some(Block::Choices(choices));
    let words = Block::Words(format!("{}. {}", index + 1, question.ask));
    [Some(words), choices, Some(below)].into_iter().flatten()
}

/// The same with curves and answers.
pub fn solution(run: &Run, preset: &Preset, text: &Text) -> String {
    let mut sections = task(run, preset, false, text);
    sections.push(section(text.get("sheet-warnings"), warnings(run, None, text)));
    sections.push(section(text.get("sheet-outcome"), vec![counts(run, text), product(run, text)]));
    if !preset.questions.is_empty() {
        let asked = preset.questions.iter().enumerate();
        let answered =
            asked.flat_map(|(index, question)| self::asked(index, question, Block::Words(question.answer.clone())));
        sections.push(section(text.get("workshop-questions"), answered.collect()));
    }
    if !preset.look_for.is_empty() {
        sections.push(section(text.get("story-look-for"), vec![Block::Words(preset.look_for.clone())]));
    }
    page("sheet-solution", preset, sections, false, text)
}

/// What is given: story, settings, and axes.
fn task(run: &Run, preset: &Preset, is_empty: bool, text: &Text) -> Vec<Section> {
    let mut story = vec![Block::Words(preset.story.clone())];
    let patient = &run.protocol.settings.patient;
    story.extend(
        preset.aim.as_ref().map(|aim| Block::Words(text.with("sheet-aim", &[("aim", text.aim(aim, patient))]))),
    );
    let mut set = vec![settings(preset, text)];
    set.extend(changes(preset, text));
    let time = clock(run.machine_end_min);
    let mut curves = Vec::new();
    if is_empty {
        curves.push(Block::Words(text.with("sheet-draw-task", &[("time", time)])));
    }
    curves.push(plots(run, preset.aim, is_empty, text));
    vec![
        section(text.get("sheet-case"), story),
        section(text.get("sheet-settings"), set),
        section(text.get("sheet-curves"), curves),
    ]
}
