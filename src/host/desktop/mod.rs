//! A desktop: threads, a disk, a clock, and windows of the program's own.

pub mod files;

use std::io;
use std::time::SystemTime;

/// Whether work can go on beside the window.
pub const HAS_THREADS: bool = true;

/// Whether the program can close its window, fill the screen with it and open another.
pub const OWNS_WINDOW: bool = true;

/// How many runs one piece of work may take before it must let the window go on.
pub const fn runs_at_once() -> usize {
    usize::MAX
}

/// The time of day.
pub fn now() -> SystemTime {
    SystemTime::now()
}

/// No two programs that run have the same.
pub fn process_id() -> u32 {
    std::process::id()
}

/// Does work beside the window: what `begin` answers is called until it says that there is no more.
///
/// # Errors
/// When no thread can be started.
pub fn start_work<Step: FnMut() -> bool>(name: &str, begin: impl FnOnce() -> Step + Send + 'static) -> io::Result<()> {
    let work = move || {
        let mut step = begin();
        while step() {}
    };
    std::thread::Builder::new().name(name.to_owned()).spawn(work)?;
    Ok(())
}
