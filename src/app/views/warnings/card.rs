//! One line for one warning: how severe, what, when, and why.

use std::sync::Arc;

use egui::{
    Align, Color32, Galley, Id, Layout, Rect, RichText, Role, Sense, Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo,
    pos2, vec2,
};

use super::super::{View, why};
use crate::app::commands::{Command, Commands};
use crate::app::state::OpenWarning;
use crate::app::theme::{Tokens, severity, size, small, strong, tokens};
use crate::app::widgets::icon::severity_sign;
use crate::app::widgets::{chip, elided, focus};
use crate::sim::warning_groups::WarningGroup;
use crate::sim::{Severity, Warning};
use crate::text::clock;

/// Where a warning stands in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Came,
    Ahead,
    Before,
}

/// Height of a card with a title of one line.
const HEIGHT: f32 = 31.0;
const CORNER: f32 = 8.0;
/// Where the title begins, after the sign, and what it leaves free at its right for the chip.
const TITLE: f32 = 31.0;
const CHIP: f32 = 57.0;
/// Width of the bar at the left edge of what is severe.
const BAR: f32 = 4.0;

/// A card, laid out before it is shown, so that the height of all is known.
pub struct Card<'a> {
    pub level: &'a Warning,
    pub height: f32,
    standing: Standing,
    /// Whether its level was reached and left again.
    is_over: bool,
    name: String,
    title: Arc<Galley>,
    time: Arc<Galley>,
    details: Vec<String>,
}

/// The colors of a card: words and sign, ground, and edge.
struct Look {
    ink: Color32,
    fill: Color32,
    edge: Color32,
}

fn look(tokens: &Tokens, of: Severity, standing: Standing, is_over: bool) -> Look {
    let (ink, fill) = severity(tokens, of);
    if standing == Standing::Ahead {
        // Dimmed, but with the color of its severity.
        let edge = Tokens::faint(ink, 0.35);
        return Look { ink: ink.lerp_to_gamma(tokens.card, 0.12), fill: tokens.card, edge };
    }
    match of {
        Severity::LifeThreatening if !is_over => Look { ink: tokens.card, fill: ink, edge: ink },
        Severity::Information | Severity::Mild => Look { ink, fill: tokens.card, edge: tokens.hairline },
        _ if is_over => Look { ink, fill: Tokens::faint(fill, 0.5), edge: Color32::TRANSPARENT },
        _ => Look { ink, fill, edge: Color32::TRANSPARENT },
    }
}

