//! Why a warning came: its causes, its curve, and what would have avoided it, large below the scene.

mod advice;
mod causes;
mod curve;
mod hall;
mod header;
mod pages;

pub use curve::beside_ui;
pub use hall::{hall_curve_ui, hall_ui};

use egui::{CornerRadius, FontId, Id, Rect, ScrollArea, Stroke, StrokeKind, Ui, UiBuilder, vec2};

use super::View;
use crate::app::commands::{Command, Commands};
use crate::app::state::{OpenWarning, RunView, WhyPage};
use crate::app::theme::{self, severity, size, tokens};
use crate::app::widgets::segmented;
use crate::picture::plot::pinned::letter;
use crate::sim::derivation::leading_to;
use crate::sim::explain::Explanation;
use crate::sim::{Severity, Warning};

const PADDING: egui::Vec2 = vec2(14.0, 9.0);
const GAP: f32 = 20.0;
/// Below this width what would have avoided it becomes a page, and below that the causes stand above the pages.
const THREE_COLUMNS: f32 = 820.0;
const TWO_COLUMNS: f32 = 520.0;
/// Size at which type has its usual size; larger panels have larger type, to this factor.
const USUAL: egui::Vec2 = vec2(992.0, 284.0);
const LARGEST: f32 = 1.25;

/// The Id of the button that closes it, which takes the keyboard when it was opened with it.
pub fn close_id() -> Id {
    Id::unique("close why")
}

/// What is explained, and how large.
struct Why<'a> {
    view: &'a View<'a>,
    open: &'a OpenWarning,
    /// The run in which it comes: the one in view, or a pinned one.
    run: &'a RunView,
    /// The level that is explained; `None` when it no longer comes.
    warning: Option<Warning>,
    explained: Option<&'a Explanation>,
    /// How many times as large as usual its type is.
    scale: f32,
}

impl<'a> Why<'a> {
    fn new(view: &'a View<'a>, open: &'a OpenWarning, scale: f32) -> Self {
        let (run, warning) = (view.explained_run(), view.opened_warning());
        let explanations = if warning.is_some() { run.explanations() } else { &[] };
        let explained = explanations.iter().find(|explained| Some(explained.warning) == warning);
        Self { view, open, run, warning, explained, scale }
    }
}

impl Why<'_> {
    fn small(&self) -> FontId {
        FontId::proportional(size::SMALL * self.scale)
    }

    fn strong(&self, points: f32) -> FontId {
        theme::strong(points * self.scale)
    }

    fn has_causes(&self) -> bool {
        self.explained.is_some_and(|explained| !explained.causes.is_empty())
    }

    /// Whose it is, where two runs stand side by side.
    fn whose(&self) -> Option<String> {
        let view = self.view;
        match view.explained_pin() {
            Some(pin) => Some(format!("{}  {}", letter(pin.letter), pin.case.preset().short_title())),
            None => view.twin().map(|_| view.case.preset().short_title().to_owned()),
        }
    }

    /// Whether there is something to say on what would have avoided it: that is sought for the run in view alone.
    fn has_advice(&self) -> bool {
        if self.view.explained_pin().is_some() {
            return false;
        }
        let is_sought = self.warning.is_some_and(|it| !it.present_before && it.severity > Severity::Information);
        is_sought || self.view.tried().is_some()
    }

    /// What there is to read beside the causes.
    fn pages(&self, is_advice_beside: bool) -> Vec<WhyPage> {
        let run = &self.run.run;
        let quantity = self.open.id.quantity();
        let worst = self.warning.map(|warning| run.at(warning.worst_min(run)));
        let formulas = quantity.map(leading_to).unwrap_or_default();
        let is_worked_out =
            worst.is_some_and(|moment| formulas.iter().any(|formula| formula.at(run, &moment).is_some()));
        [
            (WhyPage::Curve, quantity.is_some()),
            (WhyPage::Avoid, !is_advice_beside && self.has_advice()),
            (WhyPage::Body, true),
            (WhyPage::Arithmetic, is_worked_out),
            (WhyPage::Sources, true),
        ]
        .into_iter()
        .filter_map(|(page, is_there)| is_there.then_some(page))
        .collect()
    }
}

