//! How an answer is given other than by options: an order, a number, causes, words, and beside the paper what the drawn line says.

use egui::{
    Button, Key, Label, Margin, Response, RichText, Role, Sense, Stroke, StrokeKind, TextEdit, Ui, WidgetInfo, vec2,
};

use strum::IntoEnumIterator as _;

use super::card::{live, quiet, words};
use super::options::{Told, is_typed};
use super::{hand, keyboard};
use crate::app::commands::{Command, Commands, LessonCommand};
use crate::app::state::LessonPlay;
use crate::app::state::drawing::Shape;
use crate::app::state::lesson_work::offered_order;
use crate::app::theme::{Tokens, size, small, strong, tokens};
use crate::app::views::View;
use crate::app::widgets::icon;
use crate::app::widgets::roving::Roving;
use crate::app::widgets::{chip, focus};
use crate::lesson::ResultAt;
use crate::sim::quantities::Quantity;
use crate::text::phrase;

/// What the line in hand says, and shapes for those who would rather choose.
pub(super) fn drawing_ui(
    ui: &mut Ui,
    view: &View<'_>,
    play: &LessonPlay,
    quantity: Quantity,
    scale: f32,
    commands: &mut Commands,
) {
    let work = play.own_work();
    if work.locked.is_some() {
        return;
    }
    words(ui, &view.say("lesson-draw-told"), scale);
    let tokens = tokens(ui);
    let says = hand::line_in_words(view, play, quantity);
    let frame = egui::Frame::new()
        .fill(tokens.ground)
        .stroke(Stroke::new(1.0, tokens.hairline))
        .corner_radius(8.0)
        .inner_margin(Margin::symmetric(12, 9));
    let response = frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 3.0;
        ui.label(RichText::new(view.say("lesson-line-says")).font(small()).color(tokens.quiet));
        let said = says.unwrap_or_else(|| view.say("lesson-line-empty"));
        ui.add(Label::new(RichText::new(said).font(strong(size::STRONG))).wrap())
    });
    ui.ctx().accesskit_node_builder(response.inner.id, |node| node.set_live(egui::accesskit::Live::Polite));
    ui.label(RichText::new(view.say("lesson-shapes")).font(small()).color(tokens.quiet));
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
        for shape in Shape::iter() {
            let name = view.say(shape.message());
            let response = chip::chip(ui, &name, &name);
            keyboard::take(ui, &response);
            if response.clicked() {
                commands.push(Command::Lesson(LessonCommand::TakeShape(shape)));
            }
        }
    });
}

/// Parts of a chain: pressed, a part goes to the end of the row above, or back; the arrows beside it move it.
pub(super) fn order_ui(
    ui: &mut Ui,
    view: &View<'_>,
    play: &LessonPlay,
    (chain, distractors): (&[String], &[String]),
    commands: &mut Commands,
) {
    let work = play.own_work();
    let is_open = work.locked.is_none();
    let words = |place: usize| if place < chain.len() { &chain[place] } else { &distractors[place - chain.len()] };
    let count = [("count", chain.len().to_string())];
    quiet(ui, &view.text.with(if distractors.is_empty() { "lesson-order-all" } else { "lesson-order-some" }, &count));
    ui.spacing_mut().item_spacing.y = 6.0;
    for (at, place) in work.places.iter().enumerate() {
        let told = super::told::link(play, at, *place);
        ui.horizontal(|ui| {
            let numbered = format!("{}.  {}", at + 1, words(*place));
            let room = ui.available_width() - if is_open { 62.0 } else { 0.0 };
            if link_ui(ui, view, &numbered, room, true, told, None).clicked() && is_open {
                commands.push(Command::Lesson(LessonCommand::Pick(*place)));
            }
            if is_open {
                ui.spacing_mut().item_spacing.x = 4.0;
                let name = [("link", words(*place).clone())];
                let up =
                    icon::button(ui, icon::Icon::Previous, &view.text.with("lesson-order-earlier", &name), 26.0, false);
                if up.clicked() && at > 0 {
                    commands.push(Command::Lesson(LessonCommand::Reorder(at, at - 1)));
                }
                let down =
                    icon::button(ui, icon::Icon::Next, &view.text.with("lesson-order-later", &name), 26.0, false);
                if down.clicked() {
                    commands.push(Command::Lesson(LessonCommand::Reorder(at, at + 1)));
                }
            }
        });
    }
    if is_open && work.places.len() < chain.len() {
        ui.separator();
        for place in offered_order(chain, distractors).into_iter().filter(|place| !work.places.contains(place)) {
            let room = ui.available_width();
            let response = link_ui(ui, view, words(place), room, false, Told::Open, None);
            keyboard::take(ui, &response);
            if response.clicked() {
                commands.push(Command::Lesson(LessonCommand::Pick(place)));
            }
        }
    }
}

