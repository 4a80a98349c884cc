//! The paper of a lesson: thresholds and start, the drawn line, and as far as it may be seen the run with the band of such patients.

use egui::{Align, Layout, Margin, Rect, RichText, Role, Sense, Stroke, Ui, UiBuilder, WidgetInfo, vec2};

use super::answer::tool;
use super::hand;
use super::landscape::{Place, landscape_ui, place_of};
use super::plot_words::words_ui;
use super::told::best;
use crate::app::commands::{Command, Commands, LessonCommand};
use crate::app::paint::marks::marks_ui;
use crate::app::state::LessonPlay;
use crate::app::state::drawing::sampled;
use crate::app::state::paper::Paper;
use crate::app::theme::{Tokens, size, small, strong, tokens};
use crate::app::views::View;
use crate::app::views::explore::plot as explored;
use crate::app::widgets::axis_marks;
use crate::app::widgets::still_plot::still_plot;
use crate::app::widgets::{card, focus};
use crate::lesson::{CurveMoment, Given, Reach, StepKind};
use crate::picture::Ink;
use crate::picture::plot::Axis;
use crate::picture::plot::marks::CURVE;
use crate::picture::plot::{self, Band, Dashes, Family, Mark, Pen, Plot, Scale, Spot};
use crate::sim::quantities::Quantity;
use crate::text::quantity_number;

const HEAD: f32 = 34.0;

/// All that is drawn of one quantity.
pub(super) struct Sheet<'a> {
    pub(super) quantity: Quantity,
    pub(super) bands: Vec<Band>,
    /// The drawn line, sampled; with its points while it can still be moved.
    pub(super) drawn: Vec<(f64, f64)>,
    pub(super) handles: Option<(&'a [(f64, f64)], usize)>,
    /// The run as far as it may be seen, and the band of such patients.
    pub(super) run: Vec<Spot>,
    pub(super) spread: Vec<CurveMoment>,
    /// The run with something changed.
    pub(super) other: Option<(Vec<Spot>, Ink)>,
    pub(super) low: f64,
    pub(super) high: f64,
    pub(super) end_min: f64,
    pub(super) start: f64,
    /// Where the run stands now.
    pub(super) now: Option<Spot>,
}

pub fn plot_ui(ui: &mut Ui, view: &View<'_>, room: Rect, commands: &mut Commands) {
    let Some(play) = &view.lesson else { return };
    if play.shows_map() {
        return map_ui(ui, view, play, room);
    }
    let Some(quantity) = play.quantity() else { return };
    card::padded(ui, room, Margin { left: 14, right: 16, top: 8, bottom: 8 }, |ui| {
        let inner = ui.max_rect();
        let (head, below) = inner.split_top_bottom_at_y(inner.top() + HEAD);
        ui.scope_builder(UiBuilder::new().max_rect(head).layout(Layout::left_to_right(Align::Center)), |ui| {
            head_ui(ui, view, play, quantity, commands);
        });
        ui.scope_builder(UiBuilder::new().max_rect(below), |ui| sheet_ui(ui, view, play, quantity, commands));
    });
}

/// The map of the challenge, with what was handed in and the best that was found.
fn map_ui(ui: &mut Ui, view: &View<'_>, play: &LessonPlay, room: Rect) {
    let StepKind::Try(asked) = &play.step().kind else { return };
    card::padded(ui, room, Margin { left: 14, right: 16, top: 8, bottom: 8 }, |ui| {
        let Some(map) = view.background.landscapes.of(&play.lesson, play.at) else { return };
        let given = play.own_work().locked.as_ref().and_then(|locked| locked.given.as_ref());
        let own = match given {
            Some(Given::Settings(settings)) => place_of(map, settings),
            _ => None,
        };
        let numbers = |found: &Reach| {
            let value = |setting| found.best.settings.iter().find(|(own, _)| *own == setting).map(|(_, value)| *value);
            let [x, y] = map.settings.map(value);
            Some([x?, y?])
        };
        let best = best(view, play).filter(|found| found.is_reachable()).and_then(numbers);
        let percent = [("percent", format!("{:.0}", 100.0 * map.share_reached()))];
        let told = view.text.with("landscape-told", &percent);
        let places: Vec<_> = own.map(|at| Place { at, is_own: true }).into_iter().collect();
        landscape_ui(ui, view, (map, asked), best, &places, &told);
    });
}