impl<'a> Card<'a> {
    pub fn new(
        ui: &Ui,
        view: &View<'_>,
        groups: &[WarningGroup<'_>],
        level: &'a Warning,
        standing: Standing,
        width: f32,
    ) -> Self {
        let time_min = view.playback.playhead_min;
        // In an order that is kept some have come since, or are to come again.
        let standing = match (standing, level.from_min <= time_min) {
            (Standing::Before, _) => standing,
            (_, true) => Standing::Came,
            (_, false) => Standing::Ahead,
        };
        let is_over = standing != Standing::Ahead && !level.is_on_at(time_min);
        let ink = look(tokens(ui), level.severity, standing, is_over).ink;
        let time = match (standing, is_over, level.to_min) {
            (Standing::Before, false, _) => String::new(),
            (Standing::Before, true, Some(to_min)) => view.text.with("card-until", &[("to", clock(to_min))]),
            (_, true, Some(to_min)) => format!("{}–{}", clock(level.from_min), clock(to_min)),
            _ => clock(level.from_min),
        };
        let name = view.text.warning_title(level);
        let time = ui.painter().layout_no_wrap(time, small(), ink);
        let font = if level.severity >= Severity::Moderate { strong(size::SMALL) } else { small() };
        let room = width - TITLE - time.size().x - 6.0 - CHIP;
        let title = elided::wrapped(ui.painter(), &name, font, ink, room, 2);
        let height = if title.rows.len() > 1 { title.size().y + 10.0 } else { HEIGHT };
        let group = groups.iter().find(|group| group.levels[0].id == level.id);
        let details = group.map(|group| details(view, group, level)).unwrap_or_default();
        Self { level, height, standing, is_over, name, title, time, details }
    }

    /// Shows it; answers where it is, and where its *Why?* is.
    pub fn show(&self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) -> (Rect, Rect) {
        let tokens = tokens(ui);
        let is_open = view.opened_own_warning().is_some_and(|opened| opened.is_same_level(self.level));
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), self.height), Sense::hover());
        let came = (self.standing != Standing::Before).then_some(self.level.from_min);
        let sense = if came.is_some() { Sense::click() } else { Sense::hover() };
        let id = Id::unique(("warning", self.level.id, self.level.threshold.map(f64::to_bits)));
        let response = ui.interact(rect, id.with(self.level.from_min.to_bits()), sense);
        let role = if came.is_some() { Role::Button } else { Role::Label };
        let words = format!("{}, {}", self.name, self.details.join(", "));
        response.widget_info(|| WidgetInfo::labeled(role, true, &words));
        let hint = came.map(|_| view.say("why-show-hint"));
        if let Some(hint) = &hint {
            ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(hint.as_str()));
        }

        let look = look(tokens, self.level.severity, self.standing, self.is_over);
        let painter = ui.painter();
        let edge = Stroke::new(1.0, if response.hovered() && came.is_some() { look.ink } else { look.edge });
        painter.rect(rect, CORNER, look.fill, edge, StrokeKind::Inside);
        if self.level.severity >= Severity::Severe && self.standing != Standing::Ahead && look.fill != tokens.severe {
            let bar = rect.with_max_x(rect.left() + BAR);
            painter.rect_filled(bar, egui::CornerRadius { nw: CORNER as u8, sw: CORNER as u8, ne: 0, se: 0 }, look.ink);
        }
        if is_open {
            painter.rect_stroke(rect, CORNER, Stroke::new(2.0, look.ink), StrokeKind::Inside);
        }
        let sign = pos2(rect.left() + 17.0, rect.center().y);
        severity_sign(painter, sign, self.level.severity, look.ink, look.fill);
        painter.galley(
            pos2(rect.left() + TITLE, rect.center().y - self.title.size().y / 2.0),
            self.title.clone(),
            look.ink,
        );
        let size = self.time.size();
        let at = pos2(rect.right() - CHIP - size.x - 1.0, rect.center().y - size.y / 2.0);
        painter.galley(at, self.time.clone(), look.ink);
        focus::ring(ui, &response, rect, CORNER);

        let (clicked, why) = self.why_ui(ui, view, rect, is_open);
        if clicked {
            let opened = OpenWarning::after(view.case_view.open_warning.as_ref(), self.level, self.name.clone());
            commands.push(Command::Explain((!is_open).then_some(opened)));
        }
        let response = response.on_hover_ui(|ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            ui.label(RichText::new(&self.name).font(strong(size::SMALL)));
            for line in self.details.iter().chain(&hint) {
                ui.label(RichText::new(line).font(small()));
            }
        });
        if let Some(came_min) = came.filter(|_| response.clicked()) {
            commands.push(Command::Seek(came_min));
        }
        (rect, why)
    }

    /// The chip that explains it. A warning that is explained takes the keyboard along, if it was opened with it.
    fn why_ui(&self, ui: &mut Ui, view: &View<'_>, rect: Rect, is_open: bool) -> (bool, Rect) {
        let name = view.text.with("why-name", &[("title", self.name.clone())]);
        let room = rect.with_min_x(rect.right() - CHIP).with_max_x(rect.right() - 5.0);
        let layout = Layout::right_to_left(Align::Center);
        let builder = UiBuilder::new().max_rect(room).layout(layout).id_salt(&name);
        let mut inside = ui.new_child(builder);
        let chip = chip::filled(&mut inside, &view.say("why"), &name, is_open);
        let clicked = chip.clicked();
        if clicked && !is_open && chip.has_focus() {
            ui.memory_mut(|memory| memory.request_focus(why::close_id()));
        }
        (clicked, chip.rect)
    }
}

/// When a level is active, which worse level follows, and its worst value.
fn details(view: &View<'_>, group: &WarningGroup<'_>, level: &Warning) -> Vec<String> {
    let (text, time_min) = (view.text, view.playback.playhead_min);
    let worse = group.levels.iter().copied().filter(|other| other.is_worse_than(level));
    let worse = worse.filter(|other| other.from_min > time_min.max(level.from_min));
    let worse = worse.min_by(|a, b| a.from_min.total_cmp(&b.from_min));
    let first = match (level.is_on_at(time_min), level.from_min > time_min) {
        (true, _) if worse.is_some() => view.say("warning-now"),
        (true, _) => text.warning_now(level),
        (false, true) => text.with("warning-from", &[("from", clock(level.from_min))]),
        (false, false) => text.warning_over(level),
    };
    let mut lines = vec![match worse {
        Some(worse) => text.warning_and(first, worse),
        None => first,
    }];
    let milder = group.levels.iter().filter(|other| level.is_worse_than(other));
    let milder =
        milder.filter(|other| (time_min..level.from_min).contains(&other.from_min) && other.from_min > time_min);
    let milder: Vec<_> = milder.map(|other| text.level_from(other)).collect();
    if !milder.is_empty() {
        lines.push(text.with("warning-milder", &[("levels", milder.join("; "))]));
    }
    // The worst level is told from the start, so that nobody has to play the run to see it.
    let end = group.worst();
    if worse.is_some_and(|worse| end.is_worse_than(worse)) {
        let arguments = [("level", text.warning_level(end)), ("from", clock(end.from_min))];
        lines.push(text.with("warning-at-worst", &arguments));
    }
    lines.extend(text.warning_worst(level, view.run()));
    lines.extend(text.warning_grade(level));
    lines
}
