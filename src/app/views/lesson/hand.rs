//! The hand on the paper: strokes with mouse, pen and finger, points that are moved, and keys that do the same.

use egui::{Key, Modifiers, PointerButton, Pos2, Response, Ui};
use egui_plot::{PlotPoint, PlotTransform};

use crate::app::commands::{Command, Commands, LessonCommand};
use crate::app::state::drawing::Spot;
use crate::app::state::{Drawing, LessonPlay};
use crate::app::views::View;
use crate::app::widgets::focus;
use crate::lesson::shape;
use crate::sim::quantities::Quantity;
use crate::text::{clock, quantity_number};

/// How near a point is taken hold of, in points of the screen: wide enough for a finger.
const HOLD: f32 = 16.0;

/// Arrow presses that cross the paper from bottom to top, and from end to end.
const UP: f64 = 60.0;
const ALONG: f64 = 48.0;

/// Where a place of the screen lies on the paper.
fn spot(transform: &PlotTransform, at: Pos2) -> Spot {
    let value = transform.value_from_position(at);
    (value.x, value.y)
}

/// The point nearest to a place of the screen, if it is near enough to be taken hold of.
fn held(drawing: &Drawing, transform: &PlotTransform, at: Pos2) -> Option<usize> {
    let far = |(place, (x, y)): (usize, &Spot)| {
        let far = transform.position_from_point(&PlotPoint::new(*x, *y)).distance(at);
        (place, far)
    };
    let near = drawing.points().iter().enumerate().skip(1).map(far).filter(|(_, far)| *far <= HOLD);
    near.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(place, _)| place)
}

/// What the hand does in this frame.
pub(super) fn hand_ui(
    ui: &Ui,
    drawing: &Drawing,
    response: &Response,
    transform: &PlotTransform,
    commands: &mut Commands,
) {
    let mut ask = |command| commands.push(Command::Lesson(command));
    // What the pencil is on, from the moment it is put down: a point, or the paper.
    let id = response.id.with("held point");
    let pointer = response.interact_pointer_pos();
    if response.drag_started_by(PointerButton::Primary) {
        let pressed = ui.input(|input| input.pointer.press_origin()).or(pointer);
        let held = pressed.and_then(|at| held(drawing, transform, at));
        ui.data_mut(|data| data.insert_temp(id, held));
        response.request_focus();
        if let (None, Some(from), Some(to)) = (held, pressed, pointer) {
            ask(LessonCommand::Stroke(spot(transform, from), spot(transform, to), true));
        }
    } else if response.dragged_by(PointerButton::Primary)
        && let Some(to) = pointer
    {
        if let Some(place) = ui.data(|data| data.get_temp::<Option<usize>>(id)).flatten() {
            ask(LessonCommand::MovePoint(place, spot(transform, to), true));
        } else {
            let from = to - response.drag_delta();
            ask(LessonCommand::Stroke(spot(transform, from), spot(transform, to), false));
        }
    }
    if response.drag_stopped() {
        ask(LessonCommand::Lift);
    }
    if response.clicked()
        && let Some(at) = pointer
    {
        response.request_focus();
        match held(drawing, transform, at) {
            Some(place) => ask(LessonCommand::SelectPoint(place)),
            None => ask(LessonCommand::AddPoint(spot(transform, at))),
        }
    }
    if response.secondary_clicked()
        && let Some(place) = pointer.and_then(|at| held(drawing, transform, at))
    {
        ask(LessonCommand::RemovePoint(place));
    }
    keys_ui(ui, drawing, response, commands);
}

/// Arrows choose and move points; with Ctrl sideways arrows move in time; Enter adds a point, Delete takes it away.
fn keys_ui(ui: &Ui, drawing: &Drawing, response: &Response, commands: &mut Commands) {
    if !response.has_focus() {
        return;
    }
    // These keys are the paper's.
    focus::arrow_steps(ui, response, focus::ALL_ARROWS);
    let (up, along, chosen, adds, removes) = ui.input_mut(|input| {
        let (mut up, mut along, mut chosen) = (0.0, 0.0, 0.0);
        for event in &input.events {
            // Of each key what was held with it: a quick press may be over when the frame comes.
            let egui::Event::Key { key, pressed: true, modifiers, .. } = event else { continue };
            let many = if modifiers.shift { 5.0 } else { 1.0 };
            let sideways = if modifiers.command || modifiers.alt { &mut along } else { &mut chosen };
            match key {
                Key::ArrowUp => up += many,
                Key::ArrowDown => up -= many,
                Key::ArrowRight => *sideways += 1.0,
                Key::ArrowLeft => *sideways -= 1.0,
                _ => {}
            }
        }
        let adds = input.consume_key(Modifiers::NONE, Key::Enter);
        let removes = [Key::Delete, Key::Backspace].into_iter().any(|key| input.consume_key(Modifiers::NONE, key));
        (up, along, chosen, adds, removes)
    });
    let mut ask = |command| commands.push(Command::Lesson(command));
    let selected = drawing.selected;
    if chosen != 0.0 {
        let place = (selected as f64 + chosen).clamp(0.0, drawing.points().len() as f64 - 1.0);
        ask(LessonCommand::SelectPoint(place as usize));
    }
    if adds {
        ask(LessonCommand::AddBehind);
    }
    if removes {
        ask(LessonCommand::RemovePoint(selected));
    }
    if up != 0.0 || along != 0.0 {
        let paper = drawing.paper;
        // The start is known: the first press makes a point to move.
        if selected == 0 {
            ask(LessonCommand::AddBehind);
        }
        let place = selected.max(1);
        let from = drawing.points().get(place).copied().filter(|_| selected > 0);
        let (at_min, value) = from.unwrap_or((paper.end_min / 6.0, paper.start));
        let to = (at_min + along * paper.end_min / ALONG, value + up * (paper.high - paper.low) / UP);
        ask(LessonCommand::MovePoint(place, to, false));
    }
}

/// The point that the keys move, as a screen reader says it.
pub(super) fn point_in_words(view: &View<'_>, drawing: &Drawing, quantity: Quantity) -> String {
    let (at_min, value) = drawing.points()[drawing.selected];
    let arguments = [
        ("number", (drawing.selected + 1).to_string()),
        ("count", drawing.points().len().to_string()),
        ("time", clock(at_min)),
        ("value", format!("{} {}", quantity_number(quantity, value), view.text.unit(quantity.row().unit))),
    ];
    view.text.with("lesson-point", &arguments)
}

/// What the line in hand says; `None` while nothing is drawn.
pub(super) fn line_in_words(view: &View<'_>, play: &LessonPlay, quantity: Quantity) -> Option<String> {
    /// Smaller changes are called none: the line is drawn by hand.
    const LEVEL: f64 = 0.03;
    let drawing = play.own_work().drawing.as_ref().filter(|drawing| drawing.is_drawn())?;
    let samples = drawing.samples();
    let paper = drawing.paper;
    let level = LEVEL * if paper.start.abs() > 0.0 { paper.start.abs() } else { paper.high - paper.low };
    Some(view.text.drawn_shape(quantity, &shape(&samples, level), paper.end_min))
}
