//! The events of the run as flags above the time bar's rail, with as many of their words as there is room for.

use std::ops::RangeInclusive;

use egui::{Color32, Id, Pos2, Rect, Response, Role, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::View;
use crate::app::commands::{Command, Commands};
use crate::app::theme::{Tokens, severity, size, small, tokens};
use crate::app::widgets::{focus, track};
use crate::sim::warnings::headlines;
use crate::sim::{Severity, Warning};
use crate::text::clock;

/// Height of a row of words. There are two: the poles of the upper row stand between the words of the lower one.
pub(super) const ROW: f32 = 15.0;

/// Size of a pennant, in points.
const PENNANT: [f32; 2] = [10.0, 9.0];
/// Distance from a pole to the words beside it.
const TO_WORDS: f32 = PENNANT[0] + 4.0;
/// Distance between the lower row and the rail.
const TO_RAIL: f32 = 3.0;
/// Distance kept between words and whatever stands beside them.
const APART: f32 = 5.0;

/// On which side of its pole a flag flies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Row {
    Upper,
    Lower,
}

/// What has a flag: the beginning of a warning, or what becomes of the aim.
struct Event {
    id: Id,
    at_min: f64,
    /// `None` for the aim.
    severity: Option<Severity>,
    /// Beside the flag, and in full.
    words: String,
    told: String,
}

impl Event {
    fn of_warning(view: &View<'_>, warning: &Warning) -> Self {
        Self {
            id: Id::unique((warning.id, warning.threshold.map(f64::to_bits), warning.from_min.to_bits())),
            at_min: warning.from_min,
            severity: Some(warning.severity),
            words: view.text.flag_words(warning.id, warning.severity, warning.threshold),
            told: format!("{}: {}", clock(warning.from_min), view.text.warning_title(warning)),
        }
    }

    /// The moment at which the aim is reached, or the end of drawing, where it is missed.
    fn of_aim(view: &View<'_>) -> Option<Self> {
        let outcome = view.run_view.aim_outcome(view.case.preset().aim?);
        let at_min = outcome.reached_min.unwrap_or_else(|| view.run().pumps_stop_min());
        let words = if outcome.is_reached() { "plot-aim" } else { "plot-aim-missed" };
        let told = view.text.with("aim-press", &[("told", view.text.aim_told(&outcome))]);
        Some(Self { id: Id::unique("aim"), at_min, severity: None, words: view.say(words), told })
    }

    /// A warning is gone to; the aim leads to what it cost.
    fn command(&self) -> Command {
        if self.severity.is_some() { Command::Seek(self.at_min) } else { Command::ToggleDebrief }
    }

    fn ink(&self, tokens: &Tokens) -> Color32 {
        self.severity.map_or(tokens.accent, |of| severity(tokens, of).0)
    }

    /// The higher, the earlier its words are given room, and the later it is painted: the aim before what is mild.
    fn rank(&self) -> usize {
        self.severity.unwrap_or(Severity::Moderate) as usize
    }
}

/// The flag of an event.
struct Flag<'a> {
    event: &'a Event,
    /// Where its pole meets the rail.
    foot: Pos2,
    /// The top of its pole.
    top: f32,
    side: Side,
    words: Option<Rect>,
}

