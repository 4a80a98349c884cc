//! Commands that keep what was answered in a lesson, and hand it in.

use std::path::{Path, PathBuf};

use super::Handler;
use crate::app::state::{BegunLesson, ENDING, LessonPlay, LessonSource, Notice};
use crate::host::files;
use crate::lesson::{self, Answered, Lesson};
use crate::preset::{FileProblem, write_whole};

/// Where the answers to a lesson are kept until it is taken again.
fn kept_in_file(folder: &Path, digest: u32) -> PathBuf {
    folder.join("lessons").join(format!("{digest:08x}.ron"))
}

fn kept_answers(folder: &Path, lesson: &Lesson, digest: u32) -> Option<lesson::Answers> {
    let text = lesson::lesson_text(&kept_in_file(folder, digest)).ok()?;
    let answers = lesson::read_answers(&text).ok()?;
    (!answers.answers.is_empty() && answers.fit(lesson).is_ok()).then_some(answers)
}

/// The bundled lessons of which something has been answered, and not all.
pub fn begun_lessons(folder: &Path) -> Vec<BegunLesson> {
    let begun = |(place, bundled): (usize, &lesson::BundledLesson)| {
        let lesson = bundled.lesson()?;
        let answers = kept_answers(folder, lesson, lesson.digest())?;
        let is_open = |step: &lesson::Step| step.kind.answered() != Answered::Not && answers.of(&step.id).is_none();
        let furthest = lesson.steps.iter().position(is_open)?;
        Some(BegunLesson { place, at: answers.at.min(furthest) })
    };
    lesson::BUNDLED.iter().enumerate().filter_map(begun).collect()
}

impl Handler<'_> {
    /// What was answered when the lesson was left.
    pub(super) fn kept_answers(&self, play: &LessonPlay) -> Option<lesson::Answers> {
        kept_answers(self.state.kept_in.as_ref()?, &play.lesson, play.digest)
    }

    /// Keeps what has been answered, whatever ends the program.
    pub(super) fn keep_answers(&self) {
        // What is only tried is not kept.
        let Some(play) = self.state.lesson.as_ref().filter(|play| play.source != LessonSource::Draft) else { return };
        let Some(folder) = &self.state.kept_in else { return };
        let file = kept_in_file(folder, play.digest);
        let text = play.answers().write();
        let kept = file.parent().map_or(Ok(()), files::make_folder);
        if let Err(error) = kept.and_then(|()| write_whole(&file, |to| to.write_all(text.as_bytes()))) {
            log::warn!("answers to {} could not be kept: {error}", play.lesson.title);
        }
    }

    /// The file that answers are saved to unless another is chosen: the lesson with the student's name or seat.
    pub(super) fn suggested_answers(&self) -> PathBuf {
        let Some(play) = &self.state.lesson else { return PathBuf::from("answers.ron") };
        let who = match (play.name.trim(), play.seat) {
            ("", Some(seat)) => seat.to_string(),
            ("", None) => String::new(),
            (name, _) => name.to_owned(),
        };
        let words = format!("{} {who}", play.lesson.title).to_lowercase();
        let words: Vec<_> = words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let name = format!("{}.{}", words.join("_"), ENDING);
        self.state.workspace.recent.folder.as_ref().map_or_else(|| PathBuf::from(&name), |folder| folder.join(&name))
    }

    /// Says for a while what was done with a file.
    pub(super) fn tell(&mut self, message: &str, file: &Path) {
        self.say_for_a_while(self.text.with(message, &[("file", file.display().to_string())]));
    }

    /// Says this in the window's line for a while.
    pub(super) fn say_for_a_while(&mut self, words: String) {
        const NOTICE_S: f64 = 6.0;
        let until_s = self.ctx.input(|input| input.time) + NOTICE_S;
        self.state.dialogs.notice = Some(Notice { words, until_s });
    }

    /// Saves the answers to be handed in.
    pub(super) fn hand_in(&mut self, path: &Path) {
        let Some(play) = &self.state.lesson else { return };
        let text = play.answers().write();
        match write_whole(path, |to| to.write_all(text.as_bytes())) {
            Ok(()) => self.tell("lesson-handed-in", path),
            Err(error) => self.say(path, &FileProblem::writing(path, error)),
        }
    }
}
