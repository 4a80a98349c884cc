//! The magnifier: a movable lens that enlarges the cells below it and shows their counts.

use std::f32::consts::PI;

use egui::{Align, Color32, Pos2, Rect, Role, Sense, Shape, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, pos2, vec2};

use super::Stage;
use crate::app::commands::{Command, Commands, Toggle};
use crate::app::paint::canvas::Canvas;
use crate::app::paint::cells::{Glass, Setting};
use crate::app::paint::shapes;
use crate::app::paint::sprites::LENS;
use crate::app::theme::{Tokens, size, small, strong, tokens};
use crate::app::widgets::focus;
use crate::app::widgets::icon::{self, Icon};
use crate::app::widgets::table_row::write;
use crate::picture::cells::CellKind;
use crate::picture::scene::contents::Contents;
use crate::picture::scene::facts::{blood_of, concentration, per_liter};
use crate::picture::scene::{Part, PartId};
use crate::picture::{Ink, Point, point};

/// The lens's radius at scale 1, in points.
const RADIUS: f32 = 58.0;
/// Zoom factor. Its sprites stay sharp up to [`LENS`].
const MAGNIFICATION: f32 = 0.75 * LENS;
/// Points moved by one press of an arrow key.
const STEP: f32 = 8.0;

pub(super) fn lens_ui(ui: &mut Ui, stage: &Stage<'_>, canvas: &mut Canvas, commands: &mut Commands) {
    button_ui(ui, stage, commands);
    let Some(at) = stage.view.case_view.lens else { return };
    let radius = RADIUS * stage.scene.scale;
    let center = stage.rect.min + vec2(at.x * stage.rect.width(), at.y * stage.rect.height());
    let glass = Glass { center, radius, magnification: MAGNIFICATION };
    let under = part_under(stage, center);
    let counts = under.and_then(|part| Counts::of(stage, part.id));
    move_ui(ui, stage, &glass, counts.as_ref(), commands);
    paint(ui, stage, canvas, &glass, under);
    if let Some(counts) = counts {
        counts_ui(ui, stage, &glass, &counts);
    }
}

/// The button that shows and hides the lens.
fn button_ui(ui: &mut Ui, stage: &Stage<'_>, commands: &mut Commands) {
    let rect = shapes::rect(&stage.scene.tool, stage.origin());
    let name = stage.view.say("scene-lens");
    ui.scope_builder(egui::UiBuilder::new().max_rect(rect), |ui| {
        if icon::button(ui, Icon::Lens, &name, rect.width(), stage.view.case_view.lens.is_some()).clicked() {
            commands.push(Command::Toggle(Toggle::Lens));
        }
    });
}

/// Moves the lens by dragging or by arrow keys.
fn move_ui(ui: &Ui, stage: &Stage<'_>, glass: &Glass, counts: Option<&Counts>, commands: &mut Commands) {
    let rect = Rect::from_center_size(glass.center, Vec2::splat(2.0 * glass.radius));
    let response = ui.interact(rect, stage.id.with("lens"), Sense::click_and_drag());
    response.widget_info(|| WidgetInfo::labeled(Role::GraphicsObject, true, stage.view.say("scene-lens-glass")));
    if let Some(counts) = counts {
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_value(counts.spoken()));
    }
    let (right, up) = focus::arrow_steps(ui, &response, focus::ALL_ARROWS);
    let way = response.drag_delta() + STEP * vec2(right as f32, -up as f32);
    if response.hovered() || response.dragged() {
        ui.ctx().set_cursor_icon(if response.dragged() { egui::CursorIcon::Grabbing } else { egui::CursorIcon::Grab });
    }
    if way != Vec2::ZERO {
        let to = glass.center + way - stage.rect.min;
        let share = |part: f32, whole: f32| (part / whole).clamp(0.02, 0.98);
        let to = point(share(to.x, stage.rect.width()), share(to.y, stage.rect.height()));
        commands.push(Command::MoveLens(to));
    }
}

/// The topmost part with blood in it under the center of the lens.
fn part_under<'a>(stage: &'a Stage<'_>, center: Pos2) -> Option<&'a Part> {
    let at: Point = point(center.x - stage.rect.left(), center.y - stage.rect.top());
    let has_blood = |part: &&Part| {
        !matches!(part.id, PartId::Centrifuge | PartId::InletPump | PartId::ReturnPump | PartId::Port)
            && part.id.has_card()
            && part.area.contains(at)
    };
    stage.scene.parts.iter().rev().find(has_blood)
}

fn ground_of(id: PartId) -> Ink {
    match id {
        PartId::Patient => Ink::Blood,
        PartId::Plasma => Ink::Plasma,
        PartId::BuffyCoat | PartId::Bag => Ink::BuffyCoat,
        PartId::RedCells | PartId::Channel => Ink::RedBed,
        PartId::Anticoagulant => Ink::CitrateFluid,
        PartId::Saline => Ink::Saline,
        _ => Ink::Hollow,
    }
}