/// All flags: the worst are painted last, on top; Tab and screen readers follow their order in time.
pub(super) fn flags_ui(ui: &Ui, view: &View<'_>, rail: Rect, commands: &mut Commands) {
    let warnings = headlines(&view.run().warnings).filter(|warning| warning.from_min > 0.0);
    let mut events: Vec<_> = warnings.map(|warning| Event::of_warning(view, warning)).collect();
    events.extend(Event::of_aim(view));
    events.sort_by(|a, b| a.at_min.total_cmp(&b.at_min));
    let laid_out = |event: &Event| ui.painter().layout_no_wrap(event.words.clone(), small(), event.ink(tokens(ui)));
    let galleys: Vec<_> = events.iter().map(laid_out).collect();
    let feet: Vec<_> = events.iter().map(|event| track::place(event.at_min, 0.0, view.run().end_min, rail)).collect();
    let wanted: Vec<_> = events
        .iter()
        .zip(&galleys)
        .zip(&feet)
        .map(|((event, galley), x)| Wanted { x: *x, width: galley.size().x, rank: event.rank() })
        .collect();
    let room = rail.expand2(vec2(size::HANDLE, 0.0));
    let placed = place(&wanted, room.left()..=room.right());
    let mut flags = Vec::new();
    for (i, (event, placed)) in events.iter().zip(placed).enumerate() {
        let top = rail.top() - TO_RAIL - if placed.row == Row::Upper { 2.0 * ROW } else { ROW };
        let words = placed.words.map(|left| Rect::from_min_size(pos2(left, top - 1.0), galleys[i].size()));
        flags.push(Flag { event, foot: pos2(feet[i], rail.top()), top, side: placed.side, words });
    }
    let responses: Vec<_> = flags.iter().map(|flag| response_ui(ui, flag)).collect();
    let mut order: Vec<_> = (0..flags.len()).collect();
    order.sort_by_key(|i| flags[*i].event.rank());
    for i in &order {
        paint(ui, view, &flags[*i], &responses[*i]);
        if let Some(words) = flags[*i].words {
            ui.painter().galley(words.min, galleys[*i].clone(), tokens(ui).text);
        }
    }
    let pointer = ui.input(|input| input.pointer.interact_pos());
    for (i, response) in responses.iter().enumerate() {
        // Where flags overlap, the pointer hits the one on top.
        let is_under = |other: &&usize| pointer.is_some_and(|at| responses[**other].rect.contains(at));
        let seen = order.iter().rev().find(is_under).filter(|_| response.contains_pointer()).map_or(i, |seen| *seen);
        if response.clone().on_hover_text(&flags[seen].event.told).clicked() {
            commands.push(flags[seen].event.command());
        }
    }
}

fn response_ui(ui: &Ui, flag: &Flag<'_>) -> Response {
    let away = match flag.side {
        Side::Left => -PENNANT[0],
        Side::Right => PENNANT[0],
    };
    let pole = Rect::from_two_pos(pos2(flag.foot.x, flag.top), pos2(flag.foot.x + away, flag.foot.y - 1.0));
    let rect = flag.words.map_or(pole, |words| pole.union(words)).expand2(vec2(1.0, 0.0));
    let response = ui.interact(rect, ui.scope_id().with(flag.event.id), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &flag.event.told));
    response
}

/// A pole with its flag: a pennant, or a square one where severe; hollow while the event is still ahead.
fn paint(ui: &Ui, view: &View<'_>, flag: &Flag<'_>, response: &Response) {
    let tokens = tokens(ui);
    let ink = flag.event.ink(tokens);
    let is_ahead = flag.event.at_min > view.playback.playhead_min;
    let painter = ui.painter();
    let peak = flag.top + 3.0;
    painter.vline(flag.foot.x, peak..=flag.foot.y, Stroke::new(1.5, ink));
    let [width, height] = PENNANT;
    let tip = match flag.side {
        Side::Left => -width,
        Side::Right => width,
    };
    let corner = |dx: f32, dy: f32| pos2(flag.foot.x + dx, peak + dy);
    let pennant = if flag.event.severity >= Some(Severity::Severe) {
        vec![corner(0.0, 0.0), corner(tip, 0.0), corner(tip, height), corner(0.0, height)]
    } else {
        vec![corner(0.0, 0.0), corner(tip, height / 2.0), corner(0.0, height)]
    };
    let fill = if is_ahead { tokens.card } else { ink };
    painter.add(Shape::convex_polygon(pennant, fill, Stroke::new(1.5, ink)));
    focus::ring(ui, response, response.rect.expand(2.0), 6.0);
}

/// A flag that asks for room for its words.
struct Wanted {
    x: f32,
    width: f32,
    /// The higher, the earlier it is served.
    rank: usize,
}

#[derive(Clone, Copy)]
struct Placed {
    row: Row,
    side: Side,
    /// Left end of the words, where they have room.
    words: Option<f32>,
}

