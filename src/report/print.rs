//! The inks of paper: plots that are read in gray too, by lightness and by the words beside them.

use super::svg::Rgb;
use crate::picture::Ink;
use crate::picture::plot::Family;
use crate::sim::Severity;

/// The color of an ink on white paper; what no plot has is black.
pub const fn ink(ink: Ink) -> Rgb {
    match ink {
        Ink::Card | Ink::WarnedGround(Severity::Information) => [0xFF, 0xFF, 0xFF],
        Ink::QuietText => [0x44, 0x44, 0x44],
        Ink::Hairline => [0xC4, 0xC9, 0xCF],
        Ink::Wall => [0x70, 0x76, 0x7E],
        Ink::Curve(Family::WhiteCells) => [0x00, 0x53, 0x8C],
        Ink::Curve(Family::RedCells) => [0xA3, 0x3A, 0x00],
        Ink::Curve(Family::Platelets) => [0x00, 0x66, 0x49],
        Ink::Curve(Family::Calcium) => [0x4A, 0x38, 0x94],
        Ink::Warned(Severity::Severe | Severity::LifeThreatening) => [0x7A, 0x0C, 0x1B],
        Ink::Warned(_) => [0x69, 0x33, 0x00],
        Ink::WarnedGround(Severity::Mild) => [0xF8, 0xF2, 0xE4],
        Ink::WarnedGround(Severity::Moderate) => [0xF1, 0xE3, 0xC6],
        Ink::WarnedGround(Severity::Severe) => [0xE6, 0xC4, 0xC5],
        Ink::WarnedGround(Severity::LifeThreatening) => [0xD3, 0xA2, 0xA5],
        _ => [0x11, 0x11, 0x11],
    }
}
