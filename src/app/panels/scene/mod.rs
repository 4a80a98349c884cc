//! The scene on the screen: the picture of the moment, its cells, and what each part says when pointed at.

use egui::{Id, Rect, Role, Sense, Ui, WidgetInfo, vec2};

use super::View;
use crate::app::paint::sprites::Sprites;
use crate::app::paint::{cells, shapes};
use crate::app::theme::tokens;
use crate::picture::point;
use crate::picture::scene::{Part, PartId, compose};

/// Shows the scene over all the room there is. `sprites` are kept from frame to frame.
pub fn scene_ui(ui: &mut Ui, view: &View<'_>, sprites: &mut Option<Sprites>) {
    let (rect, response) = ui.allocate_exact_size(ui.available_size(), Sense::focusable_noninteractive());
    let moment = view.now();
    let sentence = view.text.scene_sentence(&moment);
    response.widget_info(|| WidgetInfo::labeled(Role::Figure, true, view.say("scene-name")));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(sentence.as_str()));

    let size = point(rect.width(), rect.height());
    let scene = compose(&view.derived.run, &moment, &view.session.clock, size, view.session.speed, view.text);
    let tokens = tokens(ui);
    let pixels_per_unit = ui.ctx().pixels_per_point() * scene.scale;
    let sprites = match sprites {
        Some(sprites) if sprites.suit(tokens.dark, pixels_per_unit) => sprites,
        _ => sprites.insert(Sprites::new(ui.ctx(), tokens.dark, pixels_per_unit)),
    };

    let origin = rect.min.to_vec2();
    let painter = ui.painter_at(rect);
    for part in &scene.parts {
        shapes::paint(&painter, tokens, &part.behind, origin, scene.scale);
    }
    painter.add(cells::mesh(&scene.cells, sprites, origin, scene.scale));
    for part in &scene.parts {
        shapes::paint(&painter, tokens, &part.before, origin, scene.scale);
    }
    for part in &scene.parts {
        part_ui(ui, view, part, response.id, origin);
    }
}

/// What a part is called and for; the legend explains itself.
fn part_ui(ui: &Ui, view: &View<'_>, part: &Part, scene: Id, origin: egui::Vec2) {
    if part.id == PartId::Legend {
        return;
    }
    let rect: Rect = shapes::rect(&part.area, origin).expand2(vec2(2.0, 2.0));
    let message = format!("part-{}", part.id.key());
    let name = view.say(&message);
    let response = ui.interact(rect, scene.with(part.id), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::GraphicsSymbol, true, &name));
    let hint = view.text.attribute(&message, "hint").unwrap_or_default();
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(hint.as_ref()));
    // Nothing shines through a menu or a dialog.
    if view.session.dialog.is_some() || egui::Popup::is_any_open(ui.ctx()) {
        return;
    }
    response.on_hover_ui_at_pointer(|ui| {
        ui.set_max_width(300.0);
        ui.strong(&name);
        ui.label(hint.as_ref());
    });
}
