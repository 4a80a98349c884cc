//! How many virtual patients keep up with a finger: as many as were run within the time that a frame leaves, by what they cost so far.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::host::Instant;

/// What a frame leaves for them. At sixty frames a second they are there before the next.
pub const BUDGET: Duration = Duration::from_millis(8);

/// The numbers to choose from: even points tell most at powers of two, and with few numbers a band does not flicker.
const NUMBERS: [usize; 7] = [16, 32, 64, 128, 256, 512, 1024];

/// The number until something was measured, and where nothing may depend on a clock.
pub const USUAL: usize = 64;

/// What patients cost, as their thread measures it. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct Pace {
    /// Nanoseconds for each patient; 0 while none was run.
    cost_ns: Arc<AtomicU64>,
    /// How many were run last.
    last: Arc<AtomicU64>,
}

impl Pace {
    /// How many to run now, of at most this many.
    pub fn number(&self, most: usize) -> usize {
        let last = self.last.load(Ordering::Relaxed) as usize;
        let number = match self.cost_ns.load(Ordering::Relaxed) {
            0 => USUAL,
            cost_ns => number(cost_ns, last),
        };
        number.min(most)
    }

    /// Does what runs so many patients, and learns what they cost unless it was called off.
    pub fn measured<T>(&self, count: usize, work: impl FnOnce() -> Option<T>) -> Option<T> {
        let began = Instant::now();
        let done = work();
        if done.is_some() {
            self.learn(count, began.elapsed());
        }
        done
    }

    fn learn(&self, count: usize, took: Duration) {
        let cost_ns = (took.as_nanos() as u64 / count.max(1) as u64).max(1);
        let before_ns = self.cost_ns.load(Ordering::Relaxed);
        // One frame in which the machine was busy with something else changes little.
        let learned_ns = if before_ns == 0 { cost_ns } else { (3 * before_ns + cost_ns) / 4 };
        self.cost_ns.store(learned_ns, Ordering::Relaxed);
        self.last.store(count as u64, Ordering::Relaxed);
    }
}

/// The largest number that fits the budget. More than last time only where they fit with room to spare.
fn number(cost_ns: u64, last: usize) -> usize {
    let fits = |number: &usize| {
        let took_ns = *number as u64 * cost_ns;
        let budget_ns = BUDGET.as_nanos() as u64;
        took_ns <= if *number > last { budget_ns / 4 * 3 } else { budget_ns }
    };
    NUMBERS.into_iter().rev().find(fits).unwrap_or(NUMBERS[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    const US: u64 = 1000;

    #[test]
    fn as_many_are_run_as_fit_and_the_number_does_not_waver() {
        assert_eq!(number(100 * US, 64), 64);
        assert_eq!(number(100 * US, 16), 32, "64 fit, but hardly");
        assert_eq!(number(90 * US, 16), 64);
        assert_eq!(number(126 * US, 64), 32);
        assert_eq!(number(110 * US, 64), 64, "what fits stays");
        assert_eq!((number(50_000 * US, 64), number(1, 64)), (16, 1024));
    }

    #[test]
    fn it_learns_from_what_was_run() {
        let pace = Pace::default();
        assert_eq!((pace.number(500), pace.number(20)), (USUAL, 20));
        pace.learn(64, Duration::from_millis(64));
        assert_eq!(pace.number(500), 16, "a slow machine");
        pace.clone().learn(16, Duration::from_micros(160));
        assert_eq!(pace.number(500), 16, "one lucky frame");
        for _ in 0..40 {
            pace.learn(16, Duration::from_micros(160));
        }
        assert_eq!(pace.number(500), 500);
    }
}
