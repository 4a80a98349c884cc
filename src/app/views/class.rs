//! A class: every question with how it was answered, the drawn curves over the run, and what was learned, in figures.

use egui::{
    Align, Button, FontId, Label, Layout, Margin, Rect, RichText, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui,
    UiBuilder, WidgetInfo, pos2, vec2,
};

use super::View;
use super::lesson::{Place, landscape_ui, place_of};
use crate::app::commands::{ClassCommand, Command, Commands};
use crate::app::paint::shapes;
use crate::app::state::ClassView;
use crate::app::theme::{Tokens, size, small, strong, tokens};
use crate::app::widgets::icon::{self, Icon};
use crate::app::widgets::{card, elided, focus};
use crate::lesson::{Given, Question, StepKind, Student, Truth, TryStep};
use crate::picture::plot::Head;
use crate::picture::plot::{class_plot, compose};
use crate::picture::point;
use crate::report::sheet;
use crate::sim::cause::Cause;
use crate::text::rounded;

const ROW: f32 = 50.0;

/// The bar: which class, and what can be made of it.
pub fn bar_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let Some(own) = &view.class else { return };
    let bar = ui.max_rect();
    let right = UiBuilder::new().max_rect(bar).layout(Layout::right_to_left(Align::Center));
    let right = ui.scope_builder(right, |ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        let buttons = [
            ("class-leave", Command::Class(ClassCommand::Leave), false),
            ("class-page", Command::Class(ClassCommand::Page), false),
            ("class-table", Command::Class(ClassCommand::Table), false),
            ("class-again", Command::Class(ClassCommand::Again), false),
            ("class-paste", Command::RequestPaste, false),
            ("class-anonymous", Command::Class(ClassCommand::Anonymous), own.anonymous),
        ];
        for (message, command, is_on) in buttons {
            if ui.add(Button::new(view.say(message)).selected(is_on)).clicked() {
                commands.push(command);
            }
        }
    });
    let room = bar.with_max_x(right.response.rect.left() - 16.0);
    ui.scope_builder(UiBuilder::new().max_rect(room).layout(Layout::left_to_right(Align::Center)), |ui| {
        if icon::button(ui, Icon::Home, &view.say("class-leave"), 30.0, false).clicked() {
            commands.push(Command::Class(ClassCommand::Leave));
        }
        let title = view.text.with("class-title", &[("title", own.lesson.title.clone())]);
        ui.add(Label::new(RichText::new(title).font(strong(size::TITLE))).truncate());
    });
}

/// The questions at the left, the one that is looked at above, and what was learned below.
pub fn class_ui(ui: &mut Ui, view: &View<'_>, room: Rect, commands: &mut Commands) {
    /// Share of the width that the questions take, and of the height that the picture takes.
    const LIST: f32 = 0.36;
    const PICTURE: f32 = 0.60;
    let Some(own) = &view.class else { return };
    let list = room.with_max_x(room.left() + (LIST * room.width()).clamp(300.0, 520.0));
    let right = room.with_min_x(list.right() + size::GAP);
    let (picture, below) = right.split_top_bottom_at_fraction(PICTURE);
    list_ui(ui, view, own, list, commands);
    question_ui(ui, view, own, picture);
    told_ui(ui, view, own, below.with_min_y(below.top() + size::GAP));
}

fn list_ui(ui: &mut Ui, view: &View<'_>, own: &ClassView, room: Rect, commands: &mut Commands) {
    card::padded(ui, room, Margin::symmetric(12, 10), |ui| {
        ui.label(RichText::new(view.say("class-questions")).font(strong(size::VALUE)));
        legend_ui(ui, view);
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 4.0;
            for (place, question) in own.order().into_iter().enumerate() {
                row_ui(ui, view, own, (place, &own.class.questions[question]), commands);
            }
        });
    });
}

/// The colors of right, partly right and wrong.
const fn inks(tokens: &Tokens) -> [egui::Color32; 3] {
    [tokens.platelets, tokens.usual, tokens.caution]
}

fn legend_ui(ui: &mut Ui, view: &View<'_>) {
    ui.horizontal(|ui| {
        let tokens = tokens(ui);
        for (message, ink) in ["class-right", "class-partly", "class-wrong"].into_iter().zip(inks(tokens)) {
            let (rect, _) = ui.allocate_exact_size(vec2(12.0, 12.0), Sense::hover());
            ui.painter().rect_filled(rect, 3.0, ink);
            ui.label(RichText::new(view.say(message)).font(small()).color(tokens.quiet));
        }
    });
}

