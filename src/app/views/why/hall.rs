//! Why a warning came, for the last row of a lecture hall: one sentence, and the largest causes as bars.

use egui::{Align, Align2, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::{Why, causes, curve};
use crate::app::commands::Commands;
use crate::app::theme::{size, small, strong, tokens};
use crate::app::views::View;
use crate::app::views::stage::is_wide;
use crate::app::widgets::elided;
use crate::app::widgets::table_row::write;
use crate::sim::cause::Cause;
use crate::sim::explain::CauseShare;
use crate::text::{capitalized, clock, fixed, quantity_number};

const HEADING: f32 = 21.0;
/// The sentence is as large as there is room for.
const SENTENCES: [f32; 4] = [19.0, 17.0, 15.0, 13.0];
const ROW: f32 = 24.0;
const MOST_ROWS: usize = 5;

fn explained<'a>(view: &'a View<'a>) -> Option<Why<'a>> {
    let open = view.case_view.open_warning.as_ref()?;
    Some(Why::new(view, open, 1.0))
}

/// The causes that moved the value, the largest first.
fn pushing<'a>(why: &Why<'a>) -> Vec<&'a CauseShare> {
    why.explained
        .into_iter()
        .flat_map(|explained| &explained.causes)
        .filter(|share| share.share_percent > 0.0)
        .collect()
}

/// The curve, and the one without the largest cause. Answers whether there is such a curve to show.
pub fn hall_curve_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) -> bool {
    let Some(why) = explained(view).filter(|why| why.open.id.quantity().is_some()) else { return false };
    let largest: Option<Cause> = pushing(&why).first().map(|share| share.cause);
    if largest.is_none() {
        return false;
    }
    curve::untitled_curve_ui(ui, &why, largest, commands);
    true
}

/// The explanation in a card that fills `room`.
pub fn hall_ui(ui: &mut Ui, view: &View<'_>, room: Rect, _: &mut Commands) {
    let Some(why) = explained(view) else { return };
    let tokens = tokens(ui);
    let painter = ui.painter().clone();
    let edge = Stroke::new(2.0, tokens.accent);
    painter.rect(room, f32::from(size::CARD_CORNER), tokens.card, edge, StrokeKind::Inside);
    let inside = room.shrink2(vec2(12.0, 8.0));
    let pushing = pushing(&why);
    // Beside the words where the room is wide, else below them.
    let is_wide = is_wide(inside);
    let words = match (pushing.is_empty(), is_wide) {
        (true, _) => inside,
        (false, true) => inside.with_max_x(inside.left() + 0.42 * inside.width()),
        (false, false) => inside.with_max_y(inside.top() + 0.4 * inside.height()),
    };

    let question = why.warning.map_or_else(|| view.say("why"), |warning| view.text.warning_question(&warning));
    let sentence = match (why.warning, why.explained) {
        (None, _) => view.text.with("why-gone", &[("title", why.open.title.clone())]),
        (Some(warning), explained) => explained
            .and_then(|explained| view.text.why_sentence(explained))
            .unwrap_or_else(|| view.text.get(&format!("hall-{}", warning.id.key()))),
    };
    let heading = elided::layout(&painter, &question, strong(HEADING), tokens.accent, words.width());
    let below = words.with_min_y(words.top() + heading.size().y + 2.0);
    painter.galley(words.min, heading, tokens.accent);
    let fitting =
        |points: f32| painter.layout(sentence.clone(), egui::FontId::proportional(points), tokens.text, below.width());
    let fits = |points: &f32| fitting(*points).size().y <= below.height();
    let points = SENTENCES.into_iter().find(fits).unwrap_or(size::SMALL);
    painter.galley(below.min, fitting(points), tokens.text);
    let response = ui.interact(words, ui.scope_id().with("hall why"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, &question));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(sentence.clone()));

    let room = if is_wide { inside.with_min_x(words.right() + 18.0) } else { inside.with_min_y(words.bottom() + 4.0) };
    bars_ui(ui, &why, &pushing, room);
}

/// A row for each of the largest causes: its name, its share as a bar, and the value there would be without it.
fn bars_ui(ui: &Ui, why: &Why<'_>, pushing: &[&CauseShare], room: Rect) {
    let (Some(explained), Some(quantity)) = (why.explained, why.open.id.quantity()) else { return };
    if pushing.is_empty() {
        return;
    }
    const NAME: f32 = 0.47;
    const VALUE: f32 = 50.0;
    let (tokens, text, painter) = (tokens(ui), why.view.text, ui.painter());
    let caption = text.with("why-without-head", &[("time", clock(explained.worst_min))]);
    let (head, rows) = room.split_top_bottom_at_y(room.top() + 17.0);
    write(painter, head, Align::Max, &caption, small(), tokens.quiet);
    let count = ((rows.height() / ROW) as usize).clamp(1, MOST_ROWS).min(pushing.len());
    let height = rows.height() / count as f32;
    for (place, share) in pushing.iter().take(count).enumerate() {
        let row =
            Rect::from_min_size(pos2(rows.left(), rows.top() + height * place as f32), vec2(rows.width(), height));
        let name = capitalized(&text.cause(share.cause));
        let without = quantity_number(quantity, share.value_without);
        let percent = text.with("why-percent", &[("percent", fixed(share.share_percent, 0))]);
        let response = ui.interact(row, ui.scope_id().with(("hall cause", place)), Sense::hover());
        let arguments = [("value", without.clone()), ("time", clock(explained.worst_min))];
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{name}: {percent}")));
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(text.with("why-without", &arguments)));
        let names = row.with_max_x(row.left() + NAME * row.width());
        write(painter, names, Align::Min, &name, egui::FontId::proportional(size::BODY), tokens.text);
        write(painter, row, Align::Max, &without, strong(size::VALUE), tokens.text);
        let bars = row.with_min_x(names.right() + 8.0).with_max_x(row.right() - VALUE);
        let thick = (0.55 * height).min(16.0);
        let bar = Rect::from_center_size(bars.center(), vec2(bars.width(), thick));
        painter.rect_filled(bar, 4.0, tokens.rail);
        let length = ((share.share_percent / 100.0).min(1.0) as f32 * bar.width()).max(4.0);
        let filled = bar.with_max_x(bar.left() + length);
        painter.rect_filled(filled, 4.0, causes::color(tokens, Some(share.cause)));
        // In the bar where it is long enough, else behind it.
        let galley = painter.layout_no_wrap(percent, strong(size::SMALL), tokens.text);
        if length + galley.size().x + 6.0 < bar.width() {
            painter.galley(pos2(filled.right() + 5.0, bar.center().y - galley.size().y / 2.0), galley, tokens.text);
        } else {
            let at = filled.right_center() - vec2(5.0, 0.0);
            let words = text.with("why-percent", &[("percent", fixed(share.share_percent, 0))]);
            painter.text(at, Align2::RIGHT_CENTER, words, strong(size::SMALL), tokens.card);
        }
    }
}
