//! The workshop: which page of what a teacher writes about a case is open.

use strum::EnumIter;

/// A page of the workshop.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, EnumIter)]
pub enum WorkshopPage {
    /// Who is treated, why, and with which program of the machine.
    Patient,
    /// How the case is shown among others.
    #[default]
    Card,
    Story,
    Aim,
    Questions,
    Stops,
    Notes,
}

impl WorkshopPage {
    /// The message id of its name.
    pub const fn message(self) -> &'static str {
        match self {
            Self::Patient => "workshop-patient",
            Self::Card => "workshop-card",
            Self::Story => "workshop-story",
            Self::Aim => "workshop-aim",
            Self::Questions => "workshop-questions",
            Self::Stops => "workshop-stops",
            Self::Notes => "workshop-notes",
        }
    }
}
