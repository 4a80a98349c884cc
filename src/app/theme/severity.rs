//! How grave a warning is, as a color, a ground and the thickness of a bar.

use egui::Color32;

use super::Tokens;
use crate::picture::plot::marks::bar_width;
use crate::sim::Severity;
use crate::sim::warnings::{Topic, WarningId};

/// The colors of a severity: words and icon, and the ground behind them.
pub fn severity(tokens: &Tokens, severity: Severity) -> (Color32, Color32) {
    match severity {
        Severity::Information => (tokens.quiet, tokens.ground),
        Severity::Mild | Severity::Moderate => (tokens.caution, tokens.caution_fill),
        Severity::Severe | Severity::LifeThreatening => (tokens.severe, tokens.severe_fill),
    }
}

/// The ground of the range in which a warning of this severity is active: deeper where it is worse, so that the grades of one ink
/// differ.
pub fn severity_ground(tokens: &Tokens, of: Severity) -> Color32 {
    match of {
        Severity::Information => tokens.card,
        Severity::Mild => tokens.caution_fill,
        Severity::Moderate => tokens.caution_deep,
        Severity::Severe => tokens.severe_fill,
        Severity::LifeThreatening => tokens.severe_deep,
    }
}

/// The width of the bar at the left of such a range, in points: wider where it is worse, so that color is not alone.
pub fn severity_bar(tokens: &Tokens, severity: Severity) -> f32 {
    tokens.line.min(1.4) * bar_width(severity)
}

/// The color of a warning on a map: a hue for what it is about, deeper where it is worse. `depth` tells apart what would be alike.
pub fn warning_ground(tokens: &Tokens, id: WarningId, severity: Severity, depth: u8) -> Color32 {
    let hue = match id.spec().topic {
        Topic::RedCells => tokens.red_cells,
        Topic::Platelets => tokens.platelets,
        Topic::WhiteCells => tokens.white_cells,
        Topic::Calcium => tokens.citrate,
        Topic::Volume => tokens.severe,
        Topic::Machine => tokens.caution,
    };
    let share = match severity {
        Severity::Information | Severity::Mild => 0.24,
        Severity::Moderate => 0.38,
        Severity::Severe => 0.52,
        Severity::LifeThreatening => 0.64,
    };
    tokens.card.lerp_to_gamma(hue, (share + 0.14 * f32::from(depth)).min(0.8))
}

/// The opacity of what is stale and being computed again.
pub const STALE: f32 = 0.45;

/// How high the mark of a severity stands on a track, in points, and its color: more for worse, so that color is not alone.
pub fn severity_mark(tokens: &Tokens, severity: Severity) -> (f32, Color32) {
    match severity {
        Severity::Information => (0.0, Color32::TRANSPARENT),
        Severity::Mild => (2.0, Tokens::faint(tokens.caution, 0.75)),
        Severity::Moderate => (3.0, tokens.caution),
        Severity::Severe => (4.0, tokens.severe),
        Severity::LifeThreatening => (5.0, tokens.severe),
    }
}
