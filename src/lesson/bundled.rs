//! The lessons that come with the program, built in so that it needs no folder beside it.

use std::sync::LazyLock;

use super::{Choice, Lesson, StepKind};
use crate::preset::{Answer, Question};

/// A lesson built into the program.
pub struct BundledLesson {
    /// The file's name without its ending.
    pub name: &'static str,
    pub text: &'static str,
}

/// All of them, read once.
static LESSONS: LazyLock<Vec<Option<Lesson>>> =
    LazyLock::new(|| BUNDLED.iter().map(|bundled| super::read(bundled.text).ok()).collect());

impl BundledLesson {
    /// The lesson with this name.
    pub fn by_name(name: &str) -> Option<&'static Self> {
        BUNDLED.iter().find(|bundled| bundled.name == name)
    }

    /// The lesson itself, as it was read once.
    pub fn lesson(&self) -> Option<&'static Lesson> {
        let place = BUNDLED.iter().position(|bundled| bundled.name == self.name)?;
        LESSONS.get(place)?.as_ref()
    }
}

/// The votes of all lessons, each with the title of the case it is about, written as questions for a hall once.
static VOTES: LazyLock<Vec<(&'static str, Question)>> = LazyLock::new(|| {
    let lessons = BUNDLED.iter().filter_map(BundledLesson::lesson);
    let votes = lessons.flat_map(|lesson| {
        lesson.steps.iter().filter_map(|step| {
            let StepKind::Vote { question, options, right, why, .. } = &step.kind else { return None };
            let said = |places: &[usize]| places.iter().map(|place| options[*place].say.clone()).collect::<Vec<_>>();
            let choice = |(place, option): (usize, &Choice)| Answer {
                say: option.say.clone(),
                is_right: right.contains(&place),
            };
            let (ask, choose) = (question.clone(), Question::written(options.iter().enumerate().map(choice)));
            let right = said(right).join(", ");
            let answer = format!("{}. {why}", right.trim_end_matches('.'));
            Some((lesson.case_of(step).title.as_str(), Question { ask, answer, choose }))
        })
    });
    votes.collect()
});

/// The votes of all lessons about the case of this title, as questions for a hall.
pub fn votes_about(title: &str) -> impl Iterator<Item = &Question> {
    VOTES.iter().filter(move |(about, _)| *about == title).map(|(_, vote)| vote)
}

macro_rules! bundled {
    ($($name:literal),* $(,)?) => {
        /// In the order in which they are best taken.
        pub static BUNDLED: &[BundledLesson] =
            &[$(BundledLesson { name: $name, text: include_str!(concat!("../../assets/lessons/", $name, ".ron")) }),*];
    };
}

bundled!(
    "why_take_white_cells",
    "where_each_cell_goes",
    "who_pays",
    "citrate",
    "collecting_for_treatment",
    "small_patients",
    "telling_the_patient",
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_votes_of_a_lesson_can_be_put_to_a_hall() {
        let lessons = BUNDLED.iter().filter_map(BundledLesson::lesson);
        for lesson in lessons {
            for step in &lesson.steps {
                let StepKind::Vote { options, .. } = &step.kind else { continue };
                let mut votes = votes_about(&lesson.case_of(step).title);
                assert!(votes.any(|vote| vote.choices().len() == options.len()), "{}", lesson.title);
            }
        }
    }
}
