//! The head of an explanation: the question, the level it is about, the answer in a sentence, and the button that closes it.

use egui::{Align, Color32, Layout, Rect, Role, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::{Why, close_id};
use crate::app::commands::{Command, Commands};
use crate::app::state::OpenWarning;
use crate::app::theme::{size, tokens};
use crate::app::widgets::icon::{self, Icon, check_mark, sized_severity_sign};
use crate::app::widgets::{chip, elided, segmented};
use crate::sim::asked::AskedLevel;

pub fn header_ui(ui: &mut Ui, why: &Why<'_>, ink: Color32, fill: Color32, commands: &mut Commands) {
    let room = ui.max_rect();
    let right = UiBuilder::new().max_rect(room).layout(Layout::right_to_left(Align::Center));
    let close = ui.scope_builder(right, |ui| {
        let close = icon::button_with_id(ui, close_id(), Icon::Close, &why.view.say("why-close"), 26.0);
        if close.clicked() {
            commands.push(Command::Explain(None));
        }
        when_ui(ui, why, commands);
    });
    let left = room.with_max_x(close.response.rect.left() - 10.0);
    let rest = ui.scope_builder(UiBuilder::new().max_rect(left).layout(Layout::left_to_right(Align::Center)), |ui| {
        ui.spacing_mut().item_spacing.x = 12.0;
        let side = 22.0 * why.scale;
        let (sign, _) = ui.allocate_exact_size(vec2(side, side), Sense::hover());
        if let Some(whose) = why.whose() {
            whose_ui(ui, why, &whose);
        }
        if let Some(warning) = why.warning {
            let radius = 10.0 * why.scale;
            sized_severity_sign(ui.painter(), sign.center(), radius, warning.severity, ink, fill);
            title_ui(ui, &why.view.text.warning_question(&warning), why, ink);
            levels_ui(ui, why, commands);
        } else {
            check_mark(ui.painter(), sign, ink);
            let gone = why.view.text.with("why-gone", &[("title", why.open.title.clone())]);
            title_ui(ui, &gone, why, tokens(ui).text);
        }
        ui.available_rect_before_wrap()
    });
    if let Some(sentence) = sentence(why) {
        sentence_ui(ui, &sentence, rest.inner, why);
    }
}

/// Leads to the map of this warning, with its answer in words.
fn when_ui(ui: &mut Ui, why: &Why<'_>, commands: &mut Commands) {
    let Some(warning) = why.warning.filter(|warning| warning.id.states_threshold()) else { return };
    // The map is one of the run in view.
    if why.view.explained_pin().is_some() {
        return;
    }
    let question = why.view.text.question(&AskedLevel::from(&warning));
    ui.add_space(8.0);
    if chip::chip(ui, &why.view.say("why-when"), &question).on_hover_text(&question).clicked() {
        commands.push(Command::AskAbout(warning.id));
    }
}

/// Whose warning it is, on the color of its run.
fn whose_ui(ui: &mut Ui, why: &Why<'_>, words: &str) {
    let tokens = tokens(ui);
    let (fill, ink) = why
        .view
        .explained_pin()
        .map_or((tokens.accent, tokens.on_accent), |pin| (tokens.pin_ink(pin.letter), tokens.card));
    let galley = ui.painter().layout_no_wrap(words.to_owned(), why.strong(size::SMALL), ink);
    let (rect, response) = ui.allocate_exact_size(galley.size() + vec2(16.0, 4.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
    ui.painter().rect_filled(rect, rect.height() / 2.0, fill);
    ui.painter().galley(rect.center() - galley.size() / 2.0, galley, ink);
}

/// The question.
fn title_ui(ui: &mut Ui, words: &str, why: &Why<'_>, ink: Color32) {
    let room = ui.available_width();
    let galley = elided::layout(ui.painter(), words, why.strong(size::TITLE), ink, room);
    let (rect, response) = ui.allocate_exact_size(galley.size(), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, words));
    ui.painter().galley(rect.min, galley, ink);
}

/// The levels of the warning, where there are several.
fn levels_ui(ui: &mut Ui, why: &Why<'_>, commands: &mut Commands) {
    let (Some(group), Some(shown)) = (why.view.opened_group(), why.warning) else { return };
    let levels = group.distinct();
    if levels.len() < 2 {
        return;
    }
    let text = why.view.text;
    let named: Vec<_> = levels
        .iter()
        .enumerate()
        .map(|(i, level)| {
            (i, text.level_word(level), text.with("why-level", &[("level", text.warning_in_line(level))]))
        })
        .collect();
    let current = levels.iter().position(|level| level.is_same_level(&shown)).unwrap_or(0);
    if let Some(level) = segmented::compact(ui, current, &named).and_then(|index| levels.get(index)) {
        let opened = OpenWarning::after(Some(why.open), level, text.warning_title(level));
        let opened = OpenWarning { whose: why.open.whose, ..opened };
        commands.push(Command::Explain(Some(opened)));
    }
}

/// The answer: the largest causes, or else what the warning means.
fn sentence(why: &Why<'_>) -> Option<String> {
    let (text, warning) = (why.view.text, why.warning?);
    let causes = why.explained.and_then(|explained| text.why_sentence(explained));
    let before = warning.present_before.then(|| why.view.say("why-before"));
    let after = causes.unwrap_or_else(|| text.warning_meaning(warning.id));
    Some(before.into_iter().chain([after]).collect::<Vec<_>>().join(" "))
}

/// The sentence on one line, or smaller on two; what is cut is told when it is pointed at.
fn sentence_ui(ui: &mut Ui, words: &str, room: Rect, why: &Why<'_>) {
    let ink = tokens(ui).text;
    let font = egui::FontId::proportional(size::BODY * why.scale);
    let mut galley = elided::layout(ui.painter(), words, font, ink, room.width());
    if galley.elided {
        galley = elided::wrapped(ui.painter(), words, why.small(), ink, room.width(), 2);
    }
    let at = pos2(room.left(), room.center().y - galley.size().y / 2.0);
    let rect = Rect::from_min_size(at, galley.size());
    let response = ui.interact(rect, ui.scope_id().with("sentence"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
    let is_cut = galley.elided;
    ui.painter().galley(at, galley, ink);
    if is_cut {
        response.on_hover_text(words);
    }
}
