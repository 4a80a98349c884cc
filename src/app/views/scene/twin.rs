//! The twin's scene: the picture of a pinned run at the same time, whose parts say their names and numbers.

use egui::{Rect, RichText, Role, Sense, Ui, WidgetInfo, vec2};

use super::part::facts_ui;
use super::{Stage, paint, staging};
use crate::app::paint::canvas::Canvas;
use crate::app::paint::shapes;
use crate::app::theme::{size, strong};
use crate::app::views::View;
use crate::app::widgets::focus;
use crate::picture::plot::pinned::letter;
use crate::picture::scene::compose;
use crate::picture::scene::facts::facts;

/// Shows the twin in all available space. `canvas` persists from frame to frame.
pub fn twin_ui(ui: &mut Ui, view: &View<'_>, canvas: &mut Canvas) {
    let Some(twin) = view.twin() else { return };
    // A lesson calls it by what differs, wherever it is spoken of.
    let is_in_lesson = view.lesson.is_some();
    let called = if is_in_lesson { twin.name.clone() } else { letter(twin.letter) };
    let (rect, response) = ui.allocate_exact_size(ui.available_size(), Sense::focusable_noninteractive());
    let (run, moment) = (&twin.curves.run, view.twin_moment(twin));
    let name = if is_in_lesson { "scene-name-beside" } else { "scene-name-twin" };
    let arguments = [("letter", letter(twin.letter)), ("name", twin.name.clone())];
    response.widget_info(|| WidgetInfo::labeled(Role::Figure, true, view.text.with(name, &arguments)));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(view.text.scene_sentence(&moment)));
    let staging = staging(view, rect);
    let scene = compose(run, &moment, &view.case_view.twin_clock, &staging, view.text, &mut canvas.cells);
    let stage = Stage { view, scene: &scene, moment: &moment, rect, id: response.id };
    paint(ui, &stage, canvas, &staging);
    focus::ring(ui, &response, rect.shrink(2.0), 8.0);
    if !view.is_uncovered(ui.ctx()) || view.workspace.lecture {
        return;
    }
    for part in scene.parts.iter().filter(|part| part.id.has_card()) {
        let area: Rect = shapes::rect(&part.area, stage.origin()).expand2(vec2(2.0, 2.0));
        let response = ui.interact(area, stage.id.with(part.id), Sense::hover());
        response.on_hover_ui(|ui| {
            ui.set_max_width(290.0);
            let name = view.say(&format!("part-{}", part.id.key()));
            ui.label(RichText::new(format!("{called}: {name}")).font(strong(size::STRONG)));
            facts_ui(ui, &facts(part.id, run, &moment, view.text));
        });
    }
}
