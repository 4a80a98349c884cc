//! Icons, painted as shapes so that they do not depend on a font.

use egui::{
    Align2, Color32, Id, Painter, Pos2, Rect, Response, Role, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2,
};

use super::focus;
use crate::app::theme::{body, size, strong, tokens};
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
    Home,
    Close,
    /// What lies between two curves.
    Difference,
}

/// A square button with an icon. `name` says what it does.
pub fn button(ui: &mut Ui, icon: Icon, name: &str, side: f32, filled: bool) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(side, side), Sense::click());
    shown(ui, rect, response, icon, name, filled)
}

/// A button with an icon and a word beside it.
pub fn worded(ui: &mut Ui, icon: Icon, word: &str, name: &str, height: f32) -> Response {
    let tokens = tokens(ui);
    let galley = ui.painter().layout_no_wrap(word.to_owned(), body(), tokens.text);
    let (rect, response) = ui.allocate_exact_size(vec2(height + galley.size().x + 6.0, height), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    if response.hovered() {
        ui.painter().rect_filled(rect, 6.0, tokens.button_hovered);
    }
    focus::ring(ui, &response, rect, 6.0);
    let middle = pos2(rect.left() + height / 2.0, rect.center().y);
    paint(ui.painter(), icon, Rect::from_center_size(middle, vec2(height, height) * 0.42), tokens.text);
    let at = pos2(rect.left() + height - 2.0, rect.center().y - galley.size().y / 2.0);
    ui.painter().galley(at, galley, tokens.text);
    response.on_hover_text(name)
}

/// A square button with an icon, of this Id.
pub fn button_with_id(ui: &mut Ui, id: Id, icon: Icon, name: &str, side: f32) -> Response {
    let (_, rect) = ui.allocate_space(vec2(side, side));
    let response = ui.interact(rect, id, Sense::click());
    shown(ui, rect, response, icon, name, false)
}

fn shown(ui: &Ui, rect: Rect, response: Response, icon: Icon, name: &str, filled: bool) -> Response {
    let side = rect.height();
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

/// A button with an icon that is on or off.
pub fn toggle(ui: &mut Ui, icon: Icon, name: &str, side: f32, on: bool) -> Response {
    let response = button(ui, icon, name, side, on);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, on, name));
    response
}

