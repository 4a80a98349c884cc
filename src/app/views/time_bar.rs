//! The time bar: play and pause, speed, and a track that shows the run's events.

use egui::accesskit::Live;
use egui::{Align, ComboBox, Id, Layout, Pos2, Rect, Response, Role, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::changes::changes_ui;
use super::hints::hint_ui;
use super::{View, stops};
use crate::app::commands::{Command, Commands};
use crate::app::state::{Hint, SPEEDS, STEP_MIN};
use crate::app::theme::{Tokens, severity, size, small, strong, tokens};
use crate::app::widgets::icon::{self, Icon};
use crate::app::widgets::track::{self, Track};
use crate::app::widgets::{drop_down, elided, focus};
use crate::sim::Warning;
use crate::sim::warnings::headlines;
use crate::text::{clock, fixed};

/// Height above the rail for event marks.
const MARKS: f32 = 14.0;

/// From this width on there is room for the buttons that step by a minute.
const ROOMY: f32 = 900.0;

pub fn time_bar_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let mut track = Track {
        id: Id::unique("time track"),
        name: &view.say("time-track"),
        value: view.playback.playhead_min,
        from: 0.0,
        to: view.run().end_min,
        step: 1.0 / 6.0,
        usual: None,
        filled: true,
        warned: &[],
        stale: false,
        height: 40.0,
        spoken: &clock,
    };
    // Read before drawing, so that clock and handle follow the pointer in the same frame.
    if let Some(time_min) = track.requested(ui) {
        commands.push(Command::Seek(time_min));
        track.value = time_min;
    }
    ui.horizontal_centered(|ui| {
        let (play, name) = if view.playback.playing { (Icon::Pause, "time-pause") } else { (Icon::Play, "time-play") };
        let play = icon::button(ui, play, &view.say(name), 34.0, true);
        if play.clicked() {
            commands.push(Command::TogglePlay);
        }
        hint_ui(ui, view, Hint::Play, play.rect.expand(6.0));
        let is_roomy = ui.available_width() > ROOMY;
        for (symbol, name, command) in [
            (Icon::ToStart, "time-start", Command::Seek(0.0)),
            (Icon::Previous, "time-previous", Command::PreviousEvent),
            (Icon::StepBack, "command-step-back", Command::Step(-STEP_MIN)),
            (Icon::StepOn, "command-step-on", Command::Step(STEP_MIN)),
            (Icon::Next, "time-next", Command::NextEvent),
        ] {
            if matches!(command, Command::Step(_)) && !is_roomy {
                continue;
            }
            if icon::button(ui, symbol, &view.say(name), 26.0, false).clicked() {
                commands.push(command);
            }
        }
        stops::button_ui(ui, view, commands);
        speed_ui(ui, view, commands);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            clock_ui(ui, view, track.value);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| track_ui(ui, view, &track, commands));
        });
    });
}

fn speed_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let say = |speed: f64| format!("{}×", fixed(speed, 0));
    let (speed, name) = (view.playback.speed, view.say("time-speed"));
    let combo = ComboBox::from_id_salt("speed").width(64.0).selected_text(say(speed));
    let choices = SPEEDS.map(|speed| (speed, say(speed)));
    let (response, chosen) = drop_down::choices(ui, combo, &name, speed, choices);
    response.on_hover_text(name);
    commands.extend(chosen.map(Command::Speed));
}

/// The time, and below it what the machine is doing or why playback stopped here.
fn clock_ui(ui: &mut Ui, view: &View<'_>, time_min: f64) {
    let tokens = tokens(ui);
    let run = view.run();
    let now = run.at(time_min);
    let (rect, response) = ui.allocate_exact_size(vec2(150.0, 40.0), Sense::hover());
    let over_min = now.time_min - run.machine_end_min;
    let words = if over_min > 0.0 {
        view.text.with("clock-after", &[("end", clock(run.machine_end_min)), ("over", clock(over_min))])
    } else {
        format!("{} / {}", clock(now.time_min), clock(run.machine_end_min))
    };
    let stopped = run.broken_off_min.is_some_and(|stop_min| now.time_min >= stop_min);
    let halted = view.playback.stopped_by().filter(|_| time_min == view.playback.playhead_min);
    let halted = halted.map(|reason| stops::reason_words(view, &reason));
    if halted.is_some() {
        // Playback stopped by itself, so a screen reader announces it.
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_live(Live::Polite));
    }
    let (phase, ink) = match halted {
        Some(what) => (view.text.with("clock-stopped", &[("what", what)]), tokens.text),
        None if stopped => (view.say("phase-broken-off"), tokens.severe),
        None => (view.text.phase(now.phase), tokens.quiet),
    };
    let description = format!("{words}, {phase}");
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &description));
    let painter = ui.painter();
    let top = rect.right_top() + vec2(0.0, 2.0);
    painter.text(top, egui::Align2::RIGHT_TOP, words, strong(size::STRONG), tokens.text);
    // Text that does not fit is truncated; its tooltip shows all of it.
    let line = elided::layout(painter, &phase, small(), ink, rect.width() + size::HANDLE);
    let is_cut = line.elided;
    painter.galley(rect.right_bottom() - line.size(), line, ink);
    if is_cut {
        response.on_hover_text(description);
    }
}

