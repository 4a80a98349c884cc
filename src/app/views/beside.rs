//! Who shall stand beside the patient in view: people of all sizes in one line, drawn at one scale, from whom one is chosen.

use egui::{
    Align, CursorIcon, FontId, Layout, Rect, RichText, Role, Sense, Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo,
    pos2, vec2,
};

use super::View;
use super::twins::{choice_ui, close_ui};
use crate::app::commands::{Command, Commands, Toggle};
use crate::app::paint::shapes;
use crate::app::theme::{size, strong, tokens};
use crate::app::widgets::{chip, elided, focus, segmented};
use crate::picture::figure::{Person, extent_m, figure_at};
use crate::picture::point;
use crate::preset::{BUNDLED, Preset};
use crate::sim::settings::Unit;
use crate::text::fixed;

/// The least width of a place in the line.
const PLACE: f32 = 104.0;
/// The rows of the heading and of what else can be done.
const ROW: f32 = 30.0;
/// Below a person: who, weight and blood, and the case.
const WORDS: f32 = 52.0;

/// The choice in this room.
pub fn beside_ui(ui: &mut Ui, view: &View<'_>, room: Rect, commands: &mut Commands) {
    let Some(twin) = view.twin() else { return };
    let room = room.shrink2(vec2(12.0, 4.0));
    let (head, below) = (room.with_max_y(room.top() + ROW), room.with_min_y(room.top() + ROW));
    let (line, foot) = (below.with_max_y(below.bottom() - ROW), below.with_min_y(below.bottom() - ROW));
    head_ui(ui, view, head, commands);
    line_ui(ui, view, line, commands);
    let of_foot = UiBuilder::new().max_rect(foot).layout(Layout::left_to_right(Align::Center));
    ui.scope_builder(of_foot, |ui| {
        let words = view.say("beside-again");
        if chip::chip(ui, &words, &words).on_hover_text(view.say("beside-again-hint")).clicked() {
            commands.push(Command::KeepSamePatient);
        }
        let rest = ui.available_rect_before_wrap();
        let list = rest.with_min_x(rest.left() + 8.0).with_max_x(rest.right().min(rest.left() + 240.0));
        choice_ui(ui, view, &view.say("beside-all"), twin, list, commands);
    });
}

/// The question, whose machine the chosen comes on, and the way out.
fn head_ui(ui: &mut Ui, view: &View<'_>, room: Rect, commands: &mut Commands) {
    let question = view.say("beside-choose");
    let buttons = UiBuilder::new().max_rect(room).layout(Layout::right_to_left(Align::Center));
    ui.scope_builder(buttons, |ui| {
        ui.spacing_mut().item_spacing.x = 5.0;
        close_ui(ui, view, commands);
        let choice = |own: bool, words: String| (own, words.clone(), words);
        let choices = [choice(false, view.say("beside-same-machine")), choice(true, view.say("beside-own-machine"))];
        if segmented::compact(ui, view.workspace.twins.own_machines, &choices).is_some() {
            commands.push(Command::Toggle(Toggle::TwinsOwnMachines));
        }
    });
    let place = UiBuilder::new().max_rect(room).layout(Layout::left_to_right(Align::Center));
    ui.scope_builder(place, |ui| ui.label(RichText::new(question).font(strong(size::STRONG))));
}

/// As many bundled patients as have room, from the smallest to the largest; the one in view is not among them.
fn in_line(view: &View<'_>, places: usize) -> Vec<(usize, &'static Preset)> {
    let log_weight = |preset: &Preset| libm::log(preset.protocol.settings.patient.weight_kg);
    let is_other = |preset: &Preset| preset.protocol.settings.patient != view.run().protocol.settings.patient;
    let bundled = BUNDLED.iter().enumerate().filter_map(|(i, bundled)| Some((i, bundled.preset()?)));
    let mut others: Vec<_> = bundled.filter(|(_, preset)| is_other(preset)).collect();
    others.sort_by(|(_, a), (_, b)| log_weight(a).total_cmp(&log_weight(b)));
    let (Some((_, first)), Some((_, last))) = (others.first(), others.last()) else { return others };
    let (least, most) = (log_weight(first), log_weight(last));
    // Evenly by size, so that who differs most from anybody is there.
    let places = places.clamp(2, others.len().max(2));
    let mut chosen = Vec::with_capacity(places);
    for place in 0..places {
        let wanted = least + (most - least) * place as f64 / (places - 1) as f64;
        let off = |(_, preset): &(usize, &Preset)| (log_weight(preset) - wanted).abs();
        if let Some(nearest) = (0..others.len()).min_by(|a, b| off(&others[*a]).total_cmp(&off(&others[*b]))) {
            chosen.push(others.remove(nearest));
        }
    }
    chosen.sort_by(|(_, a), (_, b)| log_weight(a).total_cmp(&log_weight(b)));
    chosen
}

