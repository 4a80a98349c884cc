//! A page in a browser: one thread, no disk, and a tab that is not the program's own.

pub mod files;
mod timer;

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::io;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::Instant;

/// Whether work can go on beside the window.
pub const HAS_THREADS: bool = false;

/// Whether the program can close its window, fill the screen with it and open another.
pub const OWNS_WINDOW: bool = false;

/// How many runs one piece of work may take before it must let the window go on: some ten milliseconds.
pub const fn runs_at_once() -> usize {
    16
}

/// The folder of what the browser keeps for the program.
pub const OWN_FOLDER: &str = "/kept";

/// How long pieces of work may follow each other before the browser may draw.
const SLICE: Duration = Duration::from_millis(10);

type Work = Box<dyn FnMut() -> bool>;

thread_local! {
    static WAITING: RefCell<VecDeque<Work>> = const { RefCell::new(VecDeque::new()) };
    /// The next slice is asked for.
    static IS_DUE: Cell<bool> = const { Cell::new(false) };
}

/// The time of day.
pub fn now() -> SystemTime {
    UNIX_EPOCH + Duration::from_millis(js_sys::Date::now() as u64)
}

/// Pages that are open at once hardly have the same.
pub fn process_id() -> u32 {
    (js_sys::Math::random() * f64::from(u32::MAX)) as u32
}

/// Does work between the frames: what `begin` answers is called until it says that there is no more.
///
/// # Errors
/// Never: work that cannot be begun is a thing of desktops.
pub fn start_work<Step: FnMut() -> bool + 'static>(
    _name: &str,
    begin: impl FnOnce() -> Step + Send + 'static,
) -> io::Result<()> {
    WAITING.with_borrow_mut(|waiting| waiting.push_back(Box::new(begin())));
    ask_for_slice();
    Ok(())
}

fn ask_for_slice() {
    if !IS_DUE.replace(true) {
        timer::after(Duration::ZERO, slice);
    }
}

/// Goes from one work to the next, so that none waits for all of another.
fn slice() {
    IS_DUE.set(false);
    let began = Instant::now();
    while began.elapsed() < SLICE {
        let Some(mut work) = WAITING.with_borrow_mut(VecDeque::pop_front) else { return };
        if work() {
            WAITING.with_borrow_mut(|waiting| waiting.push_back(work));
        }
    }
    ask_for_slice();
}
