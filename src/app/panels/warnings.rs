//! The warnings of the run: by onset, one card for each kind, those still ahead dimmed.

use egui::{Frame, Margin, RichText, Role, ScrollArea, Sense, Ui, WidgetInfo, vec2};

use super::{Commands, View};
use crate::app::command::Command;
use crate::app::theme::{Tokens, severity, size, strong, tokens};
use crate::app::widgets::icon::severity_sign;
use crate::sim::Warning;
use crate::sim::warnings::{WarningId, headlines};
use crate::text::clock;

/// All levels of one kind of warning, by onset.
pub(super) struct Kind<'a> {
    levels: Vec<&'a Warning>,
}

impl Kind<'_> {
    /// Nothing of it came with the procedure.
    fn was_all_before(&self) -> bool {
        self.levels.iter().all(|warning| warning.present_before)
    }

    /// The worst level of the whole run: it names the card, before it comes and after it has gone.
    fn worst(&self) -> &Warning {
        self.levels.iter().max_by_key(|warning| warning.severity).unwrap_or(&self.levels[0])
    }

    /// The worst level that is on at a time.
    fn at(&self, time_min: f64) -> Option<&Warning> {
        self.levels.iter().copied().filter(|warning| warning.is_on_at(time_min)).max_by_key(|warning| warning.severity)
    }
}

pub fn warnings_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    ui.label(RichText::new(view.say("warnings-title")).font(strong(size::STRONG)));
    let kinds = kinds(&view.derived.run.warnings);
    if kinds.is_empty() {
        ui.label(RichText::new(view.say("warnings-none")).color(tokens(ui).quiet));
        return;
    }
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        let (before, later): (Vec<_>, Vec<_>) = kinds.into_iter().partition(Kind::was_all_before);
        for kind in &later {
            kind_ui(ui, view, kind, commands);
        }
        if !before.is_empty() {
            ui.label(RichText::new(view.say("warnings-before")).size(size::SMALL).color(tokens(ui).quiet));
            for kind in &before {
                kind_ui(ui, view, kind, commands);
            }
        }
    });
}

pub(super) fn kinds(warnings: &[Warning]) -> Vec<Kind<'_>> {
    let mut ids: Vec<WarningId> = Vec::new();
    for warning in headlines(warnings) {
        if !ids.contains(&warning.id) {
            ids.push(warning.id);
        }
    }
    let of = |id| Kind { levels: headlines(warnings).filter(|warning| warning.id == id).collect() };
    ids.into_iter().map(of).collect()
}

/// A card that moves the playhead to the onset when pressed. It is dimmed while nothing of its kind is on.
fn kind_ui(ui: &mut Ui, view: &View<'_>, kind: &Kind<'_>, commands: &mut Commands) {
    let tokens = tokens(ui);
    let now_min = view.session.playhead_min;
    let worst = kind.worst();
    let on = kind.at(now_min);
    let (ink, fill) = match on {
        Some(warning) => severity(tokens, warning.severity),
        None => (tokens.quiet, Tokens::faint(severity(tokens, worst.severity).1, 0.5)),
    };
    let title = view.text.warning_title(worst);
    let mut lines = vec![view.text.warning_detail(worst, &view.derived.run)];
    let others: Vec<_> = kind.levels.iter().filter(|warning| warning.severity < worst.severity).collect();
    if !others.is_empty() {
        let said = others.into_iter().map(|warning| {
            let level = view.text.warning_level(warning);
            let id = if warning.present_before { "warning-level-before" } else { "warning-level-from" };
            view.text.with(id, &[("level", level), ("from", clock(warning.from_min))]).into_owned()
        });
        lines.push(said.collect::<Vec<_>>().join(", "));
    }

    let margin = Margin { left: 34, right: 4, top: 6, bottom: 7 };
    let card = Frame::new().fill(fill).corner_radius(8).inner_margin(margin).show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 1.0;
        ui.label(RichText::new(&title).font(strong(14.0)).color(ink));
        for line in &lines {
            ui.label(RichText::new(line).size(size::SMALL).color(tokens.quiet));
        }
    });
    let rect = card.response.rect;
    severity_sign(ui.painter(), rect.left_top() + vec2(18.0, 16.0), worst.severity, ink, fill);

    let response = ui.interact(rect, ui.scope_id().with(worst.id), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{title}, {}", lines.join(", "))));
    if response.has_focus() || response.hovered() {
        let stroke = egui::Stroke::new(1.5, ink);
        ui.painter().rect_stroke(rect, 8.0, stroke, egui::StrokeKind::Inside);
    }
    if response.on_hover_text(view.say("warning-show")).clicked() {
        commands.push(Command::Seek(worst.from_min));
    }
}