fn track_ui(ui: &mut Ui, view: &View<'_>, track: &Track<'_>, commands: &mut Commands) {
    let run = view.run();
    let response = track.show(ui);
    let rail = track::rail(response.rect);
    let x = |time_min: f64| track.place(time_min, rail);
    // Where collection begins and where the needle is removed.
    let borders = run.collection_min().map(|(from, _)| from).into_iter().chain([run.machine_end_min]);
    for time_min in borders {
        let stroke = Stroke::new(1.5, Tokens::faint(tokens(ui).quiet, 0.9));
        ui.painter().vline(x(time_min), rail.expand(4.0).y_range(), stroke);
    }
    if let Some(pointed_min) = view.case_view.pointed_min {
        ui.painter().vline(x(pointed_min), rail.expand(8.0).y_range(), Stroke::new(1.5, tokens(ui).accent));
    }
    let mut warnings: Vec<_> = headlines(&run.warnings).filter(|warning| warning.from_min > 0.0).collect();
    warnings.sort_by(|a, b| a.from_min.total_cmp(&b.from_min));
    let marks = warnings.into_iter().map(|warning| {
        let tip = pos2(x(warning.from_min), rail.top() - 3.0);
        let rect = Rect::from_center_size(tip - vec2(0.0, MARKS / 2.0), vec2(14.0, MARKS));
        let id = ui.scope_id().with((warning.id, warning.threshold.map(f64::to_bits), warning.from_min.to_bits()));
        EventMark { warning, tip, response: ui.interact(rect, id, Sense::click()) }
    });
    let marks: Vec<_> = marks.collect();
    events_ui(ui, view, marks, commands);
    stops::flags_ui(ui, view, rail, commands);
    changes_ui(ui, view, rail, commands);
}

/// The mark of an event in the run.
struct EventMark<'a> {
    warning: &'a Warning,
    tip: Pos2,
    response: Response,
}

impl EventMark<'_> {
    fn words(&self, view: &View<'_>) -> String {
        format!("{}: {}", clock(self.warning.from_min), view.text.warning_title(self.warning))
    }
}

/// Clickable marks, passed in time order, which Tab and screen readers follow. The worst are painted last, on top; where marks
/// overlap, the pointer hits the visible one.
fn events_ui(ui: &Ui, view: &View<'_>, mut marks: Vec<EventMark<'_>>, commands: &mut Commands) {
    for mark in &marks {
        mark.response.widget_info(|| WidgetInfo::labeled(Role::Button, true, mark.words(view)));
    }
    marks.sort_by_key(|mark| mark.warning.severity);
    let half = 6.0;
    for mark in &marks {
        let (ink, _) = severity(tokens(ui), mark.warning.severity);
        let triangle = vec![mark.tip, mark.tip + vec2(-half, -10.0), mark.tip + vec2(half, -10.0)];
        ui.painter().add(Shape::convex_polygon(triangle, ink, Stroke::new(1.0, tokens(ui).card)));
        focus::ring(ui, &mark.response, mark.response.rect.expand(4.0), 6.0);
    }
    let pointer = ui.input(|input| input.pointer.interact_pos());
    for mark in &marks {
        let is_under = |other: &&EventMark<'_>| pointer.is_some_and(|at| other.response.rect.contains(at));
        let seen = marks.iter().rev().find(is_under).filter(|_| mark.response.contains_pointer()).unwrap_or(mark);
        if mark.response.clone().on_hover_text(seen.words(view)).clicked() {
            commands.push(Command::Seek(seen.warning.from_min));
        }
    }
}
