//! A text as a square code (QR, ISO/IEC 18004) that a telephone reads from a screen.

use qrcodegen::{QrCode, QrCodeEcc};

/// A square of dark and pale modules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Qr {
    side: usize,
    /// Row by row from the top.
    dark: Vec<bool>,
}

impl Qr {
    /// The pale margin that a reader needs, in modules.
    pub const QUIET: usize = 4;

    /// The code of a text; `None` where no code is large enough. A seventh of it may be hidden or glare where the text leaves room.
    pub fn of(text: &str) -> Option<Self> {
        let levels = [QrCodeEcc::Medium, QrCodeEcc::Low];
        let code = levels.into_iter().find_map(|level| QrCode::encode_text(text, level).ok())?;
        let side = usize::try_from(code.size()).ok()?;
        let dark = (0..code.size()).flat_map(|y| (0..code.size()).map(move |x| (x, y)));
        Some(Self { side, dark: dark.map(|(x, y)| code.get_module(x, y)).collect() })
    }

    /// Modules along a side, without the margin.
    pub fn side(&self) -> usize {
        self.side
    }

    pub fn is_dark(&self, x: usize, y: usize) -> bool {
        x < self.side && self.dark.get(y * self.side + x) == Some(&true)
    }

    /// The dark stretches of each row, as the row, where it begins and how many modules it is long.
    pub fn stretches(&self) -> impl Iterator<Item = (usize, usize, usize)> {
        (0..self.side).flat_map(move |y| {
            let begins = (0..self.side).filter(move |x| self.is_dark(*x, y) && (*x == 0 || !self.is_dark(x - 1, y)));
            begins.map(move |x| (y, x, (x..self.side).take_while(|x| self.is_dark(*x, y)).count()))
        })
    }
}
