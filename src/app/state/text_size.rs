//! How large words are beside the usual, apart from the zoom: pictures and margins stay as they are.

use serde::{Deserialize, Serialize};

/// The size of words, in percent of the usual size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextSize(u16);

impl TextSize {
    /// All that can be chosen, in percent.
    pub const ALL: [Self; 8] = [Self(80), Self(90), Self(100), Self(110), Self(125), Self(150), Self(175), Self(200)];

    pub const fn percent(self) -> u16 {
        self.0
    }

    /// By how much words are larger than usual.
    pub fn factor(self) -> f32 {
        f32::from(self.0) / 100.0
    }

    /// The next size that can be chosen, or the one before; `None` at the end.
    pub fn stepped(self, larger: bool) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        if larger { all.find(|size| size.0 > self.0) } else { all.rfind(|size| size.0 < self.0) }
    }

    /// The nearest size that can be chosen: a file may hold any number.
    pub fn bounded(self) -> Self {
        Self::ALL.into_iter().min_by_key(|size| size.0.abs_diff(self.0)).unwrap_or_default()
    }
}

impl Default for TextSize {
    fn default() -> Self {
        Self(100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_lead_through_all_sizes_and_end_there() {
        let mut size = TextSize::ALL[0];
        assert_eq!(size.stepped(false), None);
        for next in &TextSize::ALL[1..] {
            assert_eq!((size.stepped(true), next.stepped(false)), (Some(*next), Some(size)));
            size = *next;
        }
        assert_eq!(size.stepped(true), None);
        assert_eq!([TextSize(0), TextSize(103), TextSize(9999)].map(|it| it.bounded().percent()), [80, 100, 200]);
    }
}
