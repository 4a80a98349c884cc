//! What lies over the stage: a ring that is seen from the last row where the lecturer points, and what the pen has drawn.

use egui::{CursorIcon, Pos2, Rect, Role, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2};

use crate::app::commands::{Command, Commands};
use crate::app::state::{Spot, Tool};
use crate::app::theme::tokens;
use crate::app::views::View;

const RING: f32 = 20.0;
const PEN: f32 = 4.0;

/// Paints what points and what was drawn over `room`; with a tool in hand, the mouse points or draws.
pub fn overlay_ui(ui: &mut Ui, view: &View<'_>, room: Rect, commands: &mut Commands) {
    let stage = &view.workspace.stage;
    if let Some(tool) = stage.tool {
        // Without clicks to wait for, a line begins where the button goes down.
        let sense = if tool == Tool::Pen { Sense::drag() } else { Sense::hover() };
        let response = ui.interact(room, ui.scope_id().with("tool"), sense);
        let name = view.say(if tool == Tool::Pen { "stage-pen" } else { "stage-pointer" });
        response.widget_info(|| WidgetInfo::labeled(Role::Canvas, true, &name));
        let at = response.hover_pos().or(response.interact_pointer_pos());
        let spot = at.map(|at| spot_of(at, room));
        match tool {
            Tool::Pointer if spot != stage.pointed => commands.push(Command::PointOnStage(spot)),
            Tool::Pen if response.drag_started() => {
                commands.extend(spot.map(|spot| Command::Draw(spot, true)));
            }
            Tool::Pen if response.dragged() => commands.extend(spot.map(|spot| Command::Draw(spot, false))),
            Tool::Pointer | Tool::Pen => {}
        }
        if at.is_some() {
            ui.set_cursor_icon(if tool == Tool::Pen { CursorIcon::Crosshair } else { CursorIcon::None });
        }
    }
    paint(ui, &stage.strokes, stage.pointed, room);
}

fn paint(ui: &Ui, strokes: &[Vec<Spot>], pointed: Option<Spot>, room: Rect) {
    let tokens = tokens(ui);
    let (ink, edge) = (tokens.pin_ink(0), tokens.card);
    let painter = ui.painter_at(room);
    for stroke in strokes {
        let points: Vec<_> = stroke.iter().map(|spot| place_of(*spot, room)).collect();
        if let [only] = points[..] {
            painter.circle(only, PEN, ink, Stroke::new(1.5, edge));
        } else {
            // An edge, so that it stands out from whatever it lies on.
            painter.add(Shape::line(points.clone(), Stroke::new(PEN + 3.0, edge)));
            painter.add(Shape::line(points, Stroke::new(PEN, ink)));
        }
    }
    if let Some(at) = pointed.map(|spot| place_of(spot, room)) {
        painter.circle_stroke(at, RING, Stroke::new(7.0, edge));
        painter.circle_stroke(at, RING, Stroke::new(4.0, ink));
        painter.circle(at, 3.5, ink, Stroke::new(1.5, edge));
    }
}

fn spot_of(at: Pos2, room: Rect) -> Spot {
    let within = ((at - room.min) / room.size()).clamp(vec2(0.0, 0.0), vec2(1.0, 1.0));
    [within.x, within.y]
}

fn place_of([x, y]: Spot, room: Rect) -> Pos2 {
    pos2(room.left() + x.clamp(0.0, 1.0) * room.width(), room.top() + y.clamp(0.0, 1.0) * room.height())
}