fn line_ui(ui: &mut Ui, view: &View<'_>, room: Rect, commands: &mut Commands) {
    let people = in_line(view, (room.width() / PLACE) as usize);
    let persons: Vec<_> = people.iter().map(|(_, preset)| Person::before(&preset.protocol.settings.patient)).collect();
    let width = room.width() / people.len().max(1) as f32;
    let figures = room.shrink2(vec2(0.0, 4.0)).with_max_y(room.bottom() - WORDS);
    // One scale for all: the tallest fills the height, the widest its place.
    let fits = |person: &Person| {
        let extent = extent_m(person);
        (figures.height() / extent.height()).min((width - 14.0) / extent.width())
    };
    let units_per_m = persons.iter().map(fits).fold(f32::INFINITY, f32::min);
    for (i, ((case, preset), person)) in people.into_iter().zip(&persons).enumerate() {
        let place = Rect::from_min_size(pos2(room.left() + width * i as f32, room.top()), vec2(width, room.height()));
        if person_ui(ui, view, preset, person, place.shrink2(vec2(3.0, 0.0)), (figures.bottom(), units_per_m)) {
            commands.push(Command::CompareWith(case));
        }
    }
}

/// One who can be chosen; answers whether that was done. All stand on the same `ground`.
fn person_ui(
    ui: &Ui,
    view: &View<'_>,
    preset: &Preset,
    person: &Person,
    place: Rect,
    (ground, units_per_m): (f32, f32),
) -> bool {
    let tokens = tokens(ui);
    let id = ui.scope_id().with(preset.short_title());
    let response = ui.interact(place, id, Sense::click()).on_hover_cursor(CursorIcon::PointingHand);
    let weight = view.text.quantity(&fixed(person.weight_kg, usize::from(person.weight_kg < 20.0)), Unit::Kilogram);
    let liters = fixed(person.blood_ml / 1000.0, if person.blood_ml < 1000.0 { 2 } else { 1 });
    let volume = view.text.with("scene-blood-liters", &[("liters", liters)]);
    let title = preset.short_title();
    let arguments = [("title", title.to_owned()), ("weight", weight.clone()), ("volume", volume.clone())];
    response
        .widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), view.text.with("beside-who", &arguments)));
    if response.hovered() || response.has_focus() {
        let edge = Stroke::new(1.0, tokens.quiet);
        ui.painter().rect(place, size::CARD_CORNER, tokens.button_hovered, edge, StrokeKind::Inside);
    }
    focus::ring(ui, &response, place, size::CARD_CORNER.into());

    let extent = extent_m(person);
    let crown = point(place.center().x - units_per_m * extent.center().x, ground - units_per_m * extent.bottom);
    let figure = figure_at(person, crown, units_per_m);
    shapes::paint(&ui.painter_at(place), tokens, &figure.shapes, vec2(0.0, 0.0), 1.0);

    let who = view.text.patient_name(person.sex, person.age_years, person.pregnancy);
    let numbers = view.text.with("beside-patient", &arguments[1..]);
    let font = FontId::proportional(size::SMALL);
    let lines = [
        (who, strong(size::SMALL), tokens.text),
        (numbers, font.clone(), tokens.text),
        (title.to_owned(), font, tokens.quiet),
    ];
    for (row, (words, font, ink)) in lines.into_iter().enumerate() {
        let line = elided::layout(ui.painter(), &words, font, ink, place.width() - 4.0);
        let left = place.center().x - line.size().x / 2.0;
        ui.painter().galley(pos2(left, ground + 4.0 + 15.5 * row as f32), line, ink);
    }
    response.on_hover_text(preset.title.as_str()).clicked()
}
