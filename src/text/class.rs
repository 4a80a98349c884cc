//! What is said of a class: what it has learned, what was missed, and why something handed in does not count.

use super::Text;
use super::number::fixed;
use super::plain::plain;
use super::problem::brief;
use crate::lesson::{AtSureness, CodeProblem, Estimate, Gain, LeftOut, Lesson, Misfit, Question, Student, Sure};

impl Text {
    /// Why something handed in does not count: a line, with its name.
    pub fn left_out(&self, label: &str, why: &LeftOut) -> String {
        let sentence = match why {
            LeftOut::File(problem) => {
                // The first mistake is enough; its file is named before it.
                let label = if label.is_empty() { self.get("class-a-file") } else { label.to_owned() };
                let words = self.file_problem(label.as_ref(), problem);
                return words.lines().next().unwrap_or_default().to_owned();
            }
            LeftOut::Code(problem) => self.code_problem(*problem),
            LeftOut::Misfit(misfit) => self.misfit(misfit),
            LeftOut::Foreign => self.get("left-out-foreign"),
            LeftOut::Older { newer } if newer.is_empty() => self.get("left-out-older-unnamed"),
            LeftOut::Older { newer } => self.with("left-out-older", &[("newer", brief(newer))]),
        };
        if label.is_empty() { sentence } else { plain(&format!("{}: {sentence}", brief(label))) }
    }

    /// Why a code cannot be read.
    pub fn code_problem(&self, problem: CodeProblem) -> String {
        self.get(match problem {
            CodeProblem::NotACode => "code-not-one",
            CodeProblem::Mistyped => "code-mistyped",
            CodeProblem::NewerForm => "code-newer",
            CodeProblem::OtherLesson => "code-other-lesson",
        })
    }

    /// Why answers are none to the lesson at hand.
    pub fn misfit(&self, misfit: &Misfit) -> String {
        match misfit {
            Misfit::OtherLesson { title } => self.with("misfit-other-lesson", &[("title", brief(title))]),
            Misfit::Changed => self.get("misfit-changed"),
            Misfit::OtherStep { step } => self.with("misfit-other-step", &[("step", brief(step))]),
        }
    }

    /// What a student is called: the name, or the seat, or a number.
    pub fn student(&self, student: &Student) -> String {
        match (student.name.as_str(), student.seat) {
            ("", Some(seat)) => self.with("class-seat", &[("seat", seat.to_string())]),
            ("", None) => self.with("class-student", &[("number", brief(&student.label))]),
            (name, _) => plain(&brief(name)),
        }
    }

    /// What a class has learned, a sentence each.
    pub fn gain(&self, gain: &Gain) -> Vec<String> {
        let percent = |value: f64| fixed(value, 0);
        let means = [
            ("students", gain.students.to_string()),
            ("before", percent(gain.before_percent)),
            ("after", percent(gain.after_percent)),
        ];
        let mut sentences = vec![self.with("class-before-after", &means)];
        sentences.push(match &gain.normalized {
            Some(gain) => self.with("class-gain", &[("gain", self.estimate(gain))]),
            None => self.get("class-no-room"),
        });
        sentences.push(match &gain.effect {
            Some(effect) => self.with("class-effect", &[("effect", self.estimate(effect))]),
            None => self.get("class-no-spread"),
        });
        let students = ("students", gain.students.to_string());
        sentences.push(match gain.detectable {
            Some(least) => self.with("class-can-show", &[students, ("least", fixed(least, 2))]),
            None => self.with("class-too-few", &[students]),
        });
        sentences
    }

    /// How often answers were right at each degree of sureness; `None` where no one was asked.
    pub fn calibration(&self, calibration: &[AtSureness]) -> Option<String> {
        let at = |own: &AtSureness| {
            let counts = [("right", own.right.to_string()), ("answered", own.answered.to_string())];
            let message = match own.sure {
                Sure::Guess => "class-right-guess",
                Sure::Fairly => "class-right-fairly",
                Sure::Certain => "class-right-certain",
            };
            self.with(message, &counts)
        };
        let counts: Vec<_> = calibration.iter().map(at).collect();
        (!counts.is_empty()).then(|| self.with("class-calibration", &[("counts", counts.join(", "))]))
    }

    /// A number of a class, with its interval.
    pub fn estimate(&self, estimate: &Estimate) -> String {
        let value = fixed(estimate.value, 2);
        match estimate.interval {
            Some((low, high)) => {
                self.with("class-interval", &[("value", value), ("low", fixed(low, 2)), ("high", fixed(high, 2))])
            }
            None => value,
        }
    }

    /// A question by the number of its step.
    pub fn question_named(&self, lesson: &Lesson, place: usize) -> String {
        let words = brief(lesson.steps[place].kind.words());
        self.with("class-question", &[("step", (place + 1).to_string()), ("question", words)])
    }

    /// How the answers to a question came out.
    pub fn question_counts(&self, question: &Question) -> String {
        let counts = [
            ("right", question.right.to_string()),
            ("partly", question.partly.to_string()),
            ("wrong", question.wrong.to_string()),
            ("certain", question.certain_and_wrong.to_string()),
        ];
        self.with(if question.certain_and_wrong > 0 { "class-counts-certain" } else { "class-counts" }, &counts)
    }
}