fn paint(ui: &Ui, stage: &Stage<'_>, canvas: &mut Canvas, glass: &Glass, under: Option<&Part>) {
    let tokens = tokens(ui);
    let painter = ui.painter_at(stage.rect);
    let ground = under.map_or(tokens.card, |part| tokens.ink(ground_of(part.id)));
    painter.circle_filled(glass.center + vec2(1.0, 3.0), glass.radius + 4.0, Tokens::faint(tokens.text, 0.18));
    painter.circle_filled(glass.center, glass.radius, ground);
    let in_layers = |id| matches!(id, PartId::Plasma | PartId::BuffyCoat | PartId::RedCells);
    if under.is_some_and(|part| in_layers(part.id)) {
        let layers = &stage.scene.layers;
        let seen = |y: f32| (y + stage.rect.top() - glass.center.y) * glass.magnification;
        above(&painter, glass, f32::INFINITY, tokens.ink(Ink::RedBed));
        above(&painter, glass, seen(layers.red_cells.top), tokens.ink(Ink::BuffyCoat));
        above(&painter, glass, seen(layers.buffy_coat.top), tokens.ink(Ink::Plasma));
    }
    if let Some(sprites) = &canvas.sprites {
        let scale = stage.scene.scale / stage.view.detail.density.sqrt();
        let origin = stage.origin();
        let setting = Setting { origin, scale, highlight: stage.view.case_view.highlight, glass: Some(*glass) };
        canvas.lens_mesh.paint(&painter, &canvas.cells, sprites, &setting);
    }
    let focused = ui.memory(|memory| memory.has_focus(stage.id.with("lens")));
    let rim = if focused { tokens.accent } else { tokens.quiet };
    painter.circle_stroke(glass.center, glass.radius + 1.0, Stroke::new(5.0, tokens.card));
    painter.circle_stroke(glass.center, glass.radius + 3.0, Stroke::new(3.0, rim));
}

/// Fills the part of the lens above `height`, measured downward from its center.
fn above(painter: &egui::Painter, glass: &Glass, height: f32, ink: Color32) {
    const PIECES: usize = 48;
    if height <= -glass.radius {
        return;
    }
    // The arc between the two points where a line at this height cuts the circle.
    let cut = (height / glass.radius).min(1.0).asin();
    let corner = |i: usize| {
        let angle = PI - cut + i as f32 / PIECES as f32 * (PI + 2.0 * cut);
        glass.center + glass.radius * vec2(angle.cos(), angle.sin())
    };
    painter.add(Shape::convex_polygon((0..=PIECES).map(corner).collect(), ink, Stroke::NONE));
}

/// Where the lens is, and the concentration of each kind of cell there.
struct Counts {
    place: String,
    lines: Vec<(String, String)>,
}

impl Counts {
    /// `None` where there is no blood.
    fn of(stage: &Stage<'_>, id: PartId) -> Option<Self> {
        let view = stage.view;
        let run = view.run();
        let blood = blood_of(id, &Contents::of(run, stage.moment))?;
        let name = |kind: CellKind| view.say(&format!("legend-{}", kind.key()));
        let lines = per_liter(&blood, run).into_iter().map(|(kind, n)| (name(kind), concentration(kind, n, view.text)));
        Some(Self { place: view.say(&format!("part-{}", id.key())), lines: lines.collect() })
    }

    /// The counts as text for screen readers.
    fn spoken(&self) -> String {
        let lines: Vec<_> = self.lines.iter().map(|(name, count)| format!("{name} {count}")).collect();
        format!("{}: {}", self.place, lines.join(", "))
    }
}

/// The counts beside the lens.
fn counts_ui(ui: &Ui, stage: &Stage<'_>, glass: &Glass, counts: &Counts) {
    let tokens = tokens(ui);
    let Counts { place, lines } = counts;
    let row = 17.0;
    let room = vec2(176.0, 14.0 + row * (lines.len() as f32 + 1.0));
    // At the right of the lens, or at the left if there is no room.
    let right = glass.center.x + glass.radius + 10.0;
    let left = if right + room.x < stage.rect.right() { right } else { glass.center.x - glass.radius - 10.0 - room.x };
    let top = (glass.center.y - room.y / 2.0)
        .clamp(stage.rect.top() + 4.0, (stage.rect.bottom() - room.y - 4.0).max(stage.rect.top() + 4.0));
    let card = Rect::from_min_size(pos2(left, top), room);
    let painter = ui.painter_at(stage.rect);
    painter.rect(card, 8.0, tokens.card, Stroke::new(1.0, tokens.hairline), StrokeKind::Inside);
    let inside = card.shrink2(vec2(10.0, 7.0));
    let line = |n: usize| {
        let top = inside.top() + row * n as f32;
        inside.with_min_y(top).with_max_y(top + row)
    };
    write(&painter, line(0), Align::Min, place, strong(size::SMALL), tokens.text);
    for (i, (name, count)) in lines.iter().enumerate() {
        let count = write(&painter, line(i + 1), Align::Max, count, strong(size::SMALL), tokens.text);
        let names = line(i + 1).with_max_x(count.rect.left() - 4.0);
        write(&painter, names, Align::Min, name, small(), tokens.text);
    }
}
