//! The words on the paper of a lesson: thresholds, the start, the point in hand, and where the two lines end.

use egui::{Rect, Stroke, Ui, pos2, vec2};
use egui_plot::PlotPoint;

use super::plot::Sheet;
use crate::app::state::LessonPlay;
use crate::app::theme::{Tokens, severity, size, strong, tokens};
use crate::app::views::View;
use crate::app::views::explore::plot as explored;
use crate::lesson::CurveMoment;
use crate::picture::free_places::FreePlaces;
use crate::text::{clock, quantity_number};

/// Names of thresholds, the start, the point in hand, and where the two lines end.
pub(super) fn words_ui(
    ui: &Ui,
    view: &View<'_>,
    play: &LessonPlay,
    sheet: &Sheet<'_>,
    transform: &egui_plot::PlotTransform,
) {
    let tokens = tokens(ui);
    let frame = *transform.frame();
    let painter = ui.painter().with_clip_rect(frame.expand(2.0));
    let at = |min: f64, value: f64| transform.position_from_point(&PlotPoint::new(min, value));
    let mut places = FreePlaces::new(5.0);
    places.curve(sheet.drawn.iter().map(|(min, value)| at(*min, *value)));
    places.curve(sheet.run.iter().map(|(min, value)| at(*min, *value)));
    // The start first: what is drawn begins there.
    let ink = explored::color(tokens, sheet.quantity);
    let start = view.text.with("lesson-start", &[("value", quantity_number(sheet.quantity, sheet.start))]);
    // Close at the left end, else as far along as these shares of the width.
    let mut write = |words: String, ink, near: egui::Pos2, shares: &[f32]| {
        let galley = painter.layout_no_wrap(words, strong(size::SMALL), ink);
        let size = galley.size();
        let along = shares.iter().map(|share| near.x + share * frame.width());
        let mut tried =
            along.flat_map(|x| [2.0, -2.0 - size.y].map(|down| Rect::from_min_size(pos2(x, near.y + down), size)));
        if let Some(rect) = tried.find(|rect| frame.contains_rect(*rect) && places.is_free(*rect)) {
            places.take(rect);
            painter.galley(rect.min, galley, ink);
        }
    };
    // Elsewhere it would name another place of the curve.
    write(start, ink, at(0.0, sheet.start) + vec2(12.0, 0.0), &[0.0]);
    for band in sheet.bands.iter().filter(|band| (sheet.low..=sheet.high).contains(&band.threshold)) {
        let near = at(0.0, band.threshold) + vec2(12.0, 0.0);
        write(band.name(sheet.quantity, view.text), severity(tokens, band.severity).0, near, &[0.0, 0.25, 0.5, 0.75]);
    }
    if let Some((points, selected)) = sheet.handles.filter(|(_, selected)| *selected > 0) {
        let (min, value) = points[selected];
        let words = format!("{} · {}", clock(min), quantity_number(sheet.quantity, value));
        let galley = painter.layout_no_wrap(words, strong(size::SMALL), tokens.card);
        let mut rect = Rect::from_center_size(at(min, value) + vec2(0.0, 30.0), galley.size() + vec2(18.0, 9.0));
        if rect.bottom() > frame.bottom() {
            rect = rect.translate(vec2(0.0, -60.0));
        }
        let over = (rect.right() - frame.right()).max(0.0) - (frame.left() - rect.left()).max(0.0);
        let rect = rect.translate(vec2(-over, 0.0));
        painter.rect_filled(rect, 6.0, tokens.text);
        painter.galley(rect.center() - galley.size() / 2.0, galley, tokens.card);
    }
    if sheet.handles.is_some() || play.revealing {
        return;
    }
    ends_ui(&painter, view, play, sheet, &at, frame, tokens);
}

/// The values at which the two lines end, and the gap between them where there is one.
fn ends_ui(
    painter: &egui::Painter,
    view: &View<'_>,
    play: &LessonPlay,
    sheet: &Sheet<'_>,
    at: &dyn Fn(f64, f64) -> egui::Pos2,
    frame: Rect,
    tokens: &Tokens,
) {
    let is_own_run = view.run().protocol == play.case().protocol;
    let Some(truth) = play.curve_truth(sheet.quantity).filter(|_| is_own_run) else { return };
    let last = truth.last();
    let run = view.run();
    let last = CurveMoment {
        min: run.machine_end_min,
        value: sheet.quantity.at(&run.at(run.machine_end_min)).unwrap_or(last.value),
        ..last
    };
    let Some(drawn) = play.drawn(sheet.quantity).and_then(|points| crate::lesson::curve_at(points, last.min)) else {
        return;
    };
    let ink = explored::color(tokens, sheet.quantity);
    let (own, yours) = (at(last.min, last.value), at(last.min, drawn));
    let number = |value: f64| quantity_number(sheet.quantity, value);
    let is_apart = (own.y - yours.y).abs() > 20.0;
    let below = if own.y >= yours.y { 1.0 } else { -1.0 };
    let write = |place: egui::Pos2, words: String, ink, way: f32| {
        let galley = painter.layout_no_wrap(words, strong(size::VALUE), ink);
        let left = (place.x + 8.0).min(frame.right() - galley.size().x - 2.0);
        let top = place.y + way * 14.0 - galley.size().y / 2.0;
        painter.galley(pos2(left, top), galley, ink);
    };
    write(own, number(last.value), ink, below);
    write(yours, number(drawn), tokens.text, -below);
    if is_apart {
        let gap = (drawn - last.value).abs();
        painter.vline(own.x, own.y.min(yours.y)..=own.y.max(yours.y), Stroke::new(2.0, tokens.caution));
        let message = if drawn > last.value { "lesson-too-high" } else { "lesson-too-low" };
        let words = view.text.with(message, &[("value", number(gap))]);
        let middle = pos2(own.x - 8.0, 0.5 * (own.y + yours.y));
        let galley = painter.layout_no_wrap(words, strong(size::SMALL), tokens.caution);
        let rect = egui::Align2::RIGHT_CENTER.anchor_size(middle, galley.size());
        painter.rect_filled(rect.expand2(vec2(4.0, 1.0)), 4.0, tokens.card.gamma_multiply(0.85));
        painter.galley(rect.min, galley, tokens.caution);
    }
}