fn paint(painter: &Painter, icon: Icon, rect: Rect, ink: Color32) {
    let bar = |left: f32| {
        let width = rect.width() * 0.28;
        let x = rect.left() + left * (rect.width() - width);
        painter.rect_filled(Rect::from_min_size(pos2(x, rect.top()), vec2(width, rect.height())), 1.0, ink);
    };
    // Corners as shares of the icon's width and height.
    let triangle = |corners: [(f32, f32); 3]| {
        let points = corners.map(|(x, y)| rect.lerp_inside(vec2(x, y)));
        painter.add(Shape::convex_polygon(points.to_vec(), ink, Stroke::NONE));
    };
    match icon {
        Icon::Pause => [0.08, 0.92].into_iter().for_each(bar),
        Icon::Play => triangle([(0.1, 0.0), (1.1, 0.5), (0.1, 1.0)]),
        Icon::Next => triangle([(0.0, 0.0), (0.9, 0.5), (0.0, 1.0)]),
        Icon::Previous => triangle([(1.0, 0.0), (0.1, 0.5), (1.0, 1.0)]),
        Icon::ToStart => {
            triangle([(1.0, 0.0), (0.1, 0.5), (1.0, 1.0)]);
            bar(0.0);
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
            triangle([(0.5, 0.0), (0.0, 0.5), (0.5, 1.0)]);
            bar(0.9);
        }
        Icon::StepOn => {
            triangle([(0.5, 0.0), (1.0, 0.5), (0.5, 1.0)]);
            bar(0.1);
        }
        Icon::Home => {
            let at = |x: f32, y: f32| rect.lerp_inside(vec2(x, y));
            let stroke = Stroke::new(1.8, ink);
            painter.add(Shape::line(vec![at(-0.08, 0.52), at(0.5, 0.0), at(1.08, 0.52)], stroke));
            let walls = [at(0.12, 0.42), at(0.12, 1.0), at(0.88, 1.0), at(0.88, 0.42)];
            painter.add(Shape::line(walls.to_vec(), stroke));
        }
        Icon::Close => {
            let stroke = Stroke::new(1.8, ink);
            painter.line_segment([rect.left_top(), rect.right_bottom()], stroke);
            painter.line_segment([rect.right_top(), rect.left_bottom()], stroke);
        }
        Icon::Difference => {
            let at = |x: f32, y: f32| rect.lerp_inside(vec2(x, y));
            let (upper, lower) = ([at(-0.1, 0.5), at(1.1, -0.05)], [at(-0.1, 0.55), at(1.1, 1.05)]);
            let between = vec![upper[0], upper[1], lower[1]];
            painter.add(Shape::convex_polygon(between, ink.gamma_multiply(0.4), Stroke::NONE));
            painter.line_segment(upper, Stroke::new(1.8, ink));
            painter.line_segment(lower, Stroke::new(1.8, ink));
        }
        Icon::Flag | Icon::FlagSet => {
            let pole = rect.left() + rect.width() * 0.15;
            painter.vline(pole, rect.top() - 1.0..=rect.bottom() + 1.0, Stroke::new(1.8, ink));
            triangle([(0.15, 0.0), (1.0 + 1.0 / rect.width(), 0.32), (0.15, 0.64)]);
        }
    }
}

pub fn check_mark(painter: &Painter, rect: Rect, ink: Color32) {
    let at = |x: f32, y: f32| rect.lerp_inside(vec2(x, y));
    let stroke = Stroke::new((0.13 * rect.width()).max(2.0), ink);
    painter.add(Shape::line(vec![at(0.12, 0.52), at(0.40, 0.80), at(0.88, 0.20)], stroke));
}

/// A severity sign that works without color: a ring, a disc, a triangle or an octagon, each with its own symbol.
pub fn severity_sign(painter: &Painter, center: Pos2, severity: Severity, ink: Color32, ground: Color32) {
    sized_severity_sign(painter, center, 9.0, severity, ink, ground);
}

/// A severity sign of this radius.
pub fn sized_severity_sign(
    painter: &Painter,
    center: Pos2,
    radius: f32,
    severity: Severity,
    ink: Color32,
    ground: Color32,
) {
    let polygon = |count: usize, turn: f32, radius: f32| {
        let angles = (0..count).map(|i| turn + i as f32 / count as f32 * std::f32::consts::TAU);
        let corners = angles.map(|angle| center + radius * vec2(angle.cos(), angle.sin()));
        painter.add(Shape::convex_polygon(corners.collect(), ink, Stroke::NONE))
    };
    let up = -std::f32::consts::FRAC_PI_2;
    match severity {
        Severity::Information | Severity::Mild => painter.circle_stroke(center, radius - 1.0, Stroke::new(2.0, ink)),
        Severity::Moderate => painter.circle_filled(center, radius, ink),
        Severity::Severe => polygon(3, up, 1.22 * radius),
        Severity::LifeThreatening => polygon(8, up + 0.39, 1.11 * radius),
    };
    let mark = if severity <= Severity::Mild { ink } else { ground };
    // A triangle is low and wide: its sign is smaller, and above its base.
    let (down, share) = if severity == Severity::Severe { (0.05, 0.8) } else { (0.0, 1.0) };
    let middle = center + vec2(0.0, down * radius);
    let sign = if severity == Severity::Information { "i" } else { "!" };
    painter.text(middle, Align2::CENTER_CENTER, sign, strong(share * size::SMALL * radius / 9.0), mark);
}
