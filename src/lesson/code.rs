//! The result of a lesson as a short code that can be read aloud: at most 24 signs, of which the last three check the others.
//!
//! The signs are numbers of the field of 32 elements, and the check signs those of a Reed–Solomon code (J Soc Ind Appl Math 1960;8:300):
//! two codes differ in four signs at least, so that up to three wrong ones are noticed wherever they stand, swapped ones among them.

use super::Lesson;
use super::mark::Verdict;
use super::step::Answered;
use crate::preset::base32;

/// The most signs of a code.
pub const MOST_SIGNS: usize = 24;

/// The signs that check the others.
const CHECKS: usize = 3;

/// The most marked steps of a lesson whose results a code can hold.
pub const MOST_MARKED: usize = 21;

/// Bits of each part, in their order: the form of the code, the lesson, the seat, before, after, how many steps, and each step.
const FORM_BITS: u32 = 3;
const LESSON_BITS: u32 = 16;
const SEAT_BITS: u32 = 10;
const SCORE_BITS: u32 = 4;
const COUNT_BITS: u32 = 5;
const STEP_BITS: u32 = 3;

/// More right answers than these are told as so many.
const MOST_SCORE: usize = (1 << SCORE_BITS) - 1;

/// The form that this program writes.
const FORM: u64 = 1;

/// How one answer came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Outcome {
    /// Of a marked step.
    pub verdict: Verdict,
    /// The student was certain.
    pub is_certain: bool,
}

/// What a code says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// The last 16 bits of the lesson's digest.
    pub lesson: u16,
    /// Zero where the student chose none.
    pub seat: u16,
    /// How many questions were right before the lesson, and of the same after it; 15 for more.
    pub before: u8,
    pub after: u8,
    /// Of each marked step in the order of the lesson; `None` where nothing was answered.
    pub outcomes: Vec<Option<Outcome>>,
}

/// Why a code cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeProblem {
    /// It has signs that no code has, or too many.
    NotACode,
    /// A sign is wrong, missing, or in another's place.
    Mistyped,
    /// It is of a later release.
    NewerForm,
    /// It is of another lesson, or of an older state of this one.
    OtherLesson,
}

impl Code {
    /// The code that names this lesson.
    pub fn lesson_of(lesson: &Lesson) -> u16 {
        lesson.digest() as u16
    }

    /// The code of a student who came out so at each step of a lesson, by its place; `None` where the lesson has more marked steps than a code
    /// can hold.
    pub fn of(lesson: &Lesson, seat: Option<u16>, outcome: impl Fn(usize) -> Option<Outcome>) -> Option<Self> {
        let marked = (0..lesson.steps.len()).filter(|place| lesson.steps[*place].kind.answered() == Answered::Marked);
        let outcomes: Vec<_> = marked.map(&outcome).collect();
        let right = |is_after: bool| {
            let own = (0..lesson.steps.len()).filter(|place| {
                lesson.steps[*place].pair.as_ref().is_some_and(|pair| pair.is_after == is_after)
                    && outcome(*place).is_some_and(|outcome| outcome.verdict == Verdict::Right)
            });
            own.count().min(MOST_SCORE) as u8
        };
        let (lesson, seat) = (Self::lesson_of(lesson), seat.unwrap_or(0));
        (outcomes.len() <= MOST_MARKED).then(|| Self {
            lesson,
            seat,
            before: right(false),
            after: right(true),
            outcomes,
        })
    }

    /// Whether it is of this lesson.
    ///
    /// # Errors
    /// [`CodeProblem::OtherLesson`].
    pub fn fit(&self, lesson: &Lesson) -> Result<(), CodeProblem> {
        let marked = lesson.steps.iter().filter(|step| step.kind.answered() == Answered::Marked).count();
        let is_own = self.lesson == Self::lesson_of(lesson) && self.outcomes.len() == marked;
        if is_own { Ok(()) } else { Err(CodeProblem::OtherLesson) }
    }

