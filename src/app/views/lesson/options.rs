//! Answers to choose from: boxes below each other, and small ones in a row.

use egui::{Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::card::quiet;
use super::keyboard;
use crate::app::commands::{Command, Commands, LessonCommand};
use crate::app::state::LessonPlay;
use crate::app::theme::{Tokens, size, small, strong, tokens};
use crate::app::views::View;
use crate::app::widgets::focus;
use crate::app::widgets::icon::check_mark;
use crate::app::widgets::roving::Roving;
use crate::lesson::SeenAmong;
use crate::text::phrase;

/// How an option looks after it is locked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// Not locked yet.
    Open,
    /// Locked, and told after the lesson.
    Kept,
    Right,
    /// Chosen, and not what happened.
    Chosen,
    Neither,
}

/// What is seen of an option, in words.
pub fn seen_options(view: &View<'_>, among: &SeenAmong) -> Vec<String> {
    match among {
        SeenAmong::Warnings(ids) => ids.iter().map(|id| view.text.asked_kind(*id)).collect(),
        SeenAmong::Quantities(quantities) => quantities.iter().map(|of| view.text.quantity_name(*of)).collect(),
    }
}

/// The options of a question, one below the other; the number keys choose as well.
pub(super) fn options_ui(
    ui: &mut Ui,
    view: &View<'_>,
    play: &LessonPlay,
    options: &[String],
    several: bool,
    commands: &mut Commands,
) {
    let work = play.own_work();
    let is_open = work.locked.is_none();
    if several && is_open {
        quiet(ui, &view.say("lesson-several"));
    }
    ui.spacing_mut().item_spacing.y = 8.0;
    let mut roving = Roving::column(ui, ui.scope_id().with(("options", play.at)), options.len(), 0);
    for (place, words) in options.iter().enumerate() {
        let told = super::told::option(play, place);
        let is_on = work.places.contains(&place);
        let response = option_ui(ui, view, (place, words), is_on, several, told, &mut roving);
        let counted = [("number", (place + 1).to_string()), ("count", options.len().to_string())];
        let of_all = view.text.with("lesson-option-of", &counted);
        // The first says what it answers: it is where the keyboard comes to.
        let asked = if place == 0 { format!("{} {of_all}", play.step().kind.words()) } else { of_all };
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(asked));
        if is_open {
            keyboard::take(ui, &response);
        }
        let is_typed = is_typed(ui, place);
        if is_open && is_typed {
            roving.go_to(ui, place);
        }
        if is_open && (response.clicked() || is_typed) {
            commands.push(Command::Lesson(LessonCommand::Pick(place)));
        }
    }
}

/// Whether the number key of this place was pressed, from 1.
pub(super) fn is_typed(ui: &Ui, place: usize) -> bool {
    let key = egui::Key::from_name(&(place + 1).to_string());
    !ui.ctx().text_edit_focused()
        && key.is_some_and(|key| ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, key)))
}

