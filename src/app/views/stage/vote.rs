//! A question to the hall on the stage: its answers, the raised hands as bars, and in the end what is right.

use egui::{Align2, FontId, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::app::state::vote::answer_letter;
use crate::app::theme::{Tokens, size, strong, tokens};
use crate::app::views::View;
use crate::app::widgets::{elided, icon};
use crate::text::fixed;

const QUESTION: f32 = 26.0;
const ANSWER: f32 = 19.0;
const GAP: f32 = 8.0;

pub fn vote_ui(ui: &mut Ui, view: &View<'_>, room: Rect) {
    let vote = &view.workspace.stage.vote;
    let tokens = tokens(ui);
    let painter = ui.painter().clone();
    let ask = if vote.ask.is_empty() { view.say("vote-none") } else { vote.ask.clone() };
    let galley = elided::wrapped(&painter, &ask, strong(QUESTION), tokens.text, room.width(), 3);
    let asked = Rect::from_min_size(room.min, galley.size());
    painter.galley(room.min, galley, tokens.text);
    let response = ui.interact(asked, ui.scope_id().with("asked"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, &ask));

    let mut below = room.with_min_y(asked.bottom() + 2.0 * GAP);
    if vote.revealed && !vote.solution.is_empty() {
        let words = elided::wrapped(
            &painter,
            &vote.solution,
            FontId::proportional(ANSWER),
            tokens.text,
            room.width() - 24.0,
            3,
        );
        let height = words.size().y + 16.0;
        let place = below.with_min_y(below.bottom() - height);
        painter.rect_filled(place, f32::from(size::CARD_CORNER), Tokens::faint(tokens.accent, 0.14));
        painter.galley(place.min + vec2(12.0, 8.0), words, tokens.text);
        let response = ui.interact(place, ui.scope_id().with("solution"), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &vote.solution));
        below = below.with_max_y(place.top() - GAP);
    }
    let count = vote.answers.len().max(1);
    let height = ((below.height() - GAP * (count - 1) as f32) / count as f32).min(72.0);
    for (place, answer) in vote.answers.iter().enumerate() {
        let top = below.top() + (height + GAP) * place as f32;
        let row = Rect::from_min_size(pos2(below.left(), top), vec2(below.width(), height));
        answer_ui(ui, view, place, answer, row);
    }
}

/// An answer on its row; once the bars are shown, behind it as long a bar as its share of the hands, and below that of the vote before.
fn answer_ui(ui: &Ui, view: &View<'_>, place: usize, answer: &str, row: Rect) {
    let vote = &view.workspace.stage.vote;
    let tokens = tokens(ui);
    let painter = ui.painter();
    let corner = f32::from(size::CARD_CORNER);
    let verdict = vote.verdict(place);
    let ink = if verdict == Some(false) { tokens.quiet } else { tokens.text };
    painter.rect_filled(row, corner, tokens.button);
    let share = vote.share(place, false).filter(|_| vote.shown);
    let earlier = vote.share(place, true);
    let room = row.width() - 120.0;
    if let Some(share) = share {
        let bar = row.with_max_x(row.left() + (share * room).max(6.0));
        painter.rect_filled(bar, corner, Tokens::faint(tokens.accent, 0.32));
    }
    if let Some(earlier) = earlier {
        let y = row.bottom() - 3.5;
        let line = [pos2(row.left() + 6.0, y), pos2(row.left() + (earlier * room).max(8.0), y)];
        painter.line_segment(line, egui::Stroke::new(5.0, tokens.quiet));
    }
    if verdict == Some(true) {
        painter.rect_stroke(row, corner, egui::Stroke::new(3.0, tokens.accent), egui::StrokeKind::Inside);
    }
    let letter = answer_letter(place);
    let center = pos2(row.left() + 26.0, row.center().y);
    painter.circle_filled(center, 16.0, if verdict == Some(false) { tokens.quiet } else { tokens.accent });
    painter.text(center, Align2::CENTER_CENTER, letter, strong(size::TITLE), tokens.on_accent);
    let mut left = center.x + 26.0;
    let mut right = row.right() - 12.0;
    let mut said = format!("{letter} {answer}");
    if verdict == Some(true) {
        let mark = Rect::from_center_size(pos2(left + 9.0, center.y), vec2(24.0, 24.0));
        icon::check_mark(painter, mark, tokens.accent);
        left = mark.right() + 8.0;
        said = view.text.with("vote-right", &[("answer", said)]);
    }
    if let Some(share) = share {
        let percent = view.text.with("why-percent", &[("percent", fixed(f64::from(share) * 100.0, 0))]);
        let shown = painter.text(pos2(right, row.center().y), Align2::RIGHT_CENTER, &percent, strong(QUESTION), ink);
        right = shown.left() - 10.0;
        said = format!("{said}: {percent}");
    }
    if let Some(earlier) = earlier {
        let percent = view.text.with("why-percent", &[("percent", fixed(f64::from(earlier) * 100.0, 0))]);
        let words = view.text.with("vote-before", &[("percent", percent)]);
        let shown = painter.text(
            pos2(right, row.center().y),
            Align2::RIGHT_CENTER,
            &words,
            FontId::proportional(size::BODY),
            tokens.quiet,
        );
        right = shown.left() - 8.0;
        said = format!("{said}, {words}");
    }
    let words = elided::wrapped(painter, answer, FontId::proportional(ANSWER), ink, right - left, 2);
    painter.galley(pos2(left, row.center().y - words.size().y / 2.0), words, ink);
    let response = ui.interact(row, ui.scope_id().with(("answer", place)), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &said));
}