    /// Its signs in groups of four; `None` where there are more steps than it can hold.
    pub fn write(&self) -> Option<String> {
        if self.outcomes.len() > MOST_MARKED {
            return None;
        }
        let mut signs = Signs::default();
        let most = MOST_SCORE as u64;
        signs.push(FORM, FORM_BITS);
        signs.push(u64::from(self.lesson), LESSON_BITS);
        signs.push(u64::from(self.seat), SEAT_BITS);
        signs.push(u64::from(self.before).min(most), SCORE_BITS);
        signs.push(u64::from(self.after).min(most), SCORE_BITS);
        signs.push(self.outcomes.len() as u64, COUNT_BITS);
        for outcome in &self.outcomes {
            signs.push(number_of(*outcome), STEP_BITS);
        }
        let mut all = signs.into_signs();
        all.extend(checks(&all));
        let signs: Vec<char> = all.into_iter().map(base32::sign).collect();
        Some(signs.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-"))
    }

    /// Reads a code: small letters, O for 0, I and L for 1, blanks and hyphens do not matter.
    ///
    /// # Errors
    /// The [`CodeProblem`].
    pub fn read(words: &str) -> Result<Self, CodeProblem> {
        let mut all = Vec::with_capacity(MOST_SIGNS);
        for sign in words.chars().filter(|sign| !sign.is_whitespace() && !matches!(sign, '-' | '–' | '‐')) {
            all.push(base32::value(sign).ok_or(CodeProblem::NotACode)?);
            if all.len() > MOST_SIGNS {
                return Err(CodeProblem::NotACode);
            }
        }
        let own = all.len().checked_sub(CHECKS).filter(|own| *own > 0).ok_or(CodeProblem::NotACode)?;
        if checks(&all[..own]) != all[own..] {
            return Err(CodeProblem::Mistyped);
        }
        let mut bits = Bits { signs: &all[..own], at: 0 };
        if bits.take(FORM_BITS) != Some(FORM) {
            return Err(CodeProblem::NewerForm);
        }
        Self::of_bits(&mut bits).ok_or(CodeProblem::Mistyped)
    }

    /// What stands behind the form; `None` where it is too short or too long for what it says.
    fn of_bits(bits: &mut Bits<'_>) -> Option<Self> {
        let lesson = bits.take(LESSON_BITS)? as u16;
        let seat = bits.take(SEAT_BITS)? as u16;
        let (before, after) = (bits.take(SCORE_BITS)? as u8, bits.take(SCORE_BITS)? as u8);
        let count = bits.take(COUNT_BITS)? as usize;
        let mut outcomes = Vec::with_capacity(count);
        for _ in 0..count {
            outcomes.push(match said_by(bits.take(STEP_BITS)?)? {
                Said::Nothing => None,
                Said::Outcome(outcome) => Some(outcome),
            });
        }
        bits.is_at_end().then_some(Self { lesson, seat, before, after, outcomes })
    }
}

fn number_of(outcome: Option<Outcome>) -> u64 {
    let Some(Outcome { verdict, is_certain }) = outcome else { return 0 };
    let verdict = match verdict {
        Verdict::Right => 1,
        Verdict::Partly => 2,
        Verdict::Wrong => 3,
        Verdict::Unmarked => return 0,
    };
    if is_certain { verdict + 3 } else { verdict }
}

/// What a number of a step says.
enum Said {
    Nothing,
    Outcome(Outcome),
}

/// `None` for a number that is none of ours.
fn said_by(number: u64) -> Option<Said> {
    if number == 0 {
        return Some(Said::Nothing);
    }
    let verdict = match (number - 1) % 3 {
        0 => Verdict::Right,
        1 => Verdict::Partly,
        _ => Verdict::Wrong,
    };
    (number <= 6).then_some(Said::Outcome(Outcome { verdict, is_certain: number > 3 }))
}

/// Bits that are put behind each other, as signs of five.
#[derive(Default)]
struct Signs {
    whole: Vec<u8>,
    held: u64,
    bits: u32,
}

impl Signs {
    fn push(&mut self, value: u64, bits: u32) {
        self.held = self.held << bits | value & ((1 << bits) - 1);
        self.bits += bits;
        while self.bits >= 5 {
            self.bits -= 5;
            self.whole.push((self.held >> self.bits & 31) as u8);
        }
        self.held &= (1 << self.bits) - 1;
    }

    fn into_signs(mut self) -> Vec<u8> {
        if self.bits > 0 {
            self.push(0, 5 - self.bits);
        }
        self.whole
    }
}

struct Bits<'a> {
    signs: &'a [u8],
    /// The next bit.
    at: usize,
}

impl Bits<'_> {
    fn take(&mut self, bits: u32) -> Option<u64> {
        (0..bits).try_fold(0, |value, _| {
            let sign = self.signs.get(self.at / 5)?;
            let bit = sign >> (4 - self.at % 5) & 1;
            self.at += 1;
            Some(value << 1 | u64::from(bit))
        })
    }

    /// Whether less than a sign is left, and nothing in it.
    fn is_at_end(&mut self) -> bool {
        let left = self.signs.len() * 5 - self.at;
        left < 5 && self.take(left as u32) == Some(0)
    }
}

/// The field's product: polynomials over bits, modulo x⁵ + x² + 1.
const fn product(a: u8, b: u8) -> u8 {
    let (mut a, mut b, mut sum) = (a, b, 0);
    while b > 0 {
        if b & 1 == 1 {
            sum ^= a;
        }
        a <<= 1;
        if a & 32 != 0 {
            a ^= 0b10_0101;
        }
        b >>= 1;
    }
    sum
}

/// The check signs: the remainder by the polynomial whose roots are x, x² and x³, where x generates the field.
fn checks(signs: &[u8]) -> [u8; CHECKS] {
    // (z + 2)(z + 4)(z + 8), the highest power left out.
    const GENERATOR: [u8; CHECKS] =
        [2 ^ 4 ^ 8, product(2, 4) ^ product(2, 8) ^ product(4, 8), product(product(2, 4), 8)];
    let mut rest = [0; CHECKS];
    for sign in signs {
        let lead = sign ^ rest[0];
        rest = [rest[1], rest[2], 0];
        for (rest, factor) in rest.iter_mut().zip(GENERATOR) {
            *rest ^= product(lead, factor);
        }
    }
    rest
}
