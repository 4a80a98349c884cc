//! What came of an answer: never called wrong, but put beside what happened.

use egui::{Align, Label, Layout, Margin, RichText, Stroke, Ui, pos2, vec2};

use super::card::quiet;
use super::challenge;
use super::options::Told;
use super::told_curve::curve_ui;
use crate::app::background::Answer;
use crate::app::commands::Commands;
use crate::app::state::LessonPlay;
use crate::app::theme::{Tokens, size, small, strong, tokens};
use crate::app::views::View;
use crate::app::views::explore::plot as explored;
use crate::app::widgets::icon::check_mark;
use crate::lesson::{Choice, Given, Mark, SeenAmong, StepKind, Truth, Verdict};
use crate::sim::quantities::Quantity;
use crate::text::{capitalized, clock, quantity_number};

/// Whether what came of the answer stands in place of the question.
pub(super) fn takes_the_title(play: &LessonPlay) -> bool {
    matches!(play.lesson.steps[play.at].kind, StepKind::Draw { .. })
}

/// How an option looks.
pub(super) fn option(play: &LessonPlay, place: usize) -> Told {
    let work = play.own_work();
    let Some(locked) = &work.locked else { return Told::Open };
    if !play.is_told(play.at) {
        return if work.places.contains(&place) { Told::Kept } else { Told::Neither };
    }
    let is_right = matches!(&locked.truth, Some(Truth::Places(right)) if right.contains(&place));
    match (is_right, work.places.contains(&place)) {
        (true, _) => Told::Right,
        (false, true) => Told::Chosen,
        (false, false) => Told::Neither,
    }
}

/// How a link of a chain looks: right where it follows what it follows in the run.
pub(super) fn link(play: &LessonPlay, at: usize, place: usize) -> Told {
    match (&play.own_work().locked, at == place) {
        (None, _) => Told::Open,
        (Some(_), _) if !play.is_told(play.at) => Told::Kept,
        (Some(_), true) => Told::Right,
        (Some(_), false) => Told::Chosen,
    }
}

/// A sign for a verdict: ticked, half or open.
pub(super) fn sign_ui(ui: &mut Ui, verdict: Verdict) {
    let tokens = tokens(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(26.0, 26.0), egui::Sense::hover());
    let (painter, center) = (ui.painter(), rect.center());
    match verdict {
        Verdict::Right => {
            painter.circle_filled(center, 12.0, tokens.platelets);
            check_mark(painter, rect.shrink(6.0), tokens.card);
        }
        Verdict::Partly => {
            painter.circle_stroke(center, 11.0, Stroke::new(2.0, tokens.caution));
            let half = (0..=20).map(|step| {
                let turn = std::f32::consts::PI * (0.5 + step as f32 / 20.0);
                center + 11.0 * vec2(turn.cos(), turn.sin())
            });
            painter.add(egui::Shape::convex_polygon(half.collect(), tokens.caution, Stroke::NONE));
        }
        Verdict::Wrong | Verdict::Unmarked => {
            painter.circle_stroke(center, 11.0, Stroke::new(2.0, tokens.caution));
        }
    }
}

/// A verdict with a strong line and a quieter one.
pub(super) fn tick_ui(ui: &mut Ui, said: &mut Said, verdict: Verdict, title: &str, told: &str) {
    said.extend([title.to_owned(), told.to_owned()]);
    ui.horizontal_top(|ui| {
        sign_ui(ui, verdict);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            ui.add(Label::new(RichText::new(title).font(strong(16.0))).wrap());
            if !told.is_empty() {
                ui.add(Label::new(RichText::new(told).size(size::BODY).color(tokens(ui).quiet)).wrap());
            }
        });
    });
}

/// A verdict by whether something is so.
pub(super) const fn so(is_so: bool) -> Verdict {
    if is_so { Verdict::Right } else { Verdict::Wrong }
}

/// Words that close a step, on a ground of their own.
pub(super) fn boxed(ui: &mut Ui, said: &mut Said, title: &str, told: &str) {
    if told.is_empty() {
        return;
    }
    let tokens = tokens(ui);
    let frame = egui::Frame::new()
        .fill(Tokens::faint(tokens.accent, 0.10))
        .corner_radius(8.0)
        .inner_margin(Margin::symmetric(12, 9));
    said.extend([title.to_owned(), told.to_owned()]);
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 3.0;
        if !title.is_empty() {
            ui.label(RichText::new(title).font(small()).color(tokens.quiet));
        }
        ui.add(Label::new(RichText::new(told).size(16.0)).wrap());
    });
}

