//! The aim: reached or not and when, and a bar of how much of it.

use egui::{Align2, Margin, Painter, Rect, RichText, Sense, Stroke, Ui, pos2, vec2};

use super::Stage;
use crate::app::theme::{size, small, strong, tokens};
use crate::app::widgets::{card, icon};
use crate::sim::Severity;
use crate::text::aim_number;

pub fn aim_ui(ui: &mut Ui, stage: &Stage<'_>, rect: Rect) {
    const SIGN: f32 = 34.0;
    let (view, debrief) = (stage.view, stage.debrief);
    let patient = &view.run().protocol.settings.patient;
    card::padded(ui, rect, Margin::symmetric(16, 12), |ui| {
        let tokens = tokens(ui);
        ui.horizontal_top(|ui| {
            let (sign, _) = ui.allocate_exact_size(vec2(SIGN, SIGN), Sense::hover());
            if debrief.is_stated && debrief.aim.is_reached() {
                ui.painter().circle_filled(sign.center(), SIGN / 2.0, tokens.accent);
                icon::check_mark(ui.painter(), sign.shrink(9.0), tokens.on_accent);
            } else if debrief.is_stated {
                ui.painter().circle_filled(sign.center(), SIGN / 2.0, tokens.caution_fill);
                icon::severity_sign(
                    ui.painter(),
                    sign.center(),
                    Severity::Moderate,
                    tokens.caution,
                    tokens.caution_fill,
                );
            } else {
                ui.painter().circle_stroke(sign.center(), SIGN / 2.0 - 1.0, Stroke::new(2.0, tokens.quiet));
            }
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 1.0;
                ui.label(RichText::new(view.text.aim_heading(debrief)).font(strong(20.0)));
                ui.label(RichText::new(view.text.aim_end(debrief, patient)).color(tokens.quiet));
            });
        });
        let inner = ui.max_rect();
        let notes =
            [debrief.is_stated.then(|| view.text.aim_margin(&debrief.aim)), view.text.aim_optimum(&debrief.aim)];
        let note = if debrief.is_stated {
            notes.into_iter().flatten().collect::<Vec<_>>().join(" · ")
        } else {
            view.say("debrief-no-aim")
        };
        let foot = Rect::from_min_max(pos2(inner.left(), inner.bottom() - 18.0), inner.max);
        ui.put_label(foot, &note);
        let bar = Rect::from_min_max(pos2(inner.left(), foot.top() - 38.0), pos2(inner.right(), foot.top() - 24.0));
        bar_ui(ui, stage, bar);
    });
}

/// A label in a place of its own.
trait PutLabel {
    fn put_label(&mut self, rect: Rect, words: &str);
}

impl PutLabel for Ui {
    fn put_label(&mut self, rect: Rect, words: &str) {
        let quiet = tokens(self).quiet;
        self.scope_builder(egui::UiBuilder::new().max_rect(rect), |ui| {
            ui.add(egui::Label::new(RichText::new(words).font(small()).color(quiet)).truncate());
        });
    }
}

/// What was reached as a bar, with a mark at the aim and one at the optimum.
fn bar_ui(ui: &Ui, stage: &Stage<'_>, rect: Rect) {
    const CORNER: f32 = 4.0;
    const BEYOND: f32 = 1.12;
    let (tokens, outcome) = (tokens(ui), &stage.debrief.aim);
    let aim = &outcome.aim;
    let run = stage.view.run();
    let start = aim.value_at(run, &run.at(0.0));
    let most = [outcome.end, aim.target(), aim.optimum().unwrap_or(0.0), start].into_iter().fold(0.0, f64::max);
    let x = |value: f64| rect.left() + rect.width() * ((value / most.max(1e-9)) as f32 / BEYOND).clamp(0.0, 1.0);
    let painter = ui.painter();
    painter.rect_filled(rect, CORNER, tokens.rail);
    let ink = if stage.debrief.is_stated && !outcome.is_reached() { tokens.caution } else { tokens.accent };
    painter.rect_filled(rect.with_max_x(x(outcome.end).max(rect.left() + 2.0)), CORNER, ink);
    if !stage.debrief.is_stated {
        return;
    }
    let number = |value: f64| aim_number(aim, value);
    let told = stage.view.text.with("debrief-aim-mark", &[("number", number(aim.target()))]);
    let at_aim = mark(painter, rect, x(aim.target()), &told, true, tokens.text, None);
    if let Some(optimum) = aim.optimum() {
        let told = stage.view.text.with("debrief-optimum-mark", &[("number", number(optimum))]);
        mark(painter, rect, x(optimum), &told, false, tokens.quiet, Some(at_aim));
    }
}

/// A line across the bar with its words below, which stay within the bar and off those before; answers with their room.
fn mark(
    painter: &Painter,
    bar: Rect,
    x: f32,
    words: &str,
    is_strong: bool,
    ink: egui::Color32,
    before: Option<Rect>,
) -> Rect {
    painter.vline(x, bar.top() - 4.0..=bar.bottom() + 4.0, Stroke::new(2.0, ink));
    let font = if is_strong { strong(size::SMALL) } else { small() };
    let galley = painter.layout_no_wrap(words.to_owned(), font, ink);
    let mut left = (x - galley.size().x / 2.0).min(bar.right() - galley.size().x).max(bar.left());
    if let Some(before) = before {
        let beside = if x >= before.center().x { before.right() + 8.0 } else { before.left() - 8.0 - galley.size().x };
        left = if x >= before.center().x { left.max(beside) } else { left.min(beside) };
    }
    let room = Align2::LEFT_TOP.anchor_size(pos2(left, bar.bottom() + 4.0), galley.size());
    painter.galley(room.min, galley, ink);
    room
}
