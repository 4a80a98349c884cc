//! The lessons that come with the program, built in so that it needs no folder beside it.

use std::sync::LazyLock;

use super::Lesson;

/// A lesson built into the program.
pub struct BundledLesson {
    /// The file's name without its ending.
    pub name: &'static str,
    pub text: &'static str,
}

/// All of them, read once.
static LESSONS: LazyLock<Vec<Option<Lesson>>> =
    LazyLock::new(|| BUNDLED.iter().map(|bundled| super::read(bundled.text).ok()).collect());

impl BundledLesson {
    /// The lesson with this name.
    pub fn by_name(name: &str) -> Option<&'static Self> {
        BUNDLED.iter().find(|bundled| bundled.name == name)
    }

    /// The lesson itself, as it was read once.
    pub fn lesson(&self) -> Option<&'static Lesson> {
        let place = BUNDLED.iter().position(|bundled| bundled.name == self.name)?;
        LESSONS.get(place)?.as_ref()
    }
}

macro_rules! bundled {
    ($($name:literal),* $(,)?) => {
        /// In the order in which they are best taken.
        pub static BUNDLED: &[BundledLesson] =
            &[$(BundledLesson { name: $name, text: include_str!(concat!("../../assets/lessons/", $name, ".ron")) }),*];
    };
}

bundled!(
    "why_take_white_cells",
    "where_each_cell_goes",
    "who_pays",
    "citrate",
    "collecting_for_treatment",
    "small_patients",
    "telling_the_patient",
);
