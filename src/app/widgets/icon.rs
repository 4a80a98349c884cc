//! Icons, painted as shapes so that they do not depend on a font.

use egui::{Color32, Painter, Pos2, Rect, Response, Role, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::focus;
use crate::app::theme::{size, strong, tokens};
use crate::sim::Severity;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    Play,
    Pause,
    ToStart,
    Previous,
    Next,
    Lens,
    Enlarge,
    Shrink,
    StepBack,
    StepOn,
    Flag,
    /// A raised flag.
    FlagSet,
}

/// A square button with an icon. `name` says what it does.
pub fn button(ui: &mut Ui, icon: Icon, name: &str, side: f32, filled: bool) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(side, side), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    let tokens = tokens(ui);
    let painter = ui.painter();
    let (fill, ink) = match (filled, response.hovered()) {
        (true, _) => (tokens.accent, tokens.on_accent),
        (false, true) => (tokens.button_hovered, tokens.text),
        (false, false) => (Color32::TRANSPARENT, tokens.text),
    };
    painter.circle_filled(rect.center(), side / 2.0, fill);
    focus::ring(ui, &response, rect.expand(3.0), side / 2.0 + 3.0);
    let ink = if icon == Icon::FlagSet { tokens.accent } else { ink };
    paint(painter, icon, Rect::from_center_size(rect.center(), vec2(side, side) * 0.42), ink);
    response.on_hover_text(name)
}

fn paint(painter: &Painter, icon: Icon, rect: Rect, ink: Color32) {
    let bar = |left: f32| {
        let width = rect.width() * 0.28;
        let x = rect.left() + left * (rect.width() - width);
        painter.rect_filled(Rect::from_min_size(pos2(x, rect.top()), vec2(width, rect.height())), 1.0, ink);
    };
    let triangle = |points: [Pos2; 3]| {
        painter.add(Shape::convex_polygon(points.to_vec(), ink, Stroke::NONE));
    };
    match icon {
        Icon::Pause => {
            bar(0.08);
            bar(0.92);
        }
        Icon::Play => {
            let nudge = vec2(rect.width() * 0.1, 0.0);
            triangle([rect.left_top() + nudge, rect.right_center() + nudge, rect.left_bottom() + nudge]);
        }
        Icon::Previous | Icon::ToStart => {
            triangle([rect.right_top(), rect.left_center() + vec2(rect.width() * 0.1, 0.0), rect.right_bottom()]);
            if icon == Icon::ToStart {
                bar(0.0);
            }
        }
        Icon::Lens => {
            let glass = rect.center() - vec2(1.0, 1.0) * rect.width() * 0.12;
            let radius = rect.width() * 0.42;
            painter.circle_stroke(glass, radius, Stroke::new(2.0, ink));
            let rim = glass + vec2(1.0, 1.0) * radius * std::f32::consts::FRAC_1_SQRT_2;
            painter.line_segment([rim, rect.right_bottom() + vec2(1.0, 1.0)], Stroke::new(2.5, ink));
        }
        // Two corners, pointing away from each other or toward each other.
        Icon::Enlarge | Icon::Shrink => {
            let arm = rect.width() * 0.42;
            let toward = if icon == Icon::Enlarge { 1.0 } else { -1.0 };
            for (corner, inward) in [(rect.right_top(), vec2(-1.0, 1.0)), (rect.left_bottom(), vec2(1.0, -1.0))] {
                let tip = if icon == Icon::Enlarge { corner } else { corner + arm * inward };
                let ends = [tip + toward * vec2(arm * inward.x, 0.0), tip, tip + toward * vec2(0.0, arm * inward.y)];
                painter.add(Shape::line(ends.to_vec(), Stroke::new(2.0, ink)));
            }
        }
        Icon::StepBack => {
            triangle([rect.center_top(), rect.left_center(), rect.center_bottom()]);
            bar(0.9);
        }
        Icon::StepOn => {
            triangle([rect.center_top(), rect.right_center(), rect.center_bottom()]);
            bar(0.1);
        }
        Icon::Flag | Icon::FlagSet => {
            let pole = rect.left() + rect.width() * 0.15;
            painter.vline(pole, rect.top() - 1.0..=rect.bottom() + 1.0, Stroke::new(1.8, ink));
            let pennant = [pos2(pole, rect.top()), pos2(rect.right() + 1.0, rect.top() + rect.height() * 0.32)];
            triangle([pennant[0], pennant[1], pos2(pole, rect.top() + rect.height() * 0.64)]);
        }
        Icon::Next => {
            triangle([rect.left_top(), rect.right_center() - vec2(rect.width() * 0.1, 0.0), rect.left_bottom()]);
        }
    }
}

pub fn check_mark(painter: &Painter, rect: Rect, ink: Color32) {
    let at = |x: f32, y: f32| rect.lerp_inside(vec2(x, y));
    let stroke = Stroke::new(2.0, ink);
    painter.add(Shape::line(vec![at(0.12, 0.52), at(0.40, 0.80), at(0.88, 0.20)], stroke));
}

/// A severity sign that works without color: a ring, a disc, a triangle or an octagon, each with its own symbol.
pub fn severity_sign(painter: &Painter, center: Pos2, severity: Severity, ink: Color32, ground: Color32) {
    let radius = 9.0;
    let corners = |count: usize, turn: f32, radius: f32| -> Vec<Pos2> {
        (0..count)
            .map(|i| {
                let angle = turn + i as f32 / count as f32 * std::f32::consts::TAU;
                center + radius * vec2(angle.cos(), angle.sin())
            })
            .collect()
    };
    let up = -std::f32::consts::FRAC_PI_2;
    let (mark, drop) = match severity {
        Severity::Information | Severity::Mild => {
            painter.circle_stroke(center, radius - 1.0, Stroke::new(2.0, ink));
            (ink, 0.0)
        }
        Severity::Moderate => {
            painter.circle_filled(center, radius, ink);
            (ground, 0.0)
        }
        Severity::Severe => {
            painter.add(Shape::convex_polygon(corners(3, up, radius + 2.0), ink, Stroke::NONE));
            (ground, 1.5)
        }
        Severity::LifeThreatening => {
            painter.add(Shape::convex_polygon(corners(8, up + 0.39, radius + 1.0), ink, Stroke::NONE));
            (ground, 0.0)
        }
    };
    painter.text(
        center + vec2(0.0, drop),
        egui::Align2::CENTER_CENTER,
        if severity == Severity::Information { "i" } else { "!" },
        strong(size::SMALL),
        mark,
    );
}
