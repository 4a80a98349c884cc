//! A few words beside a place of the window, with a tip that points at it. It lets clicks through.

use egui::{Area, AreaState, Frame, Id, Margin, Order, Pos2, Rect, RichText, Shape, Stroke, Ui, pos2, vec2};

use crate::app::theme::{size, strong, tokens};

/// Where the words stand, seen from the place they are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Left,
    Above,
    Right,
}

/// Length of the tip.
const TIP: f32 = 8.0;

pub fn show(ui: &Ui, name: &str, place: Rect, side: Side, words: &str) {
    let tokens = tokens(ui);
    let id = Id::unique(("bubble", name));
    let known = AreaState::load(ui.ctx(), id).and_then(|state| state.size).unwrap_or_default();
    let (at, tip, along) = match side {
        Side::Left => {
            let at = pos2(place.left() - TIP - known.x, place.center().y - known.y / 2.0);
            (at, place.left_center(), vec2(-1.0, 0.0))
        }
        Side::Above => (pos2(place.left() - 6.0, place.top() - TIP - known.y), place.center_top(), vec2(0.0, -1.0)),
        Side::Right => {
            let at = pos2(place.right() + TIP, place.center().y - known.y / 2.0);
            (at, place.right_center(), vec2(1.0, 0.0))
        }
    };
    let area = Area::new(id).order(Order::Middle).fixed_pos(at).interactable(false).constrain(false);
    area.show(ui.ctx(), |ui| {
        let frame = Frame::new().fill(tokens.accent).corner_radius(7).inner_margin(Margin::symmetric(11, 6));
        let shown = frame.show(ui, |ui| {
            ui.label(RichText::new(words).font(strong(size::SMALL + 1.0)).color(tokens.on_accent));
        });
        let is_known = (shown.response.rect.size() - known).length() < 1.0;
        if is_known {
            ui.painter().with_clip_rect(Rect::EVERYTHING).add(pointer(tip, along, tokens.accent));
        }
    });
}

/// A triangle with its corner at `tip`, opening along this direction.
fn pointer(tip: Pos2, along: egui::Vec2, ink: egui::Color32) -> Shape {
    let base = tip + (TIP + 1.0) * along;
    let aside = 6.0 * along.rot90();
    Shape::convex_polygon(vec![tip, base + aside, base - aside], ink, Stroke::NONE)
}