fn head_ui(ui: &mut Ui, view: &View<'_>, play: &LessonPlay, quantity: Quantity, commands: &mut Commands) {
    let tokens = tokens(ui);
    let (dot, _) = ui.allocate_exact_size(vec2(14.0, 14.0), Sense::hover());
    ui.painter().circle_filled(dot.center(), 6.0, explored::color(tokens, quantity));
    ui.label(RichText::new(view.text.quantity_name(quantity)).font(strong(size::TITLE)));
    ui.label(RichText::new(view.text.unit(quantity.row().unit)).color(tokens.quiet));
    ui.add_space(6.0);
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        match play.own_work().drawing.as_ref().filter(|_| !play.is_locked(play.at)) {
            Some(drawing) => {
                let buttons = [
                    ("lesson-redo", drawing.can_redo(), LessonCommand::Redo),
                    ("lesson-clear", drawing.is_drawn(), LessonCommand::ClearDrawing),
                    ("lesson-undo", drawing.can_undo(), LessonCommand::Undo),
                ];
                for (message, enabled, command) in buttons {
                    if tool(ui, &view.say(message), enabled) {
                        commands.push(Command::Lesson(command));
                    }
                }
            }
            None => legend_ui(ui, view, play, quantity),
        }
    });
}

/// What the lines are: laid out from the right.
fn legend_ui(ui: &mut Ui, view: &View<'_>, play: &LessonPlay, quantity: Quantity) {
    let tokens = tokens(ui);
    let ink = explored::color(tokens, quantity);
    let entry = |ui: &mut Ui, words: String, paint: &dyn Fn(&egui::Painter, Rect)| {
        let width = ui.painter().layout_no_wrap(words.clone(), small(), tokens.text).size().x;
        if width + 44.0 > ui.available_width() {
            return;
        }
        ui.label(RichText::new(words).font(small()));
        let (rect, _) = ui.allocate_exact_size(vec2(30.0, 14.0), Sense::hover());
        paint(ui.painter(), rect);
        ui.add_space(6.0);
    };
    let is_own_run = view.run().protocol == play.case().protocol;
    if !is_own_run && play.curve_truth(quantity).is_some() {
        entry(ui, view.say("lesson-legend-given"), &|painter, rect| {
            painter.hline(rect.x_range(), rect.center().y, Stroke::new(3.5, tokens.quiet));
        });
    }
    if is_own_run && play.curve_truth(quantity).is_some() {
        entry(ui, view.say("lesson-legend-band"), &|painter, rect| {
            painter.rect_filled(rect.shrink2(vec2(2.0, 1.0)), 2.0, Tokens::faint(ink, 0.25));
        });
    }
    if let Some(twin) = view.twin() {
        entry(ui, twin.name.clone(), &|painter, rect| {
            painter.hline(rect.x_range(), rect.center().y, Stroke::new(3.5, tokens.pin_ink(twin.letter)));
        });
    }
    if play.is_curve_open(quantity) {
        let words = view.say(if view.twin().is_some() { "lesson-legend-as-is" } else { "lesson-legend-run" });
        entry(ui, words, &|painter, rect| {
            painter.hline(rect.x_range(), rect.center().y, Stroke::new(3.5, ink));
        });
    }
    if play.drawn(quantity).is_some() {
        entry(ui, view.say("lesson-legend-you"), &|painter, rect| {
            let ends = [rect.left_center(), rect.right_center()];
            painter.extend(egui::Shape::dashed_line(&ends, Stroke::new(2.5, tokens.text), 6.0, 4.0));
        });
    }
}

