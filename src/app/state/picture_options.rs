//! What pictures of plots and scene that are handed out look like: their size, and what is behind them.

/// The size of a picture, in pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, strum::EnumIter)]
pub enum PictureSize {
    /// That of a wide slide, or of one in motion.
    #[default]
    Usual,
    FullHd,
    FourK,
    /// For old projectors and printed pages.
    FourByThree,
    Square,
}

impl PictureSize {
    /// The message id of its name.
    pub const fn message(self) -> &'static str {
        match self {
            Self::Usual => "picture-size-usual",
            Self::FullHd => "picture-size-full-hd",
            Self::FourK => "picture-size-4k",
            Self::FourByThree => "picture-size-four-by-three",
            Self::Square => "picture-size-square",
        }
    }

    /// Width and height; `None` for the usual ones.
    pub const fn pixels(self) -> Option<(u16, u16)> {
        match self {
            Self::Usual => None,
            Self::FullHd => Some((1920, 1080)),
            Self::FourK => Some((3840, 2160)),
            Self::FourByThree => Some((1600, 1200)),
            Self::Square => Some((1200, 1200)),
        }
    }
}

/// How pictures are handed out until it is changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PictureOptions {
    pub size: PictureSize,
    /// Nothing is behind them: a slide's own ground shows.
    pub is_transparent: bool,
}
