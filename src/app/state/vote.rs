//! Hands up: a question to the hall, its answers, and how many hands were raised for each.

use serde::{Deserialize, Serialize};

use crate::preset::Question;

/// The most answers there can be.
pub const MOST_ANSWERS: usize = 5;
/// No hall is larger.
pub const MOST_HANDS: u32 = 9999;

/// The letter of an answer.
pub fn answer_letter(place: usize) -> char {
    char::from(b'A' + place.min(25) as u8)
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Vote {
    pub ask: String,
    pub answers: Vec<String>,
    /// Whether each answer is right, as far as the case says.
    pub right: Vec<bool>,
    /// Hands raised for each answer.
    pub hands: Vec<u32>,
    /// Those of a vote before, beside these.
    pub earlier: Vec<u32>,
    /// The bars are shown.
    pub shown: bool,
    /// Which answer is right is shown, in the words of the case.
    pub revealed: bool,
    /// What the case says to it.
    pub solution: String,
}

impl Vote {
    /// A question of the case, with what can be chosen from; that is yet to be named where the case does not say.
    pub fn of_case(question: &Question) -> Self {
        let (answers, right): (Vec<_>, Vec<_>) =
            question.choices().into_iter().map(|choice| (choice.say, choice.is_right)).unzip();
        let count = if answers.is_empty() { 3 } else { answers.len() };
        let (ask, solution) = (question.ask.clone(), question.answer.clone());
        Self { ask, answers, right, solution, ..Self::default() }.with_answers(count)
    }

    /// The same with so many answers; those that are there already stay.
    #[must_use]
    pub fn with_answers(mut self, count: usize) -> Self {
        let count = count.clamp(2, MOST_ANSWERS);
        self.answers.resize(count, String::new());
        self.right.resize(count, false);
        self.hands.resize(count, 0);
        self.earlier.truncate(count);
        self
    }

    /// Raises or lowers hands for an answer.
    pub fn raise(&mut self, answer: usize, by: i32) {
        if let Some(hands) = self.hands.get_mut(answer) {
            *hands = hands.saturating_add_signed(by).min(MOST_HANDS);
        }
    }

    /// Votes again, keeping the first vote beside it.
    pub fn again(&mut self) {
        self.earlier = std::mem::replace(&mut self.hands, vec![0; self.answers.len()]);
        (self.shown, self.revealed) = (false, false);
    }

    /// Whether what is right is known: in words or by a mark.
    pub fn has_answer(&self) -> bool {
        !self.solution.is_empty() || self.right.contains(&true)
    }

    /// Whether what is right is known, and not shown yet.
    pub fn has_answer_to_come(&self) -> bool {
        !self.revealed && self.has_answer()
    }

    /// Whether the hall is shown that this answer is right, or that it is not; nothing where the case does not say.
    pub fn verdict(&self, answer: usize) -> Option<bool> {
        let is_marked = self.revealed && self.right.contains(&true);
        self.right.get(answer).copied().filter(|_| is_marked)
    }

    pub fn total(&self) -> u32 {
        self.hands.iter().sum()
    }

    /// Share of the hands that were raised for this answer, from 0 to 1: in this vote, or in the one before.
    pub fn share(&self, answer: usize, earlier: bool) -> Option<f32> {
        let hands = if earlier { &self.earlier } else { &self.hands };
        let total: u32 = hands.iter().sum();
        if total == 0 {
            return None;
        }
        hands.get(answer).map(|hands| *hands as f32 / total as f32)
    }

    /// Takes what came from elsewhere within bounds.
    pub(super) fn bounded(mut self) -> Self {
        const MOST_LETTERS: usize = 2000;
        let cut = |words: &mut String| *words = words.chars().take(MOST_LETTERS).collect();
        cut(&mut self.ask);
        cut(&mut self.solution);
        self.answers.truncate(MOST_ANSWERS);
        self.answers.iter_mut().for_each(cut);
        let count = self.answers.len();
        self.right.resize(count, false);
        self.hands.resize(count, 0);
        self.earlier.truncate(count);
        for hands in self.hands.iter_mut().chain(&mut self.earlier) {
            *hands = (*hands).min(MOST_HANDS);
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_vote_stands_beside_the_first() {
        let mut vote = Vote::of_case(&Question { ask: "Which falls first?".to_owned(), ..Question::default() });
        vote.raise(0, 30);
        vote.raise(2, 10);
        vote.raise(1, -5);
        assert_eq!((vote.total(), vote.share(0, false), vote.share(0, true)), (40, Some(0.75), None));
        vote.again();
        assert_eq!((vote.total(), vote.share(0, false), vote.share(2, true)), (0, None, Some(0.25)));
    }
}
