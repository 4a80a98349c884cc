//! The bands of virtual patients behind a curve: the middle 90% in a pale one, the middle 50% in a stronger one.

use egui::{Rect, Ui, Vec2, vec2};

use super::chart::Shown;
use crate::app::state::Part;
use crate::app::theme::{Tokens, small, tokens};
use crate::app::views::View;
use crate::picture::Ink;
use crate::picture::plot::spread::{self, Stretch};
use crate::picture::plot::{Axis, Mark};
use crate::sim::quantities::Quantity;
use crate::study::patients::Summary;

/// The virtual patients behind the curves, if shown.
pub fn shown<'a>(view: &View<'a>) -> Option<&'a Summary> {
    view.workspace.patients_shown.then(|| view.background.cohort.shown()).flatten()
}

/// How many are shown where they are few because they follow a finger, in words.
pub fn few_words(view: &View<'_>) -> Option<String> {
    let count = view.background.cohort.following()?;
    let all = view.case.preset().virtual_patients.count;
    let arguments = [("count", count.to_string()), ("all", all.to_string())];
    (count < all).then(|| view.text.with("patients-following", &arguments))
}

/// Says how many there are in a corner of the plot, over whatever is there: it stands still while all else moves.
pub fn few_ui(ui: &Ui, view: &View<'_>, shown: &Shown) {
    const INSET: Vec2 = vec2(4.0, -3.0);
    const PLATE: Vec2 = vec2(4.0, 1.0);
    let Some(words) = few_words(view).filter(|_| view.workspace.patients_shown) else { return };
    let tokens = tokens(ui);
    let galley = ui.painter().layout_no_wrap(words, small(), tokens.quiet);
    let at = shown.frame().left_bottom() + INSET + PLATE * vec2(1.0, -1.0) - vec2(0.0, galley.size().y);
    let plate = Rect::from_min_size(at, galley.size()).expand2(PLATE);
    ui.painter().rect_filled(plate, 4.0, tokens.card);
    ui.painter().galley(at, galley, tokens.quiet);
}

/// The parts of a quantity's band along the plots' axis.
fn stretches(view: &View<'_>, quantity: Quantity) -> Vec<Stretch> {
    let summary = shown(view).filter(|_| view.workspace.plots.axis == Axis::Time);
    summary.map(|summary| spread::stretches(summary, quantity)).unwrap_or_default()
}

/// Both bands; fainter while they belong to earlier settings or an earlier seed.
pub fn bands(view: &View<'_>, tokens: &Tokens, quantity: Quantity, ink: Ink) -> Vec<Mark> {
    const WHILE_STALE: f32 = 0.4;
    // Pale bands need more contrast in the dark theme and in a lecture.
    let ground = if tokens.dark || tokens.line > 1.0 { 1.5 } else { 1.0 };
    let is_stale = view.background.patients_are_stale(view.state);
    let strength = ground * if is_stale { WHILE_STALE } else { 1.0 };
    spread::marks(&stretches(view, quantity), ink, strength)
}

/// The smallest and largest value of the 90% band in this part of the axis.
pub fn range(view: &View<'_>, quantity: Quantity, part: Part) -> Option<(f64, f64)> {
    let points = stretches(view, quantity).into_iter().flatten();
    let visible = points.filter(|(x, _)| (part.from..=part.to).contains(x));
    visible.map(|(_, point)| (point[0], point[4])).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
}

/// The 90% band at a time, min.
pub fn nine_of_ten(view: &View<'_>, quantity: Quantity, time_min: f64) -> Option<(f64, f64)> {
    shown(view)?.nine_of_ten(quantity, time_min)
}
