//! A hundred small people in the colors of how badly they fare with one kind of warning.

use egui::{Color32, Label, Rect, RichText, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::app::theme::{Tokens, severity, size, small, strong, tokens};
use crate::app::views::View;
use crate::app::widgets::person::person;
use crate::study::of_hundred::Fared;
use crate::study::patients::{Share, Summary};

/// The numbers of columns to choose from; each divides a hundred.
const COLUMNS: [usize; 4] = [10, 20, 25, 50];
/// A person's width, as a share of the height.
const WIDE: f32 = 0.62;

/// How large sentence and people are.
pub(super) struct Large {
    pub sentence: f32,
    pub tallest: f32,
}

pub(super) const USUAL: Large = Large { sentence: size::SMALL, tallest: 40.0 };
/// On a stage, to be read from the last row.
pub(super) const IN_HALL: Large = Large { sentence: 22.0, tallest: 64.0 };

/// The sentence of a share, the people, and how many fare how; at most as high as told.
pub(super) fn people_ui(
    ui: &mut Ui,
    view: &View<'_>,
    (summary, share): (&Summary, &Share),
    sentence: &str,
    height: f32,
    large: &Large,
) {
    let tokens = tokens(ui);
    let fared = summary.of_a_hundred(share);
    let counts = view.text.fared(&fared);
    let top = ui.cursor().top();
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.add(Label::new(RichText::new(sentence).font(strong(large.sentence))).wrap());
    ui.add_space(4.0);
    let width = ui.available_width();
    let legend = ui.painter().layout(counts.clone(), small(), tokens.quiet, width);
    let left = (height - (ui.cursor().top() - top) - legend.size().y - 6.0).max(40.0);
    let tall = |columns: usize| (left / (100 / columns) as f32).min(width / columns as f32 / WIDE).min(large.tallest);
    let columns = COLUMNS.into_iter().max_by(|a, b| tall(*a).total_cmp(&tall(*b)).then(b.cmp(a))).unwrap_or(COLUMNS[0]);
    let tall = tall(columns);
    let (room, response) = ui.allocate_exact_size(vec2(width, tall * (100 / columns) as f32), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Figure, true, format!("{sentence}: {counts}")));
    let inks = fared.iter().enumerate().flat_map(|(i, group)| vec![ink(tokens, &fared, i); group.people]);
    for (place, ink) in inks.enumerate() {
        let (column, row) = (place % columns, place / columns);
        let foot = room.left_top() + vec2((column as f32 + 0.5) * tall * WIDE, (row + 1) as f32 * tall - 1.0);
        person(ui.painter(), foot, tall, ink);
    }
    let place = Rect::from_min_size(pos2(room.left(), room.bottom() + 6.0), legend.size());
    ui.painter().galley(place.min, legend, tokens.quiet);
    ui.advance_cursor_after_rect(place);
}

/// The color of a group: that of its severity, paler than a worse one of the same color.
fn ink(tokens: &Tokens, fared: &[Fared], place: usize) -> Color32 {
    let Some(level) = fared[place].level else { return Tokens::faint(tokens.wall, 0.55) };
    let own = severity(tokens, level.severity).0;
    let is_alike =
        |fared: &&Fared| fared.people > 0 && fared.level.is_some_and(|worse| severity(tokens, worse.severity).0 == own);
    match fared[..place].iter().filter(is_alike).count() {
        0 => own,
        1 => Tokens::faint(own, 0.62),
        _ => Tokens::faint(own, 0.4),
    }
}
