//! A few words in a colored box of their own place, with a tip that points at what they are about.

use egui::{Pos2, Rect, Role, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2};

use crate::app::theme::{size, strong, tokens};

/// Where the tip points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Tip {
    /// At what stands above; the place of the tip from the left edge of the window, in points.
    Up(f32),
    /// At what stands at the left.
    Left,
}

/// Length of the tip, and padding around the words.
const TIP: f32 = 8.0;
const PADDING: egui::Vec2 = vec2(9.0, 6.0);
const CORNER: f32 = 7.0;

/// Height of a bubble whose tip points up, in points.
pub const HEIGHT: f32 = TIP + 28.0;

pub fn show(ui: &mut Ui, tip: Tip, words: &str) {
    let tokens = tokens(ui);
    let galley = ui.painter().layout_no_wrap(words.to_owned(), strong(size::SMALL), tokens.on_accent);
    let wanted = galley.size() + 2.0 * PADDING;
    let (room, body, peak, along) = match tip {
        Tip::Up(x) => {
            let (room, response) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::hover());
            let below = room.with_min_y(room.top() + TIP);
            let left = (x - wanted.x / 2.0).min(below.right() - wanted.x).max(below.left());
            let body = below.with_min_x(left).with_max_x(left + wanted.x);
            (response, body, pos2(x, room.top()), vec2(0.0, 1.0))
        }
        Tip::Left => {
            let (room, response) = ui.allocate_exact_size(wanted + vec2(TIP, 0.0), Sense::hover());
            (response, room.with_min_x(room.left() + TIP), room.left_center(), vec2(1.0, 0.0))
        }
    };
    room.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
    let painter = ui.painter();
    painter.rect_filled(body, CORNER, tokens.accent);
    painter.add(pointer(peak, along, tokens.accent));
    let at = Rect::from_center_size(body.center(), galley.size()).min;
    painter.galley(at, galley, tokens.on_accent);
}

/// A triangle with its corner at `tip`, opening along this direction.
fn pointer(tip: Pos2, along: egui::Vec2, ink: egui::Color32) -> Shape {
    let base = tip + (TIP + 1.0) * along;
    let aside = 6.0 * along.rot90();
    Shape::convex_polygon(vec![tip, base + aside, base - aside], ink, Stroke::NONE)
}
