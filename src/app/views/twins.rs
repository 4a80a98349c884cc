//! Twins on the screen: two scenes of one size with a heading each, whose machine they are on, and what differs between their runs.

use egui::{Align, Align2, Color32, ComboBox, Layout, Rect, RichText, Sense, Ui, UiBuilder, vec2};

pub use super::harm::harm_ui;

use super::explore::BELOW_TABS;
use super::screen::{Places, Shown};
use super::{View, cases, harm};
use crate::app::commands::{Command, Commands, Toggle};
use crate::app::state::{Machines, Pin};
use crate::app::theme::{size, small, strong, tokens};
use crate::app::widgets::table_row::write;
use crate::app::widgets::{chip, drop_down, segmented};
use crate::picture::plot::pinned::letter;
use crate::preset::Bundled;
use crate::sim::settings::Section;
use crate::sim::{Protocol, SettingId};
use crate::text::{clock, value_in_force};

/// The smallest picture in which a scene can be read, in points.
const LEAST: egui::Vec2 = vec2(470.0, 205.0);
/// Height of a heading.
const HEAD: f32 = 30.0;
/// The most that the list of runs takes of its width.
const CHOICE: f32 = 250.0;

/// The screen with room for two scenes: side by side over plots, or one above the other as a tab beside plots. `all` is the room of
/// the whole screen; it gives up the right panel only where it must.
pub fn places(all: Rect, narrow: bool, shown: Shown) -> Places {
    let fits = |places: &Places| places.lower.width() >= 2.0 * LEAST.x + size::GAP;
    // Two scenes tell who is who; the story would take their room.
    let shown = Shown { story: false, ..shown };
    let places = Places::new(all, narrow, shown);
    if fits(&places) {
        return places;
    }
    let mut places = Places::new(all, true, shown);
    if !fits(&places) && !places.is_low {
        let middle = places.stage.map_or(places.lower, |stage| stage.union(places.lower));
        places.is_low = true;
        places.lower = middle;
        let stage = middle.with_min_y(middle.top() + BELOW_TABS);
        places.stage = places.stage.filter(|_| !shown.why).map(|_| stage);
        places.why = places.why.map(|_| middle);
    }
    places
}

/// Which of the two runs a scene shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Run,
    Twin,
}

/// The rooms of the scenes: two, or where that would be too small to read, one, which shows either.
pub fn halves(stage: Rect, in_front: bool) -> Vec<(Side, Rect)> {
    let half = (stage.size() - vec2(size::GAP, size::GAP)) / 2.0;
    if half.x >= LEAST.x {
        let right = stage.with_min_x(stage.right() - half.x);
        vec![(Side::Run, stage.with_max_x(stage.left() + half.x)), (Side::Twin, right)]
    } else if half.y >= LEAST.y + HEAD {
        let below = stage.with_min_y(stage.bottom() - half.y);
        vec![(Side::Run, stage.with_max_y(stage.top() + half.y)), (Side::Twin, below)]
    } else {
        vec![(if in_front { Side::Twin } else { Side::Run }, stage)]
    }
}

/// The strip above the scenes that says who is hurt more, and what is left for the scenes.
pub fn below_strip(stage: Rect) -> (Rect, Rect) {
    let strip = stage.with_max_y(stage.top() + harm::HEIGHT);
    (strip, stage.with_min_y(strip.bottom() + size::GAP - 2.0))
}

/// Splits a room into the heading's and the scene's.
pub fn below_head(room: Rect) -> (Rect, Rect) {
    (room.with_max_y(room.top() + HEAD), room.with_min_y(room.top() + HEAD))
}

/// Whose scene this is, what sets it apart, and what can be done about it.
pub fn head_ui(ui: &mut Ui, view: &View<'_>, side: Side, room: Rect, is_alone: bool, commands: &mut Commands) {
    let Some(twin) = view.twin() else { return };
    let inner = room.shrink2(vec2(12.0, 0.0));
    let first = inner.with_min_y(inner.top() + 4.0).with_max_y(inner.top() + 28.0);
    let buttons = UiBuilder::new().max_rect(first).layout(Layout::right_to_left(Align::Center));
    let buttons = ui.scope_builder(buttons, |ui| {
        ui.spacing_mut().item_spacing.x = 5.0;
        if side == Side::Twin {
            twin_buttons_ui(ui, view, twin, commands);
        }
        if (side == Side::Run || is_alone) && view.are_two_patients(twin) {
            machines_ui(ui, view, twin, commands);
        }
        if is_alone {
            let words = view.say(if side == Side::Twin { "twins-show-run" } else { "twins-show-twin" });
            if chip::chip(ui, &words, &words).clicked() {
                commands.push(Command::Toggle(Toggle::TwinInFront));
            }
        }
    });
    let titles = first.with_max_x(buttons.response.rect.left() - 8.0);
    let (words, protocol, other) = match side {
        Side::Run => (view.say("twins-run"), &view.run().protocol, &twin.curves.run.protocol),
        Side::Twin => (letter(twin.letter), &twin.curves.run.protocol, &view.run().protocol),
    };
    let (fill, ink) = match side {
        Side::Run => (tokens(ui).accent, tokens(ui).on_accent),
        Side::Twin => (tokens(ui).pin_ink(twin.letter), tokens(ui).card),
    };
    let badge = badge_ui(ui, titles, (fill, ink), &words);
    let titles = titles.with_min_x(badge.right() + 8.0);
    let used = match side {
        Side::Run => {
            let title = run_title(view, twin);
            write(ui.painter(), titles, Align::Min, &title, strong(size::STRONG), tokens(ui).text).rect
        }
        Side::Twin => choice_ui(
            ui,
            view,
            &twin.name,
            twin,
            titles.with_max_x(titles.right().min(titles.left() + CHOICE)),
            commands,
        ),
    };
    let rest = titles.with_min_x(used.right() + 10.0);
    let has_ended = side == Side::Twin && view.shown_min() > twin.curves.run.end_min;
    let told = has_ended.then(|| view.text.with("twins-ended", &[("time", clock(twin.curves.run.end_min))]));
    // Nothing to be told apart from yet.
    let differing = if view.awaits_second() { Vec::new() } else { differing(view, protocol, other) };
    settings_ui(ui, view, side, rest, told.as_slice(), &differing);
}