fn link_ui(
    ui: &mut Ui,
    view: &View<'_>,
    words: &str,
    width: f32,
    is_on: bool,
    told: Told,
    roving: Option<&mut Roving>,
) -> Response {
    let tokens = tokens(ui);
    let galley = ui.painter().layout(words.to_owned(), egui::FontId::proportional(15.5), tokens.text, width - 26.0);
    let sense = roving.as_ref().map_or(Sense::click(), |roving| roving.sense(Sense::click()));
    let (rect, response) = ui.allocate_exact_size(vec2(width, galley.size().y + 14.0), sense);
    if let Some(roving) = roving {
        roving.offered(ui, &response);
    }
    let said = match told {
        Told::Right => view.text.with("lesson-option-right", &[("option", phrase(words).to_owned())]),
        Told::Chosen => view.text.with("lesson-option-chosen", &[("option", phrase(words).to_owned())]),
        _ => words.to_owned(),
    };
    response.widget_info(|| WidgetInfo::selected(Role::Button, told == Told::Open, is_on, &said));
    let (fill, edge) = match (told, is_on, response.hovered()) {
        (Told::Right, ..) => (Tokens::faint(tokens.platelets, 0.14), Stroke::new(1.5, tokens.platelets)),
        (Told::Chosen, ..) => (Tokens::faint(tokens.caution, 0.12), Stroke::new(1.5, tokens.caution)),
        (_, true, _) => (Tokens::faint(tokens.accent, 0.10), Stroke::new(1.5, tokens.accent)),
        (_, false, true) => (tokens.button_hovered, Stroke::new(1.0, tokens.quiet)),
        _ => (tokens.card, Stroke::new(1.0, tokens.hairline)),
    };
    ui.painter().rect(rect, 8.0, fill, edge, StrokeKind::Inside);
    ui.painter().galley(rect.left_center() + vec2(13.0, -galley.size().y / 2.0), galley, tokens.text);
    focus::ring(ui, &response, rect.expand(2.0), 9.0);
    response
}

/// A number, typed.
pub(super) fn number_ui(ui: &mut Ui, view: &View<'_>, play: &LessonPlay, of: &ResultAt, commands: &mut Commands) {
    let work = play.own_work();
    let is_open = work.locked.is_none();
    let id = ui.scope_id().with(("estimate", play.at));
    let mut typed = ui
        .data_mut(|data| data.get_temp::<String>(id))
        .unwrap_or_else(|| work.number.map_or_else(String::new, |number| crate::text::shortest(number, 3)));
    let (name, unit) = view.text.result_named(of);
    quiet(ui, &name);
    ui.horizontal(|ui| {
        let field = TextEdit::singleline(&mut typed)
            // A name of its own: what stands in its place in another step is no field of text.
            .id_salt(("estimate", play.at))
            .desired_width(120.0)
            .font(strong(22.0))
            .margin(Margin::symmetric(10, 8))
            .interactive(is_open);
        let response = ui.add(field);
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, is_open, format!("{name}, {unit}")));
        if is_open {
            keyboard::take(ui, &response);
        }
        ui.label(RichText::new(&unit).size(18.0).color(tokens(ui).quiet));
        // Enter ends the typing, and the lock is one Tab away.
        if response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
            response.request_focus();
        }
        if response.changed() {
            ui.data_mut(|data| data.insert_temp(id, typed.clone()));
            if let Ok(number) = typed.trim().replace(',', ".").replace('−', "-").parse::<f64>()
                && number.is_finite()
            {
                commands.push(Command::Lesson(LessonCommand::Estimate(number)));
            }
        }
    });
    let is_number = typed.trim().replace(',', ".").replace('−', "-").parse::<f64>().is_ok_and(f64::is_finite);
    if is_open && !typed.trim().is_empty() && !is_number {
        let response = quiet(ui, &view.text.with("lesson-no-number", &[("unit", unit)]));
        live(ui, response);
    }
}

