//! Time: play and pause, speed, and a track on which the run's events stand.

use egui::accesskit::Live;
use egui::text::{LayoutJob, TextWrapping};
use egui::{Align, ComboBox, Layout, Rect, RichText, Role, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::changes::changes_ui;
use super::{View, stops};
use crate::app::commands::{Command, Commands};
use crate::app::state::{SPEEDS, STEP_MIN};
use crate::app::theme::{Tokens, severity, size, small, strong, tokens};
use crate::app::widgets::icon::{self, Icon};
use crate::app::widgets::track::{self, Track};
use crate::sim::Warning;
use crate::sim::warnings::headlines;
use crate::text::{clock, fixed};

/// Room above the rail in which events stand.
const MARKS: f32 = 14.0;

/// From this width on there is room for the buttons that go on by a minute.
const ROOMY: f32 = 900.0;

pub fn time_bar_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    ui.horizontal_centered(|ui| {
        let (play, name) = if view.playback.playing { (Icon::Pause, "time-pause") } else { (Icon::Play, "time-play") };
        if icon::button(ui, play, &view.say(name), 34.0, true).clicked() {
            commands.push(Command::TogglePlay);
        }
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
            clock_ui(ui, view);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| track_ui(ui, view, commands));
        });
    });
}

fn speed_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let say = |speed: f64| format!("{}×", fixed(speed, 0));
    let combo = ComboBox::from_id_salt("speed").width(64.0).selected_text(say(view.playback.speed)).show_ui(ui, |ui| {
        for speed in SPEEDS {
            if ui.selectable_label(speed == view.playback.speed, say(speed)).clicked() {
                commands.push(Command::Speed(speed));
            }
        }
    });
    combo.response.accessible_name(view.say("time-speed")).on_hover_text(view.say("time-speed"));
}

/// The time, and below it what the machine is doing, or what made play stop here.
fn clock_ui(ui: &mut Ui, view: &View<'_>) {
    let tokens = tokens(ui);
    let now = view.now();
    let (rect, response) = ui.allocate_exact_size(vec2(150.0, 40.0), Sense::hover());
    let run = view.run();
    let over_min = now.time_min - run.machine_end_min;
    let words = if over_min > 0.0 {
        view.text.with("clock-after", &[("end", clock(run.machine_end_min)), ("over", clock(over_min))])
    } else {
        format!("{} / {}", clock(now.time_min), clock(run.machine_end_min))
    };
    let stopped = run.broken_off_min.is_some_and(|stop_min| now.time_min >= stop_min);
    let halted = view.playback.stopped_by().map(|reason| stops::reason_words(view, &reason));
    if halted.is_some() {
        // Nobody pressed anything: it is told without being asked for.
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_live(Live::Polite));
    }
    let (phase, ink) = match halted {
        Some(what) => (view.text.with("clock-stopped", &[("what", what)]), tokens.text),
        None if stopped => (view.say("phase-broken-off"), tokens.severe),
        None => (view.text.phase(now.phase), tokens.quiet),
    };
    let said = format!("{words}, {phase}");
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &said));
    let painter = ui.painter();
    let top = rect.right_top() + vec2(0.0, 2.0);
    painter.text(top, egui::Align2::RIGHT_TOP, words, strong(size::STRONG), tokens.text);
    // What is longer than its room ends in dots; a hand that asks hears all of it.
    let room = rect.width() + size::HANDLE;
    let mut line = LayoutJob::simple_singleline(phase, small(), ink);
    line.wrap = TextWrapping::truncate_at_width(room);
    let line = painter.layout_job(line);
    let is_cut = line.elided;
    painter.galley(rect.right_bottom() - line.size(), line, ink);
    if is_cut {
        response.on_hover_text(said);
    }
}

fn track_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let run = view.run();
    let name = view.say("time-track");
    let track = Track {
        name: &name,
        value: view.playback.playhead_min,
        from: 0.0,
        to: run.end_min,
        step: 1.0 / 6.0,
        usual: None,
        filled: true,
        warned: &[],
        stale: false,
        height: 40.0,
        spoken: clock(view.playback.playhead_min),
    };
    let (response, asked) = track.show(ui);
    if let Some(time_min) = asked {
        commands.push(Command::Seek(time_min));
    }
    let rail =
        Rect::from_center_size(response.rect.center(), vec2(response.rect.width() - 2.0 * size::HANDLE, size::RAIL));
    let x = |time_min: f64| track::place(time_min, 0.0, run.end_min, rail);
    phases_ui(ui, view, rail, x);
    if let Some(pointed_min) = view.case_view.pointed_min {
        ui.painter().vline(x(pointed_min), rail.expand(8.0).y_range(), Stroke::new(1.5, tokens(ui).accent));
    }
    // The worst are drawn last, on top.
    let mut warnings: Vec<_> = headlines(&run.warnings).filter(|warning| warning.from_min > 0.0).collect();
    warnings.sort_by_key(|warning| warning.severity);
    for warning in warnings {
        event_ui(ui, view, warning, pos2(x(warning.from_min), rail.top() - 3.0), commands);
    }
    stops::flags_ui(ui, view, rail, commands);
    changes_ui(ui, view, rail, commands);
}

/// Where collection begins and where the needle is out.
fn phases_ui(ui: &Ui, view: &View<'_>, rail: Rect, x: impl Fn(f64) -> f32) {
    let ink = Tokens::faint(tokens(ui).quiet, 0.9);
    let run = view.run();
    let borders = run.collection_min().map(|(from, _)| from).into_iter().chain([run.machine_end_min]);
    for time_min in borders {
        ui.painter().vline(x(time_min), rail.expand(4.0).y_range(), Stroke::new(1.5, ink));
    }
}

/// An event of the run: a mark that can be pressed.
fn event_ui(ui: &Ui, view: &View<'_>, warning: &Warning, tip: egui::Pos2, commands: &mut Commands) {
    let (ink, _) = severity(tokens(ui), warning.severity);
    let half = 6.0;
    let triangle = vec![tip, tip + vec2(-half, -10.0), tip + vec2(half, -10.0)];
    ui.painter().add(Shape::convex_polygon(triangle, ink, Stroke::new(1.0, tokens(ui).card)));
    let rect = Rect::from_center_size(tip - vec2(0.0, MARKS / 2.0), vec2(14.0, MARKS));
    let id = ui.scope_id().with((warning.id, warning.severity, warning.from_min.to_bits()));
    let response = ui.interact(rect, id, Sense::click());
    let words = format!("{}: {}", clock(warning.from_min), view.text.warning_title(warning));
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &words));
    if response.has_focus() {
        ui.painter().rect_stroke(rect.expand(2.0), 4.0, Stroke::new(2.0, tokens(ui).accent), egui::StrokeKind::Outside);
    }
    if response.on_hover_text(RichText::new(words)).clicked() {
        commands.push(Command::Seek(warning.from_min));
    }
}
