//! Words inside a plot: names of bands, onset times and the reading, each where no curve and no other word is.

use std::sync::Arc;

use egui::{Color32, FontId, Galley, Pos2, Rect, Sense, Ui, Vec2, pos2, vec2};

use super::bands;
use super::chart::{Chart, Shown};
use super::spread;
use crate::app::theme::{severity, severity_ground, size, small, strong, tokens};
use crate::app::views::View;
use crate::picture::free_places::FreePlaces;
use crate::picture::plot::{Band, Onset};
use crate::sim::quantities::Quantity;
use crate::text::{clock, quantity_number};

/// Words that have found their place.
pub struct Label {
    pub rect: Rect,
    galley: Arc<Galley>,
    ink: Color32,
    /// What is painted behind them.
    plate: Option<Color32>,
    /// What is told when they are pointed at.
    told: Option<String>,
}

/// The words of a plot.
#[derive(Default)]
pub struct Labels {
    pub names: Vec<Label>,
    /// When warnings begin, and when and where the aim is reached.
    pub onsets: Vec<Label>,
    pub reading: Option<Label>,
}

/// Padding of the reading's plate.
const PLATE: Vec2 = vec2(5.0, 2.0);

/// Finds a place for all words of a plot. `quantity` is the one described, `places` what the curves take.
pub fn lay_out(
    ui: &Ui,
    view: &View<'_>,
    chart: &Chart,
    quantity: Quantity,
    shown: &Shown,
    mut places: FreePlaces,
) -> Labels {
    let aims = aims(ui, chart, shown, &mut places);
    let onsets = onset_times(ui, shown, &chart.plot.onsets, &mut places);
    for onset in &chart.plot.onsets {
        places.take(onset_line(shown, onset));
    }
    let mut unnamed = Vec::new();
    let mut names = Vec::new();
    for named in &chart.plot.bands {
        match name(ui, view, chart, named, shown, &places) {
            Some(label) => {
                places.take(label.rect);
                names.push(label);
            }
            None => unnamed.push(named.clone()),
        }
    }
    let onsets = onsets.into_iter().chain(aims).collect();
    let mut labels = Labels { names, onsets, reading: None };
    if let Some(reading) = reading(ui, view, quantity, shown, &unnamed, &places, &labels) {
        // Where there is no free place at all, what the reading would cover gives way.
        let is_clear = |label: &Label| !label.rect.intersects(reading.rect);
        labels.names.retain(is_clear);
        labels.onsets.retain(is_clear);
        labels.reading = Some(reading);
    }
    labels
}

impl Labels {
    pub fn show(&self, ui: &Ui, key: &str, shown: &Shown) {
        let painter = ui.painter().with_clip_rect(shown.frame());
        for (i, label) in self.names.iter().chain(&self.onsets).chain(&self.reading).enumerate() {
            let margin = if label.galley.size() == label.rect.size() { Vec2::ZERO } else { PLATE };
            if let Some(plate) = label.plate {
                painter.rect_filled(label.rect, if margin == Vec2::ZERO { 0.0 } else { 4.0 }, plate);
            }
            painter.galley(label.rect.min + margin, Arc::clone(&label.galley), label.ink);
            if let Some(told) = &label.told {
                ui.interact(label.rect, ui.scope_id().with((key, "words", i)), Sense::hover()).on_hover_text(told);
            }
        }
    }
}

fn galley(ui: &Ui, words: String, font: FontId, ink: Color32) -> Arc<Galley> {
    ui.painter().layout_no_wrap(words, font, ink)
}

/// The name of a band, with its source where there is room for both.
fn name(
    ui: &Ui,
    view: &View<'_>,
    chart: &Chart,
    (band, name): &(Band, String),
    shown: &Shown,
    places: &FreePlaces,
) -> Option<Label> {
    /// Width from which the source is shown beside the name, in points.
    const WIDE: f32 = 420.0;
    /// The bar at the left of the band, and some air.
    const BAR: f32 = 12.0;
    let room = bands::room(&chart.plot.seen(band)?, shown);
    let room = room.with_min_x(room.left() + BAR);
    let ink = severity(tokens(ui), band.severity).0;
    let with_source = || format!("{name} · {}", bands::source(view, band));
    let full = (shown.frame().width() > WIDE).then(with_source);
    let (galley, rect) = full.into_iter().chain([name.clone()]).find_map(|words| {
        let galley = galley(ui, words, small(), ink);
        let rect = places.find(room, galley.size())?.into();
        Some((galley, rect))
    })?;
    let told = Some(bands::description(view, chart.quantity, band, name));
    // The playhead passes behind the name.
    Some(Label { rect, galley, ink, plate: Some(severity_ground(tokens(ui), band.severity)), told })
}

/// The dotted line up to the point where a warning begins.
fn onset_line(shown: &Shown, onset: &Onset) -> Rect {
    let top = shown.at(onset.at.0, onset.at.1);
    Rect::from_min_max(top, pos2(top.x, shown.frame().bottom())).expand2(vec2(1.0, 0.0))
}

