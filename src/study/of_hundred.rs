//! How a hundred such patients fare with one kind of warning: how many get no further than each of its levels.

use super::patients::{Course, Share, Summary};
use crate::sim::Severity;

/// How many of a hundred, to the nearest whole number.
pub const fn per_hundred(of_them: usize, count: usize) -> usize {
    let count = if count == 0 { 1 } else { count };
    (100 * of_them + count / 2) / count
}

/// Those of a hundred patients for whom a level is the worst of its kind.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fared {
    /// The level; `None` for those who have none of this kind.
    pub level: Option<Share>,
    pub people: usize,
}

impl Summary {
    /// A hundred patients by the worst level of this share's kind, the worst first and those without any last: at any time, or where the
    /// share tells in how many it ends, when the needle comes out.
    pub fn of_a_hundred(&self, told: &Share) -> Vec<Fared> {
        let is_level = |share: &&Share| share.id == told.id && share.severity > Severity::Information;
        let mut fared = Vec::new();
        let mut placed = 0;
        // The levels of a kind follow each other, the worse ones later; whoever has a worse level has the milder ones too.
        for level in self.shares.iter().filter(is_level).rev() {
            let of_them = match told.course() {
                Course::Occurs => level.at_any_time,
                Course::Ends => level.at_end,
            };
            let people = per_hundred(of_them, self.count).saturating_sub(placed);
            placed += people;
            fared.push(Fared { level: Some(*level), people });
        }
        fared.push(Fared { level: None, people: 100_usize.saturating_sub(placed) });
        fared
    }
}
