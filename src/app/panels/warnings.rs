//! The warnings of the run: by onset, one card for each kind, those still ahead dimmed.

use egui::{Frame, Margin, RichText, Role, ScrollArea, Sense, Ui, WidgetInfo, vec2};

use super::{Commands, View};
use crate::app::command::Command;
use crate::app::theme::{Tokens, severity, size, strong, tokens};
use crate::app::widgets::icon::severity_sign;
use crate::sim::Warning;
use crate::sim::warnings::{WarningId, headlines};

/// All levels of one kind of warning, by onset.
pub(super) struct Kind<'a> {
    levels: Vec<&'a Warning>,
}

impl Kind<'_> {
    /// Nothing of it came with the procedure.
    fn was_all_before(&self) -> bool {
        self.levels.iter().all(|warning| warning.present_before)
    }

    /// The level that the patient came with, where the procedure made it worse.
    fn before(&self, shown: &Warning) -> Option<&Warning> {
        let before = self.levels.iter().find(|warning| warning.present_before)?;
        (before.severity < shown.severity).then_some(before)
    }

    /// The level that holds at a time: the worst that is on; before any is on, the first.
    fn at(&self, time_min: f64) -> &Warning {
        let on = self.levels.iter().filter(|warning| warning.is_on_at(time_min));
        on.max_by_key(|warning| warning.severity).unwrap_or(&self.levels[0])
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

/// A card that moves the playhead to the onset when pressed.
fn kind_ui(ui: &mut Ui, view: &View<'_>, kind: &Kind<'_>, commands: &mut Commands) {
    let tokens = tokens(ui);
    let now_min = view.session.playhead_min;
    let shown = kind.at(now_min);
    let ahead = kind.levels.iter().all(|warning| warning.from_min > now_min);
    let over = !ahead && !kind.levels.iter().any(|warning| warning.is_on_at(now_min));
    let (ink, fill) = severity(tokens, shown.severity);
    let (words_ink, fill) = if ahead || over { (tokens.quiet, Tokens::faint(fill, 0.45)) } else { (ink, fill) };
    let title = view.text.warning_title(shown);
    let detail = view.text.warning_detail(shown, &view.derived.run);
    let next = kind.levels.iter().find(|warning| warning.from_min > now_min && !std::ptr::eq(**warning, shown));

    let inner = Frame::new().fill(fill).corner_radius(8).inner_margin(Margin { left: 36, right: 8, top: 7, bottom: 8 });
    let card = inner.show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 1.0;
        ui.label(RichText::new(&title).font(strong(14.0)).color(words_ink));
        ui.label(RichText::new(&detail).size(size::SMALL).color(tokens.quiet));
        if let Some(before) = kind.before(shown) {
            let words = view.text.with("warning-before", &[("level", view.text.warning_level(before))]);
            ui.label(RichText::new(words).size(size::SMALL).color(tokens.quiet));
        }
        if let Some(next) = next {
            let words = view.text.with(
                "warning-next",
                &[("level", view.text.warning_level(next)), ("from", crate::text::clock(next.from_min))],
            );
            ui.label(RichText::new(words).size(size::SMALL).color(tokens.quiet));
        }
    });
    let rect = card.response.rect;
    let sign = rect.left_top() + vec2(19.0, 17.0);
    severity_sign(ui.painter(), sign, shown.severity, words_ink, fill);

    let response = ui.interact(rect, ui.scope_id().with(shown.id), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{title}, {detail}")));
    if response.has_focus() || response.hovered() {
        let stroke = egui::Stroke::new(1.5, words_ink);
        ui.painter().rect_stroke(rect, 8.0, stroke, egui::StrokeKind::Inside);
    }
    if response.on_hover_text(view.say("warning-show")).clicked() {
        commands.push(Command::Seek(shown.from_min));
    }
}