/// Onset times at the bottom of their lines: beside the line where nothing else is, otherwise across another line. A time that
/// would cover another time or a curve is left out; each takes its place.
fn onset_times(ui: &Ui, shown: &Shown, onsets: &[Onset], places: &mut FreePlaces) -> Vec<Label> {
    const GAP: f32 = 4.0;
    let tokens = tokens(ui);
    let frame = shown.frame();
    let mut onsets = onsets.to_vec();
    onsets.sort_by(|a, b| a.at_min.total_cmp(&b.at_min));
    let foot = |onset: &Onset| Pos2::new(shown.at(onset.at.0, 1.0).x, frame.bottom());
    let lines = onsets.iter().map(|onset| foot(onset).x).filter(|x| frame.x_range().contains(*x));
    let lines: Vec<_> = lines.collect();
    let is_crossed = |room: &Rect| lines.iter().any(|line| room.expand(2.0).x_range().contains(*line));
    let mut labels = Vec::new();
    for onset in onsets {
        let foot = foot(&onset);
        let ink = severity(tokens, onset.severity).0;
        let galley = galley(ui, clock(onset.at_min), small(), ink);
        let size = galley.size();
        let at = |left: f32| Rect::from_min_size(pos2(left, foot.y - size.y - 2.0), size);
        let beside = [at(foot.x + GAP), at(foot.x - GAP - size.x)];
        let is_free = |room: &&Rect| frame.expand2(vec2(0.0, 2.0)).contains_rect(**room) && places.is_free(**room);
        let free = || beside.iter().filter(is_free);
        let Some(rect) = free().find(|room| !is_crossed(room)).or_else(|| free().next()).copied() else { continue };
        let plate = is_crossed(&rect).then_some(tokens.card);
        places.take(rect);
        labels.push(Label { rect, galley, ink, plate, told: None });
    }
    labels
}

/// The aim's word at its lines: with the time at the top of the upright one, and at the right end of the level.
fn aims(ui: &Ui, chart: &Chart, shown: &Shown, places: &mut FreePlaces) -> Vec<Label> {
    const GAP: f32 = 4.0;
    const NARROW: f32 = 200.0;
    let tokens = tokens(ui);
    let frame = shown.frame();
    let mut labels = Vec::new();
    let mut add = |words: &str, at: &dyn Fn(Vec2) -> [Pos2; 2]| {
        let galley = galley(ui, words.to_owned(), small(), tokens.accent);
        let candidates = at(galley.size()).map(|left_top| Rect::from_min_size(left_top, galley.size()));
        let is_free = |room: &&Rect| frame.contains_rect(**room) && places.is_free(**room);
        if let Some(rect) = candidates.iter().find(is_free).copied() {
            places.take(rect);
            labels.push(Label { rect, galley, ink: tokens.accent, plate: Some(tokens.card), told: None });
        }
    };
    if let Some((place, words)) = &chart.plot.aim.reached {
        let x = shown.at(*place, 1.0).x;
        // In a narrow plot the unit stands in the corner.
        let below_unit = frame.top() + if frame.width() < NARROW { 18.0 } else { 2.0 };
        add(words, &|size| [x + GAP, x - GAP - size.x].map(|left| pos2(left, below_unit)));
    }
    if let Some((level, words)) = &chart.plot.aim.level {
        let y = shown.at(0.0, *level).y;
        add(words, &|size| [y - size.y - 1.0, y + 1.0].map(|top| pos2(frame.right() - size.x - GAP, top)));
    }
    labels
}

/// The pointed time and the value there, with the name of the range it lies in where that has no room of its own: beside the line of
/// the pointed time, as low as nothing else is.
fn reading(
    ui: &Ui,
    view: &View<'_>,
    quantity: Quantity,
    shown: &Shown,
    unnamed: &[(Band, String)],
    places: &FreePlaces,
    labels: &Labels,
) -> Option<Label> {
    /// Between the line and the plate, and between the heights that are tried.
    const ASIDE: f32 = 8.0;
    const STEP: f32 = 6.0;
    let time_min = view.case_view.pointed_min?;
    let value = quantity.at(&view.run().at(time_min))?;
    let tokens = tokens(ui);
    let frame = shown.frame();
    let among = spread::nine_of_ten(view, quantity, time_min).map_or_else(String::new, |(low, high)| {
        format!(" ({}–{})", quantity_number(quantity, low), quantity_number(quantity, high))
    });
    let mut words = format!("{}  {}{among}", clock(time_min), quantity_number(quantity, value));
    let within = unnamed.iter().find(|(band, _)| (band.from..band.to).contains(&value) && among.is_empty());
    if let Some((_, name)) = within {
        words = format!("{words}  {name}");
    }
    let galley = galley(ui, words, strong(size::SMALL), tokens.text);
    let size = galley.size() + 2.0 * PLATE;
    let x = shown.at(view.run_view.place(view.workspace.plots.axis, time_min), value).x;
    let (right, left) = (x + ASIDE, x - ASIDE - size.x);
    let sides = if x < frame.center().x { [right, left] } else { [left, right] };
    let inside = |left: f32| left.clamp(frame.left(), (frame.right() - size.x).max(frame.left()));
    let lowest = frame.bottom() - 22.0 - size.y;
    let steps = ((lowest - frame.top()) / STEP).max(0.0) as u16;
    let at = |left: f32, up: f32| Rect::from_min_size(pos2(inside(left), lowest - up), size);
    let heights = (0..=steps).map(|step| f32::from(step) * STEP);
    let candidates: Vec<_> = sides.iter().flat_map(|side| heights.clone().map(|up| at(*side, up))).collect();
    let words = || labels.names.iter().chain(&labels.onsets);
    let covers_no_word = |place: &&Rect| !words().any(|label| label.rect.expand2(vec2(4.0, 0.0)).intersects(**place));
    let rect = candidates.iter().find(|place| places.is_free(**place));
    let rect = rect.or_else(|| candidates.iter().find(covers_no_word)).copied().unwrap_or_else(|| at(sides[0], 0.0));
    Some(Label { rect, galley, ink: tokens.text, plate: Some(tokens.card), told: None })
}

