//! A small person, as the mark of one in a hundred.

use egui::{Color32, Painter, Pos2, Rect, vec2};

/// A person of this height who stands at this point.
pub fn person(painter: &Painter, foot: Pos2, height: f32, ink: Color32) {
    let h = height * 0.92;
    painter.circle_filled(foot - vec2(0.0, h * 0.84), h * 0.15, ink);
    let trunk = Rect::from_min_max(foot + vec2(-h * 0.20, -h * 0.66), foot + vec2(h * 0.20, -h * 0.32));
    painter.rect_filled(trunk, h * 0.08, ink);
    for side in [-1.0, 1.0] {
        let legs = Rect::from_center_size(foot + vec2(side * h * 0.085, -h * 0.19), vec2(h * 0.13, h * 0.38));
        painter.rect_filled(legs, h * 0.04, ink);
    }
}
