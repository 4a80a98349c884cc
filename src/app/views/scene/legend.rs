//! The legend's lines: hovering one highlights its cells everywhere, clicking it keeps them highlighted.

use egui::{Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo};

use super::Stage;
use crate::app::commands::{Command, Commands};
use crate::app::paint::shapes;
use crate::app::redraw::{self, Reason};
use crate::app::theme::tokens;
use crate::app::widgets::focus;
use crate::app::widgets::roving::Roving;
use crate::picture::scene::facts::concentration;

pub(super) fn legend_ui(ui: &mut Ui, stage: &Stage<'_>, roving: &mut Roving, commands: &mut Commands) {
    let case_view = &stage.view.case_view;
    let mut pointed = None;
    for entry in &stage.scene.legend {
        let rect = shapes::rect(&entry.area, stage.origin());
        let response = ui.interact(rect, stage.id.with(("legend", entry.kind)), roving.sense(Sense::click()));
        roving.offered(ui, &response);
        let name = stage.view.say(&format!("legend-{}", entry.kind.key()));
        let kept = case_view.kept_highlight == Some(entry.kind);
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, kept, &name));
        ui.ctx().accesskit_node_builder(response.id, |node| {
            let counted = concentration(entry.kind, entry.count_e9_per_l, stage.view.text);
            node.set_description(format!("{counted}. {}", stage.view.say("legend-hint")));
            node.set_value(counted);
        });
        if (response.hovered() || response.has_focus()) && stage.view.is_uncovered(ui.ctx()) {
            pointed = Some(entry.kind);
        }
        let edge = rect.expand2(egui::vec2(3.0, 0.0));
        if kept {
            ui.painter().rect_stroke(edge, 5.0, Stroke::new(1.0, tokens(ui).accent), StrokeKind::Inside);
        }
        focus::ring(ui, &response, edge, 5.0);
        if response.clicked() {
            commands.push(Command::KeepHighlight((!kept).then_some(entry.kind)));
        }
    }
    let highlight = pointed.or(case_view.kept_highlight);
    if highlight != case_view.highlight {
        commands.push(Command::Highlight(highlight));
        redraw::request(ui.ctx(), Reason::Followed);
    }
}
