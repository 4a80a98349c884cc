//! A class: what many students answered in one lesson, marked, counted, and laid side by side.

use super::Lesson;
use super::answers::{Answers, Misfit, Sure};
use super::calibration::{AtSureness, calibration};
use super::code::{Code, CodeProblem};
use super::gain::Gain;
use super::mark::{Detail, TryMark, Verdict};
use super::step::{Answered, Given, StepKind};
use super::student::Student;
use super::truth::{Grounds, Truth, truth};
use crate::preset::FileProblem;
use crate::sim::protocol::SimulationError;

/// What is right at each step of a lesson.
#[derive(Debug)]
pub struct Key {
    /// Of each case, in the order of the lesson.
    pub grounds: Vec<Grounds>,
    /// `None` for what is not marked.
    pub truths: Vec<Option<Truth>>,
}

impl Key {
    /// # Errors
    /// The [`SimulationError`] if a case of the lesson cannot run.
    pub fn of(lesson: &Lesson) -> Result<Self, SimulationError> {
        let grounds = lesson.cases.iter().map(Grounds::of).collect::<Result<Vec<_>, _>>()?;
        let truths = lesson.steps.iter().map(|step| truth(step, &grounds[step.case]).ok()).collect();
        Ok(Self { grounds, truths })
    }
}

/// What was handed in.
#[derive(Clone, Debug, PartialEq)]
pub enum Handed {
    Answers(Answers),
    Code(Code),
}

/// What was handed in, or why it cannot be read; with the name of its file, or the code itself.
#[derive(Debug)]
pub struct HandedIn {
    pub label: String,
    pub what: Result<Handed, LeftOut>,
}

/// Why something handed in does not count.
#[derive(Debug)]
pub enum LeftOut {
    /// It cannot be read.
    File(FileProblem),
    Code(CodeProblem),
    Misfit(Misfit),
    /// It is neither.
    Foreign,
    /// Something newer of the same student counts.
    Older {
        newer: String,
    },
}

/// The lesson to which most of what was handed in belongs; of several the first, `None` where nothing belongs to any.
pub fn lesson_of<'a>(handed_in: &[HandedIn], lessons: impl IntoIterator<Item = &'a Lesson>) -> Option<&'a Lesson> {
    let fits = |lesson: &Lesson, what: &Handed| match what {
        // A lesson that has changed since is better than none: then it can be said.
        Handed::Answers(answers) => {
            usize::from(answers.lesson == lesson.called()) + usize::from(answers.fit(lesson).is_ok())
        }
        Handed::Code(code) => 2 * usize::from(code.fit(lesson).is_ok()),
    };
    let score = |lesson: &Lesson| -> usize {
        handed_in.iter().filter_map(|own| own.what.as_ref().ok()).map(|what| fits(lesson, what)).sum()
    };
    let scored = lessons.into_iter().map(|lesson| (score(lesson), lesson)).filter(|(score, _)| *score > 0);
    scored.reduce(|best, next| if next.0 > best.0 { next } else { best }).map(|(_, lesson)| lesson)
}

/// How the answers to one question came out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// Which step of the lesson.
    pub place: usize,
    pub right: usize,
    pub partly: usize,
    /// Those left open among them.
    pub wrong: usize,
    pub open: usize,
    pub certain: usize,
    pub certain_and_wrong: usize,
    /// How often each option was chosen, where there are some; and before the talk of a vote.
    pub chosen: Vec<usize>,
    pub chosen_first: Vec<usize>,
    /// The place of the same question after the lesson.
    pub again: Option<usize>,
}

impl Question {
    pub const fn answered(&self) -> usize {
        self.right + self.partly + self.wrong
    }

    /// The share of the answers that were not right, from 0 to 1.
    pub fn share_missed(&self) -> f64 {
        (self.partly + self.wrong) as f64 / (self.answered() as f64).max(1.0)
    }

    fn of(lesson: &Lesson, place: usize, students: &[Student]) -> Self {
        let step = &lesson.steps[place];
        let options = match &step.kind {
            StepKind::Choose { options, .. } | StepKind::Vote { options, .. } => options.len(),
            StepKind::Observe { among, .. } => among.count(),
            _ => 0,
        };
        let again = lesson.twin_of(place).filter(|twin| *twin > place);
        let (chosen, chosen_first) = (vec![0; options], vec![0; options]);
        let mut question = Self { place, chosen, chosen_first, again, ..Self::default() };
        for result in students.iter().filter_map(|student| student.results[place].as_ref()) {
            match result.verdict {
                Verdict::Right => question.right += 1,
                Verdict::Partly => question.partly += 1,
                Verdict::Wrong => question.wrong += 1,
                Verdict::Unmarked => {}
            }
            question.open += usize::from(result.is_open);
            question.certain += usize::from(result.sure == Some(Sure::Certain));
            question.certain_and_wrong += usize::from(result.is_certain_and_wrong());
            for (given, counts) in
                [(&result.given, &mut question.chosen), (&result.first_vote, &mut question.chosen_first)]
            {
                let Some(Given::Places(places)) = given else { continue };
                for place in places {
                    if let Some(count) = counts.get_mut(*place) {
                        *count += 1;
                    }
                }
            }
        }
        question
    }
}

