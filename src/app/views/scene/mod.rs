//! The scene on the screen: the picture at the current time, its cells, and every part that can be hovered, clicked or dragged.

mod card;
mod legend;
mod lens;
mod part;
mod twin;

pub use twin::twin_ui;

use egui::{Rect, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, vec2};

use super::{View, guide};
use crate::app::commands::Commands;
use crate::app::paint::canvas::Canvas;
use crate::app::paint::cells::Setting;
use crate::app::paint::shapes;
use crate::app::paint::sprites::Sprites;
use crate::app::theme::{small, tokens};
use crate::app::widgets::focus;
use crate::app::widgets::roving::Roving;
use crate::picture::point;
use crate::picture::scene::{PartId, Scene, Staging, compose};
use crate::sim::Moment;
use crate::sim::warnings::Topic;
use crate::text::clock;

/// The scene as laid out for this frame.
struct Stage<'a> {
    view: &'a View<'a>,
    scene: &'a Scene,
    moment: &'a Moment<'a>,
    /// The area it covers.
    rect: Rect,
    /// Parent id of its parts.
    id: egui::Id,
}

impl Stage<'_> {
    fn origin(&self) -> Vec2 {
        self.rect.min.to_vec2()
    }
}

/// Shows the scene in all available space. `canvas` persists from frame to frame.
pub fn scene_ui(ui: &mut Ui, view: &View<'_>, canvas: &mut Canvas, commands: &mut Commands) {
    let (rect, response) = ui.allocate_exact_size(ui.available_size(), Sense::focusable_noninteractive());
    let moment = view.run().at(view.shown_min());
    let name = if view.twin().is_some() { "scene-name-run" } else { "scene-name" };
    response.widget_info(|| WidgetInfo::labeled(Role::Figure, true, view.say(name)));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_description(format!("{} {}", view.text.scene_sentence(&moment), view.say("scene-keys")));
    });

    let staging = staging(view, rect);
    let scene = compose(view.run(), &moment, &view.case_view.clock, &staging, view.text, &mut canvas.cells);
    let stage = Stage { view, scene: &scene, moment: &moment, rect, id: response.id };
    paint(ui, &stage, canvas, &staging);

    focus::ring(ui, &response, rect.shrink(2.0), 8.0);
    let parts = || scene.parts.iter().filter(|part| part.id.has_card());
    let mut roving = Roving::new(ui, response.id.with("parts"), parts().count() + scene.legend.len(), 0);
    for part in parts() {
        part::part_ui(ui, &stage, part, &mut roving, commands);
    }
    legend::legend_ui(ui, &stage, &mut roving, commands);
    if !view.workspace.lecture {
        lens::lens_ui(ui, &stage, canvas, commands);
    }
    card::card_ui(ui, &stage, commands);
    if view.case_view.pointed_min.is_some() {
        pointed_ui(ui, &stage);
    }
    if let Some(guide) = &view.guide {
        spotlight_ui(ui, &stage, guide::part_of(guide.step().topic));
    } else if let Some(play) = &view.lesson {
        if let Some(part) = play.part().and_then(PartId::by_key) {
            spotlight_ui(ui, &stage, part);
        }
    } else if view.workspace.lecture {
        for id in lit_parts(view) {
            spotlight_ui(ui, &stage, *id);
        }
    }
}

/// The parts of the scene that the last warning is about, while it is on.
fn lit_parts(view: &View<'_>) -> &'static [PartId] {
    let warning = view.happened().and_then(|happened| happened.warning);
    match warning.filter(|warning| warning.is_on_at(view.playback.playhead_min)).map(|warning| warning.id.spec().topic)
    {
        Some(Topic::Calcium) => &[PartId::Anticoagulant],
        Some(Topic::RedCells) => &[PartId::RedCells],
        Some(Topic::Platelets | Topic::WhiteCells) => &[PartId::BuffyCoat],
        Some(Topic::Volume) => &[PartId::Patient],
        Some(Topic::Machine) => &[PartId::Port],
        None => &[],
    }
}

fn staging(view: &View<'_>, rect: Rect) -> Staging {
    let (share, density) = (view.detail.share, view.detail.density);
    // A paused picture shows all its cells.
    let detail = if view.playback.playing { share } else { 1.0 };
    let size = point(rect.width(), rect.height());
    let in_hall = view.workspace.lecture;
    Staging { size, detail, density, reduced_motion: view.workspace.reduced_motion, in_hall }
}

/// A ring around the part that is told of.
fn spotlight_ui(ui: &Ui, stage: &Stage<'_>, id: PartId) {
    let Some(part) = stage.scene.parts.iter().find(|part| part.id == id) else { return };
    let mut rect = shapes::rect(&part.area, stage.origin()).expand(7.0);
    if id == PartId::Anticoagulant && stage.view.workspace.lecture {
        // With its name above it.
        rect = rect.expand2(vec2(4.0, 0.0)).with_min_y(rect.top() - 14.0);
    }
    let rect = rect.intersect(stage.rect.shrink(3.0));
    let ink = tokens(ui).accent;
    ui.painter().rect_stroke(rect, 12.0, Stroke::new(3.0, ink), StrokeKind::Middle);
}

/// Notes that the scene shows another time than the playhead's.
fn pointed_ui(ui: &Ui, stage: &Stage<'_>) {
    let tokens = tokens(ui);
    let words = stage.view.text.with("scene-pointed", &[("time", clock(stage.moment.time_min))]);
    let galley = ui.painter().layout_no_wrap(words, small(), tokens.on_accent);
    // Between the patient's name and the channel's name, and above those of the bags.
    let at = stage.rect.left_top() + vec2(0.3 * stage.rect.width() - 0.5 * galley.size().x, 3.0);
    let rect = Rect::from_min_size(at, galley.size()).expand2(vec2(10.0, 2.0));
    ui.painter().rect_filled(rect, 8.0, tokens.accent);
    ui.painter().galley(at, galley, tokens.on_accent);
}

/// Paints the shapes behind the cells, the cells, and the shapes in front of them.
fn paint(ui: &Ui, stage: &Stage<'_>, canvas: &mut Canvas, staging: &Staging) {
    let (scene, tokens) = (stage.scene, tokens(ui));
    let cell_scale = scene.scale / staging.density.sqrt();
    let pixels_per_unit = ui.ctx().pixels_per_point() * cell_scale;
    let sprites = match &mut canvas.sprites {
        Some(sprites) if sprites.suit(tokens, pixels_per_unit) => sprites,
        kept => kept.insert(Sprites::new(ui.ctx(), tokens, pixels_per_unit)),
    };
    let painter = ui.painter_at(stage.rect);
    for part in &scene.parts {
        shapes::paint(&painter, tokens, &part.behind, stage.origin(), scene.scale);
    }
    let highlight = stage.view.case_view.highlight;
    let setting = Setting { origin: stage.origin(), scale: cell_scale, highlight, glass: None };
    canvas.mesh.paint(&painter, &canvas.cells, sprites, &setting);
    for part in &scene.parts {
        shapes::paint(&painter, tokens, &part.before, stage.origin(), scene.scale);
    }
}