#[cfg(test)]
mod tests {
    use egui::{Context, RawInput};

    use super::super::{pinned, plot};
    use super::*;
    use crate::app::background::Background;
    use crate::app::commands::PaletteState;
    use crate::app::state::{PlotSet, RunCurves, State};
    use crate::app::theme;
    use crate::picture::plot::Axis;
    use crate::preset::{BUNDLED, read};
    use crate::sim::{SettingId, Value};
    use crate::text::Text;

    /// The frame beside two others in the usual window, that of a card, and a tab that takes the room of the scene too.
    const SIZES: [Vec2; 3] = [vec2(212.0, 212.0), vec2(330.0, 230.0), vec2(620.0, 560.0)];

    fn state(case: &str, with_pin: bool) -> State {
        let mut state = State::new(read(case).expect("a sound preset"), None).expect("a sensible case");
        if with_pin {
            let mut protocol = state.case.preset().protocol.clone();
            SettingId::InletFlow.set(&mut protocol.settings, &Value::Number(30.0));
            if let Ok(curves) = RunCurves::of(&protocol) {
                state.pins.add("slower".to_owned(), state.case.clone(), curves);
            }
        }
        state
    }

    #[test]
    fn names_lie_on_no_curve_and_on_no_other_word_in_any_case_at_any_size() {
        let ctx = Context::default();
        theme::install(&ctx);
        let (background, palette, text) = (Background::default(), PaletteState::default(), Text::english());
        let (mut named, mut unnamed) = (0, 0);
        for bundled in BUNDLED {
            for (size, with_pin) in SIZES.into_iter().flat_map(|size| [(size, false), (size, true)]) {
                let mut state = state(bundled.text, with_pin);
                for pointed in [None, Some(0.25), Some(0.8)] {
                    state.case_view.pointed_min = pointed.map(|share| share * state.run_view.run.end_min);
                    let view = View { state: &state, background: &background, palette: &palette, text: &text };
                    let quantities = [PlotSet::Counts, PlotSet::Calcium].into_iter().flat_map(PlotSet::quantities);
                    for quantity in quantities.copied() {
                        let input = RawInput {
                            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, size)),
                            ..RawInput::default()
                        };
                        let mut output = ctx.run_ui(input, |ui| {
                            let (shown, labels) = plot::labeled_ui(ui, &view, quantity, &mut Vec::new());
                            named += labels.names.len();
                            unnamed += bands::bands(&view, quantity).len() - labels.names.len();
                            hold(&view, quantity, &shown, &labels, bundled.name);
                        });
                        output.textures_delta.clear();
                    }
                }
            }
        }
        assert!(named > 2 * unnamed / 3, "{named} names found room, {unnamed} did not");
    }

    fn hold(view: &View<'_>, quantity: Quantity, shown: &Shown, labels: &Labels, case: &str) {
        let run = view.run_view.points(quantity, Axis::Time);
        let pins = view.pins.iter().map(|pin| pin.curves.points(quantity, Axis::Time));
        for points in std::iter::once(run).chain(pins) {
            let at: Vec<_> = points.iter().map(|point| shown.at(point.0, point.1)).collect();
            for name in &labels.names {
                // The dot at the playhead goes along the curve.
                let near = at.iter().find(|at| name.rect.distance_to_pos(**at) < 6.0);
                assert!(near.is_none(), "{case}, {quantity:?}: {:?} on the curve at {near:?}", name.galley.text());
            }
        }
        let badges: Vec<_> = pinned::badges(view, quantity, shown).into_iter().map(|badge| badge.rect).collect();
        let others = || labels.onsets.iter().chain(&labels.reading);
        for (i, name) in labels.names.iter().enumerate() {
            let words = labels.names[..i].iter().chain(others());
            for other in words.map(|other| other.rect).chain(badges.iter().copied()) {
                assert!(!name.rect.intersects(other), "{case}, {quantity:?}: {:?} on {other}", name.galley.text());
            }
            assert!(shown.frame().contains_rect(name.rect), "{case}, {quantity:?}: {:?} is cut", name.galley.text());
        }
    }
}
