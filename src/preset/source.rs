//! The text that a case was read from: what its author wrote, kept beside what it says.

use std::sync::Arc;

/// Empty for a case that was read from no text. However two cases are written, they are the same case if they say the same: any source
/// is equal to any other.
#[derive(Clone, Debug, Default)]
pub struct Source(Arc<str>);

impl Source {
    pub fn new(text: &str) -> Self {
        Self(text.into())
    }

    pub fn text(&self) -> &str {
        &self.0
    }
}

impl PartialEq for Source {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}
