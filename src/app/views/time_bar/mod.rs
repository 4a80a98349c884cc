//! The time bar: play and pause, speed, and a track that shows the run's events and phases.

mod changes;
mod flags;
mod stops;

use egui::accesskit::Live;
use egui::{Align, ComboBox, Id, Layout, Rect, Role, Sense, Stroke, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::View;
use super::hints::hint_ui;
use crate::app::commands::{Command, Commands};
use crate::app::state::{Hint, SPEEDS, STEP_MIN};
use crate::app::theme::{Tokens, size, small, strong, tokens};
use crate::app::widgets::bubble::Tip;
use crate::app::widgets::icon::{self, Icon};
use crate::app::widgets::track::{self, Track};
use crate::app::widgets::{drop_down, elided};
use crate::sim::settings::Unit;
use crate::text::{clock, fixed};

/// Heights above the rail's center, for flags, and below it, for phases and timed changes.
const ABOVE: f32 = 2.0 * flags::ROW + 6.0;
const BELOW: f32 = 22.0;
/// Height in which the handle can be seized.
const TRACK: f32 = 24.0;

/// From this width on there is room for the buttons that step by a minute, and for the whole reason of a stop.
const ROOMY: f32 = 1080.0;

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
        height: TRACK,
        unit: &view.text.unit(Unit::Min),
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
        let is_roomy = ui.available_width() > ROOMY;
        hint_ui(ui, view, Hint::Play, Tip::Left);
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
            clock_ui(ui, view, track.value, is_roomy);
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
fn clock_ui(ui: &mut Ui, view: &View<'_>, time_min: f64, is_roomy: bool) {
    let tokens = tokens(ui);
    let run = view.run();
    let now = run.at(time_min);
    let clock_width = if is_roomy { 210.0 } else { 150.0 };
    let (rect, response) = ui.allocate_exact_size(vec2(clock_width, 40.0), Sense::hover());
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
    let (room, _) = ui.allocate_exact_size(vec2(ui.available_width(), ABOVE + BELOW), Sense::hover());
    let seized = room.with_min_y(room.top() + ABOVE - TRACK / 2.0).with_max_y(room.top() + ABOVE + TRACK / 2.0);
    let response = ui.scope_builder(UiBuilder::new().max_rect(seized), |ui| track.show(ui)).inner;
    let rail = track::rail(response.rect);
    let x = |time_min: f64| track.place(time_min, rail);
    phases_ui(ui, view, rail);
    if let Some(pointed_min) = view.case_view.pointed_min {
        ui.painter().vline(x(pointed_min), rail.expand(8.0).y_range(), Stroke::new(1.5, tokens(ui).accent));
    }
    flags::flags_ui(ui, view, rail, commands);
    stops::flags_ui(ui, view, rail, commands);
    changes::changes_ui(ui, view, rail, commands);
}

/// What the machine does, below the rail: a tick where it begins, and its name where that has room beside what else stands there.
fn phases_ui(ui: &Ui, view: &View<'_>, rail: Rect) {
    /// Room that a stop or a timed change takes to either side.
    const MARK: f32 = 12.0;
    let run = view.run();
    let x = |time_min: f64| track::place(time_min, 0.0, run.end_min, rail);
    let marked_min = view.case.preset().protocol.changes.iter().map(|change| change.at_min);
    let marked: Vec<_> = marked_min.chain(stops::times_min(view)).map(x).collect();
    let (painter, ink) = (ui.painter(), tokens(ui).quiet);
    let mut left_free = rail.left() - size::HANDLE;
    let phases = run.phases();
    for (i, (phase, from_min)) in phases.iter().enumerate() {
        let from = x(*from_min);
        let to = phases.get(i + 1).map_or(rail.right() + size::HANDLE, |(_, next_min)| x(*next_min));
        if *from_min > 0.0 {
            painter.vline(from, rail.expand(4.0).y_range(), Stroke::new(1.5, Tokens::faint(ink, 0.9)));
        }
        let words = painter.layout_no_wrap(view.text.phase(*phase), small(), ink);
        let left = from.max(left_free);
        let is_free = marked.iter().all(|mark| *mark + MARK < left || *mark - MARK > left + words.size().x);
        if left + words.size().x <= to && is_free {
            left_free = left + words.size().x + MARK;
            painter.galley(pos2(left, rail.bottom() + 5.0), words, ink);
        }
    }
}