/// A class in one lesson.
#[derive(Debug, Default)]
pub struct Class {
    /// In the order of their names and seats.
    pub students: Vec<Student>,
    /// One for each marked step, in the order of the lesson.
    pub questions: Vec<Question>,
    /// With what it was called, and why it does not count.
    pub left_out: Vec<(String, LeftOut)>,
    /// Of those who answered all questions that are asked twice.
    pub gain: Option<Gain>,
}

impl Class {
    /// Marks and counts what was handed in.
    pub fn of(lesson: &Lesson, key: &Key, handed_in: Vec<HandedIn>) -> Self {
        let mut class = Self::default();
        for HandedIn { label, what } in handed_in {
            let student = what.and_then(|what| match what {
                Handed::Answers(answers) => {
                    answers.fit(lesson).map_err(LeftOut::Misfit)?;
                    Ok(Student::of_answers(&label, &answers, lesson, key))
                }
                Handed::Code(code) => {
                    code.fit(lesson).map_err(LeftOut::Code)?;
                    Ok(Student::of_code(&label, &code, lesson))
                }
            });
            match student {
                Ok(student) => class.add(student),
                Err(why) => class.left_out.push((label, why)),
            }
        }
        class.students.sort_by_key(|student| (student.seat, student.name.to_lowercase()));
        let marked = (0..lesson.steps.len()).filter(|place| lesson.steps[*place].kind.answered() == Answered::Marked);
        class.questions = marked.map(|place| Question::of(lesson, place, &class.students)).collect();
        let pairs = lesson.steps.iter().filter(|step| step.pair.as_ref().is_some_and(|pair| pair.is_after)).count();
        if pairs > 0 {
            let percent = |right: usize| 100.0 * right as f64 / pairs as f64;
            let whole = class.students.iter().filter(|student| student.is_whole);
            let scores: Vec<_> = whole.map(|student| (percent(student.before), percent(student.after))).collect();
            class.gain = Gain::of(&scores);
        }
        class
    }

    /// Of one student what is newer counts; a code, which has no time, does not replace a file.
    fn add(&mut self, student: Student) {
        let Some(place) = self.students.iter().position(|other| other.is_same(&student)) else {
            self.students.push(student);
            return;
        };
        let older = if student.ended_unix_s >= self.students[place].ended_unix_s {
            std::mem::replace(&mut self.students[place], student)
        } else {
            student
        };
        let newer = self.students[place].label.clone();
        self.left_out.push((older.label, LeftOut::Older { newer }));
    }

    /// The questions with the most answers that were not right first; those of which all were right are left out.
    pub fn most_missed(&self) -> Vec<&Question> {
        let mut questions: Vec<_> = self.questions.iter().filter(|question| question.share_missed() > 0.0).collect();
        questions.sort_by(|a, b| b.share_missed().total_cmp(&a.share_missed()));
        questions
    }

    /// The questions in which most were certain and wrong first: what was learned wrong is harder to unlearn than what was not learned.
    pub fn certain_and_wrong(&self) -> Vec<&Question> {
        let mut questions: Vec<_> = self.questions.iter().filter(|question| question.certain_and_wrong > 0).collect();
        questions.sort_by_key(|question| std::cmp::Reverse(question.certain_and_wrong));
        questions
    }

    /// Those with fewer than half of their answers right, the fewest first.
    pub fn who_needs_help(&self) -> Vec<&Student> {
        let share = |student: &Student| {
            let (right, answered) = student.right_of_answered();
            (answered > 0).then(|| right as f64 / answered as f64)
        };
        let mut students: Vec<_> =
            self.students.iter().filter(|student| share(student).is_some_and(|share| share < 0.5)).collect();
        students.sort_by(|a, b| share(a).unwrap_or(0.0).total_cmp(&share(b).unwrap_or(0.0)));
        students
    }

    /// How often the class was right at each degree of sureness; codes, which tell of one alone, are left out.
    pub fn calibration(&self) -> Vec<AtSureness> {
        let results = self.students.iter().flat_map(|student| student.results.iter().flatten());
        calibration(results.filter(|result| result.given.is_some()).map(|result| (result.verdict, result.sure)))
    }

    /// The curves that were drawn at a step, each with how it came out.
    pub fn curves(&self, place: usize) -> impl Iterator<Item = (&Student, &[(f64, f64)], Verdict)> {
        self.students.iter().filter_map(move |student| {
            let result = student.results[place].as_ref()?;
            let Some(Given::Curve(points)) = &result.given else { return None };
            Some((student, points.as_slice(), result.verdict))
        })
    }

    /// How a challenge was met by each.
    pub fn tries(&self, place: usize) -> impl Iterator<Item = (&Student, &TryMark)> {
        self.students.iter().filter_map(move |student| match &student.results[place].as_ref()?.detail {
            Detail::Try(tried) => Some((student, tried)),
            _ => None,
        })
    }

    /// Takes away names, seats and labels, those of what is left out among them. The order of the numbers tells nothing of them.
    pub fn anonymize(&mut self) {
        let sum = |student: &Student| {
            let mut sum = flate2::Crc::new();
            sum.update(student.label.as_bytes());
            sum.sum()
        };
        self.students.sort_by_key(sum);
        for (place, student) in self.students.iter_mut().enumerate() {
            student.label = (place + 1).to_string();
            (student.name, student.seat) = (String::new(), None);
        }
        for (label, why) in &mut self.left_out {
            label.clear();
            if let LeftOut::Older { newer } = why {
                newer.clear();
            }
        }
    }
}