/// Gives words a place beside their pole, in the lower row or else in the upper, so that they touch neither each other nor another
/// pole. The worst are served first, and of these the earliest.
fn place(wanted: &[Wanted], room: RangeInclusive<f32>) -> Vec<Placed> {
    let mut placed = vec![Placed { row: Row::Lower, side: Side::Right, words: None }; wanted.len()];
    let mut order: Vec<_> = (0..wanted.len()).collect();
    order.sort_by_key(|i| std::cmp::Reverse(wanted[*i].rank));
    for i in order {
        let choices =
            [Row::Lower, Row::Upper].into_iter().flat_map(|row| [Side::Right, Side::Left].map(|side| (row, side)));
        for (row, side) in choices {
            let left = words_left(&wanted[i], side);
            let candidate = Placed { row, side, words: Some(left) };
            let is_inside = room.contains(&left) && room.contains(&(left + wanted[i].width));
            let others = || (0..wanted.len()).filter(|other| *other != i);
            if is_inside && !others().any(|other| meet((&wanted[i], candidate), (&wanted[other], placed[other]))) {
                placed[i] = candidate;
                break;
            }
        }
    }
    placed
}

fn words_left(flag: &Wanted, side: Side) -> f32 {
    match side {
        Side::Right => flag.x + TO_WORDS,
        Side::Left => flag.x - TO_WORDS - flag.width,
    }
}

/// Whether two flags touch. Pennants may overlap where poles stand close, but nothing may stand in words: in their row neither other
/// words nor a pennant, in the lower row no pole of the upper one.
fn meet(a: (&Wanted, Placed), b: (&Wanted, Placed)) -> bool {
    is_in_words(a, b) || is_in_words(b, a)
}

/// Whether words, a pennant or a pole of `other` stand in the words of `flag`.
fn is_in_words(flag: (&Wanted, Placed), other: (&Wanted, Placed)) -> bool {
    let Some(left) = flag.1.words else { return false };
    let overlaps = |(from, to): (f32, f32)| left - APART < to && from < left + flag.0.width + APART;
    if flag.1.row == other.1.row {
        let pennant = match other.1.side {
            Side::Left => (other.0.x - PENNANT[0], other.0.x),
            Side::Right => (other.0.x, other.0.x + PENNANT[0]),
        };
        return overlaps(pennant) || other.1.words.is_some_and(|left| overlaps((left, left + other.0.width)));
    }
    flag.1.row == Row::Lower && overlaps((other.0.x, other.0.x))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(flags: &[(f32, f32, usize)]) -> Vec<Wanted> {
        flags.iter().map(|(x, width, rank)| Wanted { x: *x, width: *width, rank: *rank }).collect()
    }

    #[test]
    fn the_worst_is_served_first_and_the_other_goes_up() {
        let placed = place(&wanted(&[(10.0, 60.0, 1), (40.0, 60.0, 3)]), 0.0..=300.0);
        assert_eq!((placed[1].row, placed[1].words), (Row::Lower, Some(40.0 + TO_WORDS)));
        assert_eq!((placed[0].row, placed[0].words), (Row::Upper, Some(10.0 + TO_WORDS)));
    }

    #[test]
    fn words_stand_left_of_a_flag_at_the_end() {
        let placed = place(&wanted(&[(280.0, 60.0, 1)]), 0.0..=300.0);
        assert_eq!((placed[0].side, placed[0].words), (Side::Left, Some(280.0 - TO_WORDS - 60.0)));
    }

    #[test]
    fn flags_never_touch() {
        let flags: Vec<_> = (0..9_u16).map(|i| (f32::from(i) * 58.0, 45.0 + f32::from(i % 3) * 20.0, 1)).collect();
        let wanted = wanted(&flags);
        let placed = place(&wanted, -10.0..=500.0);
        let with_words = || (0..wanted.len()).filter(|i| placed[*i].words.is_some());
        assert!(with_words().count() >= 3);
        for a in with_words() {
            for b in (0..wanted.len()).filter(|b| *b != a) {
                assert!(!meet((&wanted[a], placed[a]), (&wanted[b], placed[b])), "{a} {b}");
            }
        }
    }
}
