//! How far long work has come: a line on a terminal that is gone when the work is done; nothing elsewhere.

use std::io::{self, IsTerminal as _, Write as _};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Work that is done sooner shows nothing.
const PATIENCE: Duration = Duration::from_millis(400);
/// The line is written anew so often.
const EVERY: Duration = Duration::from_millis(100);
/// Length of the bar, in signs.
const LENGTH: usize = 30;

/// Work in a known number of steps. Standard output and files are not touched.
pub struct Progress {
    total: usize,
    done: AtomicUsize,
    /// `None` where there is no terminal to write on.
    line: Option<Mutex<Line>>,
}

struct Line {
    is_shown: bool,
    /// When it is written next.
    next: Instant,
}

impl Progress {
    pub fn of(total: usize) -> Self {
        let is_plain = std::env::var_os("TERM").is_some_and(|kind| kind == "dumb");
        let line = || Mutex::new(Line { is_shown: false, next: Instant::now() + PATIENCE });
        Self { total, done: AtomicUsize::new(0), line: (io::stderr().is_terminal() && !is_plain).then(line) }
    }

    /// One step more is done.
    pub fn step(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        // Whoever finds the line being written need not write it.
        let Some(Ok(mut line)) = self.line.as_ref().map(Mutex::try_lock) else { return };
        let now = Instant::now();
        if now >= line.next {
            *line = Line { is_shown: true, next: now + EVERY };
            let _ = write!(io::stderr().lock(), "\r{}", bar(done, self.total));
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.line.as_ref().is_some_and(|line| line.lock().unwrap_or_else(PoisonError::into_inner).is_shown) {
            let _ = write!(io::stderr().lock(), "\r\u{1b}[K");
        }
    }
}

fn bar(done: usize, total: usize) -> String {
    let share = done.min(total) as f64 / total.max(1) as f64;
    let full = (share * LENGTH as f64) as usize;
    format!("[{}{}] {:3.0} %  {done}/{total}", "#".repeat(full), ".".repeat(LENGTH - full), (100.0 * share).floor())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_tells_how_far_it_is_in_one_length() {
        assert_eq!(bar(0, 40), format!("[{}]   0 %  0/40", ".".repeat(30)));
        assert_eq!(bar(20, 40), format!("[{}{}]  50 %  20/40", "#".repeat(15), ".".repeat(15)));
        assert_eq!(bar(40, 40), format!("[{}] 100 %  40/40", "#".repeat(30)));
        assert_eq!(bar(3, 0), bar(0, 0).replace("0/0", "3/0"));
    }
}
