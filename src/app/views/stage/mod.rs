//! The stage of a lecture: what happened, in a banner; the scene and the curve that belongs to it; why; and how far the lecture is.

mod banner;
mod control;
mod curve;
mod foot;
mod overlay;
mod vote;

pub use banner::{banner_ui, stop_words};
pub use curve::curve_ui;
pub use foot::foot_ui;
pub use overlay::overlay_ui;

use egui::{Align, Rect, Role, Sense, Ui, UiBuilder, WidgetInfo};

use super::twins::run_title;
use super::{explore, why};
use crate::app::commands::Commands;
use crate::app::state::Scenery;
use crate::app::theme::{size, small, strong, tokens};
use crate::app::views::View;
use crate::app::widgets::table_row::write;
use crate::picture::plot::pinned::letter;
use crate::study::map::worst;
use crate::text::clock;

/// Height of the banner: a line that is read from the last row, and one below it.
const BANNER: f32 = 62.0;
/// Height of the line at the foot.
const FOOT: f32 = 20.0;
const GAP: f32 = 8.0;
const MARGIN: f32 = 10.0;

/// Layout of the stage.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Places {
    pub banner: Rect,
    pub scene: Rect,
    pub curve: Rect,
    /// Why it happened, while that is asked, or a setting to be changed.
    pub strip: Option<Rect>,
    pub foot: Rect,
    /// All between banner and foot, for what takes the place of scene and curve.
    pub whole: Rect,
}

impl Places {
    /// Scene and curve side by side, or in a window that is higher than wide one above the other. What is asked stands below the curve,
    /// so that the scene stays as large as it was, or at the foot of a high window.
    pub fn new(all: Rect, has_strip: bool) -> Self {
        /// Share of the width that the scene takes.
        const SCENE: f32 = 0.485;
        /// Least height of an explanation, and its share of the height below the curve and below both.
        const WHY: f32 = 104.0;
        const BELOW_CURVE: f32 = 0.42;
        const BELOW_BOTH: f32 = 0.3;
        let (banner, below) = all.split_top_bottom_at_y(all.top() + BANNER);
        let (body, foot) = below.split_top_bottom_at_y(below.bottom() - FOOT);
        let whole = Rect::from_min_max(
            body.min + egui::vec2(MARGIN, GAP),
            body.max - egui::vec2(MARGIN, if has_strip { 2.0 } else { 0.0 }),
        );
        // What is left of a room above the strip, and the strip.
        let split = |room: Rect, share: f32| {
            if !has_strip {
                return (room, None);
            }
            let (upper, lower) = room.split_top_bottom_at_y(room.bottom() - WHY.max(share * room.height()));
            (upper.with_max_y(upper.bottom() - GAP), Some(lower))
        };
        let (scene, curve, strip);
        if whole.width() > whole.height() {
            let (left, right) = whole.split_left_right_at_fraction(SCENE);
            scene = left;
            (curve, strip) = split(right.with_min_x(right.left() + GAP), BELOW_CURVE);
        } else {
            let (above, below) = split(whole, BELOW_BOTH);
            let (upper, lower) = above.split_top_bottom_at_fraction(0.55);
            (scene, curve, strip) = (upper, lower.with_min_y(lower.top() + GAP), below);
        }
        Self { banner, scene, curve, strip, foot: foot.shrink2(egui::vec2(MARGIN, 0.0)), whole }
    }
}

/// What stands below the curve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strip {
    Why,
    Control,
}

/// What the state asks for below the curve.
pub fn strip(view: &View<'_>) -> Option<Strip> {
    if view.case_view.open_warning.is_some() {
        Some(Strip::Why)
    } else {
        view.workspace.stage.control.map(|_| Strip::Control)
    }
}

/// Whether what stands in a strip has room side by side.
pub fn is_wide(room: Rect) -> bool {
    room.width() > 4.0 * room.height()
}

/// Why it happened, or one setting to be changed, in the same large type.
pub fn strip_ui(ui: &mut Ui, view: &View<'_>, room: Rect, commands: &mut Commands) {
    match strip(view) {
        Some(Strip::Why) => why::hall_ui(ui, view, room, commands),
        Some(Strip::Control) => control::control_ui(ui, view, room, commands),
        None => {}
    }
}

/// Whose scene it is: the letter of a pinned run, and the title; and the worst that it brings.
pub fn twin_head_ui(ui: &mut Ui, view: &View<'_>, is_twin: bool, room: Rect) {
    let Some(twin) = view.twin() else { return };
    let tokens = tokens(ui);
    let (title, run, ink) = if is_twin {
        (format!("{}  {}", letter(twin.letter), twin.name), &twin.curves.run, tokens.pin_ink(twin.letter))
    } else {
        (run_title(view, twin), view.run(), tokens.accent)
    };
    let (upper, lower) = room.split_top_bottom_at_y(room.top() + 24.0);
    write(ui.painter(), upper, Align::Min, &title, strong(size::TITLE), ink);
    let worst = worst(&run.warnings).map(|warning| {
        let words = view.text.short_warning(warning.id, warning.severity, warning.threshold);
        view.text.with("twins-worst", &[("warning", words), ("time", clock(warning.from_min))])
    });
    let worst = worst.unwrap_or_default();
    write(ui.painter(), lower, Align::Min, &worst, small(), tokens.text);
    let response = ui.interact(room, ui.scope_id().with(("twin head", is_twin)), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, format!("{title}. {worst}")));
}

/// The two halves of what takes the place of scene and curve, each with the room of its heading.
pub fn twin_halves(whole: Rect) -> [(Rect, Rect); 2] {
    const HEAD: f32 = 44.0;
    let (left, right) = whole.split_left_right_at_fraction(0.5);
    [left.with_max_x(left.right() - GAP), right.with_min_x(right.left() + GAP)]
        .map(|half| half.split_top_bottom_at_y(half.top() + HEAD))
}

/// What takes the place of scene and curve.
pub fn scenery_ui(ui: &mut Ui, view: &View<'_>, room: Rect, commands: &mut Commands) {
    let inside = UiBuilder::new().max_rect(room).id_salt("stage scenery");
    ui.scope_builder(inside, |ui| match view.workspace.stage.scenery {
        // The frame shows their scenes.
        Scenery::Moment | Scenery::Twins => {}
        Scenery::Hundred => explore::hall_hundred_ui(ui, view),
        Scenery::Map => explore::map::map_ui(ui, view, commands),
        Scenery::Vote => vote::vote_ui(ui, view, room),
    });
}