/// What is read out at once, in the order in which it stands.
pub(super) type Said = Vec<String>;

/// Reads it out as one: of several that come at once, the order would be left to chance.
pub(super) fn read_out(ui: &mut Ui, said: &[String]) {
    let words: Vec<_> = said.iter().map(String::as_str).filter(|words| !words.is_empty()).collect();
    if words.is_empty() {
        return;
    }
    let place = egui::Rect::from_min_size(ui.cursor().min, egui::Vec2::ZERO);
    let response = ui.interact(place, ui.scope_id().with("read out"), egui::Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, words.join(" ")));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_live(egui::accesskit::Live::Polite));
}

/// What came of the locked answer of this step.
pub(super) fn told_ui(ui: &mut Ui, view: &View<'_>, play: &LessonPlay, scale: f32, commands: &mut Commands) {
    let Some(locked) = &play.own_work().locked else { return };
    let mark = locked.mark.as_ref();
    let said = &mut Said::new();
    match &play.step().kind {
        StepKind::Draw { quantity, then, .. } => curve_ui(ui, said, view, play, (*quantity, then), scale, commands),
        StepKind::Choose { options, why, .. } | StepKind::Vote { options, why, .. } => {
            verdict_ui(ui, said, view, locked.given.is_some(), mark);
            boxed(ui, said, "", [said_against(play, options), why.clone()].join("\n").trim());
        }
        StepKind::Observe { among, why, .. } => {
            verdict_ui(ui, said, view, locked.given.is_some(), mark);
            ui.spacing_mut().item_spacing.y = 3.0;
            seen_ui(ui, said, view, among);
            boxed(ui, said, "", why);
        }
        StepKind::Order { chain, why, .. } => {
            verdict_ui(ui, said, view, locked.given.is_some(), mark);
            if mark.is_none_or(|mark| mark.verdict != Verdict::Right) {
                let chain: Vec<_> = chain.iter().enumerate().map(|(at, link)| format!("{}.  {link}", at + 1)).collect();
                boxed(ui, said, &view.say("lesson-chain-is"), &chain.join("\n"));
            }
            boxed(ui, said, "", why);
        }
        StepKind::Number { of, why, .. } => {
            if let Some(Truth::Number { value, .. }) = locked.truth {
                let (_, unit) = view.text.result_named(of);
                let number = |value: f64| format!("{} {unit}", crate::text::rounded(value));
                let given = match &locked.given {
                    Some(Given::Number(given)) => view.text.with("lesson-number-given", &[("value", number(*given))]),
                    _ => String::new(),
                };
                let title = view.text.with("lesson-number-run", &[("value", number(value))]);
                let verdict = mark.map_or(Verdict::Unmarked, |mark| mark.verdict);
                tick_ui(ui, said, verdict, &title, &given);
            }
            boxed(ui, said, "", why);
        }
        StepKind::Causes { of, why, .. } => {
            causes_ui(ui, said, view, play, *of);
            verdict_ui(ui, said, view, locked.given.is_some(), mark);
            boxed(ui, said, "", why);
        }
        StepKind::Contrast { principle, .. } => boxed(ui, said, &view.say("lesson-principle"), principle),
        StepKind::Say { compare_with, .. } => boxed(ui, said, &view.say("lesson-compare-with"), compare_with),
        StepKind::Try(asked) => challenge::told_ui(ui, said, view, play, asked),
        StepKind::Read { .. } | StepKind::Watch { .. } => {}
    }
    read_out(ui, said);
}

/// What the author has to say to who chose what is not so.
fn said_against(play: &LessonPlay, options: &[Choice]) -> String {
    let chosen = |place: &usize| option(play, *place) == Told::Chosen;
    let wrong = (0..options.len()).filter(chosen).map(|place| options[place].but.as_str());
    wrong.filter(|but| !but.is_empty()).collect::<Vec<_>>().join("\n")
}

/// In one line, how the answer stands to what happened.
fn verdict_ui(ui: &mut Ui, said: &mut Said, view: &View<'_>, is_given: bool, mark: Option<&Mark>) {
    let verdict = mark.map_or(Verdict::Unmarked, |mark| mark.verdict);
    let message = match (is_given, verdict) {
        (false, _) => "lesson-not-known",
        (true, Verdict::Right) => "lesson-so-it-is",
        (true, Verdict::Partly) => "lesson-partly",
        (true, Verdict::Wrong | Verdict::Unmarked) => "lesson-otherwise",
    };
    tick_ui(ui, said, if is_given { verdict } else { Verdict::Unmarked }, &view.say(message), "");
}

