//! Every field of a lesson in tables: the generated part of `assets/lesson.md`.

/// The page itself, as the program prints it.
pub const PAGE: &str = include_str!("../../assets/lesson.md");
