//! What came of a drawn curve: where it is like the run's, and where not.

use egui::{Label, RichText, Ui};

use super::card::{quiet, words};
use super::plot::heard_min;
use super::told::{Said, read_out, so, tick_ui};
use crate::app::commands::{Command, Commands, LessonCommand};
use crate::app::state::LessonPlay;
use crate::app::theme::strong;
use crate::app::views::View;
use crate::lesson::{CurveMark, Detail, Direction, Mark, Verdict, curve_at};
use crate::sim::quantities::Quantity;
use crate::text::{clock, quantity_number};

/// What the drawn line foretold: three ticks, each by itself.
pub(super) fn curve_ui(
    ui: &mut Ui,
    said: &mut Said,
    view: &View<'_>,
    play: &LessonPlay,
    (quantity, then): (Quantity, &str),
    scale: f32,
    commands: &mut Commands,
) {
    let mut title = |ui: &mut Ui, words: String| {
        ui.add(Label::new(RichText::new(&words).font(strong(23.0 * scale))).wrap());
        said.push(words);
    };
    let Some(truth) = play.curve_truth(quantity) else { return };
    if play.revealing {
        title(ui, view.say("lesson-now-watch"));
        words(ui, &view.say("lesson-now-watch-told"), scale);
        // Who hears it follows by the numbers, a few times on the way.
        let at_min = heard_min(view);
        let value = view.text.quantity_at(quantity, &view.run().at(at_min));
        read_out(ui, &[format!("{}: {value}", clock(at_min))]);
        return;
    }
    let shape = truth.shape();
    let number = |value: f64| quantity_number(quantity, value);
    let run = view.run();
    let at_end = quantity.at(&run.at(run.machine_end_min)).unwrap_or(truth.last().value);
    let ends =
        [("from", number(truth.first().value)), ("to", view.text.quantity_at(quantity, &run.at(run.machine_end_min)))];
    title(ui, view.text.with("lesson-from-to", &ends));
    let course = view.text.drawn_shape(quantity, &shape, truth.last().min);
    quiet(ui, &course);
    said.push(course);
    let mark = play.own_work().locked.as_ref().and_then(|locked| locked.mark.as_ref());
    if let Some(Mark { detail: Detail::Curve(mark), .. }) = mark {
        marks_ui(ui, said, view, mark, quantity, truth.last().min);
        let drawn = play.drawn(quantity).and_then(|points| curve_at(points, truth.last().min));
        if let Some(drawn) = drawn {
            let gap = number((drawn - at_end).abs());
            let message = if drawn > at_end { "lesson-too-high" } else { "lesson-too-low" };
            let apart = view.text.with(message, &[("value", gap)]);
            let told = [("value", number(drawn)), ("apart", apart)];
            said.push(view.text.with("lesson-you-end", &told));
        }
    } else {
        quiet(ui, &view.say("lesson-not-known"));
    }
    words(ui, then, scale);
    said.push(then.to_owned());
    if ui.button(view.say("lesson-watch-again")).clicked() {
        commands.push(Command::Lesson(LessonCommand::WatchAgain));
    }
}

fn marks_ui(ui: &mut Ui, said: &mut Said, view: &View<'_>, mark: &CurveMark, quantity: Quantity, end_min: f64) {
    let way = |direction: Direction, drawn: bool| {
        let message = match (direction, drawn) {
            (Direction::Rises, false) => "lesson-way-up",
            (Direction::Falls, false) => "lesson-way-down",
            (Direction::Level, false) => "lesson-way-level",
            (Direction::Rises, true) => "lesson-said-up",
            (Direction::Falls, true) => "lesson-said-down",
            (Direction::Level, true) => "lesson-said-level",
        };
        view.say(message)
    };
    let direction = &mark.direction;
    tick_ui(ui, said, so(direction.is_right), &way(direction.truth, false), &way(direction.drawn, true));
    if let Some(extreme) = &mark.extreme_min {
        let is_end = extreme.truth > 0.97 * end_min;
        let message = match (direction.truth, is_end) {
            (Direction::Rises, true) => "lesson-highest-end",
            (_, true) => "lesson-lowest-end",
            (Direction::Rises, false) => "lesson-highest",
            (_, false) => "lesson-lowest",
        };
        let title = view.text.with(message, &[("time", clock(extreme.truth))]);
        let told = view.text.with("lesson-you-at", &[("time", clock(extreme.drawn))]);
        tick_ui(ui, said, so(extreme.is_right), &title, &told);
    }
    let percent = format!("{:.0}", 100.0 * mark.inside_share);
    let title = view.text.with("lesson-inside", &[("percent", percent)]);
    let verdict = if mark.is_inside {
        Verdict::Right
    } else if mark.inside_share >= 0.25 {
        Verdict::Partly
    } else {
        Verdict::Wrong
    };
    let told = match mark.off_at_end {
        Some(off) if off != 0.0 => {
            let message = if off > 0.0 { "lesson-end-high" } else { "lesson-end-low" };
            view.text.with(message, &[("value", quantity_number(quantity, off.abs()))])
        }
        _ => view.say("lesson-end-inside"),
    };
    tick_ui(ui, said, verdict, &title, &told);
}