fn option_ui(
    ui: &mut Ui,
    view: &View<'_>,
    (place, words): (usize, &str),
    is_on: bool,
    several: bool,
    told: Told,
    roving: &mut Roving,
) -> Response {
    const PAD: f32 = 12.0;
    let tokens = tokens(ui);
    let width = ui.available_width();
    let number = (place + 1).to_string();
    let font = egui::FontId::proportional(16.0);
    let galley = ui.painter().layout(words.to_owned(), font, tokens.text, width - 76.0);
    let height = (galley.size().y + 20.0).max(42.0);
    let sense = if told == Told::Open { Sense::click() } else { Sense::focusable_noninteractive() };
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), roving.sense(sense));
    roving.offered(ui, &response);
    let said = match told {
        Told::Right => view.text.with("lesson-option-right", &[("option", phrase(words).to_owned())]),
        Told::Chosen => view.text.with("lesson-option-chosen", &[("option", phrase(words).to_owned())]),
        Told::Open | Told::Neither | Told::Kept => words.to_owned(),
    };
    let role = if several { Role::CheckBox } else { Role::RadioButton };
    response.widget_info(|| WidgetInfo::selected(role, told == Told::Open, is_on, &said));
    let (fill, edge) = match (told, is_on, response.hovered()) {
        (Told::Right, ..) => (Tokens::faint(tokens.platelets, 0.14), Stroke::new(2.0, tokens.platelets)),
        (Told::Chosen, ..) => (Tokens::faint(tokens.caution, 0.12), Stroke::new(2.0, tokens.caution)),
        (_, true, _) => (Tokens::faint(tokens.accent, 0.10), Stroke::new(2.0, tokens.accent)),
        (Told::Open, false, true) => (tokens.button_hovered, Stroke::new(1.0, tokens.quiet)),
        _ => (tokens.card, Stroke::new(1.0, tokens.hairline)),
    };
    let painter = ui.painter();
    painter.rect(rect, 8.0, fill, edge, StrokeKind::Inside);
    let mark = pos2(rect.left() + PAD + 9.0, rect.center().y);
    let sign = Rect::from_center_size(mark, vec2(16.0, 16.0));
    match told {
        Told::Right => check_mark(painter, sign, tokens.platelets),
        _ if several => {
            painter.rect_stroke(sign, 4.0, Stroke::new(1.8, tokens.quiet), StrokeKind::Inside);
            if is_on {
                check_mark(painter, sign, tokens.accent);
            }
        }
        _ => {
            let ink = if told == Told::Chosen { tokens.caution } else { tokens.quiet };
            let ink = if is_on && told == Told::Open { tokens.accent } else { ink };
            painter.circle_stroke(mark, 8.0, Stroke::new(1.8, ink));
            if is_on {
                painter.circle_filled(mark, 4.5, ink);
            }
        }
    }
    let ink = if told == Told::Neither { tokens.quiet } else { tokens.text };
    let at = pos2(rect.left() + PAD + 28.0, rect.center().y - galley.size().y / 2.0);
    painter.galley_with_override_text_color(at, galley, ink);
    if told == Told::Open {
        let at = pos2(rect.right() - PAD, rect.center().y);
        painter.text(at, egui::Align2::RIGHT_CENTER, number, small(), tokens.quiet);
    }
    focus::ring(ui, &response, rect.expand(2.0), 9.0);
    response
}

/// A small box that is on or off, as one of a few in a row that answer what is asked.
pub(super) fn choice_box(
    ui: &mut Ui,
    (words, asked): (String, String),
    is_on: bool,
    size: egui::Vec2,
    roving: &mut Roving,
) -> bool {
    let tokens = tokens(ui);
    let (rect, response) = ui.allocate_exact_size(size, roving.sense(Sense::click()));
    roving.offered(ui, &response);
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, is_on, &words));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(asked));
    let (fill, edge) = match (is_on, response.hovered()) {
        (true, _) => (Tokens::faint(tokens.accent, 0.10), Stroke::new(2.0, tokens.accent)),
        (false, true) => (tokens.button_hovered, Stroke::new(1.0, tokens.quiet)),
        (false, false) => (tokens.card, Stroke::new(1.0, tokens.hairline)),
    };
    ui.painter().rect(rect, 8.0, fill, edge, StrokeKind::Inside);
    let mark = pos2(rect.left() + 17.0, rect.center().y);
    ui.painter().circle_stroke(mark, 6.5, Stroke::new(1.6, if is_on { tokens.accent } else { tokens.quiet }));
    if is_on {
        ui.painter().circle_filled(mark, 3.6, tokens.accent);
    }
    let ink = if is_on { tokens.accent } else { tokens.text };
    let at = pos2(rect.left() + 30.0, rect.center().y);
    let font = if is_on { strong(size::BODY) } else { egui::FontId::proportional(size::BODY) };
    ui.painter().text(at, egui::Align2::LEFT_CENTER, words, font, ink);
    focus::ring(ui, &response, rect.expand(2.0), 9.0);
    response.clicked()
}
