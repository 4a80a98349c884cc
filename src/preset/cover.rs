//! The cover of a case: how it is shown among others before it is opened. Every field may be left out.

use strum::{IntoStaticStr, VariantArray, VariantNames};

/// Why one would open a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray, VariantNames)]
#[strum(const_into_str)]
pub enum Group {
    WhyItIsDone,
    WhatGoesWrong,
    DonorsAndCollections,
    Children,
}

impl Group {
    pub const ALL: &'static [Self] = <Self as VariantArray>::VARIANTS;
    /// Their names in files, in the same order.
    pub const NAMES: &'static [&'static str] = <Self as VariantNames>::VARIANTS;

    /// The name in files.
    pub const fn key(self) -> &'static str {
        self.into_str()
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cover {
    /// A title that a beginner understands, short enough for a small card.
    pub short_title: String,
    pub group: Option<Group>,
    /// What happens, in one sentence.
    pub in_short: String,
    /// What is learned from it, in a few words.
    pub teaches: String,
    /// The moment of the run at which the case is shown and opened, min.
    pub opens_at_min: Option<f64>,
}

impl Cover {
    /// The longest of each text, in characters: more would not fit its place.
    pub const LONGEST_TITLE: usize = 28;
    pub const LONGEST_IN_SHORT: usize = 80;
    pub const LONGEST_TEACHES: usize = 44;
}