/// What the run in view is called beside its twin: by its patient, or where that is one for both, by what is set otherwise.
pub fn run_title(view: &View<'_>, twin: &Pin) -> String {
    let title = || view.case.preset().short_title().to_owned();
    if view.are_two_patients(twin) {
        return title();
    }
    let settings = |protocol: &Protocol| protocol.settings.clone();
    let (own, theirs) = (settings(&view.run().protocol), settings(&twin.curves.run.protocol));
    view.text.changed_settings(&theirs, &own).unwrap_or_else(title)
}

/// What is told of a run and as many of the settings that differ as fit whole; the rest is counted, and stands under the pointer.
fn settings_ui(ui: &Ui, view: &View<'_>, side: Side, room: Rect, told: &[String], settings: &[String]) {
    let ink = tokens(ui).quiet;
    let line = |shown: usize| {
        let left = settings.len() - shown;
        // Of a single one that has no room there is nothing to count.
        let more = (left > 1 || (left == 1 && shown > 0)).then(|| {
            let id = if shown == 0 { "twins-differ" } else { "twins-more" };
            view.text.with(id, &[("count", left.to_string())])
        });
        let named = (shown > 0).then(|| settings[..shown].join(", "));
        told.iter().cloned().chain(named).chain(more).collect::<Vec<_>>().join(" · ")
    };
    let fits = |shown: &usize| ui.painter().layout_no_wrap(line(*shown), small(), ink).size().x <= room.width();
    let shown = (0..=settings.len()).rev().find(fits).unwrap_or_default();
    let response = ui.interact(room, ui.scope_id().with(("differs", side == Side::Twin)), Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, line(settings.len())));
    if write(ui.painter(), room, Align::Min, &line(shown), small(), ink).is_cut || shown < settings.len() {
        response.on_hover_text(told.iter().chain(settings).map(String::as_str).collect::<Vec<_>>().join("\n"));
    }
}

pub fn badge_ui(ui: &Ui, room: Rect, (fill, ink): (Color32, Color32), words: &str) -> Rect {
    let galley = ui.painter().layout_no_wrap(words.to_owned(), strong(size::SMALL), ink);
    let width = (galley.size().x + 14.0).max(20.0);
    let badge = Rect::from_center_size(room.left_center() + vec2(width / 2.0, 0.0), vec2(width, 20.0));
    ui.painter().rect_filled(badge, 10.0, fill);
    ui.painter().text(badge.center(), Align2::CENTER_CENTER, words, strong(size::SMALL), ink);
    badge
}

/// Ends the second scene.
pub fn close_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    if chip::chip(ui, "×", &view.say("twins-close")).clicked() {
        commands.push(Command::Toggle(Toggle::Twins));
    }
}

fn twin_buttons_ui(ui: &mut Ui, view: &View<'_>, twin: &Pin, commands: &mut Commands) {
    close_ui(ui, view, commands);
    let name = view.text.with("compare-swap-name", &[("letter", letter(twin.letter))]);
    let hint = view.say("twins-swap-hint");
    if chip::chip(ui, &view.say("twins-swap"), &name).on_hover_text(hint).clicked() {
        commands.push(Command::SwapIn(twin.letter));
    }
}