/// What the run did to each of the things that could be chosen.
fn seen_ui(ui: &mut Ui, said: &mut Said, view: &View<'_>, among: &SeenAmong) {
    let run = view.run();
    let mut line = |ui: &mut Ui, name: String, told: String| {
        said.push(format!("{name}: {told}."));
        ui.horizontal(|ui| {
            ui.label(RichText::new(name).size(size::BODY));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.label(RichText::new(told).font(strong(size::BODY)));
            });
        });
    };
    match among {
        SeenAmong::Warnings(ids) => {
            for id in ids {
                let onsets = run.warnings.iter().filter(|warning| warning.id == *id && !warning.present_before);
                let onset = onsets.map(|warning| warning.from_min).reduce(f64::min);
                let told = onset.map_or_else(|| view.say("lesson-never"), clock);
                line(ui, view.text.asked_kind(*id), told);
            }
        }
        SeenAmong::Quantities(quantities) => {
            for of in quantities {
                let (first, last) = (of.at(&run.at(0.0)), of.at(&run.at(run.machine_end_min)));
                let told = match first.zip(last).filter(|(first, _)| *first > 0.0) {
                    Some((first, last)) => {
                        let percent = format!("{:+.0} %", 100.0 * (last / first - 1.0)).replace('-', "−");
                        format!("{} → {}  {percent}", quantity_number(*of, first), quantity_number(*of, last))
                    }
                    None => "–".to_owned(),
                };
                line(ui, view.text.quantity_name(*of), told);
            }
        }
    }
}

/// The causes with their shares as bars; what was picked is marked.
fn causes_ui(ui: &mut Ui, said: &mut Said, view: &View<'_>, play: &LessonPlay, of: Quantity) {
    let Some(locked) = &play.own_work().locked else { return };
    let Some(Truth::Causes { shares, pick, .. }) = &locked.truth else { return };
    let tokens = tokens(ui);
    let ink = explored::color(tokens, of);
    ui.spacing_mut().item_spacing.y = 8.0;
    let picked = &play.own_work().causes;
    for cause in picked {
        let own = shares.iter().find(|share| share.cause == *cause).map_or(0.0, |share| share.share_percent);
        if own <= 0.0 {
            let message = if own < 0.0 { "lesson-cause-held-back" } else { "lesson-cause-none" };
            let words = view.text.with(message, &[("cause", capitalized(&view.text.cause(*cause)))]);
            quiet(ui, &words);
            said.push(words);
        }
    }
    let shown = shares.iter().filter(|share| share.share_percent > 0.0);
    let most = shares.first().map_or(1.0, |share| share.share_percent.max(1.0));
    for (place, share) in shown.enumerate() {
        let is_picked = picked.contains(&share.cause);
        let percent = format!("{:.0} %", share.share_percent);
        said.push(format!("{}: {percent}.", view.text.cause(share.cause)));
        ui.horizontal(|ui| {
            let font = if place < *pick { strong(size::BODY) } else { egui::FontId::proportional(size::BODY) };
            ui.label(RichText::new(view.text.cause(share.cause)).font(font));
            if is_picked {
                ui.label(RichText::new(view.say("lesson-your-pick")).font(small()).color(tokens.accent));
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.label(RichText::new(percent).font(strong(size::BODY)));
            });
        });
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 10.0), egui::Sense::hover());
        let rect = rect.translate(vec2(0.0, -5.0));
        ui.painter().rect_filled(rect, 4.0, tokens.rail);
        let share = (share.share_percent / most).clamp(0.0, 1.0) as f32;
        ui.painter().rect_filled(rect.with_max_x(rect.left() + share * rect.width()), 4.0, ink);
        if is_picked {
            let at = pos2(rect.left() + share * rect.width(), rect.center().y);
            ui.painter().circle_filled(at, 7.0, tokens.card);
            ui.painter().circle_filled(at, 5.0, tokens.accent);
        }
    }
}

/// What is known of the best that a challenge can reach.
pub(super) fn best<'a>(view: &'a View<'_>, play: &LessonPlay) -> Option<&'a crate::lesson::Reach> {
    match view.background.bests.of(play) {
        Answer::Found(found) => Some(found),
        Answer::Pending | Answer::Failed => None,
    }
}
