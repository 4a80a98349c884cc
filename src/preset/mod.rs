//! Presets: cases as RON files that a teacher can read, write and paste into a chat.

mod aim;
mod base32;
mod bundled;
mod comments;
mod cover;
mod embed;
mod problem;
mod read;
mod share;
mod store;
mod value;
mod write;

pub use bundled::{BUNDLED, Bundled};
pub use comments::Comment;
pub use cover::{Cover, Group};
pub use embed::{CHUNK as PICTURE_CHUNK, embedded, escaped};
pub use problem::{Expected, FileProblem, Position, Problem, ProblemKind};
pub use read::read;
pub use share::{ShareProblem, is_share_text, read_share_text, share_text};
pub use store::{load, load_from, open, save, without_mark, write_whole};
pub use value::{assign, assign_in_run, nearest};
pub use write::write;

use crate::sim::Protocol;
use crate::sim::aim::Aim;

/// The version of the form that this program writes. Older ones are read, newer ones refused.
pub const VERSION: u32 = 1;

/// Which virtual patients are drawn around a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VirtualPatients {
    /// The same seed is the same patients.
    pub seed: u64,
    pub count: usize,
}

impl VirtualPatients {
    /// Small enough to be read out in a lecture hall.
    pub const SEEDS: std::ops::RangeInclusive<u64> = 1..=999_999;
    pub const COUNTS: std::ops::RangeInclusive<u64> = 20..=2000;
}

impl Default for VirtualPatients {
    fn default() -> Self {
        Self { seed: 1, count: 500 }
    }
}

/// A case: its words and its protocol.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Preset {
    /// The comment that opens the file, without its slashes: what the case teaches.
    pub lesson: String,
    pub title: String,
    pub cover: Cover,
    pub story: String,
    /// What to look for while it runs.
    pub look_for: String,
    /// What the procedure is to reach.
    pub aim: Option<Aim>,
    /// The other comments of the file.
    pub comments: Vec<Comment>,
    pub protocol: Protocol,
    pub virtual_patients: VirtualPatients,
}

impl Preset {
    /// The title where there is little room.
    pub fn short_title(&self) -> &str {
        if self.cover.short_title.is_empty() { &self.title } else { &self.cover.short_title }
    }
}