fn row_ui(
    ui: &mut Ui,
    view: &View<'_>,
    own: &ClassView,
    (place, question): (usize, &Question),
    commands: &mut Commands,
) {
    let tokens = tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width() - 4.0, ROW), Sense::click());
    let name = view.text.question_named(&own.lesson, question.place);
    let counts = view.text.question_counts(question);
    let is_shown = own.shown == place;
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_shown, &name));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(counts.as_str()));
    let fill = match (is_shown, response.hovered()) {
        (true, _) => Tokens::faint(tokens.accent, 0.10),
        (false, true) => tokens.button_hovered,
        (false, false) => tokens.card,
    };
    let painter = ui.painter();
    let edge = Stroke::new(if is_shown { 2.0 } else { 1.0 }, if is_shown { tokens.accent } else { tokens.hairline });
    painter.rect(rect, 8.0, fill, edge, StrokeKind::Inside);
    let inner = rect.shrink2(vec2(10.0, 6.0));
    let certain = (question.certain_and_wrong > 0)
        .then(|| view.text.with("class-sure-and-wrong", &[("count", question.certain_and_wrong.to_string())]));
    let certain = painter.layout_no_wrap(certain.unwrap_or_default(), small(), tokens.caution);
    let width = inner.width() - certain.size().x - 10.0;
    let title = elided::wrapped(painter, &name, FontId::proportional(size::BODY), tokens.text, width, 1);
    painter.galley(inner.min, title, tokens.text);
    painter.galley(pos2(inner.right() - certain.size().x, inner.top() + 1.0), certain, tokens.caution);
    let bar = inner.with_min_y(inner.bottom() - 9.0);
    painter.rect_filled(bar, 3.0, tokens.rail);
    let answered = question.answered().max(1) as f32;
    let mut left = bar.left();
    for (count, ink) in [question.right, question.partly, question.wrong].into_iter().zip(inks(tokens)) {
        let right = left + bar.width() * count as f32 / answered;
        if count > 0 {
            painter.rect_filled(Rect::from_x_y_ranges(left..=right, bar.y_range()), 3.0, ink);
        }
        left = right;
    }
    focus::ring(ui, &response, rect, 8.0);
    if response.clicked() {
        commands.push(Command::Class(ClassCommand::Show(place)));
    }
}

/// The question that is looked at: the drawn curves over the run and its band, or how often each answer was given.
fn question_ui(ui: &mut Ui, view: &View<'_>, own: &ClassView, room: Rect) {
    let order = own.order();
    let Some(question) = order.get(own.shown).map(|place| &own.class.questions[*place]) else { return };
    card::padded(ui, room, Margin::symmetric(16, 12), |ui| {
        let tokens = tokens(ui);
        let step = &own.lesson.steps[question.place];
        ui.add(Label::new(RichText::new(step.kind.words()).font(strong(20.0))).wrap());
        ui.label(RichText::new(view.text.question_counts(question)).color(tokens.quiet));
        match (&step.kind, &own.key.truths[question.place]) {
            (StepKind::Draw { quantity, .. }, Some(Truth::Curve(truth))) => {
                let drawn: Vec<_> = own.class.curves(question.place).map(|(_, points, _)| points).collect();
                let rect = ui.available_rect_before_wrap();
                let run = &own.key.grounds[step.case].run;
                let plot = class_plot(run, *quantity, truth, &drawn, view.text);
                let size = point(rect.width(), rect.height());
                let (_, response) = ui.allocate_exact_size(rect.size(), Sense::focusable_noninteractive());
                let told = view.text.with("class-curves-told", &[("count", drawn.len().to_string())]);
                response.widget_info(|| WidgetInfo::labeled(Role::Figure, true, &told));
                let picture = compose(std::slice::from_ref(&plot), &Head::default(), size, view.text);
                shapes::paint(&ui.painter_at(rect), tokens, &picture, rect.min.to_vec2(), 1.0);
            }
            (StepKind::Try(asked), _) => challenge_ui(ui, view, own, question, asked),
            _ => options_ui(ui, &tallies(view, own, question)),
        }
    });
}

/// Where on the map of a challenge each student stands.
fn challenge_ui(ui: &mut Ui, view: &View<'_>, own: &ClassView, question: &Question, asked: &TryStep) {
    let Some(map) = view.background.landscapes.of(&own.lesson, question.place) else { return };
    let given = |student: &Student| match student.results[question.place].as_ref()?.given.as_ref()? {
        Given::Settings(settings) => place_of(map, settings),
        _ => None,
    };
    let places = own.class.students.iter().filter_map(given).map(|at| Place { at, is_own: false });
    let places: Vec<_> = places.collect();
    let best = map.best(asked.best.as_ref().map(|best| &best.measure)).map(|(at, _)| at);
    let arguments = [("count", places.len().to_string()), ("percent", format!("{:.0}", 100.0 * map.share_reached()))];
    landscape_ui(ui, view, (map, asked), best, &places, &view.text.with("landscape-class", &arguments));
}

/// How often an answer was given, and before the talk of a vote.
struct Tally {
    words: String,
    count: usize,
    first: usize,
    is_right: bool,
}