impl<'a> Sheet<'a> {
    fn of(view: &'a View<'_>, play: &'a LessonPlay, quantity: Quantity) -> Self {
        let run = view.run();
        let paper = Paper::of(run, quantity);
        let is_open = play.is_curve_open(quantity);
        // While the run's curve is played through the drawn one, it is seen as far as the playhead has come.
        let until_min = if play.revealing { view.playback.playhead_min } else { f64::INFINITY };
        let own = if is_open { view.run_view.points(quantity, Axis::Time) } else { &[] };
        let own: Vec<_> = own.iter().filter(|point| point.0 <= until_min).copied().collect();
        // What is tried is another run than that of the band.
        let is_own_run = view.run().protocol == play.case().protocol;
        let truth = play.curve_truth(quantity).filter(|_| is_open);
        let given: Vec<_> = truth
            .filter(|_| !is_own_run)
            .map_or(&[][..], |truth| &truth.moments)
            .iter()
            .map(|moment| (moment.min, moment.value))
            .collect();
        let truth = truth.filter(|_| is_own_run);
        let spread: Vec<_> = truth.map_or(&[][..], |truth| &truth.moments).to_vec();
        let is_asking = matches!(play.step().kind, StepKind::Draw { .. }) && !play.is_locked(play.at);
        let drawing = play.own_work().drawing.as_ref().filter(|_| is_asking);
        let drawn = match drawing {
            Some(drawing) if drawing.is_drawn() => drawing.samples(),
            Some(_) => Vec::new(),
            None => play.drawn(quantity).map_or_else(Vec::new, |points| sampled(points, paper.end_min)),
        };
        let other = view.twin().filter(|_| is_open).map(|twin| {
            let points = twin.curves.points(quantity, Axis::Time).to_vec();
            (points, Ink::Pinned(twin.letter))
        });
        let other = other.or_else(|| (!given.is_empty()).then_some((given, Ink::QuietText)));
        let (mut low, mut high) = (paper.low, paper.high);
        // What is seen must have room; while it is open, the paper is as it was.
        if is_open {
            let all = view.run_view.points(quantity, Axis::Time).iter().map(|point| point.1);
            let all = all.chain(other.iter().flat_map(|(points, _)| points.iter().map(|point| point.1)));
            let all = all.chain(spread.iter().flat_map(|moment| [moment.low, moment.high]));
            let air = 0.06 * (high - low);
            for value in all {
                (low, high) =
                    (low.min(if value > 0.0 { (value - air).max(0.0) } else { value - air }), high.max(value + air));
            }
        }
        let shown = own.iter().chain(other.iter().flat_map(|(points, _)| points));
        let end_min = shown.map(|point| point.0).fold(paper.end_min, f64::max);
        // While the curve is played through the drawn one, the paper stays as it was.
        let end_min = if play.revealing { paper.end_min } else { end_min };
        let now_min = view.playback.playhead_min;
        let now = own.iter().min_by(|a, b| (a.0 - now_min).abs().total_cmp(&(b.0 - now_min).abs())).copied();
        Self {
            quantity,
            bands: plot::bands(run, quantity),
            drawn,
            handles: drawing.map(|drawing| (drawing.points(), drawing.selected)),
            run: own,
            spread: spread.into_iter().filter(|moment| moment.min <= until_min).collect(),
            other,
            low,
            high,
            end_min,
            start: paper.start,
            now,
        }
    }
}

fn sheet_ui(ui: &mut Ui, view: &View<'_>, play: &LessonPlay, quantity: Quantity, commands: &mut Commands) {
    let sheet = Sheet::of(view, play, quantity);
    let key = format!("lesson {}", play.at);
    let (low, high, along) = (sheet.low, sheet.high, 0.0..=sheet.end_min);
    let marks = plot_of(&sheet, tokens(ui).dark).marks();
    // Once the line is locked there is nothing to do here by keyboard.
    let sense = if sheet.handles.is_some() { Sense::click_and_drag() } else { Sense::hover() };
    let shown = still_plot(ui, &key)
        .sense(sense)
        .x_grid_spacer(|input| axis_marks::minutes(input.bounds))
        .custom_x_axes(vec![axis_marks::time_axis()])
        .custom_y_axes(vec![axis_marks::y_axis(Scale::Linear)])
        .show(ui, |plot| {
            plot.set_plot_bounds_x(along.clone());
            plot.set_plot_bounds_y(low..=high);
            marks_ui(plot, &along, marks);
        });
    let response = shown.response;
    let transform = shown.transform;
    focus::ring(ui, &response, response.rect, 6.0);
    let name = view.text.quantity_name(quantity);
    let drawing = play.own_work().drawing.as_ref().filter(|_| sheet.handles.is_some());
    let said = match drawing {
        Some(drawing) => {
            let start = [("quantity", name.clone()), ("value", quantity_number(quantity, sheet.start))];
            let paper = view.text.with("lesson-paper", &start);
            format!("{paper} {}", hand::point_in_words(view, drawing, quantity))
        }
        None if play.revealing => view.say("lesson-now-watch"),
        None if play.is_curve_open(quantity) => curves_in_words(view, quantity),
        None => view.say("lesson-covered"),
    };
    let role = if drawing.is_some() { Role::Canvas } else { Role::Figure };
    response.widget_info(|| WidgetInfo::labeled(role, true, &name));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_description(said.as_str());
        if drawing.is_some() {
            node.set_live(egui::accesskit::Live::Polite);
        }
    });
    words_ui(ui, view, play, &sheet, &transform);
    if let Some(drawing) = drawing {
        hand::hand_ui(ui, drawing, &response, &transform, commands);
        if response.hovered() {
            ui.ctx().set_cursor_icon(egui::CursorIcon::Crosshair);
        }
    }
}

