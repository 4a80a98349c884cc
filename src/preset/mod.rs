//! Presets: cases as RON files that a teacher can read, write and paste into a chat.

mod aim;
pub(crate) mod base32;
mod bundled;
mod cover;
mod edit;
mod embed;
mod file_problem;
mod form;
mod merge;
mod outline;
#[cfg(not(target_arch = "wasm32"))]
mod photo;
mod problem;
mod read;
mod reader;
mod remarks;
mod rewrite;
mod save;
mod scan;
mod share;
mod slip;
mod source;
mod store;
mod table;
mod teaching;
mod typical;
mod unsaved;
mod value;
mod versions;
mod write;

pub use bundled::{BUNDLED, Bundled};
pub use cover::{Cover, Group};
pub(crate) use edit::{Editor, Place};
pub use embed::{CHUNK as PICTURE_CHUNK, embedded, escaped};
pub use file_problem::FileProblem;
pub use form::Form;
pub(crate) use outline::{Bracket, Item, Node, Outline};
pub use problem::{Expected, Missed, Position, Problem, ProblemKind, Refutation};
pub(crate) use read::{MAX_BYTES, at_min_value, check_version};
pub use read::{read, read_whole, without_mark};
pub(crate) use reader::{Field, Reader};
pub use save::save;
pub use share::{ShareProblem, is_share_text, read_share_text, share_text};
pub use slip::SlipKind;
pub use source::Source;
pub use store::{Opening, Photo, begin_to_open, load, load_from, open};
pub use teaching::{Answer, Question, Stop, StopAt, StopShow};
pub use typical::{is_untouched, taken_from, typical_of};
pub use unsaved::{Keeper, LeftBehind, Unsaved, UnsavedLesson, forget, left_behind};
pub use value::{assign, assign_in_run, nearest};
pub use versions::{Version, bytes_on_disk, keep_version, versions};
pub use write::write;
pub(crate) use write::{quoted, written};

pub use crate::host::files::write_whole;

use crate::sim::Protocol;
use crate::sim::aim::Aim;
use crate::sim::warnings::WarningId;

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
    /// The warning that the case is about: of all that it brings, the one that the window puts first.
    pub about: Option<WarningId>,
    /// What the procedure is to reach.
    pub aim: Option<Aim>,
    pub questions: Vec<Question>,
    /// For the teacher alone.
    pub notes: String,
    /// The stops of a lecture, in the order of the file.
    pub stops: Vec<Stop>,
    /// The text that it was read from.
    pub source: Source,
    pub protocol: Protocol,
    pub virtual_patients: VirtualPatients,
}

impl Preset {
    /// The title where there is little room.
    pub fn short_title(&self) -> &str {
        if self.cover.short_title.is_empty() { &self.title } else { &self.cover.short_title }
    }
}