/// Every answer that could be given, or that was, with how often it was.
fn tallies(view: &View<'_>, own: &ClassView, question: &Question) -> Vec<Tally> {
    let step = &own.lesson.steps[question.place];
    let truth = own.key.truths[question.place].as_ref();
    let given =
        || own.class.students.iter().filter_map(|student| student.results[question.place].as_ref()?.given.as_ref());
    let options = |options: Vec<String>| {
        let tally = |(place, words): (usize, String)| Tally {
            words,
            count: question.chosen.get(place).copied().unwrap_or(0),
            first: question.chosen_first.get(place).copied().unwrap_or(0),
            is_right: matches!(truth, Some(Truth::Places(right)) if right.contains(&place)),
        };
        options.into_iter().enumerate().map(tally).collect()
    };
    match (&step.kind, truth) {
        (StepKind::Choose { options: all, .. } | StepKind::Vote { options: all, .. }, _) => {
            options(all.iter().map(|option| option.say.clone()).collect())
        }
        (StepKind::Observe { among, .. }, _) => options(super::lesson::seen_options(view, among)),
        (StepKind::Number { of, .. }, Some(Truth::Number { value, within })) => {
            let (_, unit) = view.text.result_named(of);
            let mut numbers: Vec<f64> = given()
                .filter_map(|given| if let Given::Number(number) = given { Some(*number) } else { None })
                .collect();
            numbers.sort_by(f64::total_cmp);
            let same = numbers.chunk_by(|a, b| a == b);
            let tally = |same: &[f64]| Tally {
                words: format!("{} {unit}", rounded(same[0])),
                count: same.len(),
                first: 0,
                is_right: (same[0] - value).abs() <= within * (1.0 + 1e-9),
            };
            same.map(tally).collect()
        }
        (StepKind::Causes { .. }, Some(Truth::Causes { tried, shares, pick })) => {
            let largest: Vec<_> = shares.iter().take(*pick).map(|share| share.cause).collect();
            let count = |cause: &Cause| {
                given().filter(|given| matches!(given, Given::Causes(picked) if picked.contains(cause))).count()
            };
            let tally = |cause: &Cause| Tally {
                words: view.text.cause(*cause),
                count: count(cause),
                first: 0,
                is_right: largest.contains(cause),
            };
            let mut tallies: Vec<_> = tried.iter().map(tally).collect();
            tallies.sort_by_key(|tally| (!tally.is_right, std::cmp::Reverse(tally.count)));
            tallies
        }
        _ => Vec::new(),
    }
}

/// Answers as bars; the right ones are green.
fn options_ui(ui: &mut Ui, tallies: &[Tally]) {
    let tokens = tokens(ui);
    let most = tallies.iter().map(|tally| tally.count.max(tally.first)).max().unwrap_or(0).max(1) as f32;
    let is_vote = tallies.iter().any(|tally| tally.first > 0);
    ScrollArea::vertical().id_salt("options of a class").auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        for Tally { words, count, first, is_right } in tallies {
            ui.add(Label::new(RichText::new(words).size(16.0)).wrap());
            let height = if is_vote { 26.0 } else { 16.0 };
            let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{words}: {count}")));
            let ink = if *is_right { tokens.platelets } else { tokens.caution };
            let room = rect.width() - 60.0;
            let bar = |count: usize, from: f32, to: f32| {
                let right = rect.left() + (room * count as f32 / most).max(2.0);
                Rect::from_x_y_ranges(rect.left()..=right, rect.top() + from..=rect.top() + to)
            };
            let own = bar(*count, 0.0, 16.0);
            ui.painter().rect_filled(own, 4.0, ink);
            let at = own.right_center() + vec2(8.0, 0.0);
            ui.painter().text(at, egui::Align2::LEFT_CENTER, count.to_string(), strong(size::BODY), tokens.text);
            if is_vote {
                ui.painter().rect_filled(bar(*first, 19.0, 25.0), 3.0, Tokens::faint(ink, 0.5));
            }
        }
    });
}

/// What was learned, who needs help, and what was left out.
fn told_ui(ui: &mut Ui, view: &View<'_>, own: &ClassView, room: Rect) {
    card::padded(ui, room, Margin::symmetric(16, 10), |ui| {
        ScrollArea::vertical().id_salt("what a class learned").auto_shrink(false).show(ui, |ui| {
            let tokens = tokens(ui);
            ui.spacing_mut().item_spacing.y = 5.0;
            for (place, sentence) in sheet::short(&own.class, &own.lesson, view.text).into_iter().enumerate() {
                let words = RichText::new(sentence);
                ui.add(Label::new(if place < 2 { words.font(strong(16.0)) } else { words }).wrap());
            }
            for sentence in sheet::challenges(&own.class, &own.lesson, view.text) {
                ui.add(Label::new(sentence).wrap());
            }
            let needy: Vec<_> =
                own.class.who_needs_help().into_iter().map(|student| view.text.student(student)).collect();
            if !needy.is_empty() {
                ui.label(RichText::new(view.say("class-help")).font(strong(size::BODY)));
                ui.add(Label::new(needy.join(", ")).wrap());
            }
            if !own.class.left_out.is_empty() {
                ui.label(RichText::new(view.say("class-left-out")).font(strong(size::BODY)));
                for (label, why) in &own.class.left_out {
                    ui.add(Label::new(RichText::new(view.text.left_out(label, why)).color(tokens.quiet)).wrap());
                }
            }
        });
    });
}
