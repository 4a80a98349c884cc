//! Being sure against being right: how often answers were right at each degree of sureness.

use strum::IntoEnumIterator;

use super::answers::Sure;
use super::mark::Verdict;

/// The marked answers given at one degree of sureness.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AtSureness {
    pub sure: Sure,
    pub answered: usize,
    pub right: usize,
}

/// From the least sure to the surest, without those at which nothing was answered. What is partly right is not right.
pub fn calibration(answers: impl IntoIterator<Item = (Verdict, Option<Sure>)>) -> Vec<AtSureness> {
    let mut all: Vec<_> = Sure::iter().map(|sure| AtSureness { sure, answered: 0, right: 0 }).collect();
    for (verdict, sure) in answers {
        let Some(own) = all.iter_mut().find(|own| Some(own.sure) == sure) else { continue };
        if verdict != Verdict::Unmarked {
            own.answered += 1;
            own.right += usize::from(verdict == Verdict::Right);
        }
    }
    all.retain(|own| own.answered > 0);
    all
}
