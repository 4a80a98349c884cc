//! Pinned runs in a plot: each in its own color and dashes, with its letter at the end of its curve, and the shaded difference.

use egui::{Align2, Pos2, Rect, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, pos2};

use super::chart::Shown;
use crate::app::commands::{Command, Commands};
use crate::app::state::Pin;
use crate::app::theme::{size, strong, tokens};
use crate::app::views::View;
use crate::picture::free_places::spread_out;
use crate::picture::plot::pinned::{self, letter};
use crate::picture::plot::{Axis, Mark, Scale, height_at, on_scale};
use crate::sim::quantities::Quantity;

/// The side of a badge, in points.
const BADGE: f32 = 17.0;
/// Between a curve's end and its badge, for the leader.
const LEADER: f32 = 6.0;

/// The room at the right of a plot in which badges stand.
pub fn gutter(view: &View<'_>) -> f32 {
    if view.compared().next().is_none() { 0.0 } else { LEADER + BADGE - 4.0 }
}

/// The curves of all pinned runs.
pub fn curves(view: &View<'_>, quantity: Quantity, scale: Scale) -> impl Iterator<Item = Mark> {
    view.compared().map(move |pin| {
        pinned::curve(pin.letter, on_scale(pin.curves.points(quantity, view.workspace.plots.axis), scale))
    })
}

/// The difference between the run in view and the pinned one that was chosen for it, as far as both go.
pub fn difference(view: &View<'_>, quantity: Quantity, scale: Scale) -> Option<Mark> {
    let pin = view.pins.shaded()?;
    let axis = view.workspace.plots.axis;
    let [own, other] = [view.run_view.points(quantity, axis), pin.curves.points(quantity, axis)];
    Some(pinned::difference(&on_scale(own, scale), pin.letter, &on_scale(other, scale)))
}

/// A badge and the end of the curve it belongs to.
pub struct Badge {
    pub letter: usize,
    pub end: Pos2,
    pub rect: Rect,
}

/// Where the badges stand: in the gutter where the curve leaves the plot, beside its end where it ends before; apart from each other.
pub fn badges(view: &View<'_>, quantity: Quantity, shown: &Shown) -> Vec<Badge> {
    let axis = view.workspace.plots.axis;
    let frame = shown.frame();
    let end = shown.transform.bounds().max()[0];
    let ends = view.compared().filter_map(|pin| {
        let points = pin.curves.points(quantity, axis);
        let last = points.last()?;
        let (x, value) = if last.0 > end { (end, height_at(points, end)?) } else { *last };
        let at = shown.at(x, value);
        (at.x > frame.left()).then_some((pin.letter, pos2(at.x, at.y.clamp(frame.top(), frame.bottom()))))
    });
    let mut ends: Vec<_> = ends.collect();
    ends.sort_by(|(_, a), (_, b)| a.y.total_cmp(&b.y));
    let half = BADGE / 2.0;
    let range = (frame.top() + half, frame.bottom() - half);
    let wished: Vec<_> = ends.iter().map(|(_, end)| end.y).collect();
    let places = spread_out(&wished, BADGE + 1.0, range);
    let badge = |((letter, end), y): ((usize, Pos2), f32)| {
        let left = if end.x > frame.right() - BADGE - LEADER { frame.right() } else { end.x };
        let rect = Rect::from_center_size(pos2(left + LEADER + half, y), Vec2::splat(BADGE));
        Badge { letter, end, rect }
    };
    ends.into_iter().zip(places).map(badge).collect()
}

/// The letters of the pinned runs at the ends of their curves. Pressing one shades the difference to its run.
pub fn badges_ui(ui: &Ui, view: &View<'_>, quantity: Quantity, shown: &Shown, key: &str, commands: &mut Commands) {
    let tokens = tokens(ui);
    let badges = badges(view, quantity, shown);
    for Badge { letter, end, rect } in &badges {
        let ink = tokens.pin_ink(*letter);
        ui.painter().line_segment([*end, rect.left_center()], Stroke::new(1.0, ink));
    }
    for Badge { letter, end, rect } in badges {
        let Some(pin) = view.pins.iter().find(|pin| pin.letter == letter) else { continue };
        // Pressed with the pointer or by a screen reader; the keyboard finds the same in the table of runs.
        let response = ui.interact(rect, ui.scope_id().with((key, "badge", letter)), Sense::CLICK);
        let is_shaded = view.pins.shaded().is_some_and(|shaded| shaded.letter == letter);
        badge_ui(ui, rect, pin, is_shaded || response.hovered());
        let name = said(view, pin, quantity, shown.transform.value_from_position(end).x);
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_shaded, &name));
        if response.clicked() {
            commands.push(Command::ShadeDifference(letter));
        }
        let hint = view.say(if is_shaded { "pin-unshade-hint" } else { "pin-shade-hint" });
        response.on_hover_text(format!("{name}\n{hint}"));
    }
}

/// A pinned run by its letter and name, with the value at the end of its curve.
fn said(view: &View<'_>, pin: &Pin, quantity: Quantity, end: f64) -> String {
    let time_min = match view.workspace.plots.axis {
        Axis::Time => end.min(pin.curves.run.end_min),
        axis @ Axis::Processed => pin.curves.time_at(axis, end),
    };
    let value = view.text.quantity_at(quantity, &pin.curves.run.at(time_min));
    let arguments = [("letter", letter(pin.letter)), ("name", pin.name.clone()), ("value", value)];
    view.text.with("pin-badge", &arguments)
}

/// The letter on the color of its run.
pub fn badge_ui(ui: &Ui, rect: Rect, pin: &Pin, is_lit: bool) {
    let tokens = tokens(ui);
    let ink = tokens.pin_ink(pin.letter);
    ui.painter().rect_filled(rect, 5.0, ink);
    if is_lit {
        ui.painter().rect_stroke(rect.expand(2.0), 7.0, Stroke::new(1.5, ink), StrokeKind::Inside);
    }
    ui.painter().text(rect.center(), Align2::CENTER_CENTER, letter(pin.letter), strong(size::SMALL), tokens.card);
}
