//! One part of the scene: its tooltip, the card it opens, and the setting changed by dragging it or with arrow keys.

use egui::accesskit::Action;
use egui::{Rect, Response, RichText, Role, Sense, Ui, WidgetInfo, vec2};

use super::Stage;
use crate::app::commands::{Command, Commands};
use crate::app::paint::shapes;
use crate::app::state::EditScope;
use crate::app::theme::{size, small, strong, tokens};
use crate::app::views::View;
use crate::app::widgets::roving::Roving;
use crate::app::widgets::track::tidy;
use crate::app::widgets::{drag, focus};
use crate::picture::scene::facts::{Fact, facts, spoken};
use crate::picture::scene::{Adjust, Part, PartId};
use crate::sim::Value;
use crate::sim::symptoms::speaks;

/// Drag distance that covers a setting's whole range, for parts whose picture has no scale of its own.
const WHOLE_RANGE: f64 = 240.0;

pub(super) fn part_ui(ui: &mut Ui, stage: &Stage<'_>, part: &Part, roving: &mut Roving, commands: &mut Commands) {
    let view = stage.view;
    let rect: Rect = shapes::rect(&part.area, stage.origin()).expand2(vec2(2.0, 2.0));
    let message = format!("part-{}", part.id.key());
    let name = view.say(&message);
    let adjusts = part.adjusts.filter(|adjust| view.obstacle(adjust.setting).is_none());
    let sense = if adjusts.is_some() { Sense::click_and_drag() } else { Sense::click() };
    let response = ui.interact(rect, stage.id.with(part.id), roving.sense(sense));
    roving.offered(ui, &response);
    response.widget_info(|| WidgetInfo::labeled(Role::GraphicsSymbol, true, &name));
    let hint = view.text.attribute(&message, hint_of(part.id, view)).unwrap_or_default();
    let run = view.run();
    ui.ctx().accesskit_node_builder(response.id, |node| {
        // The value of an image is not read out everywhere: its numbers stand before its purpose as well.
        let numbers = spoken(&facts(part.id, run, stage.moment, view.text));
        node.set_description(format!("{numbers}. {hint}"));
        node.set_value(numbers);
        node.add_action(Action::Click);
    });
    focus::ring(ui, &response, rect.expand(2.0), 8.0);
    if response.clicked() {
        let is_open = view.case_view.card == Some(part.id);
        commands.push(Command::ShowCard((!is_open).then_some(part.id)));
    }
    if let Some(adjust) = adjusts {
        adjust_ui(ui, stage, &response, adjust, commands);
    }
    // On a stage the pointer rests where it is: nothing is to come up there unasked.
    if !view.is_uncovered(ui.ctx()) || view.case_view.card.is_some() || view.workspace.lecture {
        return;
    }
    let drag = if view.case_view.edit_scope == EditScope::FromNow { "part-drag-now" } else { "part-drag" };
    let asks = part.adjusts.map(|Adjust { setting, .. }| {
        let how = || view.text.with(drag, &[("setting", view.text.setting(setting))]);
        view.obstacle_label(setting).unwrap_or_else(how)
    });
    response.on_hover_ui(|ui| {
        ui.set_max_width(290.0);
        ui.label(RichText::new(&name).font(strong(size::STRONG)));
        ui.label(RichText::new(hint.as_str()).font(small()));
        facts_ui(ui, &facts(part.id, run, stage.moment, view.text));
        if let Some(asks) = asks {
            ui.label(RichText::new(asks).font(small()).color(tokens(ui).quiet));
        }
    });
}

/// The attribute that says what a part is; of a symptom, what the patient says or, too young for that, shows.
pub(super) fn hint_of(id: PartId, view: &View<'_>) -> &'static str {
    if id.symptom().is_some() && !speaks(&view.run().body.patient) { "seen" } else { "hint" }
}

/// The live numbers: names on the left, values on the right.
pub(super) fn facts_ui(ui: &mut Ui, facts: &[Fact]) {
    ui.spacing_mut().item_spacing.y = 2.0;
    ui.spacing_mut().interact_size.y = 18.0;
    for fact in facts {
        ui.horizontal(|ui| {
            ui.label(RichText::new(&fact.name).font(small()).color(tokens(ui).quiet));
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                ui.label(RichText::new(&fact.value).font(strong(size::SMALL)));
            });
        });
    }
}

/// Changes a setting by dragging or by the up and down keys. Up increases it unless `per_unit_up` is negative.
fn adjust_ui(ui: &Ui, stage: &Stage<'_>, response: &Response, adjust: Adjust, commands: &mut Commands) {
    let Some(number) = adjust.setting.row().number() else { return };
    let now = number.in_force(stage.view.settings());
    let hold = |value: f64| tidy(((value / number.step).round() * number.step).clamp(number.min, number.max));
    let per_unit_up = adjust.per_unit_up.unwrap_or((number.max - number.min) / WHOLE_RANGE);
    let dragged = drag::since_start(ui, response, now).map(|(start, way)| hold(start - f64::from(way.y) * per_unit_up));
    // At the port, up in the picture is toward the plasma, where its position is lower, so `per_unit_up` is negative.
    let (_, up) = focus::arrow_steps(ui, response, focus::ALL_ARROWS);
    let stepped = (up != 0.0).then(|| hold(now + per_unit_up.signum() * up * number.step));
    if response.hovered() || response.dragged() {
        ui.ctx().set_cursor_icon(egui::CursorIcon::ResizeVertical);
    }
    if let Some(value) = stepped.or(dragged).filter(|value| *value != now) {
        commands.push(Command::Set(adjust.setting, Value::Number(value)));
    }
}