/// The explanation of the warning that was asked about, in a card that fills `room`.
pub fn why_ui(ui: &mut Ui, view: &View<'_>, room: Rect, commands: &mut Commands) {
    let Some(open) = &view.case_view.open_warning else { return };
    let tokens = tokens(ui);
    let scale = (room.size() / USUAL).min_elem().clamp(1.0, LARGEST);
    let why = Why::new(view, open, scale);
    let warning = why.warning;

    let (ink, fill) = warning.map_or((tokens.accent, tokens.ground), |it| severity(tokens, it.severity));
    ui.painter().rect(room, size::CARD_CORNER, tokens.card, Stroke::NONE, StrokeKind::Inside);
    let (head, body) = room.split_top_bottom_at_y(room.top() + 44.0 * scale);
    let corner = size::CARD_CORNER;
    ui.painter().rect_filled(head, CornerRadius { nw: corner, ne: corner, sw: 0, se: 0 }, fill);
    ui.painter().rect_stroke(room, corner, Stroke::new(1.5, ink), StrokeKind::Inside);
    let mut inside = ui.new_child(UiBuilder::new().max_rect(head.shrink2(vec2(PADDING.x, 0.0))).id_salt("why head"));
    header::header_ui(&mut inside, &why, ink, fill, commands);
    let mut inside = ui.new_child(UiBuilder::new().max_rect(body.shrink2(PADDING)).id_salt("why body"));
    inside.shrink_clip_rect(body);
    inside.spacing_mut().item_spacing.y = 3.0;
    body_ui(&mut inside, &why, commands);
}

/// The columns, as many as there is room and something to say for.
fn body_ui(ui: &mut Ui, why: &Why<'_>, commands: &mut Commands) {
    let room = ui.max_rect();
    let is_advice_beside = room.width() >= THREE_COLUMNS;
    let pages = why.pages(is_advice_beside);
    if room.width() < TWO_COLUMNS {
        return column_ui(ui, room, "why all", |ui| {
            let cause = why.has_causes().then(|| causes::causes_ui(ui, why)).flatten();
            ui.add_space(6.0);
            pages_ui(ui, why, &pages, cause, commands);
        });
    }
    let (mut left, mut cause) = (room.left(), None);
    if why.has_causes() {
        let share = if is_advice_beside { 0.31 } else { 0.38 };
        let column = room.with_max_x(left + share * room.width());
        column_ui(ui, column, "why causes", |ui| cause = causes::causes_ui(ui, why));
        left = column.right() + GAP;
    }
    let is_advice_beside = is_advice_beside && why.has_advice();
    let right = if is_advice_beside { room.right() - 0.31 * room.width() } else { room.right() + GAP };
    let middle = room.with_min_x(left).with_max_x(right - GAP);
    let mut inside = ui.new_child(UiBuilder::new().max_rect(middle).id_salt("why pages"));
    pages_ui(&mut inside, why, &pages, cause, commands);
    if is_advice_beside {
        column_ui(ui, room.with_min_x(right), "why advice", |ui| advice::advice_ui(ui, why, commands));
    }
}

/// A column that scrolls only where its content has no room.
fn column_ui(ui: &mut Ui, room: Rect, salt: &str, content: impl FnOnce(&mut Ui)) {
    let mut inside = ui.new_child(UiBuilder::new().max_rect(room).id_salt(salt));
    ScrollArea::vertical().id_salt(salt).auto_shrink(false).show(&mut inside, content);
}

/// The row of pages, and the one that is chosen.
fn pages_ui(
    ui: &mut Ui,
    why: &Why<'_>,
    pages: &[WhyPage],
    cause: Option<crate::sim::cause::Cause>,
    commands: &mut Commands,
) {
    let page = pages.iter().copied().find(|page| *page == why.open.page).or_else(|| pages.first().copied());
    let Some(page) = page else { return };
    let names: Vec<_> = pages.iter().map(|page| (*page, why.view.say(page.message()))).collect();
    ui.scope(|ui| {
        ui.spacing_mut().button_padding = vec2(6.0, 3.0);
        ui.spacing_mut().interact_size.y = 22.0;
        if let Some(page) = segmented::choices_in(ui, page, &names, theme::small()) {
            commands.push(Command::Explain(Some(OpenWarning { page, ..why.open.clone() })));
        }
    });
    let below = ui.available_rect_before_wrap();
    match page {
        WhyPage::Curve => curve::curve_ui(ui, why, cause, commands),
        WhyPage::Avoid => column_ui(ui, below, "why avoid", |ui| advice::advice_ui(ui, why, commands)),
        WhyPage::Body => column_ui(ui, below, "why in body", |ui| pages::body_ui(ui, why)),
        WhyPage::Arithmetic => column_ui(ui, below, "why arithmetic", |ui| pages::arithmetic_ui(ui, why)),
        WhyPage::Sources => column_ui(ui, below, "why sources", |ui| pages::sources_ui(ui, why)),
    }
}