/// Whose machine both are on: each on its own, or both on one, that which makes the difference plain first.
fn machines_ui(ui: &mut Ui, view: &View<'_>, twin: &Pin, commands: &mut Commands) {
    let named = [("letter", letter(twin.letter))];
    let both = view.plainest_machines().map(|machines| match machines {
        Machines::OfTwin => {
            (machines, view.text.with("twins-machine-twin", &named), view.text.with("twins-machine-twin-name", &named))
        }
        _ => (machines, view.say("twins-machine-run"), view.say("twins-machine-run-name")),
    });
    let own = (Machines::Own, view.say("twins-machine-own"), view.say("twins-machine-own-name"));
    let choices: Vec<_> =
        std::iter::once(own).chain(both).map(|(machines, words, name)| (Some(machines), words, name)).collect();
    // Laid out from the right: the rail, then the words before it.
    if let Some(Some(machines)) = segmented::compact(ui, view.machines(), &choices) {
        commands.push(Command::SetMachines(machines));
    }
    ui.label(RichText::new(view.say("twins-machine")).font(small()).color(tokens(ui).quiet));
}

/// What can have the second scene: a pinned run, or a case that is then run.
#[derive(Clone, Copy, PartialEq)]
enum Choice {
    Pin(usize),
    Case(usize),
}

/// The list of them, under these words.
pub fn choice_ui(ui: &mut Ui, view: &View<'_>, words: &str, twin: &Pin, room: Rect, commands: &mut Commands) -> Rect {
    let pinned = view.pins.iter().map(|pin| drop_down::Choice {
        value: Choice::Pin(pin.letter),
        name: format!("{}  {}", letter(pin.letter), pin.name),
        in_full: pin.case.preset().title.clone(),
    });
    let is_pinned = |bundled: &Bundled| view.pins.iter().any(|pin| Some(pin.case.preset()) == bundled.preset());
    let of_cases =
        cases::groups_by_contrast(view, |bundled| !is_pinned(bundled)).into_iter().map(|(heading, cases)| {
            let case = |case: drop_down::Choice<usize>| drop_down::Choice {
                value: Choice::Case(case.value),
                name: case.name,
                in_full: case.in_full,
            };
            (heading, cases.into_iter().map(case).collect())
        });
    let groups: Vec<_> = [(view.say("twins-pinned"), pinned.collect())].into_iter().chain(of_cases).collect();
    let place = UiBuilder::new().max_rect(room).layout(Layout::left_to_right(Align::Center));
    ui.scope_builder(place, |ui| {
        let shown = RichText::new(words).font(strong(size::SMALL));
        let combo = ComboBox::from_id_salt("twin").width(room.width()).height(360.0).truncate().selected_text(shown);
        let (response, chosen) =
            drop_down::grouped(ui, combo, &view.say("twins-choice"), Choice::Pin(twin.letter), groups);
        response.on_hover_text(view.say("twins-choice"));
        commands.extend(chosen.map(|chosen| match chosen {
            Choice::Pin(letter) => Command::ShowTwin(Some(letter)),
            Choice::Case(index) => Command::CompareWith(index),
        }));
    });
    room
}

/// What this run has otherwise than the other, what says most first: of two patients how their machines are set, for the scenes show
/// who they are.
fn differing(view: &View<'_>, run: &Protocol, other: &Protocol) -> Vec<String> {
    let of_patient = |setting: &SettingId| setting.is_of_patient();
    let differs = |setting: &SettingId| setting.get(&run.settings) != setting.get(&other.settings);
    let (patient, mut machine): (Vec<_>, Vec<_>) = SettingId::all().filter(differs).partition(of_patient);
    // Not all may have room: flow and duration say most.
    machine.sort_by_key(|setting| setting.row().section != Section::Main);
    // More than a few settings of the patient make another patient.
    let is_same_patient = patient.len() <= 2;
    let named = if is_same_patient { [patient, machine].concat() } else { machine };
    let mut words: Vec<_> = named
        .into_iter()
        .map(|setting| {
            let value = view.text.value_with_unit(setting, value_in_force(&run.settings, setting));
            format!("{} {value}", view.text.full_setting(setting))
        })
        .collect();
    if run.changes != other.changes && !run.changes.is_empty() {
        let times: Vec<_> = run.changes.iter().map(|change| clock(change.at_min)).collect();
        words.push(view.text.with("twins-changes", &[("times", times.join(", "))]));
    }
    match (words.is_empty(), is_same_patient) {
        (false, _) => words,
        (true, true) => vec![view.say("twins-same")],
        (true, false) => vec![view.say("twins-same-machine")],
    }
}

/// The switch for changes in both runs, and what could not be changed in the twin.
pub fn both_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let Some(twin) = view.twin() else { return };
    let mut both = view.workspace.twins.both;
    let named = [("letter", letter(twin.letter))];
    let switch = ui.checkbox(&mut both, RichText::new(view.text.with("twins-both", &named)).font(small()));
    if switch.on_hover_text(view.text.with("twins-both-hint", &named)).changed() {
        commands.push(Command::Toggle(Toggle::TwinsBoth));
    }
    if let Some(setting) = view.workspace.twins.refused.filter(|_| both) {
        let arguments = [("letter", letter(twin.letter)), ("setting", view.text.setting(setting))];
        let words = RichText::new(view.text.with("twins-refused", &arguments)).font(small());
        ui.add(egui::Label::new(words.color(tokens(ui).caution)).wrap());
    }
}