/// The minute that is told of: while the run is played it goes on in quarters of the run, so that not each frame is read out.
pub(super) fn heard_min(view: &View<'_>) -> f64 {
    const TIMES: f64 = 4.0;
    let (at_min, end_min) = (view.playback.playhead_min, view.run().end_min);
    if view.playback.playing && end_min > 0.0 { (at_min * TIMES / end_min).floor() * end_min / TIMES } else { at_min }
}

/// The run's curve, and that of the run beside it.
fn curves_in_words(view: &View<'_>, quantity: Quantity) -> String {
    let at_min = heard_min(view);
    let own = view.text.curve_sentence(quantity, view.run(), at_min);
    match view.twin() {
        Some(twin) => {
            let other = view.text.curve_sentence(quantity, &twin.curves.run, at_min);
            format!("{}: {own} {}: {other}", view.say("lesson-legend-as-is"), twin.name)
        }
        None => own,
    }
}

/// What is on the paper, without the words.
fn plot_of(sheet: &Sheet<'_>, is_dark: bool) -> Plot {
    let ink = Ink::Curve(Family::of(sheet.quantity));
    let width = 1.4 * CURVE;
    let mut plot = Plot::new(Family::of(sheet.quantity), sheet.end_min, (sheet.low, sheet.high));
    plot.thickness = 1.4;
    plot.behind = sheet
        .bands
        .iter()
        .filter(|band| (sheet.low..=sheet.high).contains(&band.threshold))
        .map(|band| {
            let points = vec![(0.0, band.threshold), (sheet.end_min, band.threshold)];
            Mark::Line { points, pen: Pen::new(Ink::Warned(band.severity), 1.0).dashed(Dashes::Dotted(5.0)) }
        })
        .collect();
    if sheet.spread.len() > 1 {
        let edges = sheet.spread.iter().map(|moment| (moment.min, moment.low, moment.high)).collect();
        plot.behind.push(Mark::Area { edges, ink, opacity: if is_dark { 0.26 } else { 0.20 } });
    }
    if let Some((points, other)) = &sheet.other {
        plot.behind.push(Mark::Line { points: points.clone(), pen: Pen::new(*other, width) });
    }
    if sheet.run.len() > 1 {
        plot.curve.clone_from(&sheet.run);
    }
    if sheet.drawn.len() > 1 {
        let is_open = sheet.handles.is_some();
        let dashes = if is_open { Dashes::Solid } else { Dashes::Dashed(8.0) };
        let pen = Pen::new(Ink::Text, 1.1 * CURVE).dashed(dashes);
        plot.before.push(Mark::Line { points: sheet.drawn.clone(), pen });
    }
    let mut dot = |at, radius, ink| plot.before.push(Mark::dot(at, radius, ink));
    if let Some((points, selected)) = sheet.handles {
        for (place, at) in points.iter().enumerate().skip(1) {
            if place == selected {
                dot(*at, 11.0, Ink::Accent);
                dot(*at, 9.0, Ink::Card);
            }
            dot(*at, 7.0, Ink::Text);
            dot(*at, 4.5, Ink::Card);
        }
    }
    dot((0.0, sheet.start), 7.5, Ink::Card);
    dot((0.0, sheet.start), 6.0, ink);
    if let Some(now) = sheet.now {
        dot(now, 8.0, Ink::Card);
        dot(now, 6.0, ink);
    }
    plot
}