/// All causes that take part in the run, to pick the largest from.
pub(super) fn causes_ui(ui: &mut Ui, view: &View<'_>, play: &LessonPlay, pick: usize, commands: &mut Commands) {
    let work = play.own_work();
    let Some(tried) = play.causes() else { return };
    if work.locked.is_none() {
        let picked: Vec<_> = work.causes.iter().map(|cause| view.text.cause(*cause)).collect();
        let arguments =
            [("count", pick.to_string()), ("picked", picked.len().to_string()), ("causes", picked.join("; "))];
        let message = if picked.is_empty() { "lesson-pick" } else { "lesson-picked" };
        let response = quiet(ui, &view.text.with(message, &arguments));
        live(ui, response);
    } else {
        return;
    }
    ui.spacing_mut().item_spacing.y = 6.0;
    let count = tried.len();
    let mut roving = Roving::column(ui, ui.scope_id().with(("causes", play.at)), count, 0);
    for (place, cause) in tried.iter().enumerate() {
        let is_on = work.causes.contains(cause);
        let room = ui.available_width();
        let response = link_ui(ui, view, &view.text.cause(*cause), room, is_on, Told::Open, Some(&mut roving));
        let counted = [("number", (place + 1).to_string()), ("count", count.to_string())];
        let of_all = view.text.with("lesson-option-of", &counted);
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(of_all));
        keyboard::take(ui, &response);
        let is_typed = is_typed(ui, place);
        if is_typed {
            roving.go_to(ui, place);
        }
        if response.clicked() || is_typed {
            commands.push(Command::Lesson(LessonCommand::PickCause(*cause)));
        }
    }
}

/// Own words.
pub(super) fn words_ui(ui: &mut Ui, view: &View<'_>, play: &LessonPlay, commands: &mut Commands) {
    /// More is no answer in two sentences.
    const MOST: usize = 2000;
    let work = play.own_work();
    let is_open = work.locked.is_none();
    let mut typed = work.words.clone();
    let field = TextEdit::multiline(&mut typed)
        .id_salt(("own words", play.at))
        .desired_width(f32::INFINITY)
        .desired_rows(5)
        .char_limit(MOST)
        .font(egui::FontId::proportional(16.0))
        .margin(Margin::symmetric(10, 8))
        .hint_text(view.say("lesson-own-words"))
        .interactive(is_open);
    let response = ui.add(field);
    let name = view.say("lesson-own-words");
    response.widget_info(|| WidgetInfo::labeled(Role::MultilineTextInput, is_open, &name));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_value(typed.as_str()));
    if is_open {
        keyboard::take(ui, &response);
    }
    if response.changed() {
        commands.push(Command::Lesson(LessonCommand::Words(typed)));
    }
}

/// A plain button of a toolbar.
pub(super) fn tool(ui: &mut Ui, words: &str, enabled: bool) -> bool {
    ui.add_enabled(enabled, Button::new(words).min_size(vec2(64.0, 28.0))).clicked()
}
